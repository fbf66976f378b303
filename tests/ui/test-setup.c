/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "querist-setup.h"

#define DEADLINE (30 * G_TIME_SPAN_SECOND)

typedef struct {
  char           *folder;
  QueristProject *project;
  QueristSetup   *setup;
  int             finished;
  int             failed;
  int             cancelled;
  char           *message;
  guint           n_changes;
} Fixture;

static void
finished_cb (Fixture *fixture,
             int      stage)
{
  fixture->finished = stage;
}

static void
failed_cb (Fixture    *fixture,
           int         stage,
           const char *message)
{
  fixture->failed = stage;
  fixture->message = g_strdup (message);
}

static void
cancelled_cb (Fixture *fixture,
              int      stage)
{
  fixture->cancelled = stage;
}

static void
changed_cb (Fixture *fixture)
{
  fixture->n_changes++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *path = NULL;
  g_autoptr(GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("querist-setup-XXXXXX", NULL);
  path = g_build_filename (fixture->folder, "project", NULL);
  fixture->project = querist_project_create (path, &error);
  g_assert_no_error (error);
  fixture->setup = querist_setup_new (fixture->project);
  g_signal_connect_swapped (fixture->setup, "finished", G_CALLBACK (finished_cb), fixture);
  g_signal_connect_swapped (fixture->setup, "failed", G_CALLBACK (failed_cb), fixture);
  g_signal_connect_swapped (fixture->setup, "cancelled", G_CALLBACK (cancelled_cb), fixture);
  g_signal_connect_swapped (fixture->setup, "changed", G_CALLBACK (changed_cb), fixture);
}

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      remove_tree (child);
    }
  g_remove (path);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_unref (fixture->setup);
  g_object_unref (fixture->project);
  remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->message);
}

static char *
write_file (Fixture    *fixture,
            const char *name,
            const char *text)
{
  char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static void
wait_until_idle (Fixture *fixture)
{
  gint64 end = g_get_monotonic_time () + DEADLINE;

  while (querist_setup_get_stage (fixture->setup) != QUERIST_SETUP_IDLE)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
}

/* The project counts its rows in a thread after the load. */
static void
assert_rows (Fixture    *fixture,
             const char *table,
             gint64      n_rows)
{
  gint64 end = g_get_monotonic_time () + DEADLINE;

  while (querist_project_get_n_rows (fixture->project, table) != n_rows)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, FALSE);
    }
}

static void
test_whole_walk (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *stores = write_file (fixture, "stores.csv", "id,name\n1,Harbour\n2,Station\n");
  g_autofree char *orders =
    write_file (fixture, "orders.csv", "id,store_id,total\n10,1,2.5\n11,2,3.5\n12,2,1.5\n");
  const char *const paths[] = { stores, orders, NULL };
  const QueristLedger *ledger;

  querist_setup_run_all (fixture->setup, paths);
  g_assert_cmpint (querist_setup_get_stage (fixture->setup), ==, QUERIST_SETUP_READ);
  g_assert_nonnull (querist_setup_get_message (fixture->setup));
  wait_until_idle (fixture);

  g_assert_cmpstr (fixture->message, ==, NULL);
  g_assert_cmpint (fixture->finished, ==, QUERIST_SETUP_LOAD);
  g_assert_cmpuint (fixture->n_changes, >, 3);
  ledger = querist_setup_get_ledger (fixture->setup);
  g_assert_nonnull (ledger);
  g_assert_cmpuint (ledger->files->len, ==, 2);
  assert_rows (fixture, "orders", 3);
}

/* One bad file does not stop the good one, and stays in the list with its reason. */
static void
test_bad_file (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *empty = write_file (fixture, "empty.csv", "");
  g_autofree char *good = write_file (fixture, "good.csv", "id,name\n1,a\n2,b\n");
  const char *const paths[] = { empty, good, NULL };
  GListModel *sources = querist_project_get_sources (fixture->project);
  g_autoptr(QueristSource) first = NULL;
  g_autoptr(QueristSource) second = NULL;

  g_assert_true (querist_setup_add_files (fixture->setup, paths));
  wait_until_idle (fixture);
  g_assert_cmpint (fixture->finished, ==, QUERIST_SETUP_READ);
  g_assert_cmpuint (g_list_model_get_n_items (sources), ==, 2);
  first = g_list_model_get_item (sources, 0);
  second = g_list_model_get_item (sources, 1);
  g_assert_nonnull (querist_source_get_message (first));
  g_assert_null (querist_source_get_message (second));
  g_assert_nonnull (querist_source_get_profile (second));
}

/* Files that come while others are read are read after them. */
static void
test_add_while_reading (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autofree char *first = write_file (fixture, "first.csv", "id,name\n1,a\n2,b\n");
  g_autofree char *second = write_file (fixture, "second.csv", "id,name\n1,a\n2,b\n");
  const char *const one[] = { first, NULL };
  const char *const another[] = { second, NULL };
  GListModel *sources = querist_project_get_sources (fixture->project);

  g_assert_true (querist_setup_add_files (fixture->setup, one));
  g_assert_true (querist_setup_add_files (fixture->setup, another));
  wait_until_idle (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (sources), ==, 2);

  querist_setup_suggest (fixture->setup);
  g_assert_false (querist_setup_add_files (fixture->setup, one));
  wait_until_idle (fixture);
  g_assert_cmpint (fixture->finished, ==, QUERIST_SETUP_SUGGEST);
}

static void
test_nothing_readable (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autofree char *empty = write_file (fixture, "empty.csv", "");
  const char *const paths[] = { empty, "/not/there.csv", NULL };

  querist_setup_run_all (fixture->setup, paths);
  wait_until_idle (fixture);
  g_assert_cmpint (fixture->failed, ==, QUERIST_SETUP_READ);
  g_assert_nonnull (fixture->message);
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *good = write_file (fixture, "good.csv", "id,name\n1,a\n2,b\n");
  const char *const paths[] = { good, NULL };

  querist_setup_run_all (fixture->setup, paths);
  querist_setup_cancel (fixture->setup);
  wait_until_idle (fixture);
  g_assert_cmpint (fixture->finished, ==, 0);
  g_assert_cmpint (fixture->failed, ==, 0);
  g_assert_cmpint (fixture->cancelled, ==, QUERIST_SETUP_READ);
  g_assert_null (querist_setup_get_ledger (fixture->setup));

  /* It can be started again. */
  querist_setup_run_all (fixture->setup, paths);
  wait_until_idle (fixture);
  g_assert_cmpint (fixture->finished, ==, QUERIST_SETUP_LOAD);
}

static void
test_schema_with_errors (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  querist_project_set_schema_text (fixture->project, "model A {\n  x Nope\n}\n", &error);
  g_assert_no_error (error);
  querist_setup_load (fixture->setup, QUERIST_LOAD_REPLACE, FALSE);
  wait_until_idle (fixture);
  g_assert_cmpint (fixture->failed, ==, QUERIST_SETUP_LOAD);
  g_assert_nonnull (fixture->message);
}

#define ADD(name, test) \
  g_test_add ("/app/setup/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("whole-walk", test_whole_walk);
  ADD ("bad-file", test_bad_file);
  ADD ("add-while-reading", test_add_while_reading);
  ADD ("nothing-readable", test_nothing_readable);
  ADD ("cancel", test_cancel);
  ADD ("schema-with-errors", test_schema_with_errors);
  return g_test_run ();
}
