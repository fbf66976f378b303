/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-problem-list.h"

#include <glib/gi18n.h>

#define MAX_HEIGHT 112

struct _QueristProblemList {
  GtkWidget parent_instance;

  GtkWidget  *scroller;
  GtkListBox *list;
  GPtrArray  *diagnostics;
};

enum {
  ACTIVATED,
  MEND,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QueristProblemList, querist_problem_list, GTK_TYPE_WIDGET)

static void
row_activated_cb (QueristProblemList *self,
                  GtkListBoxRow      *row)
{
  g_signal_emit (self, signals[ACTIVATED], 0,
                 g_ptr_array_index (self->diagnostics, gtk_list_box_row_get_index (row)));
}

static void
mend_clicked_cb (GtkButton          *button,
                 QueristProblemList *self)
{
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_LIST_BOX_ROW);
  int index = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));

  g_signal_emit (self, signals[MEND], 0, g_ptr_array_index (self->diagnostics, index));
}

static void
append_mend_button (QueristProblemList      *self,
                    GtkWidget               *line,
                    const QueristDiagnostic *diagnostic)
{
  g_autofree char *text = g_strdup_printf (_("Change to %s"), diagnostic->replacement);
  GtkWidget *button = gtk_button_new_with_label (text);

  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))),
                           PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", G_CALLBACK (mend_clicked_cb), self, 0);
  gtk_box_append (GTK_BOX (line), button);
}

static GtkWidget *
create_row (QueristProblemList      *self,
            const QueristDiagnostic *diagnostic)
{
  gboolean error = diagnostic->severity == QUERIST_SEVERITY_ERROR;
  g_autofree char *place = g_strdup_printf ("%u:%u", diagnostic->span.line,
                                            diagnostic->span.column);
  const char *pause = g_str_has_suffix (diagnostic->message, ".") ? " " : ". ";
  g_autofree char *text = g_strjoin (pause, diagnostic->message, diagnostic->suggestion, NULL);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *icon = gtk_image_new_from_icon_name (error ? "dialog-error-symbolic"
                                                        : "dialog-warning-symbolic");
  GtkWidget *place_label = gtk_label_new (place);
  GtkWidget *label = gtk_label_new (text);

  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  error ? _("Error") : _("Warning"), -1);
  gtk_widget_add_css_class (icon, error ? "error" : "warning");
  gtk_widget_add_css_class (place_label, "dim-label");
  gtk_widget_add_css_class (place_label, "numeric");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_tooltip_text (line, text);
  gtk_box_append (GTK_BOX (line), icon);
  gtk_box_append (GTK_BOX (line), place_label);
  gtk_box_append (GTK_BOX (line), label);
  if (diagnostic->replacement != NULL && *diagnostic->replacement != '\0')
    append_mend_button (self, line, diagnostic);
  return line;
}

static void
querist_problem_list_dispose (GObject *object)
{
  QueristProblemList *self = QUERIST_PROBLEM_LIST (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_pointer (&self->diagnostics, g_ptr_array_unref);
  G_OBJECT_CLASS (querist_problem_list_parent_class)->dispose (object);
}

static void
querist_problem_list_class_init (QueristProblemListClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = querist_problem_list_dispose;

  signals[ACTIVATED] = g_signal_new ("activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[MEND] = g_signal_new ("mend", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_POINTER);

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
querist_problem_list_init (QueristProblemList *self)
{
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "problem-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Problems"), -1);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated_cb), self,
                           G_CONNECT_SWAPPED);

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scroller), MAX_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->list));
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * querist_problem_list_set_diagnostics:
 * @diagnostics: (nullable) (element-type QueristDiagnostic): what was found
 */
void
querist_problem_list_set_diagnostics (QueristProblemList *self,
                                      GPtrArray          *diagnostics)
{
  GtkWidget *row;

  g_return_if_fail (QUERIST_IS_PROBLEM_LIST (self));

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  g_clear_pointer (&self->diagnostics, g_ptr_array_unref);
  self->diagnostics = g_ptr_array_new_with_free_func ((GDestroyNotify) querist_diagnostic_free);
  for (guint i = 0; diagnostics != NULL && i < diagnostics->len; i++)
    {
      const QueristDiagnostic *diagnostic = g_ptr_array_index (diagnostics, i);

      g_ptr_array_add (self->diagnostics, querist_diagnostic_copy (diagnostic));
      gtk_list_box_append (self->list, create_row (self, diagnostic));
    }
  gtk_widget_set_visible (GTK_WIDGET (self), self->diagnostics->len > 0);
}
