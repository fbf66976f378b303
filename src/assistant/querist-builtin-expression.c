/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <sqlite3.h>
#include <string.h>

#include "querist-builtin-expression.h"
#include "querist-builtin-sql.h"
#include "querist-connection.h"

/**
 * querist_builtin_quote_name:
 * @name: a name
 *
 * Returns: (transfer full): the name as SQL has it: in quotes only where it must be
 */
char *
querist_builtin_quote_name (const char *name)
{
  gboolean plain = g_ascii_isalpha (*name) || *name == '_';

  for (const char *p = name; *p != '\0'; p++)
    plain = plain && (g_ascii_isalnum (*p) || *p == '_');
  if (plain && !sqlite3_keyword_check (name, strlen (name)))
    return g_strdup (name);
  return querist_sql_quote_name (name);
}

/**
 * querist_expression_column:
 * @joins: the query's joins
 * @join: where the column is
 * @column: its name
 *
 * Returns: (transfer full): the column, qualified where the query has several tables
 */
char *
querist_expression_column (const QueristJoins *joins,
                           const QueristJoin  *join,
                           const char         *column)
{
  g_autofree char *name = querist_builtin_quote_name (column);

  if (joins->joins->len == 1 && !joins->qualified)
    return g_steal_pointer (&name);
  return g_strdup_printf ("%s.%s", join->alias, name);
}

/**
 * querist_expression_field:
 * @joins: the query's joins; what is missing is added
 * @field: a field with a column
 *
 * Returns: (transfer full) (nullable): the column, NULL when no join leads there
 */
char *
querist_expression_field (QueristJoins       *joins,
                          const QueristField *field)
{
  QueristJoin *join = querist_joins_add (joins, field);

  return join != NULL ? querist_expression_column (joins, join, field->column->column->name)
                      : NULL;
}

static const char *
find_pointing_column (const QueristKnownTable *from,
                      const QueristField      *to)
{
  for (guint i = 0; i < from->table->foreign_keys->len; i++)
    {
      const QueristForeignKey *key = g_ptr_array_index (from->table->foreign_keys, i);

      if (g_ascii_strcasecmp (key->table, to->table->table->name) == 0 &&
          g_strv_length (key->columns) == 1 && (to->role == NULL || to->role == key))
        return key->columns[0];
    }
  return NULL;
}

/**
 * querist_expression_key:
 * @joins: the query's joins; what is missing is added
 * @field: a field; its table's rows are meant
 *
 * Returns: (transfer full) (nullable): what tells one row of the table from another; the column
 *   that points to it when that spares a join
 */
char *
querist_expression_key (QueristJoins       *joins,
                        const QueristField *field)
{
  const QueristJoin *base = g_ptr_array_index (joins->joins, 0);
  const QueristKnownColumn *key = querist_known_table_key (field->table);
  QueristJoin *join;

  if (base->table != field->table)
    {
      const char *pointing = find_pointing_column (base->table, field);

      if (pointing != NULL)
        return querist_expression_column (joins, base, pointing);
    }
  join = querist_joins_add (joins, field);
  if (join == NULL)
    return NULL;
  return querist_expression_column (joins, join, key != NULL ? key->column->name : "rowid");
}

/**
 * querist_expression_unit:
 * @date: an expression that gives a day or a moment as ISO 8601 text
 * @unit: a unit of time
 *
 * Returns: (transfer full): the unit that the day lies in, as text that sorts by time
 */
char *
querist_expression_unit (const char      *date,
                         QueristTimeUnit  unit)
{
  switch (unit)
    {
    case QUERIST_UNIT_HOUR:
      return g_strdup_printf ("strftime('%%H', %s)", date);
    case QUERIST_UNIT_DAY:
      return g_strdup_printf ("date(%s)", date);
    case QUERIST_UNIT_WEEK:
      return g_strdup_printf ("strftime('%%Y-W%%W', %s)", date);
    case QUERIST_UNIT_MONTH:
      return g_strdup_printf ("strftime('%%Y-%%m', %s)", date);
    case QUERIST_UNIT_QUARTER:
      return g_strdup_printf ("strftime('%%Y', %s) || '-Q' || ((strftime('%%m', %s) + 2) / 3)",
                              date, date);
    case QUERIST_UNIT_YEAR:
      return g_strdup_printf ("strftime('%%Y', %s)", date);
    case QUERIST_UNIT_WEEKDAY:
      return g_strdup_printf ("CASE strftime('%%w', %s) WHEN '0' THEN 'Sunday' WHEN '1' THEN "
                              "'Monday' WHEN '2' THEN 'Tuesday' WHEN '3' THEN 'Wednesday' "
                              "WHEN '4' THEN 'Thursday' WHEN '5' THEN 'Friday' WHEN '6' THEN "
                              "'Saturday' END",
                              date);
    default:
      return g_strdup (date);
    }
}

static char *
expression_of_column (QueristJoins             *joins,
                      const QueristField       *from,
                      const QueristKnownColumn *column)
{
  QueristField field = { column->table, column, NULL, NULL };

  if (column->table == from->table)
    field = (QueristField) { column->table, column, from->role, from->role_owner };
  return querist_expression_field (joins, &field);
}

/**
 * querist_expression_amount:
 * @joins: the query's joins; what is missing is added
 * @measure: a measure of a column or an amount
 *
 * Returns: (transfer full) (nullable): what a row counts for
 */
char *
querist_expression_amount (QueristJoins         *joins,
                           const QueristMeasure *measure)
{
  const QueristAmount *amount = &measure->amount;
  g_autofree char *price = NULL;
  g_autofree char *quantity = NULL;
  g_autofree char *discount = NULL;

  if (!measure->is_amount)
    return querist_expression_field (joins, &measure->field);
  if (amount->total != NULL)
    return expression_of_column (joins, &measure->field, amount->total);
  price = expression_of_column (joins, &measure->field, amount->price);
  quantity = expression_of_column (joins, &measure->field, amount->quantity);
  if (price == NULL || quantity == NULL)
    return NULL;
  if (amount->discount == NULL)
    return g_strdup_printf ("%s * %s", quantity, price);
  discount = expression_of_column (joins, &measure->field, amount->discount);
  if (amount->discount->column->nullable)
    {
      g_autofree char *bare = g_steal_pointer (&discount);

      discount = g_strdup_printf ("COALESCE(%s, 0)", bare);
    }
  if (amount->discount_scale == 1)
    return g_strdup_printf ("%s * %s * (1 - %s)", quantity, price, discount);
  return g_strdup_printf ("%s * %s * (1 - %s / %d.0)", quantity, price, discount,
                          amount->discount_scale);
}

/**
 * querist_expression_period:
 * @date: an expression that gives a day or a moment as ISO 8601 text
 * @period: the days; a side without a valid date is open
 *
 * Half-open ranges of texts are right for days and for moments alike, and an index serves them.
 *
 * Returns: (transfer full): the condition
 */
char *
querist_expression_period (const char          *date,
                           const QueristPeriod *period)
{
  g_autofree char *start = NULL;
  g_autofree char *end = NULL;
  GString *days;

  if (period->weekdays != 0)
    {
      days = g_string_new (NULL);
      for (guint i = 0; i < 7; i++)
        {
          if ((period->weekdays & 1u << i) != 0)
            g_string_append_printf (days, "%s'%u'", days->len > 0 ? ", " : "", i);
        }
      start = g_string_free (days, FALSE);
      return g_strdup_printf ("strftime('%%w', %s) IN (%s)", date, start);
    }
  if (g_date_valid (&period->start))
    start = querist_date_to_string (&period->start);
  if (g_date_valid (&period->end))
    end = querist_date_to_string (&period->end);
  if (start != NULL && end != NULL)
    return g_strdup_printf ("%s >= '%s' AND %s < '%s'", date, start, date, end);
  if (start != NULL)
    return g_strdup_printf ("%s >= '%s'", date, start);
  return g_strdup_printf ("%s < '%s'", date, end != NULL ? end : "");
}

static char *
build_years (const char          *column,
             const QueristPeriod *period)
{
  int first = g_date_valid (&period->start) ? g_date_get_year (&period->start) : 0;
  int after = g_date_valid (&period->end) ? g_date_get_year (&period->end) : 0;

  /* "before March 2020" takes in no part of 2020 when only years are known */
  if (first != 0 && after == first + 1)
    return g_strdup_printf ("%s = %d", column, first);
  if (first != 0 && after != 0)
    return g_strdup_printf ("%s >= %d AND %s < %d", column, first, column, after);
  if (first != 0)
    return g_strdup_printf ("%s >= %d", column, first);
  return g_strdup_printf ("%s < %d", column, after);
}

static char *
quote_literal (const QueristKnownColumn *column,
               const char               *value)
{
  char *end;

  if (querist_scalar_is_number (column->column->type))
    {
      g_ascii_strtod (value, &end);
      if (*end == '\0' && end != value)
        return g_strdup (value);
    }
  return querist_sql_quote_text (value);
}

static char *
build_pattern (const QueristCondition *condition,
               const char             *value)
{
  GString *pattern = g_string_new (NULL);
  gboolean escaped = FALSE;
  g_autofree char *quoted = NULL;
  g_autofree char *raw = NULL;

  if (condition->op != QUERIST_OPERATOR_STARTS)
    g_string_append_c (pattern, '%');
  for (const char *p = value; *p != '\0'; p++)
    {
      if (strchr ("%_\\", *p) != NULL)
        {
          g_string_append_c (pattern, '\\');
          escaped = TRUE;
        }
      g_string_append_c (pattern, *p);
    }
  if (condition->op != QUERIST_OPERATOR_ENDS)
    g_string_append_c (pattern, '%');
  raw = g_string_free (pattern, FALSE);
  quoted = querist_sql_quote_text (raw);
  return g_strconcat (quoted, escaped ? " ESCAPE '\\'" : "", NULL);
}

static char *
build_texts (const char             *column,
             const QueristCondition *condition)
{
  const char *not_word = condition->negated ? "NOT " : "";
  g_autoptr(GString) list = g_string_new (NULL);

  for (guint i = 0; i < condition->values->len; i++)
    {
      const char *value = g_ptr_array_index (condition->values, i);
      g_autofree char *literal = NULL;

      if (condition->op != QUERIST_OPERATOR_EQ)
        {
          literal = build_pattern (condition, value);
          g_string_append_printf (list, "%s%s %sLIKE %s",
                                  i == 0 ? "" : condition->negated ? " AND " : " OR ", column,
                                  not_word, literal);
          continue;
        }
      literal = quote_literal (condition->field.column, value);
      g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", literal);
    }
  if (condition->op != QUERIST_OPERATOR_EQ)
    return condition->values->len > 1 ? g_strdup_printf ("(%s)", list->str)
                                      : g_strdup (list->str);
  if (condition->values->len == 1)
    return g_strdup_printf ("%s %s %s", column, condition->negated ? "<>" : "=", list->str);
  return g_strdup_printf ("%s %sIN (%s)", column, not_word, list->str);
}

static const char *
comparison_sign (const QueristCondition *condition)
{
  static const char *const signs[][2] = {
    [QUERIST_OPERATOR_EQ] = { "=", "<>" }, [QUERIST_OPERATOR_LT] = { "<", ">=" },
    [QUERIST_OPERATOR_LE] = { "<=", ">" }, [QUERIST_OPERATOR_GT] = { ">", "<=" },
    [QUERIST_OPERATOR_GE] = { ">=", "<" },
  };

  return signs[condition->op][condition->negated ? 1 : 0];
}

static char *
build_number (const char             *column,
              const QueristCondition *condition)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  const QueristTable *table = condition->field.table->table;

  if (condition->average)
    {
      g_autofree char *from = querist_builtin_quote_name (table->name);
      g_autofree char *name = querist_builtin_quote_name (condition->field.column->column->name);

      return g_strdup_printf ("%s %s (SELECT AVG(%s) FROM %s)", column,
                              comparison_sign (condition), name, from);
    }
  g_ascii_formatd (number, sizeof number, "%.15g", condition->number);
  return g_strdup_printf ("%s %s %s", column, comparison_sign (condition), number);
}

/* The literals that a yes/no column keeps for yes. */
static char *
build_true (const char             *column,
            const QueristCondition *condition)
{
  static const char *const yes[] = { "yes", "y", "true", "t", "1", NULL };
  const QueristColumnStatistics *known = condition->field.column->statistics;

  for (guint i = 0; known != NULL && known->values[i] != NULL; i++)
    {
      g_autofree char *folded = g_utf8_strdown (known->values[i], -1);
      g_autofree char *literal = NULL;

      if (!g_strv_contains (yes, folded) ||
          condition->field.column->column->type != QUERIST_SCALAR_STRING)
        continue;
      literal = querist_sql_quote_text (known->values[i]);
      return g_strdup_printf ("%s %s %s", column, condition->negated ? "<>" : "=", literal);
    }
  return g_strdup_printf ("%s = %d", column, condition->negated ? 0 : 1);
}

static char *
build_period (const char             *column,
              const QueristCondition *condition)
{
  g_autofree char *inside = condition->field.column->year
                              ? build_years (column, &condition->period)
                              : querist_expression_period (column, &condition->period);

  return condition->negated ? g_strdup_printf ("NOT (%s)", inside) : g_steal_pointer (&inside);
}

/**
 * querist_expression_condition:
 * @joins: the query's joins; what is missing is added
 * @condition: a condition on a column
 *
 * Returns: (transfer full) (nullable): the condition in SQL
 */
char *
querist_expression_condition (QueristJoins           *joins,
                              const QueristCondition *condition)
{
  g_autofree char *column = NULL;

  if (condition->op == QUERIST_OPERATOR_EXISTS)
    return NULL;
  column = querist_expression_field (joins, &condition->field);
  if (column == NULL)
    return NULL;
  if (condition->op == QUERIST_OPERATOR_NULL)
    return g_strdup_printf ("%s IS %sNULL", column, condition->negated ? "NOT " : "");
  if (condition->op == QUERIST_OPERATOR_TRUE)
    return build_true (column, condition);
  if (condition->op == QUERIST_OPERATOR_PERIOD)
    return build_period (column, condition);
  if (condition->values != NULL)
    return build_texts (column, condition);
  return build_number (column, condition);
}
