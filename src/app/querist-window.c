/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-window-private.h"

#include <glib/gi18n.h>

#include "querist-ask-page.h"
#include "querist-data-page.h"
#include "querist-file-finder.h"
#include "querist-job-bar.h"
#include "querist-recent.h"
#include "querist-schema-page.h"
#include "querist-sidebar.h"
#include "querist-start-page.h"
#include "querist-text.h"

/* Below these widths one line has no room for the name, the switcher and the assistant; or not for
 * the name of the assistant. */
#define NARROW_WIDTH 800
#define WIDE_WIDTH 1000

enum {
  PROP_0,
  PROP_WORKSPACE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (QueristWindow, querist_window, ADW_TYPE_APPLICATION_WINDOW)

static guint64
count_rows (QueristProject *project)
{
  QueristCatalog *catalog = querist_project_get_catalog (project);
  guint64 n_rows = 0;

  for (guint i = 0; catalog != NULL && i < catalog->tables->len; i++)
    {
      const QueristTable *table = g_ptr_array_index (catalog->tables, i);
      gint64 n = querist_project_get_n_rows (project, table->name);

      n_rows += n > 0 ? n : 0;
    }
  return n_rows;
}

static gboolean
rows_are_counted (QueristProject *project)
{
  QueristCatalog *catalog = querist_project_get_catalog (project);
  const QueristTable *first;

  if (catalog->tables->len == 0)
    return TRUE;
  first = g_ptr_array_index (catalog->tables, 0);
  return querist_project_get_n_rows (project, first->name) >= 0;
}

static char *
describe_database (QueristProject *project)
{
  g_autofree char *path = querist_project_dup_database_path (project);
  g_autofree char *name = path != NULL ? g_path_get_basename (path) : NULL;
  guint64 n_rows = count_rows (project);
  g_autofree char *rows = querist_text_format_count (n_rows);

  if (name == NULL || n_rows == 0)
    return g_strdup (_("Nothing loaded yet"));
  /* Translators: the name of a database file and how many rows are in it */
  return g_strdup_printf (_("%s · %s rows"), name, rows);
}

static void
update_title (QueristWindow *self)
{
  QueristProject *project = querist_workspace_get_project (self->workspace);
  const char *name = project != NULL ? querist_project_get_name (project) : _("Querist");
  g_autofree char *subtitle = project != NULL ? describe_database (project) : NULL;

  gtk_window_set_title (GTK_WINDOW (self), name);
  gtk_label_set_label (self->project_title, name);
  gtk_label_set_label (self->project_subtitle, subtitle != NULL ? subtitle : "");
  adw_view_switcher_title_set_title (self->switcher, name);
  adw_view_switcher_title_set_subtitle (self->switcher, subtitle);
}

/* Where the button of the project is missing, its menu is in the main one. */
static GMenuModel *
new_narrow_menu (GMenuModel *project_menu,
                 GMenuModel *main_menu)
{
  GMenu *menu = g_menu_new ();
  GMenu *section = g_menu_new ();

  g_menu_append_submenu (section, _("_Project"), project_menu);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  g_object_unref (section);
  for (int i = 0; i < g_menu_model_get_n_items (main_menu); i++)
    {
      g_autoptr(GMenuModel) part = g_menu_model_get_item_link (main_menu, i, G_MENU_LINK_SECTION);

      g_menu_append_section (menu, NULL, part);
    }
  return G_MENU_MODEL (menu);
}

/* The name stands at the left while there is room for the switcher in the middle, else there. What
 * is shown follows from the width of the window only, never from what else has found room: that
 * would go to and fro for ever. */
static void
update_header (QueristWindow *self)
{
  gboolean open = querist_workspace_get_project (self->workspace) != NULL;

  adw_view_switcher_title_set_view_switcher_enabled (self->switcher, open && !self->narrow);
  adw_view_switcher_bar_set_reveal (self->switcher_bar,
                                    open && adw_view_switcher_title_get_title_visible (self->switcher));
  adw_flap_set_fold_policy (self->flap, self->narrow ? ADW_FLAP_FOLD_POLICY_ALWAYS
                                                     : ADW_FLAP_FOLD_POLICY_AUTO);
  gtk_widget_set_visible (self->sidebar_button, open);
  gtk_widget_set_visible (self->project_button, open && !self->narrow);
  gtk_menu_button_set_menu_model (self->menu_button, open && self->narrow ? self->narrow_menu
                                                                          : self->main_menu);
  gtk_widget_set_visible (GTK_WIDGET (self->model_label), self->wide);
  /* what stands in the very middle takes the room of the longer side twice */
  adw_header_bar_set_centering_policy (self->header, self->narrow
                                                       ? ADW_CENTERING_POLICY_LOOSE
                                                       : ADW_CENTERING_POLICY_STRICT);
  gtk_widget_set_visible (self->model_chip, open);
}

static void
update_header_once (gpointer user_data)
{
  g_autoptr(QueristWindow) self = user_data;

  if (self->workspace != NULL)
    update_header (self);
}

/* The switcher tells while it is being laid out, when no widget may come or go. */
static void
title_visible_cb (QueristWindow *self)
{
  g_idle_add_once (update_header_once, g_object_ref (self));
}

static void
querist_window_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  QueristWindow *self = QUERIST_WINDOW (widget);
  gboolean narrow = width < NARROW_WIDTH, wide = width >= WIDE_WIDTH;

  GTK_WIDGET_CLASS (querist_window_parent_class)->size_allocate (widget, width, height, baseline);
  if (narrow == self->narrow && wide == self->wide)
    return;
  self->narrow = narrow;
  self->wide = wide;
  g_idle_add_once (update_header_once, g_object_ref (self));
}

/* A project with data is there to be asked. Its rows are counted while it opens, so tables stand
 * for data until they turn out to be empty. */
static void
show_first_page (QueristWindow  *self,
                 QueristProject *project)
{
  self->rows_unknown = !rows_are_counted (project);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.page", "s",
                              self->rows_unknown || count_rows (project) > 0 ? "ask" : "data");
}

static void
project_changed_cb (QueristWindow *self)
{
  QueristProject *project = querist_workspace_get_project (self->workspace);

  update_title (self);
  if (!self->rows_unknown || project == NULL || !rows_are_counted (project))
    return;
  self->rows_unknown = FALSE;
  if (count_rows (project) == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.page", "s", "data");
}

static void
setup_finished_cb (QueristWindow *self,
                   int            stage)
{
  QueristSetup *setup = querist_workspace_get_setup (self->workspace);

  if (stage == QUERIST_SETUP_SUGGEST)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.page", "s", "schema");
  if (stage == QUERIST_SETUP_LOAD && self->ask_after_load)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.page", "s", "ask");
  else if (stage == QUERIST_SETUP_LOAD)
    querist_window_show_load_report (self, querist_setup_get_ledger (setup), FALSE);
  self->ask_after_load = FALSE;
}

static void
setup_failed_cb (QueristWindow *self,
                 int            stage,
                 const char    *message)
{
  static const char *const headings[] = {
    [QUERIST_SETUP_READ] = N_("The Files Were Not Read"),
    [QUERIST_SETUP_SUGGEST] = N_("No Schema Could Be Suggested"),
    [QUERIST_SETUP_LOAD] = N_("Nothing Was Loaded"),
  };

  self->ask_after_load = FALSE;
  querist_window_show_error (self, _(headings[stage]), message);
}

static void
setup_cancelled_cb (QueristWindow *self,
                    int            stage)
{
  const char *text = stage == QUERIST_SETUP_LOAD ? _("Loading stopped, the data are as they were")
                                                 : _("Stopped");

  self->ask_after_load = FALSE;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

static void
project_opened_cb (QueristWindow *self)
{
  QueristProject *project = querist_workspace_get_project (self->workspace);
  QueristSetup *setup = querist_workspace_get_setup (self->workspace);

  update_header (self);
  querist_window_update_actions (self);
  gtk_revealer_set_reveal_child (self->banner, FALSE);
  gtk_stack_set_visible_child_name (self->stack, project != NULL ? "project" : "start");
  if (project == NULL)
    return;

  g_signal_connect_object (setup, "finished", G_CALLBACK (setup_finished_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (setup, "failed", G_CALLBACK (setup_failed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (setup, "cancelled", G_CALLBACK (setup_cancelled_cb), self,
                           G_CONNECT_SWAPPED);
  querist_recent_add (self->settings, querist_project_get_path (project));
  g_settings_set_string (self->settings, "last-project", querist_project_get_path (project));
  show_first_page (self, project);
}

static void
model_changed_cb (QueristWindow *self)
{
  gboolean local = querist_workspace_is_model_local (self->workspace);
  const char *label = querist_workspace_get_model_label (self->workspace);
  const char *hint = local ? _("Nothing you ask leaves this computer")
                           : _("Questions are sent to another computer");
  g_autofree char *accessible = g_strdup_printf (_("Who answers: %s"), label);

  gtk_label_set_label (self->model_label, label);
  gtk_image_set_from_icon_name (self->model_icon,
                                local ? "channel-secure-symbolic" : "web-browser-symbolic");
  gtk_widget_set_tooltip_text (self->model_chip, hint);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->model_chip),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, accessible,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, hint,
                                  -1);
}

static void
restore_state (QueristWindow *self)
{
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  adw_flap_set_reveal_flap (self->flap,
                            g_settings_get_boolean (self->settings, "sidebar-visible"));
}

static void
save_state (QueristWindow *self)
{
  gboolean maximized = gtk_window_is_maximized (GTK_WINDOW (self));
  int width, height;

  g_settings_set_boolean (self->settings, "window-maximized", maximized);
  if (!maximized)
    {
      gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
      g_settings_set_int (self->settings, "window-width", width);
      g_settings_set_int (self->settings, "window-height", height);
    }
  /* A narrow window hides the sidebar by itself: that is not the person's wish. */
  if (!adw_flap_get_folded (self->flap))
    g_settings_set_boolean (self->settings, "sidebar-visible",
                            adw_flap_get_reveal_flap (self->flap));
}

static gboolean
querist_window_close_request (GtkWindow *window)
{
  QueristWindow *self = QUERIST_WINDOW (window);

  save_state (self);
  querist_workspace_close (self->workspace);
  return GTK_WINDOW_CLASS (querist_window_parent_class)->close_request (window);
}

static void
querist_window_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  QueristWindow *self = QUERIST_WINDOW (object);

  switch (prop_id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, self->workspace);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
querist_window_dispose (GObject *object)
{
  QueristWindow *self = QUERIST_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), QUERIST_TYPE_WINDOW);
  g_clear_object (&self->workspace);
  g_clear_object (&self->settings);
  g_clear_object (&self->narrow_menu);
  G_OBJECT_CLASS (querist_window_parent_class)->dispose (object);
}

static void
querist_window_class_init (QueristWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (klass);

  object_class->get_property = querist_window_get_property;
  object_class->dispose = querist_window_dispose;
  widget_class->size_allocate = querist_window_size_allocate;
  window_class->close_request = querist_window_close_request;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, QUERIST_TYPE_WORKSPACE,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (QUERIST_TYPE_ASK_PAGE);
  g_type_ensure (QUERIST_TYPE_DATA_PAGE);
  g_type_ensure (QUERIST_TYPE_JOB_BAR);
  g_type_ensure (QUERIST_TYPE_SCHEMA_PAGE);
  g_type_ensure (QUERIST_TYPE_SIDEBAR);
  g_type_ensure (QUERIST_TYPE_START_PAGE);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/querist/Querist/querist-window.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, QueristWindow, header);
  gtk_widget_class_bind_template_child (widget_class, QueristWindow, sidebar_button);
  gtk_widget_class_bind_template_child (widget_class, QueristWindow, project_button);
  gtk_widget_class_bind_template_child (widget_class, QueristWindow, project_title);
  gtk_widget_class_bind_template_child (widget_class, QueristWindow, project_subtitle);
  gtk_widget_class_bind_template_child (widget_class, QueristWindow, switcher);
  gtk_widget_class_bind_template_child (widget_class, QueristWindow, switcher_bar);
  gtk_widget_class_bind_template_child (widget_class, QueristWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, QueristWindow, project_menu);
  gtk_widget_class_bind_template_child (widget_class, QueristWindow, main_menu);
  gtk_widget_class_bind_template_child (widget_class, QueristWindow, model_chip);
  gtk_widget_class_bind_template_child (widget_class, QueristWindow, model_icon);
  gtk_widget_class_bind_template_child (widget_class, QueristWindow, model_label);
  gtk_widget_class_bind_template_child (widget_class, QueristWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, QueristWindow, banner_label);
  gtk_widget_class_bind_template_child (widget_class, QueristWindow, banner_button);
  gtk_widget_class_bind_template_child (widget_class, QueristWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, QueristWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, QueristWindow, pages);
}

static void
querist_window_init (QueristWindow *self)
{
  self->settings = g_settings_new (APP_ID);
  self->workspace = querist_workspace_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->narrow_menu = new_narrow_menu (self->project_menu, self->main_menu);
  querist_window_init_actions (self);
  querist_window_init_drop (self);

  g_signal_connect_object (self->workspace, "notify::project", G_CALLBACK (project_opened_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->workspace, "project-changed", G_CALLBACK (project_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->workspace, "model-changed", G_CALLBACK (model_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->switcher, "notify::title-visible", G_CALLBACK (title_visible_cb),
                           self, G_CONNECT_SWAPPED);
  restore_state (self);
  update_title (self);
  update_header (self);
  model_changed_cb (self);
}

/**
 * querist_window_new:
 * @application: the program
 *
 * Returns: (transfer none): a window without a project
 */
QueristWindow *
querist_window_new (GtkApplication *application)
{
  return g_object_new (QUERIST_TYPE_WINDOW, "application", application, NULL);
}

/**
 * querist_window_get_workspace:
 *
 * Returns: what the window works on
 */
QueristWorkspace *
querist_window_get_workspace (QueristWindow *self)
{
  g_return_val_if_fail (QUERIST_IS_WINDOW (self), NULL);

  return self->workspace;
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(QueristWindow) self = user_data;
  g_autoptr(GError) error = NULL;

  if (self->workspace == NULL) /* the window was closed meanwhile */
    return;
  if (!querist_workspace_open_finish (QUERIST_WORKSPACE (source), result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    querist_window_show_error (self, _("The Project Was Not Opened"), error->message);
}

/**
 * querist_window_open_project:
 * @path: a project folder
 *
 * Opens the project here as soon as it is read, or tells why not.
 */
void
querist_window_open_project (QueristWindow *self,
                             const char    *path)
{
  querist_workspace_open_async (self->workspace, path, opened_cb, g_object_ref (self));
}

/* A project for files that came without one: it is named after their folder, and lies beside the
 * person's other projects. */
static gboolean
create_project_for (QueristWindow *self,
                    const char    *file)
{
  g_autofree char *folder = g_path_get_dirname (file);
  g_autofree char *name = g_path_get_basename (folder);
  g_autofree char *parent = querist_recent_default_parent ();
  g_autofree char *path = querist_recent_free_path (parent, name);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  if (!querist_workspace_create (self->workspace, path, &error))
    {
      querist_window_show_error (self, _("The Project Was Not Created"), error->message);
      return FALSE;
    }
  text = g_strdup_printf (_("Project folder: %s"), path);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
  return TRUE;
}

/**
 * querist_window_open_paths:
 * @paths: one project folder, or CSV files and folders that hold some
 *
 * Opens the project; or adds the files to the open project, or to a new one if none is open.
 */
void
querist_window_open_paths (QueristWindow     *self,
                           const char *const *paths)
{
  g_auto(GStrv) files = NULL;

  g_return_if_fail (QUERIST_IS_WINDOW (self));

  if (paths[0] != NULL && paths[1] == NULL && querist_is_project_folder (paths[0]))
    {
      querist_window_open_project (self, paths[0]);
      return;
    }
  files = querist_find_data_files (paths);
  if (files[0] == NULL)
    {
      querist_window_show_error (self, _("No Data Files There"),
                                 _("The folder holds neither a Querist project nor files that "
                                   "end in .csv, .tsv or .txt. Choose the files themselves if "
                                   "their names end otherwise."));
      return;
    }
  if (querist_workspace_get_project (self->workspace) == NULL &&
      !create_project_for (self, files[0]))
    return;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.page", "s", "data");
  if (!querist_setup_add_files (querist_workspace_get_setup (self->workspace),
                                (const char *const *) files))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                                _("Not now: add the files when the present work is done"));
}

/**
 * querist_window_open_sample:
 * @sample_dir: the folder of the sample's CSV files
 *
 * Opens the sample project; the first time it is made from the sample's files, in the user's data
 * folder, and loaded without a stop for review.
 */
void
querist_window_open_sample (QueristWindow *self,
                            const char    *sample_dir)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "querist", "sample", NULL);
  const char *const folders[] = { sample_dir, NULL };
  g_auto(GStrv) files = NULL;
  g_autoptr(GError) error = NULL;

  g_return_if_fail (QUERIST_IS_WINDOW (self));

  if (querist_is_project_folder (path))
    {
      querist_window_open_project (self, path);
      return;
    }
  files = querist_find_data_files (folders);
  if (files[0] == NULL || !querist_workspace_create (self->workspace, path, &error))
    {
      querist_window_show_error (self, _("The Sample Was Not Opened"),
                                 error != NULL ? error->message
                                               : _("Its files are not installed."));
      return;
    }
  self->ask_after_load = TRUE;
  querist_setup_run_all (querist_workspace_get_setup (self->workspace),
                         (const char *const *) files);
}

/**
 * querist_window_show_banner:
 * @text: (nullable): what needs attention; NULL hides the banner
 * @button_label: (nullable): what can be done about it
 * @action_name: (nullable): the action of the button
 *
 * Shows a line above the pages until it is hidden or another project is opened.
 */
void
querist_window_show_banner (QueristWindow *self,
                            const char    *text,
                            const char    *button_label,
                            const char    *action_name)
{
  g_return_if_fail (QUERIST_IS_WINDOW (self));

  gtk_revealer_set_reveal_child (self->banner, text != NULL);
  if (text == NULL)
    return;
  gtk_label_set_label (self->banner_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->banner_button), button_label != NULL);
  if (button_label != NULL)
    gtk_button_set_label (self->banner_button, button_label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->banner_button), action_name);
}
