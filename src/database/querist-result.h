/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "querist-scalar.h"

G_BEGIN_DECLS

/**
 * QueristCell:
 * @type: SQLITE_INTEGER, SQLITE_FLOAT, SQLITE_TEXT, SQLITE_BLOB or SQLITE_NULL
 * @text: (nullable): the value as SQLite writes it, valid UTF-8; NULL for NULL, a short
 *   description for a blob
 */
typedef struct {
  int         type;
  const char *text;
  double      number;
} QueristCell;

/**
 * QueristResultRow:
 *
 * A row of a result: reference counted, complete, free of the database.
 */
typedef struct _QueristResultRow QueristResultRow;

/**
 * QueristResultColumn:
 * @type: the declared type of the table's column it comes from, else what its values are
 * @numeric: every value is a number or NULL
 */
typedef struct {
  char          *name;
  QueristScalar  type;
  gboolean       numeric;
} QueristResultColumn;

#define QUERIST_TYPE_RESULT (querist_result_get_type ())

/* All rows of a query, kept in a temporary file outside the database, so that they can be paged,
 * sorted and exported without running the query again. */
G_DECLARE_FINAL_TYPE (QueristResult, querist_result, QUERIST, RESULT, GObject)

guint                      querist_result_get_n_columns  (QueristResult        *self);
const QueristResultColumn *querist_result_get_column     (QueristResult        *self,
                                                          guint                 index);
guint64                    querist_result_get_n_rows     (QueristResult        *self);
gboolean                   querist_result_is_truncated   (QueristResult        *self);
double                     querist_result_get_seconds    (QueristResult        *self);
GPtrArray                 *querist_result_read           (QueristResult        *self,
                                                          guint64               offset,
                                                          guint                 count,
                                                          GError              **error);
QueristResultRow          *querist_result_row_ref        (QueristResultRow     *row);
void                       querist_result_row_unref      (QueristResultRow     *row);
QueristCell                querist_result_row_get_cell   (QueristResultRow     *row,
                                                          guint                 column);
void                       querist_result_sort_async     (QueristResult        *self,
                                                          int                   column,
                                                          gboolean              descending,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
QueristResult             *querist_result_sort_finish    (QueristResult        *self,
                                                          GAsyncResult         *result,
                                                          GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristResultRow, querist_result_row_unref)

G_END_DECLS
