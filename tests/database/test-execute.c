/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "querist-connection.h"
#include "querist-executor.h"

typedef struct {
  char *dir;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(sqlite3) db = NULL;

  fixture->dir = g_dir_make_tmp ("querist-execute-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->dir, "test.db", NULL);
  db = querist_connection_open_write (fixture->path, &error);
  g_assert_no_error (error);
  querist_connection_exec (db,
                           "CREATE TABLE stores (id INTEGER PRIMARY KEY, name TEXT, opened DATE);"
                           "INSERT INTO stores VALUES (1, 'Leeds', '2024-01-02'),"
                           "  (2, 'bath', '2023-05-06'), (3, NULL, NULL), (4, 'York', '2020-02-29')",
                           &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->dir), ==, 0);
  g_free (fixture->path);
  g_free (fixture->dir);
}

static char *
cell_text (QueristResult *result,
           guint64        row,
           guint          column)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) rows = querist_result_read (result, row, 1, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 1);
  return g_strdup (querist_result_row_get_cell (g_ptr_array_index (rows, 0), column).text);
}

static void
test_rows (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristResult) result =
    querist_execute (fixture->path,
                     "SELECT id, name, opened, id * 1.5 AS x, x'00ff' FROM stores ORDER BY id",
                     NULL, NULL, &error);
  g_autoptr(GPtrArray) page = NULL;
  QueristCell cell;

  g_assert_no_error (error);
  g_assert_cmpuint (querist_result_get_n_rows (result), ==, 4);
  g_assert_cmpuint (querist_result_get_n_columns (result), ==, 5);
  g_assert_cmpstr (querist_result_get_column (result, 3)->name, ==, "x");
  g_assert_cmpint (querist_result_get_column (result, 0)->type, ==, QUERIST_SCALAR_INT);
  g_assert_cmpint (querist_result_get_column (result, 2)->type, ==, QUERIST_SCALAR_DATE_TIME);
  g_assert_cmpint (querist_result_get_column (result, 3)->type, ==, QUERIST_SCALAR_FLOAT);
  g_assert_true (querist_result_get_column (result, 3)->numeric);
  g_assert_false (querist_result_get_column (result, 1)->numeric);

  page = querist_result_read (result, 2, 10, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->len, ==, 2);
  cell = querist_result_row_get_cell (g_ptr_array_index (page, 0), 1);
  g_assert_cmpint (cell.type, ==, SQLITE_NULL);
  g_assert_null (cell.text);
  cell = querist_result_row_get_cell (g_ptr_array_index (page, 0), 3);
  g_assert_cmpstr (cell.text, ==, "4.5");
  g_assert_cmpfloat (cell.number, ==, 4.5);
  cell = querist_result_row_get_cell (g_ptr_array_index (page, 0), 4);
  g_assert_cmpstr (cell.text, ==, "2 bytes");
}

static void
test_hostile_text (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristResult) result =
    querist_execute (fixture->path, "SELECT CAST(x'41ff42' AS TEXT) AS t", NULL, NULL, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = cell_text (result, 0, 0);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_true (g_str_has_prefix (text, "A"));
}

static void
test_limits (Fixture       *fixture,
             gconstpointer  data)
{
  static const char endless[] =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristResult) result =
    querist_execute (fixture->path, endless,
                     &(QueristExecuteOptions) { .max_rows = 1000 }, NULL, &error);
  g_autoptr(QueristResult) none = NULL;
  g_autoptr(QueristResult) exact = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (querist_result_get_n_rows (result), ==, 1000);
  g_assert_true (querist_result_is_truncated (result));

  exact = querist_execute (fixture->path, "SELECT * FROM stores",
                           &(QueristExecuteOptions) { .max_rows = 4 }, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (querist_result_is_truncated (exact));

  none = querist_execute (fixture->path,
                          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                          "SELECT count(*) FROM n",
                          &(QueristExecuteOptions) { .timeout_seconds = 0.05 }, NULL, &error);
  g_assert_null (none);
  g_assert_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_TIMEOUT);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct {
    const char *sql;
    int         code;
  } cases[] = {
    { "", QUERIST_DATABASE_ERROR_SQL },
    { "-- nothing", QUERIST_DATABASE_ERROR_SQL },
    { "DELETE FROM stores", QUERIST_DATABASE_ERROR_DENIED },
    { "WITH a AS (SELECT 1) DELETE FROM stores", QUERIST_DATABASE_ERROR_DENIED },
    { "EXPLAIN DELETE FROM stores", QUERIST_DATABASE_ERROR_DENIED },
    { "ATTACH 'x.db' AS x", QUERIST_DATABASE_ERROR_DENIED },
    { "PRAGMA journal_mode = WAL", QUERIST_DATABASE_ERROR_DENIED },
    { "VACUUM INTO '/tmp/x'", QUERIST_DATABASE_ERROR_DENIED },
    { "SELECT load_extension('x')", QUERIST_DATABASE_ERROR_SQL },
    { "SELECT 1; SELECT 2", QUERIST_DATABASE_ERROR_DENIED },
    { "SELECT 1; DROP TABLE stores", QUERIST_DATABASE_ERROR_DENIED },
    { "UPDATE sqlite_schema SET sql = ''", QUERIST_DATABASE_ERROR_DENIED },
    { "WITH a AS (SELECT 1) UPDATE sqlite_schema SET sql = ''", QUERIST_DATABASE_ERROR_SQL },
    { "SELECT ?", QUERIST_DATABASE_ERROR_SQL },
    { "SELECT \"Leeds\"", QUERIST_DATABASE_ERROR_SQL },
    { "SELECT nam FROM stores", QUERIST_DATABASE_ERROR_SQL },
    { "SELECT * FROM shops", QUERIST_DATABASE_ERROR_SQL },
    { "SELECT abs(-9223372036854775808)", QUERIST_DATABASE_ERROR_SQL },
    { "SELECT '\xff'", QUERIST_DATABASE_ERROR_SQL },
    { "SELECT zeroblob(900000000)", QUERIST_DATABASE_ERROR_SQL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(QueristResult) result =
        querist_execute (fixture->path, cases[i].sql, NULL, NULL, &error);

      g_test_message ("%s: %s", cases[i].sql, error != NULL ? error->message : "ran");
      g_assert_null (result);
      g_assert_error (error, QUERIST_DATABASE_ERROR, cases[i].code);
    }
}

static void
test_accepted (Fixture       *fixture,
               gconstpointer  data)
{
  static const char *const cases[] = {
    "SELECT 1;",
    "SELECT 1; -- done\n /* really */ ;",
    "VALUES (1), (2)",
    "/* first */ with a as (select 1) select * from a",
    "EXPLAIN QUERY PLAN SELECT * FROM stores",
    "SELECT name FROM pragma_table_info ('stores')",
    "SELECT value FROM json_each ('[1, 2]')",
    "SELECT ';' AS \"a;b\" FROM stores",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(QueristResult) result =
        querist_execute (fixture->path, cases[i], NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (querist_result_get_n_rows (result), >, 0);
    }
}

static void
test_error_place (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristResult) result =
    querist_execute (fixture->path, "SELECT id\n  FORM stores", NULL, NULL, &error);

  g_assert_null (result);
  g_assert_true (g_str_has_prefix (error->message, "line 2, column 8: "));
  g_clear_error (&error);
  g_assert_null (querist_execute (fixture->path, "SELECT s.nam FROM stores s", NULL, NULL, &error));
  g_assert_cmpstr (error->message, ==,
                   "line 1, column 10: There is no column “s.nam” here. Did you mean “name”?");
}

static void
test_not_a_database (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *other = g_build_filename (fixture->dir, "text.db", NULL);
  g_autofree char *missing = g_build_filename (fixture->dir, "missing.db", NULL);

  g_file_set_contents (other, "This is no database, but a text that is long enough to be one.", -1,
                       &error);
  g_assert_no_error (error);
  g_assert_null (querist_execute (other, "SELECT 1", NULL, NULL, &error));
  g_assert_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_NOT_A_DATABASE);
  /* a project has two databases: the message names the one */
  g_assert_nonnull (strstr (error->message, other));
  g_clear_error (&error);
  g_assert_null (querist_execute (missing, "SELECT 1", NULL, NULL, &error));
  g_assert_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_FAILED);
  g_assert_false (g_file_test (missing, G_FILE_TEST_EXISTS));
  g_unlink (other);
}

static void
test_damaged (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *pages = NULL;
  gsize length;

  g_file_get_contents (fixture->path, &pages, &length, &error);
  g_assert_no_error (error);
  memset (pages + 100, 0xff, length - 100);
  g_file_set_contents (fixture->path, pages, length, &error);
  g_assert_no_error (error);
  g_assert_null (querist_execute (fixture->path, "SELECT * FROM stores", NULL, NULL, &error));
  g_assert_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_NOT_A_DATABASE);
  g_assert_nonnull (strstr (error->message, fixture->path));
}

static void
store_result (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
await_result (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
check_sorted (QueristResult     *result,
              int                column,
              gboolean           descending,
              const char *const *names)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) done = NULL;
  g_autoptr(QueristResult) sorted = NULL;

  querist_result_sort_async (result, column, descending, NULL, store_result, &done);
  await_result (&done);
  sorted = querist_result_sort_finish (result, done, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (querist_result_get_n_rows (sorted), ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *text = cell_text (sorted, i, 1);

      g_assert_cmpstr (text, ==, names[i]);
    }
}

static void
test_sort (Fixture       *fixture,
           gconstpointer  data)
{
  static const char *const up[] = { "bath", "Leeds", "York", NULL };
  static const char *const down[] = { "York", "Leeds", "bath", NULL };
  static const char *const as_given[] = { "Leeds", "bath", NULL, "York" };
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristResult) result =
    querist_execute (fixture->path, "SELECT id, name FROM stores", NULL, NULL, &error);

  g_assert_no_error (error);
  check_sorted (result, 1, FALSE, up);
  check_sorted (result, 1, TRUE, down);
  check_sorted (result, -1, FALSE, as_given);
}

static gboolean
cancel_cb (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) done = NULL;

  querist_execute_async (fixture->path,
                         "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                         "SELECT count(*) FROM n",
                         NULL, cancellable, store_result, &done);
  g_timeout_add (20, cancel_cb, cancellable);
  await_result (&done);
  g_assert_null (querist_execute_finish (done, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_quoting (void)
{
  g_autofree char *name = querist_sql_quote_name ("a\"b");
  g_autofree char *text = querist_sql_quote_text ("it's");

  g_assert_cmpstr (name, ==, "\"a\"\"b\"");
  g_assert_cmpstr (text, ==, "'it''s'");
}

#define ADD(path, function) \
  g_test_add ("/database/execute/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/database/quoting", test_quoting);
  ADD ("rows", test_rows);
  ADD ("hostile-text", test_hostile_text);
  ADD ("limits", test_limits);
  ADD ("refused", test_refused);
  ADD ("accepted", test_accepted);
  ADD ("error-place", test_error_place);
  ADD ("not-a-database", test_not_a_database);
  ADD ("damaged", test_damaged);
  ADD ("sort", test_sort);
  ADD ("cancel", test_cancel);
  return g_test_run ();
}
