/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "querist-connection.h"
#include "querist-diagnostic.h"
#include "querist-migration.h"
#include "querist-schema-writer.h"
#include "querist-schema.h"

static char *
make_database (const char *sql)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("querist-introspect-XXXXXX", &error);
  char *path = g_build_filename (folder, "a.db", NULL);
  g_autoptr(sqlite3) db = querist_connection_open_write (path, &error);

  g_assert_no_error (error);
  querist_connection_exec (db, sql, &error);
  g_assert_no_error (error);
  return path;
}

static void
remove_database (char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_unlink (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (path);
}

static QueristCatalog *
introspect (const char *path)
{
  g_autoptr(GError) error = NULL;
  QueristCatalog *catalog = querist_introspect (path, &error);

  g_assert_no_error (error);
  return catalog;
}

static void
test_types (void)
{
  static const struct
  {
    const char   *declared;
    QueristScalar scalar;
  } cases[] = {
    { "INTEGER", QUERIST_SCALAR_INT },       { "int(11)", QUERIST_SCALAR_INT },
    { "BIGINT", QUERIST_SCALAR_BIG_INT },    { "UNSIGNED BIG INT", QUERIST_SCALAR_BIG_INT },
    { "VARCHAR(20)", QUERIST_SCALAR_STRING }, { "nvarchar(50)", QUERIST_SCALAR_STRING },
    { "TEXT", QUERIST_SCALAR_STRING },       { "", QUERIST_SCALAR_STRING },
    { "REAL", QUERIST_SCALAR_FLOAT },        { "double precision", QUERIST_SCALAR_FLOAT },
    { "NUMERIC(10,2)", QUERIST_SCALAR_DECIMAL }, { "DECIMAL", QUERIST_SCALAR_DECIMAL },
    { "BOOLEAN", QUERIST_SCALAR_BOOLEAN },   { "DATE", QUERIST_SCALAR_DATE_TIME },
    { "DATETIME", QUERIST_SCALAR_DATE_TIME }, { "TIMESTAMP", QUERIST_SCALAR_DATE_TIME },
    { "JSONB", QUERIST_SCALAR_JSON },        { "BLOB", QUERIST_SCALAR_BYTES },
  };
  g_autoptr(GString) sql = g_string_new ("CREATE TABLE t (id INTEGER PRIMARY KEY");
  g_autoptr(QueristCatalog) catalog = NULL;
  const QueristTable *table;
  char *path;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_string_append_printf (sql, ", c%u %s", i, cases[i].declared);
  g_string_append_c (sql, ')');
  path = make_database (sql->str);
  catalog = introspect (path);
  table = querist_catalog_find_table (catalog, "t");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const QueristColumn *column = g_ptr_array_index (table->columns, i + 1);

      g_assert_cmpstr (column->database_type, ==, cases[i].declared);
      g_assert_cmpstr (querist_scalar_to_string (column->type), ==,
                       querist_scalar_to_string (cases[i].scalar));
    }
  remove_database (path);
}

static void
test_keys (void)
{
  char *path = make_database (
    "CREATE TABLE parents (code TEXT NOT NULL, year INTEGER, name TEXT DEFAULT 'x',"
    " PRIMARY KEY (year, code));"
    "CREATE TABLE children (id INTEGER PRIMARY KEY, y INTEGER, c TEXT, email TEXT UNIQUE,"
    " total AS (y * 2), other INTEGER REFERENCES NOWHERE (id),"
    " boss INTEGER REFERENCES Children ON DELETE SET NULL,"
    " FOREIGN KEY (y, c) REFERENCES parents (year, code) ON DELETE CASCADE);"
    "CREATE INDEX by_c ON children (c DESC, y);"
    "CREATE INDEX part ON children (c) WHERE c > 'a';"
    "CREATE INDEX expr ON children (lower (c));"
    "CREATE VIEW v AS SELECT 1; CREATE TABLE _querist_rejects (x); CREATE VIRTUAL TABLE f USING "
    "fts5 (x)");
  g_autoptr(QueristCatalog) catalog = introspect (path);
  const QueristTable *parents, *children;
  const QueristForeignKey *key;
  const QueristIndex *index;
  g_autofree char *primary = NULL, *columns = NULL;

  g_assert_cmpuint (catalog->tables->len, ==, 2);
  parents = querist_catalog_find_table (catalog, "parents");
  children = querist_catalog_find_table (catalog, "children");
  g_assert_cmpstr (parents->model, ==, "Parent");
  g_assert_cmpstr (children->model, ==, "Child");
  primary = g_strjoinv (",", parents->primary_key);
  g_assert_cmpstr (primary, ==, "year,code");
  g_assert_cmpstr (querist_table_find_column (parents, "name")->default_sql, ==, "'x'");
  g_assert_false (querist_table_find_column (parents, "year")->nullable);
  g_assert_true (querist_table_find_column (children, "id")->autoincrement);
  g_assert_nonnull (querist_table_find_column (children, "total"));

  g_assert_cmpuint (children->foreign_keys->len, ==, 2);
  key = g_ptr_array_index (children->foreign_keys, 0);
  g_assert_cmpstr (key->table, ==, "children");
  g_assert_cmpstr (key->references[0], ==, "id");
  g_assert_cmpint (key->on_delete, ==, QUERIST_ACTION_SET_NULL);
  key = g_ptr_array_index (children->foreign_keys, 1);
  g_assert_cmpstr (key->columns[1], ==, "c");
  g_assert_cmpstr (key->references[1], ==, "code");
  g_assert_cmpint (key->on_delete, ==, QUERIST_ACTION_CASCADE);
  g_assert_cmpint (key->on_update, ==, QUERIST_ACTION_NO_ACTION);

  g_assert_cmpuint (children->indexes->len, ==, 2);
  index = g_ptr_array_index (children->indexes, 0);
  g_assert_cmpstr (index->name, ==, "children_email_key");
  g_assert_true (index->unique);
  index = g_ptr_array_index (children->indexes, 1);
  columns = g_strjoinv (",", index->columns);
  g_assert_cmpstr (index->name, ==, "by_c");
  g_assert_cmpstr (columns, ==, "c,y");
  g_assert_true (index->descending[0]);
  g_assert_false (index->descending[1]);
  remove_database (path);
}

/* A database, written as a schema, is checked without an error, needs no formatting, and changes
 * nothing when it is pushed back. */
static const char *const databases[] = {
  "CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT NOT NULL UNIQUE,"
  " created DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP, level INTEGER DEFAULT 3,"
  " active BOOLEAN NOT NULL DEFAULT 1, note TEXT DEFAULT 'it''s \"\\', rate REAL DEFAULT 0.5,"
  " token BLOB DEFAULT (randomblob (4)));"
  "CREATE TABLE posts (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL REFERENCES users (id),"
  " editor_id INTEGER REFERENCES users (id) ON DELETE SET NULL ON UPDATE CASCADE,"
  " parent INTEGER REFERENCES posts (id));"
  "CREATE INDEX posts_author_id_idx ON posts (author_id); CREATE INDEX odd ON posts (parent DESC)",

  "CREATE TABLE \"order details\" (\"order id\" INTEGER NOT NULL, \"2nd\" TEXT NOT NULL,"
  " \"größe\" REAL, \"%\" TEXT, PRIMARY KEY (\"order id\", \"2nd\"));"
  "CREATE TABLE \"String\" (id TEXT NOT NULL PRIMARY KEY, \"Id\u00e9\" TEXT);"
  "CREATE TABLE \"订单\" (\"编号\" INTEGER PRIMARY KEY, \"名\" TEXT)",

  "CREATE TABLE no_key (a INTEGER, b TEXT); CREATE TABLE nullable_key (a INTEGER UNIQUE);"
  "CREATE TABLE unique_key (a INTEGER NOT NULL UNIQUE, n INTEGER REFERENCES holder (id));"
  "CREATE TABLE holder (id INTEGER PRIMARY KEY, x INTEGER REFERENCES unique_key (a));"
  "CREATE TABLE keyless_child (h INTEGER REFERENCES holder (id))",

  "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE _AToB (A INTEGER NOT NULL, B INTEGER NOT "
  "NULL, FOREIGN KEY (A) REFERENCES a (id) ON DELETE CASCADE ON UPDATE CASCADE)",

  "CREATE TABLE a (id BIGINT NOT NULL PRIMARY KEY); CREATE TABLE b (id INTEGER PRIMARY KEY DEFAULT 7,"
  " a INT UNIQUE REFERENCES a (id)); CREATE TABLE c (b TEXT REFERENCES b (a), x TEXT,"
  " y TEXT REFERENCES c (x))",

  "SELECT 1",
};

static void
test_round_trip (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (databases); i++)
    {
      char *path = make_database (databases[i]);
      g_autoptr(QueristCatalog) catalog = introspect (path), again = NULL;
      g_autofree char *text = querist_schema_write (catalog, "file:./a.db");
      g_autoptr(GPtrArray) diagnostics = querist_schema_check (text, -1);
      g_autoptr(QueristMigration) migration = NULL;
      g_autoptr(GError) error = NULL;
      g_autofree char *formatted = NULL, *sql = NULL;

      for (guint j = 0; j < diagnostics->len; j++)
        {
          const QueristDiagnostic *diagnostic = g_ptr_array_index (diagnostics, j);

          if (diagnostic->severity == QUERIST_SEVERITY_ERROR)
            g_error ("database %u, line %u: %s in\n%s", i, diagnostic->span.line,
                     diagnostic->message, text);
        }
      formatted = querist_schema_format (text, -1, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (text, ==, formatted);
      again = querist_schema_catalog (text, -1, "schema.prisma", &error);
      g_assert_no_error (error);
      migration = querist_migration_plan (path, again, &error);
      g_assert_no_error (error);
      sql = querist_migration_to_sql (migration);
      g_assert_cmpstr (sql, ==, "");
      remove_database (path);
    }
}

static void
test_missing (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (querist_introspect ("/nowhere/at/all.db", &error));
  g_assert_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_FAILED);
}

/* Whoever may not write into a folder is told so, not that nothing is there. */
static void
test_read_only_folder (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("querist-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "new.db", NULL);

  g_assert_cmpint (g_chmod (folder, 0500), ==, 0);
  if (g_access (folder, W_OK) == 0)
    g_test_skip ("may write everywhere");
  else
    {
      g_assert_null (querist_connection_open_write (path, &error));
      g_assert_nonnull (strstr (error->message, g_strerror (EACCES)));
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/database/introspect/types", test_types);
  g_test_add_func ("/database/introspect/keys", test_keys);
  g_test_add_func ("/database/introspect/round-trip", test_round_trip);
  g_test_add_func ("/database/introspect/missing", test_missing);
  g_test_add_func ("/database/introspect/read-only-folder", test_read_only_folder);
  return g_test_run ();
}
