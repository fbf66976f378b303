/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-load-target.h"

#include "querist-text.h"

static gboolean
find_columns (QueristLoadTarget *self,
              GError           **error)
{
  const QueristLoadFile *file = self->file;

  self->columns = g_new0 (const QueristColumn *, file->columns->len + 1);
  for (guint i = 0; i < file->columns->len; i++)
    {
      const QueristLoadColumn *column = g_ptr_array_index (file->columns, i);

      self->columns[i] = querist_table_find_column (self->table, column->target);
      if (self->columns[i] == NULL)
        {
          g_set_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_FAILED,
                       "%s: the table “%s” has no column “%s”. Bring the schema and the file's "
                       "columns together, then load again.", file->path, self->table->name,
                       column->target);
          return FALSE;
        }
      g_return_val_if_fail (column->source < file->n_columns, FALSE);
    }
  return TRUE;
}

static int
find_target (const QueristLoadTarget *self,
             const char              *name)
{
  for (guint i = 0; i < self->file->columns->len; i++)
    {
      if (g_ascii_strcasecmp (self->columns[i]->name, name) == 0)
        return i;
    }
  return -1;
}

/* A required column that no column of the file feeds would reject every row. */
static gboolean
check_required (const QueristLoadTarget *self,
                GError                 **error)
{
  for (guint i = 0; i < self->table->columns->len; i++)
    {
      const QueristColumn *column = g_ptr_array_index (self->table->columns, i);
      gboolean is_rowid = column->primary_key && g_strv_length (self->table->primary_key) == 1 &&
                          querist_scalar_is_number (column->type);

      if (column->nullable || column->default_sql != NULL || column->autoincrement || is_rowid ||
          find_target (self, column->name) >= 0)
        continue;
      g_set_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_FAILED,
                   "%s: “%s.%s” must have a value, but no column of the file gives it one. Make "
                   "the field optional or give it a default.", self->file->path,
                   self->table->name, column->name);
      return FALSE;
    }
  return TRUE;
}

/* The name of the column that is the rowid, if there is one: INTEGER PRIMARY KEY, as declared. */
static char *
find_integer_key (sqlite3    *db,
                  const char *table,
                  GError    **error)
{
  g_autoptr(sqlite3_stmt) statement =
    querist_connection_prepare (db,
                                "SELECT min (name), count(*), upper (min (type)) "
                                "FROM pragma_table_info (?) WHERE pk > 0",
                                error);
  const char *type;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_text (statement, 1, table, -1, SQLITE_STATIC);
  if (sqlite3_step (statement) != SQLITE_ROW || sqlite3_column_int (statement, 1) != 1)
    return NULL;
  type = (const char *) sqlite3_column_text (statement, 2);
  if (g_strcmp0 (type, "INTEGER") != 0)
    return NULL;
  return g_strdup ((const char *) sqlite3_column_text (statement, 0));
}

static const char *
free_rowid_name (const QueristTable *table)
{
  static const char *const names[] = { "rowid", "_rowid_", "oid" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gboolean taken = FALSE;

      for (guint j = 0; j < table->columns->len; j++)
        {
          const QueristColumn *column = g_ptr_array_index (table->columns, j);

          taken |= g_ascii_strcasecmp (column->name, names[i]) == 0;
        }
      if (!taken)
        return names[i];
    }
  return NULL;
}

static gboolean
find_rowid (QueristLoadTarget *self,
            sqlite3           *db,
            GError           **error)
{
  g_autofree char *key = find_integer_key (db, self->table->name, NULL);

  self->key = key != NULL ? find_target (self, key) : -1;
  self->rowid_name = free_rowid_name (self->table);
  if (self->rowid_name != NULL)
    return TRUE;
  g_set_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_FAILED,
               "The table “%s” has columns named rowid, _rowid_ and oid. Rename one of them in the "
               "schema.", self->table->name);
  return FALSE;
}

static gboolean
check_is_plain (sqlite3    *db,
                const char *table,
                GError    **error)
{
  g_autoptr(sqlite3_stmt) statement =
    querist_connection_prepare (db,
                                "SELECT type = 'table' AND wr = 0 FROM pragma_table_list "
                                "WHERE schema = 'main' AND name = ?",
                                error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, table, -1, SQLITE_STATIC);
  if (sqlite3_step (statement) != SQLITE_ROW)
    g_set_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_FAILED,
                 "The database has no table “%s” yet. Push the schema first.", table);
  else if (sqlite3_column_int (statement, 0) == 0)
    g_set_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_FAILED,
                 "“%s” is a view or a table WITHOUT ROWID, into which files can’t be loaded.",
                 table);
  else
    return TRUE;
  return FALSE;
}

/**
 * querist_load_target_new:
 * @file: what is to be loaded, which must stay
 * @index: which file of the load, from 0
 * @catalog: what the database holds, which must stay
 * @db: the database, with its tables
 * @error: return location
 *
 * Brings a file and its table together.
 *
 * Returns: (transfer full) (nullable): the target, NULL if the file can't feed the table
 */
QueristLoadTarget *
querist_load_target_new (const QueristLoadFile *file,
                         guint                  index,
                         const QueristCatalog  *catalog,
                         sqlite3               *db,
                         GError               **error)
{
  QueristLoadTarget *self = g_new0 (QueristLoadTarget, 1);

  self->file = file;
  self->index = index;
  self->table = querist_catalog_find_table (catalog, file->table);
  if (self->table == NULL)
    g_set_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_FAILED,
                 "%s: the schema has no table “%s”.", file->path, file->table);
  else if (check_is_plain (db, self->table->name, error) &&
           find_columns (self, error) &&
           check_required (self, error) &&
           find_rowid (self, db, error))
    return self;
  querist_load_target_free (self);
  return NULL;
}

/**
 * querist_load_target_free:
 * @self: (transfer full): a target
 */
void
querist_load_target_free (QueristLoadTarget *self)
{
  g_free (self->columns);
  g_free (self);
}

static char *
insert_into (const QueristLoadTarget *self,
             const char              *verb)
{
  g_autofree char *table = querist_sql_quote_name (self->table->name);
  g_autoptr(GString) columns = g_string_new (self->key < 0 ? self->rowid_name : NULL);

  for (guint i = 0; i < self->file->columns->len; i++)
    {
      g_autofree char *name = querist_sql_quote_name (self->columns[i]->name);

      g_string_append_printf (columns, "%s%s", columns->len > 0 ? ", " : "", name);
    }
  return g_strdup_printf ("%s INTO main.%s (%s)", verb, table, columns->str);
}

/**
 * querist_load_target_insert_sql:
 * @self: a target
 * @source: name of the table that gives the rows: columns r (the rowid), c0, c1, …
 *
 * Returns: (transfer full): the statement that copies them; rows whose key is taken are left out
 */
char *
querist_load_target_insert_sql (const QueristLoadTarget *self,
                                const char              *source)
{
  g_autofree char *into = insert_into (self, "INSERT OR IGNORE");
  g_autoptr(GString) from = g_string_new (self->key < 0 ? "r" : NULL);

  for (guint i = 0; i < self->file->columns->len; i++)
    g_string_append_printf (from, "%sc%u", from->len > 0 ? ", " : "", i);
  return g_strdup_printf ("%s SELECT %s FROM %s", into, from->str, source);
}

/**
 * querist_load_target_values_sql:
 * @self: a target
 * @verb: "INSERT", or what else to do about a row whose key is taken
 *
 * Returns: (transfer full): the statement that inserts one row, with a placeholder for the rowid
 *   (unless a column is it) and for each column of the load
 */
char *
querist_load_target_values_sql (const QueristLoadTarget *self,
                                const char              *verb)
{
  g_autofree char *into = insert_into (self, verb);
  g_autoptr(GString) values = g_string_new (self->key < 0 ? "?" : NULL);

  for (guint i = 0; i < self->file->columns->len; i++)
    g_string_append (values, values->len > 0 ? ", ?" : "?");
  return g_strdup_printf ("%s VALUES (%s)", into, values->str);
}
