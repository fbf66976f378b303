/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <math.h>
#include <sqlite3.h>
#include <string.h>

#include "querist-analysis.h"
#include "querist-migration.h"

typedef struct {
  char           *folder;
  char           *database;
  char           *cache;
  QueristCatalog *catalog;
} Fixture;

static void
execute (Fixture    *f,
         const char *sql)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (f->database, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  f->folder = g_dir_make_tmp ("querist-XXXXXX", NULL);
  f->database = g_build_filename (f->folder, "test.db", NULL);
  f->cache = g_build_filename (f->folder, "analysis_results", NULL);
  execute (f, "CREATE TABLE \"a/b\" (id INTEGER PRIMARY KEY, kind TEXT, size REAL, day DATE,"
              " raw BLOB);"
              "INSERT INTO \"a/b\" VALUES (1, 'x', 1.5, '2024-01-01', x'00'), (2, 'y', 2.5, NULL, NULL),"
              " (3, 'x', NULL, '2024-03-01', x'ff'), (4, 'x|y', 4, '2023-05-05', NULL)");
  f->catalog = querist_introspect (f->database, &error);
  g_assert_no_error (error);
}

static void
remove_folder (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_folder (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  remove_folder (f->folder);
  querist_catalog_unref (f->catalog);
  g_free (f->folder);
  g_free (f->database);
  g_free (f->cache);
}

static const QueristTable *
get_table (Fixture *f)
{
  return g_ptr_array_index (f->catalog->tables, 0);
}

static void
test_figures (Fixture      *f,
              gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristTableStatistics) statistics =
    querist_table_statistics_new (f->database, get_table (f), NULL, &error);
  const QueristColumnStatistics *column;

  g_assert_no_error (error);
  g_assert_cmpuint (statistics->n_rows, ==, 4);
  column = querist_table_statistics_find (statistics, "kind");
  g_assert_cmpuint (column->n_distinct, ==, 3);
  g_assert_true (column->complete);
  g_assert_false (column->estimated);
  g_assert_cmpstr (column->values[0], ==, "x");
  g_assert_cmpuint (column->counts[0], ==, 2);
  column = querist_table_statistics_find (statistics, "size");
  g_assert_cmpuint (column->n_null, ==, 1);
  g_assert_cmpfloat (fabs (column->mean - 8.0 / 3), <, 1e-9);
  g_assert_cmpstr (column->min, ==, "1.5");
  column = querist_table_statistics_find (statistics, "day");
  g_assert_cmpstr (column->min, ==, "2023-05-05");
  g_assert_cmpstr (column->max, ==, "2024-03-01");
  column = querist_table_statistics_find (statistics, "raw");
  g_assert_null (column->min);
  g_assert_null (querist_table_statistics_find (statistics, "none"));
}

static void
test_json (Fixture      *f,
           gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristTableStatistics) statistics =
    querist_table_statistics_new (f->database, get_table (f), NULL, &error);
  g_autoptr(JsonNode) node = querist_table_statistics_to_json (statistics);
  g_autoptr(QueristTableStatistics) again = querist_table_statistics_from_json (node, &error);
  g_autoptr(JsonNode) second = NULL;
  g_autoptr(JsonNode) wrong = json_node_new (JSON_NODE_NULL);
  g_autofree char *markdown = querist_table_statistics_to_markdown (statistics, get_table (f));

  g_assert_no_error (error);
  second = querist_table_statistics_to_json (again);
  g_assert_true (json_node_equal (node, second));
  g_assert_null (querist_table_statistics_from_json (wrong, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_nonnull (strstr (markdown, "x\\|y (1)"));
}

static guint64
count_rows (Fixture *f)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) all =
    querist_analysis_read (f->database, f->catalog, f->cache, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 1);
  return ((QueristTableStatistics *) g_ptr_array_index (all, 0))->n_rows;
}

static void
test_cache (Fixture      *f,
            gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->cache, "a%2Fb.json", NULL);
  g_autofree char *page = g_build_filename (f->cache, "a%2Fb.md", NULL);
  g_autofree char *text = NULL;
  g_autofree char *changed = NULL;
  g_auto(GStrv) parts = NULL;

  g_assert_cmpuint (count_rows (f), ==, 4);
  g_assert_true (g_file_test (page, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  parts = g_regex_split_simple ("\"rows\": 4", text, 0, 0);
  changed = g_strjoinv ("\"rows\": 77", parts);
  g_assert_true (g_file_set_contents (path, changed, -1, NULL));
  /* what is kept is believed as long as the database is the same … */
  g_assert_cmpuint (count_rows (f), ==, 77);
  execute (f, "INSERT INTO \"a/b\" (kind) VALUES ('z')");
  /* … and no longer */
  g_assert_cmpuint (count_rows (f), ==, 5);
  g_assert_true (g_file_set_contents (path, "{ broken", -1, NULL));
  g_assert_cmpuint (count_rows (f), ==, 5);
}

static void
test_sample (Fixture      *f,
             gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristTableStatistics) statistics = NULL;
  const QueristColumnStatistics *kind, *size;

  execute (f, "WITH RECURSIVE n (i) AS (VALUES (10) UNION ALL SELECT i + 1 FROM n WHERE i < 250000)"
              " INSERT INTO \"a/b\" (id, kind, size) SELECT i, 'k' || (i % 7), i FROM n");
  statistics = querist_table_statistics_new (f->database, get_table (f), NULL, &error);
  g_assert_no_error (error);
  kind = querist_table_statistics_find (statistics, "kind");
  size = querist_table_statistics_find (statistics, "size");
  g_assert_cmpuint (statistics->n_rows, ==, 249995);
  g_assert_true (kind->estimated);
  g_assert_cmpuint (kind->n_distinct, >=, 7);
  g_assert_cmpstr (size->max, ==, "250000.0");
  g_assert_cmpuint (size->n_null, ==, 1);
  g_assert_cmpuint (size->n_distinct, >, 200000);
}

static void
test_cancel (Fixture      *f,
             gconstpointer data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (querist_table_statistics_new (f->database, get_table (f), cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(name, test) \
  g_test_add ("/analysis/statistics/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("figures", test_figures);
  ADD ("json", test_json);
  ADD ("cache", test_cache);
  ADD ("sample", test_sample);
  ADD ("cancel", test_cancel);
  return g_test_run ();
}
