/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-load-report.h"

#include <glib/gi18n.h>

#include "querist-executor.h"
#include "querist-result-table.h"
#include "querist-text.h"

#define MAX_REJECTS 100000

struct _QueristLoadReport {
  AdwWindow           parent_instance;

  GCancellable       *cancellable;
  GtkLabel           *total;
  GtkLabel           *detail;
  GtkLabel           *notes;
  GtkListBox         *files;
  GtkWidget          *rejects_box;
  GtkLabel           *rejects_title;
  QueristResultTable *rejects;
};

G_DEFINE_FINAL_TYPE (QueristLoadReport, querist_load_report, ADW_TYPE_WINDOW)

static char *
describe_file (const QueristLedgerFile *file)
{
  g_autofree char *read = querist_text_format_count (file->n_read);
  g_autofree char *loaded = querist_text_format_count (file->n_loaded);
  g_autofree char *rejected = querist_text_format_count (file->n_rejected);
  g_autofree char *nulled = querist_text_format_count (file->n_nulled);
  g_autoptr(GString) text = g_string_new (NULL);

  /* Translators: rows read, loaded and rejected; the numbers always add up */
  g_string_append_printf (text, _("%s read = %s loaded + %s rejected"), read, loaded, rejected);
  if (file->n_nulled > 0)
    g_string_append_printf (text, _(" · %s values read as empty"), nulled);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static GtkWidget *
new_file_row (const QueristLedgerFile *file)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *name = g_path_get_basename (file->path);
  g_autofree char *title = g_strdup_printf ("%s → %s", name, file->table);
  g_autofree char *subtitle = describe_file (file);
  GtkWidget *icon = gtk_image_new_from_icon_name (file->n_rejected > 0 ? "dialog-warning-symbolic"
                                                                       : "emblem-ok-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_add_css_class (icon, file->n_rejected > 0 ? "warning" : "success");
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  file->n_rejected > 0 ? _("Some rows rejected")
                                                       : _("Complete"), -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  return row;
}

static guint64
show_ledger (QueristLoadReport   *self,
             const QueristLedger *ledger)
{
  guint64 n_loaded = 0, n_rejected = 0;
  g_autofree char *rows = NULL;
  g_autofree char *total = NULL;
  g_autofree char *detail = NULL;
  double seconds = MAX (ledger->seconds, 0.001);

  for (guint i = 0; i < ledger->files->len; i++)
    {
      const QueristLedgerFile *file = g_ptr_array_index (ledger->files, i);

      n_loaded += file->n_loaded;
      n_rejected += file->n_rejected;
      gtk_list_box_append (self->files, new_file_row (file));
    }
  rows = querist_text_format_count (n_loaded);
  total = g_strdup_printf (_("%s rows loaded"), rows);
  detail = g_strdup_printf (_("in %.2f s, %.0f MB/s"), ledger->seconds,
                            ledger->n_bytes / seconds / 1e6);
  gtk_label_set_label (self->total, total);
  gtk_label_set_label (self->detail, detail);
  return n_rejected;
}

/* Columns that were left out, tables that were guessed. */
static void
show_notes (QueristLoadReport *self,
            QueristProject    *project)
{
  const char *const *notes = querist_project_get_load_notes (project);
  g_autofree char *text = notes != NULL ? g_strjoinv ("\n", (char **) notes) : g_strdup ("");

  gtk_label_set_label (self->notes, text);
  gtk_widget_set_visible (GTK_WIDGET (self->notes), *text != '\0');
}

static void
rejects_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(QueristLoadReport) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristResult) rejects = querist_execute_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (rejects != NULL)
    querist_result_table_set_result (self->rejects, rejects);
  else
    gtk_label_set_label (self->rejects_title, error->message);
}

static void
show_rejects (QueristLoadReport *self,
              QueristProject    *project,
              guint64            n_rejected)
{
  const QueristExecuteOptions options = { .max_rows = MAX_REJECTS };
  g_autofree char *database = querist_project_dup_database_path (project);
  g_autofree char *count = querist_text_format_count (n_rejected);
  g_autofree char *title =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s rejected row", "%s rejected rows",
                                  n_rejected), count);

  gtk_widget_set_visible (self->rejects_box, n_rejected > 0);
  if (n_rejected == 0)
    return;
  gtk_label_set_label (self->rejects_title, title);
  querist_execute_async (database,
                         "SELECT file, line, \"column\", reason, raw FROM "
                         QUERIST_REJECTS_TABLE " ORDER BY file, line",
                         &options, self->cancellable, rejects_cb, g_object_ref (self));
}

static void
ask_cb (QueristLoadReport *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.page", "s", "ask");
  gtk_window_close (GTK_WINDOW (self));
}

static void
querist_load_report_dispose (GObject *object)
{
  QueristLoadReport *self = QUERIST_LOAD_REPORT (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), QUERIST_TYPE_LOAD_REPORT);
  G_OBJECT_CLASS (querist_load_report_parent_class)->dispose (object);
}

static void
querist_load_report_class_init (QueristLoadReportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = querist_load_report_dispose;

  g_type_ensure (QUERIST_TYPE_RESULT_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/querist/Querist/querist-load-report.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristLoadReport, total);
  gtk_widget_class_bind_template_child (widget_class, QueristLoadReport, detail);
  gtk_widget_class_bind_template_child (widget_class, QueristLoadReport, notes);
  gtk_widget_class_bind_template_child (widget_class, QueristLoadReport, files);
  gtk_widget_class_bind_template_child (widget_class, QueristLoadReport, rejects_box);
  gtk_widget_class_bind_template_child (widget_class, QueristLoadReport, rejects_title);
  gtk_widget_class_bind_template_child (widget_class, QueristLoadReport, rejects);
  gtk_widget_class_bind_template_callback (widget_class, ask_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
querist_load_report_init (QueristLoadReport *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * querist_load_report_new:
 * @parent: the window that loaded
 * @project: what was loaded
 * @ledger: what became of every row
 *
 * Returns: (transfer none): a dialog, not shown yet
 */
GtkWidget *
querist_load_report_new (GtkWindow           *parent,
                         QueristProject      *project,
                         const QueristLedger *ledger)
{
  QueristLoadReport *self = g_object_new (QUERIST_TYPE_LOAD_REPORT, "transient-for", parent, NULL);

  show_notes (self, project);
  show_rejects (self, project, show_ledger (self, ledger));
  return GTK_WIDGET (self);
}
