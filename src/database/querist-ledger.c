/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-ledger-private.h"

#include <json-glib/json-glib.h>

#include "querist-json.h"

/* The originals have no index: they are many, and asked for rarely. */
static const char tables_sql[] =
  "CREATE TABLE IF NOT EXISTS " QUERIST_LOADS_TABLE " ("
  "  id INTEGER PRIMARY KEY, file TEXT NOT NULL, \"table\" TEXT NOT NULL, mode TEXT NOT NULL,"
  "  loaded_at TEXT NOT NULL, bytes INTEGER NOT NULL, lines INTEGER NOT NULL,"
  "  read INTEGER NOT NULL, loaded INTEGER NOT NULL, rejected INTEGER NOT NULL,"
  "  nulled INTEGER NOT NULL, nulled_by_column TEXT NOT NULL, columns_left_out INTEGER NOT NULL,"
  "  run INTEGER, changed_by_column TEXT, seconds REAL, recipe TEXT, last_reject INTEGER);"
  "CREATE TABLE IF NOT EXISTS " QUERIST_REJECTS_TABLE " ("
  "  load INTEGER NOT NULL, file TEXT NOT NULL, \"table\" TEXT NOT NULL, line INTEGER NOT NULL,"
  "  \"column\" TEXT, reason TEXT NOT NULL, raw TEXT NOT NULL,"
  "  id INTEGER PRIMARY KEY, edited TEXT, dismissed_at TEXT);"
  "CREATE TABLE IF NOT EXISTS " QUERIST_ORIGINALS_TABLE " ("
  "  load INTEGER NOT NULL, \"table\" TEXT NOT NULL, \"row\" INTEGER NOT NULL,"
  "  \"column\" TEXT NOT NULL, text TEXT NOT NULL)";

/* What databases of earlier versions lack. A column that is a key can't be added to a table. */
static const struct {
  const char *table;
  const char *column;
  const char *sql;
} upgrades[] = {
  { QUERIST_LOADS_TABLE, "run", "ALTER TABLE " QUERIST_LOADS_TABLE " ADD COLUMN run INTEGER" },
  { QUERIST_LOADS_TABLE, "changed_by_column",
    "ALTER TABLE " QUERIST_LOADS_TABLE " ADD COLUMN changed_by_column TEXT" },
  { QUERIST_LOADS_TABLE, "seconds",
    "ALTER TABLE " QUERIST_LOADS_TABLE " ADD COLUMN seconds REAL" },
  { QUERIST_LOADS_TABLE, "recipe", "ALTER TABLE " QUERIST_LOADS_TABLE " ADD COLUMN recipe TEXT" },
  { QUERIST_LOADS_TABLE, "last_reject",
    "ALTER TABLE " QUERIST_LOADS_TABLE " ADD COLUMN last_reject INTEGER" },
  { QUERIST_REJECTS_TABLE, "id",
    "ALTER TABLE " QUERIST_REJECTS_TABLE " RENAME TO _querist_rejects_old;"
    "CREATE TABLE " QUERIST_REJECTS_TABLE " ("
    "  load INTEGER NOT NULL, file TEXT NOT NULL, \"table\" TEXT NOT NULL, line INTEGER NOT NULL,"
    "  \"column\" TEXT, reason TEXT NOT NULL, raw TEXT NOT NULL,"
    "  id INTEGER PRIMARY KEY, edited TEXT, dismissed_at TEXT);"
    "INSERT INTO " QUERIST_REJECTS_TABLE " SELECT *, rowid, NULL, NULL FROM _querist_rejects_old;"
    "DROP TABLE _querist_rejects_old" },
};

static void
ledger_column_free (gpointer data)
{
  QueristLedgerColumn *self = data;

  g_free (self->name);
  g_free (self);
}

static void
ledger_file_free (gpointer data)
{
  QueristLedgerFile *self = data;

  g_free (self->path);
  g_free (self->table);
  g_free (self->loaded_at);
  g_free (self->recipe);
  g_ptr_array_unref (self->columns);
  g_free (self);
}

/**
 * querist_ledger_new:
 *
 * Returns: (transfer full): a ledger without files
 */
QueristLedger *
querist_ledger_new (void)
{
  QueristLedger *self = g_new0 (QueristLedger, 1);

  self->files = g_ptr_array_new_with_free_func (ledger_file_free);
  return self;
}

/**
 * querist_ledger_free:
 * @self: (transfer full) (nullable): a ledger
 */
void
querist_ledger_free (QueristLedger *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->files);
  g_free (self);
}

/**
 * querist_ledger_file_new:
 * @path: a file
 * @table: the table that it feeds
 *
 * Returns: (transfer full): an entry that counts nothing yet, to be added to a ledger
 */
QueristLedgerFile *
querist_ledger_file_new (const char *path,
                         const char *table)
{
  QueristLedgerFile *self = g_new0 (QueristLedgerFile, 1);

  self->path = g_strdup (path);
  self->table = g_strdup (table);
  self->columns = g_ptr_array_new_with_free_func (ledger_column_free);
  return self;
}

/**
 * querist_ledger_file_add_column:
 * @self: an entry
 * @name: the table's column
 */
void
querist_ledger_file_add_column (QueristLedgerFile *self,
                                const char        *name)
{
  QueristLedgerColumn *column = g_new0 (QueristLedgerColumn, 1);

  column->name = g_strdup (name);
  g_ptr_array_add (self->columns, column);
}

/**
 * querist_ledger_file_find_column:
 * @self: an entry
 * @name: the table's column
 *
 * Returns: (transfer none) (nullable): what was counted for it
 */
QueristLedgerColumn *
querist_ledger_file_find_column (const QueristLedgerFile *self,
                                 const char              *name)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      QueristLedgerColumn *column = g_ptr_array_index (self->columns, i);

      if (g_str_equal (column->name, name))
        return column;
    }
  return NULL;
}

/* Whether the database has that table with that column. */
gboolean
querist_ledger_has_column (sqlite3    *db,
                           const char *table,
                           const char *column)
{
  g_autoptr(sqlite3_stmt) statement =
    querist_connection_prepare (db, "SELECT 1 FROM pragma_table_info (?) WHERE name = ?", NULL);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, table, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 2, column, -1, SQLITE_STATIC);
  return sqlite3_step (statement) == SQLITE_ROW;
}

/* Makes the program's own tables, if need be, and brings those of earlier versions up to date. */
gboolean
querist_ledger_make_tables (sqlite3  *db,
                            GError  **error)
{
  if (!querist_connection_exec (db, tables_sql, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (upgrades); i++)
    {
      if (!querist_ledger_has_column (db, upgrades[i].table, upgrades[i].column) &&
          !querist_connection_exec (db, upgrades[i].sql, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
step_once (sqlite3       *db,
           sqlite3_stmt  *statement,
           GError       **error)
{
  int code = sqlite3_step (statement);

  if (code != SQLITE_DONE)
    querist_connection_set_error (db, code, error);
  return code == SQLITE_DONE;
}

/* Begins the row of a file that is about to be loaded, and gives the file its number. @run is the
 * number of the load's first file, 0 for that file itself. */
gboolean
querist_ledger_insert_file (sqlite3            *db,
                            QueristLedgerFile  *file,
                            gint64              run,
                            const char         *recipe,
                            GError            **error)
{
  g_autoptr(sqlite3_stmt) statement =
    querist_connection_prepare (db,
                                "INSERT INTO " QUERIST_LOADS_TABLE " (id, file, \"table\", mode, "
                                "loaded_at, bytes, lines, read, loaded, rejected, nulled, "
                                "nulled_by_column, columns_left_out, run, recipe) "
                                "SELECT n, ?, ?, ?, ?, 0, 0, 0, 0, 0, 0, '{}', ?, "
                                "coalesce (nullif (?, 0), n), ? FROM (SELECT coalesce (max (id), 0) "
                                "+ 1 AS n FROM " QUERIST_LOADS_TABLE ")", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, file->path, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 2, file->table, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 3, file->appended ? "append" : "replace", -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 4, file->loaded_at, -1, SQLITE_STATIC);
  sqlite3_bind_int (statement, 5, file->n_left_out);
  sqlite3_bind_int64 (statement, 6, run);
  sqlite3_bind_text (statement, 7, recipe, -1, SQLITE_STATIC);
  if (!step_once (db, statement, error))
    return FALSE;
  file->id = sqlite3_last_insert_rowid (db);
  return TRUE;
}

/* {column: count}, without the zeros; @changed chooses which count. */
static char *
counts_to_json (const QueristLedgerFile *file,
                gboolean                 changed)
{
  g_autoptr(JsonObject) object = json_object_new ();
  g_autoptr(JsonNode) node = NULL;

  for (guint i = 0; i < file->columns->len; i++)
    {
      const QueristLedgerColumn *column = g_ptr_array_index (file->columns, i);
      guint64 count = changed ? column->n_changed : column->n_nulled;

      if (count > 0)
        json_object_set_int_member (object, column->name, count);
    }
  node = json_node_init_object (json_node_alloc (), object);
  return querist_json_to_string (node, FALSE);
}

/* Writes the totals of a file that has its number. */
gboolean
querist_ledger_update_file (sqlite3                  *db,
                            const QueristLedgerFile  *file,
                            GError                  **error)
{
  g_autofree char *nulled = counts_to_json (file, FALSE);
  g_autofree char *changed = counts_to_json (file, TRUE);
  g_autoptr(sqlite3_stmt) statement =
    querist_connection_prepare (db,
                                "UPDATE " QUERIST_LOADS_TABLE " SET bytes = ?, lines = ?, "
                                "read = ?, loaded = ?, rejected = ?, nulled = ?, "
                                "nulled_by_column = ?, changed_by_column = ?, seconds = ? "
                                "WHERE id = ?", error);
  const guint64 numbers[] = { file->n_bytes, file->n_lines, file->n_read, file->n_loaded,
                              file->n_rejected, file->n_nulled };

  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    sqlite3_bind_int64 (statement, i + 1, numbers[i]);
  sqlite3_bind_text (statement, 7, nulled, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 8, changed, -1, SQLITE_STATIC);
  sqlite3_bind_double (statement, 9, file->seconds);
  sqlite3_bind_int64 (statement, 10, file->id);
  return step_once (db, statement, error);
}

/* The columns that the recipe loads, in the order of the file. */
static void
read_columns (QueristLedgerFile *file)
{
  g_autoptr(JsonNode) node =
    file->recipe != NULL ? querist_json_parse (file->recipe, -1, NULL) : NULL;
  JsonObject *recipe =
    node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonArray *columns = querist_json_get_array (recipe, "columns");

  for (guint i = 0; columns != NULL && i < json_array_get_length (columns); i++)
    {
      JsonNode *element = json_array_get_element (columns, i);
      const char *target = JSON_NODE_HOLDS_OBJECT (element)
        ? querist_json_get_string (json_node_get_object (element), "target", NULL) : NULL;

      if (target != NULL)
        querist_ledger_file_add_column (file, target);
    }
}

static void
read_counts (QueristLedgerFile *file,
             const char        *json,
             gboolean           changed)
{
  g_autoptr(JsonNode) node = json != NULL ? querist_json_parse (json, -1, NULL) : NULL;
  JsonObject *object =
    node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  for (guint i = 0; i < file->columns->len; i++)
    {
      QueristLedgerColumn *column = g_ptr_array_index (file->columns, i);
      gint64 count = querist_json_get_int (object, column->name, 0);

      *(changed ? &column->n_changed : &column->n_nulled) = count;
      if (changed)
        file->n_changed += count;
    }
}

#define FILE_COLUMNS "id, file, \"table\", loaded_at, mode, bytes, lines, read, loaded, rejected, " \
                     "nulled, columns_left_out, seconds, recipe, nulled_by_column, changed_by_column"

static QueristLedgerFile *
read_file (sqlite3_stmt *row)
{
  QueristLedgerFile *file =
    querist_ledger_file_new ((const char *) sqlite3_column_text (row, 1),
                             (const char *) sqlite3_column_text (row, 2));

  file->id = sqlite3_column_int64 (row, 0);
  file->loaded_at = g_strdup ((const char *) sqlite3_column_text (row, 3));
  file->appended = g_strcmp0 ((const char *) sqlite3_column_text (row, 4), "append") == 0;
  file->n_bytes = sqlite3_column_int64 (row, 5);
  file->n_lines = sqlite3_column_int64 (row, 6);
  file->n_read = sqlite3_column_int64 (row, 7);
  file->n_loaded = sqlite3_column_int64 (row, 8);
  file->n_rejected = sqlite3_column_int64 (row, 9);
  file->n_nulled = sqlite3_column_int64 (row, 10);
  file->n_left_out = sqlite3_column_int (row, 11);
  file->seconds = sqlite3_column_double (row, 12);
  file->recipe = g_strdup ((const char *) sqlite3_column_text (row, 13));
  read_columns (file);
  read_counts (file, (const char *) sqlite3_column_text (row, 14), FALSE);
  read_counts (file, (const char *) sqlite3_column_text (row, 15), TRUE);
  return file;
}

/* The file of that number, or NULL with an error. The caller frees it by adding it to a ledger. */
QueristLedgerFile *
querist_ledger_find_file (sqlite3  *db,
                          gint64    id,
                          GError  **error)
{
  g_autoptr(sqlite3_stmt) statement =
    querist_connection_prepare (db, "SELECT " FILE_COLUMNS " FROM " QUERIST_LOADS_TABLE
                                    " WHERE id = ?", error);

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, id);
  if (sqlite3_step (statement) == SQLITE_ROW)
    return read_file (statement);
  g_set_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_FAILED,
               "The database knows nothing of load %" G_GINT64_FORMAT " any more", id);
  return NULL;
}

static gboolean
count_waiting (sqlite3        *db,
               QueristLedger  *ledger,
               GError        **error)
{
  gboolean can_dismiss = querist_ledger_has_column (db, QUERIST_REJECTS_TABLE, "dismissed_at");
  g_autofree char *sql =
    g_strdup_printf ("SELECT count(*) FROM " QUERIST_REJECTS_TABLE " WHERE load = ?%s",
                     can_dismiss ? " AND dismissed_at IS NULL" : "");
  g_autoptr(sqlite3_stmt) statement = querist_connection_prepare (db, sql, error);

  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < ledger->files->len; i++)
    {
      QueristLedgerFile *file = g_ptr_array_index (ledger->files, i);

      sqlite3_bind_int64 (statement, 1, file->id);
      if (file->n_rejected > 0 && sqlite3_step (statement) == SQLITE_ROW)
        file->n_waiting = sqlite3_column_int64 (statement, 0);
      sqlite3_reset (statement);
    }
  return TRUE;
}

/* Since a table was replaced the last time. Earlier versions knew of no runs. */
static char *
current_loads_sql (sqlite3 *db)
{
  gboolean upgraded = querist_ledger_has_column (db, QUERIST_LOADS_TABLE, "recipe");
  const char *columns = upgraded ? FILE_COLUMNS
    : "id, file, \"table\", loaded_at, mode, bytes, lines, read, loaded, rejected, nulled, "
      "columns_left_out, NULL, NULL, nulled_by_column, NULL";
  const char *run = upgraded ? "coalesce (run, id)" : "id";

  return g_strdup_printf ("SELECT %s FROM " QUERIST_LOADS_TABLE " AS l WHERE %s >= coalesce "
                          "((SELECT max (%s) FROM " QUERIST_LOADS_TABLE " AS r WHERE "
                          "r.\"table\" = l.\"table\" AND r.mode = 'replace'), 0) ORDER BY id",
                          columns, run, run);
}

static gboolean
read_ledger (sqlite3        *db,
             QueristLedger  *ledger,
             GCancellable   *cancellable,
             GError        **error)
{
  g_autofree char *sql = NULL;
  g_autoptr(sqlite3_stmt) statement = NULL;

  if (!querist_ledger_has_column (db, QUERIST_LOADS_TABLE, "id"))
    return TRUE;
  sql = current_loads_sql (db);
  statement = querist_connection_prepare (db, sql, error);
  if (statement == NULL)
    return FALSE;
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      QueristLedgerFile *file = read_file (statement);

      g_ptr_array_add (ledger->files, file);
      ledger->seconds += file->seconds;
      ledger->n_bytes += file->n_bytes;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }
  return count_waiting (db, ledger, error);
}

/**
 * querist_ledger_read:
 * @database: a database file
 * @cancellable: (nullable): to stop it
 * @error: return location
 *
 * Reads what became of the files whose rows the database holds: those since their table was
 * replaced the last time.
 *
 * Returns: (transfer full) (nullable): the ledger, without files if nothing was loaded yet
 */
QueristLedger *
querist_ledger_read (const char    *database,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_autoptr(QueristLedger) ledger = querist_ledger_new ();
  g_autoptr(sqlite3) db = NULL;

  if (!g_file_test (database, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&ledger);
  db = querist_connection_open_read (database, error);
  if (db == NULL || !read_ledger (db, ledger, cancellable, error))
    return NULL;
  return g_steal_pointer (&ledger);
}

static void
read_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  GError *error = NULL;
  QueristLedger *ledger = querist_ledger_read (task_data, cancellable, &error);

  if (ledger != NULL)
    g_task_return_pointer (task, ledger, (GDestroyNotify) querist_ledger_free);
  else
    g_task_return_error (task, error);
}

/**
 * querist_ledger_read_async:
 * @database: a database file
 * @cancellable: (nullable): to stop it
 * @callback: called when done
 * @user_data: for @callback
 *
 * querist_ledger_read() in a thread.
 */
void
querist_ledger_read_async (const char          *database,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, querist_ledger_read_async);
  g_task_set_task_data (task, g_strdup (database), g_free);
  g_task_run_in_thread (task, read_thread);
}

/**
 * querist_ledger_read_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): as querist_ledger_read()
 */
QueristLedger *
querist_ledger_read_finish (GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
