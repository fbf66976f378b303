/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-cli-assistant.h"
#include "querist-cli-commands.h"
#include "querist-cli-turn.h"

typedef struct {
  char     *session;
  char     *assistant;
  gboolean  json;
  gboolean  approve;
} AskOptions;

/* The turn that the words are about: a new question, or the answer to what was asked back in the
 * session. */
static QueristTurn *
begin_turn (QueristOrchestrator  *orchestrator,
            QueristStore         *store,
            const char           *session,
            const char           *words,
            GError              **error)
{
  g_autoptr(GPtrArray) turns = NULL;
  QueristTurn *last;

  if (session == NULL)
    return querist_turn_new (NULL, words);
  turns = querist_store_list_turns (store, session, error);
  if (turns == NULL)
    return NULL;
  if (turns->len == 0)
    {
      g_set_error (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_NOTHING_LOADED,
                   "There is no session “%s”; querist-cli sessions lists them", session);
      return NULL;
    }
  last = turns->pdata[turns->len - 1];
  if (querist_turn_get_state (last) != QUERIST_STATE_CLARIFY)
    return querist_turn_new (session, words);
  if (!querist_orchestrator_choose (orchestrator, last, words, error))
    return NULL;
  return g_object_ref (last);
}

static QueristTurn *
answer (QueristProject    *project,
        const AskOptions  *options,
        const char        *words,
        GError           **error)
{
  g_autoptr(QueristStore) store = querist_cli_open_store (project, error);
  g_autoptr(QueristOrchestrator) orchestrator = NULL;
  g_autoptr(QueristTurn) turn = NULL;

  if (store != NULL)
    orchestrator = querist_cli_open_orchestrator (project, store, options->assistant, words,
                                                  error);
  if (orchestrator == NULL)
    return NULL;
  turn = begin_turn (orchestrator, store, options->session, words, error);
  if (turn == NULL || !querist_cli_advance (orchestrator, turn, error))
    return NULL;
  if (options->approve && querist_turn_get_state (turn) == QUERIST_STATE_REVIEW &&
      (!querist_orchestrator_approve (orchestrator, turn, NULL, error) ||
       !querist_cli_advance (orchestrator, turn, error)))
    return NULL;
  return g_steal_pointer (&turn);
}

static gboolean
is_known_assistant (const char *name)
{
  return name == NULL || g_str_equal (name, "builtin") || g_str_equal (name, "model");
}

static gboolean
is_blank (const char *words)
{
  g_autofree char *stripped = g_strstrip (g_strdup (words));

  return stripped[0] == '\0';
}

static int
run (const AskOptions *options,
     const char       *path,
     const char       *words)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristProject) project = NULL;
  g_autoptr(QueristTurn) turn = NULL;

  if (!is_known_assistant (options->assistant))
    {
      g_printerr ("querist-cli: --assistant takes “builtin” or “model”\n");
      return QUERIST_CLI_USAGE;
    }
  if (is_blank (words))
    {
      g_printerr ("querist-cli: the question is empty\n");
      return QUERIST_CLI_USAGE;
    }
  project = querist_project_open (path, &error);
  if (project != NULL)
    turn = answer (project, options, words, &error);
  if (turn == NULL)
    return querist_cli_fail (error);
  return querist_cli_print_turn (project, turn, options->json);
}

/**
 * querist_cli_ask:
 * @argc: number of words
 * @argv: "ask PROJECT QUESTION" and options
 *
 * Asks a question, and runs its SQL if that is approved beforehand.
 *
 * Returns: the exit status
 */
int
querist_cli_ask (int    argc,
                 char **argv)
{
  g_autofree char *session = NULL;
  g_autofree char *assistant = NULL;
  AskOptions options = { NULL };
  const GOptionEntry entries[] = {
    { "session", 's', 0, G_OPTION_ARG_STRING, &session,
      "Go on with this session, or answer what it asked back", "ID" },
    { "approve", 'a', 0, G_OPTION_ARG_NONE, &options.approve,
      "Also run the SQL, read-only, and tell what the rows say", NULL },
    { "assistant", 0, 0, G_OPTION_ARG_STRING, &assistant, "Who answers", "builtin|model" },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &options.json, "Print a JSON document", NULL },
    { NULL },
  };
  int status;

  if (!querist_cli_parse (&argc, &argv, "ask PROJECT QUESTION", entries, NULL, 2, 2, &status))
    return status;
  options.session = session;
  options.assistant = assistant;
  return run (&options, argv[1], argv[2]);
}
