/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QUERIST_TYPE_ROW_SELECTION (querist_row_selection_get_type ())

/* Selects any rows of a list that never changes, by their positions alone. GtkMultiSelection would
 * fetch every row that gets selected, which with select-all means the whole result. */
G_DECLARE_FINAL_TYPE (QueristRowSelection, querist_row_selection, QUERIST, ROW_SELECTION, GObject)

QueristRowSelection *querist_row_selection_new       (GListModel          *model);
GListModel          *querist_row_selection_get_model (QueristRowSelection *self);

G_END_DECLS
