/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-schema-page.h"

#include <glib/gi18n.h>

#include "querist-changes-view.h"
#include "querist-diagram.h"
#include "querist-improve-view.h"
#include "querist-jump-list.h"
#include "querist-load-flow.h"
#include "querist-schema-editor-view.h"
#include "querist-schema-editor.h"
#include "querist-template.h"
#include "querist-text.h"
#include "querist-why-view.h"
#include "querist-wrap-layout.h"

#define SAVE_DELAY_MS 400
/* Programs that replace a file touch it several times in a row. */
#define FILE_DELAY_MS 150
#define ZOOM_STEP 1.25

struct _QueristSchemaPage {
  QueristPage              parent_instance;

  QueristProject          *project;
  guint                    save_id;
  GFileMonitor            *monitor;
  guint                    file_id;
  gboolean                 conflict;
  GCancellable            *planning;

  GtkWidget               *conflict_banner;
  GtkLabel                *conflict_label;
  GtkPaned                *paned;
  GtkMenuButton           *jump_button;
  QueristJumpList         *jump_list;
  GtkWidget               *problems_chip;
  QueristSchemaEditorView *editor;
  GtkStack                *views;
  QueristDiagram          *diagram;
  GtkRevealer             *evidence_revealer;
  GtkLabel                *evidence_title;
  GtkLabel                *evidence_text;
  QueristChangesView      *changes;
  QueristWhyView          *why;
  GtkWidget               *warnings_chip;
  AdwButtonContent        *warnings_label;
  QueristImproveView      *improve;
  GtkLabel                *hint;
};

G_DEFINE_FINAL_TYPE (QueristSchemaPage, querist_schema_page, QUERIST_TYPE_PAGE)

static gboolean
is_busy (QueristSchemaPage *self)
{
  QueristWorkspace *workspace = querist_page_get_workspace (QUERIST_PAGE (self));
  QueristSetup *setup = querist_workspace_get_setup (workspace);

  return setup != NULL && querist_setup_get_stage (setup) != QUERIST_SETUP_IDLE;
}

static guint
count_ready_sources (QueristProject *project)
{
  GListModel *sources = querist_project_get_sources (project);
  guint n_ready = 0;

  for (guint i = 0; i < g_list_model_get_n_items (sources); i++)
    {
      g_autoptr(QueristSource) source = g_list_model_get_item (sources, i);

      if (querist_source_get_profile (source) != NULL)
        n_ready++;
    }
  return n_ready;
}

static void
update_actions (QueristSchemaPage *self)
{
  QueristProject *project = self->project;
  GPtrArray *diagnostics = querist_schema_editor_view_get_diagnostics (self->editor);
  QueristCatalog *catalog = querist_schema_editor_view_get_catalog (self->editor);
  gboolean valid = catalog != NULL && catalog->tables->len > 0;
  gboolean ready = project != NULL && !is_busy (self) && !self->conflict &&
                   count_ready_sources (project) > 0;
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "schema.load", ready && valid);
  gtk_widget_action_set_enabled (widget, "schema.suggest", ready);
  gtk_widget_action_set_enabled (widget, "schema.undo",
                                 querist_schema_editor_view_can_undo (self->editor));
  gtk_widget_action_set_enabled (widget, "schema.redo",
                                 querist_schema_editor_view_can_redo (self->editor));
  gtk_widget_action_set_enabled (widget, "schema.next-problem", diagnostics->len > 0);
  gtk_widget_action_set_enabled (widget, "schema.save-diagram", valid);
}

static guint
count_relations (QueristCatalog *catalog)
{
  guint n = 0;

  for (guint i = 0; i < catalog->tables->len; i++)
    n += ((const QueristTable *) g_ptr_array_index (catalog->tables, i))->foreign_keys->len;
  return n;
}

static char *
describe_catalog (QueristCatalog *catalog)
{
  guint n_tables = catalog->tables->len, n_relations = count_relations (catalog);
  g_autofree char *tables =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u table", "%u tables", n_tables), n_tables);
  g_autofree char *relations =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u relation", "%u relations", n_relations),
                     n_relations);

  return g_strdup_printf ("%s, %s.", tables, relations);
}

static char *
describe_load (QueristProject *project,
               QueristCatalog *catalog)
{
  GListModel *sources = querist_project_get_sources (project);
  guint64 n_rows = 0, n_rejected = 0;
  g_autofree char *rows = NULL;
  g_autofree char *rejected = NULL;
  g_autofree char *tables = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (sources); i++)
    {
      g_autoptr(QueristSource) source = g_list_model_get_item (sources, i);
      const QueristCsvProfile *profile = querist_source_get_profile (source);

      n_rows += profile != NULL ? profile->n_read : 0;
      n_rejected += profile != NULL ? profile->n_rejected : 0;
    }
  rows = querist_text_format_count (n_rows);
  rejected = querist_text_format_count (n_rejected);
  tables = describe_catalog (catalog);
  if (n_rejected > 0)
    return g_strdup_printf (_("%s %s rows will be read; %s need a look and may be kept apart."),
                            tables, rows, rejected);
  return g_strdup_printf (_("%s %s rows will be loaded."), tables, rows);
}

static void
update_hint (QueristSchemaPage *self)
{
  QueristProject *project = self->project;
  QueristCatalog *catalog = querist_schema_editor_view_get_catalog (self->editor);
  g_autofree char *text = NULL;

  if (project == NULL)
    return;
  if (self->conflict)
    text = g_strdup (_("Say first which text of the schema to keep."));
  else if (count_ready_sources (project) == 0)
    text = g_strdup (_("Add files on the Data page first; a schema is suggested from them."));
  else if (catalog == NULL)
    text = g_strdup (_("The schema has errors. They are listed below the text."));
  else if (catalog->tables->len == 0)
    text = g_strdup (_("The schema has no models yet."));
  else
    text = describe_load (project, catalog);
  gtk_label_set_label (self->hint, text);
}

static void
update_problems_chip (QueristSchemaPage *self)
{
  GPtrArray *diagnostics = querist_schema_editor_view_get_diagnostics (self->editor);
  gboolean error = querist_diagnostics_have_error (diagnostics);
  g_autofree char *text =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u problem", "%u problems",
                                  diagnostics->len), diagnostics->len);

  gtk_button_set_label (GTK_BUTTON (self->problems_chip),
                        diagnostics->len > 0 ? text : _("no problems"));
  gtk_widget_set_css_classes (self->problems_chip,
                              (const char *[]) { "flat", "chip",
                                                 diagnostics->len == 0 ? "success"
                                                 : error ? "error" : "warning", NULL });
}

static void
plan_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(QueristSchemaPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristMigration) migration =
    querist_project_plan_finish (QUERIST_PROJECT (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (migration != NULL)
    querist_changes_view_set_migration (self->changes, migration);
  else
    querist_changes_view_set_problem (self->changes, error->message);
}

/* The plan takes a look at the database, so it is made only while somebody looks at it. */
static void
update_changes (QueristSchemaPage *self)
{
  QueristProject *project = self->project;
  const char *view = gtk_stack_get_visible_child_name (self->views);

  g_cancellable_cancel (self->planning);
  g_clear_object (&self->planning);
  if (project == NULL || g_strcmp0 (view, "changes") != 0)
    return;
  if (querist_schema_editor_view_get_catalog (self->editor) == NULL)
    {
      querist_changes_view_set_problem (self->changes,
                                        _("The schema has errors. They are listed below the "
                                          "text."));
      return;
    }
  self->planning = g_cancellable_new ();
  querist_project_plan_async (project, self->planning, plan_cb, g_object_ref (self));
}

/* Offers to decide between the text here and what another program has written to the file. */
static void
check_conflict (QueristSchemaPage *self)
{
  QueristProject *project = self->project;
  g_autofree char *conflict =
    project != NULL ? querist_project_dup_schema_conflict (project) : NULL;

  self->conflict = conflict != NULL;
  if (conflict != NULL)
    gtk_label_set_label (self->conflict_label, conflict);
  gtk_widget_set_visible (self->conflict_banner, conflict != NULL);
  update_hint (self);
  update_actions (self);
}

static gboolean
save_cb (gpointer user_data)
{
  QueristSchemaPage *self = user_data;
  g_autofree char *text = querist_schema_editor_view_dup_text (self->editor);
  g_autoptr(GError) error = NULL;

  self->save_id = 0;
  if (!querist_project_set_schema_text (self->project, text, &error))
    {
      if (g_error_matches (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_CONFLICT))
        check_conflict (self);
      else
        querist_page_toast (QUERIST_PAGE (self), error->message);
    }
  update_changes (self);
  return G_SOURCE_REMOVE;
}

static void
save_now (QueristSchemaPage *self)
{
  if (self->save_id == 0)
    return;
  g_source_remove (self->save_id);
  save_cb (self);
}

static void
edited_cb (QueristSchemaPage *self)
{
  if (self->project == NULL)
    return;
  g_clear_handle_id (&self->save_id, g_source_remove);
  self->save_id = g_timeout_add (SAVE_DELAY_MS, save_cb, self);
  update_actions (self);
}

static void
checked_cb (QueristSchemaPage *self)
{
  QueristCatalog *catalog = querist_schema_editor_view_get_catalog (self->editor);

  /* While the text has errors the diagram of before is better than none. */
  if (catalog != NULL)
    querist_diagram_set_catalog (self->diagram, catalog);
  querist_jump_list_set_outline (self->jump_list,
                                 querist_schema_editor_view_get_outline (self->editor));
  querist_why_view_set_outline (self->why,
                                querist_schema_editor_view_get_outline (self->editor));
  update_problems_chip (self);
  update_hint (self);
  update_actions (self);
  update_changes (self);
}

/* The block that a line is in, and the field that is declared there; both may be NULL. */
static void
find_symbols (QueristSchemaPage          *self,
              guint                       line,
              const QueristSchemaSymbol **block,
              const QueristSchemaSymbol **field)
{
  GPtrArray *outline = querist_schema_editor_view_get_outline (self->editor);

  *block = *field = NULL;
  for (guint i = 0; outline != NULL && i < outline->len; i++)
    {
      const QueristSchemaSymbol *symbol = g_ptr_array_index (outline, i);

      if (symbol->span.line > line)
        break;
      if (symbol->depth == 0)
        *block = symbol;
      *field = symbol->depth > 0 && symbol->span.line == line ? symbol : NULL;
    }
}

static void
renamed_cb (QueristSchemaPage           *self,
            const QueristProbableRename *rename)
{
  querist_schema_editor_view_note_rename (self->editor, rename->model, rename->field,
                                          rename->former);
}

static void
cursor_moved_cb (QueristSchemaPage *self,
                 guint              line)
{
  const QueristSchemaSymbol *block, *field;

  find_symbols (self, line, &block, &field);
  querist_diagram_select_table (self->diagram, block != NULL ? block->name : NULL);
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->views), "why") == 0 && block != NULL)
    querist_why_view_select (self->why, block->name, field != NULL ? field->name : NULL);
}

static void
go_to_field_cb (QueristSchemaPage *self,
                const char        *model,
                const char        *field)
{
  querist_schema_editor_view_go_to_field (self->editor, model, field);
}

static void
jump_cb (QueristSchemaPage *self,
         guint              line,
         guint              column)
{
  querist_schema_editor_view_go_to (self->editor, line, column);
}

static void
warnings_changed_cb (QueristSchemaPage *self)
{
  guint n;
  g_autofree char *text = NULL;

  g_object_get (self->why, "n-warnings", &n, NULL);
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u thing needs a look",
                                       "%u things need a look", n), n);
  adw_button_content_set_label (self->warnings_label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->warnings_chip),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_visible (self->warnings_chip, n > 0);
}

static void
warnings_action_cb (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  QueristSchemaPage *self = QUERIST_SCHEMA_PAGE (widget);

  gtk_stack_set_visible_child_name (self->views, "why");
  querist_why_view_show_warnings (self->why);
}

static void
diagram_selected_cb (QueristSchemaPage *self,
                     const char        *model,
                     const char        *field)
{
  const QueristEvidence *evidence = querist_why_view_select (self->why, model, field);
  g_autofree char *title = NULL;

  gtk_revealer_set_reveal_child (self->evidence_revealer, evidence != NULL);
  if (evidence == NULL)
    return;
  title = evidence->field != NULL
    ? g_strdup_printf ("%s.%s · %s", evidence->model, evidence->field, evidence->decision)
    : g_strdup_printf ("%s · %s", evidence->model, evidence->decision);
  gtk_label_set_label (self->evidence_title, title);
  gtk_label_set_label (self->evidence_text, evidence->text);
}

static void
project_changed_cb (QueristSchemaPage *self)
{
  QueristProject *project = self->project;

  if (project == NULL)
    return;
  /* What is still to be saved is newer than what the project has. */
  if (self->save_id == 0 && !self->conflict)
    {
      const char *text = querist_project_get_schema_text (project);

      querist_schema_editor_view_set_text (self->editor, text != NULL ? text : "", TRUE);
    }
  querist_why_view_set_evidence (self->why, querist_project_get_evidence (project));
  update_hint (self);
  update_actions (self);
}

static gboolean
file_settled_cb (gpointer user_data)
{
  QueristSchemaPage *self = user_data;

  self->file_id = 0;
  check_conflict (self);
  return G_SOURCE_REMOVE;
}

static void
file_changed_cb (QueristSchemaPage *self)
{
  g_clear_handle_id (&self->file_id, g_source_remove);
  self->file_id = g_timeout_add (FILE_DELAY_MS, file_settled_cb, self);
}

static void
stop_watching (QueristSchemaPage *self)
{
  g_clear_handle_id (&self->file_id, g_source_remove);
  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_func (self->monitor, file_changed_cb, self);
  g_clear_object (&self->monitor);
}

static void
watch_file (QueristSchemaPage *self,
            QueristProject    *project)
{
  g_autofree char *path = querist_project_dup_schema_path (project);
  g_autoptr(GFile) file = g_file_new_for_path (path);

  /* Where files can't be watched, a change is still noticed before the file is overwritten. */
  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_swapped (self->monitor, "changed", G_CALLBACK (file_changed_cb), self);
}

static void
project_opened_cb (QueristSchemaPage *self)
{
  QueristWorkspace *workspace = querist_page_get_workspace (QUERIST_PAGE (self));
  QueristProject *project = querist_workspace_get_project (workspace);
  const char *text = project != NULL ? querist_project_get_schema_text (project) : NULL;

  save_now (self);
  stop_watching (self);
  g_set_object (&self->project, project);
  check_conflict (self);
  querist_schema_editor_view_set_text (self->editor, text != NULL ? text : "", FALSE);
  querist_diagram_set_catalog (self->diagram, NULL);
  gtk_revealer_set_reveal_child (self->evidence_revealer, FALSE);
  if (project == NULL)
    return;
  watch_file (self, project);
  g_signal_connect_object (querist_workspace_get_setup (workspace), "changed",
                           G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  project_changed_cb (self);
}

static void
edit_action_cb (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  QueristSchemaPage *self = QUERIST_SCHEMA_PAGE (widget);

  if (g_str_equal (action_name, "schema.format"))
    querist_schema_editor_view_format (self->editor);
  else if (g_str_equal (action_name, "schema.undo"))
    querist_schema_editor_view_undo (self->editor);
  else if (g_str_equal (action_name, "schema.redo"))
    querist_schema_editor_view_redo (self->editor);
  else if (g_str_equal (action_name, "schema.jump"))
    gtk_menu_button_popup (self->jump_button);
  else
    querist_schema_editor_view_next_problem (self->editor);
  update_actions (self);
}

static void
conflict_action_cb (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  QueristSchemaPage *self = QUERIST_SCHEMA_PAGE (widget);
  QueristProject *project = self->project;
  g_autofree char *text = querist_schema_editor_view_dup_text (self->editor);
  g_autoptr(GError) error = NULL;
  gboolean done;

  g_clear_handle_id (&self->save_id, g_source_remove);
  self->conflict = FALSE;
  if (g_str_equal (action_name, "schema.reload"))
    done = querist_project_reload_schema (project, &error);
  else
    done = querist_project_overwrite_schema (project, text, &error);
  if (!done)
    gtk_widget_activate_action (widget, "win.error", "(ss)", _("The Schema Was Not Saved"),
                                error->message);
  check_conflict (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

static void
zoom_action_cb (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  QueristSchemaPage *self = QUERIST_SCHEMA_PAGE (widget);

  if (g_str_equal (action_name, "schema.zoom-fit"))
    querist_diagram_zoom_to_fit (self->diagram);
  else
    querist_diagram_zoom_by (self->diagram, g_str_equal (action_name, "schema.zoom-in")
                                              ? ZOOM_STEP : 1 / ZOOM_STEP);
}

static void
suggest_action_cb (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  save_now (QUERIST_SCHEMA_PAGE (widget));
  gtk_widget_activate_action (widget, "win.suggest-schema", NULL);
}

static void
load_action_cb (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  QueristSchemaPage *self = QUERIST_SCHEMA_PAGE (widget);

  save_now (self);
  querist_load_flow_start (GTK_WINDOW (gtk_widget_get_root (widget)),
                           querist_page_get_workspace (QUERIST_PAGE (self)));
}

static void
save_response_cb (GtkFileChooserNative *chooser,
                  int                   response,
                  QueristSchemaPage    *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr(GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      g_autofree char *path = g_file_get_path (file);
      g_autoptr(GError) error = NULL;

      if (querist_diagram_save (self->diagram, path, &error))
        querist_page_toast (QUERIST_PAGE (self), _("Diagram saved"));
      else
        gtk_widget_activate_action (GTK_WIDGET (self), "win.error", "(ss)",
                                    _("The Diagram Was Not Saved"), error->message);
    }
  g_object_unref (chooser);
}

static void
save_diagram_action_cb (GtkWidget  *widget,
                        const char *action_name,
                        GVariant   *parameter)
{
  GtkFileChooserNative *chooser =
    gtk_file_chooser_native_new (_("Save Diagram"), GTK_WINDOW (gtk_widget_get_root (widget)),
                                 GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), NULL);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), "schema.svg");
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (save_response_cb), widget, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
querist_schema_page_bind_workspace (QueristPage      *page,
                                    QueristWorkspace *workspace)
{
  QueristSchemaPage *self = QUERIST_SCHEMA_PAGE (page);

  g_signal_connect_object (workspace, "notify::project", G_CALLBACK (project_opened_cb), page,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "project-changed", G_CALLBACK (project_changed_cb), page,
                           G_CONNECT_SWAPPED);
  querist_improve_view_bind (self->improve, workspace, self->editor);
}

/* Another page is shown, or the window closes: what was typed last must not wait any longer. */
static void
querist_schema_page_unmap (GtkWidget *widget)
{
  save_now (QUERIST_SCHEMA_PAGE (widget));
  GTK_WIDGET_CLASS (querist_schema_page_parent_class)->unmap (widget);
}

static void
querist_schema_page_dispose (GObject *object)
{
  QueristSchemaPage *self = QUERIST_SCHEMA_PAGE (object);

  g_clear_handle_id (&self->save_id, g_source_remove);
  stop_watching (self);
  g_clear_object (&self->project);
  g_cancellable_cancel (self->planning);
  g_clear_object (&self->planning);
  querist_template_dispose (GTK_WIDGET (object), QUERIST_TYPE_SCHEMA_PAGE);
  G_OBJECT_CLASS (querist_schema_page_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const struct {
    const char                       *name;
    GtkWidgetActionActivateFunc       activate;
  } actions[] = {
    { "schema.format", edit_action_cb },
    { "schema.undo", edit_action_cb },
    { "schema.redo", edit_action_cb },
    { "schema.next-problem", edit_action_cb },
    { "schema.jump", edit_action_cb },
    { "schema.show-warnings", warnings_action_cb },
    { "schema.zoom-in", zoom_action_cb },
    { "schema.zoom-out", zoom_action_cb },
    { "schema.zoom-fit", zoom_action_cb },
    { "schema.suggest", suggest_action_cb },
    { "schema.load", load_action_cb },
    { "schema.reload", conflict_action_cb },
    { "schema.overwrite", conflict_action_cb },
    { "schema.save-diagram", save_diagram_action_cb },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].activate);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f,
                                       GDK_CONTROL_MASK | GDK_SHIFT_MASK, "schema.format", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F8, 0, "schema.next-problem", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_j, GDK_CONTROL_MASK, "schema.jump",
                                       NULL);
}

static void
querist_schema_page_class_init (QueristSchemaPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  QueristPageClass *page_class = QUERIST_PAGE_CLASS (klass);

  object_class->dispose = querist_schema_page_dispose;
  widget_class->unmap = querist_schema_page_unmap;
  page_class->bind_workspace = querist_schema_page_bind_workspace;

  g_type_ensure (QUERIST_TYPE_CHANGES_VIEW);
  g_type_ensure (QUERIST_TYPE_DIAGRAM);
  g_type_ensure (QUERIST_TYPE_IMPROVE_VIEW);
  g_type_ensure (QUERIST_TYPE_JUMP_LIST);
  g_type_ensure (QUERIST_TYPE_SCHEMA_EDITOR_VIEW);
  g_type_ensure (QUERIST_TYPE_WHY_VIEW);
  g_type_ensure (QUERIST_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/querist/Querist/querist-schema-page.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristSchemaPage, conflict_banner);
  gtk_widget_class_bind_template_child (widget_class, QueristSchemaPage, conflict_label);
  gtk_widget_class_bind_template_child (widget_class, QueristSchemaPage, paned);
  gtk_widget_class_bind_template_child (widget_class, QueristSchemaPage, jump_button);
  gtk_widget_class_bind_template_child (widget_class, QueristSchemaPage, jump_list);
  gtk_widget_class_bind_template_child (widget_class, QueristSchemaPage, problems_chip);
  gtk_widget_class_bind_template_child (widget_class, QueristSchemaPage, editor);
  gtk_widget_class_bind_template_child (widget_class, QueristSchemaPage, views);
  gtk_widget_class_bind_template_child (widget_class, QueristSchemaPage, diagram);
  gtk_widget_class_bind_template_child (widget_class, QueristSchemaPage, evidence_revealer);
  gtk_widget_class_bind_template_child (widget_class, QueristSchemaPage, evidence_title);
  gtk_widget_class_bind_template_child (widget_class, QueristSchemaPage, evidence_text);
  gtk_widget_class_bind_template_child (widget_class, QueristSchemaPage, changes);
  gtk_widget_class_bind_template_child (widget_class, QueristSchemaPage, why);
  gtk_widget_class_bind_template_child (widget_class, QueristSchemaPage, warnings_chip);
  gtk_widget_class_bind_template_child (widget_class, QueristSchemaPage, warnings_label);
  gtk_widget_class_bind_template_child (widget_class, QueristSchemaPage, improve);
  gtk_widget_class_bind_template_child (widget_class, QueristSchemaPage, hint);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, checked_cb);
  gtk_widget_class_bind_template_callback (widget_class, cursor_moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_to_field_cb);
  gtk_widget_class_bind_template_callback (widget_class, jump_cb);
  gtk_widget_class_bind_template_callback (widget_class, diagram_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, warnings_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, renamed_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_changes);
  gtk_widget_class_bind_template_callback (widget_class, save_now);
  install_actions (widget_class);
}

static void
querist_schema_page_init (QueristSchemaPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  querist_page_set_paned (QUERIST_PAGE (self), self->paned, "schema-pane-position");
}
