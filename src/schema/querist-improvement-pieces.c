/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-improvement-private.h"

#include <string.h>

#include "querist-line-diff.h"
#include "querist-schema.h"

static gsize
line_start_of (const char *text,
               gsize       offset)
{
  while (offset > 0 && text[offset - 1] != '\n')
    offset--;
  return offset;
}

/* Where the line that @edit ends on ends. */
static gsize
line_end_of (const char            *text,
             const QueristTextEdit *edit)
{
  gsize last = edit->span.start + (edit->span.length > 0 ? edit->span.length - 1 : 0);
  const char *end = strchr (text + last, '\n');

  return end != NULL ? (gsize) (end + 1 - text) : last + strlen (text + last);
}

static void
add_changed_lines (GPtrArray  *lines,
                   const char *before,
                   const char *after,
                   guint       first_line)
{
  g_autoptr(GPtrArray) all = querist_line_diff (before, after);

  g_ptr_array_set_free_func (all, NULL);
  for (guint i = 0; i < all->len; i++)
    {
      QueristLine *line = g_ptr_array_index (all, i);

      if (line->kind == QUERIST_LINE_SAME)
        {
          querist_line_free (line);
          continue;
        }
      line->old_number += line->old_number > 0 ? first_line - 1 : 0;
      line->new_number = 0;
      g_ptr_array_add (lines, line);
    }
}

/* The lines that the edits change. Looking only at these is exact and fast however long the text
 * is. */
static GPtrArray *
diff_edits (const char *text,
            GPtrArray  *edits)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) querist_line_free);

  for (guint i = 0; i < edits->len;)
    {
      const QueristTextEdit *edit = g_ptr_array_index (edits, i);
      gsize start = line_start_of (text, edit->span.start), end = start, done = start;
      guint first_line = edit->span.line;
      g_autoptr(GString) after = g_string_new (NULL);
      g_autofree char *before = NULL;

      while (i < edits->len)
        {
          edit = g_ptr_array_index (edits, i);
          if (done > start && edit->span.start >= end)
            break;
          g_string_append_len (after, text + done, edit->span.start - done);
          g_string_append (after, edit->text);
          done = edit->span.start + edit->span.length;
          end = MAX (end, line_end_of (text, edit));
          i++;
          if (done == start)
            break;
        }
      g_string_append_len (after, text + done, end - done);
      before = g_strndup (text + start, end - start);
      add_changed_lines (lines, before, after->str, first_line);
    }
  return lines;
}

/* What a change adds to all the others. */
static GPtrArray *
diff_together (const char *text,
               GPtrArray  *improvements,
               guint       index)
{
  g_autoptr(GPtrArray) others = g_ptr_array_copy (improvements, NULL, NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = querist_improvements_apply (text, improvements, NULL, NULL);
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) querist_line_free);

  g_ptr_array_set_free_func (others, NULL);
  g_ptr_array_remove_index (others, index);
  before = querist_improvements_apply (text, others, NULL, NULL);
  if (before != NULL && after != NULL)
    add_changed_lines (lines, before, after, 1);
  return lines;
}

/**
 * querist_improvements_pieces:
 * @text: a schema without errors
 * @improvements: (element-type QueristImprovement): a proposal for it, as it was checked
 *
 * Shows each change by itself; one that can be made only together with others, as what it adds to
 * them.
 *
 * Returns: (transfer full) (element-type GPtrArray): for each of them the #QueristLine that it
 *   removes and adds, none where it can't be made
 */
GPtrArray *
querist_improvements_pieces (const char *text,
                             GPtrArray  *improvements)
{
  GPtrArray *pieces = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < improvements->len; i++)
    {
      const QueristImprovement *self = g_ptr_array_index (improvements, i);
      g_autoptr(GPtrArray) edits = querist_improver_find_edits (text, self, NULL);

      if (edits != NULL)
        g_ptr_array_add (pieces, diff_edits (text, edits));
      else if (self->problem == NULL)
        g_ptr_array_add (pieces, diff_together (text, improvements, i));
      else
        g_ptr_array_add (pieces, g_ptr_array_new ());
    }
  return pieces;
}
