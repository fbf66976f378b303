/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-sql-checker-private.h"

#include <string.h>

#include "querist-connection.h"
#include "querist-text.h"

/* The names in the database, asked for when a name is wrong. */
static GStrv
query_strings (QueristSqlInspection *self,
               const char           *sql,
               const char           *argument)
{
  g_autoptr(sqlite3_stmt) statement = querist_connection_prepare (self->db, sql, NULL);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  if (statement != NULL && argument != NULL)
    sqlite3_bind_text (statement, 1, argument, -1, SQLITE_TRANSIENT);
  while (statement != NULL && sqlite3_step (statement) == SQLITE_ROW)
    {
      const char *text = (const char *) sqlite3_column_text (statement, 0);

      if (text != NULL && g_utf8_validate (text, -1, NULL))
        g_strv_builder_add (builder, text);
    }
  return g_strv_builder_end (builder);
}

static GStrv
list_tables (QueristSqlInspection *self)
{
  return query_strings (self,
                        "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') "
                        "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
                        "AND name NOT LIKE '\\_querist\\_%' ESCAPE '\\'",
                        NULL);
}

static const char *
find_in_list (const char *const *list,
              const char        *name)
{
  for (guint i = 0; list[i] != NULL; i++)
    {
      if (g_ascii_strcasecmp (list[i], name) == 0)
        return list[i];
    }
  return NULL;
}

static const QueristSqlToken *
token_at (QueristSqlInspection *self,
          gsize                 offset)
{
  for (guint i = 0; i < self->tokens->len; i++)
    {
      const QueristSqlToken *token = &g_array_index (self->tokens, QueristSqlToken, i);

      if (offset < token->start + token->length)
        return token;
    }
  return NULL;
}

/* The token that spells a name; for "a.b" that is the one for b. */
static const QueristSqlToken *
find_name (QueristSqlInspection *self,
           const char           *name)
{
  const char *last = strrchr (name, '.') != NULL ? strrchr (name, '.') + 1 : name;

  for (guint i = 0; i < self->tokens->len; i++)
    {
      const QueristSqlToken *token = &g_array_index (self->tokens, QueristSqlToken, i);
      g_autofree char *value = querist_sql_token_dup_value (self->sql, token);

      if (token->kind <= QUERIST_SQL_NAME && g_ascii_strcasecmp (value, last) == 0)
        return token;
    }
  return NULL;
}

/* The tables that the statement names. */
static GStrv
mentioned_tables (QueristSqlInspection *self)
{
  g_auto(GStrv) tables = list_tables (self);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; tables[i] != NULL; i++)
    {
      if (find_name (self, tables[i]) != NULL)
        g_strv_builder_add (builder, tables[i]);
    }
  return g_strv_builder_end (builder);
}

static GStrv
list_columns (QueristSqlInspection *self,
              const char *const    *tables)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; tables[i] != NULL; i++)
    {
      g_auto(GStrv) columns =
        query_strings (self, "SELECT name FROM pragma_table_info (?)", tables[i]);

      g_strv_builder_addv (builder, (const char **) columns);
    }
  return g_strv_builder_end (builder);
}

static gboolean
is_bare_name (const char *name)
{
  if (!g_ascii_isalpha (*name) && *name != '_')
    return FALSE;
  for (const char *p = name; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && *p != '_')
        return FALSE;
    }
  return sqlite3_keyword_check (name, strlen (name)) == 0;
}

static char *
spell_name (const char *name)
{
  return is_bare_name (name) ? g_strdup (name) : querist_sql_quote_name (name);
}

/* A slip of the pen may be mended without asking; a guess may not. */
static gboolean
is_sure (const char        *word,
         const char        *nearest,
         const char *const *candidates)
{
  g_autofree char *lower = g_utf8_strdown (word, -1);
  g_autofree char *lower_nearest = g_utf8_strdown (nearest, -1);
  guint near = 0;

  if (querist_text_edit_distance (lower, lower_nearest) * 3 > strlen (word))
    return FALSE;
  for (guint i = 0; candidates[i] != NULL; i++)
    {
      g_autofree char *other = g_utf8_strdown (candidates[i], -1);

      if (!g_str_equal (candidates[i], nearest) && querist_text_edit_distance (lower, other) <= 2)
        near++;
    }
  return near == 0;
}

static void
suggest_nearest (QueristDiagnostic *diagnostic,
                 const char        *word,
                 const char *const *candidates)
{
  const char *nearest = querist_text_nearest (word, candidates);

  if (nearest == NULL)
    {
      g_autofree char *all = g_strjoinv (", ", (GStrv) candidates);
      g_autofree char *list = querist_text_first_line (all, 200);

      diagnostic->suggestion = g_strdup_printf ("There are: %s.", list);
      return;
    }
  diagnostic->suggestion = g_strdup_printf ("Did you mean “%s”?", nearest);
  if (is_sure (word, nearest, candidates) && diagnostic->span.length > 0)
    diagnostic->replacement = spell_name (nearest);
}

static void
explain_table (QueristSqlInspection *self,
               const char           *name)
{
  const QueristSqlToken *token = find_name (self, name);
  const char *word = strrchr (name, '.') != NULL ? strrchr (name, '.') + 1 : name;
  g_auto(GStrv) tables = list_tables (self);
  QueristDiagnostic *diagnostic =
    querist_sql_report (self, QUERIST_SEVERITY_ERROR, token != NULL ? token->start : 0,
                        token != NULL ? token->length : 0, "unknown-table",
                        "There is no table “%s”.", name);

  if (word != name && find_in_list ((const char *const *) tables, word) != NULL)
    diagnostic->suggestion = g_strdup_printf ("Tables have no prefix here: write “%s”.", word);
  else
    suggest_nearest (diagnostic, word, (const char *const *) tables);
}

/* The tables, other than those of the statement, that have such a column. */
static char *
tables_with_column (QueristSqlInspection *self,
                    const char           *column)
{
  g_auto(GStrv) owners =
    query_strings (self,
                   "SELECT s.name FROM sqlite_schema AS s, pragma_table_info (s.name) AS c "
                   "WHERE s.type IN ('table', 'view') AND c.name = ? COLLATE NOCASE "
                   "AND s.name NOT LIKE '\\_querist\\_%' ESCAPE '\\'",
                   column);

  return owners[0] != NULL ? g_strjoinv (", ", owners) : NULL;
}

static void
explain_column (QueristSqlInspection *self,
                const char           *name,
                int                   offset)
{
  const QueristSqlToken *token = find_name (self, name);
  const char *word = strrchr (name, '.') != NULL ? strrchr (name, '.') + 1 : name;
  g_auto(GStrv) tables = mentioned_tables (self);
  g_auto(GStrv) columns = list_columns (self, (const char *const *) tables);
  g_autofree char *owners = tables_with_column (self, word);
  QueristDiagnostic *diagnostic;

  if (token == NULL && offset >= 0)
    token = token_at (self, offset);
  diagnostic = querist_sql_report (self, QUERIST_SEVERITY_ERROR, token != NULL ? token->start : 0,
                                   token != NULL ? token->length : 0, "unknown-column",
                                   "There is no column “%s” here.", name);
  if (owners != NULL)
    diagnostic->suggestion = g_strdup_printf ("A column of that name is in: %s.", owners);
  else if (token != NULL && token->kind == QUERIST_SQL_NAME)
    diagnostic->suggestion =
      g_strdup ("Double quotes hold a name. A text stands in single quotes: 'text'.");
  else if (columns[0] != NULL)
    suggest_nearest (diagnostic, word, (const char *const *) columns);
}

static void
explain_function (QueristSqlInspection *self,
                  const char           *name)
{
  const QueristSqlToken *token = find_name (self, name);
  g_auto(GStrv) functions =
    query_strings (self, "SELECT DISTINCT name FROM pragma_function_list", NULL);
  QueristDiagnostic *diagnostic =
    querist_sql_report (self, QUERIST_SEVERITY_ERROR, token != NULL ? token->start : 0,
                        token != NULL ? token->length : 0, "unknown-function",
                        "SQLite has no function %s().", name);

  if (querist_text_nearest (name, (const char *const *) functions) != NULL)
    suggest_nearest (diagnostic, name, (const char *const *) functions);
}

static void
explain_ambiguous (QueristSqlInspection *self,
                   const char           *name)
{
  const QueristSqlToken *token = find_name (self, name);
  g_autofree char *owners = tables_with_column (self, name);

  querist_sql_report (self, QUERIST_SEVERITY_ERROR, token != NULL ? token->start : 0,
                      token != NULL ? token->length : 0, "ambiguous-column",
                      "“%s” is a column of more than one table.", name)->suggestion =
    g_strdup_printf ("Write the table before it: table.%s. It is in: %s.", name,
                     owners != NULL ? owners : "several parts of the query");
}

/* What SQLite says about the statement as a whole, with what to do. */
static const struct {
  const char *part;
  const char *advice;
} advice[] = {
  { "misuse of aggregate", "A condition on a sum or a count belongs in HAVING, after GROUP BY." },
  { "misuse of window", "Put the query in a subquery and filter with WHERE outside." },
  { "clause should come after", "ORDER BY and LIMIT stand once, at the very end." },
  { "do not have the same number of result columns",
    "Both SELECTs must give the same number of columns." },
  { "GROUP BY clause is required before HAVING", "Add GROUP BY, or use WHERE." },
  { "unrecognized token", "Is a quote not closed, or a character out of place?" },
  { "parser stack overflow", "The statement is nested too deeply. Take a part of it into WITH." },
  { "not authorized to use function", "It could reach outside the database." },
};

static const char *
find_advice (const char *message)
{
  for (guint i = 0; i < G_N_ELEMENTS (advice); i++)
    {
      if (strstr (message, advice[i].part) != NULL)
        return advice[i].advice;
    }
  return NULL;
}

static void
explain_other (QueristSqlInspection *self,
               const char           *message,
               int                   offset)
{
  const QueristSqlToken *token = offset >= 0 ? token_at (self, offset) : NULL;

  if (g_str_equal (message, "incomplete input"))
    querist_sql_report (self, QUERIST_SEVERITY_ERROR, strlen (self->sql), 0, "incomplete",
                        "The statement ends too early.");
  else
    querist_sql_report (self, QUERIST_SEVERITY_ERROR, token != NULL ? token->start : 0,
                        token != NULL ? token->length : 0, "sql", "%s.", message)->suggestion =
      g_strdup (find_advice (message));
}

/* The statement would change something; a WITH before it hides that at first sight. */
static void
explain_denied (QueristSqlInspection *self)
{
  static const char *const changing[] = { "INSERT", "UPDATE", "DELETE", "REPLACE" };
  const QueristSqlToken *token = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (changing) && token == NULL; i++)
    token = find_name (self, changing[i]);
  querist_sql_report (self, QUERIST_SEVERITY_ERROR, token != NULL ? token->start : 0,
                      token != NULL ? token->length : 0, "not-a-query",
                      "Only reading is allowed here: a query may not change data.");
}

/**
 * querist_sql_explain_error:
 * @self: the check
 * @message: what SQLite says
 * @offset: bytes before the place, -1 if SQLite does not know it
 *
 * Adds an error in plain words, with the nearest name that exists.
 */
void
querist_sql_explain_error (QueristSqlInspection *self,
                           const char           *message,
                           int                   offset)
{
  static const char no_table[] = "no such table: ";
  static const char no_column[] = "no such column: ";
  static const char no_function[] = "no such function: ";
  static const char ambiguous[] = "ambiguous column name: ";

  if (g_str_has_prefix (message, no_table))
    explain_table (self, message + strlen (no_table));
  else if (g_str_equal (message, "not authorized"))
    explain_denied (self);
  else if (querist_sql_explain_dialect (self))
    return;
  else if (g_str_has_prefix (message, no_column))
    explain_column (self, message + strlen (no_column), offset);
  else if (g_str_has_prefix (message, no_function))
    explain_function (self, message + strlen (no_function));
  else if (g_str_has_prefix (message, ambiguous))
    explain_ambiguous (self, message + strlen (ambiguous));
  else
    explain_other (self, message, offset);
}
