/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-sql-checker-private.h"
#include "querist-sql-outline.h"

G_BEGIN_DECLS

/* Rules for statements that run and mislead. All of them only warn, and only where they are sure
 * what the names mean. */

/**
 * QueristSqlLint:
 *
 * A statement under the rules: the check, and what is known of its structure.
 */
typedef struct {
  QueristSqlInspection *check;
  QueristSqlOutline    *outline;
} QueristSqlLint;

void               querist_sql_lint             (QueristSqlInspection      *check);
void               querist_sql_lint_values      (QueristSqlLint            *self);
void               querist_sql_lint_joins       (QueristSqlLint            *self);
void               querist_sql_lint_expressions (QueristSqlLint            *self);
void               querist_sql_lint_grouping    (QueristSqlLint            *self);

QueristDiagnostic *querist_sql_lint_warn        (QueristSqlLint            *self,
                                                 guint                      first,
                                                 guint                      last,
                                                 const char                *code,
                                                 const char                *format,
                                                 ...) G_GNUC_PRINTF (5, 6);
char              *querist_sql_lint_text        (QueristSqlLint            *self,
                                                 guint                      first,
                                                 guint                      last);
gboolean           querist_sql_lint_is_any      (QueristSqlLint            *self,
                                                 guint                      index,
                                                 const char *const         *words);
gboolean           querist_sql_lint_operand     (QueristSqlLint            *self,
                                                 guint                      last,
                                                 QueristSqlReference       *reference);
guint              querist_sql_lint_close       (QueristSqlLint            *self,
                                                 guint                      open);
GStrv              querist_sql_lint_query       (QueristSqlLint            *self,
                                                 const QueristSqlReference *column,
                                                 const char                *format,
                                                 const char                *argument);

G_END_DECLS
