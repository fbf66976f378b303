/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-diff-view.h"

#include <glib/gi18n.h>

#include "querist-line-diff.h"

struct _QueristDiffView {
  GtkWidget parent_instance;

  GtkWidget *lines;
};

G_DEFINE_FINAL_TYPE (QueristDiffView, querist_diff_view, GTK_TYPE_WIDGET)

/* The sign stands in the text, so that nothing is said by colour alone. */
static GtkWidget *
create_line (const QueristLine *line)
{
  static const char *const classes[] = { "same", "removed", "added" };
  static const char signs[] = { ' ', '-', '+' };
  g_autofree char *text = g_strdup_printf ("%c %s", signs[line->kind], line->text);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_focusable (label, FALSE);
  gtk_widget_add_css_class (label, "diff-line");
  gtk_widget_add_css_class (label, classes[line->kind]);
  gtk_widget_add_css_class (label, "monospace");
  return label;
}

static gboolean
is_near_change (GPtrArray *lines,
                guint      index,
                guint      context)
{
  guint first = index > context ? index - context : 0;

  for (guint i = first; i < lines->len && i - first <= index - first + context; i++)
    if (((QueristLine *) g_ptr_array_index (lines, i))->kind != QUERIST_LINE_SAME)
      return TRUE;
  return FALSE;
}

static void
querist_diff_view_dispose (GObject *object)
{
  QueristDiffView *self = QUERIST_DIFF_VIEW (object);

  g_clear_pointer (&self->lines, gtk_widget_unparent);
  G_OBJECT_CLASS (querist_diff_view_parent_class)->dispose (object);
}

static void
querist_diff_view_class_init (QueristDiffViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = querist_diff_view_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "diff");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
querist_diff_view_init (QueristDiffView *self)
{
  self->lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->lines, GTK_WIDGET (self));
}

static void
clear_lines (QueristDiffView *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->lines)) != NULL)
    gtk_box_remove (GTK_BOX (self->lines), child);
}

static void
tell_difference (QueristDiffView *self,
                 GPtrArray       *lines)
{
  g_autofree char *summary = NULL;
  guint n_removed = 0, n_added = 0;

  for (guint i = 0; i < lines->len; i++)
    {
      const QueristLine *line = g_ptr_array_index (lines, i);

      n_removed += line->kind == QUERIST_LINE_REMOVED;
      n_added += line->kind == QUERIST_LINE_ADDED;
    }
  summary = g_strdup_printf (_("Difference: %u lines removed, %u lines added"), n_removed, n_added);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, summary,
                                  -1);
}

/**
 * querist_diff_view_set_lines:
 * @lines: (element-type QueristLine): lines that are removed and added
 * @max_lines: how many of them to show
 *
 * Shows them, long ones on several lines.
 */
void
querist_diff_view_set_lines (QueristDiffView *self,
                             GPtrArray       *lines,
                             guint            max_lines)
{
  g_return_if_fail (QUERIST_IS_DIFF_VIEW (self));

  clear_lines (self);
  for (guint i = 0; i < MIN (lines->len, max_lines); i++)
    {
      GtkWidget *label = create_line (g_ptr_array_index (lines, i));

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_box_append (GTK_BOX (self->lines), label);
    }
  tell_difference (self, lines);
}

/**
 * querist_diff_view_set_texts:
 * @before: a text
 * @after: another one
 * @context: equal lines to show around each change, G_MAXUINT for all of them
 *
 * Shows what leads from the one to the other.
 */
void
querist_diff_view_set_texts (QueristDiffView *self,
                             const char      *before,
                             const char      *after,
                             guint            context)
{
  g_autoptr(GPtrArray) lines = querist_line_diff (before, after);

  g_return_if_fail (QUERIST_IS_DIFF_VIEW (self));

  clear_lines (self);
  for (guint i = 0; i < lines->len; i++)
    {
      if (context == G_MAXUINT || is_near_change (lines, i, context))
        gtk_box_append (GTK_BOX (self->lines), create_line (g_ptr_array_index (lines, i)));
    }
  tell_difference (self, lines);
}
