/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "querist-builtin-describe.h"
#include "querist-text.h"

#define MAX_TABLES 40
#define MAX_COLUMNS 60
#define MAX_VALUES 12
#define MAX_VALUE_CHARS 40

static void
append_values (GString                  *text,
               const QueristKnownColumn *column)
{
  const QueristColumnStatistics *known = column->statistics;

  for (guint i = 0; known->values[i] != NULL && i < MAX_VALUES; i++)
    {
      g_autofree char *value = querist_text_first_line (known->values[i], MAX_VALUE_CHARS);
      g_autofree char *count = querist_text_format_count (known->counts[i]);

      g_string_append_printf (text, "%s%s (%s)", i > 0 ? ", " : "", value, count);
    }
  if (!known->complete || g_strv_length (known->values) > MAX_VALUES)
    g_string_append (text, ", …");
}

static const char *
kind_words (const QueristKnownColumn *column)
{
  switch (column->kind)
    {
    case QUERIST_KIND_NUMBER:
      return column->year ? "a year" : "a number";
    case QUERIST_KIND_DATE:
      return "a date";
    case QUERIST_KIND_BOOLEAN:
      return "yes or no";
    case QUERIST_KIND_KEY:
      return "a key";
    default:
      return "a text";
    }
}

static void
append_column (GString                  *text,
               const QueristKnownColumn *column,
               gboolean                  full)
{
  const QueristColumnStatistics *known = column->statistics;

  g_string_append_printf (text, "%s is %s", column->column->name, kind_words (column));
  if (column->column->primary_key)
    g_string_append (text, ", part of the primary key");
  if (column->reference != NULL)
    g_string_append_printf (text, " that points to %s", column->reference->table);
  if (column->column->documentation != NULL)
    g_string_append_printf (text, ": %s", column->column->documentation);
  if (known == NULL)
    return;
  if (known->n_null > 0)
    {
      g_autofree char *count = querist_text_format_count (known->n_null);

      g_string_append_printf (text, ", missing in %s rows", count);
    }
  if (known->min != NULL &&
      (column->kind == QUERIST_KIND_DATE || column->kind == QUERIST_KIND_NUMBER))
    g_string_append_printf (text, ", from %s to %s", known->min, known->max);
  if (full && !isnan (known->mean) && column->kind == QUERIST_KIND_NUMBER && !column->year)
    g_string_append_printf (text, ", %.6g on average", known->mean);
  if (column->kind == QUERIST_KIND_TEXT || column->kind == QUERIST_KIND_BOOLEAN)
    {
      if (known->complete && known->n_distinct > 0 &&
          (full || known->n_distinct <= MAX_VALUES))
        {
          g_string_append (text, "; its values: ");
          append_values (text, column);
        }
      else if (known->n_distinct > 0)
        {
          g_autofree char *count = querist_text_format_count (known->n_distinct);

          g_string_append_printf (text, ", %s%s different values",
                                  known->estimated ? "about " : "", count);
        }
    }
}

static void
append_relations (GString                 *text,
                  const QueristKnownTable *table)
{
  for (guint i = 0; i < table->table->foreign_keys->len; i++)
    {
      const QueristForeignKey *key = g_ptr_array_index (table->table->foreign_keys, i);

      g_string_append_printf (text, "Each row belongs to one row of %s (by %s). ", key->table,
                              key->columns[0]);
    }
}

static void
append_table (GString                 *text,
              const QueristKnownTable *table)
{
  guint n = table->columns->len;
  guint64 n_rows = table->statistics != NULL ? table->statistics->n_rows : 0;
  g_autofree char *rows = querist_text_format_count (n_rows);

  g_string_append_printf (text, "%s has %s %s and %u %s. ", table->table->name, rows,
                          n_rows == 1 ? "row" : "rows", n, n == 1 ? "column" : "columns");
  if (table->table->documentation != NULL)
    g_string_append_printf (text, "%s ", table->table->documentation);
  append_relations (text, table);
  g_string_append_c (text, '\n');
  for (guint i = 0; i < n && i < MAX_COLUMNS; i++)
    {
      g_string_append (text, "• ");
      append_column (text, g_ptr_array_index (table->columns, i), FALSE);
      g_string_append_c (text, '\n');
    }
  if (n > MAX_COLUMNS)
    g_string_append_printf (text, "… and %u more columns\n", n - MAX_COLUMNS);
}

static void
append_overview (GString            *text,
                 QueristBuiltinMind *self)
{
  guint n = self->schema->tables->len;

  g_string_append_printf (text, "There %s %u %s:\n", n == 1 ? "is" : "are", n,
                          n == 1 ? "table" : "tables");
  for (guint i = 0; i < n && i < MAX_TABLES; i++)
    {
      const QueristKnownTable *table = g_ptr_array_index (self->schema->tables, i);
      g_autofree char *rows =
        querist_text_format_count (table->statistics != NULL ? table->statistics->n_rows : 0);

      g_string_append_printf (text, "• %s: %s rows", table->table->name, rows);
      if (table->date != NULL && table->date->statistics != NULL &&
          table->date->statistics->min != NULL)
        g_string_append_printf (text, ", %s from %.10s to %.10s", table->date->column->name,
                                table->date->statistics->min, table->date->statistics->max);
      if (table->table->documentation != NULL)
        g_string_append_printf (text, ". %s", table->table->documentation);
      g_string_append_c (text, '\n');
    }
  if (n > MAX_TABLES)
    g_string_append_printf (text, "… and %u more\n", n - MAX_TABLES);
}

static void
append_value_places (GString           *text,
                     const QueristItem *item)
{
  for (guint i = 0; i < item->values->len; i++)
    {
      const QueristValueMatch *match = g_ptr_array_index (item->values, i);
      const char *value = g_ptr_array_index (match->values, 0);

      if (match->score < 0.85)
        continue;
      g_string_append_printf (text, "“%s” is a value of %s.%s", value,
                              match->column->table->table->name, match->column->column->name);
      if (match->column->column->documentation != NULL)
        g_string_append_printf (text, " (%s)", match->column->column->documentation);
      g_string_append (text, ". Nothing more is written down about it.\n");
    }
}

static gboolean
append_item (GString           *text,
             const QueristItem *item)
{
  gsize before = text->len;

  if (item->kind == QUERIST_ITEM_TABLE)
    append_table (text, g_array_index (item->tables, QueristTableMatch, 0).table);
  for (guint i = 0; item->kind == QUERIST_ITEM_COLUMN && i < item->columns->len; i++)
    {
      const QueristColumnMatch *match = &g_array_index (item->columns, QueristColumnMatch, i);

      if (match->score + 0.1 < g_array_index (item->columns, QueristColumnMatch, 0).score)
        continue;
      g_string_append_printf (text, "%s: ", match->column->table->table->name);
      append_column (text, match->column, TRUE);
      g_string_append (text, ".\n");
    }
  if (item->kind == QUERIST_ITEM_VALUE)
    append_value_places (text, item);
  return text->len > before;
}

/**
 * querist_builtin_describe:
 * @self: what the rules work with
 * @question: a question about the data's shape or meaning
 *
 * Tells what is known of the tables, columns and values that the question names, or gives an
 * overview when it names none.
 *
 * Returns: (transfer full): some lines of plain text
 */
char *
querist_builtin_describe (QueristBuiltinMind *self,
                          const char         *question)
{
  g_autofree char *start = g_strndup (question, 4000);
  g_autoptr(QueristQuestion) pieces = querist_question_new (start, self->schema, self->values);
  GString *text = g_string_new (NULL);
  gboolean found = FALSE;

  for (guint i = 0; i < pieces->items->len; i++)
    found |= append_item (text, g_ptr_array_index (pieces->items, i));
  if (!found)
    append_overview (text, self);
  return g_strchomp (g_string_free (text, FALSE));
}
