/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "querist-diagram-layout.h"
#include "querist-diagram-painter.h"

static QueristTable *
add_table (QueristCatalog *catalog,
           const char     *name,
           guint           n_columns)
{
  QueristTable *table = querist_table_new (name);

  for (guint i = 0; i < n_columns; i++)
    {
      g_autofree char *column = g_strdup_printf ("column_%u", i);

      g_ptr_array_add (table->columns, querist_column_new (column));
    }
  g_ptr_array_add (catalog->tables, table);
  return table;
}

static void
add_reference (QueristTable *table,
               const char   *to)
{
  const char *const columns[] = { "column_1", NULL };
  const char *const references[] = { "column_0", NULL };
  QueristForeignKey *key = querist_foreign_key_new ();

  g_free (key->table);
  g_strfreev (key->columns);
  g_strfreev (key->references);
  key->table = g_strdup (to);
  key->columns = g_strdupv ((GStrv) columns);
  key->references = g_strdupv ((GStrv) references);
  g_ptr_array_add (table->foreign_keys, key);
}

static void
store_result_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static QueristDiagramLayout *
lay_out (QueristCatalog *catalog)
{
  g_autoptr(GAsyncResult) result = NULL;
  QueristDiagramLayout *layout;
  g_autoptr(GError) error = NULL;

  querist_diagram_layout_async (catalog, NULL, store_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  layout = querist_diagram_layout_finish (result, &error);
  g_assert_no_error (error);
  return layout;
}

static gboolean
boxes_overlap (const QueristDiagramBox *a,
               const QueristDiagramBox *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width &&
         a->y < b->y + b->height && b->y < a->y + a->height;
}

static void
assert_sound (const QueristDiagramLayout *layout)
{
  const QueristDiagramBox *boxes = (const QueristDiagramBox *) layout->boxes->data;

  for (guint i = 0; i < layout->boxes->len; i++)
    {
      g_assert_cmpfloat (boxes[i].x, >=, 0);
      g_assert_cmpfloat (boxes[i].y, >=, 0);
      g_assert_cmpfloat (boxes[i].x + boxes[i].width, <=, layout->width);
      g_assert_cmpfloat (boxes[i].y + boxes[i].height, <=, layout->height);
      for (guint j = 0; j < i; j++)
        g_assert_false (boxes_overlap (&boxes[i], &boxes[j]));
    }
  for (guint i = 0; i < layout->lines->len; i++)
    {
      const QueristDiagramLine *line = &g_array_index (layout->lines, QueristDiagramLine, i);

      g_assert_cmpuint (line->n_points, >=, 4);
      g_assert_cmpuint (line->n_points % 3, ==, 1);
    }
}

static void
test_rows (void)
{
  g_autoptr(QueristCatalog) catalog = querist_catalog_new ();
  g_autoptr(QueristDiagramLayout) layout = NULL;
  const QueristDiagramLine *line;
  const QueristDiagramBox *child;
  double row_middle;

  add_table (catalog, "parent", 4);
  add_reference (add_table (catalog, "child", 6), "parent");
  layout = lay_out (catalog);
  assert_sound (layout);
  g_assert_cmpuint (layout->lines->len, ==, 1);

  /* The line leaves the row of its column. */
  line = &g_array_index (layout->lines, QueristDiagramLine, 0);
  child = &g_array_index (layout->boxes, QueristDiagramBox, line->from);
  g_assert_cmpstr (child->table->name, ==, "child");
  row_middle = child->y + 2.5 * QUERIST_DIAGRAM_ROW_HEIGHT;
  g_assert_cmpfloat_with_epsilon (line->points[0].y, row_middle, QUERIST_DIAGRAM_ROW_HEIGHT / 2);
}

static void
test_many_tables (void)
{
  g_autoptr(QueristCatalog) catalog = querist_catalog_new ();
  g_autoptr(QueristDiagramLayout) layout = NULL;

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *name = g_strdup_printf ("table_%u", i);
      g_autofree char *parent = g_strdup_printf ("table_%u", i / 3);
      QueristTable *table = add_table (catalog, name, 3 + i % 20);

      add_reference (table, parent);
    }
  layout = lay_out (catalog);
  g_assert_cmpuint (layout->boxes->len, ==, 60);
  assert_sound (layout);
}

/* Tables that nothing joins are spread over the page, not piled up in one column. */
static void
test_unrelated_tables (void)
{
  g_autoptr(QueristCatalog) catalog = querist_catalog_new ();
  g_autoptr(QueristDiagramLayout) layout = NULL;

  for (guint i = 0; i < 24; i++)
    {
      g_autofree char *name = g_strdup_printf ("table_%u", i);

      add_table (catalog, name, 3 + i % 5);
    }
  add_reference (add_table (catalog, "child", 4), "table_7");
  layout = lay_out (catalog);
  assert_sound (layout);
  g_assert_cmpfloat (layout->height, <, 2 * layout->width);
  g_assert_cmpfloat (layout->width, <, 2 * layout->height);
}

static void
test_odd_references (void)
{
  g_autoptr(QueristCatalog) catalog = querist_catalog_new ();
  g_autoptr(QueristDiagramLayout) layout = NULL;
  QueristTable *table = add_table (catalog, "a \"quoted\" | name <r1> {x}", 40);

  add_reference (table, table->name);
  add_reference (table, "gone");
  add_table (catalog, "without columns", 0);
  layout = lay_out (catalog);
  assert_sound (layout);
  g_assert_cmpuint (layout->lines->len, ==, 1);
}

static void
test_export (void)
{
  static const char *const names[] = { "schema.svg", "schema.png" };
  g_autofree char *folder = g_dir_make_tmp ("querist-diagram-XXXXXX", NULL);
  g_autoptr(QueristCatalog) catalog = querist_catalog_new ();
  g_autoptr(QueristDiagramLayout) layout = NULL;
  g_autoptr(GError) error = NULL;

  add_table (catalog, "parent", 2);
  add_reference (add_table (catalog, "child", 3), "parent");
  layout = lay_out (catalog);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      g_autofree char *contents = NULL;

      querist_diagram_export (layout, path, &error);
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
      g_assert_nonnull (strstr (contents, i == 0 ? "<svg" : "PNG"));
      g_remove (path);
    }
  g_rmdir (folder);
  g_assert_false (querist_diagram_export (layout, "/not/there/schema.svg", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
}

static void
test_shows (void)
{
  g_autoptr(QueristCatalog) catalog = querist_catalog_new ();
  g_autoptr(QueristCatalog) same = querist_catalog_new ();
  g_autoptr(QueristDiagramLayout) layout = NULL;
  QueristTable *child, *parent;

  add_table (catalog, "parent", 2);
  add_reference (add_table (catalog, "child", 3), "parent");
  layout = lay_out (catalog);
  parent = add_table (same, "parent", 2);
  child = add_table (same, "child", 3);
  g_assert_false (querist_diagram_layout_shows (layout, same));
  add_reference (child, "parent");
  g_assert_true (querist_diagram_layout_shows (layout, same));
  parent->documentation = g_strdup ("is not drawn");
  g_assert_true (querist_diagram_layout_shows (layout, same));
  ((QueristColumn *) g_ptr_array_index (parent->columns, 1))->nullable ^= 1;
  g_assert_false (querist_diagram_layout_shows (layout, same));
}

static cairo_surface_t *
paint_part (QueristDiagramLayout *layout,
            double                x,
            double                y,
            int                   width,
            int                   height,
            double                scale)
{
  static const QueristDiagramSelection nothing = { -1, -1 };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (surface);
  QueristDiagramPalette palette;

  querist_diagram_palette_init (&palette, FALSE);
  cairo_translate (cr, -x, -y);
  cairo_scale (cr, scale, scale);
  querist_diagram_paint (layout, &palette, &nothing, scale, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* The rims of a curve that is cut off at the edge may come out a shade different. */
static void
assert_same_pixels (cairo_surface_t *part,
                    cairo_surface_t *whole,
                    int              x,
                    int              y,
                    int              side)
{
  for (int line = 0; line < side; line++)
    {
      const guchar *a = cairo_image_surface_get_data (part) +
                        line * cairo_image_surface_get_stride (part);
      const guchar *b = cairo_image_surface_get_data (whole) +
                        (y + line) * cairo_image_surface_get_stride (whole) + x * 4;

      for (int i = 0; i < side * 4; i++)
        g_assert_cmpint (ABS (a[i] - b[i]), <=, 24);
    }
}

/* What is left out because it is out of sight must not be missing from what is in sight. */
static void
test_paint_part (void)
{
  enum { SIDE = 120 };
  static const double scales[] = { 1, 0.25 };
  g_autoptr(QueristCatalog) catalog = querist_catalog_new ();
  g_autoptr(QueristDiagramLayout) layout = NULL;

  add_table (catalog, "parent", 2);
  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *name = g_strdup_printf ("child_%u", i);

      add_reference (add_table (catalog, name, 3 + i), "parent");
    }
  layout = lay_out (catalog);
  for (gsize s = 0; s < G_N_ELEMENTS (scales); s++)
    {
      int width = layout->width * scales[s], height = layout->height * scales[s];
      cairo_surface_t *whole = paint_part (layout, 0, 0, width, height, scales[s]);

      for (int y = 0; y + SIDE <= height; y += SIDE)
        for (int x = 0; x + SIDE <= width; x += SIDE)
          {
            cairo_surface_t *part = paint_part (layout, x, y, SIDE, SIDE, scales[s]);

            assert_same_pixels (part, whole, x, y, SIDE);
            cairo_surface_destroy (part);
          }
      cairo_surface_destroy (whole);
    }
}

/* More pixels than an image can have: smaller, not refused. */
static void
test_export_huge (void)
{
  g_autofree char *folder = g_dir_make_tmp ("querist-diagram-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "schema.png", NULL);
  g_autoptr(QueristCatalog) catalog = querist_catalog_new ();
  g_autoptr(QueristDiagramLayout) layout = NULL;
  g_autoptr(GError) error = NULL;

  add_table (catalog, "a", 2);
  layout = lay_out (catalog);
  layout->width = 40000;
  querist_diagram_export (layout, path, &error);
  g_assert_no_error (error);
  g_remove (path);
  g_rmdir (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/diagram/rows", test_rows);
  g_test_add_func ("/app/diagram/many-tables", test_many_tables);
  g_test_add_func ("/app/diagram/unrelated-tables", test_unrelated_tables);
  g_test_add_func ("/app/diagram/odd-references", test_odd_references);
  g_test_add_func ("/app/diagram/shows", test_shows);
  g_test_add_func ("/app/diagram/paint-part", test_paint_part);
  g_test_add_func ("/app/diagram/export", test_export);
  g_test_add_func ("/app/diagram/export-huge", test_export_huge);
  return g_test_run ();
}
