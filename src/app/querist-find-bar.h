/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

#define QUERIST_TYPE_FIND_BAR (querist_find_bar_get_type ())

/* Finds and replaces in an editor; hidden until it is opened. */
G_DECLARE_FINAL_TYPE (QueristFindBar, querist_find_bar, QUERIST, FIND_BAR, AdwBin)

void querist_find_bar_set_view (QueristFindBar *self,
                                GtkSourceView  *view);
void querist_find_bar_open     (QueristFindBar *self,
                                gboolean        replace);
void querist_find_bar_step     (QueristFindBar *self,
                                gboolean        backward);

G_END_DECLS
