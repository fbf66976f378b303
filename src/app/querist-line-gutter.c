/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-line-gutter.h"

/* Narrower than this the border would jump at the tenth line. */
#define MIN_LINES 99

struct _QueristLineGutter {
  GtkSourceGutterRendererText parent_instance;

  GtkTextBuffer *buffer;
  GtkTextTag    *hidden;
};

G_DEFINE_FINAL_TYPE (QueristLineGutter, querist_line_gutter, GTK_SOURCE_TYPE_GUTTER_RENDERER_TEXT)

static void
querist_line_gutter_query_data (GtkSourceGutterRenderer *renderer,
                                GtkSourceGutterLines    *lines,
                                guint                    line)
{
  QueristLineGutter *self = QUERIST_LINE_GUTTER (renderer);
  char text[16] = "";
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_line (self->buffer, &iter, (int) line);
  if (!gtk_text_iter_has_tag (&iter, self->hidden))
    g_snprintf (text, sizeof text, "%u", line + 1);
  gtk_source_gutter_renderer_text_set_text (GTK_SOURCE_GUTTER_RENDERER_TEXT (renderer), text, -1);
}

static void
querist_line_gutter_measure (GtkWidget      *widget,
                             GtkOrientation  orientation,
                             int             for_size,
                             int            *minimum,
                             int            *natural,
                             int            *minimum_baseline,
                             int            *natural_baseline)
{
  QueristLineGutter *self = QUERIST_LINE_GUTTER (widget);
  char widest[16];
  int width = 0;

  *minimum = *natural = 0;
  *minimum_baseline = *natural_baseline = -1;
  if (orientation != GTK_ORIENTATION_HORIZONTAL || self->buffer == NULL)
    return;
  g_snprintf (widest, sizeof widest, "%d",
              MAX (gtk_text_buffer_get_line_count (self->buffer), MIN_LINES));
  gtk_source_gutter_renderer_text_measure (GTK_SOURCE_GUTTER_RENDERER_TEXT (self), widest, &width,
                                           NULL);
  *minimum = *natural =
    width + 2 * gtk_source_gutter_renderer_get_xpad (GTK_SOURCE_GUTTER_RENDERER (self));
}

static void
querist_line_gutter_class_init (QueristLineGutterClass *klass)
{
  GTK_SOURCE_GUTTER_RENDERER_CLASS (klass)->query_data = querist_line_gutter_query_data;
  GTK_WIDGET_CLASS (klass)->measure = querist_line_gutter_measure;
}

static void
querist_line_gutter_init (QueristLineGutter *self)
{
}

/**
 * querist_line_gutter_attach:
 * @view: an editor, whose buffer stays the same
 * @hidden: the tag of its hidden lines
 */
void
querist_line_gutter_attach (GtkSourceView *view,
                            GtkTextTag    *hidden)
{
  QueristLineGutter *self = g_object_new (QUERIST_TYPE_LINE_GUTTER, "xpad", 3, "xalign", 1.0, NULL);

  self->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  self->hidden = hidden;
  gtk_source_gutter_insert (gtk_source_view_get_gutter (view, GTK_TEXT_WINDOW_LEFT),
                            GTK_SOURCE_GUTTER_RENDERER (self), 0);
  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (gtk_widget_queue_resize), self,
                           G_CONNECT_SWAPPED);
}
