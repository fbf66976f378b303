/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "querist-connection.h"
#include "querist-loader.h"

typedef struct {
  char           *dir;
  char           *database;
  QueristCatalog *catalog;
} Fixture;

static QueristColumn *
add_column (QueristTable  *table,
            const char    *name,
            QueristScalar  type,
            const char    *database_type,
            gboolean       nullable)
{
  QueristColumn *column = querist_column_new (name);

  column->type = type;
  column->database_type = g_strdup (database_type);
  column->nullable = nullable;
  g_ptr_array_add (table->columns, column);
  return column;
}

static void
set_primary_key (QueristTable *table,
                 const char   *name)
{
  const char *const names[] = { name, NULL };

  ((QueristColumn *) querist_table_find_column (table, name))->primary_key = TRUE;
  g_strfreev (table->primary_key);
  table->primary_key = g_strdupv ((GStrv) names);
}

static void
add_foreign_key (QueristTable *table,
                 const char   *column,
                 const char   *parent,
                 const char   *reference)
{
  QueristForeignKey *key = querist_foreign_key_new ();
  const char *const columns[] = { column, NULL };
  const char *const references[] = { reference, NULL };

  g_strfreev (key->columns);
  key->columns = g_strdupv ((GStrv) columns);
  key->table = g_strdup (parent);
  g_strfreev (key->references);
  key->references = g_strdupv ((GStrv) references);
  g_ptr_array_add (table->foreign_keys, key);
}

static void
add_index (QueristTable *table,
           const char   *name,
           const char   *column,
           gboolean      unique)
{
  QueristIndex *index = querist_index_new ();
  const char *const columns[] = { column, NULL };

  index->name = g_strdup (name);
  index->unique = unique;
  g_strfreev (index->columns);
  index->columns = g_strdupv ((GStrv) columns);
  g_ptr_array_add (table->indexes, index);
}

/* stores (id, name unique) <- orders (id, store_id, amount) <- lines (order_id, note), no key */
static QueristCatalog *
make_catalog (void)
{
  QueristCatalog *catalog = querist_catalog_new ();
  QueristTable *stores = querist_table_new ("stores");
  QueristTable *orders = querist_table_new ("orders");
  QueristTable *lines = querist_table_new ("lines");

  add_column (stores, "id", QUERIST_SCALAR_INT, "INTEGER", FALSE);
  add_column (stores, "name", QUERIST_SCALAR_STRING, "TEXT", FALSE);
  set_primary_key (stores, "id");
  add_index (stores, "stores_name_key", "name", TRUE);
  add_column (orders, "id", QUERIST_SCALAR_INT, "INTEGER", FALSE);
  add_column (orders, "store_id", QUERIST_SCALAR_INT, "INTEGER", TRUE);
  add_column (orders, "amount", QUERIST_SCALAR_FLOAT, "REAL", TRUE);
  set_primary_key (orders, "id");
  add_index (orders, "orders_store_id_idx", "store_id", FALSE);
  add_foreign_key (orders, "store_id", "stores", "id");
  add_column (lines, "order_id", QUERIST_SCALAR_INT, "INTEGER", FALSE);
  add_column (lines, "note", QUERIST_SCALAR_STRING, "TEXT", TRUE);
  add_foreign_key (lines, "order_id", "orders", "id");
  g_ptr_array_add (catalog->tables, stores);
  g_ptr_array_add (catalog->tables, orders);
  g_ptr_array_add (catalog->tables, lines);
  return catalog;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(sqlite3) db = NULL;

  fixture->dir = g_dir_make_tmp ("querist-load-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->database = g_build_filename (fixture->dir, "test.db", NULL);
  fixture->catalog = make_catalog ();
  db = querist_connection_open_write (fixture->database, &error);
  g_assert_no_error (error);
  querist_connection_exec (
    db,
    "CREATE TABLE stores (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL);"
    "CREATE UNIQUE INDEX stores_name_key ON stores (name);"
    "CREATE TABLE orders (id INTEGER NOT NULL PRIMARY KEY,"
    "  store_id INTEGER REFERENCES stores (id), amount REAL);"
    "CREATE INDEX orders_store_id_idx ON orders (store_id);"
    "CREATE TABLE lines (order_id INTEGER NOT NULL REFERENCES orders (id), note TEXT)",
    &error);
  g_assert_no_error (error);
}

static void
remove_file (const char *dir,
             const char *name)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);

  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GDir) dir = g_dir_open (fixture->dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    remove_file (fixture->dir, name);
  g_assert_cmpint (g_rmdir (fixture->dir), ==, 0);
  querist_catalog_unref (fixture->catalog);
  g_free (fixture->database);
  g_free (fixture->dir);
}

/* Writes a CSV file and adds it to the load; @columns are the table's, in the file's order. */
static void
add_file (Fixture    *fixture,
          GPtrArray  *files,
          const char *name,
          const char *table,
          const char *columns,
          const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->dir, name, NULL);
  g_autoptr(QueristCsvDialect) dialect = querist_csv_dialect_new ();
  g_auto(GStrv) names = g_strsplit (columns, " ", -1);
  guint n_columns = g_strv_length (names);
  QueristLoadFile *file;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  g_free (dialect->delimiter);
  dialect->delimiter = g_strdup (",");
  dialect->quote = dialect->escape = '"';
  dialect->header_rows = 1;
  dialect->nulls = g_strsplit ("NA", " ", -1);
  file = querist_load_file_new (path, table, dialect, n_columns);
  for (guint i = 0; i < n_columns; i++)
    {
      if (!g_str_equal (names[i], "-"))
        querist_load_file_add (file, i, names[i], NULL);
    }
  g_ptr_array_add (files, file);
}

static GPtrArray *
new_files (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) querist_load_file_free);
}

static QueristLedger *
load (Fixture         *fixture,
      GPtrArray       *files,
      QueristLoadMode  mode)
{
  g_autoptr(GError) error = NULL;
  QueristLedger *ledger =
    querist_load (fixture->database, fixture->catalog, files, mode, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return ledger;
}

static void
assert_totals (QueristLedger *ledger,
               guint          file,
               guint64        n_read,
               guint64        n_loaded,
               guint64        n_rejected)
{
  const QueristLedgerFile *entry = g_ptr_array_index (ledger->files, file);

  g_assert_cmpuint (entry->n_read, ==, n_read);
  g_assert_cmpuint (entry->n_loaded, ==, n_loaded);
  g_assert_cmpuint (entry->n_rejected, ==, n_rejected);
}

/* The first column of a query, joined by blanks. */
static char *
query (Fixture    *fixture,
       const char *sql)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(sqlite3) db = querist_connection_open_read (fixture->database, &error);
  g_autoptr(sqlite3_stmt) statement = NULL;
  GString *joined = g_string_new (NULL);

  g_assert_no_error (error);
  statement = querist_connection_prepare (db, sql, &error);
  g_assert_no_error (error);
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_string_append_printf (joined, "%s%s", joined->len > 0 ? " " : "",
                            (const char *) sqlite3_column_text (statement, 0));
  return g_string_free (joined, FALSE);
}

static void
assert_query (Fixture    *fixture,
              const char *sql,
              const char *expected)
{
  g_autofree char *found = query (fixture, sql);

  g_assert_cmpstr (found, ==, expected);
}

static void
test_clean (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GPtrArray) files = new_files ();
  g_autoptr(QueristLedger) ledger = NULL;

  add_file (fixture, files, "orders.csv", "orders", "id - store_id amount",
            "id,x,store,amount\n1,a,1,1.5\n2,b,2,NA\n3,c,,\n");
  add_file (fixture, files, "stores.csv", "stores", "id name", "id,name\n1,Leeds\n2,Bath\n");
  add_file (fixture, files, "lines.csv", "lines", "order_id note",
            "order,note\n1,\"two\nlines\"\n1,again\n");
  ledger = load (fixture, files, QUERIST_LOAD_REPLACE);
  assert_totals (ledger, 0, 3, 3, 0);
  assert_totals (ledger, 1, 2, 2, 0);
  assert_totals (ledger, 2, 2, 2, 0);
  g_assert_cmpuint (((QueristLedgerFile *) ledger->files->pdata[0])->n_nulled, ==, 1);
  assert_query (fixture, "SELECT id || ':' || coalesce (store_id, '-') || ':' || "
                         "coalesce (amount, '-') FROM orders", "1:1:1.5 2:2:- 3:-:-");
  assert_query (fixture, "SELECT count(*) FROM lines WHERE note = 'two' || char (10) || 'lines'",
                "1");
  assert_query (fixture, "SELECT name FROM sqlite_schema WHERE type = 'index' ORDER BY 1",
                "orders_store_id_idx stores_name_key");
  assert_query (fixture, "SELECT integrity_check FROM pragma_integrity_check", "ok");
  assert_query (fixture, "SELECT read || '=' || loaded || '+' || rejected || nulled_by_column || "
                         "columns_left_out FROM _querist_loads",
                "3=3+0{\"amount\":1}1 2=2+0{}0 2=2+0{}0");
}

static void
test_rejects (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GPtrArray) files = new_files ();
  g_autoptr(QueristLedger) ledger = NULL;

  add_file (fixture, files, "stores.csv", "stores", "id name",
            "id,name\n1,Leeds\n2,Bath\n3,Leeds\n2,York\n,Hull\n5,\n6,\"Two\nlines\"\n7,a,b\n");
  add_file (fixture, files, "orders.csv", "orders", "id store_id amount",
            "id,store,amount\n1,1,x\n1,2,2.5\n2,3,1\n4,9,1\n5,6,1\n1,1,1\n");
  add_file (fixture, files, "lines.csv", "lines", "order_id note",
            "order,note\n1,a\n2,b\n4,c\n5,d\n7,e\n");
  ledger = load (fixture, files, QUERIST_LOAD_REPLACE);

  assert_query (fixture, "SELECT id || ':' || name FROM stores WHERE id < 6", "1:Leeds 2:Bath");
  assert_query (fixture, "SELECT id || ':' || store_id FROM orders", "1:2 5:6");
  assert_query (fixture, "SELECT order_id || note FROM lines", "1a 5d");
  assert_totals (ledger, 0, 8, 3, 5);
  assert_totals (ledger, 1, 6, 2, 4);
  assert_totals (ledger, 2, 5, 2, 3);
  /* store 3 goes (a name twice), so order 2 goes, so its line goes */
  assert_query (fixture,
                "SELECT line || '/' || coalesce (\"column\", '-') || '/' || replace (raw, ' ', '_')"
                " FROM _querist_rejects WHERE \"table\" = 'stores' ORDER BY line",
                "4/name/3,Leeds 5/-/2,York 6/id/,Hull 7/name/5, 10/-/7,a,b");
  assert_query (fixture,
                "SELECT line || '/' || coalesce (\"column\", '-') || '/' || raw "
                "FROM _querist_rejects WHERE \"table\" = 'orders' ORDER BY line",
                "2/amount/1,1,x 4/store_id/2,3,1 5/store_id/4,9,1 7/-/1,1,1");
  assert_query (fixture,
                "SELECT reason FROM _querist_rejects WHERE \"table\" = 'lines' AND line = 3",
                "“order_id” is 2, which is not in “orders.id”");
  assert_query (fixture, "SELECT integrity_check FROM pragma_integrity_check", "ok");
  assert_query (fixture, "SELECT count(*) FROM pragma_foreign_key_check", "0");
}

static void
test_append (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GPtrArray) first = new_files ();
  g_autoptr(GPtrArray) second = new_files ();
  g_autoptr(QueristLedger) ledger = NULL;

  add_file (fixture, first, "a.csv", "stores", "id name", "id,name\n1,Leeds\n2,Bath\n");
  add_file (fixture, first, "b.csv", "lines", "order_id note", "order,note\n");
  querist_ledger_free (load (fixture, first, QUERIST_LOAD_REPLACE));
  add_file (fixture, second, "c.csv", "stores", "id name", "id,name\n2,York\n3,Hull\n4,Leeds\n");
  ledger = load (fixture, second, QUERIST_LOAD_APPEND);
  assert_totals (ledger, 0, 3, 1, 2);
  assert_query (fixture, "SELECT id || name FROM stores", "1Leeds 2Bath 3Hull");
  assert_query (fixture, "SELECT line FROM _querist_rejects ORDER BY line", "2 4");

  querist_ledger_free (load (fixture, first, QUERIST_LOAD_REPLACE));
  assert_query (fixture, "SELECT id || name FROM stores", "1Leeds 2Bath");
  assert_query (fixture, "SELECT count(*) FROM _querist_rejects", "0");
}

static void
test_two_files (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GPtrArray) files = new_files ();
  g_autoptr(QueristLedger) ledger = NULL;

  add_file (fixture, files, "s.csv", "stores", "id name", "id,name\n1,Leeds\n2,Bath\n");
  add_file (fixture, files, "t.csv", "stores", "id name", "id,name\n2,York\n3,Hull\n");
  add_file (fixture, files, "o.csv", "orders", "id store_id amount", "id,s,a\n1,1,\n2,3,\n");
  add_file (fixture, files, "l.csv", "lines", "order_id note", "order,note\n1,a\n8,b\n");
  add_file (fixture, files, "m.csv", "lines", "order_id note", "order,note\n9,c\n2,d\n");
  ledger = load (fixture, files, QUERIST_LOAD_REPLACE);
  assert_totals (ledger, 0, 2, 2, 0);
  assert_totals (ledger, 1, 2, 1, 1);
  assert_totals (ledger, 3, 2, 1, 1);
  assert_totals (ledger, 4, 2, 1, 1);
  assert_query (fixture, "SELECT note FROM lines ORDER BY note", "a d");
  assert_query (fixture, "SELECT raw FROM _querist_rejects ORDER BY raw", "2,York 8,b 9,c");
}

static void
test_failure_changes_nothing (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) files = new_files ();
  g_autoptr(GPtrArray) broken = new_files ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();

  add_file (fixture, files, "s.csv", "stores", "id name", "id,name\n1,Leeds\n2,Bath\n");
  querist_ledger_free (load (fixture, files, QUERIST_LOAD_REPLACE));

  add_file (fixture, broken, "n.csv", "stores", "id name", "id,name\n3,Hull\n");
  add_file (fixture, broken, "gone.csv", "orders", "id store_id amount", "id,s,a\n");
  remove_file (fixture->dir, "gone.csv");
  g_assert_null (querist_load (fixture->database, fixture->catalog, broken, QUERIST_LOAD_REPLACE,
                               NULL, NULL, NULL, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "gone.csv"));
  g_clear_error (&error);

  g_cancellable_cancel (cancellable);
  g_assert_null (querist_load (fixture->database, fixture->catalog, files, QUERIST_LOAD_APPEND,
                               NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_query (fixture, "SELECT id || name FROM stores", "1Leeds 2Bath");
  assert_query (fixture, "SELECT count(*) FROM _querist_loads", "1");
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct {
    const char *table;
    const char *columns;
    const char *message;
  } cases[] = {
    { "shops", "id name", "no table “shops”" },
    { "stores", "id city", "no column “city”" },
    { "stores", "id -", "stores.name" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) files = new_files ();

      add_file (fixture, files, "s.csv", cases[i].table, cases[i].columns, "id,name\n1,Leeds\n");
      g_assert_null (querist_load (fixture->database, fixture->catalog, files,
                                   QUERIST_LOAD_REPLACE, NULL, NULL, NULL, &error));
      g_assert_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_FAILED);
      g_assert_nonnull (strstr (error->message, cases[i].message));
    }
}

static void
test_new_database (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(GPtrArray) files = new_files ();

  remove_file (fixture->dir, "test.db");
  add_file (fixture, files, "s.csv", "stores", "id name", "id,name\n1,Leeds\n2,Leeds\n");
  add_file (fixture, files, "o.csv", "orders", "id store_id amount", "id,s,a\n1,1,0.5\n2,2,1\n");
  querist_ledger_free (load (fixture, files, QUERIST_LOAD_REPLACE));
  assert_query (fixture, "SELECT id || name FROM stores", "1Leeds");
  assert_query (fixture, "SELECT id FROM orders", "1");
  assert_query (fixture, "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL "
                         "ORDER BY 1",
                "orders_store_id_idx stores_name_key");
  assert_query (fixture, "SELECT raw FROM _querist_rejects ORDER BY 1", "2,2,1 2,Leeds");
}

/* A text that its number can't give back is kept beside it, as long as its row is there. */
static void
test_originals (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GPtrArray) files = new_files ();

  add_file (fixture, files, "s.csv", "stores", "id name", "id,name\n1,Leeds\n");
  add_file (fixture, files, "o.csv", "orders", "id store_id amount",
            "id,s,a\n1,1,$1.50\n2,9,$2.50\n3,,3.5\n");
  querist_ledger_free (load (fixture, files, QUERIST_LOAD_REPLACE));
  assert_query (fixture, "SELECT amount FROM orders", "1.5 3.5");
  assert_query (fixture, "SELECT \"table\" || \"row\" || \"column\" || text FROM _querist_originals",
                "orders1amount$1.50");
}

/* What the load does not concern stays as it is, whichever way the rows are written. */
static void
test_surroundings (Fixture       *fixture,
                   gconstpointer  data)
{
  static const char *const changes[] = {
    "CREATE VIEW names AS SELECT name FROM stores; PRAGMA user_version = 7",
    "CREATE TABLE other (a); INSERT INTO other VALUES (1)",
    "CREATE TABLE log (name TEXT); CREATE TRIGGER note AFTER INSERT ON stores "
    "BEGIN INSERT INTO log VALUES (new.name); END",
    "PRAGMA journal_mode = WAL",
  };
  g_autofree char *link = g_build_filename (fixture->dir, "link.db", NULL);
  g_autoptr(GPtrArray) files = new_files ();

  g_assert_cmpint (g_chmod (fixture->database, 0640), ==, 0);
  g_assert_cmpint (symlink (fixture->database, link), ==, 0);
  add_file (fixture, files, "s.csv", "stores", "id name", "id,name\n1,Leeds\n2,Bath\n");
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(QueristLedger) ledger = NULL;
      GStatBuf status;

      {
        g_autoptr(sqlite3) db = querist_connection_open_write (fixture->database, &error);

        g_assert_no_error (error);
        querist_connection_exec (db, changes[i], &error);
        g_assert_no_error (error);
      }
      ledger = querist_load (link, fixture->catalog, files, QUERIST_LOAD_REPLACE, NULL, NULL, NULL,
                             &error);
      g_assert_no_error (error);
      assert_totals (ledger, 0, 2, 2, 0);
      assert_query (fixture, "SELECT name FROM names ORDER BY name", "Bath Leeds");
      assert_query (fixture, "SELECT user_version FROM pragma_user_version", "7");
      assert_query (fixture, "SELECT count(*) FROM _querist_loads", i == 0 ? "1" : i == 1 ? "2"
                                                                    : i == 2 ? "3" : "4");
      g_assert_cmpint (g_lstat (link, &status), ==, 0);
      g_assert_true (S_ISLNK (status.st_mode));
      g_assert_cmpint (g_stat (fixture->database, &status), ==, 0);
      g_assert_cmpint (status.st_mode & 0777, ==, 0640);
    }
  assert_query (fixture, "SELECT a FROM other", "1");
  assert_query (fixture, "SELECT count(*) FROM log", "4");
  remove_file (fixture->dir, "link.db");
}

/* A reader that is at work sees the old rows to its end, and a writer is waited for. */
static void
test_others_at_work (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) files = new_files ();
  g_autoptr(sqlite3) reader = NULL;
  g_autoptr(sqlite3) writer = NULL;
  g_autoptr(sqlite3_stmt) statement = NULL;

  add_file (fixture, files, "s.csv", "stores", "id name", "id,name\n1,Leeds\n2,Bath\n");
  querist_ledger_free (load (fixture, files, QUERIST_LOAD_REPLACE));
  reader = querist_connection_open_read (fixture->database, &error);
  g_assert_no_error (error);
  statement = querist_connection_prepare (reader, "SELECT name FROM stores", &error);
  g_assert_no_error (error);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  querist_ledger_free (load (fixture, files, QUERIST_LOAD_REPLACE));
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  g_assert_cmpstr ((const char *) sqlite3_column_text (statement, 0), ==, "Bath");

  writer = querist_connection_open_write (fixture->database, &error);
  g_assert_no_error (error);
  querist_connection_exec (writer, "BEGIN IMMEDIATE", &error);
  g_assert_no_error (error);
  g_assert_null (querist_load (fixture->database, fixture->catalog, files, QUERIST_LOAD_REPLACE,
                               NULL, NULL, NULL, &error));
  g_assert_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_BUSY);
}

typedef struct {
  Fixture         *fixture;
  GPtrArray       *files;
  QueristLoadMode  mode;
} ThreadLoad;

static gpointer
load_thread (gpointer data)
{
  ThreadLoad *self = data;
  g_autoptr(QueristCatalog) catalog = make_catalog ();
  g_autoptr(GError) error = NULL;
  QueristLedger *ledger;

  /* on a slow machine one may wait longer than a load does */
  do
    {
      g_clear_error (&error);
      ledger = querist_load (self->fixture->database, catalog, self->files, self->mode, NULL, NULL,
                             NULL, &error);
    }
  while (g_error_matches (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_BUSY));
  g_assert_no_error (error);
  querist_ledger_free (ledger);
  return NULL;
}

/* A load that waited for one which put a new file in place goes on with the new file. */
static void
test_loads_at_once (Fixture       *fixture,
                    gconstpointer  data)
{
  ThreadLoad loads[4];
  GThread *threads[G_N_ELEMENTS (loads)];

  for (guint i = 0; i < G_N_ELEMENTS (loads); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.csv", i);
      g_autofree char *text = g_strdup_printf ("id,name\n%u,Store %u\n", i, i);

      loads[i].fixture = fixture;
      loads[i].files = new_files ();
      loads[i].mode = i % 2 == 0 ? QUERIST_LOAD_REPLACE : QUERIST_LOAD_APPEND;
      add_file (fixture, loads[i].files, name, "stores", "id name", text);
    }
  for (guint i = 0; i < G_N_ELEMENTS (loads); i++)
    threads[i] = g_thread_new ("load", load_thread, &loads[i]);
  for (guint i = 0; i < G_N_ELEMENTS (loads); i++)
    {
      g_thread_join (threads[i]);
      g_ptr_array_unref (loads[i].files);
    }
  assert_query (fixture, "SELECT count(*) FROM _querist_loads", "4");
  assert_query (fixture, "SELECT integrity_check FROM pragma_integrity_check", "ok");
}

#define ADD(path, function) \
  g_test_add ("/database/load/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("clean", test_clean);
  ADD ("rejects", test_rejects);
  ADD ("append", test_append);
  ADD ("two-files", test_two_files);
  ADD ("failure", test_failure_changes_nothing);
  ADD ("refused", test_refused);
  ADD ("new-database", test_new_database);
  ADD ("originals", test_originals);
  ADD ("surroundings", test_surroundings);
  ADD ("others-at-work", test_others_at_work);
  ADD ("at-once", test_loads_at_once);
  return g_test_run ();
}
