/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-executor.h"

#include <string.h>

#include "querist-connection.h"
#include "querist-diagnostic.h"
#include "querist-result-private.h"
#include "querist-sql-checker.h"
#include "querist-sql-tokens.h"
#include "querist-text.h"

/* Virtual machine steps of SQLite between two looks at clock and cancellable: some 0.1 ms. */
#define STEPS_PER_CHECK 10000

/* What the progress handler looks at. */
typedef struct {
  GCancellable *cancellable;
  gint64        deadline;
  gboolean      timed_out;
} Watch;

static int
watch_cb (void *user_data)
{
  Watch *watch = user_data;

  if (watch->deadline > 0 && g_get_monotonic_time () > watch->deadline)
    watch->timed_out = TRUE;
  return watch->timed_out || g_cancellable_is_cancelled (watch->cancellable);
}

static gboolean
check_text (const char *sql,
            GError    **error)
{
  const char *end;

  if (g_utf8_validate (sql, -1, &end))
    return TRUE;
  g_set_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_SQL,
               "The statement is not valid UTF-8 after %" G_GSIZE_FORMAT " bytes.",
               (gsize) (end - sql));
  return FALSE;
}

/* Only statements that ask are run; the connection would refuse the rest too, less clearly. */
static gboolean
check_kind (const char *sql,
            GError    **error)
{
  static const char *const asking[] = { "SELECT", "WITH", "VALUES", "EXPLAIN", NULL };
  g_autofree char *word = querist_sql_first_word (sql);
  g_autofree char *shown = NULL;

  if (word == NULL)
    {
      g_set_error_literal (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_SQL,
                           "There is no statement.");
      return FALSE;
    }
  if (g_strv_contains (asking, word))
    return TRUE;
  shown = querist_text_first_line (word, 40);
  g_set_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_DENIED,
               "Only queries are run here (SELECT, WITH, VALUES, EXPLAIN); this statement begins "
               "with “%s”.", shown);
  return FALSE;
}

static gboolean
check_prepared (sqlite3_stmt *statement,
                const char   *sql,
                GError      **error)
{
  gsize second;

  if (querist_sql_find_second_statement (sql, &second))
    {
      QueristSpan span = querist_span_in_text (sql, second, 0);

      g_set_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_DENIED,
                   "line %u, column %u: a second statement begins here. One statement is run at "
                   "a time.", span.line, span.column);
      return FALSE;
    }
  if (!sqlite3_stmt_readonly (statement))
    {
      g_set_error_literal (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_DENIED,
                           "The statement would change the database; only reading is allowed.");
      return FALSE;
    }
  if (sqlite3_bind_parameter_count (statement) > 0)
    {
      g_set_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_SQL,
                   "The statement has a placeholder (“%s”). Put the value in its place.",
                   sqlite3_bind_parameter_name (statement, 1) != NULL
                     ? sqlite3_bind_parameter_name (statement, 1) : "?");
      return FALSE;
    }
  return TRUE;
}

/* The checker knows more of what is wrong than the database says. */
static void
explain_error (const char *database,
               const char *sql,
               GError    **error)
{
  g_autoptr(QueristSqlCheck) check = querist_sql_check (database, NULL, sql, NULL, NULL);

  for (guint i = 0; check != NULL && i < check->diagnostics->len; i++)
    {
      const QueristDiagnostic *diagnostic = g_ptr_array_index (check->diagnostics, i);

      if (diagnostic->severity != QUERIST_SEVERITY_ERROR)
        continue;
      g_clear_error (error);
      g_set_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_SQL,
                   "line %u, column %u: %s%s%s", diagnostic->span.line, diagnostic->span.column,
                   diagnostic->message, diagnostic->suggestion != NULL ? " " : "",
                   diagnostic->suggestion != NULL ? diagnostic->suggestion : "");
      return;
    }
}

static QueristResult *
run_statement (sqlite3                     *db,
               const char                  *database,
               const char                  *sql,
               const QueristExecuteOptions *options,
               GError                     **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(sqlite3_stmt) statement = querist_connection_prepare (db, sql, &local_error);

  if (statement == NULL)
    {
      if (g_error_matches (local_error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_SQL))
        explain_error (database, sql, &local_error);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (!check_prepared (statement, sql, error))
    return NULL;
  return querist_result_new_from_statement (statement, options != NULL ? options->max_rows : 0,
                                            error);
}

/**
 * querist_execute:
 * @database: the database file
 * @sql: one statement that asks: SELECT, WITH, VALUES or EXPLAIN
 * @options: (nullable): limits
 * @cancellable: (nullable): to stop it
 * @error: return location
 *
 * Runs a query on a connection that can only read, and keeps all its rows.
 *
 * Returns: (transfer full) (nullable): the rows; NULL with %QUERIST_DATABASE_ERROR_SQL (the message
 *   says where), %QUERIST_DATABASE_ERROR_DENIED, %QUERIST_DATABASE_ERROR_TIMEOUT,
 *   %G_IO_ERROR_CANCELLED or another error
 */
QueristResult *
querist_execute (const char                  *database,
                 const char                  *sql,
                 const QueristExecuteOptions *options,
                 GCancellable                *cancellable,
                 GError                     **error)
{
  g_autoptr(sqlite3) db = NULL;
  g_autoptr(GError) local_error = NULL;
  Watch watch = { .cancellable = cancellable };
  QueristResult *result;

  g_return_val_if_fail (database != NULL && sql != NULL, NULL);

  if (!check_text (sql, error) || !check_kind (sql, error))
    return NULL;
  db = querist_connection_open_read (database, error);
  if (db == NULL)
    return NULL;
  if (options != NULL && options->timeout_seconds > 0)
    watch.deadline = g_get_monotonic_time () + options->timeout_seconds * G_USEC_PER_SEC;
  sqlite3_progress_handler (db, STEPS_PER_CHECK, watch_cb, &watch);

  result = run_statement (db, database, sql, options, &local_error);
  if (result == NULL && watch.timed_out)
    g_set_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_TIMEOUT,
                 "The query was stopped: it ran longer than %g seconds. Ask for less, or allow it "
                 "more time.", options->timeout_seconds);
  else if (result == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return result;
}

typedef struct {
  char                  *database;
  char                  *sql;
  QueristExecuteOptions  options;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->database);
  g_free (request->sql);
  g_free (request);
}

static void
execute_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  const Request *request = task_data;
  GError *error = NULL;
  QueristResult *result =
    querist_execute (request->database, request->sql, &request->options, cancellable, &error);

  if (result != NULL)
    g_task_return_pointer (task, result, g_object_unref);
  else
    g_task_return_error (task, error);
}

/**
 * querist_execute_async:
 * @database: the database file
 * @sql: one statement that asks
 * @options: (nullable): limits
 * @cancellable: (nullable): to stop it
 * @callback: called when done
 * @user_data: for @callback
 *
 * querist_execute() in a thread.
 */
void
querist_execute_async (const char                  *database,
                       const char                  *sql,
                       const QueristExecuteOptions *options,
                       GCancellable                *cancellable,
                       GAsyncReadyCallback          callback,
                       gpointer                     user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  request->database = g_strdup (database);
  request->sql = g_strdup (sql);
  if (options != NULL)
    request->options = *options;
  g_task_set_source_tag (task, querist_execute_async);
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, execute_thread);
}

/**
 * querist_execute_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): as querist_execute()
 */
QueristResult *
querist_execute_finish (GAsyncResult *result,
                        GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
