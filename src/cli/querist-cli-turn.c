/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-cli-turn.h"

#include <gio/gunixoutputstream.h>
#include <stdio.h>
#include <unistd.h>

#include "querist-cli-commands.h"
#include "querist-cli-wait.h"
#include "querist-export.h"
#include "querist-text.h"
#include "querist-turn-document.h"

/* Rows that are printed on a terminal; more are for `query`. */
#define MAX_ROWS_SHOWN 1000

/**
 * querist_cli_advance:
 * @orchestrator: an orchestrator
 * @turn: a turn
 * @error: return location: it could not be saved
 *
 * Moves the turn on until it rests.
 *
 * Returns: whether it rests and is saved
 */
gboolean
querist_cli_advance (QueristOrchestrator  *orchestrator,
                     QueristTurn          *turn,
                     GError              **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) done = NULL;

  querist_orchestrator_advance_async (orchestrator, turn, querist_cli_get_cancellable (),
                                      querist_cli_result_cb, &result);
  done = querist_cli_wait (&result);
  return querist_orchestrator_advance_finish (orchestrator, done, error);
}

static void
print_list (const char        *title,
            const char *const *items)
{
  if (items == NULL || items[0] == NULL)
    return;
  g_print ("\n%s\n", title);
  for (guint i = 0; items[i] != NULL; i++)
    g_print ("  %u. %s\n", i + 1, items[i]);
}

/* Text of several lines, each moved in. */
static void
print_block (const char *title,
             const char *text)
{
  g_auto(GStrv) lines = NULL;

  if (text == NULL)
    return;
  lines = g_strsplit (text, "\n", -1);
  g_print ("\n%s\n", title);
  for (guint i = 0; lines[i] != NULL; i++)
    g_print ("  %s\n", lines[i]);
}

static void
print_checks (GPtrArray *diagnostics)
{
  if (diagnostics->len > 0)
    g_print ("\nChecks\n");
  for (guint i = 0; i < diagnostics->len; i++)
    {
      const QueristDiagnostic *found = diagnostics->pdata[i];

      g_print ("  %s, line %u, column %u: %s%s%s\n", querist_severity_to_string (found->severity),
               found->span.line, found->span.column, found->message,
               found->suggestion != NULL ? " " : "",
               found->suggestion != NULL ? found->suggestion : "");
    }
}

static void
print_result (QueristResult *result)
{
  guint64 n_rows = querist_result_get_n_rows (result);
  g_autofree char *count = querist_text_format_count (n_rows);
  g_autoptr(GOutputStream) stream = NULL;
  g_autoptr(GError) error = NULL;

  g_print ("\nResult: %s %s%s, %.0f ms\n", count, n_rows == 1 ? "row" : "rows",
           querist_result_is_truncated (result) ? " (cut)" : "",
           querist_result_get_seconds (result) * 1000);
  if (n_rows > MAX_ROWS_SHOWN)
    {
      g_print ("  too many to print here; querist-cli query writes them to a file\n");
      return;
    }
  fflush (stdout);
  stream = g_unix_output_stream_new (STDOUT_FILENO, FALSE);
  if (!querist_export (result, QUERIST_EXPORT_TABLE, stream, NULL, NULL, NULL, &error))
    g_printerr ("querist-cli: %s\n", error->message);
}

/* What there is to do next, or why there is nothing. */
static void
print_outcome (QueristProject *project,
               QueristTurn    *turn)
{
  const char *error = querist_turn_get_error (turn);

  switch (querist_turn_get_state (turn))
    {
    case QUERIST_STATE_CLARIFY:
      print_block ("Asked back", querist_turn_get_clarification (turn));
      print_list ("Answers", querist_turn_get_options (turn));
      g_print ("\nAnswer with: querist-cli ask %s --session %s ANSWER\n",
               querist_project_get_path (project), querist_turn_get_session (turn));
      break;
    case QUERIST_STATE_REVIEW:
      if (error == NULL)
        g_print ("\nRun it with: querist-cli execute %s %s\n",
                 querist_project_get_path (project), querist_turn_get_session (turn));
      break;
    case QUERIST_STATE_STOPPED:
      g_printerr ("querist-cli: stopped\n");
      break;
    default:
      break;
    }
  if (error == NULL)
    return;
  g_printerr ("querist-cli: %s\n", error);
  print_block ("Cause", querist_turn_get_cause (turn));
  print_block ("Corrected SQL to review", querist_turn_get_fixed_sql (turn));
}

static void
print_as_text (QueristProject *project,
               QueristTurn    *turn)
{
  g_print ("Question  %s\n", querist_turn_get_question (turn));
  g_print ("Session   %s\n", querist_turn_get_session (turn));
  g_print ("Intent    %s\n", querist_intent_to_string (querist_turn_get_intent (turn)));
  print_list ("Plan", querist_turn_get_plan (turn));
  print_block ("SQL", querist_turn_get_run_sql (turn));
  print_list ("Assumptions", querist_turn_get_assumptions (turn));
  print_checks (querist_turn_get_diagnostics (turn));
  if (querist_turn_get_result (turn) != NULL)
    print_result (querist_turn_get_result (turn));
  print_block ("Answer", querist_turn_get_text (turn));
  print_list ("Questions to go on with", querist_turn_get_suggestions (turn));
  print_outcome (project, turn);
}

static gboolean
went_well (QueristTurn *turn)
{
  QueristState state = querist_turn_get_state (turn);

  return state != QUERIST_STATE_FAILED && state != QUERIST_STATE_STOPPED &&
         querist_turn_get_error (turn) == NULL;
}

/**
 * querist_cli_print_turn:
 * @project: the project that was asked
 * @turn: a turn that rests
 * @json: whether to print it as a JSON document
 *
 * Tells what came of a question.
 *
 * Returns: the exit status
 */
int
querist_cli_print_turn (QueristProject *project,
                        QueristTurn    *turn,
                        gboolean        json)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = NULL;

  if (!json)
    {
      print_as_text (project, turn);
      return went_well (turn) ? QUERIST_CLI_DONE : QUERIST_CLI_FAILED;
    }
  node = querist_turn_to_document (turn, &error);
  if (node == NULL)
    return querist_cli_fail (error);
  querist_cli_print_json (node);
  if (querist_turn_get_error (turn) != NULL)
    g_printerr ("querist-cli: %s\n", querist_turn_get_error (turn));
  return went_well (turn) ? QUERIST_CLI_DONE : QUERIST_CLI_FAILED;
}
