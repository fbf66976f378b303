/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "querist-diagnostic.h"

G_BEGIN_DECLS

void querist_text_span_bounds (GtkTextBuffer           *buffer,
                               const QueristSpan       *span,
                               GtkTextIter             *start,
                               GtkTextIter             *end);
void querist_problem_tags_show (GtkTextBuffer           *buffer,
                                GPtrArray               *diagnostics);
const QueristDiagnostic *
     querist_problem_tags_find (GPtrArray               *diagnostics,
                                GtkTextIter             *iter);
void querist_problem_tags_bounds (GtkTextBuffer           *buffer,
                                  const QueristDiagnostic *diagnostic,
                                  GtkTextIter             *start,
                                  GtkTextIter             *end);

G_END_DECLS
