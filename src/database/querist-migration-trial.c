/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-migration-checks.h"
#include "querist-migration-trial.h"

/* A view or a trigger. */
typedef struct {
  char    *name;
  gboolean trigger;
  gboolean works;
} Dependent;

static void
dependent_free (Dependent *dependent)
{
  g_free (dependent->name);
  g_free (dependent);
}

static const char *
column_text (sqlite3_stmt *statement,
             int           column)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);

  return text != NULL ? text : "";
}

static gboolean
compiles (sqlite3    *clone,
          const char *start,
          const char *name,
          const char *end)
{
  g_autofree char *quoted = querist_sql_quote_name (name);
  g_autofree char *sql = g_strconcat (start, quoted, end, NULL);
  g_autoptr(sqlite3_stmt) statement = querist_connection_prepare (clone, sql, NULL);

  return statement != NULL;
}

/* The table may have got another name since. NULL when the trigger is gone. */
static char *
table_of_trigger (sqlite3    *clone,
                  const char *trigger)
{
  g_autofree char *quoted = querist_sql_quote_text (trigger);
  g_autofree char *sql = g_strdup_printf (
    "SELECT tbl_name FROM sqlite_schema WHERE type = 'trigger' AND name = %s", quoted);
  g_autoptr(sqlite3_stmt) row = querist_connection_prepare (clone, sql, NULL);

  if (row == NULL || sqlite3_step (row) != SQLITE_ROW)
    return NULL;
  return g_strdup (column_text (row, 0));
}

/* SQLite compiles a table's triggers into every statement that could fire them. */
static gboolean
triggers_work (sqlite3    *clone,
               const char *table)
{
  g_autofree char *quoted = querist_sql_quote_name (table);
  g_autofree char *sql = g_strdup_printf ("PRAGMA table_info(%s)", quoted);
  g_autoptr(sqlite3_stmt) columns = querist_connection_prepare (clone, sql, NULL);

  if (columns == NULL || !compiles (clone, "DELETE FROM ", table, "") ||
      !compiles (clone, "INSERT INTO ", table, " DEFAULT VALUES"))
    return FALSE;
  while (sqlite3_step (columns) == SQLITE_ROW)
    {
      g_autofree char *column = querist_sql_quote_name (column_text (columns, 1));
      g_autofree char *end = g_strdup_printf (" SET %s = NULL", column);

      if (!compiles (clone, "UPDATE ", table, end))
        return FALSE;
    }
  return TRUE;
}

/* A trigger goes with its table; that the table goes is said elsewhere. */
static gboolean
works (sqlite3         *clone,
       const Dependent *dependent)
{
  g_autofree char *table = NULL;

  if (!dependent->trigger)
    return compiles (clone, "SELECT * FROM ", dependent->name, "");
  table = table_of_trigger (clone, dependent->name);
  return table == NULL || triggers_work (clone, table);
}

static GPtrArray *
list_dependents (sqlite3  *clone,
                 GError  **error)
{
  g_autoptr(GPtrArray) dependents =
    g_ptr_array_new_with_free_func ((GDestroyNotify) dependent_free);
  g_autoptr(sqlite3_stmt) rows = querist_connection_prepare (
    clone,
    "SELECT type, name FROM sqlite_schema WHERE type IN ('view', 'trigger')", error);

  if (rows == NULL)
    return NULL;
  while (sqlite3_step (rows) == SQLITE_ROW)
    {
      Dependent *dependent = g_new0 (Dependent, 1);

      dependent->name = g_strdup (column_text (rows, 1));
      dependent->trigger = g_str_equal (column_text (rows, 0), "trigger");
      dependent->works = works (clone, dependent);
      g_ptr_array_add (dependents, dependent);
    }
  return g_steal_pointer (&dependents);
}

/**
 * querist_migration_clone:
 * @db: a connection
 * @error: return location for a #GError
 *
 * Makes the database again in memory, without rows, and ready for a migration: tables first, then
 * what stands on them. What can't be made again (a virtual table of a module that is not here) is
 * left out: it would not work in the database either.
 *
 * Returns: (transfer full): a connection to it, or NULL with @error set
 */
sqlite3 *
querist_migration_clone (sqlite3  *db,
                         GError  **error)
{
  g_autoptr(sqlite3_stmt) rows = querist_connection_prepare (
    db,
    "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    " ORDER BY CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 WHEN 'view' THEN 2 ELSE 3 END,"
    " rowid",
    error);
  g_autoptr(sqlite3) clone = NULL;

  if (rows == NULL || sqlite3_open (":memory:", &clone) != SQLITE_OK ||
      !querist_connection_exec (clone, QUERIST_MIGRATION_PREPARE, error))
    return NULL;
  while (sqlite3_step (rows) == SQLITE_ROW)
    querist_connection_exec (clone, column_text (rows, 0), NULL);
  return g_steal_pointer (&clone);
}

static void
refuse (QueristMigrationStep *step,
        sqlite3              *clone,
        const GError         *error)
{
  if (g_str_has_prefix (error->message, "too many columns"))
    querist_migration_add_refusal (step, "A table of SQLite has at most %d columns. Leave some "
                                   "fields out of the model, or split it.",
                                   sqlite3_limit (clone, SQLITE_LIMIT_COLUMN, -1));
  else
    querist_migration_add_refusal (step, "SQLite would not do this: %s", error->message);
}

static void
run_step (QueristMigrationStep *step,
          sqlite3              *clone)
{
  for (guint i = 0; i < step->statements->len; i++)
    {
      g_autoptr(GError) error = NULL;

      if (!querist_connection_exec (clone, g_ptr_array_index (step->statements, i), &error))
        {
          refuse (step, clone, error);
          return;
        }
    }
}

/* Each is blamed on the first step after which it fails, and only once. */
static void
blame (QueristMigrationStep *step,
       sqlite3              *clone,
       GPtrArray            *dependents)
{
  for (guint i = 0; i < dependents->len; i++)
    {
      Dependent *dependent = g_ptr_array_index (dependents, i);

      if (!dependent->works || works (clone, dependent))
        continue;
      dependent->works = FALSE;
      querist_migration_add_refusal (step,
                                     "The %s “%s” needs what would be gone. Change or drop it "
                                     "first.",
                                     dependent->trigger ? "trigger" : "view",
                                     dependent->name);
    }
}

/**
 * querist_migration_try:
 * @self: a migration
 * @db: a connection to the database as it is
 * @error: return location for a #GError
 *
 * Runs the steps in memory, on the same tables, views and triggers without rows, and notes at the
 * step what SQLite would refuse and which views and triggers would stop working.
 *
 * Returns: FALSE with @error set when the database can't be read
 */
gboolean
querist_migration_try (QueristMigration  *self,
                       sqlite3           *db,
                       GError           **error)
{
  g_autoptr(sqlite3) clone = querist_migration_clone (db, error);
  g_autoptr(GPtrArray) dependents = NULL;

  if (clone == NULL)
    return FALSE;
  dependents = list_dependents (clone, error);
  if (dependents == NULL)
    return FALSE;
  for (guint i = 0; i < self->steps->len; i++)
    {
      QueristMigrationStep *step = g_ptr_array_index (self->steps, i);

      run_step (step, clone);
      blame (step, clone, dependents);
    }
  return TRUE;
}
