/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-introspect-private.h"
#include "querist-migration-checks.h"
#include "querist-migration-diff.h"
#include "querist-migration-private.h"
#include "querist-migration-renames.h"
#include "querist-migration-trial.h"
#include "querist-schema-ddl.h"

/* Renames come first, and everything after them is planned under the new names: @db shows the rows
 * so, and @shape the SQL of tables, indexes, triggers and views (it is @db itself when nothing is
 * renamed). */
typedef struct {
  sqlite3              *db;
  sqlite3              *shape;
  GPtrArray            *renames;
  const QueristCatalog *current;
  const QueristCatalog *wanted;
  QueristMigration     *migration;
} Planner;

static void G_GNUC_PRINTF (2, 3)
add_statement (QueristMigrationStep *step,
               const char           *format,
               ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (step->statements, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

static void
create_indexes (QueristMigrationStep *step,
                const QueristTable   *table,
                GPtrArray            *indexes)
{
  for (guint i = 0; i < indexes->len; i++)
    g_ptr_array_add (step->statements,
                     querist_schema_create_index (table, g_ptr_array_index (indexes, i)));
}

static void
plan_create (Planner            *planner,
             const QueristTable *table)
{
  QueristMigrationStep *step = querist_migration_add_step (planner->migration);

  g_ptr_array_add (step->statements, querist_schema_create_table (table, table->name));
  create_indexes (step, table, table->indexes);
}

static gint64
count_rows (Planner    *planner,
            const char *table)
{
  g_autofree char *name = querist_sql_quote_name (table);
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", name);

  return querist_migration_count (planner->db, sql);
}

static gint64
count_triggers (Planner    *planner,
                const char *table)
{
  g_autofree char *name = querist_sql_quote_text (table);
  g_autofree char *sql = g_strdup_printf (
    "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = %s", name);

  return querist_migration_count (planner->shape, sql);
}

static void
plan_drop (Planner            *planner,
           const QueristTable *table)
{
  QueristMigrationStep *step = querist_migration_add_step (planner->migration);
  g_autofree char *name = querist_sql_quote_name (table->name);
  gint64 n_rows = count_rows (planner, table->name);
  gint64 n_triggers = count_triggers (planner, table->name);

  add_statement (step, "DROP TABLE %s", name);
  if (n_rows > 0)
    {
      querist_migration_add_loss (step, "The table “%s” is dropped with its %" G_GINT64_FORMAT
                                  " rows.", table->name, n_rows);
      querist_migration_suspect_table (step, table, planner->current, planner->wanted);
    }
  if (n_triggers > 0)
    querist_migration_add_loss (step, "%" G_GINT64_FORMAT " triggers of the table “%s” are dropped "
                                "with it.", n_triggers, table->name);
}

/* Whether an index is one of its own, not the hidden half of a UNIQUE constraint. */
static gboolean
is_droppable (Planner            *planner,
              const QueristIndex *index)
{
  g_autofree char *name = querist_sql_quote_text (index->name);
  g_autofree char *sql = g_strdup_printf (
    "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND name = %s", name);

  return querist_migration_count (planner->shape, sql) > 0;
}

/* A default that ALTER TABLE takes for the rows that are there: a literal, not an expression. */
static gboolean
is_constant (const char *sql)
{
  return *sql != '(' && g_ascii_strncasecmp (sql, "CURRENT_", 8) != 0;
}

static gboolean
can_be_added (const QueristColumn *column)
{
  if (column->primary_key)
    return FALSE;
  if (column->default_sql == NULL)
    return column->nullable;
  return is_constant (column->default_sql) &&
         (column->nullable || g_ascii_strcasecmp (column->default_sql, "NULL") != 0);
}

static gboolean
needs_redefinition (Planner                *planner,
                    const QueristTableDiff *diff)
{
  if (diff->dropped->len > 0 || diff->changed->len > 0 || diff->key_changed ||
      diff->references_changed)
    return TRUE;
  for (guint i = 0; i < diff->added->len; i++)
    {
      if (!can_be_added (g_ptr_array_index (diff->added, i)))
        return TRUE;
    }
  for (guint i = 0; i < diff->dropped_indexes->len; i++)
    {
      if (!is_droppable (planner, g_ptr_array_index (diff->dropped_indexes, i)))
        return TRUE;
    }
  return FALSE;
}

static void
plan_alter (QueristMigrationStep   *step,
            const QueristTableDiff *diff)
{
  g_autofree char *table = querist_sql_quote_name (diff->current->name);

  for (guint i = 0; i < diff->dropped_indexes->len; i++)
    {
      const QueristIndex *index = g_ptr_array_index (diff->dropped_indexes, i);
      g_autofree char *name = querist_sql_quote_name (index->name);

      add_statement (step, "DROP INDEX %s", name);
    }
  for (guint i = 0; i < diff->added->len; i++)
    {
      g_autoptr(GString) definition = g_string_new (NULL);

      querist_schema_append_column (definition, diff->wanted, g_ptr_array_index (diff->added, i));
      add_statement (step, "ALTER TABLE %s ADD COLUMN %s", table, definition->str);
    }
  create_indexes (step, diff->wanted, diff->added_indexes);
}

static const QueristColumnChange *
find_change (const QueristTableDiff *diff,
             const QueristColumn    *wanted)
{
  for (guint i = 0; i < diff->changed->len; i++)
    {
      const QueristColumnChange *change = g_ptr_array_index (diff->changed, i);

      if (change->wanted == wanted)
        return change;
    }
  return NULL;
}

/* Columns that come new are left to their defaults. */
static void
copy_rows (QueristMigrationStep   *step,
           const QueristTableDiff *diff,
           const char             *from,
           const char             *to)
{
  g_autoptr(GString) names = g_string_new (NULL), values = g_string_new (NULL);

  for (guint i = 0; i < diff->wanted->columns->len; i++)
    {
      const QueristColumn *wanted = g_ptr_array_index (diff->wanted->columns, i);
      const QueristColumn *current = querist_table_find_column (diff->current, wanted->name);
      const QueristColumnChange *change = find_change (diff, wanted);
      const char *comma = names->len > 0 ? ", " : "";

      if (current == NULL)
        continue;
      g_string_append (names, comma);
      querist_schema_append_name (names, wanted->name);
      g_string_append (values, comma);
      if (change != NULL)
        {
          g_autofree char *value = querist_migration_convert (change);

          g_string_append (values, value);
        }
      else
        querist_schema_append_name (values, current->name);
    }
  if (names->len > 0)
    add_statement (step, "INSERT INTO %s (%s) SELECT %s FROM %s", to, names->str, values->str,
                   from);
}

/* AUTOINCREMENT promises never to give a number twice: the counter moves to the new table. */
static void
keep_sequence (Planner                *planner,
               QueristMigrationStep   *step,
               const QueristTableDiff *diff,
               const char             *new_name)
{
  g_autofree char *old = querist_sql_quote_text (diff->current->name);
  g_autofree char *new = querist_sql_quote_text (new_name);
  g_autofree char *former = querist_sql_quote_text (
    querist_migration_former_table (planner->renames, diff->current->name));
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM sqlite_sequence WHERE name = %s",
                                          former);
  const QueristColumn *key;

  if (diff->wanted->primary_key[0] == NULL)
    return;
  key = querist_table_find_column (diff->wanted, diff->wanted->primary_key[0]);
  if (key->autoincrement && querist_migration_count (planner->db, sql) > 0)
    add_statement (step,
                   "UPDATE sqlite_sequence SET seq = max(seq, (SELECT seq FROM sqlite_sequence "
                   "WHERE name = %s)) WHERE name = %s",
                   old, new);
}

static gboolean
is_described (const QueristTable *table,
              const char         *index)
{
  for (guint i = 0; i < table->indexes->len; i++)
    {
      if (g_strcmp0 (((QueristIndex *) g_ptr_array_index (table->indexes, i))->name, index) == 0)
        return TRUE;
    }
  return FALSE;
}

/* What goes with the old table though nobody asked for it: triggers, and indexes of a kind that a
 * schema can't describe. They are made again as they were. */
static void
restore_dependents (Planner                *planner,
                    QueristMigrationStep   *step,
                    const QueristTableDiff *diff)
{
  g_autofree char *name = querist_sql_quote_text (diff->current->name);
  g_autofree char *sql = g_strdup_printf (
    "SELECT type, name, sql FROM sqlite_schema WHERE tbl_name = %s COLLATE NOCASE AND"
    " type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY rowid", name);
  g_autoptr(sqlite3_stmt) rows = querist_connection_prepare (planner->shape, sql, NULL);

  while (rows != NULL && sqlite3_step (rows) == SQLITE_ROW)
    {
      const char *type = (const char *) sqlite3_column_text (rows, 0);

      if (g_str_equal (type, "trigger") ||
          !is_described (diff->current, (const char *) sqlite3_column_text (rows, 1)))
        add_statement (step, "%s", (const char *) sqlite3_column_text (rows, 2));
    }
}

static void
plan_redefinition (Planner                *planner,
                   QueristMigrationStep   *step,
                   const QueristTableDiff *diff)
{
  g_autofree char *new_name = g_strconcat ("_querist_new_", diff->wanted->name, NULL);
  g_autofree char *new = querist_sql_quote_name (new_name);
  g_autofree char *old = querist_sql_quote_name (diff->current->name);
  g_autofree char *wanted = querist_sql_quote_name (diff->wanted->name);

  g_ptr_array_add (step->statements, querist_schema_create_table (diff->wanted, new_name));
  copy_rows (step, diff, old, new);
  keep_sequence (planner, step, diff, new_name);
  add_statement (step, "DROP TABLE %s", old);
  add_statement (step, "ALTER TABLE %s RENAME TO %s", new, wanted);
  create_indexes (step, diff->wanted, diff->wanted->indexes);
  restore_dependents (planner, step, diff);
}

/* A table's SQL without what stands in quotes and comments. */
static char *
bare_sql (const char *sql)
{
  static const char quoted_or_comment[] =
    "'[^']*'|\"[^\"]*\"|`[^`]*`|\\[[^\\]]*\\]|--[^\n]*|/\\*.*?\\*/";
  g_autoptr(GRegex) regex = g_regex_new (quoted_or_comment, G_REGEX_DOTALL, 0, NULL);

  return g_regex_replace_literal (regex, sql, -1, 0, " ", 0, NULL);
}

static char *
table_sql (Planner    *planner,
           const char *table)
{
  g_autofree char *name = querist_sql_quote_text (table);
  g_autofree char *sql = g_strdup_printf (
    "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = %s COLLATE NOCASE", name);
  g_autoptr(sqlite3_stmt) row = querist_connection_prepare (planner->shape, sql, NULL);

  if (row == NULL || sqlite3_step (row) != SQLITE_ROW)
    return g_strdup ("");
  return bare_sql ((const char *) sqlite3_column_text (row, 0));
}

/* Properties of a table that a schema does not know, and that making it anew loses. */
static void
note_lost_properties (Planner              *planner,
                      QueristMigrationStep *step,
                      const QueristTable   *table)
{
  static const struct {
    const char *pattern, *loss;
  } properties[] = {
    { "\\bCHECK\\s*\\(", "The CHECK rules of “%s” are dropped." },
    { "\\bCOLLATE\\b", "The COLLATE rules of “%s” are dropped: texts sort by their bytes." },
    { "\\bAS\\s*\\(", "The computed columns of “%s” become plain ones with today’s values." },
    { "\\)[\\s\\w,]*\\bSTRICT\\b", "The table “%s” is no longer STRICT." },
    { "\\)[\\s\\w,]*\\bWITHOUT\\s+ROWID\\b", "The table “%s” is no longer WITHOUT ROWID." },
  };
  g_autofree char *sql = table_sql (planner, table->name);

  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    {
      g_autoptr(GString) loss = g_string_new (properties[i].loss);

      if (!g_regex_match_simple (properties[i].pattern, sql, G_REGEX_CASELESS, 0))
        continue;
      g_string_replace (loss, "%s", table->name, 1);
      querist_migration_add_loss (step, "%s", loss->str);
    }
}

static void
plan_change (Planner            *planner,
             const QueristTable *current,
             const QueristTable *wanted)
{
  g_autoptr(QueristTableDiff) diff = querist_table_diff_new (current, wanted);
  QueristMigrationStep *step = querist_migration_add_step (planner->migration);

  if (!querist_table_diff_is_empty (diff))
    {
      querist_migration_check_table (step, planner->db, planner->current, diff);
      if (step->loss != NULL || step->refusal != NULL)
        querist_migration_suspect_columns (step, diff);
      if (needs_redefinition (planner, diff))
        {
          note_lost_properties (planner, step, current);
          plan_redefinition (planner, step, diff);
        }
      else
        plan_alter (step, diff);
    }
  querist_migration_check_enums (step, planner->db, diff);
  if (step->statements->len == 0 && step->refusal == NULL)
    g_ptr_array_remove (planner->migration->steps, step);
}

static void
plan_all (Planner *planner)
{
  const QueristCatalog *wanted = planner->wanted;

  for (guint i = 0; i < planner->current->tables->len; i++)
    {
      const QueristTable *table = g_ptr_array_index (planner->current->tables, i);

      if (querist_catalog_find_table (wanted, table->name) == NULL)
        plan_drop (planner, table);
    }
  for (guint i = 0; i < wanted->tables->len; i++)
    {
      const QueristTable *table = g_ptr_array_index (wanted->tables, i);
      const QueristTable *current = querist_catalog_find_table (planner->current, table->name);

      if (current == NULL)
        plan_create (planner, table);
      else
        plan_change (planner, current, table);
    }
}

static gboolean
plan_renames (Planner  *planner,
              GError  **error)
{
  querist_migration_plan_renames (planner->renames, planner->db, planner->migration);
  return querist_migration_run_steps (planner->migration, planner->shape, error) &&
         querist_migration_show_renamed (planner->renames, planner->db, error);
}

/* The renames are tried first. Where SQLite refuses them (a view that is broken already stands in
 * their way) the rest isn't known. */
static gboolean
plan_after_renames (Planner  *planner,
                    GError  **error)
{
  g_autoptr(sqlite3) clone = querist_migration_clone (planner->db, error);
  g_autoptr(QueristCatalog) current = NULL;
  g_autoptr(GError) local = NULL;

  if (clone == NULL)
    return FALSE;
  planner->shape = clone;
  if (!plan_renames (planner, &local))
    return TRUE;
  current = querist_introspect_connection (clone, error);
  if (current == NULL)
    return FALSE;
  planner->current = current;
  plan_all (planner);
  return TRUE;
}

static gboolean
plan_with (Planner  *planner,
           GError  **error)
{
  g_autoptr(GPtrArray) renames = querist_migration_find_renames (planner->current,
                                                                 planner->wanted);

  planner->renames = renames;
  querist_migration_note_old_hints (planner->current, planner->wanted, planner->migration);
  if (renames->len > 0)
    return plan_after_renames (planner, error);
  plan_all (planner);
  return TRUE;
}

static sqlite3 *
open_database (const char  *database,
               GError     **error)
{
  sqlite3 *db = NULL;

  if (g_file_test (database, G_FILE_TEST_EXISTS))
    return querist_connection_open_read (database, error);
  sqlite3_open (":memory:", &db);
  return db;
}

/**
 * querist_migration_plan:
 * @database: path of an SQLite file, which need not be there
 * @catalog: what it shall hold
 * @error: return location for a #GError
 *
 * Finds what brings the database to the schema, and looks at its rows and, in memory, tries the
 * steps to tell beforehand what would be lost and what can't be done. Nothing is changed.
 *
 * A table or column that has a new name in the schema, and says so (`/// @renamed from NAME`), is
 * renamed with all that refers to it. What looks like a rename but says nothing is pointed out.
 *
 * A table whose columns, keys or references change is made anew under another name, filled from
 * the old one, and renamed, as in SQLite's own recipe (lang_altertable.html, 7). Values that the
 * new type of a column can't take become NULL, and are counted as a loss. SQLite's own tables and
 * those of Querist (`_querist_…`) are left alone.
 *
 * Returns: (transfer full): the migration, or NULL with @error set
 */
QueristMigration *
querist_migration_plan (const char           *database,
                        const QueristCatalog *catalog,
                        GError              **error)
{
  g_autoptr(QueristMigration) migration = NULL;
  g_autoptr(QueristCatalog) current = NULL;
  g_autoptr(sqlite3) db = NULL;

  g_return_val_if_fail (database != NULL && catalog != NULL, NULL);

  db = open_database (database, error);
  current = db != NULL ? querist_introspect_connection (db, error) : NULL;
  if (current == NULL)
    return NULL;
  migration = querist_migration_new ();
  migration->shape = querist_migration_dup_shape (db);
  if (!plan_with (&(Planner) { db, db, NULL, current, catalog, migration }, error) ||
      !querist_migration_try (migration, db, error))
    return NULL;
  return g_steal_pointer (&migration);
}
