/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-chart-view.h"

#include <glib/gi18n.h>

#include "querist-chart-data.h"
#include "querist-chart.h"
#include "querist-template.h"
#include "querist-wrap-layout.h"

struct _QueristChartView {
  GtkWidget parent_instance;

  GtkStack     *stack;
  GtkLabel     *message;
  GtkDropDown  *kind;
  GtkDropDown  *x;
  GtkDropDown  *y;
  GtkDropDown  *group;
  GtkWidget    *by;
  QueristChart *chart;
  GtkLabel     *note;

  QueristResult    *result;
  QueristChartSpec  spec;
  GCancellable     *cancellable;
  gboolean          started;
  gboolean          updating;
};

G_DEFINE_FINAL_TYPE (QueristChartView, querist_chart_view, GTK_TYPE_WIDGET)

static void
show_message (QueristChartView *self,
              const char       *text)
{
  gtk_label_set_label (self->message, text);
  gtk_stack_set_visible_child_name (self->stack, "none");
}

static void
data_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(QueristChartView) self = user_data;
  g_autoptr(GError) error = NULL;
  QueristChartData *data = querist_chart_data_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (data == NULL)
    {
      show_message (self, error->message);
      return;
    }
  gtk_label_set_label (self->note, data->note != NULL ? data->note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), data->note != NULL);
  querist_chart_take_data (self->chart, data);
  gtk_stack_set_visible_child_name (self->stack, "chart");
}

static void
restart_cancellable (QueristChartView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
}

static void
read_data (QueristChartView *self)
{
  restart_cancellable (self);
  querist_chart_data_async (self->result, &self->spec, self->cancellable, data_read_cb,
                            g_object_ref (self));
}

/* A histogram counts one column, and only bars and lines can have a colour for each value. */
static void
update_visibility (QueristChartView *self)
{
  gboolean histogram = self->spec.kind == QUERIST_CHART_HISTOGRAM;
  gboolean places = self->spec.kind == QUERIST_CHART_BAR ||
                    self->spec.kind == QUERIST_CHART_LINE;

  gtk_widget_set_visible (GTK_WIDGET (self->y), !histogram);
  gtk_widget_set_visible (self->by, !histogram);
  gtk_widget_set_visible (GTK_WIDGET (self->group),
                          places && querist_result_get_n_columns (self->result) > 2);
}

static void
show_choice (QueristChartView *self)
{
  self->updating = TRUE;
  gtk_drop_down_set_selected (self->kind, self->spec.kind - QUERIST_CHART_BAR);
  gtk_drop_down_set_selected (self->x, self->spec.x);
  gtk_drop_down_set_selected (self->y, self->spec.y);
  gtk_drop_down_set_selected (self->group, self->spec.group + 1);
  self->updating = FALSE;
  update_visibility (self);
}

static void
choice_changed_cb (QueristChartView *self)
{
  if (self->updating || self->result == NULL)
    return;
  self->spec.kind = gtk_drop_down_get_selected (self->kind) + QUERIST_CHART_BAR;
  self->spec.x = gtk_drop_down_get_selected (self->x);
  self->spec.y = gtk_drop_down_get_selected (self->y);
  self->spec.group = (int) gtk_drop_down_get_selected (self->group) - 1;
  update_visibility (self);
  read_data (self);
}

static void
fill_columns (QueristChartView *self)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr(GtkStringList) groups = gtk_string_list_new (NULL);

  gtk_string_list_append (groups, _("One color"));
  for (guint i = 0; i < querist_result_get_n_columns (self->result); i++)
    {
      const char *name = querist_result_get_column (self->result, i)->name;

      gtk_string_list_append (names, name);
      gtk_string_list_append (groups, name);
    }
  self->updating = TRUE;
  gtk_drop_down_set_model (self->x, G_LIST_MODEL (names));
  gtk_drop_down_set_model (self->y, G_LIST_MODEL (names));
  gtk_drop_down_set_model (self->group, G_LIST_MODEL (groups));
  self->updating = FALSE;
}

static gboolean
has_numbers (QueristResult *result)
{
  for (guint i = 0; i < querist_result_get_n_columns (result); i++)
    if (querist_result_get_column (result, i)->numeric)
      return TRUE;
  return FALSE;
}

static void
start (QueristChartView *self)
{
  g_autoptr(GError) error = NULL;

  if (self->started || self->result == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  self->started = TRUE;
  self->spec = querist_chart_propose (self->result, &error);
  if (error != NULL)
    {
      show_message (self, error->message);
    }
  else if (self->spec.kind == QUERIST_CHART_NONE)
    {
      if (querist_result_get_n_rows (self->result) < 2)
        show_message (self, _("A chart needs two rows or more."));
      else if (!has_numbers (self->result))
        show_message (self, _("There are no numbers to draw. Ask for a count or a sum."));
      else
        show_message (self, _("The numbers of this result are names of things, such as ids or "
                              "years. Ask for a count or a sum."));
    }
  else
    {
      fill_columns (self);
      show_choice (self);
      read_data (self);
    }
}

/* ---- Saving ---- */

static void
save_response_cb (GtkNativeDialog  *dialog,
                  int               response,
                  QueristChartView *self)
{
  g_autoptr(GFile) file = NULL;
  g_autoptr(GError) error = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      if (querist_chart_write_png (self->chart, file, &error))
        gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _("Picture saved"));
      else
        gtk_widget_activate_action (GTK_WIDGET (self), "win.error", "(ss)",
                                    _("The Picture Was Not Saved"), error->message);
    }
  g_object_unref (dialog);
}

static void
save_clicked_cb (QueristChartView *self)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkFileChooserNative *dialog =
    gtk_file_chooser_native_new (_("Save Picture"), window, GTK_FILE_CHOOSER_ACTION_SAVE,
                                 _("_Save"), NULL);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), _("chart.png"));
  g_signal_connect_object (dialog, "response", G_CALLBACK (save_response_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* ---- The widget ---- */

static void
querist_chart_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (querist_chart_view_parent_class)->map (widget);
  start (QUERIST_CHART_VIEW (widget));
}

static void
querist_chart_view_dispose (GObject *object)
{
  QueristChartView *self = QUERIST_CHART_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->result);
  querist_template_dispose (GTK_WIDGET (object), QUERIST_TYPE_CHART_VIEW);
  G_OBJECT_CLASS (querist_chart_view_parent_class)->dispose (object);
}

static void
querist_chart_view_class_init (QueristChartViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = querist_chart_view_dispose;
  widget_class->map = querist_chart_view_map;

  g_type_ensure (QUERIST_TYPE_CHART);
  g_type_ensure (QUERIST_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/querist/Querist/querist-chart-view.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristChartView, stack);
  gtk_widget_class_bind_template_child (widget_class, QueristChartView, message);
  gtk_widget_class_bind_template_child (widget_class, QueristChartView, kind);
  gtk_widget_class_bind_template_child (widget_class, QueristChartView, x);
  gtk_widget_class_bind_template_child (widget_class, QueristChartView, y);
  gtk_widget_class_bind_template_child (widget_class, QueristChartView, group);
  gtk_widget_class_bind_template_child (widget_class, QueristChartView, by);
  gtk_widget_class_bind_template_child (widget_class, QueristChartView, chart);
  gtk_widget_class_bind_template_child (widget_class, QueristChartView, note);
  gtk_widget_class_bind_template_callback (widget_class, choice_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
}

static void
querist_chart_view_init (QueristChartView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * querist_chart_view_set_result:
 * @result: (nullable): a result
 *
 * Sets what is drawn; it is read as soon as the view is seen.
 */
void
querist_chart_view_set_result (QueristChartView *self,
                               QueristResult    *result)
{
  g_return_if_fail (QUERIST_IS_CHART_VIEW (self));

  if (!g_set_object (&self->result, result))
    return;
  restart_cancellable (self);
  querist_chart_take_data (self->chart, NULL);
  show_message (self, "");
  self->started = FALSE;
  start (self);
}
