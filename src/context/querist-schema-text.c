/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-schema-text.h"
#include "querist-text.h"

#define MAX_EXAMPLES 3
#define MAX_LISTED 20
#define MAX_EXAMPLE_CHARS 40
#define BYTES_PER_TOKEN 3.6

/**
 * querist_schema_text_tokens:
 * @text: what would be sent
 *
 * Tokenizers differ; English and SQL come to some four bytes a token, names with underscores to
 * fewer. The estimate errs on the high side.
 *
 * Returns: about how many tokens a chat model makes of it
 */
guint
querist_schema_text_tokens (const char *text)
{
  return strlen (text) / BYTES_PER_TOKEN + 1;
}

static void
append_documentation (GString    *string,
                      const char *documentation)
{
  g_autofree char *line = NULL;

  if (documentation == NULL || *documentation == '\0')
    return;
  line = g_strdelimit (g_strdup (documentation), "\r\n", ' ');
  g_string_append_printf (string, " /// %s", line);
}

static void
append_value (GString             *string,
              const QueristColumn *column,
              const char          *value)
{
  g_autofree char *line = querist_text_first_line (value, MAX_EXAMPLE_CHARS);

  if (querist_scalar_is_number (column->type) || column->type == QUERIST_SCALAR_BOOLEAN)
    g_string_append (string, line);
  else
    g_string_append_printf (string, "'%s'", line);
}

/* A list that is whole says so: the model may then rely on there being no other value. */
static void
append_values (GString                       *string,
               const QueristColumn           *column,
               const QueristColumnStatistics *known)
{
  guint n_values = known != NULL ? g_strv_length (known->values) : 0;
  gboolean all = known != NULL && known->complete && n_values <= MAX_LISTED;
  guint shown = MIN (n_values, all ? MAX_LISTED : MAX_EXAMPLES);

  if (shown == 0)
    return;
  g_string_append (string, all ? ", all values: " : ", examples: ");
  for (guint i = 0; i < shown; i++)
    {
      if (i > 0)
        g_string_append (string, ", ");
      append_value (string, column, known->values[i]);
    }
}

static void
append_figures (GString                       *string,
                const QueristColumn           *column,
                const QueristColumnStatistics *known,
                guint64                        n_rows)
{
  if (known == NULL)
    return;
  if (known->n_null > 0 && n_rows > 0)
    g_string_append_printf (string, ", %.2g %% null", 100.0 * known->n_null / n_rows);
  if (known->n_distinct > 0 && !column->primary_key)
    g_string_append_printf (string, ", %s%" G_GUINT64_FORMAT " distinct",
                            known->estimated && !known->complete ? "about " : "",
                            known->n_distinct);
  if (!column->primary_key && known->min != NULL &&
      (querist_scalar_is_number (column->type) || column->type == QUERIST_SCALAR_DATE_TIME))
    g_string_append_printf (string, ", from %s to %s", known->min, known->max);
}

static void
append_column (GString                       *string,
               const QueristTable            *table,
               const QueristColumn           *column,
               const QueristTableStatistics  *statistics,
               QueristDisclosure              disclosure,
               QueristTableDetail             detail)
{
  const QueristForeignKey *reference = querist_table_find_reference (table, column->name);
  const QueristColumnStatistics *known =
    statistics != NULL ? querist_table_statistics_find (statistics, column->name) : NULL;

  g_string_append_printf (string, "  %s: %s", column->name,
                          querist_scalar_to_string (column->type));
  if (column->primary_key)
    g_string_append (string, ", primary key");
  if (reference != NULL)
    g_string_append_printf (string, ", references %s", reference->table);
  if (detail == QUERIST_DETAIL_FULL && disclosure >= QUERIST_DISCLOSE_STATISTICS)
    append_figures (string, column, known, statistics != NULL ? statistics->n_rows : 0);
  if (detail == QUERIST_DETAIL_FULL && disclosure >= QUERIST_DISCLOSE_VALUES &&
      !column->primary_key && reference == NULL && column->type != QUERIST_SCALAR_BYTES)
    append_values (string, column, known);
  append_documentation (string, column->documentation);
  g_string_append_c (string, '\n');
}

static void
append_foreign_keys (GString            *string,
                     const QueristTable *table)
{
  for (guint i = 0; i < table->foreign_keys->len; i++)
    {
      const QueristForeignKey *key = g_ptr_array_index (table->foreign_keys, i);

      g_string_append (string, "  foreign key: ");
      for (guint j = 0; key->columns[j] != NULL && key->references[j] != NULL; j++)
        g_string_append_printf (string, "%s%s.%s = %s.%s", j > 0 ? " and " : "", table->name,
                                key->columns[j], key->table, key->references[j]);
      g_string_append_c (string, '\n');
    }
}

static gboolean
is_key (const QueristTable  *table,
        const QueristColumn *column)
{
  return column->primary_key || querist_table_find_reference (table, column->name) != NULL;
}

/**
 * querist_schema_text_for_table:
 * @table: a table
 * @statistics: (nullable): what is known of its data
 * @disclosure: what may be told of the data
 * @detail: how much is told
 *
 * Writes a table for a chat model in the manner of M-Schema (XiYan-SQL, 2024): one column a line
 * with type, keys, figures and examples. At QUERIST_DISCLOSE_SCHEMA nothing in it comes from the
 * data; at QUERIST_DISCLOSE_STATISTICS only counts and the ranges of numbers and dates.
 *
 * Returns: (transfer full): some lines of text
 */
char *
querist_schema_text_for_table (const QueristTable           *table,
                               const QueristTableStatistics *statistics,
                               QueristDisclosure             disclosure,
                               QueristTableDetail            detail)
{
  GString *string = g_string_new (NULL);

  g_string_append_printf (string, "table %s", table->name);
  if (disclosure >= QUERIST_DISCLOSE_STATISTICS && statistics != NULL)
    g_string_append_printf (string, " (%" G_GUINT64_FORMAT " rows)", statistics->n_rows);
  if (detail >= QUERIST_DETAIL_COLUMNS)
    append_documentation (string, table->documentation);
  g_string_append_c (string, '\n');
  if (detail == QUERIST_DETAIL_NAME)
    return g_string_free (string, FALSE);
  for (guint i = 0; i < table->columns->len; i++)
    {
      const QueristColumn *column = g_ptr_array_index (table->columns, i);

      if (detail > QUERIST_DETAIL_KEYS || is_key (table, column))
        append_column (string, table, column, statistics, disclosure, detail);
    }
  append_foreign_keys (string, table);
  return g_string_free (string, FALSE);
}
