/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-chart-painter.h"

#include <math.h>

#include "querist-cell-format.h"

#define PADDING 16
#define GAP 8
#define TICK_DISTANCE 56
#define BAR_HEIGHT 24
#define MIN_BAR_WIDTH 40
#define MAX_LABEL_WIDTH 220
#define POINT_RADIUS 3
#define LEGEND_HEIGHT 26

/* The drawing in hand: the plot's box inside the margins, and the range of its value axis. */
typedef struct {
  const QueristChartData  *data;
  const QueristChartStyle *style;
  PangoContext            *context;
  cairo_t                 *cr;
  double                   left;
  double                   top;
  double                   width;
  double                   height;
  double                   low;
  double                   high;
  double                   step;
  gboolean                 sideways;
} Plot;

/* The series colours of GNOME's palette, darker on light ground so that thin lines can be seen. */
static const char *const LIGHT_COLORS[QUERIST_CHART_N_COLORS] = {
  "#3584e4", "#e66100", "#2ec27e", "#9141ac", "#c64600", "#1a5fb4", "#986a44", "#77767b",
};
static const char *const DARK_COLORS[QUERIST_CHART_N_COLORS] = {
  "#62a0ea", "#ffa348", "#57e389", "#c061cb", "#f66151", "#99c1f1", "#cdab8f", "#c0bfbc",
};

/**
 * querist_chart_style_init:
 * @style: a style
 * @dark: whether the ground is dark
 *
 * Fills in the colours of light or dark ground, with a background that is transparent.
 */
void
querist_chart_style_init (QueristChartStyle *style,
                          gboolean           dark)
{
  const char *const *colors = dark ? DARK_COLORS : LIGHT_COLORS;

  gdk_rgba_parse (&style->text, dark ? "#ffffff" : "#241f31");
  style->grid = style->text;
  style->grid.alpha = 0.12;
  style->background = (GdkRGBA) { 0, 0, 0, 0 };
  for (guint i = 0; i < QUERIST_CHART_N_COLORS; i++)
    gdk_rgba_parse (&style->colors[i], colors[i]);
}

static PangoLayout *
create_layout (const Plot *plot,
               const char *text,
               int         max_width)
{
  PangoLayout *layout = pango_layout_new (plot->context);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (PANGO_SCALE_SMALL));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_text (layout, text, -1);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  if (max_width > 0)
    {
      int width;

      pango_layout_get_pixel_size (layout, &width, NULL);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
      if (width > max_width)
        pango_layout_set_width (layout, max_width * PANGO_SCALE);
    }
  return layout;
}

static int
text_width (const Plot *plot,
            const char *text)
{
  g_autoptr(PangoLayout) layout = create_layout (plot, text, 0);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return width;
}

/* Draws a text with the point (x, y) at the share (xalign, yalign) of its box. */
static void
draw_text (const Plot *plot,
           const char *text,
           double      x,
           double      y,
           double      xalign,
           double      yalign,
           int         max_width,
           double      alpha)
{
  g_autoptr(PangoLayout) layout = create_layout (plot, text, max_width);
  GdkRGBA color = plot->style->text;
  int width, height;

  color.alpha *= alpha;
  pango_layout_get_pixel_size (layout, &width, &height);
  gdk_cairo_set_source_rgba (plot->cr, &color);
  cairo_move_to (plot->cr, round (x - xalign * width), round (y - yalign * height));
  pango_cairo_show_layout (plot->cr, layout);
}

static char *
format_tick (double value,
             double step)
{
  int decimals = step >= 1 ? 0 : (int) ceil (-log10 (step) - 1e-9);

  return querist_cell_format_number (fabs (value) < step / 1000 ? 0 : value,
                                     decimals > 6 ? -1 : decimals);
}

static double
place_value (const Plot *plot,
             double      value)
{
  double share = (value - plot->low) / (plot->high - plot->low);

  return plot->sideways ? plot->left + share * plot->width
                        : plot->top + (1 - share) * plot->height;
}

static const QueristChartSeries *
get_series (const Plot *plot,
            guint       index)
{
  return g_ptr_array_index (plot->data->series, index);
}

static const char *
get_label (const Plot *plot,
           guint       index)
{
  return g_ptr_array_index (plot->data->labels, index);
}

static int
widest_label (const Plot *plot)
{
  int widest = 0;

  for (guint i = 0; i < plot->data->labels->len; i++)
    widest = MAX (widest, text_width (plot, get_label (plot, i)));
  return widest;
}

static void
set_range (Plot   *plot,
           double  min,
           double  max,
           double  room)
{
  plot->step = querist_chart_tick_step (min, max, MAX (2, (guint) (room / TICK_DISTANCE)));
  plot->low = floor (min / plot->step) * plot->step;
  plot->high = ceil (max / plot->step) * plot->step;
  if (plot->high <= plot->low)
    plot->high = plot->low + plot->step;
}

static int
widest_tick (const Plot *plot)
{
  int widest = 0;

  for (double value = plot->low; value <= plot->high + plot->step / 2; value += plot->step)
    {
      g_autofree char *text = format_tick (value, plot->step);

      widest = MAX (widest, text_width (plot, text));
    }
  return widest;
}

/* ---- Axes ---- */

static void
draw_value_axis (const Plot *plot)
{
  cairo_set_line_width (plot->cr, 1);
  for (double value = plot->low; value <= plot->high + plot->step / 2; value += plot->step)
    {
      g_autofree char *text = format_tick (value, plot->step);
      double at = round (place_value (plot, value)) + 0.5;

      gdk_cairo_set_source_rgba (plot->cr, &plot->style->grid);
      if (plot->sideways)
        {
          cairo_move_to (plot->cr, at, plot->top);
          cairo_line_to (plot->cr, at, plot->top + plot->height);
          cairo_stroke (plot->cr);
          draw_text (plot, text, at, plot->top + plot->height + 4, 0.5, 0, 0, 0.7);
        }
      else
        {
          cairo_move_to (plot->cr, plot->left, at);
          cairo_line_to (plot->cr, plot->left + plot->width, at);
          cairo_stroke (plot->cr);
          draw_text (plot, text, plot->left - GAP, at, 1, 0.5, 0, 0.7);
        }
    }
}

/* As many of the places' labels as fit without touching each other. */
static void
draw_labels (const Plot *plot)
{
  guint n = plot->data->labels->len;
  double slot = (plot->sideways ? plot->height : plot->width) / MAX (n, 1);
  gboolean bars = plot->data->spec.kind != QUERIST_CHART_LINE;
  int widest = bars ? (int) slot - 4 : widest_label (plot);
  guint every = plot->sideways ? 1 : MAX (1, (guint) ceil ((MIN (widest, MAX_LABEL_WIDTH) + 12) /
                                                           slot));

  if (bars && !plot->sideways && slot < MIN_BAR_WIDTH)
    every = (guint) ceil (MIN_BAR_WIDTH * 2 / slot);
  for (guint i = 0; i < n; i += every)
    {
      double middle = (i + 0.5) * slot;

      if (plot->sideways)
        draw_text (plot, get_label (plot, i), plot->left - GAP, plot->top + middle, 1, 0.5,
                   MAX_LABEL_WIDTH, 0.9);
      else
        draw_text (plot, get_label (plot, i), plot->left + middle,
                   plot->top + plot->height + 4, 0.5, 0,
                   bars ? (int) (slot * every) - 4 : MAX_LABEL_WIDTH, 0.9);
    }
}

static void
draw_titles (const Plot *plot,
             double      bottom)
{
  const char *value_name = plot->data->y_name, *place_name = plot->data->x_name;

  draw_text (plot, plot->sideways ? place_name : value_name, PADDING, PADDING / 2, 0, 0,
             (int) plot->left + 200, 0.7);
  draw_text (plot, plot->sideways ? value_name : place_name, plot->left + plot->width / 2, bottom,
             0.5, 1, (int) plot->width, 0.7);
}

static void
draw_legend (const Plot *plot,
             double      right)
{
  double x = right;

  for (guint i = plot->data->series->len; i-- > 0;)
    {
      const char *name = get_series (plot, i)->name;

      x -= MIN (text_width (plot, name), 120);
      draw_text (plot, name, x, PADDING / 2, 0, 0, 120, 0.9);
      x -= 14;
      gdk_cairo_set_source_rgba (plot->cr, &plot->style->colors[i % QUERIST_CHART_N_COLORS]);
      cairo_rectangle (plot->cr, x, PADDING / 2 + 3, 10, 10);
      cairo_fill (plot->cr);
      x -= 14;
    }
}

/* ---- Marks ---- */

static void
draw_bar (const Plot *plot,
          double      start,
          double      thickness,
          double      value)
{
  double zero = place_value (plot, CLAMP (0, plot->low, plot->high));
  double end = place_value (plot, value);

  if (plot->sideways)
    cairo_rectangle (plot->cr, MIN (zero, end), plot->top + start, fabs (end - zero), thickness);
  else
    cairo_rectangle (plot->cr, plot->left + start, MIN (zero, end), thickness, fabs (end - zero));
  cairo_fill (plot->cr);
}

static void
draw_bars (const Plot *plot)
{
  guint n_series = plot->data->series->len, n = plot->data->labels->len;
  double slot = (plot->sideways ? plot->height : plot->width) / MAX (n, 1);
  double share = plot->data->spec.kind == QUERIST_CHART_HISTOGRAM ? 0.96 : 0.7;
  double thickness = MIN (slot * share, 64 * n_series) / n_series;

  for (guint i = 0; i < n_series; i++)
    {
      const QueristChartSeries *series = get_series (plot, i);

      gdk_cairo_set_source_rgba (plot->cr, &plot->style->colors[i % QUERIST_CHART_N_COLORS]);
      for (guint j = 0; j < series->n; j++)
        if (isfinite (series->y[j]))
          draw_bar (plot, (j + 0.5) * slot + (i - n_series / 2.0) * thickness, thickness,
                    series->y[j]);
    }
}

static void
draw_dot (const Plot *plot,
          double      x,
          double      y)
{
  cairo_new_sub_path (plot->cr);
  cairo_arc (plot->cr, x, y, POINT_RADIUS, 0, 2 * G_PI);
}

/* A missing value interrupts the line; dots mark the values as long as they can be told apart. */
static void
draw_lines (const Plot *plot)
{
  double slot = plot->width / MAX (plot->data->labels->len, 1);

  cairo_set_line_width (plot->cr, 2);
  cairo_set_line_join (plot->cr, CAIRO_LINE_JOIN_ROUND);
  for (guint i = 0; i < plot->data->series->len; i++)
    {
      const QueristChartSeries *series = get_series (plot, i);

      gdk_cairo_set_source_rgba (plot->cr, &plot->style->colors[i % QUERIST_CHART_N_COLORS]);
      for (guint j = 0; j < series->n; j++)
        {
          double x = plot->left + (j + 0.5) * slot, y = place_value (plot, series->y[j]);

          if (!isfinite (series->y[j]))
            continue;
          if (j == 0 || !isfinite (series->y[j - 1]))
            cairo_move_to (plot->cr, x, y);
          else
            cairo_line_to (plot->cr, x, y);
        }
      cairo_stroke (plot->cr);
      for (guint j = 0; j < series->n && slot >= 4 * POINT_RADIUS; j++)
        if (isfinite (series->y[j]))
          draw_dot (plot, plot->left + (j + 0.5) * slot, place_value (plot, series->y[j]));
      cairo_fill (plot->cr);
    }
}

static void
draw_scatter (const Plot *plot)
{
  const QueristChartSeries *series = get_series (plot, 0);
  GdkRGBA color = plot->style->colors[0];
  Plot across = *plot;

  across.sideways = TRUE;
  set_range (&across, plot->data->x_min, plot->data->x_max, plot->width);
  draw_value_axis (&across);

  color.alpha = 0.65;
  gdk_cairo_set_source_rgba (plot->cr, &color);
  for (guint i = 0; i < series->n; i++)
    if (isfinite (series->x[i]) && isfinite (series->y[i]))
      draw_dot (plot, place_value (&across, series->x[i]), place_value (plot, series->y[i]));
  cairo_fill (plot->cr);
}

/* ---- The whole ---- */

/* Bars lie on their side when their names would not fit below them. */
static gboolean
wants_sideways (const Plot *plot,
                double      width)
{
  guint n = plot->data->labels->len;

  if (plot->data->spec.kind != QUERIST_CHART_BAR || n == 0)
    return FALSE;
  return widest_label (plot) > (width - 80) / n - 8;
}

static void
lay_out (Plot   *plot,
         double  width,
         double  height)
{
  double bottom = PADDING + 40;

  plot->top = PADDING + LEGEND_HEIGHT;
  plot->height = MAX (40, height - plot->top - bottom);
  plot->sideways = wants_sideways (plot, width);
  if (plot->sideways)
    {
      plot->left = PADDING + MIN (widest_label (plot), MAX_LABEL_WIDTH) + GAP;
      plot->width = MAX (40, width - plot->left - 2 * PADDING);
      set_range (plot, plot->data->y_min, plot->data->y_max, plot->width / 1.5);
      return;
    }
  set_range (plot, plot->data->y_min, plot->data->y_max, plot->height);
  plot->left = PADDING + widest_tick (plot) + GAP;
  plot->width = MAX (40, width - plot->left - PADDING);
}

/**
 * querist_chart_natural_height:
 * @data: the numbers
 *
 * Returns: pixels that the chart needs to be read easily
 */
int
querist_chart_natural_height (const QueristChartData *data)
{
  if (data->spec.kind != QUERIST_CHART_BAR || data->labels->len <= 8)
    return 180;
  return MIN (2000, 100 + (int) data->labels->len * BAR_HEIGHT * CLAMP (data->series->len, 1, 3));
}

/**
 * querist_chart_paint:
 * @data: the numbers
 * @style: the colours
 * @context: the font
 * @cr: where to paint
 * @width: of the whole, in units of @cr
 * @height: of the whole
 *
 * Paints a chart with its axes, names and legend.
 */
void
querist_chart_paint (const QueristChartData  *data,
                     const QueristChartStyle *style,
                     PangoContext            *context,
                     cairo_t                 *cr,
                     double                   width,
                     double                   height)
{
  Plot plot = { .data = data, .style = style, .context = context, .cr = cr };

  gdk_cairo_set_source_rgba (cr, &style->background);
  cairo_paint (cr);
  if (data->series->len == 0)
    return;

  lay_out (&plot, width, height);
  draw_value_axis (&plot);
  draw_titles (&plot, height - PADDING / 2);
  if (data->series->len > 1)
    draw_legend (&plot, width - PADDING);
  switch (data->spec.kind)
    {
    case QUERIST_CHART_BAR:
    case QUERIST_CHART_HISTOGRAM:
      draw_bars (&plot);
      draw_labels (&plot);
      break;
    case QUERIST_CHART_LINE:
      draw_lines (&plot);
      draw_labels (&plot);
      break;
    case QUERIST_CHART_SCATTER:
      draw_scatter (&plot);
      break;
    case QUERIST_CHART_NONE:
      break;
    }
}
