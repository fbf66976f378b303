/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "querist-connection.h"
#include "querist-loader.h"

/* A load in a process of its own meets its end, and the data of before are looked at. Every row of
 * a file holds the file's generation, so that a mixture would show. */

#define N_ROWS 50000

/* What a child ends with. */
#define LOADED   0
#define FAILED   3
#define FULL     4
#define NO_MOUNT 5

static const char *program;

static char *
write_csv (const char *dir,
           int         generation)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) text = g_string_new ("id,generation,text\n");
  char *path = g_strdup_printf ("%s/%d.csv", dir, generation);

  for (guint i = 1; i <= N_ROWS; i++)
    g_string_append_printf (text, "%u,%d,\"a text of some length, number %u\"\n", i, generation,
                            (i * 7919u) % N_ROWS);
  g_file_set_contents (path, text->str, text->len, &error);
  g_assert_no_error (error);
  return path;
}

static QueristColumn *
add_column (QueristTable  *table,
            const char    *name,
            QueristScalar  type,
            const char    *database_type)
{
  QueristColumn *column = querist_column_new (name);

  column->type = type;
  column->database_type = g_strdup (database_type);
  g_ptr_array_add (table->columns, column);
  return column;
}

static QueristCatalog *
make_catalog (void)
{
  QueristCatalog *catalog = querist_catalog_new ();
  QueristTable *table = querist_table_new ("items");
  QueristIndex *index = querist_index_new ();

  add_column (table, "id", QUERIST_SCALAR_INT, "INTEGER")->primary_key = TRUE;
  add_column (table, "generation", QUERIST_SCALAR_INT, "INTEGER");
  add_column (table, "text", QUERIST_SCALAR_STRING, "TEXT");
  g_strfreev (table->primary_key);
  table->primary_key = g_strsplit ("id", " ", -1);
  index->name = g_strdup ("items_text_idx");
  g_strfreev (index->columns);
  index->columns = g_strsplit ("text", " ", -1);
  g_ptr_array_add (table->indexes, index);
  g_ptr_array_add (catalog->tables, table);
  return catalog;
}

static gboolean
load (const char *database,
      const char *csv,
      GError    **error)
{
  g_autoptr(QueristCatalog) catalog = make_catalog ();
  g_autoptr(QueristCsvDialect) dialect = querist_csv_dialect_new ();
  g_autoptr(GPtrArray) files =
    g_ptr_array_new_with_free_func ((GDestroyNotify) querist_load_file_free);
  g_autoptr(QueristLedger) ledger = NULL;
  QueristLoadFile *file;

  g_free (dialect->delimiter);
  dialect->delimiter = g_strdup (",");
  dialect->quote = dialect->escape = '"';
  dialect->header_rows = 1;
  file = querist_load_file_new (csv, "items", dialect, 3);
  querist_load_file_add (file, 0, "id", NULL);
  querist_load_file_add (file, 1, "generation", NULL);
  querist_load_file_add (file, 2, "text", NULL);
  g_ptr_array_add (files, file);
  ledger = querist_load (database, catalog, files, QUERIST_LOAD_REPLACE, NULL, NULL, NULL, error);
  return ledger != NULL;
}

static int
outcome (const char *database,
         const char *csv)
{
  g_autoptr(GError) error = NULL;

  if (load (database, csv, &error))
    return LOADED;
  return g_error_matches (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_FULL) ? FULL
                                                                                     : FAILED;
}

/* A disk too small for the second load, seen by this process only. */
static int
load_on_small_disk (const char *dir,
                    const char *first,
                    const char *second)
{
  g_autofree char *database = g_build_filename (dir, "small.db", NULL);
  g_autofree char *table = NULL;
  g_autoptr(sqlite3) db = NULL;
  g_autoptr(sqlite3_stmt) statement = NULL;

  if (unshare (CLONE_NEWNS) != 0 || mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
      mount ("tmpfs", dir, "tmpfs", 0, "size=7m") != 0)
    return NO_MOUNT;
  if (outcome (database, first) != LOADED || outcome (database, second) != FULL)
    return FAILED;
  db = querist_connection_open_read (database, NULL);
  statement =
    querist_connection_prepare (db, "SELECT count(*), min (generation), max (generation) "
                                    "FROM items", NULL);
  if (sqlite3_step (statement) != SQLITE_ROW || sqlite3_column_int (statement, 0) != N_ROWS ||
      sqlite3_column_int (statement, 1) != 1 || sqlite3_column_int (statement, 2) != 1)
    return FAILED;
  return FULL;
}

static int
run_child (int    argc,
           char **argv)
{
  if (g_str_equal (argv[1], "--limited"))
    {
      struct rlimit limit = { 2 * 1024 * 1024, 2 * 1024 * 1024 };

      signal (SIGXFSZ, SIG_IGN);
      setrlimit (RLIMIT_FSIZE, &limit);
    }
  if (g_str_equal (argv[1], "--small-disk"))
    return load_on_small_disk (argv[2], argv[3], argv[4]);
  return outcome (argv[2], argv[3]);
}

static GPid
start_child (const char *mode,
             const char *first,
             const char *second,
             const char *third)
{
  const char *argv[] = { program, mode, first, second, third, NULL };
  g_autoptr(GError) error = NULL;
  GPid pid;

  g_spawn_async (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, &error);
  g_assert_no_error (error);
  return pid;
}

static int
await_child (GPid pid)
{
  int status;

  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  return WIFEXITED (status) ? WEXITSTATUS (status) : -1;
}

/* The generation of the rows, which are all there and sound. */
static int
check_whole (const char *database)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(sqlite3) db = querist_connection_open_read (database, &error);
  g_autoptr(sqlite3_stmt) statement = NULL;

  g_assert_no_error (error);
  statement = querist_connection_prepare (db,
                                          "SELECT count(*), min (generation), max (generation), "
                                          "(SELECT integrity_check FROM pragma_integrity_check), "
                                          "(SELECT count(*) FROM sqlite_schema "
                                          "WHERE name = 'items_text_idx') FROM items",
                                          &error);
  g_assert_no_error (error);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  g_assert_cmpint (sqlite3_column_int (statement, 0), ==, N_ROWS);
  g_assert_cmpint (sqlite3_column_int (statement, 1), ==, sqlite3_column_int (statement, 2));
  g_assert_cmpstr ((const char *) sqlite3_column_text (statement, 3), ==, "ok");
  g_assert_cmpint (sqlite3_column_int (statement, 4), ==, 1);
  return sqlite3_column_int (statement, 1);
}

typedef struct {
  char *dir;
  char *database;
  char *csv[2];
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->dir = g_dir_make_tmp ("querist-crash-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->database = g_build_filename (fixture->dir, "test.db", NULL);
  for (int i = 0; i < 2; i++)
    fixture->csv[i] = write_csv (fixture->dir, i + 1);
  g_assert_true (load (fixture->database, fixture->csv[0], &error));
  g_assert_no_error (error);
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

      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (fixture->dir), ==, 0);
  g_free (fixture->csv[0]);
  g_free (fixture->csv[1]);
  g_free (fixture->database);
  g_free (fixture->dir);
}

static void
test_kill (Fixture       *fixture,
           gconstpointer  data)
{
  guint n_rounds = g_test_slow () ? 100 : 8;
  gint64 start = g_get_monotonic_time ();
  guint n_killed = 0;
  int present;
  guint duration;

  g_assert_cmpint (await_child (start_child ("--load", fixture->database, fixture->csv[0], NULL)),
                   ==, LOADED);
  duration = g_get_monotonic_time () - start;
  present = check_whole (fixture->database);
  for (guint i = 0; i < n_rounds; i++)
    {
      int wanted = 3 - present;
      GPid pid = start_child ("--load", fixture->database, fixture->csv[wanted - 1], NULL);
      int status;

      g_usleep (g_test_rand_int_range (0, duration));
      kill (pid, SIGKILL);
      status = await_child (pid);
      n_killed += status == -1;
      present = check_whole (fixture->database);
      if (status == LOADED)
        g_assert_cmpint (present, ==, wanted);
    }
  g_test_message ("%u of %u loads were killed on the way", n_killed, n_rounds);
  g_assert_cmpuint (n_killed, >, 0);
  g_assert_cmpint (outcome (fixture->database, fixture->csv[2 - present]), ==, LOADED);
  g_assert_cmpint (check_whole (fixture->database), ==, 3 - present);
}

static void
test_write_fails (Fixture       *fixture,
                  gconstpointer  data)
{
  int status =
    await_child (start_child ("--limited", fixture->database, fixture->csv[1], NULL));

  g_assert_true (status == FAILED || status == FULL);
  g_assert_cmpint (check_whole (fixture->database), ==, 1);
  g_assert_cmpint (outcome (fixture->database, fixture->csv[1]), ==, LOADED);
  g_assert_cmpint (check_whole (fixture->database), ==, 2);
}

static void
test_full_disk (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *disk = g_build_filename (fixture->dir, "disk", NULL);
  int status;

  g_assert_cmpint (g_mkdir (disk, 0700), ==, 0);
  status = await_child (start_child ("--small-disk", disk, fixture->csv[0], fixture->csv[1]));
  g_rmdir (disk);
  if (status == NO_MOUNT)
    g_test_skip ("only root may mount a small disk");
  else
    g_assert_cmpint (status, ==, FULL);
}

static gboolean
cancel_cb (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

static void
finished_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
count_reports (const QueristProgress *progress,
               gpointer               user_data)
{
  g_assert_cmpuint (progress->bytes_done, <=, progress->bytes_total);
  ++*(guint *) user_data;
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) done = NULL;
  g_autoptr(QueristCatalog) catalog = make_catalog ();
  g_autoptr(QueristCsvDialect) dialect = querist_csv_dialect_new ();
  g_autoptr(GPtrArray) files =
    g_ptr_array_new_with_free_func ((GDestroyNotify) querist_load_file_free);
  QueristLoadFile *file;
  guint n_reports = 0;

  g_free (dialect->delimiter);
  dialect->delimiter = g_strdup (",");
  dialect->quote = dialect->escape = '"';
  dialect->header_rows = 1;
  for (guint i = 0; i < 20; i++)
    {
      file = querist_load_file_new (fixture->csv[1], "items", dialect, 3);
      querist_load_file_add (file, 0, "id", NULL);
      querist_load_file_add (file, 1, "generation", NULL);
      querist_load_file_add (file, 2, "text", NULL);
      g_ptr_array_add (files, file);
    }
  querist_load_async (fixture->database, catalog, files, QUERIST_LOAD_REPLACE, count_reports,
                      &n_reports, cancellable, finished_cb, &done);
  g_timeout_add (30, cancel_cb, cancellable);
  while (done == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (querist_load_finish (done, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (check_whole (fixture->database), ==, 1);
}

#define ADD(path, function) \
  g_test_add ("/database/load-crash/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  if (argc > 3 && g_str_has_prefix (argv[1], "--"))
    return run_child (argc, argv);

  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  ADD ("kill", test_kill);
  ADD ("write-fails", test_write_fails);
  ADD ("full-disk", test_full_disk);
  ADD ("cancel", test_cancel);
  return g_test_run ();
}
