/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-diagram.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "querist-diagram-layout.h"
#include "querist-diagram-painter.h"

#define MIN_ZOOM 0.05
#define MAX_ZOOM 3.0
/* Text is still read at this zoom: a big diagram opens so, not shrunk to a map. */
#define READABLE_ZOOM 0.6
#define HIT_DISTANCE 7.0
/* Graphviz would take minutes and gigabytes for more, and nobody could read them. */
#define MAX_TABLES 1500
#define ZOOM_STEP 1.2

struct _QueristDiagram {
  GtkWidget                parent_instance;

  QueristDiagramLayout    *layout;
  GCancellable            *cancellable;
  QueristDiagramSelection  selection;
  double                   zoom;
  double                   x;
  double                   y;
  double                   drag_x;
  double                   drag_y;
  double                   pinch_zoom;
  double                   pointer_x;
  double                   pointer_y;
  gboolean                 placed_by_hand;
  guint                    n_too_many;
};

enum {
  SIGNAL_SELECTED,
  SIGNAL_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QueristDiagram, querist_diagram, GTK_TYPE_WIDGET)

static const QueristDiagramBox *
get_box (QueristDiagram *self,
         int             index)
{
  if (self->layout == NULL || index < 0 || index >= (int) self->layout->boxes->len)
    return NULL;
  return &g_array_index (self->layout->boxes, QueristDiagramBox, index);
}

static const char *
box_model (const QueristDiagramBox *box)
{
  return box->table->model != NULL ? box->table->model : box->table->name;
}

/* Keeps at least a corner of the diagram in view. */
static void
clamp_position (QueristDiagram *self)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double height = gtk_widget_get_height (GTK_WIDGET (self));

  if (self->layout == NULL)
    return;
  self->x = CLAMP (self->x, 60 - self->layout->width * self->zoom, width - 60);
  self->y = CLAMP (self->y, 60 - self->layout->height * self->zoom, height - 60);
}

static void
fit (QueristDiagram *self,
     double          at_least)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  double zoom;

  if (self->layout == NULL || width <= 0 || height <= 0)
    return;
  zoom = MIN (width / self->layout->width, height / self->layout->height);
  self->zoom = CLAMP (MAX (zoom, at_least), MIN_ZOOM, 1);
  self->x = MAX ((width - self->layout->width * self->zoom) / 2, 0);
  self->y = MAX ((height - self->layout->height * self->zoom) / 2, 0);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
zoom_at (QueristDiagram *self,
         double          zoom,
         double          x,
         double          y)
{
  double factor;

  zoom = CLAMP (zoom, MIN_ZOOM, MAX_ZOOM);
  factor = zoom / self->zoom;
  self->placed_by_hand = TRUE;
  self->x = x - (x - self->x) * factor;
  self->y = y - (y - self->y) * factor;
  self->zoom = zoom;
  clamp_position (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* In place of a diagram that would be too large. */
static void
draw_refusal (QueristDiagram *self,
              cairo_t        *cr,
              const GdkRGBA  *color)
{
  g_autofree char *text =
    g_strdup_printf (_("%u tables are too many for a diagram."), self->n_too_many);
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  gdk_cairo_set_source_rgba (cr, color);
  cairo_move_to (cr, (gtk_widget_get_width (GTK_WIDGET (self)) - width) / 2.0,
                 (gtk_widget_get_height (GTK_WIDGET (self)) - height) / 2.0);
  pango_cairo_show_layout (cr, layout);
}

static void
querist_diagram_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  QueristDiagram *self = QUERIST_DIAGRAM (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  QueristDiagramPalette palette;
  cairo_t *cr;

  querist_diagram_palette_init (&palette, dark);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  gdk_cairo_set_source_rgba (cr, &palette.page);
  cairo_paint (cr);
  if (self->n_too_many > 0)
    draw_refusal (self, cr, &palette.dim);
  if (self->layout != NULL)
    {
      cairo_translate (cr, self->x, self->y);
      cairo_scale (cr, self->zoom, self->zoom);
      querist_diagram_paint (self->layout, &palette, &self->selection, self->zoom, cr);
    }
  cairo_destroy (cr);
  if (gtk_widget_has_visible_focus (widget))
    gtk_snapshot_render_focus (snapshot, gtk_widget_get_style_context (widget), 1, 1,
                               width - 2, height - 2);
}

static void
querist_diagram_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  QueristDiagram *self = QUERIST_DIAGRAM (widget);

  if (!self->placed_by_hand)
    fit (self, READABLE_ZOOM);
  clamp_position (self);
}

static int
find_box_at (QueristDiagram *self,
             double          x,
             double          y,
             int            *row)
{
  for (guint i = 0; self->layout != NULL && i < self->layout->boxes->len; i++)
    {
      const QueristDiagramBox *box = get_box (self, i);

      if (x >= box->x && x <= box->x + box->width && y >= box->y && y <= box->y + box->height)
        {
          *row = (int) ((y - box->y) / QUERIST_DIAGRAM_ROW_HEIGHT) - 1;
          return i;
        }
    }
  return -1;
}

static QueristPoint
bezier_point (const QueristPoint *p,
              double              t)
{
  double s = 1 - t;
  double a = s * s * s, b = 3 * s * s * t, c = 3 * s * t * t, d = t * t * t;

  return (QueristPoint) { a * p[0].x + b * p[1].x + c * p[2].x + d * p[3].x,
                          a * p[0].y + b * p[1].y + c * p[2].y + d * p[3].y };
}

static gboolean
line_is_near (const QueristDiagramLine *line,
              double                    x,
              double                    y)
{
  for (gsize i = 0; i + 3 < line->n_points; i += 3)
    for (int step = 0; step <= 24; step++)
      {
        QueristPoint point = bezier_point (line->points + i, step / 24.0);

        if (hypot (point.x - x, point.y - y) < HIT_DISTANCE)
          return TRUE;
      }
  return FALSE;
}

static int
find_line_at (QueristDiagram *self,
              double          x,
              double          y)
{
  for (guint i = 0; self->layout != NULL && i < self->layout->lines->len; i++)
    if (line_is_near (&g_array_index (self->layout->lines, QueristDiagramLine, i), x, y))
      return i;
  return -1;
}

static void
reveal_box (QueristDiagram *self,
            int             index)
{
  const QueristDiagramBox *box = get_box (self, index);
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  double left, top;

  if (box == NULL)
    return;
  left = self->x + box->x * self->zoom;
  top = self->y + box->y * self->zoom;
  if (left < 0 || left + box->width * self->zoom > width)
    self->x = (width - box->width * self->zoom) / 2 - box->x * self->zoom;
  if (top < 0 || top + box->height * self->zoom > height)
    self->y = MAX (20, (height - box->height * self->zoom) / 2) - box->y * self->zoom;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
update_description (QueristDiagram *self)
{
  const QueristDiagramBox *box = get_box (self, self->selection.box);
  g_autofree char *text = NULL;

  if (box != NULL)
    text = g_strdup_printf (_("%s, %u columns"), box_model (box), box->table->columns->len);
  else if (self->layout != NULL)
    text = g_strdup_printf (_("%u tables, %u relations"), self->layout->boxes->len,
                            self->layout->lines->len);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text != NULL ? text : "",
                                  -1);
}

static void
select_box (QueristDiagram *self,
            int             index,
            const char     *field)
{
  const QueristDiagramBox *box = get_box (self, index);

  self->selection.box = index;
  self->selection.line = -1;
  update_description (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[SIGNAL_SELECTED], 0, box != NULL ? box_model (box) : NULL, field);
}

static void
select_line (QueristDiagram *self,
             int             index)
{
  const QueristDiagramLine *line =
    &g_array_index (self->layout->lines, QueristDiagramLine, index);

  self->selection.box = -1;
  self->selection.line = index;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[SIGNAL_SELECTED], 0, box_model (get_box (self, line->from)),
                 line->key->field);
}

static const char *
row_field (const QueristDiagramBox *box,
           int                      row)
{
  const QueristColumn *column;

  if (row < 0 || row >= (int) box->n_rows)
    return NULL;
  column = g_ptr_array_index (box->table->columns, row);
  return column->field;
}

static void
pressed_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            gpointer         user_data)
{
  QueristDiagram *self = user_data;
  double to_x = (x - self->x) / self->zoom, to_y = (y - self->y) / self->zoom;
  int row = -1;
  int index = find_box_at (self, to_x, to_y, &row);
  int line = index < 0 ? find_line_at (self, to_x, to_y) : -1;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (index >= 0)
    {
      const QueristDiagramBox *box = get_box (self, index);
      const char *field = row_field (box, row);

      select_box (self, index, field);
      g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, box_model (box), field);
    }
  else if (line >= 0)
    {
      select_line (self, line);
    }
  else
    {
      select_box (self, -1, NULL);
    }
}

static void
drag_begin_cb (QueristDiagram *self)
{
  self->drag_x = self->x;
  self->drag_y = self->y;
}

static void
drag_update_cb (GtkGestureDrag *gesture,
                double          offset_x,
                double          offset_y,
                gpointer        user_data)
{
  QueristDiagram *self = user_data;

  self->placed_by_hand = TRUE;
  self->x = self->drag_x + offset_x;
  self->y = self->drag_y + offset_y;
  clamp_position (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller,
           double                    dx,
           double                    dy,
           gpointer                  user_data)
{
  QueristDiagram *self = user_data;
  GdkModifierType state =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if (state & GDK_CONTROL_MASK)
    {
      zoom_at (self, self->zoom * pow (ZOOM_STEP, -dy), self->pointer_x, self->pointer_y);
      return GDK_EVENT_STOP;
    }
  if (state & GDK_SHIFT_MASK)
    {
      double swapped = dx;

      dx = dy;
      dy = swapped;
    }
  self->placed_by_hand = TRUE;
  self->x -= dx * 50;
  self->y -= dy * 50;
  clamp_position (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return GDK_EVENT_STOP;
}

static void
motion_cb (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           gpointer                  user_data)
{
  QueristDiagram *self = user_data;

  self->pointer_x = x;
  self->pointer_y = y;
}

static void
pinch_begin_cb (QueristDiagram *self)
{
  self->pinch_zoom = self->zoom;
}

static void
pinch_cb (GtkGestureZoom *gesture,
          double          scale,
          gpointer        user_data)
{
  QueristDiagram *self = user_data;
  double x = self->pointer_x, y = self->pointer_y;

  gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y);
  zoom_at (self, self->pinch_zoom * scale, x, y);
}

static gboolean
step_cb (GtkWidget *widget,
         GVariant  *args,
         gpointer   user_data)
{
  QueristDiagram *self = QUERIST_DIAGRAM (widget);
  int n_boxes = self->layout != NULL ? self->layout->boxes->len : 0;
  int step = g_variant_get_int32 (args);
  int index;

  if (n_boxes == 0)
    return FALSE;
  index = self->selection.box < 0 ? (step > 0 ? 0 : n_boxes - 1)
                                  : (self->selection.box + step + n_boxes) % n_boxes;
  select_box (self, index, NULL);
  reveal_box (self, index);
  return TRUE;
}

static gboolean
activate_cb (GtkWidget *widget,
             GVariant  *args,
             gpointer   user_data)
{
  QueristDiagram *self = QUERIST_DIAGRAM (widget);
  const QueristDiagramBox *box = get_box (self, self->selection.box);

  if (box == NULL)
    return FALSE;
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, box_model (box), NULL);
  return TRUE;
}

static gboolean
zoom_key_cb (GtkWidget *widget,
             GVariant  *args,
             gpointer   user_data)
{
  double factor = g_variant_get_double (args);

  if (factor > 0)
    querist_diagram_zoom_by (QUERIST_DIAGRAM (widget), factor);
  else
    querist_diagram_zoom_to_fit (QUERIST_DIAGRAM (widget));
  return TRUE;
}

static void
querist_diagram_dispose (GObject *object)
{
  QueristDiagram *self = QUERIST_DIAGRAM (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->layout, querist_diagram_layout_free);
  G_OBJECT_CLASS (querist_diagram_parent_class)->dispose (object);
}

static void
add_bindings (GtkWidgetClass *widget_class)
{
  static const struct {
    guint key;
    int   step;
  } steps[] = {
    { GDK_KEY_Left, -1 }, { GDK_KEY_Up, -1 }, { GDK_KEY_Right, 1 }, { GDK_KEY_Down, 1 },
  };
  static const struct {
    guint  key;
    double factor;
  } zooms[] = {
    { GDK_KEY_plus, ZOOM_STEP }, { GDK_KEY_KP_Add, ZOOM_STEP }, { GDK_KEY_equal, ZOOM_STEP },
    { GDK_KEY_minus, 1 / ZOOM_STEP }, { GDK_KEY_KP_Subtract, 1 / ZOOM_STEP }, { GDK_KEY_0, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    gtk_widget_class_add_binding (widget_class, steps[i].key, 0, step_cb, "i", steps[i].step);
  for (gsize i = 0; i < G_N_ELEMENTS (zooms); i++)
    gtk_widget_class_add_binding (widget_class, zooms[i].key, 0, zoom_key_cb, "d",
                                  zooms[i].factor);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, 0, activate_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Enter, 0, activate_cb, NULL);
}

static void
querist_diagram_class_init (QueristDiagramClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = querist_diagram_dispose;
  widget_class->snapshot = querist_diagram_snapshot;
  widget_class->size_allocate = querist_diagram_size_allocate;

  signals[SIGNAL_SELECTED] =
    g_signal_new ("selected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[SIGNAL_ACTIVATED] =
    g_signal_new ("activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  gtk_widget_class_set_css_name (widget_class, "diagram");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  add_bindings (widget_class);
}

static void
add_controllers (QueristDiagram *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkEventController *scroll =
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

static void
querist_diagram_init (QueristDiagram *self)
{
  self->zoom = 1;
  self->selection = (QueristDiagramSelection) { -1, -1 };
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Diagram of the schema"), -1);
  add_controllers (self);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

static int
find_model (QueristDiagram *self,
            const char     *model)
{
  for (guint i = 0; model != NULL && self->layout != NULL && i < self->layout->boxes->len; i++)
    if (g_str_equal (box_model (get_box (self, i)), model))
      return i;
  return -1;
}

static void
layout_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(QueristDiagram) self = user_data;
  g_autoptr(GError) error = NULL;
  QueristDiagramLayout *layout = querist_diagram_layout_finish (result, &error);
  g_autofree char *selected = NULL;
  gboolean same_size;

  if (layout == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_warning ("%s", error->message);
      return;
    }
  same_size = self->layout != NULL && self->layout->boxes->len == layout->boxes->len;
  if (self->selection.box >= 0)
    selected = g_strdup (box_model (get_box (self, self->selection.box)));
  g_clear_pointer (&self->layout, querist_diagram_layout_free);
  self->layout = layout;
  self->selection = (QueristDiagramSelection) { find_model (self, selected), -1 };
  update_description (self);
  /* While a field is edited the view stays where it is; another set of tables is shown whole. */
  if (!same_size)
    {
      self->placed_by_hand = FALSE;
      fit (self, READABLE_ZOOM);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * querist_diagram_set_catalog:
 * @catalog: (nullable): the tables to show; NULL shows nothing
 */
void
querist_diagram_set_catalog (QueristDiagram *self,
                             QueristCatalog *catalog)
{
  g_return_if_fail (QUERIST_IS_DIAGRAM (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->n_too_many = catalog != NULL && catalog->tables->len > MAX_TABLES
                       ? catalog->tables->len : 0;
  if (catalog == NULL || catalog->tables->len == 0 || self->n_too_many > 0)
    {
      g_clear_pointer (&self->layout, querist_diagram_layout_free);
      self->selection = (QueristDiagramSelection) { -1, -1 };
      gtk_widget_queue_draw (GTK_WIDGET (self));
      return;
    }
  if (self->layout != NULL && querist_diagram_layout_shows (self->layout, catalog))
    return;
  self->cancellable = g_cancellable_new ();
  querist_diagram_layout_async (catalog, self->cancellable, layout_cb, g_object_ref (self));
}

/**
 * querist_diagram_select_table:
 * @model: (nullable): the model to mark, as the schema calls it
 *
 * Marks a table and moves it into view, without emitting "selected".
 */
void
querist_diagram_select_table (QueristDiagram *self,
                              const char     *model)
{
  int found;

  g_return_if_fail (QUERIST_IS_DIAGRAM (self));

  found = find_model (self, model);
  if (found == self->selection.box)
    return;
  self->selection.box = found;
  self->selection.line = -1;
  reveal_box (self, found);
  update_description (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * querist_diagram_zoom_by:
 * @factor: above 1 to see things larger
 */
void
querist_diagram_zoom_by (QueristDiagram *self,
                         double          factor)
{
  g_return_if_fail (QUERIST_IS_DIAGRAM (self));

  zoom_at (self, self->zoom * factor, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
           gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
}

/**
 * querist_diagram_zoom_to_fit:
 *
 * Shows the whole diagram, however small.
 */
void
querist_diagram_zoom_to_fit (QueristDiagram *self)
{
  g_return_if_fail (QUERIST_IS_DIAGRAM (self));

  fit (self, 0);
}

/**
 * querist_diagram_save:
 * @path: an SVG file if it ends in ".svg", else a PNG file
 *
 * Returns: whether the diagram was written; FALSE with an error also when there is none
 */
gboolean
querist_diagram_save (QueristDiagram  *self,
                      const char      *path,
                      GError         **error)
{
  g_return_val_if_fail (QUERIST_IS_DIAGRAM (self), FALSE);

  if (self->layout == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   self->n_too_many > 0
                     ? _("There is no diagram: the schema has too many tables for one.")
                     : _("There is no diagram yet: the schema has errors or no models."));
      return FALSE;
    }
  return querist_diagram_export (self->layout, path, error);
}
