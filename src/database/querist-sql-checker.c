/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-sql-checker.h"
#include "querist-sql-checker-private.h"

#include <string.h>

#include "querist-connection-private.h"
#include "querist-sql-lint.h"

#define MAX_SQL_BYTES (1024 * 1024)

/* Mending one mistake may bring up the next; more than a handful is no slip of the pen. */
#define MAX_FIXES 8

/**
 * querist_sql_report:
 * @self: the check
 * @severity: how bad it is
 * @start: bytes before the place
 * @length: bytes of the place
 * @code: the rule
 * @format: printf format of the message
 *
 * Returns: (transfer none): the diagnostic that was added, to be given a suggestion
 */
QueristDiagnostic *
querist_sql_report (QueristSqlInspection *self,
                    QueristSeverity       severity,
                    gsize                 start,
                    gsize                 length,
                    const char           *code,
                    const char           *format,
                    ...)
{
  QueristSpan span = querist_span_in_text (self->sql, start, length);
  QueristDiagnostic *diagnostic;
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  diagnostic = querist_diagnostic_new (severity, &span, code, "%s", message);
  g_ptr_array_add (self->diagnostics, diagnostic);
  return diagnostic;
}

/* sqlite3_set_authorizer() callback: as for any reading connection, and notes what is read. */
static int
note_reads (void       *user_data,
            int         action,
            const char *first,
            const char *second,
            const char *database,
            const char *trigger)
{
  QueristSqlInspection *self = user_data;

  if (action == SQLITE_READ && first != NULL && !g_str_equal (first, "sqlite_master"))
    g_hash_table_add (self->reads, g_strconcat (first, ".", second != NULL ? second : "", NULL));
  return querist_connection_authorize_read (NULL, action, first, second, database, trigger);
}

static gboolean
check_shape (QueristSqlInspection *self)
{
  static const char *const asking[] = { "SELECT", "WITH", "VALUES", "EXPLAIN", NULL };
  const QueristSqlToken *token;
  gsize second;

  if (self->tokens->len == 0)
    {
      querist_sql_report (self, QUERIST_SEVERITY_ERROR, 0, 0, "empty", "There is no statement.");
      return FALSE;
    }
  token = &g_array_index (self->tokens, QueristSqlToken, 0);
  if (!querist_sql_token_is_any (self->sql, token, asking))
    {
      querist_sql_report (self, QUERIST_SEVERITY_ERROR, token->start, token->length, "not-a-query",
                          "Only queries are run here: SELECT, WITH, VALUES or EXPLAIN.");
      return FALSE;
    }
  if (querist_sql_find_second_statement (self->sql, &second))
    {
      querist_sql_report (self, QUERIST_SEVERITY_ERROR, second, strlen (self->sql) - second,
                          "second-statement",
                          "A second statement begins here. One statement is run at a time.");
      return FALSE;
    }
  return TRUE;
}

static void
check_parameters (QueristSqlInspection *self)
{
  for (guint i = 0; i < self->tokens->len; i++)
    {
      const QueristSqlToken *token = &g_array_index (self->tokens, QueristSqlToken, i);

      if (token->kind == QUERIST_SQL_PARAMETER)
        querist_sql_report (self, QUERIST_SEVERITY_ERROR, token->start, token->length,
                            "placeholder",
                            "“%.*s” stands for a value that nobody gives. Put the value in its "
                            "place.", (int) token->length, self->sql + token->start);
    }
}

static gboolean
check_by_preparing (QueristSqlInspection *self)
{
  g_autoptr(sqlite3_stmt) statement = NULL;
  g_autofree char *message = NULL;
  int code;
  int offset;

  sqlite3_set_authorizer (self->db, note_reads, self);
  code = sqlite3_prepare_v2 (self->db, self->sql, -1, &statement, NULL);
  offset = sqlite3_error_offset (self->db);
  message = g_utf8_make_valid (sqlite3_errmsg (self->db), -1);
  sqlite3_set_authorizer (self->db, querist_connection_authorize_read, NULL);
  if (code != SQLITE_OK)
    {
      querist_sql_explain_error (self, message, offset);
      return FALSE;
    }
  check_parameters (self);
  return TRUE;
}

static gint
compare_places (gconstpointer a,
                gconstpointer b)
{
  const QueristDiagnostic *first = *(const QueristDiagnostic *const *) a;
  const QueristDiagnostic *second = *(const QueristDiagnostic *const *) b;

  if (first->span.start == second->span.start)
    return 0;
  return first->span.start < second->span.start ? -1 : 1;
}

/* One round of the check of one text. */
static GPtrArray *
inspect (sqlite3              *db,
         const QueristCatalog *catalog,
         const char           *sql,
         GHashTable           *reads,
         GCancellable         *cancellable)
{
  g_autoptr(GArray) tokens = querist_sql_tokenize (sql, FALSE);
  QueristSqlInspection inspection = {
    .sql = sql,
    .tokens = tokens,
    .db = db,
    .catalog = catalog,
    .diagnostics = g_ptr_array_new_with_free_func ((GDestroyNotify) querist_diagnostic_free),
    .reads = reads,
    .cancellable = cancellable,
  };

  g_hash_table_remove_all (reads);
  if (check_shape (&inspection) && check_by_preparing (&inspection))
    querist_sql_lint (&inspection);
  g_ptr_array_sort (inspection.diagnostics, compare_places);
  return inspection.diagnostics;
}

/* The text with all replacements put in, NULL if there are none. */
static char *
apply_replacements (const char *sql,
                    GPtrArray  *diagnostics)
{
  g_autoptr(GString) mended = g_string_new (NULL);
  gsize done = 0;

  for (guint i = 0; i < diagnostics->len; i++)
    {
      const QueristDiagnostic *diagnostic = g_ptr_array_index (diagnostics, i);

      if (diagnostic->replacement == NULL || diagnostic->span.start < done)
        continue;
      g_string_append_len (mended, sql + done, diagnostic->span.start - done);
      g_string_append (mended, diagnostic->replacement);
      done = diagnostic->span.start + diagnostic->span.length;
    }
  if (done == 0)
    return NULL;
  g_string_append (mended, sql + done);
  return g_string_free (g_steal_pointer (&mended), FALSE);
}

/* Puts the replacements in until nothing is left to replace; only a text that then has no error
 * is worth showing. */
static char *
mend (sqlite3              *db,
      const QueristCatalog *catalog,
      const char           *sql,
      GPtrArray            *diagnostics,
      GCancellable         *cancellable)
{
  g_autoptr(GHashTable) reads = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) found = g_ptr_array_ref (diagnostics);
  g_autofree char *text = g_strdup (sql);

  for (guint i = 0; i < MAX_FIXES; i++)
    {
      g_autofree char *mended = apply_replacements (text, found);

      if (mended == NULL)
        return i > 0 && !querist_diagnostics_have_error (found) ? g_steal_pointer (&text) : NULL;
      g_free (text);
      text = g_steal_pointer (&mended);
      g_ptr_array_unref (found);
      found = inspect (db, catalog, text, reads, cancellable);
    }
  return NULL;
}

static int
compare_names (const void *a,
               const void *b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static GStrv
sorted_keys (GHashTable *set)
{
  g_autofree gpointer *keys = g_hash_table_get_keys_as_array (set, NULL);
  GStrv copy = g_strdupv ((GStrv) keys);

  qsort (copy, g_strv_length (copy), sizeof (char *), compare_names);
  return copy;
}

static void
list_reads (QueristSqlCheck *check,
            GHashTable      *reads)
{
  g_autoptr(GHashTable) tables = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) columns = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, reads);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const char *dot = strrchr (key, '.');

      g_hash_table_add (tables, g_strndup (key, dot - (char *) key));
      /* count(*) reads a table, but no column of it */
      if (dot[1] != '\0')
        g_hash_table_add (columns, key);
    }
  check->tables = sorted_keys (tables);
  check->columns = sorted_keys (columns);
}

static gboolean
refuse_text (const char *sql,
             GError    **error)
{
  if (strlen (sql) > MAX_SQL_BYTES)
    g_set_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_SQL,
                 "The statement is longer than %d kB.", MAX_SQL_BYTES / 1024);
  else if (!g_utf8_validate (sql, -1, NULL))
    g_set_error_literal (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_SQL,
                         "The statement is not valid UTF-8.");
  else
    return FALSE;
  return TRUE;
}

static int
stop_when_cancelled (void *cancellable)
{
  return g_cancellable_is_cancelled (cancellable);
}

/**
 * querist_sql_check:
 * @database: the database file
 * @catalog: (nullable): what is known of it beyond its tables
 * @sql: a statement
 * @cancellable: (nullable): to stop it
 * @error: return location
 *
 * Looks for mistakes in a query without running it: those that the database would refuse, and
 * those that it would run and that mislead.
 *
 * Returns: (transfer full) (nullable): the findings; NULL only when the check could not be made
 */
QueristSqlCheck *
querist_sql_check (const char     *database,
                   QueristCatalog *catalog,
                   const char     *sql,
                   GCancellable   *cancellable,
                   GError        **error)
{
  g_autoptr(sqlite3) db = NULL;
  g_autoptr(GHashTable) reads = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(QueristSqlCheck) check = NULL;

  g_return_val_if_fail (database != NULL && sql != NULL, NULL);

  if (refuse_text (sql, error))
    return NULL;
  db = querist_connection_open_read (database, error);
  if (db == NULL)
    return NULL;
  if (cancellable != NULL)
    sqlite3_progress_handler (db, 1000, stop_when_cancelled, cancellable);
  check = g_new0 (QueristSqlCheck, 1);
  check->diagnostics = inspect (db, catalog, sql, reads, cancellable);
  list_reads (check, reads);
  check->fixed_sql = mend (db, catalog, sql, check->diagnostics, cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&check);
}

typedef struct {
  char           *database;
  char           *sql;
  QueristCatalog *catalog;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->database);
  g_free (request->sql);
  g_clear_pointer (&request->catalog, querist_catalog_unref);
  g_free (request);
}

static void
check_thread (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  const Request *request = task_data;
  GError *error = NULL;
  QueristSqlCheck *check =
    querist_sql_check (request->database, request->catalog, request->sql, cancellable, &error);

  if (check != NULL)
    g_task_return_pointer (task, check, (GDestroyNotify) querist_sql_check_free);
  else
    g_task_return_error (task, error);
}

/**
 * querist_sql_check_async:
 * @database: the database file
 * @catalog: (nullable): what is known of it beyond its tables
 * @sql: a statement
 * @cancellable: (nullable): to stop it
 * @callback: called when done
 * @user_data: for @callback
 *
 * querist_sql_check() in a thread.
 */
void
querist_sql_check_async (const char          *database,
                         QueristCatalog      *catalog,
                         const char          *sql,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  request->database = g_strdup (database);
  request->sql = g_strdup (sql);
  request->catalog = catalog != NULL ? querist_catalog_ref (catalog) : NULL;
  g_task_set_source_tag (task, querist_sql_check_async);
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, check_thread);
}

/**
 * querist_sql_check_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): as querist_sql_check()
 */
QueristSqlCheck *
querist_sql_check_finish (GAsyncResult *result,
                          GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * querist_sql_check_is_ok:
 * @self: a check
 *
 * Returns: whether the statement can be run: there may be warnings, but no error
 */
gboolean
querist_sql_check_is_ok (const QueristSqlCheck *self)
{
  return !querist_diagnostics_have_error (self->diagnostics);
}

/**
 * querist_sql_check_free:
 * @self: (transfer full) (nullable): a check
 */
void
querist_sql_check_free (QueristSqlCheck *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->diagnostics, g_ptr_array_unref);
  g_free (self->fixed_sql);
  g_strfreev (self->tables);
  g_strfreev (self->columns);
  g_free (self);
}
