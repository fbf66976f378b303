/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-template.h"

#include <adwaita.h>

/**
 * querist_template_dispose:
 * @widget: a widget made from a template, derived from #GtkWidget, #AdwBin or #GtkPopover
 * @type: its type
 *
 * Takes a widget's children away when it is disposed. gtk_widget_dispose_template() does that for
 * the bound children only, and others would be left behind without a parent.
 */
void
querist_template_dispose (GtkWidget *widget,
                          GType      type)
{
  GtkWidget *child;

  /* These look after their child themselves and would unparent it once more. */
  if (ADW_IS_BIN (widget))
    adw_bin_set_child (ADW_BIN (widget), NULL);
  else if (GTK_IS_POPOVER (widget))
    gtk_popover_set_child (GTK_POPOVER (widget), NULL);
  gtk_widget_dispose_template (widget, type);
  if (ADW_IS_BIN (widget) || GTK_IS_POPOVER (widget))
    return;
  while ((child = gtk_widget_get_first_child (widget)) != NULL)
    gtk_widget_unparent (child);
}
