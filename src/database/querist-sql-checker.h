/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "querist-catalog.h"
#include "querist-diagnostic.h"

G_BEGIN_DECLS

/**
 * QueristSqlCheck:
 * @diagnostics: (element-type QueristDiagnostic): in the order of the text
 * @fixed_sql: (nullable): the corrected statement, only when there is no doubt about it
 * @tables: tables read
 * @columns: columns read, as "table.column"
 */
typedef struct {
  GPtrArray *diagnostics;
  char      *fixed_sql;
  GStrv      tables;
  GStrv      columns;
} QueristSqlCheck;

QueristSqlCheck *querist_sql_check        (const char          *database,
                                           QueristCatalog      *catalog,
                                           const char          *sql,
                                           GCancellable        *cancellable,
                                           GError             **error);
void             querist_sql_check_async  (const char          *database,
                                           QueristCatalog      *catalog,
                                           const char          *sql,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
QueristSqlCheck *querist_sql_check_finish (GAsyncResult        *result,
                                           GError             **error);
gboolean         querist_sql_check_is_ok  (const QueristSqlCheck *self);
void             querist_sql_check_free   (QueristSqlCheck     *self);
GStrv            querist_sql_explain      (const char          *database,
                                           const char          *sql,
                                           GCancellable        *cancellable,
                                           GError             **error);
char            *querist_sql_format       (const char          *sql);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristSqlCheck, querist_sql_check_free)

G_END_DECLS
