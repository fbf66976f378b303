/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-schema-ddl.h"
#include "querist-schema.h"

static const char *const actions[] = {
  [QUERIST_ACTION_NO_ACTION] = "NO ACTION",     [QUERIST_ACTION_RESTRICT] = "RESTRICT",
  [QUERIST_ACTION_CASCADE] = "CASCADE",         [QUERIST_ACTION_SET_NULL] = "SET NULL",
  [QUERIST_ACTION_SET_DEFAULT] = "SET DEFAULT",
};

/**
 * querist_schema_append_name:
 * @string: SQL in the making
 * @name: any name
 *
 * Adds @name in double quotes.
 */
void
querist_schema_append_name (GString    *string,
                            const char *name)
{
  g_string_append_c (string, '"');
  for (const char *p = name; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (string, '"');
      g_string_append_c (string, *p);
    }
  g_string_append_c (string, '"');
}

static void
append_names (GString    *string,
              GStrv       names,
              const char *before)
{
  g_string_append (string, before);
  for (guint i = 0; names[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append (string, ", ");
      querist_schema_append_name (string, names[i]);
    }
  g_string_append_c (string, ')');
}

/**
 * querist_schema_append_column:
 * @string: SQL in the making
 * @table: the table it is in
 * @column: a column
 *
 * Adds the column's definition, as in CREATE TABLE.
 */
void
querist_schema_append_column (GString             *string,
                              const QueristTable  *table,
                              const QueristColumn *column)
{
  gboolean only_key = column->primary_key && table->primary_key[0] != NULL &&
                      table->primary_key[1] == NULL;

  querist_schema_append_name (string, column->name);
  if (column->database_type != NULL && *column->database_type != '\0')
    g_string_append_printf (string, " %s", column->database_type);
  if (!column->nullable)
    g_string_append (string, " NOT NULL");
  if (only_key)
    g_string_append (string, column->autoincrement ? " PRIMARY KEY AUTOINCREMENT"
                                                   : " PRIMARY KEY");
  if (column->default_sql != NULL)
    g_string_append_printf (string, " DEFAULT %s", column->default_sql);
}

static void
append_foreign_key (GString                 *string,
                    const QueristForeignKey *key)
{
  g_string_append (string, ",\n    ");
  if (key->name != NULL)
    {
      g_string_append (string, "CONSTRAINT ");
      querist_schema_append_name (string, key->name);
      g_string_append_c (string, ' ');
    }
  append_names (string, key->columns, "FOREIGN KEY (");
  g_string_append (string, " REFERENCES ");
  querist_schema_append_name (string, key->table);
  if (key->references[0] != NULL)
    append_names (string, key->references, " (");
  g_string_append_printf (string, " ON DELETE %s ON UPDATE %s", actions[key->on_delete],
                          actions[key->on_update]);
}

/**
 * querist_schema_create_table:
 * @table: a table
 * @name: its name, or another to create it under
 *
 * Returns: (transfer full): a CREATE TABLE statement with its keys, without its indexes and
 *   without a semicolon
 */
char *
querist_schema_create_table (const QueristTable *table,
                             const char         *name)
{
  GString *string = g_string_new ("CREATE TABLE ");

  querist_schema_append_name (string, name);
  g_string_append (string, " (");
  for (guint i = 0; i < table->columns->len; i++)
    {
      g_string_append (string, i > 0 ? ",\n    " : "\n    ");
      querist_schema_append_column (string, table, g_ptr_array_index (table->columns, i));
    }
  if (table->primary_key[0] != NULL && table->primary_key[1] != NULL)
    append_names (string, table->primary_key, ",\n\n    PRIMARY KEY (");
  for (guint i = 0; i < table->foreign_keys->len; i++)
    append_foreign_key (string, g_ptr_array_index (table->foreign_keys, i));
  g_string_append (string, "\n)");
  return g_string_free (string, FALSE);
}

/**
 * querist_schema_create_index:
 * @table: the table
 * @index: one of its indexes
 *
 * Returns: (transfer full): a CREATE INDEX statement without a semicolon
 */
char *
querist_schema_create_index (const QueristTable *table,
                             const QueristIndex *index)
{
  GString *string = g_string_new (index->unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ");

  querist_schema_append_name (string, index->name);
  g_string_append (string, " ON ");
  querist_schema_append_name (string, table->name);
  g_string_append (string, " (");
  for (guint i = 0; index->columns[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append (string, ", ");
      querist_schema_append_name (string, index->columns[i]);
      if (index->descending != NULL && index->descending[i])
        g_string_append (string, " DESC");
    }
  g_string_append_c (string, ')');
  return g_string_free (string, FALSE);
}

/**
 * querist_schema_ddl_statements:
 * @catalog: what a database shall hold
 * @with_indexes: whether to make the unique and plain indexes too; a loader makes them after the
 *   rows are in, which is faster
 *
 * Returns: (transfer full) (element-type utf8): the SQL statements for SQLite that make it from
 *   nothing, in order, without semicolons
 */
GPtrArray *
querist_schema_ddl_statements (const QueristCatalog *catalog,
                               gboolean              with_indexes)
{
  GPtrArray *statements = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < catalog->tables->len; i++)
    {
      const QueristTable *table = g_ptr_array_index (catalog->tables, i);

      g_ptr_array_add (statements, querist_schema_create_table (table, table->name));
    }
  for (guint i = 0; with_indexes && i < catalog->tables->len; i++)
    {
      const QueristTable *table = g_ptr_array_index (catalog->tables, i);

      for (guint j = 0; j < table->indexes->len; j++)
        g_ptr_array_add (statements, querist_schema_create_index (
                           table, g_ptr_array_index (table->indexes, j)));
    }
  return statements;
}

/**
 * querist_schema_ddl:
 * @catalog: what a database shall hold
 *
 * Returns: (transfer full): the SQL script for SQLite that makes it from nothing
 */
char *
querist_schema_ddl (const QueristCatalog *catalog)
{
  g_autoptr(GPtrArray) statements = querist_schema_ddl_statements (catalog, TRUE);
  GString *string = g_string_new (NULL);

  for (guint i = 0; i < statements->len; i++)
    {
      const char *statement = g_ptr_array_index (statements, i);
      gboolean is_table = g_str_has_prefix (statement, "CREATE TABLE");

      if (i > 0)
        g_string_append (string, is_table ||
                         g_str_has_prefix (statements->pdata[i - 1], "CREATE TABLE")
                           ? "\n" : "");
      g_string_append_printf (string, "%s;\n", statement);
    }
  return g_string_free (string, FALSE);
}
