/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "querist-builtin-answer.h"
#include "querist-connection.h"
#include "querist-migration.h"

/* The files in questions/ hold a database each, as SQL, and after it questions as people put them:
 *
 *   ? a question            >? one that follows on the last
 *   ? a question :: what the person answers when asked back
 *   = a|row|of the answer   (in order)
 *   = (none)                an answer without rows
 *   ! words of the refusal
 *   ~ an option of what is asked back
 */

typedef struct {
  char           *database;
  QueristContext *context;
  GPtrArray      *history;
} World;

static void
exchange_free (gpointer data)
{
  QueristExchange *self = data;

  g_free (self->question);
  g_free (self);
}

static World *
world_new (const char *directory,
           const char *sql)
{
  World *self = g_new0 (World, 1);
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristCatalog) catalog = NULL;
  QueristContextRequest request = { .question = "", .disclosure = QUERIST_DISCLOSE_VALUES };
  sqlite3 *db = NULL;
  char *message = NULL;

  self->database = g_build_filename (directory, "test.db", NULL);
  g_assert_cmpint (sqlite3_open (self->database, &db), ==, SQLITE_OK);
  sqlite3_exec (db, "BEGIN", NULL, NULL, NULL);
  sqlite3_exec (db, sql, NULL, NULL, &message);
  sqlite3_exec (db, "COMMIT", NULL, NULL, NULL);
  g_assert_cmpstr (message, ==, NULL);
  sqlite3_close (db);
  catalog = querist_introspect (self->database, &error);
  g_assert_no_error (error);
  request.database = self->database;
  request.catalog = catalog;
  self->context = querist_context_new (&request, NULL, &error);
  g_assert_no_error (error);
  self->history = g_ptr_array_new_with_free_func (exchange_free);
  return self;
}

static void
world_free (World *self)
{
  g_unlink (self->database);
  g_free (self->database);
  querist_context_unref (self->context);
  g_ptr_array_unref (self->history);
  g_free (self);
}

static void
append_cell (GString      *text,
             sqlite3_stmt *stmt,
             int           column)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (column > 0)
    g_string_append_c (text, '|');
  if (sqlite3_column_type (stmt, column) == SQLITE_NULL)
    return;
  if (sqlite3_column_type (stmt, column) == SQLITE_FLOAT)
    g_string_append (text, g_ascii_formatd (number, sizeof number, "%.6g",
                                            sqlite3_column_double (stmt, column)));
  else
    g_string_append (text, (const char *) sqlite3_column_text (stmt, column));
}

static void
append_rows (World      *self,
             GString    *text,
             const char *sql)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(sqlite3) db = querist_connection_open_read (self->database, &error);
  g_autoptr(sqlite3_stmt) stmt = NULL;
  guint n = 0;

  g_assert_no_error (error);
  stmt = querist_connection_prepare (db, sql, &error);
  g_assert_no_error (error);
  for (; sqlite3_step (stmt) == SQLITE_ROW; n++)
    {
      g_string_append (text, "= ");
      for (int i = 0; i < sqlite3_column_count (stmt); i++)
        append_cell (text, stmt, i);
      g_string_append_c (text, '\n');
    }
  if (n == 0)
    g_string_append (text, "= (none)\n");
}

static char *
answer (World      *self,
        const char *line)
{
  g_auto(GStrv) parts = g_strsplit (strchr (line, '?') + 2, " :: ", 2);
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristBuiltinMind) mind = NULL;
  g_autoptr(QueristReply) reply = NULL;
  QueristExchange *exchange = g_new0 (QueristExchange, 1);
  GString *text = g_string_new (NULL);

  if (line[0] == '?')
    g_ptr_array_set_size (self->history, 0);
  mind = querist_builtin_mind_new (self->context, self->history, parts[1], NULL, &error);
  g_assert_no_error (error);
  reply = querist_builtin_answer (mind, parts[0], &error);
  if (reply == NULL)
    g_string_append_printf (text, "! %s\n", error->message);
  else if (reply->clarification != NULL)
    {
      for (guint i = 0; reply->options[i] != NULL; i++)
        g_string_append_printf (text, "~ %s\n", reply->options[i]);
    }
  else
    append_rows (self, text, reply->sql);
  exchange->question = g_strdup (parts[0]);
  g_ptr_array_add (self->history, exchange);
  return g_string_free (text, FALSE);
}

static gboolean
is_expected (const char *expected,
             const char *got)
{
  if (!g_str_has_prefix (expected, "! "))
    return g_str_equal (expected, got);
  else
    {
      g_autofree char *words = g_strstrip (g_strdup (expected + 2));

      return got[0] == '!' && strstr (got, words) != NULL;
    }
}

static gboolean
check (World      *self,
       const char *question,
       GString    *expected)
{
  g_autofree char *got = NULL;

  if (question == NULL)
    return TRUE;
  got = answer (self, question);
  if (is_expected (expected->str, got))
    return TRUE;
  g_test_message ("%s\nexpected:\n%sgot:\n%s", question, expected->str, got);
  return FALSE;
}

static gboolean
is_question (const char *line)
{
  return g_str_has_prefix (line, "? ") || g_str_has_prefix (line, ">? ");
}

static void
test_file (gconstpointer data)
{
  const char *path = data;
  g_autofree char *directory = g_dir_make_tmp ("querist-XXXXXX", NULL);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  g_autoptr(GString) sql = g_string_new (NULL);
  g_autoptr(GString) expected = g_string_new (NULL);
  const char *question = NULL;
  World *world = NULL;
  guint n_wrong = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", 0);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (world == NULL && !is_question (lines[i]))
        g_string_append_printf (sql, "%s\n", lines[i]);
      else if (is_question (lines[i]))
        {
          if (world == NULL)
            world = world_new (directory, sql->str);
          n_wrong += check (world, question, expected) ? 0 : 1;
          question = lines[i];
          g_string_truncate (expected, 0);
        }
      else if (*lines[i] != '\0')
        g_string_append_printf (expected, "%s\n", lines[i]);
    }
  n_wrong += check (world, question, expected) ? 0 : 1;
  world_free (world);
  g_rmdir (directory);
  g_assert_cmpuint (n_wrong, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *folder = NULL;
  g_autoptr(GDir) dir = NULL;
  const char *name;

  g_setenv ("QUERIST_NOW", "2024-07-01", TRUE);
  g_test_init (&argc, &argv, NULL);
  folder = g_test_build_filename (G_TEST_DIST, "assistant", "questions", NULL);
  dir = g_dir_open (folder, 0, NULL);
  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *test = g_strdup_printf ("/assistant/builtin-questions/%s", name);

      g_test_add_data_func_full (test, g_build_filename (folder, name, NULL), test_file, g_free);
    }
  return g_test_run ();
}
