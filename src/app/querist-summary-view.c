/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-summary-view.h"

#include <glib/gi18n.h>

#include "querist-cell-format.h"
#include "querist-result-summary.h"
#include "querist-template.h"
#include "querist-text.h"

#define MAX_VALUE_CHARS 32

struct _QueristSummaryView {
  GtkWidget parent_instance;

  GtkStack   *stack;
  GtkSpinner *spinner;
  GtkGrid    *grid;
  GtkLabel   *failure;

  QueristResult *result;
  GCancellable  *cancellable;
  gboolean       started;
};

G_DEFINE_FINAL_TYPE (QueristSummaryView, querist_summary_view, GTK_TYPE_WIDGET)

static GtkWidget *
attach_label (QueristSummaryView *self,
              const char         *text,
              int                 column,
              int                 row,
              gboolean            number,
              const char         *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), number ? 1 : 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_VALUE_CHARS);
  if (number)
    gtk_widget_add_css_class (label, "numeric");
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_grid_attach (self->grid, label, column, row, 1, 1);
  return label;
}

static void
attach_header (QueristSummaryView *self)
{
  static const struct
  {
    const char *title;
    gboolean    number;
  } headers[] = {
    { N_("Column"), FALSE },   { N_("Type"), FALSE },     { N_("NULL"), TRUE },
    { N_("Distinct"), TRUE },  { N_("Smallest"), TRUE },  { N_("Greatest"), TRUE },
    { N_("Mean"), TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    attach_label (self, _(headers[i].title), i, 0, headers[i].number, "summary-header");
}

static void
attach_value (QueristSummaryView         *self,
              const QueristColumnSummary *summary,
              const char                 *value,
              int                         column,
              int                         row)
{
  g_autofree char *text = querist_text_first_line (value != NULL ? value : "–", 200);

  if (value != NULL && summary->has_mean)
    {
      g_free (text);
      text = querist_cell_format_number (g_ascii_strtod (value, NULL), -1);
    }
  gtk_widget_set_tooltip_text (attach_label (self, text, column, row, TRUE, NULL), value);
}

static void
attach_column (QueristSummaryView         *self,
               const QueristColumnSummary *summary,
               int                         row)
{
  g_autofree char *nulls = querist_text_format_count (summary->n_null);
  g_autofree char *count = querist_text_format_count (summary->n_distinct);
  g_autofree char *distinct =
    summary->distinct_exact ? g_strdup (count) : g_strdup_printf (_("over %s"), count);
  g_autofree char *mean =
    summary->has_mean ? querist_cell_format_number (summary->mean, 2) : g_strdup ("–");

  attach_label (self, summary->name, 0, row, FALSE, "heading");
  attach_label (self, querist_scalar_to_string (summary->type), 1, row, FALSE, "dim-label");
  attach_label (self, nulls, 2, row, TRUE, summary->n_null > 0 ? "warning" : "dim-label");
  attach_label (self, distinct, 3, row, TRUE, NULL);
  attach_value (self, summary, summary->min, 4, row);
  attach_value (self, summary, summary->max, 5, row);
  attach_label (self, mean, 6, row, TRUE, NULL);
}

static void
show_page (QueristSummaryView *self,
           const char         *name)
{
  gtk_spinner_set_spinning (self->spinner, g_str_equal (name, "working"));
  gtk_stack_set_visible_child_name (self->stack, name);
}

static void
clear_grid (QueristSummaryView *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
}

static void
summarized_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(QueristSummaryView) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) summaries = querist_result_summarize_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (summaries == NULL)
    {
      gtk_label_set_label (self->failure, error->message);
      show_page (self, "failed");
      return;
    }
  clear_grid (self);
  attach_header (self);
  for (guint i = 0; i < summaries->len; i++)
    attach_column (self, g_ptr_array_index (summaries, i), i + 1);
  show_page (self, "columns");
}

static void
start (QueristSummaryView *self)
{
  if (self->started || self->result == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  self->started = TRUE;
  show_page (self, "working");
  querist_result_summarize_async (self->result, self->cancellable, summarized_cb,
                                  g_object_ref (self));
}

static void
querist_summary_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (querist_summary_view_parent_class)->map (widget);
  start (QUERIST_SUMMARY_VIEW (widget));
}

static void
querist_summary_view_dispose (GObject *object)
{
  QueristSummaryView *self = QUERIST_SUMMARY_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->result);
  querist_template_dispose (GTK_WIDGET (object), QUERIST_TYPE_SUMMARY_VIEW);
  G_OBJECT_CLASS (querist_summary_view_parent_class)->dispose (object);
}

static void
querist_summary_view_class_init (QueristSummaryViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = querist_summary_view_dispose;
  widget_class->map = querist_summary_view_map;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/querist/Querist/querist-summary-view.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristSummaryView, stack);
  gtk_widget_class_bind_template_child (widget_class, QueristSummaryView, spinner);
  gtk_widget_class_bind_template_child (widget_class, QueristSummaryView, grid);
  gtk_widget_class_bind_template_child (widget_class, QueristSummaryView, failure);
}

static void
querist_summary_view_init (QueristSummaryView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * querist_summary_view_set_result:
 * @result: (nullable): a result
 *
 * Sets what is summarized; it is read as soon as the view is seen.
 */
void
querist_summary_view_set_result (QueristSummaryView *self,
                                 QueristResult      *result)
{
  g_return_if_fail (QUERIST_IS_SUMMARY_VIEW (self));

  if (!g_set_object (&self->result, result))
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->started = FALSE;
  clear_grid (self);
  start (self);
}
