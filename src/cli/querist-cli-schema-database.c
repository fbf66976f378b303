/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-cli-commands.h"
#include "querist-cli-migration.h"
#include "querist-cli-schema.h"
#include "querist-schema-writer.h"
#include "querist-schema.h"

static QueristCatalog *
read_catalog (const char  *path,
              GError     **error)
{
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  return querist_schema_catalog (text, length, path, error);
}

/**
 * querist_cli_schema_diff:
 * @argc: number of words
 * @argv: "diff", the schema and the database
 *
 * Prints the SQL that would bring the database to the schema, with its losses.
 *
 * Returns: the exit status
 */
int
querist_cli_schema_diff (int    argc,
                         char **argv)
{
  g_autoptr(QueristCatalog) catalog = NULL;
  g_autoptr(GError) error = NULL;
  int status;

  if (!querist_cli_parse (&argc, &argv, "schema diff FILE DATABASE", NULL, NULL, 2, 2, &status))
    return status;
  catalog = read_catalog (argv[1], &error);
  if (catalog == NULL)
    return querist_cli_fail (error);
  return querist_cli_migrate (argv[2], catalog, FALSE, TRUE);
}

/**
 * querist_cli_schema_push:
 * @argc: number of words
 * @argv: "push", the schema and options
 *
 * Brings a database to the schema.
 *
 * Returns: the exit status
 */
int
querist_cli_schema_push (int    argc,
                         char **argv)
{
  g_autoptr(QueristCatalog) catalog = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *database = NULL;
  gboolean accept_data_loss = FALSE;
  int status;
  const GOptionEntry entries[] = {
    { "db", 'd', 0, G_OPTION_ARG_FILENAME, &database, "The SQLite file", "DATABASE" },
    { "accept-data-loss", 'a', 0, G_OPTION_ARG_NONE, &accept_data_loss,
      "Also do what loses data", NULL },
    { NULL },
  };

  if (!querist_cli_parse (&argc, &argv, "schema push FILE --db DATABASE [--accept-data-loss]",
                          entries, NULL, 1, 1, &status))
    return status;
  if (database == NULL)
    {
      g_printerr ("querist-cli: schema push needs --db DATABASE\n");
      return QUERIST_CLI_USAGE;
    }
  catalog = read_catalog (argv[1], &error);
  if (catalog == NULL)
    return querist_cli_fail (error);
  return querist_cli_migrate (database, catalog, accept_data_loss, FALSE);
}

/* The file that a datasource's url names: "file:./a.db", "sqlite:a.db", or a mere path. */
static const char *
path_of_url (const char *url)
{
  static const char *const schemes[] = { "file:", "sqlite://", "sqlite:" };

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      if (g_str_has_prefix (url, schemes[i]))
        return url + strlen (schemes[i]);
    }
  return strstr (url, "://") == NULL ? url : NULL;
}

/**
 * querist_cli_schema_pull:
 * @argc: number of words
 * @argv: "pull" and the database
 *
 * Prints a schema for the tables of an SQLite file.
 *
 * Returns: the exit status
 */
int
querist_cli_schema_pull (int    argc,
                         char **argv)
{
  g_autoptr(QueristCatalog) catalog = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL, *url = NULL;
  const char *path;
  int status;

  if (!querist_cli_parse (&argc, &argv, "schema pull DATABASE-OR-URL", NULL, NULL, 1, 1, &status))
    return status;
  path = path_of_url (argv[1]);
  if (path == NULL)
    {
      g_printerr ("querist-cli: “%s” is no SQLite database; only those can be pulled.\n", argv[1]);
      return QUERIST_CLI_FAILED;
    }
  catalog = querist_introspect (path, &error);
  if (catalog == NULL)
    return querist_cli_fail (error);
  url = g_strconcat ("file:", g_path_is_absolute (path) || *path == '.' ? "" : "./", path, NULL);
  text = querist_schema_write (catalog, url);
  g_print ("%s", text);
  return QUERIST_CLI_DONE;
}
