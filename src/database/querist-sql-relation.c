/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-sql-relation.h"

#include "querist-connection.h"

static void
field_free (gpointer data)
{
  QueristSqlField *self = data;

  g_free (self->name);
  g_free (self->type);
  g_free (self);
}

static sqlite3_stmt *
prepare_for (sqlite3    *db,
             const char *sql,
             const char *name)
{
  sqlite3_stmt *statement = querist_connection_prepare (db, sql, NULL);

  if (statement != NULL)
    sqlite3_bind_text (statement, 1, name, -1, SQLITE_TRANSIENT);
  return statement;
}

static char *
dup_text (sqlite3_stmt *statement,
          int           column)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);

  return g_utf8_make_valid (text != NULL ? text : "", -1);
}

static void
read_fields (QueristSqlRelation *self,
             sqlite3            *db)
{
  g_autoptr(sqlite3_stmt) statement =
    prepare_for (db, "SELECT name, upper (type), \"notnull\", pk FROM pragma_table_info (?)",
                 self->name);
  g_autoptr(GStrvBuilder) key = g_strv_builder_new ();
  GStrv columns;

  while (statement != NULL && sqlite3_step (statement) == SQLITE_ROW)
    {
      QueristSqlField *field = g_new0 (QueristSqlField, 1);

      field->name = dup_text (statement, 0);
      field->type = dup_text (statement, 1);
      field->not_null = sqlite3_column_int (statement, 2);
      field->key = sqlite3_column_int (statement, 3) > 0;
      if (field->key)
        g_strv_builder_add (key, field->name);
      g_ptr_array_add (self->fields, field);
    }
  columns = g_strv_builder_end (key);
  if (columns[0] != NULL)
    g_ptr_array_add (self->unique, columns);
  else
    g_strfreev (columns);
}

static void
read_unique (QueristSqlRelation *self,
             sqlite3            *db)
{
  g_autoptr(sqlite3_stmt) statement =
    prepare_for (db,
                 "SELECT group_concat (i.name, char (31)) FROM pragma_index_list (?) AS l, "
                 "pragma_index_info (l.name) AS i WHERE l.\"unique\" AND NOT l.partial "
                 "GROUP BY l.name HAVING min (i.cid) >= 0",
                 self->name);

  while (statement != NULL && sqlite3_step (statement) == SQLITE_ROW)
    {
      g_autofree char *names = dup_text (statement, 0);

      g_ptr_array_add (self->unique, g_strsplit (names, "\x1f", -1));
    }
}

/**
 * querist_sql_relation_new:
 * @db: the database
 * @name: a name, in any case
 *
 * Returns: (transfer full) (nullable): the table or view of that name, NULL if there is none
 */
QueristSqlRelation *
querist_sql_relation_new (sqlite3    *db,
                          const char *name)
{
  g_autoptr(sqlite3_stmt) statement =
    prepare_for (db,
                 "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') "
                 "AND name = ? COLLATE NOCASE",
                 name);
  QueristSqlRelation *self;

  if (statement == NULL || sqlite3_step (statement) != SQLITE_ROW)
    return NULL;
  self = g_new0 (QueristSqlRelation, 1);
  self->name = dup_text (statement, 0);
  self->fields = g_ptr_array_new_with_free_func (field_free);
  self->unique = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  read_fields (self, db);
  read_unique (self, db);
  return self;
}

/**
 * querist_sql_relation_free:
 * @self: (transfer full) (nullable): a relation
 */
void
querist_sql_relation_free (gpointer self)
{
  QueristSqlRelation *relation = self;

  if (relation == NULL)
    return;
  g_free (relation->name);
  g_ptr_array_unref (relation->fields);
  g_ptr_array_unref (relation->unique);
  g_free (relation);
}

/**
 * querist_sql_relation_find:
 * @self: a relation
 * @name: a column's name, in any case
 *
 * Returns: (transfer none) (nullable): the column
 */
const QueristSqlField *
querist_sql_relation_find (const QueristSqlRelation *self,
                           const char               *name)
{
  for (guint i = 0; i < self->fields->len; i++)
    {
      const QueristSqlField *field = g_ptr_array_index (self->fields, i);

      if (g_ascii_strcasecmp (field->name, name) == 0)
        return field;
    }
  return NULL;
}
