/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-application.h"

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

#include "querist-file-finder.h"
#include "querist-preferences.h"
#include "querist-window.h"

#define LANGUAGE_SPECS "resource:///io/github/querist/Querist/language-specs"

struct _QueristApplication {
  AdwApplication  parent_instance;

  GSettings      *settings;
  char           *sample_dir;
};

G_DEFINE_FINAL_TYPE (QueristApplication, querist_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "sample", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Open the sample project"), NULL },
  { "new-window", 'w', 0, G_OPTION_ARG_NONE, NULL, N_("Open a new window"), NULL },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version"), NULL },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL,
    N_("[FOLDER | FILE…]") },
  { NULL }
};

/* A window without a project is taken rather than opening one more. */
static QueristWindow *
take_window (QueristApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (GList *item = windows; item != NULL; item = item->next)
    if (QUERIST_IS_WINDOW (item->data) &&
        querist_workspace_get_project (querist_window_get_workspace (item->data)) == NULL)
      return item->data;
  return querist_window_new (GTK_APPLICATION (self));
}

static QueristWindow *
find_window (QueristApplication *self)
{
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (self));

  return QUERIST_IS_WINDOW (active) ? QUERIST_WINDOW (active) : take_window (self);
}

static void
new_window_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  gtk_window_present (GTK_WINDOW (querist_window_new (GTK_APPLICATION (user_data))));
}

static void
sample_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  QueristApplication *self = user_data;
  QueristWindow *window = take_window (self);

  gtk_window_present (GTK_WINDOW (window));
  querist_window_open_sample (window, self->sample_dir);
}

static void
about_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  GtkWindow *parent = gtk_application_get_active_window (GTK_APPLICATION (user_data));

  adw_show_about_window (parent,
                         "application-name", _("Querist"),
                         "application-icon", APP_ID,
                         "version", PACKAGE_VERSION,
                         "developer-name", _("The Querist contributors"),
                         "comments", _("From CSV files to a reviewed answer, on your own "
                                       "computer."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         NULL);
}

static void
quit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  /* A copy: closing takes a window off the list. */
  g_autoptr(GList) windows = g_list_copy (gtk_application_get_windows (user_data));

  for (GList *item = windows; item != NULL; item = item->next)
    gtk_window_close (item->data);
}

static void
preferences_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  QueristWindow *window = find_window (user_data);

  gtk_window_present (querist_preferences_new (GTK_WINDOW (window),
                                               querist_window_get_workspace (window)));
}

static const GActionEntry entries[] = {
  { .name = "new-window", .activate = new_window_cb },
  { .name = "sample", .activate = sample_cb },
  { .name = "preferences", .activate = preferences_cb },
  { .name = "about", .activate = about_cb },
  { .name = "quit", .activate = quit_cb },
};

static const struct {
  const char *action;
  const char *accels[3];
} shortcuts[] = {
  { "app.new-window", { "<Control><Shift>n" } },
  { "app.preferences", { "<Control>comma" } },
  { "app.quit", { "<Control>q" } },
  { "win.new-project", { "<Control>n" } },
  { "win.open-project", { "<Control>o" } },
  { "win.add-files", { "<Control><Shift>o" } },
  { "win.page::data", { "<Control>1" } },
  { "win.page::schema", { "<Control>2" } },
  { "win.page::ask", { "<Control>3" } },
  { "win.sidebar", { "F9" } },
  { "win.menu", { "F10" } },
  { "win.show-help-overlay", { "<Control>question" } },
  { "window.close", { "<Control>w" } },
};

static void
set_color_scheme_cb (QueristApplication *self)
{
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      g_settings_get_enum (self->settings, "color-scheme"));
}

static void
querist_application_startup (GApplication *application)
{
  QueristApplication *self = QUERIST_APPLICATION (application);

  G_APPLICATION_CLASS (querist_application_parent_class)->startup (application);
  gtk_source_init ();
  gtk_source_language_manager_append_search_path (gtk_source_language_manager_get_default (),
                                                  LANGUAGE_SPECS);
  gtk_window_set_default_icon_name (APP_ID);

  self->settings = g_settings_new (APP_ID);
  g_signal_connect_object (self->settings, "changed::color-scheme",
                           G_CALLBACK (set_color_scheme_cb), self, G_CONNECT_SWAPPED);
  set_color_scheme_cb (self);

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), shortcuts[i].action,
                                           shortcuts[i].accels);
}

/* At the start goes on with the last project; afterwards shows the window that is there. */
static void
querist_application_activate (GApplication *application)
{
  QueristApplication *self = QUERIST_APPLICATION (application);
  gboolean first = gtk_application_get_windows (GTK_APPLICATION (self)) == NULL;
  QueristWindow *window = find_window (self);
  g_autofree char *last = g_settings_get_string (self->settings, "last-project");

  gtk_window_present (GTK_WINDOW (window));
  if (first && *last != '\0' && querist_is_project_folder (last))
    querist_window_open_paths (window, (const char *const[]) { last, NULL });
}

static GStrv
resolve_paths (GApplicationCommandLine *command_line,
               GVariantDict            *dict)
{
  g_autofree const char **names = NULL;
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  if (!g_variant_dict_lookup (dict, G_OPTION_REMAINING, "^a&ay", &names))
    return NULL;
  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autoptr(GFile) file = g_application_command_line_create_file_for_arg (command_line,
                                                                              names[i]);
      g_autofree char *path = g_file_get_path (file);

      if (path != NULL)
        g_strv_builder_add (builder, path);
    }
  return g_strv_builder_end (builder);
}

static int
querist_application_command_line (GApplication            *application,
                                  GApplicationCommandLine *command_line)
{
  QueristApplication *self = QUERIST_APPLICATION (application);
  GVariantDict *dict = g_application_command_line_get_options_dict (command_line);
  const char *sample_dir = g_application_command_line_getenv (command_line, "QUERIST_SAMPLE_DIR");
  g_auto(GStrv) paths = resolve_paths (command_line, dict);

  if (sample_dir != NULL)
    {
      g_free (self->sample_dir);
      self->sample_dir = g_strdup (sample_dir);
    }
  if (g_variant_dict_contains (dict, "sample"))
    {
      g_action_group_activate_action (G_ACTION_GROUP (self), "sample", NULL);
    }
  else if (paths != NULL && paths[0] != NULL)
    {
      QueristWindow *window = take_window (self);

      gtk_window_present (GTK_WINDOW (window));
      querist_window_open_paths (window, (const char *const *) paths);
    }
  else if (g_variant_dict_contains (dict, "new-window"))
    {
      g_action_group_activate_action (G_ACTION_GROUP (self), "new-window", NULL);
    }
  else
    {
      g_application_activate (application);
    }
  return 0;
}

static int
querist_application_handle_local_options (GApplication *application,
                                          GVariantDict *dict)
{
  if (!g_variant_dict_contains (dict, "version"))
    return -1;
  g_print ("querist %s\n", PACKAGE_VERSION);
  return 0;
}

static void
querist_application_finalize (GObject *object)
{
  QueristApplication *self = QUERIST_APPLICATION (object);

  g_clear_object (&self->settings);
  g_free (self->sample_dir);
  G_OBJECT_CLASS (querist_application_parent_class)->finalize (object);
}

static void
querist_application_class_init (QueristApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->finalize = querist_application_finalize;
  application_class->startup = querist_application_startup;
  application_class->activate = querist_application_activate;
  application_class->command_line = querist_application_command_line;
  application_class->handle_local_options = querist_application_handle_local_options;
}

static void
querist_application_init (QueristApplication *self)
{
  self->sample_dir = g_build_filename (PKGDATADIR, "sample", NULL);
  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

/**
 * querist_application_new:
 *
 * Returns: (transfer full): the program, not running yet
 */
QueristApplication *
querist_application_new (void)
{
  return g_object_new (QUERIST_TYPE_APPLICATION,
                       "application-id", APP_ID,
                       "flags", G_APPLICATION_HANDLES_COMMAND_LINE,
                       "resource-base-path", "/io/github/querist/Querist",
                       NULL);
}
