/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-json.h"
#include "querist-turn-flow.h"
#include "querist-turn-private.h"

static QueristTurn *
reload (QueristTurn *turn)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = querist_turn_to_json (turn);
  g_autofree char *text = querist_json_to_string (node, FALSE);
  g_autoptr(JsonNode) parsed = querist_json_parse (text, -1, &error);
  QueristTurn *copy;

  g_assert_no_error (error);
  copy = querist_turn_from_json (parsed, &error);
  g_assert_no_error (error);
  return copy;
}

static void
test_new (void)
{
  g_autoptr(QueristTurn) turn = querist_turn_new (NULL, "  How many? \n");
  g_autoptr(QueristTurn) next = querist_turn_new (querist_turn_get_session (turn), "And \xff?");

  g_assert_cmpstr (querist_turn_get_question (turn), ==, "How many?");
  g_assert_cmpint (querist_turn_get_state (turn), ==, QUERIST_STATE_CONTEXT);
  g_assert_cmpstr (querist_turn_get_session (next), ==, querist_turn_get_session (turn));
  g_assert_cmpstr (querist_turn_get_id (next), !=, querist_turn_get_id (turn));
  g_assert_true (g_utf8_validate (querist_turn_get_question (next), -1, NULL));
  g_assert_null (querist_turn_get_sql (turn));
  g_assert_cmpint (querist_turn_get_n_rows (turn), ==, -1);
}

static void
test_round_trip (void)
{
  g_autoptr(QueristTurn) turn = querist_turn_new ("s1", "How “many”?");
  g_autoptr(QueristTurn) copy = NULL;
  const char *plan[] = { "one", "two", NULL };
  const QueristSpan span = { .line = 2, .column = 3 };

  turn->state = QUERIST_STATE_REVIEW;
  turn->intent = QUERIST_INTENT_SPECIFIC;
  turn->plan = g_strdupv ((GStrv) plan);
  turn->choice = g_strdup ("the first");
  turn->clarification = g_strdup ("Which?");
  turn->n_repairs = 2;
  turn->n_rows = 12;
  turn->usage = (QueristUsage) { 3, 400, 50 };
  turn->text = g_strdup ("Many.");
  querist_turn_set_error (turn, "it failed");
  turn->fixed_sql = g_strdup ("SELECT 2");
  g_assert_true (querist_turn_add_version (turn, " SELECT 1\n", "assistant"));
  g_assert_false (querist_turn_add_version (turn, "SELECT 1", "you"));
  g_assert_true (querist_turn_add_version (turn, "SELECT 2", "fix"));
  querist_turn_add_timing (turn, QUERIST_STATE_PLAN, 0.5);
  querist_turn_add_timing (turn, QUERIST_STATE_CHECK, 0.25);
  querist_turn_add_timing (turn, QUERIST_STATE_PLAN, 0.5);
  g_ptr_array_add (turn->diagnostics, querist_diagnostic_new (QUERIST_SEVERITY_WARNING, &span,
                                                              "code", "look"));

  copy = reload (turn);
  g_assert_cmpint (copy->state, ==, QUERIST_STATE_REVIEW);
  g_assert_cmpstr (copy->id, ==, turn->id);
  g_assert_cmpstr (copy->question, ==, "How “many”?");
  g_assert_cmpstr (copy->created, ==, turn->created);
  g_assert_cmpint (copy->intent, ==, QUERIST_INTENT_SPECIFIC);
  g_assert_cmpstr (copy->plan[1], ==, "two");
  g_assert_cmpstr (copy->choice, ==, "the first");
  g_assert_cmpuint (copy->n_repairs, ==, 2);
  g_assert_cmpint (copy->n_rows, ==, 12);
  g_assert_cmpuint (copy->usage.calls, ==, 3);
  g_assert_cmpuint (copy->usage.prompt_tokens, ==, 400);
  g_assert_cmpstr (querist_turn_get_sql (copy), ==, "SELECT 2");
  g_assert_cmpstr (querist_turn_get_run_sql (copy), ==, "SELECT 1");
  g_assert_cmpstr (querist_turn_get_version (copy, 1)->author, ==, "fix");
  g_assert_cmpuint (copy->timings->len, ==, 2);
  g_assert_cmpfloat (g_array_index (copy->timings, QueristTiming, 0).seconds, ==, 1.0);
  g_assert_cmpstr (copy->error, ==, "it failed");
  g_assert_cmpuint (copy->diagnostics->len, ==, 1);
}

/* Whoever was working when the program ended is found stopped, and knows where. */
static void
test_killed (void)
{
  static const QueristState working[] = {
    QUERIST_STATE_CONTEXT, QUERIST_STATE_CLASSIFY, QUERIST_STATE_WRITE_SQL, QUERIST_STATE_EXECUTE,
    QUERIST_STATE_INTERPRET,
  };
  static const QueristState resting[] = {
    QUERIST_STATE_CLARIFY, QUERIST_STATE_REVIEW, QUERIST_STATE_DONE, QUERIST_STATE_FAILED,
  };

  for (guint i = 0; i < G_N_ELEMENTS (working); i++)
    {
      g_autoptr(QueristTurn) turn = querist_turn_new (NULL, "q");
      g_autoptr(QueristTurn) copy = NULL;

      turn->state = working[i];
      copy = reload (turn);
      g_assert_cmpint (copy->state, ==, QUERIST_STATE_STOPPED);
      g_assert_cmpint (copy->resume, ==, working[i]);
      g_assert_true (querist_turn_can_retry (copy));
      g_assert_false (querist_turn_is_working (copy));
    }
  for (guint i = 0; i < G_N_ELEMENTS (resting); i++)
    {
      g_autoptr(QueristTurn) turn = querist_turn_new (NULL, "q");
      g_autoptr(QueristTurn) copy = NULL;

      turn->state = resting[i];
      copy = reload (turn);
      g_assert_cmpint (copy->state, ==, resting[i]);
    }
}

static void
test_damaged (void)
{
  static const char *const texts[] = {
    "[]", "{}", "{\"id\":1,\"session\":\"s\",\"question\":\"q\"}", "{\"id\":\"a\"}",
  };
  g_autoptr(JsonNode) odd = querist_json_parse (
    "{\"id\":\"a\",\"session\":\"s\",\"question\":\"q\",\"state\":\"dancing\",\"plan\":7,"
    "\"versions\":[1,{\"sql\":2},{\"sql\":\"SELECT 1\"}],\"timings\":[],\"usage\":\"much\"}",
    -1, NULL);
  g_autoptr(QueristTurn) turn = querist_turn_from_json (odd, NULL);

  g_assert_nonnull (turn);
  g_assert_cmpint (turn->state, ==, QUERIST_STATE_FAILED);
  g_assert_cmpuint (turn->versions->len, ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(JsonNode) node = querist_json_parse (texts[i], -1, NULL);
      g_autoptr(GError) error = NULL;

      g_assert_null (querist_turn_from_json (node, &error));
      g_assert_nonnull (error);
    }
}

static void
test_state_names (void)
{
  for (QueristState state = QUERIST_STATE_CONTEXT; state <= QUERIST_STATE_STOPPED; state++)
    {
      QueristState back;

      g_assert_true (querist_state_from_string (querist_state_to_string (state), &back));
      g_assert_cmpint (back, ==, state);
    }
}

/* Every way through the states, as far as the turn alone decides it. */
static void
test_flow (void)
{
  static const struct {
    QueristState  from;
    QueristIntent intent;
    const char   *plan, *sql, *asks, *choice, *text, *suggestion;
    QueristState  to;
  } cases[] = {
    { QUERIST_STATE_CONTEXT, .to = QUERIST_STATE_CLASSIFY },
    { QUERIST_STATE_CLASSIFY, QUERIST_INTENT_SPECIFIC, .to = QUERIST_STATE_PLAN },
    { QUERIST_STATE_CLASSIFY, QUERIST_INTENT_UNKNOWN, .to = QUERIST_STATE_PLAN },
    { QUERIST_STATE_CLASSIFY, QUERIST_INTENT_SPECIFIC, .plan = "p", .to = QUERIST_STATE_VALIDATE },
    { QUERIST_STATE_CLASSIFY, QUERIST_INTENT_SPECIFIC, .plan = "p", .sql = "s",
      .to = QUERIST_STATE_CHECK },
    { QUERIST_STATE_CLASSIFY, QUERIST_INTENT_SPECIFIC, .sql = "s", .to = QUERIST_STATE_CHECK },
    { QUERIST_STATE_CLASSIFY, QUERIST_INTENT_SPECIFIC, .asks = "?", .sql = "s",
      .to = QUERIST_STATE_CLARIFY },
    { QUERIST_STATE_CLASSIFY, QUERIST_INTENT_DESCRIPTIVE, .to = QUERIST_STATE_DESCRIBE },
    { QUERIST_STATE_CLASSIFY, QUERIST_INTENT_DESCRIPTIVE, .text = "t", .to = QUERIST_STATE_DONE },
    { QUERIST_STATE_CLASSIFY, QUERIST_INTENT_ANALYTICAL, .to = QUERIST_STATE_INSIGHTS },
    { QUERIST_STATE_CLASSIFY, QUERIST_INTENT_ANALYTICAL, .suggestion = "?",
      .to = QUERIST_STATE_DONE },
    { QUERIST_STATE_PLAN, .plan = "p", .to = QUERIST_STATE_VALIDATE },
    { QUERIST_STATE_PLAN, .plan = "p", .sql = "s", .to = QUERIST_STATE_CHECK },
    { QUERIST_STATE_PLAN, .asks = "?", .to = QUERIST_STATE_CLARIFY },
    { QUERIST_STATE_PLAN, .asks = "?", .choice = "c", .plan = "p", .to = QUERIST_STATE_VALIDATE },
    { QUERIST_STATE_VALIDATE, .plan = "p", .to = QUERIST_STATE_WRITE_SQL },
    { QUERIST_STATE_VALIDATE, .plan = "p", .sql = "s", .to = QUERIST_STATE_CHECK },
    { QUERIST_STATE_WRITE_SQL, .sql = "s", .to = QUERIST_STATE_CHECK },
    { QUERIST_STATE_REPAIR, .sql = "s", .to = QUERIST_STATE_CHECK },
    { QUERIST_STATE_CHECK, .sql = "s", .to = QUERIST_STATE_REVIEW },
    { QUERIST_STATE_EXECUTE, .to = QUERIST_STATE_INTERPRET },
    { QUERIST_STATE_DEBUG, .to = QUERIST_STATE_REVIEW },
    { QUERIST_STATE_INTERPRET, .to = QUERIST_STATE_DONE },
    { QUERIST_STATE_DESCRIBE, .to = QUERIST_STATE_DONE },
    { QUERIST_STATE_INSIGHTS, .to = QUERIST_STATE_DONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(QueristTurn) turn = querist_turn_new (NULL, "q");

      turn->state = cases[i].from;
      turn->intent = cases[i].intent;
      turn->plan = cases[i].plan != NULL ? g_strsplit (cases[i].plan, " ", 0) : NULL;
      turn->suggestions =
        cases[i].suggestion != NULL ? g_strsplit (cases[i].suggestion, " ", 0) : NULL;
      turn->clarification = g_strdup (cases[i].asks);
      turn->choice = g_strdup (cases[i].choice);
      turn->text = g_strdup (cases[i].text);
      if (cases[i].sql != NULL)
        querist_turn_add_version (turn, cases[i].sql, "assistant");
      g_assert_cmpint (querist_turn_next_state (turn), ==, cases[i].to);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workflow/turn/new", test_new);
  g_test_add_func ("/workflow/turn/round-trip", test_round_trip);
  g_test_add_func ("/workflow/turn/killed", test_killed);
  g_test_add_func ("/workflow/turn/damaged", test_damaged);
  g_test_add_func ("/workflow/turn/state-names", test_state_names);
  g_test_add_func ("/workflow/turn/flow", test_flow);
  return g_test_run ();
}
