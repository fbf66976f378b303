/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-cli-commands.h"
#include "querist-cli-csv-options.h"
#include "querist-cli-schema.h"
#include "querist-schema-suggest.h"

#define DATABASE_URL "file:./analysis.db"

static GPtrArray *
read_profiles (char                    **paths,
               const QueristCsvDialect  *wanted,
               GError                  **error)
{
  g_autoptr(GPtrArray) profiles =
    g_ptr_array_new_with_free_func ((GDestroyNotify) querist_csv_profile_free);

  for (guint i = 0; paths[i] != NULL; i++)
    {
      QueristCsvProfile *profile =
        querist_csv_profile_file (paths[i], wanted, querist_cli_progress, NULL, NULL, error);

      if (profile == NULL)
        return NULL;
      g_ptr_array_add (profiles, profile);
    }
  return g_steal_pointer (&profiles);
}

/**
 * querist_cli_schema_suggest:
 * @argc: number of words
 * @argv: "suggest" and the files
 *
 * Prints a schema for CSV files that belong together.
 *
 * Returns: the exit status
 */
int
querist_cli_schema_suggest (int    argc,
                            char **argv)
{
  g_autoptr(QueristCsvDialect) wanted = querist_csv_dialect_new ();
  g_autoptr(GPtrArray) profiles = NULL;
  g_autoptr(QueristSuggestion) suggestion = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  gboolean why = FALSE;
  int status;
  const GOptionEntry entries[] = {
    { "why", 'w', 0, G_OPTION_ARG_NONE, &why, "Add the evidence as comments", NULL },
    { NULL },
  };

  if (!querist_cli_parse (&argc, &argv, "schema suggest FILE... [--why] [CSV-OPTIONS]", entries,
                          querist_cli_csv_options (wanted), 1, -1, &status))
    return status;
  profiles = read_profiles (argv + 1, wanted, &error);
  querist_cli_progress_end ();
  if (profiles == NULL)
    return querist_cli_fail (error);
  suggestion = querist_schema_suggest (profiles, DATABASE_URL, NULL, &error);
  if (suggestion == NULL)
    return querist_cli_fail (error);
  text = why ? querist_suggestion_to_text_with_why (suggestion) : g_strdup (suggestion->text);
  g_print ("%s", text);
  querist_cli_print_warnings (suggestion->evidence);
  return QUERIST_CLI_DONE;
}
