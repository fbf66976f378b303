/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-column-title.h"

static void
dim_label (GtkLabel *label)
{
  const char *text = gtk_label_get_text (label);
  const char *line_end = strchr (text, '\n');
  g_autoptr(PangoAttrList) attributes = NULL;
  PangoAttribute *parts[3];

  if (line_end == NULL)
    return;
  attributes = pango_attr_list_new ();
  parts[0] = pango_attr_scale_new (0.85);
  parts[1] = pango_attr_weight_new (PANGO_WEIGHT_NORMAL);
  parts[2] = pango_attr_foreground_alpha_new (G_MAXUINT16 * 0.6);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      parts[i]->start_index = line_end - text;
      pango_attr_list_insert (attributes, parts[i]);
    }
  gtk_label_set_attributes (label, attributes);
  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);
}

static void
dim_below (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    dim_label (GTK_LABEL (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    dim_below (child);
}

/**
 * querist_column_view_dim_second_lines:
 * @view: a column view whose columns' titles have two lines
 *
 * Draws the second line of every column's title small and dim. GTK 4.8 has no way to give a column
 * a header of one's own, so the title's label is looked for: should it ever not be found, the
 * second line is merely as bold as the first.
 */
void
querist_column_view_dim_second_lines (GtkColumnView *view)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (view));

  g_return_if_fail (GTK_IS_COLUMN_VIEW (view));

  if (header != NULL)
    dim_below (header);
}
