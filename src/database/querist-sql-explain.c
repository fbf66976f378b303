/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-sql-checker.h"

#include <string.h>

#include "querist-connection.h"
#include "querist-sql-outline.h"
#include "querist-text.h"

/* A table with more rows than this is worth a warning when all of it is read. */
#define MANY_ROWS 100000

#define STEPS_PER_CHECK 10000

/* The plan in the making: how many loops are open at each level. */
typedef struct {
  sqlite3           *db;
  QueristSqlOutline *outline;
  GStrvBuilder      *lines;
  GHashTable        *loops;
} Explanation;

/* The table behind the name by which the plan calls it. */
static char *
find_table (const Explanation *self,
            const char        *alias)
{
  for (guint i = 0; i < self->outline->selects->len; i++)
    {
      const QueristSqlSelect *select = g_ptr_array_index (self->outline->selects, i);

      for (guint j = 0; j < select->sources->len; j++)
        {
          const QueristSqlSource *source = g_ptr_array_index (select->sources, j);

          if (source->relation != NULL && g_ascii_strcasecmp (source->alias, alias) == 0)
            return g_strdup (source->relation->name);
        }
    }
  return NULL;
}

/* Rows of a table, counted no further than is needed to call it big. */
static guint64
count_rows (const Explanation *self,
            const char        *table)
{
  g_autofree char *name = querist_sql_quote_name (table);
  g_autofree char *sql =
    g_strdup_printf ("SELECT count(*) FROM (SELECT 1 FROM %s LIMIT %d)", name, MANY_ROWS + 1);
  g_autoptr(sqlite3_stmt) statement = querist_connection_prepare (self->db, sql, NULL);

  return statement != NULL && sqlite3_step (statement) == SQLITE_ROW
    ? sqlite3_column_int64 (statement, 0) : 0;
}

static char *
describe_rows (guint64 n_rows)
{
  g_autofree char *count = querist_text_format_count (MIN (n_rows, MANY_ROWS));

  return n_rows > MANY_ROWS ? g_strdup_printf ("more than %s rows", count)
                            : g_strdup_printf ("%s rows", count);
}

/* "o" or "o USING INDEX …": the first word of what follows SCAN or SEARCH */
static char *
first_name (const char *detail)
{
  return g_strndup (detail, strcspn (detail, " "));
}

static void
explain_scan (Explanation *self,
              const char  *detail,
              gboolean     inner)
{
  g_autofree char *alias = first_name (detail);
  g_autofree char *table = find_table (self, alias);
  guint64 n_rows = table != NULL ? count_rows (self, table) : 0;
  g_autofree char *rows = describe_rows (n_rows);
  g_autofree char *line = NULL;

  if (table == NULL)
    line = g_strdup_printf ("%s “%s” from beginning to end.",
                            inner ? "For every row so far, goes through" : "Goes through", alias);
  else
    line = g_strdup_printf ("%s “%s” from beginning to end (%s).%s",
                            inner ? "For every row so far, reads" : "Reads", table, rows,
                            inner && n_rows > 100 ? " Warning: this pairs everything with "
                                                    "everything; is a join condition missing?"
                            : n_rows > MANY_ROWS ? " Warning: that is much; an index on the "
                                                   "filtered column would help." : "");
  g_strv_builder_add (self->lines, line);
}

static void
explain_search (Explanation *self,
                const char  *detail,
                gboolean     inner)
{
  g_autofree char *alias = first_name (detail);
  g_autofree char *table = find_table (self, alias);
  const char *bracket = strrchr (detail, '(');
  const char *condition = bracket != NULL && strstr (bracket, "rowid") == NULL ? bracket : NULL;
  const char *how = strstr (detail, "AUTOMATIC") != NULL ? "an index made for this query"
                    : strstr (detail, "PRIMARY KEY") != NULL ? "its key" : "an index";
  g_autofree char *line =
    g_strdup_printf ("%s “%s” by %s%s%s.",
                     inner ? "For every row so far, looks rows up in" : "Looks rows up in",
                     table != NULL ? table : alias, how, condition != NULL ? " " : "",
                     condition != NULL ? condition : "");

  g_strv_builder_add (self->lines, line);
}

static void
explain_sort (Explanation *self,
              const char  *purpose)
{
  g_autofree char *line =
    g_strdup_printf ("%s",
                     strstr (purpose, "GROUP BY") != NULL ? "Sorts the rows to group them."
                     : strstr (purpose, "DISTINCT") != NULL ? "Sorts the rows to drop duplicates."
                     : "Sorts the rows for ORDER BY.");

  g_strv_builder_add (self->lines, line);
}

static void
explain_step (Explanation *self,
              int          parent,
              const char  *detail)
{
  gboolean inner = g_hash_table_contains (self->loops, GINT_TO_POINTER (parent));
  gboolean is_loop = TRUE;

  if (g_str_has_prefix (detail, "SCAN CONSTANT"))
    is_loop = FALSE;
  else if (g_str_has_prefix (detail, "SCAN "))
    explain_scan (self, detail + strlen ("SCAN "), inner);
  else if (g_str_has_prefix (detail, "SEARCH "))
    explain_search (self, detail + strlen ("SEARCH "), inner);
  else
    is_loop = FALSE;
  if (is_loop)
    g_hash_table_add (self->loops, GINT_TO_POINTER (parent));
  else if (g_str_has_prefix (detail, "USE TEMP B-TREE FOR "))
    explain_sort (self, detail);
  else if (g_str_has_prefix (detail, "CORRELATED "))
    g_strv_builder_add (self->lines, "Runs a subquery anew for every row:");
  else if (g_str_has_prefix (detail, "COMPOUND"))
    g_strv_builder_add (self->lines, "Puts the rows of several queries together:");
}

static int
stop_when_cancelled (void *cancellable)
{
  return g_cancellable_is_cancelled (cancellable);
}

static gboolean
explain_plan (Explanation *self,
              const char  *sql,
              GError     **error)
{
  g_autofree char *question = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
  g_autoptr(sqlite3_stmt) statement = querist_connection_prepare (self->db, question, error);
  int code;

  if (statement == NULL)
    return FALSE;
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    explain_step (self, sqlite3_column_int (statement, 1),
                  (const char *) sqlite3_column_text (statement, 3));
  if (code != SQLITE_DONE)
    querist_connection_set_error (self->db, code, error);
  return code == SQLITE_DONE;
}

/**
 * querist_sql_explain:
 * @database: the database file
 * @sql: a query that passes the check
 * @cancellable: (nullable): to stop it
 * @error: return location
 *
 * Tells in words how the database would go about a query, without running it: what it reads, by
 * which key, and what may take long. Made from SQLite's
 * [query plan](https://www.sqlite.org/eqp.html).
 *
 * Returns: (transfer full) (nullable): sentences, in the order of the work
 */
GStrv
querist_sql_explain (const char   *database,
                     const char   *sql,
                     GCancellable *cancellable,
                     GError      **error)
{
  g_autoptr(sqlite3) db = NULL;
  g_autoptr(GArray) tokens = NULL;
  g_autoptr(QueristSqlOutline) outline = NULL;
  g_autoptr(GStrvBuilder) lines = g_strv_builder_new ();
  g_autoptr(GHashTable) loops = g_hash_table_new (NULL, NULL);
  Explanation explanation = { .lines = lines, .loops = loops };

  g_return_val_if_fail (database != NULL && sql != NULL, NULL);

  db = querist_connection_open_read (database, error);
  if (db == NULL)
    return NULL;
  if (cancellable != NULL)
    sqlite3_progress_handler (db, STEPS_PER_CHECK, stop_when_cancelled, cancellable);
  tokens = querist_sql_tokenize (sql, FALSE);
  explanation.db = db;
  explanation.outline = outline = querist_sql_outline_new (sql, tokens, db);
  if (!explain_plan (&explanation, sql, error))
    return NULL;
  return g_strv_builder_end (lines);
}
