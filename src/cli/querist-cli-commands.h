/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "querist-csv-dialect.h"
#include "querist-progress.h"

G_BEGIN_DECLS

/* Exit statuses of querist-cli. */
#define QUERIST_CLI_DONE   0
#define QUERIST_CLI_FAILED 1
#define QUERIST_CLI_USAGE  2

/**
 * QueristCliCommand:
 * @name: the command's word
 * @arguments: what follows it, for the help text
 * @summary: what it does, one sentence
 * @run: gets the words after the command (argv[0] is the command's name) and gives the exit status
 */
typedef struct {
  const char *name;
  const char *arguments;
  const char *summary;
  int       (*run) (int    argc,
                    char **argv);
} QueristCliCommand;

/* The commands, one file each: querist-cli-NAME.c */

int querist_cli_analyze   (int    argc,
                           char **argv);
int querist_cli_ask       (int    argc,
                           char **argv);
int querist_cli_check_sql (int    argc,
                           char **argv);
int querist_cli_context   (int    argc,
                           char **argv);
int querist_cli_csv       (int    argc,
                           char **argv);
int querist_cli_execute   (int    argc,
                           char **argv);
int querist_cli_load      (int    argc,
                           char **argv);
int querist_cli_new       (int    argc,
                           char **argv);
int querist_cli_push      (int    argc,
                           char **argv);
int querist_cli_query     (int    argc,
                           char **argv);
int querist_cli_rejects   (int    argc,
                           char **argv);
int querist_cli_schema    (int    argc,
                           char **argv);
int querist_cli_sessions  (int    argc,
                           char **argv);
int querist_cli_sniff     (int    argc,
                           char **argv);

/* Help for the commands. */

gboolean querist_cli_parse        (int                       *argc,
                                   char                    ***argv,
                                   const char                *command,
                                   const GOptionEntry        *entries,
                                   GOptionGroup              *group,
                                   int                        min_arguments,
                                   int                        max_arguments,
                                   int                       *status);
int      querist_cli_fail         (const GError              *error);
char    *querist_cli_read_text    (const char                *argument,
                                   GError                   **error);
void     querist_cli_print_json   (JsonNode                  *node);
void     querist_cli_progress     (const QueristProgress     *progress,
                                   gpointer                   user_data);
void     querist_cli_progress_end (void);
void     querist_cli_print_warnings (GPtrArray              *evidence);
void     querist_cli_print_csv_warnings (const char         *path,
                                         GPtrArray          *warnings);

G_END_DECLS
