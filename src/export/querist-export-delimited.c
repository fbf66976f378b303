/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sqlite3.h>
#include <string.h>

#include "querist-export-private.h"

/* CSV as RFC 4180 has it (lines end in CR LF), with "" for an empty text, so that it can be told
 * from NULL, which is an empty field. */
static void
append_csv (GString    *out,
            const char *text)
{
  if (text == NULL)
    return;
  if (*text != '\0' && strpbrk (text, ",\"\r\n") == NULL && *text != ' ' &&
      text[strlen (text) - 1] != ' ')
    {
      g_string_append (out, text);
      return;
    }
  g_string_append_c (out, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *p);
    }
  g_string_append_c (out, '"');
}

static void
csv_begin (QueristExportJob *job)
{
  for (guint i = 0; i < job->n_columns; i++)
    {
      if (i > 0)
        g_string_append_c (job->out, ',');
      append_csv (job->out, querist_result_get_column (job->result, i)->name);
    }
  g_string_append (job->out, "\r\n");
}

static void
csv_row (QueristExportJob *job,
         QueristResultRow *row)
{
  for (guint i = 0; i < job->n_columns; i++)
    {
      if (i > 0)
        g_string_append_c (job->out, ',');
      append_csv (job->out, querist_result_row_get_cell (row, i).text);
    }
  g_string_append (job->out, "\r\n");
}

/* Tab-separated values as IANA registers them know no quotes: tabs and line ends inside a value
 * become blanks. */
static void
append_tsv (GString    *out,
            const char *text)
{
  for (const char *p = text; p != NULL && *p != '\0'; p++)
    g_string_append_c (out, strchr ("\t\r\n", *p) != NULL ? ' ' : *p);
}

static void
tsv_begin (QueristExportJob *job)
{
  for (guint i = 0; i < job->n_columns; i++)
    {
      if (i > 0)
        g_string_append_c (job->out, '\t');
      append_tsv (job->out, querist_result_get_column (job->result, i)->name);
    }
  g_string_append_c (job->out, '\n');
}

static void
tsv_row (QueristExportJob *job,
         QueristResultRow *row)
{
  for (guint i = 0; i < job->n_columns; i++)
    {
      if (i > 0)
        g_string_append_c (job->out, '\t');
      append_tsv (job->out, querist_result_row_get_cell (row, i).text);
    }
  g_string_append_c (job->out, '\n');
}

static void
no_end (QueristExportJob *job)
{
}

const QueristExportWriter querist_export_csv = { csv_begin, csv_row, no_end };
const QueristExportWriter querist_export_tsv = { tsv_begin, tsv_row, no_end };
