/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-problem-tags.h"

/* More underlines than this help nobody and cost time at every key stroke. */
#define MAX_TAGS 300

static GtkTextTag *
ensure_tag (GtkTextBuffer   *buffer,
            QueristSeverity  severity)
{
  static const struct {
    const char *name;
    GdkRGBA     color;
  } tags[] = {
    [QUERIST_SEVERITY_ERROR] = { "querist-error", { 0.88, 0.11, 0.14, 1 } },
    [QUERIST_SEVERITY_WARNING] = { "querist-warning", { 0.90, 0.62, 0, 1 } },
  };
  GtkTextTagTable *table = gtk_text_buffer_get_tag_table (buffer);
  GtkTextTag *tag = gtk_text_tag_table_lookup (table, tags[severity].name);

  if (tag == NULL)
    tag = gtk_text_buffer_create_tag (buffer, tags[severity].name,
                                      "underline", PANGO_UNDERLINE_ERROR,
                                      "underline-rgba", &tags[severity].color,
                                      NULL);
  return tag;
}

/**
 * querist_text_span_bounds:
 * @buffer: holds the text of @span
 * @span: a place in it
 * @start: (out): where it begins
 * @end: (out): where it ends
 */
void
querist_text_span_bounds (GtkTextBuffer     *buffer,
                          const QueristSpan *span,
                          GtkTextIter       *start,
                          GtkTextIter       *end)
{
  gsize left = span->length;

  gtk_text_buffer_get_iter_at_line_offset (buffer, start,
                                           span->line > 0 ? (int) span->line - 1 : 0,
                                           span->column > 0 ? (int) span->column - 1 : 0);
  *end = *start;
  while (left > 0 && !gtk_text_iter_is_end (end))
    {
      gsize width = g_unichar_to_utf8 (gtk_text_iter_get_char (end), NULL);

      left -= MIN (left, width);
      gtk_text_iter_forward_char (end);
    }
}

/**
 * querist_problem_tags_bounds:
 * @buffer: holds the text that was checked
 * @diagnostic: a finding in it
 * @start: (out): where its underline begins
 * @end: (out): where it ends; a point is widened to a character where there is one
 */
void
querist_problem_tags_bounds (GtkTextBuffer           *buffer,
                             const QueristDiagnostic *diagnostic,
                             GtkTextIter             *start,
                             GtkTextIter             *end)
{
  querist_text_span_bounds (buffer, &diagnostic->span, start, end);
  if (gtk_text_iter_equal (start, end) && !gtk_text_iter_ends_line (end))
    gtk_text_iter_forward_char (end);
  else if (gtk_text_iter_equal (start, end) && !gtk_text_iter_starts_line (start))
    gtk_text_iter_backward_char (start);
}

/**
 * querist_problem_tags_show:
 * @buffer: holds the text that was checked
 * @diagnostics: (element-type QueristDiagnostic): what was found in it
 *
 * Underlines every finding, in place of those shown before.
 */
void
querist_problem_tags_show (GtkTextBuffer *buffer,
                           GPtrArray     *diagnostics)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_remove_tag (buffer, ensure_tag (buffer, QUERIST_SEVERITY_ERROR), &start, &end);
  gtk_text_buffer_remove_tag (buffer, ensure_tag (buffer, QUERIST_SEVERITY_WARNING), &start,
                              &end);
  for (guint i = 0; i < MIN (diagnostics->len, MAX_TAGS); i++)
    {
      const QueristDiagnostic *diagnostic = g_ptr_array_index (diagnostics, i);

      querist_problem_tags_bounds (buffer, diagnostic, &start, &end);
      gtk_text_buffer_apply_tag (buffer, ensure_tag (buffer, diagnostic->severity), &start, &end);
    }
}

/**
 * querist_problem_tags_find:
 * @diagnostics: (element-type QueristDiagnostic): what is shown in the buffer of @iter
 * @iter: a place
 *
 * Returns: (nullable) (transfer none): the first finding that covers the place
 */
const QueristDiagnostic *
querist_problem_tags_find (GPtrArray   *diagnostics,
                           GtkTextIter *iter)
{
  GtkTextBuffer *buffer = gtk_text_iter_get_buffer (iter);

  for (guint i = 0; diagnostics != NULL && i < MIN (diagnostics->len, MAX_TAGS); i++)
    {
      const QueristDiagnostic *diagnostic = g_ptr_array_index (diagnostics, i);
      GtkTextIter start, end;

      querist_problem_tags_bounds (buffer, diagnostic, &start, &end);
      if (gtk_text_iter_in_range (iter, &start, &end))
        return diagnostic;
    }
  return NULL;
}
