/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-reject-editor.h"

#include <glib/gi18n.h>
#include <string.h>

#include "querist-csv-record.h"
#include "querist-template.h"

/* More entries than this are slow to make; the text can be edited then. */
#define MAX_ENTRIES 300

struct _QueristRejectEditor {
  AdwBin             parent_instance;

  QueristCsvDialect *dialect;
  guint              n_columns;
  GPtrArray         *fields;
  char              *raw;
  gboolean           updating;

  GtkLabel          *title;
  GtkLabel          *reason;
  GtkWidget         *revert;
  GtkStack          *stack;
  GtkFlowBox        *entries;
  GtkTextView       *text;
  GtkWidget         *at_fault;
};

enum {
  SIGNAL_EDITED,
  SIGNAL_DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QueristRejectEditor, querist_reject_editor, ADW_TYPE_BIN)

/**
 * querist_reject_is_at_fault:
 * @file: how the file was loaded
 * @column: (nullable): the table's column or columns that a reject names
 * @field: a field of the file, from 0
 *
 * Returns: whether that field is the reason
 */
gboolean
querist_reject_is_at_fault (const QueristLoadFile *file,
                            const char            *column,
                            guint                  field)
{
  g_auto(GStrv) names = g_strsplit (column != NULL ? column : "", ", ", -1);

  for (guint i = 0; i < file->columns->len; i++)
    {
      const QueristLoadColumn *loaded = g_ptr_array_index (file->columns, i);

      if (loaded->source == field && column != NULL &&
          (g_str_equal (loaded->target, column) ||
           g_strv_contains ((const char *const *) names, loaded->target)))
        return TRUE;
    }
  return FALSE;
}

static void
set_text (QueristRejectEditor *self,
          const char          *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);

  self->updating = TRUE;
  gtk_text_buffer_set_text (buffer, text, -1);
  self->updating = FALSE;
}

static void
tell (QueristRejectEditor *self,
      const char          *text)
{
  gtk_widget_set_sensitive (self->revert, g_strcmp0 (text, self->raw) != 0);
  g_signal_emit (self, signals[SIGNAL_EDITED], 0, text);
}

/* Empty fields beyond the last column are what remains of one that was emptied. */
static void
drop_surplus (QueristRejectEditor *self)
{
  while (self->fields->len > self->n_columns)
    {
      const QueristCsvText *last = g_ptr_array_index (self->fields, self->fields->len - 1);

      if (*last->text != '\0')
        break;
      g_ptr_array_set_size (self->fields, self->fields->len - 1);
    }
}

static QueristCsvText *
ensure_field (QueristRejectEditor *self,
              guint                index)
{
  while (self->fields->len <= index)
    {
      QueristCsvText *field = g_new0 (QueristCsvText, 1);

      field->text = g_strdup ("");
      g_ptr_array_add (self->fields, field);
    }
  return g_ptr_array_index (self->fields, index);
}

static void
entry_changed_cb (QueristRejectEditor *self,
                  GtkEditable         *entry)
{
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (entry), "field"));
  QueristCsvText *field;
  g_autofree char *text = NULL;

  if (self->updating)
    return;
  field = ensure_field (self, index);
  g_free (field->text);
  field->text = g_strdup (gtk_editable_get_text (entry));
  /* an empty field in quotes is a text, and what a person has emptied has no value */
  field->quoted = field->quoted && *field->text != '\0';
  drop_surplus (self);
  text = querist_csv_record_join (self->dialect, self->fields);
  set_text (self, text);
  tell (self, text);
}

static void
done_cb (QueristRejectEditor *self)
{
  g_signal_emit (self, signals[SIGNAL_DONE], 0);
}

static GtkWidget *
new_field (QueristRejectEditor   *self,
           const QueristLoadFile *file,
           guint                  index,
           const char            *column,
           const char            *reason)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *entry = gtk_entry_new ();
  g_autofree char *extra = g_strdup_printf (_("Field %u, beyond the last column"), index + 1);
  g_autofree char *nameless = g_strdup_printf (_("Column %u"), index + 1);
  const char *label = index >= file->n_columns ? extra
                    : file->labels != NULL && *file->labels[index] != '\0' ? file->labels[index]
                                                                           : nameless;
  GtkWidget *caption = gtk_label_new (label);

  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_label_set_ellipsize (GTK_LABEL (caption), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (caption, "caption");
  gtk_widget_add_css_class (caption, "dim-label");
  gtk_widget_set_tooltip_text (caption, label);
  g_object_set_data (G_OBJECT (entry), "field", GUINT_TO_POINTER (index));
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 8);
  if (index < self->fields->len)
    gtk_editable_set_text (GTK_EDITABLE (entry),
                           ((QueristCsvText *) g_ptr_array_index (self->fields, index))->text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  if (index >= file->n_columns || querist_reject_is_at_fault (file, column, index))
    {
      gtk_widget_add_css_class (entry, "warning");
      gtk_widget_set_tooltip_text (entry, reason);
      gtk_entry_set_icon_from_icon_name (GTK_ENTRY (entry), GTK_ENTRY_ICON_SECONDARY,
                                         "dialog-warning-symbolic");
      gtk_entry_set_icon_tooltip_text (GTK_ENTRY (entry), GTK_ENTRY_ICON_SECONDARY, reason);
      if (self->at_fault == NULL)
        self->at_fault = entry;
    }
  g_signal_connect_object (entry, "changed", G_CALLBACK (entry_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "activate", G_CALLBACK (done_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), caption);
  gtk_box_append (GTK_BOX (box), entry);
  return box;
}

static void
remove_entries (QueristRejectEditor *self)
{
  GtkWidget *child;

  self->at_fault = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->entries))) != NULL)
    gtk_flow_box_remove (self->entries, child);
}

static void
fill_entries (QueristRejectEditor   *self,
              const QueristLoadFile *file,
              const char            *column,
              const char            *reason)
{
  guint n = MIN (MAX (self->fields->len, file->n_columns), MAX_ENTRIES);

  remove_entries (self);
  for (guint i = 0; i < n; i++)
    {
      GtkWidget *child = gtk_flow_box_child_new ();

      gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child),
                                    new_field (self, file, i, column, reason));
      gtk_widget_set_focusable (child, FALSE);
      gtk_flow_box_append (self->entries, child);
    }
}

static void
text_changed_cb (QueristRejectEditor *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  g_autofree char *text = NULL;
  GtkTextIter start, end;

  if (self->updating || self->dialect == NULL)
    return;
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  tell (self, text);
}

/* Brings the entries up to what the text is, when the person comes back to them. */
static void
page_changed_cb (QueristRejectEditor *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  g_autofree char *text = NULL;
  GtkTextIter start, end;
  guint i = 0;

  if (self->dialect == NULL ||
      g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "fields") != 0)
    return;
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  g_ptr_array_unref (self->fields);
  self->fields = querist_csv_record_split (self->dialect, text, strlen (text));
  self->updating = TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->entries)); child != NULL;
       child = gtk_widget_get_next_sibling (child), i++)
    {
      GtkWidget *box = gtk_flow_box_child_get_child (GTK_FLOW_BOX_CHILD (child));
      const QueristCsvText *field = i < self->fields->len ? self->fields->pdata[i] : NULL;

      gtk_editable_set_text (GTK_EDITABLE (gtk_widget_get_last_child (box)),
                             field != NULL ? field->text : "");
    }
  self->updating = FALSE;
}

static void
revert_cb (QueristRejectEditor *self)
{
  g_autofree char *raw = g_strdup (self->raw);

  set_text (self, raw);
  tell (self, raw);
  page_changed_cb (self);
}

static void
querist_reject_editor_dispose (GObject *object)
{
  QueristRejectEditor *self = QUERIST_REJECT_EDITOR (object);

  g_clear_pointer (&self->dialect, querist_csv_dialect_free);
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_clear_pointer (&self->raw, g_free);
  querist_template_dispose (GTK_WIDGET (object), QUERIST_TYPE_REJECT_EDITOR);
  G_OBJECT_CLASS (querist_reject_editor_parent_class)->dispose (object);
}

static void
querist_reject_editor_class_init (QueristRejectEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = querist_reject_editor_dispose;

  signals[SIGNAL_EDITED] = g_signal_new ("edited", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_DONE] = g_signal_new ("done", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/querist/Querist/querist-reject-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristRejectEditor, title);
  gtk_widget_class_bind_template_child (widget_class, QueristRejectEditor, reason);
  gtk_widget_class_bind_template_child (widget_class, QueristRejectEditor, revert);
  gtk_widget_class_bind_template_child (widget_class, QueristRejectEditor, stack);
  gtk_widget_class_bind_template_child (widget_class, QueristRejectEditor, entries);
  gtk_widget_class_bind_template_child (widget_class, QueristRejectEditor, text);
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, revert_cb);
}

static void
querist_reject_editor_init (QueristRejectEditor *self)
{
  self->fields = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_text_view_get_buffer (self->text), "changed",
                           G_CALLBACK (text_changed_cb), self, G_CONNECT_SWAPPED);
  querist_reject_editor_clear (self);
}

/**
 * querist_reject_editor_set_record:
 * @self: an editor
 * @file: how the record's file was loaded
 * @line: its line
 * @column: (nullable): the table's column at fault
 * @reason: why it could not be loaded
 * @raw: the record as it stands in the file
 * @text: what a person has made of it so far
 *
 * Shows a record.
 */
void
querist_reject_editor_set_record (QueristRejectEditor   *self,
                                  const QueristLoadFile *file,
                                  const char            *line,
                                  const char            *column,
                                  const char            *reason,
                                  const char            *raw,
                                  const char            *text)
{
  g_autofree char *name = g_path_get_basename (file->path);
  /* Translators: a file's name and a line number */
  g_autofree char *title = g_strdup_printf (_("%s, line %s"), name, line);

  g_return_if_fail (QUERIST_IS_REJECT_EDITOR (self));

  g_clear_pointer (&self->dialect, querist_csv_dialect_free);
  self->dialect = querist_csv_dialect_copy (file->dialect);
  self->n_columns = file->n_columns;
  g_free (self->raw);
  self->raw = g_strdup (raw);
  g_ptr_array_unref (self->fields);
  self->fields = querist_csv_record_split (file->dialect, text, strlen (text));
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->reason, reason);
  gtk_widget_set_sensitive (self->revert, g_strcmp0 (text, raw) != 0);
  set_text (self, text);
  fill_entries (self, file, column, reason);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

/**
 * querist_reject_editor_clear:
 * @self: an editor
 *
 * Shows no record any more, and hides itself.
 */
void
querist_reject_editor_clear (QueristRejectEditor *self)
{
  g_return_if_fail (QUERIST_IS_REJECT_EDITOR (self));

  g_clear_pointer (&self->dialect, querist_csv_dialect_free);
  remove_entries (self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * querist_reject_editor_begin:
 * @self: an editor that shows a record
 *
 * Goes to what is at fault.
 */
void
querist_reject_editor_begin (QueristRejectEditor *self)
{
  g_return_if_fail (QUERIST_IS_REJECT_EDITOR (self));

  if (self->at_fault != NULL &&
      g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "fields") == 0)
    gtk_widget_grab_focus (self->at_fault);
  else
    gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
}
