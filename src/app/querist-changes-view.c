/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-changes-view.h"

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

#include "querist-template.h"

/* The rest stands as comments in the SQL. */
#define MAX_SENTENCES 6

struct _QueristChangesView {
  AdwBin         parent_instance;

  GtkStack      *stack;
  AdwStatusPage *status;
  GtkBox        *losses;
  GtkSourceView *sql;
};

G_DEFINE_FINAL_TYPE (QueristChangesView, querist_changes_view, ADW_TYPE_BIN)

static GtkSourceBuffer *
get_buffer (QueristChangesView *self)
{
  return GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->sql)));
}

static void
add_sentence (QueristChangesView *self,
              const char         *icon_name,
              const char         *style,
              const char         *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (icon, style);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (self->losses, box);
}

static guint
add_sentences (QueristChangesView *self,
               const char         *icon_name,
               const char         *style,
               const char         *text,
               guint               n_before)
{
  g_auto(GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);
  guint n = n_before;

  for (gsize i = 0; lines[i] != NULL; i++, n++)
    if (n < MAX_SENTENCES)
      add_sentence (self, icon_name, style, lines[i]);
  return n;
}

static void
show_sentences (QueristChangesView     *self,
                const QueristMigration *migration)
{
  GtkWidget *child;
  guint n = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->losses))) != NULL)
    gtk_box_remove (self->losses, child);
  for (guint i = 0; i < migration->steps->len; i++)
    {
      const QueristMigrationStep *step = g_ptr_array_index (migration->steps, i);

      n = add_sentences (self, "dialog-error-symbolic", "error", step->refusal, n);
      n = add_sentences (self, "dialog-warning-symbolic", "warning", step->loss, n);
    }
  if (n > MAX_SENTENCES)
    {
      g_autofree char *more = g_strdup_printf (_("… and %u more, in the comments below"),
                                               n - MAX_SENTENCES);
      add_sentence (self, "dialog-warning-symbolic", "warning", more);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->losses), n > 0);
}

static void
show_status (QueristChangesView *self,
             const char         *icon_name,
             const char         *title,
             const char         *description)
{
  g_autofree char *escaped = g_markup_escape_text (description, -1);

  adw_status_page_set_icon_name (self->status, icon_name);
  adw_status_page_set_title (self->status, title);
  adw_status_page_set_description (self->status, escaped);
  gtk_stack_set_visible_child_name (self->stack, "status");
}

static void
update_style_scheme (QueristChangesView *self)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GtkSourceStyleSchemeManager *manager = gtk_source_style_scheme_manager_get_default ();

  gtk_source_buffer_set_style_scheme
    (get_buffer (self),
     gtk_source_style_scheme_manager_get_scheme (manager, dark ? "Adwaita-dark" : "Adwaita"));
}

static void
querist_changes_view_dispose (GObject *object)
{
  querist_template_dispose (GTK_WIDGET (object), QUERIST_TYPE_CHANGES_VIEW);
  G_OBJECT_CLASS (querist_changes_view_parent_class)->dispose (object);
}

static void
querist_changes_view_class_init (QueristChangesViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = querist_changes_view_dispose;

  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  gtk_widget_class_set_template_from_resource
    (widget_class, "/io/github/querist/Querist/querist-changes-view.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristChangesView, stack);
  gtk_widget_class_bind_template_child (widget_class, QueristChangesView, status);
  gtk_widget_class_bind_template_child (widget_class, QueristChangesView, losses);
  gtk_widget_class_bind_template_child (widget_class, QueristChangesView, sql);
}

static void
querist_changes_view_init (QueristChangesView *self)
{
  GtkSourceLanguageManager *languages = gtk_source_language_manager_get_default ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_source_buffer_set_language (get_buffer (self),
                                  gtk_source_language_manager_get_language (languages, "sql"));
  update_style_scheme (self);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (update_style_scheme), self, G_CONNECT_SWAPPED);
}

/**
 * querist_changes_view_set_migration:
 * @migration: what will be done; copied
 */
void
querist_changes_view_set_migration (QueristChangesView     *self,
                                    const QueristMigration *migration)
{
  g_autofree char *sql = NULL;

  g_return_if_fail (QUERIST_IS_CHANGES_VIEW (self));

  if (migration->steps->len == 0)
    {
      show_status (self, "emblem-ok-symbolic", _("Nothing to Change"),
                   _("The database fits the schema. Loading replaces the rows."));
      return;
    }
  sql = querist_migration_to_sql (migration);
  show_sentences (self, migration);
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (get_buffer (self)), sql, -1);
  gtk_stack_set_visible_child_name (self->stack, "changes");
}

/**
 * querist_changes_view_set_problem:
 * @message: why it can't be said what will be done
 */
void
querist_changes_view_set_problem (QueristChangesView *self,
                                  const char         *message)
{
  g_return_if_fail (QUERIST_IS_CHANGES_VIEW (self));

  show_status (self, "dialog-warning-symbolic", _("Not Known Yet"), message);
}
