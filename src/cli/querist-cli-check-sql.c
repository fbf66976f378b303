/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-cli-commands.h"
#include "querist-diagnostic-json.h"
#include "querist-project.h"
#include "querist-sql-checker.h"

static void
print_json (const QueristSqlCheck *check)
{
  g_autoptr(JsonObject) object = json_object_new ();
  g_autoptr(JsonNode) node = NULL;

  json_object_set_boolean_member (object, "ok", querist_sql_check_is_ok (check));
  json_object_set_array_member (object, "diagnostics",
                                querist_diagnostics_to_json (check->diagnostics));
  if (check->fixed_sql != NULL)
    json_object_set_string_member (object, "fixed_sql", check->fixed_sql);
  node = json_node_init_object (json_node_alloc (), object);
  querist_cli_print_json (node);
}

static void
print_text (const QueristSqlCheck *check)
{
  for (guint i = 0; i < check->diagnostics->len; i++)
    {
      const QueristDiagnostic *diagnostic = g_ptr_array_index (check->diagnostics, i);

      g_print ("%u:%u: %s: %s", diagnostic->span.line, diagnostic->span.column,
               querist_severity_to_string (diagnostic->severity), diagnostic->message);
      if (diagnostic->suggestion != NULL)
        g_print (" %s", diagnostic->suggestion);
      g_print ("\n");
    }
  if (check->fixed_sql != NULL)
    g_print ("Corrected:\n%s\n", check->fixed_sql);
  else if (check->diagnostics->len == 0)
    g_print ("No mistakes found.\n");
}

/**
 * querist_cli_check_sql:
 * @argc: number of words
 * @argv: "check-sql", the project and the statement
 *
 * Prints what the checker finds in a statement, without running it.
 *
 * Returns: the exit status: failed if there is an error
 */
int
querist_cli_check_sql (int    argc,
                       char **argv)
{
  g_autofree char *sql = NULL, *database = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristProject) project = NULL;
  g_autoptr(QueristSqlCheck) check = NULL;
  gboolean json = FALSE;
  int status;
  const GOptionEntry entries[] = {
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, "Print JSON", NULL },
    { NULL },
  };

  if (!querist_cli_parse (&argc, &argv, "check-sql PROJECT SQL|-", entries, NULL, 2, 2, &status))
    return status;
  sql = querist_cli_read_text (argv[2], &error);
  if (sql == NULL)
    return querist_cli_fail (error);
  project = querist_project_open (argv[1], &error);
  if (project == NULL)
    return querist_cli_fail (error);
  database = querist_project_dup_database_path (project);
  check = querist_sql_check (database, querist_project_get_catalog (project), sql, NULL, &error);
  if (check == NULL)
    return querist_cli_fail (error);
  if (json)
    print_json (check);
  else
    print_text (check);
  return querist_sql_check_is_ok (check) ? QUERIST_CLI_DONE : QUERIST_CLI_FAILED;
}
