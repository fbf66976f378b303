/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-new-project-dialog.h"

#include <glib/gi18n.h>

#include "querist-recent.h"

struct _QueristNewProjectDialog {
  AdwWindow     parent_instance;

  char         *parent_path;
  AdwEntryRow  *name;
  AdwActionRow *place;
  GtkLabel     *problem;
  GtkWidget    *create;
};

static guint create_signal;

G_DEFINE_FINAL_TYPE (QueristNewProjectDialog, querist_new_project_dialog, ADW_TYPE_WINDOW)

static char *
dup_path (QueristNewProjectDialog *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));

  if (*name == '\0')
    return NULL;
  return g_build_filename (self->parent_path, name, NULL);
}

static const char *
find_problem (const char *name,
              const char *path)
{
  if (path != NULL && strchr (name, '/') != NULL)
    return _("A name can’t hold a “/”.");
  if (path != NULL && g_file_test (path, G_FILE_TEST_EXISTS))
    return _("There is something of this name already. Choose another name.");
  return NULL;
}

static void
update (QueristNewProjectDialog *self)
{
  g_autofree char *path = dup_path (self);
  const char *problem = find_problem (gtk_editable_get_text (GTK_EDITABLE (self->name)), path);

  adw_action_row_set_subtitle (self->place, self->parent_path);
  gtk_label_set_label (self->problem, problem != NULL ? problem : "");
  gtk_widget_set_sensitive (self->create, path != NULL && problem == NULL);
}

static void
place_response_cb (GtkFileChooserNative    *chooser,
                   int                      response,
                   QueristNewProjectDialog *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr(GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      char *path = g_file_get_path (file);

      if (path != NULL)
        {
          g_free (self->parent_path);
          self->parent_path = path;
          update (self);
        }
    }
  g_object_unref (chooser);
}

static void
choose_place_cb (QueristNewProjectDialog *self)
{
  GtkFileChooserNative *chooser =
    gtk_file_chooser_native_new (_("Where the Project’s Folder Goes"), GTK_WINDOW (self),
                                 GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Choose"), NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (place_response_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
create_cb (QueristNewProjectDialog *self)
{
  g_autofree char *path = dup_path (self);

  if (!gtk_widget_get_sensitive (self->create))
    return;
  g_signal_emit (self, create_signal, 0, path);
  gtk_window_close (GTK_WINDOW (self));
}

static void
querist_new_project_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), QUERIST_TYPE_NEW_PROJECT_DIALOG);
  G_OBJECT_CLASS (querist_new_project_dialog_parent_class)->dispose (object);
}

static void
querist_new_project_dialog_finalize (GObject *object)
{
  g_free (QUERIST_NEW_PROJECT_DIALOG (object)->parent_path);
  G_OBJECT_CLASS (querist_new_project_dialog_parent_class)->finalize (object);
}

static void
querist_new_project_dialog_class_init (QueristNewProjectDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = querist_new_project_dialog_dispose;
  object_class->finalize = querist_new_project_dialog_finalize;

  create_signal =
    g_signal_new ("create", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource
    (widget_class, "/io/github/querist/Querist/querist-new-project-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristNewProjectDialog, name);
  gtk_widget_class_bind_template_child (widget_class, QueristNewProjectDialog, place);
  gtk_widget_class_bind_template_child (widget_class, QueristNewProjectDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, QueristNewProjectDialog, create);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, choose_place_cb);
  gtk_widget_class_bind_template_callback (widget_class, create_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
querist_new_project_dialog_init (QueristNewProjectDialog *self)
{
  self->parent_path = querist_recent_default_parent ();
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

/**
 * querist_new_project_dialog_new:
 * @parent: the window that asks
 *
 * Returns: (transfer none): a dialog, not shown yet
 */
QueristNewProjectDialog *
querist_new_project_dialog_new (GtkWindow *parent)
{
  return g_object_new (QUERIST_TYPE_NEW_PROJECT_DIALOG, "transient-for", parent, NULL);
}
