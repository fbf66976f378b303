/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "querist-catalog.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_DIAGRAM (querist_diagram_get_type ())

/* The tables of a schema and their relations: drag to move, Ctrl and the wheel to zoom, arrow keys
 * to go from table to table, Return to go to its line. Signals:
 *   "selected" (string model, string field; both NULL for nothing, field NULL for a table)
 *   "activated" (string model, string field): go to the line */
G_DECLARE_FINAL_TYPE (QueristDiagram, querist_diagram, QUERIST, DIAGRAM, GtkWidget)

void     querist_diagram_set_catalog  (QueristDiagram  *self,
                                       QueristCatalog  *catalog);
void     querist_diagram_select_table (QueristDiagram  *self,
                                       const char      *model);
void     querist_diagram_zoom_by      (QueristDiagram  *self,
                                       double           factor);
void     querist_diagram_zoom_to_fit  (QueristDiagram  *self);
gboolean querist_diagram_save         (QueristDiagram  *self,
                                       const char      *path,
                                       GError         **error);

G_END_DECLS
