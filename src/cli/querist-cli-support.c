/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "querist-cli-commands.h"
#include "querist-json.h"
#include "querist-schema-suggest.h"
#include "querist-text.h"

/**
 * querist_cli_parse:
 * @argc: (inout): number of words, @argv[0] being the command
 * @argv: (inout): the words; options are taken out
 * @command: the command and its arguments, for the help text: "load PROJECT"
 * @entries: (nullable): the command's options
 * @group: (nullable) (transfer full): further options
 * @min_arguments: words that must be left
 * @max_arguments: words that may be left, -1 for any number
 * @status: (out): the exit status when the command should end here
 *
 * Reads a command's options and answers --help.
 *
 * Returns: whether to go on
 */
gboolean
querist_cli_parse (int                *argc,
                   char             ***argv,
                   const char         *command,
                   const GOptionEntry *entries,
                   GOptionGroup       *group,
                   int                 min_arguments,
                   int                 max_arguments,
                   int                *status)
{
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(GError) error = NULL;
  gboolean help = FALSE;
  const GOptionEntry help_entry[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, "Show this help", NULL },
    { NULL },
  };

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, help_entry, NULL);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, NULL);
  if (group != NULL)
    g_option_context_add_group (context, group);
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      g_printerr ("querist-cli %s: %s\n", command, error->message);
      *status = QUERIST_CLI_USAGE;
      return FALSE;
    }
  if (help)
    {
      g_autofree char *options = g_option_context_get_help (context, FALSE, NULL);
      const char *body = strstr (options, "\n\n");

      g_print ("Usage: querist-cli %s\n\n%s", command, body != NULL ? body + 2 : "");
      *status = QUERIST_CLI_DONE;
      return FALSE;
    }
  if (*argc > 1 && g_str_equal ((*argv)[1], "--"))
    {
      (*argv)[1] = (*argv)[0];
      (*argv)++;
      (*argc)--;
    }
  if (*argc - 1 < min_arguments || (max_arguments >= 0 && *argc - 1 > max_arguments))
    {
      g_printerr ("querist-cli: usage: querist-cli %s\n", command);
      *status = QUERIST_CLI_USAGE;
      return FALSE;
    }
  return TRUE;
}

/**
 * querist_cli_fail:
 * @error: what went wrong
 *
 * Says so on standard error.
 *
 * Returns: the exit status for work that failed
 */
int
querist_cli_fail (const GError *error)
{
  querist_cli_progress_end ();
  g_printerr ("querist-cli: %s\n", error->message);
  return QUERIST_CLI_FAILED;
}

/**
 * querist_cli_print_json:
 * @node: a document
 *
 * Writes it to standard output, indented.
 */
void
querist_cli_print_json (JsonNode *node)
{
  g_autofree char *text = querist_json_to_string (node, TRUE);

  g_print ("%s\n", text);
}

static gboolean progress_shown;

/**
 * querist_cli_progress:
 * @progress: how far a job is
 * @user_data: not used
 *
 * A QueristProgressFunc that keeps one line on standard error, when that is a terminal.
 */
void
querist_cli_progress (const QueristProgress *progress,
                      gpointer               user_data)
{
  g_autofree char *rows = NULL;

  if (!isatty (STDERR_FILENO))
    return;
  rows = querist_text_format_count (progress->rows);
  g_printerr ("\r\033[K%s: %s rows, %.0f MB/s", progress->label != NULL ? progress->label : "",
              rows,
              progress->seconds > 0 ? progress->bytes_done / 1e6 / progress->seconds : 0.0);
  if (progress->bytes_total > 0)
    g_printerr (", %.0f %%", 100.0 * progress->bytes_done / progress->bytes_total);
  progress_shown = TRUE;
}

/**
 * querist_cli_progress_end:
 *
 * Takes the progress line away, if there is one.
 */
void
querist_cli_progress_end (void)
{
  if (progress_shown)
    g_printerr ("\r\033[K");
  progress_shown = FALSE;
}

/**
 * querist_cli_read_text:
 * @argument: a text, or "-" for standard input
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the text
 */
char *
querist_cli_read_text (const char *argument,
                       GError    **error)
{
  char *text;

  if (!g_str_equal (argument, "-"))
    return g_strdup (argument);
  return g_file_get_contents ("/dev/stdin", &text, NULL, error) ? text : NULL;
}

/**
 * querist_cli_print_warnings:
 * @evidence: (element-type QueristEvidence): the reasons behind a suggested schema
 *
 * Writes those that a person should look at to standard error, a line each.
 */
void
querist_cli_print_warnings (GPtrArray *evidence)
{
  for (guint i = 0; i < evidence->len; i++)
    {
      const QueristEvidence *item = g_ptr_array_index (evidence, i);

      if (item->warning)
        g_printerr ("warning: %s%s%s: %s\n", item->model, item->field != NULL ? "." : "",
                    item->field != NULL ? item->field : "", item->text);
    }
}

/**
 * querist_cli_print_csv_warnings:
 * @path: a CSV file
 * @warnings: (element-type QueristCsvWarning): what was found in it
 *
 * Writes them to standard error, a line each.
 */
void
querist_cli_print_csv_warnings (const char *path,
                                GPtrArray  *warnings)
{
  g_autofree char *name = g_filename_display_name (path);

  for (guint i = 0; i < warnings->len; i++)
    {
      const QueristCsvWarning *warning = g_ptr_array_index (warnings, i);

      g_printerr ("%s:", name);
      if (warning->line > 0)
        g_printerr ("%" G_GUINT64_FORMAT ":", warning->line);
      if (warning->column != NULL)
        g_printerr (" %s:", warning->column);
      g_printerr (" %s\n", warning->message);
    }
}
