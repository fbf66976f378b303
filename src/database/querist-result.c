/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-result.h"
#include "querist-result-private.h"

#include "querist-result-columns.h"
#include "querist-result-row.h"
#include "querist-result-spool.h"

/* Virtual machine steps of SQLite between two looks at a cancellable. */
#define STEPS_PER_CHECK 10000

struct _QueristResult {
  GObject       parent_instance;

  QueristSpool *rows;
  QueristSpool *order;
  GPtrArray    *columns;
  guint64       n_rows;
  gboolean      truncated;
  double        seconds;

  /* guards the connection: pages may be asked for from any thread */
  GMutex        lock;
  sqlite3      *db;
  sqlite3_stmt *page;
};

G_DEFINE_FINAL_TYPE (QueristResult, querist_result, G_TYPE_OBJECT)

static void
querist_result_finalize (GObject *object)
{
  QueristResult *self = QUERIST_RESULT (object);

  g_clear_pointer (&self->page, sqlite3_finalize);
  g_clear_pointer (&self->db, sqlite3_close_v2);
  g_clear_pointer (&self->order, querist_spool_unref);
  g_clear_pointer (&self->rows, querist_spool_unref);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (querist_result_parent_class)->finalize (object);
}

static void
querist_result_class_init (QueristResultClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = querist_result_finalize;
}

static void
querist_result_init (QueristResult *self)
{
  g_mutex_init (&self->lock);
}

/* The columns have no declared type, so that every value stays as the query gave it. */
static sqlite3_stmt *
prepare_spool (sqlite3 *db,
               guint    n_columns,
               GError **error)
{
  g_autoptr(GString) create = g_string_new ("BEGIN; CREATE TABLE r (c0");
  g_autoptr(GString) insert = g_string_new ("INSERT INTO r VALUES (?");

  for (guint i = 1; i < n_columns; i++)
    {
      g_string_append_printf (create, ", c%u", i);
      g_string_append (insert, ", ?");
    }
  g_string_append_c (create, ')');
  g_string_append_c (insert, ')');
  if (!querist_connection_exec (db, create->str, error))
    return NULL;
  return querist_connection_prepare (db, insert->str, error);
}

static gboolean
spool_row (sqlite3      *db,
           sqlite3_stmt *insert,
           sqlite3_stmt *statement,
           guint         n_columns,
           GError      **error)
{
  int code;

  for (guint i = 0; i < n_columns; i++)
    sqlite3_bind_value (insert, i + 1, sqlite3_column_value (statement, i));
  code = sqlite3_step (insert);
  sqlite3_reset (insert);
  if (code != SQLITE_DONE)
    querist_connection_set_error (db, code, error);
  return code == SQLITE_DONE;
}

static gboolean
spool_rows (QueristResult         *self,
            sqlite3               *db,
            sqlite3_stmt          *statement,
            QueristColumnObserver *observer,
            guint64                max_rows,
            GError               **error)
{
  guint n_columns = sqlite3_column_count (statement);
  g_autoptr(sqlite3_stmt) insert = prepare_spool (db, n_columns, error);
  int code;

  if (insert == NULL)
    return FALSE;
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      if (max_rows > 0 && self->n_rows == max_rows)
        {
          self->truncated = TRUE;
          break;
        }
      querist_column_observer_see_row (observer);
      if (!spool_row (db, insert, statement, n_columns, error))
        return FALSE;
      self->n_rows++;
    }
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    {
      querist_connection_set_error (sqlite3_db_handle (statement), code, error);
      return FALSE;
    }
  return querist_connection_exec (db, "COMMIT", error);
}

static gboolean
prepare_page (QueristResult *self,
              GError       **error)
{
  const char *sql = self->order == NULL
    ? "SELECT * FROM r WHERE rowid BETWEEN ? AND ? ORDER BY rowid"
    : "SELECT r.* FROM o CROSS JOIN rows.r ON r.rowid = o.row "
      "WHERE o.rowid BETWEEN ? AND ? ORDER BY o.rowid";

  self->page = querist_connection_prepare (self->db, sql, error);
  return self->page != NULL;
}

/**
 * querist_result_new_from_statement:
 * @statement: a prepared statement that gives rows
 * @max_rows: rows to keep, 0 for all
 * @error: return location
 *
 * Runs a statement and keeps what it gives.
 *
 * Returns: (transfer full) (nullable): the result, NULL if the statement failed on the way
 */
QueristResult *
querist_result_new_from_statement (sqlite3_stmt *statement,
                                   guint64       max_rows,
                                   GError      **error)
{
  g_autoptr(QueristResult) self = g_object_new (QUERIST_TYPE_RESULT, NULL);
  QueristColumnObserver *observer;
  gint64 start = g_get_monotonic_time ();
  gboolean kept;

  self->rows = querist_spool_new (error);
  if (self->rows == NULL)
    return NULL;
  self->db = querist_spool_connect (self->rows, error);
  if (self->db == NULL)
    return NULL;

  observer = querist_column_observer_new (statement);
  kept = spool_rows (self, self->db, statement, observer, max_rows, error);
  self->columns = querist_column_observer_finish (observer);
  self->seconds = (g_get_monotonic_time () - start) / 1e6;
  if (!kept || !prepare_page (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * querist_result_get_n_columns:
 * @self: a result
 *
 * Returns: its columns
 */
guint
querist_result_get_n_columns (QueristResult *self)
{
  g_return_val_if_fail (QUERIST_IS_RESULT (self), 0);

  return self->columns->len;
}

/**
 * querist_result_get_column:
 * @self: a result
 * @index: which column, from 0
 *
 * Returns: (transfer none): name and type of a column
 */
const QueristResultColumn *
querist_result_get_column (QueristResult *self,
                           guint          index)
{
  g_return_val_if_fail (QUERIST_IS_RESULT (self), NULL);
  g_return_val_if_fail (index < self->columns->len, NULL);

  return g_ptr_array_index (self->columns, index);
}

/**
 * querist_result_get_n_rows:
 * @self: a result
 *
 * Returns: its rows, after any cut
 */
guint64
querist_result_get_n_rows (QueristResult *self)
{
  g_return_val_if_fail (QUERIST_IS_RESULT (self), 0);

  return self->n_rows;
}

/**
 * querist_result_is_truncated:
 * @self: a result
 *
 * Returns: whether the query had more rows than were wanted
 */
gboolean
querist_result_is_truncated (QueristResult *self)
{
  g_return_val_if_fail (QUERIST_IS_RESULT (self), FALSE);

  return self->truncated;
}

/**
 * querist_result_get_seconds:
 * @self: a result
 *
 * Returns: how long the query ran
 */
double
querist_result_get_seconds (QueristResult *self)
{
  g_return_val_if_fail (QUERIST_IS_RESULT (self), 0);

  return self->seconds;
}

static void
row_unref (gpointer row)
{
  querist_result_row_unref (row);
}

/**
 * querist_result_read:
 * @self: a result
 * @offset: the first row wanted, from 0
 * @count: how many rows
 * @error: return location
 *
 * Reads a page. Any thread may ask; the time does not depend on @offset.
 *
 * Returns: (transfer full) (nullable) (element-type QueristResultRow): the rows, fewer than
 *   @count at the end of the result
 */
GPtrArray *
querist_result_read (QueristResult *self,
                     guint64        offset,
                     guint          count,
                     GError       **error)
{
  g_autoptr(GMutexLocker) locker = NULL;
  g_autoptr(GPtrArray) rows = NULL;
  int code;

  g_return_val_if_fail (QUERIST_IS_RESULT (self), NULL);

  rows = g_ptr_array_new_with_free_func (row_unref);
  locker = g_mutex_locker_new (&self->lock);
  sqlite3_bind_int64 (self->page, 1, offset + 1);
  sqlite3_bind_int64 (self->page, 2, offset + count);
  while ((code = sqlite3_step (self->page)) == SQLITE_ROW)
    g_ptr_array_add (rows, querist_result_row_new (self->page, self->columns->len));
  if (code != SQLITE_DONE)
    querist_connection_set_error (self->db, code, error);
  sqlite3_reset (self->page);
  return code == SQLITE_DONE ? g_steal_pointer (&rows) : NULL;
}

typedef struct {
  int      column;
  gboolean descending;
} SortRequest;

static int
stop_when_cancelled (void *cancellable)
{
  return g_cancellable_is_cancelled (cancellable);
}

static gboolean
write_order (sqlite3           *db,
             const SortRequest *request,
             GCancellable      *cancellable,
             GError           **error)
{
  g_autofree char *sql = request->column < 0
    ? g_strdup ("CREATE TABLE o AS SELECT rowid AS row FROM rows.r ORDER BY rowid")
    : g_strdup_printf ("CREATE TABLE o AS SELECT rowid AS row FROM rows.r "
                       "ORDER BY c%d COLLATE NOCASE %s NULLS LAST, rowid",
                       request->column, request->descending ? "DESC" : "ASC");
  gboolean written;

  if (cancellable != NULL)
    sqlite3_progress_handler (db, STEPS_PER_CHECK, stop_when_cancelled, cancellable);
  written = querist_connection_exec (db, sql, error);
  sqlite3_progress_handler (db, 0, NULL, NULL);
  return written;
}

static QueristResult *
sort_result (QueristResult     *self,
             const SortRequest *request,
             GCancellable      *cancellable,
             GError           **error)
{
  g_autoptr(QueristResult) sorted = g_object_new (QUERIST_TYPE_RESULT, NULL);

  sorted->rows = querist_spool_ref (self->rows);
  sorted->columns = g_ptr_array_ref (self->columns);
  sorted->n_rows = self->n_rows;
  sorted->truncated = self->truncated;
  sorted->seconds = self->seconds;
  sorted->order = querist_spool_new (error);
  if (sorted->order == NULL)
    return NULL;
  sorted->db = querist_spool_connect (sorted->order, error);
  if (sorted->db == NULL ||
      !querist_spool_attach (sorted->rows, sorted->db, "rows", error) ||
      !write_order (sorted->db, request, cancellable, error) ||
      !prepare_page (sorted, error))
    return NULL;
  return g_steal_pointer (&sorted);
}

static void
sort_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  GError *error = NULL;
  QueristResult *sorted = sort_result (source, task_data, cancellable, &error);

  if (sorted != NULL)
    g_task_return_pointer (task, sorted, g_object_unref);
  else
    g_task_return_error (task, error);
}

/**
 * querist_result_sort_async:
 * @self: a result
 * @column: the column to sort by, -1 for the order in which the query gave the rows
 * @descending: whether the largest value comes first
 * @cancellable: (nullable): to stop it
 * @callback: called when done
 * @user_data: for @callback
 *
 * Makes a sorted view of a result in a thread, while pages of @self can be read on. Numbers stand
 * before texts, capitals make no difference, and missing values come last either way.
 */
void
querist_result_sort_async (QueristResult       *self,
                           int                  column,
                           gboolean             descending,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  SortRequest *request = g_new0 (SortRequest, 1);

  g_return_if_fail (QUERIST_IS_RESULT (self));
  g_return_if_fail (column >= -1 && column < (int) self->columns->len);

  request->column = column;
  request->descending = descending;
  g_task_set_source_tag (task, querist_result_sort_async);
  g_task_set_task_data (task, request, g_free);
  g_task_run_in_thread (task, sort_thread);
}

/**
 * querist_result_sort_finish:
 * @self: a result
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the sorted view, which shares its rows with @self
 */
QueristResult *
querist_result_sort_finish (QueristResult *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
