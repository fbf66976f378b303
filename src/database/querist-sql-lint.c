/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-sql-lint.h"

#include "querist-connection.h"

/* A statement longer than this was not written by hand, and takes too long to look at. */
#define MAX_TOKENS 20000
#define MAX_SELECTS 200

/* All questions of one check to the data together may take so long. */
#define MAX_MICROSECONDS (2 * G_USEC_PER_SEC)
#define STEPS_PER_CHECK 10000

/**
 * querist_sql_lint_warn:
 * @self: the statement
 * @first: first token of the place
 * @last: its last token
 * @code: the rule
 * @format: printf format of the message
 *
 * Returns: (transfer none): the warning, to be given a suggestion
 */
QueristDiagnostic *
querist_sql_lint_warn (QueristSqlLint *self,
                       guint           first,
                       guint           last,
                       const char     *code,
                       const char     *format,
                       ...)
{
  const QueristSqlToken *start = querist_sql_outline_token (self->outline, first);
  const QueristSqlToken *end = querist_sql_outline_token (self->outline, last);
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  return querist_sql_report (self->check, QUERIST_SEVERITY_WARNING, start->start,
                             end->start + end->length - start->start, code, "%s", message);
}

/**
 * querist_sql_lint_text:
 * @self: the statement
 * @first: first token
 * @last: last token
 *
 * Returns: (transfer full): the text from one to the other, as it stands
 */
char *
querist_sql_lint_text (QueristSqlLint *self,
                       guint           first,
                       guint           last)
{
  const QueristSqlToken *start = querist_sql_outline_token (self->outline, first);
  const QueristSqlToken *end = querist_sql_outline_token (self->outline, last);

  return g_strndup (self->check->sql + start->start, end->start + end->length - start->start);
}

/**
 * querist_sql_lint_is_any:
 * @self: the statement
 * @index: which token, which may be too large
 * @words: keywords or operators
 *
 * Returns: whether the token is one of them
 */
gboolean
querist_sql_lint_is_any (QueristSqlLint    *self,
                         guint              index,
                         const char *const *words)
{
  const QueristSqlToken *token = querist_sql_outline_token (self->outline, index);

  return token != NULL && querist_sql_token_is_any (self->check->sql, token, words);
}

/**
 * querist_sql_lint_operand:
 * @self: the statement
 * @last: a token
 * @reference: (out): the column
 *
 * Returns: whether a column ends at @last that is an operand by itself, not part of a sum or a
 *   product
 */
gboolean
querist_sql_lint_operand (QueristSqlLint      *self,
                          guint                last,
                          QueristSqlReference *reference)
{
  const QueristSqlToken *before;

  if (!querist_sql_outline_resolve (self->outline, last, reference))
    return FALSE;
  if (reference->first == 0)
    return TRUE;
  before = querist_sql_outline_token (self->outline, reference->first - 1);
  return before->kind != QUERIST_SQL_OPERATOR;
}

/**
 * querist_sql_lint_close:
 * @self: the statement
 * @open: a "("
 *
 * Returns: its ")", or the last token
 */
guint
querist_sql_lint_close (QueristSqlLint *self,
                        guint           open)
{
  guint depth = querist_sql_outline_token (self->outline, open)->depth;
  guint i = open + 1;

  while (i + 1 < self->check->tokens->len &&
         querist_sql_outline_token (self->outline, i)->depth > depth)
    i++;
  return i;
}

/**
 * querist_sql_lint_query:
 * @self: the statement
 * @column: the column to ask
 * @format: SQL in which %1 is the column and %2 its table
 * @argument: (nullable): bound to the statement's placeholders
 *
 * Asks the data.
 *
 * Returns: (transfer full): the first values of the rows; none if it took too long
 */
GStrv
querist_sql_lint_query (QueristSqlLint            *self,
                        const QueristSqlReference *column,
                        const char                *format,
                        const char                *argument)
{
  g_autofree char *name = querist_sql_quote_name (column->field->name);
  g_autofree char *table = querist_sql_quote_name (column->source->relation->name);
  g_autoptr(GString) sql = g_string_new (format);
  g_autoptr(sqlite3_stmt) statement = NULL;
  g_autoptr(GStrvBuilder) values = g_strv_builder_new ();

  g_string_replace (sql, "%1", name, 0);
  g_string_replace (sql, "%2", table, 0);
  statement = querist_connection_prepare (self->check->db, sql->str, NULL);
  if (statement == NULL)
    return g_strv_builder_end (values);
  for (int i = 1; argument != NULL && i <= sqlite3_bind_parameter_count (statement); i++)
    sqlite3_bind_text (statement, i, argument, -1, SQLITE_STATIC);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      const char *text = (const char *) sqlite3_column_text (statement, 0);
      g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);

      g_strv_builder_add (values, valid);
    }
  return g_strv_builder_end (values);
}

typedef struct {
  GCancellable *cancellable;
  gint64        deadline;
} Watch;

static int
watch_cb (void *user_data)
{
  const Watch *watch = user_data;

  return g_get_monotonic_time () > watch->deadline ||
         g_cancellable_is_cancelled (watch->cancellable);
}

/**
 * querist_sql_lint:
 * @check: the check of a statement that the database accepts
 *
 * Looks for what runs and misleads.
 */
void
querist_sql_lint (QueristSqlInspection *check)
{
  g_autoptr(QueristSqlOutline) outline = NULL;
  QueristSqlLint lint = { .check = check };
  Watch watch = { .cancellable = check->cancellable };

  if (check->tokens->len > MAX_TOKENS)
    return;
  watch.deadline = g_get_monotonic_time () + MAX_MICROSECONDS;
  sqlite3_progress_handler (check->db, STEPS_PER_CHECK, watch_cb, &watch);
  lint.outline = outline = querist_sql_outline_new (check->sql, check->tokens, check->db);
  if (outline->selects->len <= MAX_SELECTS)
    {
      querist_sql_lint_values (&lint);
      querist_sql_lint_joins (&lint);
      querist_sql_lint_expressions (&lint);
      querist_sql_lint_grouping (&lint);
    }
  sqlite3_progress_handler (check->db, 0, NULL, NULL);
}
