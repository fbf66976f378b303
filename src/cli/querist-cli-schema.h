/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The commands of `querist-cli schema`. */

int querist_cli_schema_check   (int    argc,
                                char **argv);
int querist_cli_schema_ddl     (int    argc,
                                char **argv);
int querist_cli_schema_diff    (int    argc,
                                char **argv);
int querist_cli_schema_format  (int    argc,
                                char **argv);
int querist_cli_schema_improve (int    argc,
                                char **argv);
int querist_cli_schema_pull    (int    argc,
                                char **argv);
int querist_cli_schema_push    (int    argc,
                                char **argv);
int querist_cli_schema_suggest (int    argc,
                                char **argv);

G_END_DECLS
