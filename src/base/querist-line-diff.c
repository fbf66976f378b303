/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-line-diff.h"

/* The table of the longest common subsequence has one cell per pair of lines. Beyond this many
 * cells the differing middle is shown as replaced as a whole. */
#define MAX_CELLS (1000 * 1000)

typedef struct {
  char **before;
  char **after;
  guint  n_before;
  guint  n_after;
  guint  head;
  guint  tail;
} Texts;

/**
 * querist_line_free:
 * @self: (transfer full) (nullable): a line
 */
void
querist_line_free (QueristLine *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self);
}

static void
add_line (GPtrArray       *lines,
          const Texts     *texts,
          QueristLineKind  kind,
          guint            old_index,
          guint            new_index)
{
  QueristLine *line = g_new0 (QueristLine, 1);

  line->kind = kind;
  line->old_number = kind == QUERIST_LINE_ADDED ? 0 : old_index + 1;
  line->new_number = kind == QUERIST_LINE_REMOVED ? 0 : new_index + 1;
  line->text = g_strdup (kind == QUERIST_LINE_ADDED ? texts->after[new_index]
                                                    : texts->before[old_index]);
  g_ptr_array_add (lines, line);
}

/* Sets how many lines at the start and at the end are equal. */
static void
trim_equal (Texts *texts)
{
  guint shorter = MIN (texts->n_before, texts->n_after);

  while (texts->head < shorter &&
         g_str_equal (texts->before[texts->head], texts->after[texts->head]))
    texts->head++;
  while (texts->tail < shorter - texts->head &&
         g_str_equal (texts->before[texts->n_before - 1 - texts->tail],
                      texts->after[texts->n_after - 1 - texts->tail]))
    texts->tail++;
}

/* cell (i, j) = length of the longest common subsequence of the middles from line i and j on. */
static guint *
fill_table (const Texts *texts,
            guint        rows,
            guint        columns)
{
  guint *table = g_new0 (guint, (gsize) (rows + 1) * (columns + 1));

  for (guint i = rows; i-- > 0;)
    for (guint j = columns; j-- > 0;)
      {
        guint *cell = table + (gsize) i * (columns + 1) + j;

        if (g_str_equal (texts->before[texts->head + i], texts->after[texts->head + j]))
          *cell = cell[columns + 2] + 1;
        else
          *cell = MAX (cell[columns + 1], cell[1]);
      }
  return table;
}

static void
add_middle (GPtrArray   *lines,
            const Texts *texts)
{
  guint rows = texts->n_before - texts->head - texts->tail;
  guint columns = texts->n_after - texts->head - texts->tail;
  g_autofree guint *table = NULL;
  guint i = 0, j = 0;

  if ((guint64) rows * columns <= MAX_CELLS)
    table = fill_table (texts, rows, columns);

  while (i < rows || j < columns)
    {
      const guint *cell = table ? table + (gsize) i * (columns + 1) + j : NULL;
      guint old_index = texts->head + i, new_index = texts->head + j;

      if (cell != NULL && i < rows && j < columns &&
          g_str_equal (texts->before[old_index], texts->after[new_index]))
        {
          add_line (lines, texts, QUERIST_LINE_SAME, old_index, new_index);
          i++, j++;
        }
      else if (i < rows && (j == columns || cell == NULL || cell[columns + 1] >= cell[1]))
        {
          add_line (lines, texts, QUERIST_LINE_REMOVED, old_index, 0);
          i++;
        }
      else
        {
          add_line (lines, texts, QUERIST_LINE_ADDED, 0, new_index);
          j++;
        }
    }
}

/**
 * querist_line_diff:
 * @before: a text
 * @after: another one
 *
 * Compares two texts line by line, by their longest common subsequence; a newline at the end makes
 * no difference.
 *
 * Returns: (transfer full) (element-type QueristLine): all lines of both, in order, removed before
 *   added ones
 */
GPtrArray *
querist_line_diff (const char *before,
                   const char *after)
{
  g_autofree char *old_text = g_strchomp (g_strdup (before));
  g_autofree char *new_text = g_strchomp (g_strdup (after));
  g_auto(GStrv) old_lines = g_strsplit (old_text, "\n", -1);
  g_auto(GStrv) new_lines = g_strsplit (new_text, "\n", -1);
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) querist_line_free);
  Texts texts = {
    .before = old_lines,
    .after = new_lines,
    .n_before = g_strv_length (old_lines),
    .n_after = g_strv_length (new_lines),
  };

  trim_equal (&texts);
  for (guint i = 0; i < texts.head; i++)
    add_line (lines, &texts, QUERIST_LINE_SAME, i, i);
  add_middle (lines, &texts);
  for (guint i = texts.tail; i > 0; i--)
    add_line (lines, &texts, QUERIST_LINE_SAME, texts.n_before - i, texts.n_after - i);
  return lines;
}
