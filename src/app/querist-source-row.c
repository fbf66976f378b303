/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-source-row.h"

#include <glib/gi18n.h>

#include "querist-dialect-names.h"
#include "querist-text.h"

struct _QueristSourceRow {
  GtkListBoxRow  parent_instance;

  QueristSource *source;
  guint64        n_rejected;
  GtkStack      *icons;
  GtkSpinner    *spinner;
  GtkLabel      *title;
  GtkLabel      *subtitle;
  GtkBox        *chips;
};

enum {
  SIGNAL_REMOVE,
  SIGNAL_REPLACE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QueristSourceRow, querist_source_row, GTK_TYPE_LIST_BOX_ROW)

static void
add_chip (QueristSourceRow *self,
          const char       *text,
          const char       *style)
{
  GtkWidget *chip = gtk_label_new (text);

  gtk_widget_add_css_class (chip, "chip");
  if (style != NULL)
    gtk_widget_add_css_class (chip, style);
  gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
  gtk_box_append (self->chips, chip);
}

/* What is out of the ordinary is coloured; the plain UTF-8 file with commas is grey. */
static void
add_dialect_chips (QueristSourceRow        *self,
                   const QueristCsvDialect *dialect)
{
  g_autofree char *encoding = querist_encoding_label (dialect->encoding);
  g_autofree char *delimiter = querist_delimiter_label (dialect->delimiter);
  g_autofree char *header = querist_header_label (dialect->header_rows);

  add_chip (self, encoding, g_str_has_prefix (encoding, "UTF-8") ? NULL : "accent");
  add_chip (self, delimiter, g_strcmp0 (dialect->delimiter, ",") == 0 ? NULL : "accent");
  if (dialect->header_rows != 1)
    add_chip (self, header, "accent");
  if (dialect->decimal == ',')
    add_chip (self, _("decimal comma"), "accent");
}

/* Rows that a load has rejected already are told of once. */
static void
add_problem_chip (QueristSourceRow        *self,
                  const QueristCsvProfile *profile)
{
  g_autofree char *count = NULL;
  g_autofree char *text = NULL;

  if (profile->n_rejected > 0 && profile->n_rejected == self->n_rejected)
    return;
  if (profile->n_rejected > 0)
    {
      count = querist_text_format_count (profile->n_rejected);
      text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s row needs a look",
                                           "%s rows need a look", profile->n_rejected), count);
    }
  else if (profile->warnings != NULL && profile->warnings->len > 0)
    {
      text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u remark", "%u remarks",
                                           profile->warnings->len), profile->warnings->len);
    }
  if (text != NULL)
    add_chip (self, text, "warning");
}

/* What the last load could not take leads to where it can be mended. */
static void
add_rejected_chip (QueristSourceRow *self)
{
  g_autofree char *count = querist_text_format_count (self->n_rejected);
  g_autofree char *text =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s rejected row", "%s rejected rows",
                                  self->n_rejected), count);
  GtkWidget *chip = gtk_button_new_with_label (text);

  gtk_widget_add_css_class (chip, "chip");
  gtk_widget_add_css_class (chip, "warning");
  gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (chip, _("Mend the rows that the last load could not take"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (chip), "win.load-report");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (chip), "b", TRUE);
  gtk_box_append (self->chips, chip);
}

static char *
describe_profile (const QueristCsvProfile *profile)
{
  g_autofree char *rows = querist_text_format_count (profile->n_read);
  g_autofree char *size = g_format_size (profile->n_bytes);

  /* Translators: rows, columns and size of a file */
  return g_strdup_printf (_("%s rows · %u columns · %s"), rows, profile->columns->len, size);
}

static void
update_title (QueristSourceRow *self)
{
  g_autofree char *name = g_path_get_basename (querist_source_get_path (self->source));
  g_autofree char *display = g_filename_display_name (name);

  gtk_label_set_label (self->title, display);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), querist_source_get_path (self->source));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, display, -1);
}

static void
update (QueristSourceRow *self)
{
  const QueristCsvProfile *profile = querist_source_get_profile (self->source);
  const char *message = querist_source_get_message (self->source);
  gboolean reading = querist_source_is_reading (self->source);
  gboolean failed = !reading && message != NULL;
  g_autofree char *text = NULL;
  GtkWidget *chip;

  update_title (self);
  while ((chip = gtk_widget_get_first_child (GTK_WIDGET (self->chips))) != NULL)
    gtk_box_remove (self->chips, chip);

  gtk_stack_set_visible_child_name (self->icons,
                                    reading ? "reading" : failed ? "failed" : "ready");
  gtk_spinner_set_spinning (self->spinner, reading);
  if (failed)
    text = g_strdup (message);
  else if (reading)
    text = g_strdup (_("Reading…"));
  else if (profile != NULL)
    text = describe_profile (profile);
  gtk_label_set_label (self->subtitle, text != NULL ? text : _("Not read yet"));
  gtk_label_set_wrap (self->subtitle, failed);
  gtk_label_set_ellipsize (self->subtitle, failed ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END);
  if (failed)
    gtk_widget_remove_css_class (GTK_WIDGET (self->subtitle), "dim-label");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->subtitle), "dim-label");
  if (!failed && profile != NULL)
    {
      add_dialect_chips (self, profile->dialect);
      add_problem_chip (self, profile);
    }
  if (self->n_rejected > 0)
    add_rejected_chip (self);
}

static void
set_source (QueristSourceRow *self,
            QueristSource    *source)
{
  self->source = g_object_ref (source);
  g_signal_connect_object (source, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
remove_action_cb (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_REMOVE], 0);
}

static void
replace_with (QueristSourceRow *self,
              GFile            *file)
{
  g_autofree char *path = g_file_get_path (file);

  if (path != NULL)
    g_signal_emit (self, signals[SIGNAL_REPLACE], 0, path);
}

/* One file on a card takes the place of that card's; several, or a folder, are added. */
static gboolean
drop_cb (GtkDropTarget    *target,
         const GValue     *value,
         double            x,
         double            y,
         QueristSourceRow *self)
{
  GSList *files = g_value_get_boxed (value);

  if (files == NULL || files->next != NULL ||
      g_file_query_file_type (files->data, 0, NULL) != G_FILE_TYPE_REGULAR)
    return FALSE;
  replace_with (self, files->data);
  return TRUE;
}

static void
replace_response_cb (GtkFileChooserNative *chooser,
                     int                   response,
                     QueristSourceRow     *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr(GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

      replace_with (self, file);
    }
  g_object_unref (chooser);
}

static void
replace_action_cb (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  GtkFileChooserNative *chooser =
    gtk_file_chooser_native_new (_("Use Another File"),
                                 GTK_WINDOW (gtk_widget_get_root (widget)),
                                 GTK_FILE_CHOOSER_ACTION_OPEN, _("_Use"), NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (replace_response_cb), widget, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
show_action_cb (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  QueristSourceRow *self = QUERIST_SOURCE_ROW (widget);
  g_autofree char *folder = g_path_get_dirname (querist_source_get_path (self->source));
  g_autofree char *uri = g_filename_to_uri (folder, NULL, NULL);

  if (uri != NULL)
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (widget)), uri, GDK_CURRENT_TIME);
}

static void
querist_source_row_dispose (GObject *object)
{
  g_clear_object (&QUERIST_SOURCE_ROW (object)->source);
  gtk_widget_dispose_template (GTK_WIDGET (object), QUERIST_TYPE_SOURCE_ROW);
  G_OBJECT_CLASS (querist_source_row_parent_class)->dispose (object);
}

static void
querist_source_row_class_init (QueristSourceRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = querist_source_row_dispose;

  signals[SIGNAL_REMOVE] =
    g_signal_new ("remove", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[SIGNAL_REPLACE] =
    g_signal_new ("replace", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/querist/Querist/querist-source-row.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristSourceRow, icons);
  gtk_widget_class_bind_template_child (widget_class, QueristSourceRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, QueristSourceRow, title);
  gtk_widget_class_bind_template_child (widget_class, QueristSourceRow, subtitle);
  gtk_widget_class_bind_template_child (widget_class, QueristSourceRow, chips);
  gtk_widget_class_install_action (widget_class, "source.remove", NULL, remove_action_cb);
  gtk_widget_class_install_action (widget_class, "source.show", NULL, show_action_cb);
  gtk_widget_class_install_action (widget_class, "source.replace", NULL, replace_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "source.remove", NULL);
}

static void
querist_source_row_init (QueristSourceRow *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

/**
 * querist_source_row_new:
 * @source: a file of a project
 *
 * Returns: (transfer none): a row for a list box
 */
GtkWidget *
querist_source_row_new (QueristSource *source)
{
  QueristSourceRow *self = g_object_new (QUERIST_TYPE_SOURCE_ROW, NULL);

  set_source (self, source);
  return GTK_WIDGET (self);
}

/**
 * querist_source_row_get_source:
 *
 * Returns: (transfer none): the row's file
 */
QueristSource *
querist_source_row_get_source (QueristSourceRow *self)
{
  return self->source;
}

/**
 * querist_source_row_set_rejected:
 * @n_rejected: rows of the file that the last load could not take and that nobody has dismissed
 */
void
querist_source_row_set_rejected (QueristSourceRow *self,
                                 guint64           n_rejected)
{
  if (self->n_rejected == n_rejected)
    return;
  self->n_rejected = n_rejected;
  update (self);
}
