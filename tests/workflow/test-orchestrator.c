/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "fake-assistant.h"
#include "querist-connection.h"
#include "querist-orchestrator.h"
#include "querist-turn-private.h"
#include "test-files.h"

#define PLAY(f, lines) play (f, lines, G_N_ELEMENTS (lines))

/* What a specific question starts with, in one reply. */
#define DRAFT(statement)                                                                          \
  {                                                                                               \
    .task = QUERIST_TASK_CLASSIFY, .intent = QUERIST_INTENT_SPECIFIC,                             \
    .plan = { "Count `shop`" }, .sql = statement                                                  \
  }
#define SAY(words) { .task = QUERIST_TASK_INTERPRET, .text = words }

typedef struct {
  char                *folder;
  QueristProject      *project;
  QueristStore        *store;
  FakeAssistant       *assistant;
  QueristOrchestrator *orchestrator;
  GCancellable        *cancellable;
  GString             *states;
  GString             *told;
  QueristState         cancel_in;
  gboolean             done;
  GError              *error;
} Fixture;

static void
fill_database (QueristProject *project)
{
  g_autofree char *path = querist_project_dup_database_path (project);
  g_autoptr(GError) error = NULL;
  g_autoptr(sqlite3) db = querist_connection_open_write (path, &error);

  g_assert_no_error (error);
  querist_connection_exec (db,
                           "CREATE TABLE shop (id INTEGER PRIMARY KEY, name TEXT NOT NULL,"
                           " opened TEXT, area REAL);"
                           "INSERT INTO shop VALUES (1, 'North', '2020-01-01', 10.5),"
                           " (2, 'South', '2021-05-01', 20), (3, 'West', NULL, NULL)", &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristProject) project = NULL;
  g_autofree char *store = NULL;

  f->folder = g_dir_make_tmp ("querist-orchestrator-XXXXXX", &error);
  project = querist_project_create (f->folder, &error);
  g_assert_no_error (error);
  fill_database (project);
  f->project = querist_project_open (f->folder, &error);
  store = g_build_filename (f->folder, "querist.db", NULL);
  f->store = querist_store_open (store, &error);
  g_assert_no_error (error);
  f->assistant = fake_assistant_new (NULL, 0, GPOINTER_TO_INT (data));
  f->orchestrator =
    querist_orchestrator_new (f->project, f->store, QUERIST_ASSISTANT (f->assistant));
  f->cancellable = g_cancellable_new ();
  f->states = g_string_new (NULL);
  f->told = g_string_new (NULL);
  f->cancel_in = QUERIST_STATE_DONE;
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  g_clear_object (&f->orchestrator);
  g_clear_object (&f->assistant);
  g_clear_object (&f->store);
  g_clear_object (&f->project);
  g_clear_object (&f->cancellable);
  g_clear_error (&f->error);
  g_string_free (f->states, TRUE);
  g_string_free (f->told, TRUE);
  test_files_remove (f->folder);
  g_free (f->folder);
}

static void
play (Fixture        *f,
      const FakeLine *lines,
      guint           n_lines)
{
  fake_assistant_play (f->assistant, lines, n_lines);
}

/* Notes the way through the states, "classify check review", and stops it where the test says. */
static void
changed_cb (QueristTurn *turn,
            gpointer     user_data)
{
  Fixture *f = user_data;
  const char *name = querist_state_to_string (querist_turn_get_state (turn));

  if (!g_str_has_suffix (f->states->str, name))
    g_string_append_printf (f->states, "%s%s", f->states->len > 0 ? " " : "", name);
  if (querist_turn_get_state (turn) == f->cancel_in)
    g_cancellable_cancel (f->cancellable);
}

static void
delta_cb (QueristTurn *turn,
          const char  *text,
          gpointer     user_data)
{
  Fixture *f = user_data;

  g_string_append (f->told, text);
}

static void
advanced_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  Fixture *f = user_data;

  querist_orchestrator_advance_finish (QUERIST_ORCHESTRATOR (object), result, &f->error);
  f->done = TRUE;
}

static void
advance (Fixture     *f,
         QueristTurn *turn)
{
  gulong changed = g_signal_connect (turn, "changed", G_CALLBACK (changed_cb), f);
  gulong delta = g_signal_connect (turn, "delta", G_CALLBACK (delta_cb), f);

  f->done = FALSE;
  g_string_truncate (f->states, 0);
  querist_orchestrator_advance_async (f->orchestrator, turn, f->cancellable, advanced_cb, f);
  while (!f->done)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (turn, changed);
  g_signal_handler_disconnect (turn, delta);
  g_assert_no_error (f->error);
  g_assert_false (querist_turn_is_working (turn));
  g_cancellable_reset (f->cancellable);
}

static void
approve (Fixture     *f,
         QueristTurn *turn,
         const char  *sql)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (querist_orchestrator_approve (f->orchestrator, turn, sql, &error));
  g_assert_no_error (error);
  advance (f, turn);
}

/* The turn as another run of the program would find it. */
static QueristTurn *
restart (Fixture     *f,
         QueristTurn *turn)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename (f->folder, "querist.db", NULL);
  g_autoptr(GPtrArray) turns = NULL;

  g_clear_object (&f->orchestrator);
  g_clear_object (&f->store);
  f->store = querist_store_open (path, &error);
  g_assert_no_error (error);
  f->orchestrator =
    querist_orchestrator_new (f->project, f->store, QUERIST_ASSISTANT (f->assistant));
  turns = querist_store_list_turns (f->store, querist_turn_get_session (turn), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (turns->len, >, 0);
  return g_object_ref (turns->pdata[turns->len - 1]);
}

static void
test_specific (Fixture      *f,
               gconstpointer data)
{
  static const FakeLine lines[] = {
    { .task = QUERIST_TASK_CLASSIFY, .intent = QUERIST_INTENT_SPECIFIC },
    { .task = QUERIST_TASK_PLAN, .plan = { "Count the rows of `shop`" } },
    { .task = QUERIST_TASK_WRITE_SQL, .sql = "SELECT count(*) AS shops FROM shop" },
    { .task = QUERIST_TASK_INTERPRET, .text = "There are 3 shops.", .deltas = { "There ", "are" },
      .suggestions = { "And where?" } },
  };
  g_autoptr(QueristTurn) turn = querist_turn_new (NULL, "How many shops?");

  PLAY (f, lines);
  advance (f, turn);
  g_assert_cmpstr (f->states->str, ==,
                   "context classify plan validate write-sql check review");
  g_assert_null (querist_turn_get_result (turn));
  g_assert_cmpstr (querist_turn_get_sql (turn), ==, "SELECT count(*) AS shops FROM shop");

  approve (f, turn, NULL);
  g_assert_cmpstr (f->states->str, ==, "execute interpret done");
  g_assert_cmpint (querist_turn_get_n_rows (turn), ==, 1);
  g_assert_cmpstr (querist_turn_get_text (turn), ==, "There are 3 shops.");
  g_assert_cmpstr (querist_turn_get_suggestions (turn)[0], ==, "And where?");
  g_assert_cmpstr (f->told->str, ==, "There are");
  g_assert_nonnull (querist_turn_get_version (turn, 0)->approved);
  g_assert_cmpuint (querist_turn_get_usage (turn)->calls, ==, 4);
  g_assert_cmpuint (querist_turn_get_usage (turn)->prompt_tokens, ==, 40);
  g_assert_cmpuint (querist_turn_get_timings (turn)->len, >=, 7);
  g_assert_nonnull (strstr (fake_assistant_get_notes (f->assistant)->digest, "\"total\":3"));
  fake_assistant_check_end (f->assistant);
}

/* What a reply has filled already is not asked for again. */
static void
test_one_call (Fixture      *f,
               gconstpointer data)
{
  static const FakeLine lines[] = { DRAFT ("SELECT name FROM shop") };
  g_autoptr(QueristTurn) turn = querist_turn_new (NULL, "Which shops?");

  PLAY (f, lines);
  advance (f, turn);
  g_assert_cmpstr (f->states->str, ==, "context classify check review");
  g_assert_cmpuint (querist_turn_get_usage (turn)->calls, ==, 1);
}

static void
test_descriptive (Fixture      *f,
                  gconstpointer data)
{
  static const FakeLine lines[] = {
    { .task = QUERIST_TASK_CLASSIFY, .intent = QUERIST_INTENT_DESCRIPTIVE },
    { .task = QUERIST_TASK_DESCRIBE, .text = "Shops.", .deltas = { "Sho", "ps." } },
  };
  g_autoptr(QueristTurn) turn = querist_turn_new (NULL, "What is in here?");

  PLAY (f, lines);
  advance (f, turn);
  g_assert_cmpstr (f->states->str, ==, "context classify describe done");
  g_assert_cmpstr (querist_turn_get_text (turn), ==, "Shops.");
  g_assert_cmpstr (f->told->str, ==, "Shops.");
}

static void
test_analytical (Fixture      *f,
                 gconstpointer data)
{
  static const FakeLine lines[] = {
    { .task = QUERIST_TASK_CLASSIFY, .intent = QUERIST_INTENT_ANALYTICAL },
    { .task = QUERIST_TASK_INSIGHTS, .suggestions = { "How many?", "Since when?" } },
  };
  g_autoptr(QueristTurn) turn = querist_turn_new (NULL, "What is interesting?");

  PLAY (f, lines);
  advance (f, turn);
  g_assert_cmpstr (f->states->str, ==, "context classify insights done");
  g_assert_cmpuint (g_strv_length ((GStrv) querist_turn_get_suggestions (turn)), ==, 2);
}

static void
test_clarify (Fixture      *f,
              gconstpointer data)
{
  static const FakeLine asks[] = {
    { .task = QUERIST_TASK_CLASSIFY, .intent = QUERIST_INTENT_SPECIFIC,
      .clarification = "Big by what?", .options = { "area", "age" } },
  };
  static const FakeLine goes_on[] = {
    { .task = QUERIST_TASK_PLAN, .plan = { "Sort by `area`" },
      .sql = "SELECT name FROM shop ORDER BY area DESC LIMIT 1" },
  };
  g_autoptr(QueristTurn) turn = querist_turn_new (NULL, "Which shop is biggest?");
  g_autoptr(QueristTurn) again = NULL;
  g_autoptr(GError) error = NULL;

  PLAY (f, asks);
  advance (f, turn);
  g_assert_cmpstr (f->states->str, ==, "context classify clarify");
  g_assert_cmpstr (querist_turn_get_options (turn)[1], ==, "age");

  again = restart (f, turn);
  g_assert_cmpint (querist_turn_get_state (again), ==, QUERIST_STATE_CLARIFY);
  PLAY (f, goes_on);
  g_assert_true (querist_orchestrator_choose (f->orchestrator, again, "area", &error));
  advance (f, again);
  g_assert_cmpstr (f->states->str, ==, "plan check review");
  g_assert_cmpstr (fake_assistant_get_notes (f->assistant)->choice, ==, "area");
  g_assert_false (querist_orchestrator_choose (f->orchestrator, again, "age", &error));
  g_assert_nonnull (error);
}

/* A plan that names what is not there is sent back, once; one that fits costs no call. */
static void
test_validate (Fixture      *f,
               gconstpointer data)
{
  static const FakeLine lines[] = {
    { .task = QUERIST_TASK_CLASSIFY, .intent = QUERIST_INTENT_SPECIFIC,
      .plan = { "Sum `shop.turnover`" } },
    { .task = QUERIST_TASK_VALIDATE, .plan = { "Sum `shop.turnover` again" } },
    { .task = QUERIST_TASK_WRITE_SQL, .sql = "SELECT sum(area) FROM shop" },
  };
  g_autoptr(QueristTurn) turn = querist_turn_new (NULL, "How much?");

  PLAY (f, lines);
  advance (f, turn);
  g_assert_cmpstr (f->states->str, ==, "context classify validate write-sql check review");
  fake_assistant_check_end (f->assistant);
}

static void
test_repair (Fixture      *f,
             gconstpointer data)
{
  static const FakeLine lines[] = {
    DRAFT ("SELECT zzz FROM shop"),
    { .task = QUERIST_TASK_REPAIR, .sql = "SELECT qqq FROM shop" },
    { .task = QUERIST_TASK_REPAIR, .sql = "SELECT name FROM shop" },
  };
  g_autoptr(QueristTurn) turn = querist_turn_new (NULL, "Which?");

  PLAY (f, lines);
  advance (f, turn);
  g_assert_cmpstr (f->states->str, ==,
                   "context classify check repair check repair check review");
  g_assert_cmpuint (fake_assistant_get_notes (f->assistant)->n_diagnostics, >, 0);
  g_assert_cmpuint (querist_turn_get_n_versions (turn), ==, 3);
  g_assert_cmpstr (querist_turn_get_sql (turn), ==, "SELECT name FROM shop");
  g_assert_false (querist_diagnostics_have_error (querist_turn_get_diagnostics (turn)));
}

/* What the checker can mend by itself costs no call. */
static void
test_sure_fix (Fixture      *f,
               gconstpointer data)
{
  static const FakeLine lines[] = { DRAFT ("SELECT id FROM shop WHERE name = 'north'") };
  g_autoptr(QueristTurn) turn = querist_turn_new (NULL, "Which is north?");

  PLAY (f, lines);
  advance (f, turn);
  g_assert_cmpstr (f->states->str, ==, "context classify check review");
  g_assert_cmpstr (querist_turn_get_sql (turn), ==, "SELECT id FROM shop WHERE name = 'North'");
  g_assert_cmpstr (querist_turn_get_version (turn, 1)->author, ==, "fix");
}

/* A warning that means wrong rows goes back once; who insists is believed. */
static void
test_strong_warning (Fixture      *f,
                     gconstpointer data)
{
  static const FakeLine mends[] = {
    DRAFT ("SELECT id FROM shop WHERE name = 'Polar'"),
    { .task = QUERIST_TASK_REPAIR, .sql = "SELECT id FROM shop WHERE name = 'North'" },
  };
  static const FakeLine insists[] = {
    DRAFT ("SELECT id FROM shop WHERE name = 'Nowhere'"),
    { .task = QUERIST_TASK_REPAIR, .sql = "SELECT id FROM shop WHERE name = 'Nowhere'" },
  };
  g_autoptr(QueristTurn) turn = querist_turn_new (NULL, "Which is north?");
  g_autoptr(QueristTurn) other = querist_turn_new (NULL, "Which is nowhere?");

  PLAY (f, mends);
  advance (f, turn);
  g_assert_cmpstr (f->states->str, ==, "context classify check repair check review");
  fake_assistant_check_end (f->assistant);
  PLAY (f, insists);
  advance (f, other);
  g_assert_cmpstr (f->states->str, ==, "context classify check repair review");
  g_assert_cmpuint (querist_turn_get_diagnostics (other)->len, >, 0);
}

/* Two repairs and no more; the same SQL again ends it at once; so does an assistant that gives
 * up. In every case the person gets the SQL with what is wrong with it. */
static void
test_repair_limit (Fixture      *f,
                   gconstpointer data)
{
  static const FakeLine limit[] = {
    DRAFT ("SELECT zzz FROM shop"),
    { .task = QUERIST_TASK_REPAIR, .sql = "SELECT qqq FROM shop" },
    { .task = QUERIST_TASK_REPAIR, .sql = "SELECT vvv FROM shop" },
  };
  static const FakeLine same[] = {
    DRAFT ("SELECT zzz FROM shop"),
    { .task = QUERIST_TASK_REPAIR, .sql = " SELECT zzz FROM shop\n" },
  };
  static const FakeLine gives_up[] = {
    DRAFT ("SELECT zzz FROM shop"),
    { .task = QUERIST_TASK_REPAIR, .cannot = TRUE },
  };
  const struct {
    const FakeLine *lines;
    guint           n_lines;
  } cases[] = {
    { limit, G_N_ELEMENTS (limit) },
    { same, G_N_ELEMENTS (same) },
    { gives_up, G_N_ELEMENTS (gives_up) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(QueristTurn) turn = querist_turn_new (NULL, "Which?");

      play (f, cases[i].lines, cases[i].n_lines);
      advance (f, turn);
      g_assert_cmpint (querist_turn_get_state (turn), ==, QUERIST_STATE_REVIEW);
      g_assert_true (querist_diagnostics_have_error (querist_turn_get_diagnostics (turn)));
      fake_assistant_check_end (f->assistant);
    }
}

/* A failing run is explained and the fix waits for review; it does not run by itself. */
static void
test_debug (Fixture      *f,
            gconstpointer data)
{
  static const FakeLine draft[] = { DRAFT ("SELECT name FROM shop") };
  static const FakeLine fix[] = {
    { .task = QUERIST_TASK_DEBUG, .cause = "No such column.", .sql = "SELECT area FROM shop" },
  };
  static const FakeLine answer[] = { SAY ("Two areas.") };
  g_autoptr(QueristTurn) turn = querist_turn_new (NULL, "Which?");

  PLAY (f, draft);
  advance (f, turn);
  PLAY (f, fix);
  approve (f, turn, "SELECT zzzzzz FROM shop");
  g_assert_cmpstr (f->states->str, ==, "execute debug review");
  g_assert_nonnull (strstr (querist_turn_get_error (turn), "zzzzzz"));
  g_assert_cmpstr (querist_turn_get_cause (turn), ==, "No such column.");
  g_assert_cmpstr (querist_turn_get_fixed_sql (turn), ==, "SELECT area FROM shop");
  g_assert_cmpstr (querist_turn_get_run_sql (turn), ==, "SELECT zzzzzz FROM shop");
  g_assert_cmpstr (querist_turn_get_version (turn, 1)->author, ==, "you");
  g_assert_cmpstr (querist_turn_get_version (turn, 2)->author, ==, "fix");
  g_assert_null (querist_turn_get_version (turn, 2)->approved);

  PLAY (f, answer);
  approve (f, turn, NULL);
  g_assert_cmpint (querist_turn_get_state (turn), ==, QUERIST_STATE_DONE);
  g_assert_null (querist_turn_get_error (turn));
  g_assert_null (querist_turn_get_fixed_sql (turn));
  g_assert_cmpint (querist_turn_get_n_rows (turn), ==, 3);
}

/* An assistant that can't help with an error does not make it worse. */
static void
test_debug_without_help (Fixture      *f,
                         gconstpointer data)
{
  static const FakeLine draft[] = { DRAFT ("SELECT name FROM shop") };
  static const FakeLine down[] = { { .task = QUERIST_TASK_DEBUG, .error = "down" } };
  g_autoptr(QueristTurn) turn = querist_turn_new (NULL, "Which?");

  PLAY (f, draft);
  advance (f, turn);
  PLAY (f, down);
  approve (f, turn, "SELECT zzzzzz FROM shop");
  g_assert_cmpint (querist_turn_get_state (turn), ==, QUERIST_STATE_REVIEW);
  g_assert_nonnull (strstr (querist_turn_get_error (turn), "zzzzzz"));
  g_assert_null (querist_turn_get_fixed_sql (turn));
}

static void
test_only_reading (Fixture      *f,
                   gconstpointer data)
{
  static const char *const writes[] = {
    "DELETE FROM shop", "DROP TABLE shop", "INSERT INTO shop VALUES (9, 'x', NULL, NULL)",
    "ATTACH '/tmp/querist-never.db' AS x", "PRAGMA writable_schema = 1",
    "SELECT 1; DELETE FROM shop",
  };
  static const FakeLine help[] = { { .task = QUERIST_TASK_DEBUG, .cause = "It writes." } };
  static const FakeLine count[] = { SAY ("Three.") };
  g_autoptr(QueristTurn) turn = querist_turn_new (NULL, "Which?");

  for (guint i = 0; i < G_N_ELEMENTS (writes); i++)
    {
      PLAY (f, help);
      approve (f, turn, writes[i]);
      g_assert_cmpint (querist_turn_get_state (turn), ==, QUERIST_STATE_REVIEW);
      g_assert_nonnull (querist_turn_get_error (turn));
    }
  PLAY (f, count);
  approve (f, turn, "SELECT * FROM shop");
  g_assert_cmpint (querist_turn_get_n_rows (turn), ==, 3);
}

static void
test_restart_at_review (Fixture      *f,
                        gconstpointer data)
{
  static const FakeLine draft[] = { DRAFT ("SELECT name FROM shop") };
  static const FakeLine answer[] = { SAY ("Three names.") };
  g_autoptr(QueristTurn) turn = querist_turn_new (NULL, "Which?");
  g_autoptr(QueristTurn) again = NULL;

  PLAY (f, draft);
  advance (f, turn);
  again = restart (f, turn);
  g_assert_cmpint (querist_turn_get_state (again), ==, QUERIST_STATE_REVIEW);
  g_assert_cmpstr (querist_turn_get_plan (again)[0], ==, "Count `shop`");
  PLAY (f, answer);
  approve (f, again, NULL);
  g_assert_cmpint (querist_turn_get_state (again), ==, QUERIST_STATE_DONE);
  g_assert_cmpint (querist_turn_get_n_rows (again), ==, 3);
}

/* A run that was interrupted between rows and words is taken up again with the rows. */
static void
test_restart_at_interpret (Fixture      *f,
                           gconstpointer data)
{
  static const FakeLine draft[] = { DRAFT ("SELECT name FROM shop") };
  static const FakeLine stops[] = { { .task = QUERIST_TASK_INTERPRET, .cancel = TRUE } };
  static const FakeLine answer[] = { SAY ("Three names.") };
  g_autoptr(QueristTurn) turn = querist_turn_new (NULL, "Which?");
  g_autoptr(QueristTurn) again = NULL;
  g_autoptr(GError) error = NULL;

  PLAY (f, draft);
  advance (f, turn);
  PLAY (f, stops);
  approve (f, turn, NULL);
  g_assert_cmpint (querist_turn_get_state (turn), ==, QUERIST_STATE_STOPPED);
  g_assert_nonnull (querist_turn_get_result (turn));

  again = restart (f, turn);
  PLAY (f, answer);
  g_assert_true (querist_orchestrator_retry (f->orchestrator, again, &error));
  advance (f, again);
  g_assert_cmpstr (f->states->str, ==, "interpret execute interpret done");
  g_assert_nonnull (querist_turn_get_result (again));
}

/* Whatever the saved record says, SQL that nobody approved does not run. */
static void
test_unapproved (Fixture      *f,
                 gconstpointer data)
{
  g_autoptr(QueristTurn) turn = querist_turn_new (NULL, "Which?");

  querist_turn_add_version (turn, "SELECT name FROM shop", "assistant");
  turn->state = QUERIST_STATE_EXECUTE;
  advance (f, turn);
  g_assert_cmpint (querist_turn_get_state (turn), ==, QUERIST_STATE_REVIEW);
  g_assert_null (querist_turn_get_result (turn));
}

/* The calls of a question that goes the long way, without and with trouble at one of them. */
static const FakeLine long_way[] = {
  { .task = QUERIST_TASK_CLASSIFY, .intent = QUERIST_INTENT_SPECIFIC },
  { .task = QUERIST_TASK_PLAN, .plan = { "Sum `turnover`" } },
  { .task = QUERIST_TASK_VALIDATE, .plan = { "Sum `area`" } },
  { .task = QUERIST_TASK_WRITE_SQL, .sql = "SELECT zzz FROM shop" },
  { .task = QUERIST_TASK_REPAIR, .sql = "SELECT area FROM shop" },
};
static const QueristState long_way_states[] = {
  QUERIST_STATE_CLASSIFY, QUERIST_STATE_PLAN, QUERIST_STATE_VALIDATE, QUERIST_STATE_WRITE_SQL,
  QUERIST_STATE_REPAIR,
};

/* Trouble at any call leaves a turn that goes on from there, after a restart too, and no call that
 * went well is made twice. */
static void
try_trouble (Fixture  *f,
             gboolean  cancel)
{
  for (guint i = 0; i < G_N_ELEMENTS (long_way); i++)
    {
      FakeLine lines[G_N_ELEMENTS (long_way)];
      g_autoptr(QueristTurn) turn = querist_turn_new (NULL, "How much?");
      g_autoptr(QueristTurn) again = NULL;
      g_autoptr(GError) error = NULL;

      memcpy (lines, long_way, sizeof lines);
      lines[i].cancel = cancel;
      lines[i].error = cancel ? NULL : "the server is down";
      play (f, lines, i + 1);
      advance (f, turn);
      fake_assistant_check_end (f->assistant);
      g_assert_cmpint (querist_turn_get_state (turn), ==,
                       cancel ? QUERIST_STATE_STOPPED : QUERIST_STATE_FAILED);
      g_assert_cmpint (turn->resume, ==, long_way_states[i]);
      g_assert_cmpstr (querist_turn_get_error (turn), ==, cancel ? NULL : "the server is down");

      again = restart (f, turn);
      g_assert_true (querist_orchestrator_retry (f->orchestrator, again, &error));
      play (f, long_way + i, G_N_ELEMENTS (long_way) - i);
      advance (f, again);
      fake_assistant_check_end (f->assistant);
      g_assert_cmpint (querist_turn_get_state (again), ==, QUERIST_STATE_REVIEW);
      g_assert_null (querist_turn_get_error (again));
      g_assert_cmpstr (querist_turn_get_sql (again), ==, "SELECT area FROM shop");
    }
}

static void
test_failure_anywhere (Fixture      *f,
                       gconstpointer data)
{
  try_trouble (f, FALSE);
}

static void
test_cancel_in_calls (Fixture      *f,
                      gconstpointer data)
{
  try_trouble (f, TRUE);
}

/* The same for the steps that are done here. */
static void
test_cancel_in_steps (Fixture      *f,
                      gconstpointer data)
{
  static const FakeLine lines[] = { DRAFT ("SELECT name FROM shop"), SAY ("Three.") };
  static const QueristState states[] = {
    QUERIST_STATE_CONTEXT, QUERIST_STATE_CHECK, QUERIST_STATE_EXECUTE, QUERIST_STATE_INTERPRET,
  };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr(QueristTurn) turn = querist_turn_new (NULL, "Which?");
      g_autoptr(GError) error = NULL;

      PLAY (f, lines);
      f->cancel_in = states[i];
      advance (f, turn);
      if (querist_turn_get_state (turn) == QUERIST_STATE_REVIEW)
        approve (f, turn, NULL);
      g_assert_cmpint (querist_turn_get_state (turn), ==, QUERIST_STATE_STOPPED);
      g_assert_cmpint (turn->resume, ==, states[i]);

      f->cancel_in = QUERIST_STATE_DONE;
      g_assert_true (querist_orchestrator_retry (f->orchestrator, turn, &error));
      advance (f, turn);
      if (querist_turn_get_state (turn) == QUERIST_STATE_REVIEW)
        approve (f, turn, NULL);
      g_assert_cmpint (querist_turn_get_state (turn), ==, QUERIST_STATE_DONE);
      fake_assistant_check_end (f->assistant);
    }
}

static void
test_incomplete_reply (Fixture      *f,
                       gconstpointer data)
{
  static const FakeLine lines[] = {
    { .task = QUERIST_TASK_CLASSIFY, .intent = QUERIST_INTENT_SPECIFIC },
    { .task = QUERIST_TASK_PLAN },
  };
  g_autoptr(QueristTurn) turn = querist_turn_new (NULL, "Which?");

  PLAY (f, lines);
  advance (f, turn);
  g_assert_cmpint (querist_turn_get_state (turn), ==, QUERIST_STATE_FAILED);
  g_assert_nonnull (strstr (querist_turn_get_error (turn), "no answer"));
  g_assert_cmpuint (querist_turn_get_usage (turn)->calls, ==, 2);
}

static void
test_history (Fixture      *f,
              gconstpointer data)
{
  static const FakeLine first[] = { DRAFT ("SELECT name FROM shop"), SAY ("Three names.") };
  static const FakeLine second[] = { DRAFT ("SELECT area FROM shop") };
  g_autoptr(QueristTurn) turn = querist_turn_new (NULL, "Which?");
  g_autoptr(QueristTurn) next = NULL;

  PLAY (f, first);
  advance (f, turn);
  approve (f, turn, NULL);
  next = querist_turn_new (querist_turn_get_session (turn), "And how big?");
  PLAY (f, second);
  advance (f, next);
  g_assert_cmpuint (fake_assistant_get_notes (f->assistant)->n_history, ==, 1);
  g_assert_cmpstr (fake_assistant_get_notes (f->assistant)->last_answer, ==, "Three names.");
}

static void
test_decisions (Fixture      *f,
                gconstpointer data)
{
  static const char *const blanks[] = { "", " ; \n", NULL };
  g_autoptr(QueristTurn) turn = querist_turn_new (NULL, "Which?");
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (blanks); i++)
    {
      g_assert_false (querist_orchestrator_approve (f->orchestrator, turn, blanks[i], &error));
      g_assert_nonnull (error);
      g_clear_error (&error);
    }
  g_assert_false (querist_orchestrator_retry (f->orchestrator, turn, &error));
  g_clear_error (&error);
  turn->working = TRUE;
  g_assert_false (querist_orchestrator_approve (f->orchestrator, turn, "SELECT 1", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PENDING);
}

static void
test_nothing_loaded (Fixture      *f,
                     gconstpointer data)
{
  g_autofree char *path = querist_project_dup_database_path (f->project);
  g_autoptr(QueristProject) empty = NULL;
  g_autoptr(QueristOrchestrator) orchestrator = NULL;
  g_autoptr(QueristTurn) turn = querist_turn_new (NULL, "Which?");
  g_autoptr(GError) error = NULL;

  g_unlink (path);
  empty = querist_project_open (f->folder, &error);
  g_assert_no_error (error);
  orchestrator = querist_orchestrator_new (empty, f->store, QUERIST_ASSISTANT (f->assistant));
  g_set_object (&f->orchestrator, orchestrator);
  advance (f, turn);
  g_assert_cmpint (querist_turn_get_state (turn), ==, QUERIST_STATE_FAILED);
  g_assert_nonnull (strstr (querist_turn_get_error (turn), "no data to ask yet"));
}

/* To an assistant elsewhere no row and no value goes that was not allowed. */
static void
test_disclosure (Fixture      *f,
                 gconstpointer data)
{
  static const FakeLine draft[] = { DRAFT ("SELECT name FROM shop WHERE area > 15") };
  static const FakeLine next[] = { DRAFT ("SELECT area FROM shop") };
  static const FakeLine answer[] = { DRAFT ("SELECT name FROM shop"), SAY ("South.") };
  g_autoptr(QueristTurn) turn = querist_turn_new (NULL, "Which shops are big?");
  g_autoptr(QueristTurn) second = NULL;
  g_autoptr(QueristTurn) third = querist_turn_new (NULL, "Which shops are big?");

  PLAY (f, draft);
  advance (f, turn);
  g_assert_null (strstr (fake_assistant_get_notes (f->assistant)->context, "South"));
  approve (f, turn, NULL);
  g_assert_cmpint (querist_turn_get_state (turn), ==, QUERIST_STATE_DONE);
  g_assert_nonnull (querist_turn_get_text (turn));

  second = querist_turn_new (querist_turn_get_session (turn), "And how big?");
  PLAY (f, next);
  advance (f, second);
  g_assert_cmpuint (fake_assistant_get_notes (f->assistant)->n_history, ==, 1);
  g_assert_null (fake_assistant_get_notes (f->assistant)->last_answer);

  querist_orchestrator_set_disclosure (f->orchestrator, QUERIST_DISCLOSE_VALUES);
  PLAY (f, answer);
  advance (f, third);
  g_assert_nonnull (strstr (fake_assistant_get_notes (f->assistant)->context, "South"));
  approve (f, third, NULL);
  g_assert_cmpstr (querist_turn_get_text (third), ==, "South.");
}

int
main (int    argc,
      char **argv)
{
  /* prompts that the person who runs the tests has changed do not count */
  g_setenv ("XDG_CONFIG_HOME", "/nowhere", TRUE);
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                       \
  g_test_add ("/workflow/orchestrator/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("specific", test_specific);
  ADD ("one-call", test_one_call);
  ADD ("descriptive", test_descriptive);
  ADD ("analytical", test_analytical);
  ADD ("clarify", test_clarify);
  ADD ("validate", test_validate);
  ADD ("repair", test_repair);
  ADD ("sure-fix", test_sure_fix);
  ADD ("strong-warning", test_strong_warning);
  ADD ("repair-limit", test_repair_limit);
  ADD ("debug", test_debug);
  ADD ("debug-without-help", test_debug_without_help);
  ADD ("only-reading", test_only_reading);
  ADD ("restart-at-review", test_restart_at_review);
  ADD ("restart-at-interpret", test_restart_at_interpret);
  ADD ("unapproved", test_unapproved);
  ADD ("failure-anywhere", test_failure_anywhere);
  ADD ("cancel-in-calls", test_cancel_in_calls);
  ADD ("cancel-in-steps", test_cancel_in_steps);
  ADD ("incomplete-reply", test_incomplete_reply);
  ADD ("history", test_history);
  ADD ("decisions", test_decisions);
  ADD ("nothing-loaded", test_nothing_loaded);
#undef ADD
  g_test_add ("/workflow/orchestrator/disclosure", Fixture, GINT_TO_POINTER (TRUE), set_up,
              test_disclosure, tear_down);
  return g_test_run ();
}
