/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sqlite3.h>
#include <string.h>

#include "querist-export-private.h"

static gboolean
is_number (QueristCell cell)
{
  return cell.type == SQLITE_INTEGER || cell.type == SQLITE_FLOAT;
}

/* A cell of a Markdown table is one line in which a bar, and what looks like markup, is escaped
 * (GitHub Flavored Markdown, 4.10 Tables). */
static void
append_markdown (GString    *out,
                 const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '\n')
        g_string_append (out, "<br>");
      else if (*p == '&')
        g_string_append (out, "&amp;");
      else if (*p == '<')
        g_string_append (out, "&lt;");
      else if (*p != '\r')
        {
          if (strchr ("|\\`*_[]", *p) != NULL)
            g_string_append_c (out, '\\');
          g_string_append_c (out, *p);
        }
    }
}

static void
markdown_begin (QueristExportJob *job)
{
  for (guint i = 0; i < job->n_columns; i++)
    {
      g_string_append (job->out, "| ");
      append_markdown (job->out, querist_result_get_column (job->result, i)->name);
      g_string_append_c (job->out, ' ');
    }
  g_string_append (job->out, "|\n");
  for (guint i = 0; i < job->n_columns; i++)
    g_string_append (job->out, querist_result_get_column (job->result, i)->numeric ? "| ---: "
                                                                                   : "| --- ");
  g_string_append (job->out, "|\n");
}

static void
markdown_row (QueristExportJob *job,
              QueristResultRow *row)
{
  for (guint i = 0; i < job->n_columns; i++)
    {
      QueristCell cell = querist_result_row_get_cell (row, i);

      g_string_append (job->out, "| ");
      if (is_number (cell))
        g_string_append (job->out, cell.text);
      else if (cell.text != NULL)
        append_markdown (job->out, cell.text);
      g_string_append_c (job->out, ' ');
    }
  g_string_append (job->out, "|\n");
}

static void
markdown_end (QueristExportJob *job)
{
}

static void
append_element (GString    *out,
                const char *name,
                const char *attribute,
                const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append_printf (out, "<%s%s>%s</%s>", name, attribute, escaped, name);
}

static void
html_begin (QueristExportJob *job)
{
  g_string_append (job->out,
                   "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n"
                   "<title>Querist</title>\n<style>\n"
                   "body { font: 15px sans-serif; }\n"
                   "table { border-collapse: collapse; }\n"
                   "th, td { padding: 4px 12px; border-bottom: 1px solid #ccc; text-align: left; "
                   "white-space: pre-line; }\n"
                   "td.n { text-align: right; font-variant-numeric: tabular-nums; }\n"
                   "td.null { color: #888; font-style: italic; }\n"
                   "</style>\n</head>\n<body>\n<table>\n<thead><tr>");
  for (guint i = 0; i < job->n_columns; i++)
    append_element (job->out, "th", "", querist_result_get_column (job->result, i)->name);
  g_string_append (job->out, "</tr></thead>\n<tbody>\n");
}

static void
html_row (QueristExportJob *job,
          QueristResultRow *row)
{
  g_string_append (job->out, "<tr>");
  for (guint i = 0; i < job->n_columns; i++)
    {
      QueristCell cell = querist_result_row_get_cell (row, i);

      if (cell.text == NULL)
        append_element (job->out, "td", " class=\"null\"", "NULL");
      else
        append_element (job->out, "td", is_number (cell) ? " class=\"n\"" : "", cell.text);
    }
  g_string_append (job->out, "</tr>\n");
}

static void
html_end (QueristExportJob *job)
{
  g_string_append (job->out, "</tbody>\n</table>\n</body>\n</html>\n");
}

const QueristExportWriter querist_export_markdown = { markdown_begin, markdown_row, markdown_end };
const QueristExportWriter querist_export_html = { html_begin, html_row, html_end };
