/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "querist-statistics.h"
#include "querist-text.h"

#define VALUES_SHOWN 5
#define CELL_CHARS 40

static void
append_cell (GString    *string,
             const char *text)
{
  g_autofree char *line = querist_text_first_line (text != NULL ? text : "", CELL_CHARS);

  for (const char *p = line; *p != '\0'; p++)
    {
      if (*p == '|' || *p == '\\')
        g_string_append_c (string, '\\');
      g_string_append_c (string, *p);
    }
}

static void
append_values (GString                       *string,
               const QueristColumnStatistics *column)
{
  guint shown = column->complete ? QUERIST_STATISTICS_MAX_VALUES : VALUES_SHOWN;

  /* values that occur once each say nothing about what is common */
  if (!column->complete && column->values[0] != NULL && column->counts[0] <= 1)
    return;
  for (guint i = 0; column->values[i] != NULL && i < shown; i++)
    {
      if (i > 0)
        g_string_append (string, ", ");
      append_cell (string, column->values[i]);
      g_string_append_printf (string, " (%" G_GUINT64_FORMAT ")", column->counts[i]);
    }
}

static void
append_column (GString                       *string,
               const QueristColumnStatistics *column,
               const QueristTable            *table)
{
  const QueristColumn *schema = querist_table_find_column (table, column->name);
  char mean[G_ASCII_DTOSTR_BUF_SIZE] = "";

  if (!isnan (column->mean))
    g_ascii_formatd (mean, sizeof mean, "%.6g", column->mean);
  g_string_append (string, "| ");
  append_cell (string, column->name);
  g_string_append_printf (string, " | %s | %" G_GUINT64_FORMAT " | %s%" G_GUINT64_FORMAT " | ",
                          schema != NULL ? querist_scalar_to_string (schema->type) : "",
                          column->n_null, column->estimated && !column->complete ? "about " : "",
                          column->n_distinct);
  append_cell (string, column->min);
  g_string_append (string, " | ");
  append_cell (string, column->max);
  g_string_append_printf (string, " | %s | ", mean);
  append_values (string, column);
  g_string_append (string, " |\n");
}

/**
 * querist_table_statistics_to_markdown:
 * @self: statistics
 * @table: the table they are of
 *
 * Returns: (transfer full): a page about the table for people
 */
char *
querist_table_statistics_to_markdown (const QueristTableStatistics *self,
                                      const QueristTable           *table)
{
  GString *string = g_string_new ("# ");
  g_autofree char *rows = querist_text_format_count (self->n_rows);

  append_cell (string, self->table);
  g_string_append_printf (string, "\n\n%s %s\n\n", rows, self->n_rows == 1 ? "row" : "rows");
  if (table->documentation != NULL)
    g_string_append_printf (string, "%s\n\n", table->documentation);
  g_string_append (string, "| Column | Type | Nulls | Distinct | Minimum | Maximum | Mean | "
                           "Common values (rows) |\n"
                           "| --- | --- | ---: | ---: | --- | --- | ---: | --- |\n");
  for (guint i = 0; i < self->columns->len; i++)
    append_column (string, g_ptr_array_index (self->columns, i), table);
  return g_string_free (string, FALSE);
}
