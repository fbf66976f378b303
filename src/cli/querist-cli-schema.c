/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-cli-commands.h"
#include "querist-cli-schema.h"

static const QueristCliCommand commands[] = {
  { "suggest", "FILE… [--why]", "Suggests a schema for CSV files that belong together.",
    querist_cli_schema_suggest },
  { "check", "FILE [--json]", "Reports every error with its line.", querist_cli_schema_check },
  { "format", "FILE [--write]", "Lays the schema out.", querist_cli_schema_format },
  { "ddl", "FILE", "Prints the SQL that makes its database.", querist_cli_schema_ddl },
  { "diff", "FILE DATABASE", "Prints the SQL that brings the database to the schema.",
    querist_cli_schema_diff },
  { "push", "FILE --db DATABASE [--accept-data-loss]", "Brings the database to the schema.",
    querist_cli_schema_push },
  { "improve", "PROJECT|FILE [--accept all|NUMBERS] [--write] [--json]",
    "Proposes better names, descriptions and relations.", querist_cli_schema_improve },
  { "pull", "DATABASE", "Prints a schema for the tables of a database.",
    querist_cli_schema_pull },
  { NULL, NULL, NULL, NULL },
};

static void
print_help (void)
{
  g_print ("Usage: querist-cli schema COMMAND [ARGUMENT…]\n\nCommands:\n");
  for (guint i = 0; commands[i].name != NULL; i++)
    g_print ("  %-8s %s\n           %s\n", commands[i].name, commands[i].arguments,
             commands[i].summary);
}

/**
 * querist_cli_schema:
 * @argc: number of words
 * @argv: "schema", then one of its commands and that one's words
 *
 * Works on a schema.prisma.
 *
 * Returns: the exit status
 */
int
querist_cli_schema (int    argc,
                    char **argv)
{
  if (argc < 2)
    {
      g_printerr ("querist-cli: schema needs a command; see querist-cli schema --help\n");
      return QUERIST_CLI_USAGE;
    }
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h"))
    {
      print_help ();
      return QUERIST_CLI_DONE;
    }
  for (guint i = 0; commands[i].name != NULL; i++)
    {
      if (g_str_equal (argv[1], commands[i].name))
        return commands[i].run (argc - 1, argv + 1);
    }
  g_printerr ("querist-cli: schema has no command “%s”; see querist-cli schema --help\n", argv[1]);
  return QUERIST_CLI_USAGE;
}
