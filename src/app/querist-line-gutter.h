/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

#define QUERIST_TYPE_LINE_GUTTER (querist_line_gutter_get_type ())

/* Line numbers for an editor that hides lines: GtkSourceView's own draw the numbers of hidden lines
 * one over the other. */
G_DECLARE_FINAL_TYPE (QueristLineGutter, querist_line_gutter, QUERIST, LINE_GUTTER,
                      GtkSourceGutterRendererText)

void querist_line_gutter_attach (GtkSourceView *view,
                                 GtkTextTag    *hidden);

G_END_DECLS
