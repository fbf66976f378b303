/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-schema-commands.h"

#include <glib/gi18n.h>

#include "querist-problem-tags.h"
#include "querist-schema-editor.h"

/**
 * querist_text_buffer_dup_text:
 * @buffer: a buffer
 * @iter: a place in it
 * @offset: (out): the place in bytes of the text
 *
 * Returns: (transfer full): all of the text
 */
char *
querist_text_buffer_dup_text (GtkTextBuffer     *buffer,
                              const GtkTextIter *iter,
                              gsize             *offset)
{
  GtkTextIter start, end;
  g_autofree char *before = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  before = gtk_text_buffer_get_text (buffer, &start, iter, TRUE);
  *offset = strlen (before);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

/**
 * querist_text_buffer_get_iter_at_byte:
 * @buffer: a buffer
 * @iter: (out): the place
 * @offset: bytes of the text before the place
 */
void
querist_text_buffer_get_iter_at_byte (GtkTextBuffer *buffer,
                                      GtkTextIter   *iter,
                                      gsize          offset)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  offset = MIN (offset, strlen (text));
  gtk_text_buffer_get_iter_at_offset (buffer, iter, g_utf8_pointer_to_offset (text, text + offset));
}

/**
 * querist_text_buffer_apply_edits:
 * @buffer: holds the text that the edits were made for
 * @edits: (element-type QueristTextEdit): by place, not overlapping
 *
 * Makes all of them in one step that can be undone.
 */
void
querist_text_buffer_apply_edits (GtkTextBuffer *buffer,
                                 GPtrArray     *edits)
{
  gtk_text_buffer_begin_user_action (buffer);
  /* From the end, so that no edit moves the place of another one. */
  for (guint i = edits->len; i > 0; i--)
    {
      const QueristTextEdit *edit = g_ptr_array_index (edits, i - 1);
      GtkTextIter start, end;

      querist_text_span_bounds (buffer, &edit->span, &start, &end);
      gtk_text_buffer_delete (buffer, &start, &end);
      gtk_text_buffer_insert (buffer, &start, edit->text, -1);
    }
  gtk_text_buffer_end_user_action (buffer);
}

static char *
dup_text_at_cursor (GtkTextView *view,
                    gsize       *offset)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter cursor;

  gtk_text_buffer_get_iter_at_mark (buffer, &cursor, gtk_text_buffer_get_insert (buffer));
  return querist_text_buffer_dup_text (buffer, &cursor, offset);
}

static void
popover_closed_cb (GtkWidget *popover)
{
  gtk_widget_grab_focus (gtk_widget_get_parent (popover));
  /* Not at once: the popover is still in the middle of its own signal. */
  g_object_ref (popover);
  gtk_widget_unparent (popover);
  g_idle_add_once ((GSourceOnceFunc) g_object_unref, popover);
}

static void
pop_up_at_cursor (GtkTextView *view,
                  GtkWidget   *child)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkWidget *popover = gtk_popover_new ();
  GtkTextIter cursor;
  GdkRectangle place;

  gtk_text_buffer_get_iter_at_mark (buffer, &cursor, gtk_text_buffer_get_insert (buffer));
  gtk_text_view_get_iter_location (view, &cursor, &place);
  gtk_text_view_buffer_to_window_coords (view, GTK_TEXT_WINDOW_WIDGET, place.x, place.y,
                                         &place.x, &place.y);
  gtk_popover_set_child (GTK_POPOVER (popover), child);
  gtk_popover_set_position (GTK_POPOVER (popover), GTK_POS_BOTTOM);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &place);
  gtk_widget_set_parent (popover, GTK_WIDGET (view));
  g_signal_connect (popover, "closed", G_CALLBACK (popover_closed_cb), NULL);
  gtk_popover_popup (GTK_POPOVER (popover));
}

static void
pop_down (GtkWidget *child)
{
  GtkWidget *popover = gtk_widget_get_ancestor (child, GTK_TYPE_POPOVER);

  if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
}

/**
 * querist_schema_command_go_to_definition:
 * @view: shows a schema
 *
 * Puts the cursor where the model, enum or field below it is declared.
 *
 * Returns: whether there is such a place
 */
gboolean
querist_schema_command_go_to_definition (GtkTextView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  gsize offset;
  g_autofree char *text = dup_text_at_cursor (view, &offset);
  QueristSpan span;
  GtkTextIter start, end;

  if (!querist_schema_find_definition (text, -1, offset, &span))
    return FALSE;
  querist_text_span_bounds (buffer, &span, &start, &end);
  gtk_text_buffer_select_range (buffer, &start, &end);
  gtk_text_view_scroll_to_mark (view, gtk_text_buffer_get_insert (buffer), 0.2, FALSE, 0, 0);
  return TRUE;
}

static GPtrArray *
find_rename (GtkTextView  *view,
             GtkEntry     *entry,
             GError      **error)
{
  gsize offset;
  g_autofree char *text = dup_text_at_cursor (view, &offset);

  return querist_schema_rename (text, -1, offset, gtk_editable_get_text (GTK_EDITABLE (entry)),
                                error);
}

static void
rename_cb (GtkEntry    *entry,
           GtkTextView *view)
{
  g_autoptr(GPtrArray) edits = find_rename (view, entry, NULL);

  if (edits == NULL)
    return;
  querist_text_buffer_apply_edits (gtk_text_view_get_buffer (view), edits);
  pop_down (GTK_WIDGET (entry));
}

/* Says what will happen, or why nothing can, as the name is typed. */
static void
rename_changed_cb (GtkEntry *entry,
                   GtkLabel *note)
{
  GtkTextView *view = g_object_get_data (G_OBJECT (entry), "view");
  const char *old_name = g_object_get_data (G_OBJECT (entry), "old-name");
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) edits = NULL;
  g_autofree char *text = NULL;

  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (entry)), old_name))
    edits = find_rename (view, entry, &error);
  if (error != NULL)
    text = g_strconcat (error->message, ".", NULL);
  else
    text = g_strdup (_("Changed everywhere; the database keeps the old name, so no data move."));
  gtk_label_set_label (note, text);
  if (error != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
}

static GtkWidget *
new_rename_box (GtkTextView *view,
                const char  *old_name,
                GtkWidget  **entry)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *note = gtk_label_new (NULL);

  *entry = gtk_entry_new ();
  g_object_set_data (G_OBJECT (*entry), "view", view);
  g_object_set_data_full (G_OBJECT (*entry), "old-name", g_strdup (old_name), g_free);
  gtk_editable_set_text (GTK_EDITABLE (*entry), old_name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (*entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("New name"), -1);
  g_signal_connect_object (*entry, "activate", G_CALLBACK (rename_cb), view, 0);
  g_signal_connect_object (*entry, "changed", G_CALLBACK (rename_changed_cb), note, 0);
  gtk_label_set_wrap (GTK_LABEL (note), TRUE);
  gtk_label_set_xalign (GTK_LABEL (note), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (note), 40);
  gtk_widget_add_css_class (note, "dim-label");
  gtk_box_append (GTK_BOX (box), *entry);
  gtk_box_append (GTK_BOX (box), note);
  rename_changed_cb (GTK_ENTRY (*entry), GTK_LABEL (note));
  return box;
}

/**
 * querist_schema_command_rename:
 * @view: shows a schema
 *
 * Asks for a new name of the model, enum or field at the cursor, and changes it everywhere.
 *
 * Returns: whether there is something to rename
 */
gboolean
querist_schema_command_rename (GtkTextView *view)
{
  gsize offset;
  g_autofree char *text = dup_text_at_cursor (view, &offset);
  QueristSpan span;
  g_autofree char *name = NULL;
  GtkWidget *box, *entry;

  if (!querist_schema_find_definition (text, -1, offset, &span))
    return FALSE;
  name = g_strndup (text + span.start, span.length);
  box = new_rename_box (view, name, &entry);
  pop_up_at_cursor (view, box);
  gtk_widget_grab_focus (entry);
  return TRUE;
}

static void
fix_cb (GtkButton   *button,
        GtkTextView *view)
{
  const QueristSchemaFix *fix = g_object_get_data (G_OBJECT (button), "fix");

  querist_text_buffer_apply_edits (gtk_text_view_get_buffer (view), fix->edits);
  pop_down (GTK_WIDGET (button));
}

/**
 * querist_schema_command_new_fixes:
 * @view: shows a schema
 * @diagnostic: a finding in it
 *
 * Returns: (nullable) (transfer none): a button for every way to mend it, NULL if there is none
 */
GtkWidget *
querist_schema_command_new_fixes (GtkTextView             *view,
                                  const QueristDiagnostic *diagnostic)
{
  gsize offset;
  g_autofree char *text = dup_text_at_cursor (view, &offset);
  g_autoptr(GPtrArray) fixes = querist_schema_fixes (text, -1, diagnostic);
  GtkWidget *box;

  if (fixes == NULL || fixes->len == 0)
    return NULL;
  g_ptr_array_set_free_func (fixes, NULL);
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  for (guint i = 0; i < fixes->len; i++)
    {
      QueristSchemaFix *fix = g_ptr_array_index (fixes, i);
      GtkWidget *button = gtk_button_new_with_label (fix->title);

      gtk_widget_add_css_class (button, "flat");
      gtk_widget_set_halign (gtk_button_get_child (GTK_BUTTON (button)), GTK_ALIGN_START);
      g_object_set_data_full (G_OBJECT (button), "fix", fix,
                              (GDestroyNotify) querist_schema_fix_free);
      g_signal_connect_object (button, "clicked", G_CALLBACK (fix_cb), view, 0);
      gtk_box_append (GTK_BOX (box), button);
    }
  return box;
}

/**
 * querist_schema_command_show_fixes:
 * @view: shows a schema
 * @diagnostics: (element-type QueristDiagnostic): what was found in it
 *
 * Offers to mend what is wrong on the line of the cursor.
 *
 * Returns: whether there is anything to offer
 */
gboolean
querist_schema_command_show_fixes (GtkTextView *view,
                                   GPtrArray   *diagnostics)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkWidget *box = NULL;
  GtkTextIter cursor;
  guint line;

  gtk_text_buffer_get_iter_at_mark (buffer, &cursor, gtk_text_buffer_get_insert (buffer));
  line = gtk_text_iter_get_line (&cursor) + 1;
  for (guint i = 0; i < diagnostics->len; i++)
    {
      const QueristDiagnostic *diagnostic = g_ptr_array_index (diagnostics, i);
      GtkWidget *fixes = diagnostic->span.line == line
        ? querist_schema_command_new_fixes (view, diagnostic) : NULL;

      if (fixes == NULL)
        continue;
      if (box == NULL)
        box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
      else
        gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
      gtk_box_append (GTK_BOX (box), fixes);
    }
  if (box == NULL)
    return FALSE;
  pop_up_at_cursor (view, box);
  return TRUE;
}
