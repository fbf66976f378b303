/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-catalog-names.h"
#include "querist-connection.h"
#include "querist-introspect-private.h"
#include "querist-migration.h"
#include "querist-schema-catalog.h"

/* Words in a declared type, as people and programs write them, and the scalar that they mean;
 * the first that occurs counts. SQLite itself reads types just as loosely (datatype3.html, 3.1). */
static const struct {
  const char   *word;
  QueristScalar scalar;
} type_words[] = {
  { "BIGINT", QUERIST_SCALAR_BIG_INT },    { "BIG INT", QUERIST_SCALAR_BIG_INT },
  { "INT8", QUERIST_SCALAR_BIG_INT },      { "INTERVAL", QUERIST_SCALAR_STRING },
  { "POINT", QUERIST_SCALAR_STRING },      { "INT", QUERIST_SCALAR_INT },
  { "SERIAL", QUERIST_SCALAR_INT },        { "YEAR", QUERIST_SCALAR_INT },
  { "BOOL", QUERIST_SCALAR_BOOLEAN },      { "DATE", QUERIST_SCALAR_DATE_TIME },
  { "TIMESTAMP", QUERIST_SCALAR_DATE_TIME }, { "JSON", QUERIST_SCALAR_JSON },
  { "CHAR", QUERIST_SCALAR_STRING },       { "CLOB", QUERIST_SCALAR_STRING },
  { "TEXT", QUERIST_SCALAR_STRING },       { "STRING", QUERIST_SCALAR_STRING },
  { "UUID", QUERIST_SCALAR_STRING },       { "ENUM", QUERIST_SCALAR_STRING },
  { "TIME", QUERIST_SCALAR_STRING },       { "BLOB", QUERIST_SCALAR_BYTES },
  { "BINARY", QUERIST_SCALAR_BYTES },      { "BYTEA", QUERIST_SCALAR_BYTES },
  { "IMAGE", QUERIST_SCALAR_BYTES },       { "REAL", QUERIST_SCALAR_FLOAT },
  { "FLOA", QUERIST_SCALAR_FLOAT },        { "DOUB", QUERIST_SCALAR_FLOAT },
  { "DEC", QUERIST_SCALAR_DECIMAL },       { "NUM", QUERIST_SCALAR_DECIMAL },
  { "MONEY", QUERIST_SCALAR_DECIMAL },
};

/* A column without a type may hold anything: to read it as text loses nothing. */
static QueristScalar
scalar_of_type (const char *declared)
{
  g_autofree char *upper = g_ascii_strup (declared, -1);

  for (guint i = 0; i < G_N_ELEMENTS (type_words); i++)
    {
      if (strstr (upper, type_words[i].word) != NULL)
        return type_words[i].scalar;
    }
  return QUERIST_SCALAR_STRING;
}

static const char *
column_text (sqlite3_stmt *statement,
             int           column)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);

  return text != NULL ? text : "";
}

/* Prepares "PRAGMA name(table)". */
static sqlite3_stmt *
prepare_pragma (sqlite3     *db,
                const char  *pragma,
                const char  *argument,
                GError     **error)
{
  g_autofree char *quoted = querist_sql_quote_name (argument);
  g_autofree char *sql = g_strdup_printf ("PRAGMA %s(%s)", pragma, quoted);

  return querist_connection_prepare (db, sql, error);
}

/* Steps @statement; at the end or on an error FALSE, the latter with @error set. */
static gboolean
next_row (sqlite3_stmt  *statement,
          GError       **error)
{
  int code = sqlite3_step (statement);

  if (code != SQLITE_ROW && code != SQLITE_DONE)
    querist_connection_set_error (sqlite3_db_handle (statement), code, error);
  return code == SQLITE_ROW;
}

/* (cid, name, type, notnull, dflt_value, pk, hidden) */
static QueristColumn *
read_column (sqlite3_stmt *row)
{
  QueristColumn *column = querist_column_new (column_text (row, 1));

  column->database_type = g_strdup (column_text (row, 2));
  column->type = scalar_of_type (column->database_type);
  column->primary_key = sqlite3_column_int (row, 5) > 0;
  column->nullable = sqlite3_column_int (row, 3) == 0 && !column->primary_key;
  if (sqlite3_column_type (row, 4) != SQLITE_NULL &&
      g_ascii_strcasecmp (column_text (row, 4), "NULL") != 0)
    column->default_sql = g_strdup (column_text (row, 4));
  return column;
}

static gboolean
read_columns (sqlite3       *db,
              QueristTable  *table,
              GError       **error)
{
  g_autoptr(sqlite3_stmt) rows = prepare_pragma (db, "table_xinfo", table->name, error);
  g_autoptr(GError) local = NULL;
  g_autofree char **key = NULL;
  guint n_key = 0;

  if (rows == NULL)
    return FALSE;
  key = g_new0 (char *, sqlite3_limit (db, SQLITE_LIMIT_COLUMN, -1) + 1);
  while (next_row (rows, &local))
    {
      QueristColumn *column;
      int place = sqlite3_column_int (rows, 5);

      /* 1 marks the hidden columns of virtual tables, 2 and 3 generated ones */
      if (sqlite3_column_int (rows, 6) == 1)
        continue;
      column = read_column (rows);
      g_ptr_array_add (table->columns, column);
      if (place > 0)
        {
          key[place - 1] = column->name;
          n_key++;
        }
    }
  key[n_key] = NULL;
  g_strfreev (table->primary_key);
  table->primary_key = g_strdupv (key);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return local == NULL;
}

/* A single INTEGER key is the row's own number, given by SQLite when none is. */
static void
mark_autoincrement (QueristTable *table)
{
  QueristColumn *column;

  if (g_strv_length (table->primary_key) != 1)
    return;
  column = (QueristColumn *) querist_table_find_column (table, table->primary_key[0]);
  column->autoincrement = g_ascii_strcasecmp (column->database_type, "INTEGER") == 0;
}

static QueristReferentialAction
parse_action (const char *text)
{
  if (g_ascii_strcasecmp (text, "CASCADE") == 0)
    return QUERIST_ACTION_CASCADE;
  if (g_ascii_strcasecmp (text, "RESTRICT") == 0)
    return QUERIST_ACTION_RESTRICT;
  if (g_ascii_strcasecmp (text, "SET NULL") == 0)
    return QUERIST_ACTION_SET_NULL;
  if (g_ascii_strcasecmp (text, "SET DEFAULT") == 0)
    return QUERIST_ACTION_SET_DEFAULT;
  return QUERIST_ACTION_NO_ACTION;
}

static void
append_name (GStrv      *names,
             const char *name)
{
  guint n = g_strv_length (*names);

  *names = g_renew (char *, *names, n + 2);
  (*names)[n] = g_strdup (name);
  (*names)[n + 1] = NULL;
}

/* (id, seq, table, from, to, on_update, on_delete, match); newest first */
static gboolean
read_foreign_keys (sqlite3       *db,
                   QueristTable  *table,
                   GError       **error)
{
  g_autoptr(sqlite3_stmt) rows = prepare_pragma (db, "foreign_key_list", table->name, error);
  g_autoptr(GError) local = NULL;
  QueristForeignKey *key = NULL;
  int id = -1;

  if (rows == NULL)
    return FALSE;
  while (next_row (rows, &local))
    {
      if (sqlite3_column_int (rows, 0) != id)
        {
          id = sqlite3_column_int (rows, 0);
          key = querist_foreign_key_new ();
          key->table = g_strdup (column_text (rows, 2));
          key->on_update = parse_action (column_text (rows, 5));
          key->on_delete = parse_action (column_text (rows, 6));
          g_ptr_array_insert (table->foreign_keys, 0, key);
        }
      append_name (&key->columns, column_text (rows, 3));
      if (sqlite3_column_type (rows, 4) != SQLITE_NULL)
        append_name (&key->references, column_text (rows, 4));
    }
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return local == NULL;
}

static gboolean
same_set (const char *const *a,
          const char *const *b)
{
  gboolean same = g_strv_length ((GStrv) a) == g_strv_length ((GStrv) b);

  for (guint i = 0; same && a[i] != NULL; i++)
    {
      same = FALSE;
      for (guint j = 0; !same && b[j] != NULL; j++)
        same = g_ascii_strcasecmp (a[i], b[j]) == 0;
    }
  return same;
}

/* Whether no two rows can have the same values there. */
static gboolean
is_key (const QueristTable *table,
        const char *const  *columns)
{
  gboolean found = same_set (columns, (const char *const *) table->primary_key);

  for (guint i = 0; !found && i < table->indexes->len; i++)
    {
      const QueristIndex *index = g_ptr_array_index (table->indexes, i);

      found = index->unique && same_set (columns, (const char *const *) index->columns);
    }
  return found;
}

/* "REFERENCES customers" without columns means its primary key; and SQLite takes names in any
 * case, where a schema wants them as they are. A key to a table that is not there says nothing, and
 * neither does one to columns that tell no row: SQLite refuses to use it. */
static void
resolve_foreign_keys (QueristCatalog *catalog,
                      QueristTable   *table)
{
  for (guint i = table->foreign_keys->len; i > 0; i--)
    {
      QueristForeignKey *key = g_ptr_array_index (table->foreign_keys, i - 1);
      const QueristTable *other = querist_catalog_find_table (catalog, key->table);
      gboolean known = other != NULL;

      if (known && key->references[0] == NULL)
        {
          g_strfreev (key->references);
          key->references = g_strdupv (other->primary_key);
        }
      known = known && g_strv_length (key->columns) == g_strv_length (key->references);
      for (guint j = 0; known && key->columns[j] != NULL; j++)
        known = querist_table_find_column (table, key->columns[j]) != NULL &&
                querist_table_find_column (other, key->references[j]) != NULL;
      known = known && is_key (other, (const char *const *) key->references);
      if (!known)
        {
          g_ptr_array_remove_index (table->foreign_keys, i - 1);
          continue;
        }
      g_free (key->table);
      key->table = g_strdup (other->name);
      key->name = querist_schema_constraint_name (table->name, (const char *const *) key->columns,
                                                  "fkey");
    }
}

/* The columns of an index, or FALSE where an expression stands in place of one. */
static gboolean
read_index_columns (sqlite3       *db,
                    QueristIndex  *index,
                    const char    *name,
                    GError       **error)
{
  g_autoptr(sqlite3_stmt) rows = prepare_pragma (db, "index_xinfo", name, error);
  g_autoptr(GArray) descending = g_array_new (FALSE, FALSE, sizeof (gboolean));
  g_autoptr(GError) local = NULL;
  gboolean plain = TRUE;

  if (rows == NULL)
    return FALSE;
  while (next_row (rows, &local))
    {
      gboolean down = sqlite3_column_int (rows, 3) != 0;

      if (sqlite3_column_int (rows, 5) == 0)
        continue;
      plain &= sqlite3_column_int (rows, 1) >= 0;
      append_name (&index->columns, column_text (rows, 2));
      g_array_append_val (descending, down);
    }
  index->descending = (gboolean *) g_array_free (g_steal_pointer (&descending), FALSE);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return plain && local == NULL;
}

/* (seq, name, unique, origin, partial); newest first. What a schema can't say is left out: indexes
 * of expressions, and those of some rows only. */
static gboolean
read_indexes (sqlite3       *db,
              QueristTable  *table,
              GError       **error)
{
  g_autoptr(sqlite3_stmt) rows = prepare_pragma (db, "index_list", table->name, error);
  g_autoptr(GError) local = NULL;

  if (rows == NULL)
    return FALSE;
  while (next_row (rows, &local))
    {
      gboolean constraint = g_str_equal (column_text (rows, 3), "u");
      QueristIndex *index;

      if (g_str_equal (column_text (rows, 3), "pk") || sqlite3_column_int (rows, 4) != 0)
        continue;
      index = querist_index_new ();
      index->unique = sqlite3_column_int (rows, 2) != 0;
      if (!read_index_columns (db, index, column_text (rows, 1), &local))
        {
          querist_index_free (index);
          if (local != NULL)
            break;
          continue;
        }
      index->name = constraint
                      ? querist_schema_constraint_name (table->name,
                                                        (const char *const *) index->columns, "key")
                      : g_strdup (column_text (rows, 1));
      g_ptr_array_insert (table->indexes, 0, index);
    }
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return local == NULL;
}

/* SQLite compares a reference as the key's type, whatever its own; a schema wants both alike.
 * Returns whether a type changed: another reference may build on it. */
static gboolean
adopt_key_types (const QueristCatalog *catalog,
                 const QueristTable   *table)
{
  gboolean changed = FALSE;

  for (guint i = 0; i < table->foreign_keys->len; i++)
    {
      const QueristForeignKey *key = g_ptr_array_index (table->foreign_keys, i);
      const QueristTable *other = querist_catalog_find_table (catalog, key->table);

      for (guint j = 0; key->columns[j] != NULL; j++)
        {
          const QueristColumn *target = querist_table_find_column (other, key->references[j]);
          QueristColumn *column =
            (QueristColumn *) querist_table_find_column (table, key->columns[j]);

          changed |= column->type != target->type;
          column->type = target->type;
        }
    }
  return changed;
}

static void
match_references (QueristCatalog *catalog)
{
  gboolean changed = TRUE;

  /* a ring of references would go on for ever */
  for (guint round = 0; changed && round <= catalog->tables->len; round++)
    {
      changed = FALSE;
      for (guint i = 0; i < catalog->tables->len; i++)
        changed |= adopt_key_types (catalog, g_ptr_array_index (catalog->tables, i));
    }
}

static QueristTable *
read_table (sqlite3     *db,
            const char  *name,
            GError     **error)
{
  QueristTable *table = querist_table_new (name);

  if (read_columns (db, table, error) && read_foreign_keys (db, table, error) &&
      read_indexes (db, table, error))
    {
      mark_autoincrement (table);
      return table;
    }
  querist_table_free (table);
  return NULL;
}

/**
 * querist_introspect_connection:
 * @db: a connection
 * @error: return location for a #GError
 *
 * Like querist_introspect(), over a connection that is open already.
 *
 * Returns: (transfer full): the catalog, or NULL with @error set
 */
QueristCatalog *
querist_introspect_connection (sqlite3  *db,
                               GError  **error)
{
  /* Virtual tables and their shadows are no tables that a schema could make. */
  g_autoptr(sqlite3_stmt) names = querist_connection_prepare (
    db,
    "SELECT s.name FROM sqlite_schema AS s JOIN pragma_table_list AS l ON l.name = s.name"
    " WHERE s.type = 'table' AND l.schema = 'main' AND l.type = 'table'"
    " AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND s.name NOT LIKE '\\_querist\\_%' ESCAPE '\\'"
    " AND s.name <> '_prisma_migrations' ORDER BY s.rowid",
    error);
  g_autoptr(QueristCatalog) catalog = querist_catalog_new ();
  g_autoptr(GError) local = NULL;

  if (names == NULL)
    return NULL;
  while (next_row (names, &local))
    {
      QueristTable *table = read_table (db, column_text (names, 0), &local);

      if (table == NULL)
        break;
      g_ptr_array_add (catalog->tables, table);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  for (guint i = 0; i < catalog->tables->len; i++)
    resolve_foreign_keys (catalog, g_ptr_array_index (catalog->tables, i));
  match_references (catalog);
  querist_catalog_assign_names (catalog);
  return g_steal_pointer (&catalog);
}

/**
 * querist_introspect:
 * @database: path of an SQLite file
 * @error: return location for a #GError
 *
 * Reads what tables a database has: columns, keys, references and indexes. Types are read as
 * SQLite reads them, by the words in them. Names for the schema are made as in
 * querist_catalog_assign_names(). SQLite's own tables, Querist's (`_querist_…`), Prisma's list of
 * migrations, virtual tables and views are left out.
 *
 * Returns: (transfer full): the catalog, or NULL with @error set
 */
QueristCatalog *
querist_introspect (const char  *database,
                    GError     **error)
{
  g_autoptr(sqlite3) db = NULL;

  g_return_val_if_fail (database != NULL, NULL);

  db = querist_connection_open_read (database, error);
  return db != NULL ? querist_introspect_connection (db, error) : NULL;
}
