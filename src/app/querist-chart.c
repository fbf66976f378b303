/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-chart.h"

#include <adwaita.h>

#include "querist-chart-painter.h"

#define PNG_WIDTH 960
#define PNG_HEIGHT 540
#define PNG_SCALE 2

struct _QueristChart {
  GtkWidget parent_instance;

  QueristChartData *data;
};

G_DEFINE_FINAL_TYPE (QueristChart, querist_chart, GTK_TYPE_WIDGET)

static void
querist_chart_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  QueristChart *self = QUERIST_CHART (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = 260;
  else
    *minimum = *natural = self->data != NULL ? querist_chart_natural_height (self->data) : 0;
  *minimum_baseline = *natural_baseline = -1;
}

static void
querist_chart_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  QueristChart *self = QUERIST_CHART (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  QueristChartStyle style;
  cairo_t *cr;

  if (self->data == NULL)
    return;
  querist_chart_style_init (&style, dark);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &style.text);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  querist_chart_paint (self->data, &style, gtk_widget_get_pango_context (widget), cr, width,
                       height);
  cairo_destroy (cr);
}

static void
querist_chart_finalize (GObject *object)
{
  QueristChart *self = QUERIST_CHART (object);

  g_clear_pointer (&self->data, querist_chart_data_free);
  G_OBJECT_CLASS (querist_chart_parent_class)->finalize (object);
}

static void
querist_chart_class_init (QueristChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = querist_chart_finalize;
  widget_class->measure = querist_chart_measure;
  widget_class->snapshot = querist_chart_snapshot;

  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
querist_chart_init (QueristChart *self)
{
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

/**
 * querist_chart_take_data:
 * @data: (nullable) (transfer full): the numbers to draw
 *
 * Shows other numbers; a screen reader is told in words what they are.
 */
void
querist_chart_take_data (QueristChart     *self,
                         QueristChartData *data)
{
  g_autofree char *description = NULL;

  g_return_if_fail (QUERIST_IS_CHART (self));

  g_clear_pointer (&self->data, querist_chart_data_free);
  self->data = data;
  description = data != NULL ? querist_chart_data_describe (data) : g_strdup ("");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  description, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static cairo_status_t
write_png_bytes (void                *closure,
                 const unsigned char *data,
                 unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/**
 * querist_chart_write_png:
 * @file: where to
 * @error: return location for an error
 *
 * Writes the chart as a picture on white ground, for documents.
 *
 * Returns: whether it was written
 */
gboolean
querist_chart_write_png (QueristChart  *self,
                         GFile         *file,
                         GError       **error)
{
  int height;
  cairo_surface_t *surface;
  g_autoptr(GByteArray) png = g_byte_array_new ();
  QueristChartStyle style;
  cairo_t *cr;

  g_return_val_if_fail (QUERIST_IS_CHART (self) && self->data != NULL, FALSE);

  height = MAX (PNG_HEIGHT, querist_chart_natural_height (self->data));
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, PNG_WIDTH * PNG_SCALE,
                                        height * PNG_SCALE);
  querist_chart_style_init (&style, FALSE);
  gdk_rgba_parse (&style.background, "white");
  cr = cairo_create (surface);
  cairo_scale (cr, PNG_SCALE, PNG_SCALE);
  querist_chart_paint (self->data, &style, gtk_widget_get_pango_context (GTK_WIDGET (self)), cr,
                       PNG_WIDTH, height);
  cairo_destroy (cr);
  cairo_surface_write_to_png_stream (surface, write_png_bytes, png);
  cairo_surface_destroy (surface);
  return g_file_replace_contents (file, (const char *) png->data, png->len, NULL, FALSE,
                                  G_FILE_CREATE_NONE, NULL, NULL, error);
}
