/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "querist-connection.h"
#include "querist-executor.h"
#include "querist-result-model.h"

#define DEADLINE (30 * G_TIME_SPAN_SECOND)

/* So many rows that the model cannot keep all of them; row n holds the number n. */
#define N_ROWS 12345

typedef struct {
  char               *dir;
  char               *path;
  QueristResultModel *model;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(sqlite3) db = NULL;
  g_autoptr(QueristResult) result = NULL;
  g_autofree char *sql =
    g_strdup_printf ("WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n"
                     "  WHERE i < %d) SELECT i FROM n", N_ROWS - 1);

  fixture->dir = g_dir_make_tmp ("querist-model-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->dir, "test.db", NULL);
  db = querist_connection_open_write (fixture->path, &error);
  g_assert_no_error (error);
  querist_connection_exec (db, "CREATE TABLE t (id INTEGER PRIMARY KEY)", &error);
  g_assert_no_error (error);
  result = querist_execute (fixture->path, sql, NULL, NULL, &error);
  g_assert_no_error (error);
  fixture->model = querist_result_model_new (result);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gint64 end = g_get_monotonic_time () + DEADLINE;

  /* the thread that read the last page may still hold on to it */
  g_object_add_weak_pointer (G_OBJECT (fixture->model), (gpointer *) &fixture->model);
  g_object_unref (fixture->model);
  while (g_atomic_pointer_get (&fixture->model) != NULL && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  g_assert_null (fixture->model);
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->dir), ==, 0);
  g_free (fixture->path);
  g_free (fixture->dir);
}

static QueristResultItem *
get_item (Fixture *fixture,
          guint    position)
{
  return g_list_model_get_item (G_LIST_MODEL (fixture->model), position);
}

static void
wait_for_row (QueristResultItem *item)
{
  gint64 end = g_get_monotonic_time () + DEADLINE;

  while (querist_result_item_get_row (item) == NULL && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  g_assert_nonnull (querist_result_item_get_row (item));
}

static void
assert_row (QueristResultItem *item,
            guint              position)
{
  QueristCell cell;

  g_assert_cmpuint (querist_result_item_get_position (item), ==, position);
  wait_for_row (item);
  cell = querist_result_row_get_cell (querist_result_item_get_row (item), 0);
  g_assert_cmpfloat (cell.number, ==, position);
}

static void
count_cb (QueristResultItem *item,
          guint             *count)
{
  (*count)++;
}

static void
test_length (Fixture       *fixture,
             gconstpointer  data)
{
  GListModel *list = G_LIST_MODEL (fixture->model);

  g_assert_cmpuint (g_list_model_get_n_items (list), ==, N_ROWS);
  g_assert_true (g_list_model_get_item_type (list) == QUERIST_TYPE_RESULT_ITEM);
  g_assert_null (g_list_model_get_item (list, N_ROWS));
  g_assert_null (g_list_model_get_item (list, G_MAXUINT));
}

/* First and last of a page, in the middle, and at the end, where the page is not full. */
static void
test_rows (Fixture       *fixture,
           gconstpointer  data)
{
  static const guint positions[] = { 0, 255, 256, 6000, N_ROWS - 1 };

  for (guint i = 0; i < G_N_ELEMENTS (positions); i++)
    {
      g_autoptr(QueristResultItem) item = get_item (fixture, positions[i]);

      assert_row (item, positions[i]);
    }
}

static void
test_changed (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(QueristResultItem) item = get_item (fixture, 300);
  g_autoptr(QueristResultItem) neighbour = get_item (fixture, 301);
  g_autoptr(QueristResultItem) same = get_item (fixture, 300);
  g_autoptr(QueristResultItem) later = NULL;
  guint n_changes = 0;

  g_assert_true (item == same);
  g_assert_null (querist_result_item_get_row (item));
  g_signal_connect (item, "changed", G_CALLBACK (count_cb), &n_changes);
  g_signal_connect (neighbour, "changed", G_CALLBACK (count_cb), &n_changes);
  assert_row (item, 300);
  assert_row (neighbour, 301);
  g_assert_cmpuint (n_changes, ==, 2);

  /* the page is here: whoever comes later need not wait */
  later = get_item (fixture, 302);
  g_assert_nonnull (querist_result_item_get_row (later));
  assert_row (later, 302);
}

static void
test_old_pages_are_dropped (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr(QueristResultItem) again = NULL;

  for (guint position = 0; position < N_ROWS; position += 256)
    {
      g_autoptr(QueristResultItem) item = get_item (fixture, position);

      assert_row (item, position);
    }
  again = get_item (fixture, 1);
  g_assert_null (querist_result_item_get_row (again));
  assert_row (again, 1);
}

/* Whoever scrolls fast does not wait for the pages that flew past. */
static void
test_unwatched_pages_are_skipped (Fixture       *fixture,
                                  gconstpointer  data)
{
  g_autoptr(QueristResultItem) first = get_item (fixture, 0);
  QueristResultItem *past = get_item (fixture, 2 * 256);
  g_autoptr(QueristResultItem) last = NULL;
  g_autoptr(QueristResultItem) back = NULL;

  g_object_unref (past);
  last = get_item (fixture, 4 * 256);
  assert_row (first, 0);
  assert_row (last, 4 * 256);
  back = get_item (fixture, 2 * 256);
  g_assert_null (querist_result_item_get_row (back));
  assert_row (back, 2 * 256);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void      (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/app/result-model/length", test_length },
    { "/app/result-model/rows", test_rows },
    { "/app/result-model/changed", test_changed },
    { "/app/result-model/old-pages-are-dropped", test_old_pages_are_dropped },
    { "/app/result-model/unwatched-pages-are-skipped", test_unwatched_pages_are_skipped },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
