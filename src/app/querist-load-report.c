/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-load-report.h"

#include <glib/gi18n.h>

#include "querist-originals-view.h"
#include "querist-rejects-view.h"
#include "querist-text.h"

/* Columns of a file about which there is something to say. */
#define MAX_COLUMN_ROWS 100
#define MIN_SPEED_SECONDS 1.0

struct _QueristLoadReport {
  AdwWindow             parent_instance;

  QueristProject       *project;
  GCancellable         *cancellable;
  gboolean              just_loaded;
  gboolean              to_rejects;

  AdwViewStack         *pages;
  AdwViewStackPage     *rejects_page;
  GtkLabel             *total;
  GtkLabel             *detail;
  GtkLabel             *notes;
  GtkListBox           *files;
  QueristRejectsView   *rejects;
  QueristOriginalsView *originals;
  GtkWidget            *review;
};

G_DEFINE_FINAL_TYPE (QueristLoadReport, querist_load_report, ADW_TYPE_WINDOW)

static char *
describe_file (const QueristLedgerFile *file)
{
  g_autofree char *read = querist_text_format_count (file->n_read);
  g_autofree char *loaded = querist_text_format_count (file->n_loaded);
  g_autofree char *rejected = querist_text_format_count (file->n_rejected);
  g_autofree char *nulled = querist_text_format_count (file->n_nulled);
  g_autofree char *changed = querist_text_format_count (file->n_changed);
  g_autoptr(GString) text = g_string_new (NULL);

  /* Translators: rows read, loaded and rejected; the numbers always add up */
  g_string_append_printf (text, _("%s read = %s loaded + %s rejected"), read, loaded, rejected);
  if (file->n_rejected > file->n_waiting)
    {
      g_autofree char *dismissed =
        querist_text_format_count (file->n_rejected - file->n_waiting);

      g_string_append_printf (text, _(" (%s dismissed)"), dismissed);
    }
  if (file->n_nulled > 0)
    g_string_append_printf (text, _(" · %s values read as empty"), nulled);
  if (file->n_changed > 0)
    g_string_append_printf (text, _(" · %s values changed, their text kept"), changed);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static GtkWidget *
new_row (const char *title,
         const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  return row;
}

static GtkWidget *
new_details_row (const QueristLedgerFile *file)
{
  g_autofree char *size = g_format_size (file->n_bytes);
  g_autofree char *lines = querist_text_format_count (file->n_lines);
  g_autoptr(GDateTime) when =
    file->loaded_at != NULL ? g_date_time_new_from_iso8601 (file->loaded_at, NULL) : NULL;
  g_autofree char *date = when != NULL ? g_date_time_format (when, "%x %H:%M") : g_strdup ("");
  g_autoptr(GString) text = g_string_new (NULL);

  /* Translators: size of a file, its lines, seconds */
  g_string_append_printf (text, _("%s · %s lines · %.2f s"), size, lines, file->seconds);
  if (*date != '\0')
    g_string_append_printf (text, file->appended ? _(" · added to the rows before on %s")
                                                 : _(" · in place of the rows before on %s"),
                            date);
  if (file->n_left_out > 0)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, " · %u column left out",
                                               " · %u columns left out", file->n_left_out),
                            file->n_left_out);
  return new_row (file->path, text->str);
}

static GtkWidget *
new_column_row (const QueristLedgerColumn *column)
{
  g_autofree char *nulled = querist_text_format_count (column->n_nulled);
  g_autofree char *changed = querist_text_format_count (column->n_changed);
  g_autofree char *empty =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s value read as empty",
                                  "%s values read as empty", column->n_nulled), nulled);
  g_autofree char *kept =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s value changed, its text kept",
                                  "%s values changed, their text kept", column->n_changed),
                     changed);
  g_autofree char *both = g_strdup_printf ("%s · %s", empty, kept);

  return new_row (column->name, column->n_changed == 0 ? empty
                              : column->n_nulled == 0 ? kept : both);
}

static GtkWidget *
new_file_row (const QueristLedgerFile *file)
{
  GtkWidget *row = adw_expander_row_new ();
  g_autofree char *name = g_path_get_basename (file->path);
  g_autofree char *title = g_strdup_printf ("%s → %s", name, file->table);
  g_autofree char *subtitle = describe_file (file);
  gboolean waiting = file->n_waiting > 0;
  GtkWidget *icon = gtk_image_new_from_icon_name (waiting ? "dialog-warning-symbolic"
                                                          : "emblem-ok-symbolic");
  guint n_rows = 0;

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), subtitle);
  gtk_widget_add_css_class (icon, waiting ? "warning" : "success");
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  waiting ? _("Some rows rejected") : _("Complete"), -1);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row), icon);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), new_details_row (file));
  for (guint i = 0; i < file->columns->len && n_rows < MAX_COLUMN_ROWS; i++)
    {
      const QueristLedgerColumn *column = g_ptr_array_index (file->columns, i);

      if (column->n_nulled == 0 && column->n_changed == 0)
        continue;
      adw_expander_row_add_row (ADW_EXPANDER_ROW (row), new_column_row (column));
      n_rows++;
    }
  return row;
}

/* The speed of a short load says more about the machine's mood than about anything else. */
static char *
describe_speed (const QueristLedger *ledger)
{
  if (ledger->seconds < MIN_SPEED_SECONDS)
    return g_strdup_printf (_("in %.2f s"), ledger->seconds);
  return g_strdup_printf (_("in %.1f s, %.0f MB/s"), ledger->seconds,
                          ledger->n_bytes / ledger->seconds / 1e6);
}

static void
show_totals (QueristLoadReport   *self,
             const QueristLedger *ledger)
{
  guint64 n_loaded = 0;
  g_autofree char *rows = NULL;
  g_autofree char *total = NULL;
  g_autofree char *detail = describe_speed (ledger);

  for (guint i = 0; i < ledger->files->len; i++)
    n_loaded += ((QueristLedgerFile *) g_ptr_array_index (ledger->files, i))->n_loaded;
  rows = querist_text_format_count (n_loaded);
  total = g_strdup_printf (_("%s rows loaded"), rows);
  gtk_label_set_label (self->total, total);
  gtk_label_set_label (self->detail, detail);
  gtk_widget_set_visible (GTK_WIDGET (self->detail), self->just_loaded);
}

static void
show_files (QueristLoadReport   *self,
            const QueristLedger *ledger)
{
  guint64 n_waiting = 0;
  GtkWidget *row;

  while ((row = GTK_WIDGET (gtk_list_box_get_row_at_index (self->files, 0))) != NULL)
    gtk_list_box_remove (self->files, row);
  for (guint i = 0; i < ledger->files->len; i++)
    {
      const QueristLedgerFile *file = g_ptr_array_index (ledger->files, i);

      n_waiting += file->n_waiting;
      gtk_list_box_append (self->files, new_file_row (file));
    }
  adw_view_stack_page_set_badge_number (self->rejects_page, MIN (n_waiting, G_MAXUINT));
  adw_view_stack_page_set_needs_attention (self->rejects_page, n_waiting > 0);
  gtk_widget_set_visible (self->review, n_waiting > 0);
}

/* Columns that were left out, tables that were guessed. */
static void
show_notes (QueristLoadReport *self)
{
  const char *const *notes = querist_project_get_load_notes (self->project);
  g_autofree char *text = notes != NULL ? g_strjoinv ("\n", (char **) notes) : g_strdup ("");

  gtk_label_set_label (self->notes, text);
  gtk_widget_set_visible (GTK_WIDGET (self->notes), *text != '\0');
}

static void
ledger_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(QueristLoadReport) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristLedger) ledger = querist_ledger_read_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (ledger == NULL)
    {
      gtk_label_set_label (self->detail, error->message);
      gtk_widget_set_visible (GTK_WIDGET (self->detail), TRUE);
      return;
    }
  if (!self->just_loaded)
    show_totals (self, ledger);
  show_files (self, ledger);
  querist_rejects_view_set_ledger (self->rejects, self->project, ledger);
  querist_originals_view_set_project (self->originals, self->project);
  if (self->to_rejects)
    adw_view_stack_set_visible_child_name (self->pages, "rejects");
  self->to_rejects = FALSE;
}

static void
read_ledger (QueristLoadReport *self)
{
  g_autofree char *database = querist_project_dup_database_path (self->project);

  querist_ledger_read_async (database, self->cancellable, ledger_cb, g_object_ref (self));
}

/* Rows came or went after the load: its time and speed say nothing of them. */
static void
rejects_changed_cb (QueristLoadReport *self)
{
  self->just_loaded = FALSE;
  read_ledger (self);
}

static void
review_cb (QueristLoadReport *self)
{
  adw_view_stack_set_visible_child_name (self->pages, "rejects");
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
  g_clear_object (&self->project);
  gtk_widget_dispose_template (GTK_WIDGET (object), QUERIST_TYPE_LOAD_REPORT);
  G_OBJECT_CLASS (querist_load_report_parent_class)->dispose (object);
}

static void
querist_load_report_class_init (QueristLoadReportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = querist_load_report_dispose;

  g_type_ensure (QUERIST_TYPE_ORIGINALS_VIEW);
  g_type_ensure (QUERIST_TYPE_REJECTS_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/querist/Querist/querist-load-report.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristLoadReport, total);
  gtk_widget_class_bind_template_child (widget_class, QueristLoadReport, detail);
  gtk_widget_class_bind_template_child (widget_class, QueristLoadReport, notes);
  gtk_widget_class_bind_template_child (widget_class, QueristLoadReport, files);
  gtk_widget_class_bind_template_child (widget_class, QueristLoadReport, pages);
  gtk_widget_class_bind_template_child (widget_class, QueristLoadReport, rejects_page);
  gtk_widget_class_bind_template_child (widget_class, QueristLoadReport, rejects);
  gtk_widget_class_bind_template_child (widget_class, QueristLoadReport, originals);
  gtk_widget_class_bind_template_child (widget_class, QueristLoadReport, review);
  gtk_widget_class_bind_template_callback (widget_class, ask_cb);
  gtk_widget_class_bind_template_callback (widget_class, review_cb);
  gtk_widget_class_bind_template_callback (widget_class, rejects_changed_cb);
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
 * @parent: the window of the project
 * @project: what was loaded
 * @ledger: (nullable): what a load that has just ended did; NULL for what the database tells
 * @to_rejects: whether to go to the rejected rows at once
 *
 * Returns: (transfer none): a dialog, not shown yet
 */
GtkWidget *
querist_load_report_new (GtkWindow           *parent,
                         QueristProject      *project,
                         const QueristLedger *ledger,
                         gboolean             to_rejects)
{
  QueristLoadReport *self =
    g_object_new (QUERIST_TYPE_LOAD_REPORT, "transient-for", parent,
                  "title", ledger != NULL ? _("Loaded") : _("Load Report"), NULL);

  self->project = g_object_ref (project);
  self->just_loaded = ledger != NULL;
  self->to_rejects = to_rejects;
  show_notes (self);
  if (ledger != NULL)
    {
      show_totals (self, ledger);
      show_files (self, ledger);
    }
  read_ledger (self);
  return GTK_WIDGET (self);
}
