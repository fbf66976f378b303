/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-schema-subject.h"

G_BEGIN_DECLS

/**
 * QueristRowHashes:
 * @n_rows: rows looked at
 * @complete: whether these are all rows of the file
 * @cells: for each chosen column in turn, @n_rows hashes; 0 stands for an empty field
 *
 * The values of some columns of a file, row by row, which a profile does not keep: what it takes to
 * judge keys and references of several columns.
 */
typedef struct {
  gsize     n_rows;
  guint     n_columns;
  gboolean  complete;
  guint64 **cells;
} QueristRowHashes;

QueristRowHashes *querist_row_hashes_read   (const QueristSubject   *subject,
                                             GArray                 *positions,
                                             gsize                   max_rows,
                                             GCancellable           *cancellable,
                                             GError                **error);
void              querist_row_hashes_free   (QueristRowHashes       *self);
gboolean          querist_row_hashes_unique (const QueristRowHashes *self,
                                             const guint            *columns,
                                             guint                   n_columns);
guint64           querist_row_hashes_count_missing (const QueristRowHashes *self,
                                                    const QueristRowHashes *other,
                                                    guint64                *n_distinct,
                                                    guint64                *n_rows);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristRowHashes, querist_row_hashes_free)

G_END_DECLS
