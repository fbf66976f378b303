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

  GPtrArray     *renames;
  GtkStack      *stack;
  AdwStatusPage *status;
  GtkBox        *losses;
  GtkSourceView *sql;
};

enum {
  RENAMED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QueristChangesView, querist_changes_view, ADW_TYPE_BIN)

static GtkSourceBuffer *
get_buffer (QueristChangesView *self)
{
  return GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->sql)));
}

static GtkBox *
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
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (self->losses, box);
  return GTK_BOX (box);
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
renamed_cb (QueristChangesView *self,
            GtkWidget          *button)
{
  g_signal_emit (self, signals[RENAMED], 0, g_object_get_data (G_OBJECT (button), "rename"));
}

/* A question, and a button that says yes to it. */
static void
add_rename (QueristChangesView          *self,
            const QueristProbableRename *rename)
{
  QueristProbableRename *copy = querist_probable_rename_copy (rename);
  g_autofree char *text =
    rename->field != NULL
      ? g_strdup_printf (_("Is the field “%s” of “%s” the column “%s” under a new name?"),
                         rename->field, rename->model, rename->former)
      : g_strdup_printf (_("Is the model “%s” the table “%s” under a new name?"), rename->model,
                         rename->former);
  GtkBox *box = add_sentence (self, "dialog-question-symbolic", "accent", text);
  GtkWidget *button = gtk_button_new_with_label (_("Yes, Renamed"));

  g_ptr_array_add (self->renames, copy);
  g_object_set_data (G_OBJECT (button), "rename", copy);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("Writes so into the schema; the data are kept then"));
  g_signal_connect_object (button, "clicked", G_CALLBACK (renamed_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (box, button);
}

static guint
add_renames (QueristChangesView         *self,
             const QueristMigrationStep *step,
             guint                       n_before)
{
  guint n = n_before;

  for (guint i = 0; i < step->renames->len; i++, n++)
    if (n < MAX_SENTENCES)
      add_rename (self, g_ptr_array_index (step->renames, i));
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
  g_ptr_array_set_size (self->renames, 0);
  for (guint i = 0; i < migration->steps->len; i++)
    {
      const QueristMigrationStep *step = g_ptr_array_index (migration->steps, i);

      n = add_sentences (self, "dialog-error-symbolic", "error", step->refusal, n);
      n = add_sentences (self, "dialog-warning-symbolic", "warning", step->loss, n);
      n = add_renames (self, step, n);
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
querist_changes_view_finalize (GObject *object)
{
  g_ptr_array_unref (QUERIST_CHANGES_VIEW (object)->renames);
  G_OBJECT_CLASS (querist_changes_view_parent_class)->finalize (object);
}

static void
querist_changes_view_class_init (QueristChangesViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = querist_changes_view_dispose;
  object_class->finalize = querist_changes_view_finalize;

  /* the argument is the #QueristProbableRename that somebody confirmed */
  signals[RENAMED] = g_signal_new ("renamed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

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

  self->renames = g_ptr_array_new_with_free_func ((GDestroyNotify) querist_probable_rename_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_source_buffer_set_language (get_buffer (self),
                                  gtk_source_language_manager_get_language (languages, "sql"));
  update_style_scheme (self);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (update_style_scheme), self, G_CONNECT_SWAPPED);
}

static char *
join_notes (const QueristMigration *migration)
{
  g_autoptr(GString) text =
    g_string_new (_("The database fits the schema. Loading replaces the rows."));

  for (guint i = 0; i < MIN (migration->notes->len, MAX_SENTENCES); i++)
    g_string_append_printf (text, "\n%s", (char *) g_ptr_array_index (migration->notes, i));
  return g_string_free (g_steal_pointer (&text), FALSE);
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
      g_autofree char *notes = join_notes (migration);

      show_status (self, "emblem-ok-symbolic", _("Nothing to Change"), notes);
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
