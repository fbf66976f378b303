/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-diagram-painter.h"

#include <cairo-svg.h>
#include <glib/gi18n.h>

#define RADIUS 7.0
#define PADDING 10.0
#define DOT_RADIUS 3.0
#define PNG_SCALE 2.0
/* Cairo makes no larger image. */
#define MAX_PNG_SIZE 32000.0
/* Rows below this height on the screen can't be read: the name of the table is drawn over them. */
#define MIN_ROW_HEIGHT 7.5
#define MAX_LARGE_NAME 15.0

/**
 * querist_diagram_palette_init:
 * @self: (out caller-allocates): the colours, Adwaita's
 * @dark: whether the page is dark
 */
void
querist_diagram_palette_init (QueristDiagramPalette *self,
                              gboolean               dark)
{
  static const char *const colors[2][7] = {
    { "#fafafa", "#ffffff", "#d9e7f9", "#c9c7c4", "#2e3436", "#77767b", "#3584e4" },
    { "#242424", "#303030", "#2b4a70", "#5e5c64", "#f6f5f4", "#b5b3b0", "#78aeed" },
  };
  GdkRGBA *const places[] = {
    &self->page, &self->box, &self->header, &self->border, &self->text, &self->dim, &self->accent
  };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    gdk_rgba_parse (places[i], colors[dark ? 1 : 0][i]);
}

static void
trace_box (cairo_t                 *cr,
           const QueristDiagramBox *box,
           double                   height,
           gboolean                 round_bottom)
{
  double right = box->x + box->width, bottom = box->y + height;
  double radius = round_bottom ? RADIUS : 0;

  cairo_new_sub_path (cr);
  cairo_arc (cr, box->x + RADIUS, box->y + RADIUS, RADIUS, G_PI, 1.5 * G_PI);
  cairo_arc (cr, right - RADIUS, box->y + RADIUS, RADIUS, 1.5 * G_PI, 2 * G_PI);
  cairo_arc (cr, right - radius, bottom - radius, radius, 0, (0.5 * G_PI));
  cairo_arc (cr, box->x + radius, bottom - radius, radius, (0.5 * G_PI), G_PI);
  cairo_close_path (cr);
}

/* One line of text, cut where it does not fit; right-aligned at @right when @left is negative. */
static double
draw_text (cairo_t       *cr,
           PangoLayout   *layout,
           const char    *text,
           const GdkRGBA *color,
           double         left,
           double         right,
           double         y)
{
  int width, height;
  double x = left;

  pango_layout_set_width (layout, left >= 0 ? (int) ((right - left) * PANGO_SCALE) : -1);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, &width, &height);
  if (left < 0)
    x = right - width;
  gdk_cairo_set_source_rgba (cr, color);
  cairo_move_to (cr, x, y + (QUERIST_DIAGRAM_ROW_HEIGHT - height) / 2);
  pango_cairo_show_layout (cr, layout);
  return width;
}

static char *
describe_type (const QueristColumn *column)
{
  const char *type = column->enum_name != NULL ? column->enum_name
                                               : querist_scalar_to_string (column->type);

  return g_strconcat (type, column->nullable ? "?" : "", NULL);
}

static void
set_font (PangoLayout *layout,
          gboolean     bold)
{
  PangoFontDescription *font =
    pango_font_description_from_string (bold ? "Cantarell, Sans Bold 9.5" : "Cantarell, Sans 9");

  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
}

static void
draw_rows (cairo_t                     *cr,
           PangoLayout                 *layout,
           const QueristDiagramBox     *box,
           const QueristDiagramPalette *palette)
{
  double left = box->x + PADDING, right = box->x + box->width - PADDING;

  for (guint i = 0; i < box->n_rows; i++)
    {
      const QueristColumn *column = g_ptr_array_index (box->table->columns, i);
      double y = box->y + (i + 1) * QUERIST_DIAGRAM_ROW_HEIGHT;
      g_autofree char *type = describe_type (column);
      double taken;

      if (i + 1 == box->n_rows && box->table->columns->len > box->n_rows)
        {
          g_autofree char *more = g_strdup_printf (_("… and %u more"),
                                                   box->table->columns->len - box->n_rows + 1);
          draw_text (cr, layout, more, &palette->dim, left, right, y);
          break;
        }
      taken = draw_text (cr, layout, type, &palette->dim, -1, right, y);
      set_font (layout, column->primary_key);
      draw_text (cr, layout, column->field, &palette->text, left, right - taken - 8, y);
      set_font (layout, FALSE);
    }
}

static void
draw_frame (cairo_t                     *cr,
            const QueristDiagramBox     *box,
            const QueristDiagramPalette *palette,
            gboolean                     selected)
{
  trace_box (cr, box, box->height, TRUE);
  gdk_cairo_set_source_rgba (cr, selected ? &palette->accent : &palette->border);
  cairo_set_line_width (cr, selected ? 2 : 1);
  cairo_stroke (cr);
}

static const char *
box_title (const QueristDiagramBox *box)
{
  return box->table->model != NULL ? box->table->model : box->table->name;
}

static void
draw_box (cairo_t                     *cr,
          PangoLayout                 *layout,
          const QueristDiagramBox     *box,
          const QueristDiagramPalette *palette,
          gboolean                     selected)
{
  trace_box (cr, box, box->height, TRUE);
  gdk_cairo_set_source_rgba (cr, &palette->box);
  cairo_fill (cr);
  trace_box (cr, box, QUERIST_DIAGRAM_ROW_HEIGHT, FALSE);
  gdk_cairo_set_source_rgba (cr, &palette->header);
  cairo_fill (cr);

  set_font (layout, TRUE);
  draw_text (cr, layout, box_title (box), &palette->text, box->x + PADDING,
             box->x + box->width - PADDING, box->y);
  set_font (layout, FALSE);
  draw_rows (cr, layout, box, palette);
  draw_frame (cr, box, palette, selected);
}

/* A box seen from afar: its name as large as there is room for. */
static void
draw_small_box (cairo_t                     *cr,
                PangoLayout                 *layout,
                const QueristDiagramBox     *box,
                const QueristDiagramPalette *palette,
                double                       scale,
                gboolean                     selected)
{
  int width, height;
  double factor;

  trace_box (cr, box, box->height, TRUE);
  gdk_cairo_set_source_rgba (cr, &palette->header);
  cairo_fill (cr);
  draw_frame (cr, box, palette, selected);

  pango_layout_set_width (layout, -1);
  pango_layout_set_text (layout, box_title (box), -1);
  pango_layout_get_pixel_size (layout, &width, &height);
  factor = MIN ((box->width - PADDING) / MAX (width, 1), (box->height - PADDING) / MAX (height, 1));
  factor = MIN (factor, MAX_LARGE_NAME / (scale * MAX (height, 1)));
  cairo_save (cr);
  cairo_translate (cr, box->x + (box->width - width * factor) / 2,
                   box->y + (box->height - height * factor) / 2);
  cairo_scale (cr, factor, factor);
  gdk_cairo_set_source_rgba (cr, &palette->text);
  pango_cairo_show_layout (cr, layout);
  cairo_restore (cr);
}

static void
draw_dot (cairo_t            *cr,
          const QueristPoint *point)
{
  cairo_arc (cr, point->x, point->y, DOT_RADIUS, 0, 2 * G_PI);
  cairo_fill (cr);
}

/* A dot marks the side that refers; dashes, that the reference may be empty. */
static void
draw_line (cairo_t                     *cr,
           const QueristDiagramLine    *line,
           const QueristDiagramPalette *palette,
           gboolean                     selected)
{
  static const double dashes[] = { 5, 3 };
  const QueristPoint *points = line->points;

  if (line->n_points < 4)
    return;
  gdk_cairo_set_source_rgba (cr, &palette->accent);
  cairo_set_line_width (cr, selected ? 3 : 1.5);
  cairo_set_dash (cr, dashes, line->optional ? G_N_ELEMENTS (dashes) : 0, 0);
  cairo_move_to (cr, points[0].x, points[0].y);
  for (gsize i = 1; i + 2 < line->n_points; i += 3)
    cairo_curve_to (cr, points[i].x, points[i].y, points[i + 1].x, points[i + 1].y,
                    points[i + 2].x, points[i + 2].y);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  draw_dot (cr, &points[0]);
}

/* Whether anything of the area is inside of what is drawn at all. */
static gboolean
is_visible (const double *clip,
            double        left,
            double        top,
            double        right,
            double        bottom)
{
  return left <= clip[2] && right >= clip[0] && top <= clip[3] && bottom >= clip[1];
}

static gboolean
line_is_visible (const double             *clip,
                 const QueristDiagramLine *line)
{
  double left = G_MAXDOUBLE, top = G_MAXDOUBLE, right = -G_MAXDOUBLE, bottom = -G_MAXDOUBLE;

  for (gsize i = 0; i < line->n_points; i++)
    {
      left = MIN (left, line->points[i].x - DOT_RADIUS);
      right = MAX (right, line->points[i].x + DOT_RADIUS);
      top = MIN (top, line->points[i].y - DOT_RADIUS);
      bottom = MAX (bottom, line->points[i].y + DOT_RADIUS);
    }
  return is_visible (clip, left, top, right, bottom);
}

/**
 * querist_diagram_paint:
 * @layout: where everything goes
 * @palette: the colours
 * @selection: what is marked
 * @scale: pixels of the screen for one of @cr's
 * @cr: scaled and moved as wished
 *
 * Draws what of the diagram is inside of @cr's clip; the page behind it is left alone. When @scale
 * is so small that rows could not be read, only the names of the tables are drawn, but larger.
 */
void
querist_diagram_paint (const QueristDiagramLayout    *layout,
                       const QueristDiagramPalette   *palette,
                       const QueristDiagramSelection *selection,
                       double                         scale,
                       cairo_t                       *cr)
{
  g_autoptr(PangoLayout) text = pango_cairo_create_layout (cr);
  gboolean small = QUERIST_DIAGRAM_ROW_HEIGHT * scale < MIN_ROW_HEIGHT;
  double clip[4];

  cairo_clip_extents (cr, &clip[0], &clip[1], &clip[2], &clip[3]);
  pango_layout_set_ellipsize (text, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (text, TRUE);
  for (guint i = 0; i < layout->lines->len; i++)
    {
      const QueristDiagramLine *line = &g_array_index (layout->lines, QueristDiagramLine, i);

      if (line_is_visible (clip, line))
        draw_line (cr, line, palette, (int) i == selection->line);
    }
  set_font (text, small);
  for (guint i = 0; i < layout->boxes->len; i++)
    {
      const QueristDiagramBox *box = &g_array_index (layout->boxes, QueristDiagramBox, i);
      gboolean selected = (int) i == selection->box;

      if (!is_visible (clip, box->x, box->y, box->x + box->width, box->y + box->height))
        continue;
      if (small)
        draw_small_box (cr, text, box, palette, scale, selected);
      else
        draw_box (cr, text, box, palette, selected);
    }
}

static cairo_status_t
paint_surface (const QueristDiagramLayout *layout,
               cairo_surface_t            *surface,
               double                      scale)
{
  static const QueristDiagramSelection nothing = { -1, -1 };
  QueristDiagramPalette palette;
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  querist_diagram_palette_init (&palette, FALSE);
  cairo_scale (cr, scale, scale);
  gdk_cairo_set_source_rgba (cr, &palette.page);
  cairo_paint (cr);
  querist_diagram_paint (layout, &palette, &nothing, scale, cr);
  status = cairo_status (cr);
  cairo_destroy (cr);
  return status;
}

static cairo_status_t
export_svg (const QueristDiagramLayout *layout,
            const char                 *path)
{
  cairo_surface_t *surface = cairo_svg_surface_create (path, layout->width, layout->height);
  cairo_status_t status = paint_surface (layout, surface, 1);

  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return status;
}

static cairo_status_t
export_png (const QueristDiagramLayout *layout,
            const char                 *path)
{
  double scale = MIN (PNG_SCALE, MAX_PNG_SIZE / MAX (layout->width, layout->height));
  cairo_surface_t *surface =
    cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (layout->width * scale),
                                (int) (layout->height * scale));
  cairo_status_t status = paint_surface (layout, surface, scale);

  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_write_to_png (surface, path);
  cairo_surface_destroy (surface);
  return status;
}

/**
 * querist_diagram_export:
 * @layout: the diagram
 * @path: a file; SVG if it ends so, else PNG
 *
 * Writes the diagram in light colours.
 *
 * Returns: whether the file was written
 */
gboolean
querist_diagram_export (const QueristDiagramLayout  *layout,
                        const char                  *path,
                        GError                     **error)
{
  cairo_status_t status = g_str_has_suffix (path, ".svg") ? export_svg (layout, path)
                                                          : export_png (layout, path);

  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("“%s” could not be written: %s"), path,
               cairo_status_to_string (status));
  return FALSE;
}
