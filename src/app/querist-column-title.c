/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-column-title.h"

static GtkLabel *
find_label (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return GTK_LABEL (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkLabel *found = find_label (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
dim_second_line (GtkLabel *label)
{
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();
  PangoAttribute *parts[] = {
    pango_attr_scale_new (PANGO_SCALE_SMALL),
    pango_attr_weight_new (PANGO_WEIGHT_NORMAL),
    pango_attr_foreground_alpha_new (G_MAXUINT16 * 6 / 10),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      parts[i]->start_index = strcspn (gtk_label_get_text (label), "\n");
      pango_attr_list_insert (attributes, parts[i]);
    }
  gtk_label_set_attributes (label, attributes);
}

/**
 * querist_column_view_style_titles:
 * @view: a column view whose columns' titles have two lines
 *
 * Draws the second line of every column's title small and dim, and the title above its values:
 * see querist_column_set_numeric(). GTK 4.8 has no way to give a column a header of one's own, so
 * the title's label is looked for: should it ever not be found, the title is merely plain.
 */
void
querist_column_view_style_titles (GtkColumnView *view)
{
  GListModel *columns;
  GtkWidget *title;

  g_return_if_fail (GTK_IS_COLUMN_VIEW (view));

  columns = gtk_column_view_get_columns (view);
  title = gtk_widget_get_first_child (gtk_widget_get_first_child (GTK_WIDGET (view)));
  for (guint i = 0; title != NULL && i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr(GObject) column = g_list_model_get_item (columns, i);
      gboolean numeric = g_object_get_data (column, "numeric") != NULL;
      GtkLabel *label = find_label (title);

      if (label != NULL)
        {
          dim_second_line (label);
          gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);
          gtk_label_set_justify (label, numeric ? GTK_JUSTIFY_RIGHT : GTK_JUSTIFY_LEFT);
          gtk_label_set_xalign (label, numeric ? 1 : 0);
          gtk_widget_set_hexpand (GTK_WIDGET (label), TRUE);
        }
      title = gtk_widget_get_next_sibling (title);
    }
}

/**
 * querist_column_set_numeric:
 * @column: a column that is not in a view yet
 *
 * Notes that the column's values stand at its right, as its title then does too.
 */
void
querist_column_set_numeric (GtkColumnViewColumn *column)
{
  g_return_if_fail (GTK_IS_COLUMN_VIEW_COLUMN (column));

  g_object_set_data (G_OBJECT (column), "numeric", GUINT_TO_POINTER (TRUE));
}

/**
 * querist_column_view_clear:
 * @view: a table
 *
 * Takes away its model and all of its columns.
 */
void
querist_column_view_clear (GtkColumnView *view)
{
  GListModel *columns = gtk_column_view_get_columns (view);

  gtk_column_view_set_model (view, NULL);
  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (view, column);
    }
}
