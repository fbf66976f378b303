/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "querist-catalog.h"

G_BEGIN_DECLS

#define QUERIST_DIAGRAM_ROW_HEIGHT 22.0
#define QUERIST_DIAGRAM_MAX_ROWS 16

typedef struct {
  double x;
  double y;
} QueristPoint;

/**
 * QueristDiagramBox:
 * @table: borrowed from the layout's catalog
 * @x: left edge
 * @y: upper edge
 * @n_rows: columns shown, at most QUERIST_DIAGRAM_MAX_ROWS; when the table has more, the last row
 *   says how many
 */
typedef struct {
  const QueristTable *table;
  double              x;
  double              y;
  double              width;
  double              height;
  guint               n_rows;
} QueristDiagramBox;

/**
 * QueristDiagramLine:
 * @from: index of the box that refers
 * @to: index of the box referred to
 * @points: a chain of cubic Bézier curves: 1 + 3n points, from the one box to the other
 * @optional: the reference may be empty
 */
typedef struct {
  guint                    from;
  guint                    to;
  const QueristForeignKey *key;
  QueristPoint            *points;
  gsize                    n_points;
  gboolean                 optional;
} QueristDiagramLine;

/**
 * QueristDiagramLayout:
 * @boxes: (element-type QueristDiagramBox): one for each table
 * @lines: (element-type QueristDiagramLine): one for each foreign key
 *
 * Where the tables of a schema and the lines between them go, in pixels.
 */
typedef struct {
  QueristCatalog *catalog;
  GArray         *boxes;
  GArray         *lines;
  double          width;
  double          height;
} QueristDiagramLayout;

void                  querist_diagram_layout_async  (QueristCatalog        *catalog,
                                                     GCancellable          *cancellable,
                                                     GAsyncReadyCallback    callback,
                                                     gpointer               user_data);
QueristDiagramLayout *querist_diagram_layout_finish (GAsyncResult          *result,
                                                     GError               **error);
gboolean              querist_diagram_layout_shows  (QueristDiagramLayout  *self,
                                                     QueristCatalog        *catalog);
void                  querist_diagram_layout_free   (QueristDiagramLayout  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristDiagramLayout, querist_diagram_layout_free)

G_END_DECLS
