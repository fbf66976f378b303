/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "querist-connection.h"
#include "querist-digest.h"
#include "querist-executor.h"
#include "querist-json.h"

typedef struct {
  char     *path;
  JsonNode *digest;
  GError   *error;
  gboolean  done;
} Fixture;

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  int file = g_file_open_tmp ("querist-digest-XXXXXX.db", &f->path, &error);
  g_autoptr(sqlite3) db = NULL;

  g_assert_no_error (error);
  g_close (file, NULL);
  g_unlink (f->path);
  db = querist_connection_open_write (f->path, &error);
  querist_connection_exec (db, "CREATE TABLE t (a INTEGER)", &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  g_unlink (f->path);
  g_free (f->path);
  g_clear_pointer (&f->digest, json_node_unref);
  g_clear_error (&f->error);
}

static void
digest_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Fixture *f = user_data;

  f->digest = querist_digest_new_finish (result, &f->error);
  f->done = TRUE;
}

static JsonObject *
make_digest (Fixture      *f,
             const char   *sql,
             GCancellable *cancellable)
{
  g_autoptr(GError) error = NULL;
  const QueristExecuteOptions options = { 10, 0 };
  g_autoptr(QueristResult) result = querist_execute (f->path, sql, &options, NULL, &error);

  g_assert_no_error (error);
  g_clear_pointer (&f->digest, json_node_unref);
  f->done = FALSE;
  querist_digest_new_async (result, cancellable, digest_cb, f);
  while (!f->done)
    g_main_context_iteration (NULL, TRUE);
  return f->digest != NULL ? json_node_get_object (f->digest) : NULL;
}

static JsonObject *
get_column (JsonObject *digest,
            guint       index)
{
  return json_array_get_object_element (json_object_get_array_member (digest, "columns"), index);
}

#define SERIES "WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 3001) "

/* The figures are over all rows, not only over those that are shown. */
static void
test_figures (Fixture      *f,
              gconstpointer data)
{
  JsonObject *digest = make_digest (f, SERIES "SELECT n, n * 0.1 AS tenth, 'x' AS word, "
                                       "CASE WHEN n % 2 THEN n END AS odd FROM s", NULL);
  JsonObject *column;

  g_assert_cmpint (json_object_get_int_member (digest, "row_count"), ==, 3001);
  g_assert_false (json_object_get_boolean_member (digest, "truncated"));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (digest, "rows")), ==, 20);
  column = get_column (digest, 0);
  g_assert_cmpstr (json_object_get_string_member (column, "name"), ==, "n");
  g_assert_cmpint (json_object_get_int_member (column, "total"), ==, 3001 * 3002 / 2);
  g_assert_cmpint (json_object_get_int_member (column, "min"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (column, "max"), ==, 3001);
  column = get_column (digest, 1);
  g_assert_cmpfloat (json_object_get_double_member (column, "total"), ==, 450450.1);
  g_assert_false (json_object_has_member (get_column (digest, 2), "total"));
  g_assert_cmpint (json_object_get_int_member (get_column (digest, 3), "values"), ==, 1501);
}

/* Sums beyond 64 bits, infinities and long texts neither overflow nor break the JSON. */
static void
test_extremes (Fixture      *f,
               gconstpointer data)
{
  JsonObject *digest = make_digest (f, "SELECT 9223372036854775807 AS big, 9e999 AS infinite, "
                                       "printf('%.*c', 5000, 'x') AS long, x'00ff' AS blob "
                                       "UNION ALL SELECT 9223372036854775807, 1.5, 'y', NULL",
                                    NULL);
  g_autofree char *text = querist_json_to_string (f->digest, FALSE);
  g_autoptr(JsonNode) again = querist_json_parse (text, -1, &f->error);

  g_assert_no_error (f->error);
  g_assert_nonnull (again);
  g_assert_cmpuint (strlen (text), <, 1500);
  g_assert_cmpfloat (json_object_get_double_member (get_column (digest, 0), "total"), >, 1.8e19);
  g_assert_false (json_object_has_member (get_column (digest, 1), "total"));
}

static void
test_empty (Fixture      *f,
            gconstpointer data)
{
  JsonObject *digest = make_digest (f, "SELECT a FROM t", NULL);

  g_assert_cmpint (json_object_get_int_member (digest, "row_count"), ==, 0);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (digest, "rows")), ==, 0);
  g_assert_false (json_object_has_member (get_column (digest, 0), "total"));
}

static void
test_cancel (Fixture      *f,
             gconstpointer data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  g_assert_null (make_digest (f, SERIES "SELECT n FROM s", cancellable));
  g_assert_error (f->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                       \
  g_test_add ("/workflow/digest/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("figures", test_figures);
  ADD ("extremes", test_extremes);
  ADD ("empty", test_empty);
  ADD ("cancel", test_cancel);
#undef ADD
  return g_test_run ();
}
