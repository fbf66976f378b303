/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <sqlite3.h>

#include "querist-connection.h"
#include "querist-export-private.h"

/* A script that makes a table “result” with the same rows in any SQLite database. */

static const char *
declared_type (const QueristResultColumn *column)
{
  switch (column->type)
    {
    case QUERIST_SCALAR_INT:
    case QUERIST_SCALAR_BIG_INT:
    case QUERIST_SCALAR_BOOLEAN:
      return "INTEGER";
    case QUERIST_SCALAR_FLOAT:
      return "REAL";
    case QUERIST_SCALAR_DECIMAL:
      return "NUMERIC";
    case QUERIST_SCALAR_BYTES:
      return "BLOB";
    case QUERIST_SCALAR_STRING:
    case QUERIST_SCALAR_DATE_TIME:
    case QUERIST_SCALAR_JSON:
    default:
      return "TEXT";
    }
}

static void
sql_begin (QueristExportJob *job)
{
  g_string_append (job->out, "BEGIN;\nCREATE TABLE \"result\" (");
  for (guint i = 0; i < job->n_columns; i++)
    {
      const QueristResultColumn *column = querist_result_get_column (job->result, i);
      g_autofree char *name = querist_sql_quote_name (column->name);

      g_string_append_printf (job->out, "%s\n  %s %s", i > 0 ? "," : "", name,
                              declared_type (column));
    }
  g_string_append (job->out, "\n);\n");
}

static void
append_literal (GString    *out,
                QueristCell cell)
{
  g_autofree char *quoted = NULL;

  if (cell.text == NULL || (cell.type == SQLITE_FLOAT && isnan (cell.number)))
    g_string_append (out, "NULL");
  else if (cell.type == SQLITE_FLOAT && isinf (cell.number))
    g_string_append (out, cell.number > 0 ? "9e999" : "-9e999");
  else if (cell.type == SQLITE_INTEGER || cell.type == SQLITE_FLOAT)
    g_string_append (out, cell.text);
  else
    {
      quoted = querist_sql_quote_text (cell.text);
      g_string_append (out, quoted);
    }
}

static void
sql_row (QueristExportJob *job,
         QueristResultRow *row)
{
  g_string_append (job->out, "INSERT INTO \"result\" VALUES (");
  for (guint i = 0; i < job->n_columns; i++)
    {
      if (i > 0)
        g_string_append (job->out, ", ");
      append_literal (job->out, querist_result_row_get_cell (row, i));
    }
  g_string_append (job->out, ");\n");
}

static void
sql_end (QueristExportJob *job)
{
  g_string_append (job->out, "COMMIT;\n");
}

const QueristExportWriter querist_export_sql = { sql_begin, sql_row, sql_end };
