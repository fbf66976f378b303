/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "querist-sql-checker.h"
#include "querist-sql-tokens.h"

G_BEGIN_DECLS

/**
 * QueristSqlInspection:
 * @sql: the statement
 * @tokens: (element-type QueristSqlToken): its tokens without comments
 * @db: a connection that can only read
 * @diagnostics: (element-type QueristDiagnostic): what has been found
 * @reads: set of "table.column" that the statement reads, known once it could be prepared
 *
 * One check in progress, shared by the files that hold the rules.
 */
typedef struct {
  const char           *sql;
  GArray               *tokens;
  sqlite3              *db;
  const QueristCatalog *catalog;
  GPtrArray            *diagnostics;
  GHashTable           *reads;
  GCancellable         *cancellable;
} QueristSqlInspection;

QueristDiagnostic *querist_sql_report          (QueristSqlInspection *self,
                                                QueristSeverity       severity,
                                                gsize                 start,
                                                gsize                 length,
                                                const char           *code,
                                                const char           *format,
                                                ...) G_GNUC_PRINTF (6, 7);
void               querist_sql_explain_error   (QueristSqlInspection *self,
                                                const char           *message,
                                                int                   offset);
gboolean           querist_sql_explain_dialect (QueristSqlInspection *self);

G_END_DECLS
