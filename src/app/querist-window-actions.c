/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-load-report.h"
#include "querist-window-private.h"

#include <glib/gi18n.h>

#include "querist-new-project-dialog.h"

static GStrv
list_paths (GListModel *files)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr(GFile) file = g_list_model_get_item (files, i);
      g_autofree char *path = g_file_get_path (file);

      if (path != NULL)
        g_strv_builder_add (builder, path);
    }
  return g_strv_builder_end (builder);
}

static void
chooser_response_cb (GtkFileChooserNative *chooser,
                     int                   response,
                     QueristWindow        *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr(GListModel) files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser));
      g_auto(GStrv) paths = list_paths (files);

      if (paths[0] != NULL)
        querist_window_open_paths (self, (const char *const *) paths);
    }
  g_object_unref (chooser);
}

static GtkFileChooserNative *
new_chooser (QueristWindow        *self,
             const char           *title,
             GtkFileChooserAction  action,
             const char           *accept)
{
  GtkFileChooserNative *chooser =
    gtk_file_chooser_native_new (title, GTK_WINDOW (self), action, accept, NULL);

  /* The reference that this function returns is the chooser's own: "response" drops it. */
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chooser_response_cb), self, 0);
  return chooser;
}

static void
add_filter (GtkFileChooserNative *chooser,
            const char           *name,
            const char *const    *patterns)
{
  g_autoptr(GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (gsize i = 0; patterns[i] != NULL; i++)
    if (g_str_has_prefix (patterns[i], "*."))
      gtk_file_filter_add_suffix (filter, patterns[i] + 2);
    else
      gtk_file_filter_add_pattern (filter, patterns[i]);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
}

static void
add_files_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  static const char *const data[] = {
    "*.csv", "*.tsv", "*.tab", "*.psv", "*.txt", "*.gz", "*.zst", "*.zip", NULL
  };
  static const char *const all[] = { "*", NULL };
  GtkFileChooserNative *chooser = new_chooser (user_data, _("Add Files"),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _("_Add"));

  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), TRUE);
  add_filter (chooser, _("Data files"), data);
  add_filter (chooser, _("All files"), all);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
open_project_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  GtkFileChooserNative *chooser = new_chooser (user_data, _("Open Project Folder"),
                                               GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Open"));

  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
open_folder_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  querist_window_open_project (user_data, g_variant_get_string (parameter, NULL));
}

static void
create_cb (QueristWindow *self,
           const char    *path)
{
  g_autoptr(GError) error = NULL;

  if (!querist_workspace_create (self->workspace, path, &error))
    querist_window_show_error (self, _("The Project Was Not Created"), error->message);
}

static void
new_project_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  QueristNewProjectDialog *dialog = querist_new_project_dialog_new (GTK_WINDOW (user_data));

  g_signal_connect_object (dialog, "create", G_CALLBACK (create_cb), user_data,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
replace_response_cb (AdwMessageDialog *dialog,
                     const char       *response,
                     QueristWindow    *self)
{
  QueristSetup *setup = querist_workspace_get_setup (self->workspace);

  if (setup != NULL && g_str_equal (response, "replace"))
    querist_setup_suggest (setup);
}

/* A schema that is there may hold a person's work: it is replaced only when they say so. */
static void
suggest_schema_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  QueristWindow *self = user_data;
  QueristProject *project = querist_workspace_get_project (self->workspace);
  const char *text = querist_project_get_schema_text (project);
  GtkWidget *dialog;

  if (text == NULL || *text == '\0')
    {
      querist_setup_suggest (querist_workspace_get_setup (self->workspace));
      return;
    }
  dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Replace the Schema?"),
                                   _("A new suggestion takes the place of the present text. "
                                     "Undo in the editor brings it back."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "keep", _("_Keep"),
                                    "replace", _("_Replace"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "replace",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  g_signal_connect_object (dialog, "response", G_CALLBACK (replace_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
close_project_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  QueristWindow *self = user_data;

  g_settings_reset (self->settings, "last-project");
  querist_workspace_close (self->workspace);
}

static void
show_folder_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  QueristWindow *self = user_data;
  QueristProject *project = querist_workspace_get_project (self->workspace);
  g_autofree char *uri = g_filename_to_uri (querist_project_get_path (project), NULL, NULL);

  if (uri != NULL)
    gtk_show_uri (GTK_WINDOW (self), uri, GDK_CURRENT_TIME);
}

static void
toast_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  AdwToast *toast = adw_toast_new ("");
  GtkWidget *label = gtk_label_new (g_variant_get_string (parameter, NULL));

  /* As a plain label: the text may hold a file's name, which is no markup. */
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  adw_toast_set_custom_title (toast, label);
  adw_toast_overlay_add_toast (QUERIST_WINDOW (user_data)->toasts, toast);
}

static void
error_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  const char *heading, *text;

  g_variant_get (parameter, "(&s&s)", &heading, &text);
  querist_window_show_error (user_data, heading, text);
}

static void
page_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  const char *name = g_variant_get_string (parameter, NULL);
  QueristWindow *self = user_data;

  if (adw_view_stack_get_child_by_name (self->pages, name) != NULL)
    adw_view_stack_set_visible_child_name (self->pages, name);
}

static void
menu_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  gtk_menu_button_popup (QUERIST_WINDOW (user_data)->menu_button);
}

static void
load_report_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  querist_window_show_load_report (user_data, NULL, g_variant_get_boolean (parameter));
}

static const GActionEntry entries[] = {
  { .name = "new-project", .activate = new_project_cb },
  { .name = "open-project", .activate = open_project_cb },
  { .name = "open-folder", .activate = open_folder_cb, .parameter_type = "s" },
  { .name = "close-project", .activate = close_project_cb },
  { .name = "show-folder", .activate = show_folder_cb },
  { .name = "suggest-schema", .activate = suggest_schema_cb },
  { .name = "add-files", .activate = add_files_cb },
  { .name = "page", .activate = page_cb, .parameter_type = "s" },
  { .name = "toast", .activate = toast_cb, .parameter_type = "s" },
  { .name = "error", .activate = error_cb, .parameter_type = "(ss)" },
  { .name = "load-report", .activate = load_report_cb, .parameter_type = "b" },
  { .name = "menu", .activate = menu_cb },
};

/**
 * querist_window_update_actions:
 *
 * Enables what can be done with the present project, or without one.
 */
void
querist_window_update_actions (QueristWindow *self)
{
  static const char *const of_a_project[] = {
    "close-project", "show-folder", "suggest-schema", "page", "load-report"
  };
  gboolean open = querist_workspace_get_project (self->workspace) != NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (of_a_project); i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), of_a_project[i]);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), open);
    }
}

/**
 * querist_window_init_actions:
 *
 * Adds the "win." actions.
 */
void
querist_window_init_actions (QueristWindow *self)
{
  g_autoptr(GPropertyAction) sidebar =
    g_property_action_new ("sidebar", self->flap, "reveal-flap");

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (sidebar));
  querist_window_update_actions (self);
}

/**
 * querist_window_show_load_report:
 * @ledger: (nullable): of the load that has just ended
 * @to_rejects: whether to go to the rejected rows at once
 */
void
querist_window_show_load_report (QueristWindow       *self,
                                 const QueristLedger *ledger,
                                 gboolean             to_rejects)
{
  GtkWidget *report =
    querist_load_report_new (GTK_WINDOW (self), querist_workspace_get_project (self->workspace),
                             ledger, to_rejects);

  gtk_window_present (GTK_WINDOW (report));
}

/**
 * querist_window_show_error:
 * @heading: what did not happen
 * @text: why, and what to do
 */
void
querist_window_show_error (QueristWindow *self,
                           const char    *heading,
                           const char    *text)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, NULL);

  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), text);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
drop_cb (GtkDropTarget *target,
         const GValue  *value,
         double         x,
         double         y,
         gpointer       user_data)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) paths = NULL;

  for (GSList *item = g_value_get_boxed (value); item != NULL; item = item->next)
    {
      g_autofree char *path = g_file_get_path (item->data);

      if (path != NULL)
        g_strv_builder_add (builder, path);
    }
  paths = g_strv_builder_end (builder);
  if (paths[0] == NULL)
    return FALSE;
  querist_window_open_paths (user_data, (const char *const *) paths);
  return TRUE;
}

/**
 * querist_window_init_drop:
 *
 * Takes files and folders that are dropped anywhere on the window.
 */
void
querist_window_init_drop (QueristWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
