/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-result-view.h"

#include <glib/gi18n.h>

#include "querist-chart-view.h"
#include "querist-export.h"
#include "querist-result-model.h"
#include "querist-result-table.h"
#include "querist-summary-view.h"
#include "querist-template.h"
#include "querist-text.h"

#define MAX_NAME_CHARS 40

struct _QueristResultView {
  GtkWidget parent_instance;

  GtkWidget          *header;
  GtkStack           *pages;
  GtkStack           *stack;
  GtkLabel           *status;
  GtkRevealer        *cut_bar;
  GtkLabel           *cut_label;
  GtkSpinner         *spinner;
  GtkLabel           *message;
  GtkRevealer        *export_bar;
  GtkLabel           *export_label;
  QueristResultTable *table;
  QueristChartView   *chart;
  QueristSummaryView *summary;

  QueristResult *result;
  char          *title;
  GCancellable  *export_cancellable;
};

G_DEFINE_FINAL_TYPE (QueristResultView, querist_result_view, GTK_TYPE_WIDGET)

/* ---- Export ---- */

typedef struct {
  QueristResultView   *view;
  QueristResult       *result;
  QueristExportFormat  format;
} ExportJob;

static void
export_job_free (ExportJob *job)
{
  g_object_unref (job->view);
  g_object_unref (job->result);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ExportJob, export_job_free)

static void
export_progress_cb (const QueristProgress *progress,
                    gpointer               user_data)
{
  ExportJob *job = user_data;
  g_autofree char *count = querist_text_format_count (progress->rows);
  g_autofree char *total = querist_text_format_count (querist_result_get_n_rows (job->result));
  g_autofree char *text = g_strdup_printf (_("%s of %s rows written"), count, total);

  gtk_label_set_label (job->view->export_label, text);
}

static void
exported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(ExportJob) job = user_data;
  QueristResultView *self = job->view;
  g_autoptr(GError) error = NULL;
  gboolean ok = querist_export_file_finish (result, &error);

  g_clear_object (&self->export_cancellable);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "result.export", self->result != NULL);
  gtk_revealer_set_reveal_child (self->export_bar, FALSE);
  if (ok)
    {
      g_autofree char *count = querist_text_format_count (querist_result_get_n_rows (job->result));
      g_autofree char *text =
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s row exported", "%s rows exported",
                                      querist_result_get_n_rows (job->result)), count);

      gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                                  _("Export stopped, no file written"));
    }
  else
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.error", "(ss)",
                                  _("The Rows Were Not Exported"), error->message);
    }
}

static void
export_to (ExportJob *job,
           GFile     *file)
{
  QueristResultView *self = job->view;

  self->export_cancellable = g_cancellable_new ();
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "result.export", FALSE);
  gtk_label_set_label (self->export_label, _("Writing the file…"));
  gtk_revealer_set_reveal_child (self->export_bar, TRUE);
  querist_export_file_async (job->result, job->format, file, export_progress_cb, job,
                             self->export_cancellable, exported_cb, job);
}

static void
export_response_cb (GtkNativeDialog *dialog,
                    int              response,
                    gpointer         user_data)
{
  g_autoptr(ExportJob) job = user_data;

  if (response == GTK_RESPONSE_ACCEPT && job->view->export_cancellable == NULL)
    {
      g_autoptr(GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      export_to (g_steal_pointer (&job), file);
    }
  g_object_unref (dialog);
}

/* The question without what file systems do not take. */
static char *
suggest_file_name (QueristResultView *self,
                   const char        *suffix)
{
  g_autofree char *name = querist_text_first_line (self->title != NULL ? self->title : "",
                                                   MAX_NAME_CHARS);

  g_strdelimit (name, "/\\:*?\"<>|.", ' ');
  g_strstrip (name);
  return g_strdup_printf ("%s.%s", *name != '\0' ? name : _("result"), suffix);
}

static void
export_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  QueristResultView *self = QUERIST_RESULT_VIEW (widget);
  const char *name = g_variant_get_string (parameter, NULL);
  const char *suffix = g_str_equal (name, "markdown") ? "md" : name;
  g_autofree char *file_name = suggest_file_name (self, suffix);
  GtkFileChooserNative *dialog;
  ExportJob *job;

  if (self->result == NULL)
    return;
  job = g_new0 (ExportJob, 1);
  job->view = g_object_ref (self);
  job->result = g_object_ref (self->result);
  querist_export_format_from_string (name, &job->format);

  dialog = gtk_file_chooser_native_new (_("Export Rows"),
                                        GTK_WINDOW (gtk_widget_get_root (widget)),
                                        GTK_FILE_CHOOSER_ACTION_SAVE, _("_Export"), NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), file_name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (export_response_cb), job);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
cancel_export_action (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  g_cancellable_cancel (QUERIST_RESULT_VIEW (widget)->export_cancellable);
}

/* ---- The widget ---- */

static char *
describe_seconds (double seconds)
{
  if (seconds < 0.0995)
    return g_strdup_printf (_("%.0f ms"), MAX (1, seconds * 1000));
  return g_strdup_printf (_("%.1f s"), seconds);
}

static void
show_status (QueristResultView *self)
{
  guint64 n_rows = querist_result_get_n_rows (self->result);
  gboolean cut = querist_result_is_truncated (self->result);
  g_autofree char *count = querist_text_format_count (n_rows);
  g_autofree char *limit = querist_text_format_count (QUERIST_RESULT_MODEL_MAX_ROWS);
  g_autofree char *seconds = describe_seconds (querist_result_get_seconds (self->result));
  g_autofree char *rows =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s row", "%s rows", n_rows), count);
  g_autofree char *text =
    g_strdup_printf (cut ? _("first %s · %s") : "%s · %s", rows, seconds);
  g_autofree char *notice = NULL;

  gtk_label_set_label (self->status, text);
  if (cut)
    notice = g_strdup_printf (_("The result was cut after %s rows: there are more. Sums and "
                                "charts see only these."), count);
  else if (n_rows > QUERIST_RESULT_MODEL_MAX_ROWS)
    notice = g_strdup_printf (_("The table shows the first %s rows. Export writes all of them."),
                              limit);
  gtk_label_set_label (self->cut_label, notice != NULL ? notice : "");
  gtk_revealer_set_reveal_child (self->cut_bar, notice != NULL);
}

static void
querist_result_view_dispose (GObject *object)
{
  QueristResultView *self = QUERIST_RESULT_VIEW (object);

  g_cancellable_cancel (self->export_cancellable);
  g_clear_object (&self->result);
  querist_template_dispose (GTK_WIDGET (object), QUERIST_TYPE_RESULT_VIEW);
  G_OBJECT_CLASS (querist_result_view_parent_class)->dispose (object);
}

static void
querist_result_view_finalize (GObject *object)
{
  g_free (QUERIST_RESULT_VIEW (object)->title);
  G_OBJECT_CLASS (querist_result_view_parent_class)->finalize (object);
}

static void
querist_result_view_class_init (QueristResultViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = querist_result_view_dispose;
  object_class->finalize = querist_result_view_finalize;

  g_type_ensure (QUERIST_TYPE_RESULT_TABLE);
  g_type_ensure (QUERIST_TYPE_CHART_VIEW);
  g_type_ensure (QUERIST_TYPE_SUMMARY_VIEW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/querist/Querist/querist-result-view.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristResultView, header);
  gtk_widget_class_bind_template_child (widget_class, QueristResultView, pages);
  gtk_widget_class_bind_template_child (widget_class, QueristResultView, stack);
  gtk_widget_class_bind_template_child (widget_class, QueristResultView, status);
  gtk_widget_class_bind_template_child (widget_class, QueristResultView, cut_bar);
  gtk_widget_class_bind_template_child (widget_class, QueristResultView, cut_label);
  gtk_widget_class_bind_template_child (widget_class, QueristResultView, spinner);
  gtk_widget_class_bind_template_child (widget_class, QueristResultView, message);
  gtk_widget_class_bind_template_child (widget_class, QueristResultView, export_bar);
  gtk_widget_class_bind_template_child (widget_class, QueristResultView, export_label);
  gtk_widget_class_bind_template_child (widget_class, QueristResultView, table);
  gtk_widget_class_bind_template_child (widget_class, QueristResultView, chart);
  gtk_widget_class_bind_template_child (widget_class, QueristResultView, summary);

  gtk_widget_class_install_action (widget_class, "result.export", "s", export_action);
  gtk_widget_class_install_action (widget_class, "result.cancel-export", NULL,
                                   cancel_export_action);
}

static void
querist_result_view_init (QueristResultView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  querist_result_view_set_message (self, "", FALSE);
}

/**
 * querist_result_view_set_result:
 * @result: (nullable): the rows of an answer
 * @title: (nullable): what a file of them is called at first
 *
 * Shows a result.
 */
void
querist_result_view_set_result (QueristResultView *self,
                                QueristResult     *result,
                                const char        *title)
{
  g_return_if_fail (QUERIST_IS_RESULT_VIEW (self));

  if (g_set_object (&self->result, result))
    {
      querist_result_table_set_result (self->table, result);
      querist_chart_view_set_result (self->chart, result);
      querist_summary_view_set_result (self->summary, result);
    }
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "result.export",
                                 result != NULL && self->export_cancellable == NULL);
  gtk_widget_set_visible (self->header, result != NULL);
  gtk_revealer_set_reveal_child (self->cut_bar, FALSE);
  if (result == NULL)
    return;
  g_free (self->title);
  self->title = g_strdup (title);
  show_status (self);
  gtk_spinner_stop (self->spinner);
  gtk_stack_set_visible_child_name (self->pages, "result");
}

/**
 * querist_result_view_set_message:
 * @text: why there are no rows to see
 * @working: whether there will be in a moment
 *
 * Shows a sentence in place of a result.
 */
void
querist_result_view_set_message (QueristResultView *self,
                                 const char        *text,
                                 gboolean           working)
{
  g_return_if_fail (QUERIST_IS_RESULT_VIEW (self));

  querist_result_view_set_result (self, NULL, NULL);
  gtk_label_set_label (self->message, text);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), working);
  gtk_spinner_set_spinning (self->spinner, working);
  gtk_stack_set_visible_child_name (self->pages, "message");
}
