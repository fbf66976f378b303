/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "querist-diagram-layout.h"

G_BEGIN_DECLS

/**
 * QueristDiagramPalette:
 * @header: behind the name of a table
 * @accent: lines, and what is selected
 */
typedef struct {
  GdkRGBA page;
  GdkRGBA box;
  GdkRGBA header;
  GdkRGBA border;
  GdkRGBA text;
  GdkRGBA dim;
  GdkRGBA accent;
} QueristDiagramPalette;

/**
 * QueristDiagramSelection:
 * @box: index of the selected box, -1 for none
 * @line: index of the selected line, -1 for none
 */
typedef struct {
  int box;
  int line;
} QueristDiagramSelection;

void     querist_diagram_palette_init   (QueristDiagramPalette         *self,
                                         gboolean                       dark);
void     querist_diagram_paint          (const QueristDiagramLayout    *layout,
                                         const QueristDiagramPalette   *palette,
                                         const QueristDiagramSelection *selection,
                                         double                         scale,
                                         cairo_t                       *cr);
gboolean querist_diagram_export         (const QueristDiagramLayout    *layout,
                                         const char                    *path,
                                         GError                       **error);

G_END_DECLS
