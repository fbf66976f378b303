/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "querist-diagnostic.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_PROBLEM_LIST (querist_problem_list_get_type ())

/* What a checker found in a text, a line for each. "activated" (QueristDiagnostic) asks to go to
 * its place, "mend" (QueristDiagnostic) to put its replacement in. Hidden while it is empty. */
G_DECLARE_FINAL_TYPE (QueristProblemList, querist_problem_list, QUERIST, PROBLEM_LIST, GtkWidget)

void querist_problem_list_set_diagnostics (QueristProblemList *self,
                                           GPtrArray          *diagnostics);

G_END_DECLS
