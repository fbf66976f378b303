/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QUERIST_TYPE_DIFF_VIEW (querist_diff_view_get_type ())

/* Two texts as one list of lines, with those that were removed and added marked. */
G_DECLARE_FINAL_TYPE (QueristDiffView, querist_diff_view, QUERIST, DIFF_VIEW, GtkWidget)

void querist_diff_view_set_texts (QueristDiffView *self,
                                  const char      *before,
                                  const char      *after,
                                  guint            context);
void querist_diff_view_set_lines (QueristDiffView *self,
                                  GPtrArray       *lines,
                                  guint            max_lines);

G_END_DECLS
