/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-connection-private.h"
#include "querist-ledger-rename.h"
#include "querist-migration-private.h"
#include "querist-migration-renames.h"

/* Stands in for a name while two columns change places. */
#define PLACEHOLDER "_querist_swap"

typedef struct {
  const char *from;
  const char *to;
} ColumnRename;

/* Names belong to the catalogs. The columns are renamed one after the other. */
typedef struct {
  const QueristTable *current;
  const QueristTable *wanted;
  GArray             *columns;
} TableRename;

static void
table_rename_free (TableRename *rename)
{
  g_array_unref (rename->columns);
  g_free (rename);
}

static void
add_column (TableRename *rename,
            const char  *from,
            const char  *to)
{
  ColumnRename column = { from, to };

  g_array_append_val (rename->columns, column);
}

static TableRename *
add_table (GPtrArray          *renames,
           const QueristTable *current,
           const QueristTable *wanted)
{
  TableRename *rename = g_new0 (TableRename, 1);

  rename->current = current;
  rename->wanted = wanted;
  rename->columns = g_array_new (FALSE, FALSE, sizeof (ColumnRename));
  g_ptr_array_add (renames, rename);
  return rename;
}

static gboolean
is_table_renamed (const TableRename *rename)
{
  return g_ascii_strcasecmp (rename->current->name, rename->wanted->name) != 0;
}

/**
 * querist_migration_former_table:
 * @renames: from querist_migration_find_renames()
 * @table: a table's name after them
 *
 * Returns: (transfer none): its name before them
 */
const char *
querist_migration_former_table (GPtrArray  *renames,
                                const char *table)
{
  for (guint i = 0; i < renames->len; i++)
    {
      const TableRename *rename = g_ptr_array_index (renames, i);

      if (g_ascii_strcasecmp (rename->wanted->name, table) == 0)
        return rename->current->name;
    }
  return table;
}

static gboolean
is_taken (GPtrArray          *renames,
          const QueristTable *current)
{
  for (guint i = 0; i < renames->len; i++)
    {
      if (((TableRename *) g_ptr_array_index (renames, i))->current == current)
        return TRUE;
    }
  return FALSE;
}

/* The first of a table's former names that the database has and the schema does not use. */
static const QueristTable *
find_former_table (GPtrArray            *renames,
                   const QueristCatalog *current,
                   const QueristCatalog *wanted,
                   const QueristTable   *table)
{
  for (guint i = 0; table->former_names != NULL && table->former_names[i] != NULL; i++)
    {
      const QueristTable *former = querist_catalog_find_table (current, table->former_names[i]);

      if (former != NULL && !is_taken (renames, former) &&
          querist_catalog_find_table (wanted, former->name) == NULL)
        return former;
    }
  return NULL;
}

static gboolean
is_column_taken (const TableRename *rename,
                 const char        *from)
{
  for (guint i = 0; i < rename->columns->len; i++)
    {
      if (g_str_equal (g_array_index (rename->columns, ColumnRename, i).from, from))
        return TRUE;
    }
  return FALSE;
}

static const char *
find_former_column (const TableRename   *rename,
                    const QueristColumn *column)
{
  for (guint i = 0; column->former_names != NULL && column->former_names[i] != NULL; i++)
    {
      const QueristColumn *former = querist_table_find_column (rename->current,
                                                               column->former_names[i]);

      if (former != NULL && !is_column_taken (rename, former->name) &&
          querist_table_find_column (rename->wanted, former->name) == NULL)
        return former->name;
    }
  return NULL;
}

static void
find_columns (TableRename *rename)
{
  for (guint i = 0; i < rename->wanted->columns->len; i++)
    {
      const QueristColumn *column = g_ptr_array_index (rename->wanted->columns, i);
      const char *former;

      if (querist_table_find_column (rename->current, column->name) != NULL)
        continue;
      former = find_former_column (rename, column);
      if (former != NULL)
        add_column (rename, former, column->name);
    }
}

/* Where Prisma keeps a many-to-many relation: the columns A and B, each of which refers to a
 * table. Their order, and mostly the table's name, follow from the names of the models. */
static gboolean
is_join_table (const QueristTable *table)
{
  return table->name[0] == '_' && table->columns->len == 2 &&
         querist_table_find_reference (table, "A") != NULL &&
         querist_table_find_reference (table, "B") != NULL;
}

static const char *
join_target (const QueristTable *table,
             const char         *column)
{
  return querist_table_find_reference (table, column)->table;
}

/* Whether @current joins what @wanted will join, with A and B in their places or @swapped. */
static gboolean
joins_same (GPtrArray          *renames,
            const QueristTable *current,
            const QueristTable *wanted,
            gboolean            swapped)
{
  const char *a = querist_migration_former_table (renames, join_target (wanted, "A"));
  const char *b = querist_migration_former_table (renames, join_target (wanted, "B"));

  return g_ascii_strcasecmp (join_target (current, swapped ? "B" : "A"), a) == 0 &&
         g_ascii_strcasecmp (join_target (current, swapped ? "A" : "B"), b) == 0;
}

/* The one join table of the same two tables that nothing else claims. */
static const QueristTable *
find_former_join (GPtrArray            *renames,
                  const QueristCatalog *current,
                  const QueristCatalog *wanted,
                  const QueristTable   *table)
{
  const QueristTable *found = NULL;

  for (guint i = 0; i < current->tables->len; i++)
    {
      const QueristTable *other = g_ptr_array_index (current->tables, i);

      if (!is_join_table (other) || querist_catalog_find_table (wanted, other->name) != NULL ||
          is_taken (renames, other) ||
          (!joins_same (renames, other, table, FALSE) && !joins_same (renames, other, table, TRUE)))
        continue;
      if (found != NULL)
        return NULL;
      found = other;
    }
  return found;
}

/* A join table follows the tables that it joins; without that it would come anew, empty, or with
 * each of its two columns full of the other's keys. */
static void
follow_join (GPtrArray            *renames,
             const QueristCatalog *current,
             const QueristCatalog *wanted,
             const QueristTable   *table)
{
  const QueristTable *former = querist_catalog_find_table (current, table->name);
  TableRename *rename;
  gboolean swapped;

  if (former == NULL)
    former = find_former_join (renames, current, wanted, table);
  if (former == NULL || !is_join_table (former))
    return;
  swapped = !joins_same (renames, former, table, FALSE) &&
            joins_same (renames, former, table, TRUE);
  if (!swapped && g_ascii_strcasecmp (former->name, table->name) == 0)
    return;
  rename = add_table (renames, former, table);
  if (!swapped)
    return;
  add_column (rename, "A", PLACEHOLDER);
  add_column (rename, "B", "A");
  add_column (rename, PLACEHOLDER, "B");
}

/**
 * querist_migration_find_renames:
 * @current: what a database holds; must outlive the result
 * @wanted: what a schema wants it to hold; must outlive the result
 *
 * Finds the tables and columns that the schema has under a new name and says so by a hint. A hint
 * counts as long as the database has the old name and not the new one, and the schema has given
 * up the old one.
 *
 * Returns: (transfer full): the renames, opaque
 */
GPtrArray *
querist_migration_find_renames (const QueristCatalog *current,
                                const QueristCatalog *wanted)
{
  GPtrArray *renames = g_ptr_array_new_with_free_func ((GDestroyNotify) table_rename_free);
  guint n_models;

  for (guint i = 0; i < wanted->tables->len; i++)
    {
      const QueristTable *table = g_ptr_array_index (wanted->tables, i);
      const QueristTable *former = querist_catalog_find_table (current, table->name);
      TableRename *rename;

      if (former == NULL)
        former = find_former_table (renames, current, wanted, table);
      if (former == NULL)
        continue;
      rename = add_table (renames, former, table);
      find_columns (rename);
      if (!is_table_renamed (rename) && rename->columns->len == 0)
        g_ptr_array_remove (renames, rename);
    }
  n_models = renames->len;
  for (guint i = 0; n_models > 0 && i < wanted->tables->len; i++)
    {
      const QueristTable *table = g_ptr_array_index (wanted->tables, i);

      if (is_join_table (table))
        follow_join (renames, current, wanted, table);
    }
  return renames;
}

static void
add_statement (GPtrArray *statements,
               char      *statement)
{
  g_ptr_array_add (statements, statement);
}

static void
plan_table (const TableRename *rename,
            GPtrArray         *statements)
{
  g_autofree char *old = querist_sql_quote_name (rename->current->name);
  g_autofree char *new = querist_sql_quote_name (rename->wanted->name);

  if (is_table_renamed (rename))
    add_statement (statements, g_strdup_printf ("ALTER TABLE %s RENAME TO %s", old, new));
  for (guint i = 0; i < rename->columns->len; i++)
    {
      const ColumnRename *column = &g_array_index (rename->columns, ColumnRename, i);
      g_autofree char *from = querist_sql_quote_name (column->from);
      g_autofree char *to = querist_sql_quote_name (column->to);

      add_statement (statements, g_strdup_printf ("ALTER TABLE %s RENAME COLUMN %s TO %s",
                                                  is_table_renamed (rename) ? new : old, from,
                                                  to));
    }
}

/* What a column is called after all renames. */
static const char *
final_name (const TableRename *rename,
            const char        *name)
{
  for (guint i = 0; i < rename->columns->len; i++)
    {
      const ColumnRename *column = &g_array_index (rename->columns, ColumnRename, i);

      if (g_str_equal (column->from, name))
        name = column->to;
    }
  return name;
}

/* What was loaded into the table, and rejected, goes by its new names from then on. */
static void
plan_ledger (const TableRename *rename,
             sqlite3           *db,
             GPtrArray         *statements)
{
  g_autoptr(GPtrArray) columns = g_ptr_array_new ();

  for (guint i = 0; i < rename->current->columns->len; i++)
    {
      const QueristColumn *column = g_ptr_array_index (rename->current->columns, i);
      const char *name = final_name (rename, column->name);

      if (g_str_equal (name, column->name))
        continue;
      g_ptr_array_add (columns, column->name);
      g_ptr_array_add (columns, (gpointer) name);
    }
  g_ptr_array_add (columns, NULL);
  querist_ledger_plan_rename (db, rename->current->name, rename->wanted->name,
                              (const char *const *) columns->pdata, statements);
}

/**
 * querist_migration_plan_renames:
 * @renames: from querist_migration_find_renames()
 * @db: the database as it is
 * @migration: gets a step for each
 *
 * SQLite itself rewrites the references, indexes, triggers and views that use the old name; it
 * does so only with the present meaning of ALTER TABLE.
 */
void
querist_migration_plan_renames (GPtrArray        *renames,
                                sqlite3          *db,
                                QueristMigration *migration)
{
  for (guint i = 0; i < renames->len; i++)
    {
      QueristMigrationStep *step = querist_migration_add_step (migration);

      add_statement (step->statements, g_strdup ("PRAGMA legacy_alter_table = OFF"));
      plan_table (g_ptr_array_index (renames, i), step->statements);
      plan_ledger (g_ptr_array_index (renames, i), db, step->statements);
      add_statement (step->statements, g_strdup ("PRAGMA legacy_alter_table = ON"));
    }
}

static char *
view_sql (const TableRename *rename)
{
  g_autofree char *old = querist_sql_quote_name (rename->current->name);
  g_autofree char *new = querist_sql_quote_name (rename->wanted->name);
  GString *sql = g_string_new (NULL);

  g_string_append_printf (sql, "CREATE TEMP VIEW %s AS SELECT ", new);
  for (guint i = 0; i < rename->current->columns->len; i++)
    {
      const QueristColumn *column = g_ptr_array_index (rename->current->columns, i);
      g_autofree char *from = querist_sql_quote_name (column->name);
      g_autofree char *to = querist_sql_quote_name (final_name (rename, column->name));

      g_string_append_printf (sql, "%s%s AS %s", i > 0 ? ", " : "", from, to);
    }
  g_string_append_printf (sql, " FROM main.%s", old);
  return g_string_free (sql, FALSE);
}

/**
 * querist_migration_show_renamed:
 * @renames: from querist_migration_find_renames()
 * @db: from querist_connection_open_read(), and of no use to others
 * @error: return location for a #GError
 *
 * Lays temporary views over the tables, so that their rows can be looked at under the new names
 * before anything is renamed.
 *
 * Returns: FALSE with @error set when that fails
 */
gboolean
querist_migration_show_renamed (GPtrArray  *renames,
                                sqlite3    *db,
                                GError    **error)
{
  gboolean done = TRUE;

  /* the file stays open for reading only */
  sqlite3_set_authorizer (db, NULL, NULL);
  done = querist_connection_exec (db, "PRAGMA query_only = OFF", error);
  for (guint i = 0; done && i < renames->len; i++)
    {
      g_autofree char *sql = view_sql (g_ptr_array_index (renames, i));

      done = querist_connection_exec (db, sql, error);
    }
  done = done && querist_connection_exec (db, "PRAGMA query_only = ON", error);
  sqlite3_set_authorizer (db, querist_connection_authorize_read, NULL);
  return done;
}
