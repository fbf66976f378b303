/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-column-chooser.h"

#include "querist-template.h"

struct _QueristColumnChooser {
  GtkPopover parent_instance;

  GtkEditable *search;
  GtkListBox  *list;
};

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QueristColumnChooser, querist_column_chooser, GTK_TYPE_POPOVER)

static void
toggled_cb (QueristColumnChooser *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* A column's title has the type on its second line; the list wants the name alone. */
static GtkWidget *
create_row (QueristColumnChooser *self,
            GtkColumnViewColumn  *column)
{
  g_auto(GStrv) lines = g_strsplit (gtk_column_view_column_get_title (column), "\n", 2);
  GtkWidget *check = gtk_check_button_new_with_label (lines[0]);

  g_object_bind_property (column, "visible", check, "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  return check;
}

static gboolean
filter_row (GtkListBoxRow *row,
            gpointer       user_data)
{
  QueristColumnChooser *self = QUERIST_COLUMN_CHOOSER (user_data);
  GtkWidget *check = gtk_list_box_row_get_child (row);
  g_autofree char *wanted = g_utf8_casefold (gtk_editable_get_text (self->search), -1);
  g_autofree char *name =
    g_utf8_casefold (gtk_check_button_get_label (GTK_CHECK_BUTTON (check)), -1);

  return strstr (name, wanted) != NULL;
}

static void
search_changed_cb (QueristColumnChooser *self)
{
  gtk_list_box_invalidate_filter (self->list);
}

static void
querist_column_chooser_dispose (GObject *object)
{
  querist_template_dispose (GTK_WIDGET (object), QUERIST_TYPE_COLUMN_CHOOSER);
  G_OBJECT_CLASS (querist_column_chooser_parent_class)->dispose (object);
}

static void
querist_column_chooser_class_init (QueristColumnChooserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = querist_column_chooser_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/querist/Querist/querist-column-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristColumnChooser, search);
  gtk_widget_class_bind_template_child (widget_class, QueristColumnChooser, list);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
}

static void
querist_column_chooser_init (QueristColumnChooser *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_filter_func (self->list, filter_row, self, NULL);
}

/**
 * querist_column_chooser_set_columns:
 * @columns: (nullable): a list of #GtkColumnViewColumn
 *
 * Sets the columns to choose from; to be called again when there are others.
 */
void
querist_column_chooser_set_columns (QueristColumnChooser *self,
                                    GListModel           *columns)
{
  GtkWidget *row;

  g_return_if_fail (QUERIST_IS_COLUMN_CHOOSER (self));

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; columns != NULL && i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      gtk_list_box_append (self->list, create_row (self, column));
    }
}
