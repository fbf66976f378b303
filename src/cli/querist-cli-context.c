/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-cli-assistant.h"
#include "querist-cli-commands.h"
#include "querist-cli-wait.h"
#include "querist-context.h"

#define MAX_BUDGET 1000000

static void
add_strings (JsonObject *object,
             const char *member,
             GStrv       strings)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; strings[i] != NULL; i++)
    json_array_add_string_element (array, strings[i]);
  json_object_set_array_member (object, member, array);
}

static void
add_values (JsonObject           *object,
            const QueristContext *context)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < context->values->len; i++)
    {
      const QueristValueHit *hit = g_ptr_array_index (context->values, i);
      JsonObject *value = json_object_new ();

      json_object_set_string_member (value, "value", hit->value);
      json_object_set_string_member (value, "table", hit->table);
      json_object_set_string_member (value, "column", hit->column);
      json_array_add_object_element (array, value);
    }
  json_object_set_array_member (object, "values", array);
}

static void
print_json (const QueristContext *context)
{
  g_autoptr(JsonObject) object = json_object_new ();
  g_autoptr(JsonNode) node = NULL;
  JsonArray *examples = json_array_new ();

  json_object_set_string_member (object, "text", context->text);
  json_object_set_int_member (object, "tokens", context->tokens);
  add_strings (object, "tables", context->tables);
  add_strings (object, "columns", context->columns);
  add_values (object, context);
  for (guint i = 0; i < context->examples->len; i++)
    json_array_add_string_element (examples, g_ptr_array_index (context->examples, i));
  json_object_set_array_member (object, "examples", examples);
  node = json_node_init_object (json_node_alloc (), object);
  querist_cli_print_json (node);
}

static QueristContext *
build_context (QueristProject  *project,
               const char      *question,
               int              budget,
               GError         **error)
{
  g_autofree char *database = querist_project_dup_database_path (project);
  g_autofree char *cache_dir =
    g_build_filename (querist_project_get_path (project), "analysis_results", NULL);
  g_autoptr(QueristStore) store = querist_cli_open_store (project, error);
  g_autoptr(GPtrArray) examples = NULL;
  QueristContextRequest request = {
    .database = database,
    .question = question,
    .cache_dir = cache_dir,
    .disclosure = QUERIST_DISCLOSE_VALUES,
    .budget = budget,
  };

  if (store == NULL)
    return NULL;
  request.catalog = querist_project_require_catalog (project, error);
  examples = request.catalog != NULL ? querist_store_list_examples (store, error) : NULL;
  if (examples == NULL)
    return NULL;
  request.examples = examples;
  return querist_context_new (&request, querist_cli_get_cancellable (), error);
}

/**
 * querist_cli_context:
 * @argc: number of words
 * @argv: "context", the project and the question
 *
 * Prints what an assistant would be told for a question.
 *
 * Returns: the exit status
 */
int
querist_cli_context (int    argc,
                     char **argv)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristProject) project = NULL;
  g_autoptr(QueristContext) context = NULL;
  gboolean json = FALSE;
  int budget = 0, status;
  const GOptionEntry entries[] = {
    { "budget", 'b', 0, G_OPTION_ARG_INT, &budget, "Tokens that it may take", "TOKENS" },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, "Print JSON", NULL },
    { NULL },
  };

  if (!querist_cli_parse (&argc, &argv, "context PROJECT QUESTION", entries, NULL, 2, 2, &status))
    return status;
  if (budget < 0 || budget > MAX_BUDGET)
    {
      g_printerr ("querist-cli: --budget must be from 0 to %d tokens\n", MAX_BUDGET);
      return QUERIST_CLI_USAGE;
    }
  project = querist_project_open (argv[1], &error);
  if (project == NULL)
    return querist_cli_fail (error);
  context = build_context (project, argv[2], budget, &error);
  if (context == NULL)
    return querist_cli_fail (error);
  if (json)
    print_json (context);
  else
    g_print ("%s\n", g_strchomp (context->text));
  return QUERIST_CLI_DONE;
}
