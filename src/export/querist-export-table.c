/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sqlite3.h>

#include "querist-export-private.h"

/* Rows that decide how wide a column is, and how wide it may get. */
#define ROWS_MEASURED 1000
#define WIDEST 60

/* What a terminal shows of a value: one line, no control characters, NULL by name. */
static char *
to_line (const char *text)
{
  GString *line = g_string_new (NULL);

  if (text == NULL)
    return g_string_free (g_string_append (line, "NULL"), FALSE);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\n')
        g_string_append (line, "⏎");
      else if (!g_unichar_iscntrl (c))
        g_string_append_unichar (line, c);
      else
        g_string_append_c (line, ' ');
    }
  return g_string_free (line, FALSE);
}

static guint
char_width (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;
  return g_unichar_iswide (c) ? 2 : 1;
}

static guint
text_width (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    width += char_width (g_utf8_get_char (p));
  return width;
}

static void
append_blanks (GString *out,
               guint    count)
{
  for (guint i = 0; i < count; i++)
    g_string_append_c (out, ' ');
}

/* Writes @line in @width columns of the terminal, cut with "…" when it is wider. */
static void
append_padded (GString    *out,
               const char *line,
               guint       width,
               gboolean    to_the_right)
{
  guint own = text_width (line);
  guint used = 0;

  if (own <= width)
    {
      if (to_the_right)
        append_blanks (out, width - own);
      g_string_append (out, line);
      if (!to_the_right)
        append_blanks (out, width - own);
      return;
    }
  for (const char *p = line; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (used + char_width (c) > width - 1)
        break;
      used += char_width (c);
      g_string_append_unichar (out, c);
    }
  g_string_append (out, "…");
  append_blanks (out, width - 1 - used);
}

static void
measure (QueristExportJob *job)
{
  g_autoptr(GPtrArray) rows = querist_result_read (job->result, 0, ROWS_MEASURED, NULL);

  for (guint i = 0; i < job->n_columns; i++)
    {
      g_autofree char *name = to_line (querist_result_get_column (job->result, i)->name);

      job->widths[i] = CLAMP (text_width (name), 1, WIDEST);
      for (guint j = 0; rows != NULL && j < rows->len && job->widths[i] < WIDEST; j++)
        {
          QueristCell cell = querist_result_row_get_cell (g_ptr_array_index (rows, j), i);
          g_autofree char *line = to_line (cell.text);

          job->widths[i] = CLAMP (text_width (line), job->widths[i], WIDEST);
        }
    }
}

static void
trim_end (GString *out)
{
  while (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
}

static void
table_begin (QueristExportJob *job)
{
  measure (job);
  for (guint i = 0; i < job->n_columns; i++)
    {
      const QueristResultColumn *column = querist_result_get_column (job->result, i);
      g_autofree char *name = to_line (column->name);

      append_blanks (job->out, i > 0 ? 2 : 0);
      append_padded (job->out, name, job->widths[i], column->numeric);
    }
  trim_end (job->out);
  g_string_append_c (job->out, '\n');
  for (guint i = 0; i < job->n_columns; i++)
    {
      append_blanks (job->out, i > 0 ? 2 : 0);
      for (guint j = 0; j < job->widths[i]; j++)
        g_string_append (job->out, "─");
    }
  g_string_append_c (job->out, '\n');
}

static void
table_row (QueristExportJob *job,
           QueristResultRow *row)
{
  for (guint i = 0; i < job->n_columns; i++)
    {
      g_autofree char *line = to_line (querist_result_row_get_cell (row, i).text);

      append_blanks (job->out, i > 0 ? 2 : 0);
      append_padded (job->out, line, job->widths[i],
                     querist_result_get_column (job->result, i)->numeric);
    }
  trim_end (job->out);
  g_string_append_c (job->out, '\n');
}

static void
table_end (QueristExportJob *job)
{
  g_string_append_printf (job->out, "(%" G_GUINT64_FORMAT " row%s%s)\n", job->n_done,
                          job->n_done == 1 ? "" : "s",
                          querist_result_is_truncated (job->result) ? ", cut off here" : "");
}

const QueristExportWriter querist_export_table = { table_begin, table_row, table_end };
