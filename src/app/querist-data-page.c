/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-data-page.h"

#include <glib/gi18n.h>

#include "querist-source-preview.h"
#include "querist-source-row.h"
#include "querist-template.h"
#include "querist-text.h"

#define PANE_KEY "data-pane-position"

struct _QueristDataPage {
  QueristPage           parent_instance;

  GCancellable         *override;
  GCancellable         *ledger;
  GSettings            *settings;
  guint                 fit_id;
  int                   fitted;
  GtkStack             *stack;
  GtkPaned             *paned;
  GtkListBox           *files;
  QueristSourcePreview *preview;
  GtkLabel             *hint;
  GtkWidget            *suggest;
};

G_DEFINE_FINAL_TYPE (QueristDataPage, querist_data_page, QUERIST_TYPE_PAGE)

static QueristProject *
get_project (QueristDataPage *self)
{
  return querist_workspace_get_project (querist_page_get_workspace (QUERIST_PAGE (self)));
}

static QueristSetup *
get_setup (QueristDataPage *self)
{
  return querist_workspace_get_setup (querist_page_get_workspace (QUERIST_PAGE (self)));
}

typedef struct {
  guint   n_files;
  guint   n_ready;
  guint   n_failed;
  guint64 n_rows;
} Totals;

static Totals
sum_up (GListModel *sources)
{
  Totals totals = { .n_files = g_list_model_get_n_items (sources) };

  for (guint i = 0; i < totals.n_files; i++)
    {
      g_autoptr(QueristSource) source = g_list_model_get_item (sources, i);
      const QueristCsvProfile *profile = querist_source_get_profile (source);

      if (querist_source_is_reading (source))
        continue;
      if (querist_source_get_message (source) != NULL)
        totals.n_failed++;
      else if (profile != NULL)
        {
          totals.n_ready++;
          totals.n_rows += profile->n_read;
        }
    }
  return totals;
}

static char *
describe_totals (const Totals *totals,
                 gboolean      busy)
{
  g_autofree char *rows = querist_text_format_count (totals->n_rows);

  if (totals->n_failed > 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "%u file can’t be read. Change how it is read, or "
                                         "remove it.",
                                         "%u files can’t be read. Change how they are read, or "
                                         "remove them.", totals->n_failed), totals->n_failed);
  if (busy)
    return g_strdup_printf (_("%s rows read so far"), rows);
  return g_strdup_printf (_("%s rows read, every one looked at for its type"), rows);
}

static void
update_hint (QueristDataPage *self)
{
  QueristProject *project = get_project (self);
  QueristSetup *setup = get_setup (self);
  gboolean busy = setup != NULL && querist_setup_get_stage (setup) != QUERIST_SETUP_IDLE;
  g_autofree char *text = NULL;
  Totals totals;

  if (project == NULL)
    return;
  totals = sum_up (querist_project_get_sources (project));
  text = describe_totals (&totals, busy);
  gtk_label_set_label (self->hint, text);
  gtk_stack_set_visible_child_name (self->stack, totals.n_files > 0 ? "files" : "empty");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "data.suggest",
                                 totals.n_ready > 0 && totals.n_failed == 0 && !busy);
}

static guint64
count_rejected (const QueristLedger *ledger,
                const char          *path)
{
  guint64 n = 0;

  for (guint i = 0; i < ledger->files->len; i++)
    {
      const QueristLedgerFile *file = g_ptr_array_index (ledger->files, i);

      if (g_str_equal (file->path, path))
        n += file->n_waiting;
    }
  return n;
}

static void
ledger_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(QueristDataPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristLedger) ledger = querist_ledger_read_finish (result, &error);
  GtkListBoxRow *row;

  if (ledger == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_debug ("the ledger: %s", error->message);
  if (ledger == NULL || self->files == NULL)
    return;
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->files, i)) != NULL; i++)
    {
      QueristSource *source = querist_source_row_get_source (QUERIST_SOURCE_ROW (row));

      querist_source_row_set_rejected (QUERIST_SOURCE_ROW (row),
                                       count_rejected (ledger, querist_source_get_path (source)));
    }
}

/* What loads have rejected is told on the files' cards. */
static void
read_ledger (QueristDataPage *self)
{
  g_autofree char *database = NULL;

  g_cancellable_cancel (self->ledger);
  g_clear_object (&self->ledger);
  if (get_project (self) == NULL)
    return;
  self->ledger = g_cancellable_new ();
  database = querist_project_dup_database_path (get_project (self));
  querist_ledger_read_async (database, self->ledger, ledger_cb, g_object_ref (self));
}

static void
project_changed_cb (QueristDataPage *self)
{
  update_hint (self);
  read_ledger (self);
}

static void
remove_cb (QueristSourceRow *row,
           QueristDataPage  *self)
{
  querist_project_remove_source (get_project (self), querist_source_row_get_source (row));
}

static void
replaced_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(QueristDataPage) self = user_data;
  g_autoptr(GError) error = NULL;

  if (querist_project_repoint_finish (QUERIST_PROJECT (object), result, &error))
    querist_page_toast (QUERIST_PAGE (self),
                        _("The file is in its place; “Confirm and Load” loads it"));
  else if (g_error_matches (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_SOURCE))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.error", "(ss)",
                                _("The File Was Not Taken"), error->message);
}

static void
replace_cb (QueristSourceRow *row,
            const char       *path,
            QueristDataPage  *self)
{
  querist_project_repoint_async (get_project (self), querist_source_row_get_source (row), path,
                                 NULL, replaced_cb, g_object_ref (self));
}

static void
remove_selected_cb (QueristDataPage *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->files);

  if (row != NULL)
    remove_cb (QUERIST_SOURCE_ROW (row), self);
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  GtkWidget *row = querist_source_row_new (item);

  g_signal_connect_object (row, "remove", G_CALLBACK (remove_cb), user_data, 0);
  g_signal_connect_object (row, "replace", G_CALLBACK (replace_cb), user_data, 0);
  return row;
}

static void
row_selected_cb (QueristDataPage *self,
                 GtkListBoxRow   *row)
{
  querist_source_preview_set_source (self->preview,
                                     row != NULL
                                       ? querist_source_row_get_source (QUERIST_SOURCE_ROW (row))
                                       : NULL);
}

static void
override_finished_cb (GObject      *object,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr(QueristDataPage) self = user_data;
  g_autoptr(GError) error = NULL;

  /* Any other failure stands beside the file: it is the source's message. */
  if (!querist_project_override_finish (QUERIST_PROJECT (object), result, &error) &&
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  update_hint (self);
}

static void
override_cb (QueristDataPage *self,
             gpointer         dialect)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->files);

  if (row == NULL)
    return;
  g_cancellable_cancel (self->override);
  g_set_object (&self->override, NULL);
  self->override = g_cancellable_new ();
  querist_project_override_async (get_project (self),
                                  querist_source_row_get_source (QUERIST_SOURCE_ROW (row)),
                                  dialect, self->override, override_finished_cb,
                                  g_object_ref (self));
}

/* The list of files takes the height it needs, up to what the person has given it. */
static gboolean
fit_files_cb (gpointer user_data)
{
  QueristDataPage *self = user_data;
  int natural;

  self->fit_id = 0;
  gtk_widget_measure (GTK_WIDGET (self->files), GTK_ORIENTATION_VERTICAL, -1, NULL, &natural, NULL,
                      NULL);
  self->fitted = MIN (natural, g_settings_get_int (self->settings, PANE_KEY));
  gtk_paned_set_position (self->paned, self->fitted);
  return G_SOURCE_REMOVE;
}

static void
fit_files (QueristDataPage *self)
{
  if (self->fit_id == 0)
    self->fit_id = g_idle_add (fit_files_cb, self);
}

/* Positions that the page has chosen, or a small window has enforced, are nobody's wish. */
static void
position_changed_cb (QueristDataPage *self)
{
  int position = gtk_paned_get_position (self->paned), lowest, highest;

  g_object_get (self->paned, "min-position", &lowest, "max-position", &highest, NULL);
  if (gtk_widget_get_mapped (GTK_WIDGET (self->paned)) && self->fitted > 0 &&
      position != self->fitted && position > lowest && position < highest)
    g_settings_set_int (self->settings, PANE_KEY, position);
}

static void
suggest_action_cb (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  gtk_widget_activate_action (widget, "win.suggest-schema", NULL);
}

static void
sources_changed_cb (QueristDataPage *self)
{
  if (gtk_list_box_get_selected_row (self->files) == NULL)
    gtk_list_box_select_row (self->files, gtk_list_box_get_row_at_index (self->files, 0));
  fit_files (self);
  update_hint (self);
}

static void
project_opened_cb (QueristDataPage *self)
{
  QueristProject *project = get_project (self);
  QueristSetup *setup = get_setup (self);
  GListModel *sources;

  g_cancellable_cancel (self->override);
  querist_source_preview_set_source (self->preview, NULL);
  if (project == NULL)
    {
      gtk_list_box_bind_model (self->files, NULL, NULL, NULL, NULL);
      return;
    }
  sources = querist_project_get_sources (project);
  gtk_list_box_bind_model (self->files, sources, create_row, self, NULL);
  g_signal_connect_object (sources, "items-changed", G_CALLBACK (sources_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (setup, "changed", G_CALLBACK (update_hint), self, G_CONNECT_SWAPPED);
  sources_changed_cb (self);
}

static void
querist_data_page_bind_workspace (QueristPage      *page,
                                  QueristWorkspace *workspace)
{
  g_signal_connect_object (workspace, "notify::project", G_CALLBACK (project_opened_cb), page,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "project-changed", G_CALLBACK (project_changed_cb), page,
                           G_CONNECT_SWAPPED);
}

/* Widgets that aren't shown can't be measured. */
static void
querist_data_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (querist_data_page_parent_class)->map (widget);
  fit_files (QUERIST_DATA_PAGE (widget));
}

static void
querist_data_page_dispose (GObject *object)
{
  QueristDataPage *self = QUERIST_DATA_PAGE (object);

  g_cancellable_cancel (self->override);
  g_clear_object (&self->override);
  g_cancellable_cancel (self->ledger);
  g_clear_object (&self->ledger);
  g_clear_handle_id (&self->fit_id, g_source_remove);
  g_clear_object (&self->settings);
  querist_template_dispose (GTK_WIDGET (object), QUERIST_TYPE_DATA_PAGE);
  G_OBJECT_CLASS (querist_data_page_parent_class)->dispose (object);
}

static void
querist_data_page_class_init (QueristDataPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  QueristPageClass *page_class = QUERIST_PAGE_CLASS (klass);

  object_class->dispose = querist_data_page_dispose;
  widget_class->map = querist_data_page_map;
  page_class->bind_workspace = querist_data_page_bind_workspace;

  g_type_ensure (QUERIST_TYPE_SOURCE_PREVIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/querist/Querist/querist-data-page.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristDataPage, stack);
  gtk_widget_class_bind_template_child (widget_class, QueristDataPage, paned);
  gtk_widget_class_bind_template_child (widget_class, QueristDataPage, files);
  gtk_widget_class_bind_template_child (widget_class, QueristDataPage, preview);
  gtk_widget_class_bind_template_child (widget_class, QueristDataPage, hint);
  gtk_widget_class_bind_template_child (widget_class, QueristDataPage, suggest);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, position_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, override_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_selected_cb);
  gtk_widget_class_install_action (widget_class, "data.suggest", NULL, suggest_action_cb);
}

static void
querist_data_page_init (QueristDataPage *self)
{
  self->settings = g_settings_new (APP_ID);
  gtk_widget_init_template (GTK_WIDGET (self));
}
