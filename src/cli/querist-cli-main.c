/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "querist-cli-commands.h"

static const QueristCliCommand commands[] = {
  { "sniff", "FILE…", "Tells how CSV files are written and what their columns hold.",
    querist_cli_sniff },
  { "csv", "FILE", "Writes a CSV file as the loader would read it.", querist_cli_csv },
  { "new", "PROJECT FILE…", "Makes a project with a suggested schema from CSV files.",
    querist_cli_new },
  { "schema", "COMMAND …", "Checks, formats, suggests, compares and applies a schema.prisma.",
    querist_cli_schema },
  { "push", "PROJECT [--accept-data-loss] [--dry-run]",
    "Brings a project’s database to its schema.", querist_cli_push },
  { "load", "PROJECT [--replace|--append]", "Streams every source into its table.",
    querist_cli_load },
  { "rejects", "PROJECT [--retry FILE]", "Lists rows that could not be loaded, and loads them.",
    querist_cli_rejects },
  { "analyze", "PROJECT [TABLE…]", "Looks at the data and tells what the columns hold.",
    querist_cli_analyze },
  { "context", "PROJECT QUESTION", "Prints what an assistant would be told for a question.",
    querist_cli_context },
  { "ask", "PROJECT QUESTION", "Answers a question: plan and SQL to review, or the rows.",
    querist_cli_ask },
  { "execute", "PROJECT SESSION", "Runs the reviewed SQL of a session.", querist_cli_execute },
  { "check-sql", "PROJECT SQL|-", "Looks for mistakes in a statement without running it.",
    querist_cli_check_sql },
  { "query", "PROJECT SQL|-", "Runs a query read-only and writes its rows.", querist_cli_query },
  { "sessions", "PROJECT", "Lists the questions asked so far.", querist_cli_sessions },
  { NULL, NULL, NULL, NULL },
};

static void
print_help (void)
{
  g_print ("Usage: querist-cli COMMAND [ARGUMENT…]\n\nCommands:\n");
  for (guint i = 0; commands[i].name != NULL; i++)
    g_print ("  %-10s %s\n             %s\n", commands[i].name, commands[i].arguments,
             commands[i].summary);
  g_print ("\nEvery command has --help. querist-cli --version tells the version.\n");
}

/* UTF-8 whatever the locale says: JSON has to be, and a “?” in place of a letter helps nobody. */
static void
print_cb (const char *text)
{
  fputs (text, stdout);
}

static void
printerr_cb (const char *text)
{
  fputs (text, stderr);
}

/* What a full disk or a closed pipe has swallowed is no success. */
static int
finish_output (int status)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return status;
  g_printerr ("querist-cli: the output could not be written in full; is the disk full?\n");
  return status == QUERIST_CLI_DONE ? QUERIST_CLI_FAILED : status;
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_set_prgname ("querist-cli");
  g_set_print_handler (print_cb);
  g_set_printerr_handler (printerr_cb);

  if (argc < 2)
    {
      g_printerr ("querist-cli: a command is missing; see querist-cli --help\n");
      return QUERIST_CLI_USAGE;
    }
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h") ||
      g_str_equal (argv[1], "help"))
    {
      print_help ();
      return QUERIST_CLI_DONE;
    }
  if (g_str_equal (argv[1], "--version"))
    {
      g_print ("querist-cli %s\n", PACKAGE_VERSION);
      return QUERIST_CLI_DONE;
    }
  for (guint i = 0; commands[i].name != NULL; i++)
    {
      if (g_str_equal (argv[1], commands[i].name))
        return finish_output (commands[i].run (argc - 1, argv + 1));
    }
  g_printerr ("querist-cli: there is no command “%s”; see querist-cli --help\n", argv[1]);
  return QUERIST_CLI_USAGE;
}
