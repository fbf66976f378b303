/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "querist-connection.h"
#include "querist-store.h"
#include "querist-turn-private.h"

typedef struct {
  char         *folder;
  char         *path;
  QueristStore *store;
} Fixture;

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  f->folder = g_dir_make_tmp ("querist-store-XXXXXX", &error);
  f->path = g_build_filename (f->folder, "querist.db", NULL);
  f->store = querist_store_open (f->path, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  static const char *const suffixes[] = { "", "-wal", "-shm" };

  g_clear_object (&f->store);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (f->path, suffixes[i], NULL);

      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (f->folder), ==, 0);
  g_free (f->folder);
  g_free (f->path);
}

static void
save (Fixture     *f,
      QueristTurn *turn)
{
  g_autoptr(GError) error = NULL;

  querist_store_save_turn (f->store, turn, &error);
  g_assert_no_error (error);
}

static void
add_done (Fixture    *f,
          const char *session,
          const char *question,
          const char *sql,
          gboolean    approved)
{
  g_autoptr(QueristTurn) turn = querist_turn_new (session, question);

  querist_turn_add_version (turn, sql, "assistant");
  if (approved)
    ((QueristSqlVersion *) turn->versions->pdata[0])->approved = querist_timestamp_now ();
  turn->state = QUERIST_STATE_DONE;
  save (f, turn);
}

static void
test_save (Fixture      *f,
           gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristTurn) turn = querist_turn_new ("s", "How many?");
  g_autoptr(GPtrArray) turns = NULL;
  g_autoptr(GPtrArray) none = NULL;

  save (f, turn);
  turn->state = QUERIST_STATE_REVIEW;
  querist_turn_add_version (turn, "SELECT 1", "assistant");
  save (f, turn);

  g_clear_object (&f->store);
  f->store = querist_store_open (f->path, &error);
  g_assert_no_error (error);
  turns = querist_store_list_turns (f->store, "s", &error);
  g_assert_cmpuint (turns->len, ==, 1);
  g_assert_cmpint (querist_turn_get_state (turns->pdata[0]), ==, QUERIST_STATE_REVIEW);
  g_assert_cmpstr (querist_turn_get_sql (turns->pdata[0]), ==, "SELECT 1");
  none = querist_store_list_turns (f->store, "nobody's", &error);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_sessions (Fixture      *f,
               gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) sessions = NULL;
  g_autoptr(GPtrArray) left = NULL;
  const QueristSessionInfo *info;

  add_done (f, "a", "First?", "SELECT 1", TRUE);
  add_done (f, "b", "Second?", "SELECT 2", TRUE);
  add_done (f, "a", "Third?", "SELECT 3", TRUE);
  sessions = querist_store_list_sessions (f->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sessions->len, ==, 2);
  info = sessions->pdata[0];
  g_assert_cmpstr (info->id, ==, "a");
  g_assert_cmpstr (info->title, ==, "First?");
  g_assert_cmpuint (info->n_turns, ==, 2);
  g_assert_cmpint (info->state, ==, QUERIST_STATE_DONE);

  g_assert_true (querist_store_delete_session (f->store, "a", &error));
  g_assert_true (querist_store_delete_session (f->store, "nobody's", &error));
  left = querist_store_list_sessions (f->store, &error);
  g_assert_cmpuint (left->len, ==, 1);
}

/* Only what a person approved and what ran well is shown to an assistant as an example. */
static void
test_examples (Fixture      *f,
               gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristTurn) failed = querist_turn_new ("s", "Failed?");
  g_autoptr(GPtrArray) examples = NULL;

  add_done (f, "s", "Same?", "SELECT 'old'", TRUE);
  add_done (f, "s", "Other?", "SELECT 'other'", TRUE);
  add_done (f, "s", "Unapproved?", "SELECT 'no'", FALSE);
  add_done (f, "s", "Same?", "SELECT 'new'", TRUE);
  querist_turn_add_version (failed, "SELECT 'failed'", "you");
  ((QueristSqlVersion *) failed->versions->pdata[0])->approved = querist_timestamp_now ();
  failed->state = QUERIST_STATE_FAILED;
  save (f, failed);

  examples = querist_store_list_examples (f->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (examples->len, ==, 2);
  g_assert_cmpstr (((QueristExample *) examples->pdata[0])->sql, ==, "SELECT 'new'");
  g_assert_cmpstr (((QueristExample *) examples->pdata[1])->question, ==, "Other?");
}

/* One damaged record does not take the others away. */
static void
test_damaged_record (Fixture      *f,
                     gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(sqlite3) db = NULL;
  g_autoptr(GPtrArray) turns = NULL;

  add_done (f, "s", "Damaged?", "SELECT 1", TRUE);
  add_done (f, "s", "Whole?", "SELECT 2", TRUE);
  db = querist_connection_open_write (f->path, &error);
  querist_connection_exec (db, "UPDATE turn SET json = '{\"id\":' WHERE question = 'Damaged?'",
                           &error);
  g_assert_no_error (error);
  g_test_expect_message (NULL, G_LOG_LEVEL_WARNING, "*left out*");
  turns = querist_store_list_turns (f->store, "s", &error);
  g_test_assert_expected_messages ();
  g_assert_no_error (error);
  g_assert_cmpuint (turns->len, ==, 1);
}

static void
test_refused (Fixture      *f,
              gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(sqlite3) db = querist_connection_open_write (f->path, &error);

  querist_connection_exec (db, "PRAGMA user_version = 99", &error);
  g_assert_no_error (error);
  g_assert_null (querist_store_open (f->path, &error));
  g_assert_nonnull (strstr (error->message, "newer version"));
  g_clear_error (&error);
  g_assert_null (querist_store_open (f->folder, &error));
  g_assert_nonnull (error);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                       \
  g_test_add ("/workflow/store/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("save", test_save);
  ADD ("sessions", test_sessions);
  ADD ("examples", test_examples);
  ADD ("damaged-record", test_damaged_record);
  ADD ("refused", test_refused);
#undef ADD
  return g_test_run ();
}
