/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "querist-improve-item.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_IMPROVE_ROW (querist_improve_row_get_type ())

/* A proposed change with its reason and its lines, to be accepted or rejected. Signals:
 *   "rejected": the person does not want to see it any more
 *   "shown": the person wants to see the place in the text */
G_DECLARE_FINAL_TYPE (QueristImproveRow, querist_improve_row, QUERIST, IMPROVE_ROW, GtkListBoxRow)

GtkWidget          *querist_improve_row_new      (QueristImproveItem *item);
QueristImproveItem *querist_improve_row_get_item (QueristImproveRow  *self);

G_END_DECLS
