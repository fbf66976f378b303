/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

#define QUERIST_TYPE_FOLD_GUTTER (querist_fold_gutter_get_type ())

/* The marks beside a schema that fold its blocks away and show them again. The text itself, and
 * what can be undone, are not touched: the lines are only hidden. */
G_DECLARE_FINAL_TYPE (QueristFoldGutter, querist_fold_gutter, QUERIST, FOLD_GUTTER,
                      GtkSourceGutterRendererText)

QueristFoldGutter *querist_fold_gutter_attach     (GtkSourceView     *view);
gboolean           querist_fold_gutter_set_folded (QueristFoldGutter *self,
                                                   gboolean           folded);
void               querist_fold_gutter_set_all    (QueristFoldGutter *self,
                                                   gboolean           folded);

G_END_DECLS
