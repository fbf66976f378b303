/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-schema-subject.h"

G_BEGIN_DECLS

/**
 * QueristRowHashes:
 * @n_rows: rows looked at
 * @n_columns: the chosen columns
 * @complete: whether these are all rows of the file
 * @cells: for each of these in turn, @n_rows hashes; 0 stands for a field without a value
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

/**
 * QueristRowHashFunc:
 * @cells: hashes of the chosen columns of a row, 0 for a field without a value
 *
 * Returns: whether to go on
 */
typedef gboolean (*QueristRowHashFunc) (const guint64 *cells,
                                        gpointer       user_data);

gboolean          querist_row_hashes_each   (const QueristSubject    *subject,
                                             GArray                  *positions,
                                             QueristRowHashFunc       func,
                                             gpointer                 user_data,
                                             GCancellable            *cancellable,
                                             GError                 **error);
QueristRowHashes *querist_row_hashes_read   (const QueristSubject    *subject,
                                             GArray                  *positions,
                                             gsize                    max_rows,
                                             GCancellable            *cancellable,
                                             GError                 **error);
void              querist_row_hashes_free   (QueristRowHashes        *self);
gboolean          querist_row_hashes_unique (const QueristRowHashes  *self,
                                             const guint             *columns,
                                             guint                    n_columns);
void              querist_row_hashes_sort   (guint64                 *hashes,
                                             gsize                    n);
guint64           querist_row_hash_combine  (const guint64           *cells,
                                             guint                    n_cells);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristRowHashes, querist_row_hashes_free)

G_END_DECLS
