/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gunixinputstream.h>
#include <string.h>
#include <unistd.h>

#include "querist-cli-assistant.h"
#include "querist-cli-commands.h"
#include "querist-cli-turn.h"

#define MAX_SQL_BYTES (1024 * 1024)

static char *
read_standard_input (GError **error)
{
  g_autoptr(GInputStream) stream = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autofree char *text = g_malloc (MAX_SQL_BYTES + 1);
  gsize length = 0;

  if (!g_input_stream_read_all (stream, text, MAX_SQL_BYTES, &length, NULL, error))
    return NULL;
  text[length] = '\0';
  return g_steal_pointer (&text);
}

/* The SQL of --sql, valid text without NUL bytes in it. */
static char *
read_sql (const char  *file,
          GError     **error)
{
  g_autofree char *text = NULL;

  if (g_str_equal (file, "-"))
    text = read_standard_input (error);
  else
    g_file_get_contents (file, &text, NULL, error);
  if (text == NULL)
    return NULL;
  if (g_utf8_validate (text, -1, NULL))
    return g_steal_pointer (&text);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The SQL is no UTF-8 text");
  return NULL;
}

/* The session's newest turn that has SQL; any turn will do when the person brings the SQL. */
static QueristTurn *
find_turn (QueristStore  *store,
           const char    *session,
           gboolean       brings_sql,
           GError       **error)
{
  g_autoptr(GPtrArray) turns = querist_store_list_turns (store, session, error);

  if (turns == NULL)
    return NULL;
  for (guint i = turns->len; i > 0; i--)
    {
      QueristTurn *turn = turns->pdata[i - 1];

      if (brings_sql || querist_turn_get_sql (turn) != NULL)
        return g_object_ref (turn);
    }
  if (turns->len == 0)
    g_set_error (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_NOTHING_LOADED,
                 "There is no session “%s”; querist-cli sessions lists them", session);
  else
    g_set_error (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_NOTHING_LOADED,
                 "Session “%s” has no SQL to run; bring it with --sql", session);
  return NULL;
}

static QueristTurn *
execute (QueristProject  *project,
         const char      *session,
         const char      *sql,
         GError         **error)
{
  g_autoptr(QueristStore) store = querist_cli_open_store (project, error);
  g_autoptr(QueristTurn) turn = NULL;
  g_autoptr(QueristOrchestrator) orchestrator = NULL;

  if (store == NULL)
    return NULL;
  turn = find_turn (store, session, sql != NULL, error);
  if (turn == NULL)
    return NULL;
  orchestrator = querist_cli_open_orchestrator (project, store, NULL,
                                                querist_turn_get_question (turn), error);
  if (orchestrator == NULL || !querist_orchestrator_approve (orchestrator, turn, sql, error) ||
      !querist_cli_advance (orchestrator, turn, error))
    return NULL;
  return g_steal_pointer (&turn);
}

/**
 * querist_cli_execute:
 * @argc: number of words
 * @argv: "execute PROJECT SESSION" and options
 *
 * Runs the reviewed SQL of a session.
 *
 * Returns: the exit status
 */
int
querist_cli_execute (int    argc,
                     char **argv)
{
  g_autofree char *file = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "sql", 0, 0, G_OPTION_ARG_FILENAME, &file,
      "Run this instead of the session's own SQL; “-” is standard input", "FILE|-" },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, "Print a JSON document", NULL },
    { NULL },
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristProject) project = NULL;
  g_autoptr(QueristTurn) turn = NULL;
  g_autofree char *sql = NULL;
  int status;

  if (!querist_cli_parse (&argc, &argv, "execute PROJECT SESSION", entries, NULL, 2, 2, &status))
    return status;
  if (file != NULL)
    sql = read_sql (file, &error);
  if (error == NULL)
    project = querist_project_open (argv[1], &error);
  if (project != NULL)
    turn = execute (project, argv[2], sql, &error);
  if (turn == NULL)
    return querist_cli_fail (error);
  return querist_cli_print_turn (project, turn, json);
}
