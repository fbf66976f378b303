/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "querist-connection.h"
#include "querist-csv-record.h"
#include "querist-loader.h"
#include "querist-migration.h"
#include "querist-rejects.h"

typedef struct {
  char           *dir;
  char           *database;
  QueristCatalog *catalog;
  GPtrArray      *files;
} Fixture;

static const char schema[] =
  "CREATE TABLE stores (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL);"
  "CREATE UNIQUE INDEX stores_name_key ON stores (name);"
  "CREATE TABLE orders (id INTEGER NOT NULL PRIMARY KEY,"
  "  store_id INTEGER REFERENCES stores (id), amount REAL);"
  "CREATE TABLE staff (id INTEGER NOT NULL PRIMARY KEY,"
  "  boss INTEGER REFERENCES staff (id) ON DELETE SET NULL)";

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(sqlite3) db = NULL;

  fixture->dir = g_dir_make_tmp ("querist-rejects-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->database = g_build_filename (fixture->dir, "test.db", NULL);
  db = querist_connection_open_write (fixture->database, &error);
  g_assert_no_error (error);
  querist_connection_exec (db, schema, &error);
  g_assert_no_error (error);
  fixture->catalog = querist_introspect (fixture->database, &error);
  g_assert_no_error (error);
  fixture->files = g_ptr_array_new_with_free_func ((GDestroyNotify) querist_load_file_free);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GDir) dir = g_dir_open (fixture->dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->dir, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (fixture->dir), ==, 0);
  g_ptr_array_unref (fixture->files);
  querist_catalog_unref (fixture->catalog);
  g_free (fixture->database);
  g_free (fixture->dir);
}

static QueristCsvDialect *
new_dialect (void)
{
  QueristCsvDialect *dialect = querist_csv_dialect_new ();

  g_free (dialect->delimiter);
  dialect->delimiter = g_strdup (";");
  dialect->quote = dialect->escape = '"';
  dialect->header_rows = 1;
  dialect->decimal = ',';
  dialect->nulls = g_strsplit ("NA", " ", -1);
  return dialect;
}

/* Writes a CSV file and adds it to the load; its header names the table's columns. */
static void
add_file (Fixture    *fixture,
          const char *table,
          const char *text)
{
  g_autofree char *name = g_strconcat (table, ".csv", NULL);
  g_autofree char *path = g_build_filename (fixture->dir, name, NULL);
  g_autoptr(QueristCsvDialect) dialect = new_dialect ();
  g_auto(GStrv) lines = g_strsplit (text, "\n", 2);
  g_auto(GStrv) names = g_strsplit (lines[0], ";", -1);
  QueristLoadFile *file = querist_load_file_new (path, table, dialect, g_strv_length (names));

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  file->labels = g_strdupv (names);
  for (guint i = 0; names[i] != NULL; i++)
    querist_load_file_add (file, i, names[i],
                           g_str_equal (names[i], "amount") ? "currency decimal comma" : NULL);
  g_ptr_array_add (fixture->files, file);
}

static void
load (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristLedger) ledger =
    querist_load (fixture->database, fixture->catalog, fixture->files, QUERIST_LOAD_REPLACE, NULL,
                  NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (ledger);
}

static void
assert_query (Fixture    *fixture,
              const char *sql,
              const char *expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(sqlite3) db = querist_connection_open_read (fixture->database, &error);
  g_autoptr(sqlite3_stmt) statement = NULL;
  g_autoptr(GString) joined = g_string_new (NULL);

  g_assert_no_error (error);
  statement = querist_connection_prepare (db, sql, &error);
  g_assert_no_error (error);
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_string_append_printf (joined, "%s%s", joined->len > 0 ? " " : "",
                            (const char *) sqlite3_column_text (statement, 0));
  g_assert_cmpstr (joined->str, ==, expected);
}

static void
run (Fixture          *fixture,
     QueristRejectJob *job,
     guint64           n_tried,
     guint64           n_done)
{
  g_autoptr(GError) error = NULL;
  QueristRejectOutcome outcome;

  querist_rejects_run (fixture->database, fixture->catalog, job, &outcome, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (outcome.n_tried, ==, n_tried);
  g_assert_cmpuint (outcome.n_done, ==, n_done);
}

/* Rejects: 1 to 3 of the stores (no name, name twice, too wide), 4 to 6 of the orders (store 9 is
 * not there, no number, store 2 was rejected). */
static void
load_rejects (Fixture *fixture)
{
  add_file (fixture, "stores", "id;name\n1;Leeds\n2;\n3;Leeds\n4;York;x\n");
  add_file (fixture, "orders", "id;store_id;amount\n1;1;1,5\n2;9;NA\n3;1;abc\n4;2;2,5\n");
  load (fixture);
  assert_query (fixture, "SELECT id || ':' || line FROM _querist_rejects ORDER BY id",
                "1:3 2:4 3:5 4:3 5:4 6:5");
}

static void
test_retry (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(QueristRejectJob) first = querist_reject_job_new (QUERIST_REJECT_RETRY);
  g_autoptr(QueristRejectJob) second = querist_reject_job_new (QUERIST_REJECT_RETRY);

  load_rejects (fixture);
  /* what nobody has mended fails again, with a reason */
  run (fixture, first, 6, 0);
  assert_query (fixture, "SELECT reason FROM _querist_rejects WHERE id IN (2, 4) ORDER BY id",
                "another row has the same “name” already "
                "“store_id” is 9, which is not in “stores.id”");

  /* order 4 comes in behind its store, although the orders' load is tried for itself */
  querist_reject_job_edit (second, 1, "2;Bath");
  querist_reject_job_edit (second, 2, "3;\"Lee; ds\"");
  querist_reject_job_edit (second, 3, "4;York");
  querist_reject_job_edit (second, 4, "2;1;NA");
  querist_reject_job_edit (second, 5, "3;1;abd");
  run (fixture, second, 6, 5);
  assert_query (fixture, "SELECT id || name FROM stores ORDER BY id",
                "1Leeds 2Bath 3Lee; ds 4York");
  assert_query (fixture, "SELECT id || ':' || coalesce (amount, '-') FROM orders ORDER BY id",
                "1:1.5 2:- 4:2.5");
  assert_query (fixture, "SELECT id || \"column\" || raw || edited FROM _querist_rejects",
                "5amount3;1;abc3;1;abd");
  assert_query (fixture, "SELECT read || '=' || loaded || '+' || rejected || nulled_by_column "
                         "FROM _querist_loads", "4=4+0{} 4=3+1{\"amount\":1}");
  /* what stands in the file can be had back */
  assert_query (fixture, "SELECT \"table\" || \"row\" || \"column\" || text "
                         "FROM _querist_originals ORDER BY 1",
                "orders22;9;NA stores22; stores33;Leeds stores44;York;x");
  assert_query (fixture, "SELECT \"table\" FROM pragma_foreign_key_check", "");
}

/* Records that refer to each other are loaded together; those that hang on a row that is nowhere are
 * not. */
static void
test_circle (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(QueristRejectJob) job = querist_reject_job_new (QUERIST_REJECT_RETRY);

  add_file (fixture, "staff", "id;boss\n7;7\n1;9\n2;9\n3;x\n4;9\n5;4\n6;5\n");
  load (fixture);
  assert_query (fixture, "SELECT count(*) FROM _querist_rejects", "6");
  querist_reject_job_edit (job, 1, "1;2");
  querist_reject_job_edit (job, 2, "2;3");
  querist_reject_job_edit (job, 3, "3;1");
  run (fixture, job, 6, 3);
  assert_query (fixture, "SELECT id || '>' || boss FROM staff ORDER BY id", "1>2 2>3 3>1 7>7");
  assert_query (fixture, "SELECT raw || ' ' || reason FROM _querist_rejects ORDER BY id",
                "4;9 “boss” is 9, which is not in “staff.id” "
                "5;4 “boss” is 4, which is not in “staff.id” "
                "6;5 “boss” is 5, which is not in “staff.id”");
  assert_query (fixture, "SELECT loaded || '+' || rejected FROM _querist_loads", "4+3");
  assert_query (fixture, "SELECT \"table\" FROM pragma_foreign_key_check", "");
}

static void
test_header_stays_out (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr(QueristRejectJob) job = querist_reject_job_new (QUERIST_REJECT_RETRY);

  add_file (fixture, "stores", "name;id\nLeeds;1\nname;id\nBath;2\n");
  load (fixture);
  run (fixture, job, 1, 0);
  assert_query (fixture, "SELECT reason FROM _querist_rejects", "The row repeats the header.");
}

static void
test_bad_texts (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(QueristRejectJob) job = querist_reject_job_new (QUERIST_REJECT_RETRY);

  load_rejects (fixture);
  querist_reject_job_edit (job, 1, "");
  querist_reject_job_edit (job, 2, "7;Hull\n8;Hove");
  querist_reject_job_edit (job, 3, "9;\"York");
  querist_reject_job_add (job, 3);
  querist_reject_job_add (job, 2);
  querist_reject_job_add (job, 1);
  querist_reject_job_add (job, 2);
  run (fixture, job, 3, 1);
  assert_query (fixture, "SELECT reason FROM _querist_rejects WHERE id < 3 ORDER BY id",
                "The record is empty. Dismiss it if it is not to be loaded. "
                "The text is more than one record. A field with line ends stands in quotes.");
  assert_query (fixture, "SELECT name FROM stores WHERE id > 1", "\"York");
}

static void
test_dismiss (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(QueristRejectJob) dismiss = querist_reject_job_new (QUERIST_REJECT_DISMISS);
  g_autoptr(QueristRejectJob) retry = querist_reject_job_new (QUERIST_REJECT_RETRY);
  g_autoptr(QueristRejectJob) restore = querist_reject_job_new (QUERIST_REJECT_RESTORE);
  g_autoptr(QueristLedger) ledger = NULL;

  load_rejects (fixture);
  querist_reject_job_add (dismiss, 2);
  run (fixture, dismiss, 1, 1);
  retry->load = 1;
  run (fixture, retry, 2, 0);
  ledger = querist_ledger_read (fixture->database, NULL, NULL);
  g_assert_cmpuint (((QueristLedgerFile *) ledger->files->pdata[0])->n_waiting, ==, 2);
  g_assert_cmpuint (((QueristLedgerFile *) ledger->files->pdata[0])->n_rejected, ==, 3);
  assert_query (fixture, "SELECT id FROM _querist_rejects WHERE dismissed_at IS NOT NULL", "2");
  run (fixture, restore, 1, 1);
  assert_query (fixture, "SELECT id FROM _querist_rejects WHERE dismissed_at IS NOT NULL", "");
}

static void
test_save (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(QueristRejectJob) save = querist_reject_job_new (QUERIST_REJECT_SAVE);
  g_autoptr(QueristRejectJob) back = querist_reject_job_new (QUERIST_REJECT_SAVE);

  load_rejects (fixture);
  querist_reject_job_edit (save, 1, "2;Bath");
  run (fixture, save, 0, 0);
  assert_query (fixture, "SELECT edited FROM _querist_rejects WHERE id = 1", "2;Bath");
  querist_reject_job_edit (back, 1, "2;");
  run (fixture, back, 0, 0);
  assert_query (fixture, "SELECT edited IS NULL FROM _querist_rejects WHERE id = 1", "1");
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(QueristRejectJob) job = querist_reject_job_new (QUERIST_REJECT_RETRY);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  QueristRejectOutcome outcome;

  load_rejects (fixture);
  querist_reject_job_edit (job, 1, "2;Bath");
  g_cancellable_cancel (cancellable);
  g_assert_false (querist_rejects_run (fixture->database, fixture->catalog, job, &outcome,
                                       cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_query (fixture, "SELECT count(*) FROM stores", "1");
  assert_query (fixture, "SELECT edited IS NULL FROM _querist_rejects WHERE id = 1", "1");
}

static void
test_gone (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(QueristRejectJob) job = querist_reject_job_new (QUERIST_REJECT_RETRY);
  g_autoptr(GError) error = NULL;
  QueristRejectOutcome outcome;

  load_rejects (fixture);
  querist_reject_job_add (job, 99);
  g_assert_false (querist_rejects_run (fixture->database, fixture->catalog, job, &outcome, NULL,
                                       &error));
  g_assert_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_FAILED);
}

/* A database that an earlier version has loaded has rejects without ids and loads without a
 * recipe. */
static void
test_earlier_version (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(QueristRejectJob) job = querist_reject_job_new (QUERIST_REJECT_DISMISS);
  g_autoptr(QueristRejectJob) retry = querist_reject_job_new (QUERIST_REJECT_RETRY);
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristLedger) ledger = NULL;
  QueristRejectOutcome outcome;
  g_autoptr(sqlite3) db = querist_connection_open_write (fixture->database, &error);

  querist_connection_exec (
    db,
    "CREATE TABLE _querist_loads (id INTEGER PRIMARY KEY, file TEXT NOT NULL,"
    "  \"table\" TEXT NOT NULL, mode TEXT NOT NULL, loaded_at TEXT NOT NULL,"
    "  bytes INTEGER NOT NULL, lines INTEGER NOT NULL, read INTEGER NOT NULL,"
    "  loaded INTEGER NOT NULL, rejected INTEGER NOT NULL, nulled INTEGER NOT NULL,"
    "  nulled_by_column TEXT NOT NULL, columns_left_out INTEGER NOT NULL);"
    "CREATE TABLE _querist_rejects (load INTEGER NOT NULL, file TEXT NOT NULL,"
    "  \"table\" TEXT NOT NULL, line INTEGER NOT NULL, \"column\" TEXT, reason TEXT NOT NULL,"
    "  raw TEXT NOT NULL);"
    "INSERT INTO _querist_loads VALUES (1, 'a.csv', 'stores', 'replace', '2025-01-01', 9, 3, 2, 1,"
    "  1, 0, '{}', 0);"
    "INSERT INTO _querist_rejects VALUES (1, 'a.csv', 'stores', 3, 'id', 'why', 'x;y')", &error);
  g_assert_no_error (error);
  g_clear_pointer (&db, sqlite3_close_v2);
  ledger = querist_ledger_read (fixture->database, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ledger->files->len, ==, 1);
  g_assert_false (querist_rejects_run (fixture->database, fixture->catalog, retry, &outcome, NULL,
                                       &error));
  g_assert_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_FAILED);
  querist_reject_job_add (job, 1);
  run (fixture, job, 1, 1);
  assert_query (fixture, "SELECT id || raw FROM _querist_rejects WHERE dismissed_at IS NOT NULL",
                "1x;y");
}

static void
test_ledger (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(QueristLedger) ledger = NULL;
  const QueristLedgerFile *orders;

  add_file (fixture, "stores", "id;name\n1;Leeds\n2;Leeds\n");
  add_file (fixture, "orders", "id;store_id;amount\n1;1;1,50 €\n2;NA;NA\n3;2;NA\n4;2;2 €\n");
  load (fixture);
  load (fixture);
  ledger = querist_ledger_read (fixture->database, NULL, NULL);
  g_assert_cmpuint (ledger->files->len, ==, 2);
  orders = g_ptr_array_index (ledger->files, 1);
  g_assert_cmpint (orders->id, ==, 4);
  g_assert_cmpuint (orders->n_loaded, ==, 2);
  g_assert_cmpuint (orders->n_rejected, ==, 2);
  /* of rows that are in the table, not of those that were taken out again */
  g_assert_cmpuint (orders->n_nulled, ==, 2);
  g_assert_cmpuint (querist_ledger_file_find_column (orders, "amount")->n_nulled, ==, 1);
  g_assert_cmpuint (querist_ledger_file_find_column (orders, "amount")->n_changed, ==, 1);
  assert_query (fixture, "SELECT count(*) FROM _querist_originals", "1");
}

static void
rename_to (char       **name,
           GStrv       *former_names,
           const char  *now)
{
  *former_names = g_strsplit (*name, ",", 1);
  g_free (*name);
  *name = g_strdup (now);
}

/* The schema calls the orders and their amount otherwise, and says so. */
static QueristCatalog *
rename_orders (Fixture *fixture)
{
  QueristCatalog *catalog = querist_introspect (fixture->database, NULL);
  QueristTable *orders = (QueristTable *) querist_catalog_find_table (catalog, "orders");
  QueristColumn *amount = (QueristColumn *) querist_table_find_column (orders, "amount");

  rename_to (&orders->name, &orders->former_names, "it's");
  rename_to (&amount->name, &amount->former_names, "to\"tal");
  return catalog;
}

static void
test_renamed (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(QueristRejectJob) job = querist_reject_job_new (QUERIST_REJECT_RETRY);
  g_autoptr(QueristMigration) migration = NULL;
  g_autoptr(GError) error = NULL;

  load_rejects (fixture);
  assert_query (fixture, "SELECT \"column\" FROM _querist_rejects WHERE id = 5", "amount");
  querist_catalog_unref (fixture->catalog);
  fixture->catalog = rename_orders (fixture);
  migration = querist_migration_plan (fixture->database, fixture->catalog, &error);
  g_assert_no_error (error);
  querist_migration_run (migration, fixture->database, FALSE, NULL, &error);
  g_assert_no_error (error);
  assert_query (fixture, "SELECT \"table\" || \"column\" FROM _querist_rejects WHERE id = 5",
                "it'sto\"tal");
  assert_query (fixture, "SELECT \"table\" FROM _querist_loads ORDER BY id", "stores it's");

  job->load = 2;
  querist_reject_job_edit (job, 4, "2;1;NA");
  querist_reject_job_edit (job, 5, "3;1;1,25 €");
  run (fixture, job, 3, 2);
  assert_query (fixture, "SELECT id || ':' || coalesce (\"to\"\"tal\", '-') FROM \"it's\" "
                         "ORDER BY id", "1:1.5 2:- 3:1.25");
  assert_query (fixture, "SELECT nulled_by_column FROM _querist_loads WHERE id = 2",
                "{\"to\\\"tal\":1}");
}

static void
assert_record (const QueristCsvDialect *dialect,
               const char              *text,
               const char              *shown)
{
  g_autoptr(GPtrArray) fields = querist_csv_record_split (dialect, text, strlen (text));
  g_autofree char *joined = querist_csv_record_join (dialect, fields);
  g_autoptr(GString) found = g_string_new (NULL);

  for (guint i = 0; i < fields->len; i++)
    g_string_append_printf (found, "[%s]", ((QueristCsvText *) fields->pdata[i])->text);
  g_assert_cmpstr (found->str, ==, shown);
  g_assert_cmpstr (joined, ==, text);
}

/* What is taken to pieces to be edited comes together as it was. */
static void
test_record (void)
{
  g_autoptr(QueristCsvDialect) dialect = new_dialect ();
  g_autoptr(QueristCsvDialect) escaping = new_dialect ();

  assert_record (dialect, "1;;\"\";\"a;\"\"b\"\"\";x", "[1][][][a;\"b\"][x]");
  assert_record (dialect, "", "[]");
  assert_record (dialect, "1;\"two\nlines\"", "[1][two\nlines]");
  escaping->escape = '\\';
  assert_record (escaping, "1;\"a\\\"b\\\\c\"", "[1][a\"b\\c]");
  dialect->quote = dialect->escape = 0;
  assert_record (dialect, "1;\"a", "[1][\"a]");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/rejects/retry", Fixture, NULL, set_up, test_retry, tear_down);
  g_test_add ("/rejects/circle", Fixture, NULL, set_up, test_circle, tear_down);
  g_test_add ("/rejects/header", Fixture, NULL, set_up, test_header_stays_out, tear_down);
  g_test_add ("/rejects/bad-texts", Fixture, NULL, set_up, test_bad_texts, tear_down);
  g_test_add ("/rejects/dismiss", Fixture, NULL, set_up, test_dismiss, tear_down);
  g_test_add ("/rejects/save", Fixture, NULL, set_up, test_save, tear_down);
  g_test_add ("/rejects/cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  g_test_add ("/rejects/gone", Fixture, NULL, set_up, test_gone, tear_down);
  g_test_add ("/rejects/earlier-version", Fixture, NULL, set_up, test_earlier_version, tear_down);
  g_test_add ("/rejects/ledger", Fixture, NULL, set_up, test_ledger, tear_down);
  g_test_add ("/rejects/renamed", Fixture, NULL, set_up, test_renamed, tear_down);
  g_test_add_func ("/rejects/record", test_record);
  return g_test_run ();
}
