/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-start-page.h"

#include <glib/gi18n.h>

#include "querist-file-finder.h"
#include "querist-recent.h"
#include "querist-template.h"
#include "querist-wrap-layout.h"

struct _QueristStartPage {
  QueristPage  parent_instance;

  GSettings   *settings;
  GtkWidget   *recent_group;
  GtkListBox  *recent_list;
};

G_DEFINE_FINAL_TYPE (QueristStartPage, querist_start_page, QUERIST_TYPE_PAGE)

static void
open_cb (AdwActionRow     *row,
         QueristStartPage *self)
{
  const char *path = g_object_get_data (G_OBJECT (row), "path");

  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-folder", "s", path);
}

static void
forget_cb (GtkButton        *button,
           QueristStartPage *self)
{
  const char *path = g_object_get_data (G_OBJECT (button), "path");

  querist_recent_remove (self->settings, path);
}

/* Shortens the person's own folder to "~". */
static char *
display_path (const char *path)
{
  const char *home = g_get_home_dir ();

  if (g_str_has_prefix (path, home) && path[strlen (home)] == G_DIR_SEPARATOR)
    return g_strconcat ("~", path + strlen (home), NULL);
  return g_strdup (path);
}

static GtkWidget *
new_missing_chip (void)
{
  GtkWidget *chip = gtk_label_new (_("Missing"));

  gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (chip, "chip");
  gtk_widget_add_css_class (chip, "warning");
  return chip;
}

static GtkWidget *
new_forget_button (QueristStartPage *self,
                   const char       *path)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *label = g_strdup_printf (_("Take %s Off the List"), name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_tooltip_text (button, _("Take Off the List"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data_full (G_OBJECT (button), "path", g_strdup (path), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (forget_cb), self, 0);
  return button;
}

static GtkWidget *
new_row (QueristStartPage *self,
         const char       *path)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *place = display_path (path);
  gboolean missing = !querist_is_project_folder (path);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), place);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  gtk_widget_set_tooltip_text (row, path);
  if (missing)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_missing_chip ());
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_forget_button (self, path));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), !missing);
  g_object_set_data_full (G_OBJECT (row), "path", g_strdup (path), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (open_cb), self, 0);
  return row;
}

static void
update_recent (QueristStartPage *self)
{
  g_auto(GStrv) paths = querist_recent_list (self->settings);
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->recent_list))) != NULL)
    gtk_list_box_remove (self->recent_list, row);
  for (gsize i = 0; paths[i] != NULL; i++)
    gtk_list_box_append (self->recent_list, new_row (self, paths[i]));
  gtk_widget_set_visible (self->recent_group, paths[0] != NULL);
}

/* Folders come and go while another page is shown, so the list is made anew each time. */
static void
querist_start_page_map (GtkWidget *widget)
{
  update_recent (QUERIST_START_PAGE (widget));
  GTK_WIDGET_CLASS (querist_start_page_parent_class)->map (widget);
}

static void
querist_start_page_dispose (GObject *object)
{
  g_clear_object (&QUERIST_START_PAGE (object)->settings);
  querist_template_dispose (GTK_WIDGET (object), QUERIST_TYPE_START_PAGE);
  G_OBJECT_CLASS (querist_start_page_parent_class)->dispose (object);
}

static void
querist_start_page_class_init (QueristStartPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = querist_start_page_dispose;
  widget_class->map = querist_start_page_map;

  g_type_ensure (QUERIST_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/querist/Querist/querist-start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristStartPage, recent_group);
  gtk_widget_class_bind_template_child (widget_class, QueristStartPage, recent_list);
}

static void
querist_start_page_init (QueristStartPage *self)
{
  self->settings = g_settings_new (APP_ID);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->settings, "changed::recent-projects",
                           G_CALLBACK (update_recent), self, G_CONNECT_SWAPPED);
}
