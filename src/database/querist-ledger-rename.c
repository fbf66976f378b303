/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-ledger-private.h"
#include "querist-ledger-rename.h"

/* A new table name, and the old and new names of its columns in turn, up to NULL. */
typedef struct {
  const char        *table;
  const char        *new_table;
  const char *const *columns;
} Names;

/* An expression that gives the new name of the column that @name gives the old one of. */
static char *
new_column (const Names *names,
            const char  *name)
{
  GString *sql = g_string_new (NULL);

  if (names->columns[0] == NULL)
    return g_strdup (name);
  g_string_append_printf (sql, "CASE %s COLLATE NOCASE", name);
  for (guint i = 0; names->columns[i] != NULL; i += 2)
    {
      g_autofree char *from = querist_sql_quote_text (names->columns[i]);
      g_autofree char *to = querist_sql_quote_text (names->columns[i + 1]);

      g_string_append_printf (sql, " WHEN %s THEN %s", from, to);
    }
  g_string_append_printf (sql, " ELSE %s END", name);
  return g_string_free (sql, FALSE);
}

static void
add_update (const Names *names,
            const char  *ledger_table,
            const char  *others,
            GPtrArray   *statements)
{
  g_autofree char *from = querist_sql_quote_text (names->table);
  g_autofree char *to = querist_sql_quote_text (names->new_table);

  g_ptr_array_add (statements,
                   g_strdup_printf ("UPDATE %s SET \"table\" = %s%s WHERE \"table\" = %s "
                                    "COLLATE NOCASE", ledger_table, to, others, from));
}

/* The counts by column are objects with the names as keys. */
static void
append_counts (GString     *others,
               const Names *names,
               const char  *counts)
{
  g_autofree char *key = new_column (names, "key");

  g_string_append_printf (others,
                          ", %s = iif (json_valid (%s), (SELECT json_group_object (%s, value) "
                          "FROM json_each (%s)), %s)", counts, counts, key, counts, counts);
}

/* The recipe has an object for every column of the file, with the table's column as its target. */
static void
append_recipe (GString     *others,
               const Names *names)
{
  g_autofree char *target = new_column (names, "json_extract (value, '$.target')");

  g_string_append_printf (others,
                          ", recipe = iif (json_valid (recipe), json_set (recipe, '$.columns', "
                          "(SELECT json_group_array (json (json_replace (value, '$.target', %s))) "
                          "FROM (SELECT value FROM json_each (recipe, '$.columns') ORDER BY key)"
                          ")), recipe)", target);
}

static char *
loads_columns (sqlite3     *db,
               const Names *names)
{
  static const char *const counts[] = { "nulled_by_column", "changed_by_column" };
  g_autoptr(GString) others = g_string_new (NULL);

  if (names->columns[0] == NULL)
    return g_strdup ("");
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      if (querist_ledger_has_column (db, QUERIST_LOADS_TABLE, counts[i]))
        append_counts (others, names, counts[i]);
    }
  if (querist_ledger_has_column (db, QUERIST_LOADS_TABLE, "recipe"))
    append_recipe (others, names);
  return g_string_free (g_steal_pointer (&others), FALSE);
}

static gboolean
has_loads (sqlite3    *db,
           const char *table)
{
  g_autoptr(sqlite3_stmt) statement =
    querist_connection_prepare (db, "SELECT 1 FROM " QUERIST_LOADS_TABLE " WHERE \"table\" = ? "
                                "COLLATE NOCASE", NULL);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, table, -1, SQLITE_STATIC);
  return sqlite3_step (statement) == SQLITE_ROW;
}

/**
 * querist_ledger_plan_rename:
 * @db: the database before the rename
 * @table: a table's name
 * @new_table: what it will be called, maybe the same
 * @columns: its columns that get another name: the old and the new name in turn, up to %NULL
 * @statements: (element-type utf8): gets what makes the ledger, the rejects and the kept originals
 *   follow; nothing when that table was never loaded
 *
 * Without this, what was rejected could not be retried any more, and a load that replaces the rows
 * would leave the old rejects behind.
 */
void
querist_ledger_plan_rename (sqlite3           *db,
                            const char        *table,
                            const char        *new_table,
                            const char *const *columns,
                            GPtrArray         *statements)
{
  static const char *const by_column[] = { QUERIST_REJECTS_TABLE, QUERIST_ORIGINALS_TABLE };
  const Names names = { table, new_table, columns };
  g_autofree char *loads = NULL;
  g_autofree char *column = new_column (&names, "\"column\"");
  g_autofree char *others =
    columns[0] != NULL ? g_strdup_printf (", \"column\" = %s", column) : g_strdup ("");

  if (!has_loads (db, table))
    return;
  loads = loads_columns (db, &names);
  add_update (&names, QUERIST_LOADS_TABLE, loads, statements);
  for (guint i = 0; i < G_N_ELEMENTS (by_column); i++)
    {
      if (querist_ledger_has_column (db, by_column[i], "column"))
        add_update (&names, by_column[i], others, statements);
    }
}
