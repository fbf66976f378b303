/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-cli-commands.h"
#include "querist-cli-schema.h"
#include "querist-diagnostic-json.h"
#include "querist-schema.h"

static void
print_problem (const char              *path,
               const QueristDiagnostic *problem)
{
  g_print ("%s:%u:%u: %s: %s", path, problem->span.line, problem->span.column,
           querist_severity_to_string (problem->severity), problem->message);
  if (problem->suggestion != NULL)
    g_print (". %s", problem->suggestion);
  g_print ("\n");
}

/**
 * querist_cli_schema_check:
 * @argc: number of words
 * @argv: "check" and the file
 *
 * Prints every finding on a line of its own.
 *
 * Returns: the exit status: failed if there is an error
 */
int
querist_cli_schema_check (int    argc,
                          char **argv)
{
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) problems = NULL;
  gboolean json = FALSE;
  gsize length;
  int status;
  const GOptionEntry entries[] = {
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, "Print JSON", NULL },
    { NULL },
  };

  if (!querist_cli_parse (&argc, &argv, "schema check FILE", entries, NULL, 1, 1, &status))
    return status;
  if (!g_file_get_contents (argv[1], &text, &length, &error))
    return querist_cli_fail (error);
  problems = querist_schema_check (text, length);
  if (json)
    {
      g_autoptr(JsonNode) node = json_node_new (JSON_NODE_ARRAY);

      json_node_take_array (node, querist_diagnostics_to_json (problems));
      querist_cli_print_json (node);
    }
  else
    {
      for (guint i = 0; i < problems->len; i++)
        print_problem (argv[1], g_ptr_array_index (problems, i));
    }
  return querist_diagnostics_have_error (problems) ? QUERIST_CLI_FAILED : QUERIST_CLI_DONE;
}

/**
 * querist_cli_schema_format:
 * @argc: number of words
 * @argv: "format" and the file
 *
 * Prints the schema in its usual layout, or writes it back.
 *
 * Returns: the exit status
 */
int
querist_cli_schema_format (int    argc,
                           char **argv)
{
  g_autofree char *text = NULL, *formatted = NULL;
  g_autoptr(GError) error = NULL;
  gboolean write = FALSE;
  gsize length;
  int status;
  const GOptionEntry entries[] = {
    { "write", 'w', 0, G_OPTION_ARG_NONE, &write, "Write the file instead of printing it", NULL },
    { NULL },
  };

  if (!querist_cli_parse (&argc, &argv, "schema format FILE", entries, NULL, 1, 1, &status))
    return status;
  if (!g_file_get_contents (argv[1], &text, &length, &error))
    return querist_cli_fail (error);
  formatted = querist_schema_format (text, length, &error);
  if (formatted == NULL)
    {
      g_prefix_error (&error, "%s: ", argv[1]);
      return querist_cli_fail (error);
    }
  if (!write)
    g_print ("%s", formatted);
  else if (strcmp (text, formatted) != 0 &&
           !g_file_set_contents_full (argv[1], formatted, -1, G_FILE_SET_CONTENTS_CONSISTENT,
                                      0666, &error))
    return querist_cli_fail (error);
  return QUERIST_CLI_DONE;
}

/**
 * querist_cli_schema_ddl:
 * @argc: number of words
 * @argv: "ddl" and the file
 *
 * Prints the SQL that makes the schema's database from nothing.
 *
 * Returns: the exit status
 */
int
querist_cli_schema_ddl (int    argc,
                        char **argv)
{
  g_autofree char *text = NULL, *sql = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristCatalog) catalog = NULL;
  gsize length;
  int status;

  if (!querist_cli_parse (&argc, &argv, "schema ddl FILE", NULL, NULL, 1, 1, &status))
    return status;
  if (!g_file_get_contents (argv[1], &text, &length, &error))
    return querist_cli_fail (error);
  catalog = querist_schema_catalog (text, length, argv[1], &error);
  if (catalog == NULL)
    return querist_cli_fail (error);
  sql = querist_schema_ddl (catalog);
  g_print ("%s", sql);
  return QUERIST_CLI_DONE;
}
