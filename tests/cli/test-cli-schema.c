/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>

/* schema check, format, ddl and improve of the real querist-cli. */

typedef struct {
  char *folder;
  char *file;
  char *out;
  char *err;
  int   status;
} Fixture;

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  f->folder = g_dir_make_tmp ("querist-schema-XXXXXX", &error);
  g_assert_no_error (error);
  f->file = g_build_filename (f->folder, "my.prisma", NULL);
  g_file_set_contents (f->file, data, -1, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  g_unlink (f->file);
  g_rmdir (f->folder);
  g_free (f->folder);
  g_free (f->file);
  g_free (f->out);
  g_free (f->err);
}

static void
run (Fixture    *f,
     const char *command,
     ...) G_GNUC_NULL_TERMINATED;

/* The command's words end with NULL. */
static void
run (Fixture    *f,
     const char *command,
     ...)
{
  const char *argv[8] = { g_getenv ("QUERIST_CLI"), "schema", command };
  g_autoptr(GError) error = NULL;
  int wait_status;
  va_list words;

  va_start (words, command);
  for (guint i = 3; i < G_N_ELEMENTS (argv) - 1; i++)
    {
      argv[i] = va_arg (words, const char *);
      if (argv[i] == NULL)
        break;
    }
  va_end (words);

  g_clear_pointer (&f->out, g_free);
  g_clear_pointer (&f->err, g_free);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &f->out, &f->err,
                &wait_status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (wait_status));
  f->status = WEXITSTATUS (wait_status);
}

static const char good[] = "model A {\nid Int @id\n}\n";
static const char bad[] = "model A {\n  id Itn @id\n  x\n}\n";

static void
test_good (Fixture      *f,
           gconstpointer data)
{
  g_autofree char *text = NULL;

  run (f, "check", f->file, NULL);
  g_assert_cmpint (f->status, ==, 0);
  g_assert_cmpstr (f->out, ==, "");
  run (f, "ddl", f->file, NULL);
  g_assert_cmpint (f->status, ==, 0);
  g_assert_true (g_str_has_prefix (f->out, "CREATE TABLE \"A\" ("));
  run (f, "format", f->file, NULL);
  g_assert_cmpint (f->status, ==, 0);
  g_assert_cmpstr (f->out, ==, "model A {\n  id Int @id\n}\n");
  run (f, "format", f->file, "--write", NULL);
  g_assert_cmpint (f->status, ==, 0);
  g_assert_cmpstr (f->out, ==, "");
  g_assert_true (g_file_get_contents (f->file, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "model A {\n  id Int @id\n}\n");
}

static void
test_bad (Fixture      *f,
          gconstpointer data)
{
  g_autofree char *first = g_strdup_printf ("%s:2:6: error: “Itn” is neither", f->file);
  g_autofree char *second = g_strdup_printf ("\n%s:3:3: error: The field “x” has no type",
                                             f->file);

  run (f, "check", f->file, NULL);
  g_assert_cmpint (f->status, ==, 1);
  g_assert_true (g_str_has_prefix (f->out, first));
  g_assert_nonnull (strstr (f->out, second));
  run (f, "check", f->file, "--json", NULL);
  g_assert_cmpint (f->status, ==, 1);
  g_assert_nonnull (strstr (f->out, "\"unknown-type\""));
  run (f, "ddl", f->file, NULL);
  g_assert_cmpint (f->status, ==, 1);
  g_assert_cmpstr (f->out, ==, "");
  g_assert_nonnull (strstr (f->err, "my.prisma:2:6: "));
}

static void
test_usage (Fixture      *f,
            gconstpointer data)
{
  run (f, "check", NULL);
  g_assert_cmpint (f->status, ==, 2);
  run (f, "polish", f->file, NULL);
  g_assert_cmpint (f->status, ==, 2);
  run (f, "check", "/nowhere/at.all", NULL);
  g_assert_cmpint (f->status, ==, 1);
  g_assert_nonnull (strstr (f->err, "/nowhere/at.all"));
}

static const char improvable[] =
  "// mine\nmodel A {\n  id Int @id\n  custNm String // who\n  qty Int\n}\n";

static void
test_improve (Fixture      *f,
              gconstpointer data)
{
  g_autofree char *text = NULL;

  run (f, "improve", f->file, NULL);
  g_assert_cmpint (f->status, ==, 0);
  g_assert_nonnull (strstr (f->out, "1. Rename A.custNm to customerName\n"));
  g_assert_nonnull (strstr (f->out, "   -  qty Int\n   +  quantity Int @map(\"qty\")\n"));
  run (f, "improve", f->file, "--json", NULL);
  g_assert_cmpint (f->status, ==, 0);
  g_assert_nonnull (strstr (f->out, "\"name\": \"customerName\""));
  run (f, "improve", f->file, "--accept", "2", NULL);
  g_assert_cmpint (f->status, ==, 0);
  g_assert_cmpstr (f->out, ==, "// mine\nmodel A {\n  id Int @id\n  custNm String // who\n"
                               "  quantity Int @map(\"qty\")\n}\n");
  g_assert_nonnull (strstr (f->err, "1 of 2 changes made"));
  run (f, "improve", f->file, "--accept", "all", "--write", NULL);
  g_assert_cmpint (f->status, ==, 0);
  g_assert_cmpstr (f->out, ==, "");
  g_assert_true (g_file_get_contents (f->file, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "  customerName String @map(\"custNm\") // who\n"));
}

static void
test_improve_refused (Fixture      *f,
                      gconstpointer data)
{
  static const char *const ranges[] = { "0", "3", "2-1", "1,,2", "x", "1-", "-1" };

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      run (f, "improve", f->file, "--accept", ranges[i], NULL);
      g_assert_cmpint (f->status, ==, 2);
      g_assert_cmpstr (f->out, ==, "");
    }
  run (f, "improve", f->file, "--write", NULL);
  g_assert_cmpint (f->status, ==, 2);
  run (f, "improve", f->file, "--assistant", "oracle", NULL);
  g_assert_cmpint (f->status, ==, 2);
  run (f, "improve", "/nowhere/at.all", NULL);
  g_assert_cmpint (f->status, ==, 1);
}

static void
test_improve_bad (Fixture      *f,
                  gconstpointer data)
{
  run (f, "improve", f->file, NULL);
  g_assert_cmpint (f->status, ==, 1);
  g_assert_nonnull (strstr (f->err, "my.prisma:2:6: "));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/cli/schema/good", Fixture, good, set_up, test_good, tear_down);
  g_test_add ("/cli/schema/bad", Fixture, bad, set_up, test_bad, tear_down);
  g_test_add ("/cli/schema/improve", Fixture, improvable, set_up, test_improve, tear_down);
  g_test_add ("/cli/schema/improve-refused", Fixture, improvable, set_up, test_improve_refused,
              tear_down);
  g_test_add ("/cli/schema/improve-bad", Fixture, bad, set_up, test_improve_bad, tear_down);
  g_test_add ("/cli/schema/usage", Fixture, good, set_up, test_usage, tear_down);
  return g_test_run ();
}
