/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

#define QUERIST_TYPE_PROBLEM_HOVER (querist_problem_hover_get_type ())

/* Tells what is wrong with the underlined text below the pointer. */
G_DECLARE_FINAL_TYPE (QueristProblemHover, querist_problem_hover, QUERIST, PROBLEM_HOVER, GObject)

QueristProblemHover *querist_problem_hover_new             (void);
void                 querist_problem_hover_set_diagnostics (QueristProblemHover *self,
                                                            GPtrArray           *diagnostics);

G_END_DECLS
