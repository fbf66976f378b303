/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "querist-project.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_SOURCE_ROW (querist_source_row_get_type ())

/* One CSV file of a project: its name, size, what was detected, and whether rows need a look.
 * Emits "remove" when a person wants it out of the project, and "replace" (string path) when another
 * file shall take its place. */
G_DECLARE_FINAL_TYPE (QueristSourceRow, querist_source_row, QUERIST, SOURCE_ROW, GtkListBoxRow)

GtkWidget     *querist_source_row_new        (QueristSource    *source);
void           querist_source_row_set_rejected (QueristSourceRow *self,
                                                guint64           n_rejected);
QueristSource *querist_source_row_get_source (QueristSourceRow *self);

G_END_DECLS
