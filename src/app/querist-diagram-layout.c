/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-diagram-layout.h"

#include <gvc.h>

#define PIXELS_PER_INCH 72.0
#define GLYPH_WIDTH 7.4
#define MIN_WIDTH 150.0
#define MAX_WIDTH 300.0
#define MARGIN 24.0

/* Graphviz keeps much of its state in globals: one layout at a time, and one context for good. A
 * context that is freed leaves its plugin for text with a pointer to a font that has gone. */
static GMutex graphviz_lock;
static GVC_t *graphviz;

static void
line_clear (gpointer data)
{
  g_free (((QueristDiagramLine *) data)->points);
}

static glong
row_chars (const QueristTable  *table,
           const QueristColumn *column)
{
  const char *type = column->enum_name != NULL ? column->enum_name
                                               : querist_scalar_to_string (column->type);

  return g_utf8_strlen (column->field, -1) + g_utf8_strlen (type, -1) + 4;
}

static void
size_box (QueristDiagramBox *table_box)
{
  const QueristTable *table = table_box->table;
  glong chars = g_utf8_strlen (table->model != NULL ? table->model : table->name, -1) + 2;

  table_box->n_rows = MIN (table->columns->len, QUERIST_DIAGRAM_MAX_ROWS);
  for (guint i = 0; i < table_box->n_rows; i++)
    chars = MAX (chars, row_chars (table, g_ptr_array_index (table->columns, i)));
  table_box->width = CLAMP (chars * GLYPH_WIDTH + 20, MIN_WIDTH, MAX_WIDTH);
  table_box->height = (table_box->n_rows + 1) * QUERIST_DIAGRAM_ROW_HEIGHT;
}

static void
add_boxes (QueristDiagramLayout *self)
{
  for (guint i = 0; i < self->catalog->tables->len; i++)
    {
      QueristDiagramBox table_box = { .table = g_ptr_array_index (self->catalog->tables, i) };

      size_box (&table_box);
      g_array_append_val (self->boxes, table_box);
    }
}

static gboolean
find_box (QueristDiagramLayout *self,
          const char           *table,
          guint                *index)
{
  for (guint i = 0; i < self->boxes->len; i++)
    if (g_str_equal (g_array_index (self->boxes, QueristDiagramBox, i).table->name, table))
      {
        *index = i;
        return TRUE;
      }
  return FALSE;
}

/* The row of a column in its box, counted from 1; the title, which is row 0, for a column that is
 * not shown. */
static guint
find_row (const QueristDiagramBox *table_box,
          const char              *column)
{
  for (guint i = 0; column != NULL && i < table_box->n_rows; i++)
    {
      const QueristColumn *candidate = g_ptr_array_index (table_box->table->columns, i);

      if (g_str_equal (candidate->name, column))
        return i + 1;
    }
  return 0;
}

static gboolean
is_optional (const QueristTable      *table,
             const QueristForeignKey *key)
{
  const QueristColumn *column = key->columns != NULL && key->columns[0] != NULL
    ? querist_table_find_column (table, key->columns[0]) : NULL;

  return column != NULL && column->nullable;
}

static void
add_lines (QueristDiagramLayout *self)
{
  for (guint i = 0; i < self->boxes->len; i++)
    {
      const QueristTable *table = g_array_index (self->boxes, QueristDiagramBox, i).table;

      for (guint j = 0; j < table->foreign_keys->len; j++)
        {
          const QueristForeignKey *key = g_ptr_array_index (table->foreign_keys, j);
          QueristDiagramLine line = { .from = i, .key = key };

          line.optional = is_optional (table, key);
          if (find_box (self, key->table, &line.to))
            g_array_append_val (self->lines, line);
        }
    }
}

static void
set_attribute (void       *object,
               const char *name,
               const char *value)
{
  agsafeset (object, (char *) name, (char *) value, (char *) "");
}

static void
set_inches (void       *object,
            const char *name,
            double      pixels)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  set_attribute (object, name, g_ascii_formatd (text, sizeof text, "%.4f",
                                                pixels / PIXELS_PER_INCH));
}

/* With rankdir LR the fields of a record stand one below the other, so every row of a box is a
 * port of its own that a line can end at. */
static Agnode_t *
add_node (Agraph_t                *graph,
          guint                    index,
          const QueristDiagramBox *table_box)
{
  g_autofree char *name = g_strdup_printf ("n%u", index);
  g_autoptr(GString) label = g_string_new ("<r0>");
  Agnode_t *node = agnode (graph, name, TRUE);

  for (guint i = 1; i <= table_box->n_rows; i++)
    g_string_append_printf (label, "|<r%u>", i);
  set_attribute (node, "shape", "record");
  set_attribute (node, "fixedsize", "true");
  set_attribute (node, "label", label->str);
  set_inches (node, "width", table_box->width);
  set_inches (node, "height", table_box->height);
  return node;
}

static Agedge_t *
add_edge (QueristDiagramLayout     *self,
          Agraph_t                 *graph,
          Agnode_t                **nodes,
          guint                     index)
{
  const QueristDiagramLine *line = &g_array_index (self->lines, QueristDiagramLine, index);
  const QueristDiagramBox *boxes = (const QueristDiagramBox *) self->boxes->data;
  const QueristForeignKey *key = line->key;
  const char *side = line->from == line->to ? "e" : "_";
  g_autofree char *name = g_strdup_printf ("e%u", index);
  g_autofree char *tail = NULL;
  g_autofree char *head = NULL;
  Agedge_t *edge = agedge (graph, nodes[line->from], nodes[line->to], name, TRUE);

  tail = g_strdup_printf ("r%u:%s", find_row (&boxes[line->from],
                                              key->columns != NULL ? key->columns[0] : NULL), side);
  head = g_strdup_printf ("r%u:%s", find_row (&boxes[line->to],
                                              key->references != NULL ? key->references[0] : NULL),
                          side);
  set_attribute (edge, "tailport", tail);
  set_attribute (edge, "headport", head);
  set_attribute (edge, "dir", "none");
  return edge;
}

static void
read_node (QueristDiagramLayout *self,
           guint                 index,
           Agnode_t             *node)
{
  QueristDiagramBox *table_box = &g_array_index (self->boxes, QueristDiagramBox, index);

  /* Graphviz counts upwards and gives the middle of a node. */
  table_box->x = ND_coord (node).x - table_box->width / 2 + MARGIN;
  table_box->y = self->height - MARGIN - ND_coord (node).y - table_box->height / 2;
}

static void
read_edge (QueristDiagramLayout *self,
           guint                 index,
           Agedge_t             *edge)
{
  QueristDiagramLine *line = &g_array_index (self->lines, QueristDiagramLine, index);
  const splines *found = ED_spl (edge);

  if (found == NULL || found->size == 0)
    return;
  line->n_points = found->list[0].size;
  line->points = g_new (QueristPoint, line->n_points);
  for (gsize i = 0; i < line->n_points; i++)
    {
      line->points[i].x = found->list[0].list[i].x + MARGIN;
      line->points[i].y = self->height - MARGIN - found->list[0].list[i].y;
    }
}

static void
read_layout (QueristDiagramLayout  *self,
             Agraph_t              *graph,
             Agnode_t             **nodes,
             Agedge_t             **edges)
{
  self->width = GD_bb (graph).UR.x + 2 * MARGIN;
  self->height = GD_bb (graph).UR.y + 2 * MARGIN;
  for (guint i = 0; i < self->boxes->len; i++)
    read_node (self, i, nodes[i]);
  for (guint i = 0; i < self->lines->len; i++)
    read_edge (self, i, edges[i]);
}

static gboolean
run_graphviz (QueristDiagramLayout *self)
{
  Agraph_t *graph = agopen ((char *) "schema", Agdirected, NULL);
  g_autofree Agnode_t **nodes = g_new (Agnode_t *, self->boxes->len);
  g_autofree Agedge_t **edges = g_new (Agedge_t *, self->lines->len + 1);
  gboolean done;

  if (graphviz == NULL)
    graphviz = gvContext ();
  set_attribute (graph, "rankdir", "LR");
  set_inches (graph, "nodesep", 36);
  set_inches (graph, "ranksep", 64);
  /* groups of tables that nothing joins are placed side by side, not in one tall column */
  set_attribute (graph, "pack", "18");
  set_attribute (graph, "packmode", "graph");
  for (guint i = 0; i < self->boxes->len; i++)
    nodes[i] = add_node (graph, i, &g_array_index (self->boxes, QueristDiagramBox, i));
  for (guint i = 0; i < self->lines->len; i++)
    edges[i] = add_edge (self, graph, nodes, i);

  done = gvLayout (graphviz, graph, "dot") == 0;
  if (done)
    {
      read_layout (self, graph, nodes, edges);
      gvFreeLayout (graphviz, graph);
    }
  agclose (graph);
  return done;
}

static void
layout_thread (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  g_autoptr(QueristDiagramLayout) self = g_new0 (QueristDiagramLayout, 1);
  gboolean done;

  self->catalog = querist_catalog_ref (task_data);
  self->boxes = g_array_new (FALSE, TRUE, sizeof (QueristDiagramBox));
  self->lines = g_array_new (FALSE, TRUE, sizeof (QueristDiagramLine));
  g_array_set_clear_func (self->lines, line_clear);
  add_boxes (self);
  add_lines (self);

  g_mutex_lock (&graphviz_lock);
  done = !g_cancellable_is_cancelled (cancellable) && run_graphviz (self);
  g_mutex_unlock (&graphviz_lock);

  if (done)
    g_task_return_pointer (task, g_steal_pointer (&self),
                           (GDestroyNotify) querist_diagram_layout_free);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED,
                             "Graphviz could not lay the diagram out");
}

/**
 * querist_diagram_layout_async:
 * @catalog: the tables to show
 *
 * Lays a schema out in a thread, by Graphviz's "dot": tables that refer stand left of those they
 * refer to.
 */
void
querist_diagram_layout_async (QueristCatalog      *catalog,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, querist_diagram_layout_async);
  g_task_set_task_data (task, querist_catalog_ref (catalog),
                        (GDestroyNotify) querist_catalog_unref);
  g_task_run_in_thread (task, layout_thread);
}

/**
 * querist_diagram_layout_finish:
 *
 * Returns: (transfer full): the layout
 */
QueristDiagramLayout *
querist_diagram_layout_finish (GAsyncResult  *result,
                               GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
same_columns (const QueristTable *a,
              const QueristTable *b)
{
  if (a->columns->len != b->columns->len)
    return FALSE;
  for (guint i = 0; i < a->columns->len; i++)
    {
      const QueristColumn *first = g_ptr_array_index (a->columns, i);
      const QueristColumn *second = g_ptr_array_index (b->columns, i);

      if (g_strcmp0 (first->name, second->name) != 0 ||
          g_strcmp0 (first->field, second->field) != 0 ||
          g_strcmp0 (first->enum_name, second->enum_name) != 0 ||
          first->type != second->type || first->nullable != second->nullable ||
          first->primary_key != second->primary_key)
        return FALSE;
    }
  return TRUE;
}

static gboolean
same_names (char **a,
            char **b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return g_strv_equal ((const char *const *) a, (const char *const *) b);
}

static gboolean
same_keys (const QueristTable *a,
           const QueristTable *b)
{
  if (a->foreign_keys->len != b->foreign_keys->len)
    return FALSE;
  for (guint i = 0; i < a->foreign_keys->len; i++)
    {
      const QueristForeignKey *first = g_ptr_array_index (a->foreign_keys, i);
      const QueristForeignKey *second = g_ptr_array_index (b->foreign_keys, i);

      if (g_strcmp0 (first->table, second->table) != 0 ||
          g_strcmp0 (first->field, second->field) != 0 ||
          !same_names (first->columns, second->columns) ||
          !same_names (first->references, second->references))
        return FALSE;
    }
  return TRUE;
}

/**
 * querist_diagram_layout_shows:
 * @catalog: the tables to show
 *
 * Returns: whether a layout of @catalog would look the same, so that none need be made
 */
gboolean
querist_diagram_layout_shows (QueristDiagramLayout *self,
                              QueristCatalog       *catalog)
{
  if (self->catalog->tables->len != catalog->tables->len)
    return FALSE;
  for (guint i = 0; i < catalog->tables->len; i++)
    {
      const QueristTable *first = g_ptr_array_index (self->catalog->tables, i);
      const QueristTable *second = g_ptr_array_index (catalog->tables, i);

      if (g_strcmp0 (first->name, second->name) != 0 ||
          g_strcmp0 (first->model, second->model) != 0 ||
          !same_columns (first, second) || !same_keys (first, second))
        return FALSE;
    }
  return TRUE;
}

/**
 * querist_diagram_layout_free:
 * @self: a layout
 */
void
querist_diagram_layout_free (QueristDiagramLayout *self)
{
  g_array_unref (self->boxes);
  g_array_unref (self->lines);
  querist_catalog_unref (self->catalog);
  g_free (self);
}
