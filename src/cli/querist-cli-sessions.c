/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-cli-assistant.h"
#include "querist-cli-commands.h"

static JsonNode *
sessions_to_json (GPtrArray *sessions)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < sessions->len; i++)
    {
      const QueristSessionInfo *info = sessions->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "session", info->id);
      json_object_set_string_member (object, "title", info->title);
      json_object_set_string_member (object, "updated", info->updated);
      json_object_set_int_member (object, "turns", info->n_turns);
      json_object_set_string_member (object, "state", querist_state_to_string (info->state));
      json_array_add_object_element (array, object);
    }
  json_node_take_array (node, array);
  return node;
}

static void
print_sessions (GPtrArray *sessions)
{
  for (guint i = 0; i < sessions->len; i++)
    {
      const QueristSessionInfo *info = sessions->pdata[i];

      g_print ("%s  %.16s  %-8s  %2u  %s\n", info->id, info->updated,
               querist_state_to_string (info->state), info->n_turns, info->title);
    }
}

/**
 * querist_cli_sessions:
 * @argc: number of words
 * @argv: "sessions PROJECT" and options
 *
 * Lists a project's sessions, the newest first.
 *
 * Returns: the exit status
 */
int
querist_cli_sessions (int    argc,
                      char **argv)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, "Print a JSON document", NULL },
    { NULL },
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristProject) project = NULL;
  g_autoptr(QueristStore) store = NULL;
  g_autoptr(GPtrArray) sessions = NULL;
  int status;

  if (!querist_cli_parse (&argc, &argv, "sessions PROJECT", entries, NULL, 1, 1, &status))
    return status;
  project = querist_project_open (argv[1], &error);
  if (project != NULL)
    store = querist_cli_open_store (project, &error);
  if (store != NULL)
    sessions = querist_store_list_sessions (store, &error);
  if (sessions == NULL)
    return querist_cli_fail (error);
  if (json)
    {
      g_autoptr(JsonNode) node = sessions_to_json (sessions);

      querist_cli_print_json (node);
    }
  else
    print_sessions (sessions);
  return QUERIST_CLI_DONE;
}
