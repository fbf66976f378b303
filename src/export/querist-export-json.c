/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <sqlite3.h>

#include "querist-export-private.h"

static void
append_string (GString    *out,
               const char *text)
{
  g_string_append_c (out, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      switch (*p)
        {
        case '"': g_string_append (out, "\\\""); break;
        case '\\': g_string_append (out, "\\\\"); break;
        case '\n': g_string_append (out, "\\n"); break;
        case '\r': g_string_append (out, "\\r"); break;
        case '\t': g_string_append (out, "\\t"); break;
        default:
          if ((guchar) *p < 0x20)
            g_string_append_printf (out, "\\u%04x", *p);
          else
            g_string_append_c (out, *p);
        }
    }
  g_string_append_c (out, '"');
}

/* JSON knows no infinity: such a number becomes null. */
static void
append_cell (GString    *out,
             QueristCell cell)
{
  if (cell.text == NULL || (cell.type == SQLITE_FLOAT && !isfinite (cell.number)))
    g_string_append (out, "null");
  else if (cell.type == SQLITE_INTEGER || cell.type == SQLITE_FLOAT)
    g_string_append (out, cell.text);
  else
    append_string (out, cell.text);
}

static void
append_object (QueristExportJob *job,
               QueristResultRow *row)
{
  g_string_append_c (job->out, '{');
  for (guint i = 0; i < job->n_columns; i++)
    {
      if (i > 0)
        g_string_append_c (job->out, ',');
      append_string (job->out, querist_result_get_column (job->result, i)->name);
      g_string_append_c (job->out, ':');
      append_cell (job->out, querist_result_row_get_cell (row, i));
    }
  g_string_append_c (job->out, '}');
}

static void
json_begin (QueristExportJob *job)
{
  g_string_append_c (job->out, '[');
}

static void
json_row (QueristExportJob *job,
          QueristResultRow *row)
{
  g_string_append (job->out, job->n_done > 0 ? ",\n " : "\n ");
  append_object (job, row);
}

static void
json_end (QueristExportJob *job)
{
  g_string_append (job->out, "\n]\n");
}

static void
jsonl_begin (QueristExportJob *job)
{
}

static void
jsonl_row (QueristExportJob *job,
           QueristResultRow *row)
{
  append_object (job, row);
  g_string_append_c (job->out, '\n');
}

const QueristExportWriter querist_export_json = { json_begin, json_row, json_end };
const QueristExportWriter querist_export_jsonl = { jsonl_begin, jsonl_row, jsonl_begin };
