/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gunixoutputstream.h>
#include <unistd.h>

#include "querist-cli-commands.h"
#include "querist-executor.h"
#include "querist-export.h"
#include "querist-project.h"
#include "querist-text.h"

/* Thirty years; a clock in microseconds holds it. */
#define MAX_SECONDS 1e9

static gboolean
write_result (QueristResult       *result,
              QueristExportFormat  format,
              const char          *path,
              GError             **error)
{
  g_autoptr(GOutputStream) stream = NULL;

  if (path != NULL)
    {
      g_autoptr(GFile) file = g_file_new_for_commandline_arg (path);

      return querist_export_to_file (result, format, file, querist_cli_progress, NULL, NULL, error);
    }
  stream = g_unix_output_stream_new (STDOUT_FILENO, FALSE);
  return querist_export (result, format, stream, NULL, NULL, NULL, error);
}

static void
report_cut (QueristResult *result)
{
  g_autofree char *rows = querist_text_format_count (querist_result_get_n_rows (result));

  if (querist_result_is_truncated (result))
    g_printerr ("querist-cli: only the first %s rows; the query has more\n", rows);
}

/**
 * querist_cli_query:
 * @argc: number of words
 * @argv: "query", the project and the statement
 *
 * Runs a query read-only and writes its rows.
 *
 * Returns: the exit status
 */
int
querist_cli_query (int    argc,
                   char **argv)
{
  g_autofree char *format_name = NULL, *output = NULL, *sql = NULL, *database = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristProject) project = NULL;
  g_autoptr(QueristResult) result = NULL;
  QueristExecuteOptions options = { 0 };
  gint64 max_rows = 0;
  QueristExportFormat format = QUERIST_EXPORT_TABLE;
  int status;
  const GOptionEntry entries[] = {
    { "format", 'f', 0, G_OPTION_ARG_STRING, &format_name,
      "table, csv, tsv, json, jsonl, markdown, html, xlsx or sql", "FORMAT" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Write to a file", "FILE" },
    { "timeout", 't', 0, G_OPTION_ARG_DOUBLE, &options.timeout_seconds,
      "Stop the query after so many seconds", "SECONDS" },
    { "max-rows", 'n', 0, G_OPTION_ARG_INT64, &max_rows, "Take no more than so many rows", "N" },
    { NULL },
  };

  if (!querist_cli_parse (&argc, &argv, "query PROJECT SQL|-", entries, NULL, 2, 2, &status))
    return status;
  if (format_name != NULL && !querist_export_format_from_string (format_name, &format))
    {
      g_printerr ("querist-cli: there is no format “%s”\n", format_name);
      return QUERIST_CLI_USAGE;
    }
  if (max_rows < 0 || !(options.timeout_seconds >= 0 && options.timeout_seconds <= MAX_SECONDS))
    {
      g_printerr ("querist-cli: --max-rows and --timeout can’t be less than 0, nor --timeout more "
                  "than %.0f\n", MAX_SECONDS);
      return QUERIST_CLI_USAGE;
    }
  options.max_rows = max_rows;
  sql = querist_cli_read_text (argv[2], &error);
  if (sql == NULL)
    return querist_cli_fail (error);
  project = querist_project_open (argv[1], &error);
  if (project == NULL)
    return querist_cli_fail (error);
  database = querist_project_dup_database_path (project);
  result = querist_execute (database, sql, &options, NULL, &error);
  if (result == NULL || !write_result (result, format, output, &error))
    return querist_cli_fail (error);
  querist_cli_progress_end ();
  report_cut (result);
  return QUERIST_CLI_DONE;
}
