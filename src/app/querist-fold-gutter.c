/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-fold-gutter.h"

#include <string.h>

#include "querist-line-gutter.h"

struct _QueristFoldGutter {
  GtkSourceGutterRendererText parent_instance;

  GtkTextView   *view;
  GtkTextBuffer *buffer;
  GtkTextTag    *hidden;
};

G_DEFINE_FINAL_TYPE (QueristFoldGutter, querist_fold_gutter, GTK_SOURCE_TYPE_GUTTER_RENDERER_TEXT)

static char *
dup_line (const GtkTextIter *iter)
{
  GtkTextIter start = *iter, end = *iter;

  gtk_text_iter_set_line_offset (&start, 0);
  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  return g_strstrip (gtk_text_iter_get_slice (&start, &end));
}

/* Whether a block begins on the line: "model Order {". */
static gboolean
is_head (const GtkTextIter *iter)
{
  static const char *const keywords[] = {
    "model", "enum", "view", "type", "datasource", "generator", NULL,
  };
  g_autofree char *line = dup_line (iter);
  g_auto(GStrv) words = NULL;

  if (strchr (line, '{') == NULL)
    return FALSE;
  words = g_strsplit_set (line, " \t", 2);
  return words[0] != NULL && g_strv_contains (keywords, words[0]);
}

/* The lines below the head of a block, to its closing brace; FALSE when it has none. */
static gboolean
get_body (const GtkTextIter *head,
          GtkTextIter       *start,
          GtkTextIter       *end)
{
  *start = *head;
  if (!is_head (head) || !gtk_text_iter_forward_line (start))
    return FALSE;
  *end = *start;
  while (!is_head (end))
    {
      g_autofree char *line = dup_line (end);
      gboolean more = gtk_text_iter_forward_line (end);

      if (*line == '}')
        return TRUE;
      if (!more)
        return FALSE;
    }
  return FALSE;
}

static gboolean
is_folded (QueristFoldGutter *self,
           const GtkTextIter *head)
{
  GtkTextIter iter = *head;

  return gtk_text_iter_forward_line (&iter) && gtk_text_iter_has_tag (&iter, self->hidden);
}

static void
fold (QueristFoldGutter *self,
      const GtkTextIter *head)
{
  GtkTextIter start, end, cursor, head_end = *head;

  if (!get_body (head, &start, &end))
    return;
  gtk_text_buffer_get_iter_at_mark (self->buffer, &cursor,
                                    gtk_text_buffer_get_insert (self->buffer));
  if (gtk_text_iter_in_range (&cursor, &start, &end))
    {
      if (!gtk_text_iter_ends_line (&head_end))
        gtk_text_iter_forward_to_line_end (&head_end);
      gtk_text_buffer_place_cursor (self->buffer, &head_end);
    }
  gtk_text_buffer_apply_tag (self->buffer, self->hidden, &start, &end);
}

/* Shows what is hidden from one place to another, whole blocks at a time. */
static void
show_range (QueristFoldGutter *self,
            const GtkTextIter *from,
            const GtkTextIter *to)
{
  GtkTextIter start = *from, end = *to;

  if (gtk_text_iter_has_tag (&start, self->hidden) &&
      !gtk_text_iter_starts_tag (&start, self->hidden))
    gtk_text_iter_backward_to_tag_toggle (&start, self->hidden);
  if (gtk_text_iter_has_tag (&end, self->hidden) &&
      !gtk_text_iter_ends_tag (&end, self->hidden))
    gtk_text_iter_forward_to_tag_toggle (&end, self->hidden);
  if (!gtk_text_iter_equal (&start, &end))
    gtk_text_buffer_remove_tag (self->buffer, self->hidden, &start, &end);
}

static void
unfold (QueristFoldGutter *self,
        const GtkTextIter *head)
{
  GtkTextIter iter = *head;

  if (gtk_text_iter_forward_line (&iter))
    show_range (self, &iter, &iter);
}

/* Who gets into hidden text (by a search, a jump to a problem, an arrow key) wants to see it. */
static void
cursor_moved_cb (QueristFoldGutter *self)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &iter,
                                    gtk_text_buffer_get_insert (self->buffer));
  if (gtk_text_iter_has_tag (&iter, self->hidden))
    show_range (self, &iter, &iter);
}

static void
insert_cb (QueristFoldGutter *self,
           GtkTextIter       *place)
{
  if (gtk_text_iter_has_tag (place, self->hidden))
    show_range (self, place, place);
}

static void
delete_cb (QueristFoldGutter *self,
           GtkTextIter       *start,
           GtkTextIter       *end)
{
  show_range (self, start, end);
}

/* What is copied is what is seen: so it has to be seen. */
static void
copy_cb (QueristFoldGutter *self)
{
  GtkTextIter start, end;

  if (gtk_text_buffer_get_selection_bounds (self->buffer, &start, &end))
    show_range (self, &start, &end);
}

static void
set_folded (QueristFoldGutter *self,
            const GtkTextIter *head,
            gboolean           folded)
{
  if (folded)
    fold (self, head);
  else
    unfold (self, head);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
querist_fold_gutter_query_data (GtkSourceGutterRenderer *renderer,
                                GtkSourceGutterLines    *lines,
                                guint                    line)
{
  QueristFoldGutter *self = QUERIST_FOLD_GUTTER (renderer);
  GtkTextIter head, start, end;
  const char *mark = "";

  gtk_text_buffer_get_iter_at_line (self->buffer, &head, (int) line);
  if (!gtk_text_iter_has_tag (&head, self->hidden) && get_body (&head, &start, &end))
    mark = is_folded (self, &head) ? "▸" : "▾";
  gtk_source_gutter_renderer_text_set_text (GTK_SOURCE_GUTTER_RENDERER_TEXT (renderer), mark, -1);
}

static gboolean
querist_fold_gutter_query_activatable (GtkSourceGutterRenderer *renderer,
                                       GtkTextIter             *iter,
                                       GdkRectangle            *area)
{
  return is_head (iter);
}

static void
querist_fold_gutter_activate (GtkSourceGutterRenderer *renderer,
                              GtkTextIter             *iter,
                              GdkRectangle            *area,
                              guint                    button,
                              GdkModifierType          state,
                              int                      n_presses)
{
  QueristFoldGutter *self = QUERIST_FOLD_GUTTER (renderer);
  GtkTextIter head = *iter;

  gtk_text_iter_set_line_offset (&head, 0);
  set_folded (self, &head, !is_folded (self, &head));
}

static void
querist_fold_gutter_class_init (QueristFoldGutterClass *klass)
{
  GtkSourceGutterRendererClass *renderer_class = GTK_SOURCE_GUTTER_RENDERER_CLASS (klass);

  renderer_class->query_data = querist_fold_gutter_query_data;
  renderer_class->query_activatable = querist_fold_gutter_query_activatable;
  renderer_class->activate = querist_fold_gutter_activate;
}

static void
querist_fold_gutter_init (QueristFoldGutter *self)
{
}

/**
 * querist_fold_gutter_attach:
 * @view: an editor of a schema, whose buffer stays the same
 *
 * Adds line numbers and the marks to its left border.
 *
 * Returns: (transfer none): the marks
 */
QueristFoldGutter *
querist_fold_gutter_attach (GtkSourceView *view)
{
  QueristFoldGutter *self = g_object_new (QUERIST_TYPE_FOLD_GUTTER, "xpad", 3, NULL);

  self->view = GTK_TEXT_VIEW (view);
  self->buffer = gtk_text_view_get_buffer (self->view);
  self->hidden = gtk_text_buffer_create_tag (self->buffer, NULL, "invisible", TRUE, NULL);
  querist_line_gutter_attach (view, self->hidden);
  gtk_source_gutter_insert (gtk_source_view_get_gutter (view, GTK_TEXT_WINDOW_LEFT),
                            GTK_SOURCE_GUTTER_RENDERER (self), 10);
  gtk_widget_set_size_request (GTK_WIDGET (self), 16, -1);
  g_signal_connect_object (self->buffer, "notify::cursor-position", G_CALLBACK (cursor_moved_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "insert-text", G_CALLBACK (insert_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "delete-range", G_CALLBACK (delete_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "copy-clipboard", G_CALLBACK (copy_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "cut-clipboard", G_CALLBACK (copy_cb), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * querist_fold_gutter_set_folded:
 * @self: the marks
 * @folded: whether the block at the cursor is to be hidden but for its head
 *
 * Returns: whether the cursor is in a block
 */
gboolean
querist_fold_gutter_set_folded (QueristFoldGutter *self,
                                gboolean           folded)
{
  GtkTextIter cursor, head, start, end;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &cursor,
                                    gtk_text_buffer_get_insert (self->buffer));
  head = cursor;
  gtk_text_iter_set_line_offset (&head, 0);
  while (!is_head (&head))
    if (!gtk_text_iter_backward_line (&head))
      return FALSE;
  if (!get_body (&head, &start, &end) || gtk_text_iter_compare (&cursor, &end) >= 0)
    return FALSE;
  set_folded (self, &head, folded);
  return TRUE;
}

/**
 * querist_fold_gutter_set_all:
 * @self: the marks
 * @folded: whether all blocks are to be hidden but for their heads
 */
void
querist_fold_gutter_set_all (QueristFoldGutter *self,
                             gboolean           folded)
{
  GtkTextIter iter;

  gtk_text_buffer_get_start_iter (self->buffer, &iter);
  do
    {
      if (is_head (&iter))
        set_folded (self, &iter, folded);
    }
  while (gtk_text_iter_forward_line (&iter));
}
