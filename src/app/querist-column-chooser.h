/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QUERIST_TYPE_COLUMN_CHOOSER (querist_column_chooser_get_type ())

/* Lists the columns of a column view, to show and hide them. "changed" tells that one was. */
G_DECLARE_FINAL_TYPE (QueristColumnChooser, querist_column_chooser, QUERIST, COLUMN_CHOOSER,
                      GtkPopover)

void querist_column_chooser_set_columns (QueristColumnChooser *self,
                                         GListModel           *columns);

G_END_DECLS
