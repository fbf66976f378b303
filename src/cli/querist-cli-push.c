/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-cli-commands.h"
#include "querist-cli-migration.h"
#include "querist-project.h"

/**
 * querist_cli_push:
 * @argc: number of words
 * @argv: the words after the program's name
 *
 * Brings a project's database to its schema.
 *
 * Returns: the exit status
 */
int
querist_cli_push (int    argc,
                  char **argv)
{
  g_autoptr(QueristProject) project = NULL;
  g_autoptr(QueristCatalog) catalog = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *database = NULL;
  gboolean accept_data_loss = FALSE, dry_run = FALSE;
  int status;
  const GOptionEntry entries[] = {
    { "accept-data-loss", 'a', 0, G_OPTION_ARG_NONE, &accept_data_loss,
      "Also do what loses data", NULL },
    { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &dry_run, "Print the SQL and change nothing", NULL },
    { NULL },
  };

  if (!querist_cli_parse (&argc, &argv, "push PROJECT [--accept-data-loss] [--dry-run]", entries,
                          NULL, 1, 1, &status))
    return status;
  project = querist_project_open (argv[1], &error);
  catalog = project != NULL ? querist_project_dup_schema_catalog (project, &error) : NULL;
  if (catalog == NULL)
    return querist_cli_fail (error);
  database = querist_project_dup_database_path (project);
  return querist_cli_migrate (database, catalog, accept_data_loss, dry_run);
}
