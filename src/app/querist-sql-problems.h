/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "querist-diagnostic.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_SQL_PROBLEMS (querist_sql_problems_get_type ())

/* What a checker found in a text, a line for each. "activated" (QueristDiagnostic) asks to go to
 * its place, "mend" (QueristDiagnostic) to put its replacement in. Hidden while it is empty. */
G_DECLARE_FINAL_TYPE (QueristSqlProblems, querist_sql_problems, QUERIST, SQL_PROBLEMS, GtkWidget)

void querist_sql_problems_set_diagnostics (QueristSqlProblems *self,
                                           GPtrArray          *diagnostics);

G_END_DECLS
