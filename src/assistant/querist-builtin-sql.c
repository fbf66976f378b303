/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-assistant.h"
#include "querist-builtin-exists.h"
#include "querist-builtin-expression.h"
#include "querist-builtin-sql.h"
#include "querist-text.h"

/* Writes a frame as one SELECT. It is gone through twice: the first time finds the tables that are
 * needed, the second time writes, when it is known whether names must be qualified. */

typedef struct {
  QueristFrame             *frame;
  const QueristKnownSchema *schema;
  const QueristKnownTable  *base;
  QueristJoins             *joins;
  GPtrArray                *columns;
  GPtrArray                *names;
  GPtrArray                *groups;
  GPtrArray                *wheres;
  GPtrArray                *orders;
  GPtrArray                *measures;
  gboolean                  failed;
} Writer;

static const char *
aggregate_name (QueristAggregate aggregate)
{
  static const char *const names[] = { "", "COUNT", "SUM", "AVG", "MAX", "MIN" };

  return names[aggregate];
}

static char *
to_identifier (const char *text)
{
  g_autofree char *snake = querist_text_snake_case (text);

  return *snake != '\0' ? g_steal_pointer (&snake) : g_strdup ("value");
}

static char *
measured_thing (const QueristMeasure *measure)
{
  if (measure->is_amount)
    return g_strdup (measure->amount.total != NULL ? measure->amount.total->column->name
                                                   : "revenue");
  if (measure->field.column != NULL)
    return g_strdup (measure->field.column->column->name);
  return querist_known_table_noun (measure->field.table, FALSE);
}

/**
 * querist_measure_name:
 * @measure: a measure
 *
 * Returns: (transfer full): a name for its column: "order_count", "total_amount"
 */
char *
querist_measure_name (const QueristMeasure *measure)
{
  g_autofree char *thing = measured_thing (measure);
  g_autofree char *name = NULL;

  switch (measure->aggregate)
    {
    case QUERIST_AGGREGATE_COUNT:
      name = g_strconcat (thing, "_count", NULL);
      break;
    case QUERIST_AGGREGATE_SUM:
      name = measure->is_amount && measure->amount.total == NULL
               ? g_strdup ("revenue")
             : g_str_has_prefix (thing, "total") ? g_strdup (thing)
                                                 : g_strconcat ("total_", thing, NULL);
      break;
    case QUERIST_AGGREGATE_AVG:
      if (measure->per != NULL)
        {
          g_autofree char *per = querist_known_table_noun (measure->per, FALSE);

          name = g_strdup_printf ("average_%s_%s_%s", thing,
                                  measure->field.column == NULL && !measure->is_amount ? "count"
                                                                                       : "",
                                  measure->is_amount ? "per_" : "");
          g_free (name);
          name = measure->is_amount ? g_strdup_printf ("average_%s_value", per)
                                    : g_strdup_printf ("average_%s_count", thing);
          break;
        }
      name = g_strconcat ("average_", thing, NULL);
      break;
    case QUERIST_AGGREGATE_MAX:
      name = g_strconcat ("highest_", thing, NULL);
      break;
    default:
      name = g_strconcat ("lowest_", thing, NULL);
      break;
    }
  return to_identifier (name);
}

/* Adds a column to the result; a name that is taken gets a number. */
static void
add_column (Writer     *self,
            char       *expression,
            const char *name)
{
  g_autofree char *unique = g_strdup (name);

  for (guint i = 2; g_ptr_array_find_with_equal_func (self->names, unique, g_str_equal, NULL); i++)
    {
      g_free (unique);
      unique = g_strdup_printf ("%s_%u", name, i);
    }
  g_ptr_array_add (self->columns, expression);
  g_ptr_array_add (self->names, g_steal_pointer (&unique));
}

static char *
last_name (const Writer *self)
{
  return querist_builtin_quote_name (g_ptr_array_index (self->names, self->names->len - 1));
}

static gboolean
is_generic_label (const QueristKnownColumn *column)
{
  return column->terms->len == 1;
}

/* What stands for a row of a table: its label, and where labels are missing its key. */
static void
add_entity (Writer             *self,
            const QueristField *field,
            gboolean            grouped)
{
  const QueristKnownTable *table = field->table;
  g_autofree char *noun = querist_known_table_noun (table, FALSE);
  g_autofree char *name = to_identifier (noun);
  char *key = table->labels->len == 0 || grouped ? querist_expression_key (self->joins, field)
                                                 : NULL;

  for (guint i = 0; i < table->labels->len; i++)
    {
      const QueristKnownColumn *label = g_ptr_array_index (table->labels, i);
      QueristField part = { table, label, field->role, field->role_owner };
      char *expression = querist_expression_field (self->joins, &part);

      if (expression == NULL)
        {
          self->failed = TRUE;
          break;
        }
      if (grouped)
        g_ptr_array_add (self->groups, g_strdup (expression));
      add_column (self, expression,
                  is_generic_label (label) && (grouped || field->role != NULL)
                    ? name : label->column->name);
    }
  if (table->labels->len == 0 && key != NULL)
    {
      const QueristKnownColumn *column = querist_known_table_key (table);

      add_column (self, g_strdup (key), column != NULL ? column->column->name : name);
    }
  if (grouped && key != NULL)
    g_ptr_array_insert (self->groups, self->groups->len - table->labels->len, key);
  else
    g_free (key);
}

static void
add_group (Writer             *self,
           const QueristGroup *group)
{
  g_autofree char *column = NULL;
  char *expression;

  if (group->field.column == NULL)
    {
      add_entity (self, &group->field, TRUE);
      return;
    }
  column = querist_expression_field (self->joins, &group->field);
  if (column == NULL)
    {
      self->failed = TRUE;
      return;
    }
  if (group->unit == QUERIST_UNIT_NONE || group->field.column->year)
    {
      g_ptr_array_add (self->groups, g_strdup (column));
      add_column (self, g_steal_pointer (&column), group->field.column->column->name);
      return;
    }
  expression = querist_expression_unit (column, group->unit);
  add_column (self, expression, querist_time_unit_to_string (group->unit));
  g_ptr_array_add (self->groups, last_name (self));
}

static gboolean
is_whole_amount (const QueristAmount *amount)
{
  const QueristKnownColumn *column = amount->total != NULL ? amount->total : amount->price;

  return amount->discount == NULL && (column->column->type == QUERIST_SCALAR_INT ||
                                      column->column->type == QUERIST_SCALAR_BIG_INT);
}

/* The fields that a measure reads without being a column of its own table are joined too. */
static char *
build_measure (Writer               *self,
               const QueristMeasure *measure)
{
  g_autofree char *inner = NULL;
  g_autofree char *key = NULL;
  QueristField rows = { measure->field.table, NULL, measure->field.role,
                        measure->field.role_owner };
  QueristJoin *join;

  if (measure->aggregate == QUERIST_AGGREGATE_COUNT && measure->field.column == NULL)
    {
      const QueristJoin *base = g_ptr_array_index (self->joins->joins, 0);
      gboolean many = measure->field.table != base->table;

      for (guint i = 0; i < self->joins->joins->len; i++)
        many |= querist_joins_fan_out (g_ptr_array_index (self->joins->joins, i));
      if (!many)
        return g_strdup ("COUNT(*)");
      key = querist_expression_key (self->joins, &rows);
      return key != NULL ? g_strdup_printf ("COUNT(DISTINCT %s)", key) : NULL;
    }
  if (measure->per != NULL && !measure->is_amount && measure->field.column == NULL)
    {
      QueristField per = { measure->per, NULL, NULL, NULL };

      key = querist_expression_key (self->joins, &per);
      return key != NULL ? g_strdup_printf ("COUNT(*) * 1.0 / COUNT(DISTINCT %s)", key) : NULL;
    }
  join = querist_joins_add (self->joins, &rows);
  inner = join != NULL ? querist_expression_amount (self->joins, measure) : NULL;
  if (inner == NULL)
    return NULL;
  if (measure->per != NULL)
    {
      QueristField per = { measure->per, NULL, NULL, NULL };

      key = querist_expression_key (self->joins, &per);
      return key != NULL ? g_strdup_printf ("SUM(%s) * 1.0 / COUNT(DISTINCT %s)", inner, key)
                         : NULL;
    }
  /* sums of prices are money: what binary fractions add below a cent is no part of it */
  if (measure->is_amount && measure->aggregate == QUERIST_AGGREGATE_SUM &&
      !is_whole_amount (&measure->amount))
    return g_strdup_printf ("ROUND(SUM(%s), 2)", inner);
  return g_strdup_printf ("%s(%s%s)", aggregate_name (measure->aggregate),
                          measure->distinct ? "DISTINCT " : "", inner);
}

static char *
build_condition (Writer                 *self,
                 const QueristCondition *condition,
                 GPtrArray              *done)
{
  guint n_joins = self->joins->joins->len;
  char *text;

  if (querist_exists_is_needed (self->joins, condition))
    return querist_exists_write (self->joins, self->frame->conditions, done, condition);
  if (condition->op != QUERIST_OPERATOR_EXISTS)
    {
      text = querist_expression_condition (self->joins, condition);
      if (text == NULL)
        self->failed = TRUE;
      return text;
    }
  if (!condition->negated)
    {
      querist_joins_add (self->joins, &condition->field);
      return NULL;
    }
  g_ptr_array_set_size (self->joins->joins, n_joins);
  text = querist_expression_key (self->joins, &condition->field);
  if (self->joins->joins->len > n_joins)
    self->failed = TRUE;
  if (text == NULL)
    {
      self->failed = TRUE;
      return NULL;
    }
  else
    {
      g_autofree char *key = text;

      return g_strdup_printf ("%s IS NULL", key);
    }
}

static void
add_conditions (Writer *self)
{
  GPtrArray *conditions = self->frame->conditions;
  g_autoptr(GPtrArray) done = g_ptr_array_new ();

  for (guint i = 0; i < conditions->len; i++)
    {
      QueristCondition *condition = g_ptr_array_index (conditions, i);
      char *text;

      if ((int) i == self->frame->share_condition || g_ptr_array_find (done, condition, NULL))
        continue;
      text = build_condition (self, condition, done);
      if (text != NULL)
        g_ptr_array_add (self->wheres, text);
    }
}

/* The part of a whole that a condition picks: a CASE within the sum, or a counted condition. */
static void
add_part (Writer               *self,
          const QueristMeasure *measure)
{
  const QueristCondition *condition =
    g_ptr_array_index (self->frame->conditions, self->frame->share_condition);
  g_autoptr(GPtrArray) done = g_ptr_array_new ();
  g_autofree char *text = build_condition (self, condition, done);
  g_autofree char *inner = NULL;

  if (text == NULL)
    {
      self->failed = TRUE;
      return;
    }
  if (measure->aggregate == QUERIST_AGGREGATE_COUNT)
    {
      add_column (self, g_strdup_printf ("ROUND(100.0 * SUM(CASE WHEN %s THEN 1 ELSE 0 END) / "
                                         "COUNT(*), 2)", text), "percent");
      return;
    }
  inner = querist_expression_amount (self->joins, measure);
  add_column (self, g_strdup_printf ("ROUND(100.0 * SUM(CASE WHEN %s THEN %s ELSE 0 END) / "
                                     "SUM(%s), 2)", text, inner, inner), "percent");
}

static void
add_measures (Writer *self)
{
  for (guint i = 0; i < self->frame->measures->len; i++)
    {
      const QueristMeasure *measure =
        &g_array_index (self->frame->measures, QueristMeasure, i);
      g_autofree char *expression = NULL;
      g_autofree char *name = querist_measure_name (measure);

      if (self->frame->share && self->frame->share_condition >= 0)
        {
          add_part (self, measure);
          continue;
        }
      expression = build_measure (self, measure);
      if (expression == NULL)
        {
          self->failed = TRUE;
          return;
        }
      add_column (self, g_strdup (expression), name);
      g_ptr_array_add (self->measures, last_name (self));
      if (self->frame->share)
        add_column (self, g_strdup_printf ("ROUND(100.0 * %s / SUM(%s) OVER (), 2)", expression,
                                           expression), "percent");
    }
}

/* Groups over time stand in the order of all groups; days of the week begin on Monday. */
static gboolean
add_group_order (Writer             *self,
                 const QueristOrder *order)
{
  GArray *groups = self->frame->groups;
  gboolean found = FALSE;

  for (guint i = 0; order->measure < 0 && i < groups->len; i++)
    found |= querist_field_equal (&g_array_index (groups, QueristGroup, i).field, &order->field);
  for (guint i = 0; found && i < groups->len; i++)
    {
      const QueristGroup *group = &g_array_index (groups, QueristGroup, i);
      g_autofree char *column = NULL;

      if (group->field.column == NULL)
        {
          for (guint j = 0; j < group->field.table->labels->len; j++)
            {
              QueristField label = group->field;

              label.column = g_ptr_array_index (group->field.table->labels, j);
              g_ptr_array_add (self->orders, querist_expression_field (self->joins, &label));
            }
          continue;
        }
      column = querist_expression_field (self->joins, &group->field);
      if (group->unit == QUERIST_UNIT_WEEKDAY)
        g_ptr_array_add (self->orders,
                         g_strdup_printf ("(strftime('%%w', %s) + 6) %% 7", column));
      else if (group->unit == QUERIST_UNIT_NONE || group->field.column->year)
        g_ptr_array_add (self->orders, g_steal_pointer (&column));
      else
        g_ptr_array_add (self->orders, g_strdup (querist_time_unit_to_string (group->unit)));
    }
  return found;
}

static void
add_orders (Writer *self)
{
  for (guint i = 0; i < self->frame->orders->len; i++)
    {
      const QueristOrder *order = &g_array_index (self->frame->orders, QueristOrder, i);
      g_autofree char *expression = NULL;

      if (add_group_order (self, order))
        continue;
      if (order->measure >= 0 && order->measure < (int) self->measures->len)
        expression = g_strdup (g_ptr_array_index (self->measures, order->measure));
      else if (order->field.column != NULL)
        expression = querist_expression_field (self->joins, &order->field);
      if (expression != NULL)
        g_ptr_array_add (self->orders,
                         g_strconcat (expression, order->descending ? " DESC" : "", NULL));
    }
}

static void
clear_lists (Writer *self)
{
  GPtrArray **const lists[] = { &self->columns, &self->names,  &self->groups,
                                &self->wheres,  &self->orders, &self->measures };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_clear_pointer (lists[i], g_ptr_array_unref);
      *lists[i] = g_ptr_array_new_with_free_func (g_free);
    }
}

static void
go_through (Writer *self)
{
  const QueristFrame *frame = self->frame;

  clear_lists (self);
  for (guint i = 0; i < frame->groups->len; i++)
    add_group (self, &g_array_index (frame->groups, QueristGroup, i));
  for (guint i = 0; i < frame->select->len; i++)
    {
      const QueristField *field = &g_array_index (frame->select, QueristField, i);

      if (field->column == NULL)
        add_entity (self, field, FALSE);
      else
        {
          char *expression = querist_expression_field (self->joins, field);

          if (expression == NULL)
            self->failed = TRUE;
          else
            add_column (self, expression, field->column->column->name);
        }
    }
  add_measures (self);
  add_conditions (self);
  add_orders (self);
}

static gboolean
ends_with_name (const char *expression,
                const char *name)
{
  const char *dot = strrchr (expression, '.');

  return g_str_equal (dot != NULL ? dot + 1 : expression, name);
}

static void
append_list (GString    *sql,
             const char *head,
             GPtrArray  *list,
             const char *separator)
{
  for (guint i = 0; i < list->len; i++)
    g_string_append_printf (sql, "%s%s", i == 0 ? head : separator,
                            (const char *) g_ptr_array_index (list, i));
}

static void
append_columns (GString *sql,
                Writer  *self)
{
  g_string_append (sql, self->frame->distinct && self->frame->measures->len == 0
                          ? "SELECT DISTINCT " : "SELECT ");
  for (guint i = 0; i < self->columns->len; i++)
    {
      const char *expression = g_ptr_array_index (self->columns, i);
      g_autofree char *name = querist_builtin_quote_name (g_ptr_array_index (self->names, i));

      g_string_append_printf (sql, "%s%s", i > 0 ? ",\n       " : "", expression);
      if (!ends_with_name (expression, name))
        g_string_append_printf (sql, " AS %s", name);
    }
}

static void
append_from (GString *sql,
             Writer  *self)
{
  for (guint i = 0; i < self->joins->joins->len; i++)
    {
      const QueristJoin *join = g_ptr_array_index (self->joins->joins, i);
      g_autofree char *name = querist_builtin_quote_name (join->table->table->name);
      g_autofree char *on = NULL;

      if (i == 0)
        {
          g_string_append_printf (sql, "\nFROM %s", name);
          if (self->joins->joins->len > 1 || self->joins->qualified)
            g_string_append_printf (sql, " AS %s", join->alias);
          continue;
        }
      on = querist_join_on (join, join->parent->alias, join->alias);
      g_string_append_printf (sql, "\nJOIN %s AS %s ON %s", name, join->alias, on);
    }
}

static void
append_having (GString *sql,
               Writer  *self)
{
  static const char *const signs[] = { "=", "<", "<=", ">", ">=" };

  for (guint i = 0; i < self->frame->having->len; i++)
    {
      const QueristHaving *having = &g_array_index (self->frame->having, QueristHaving, i);
      char number[G_ASCII_DTOSTR_BUF_SIZE];

      if (having->measure >= self->measures->len)
        continue;
      g_ascii_formatd (number, sizeof number, "%.15g", having->number);
      g_string_append_printf (sql, "%s%s %s %s", i == 0 ? "\nHAVING " : "\n   AND ",
                              (const char *) g_ptr_array_index (self->measures, having->measure),
                              signs[having->op], number);
    }
}

static char *
build_plain (Writer *self)
{
  GString *sql = g_string_new (NULL);

  append_columns (sql, self);
  append_from (sql, self);
  append_list (sql, "\nWHERE ", self->wheres, "\n  AND ");
  if (self->frame->measures->len > 0 || self->frame->having->len > 0)
    append_list (sql, "\nGROUP BY ", self->groups, ", ");
  append_having (sql, self);
  append_list (sql, "\nORDER BY ", self->orders, ", ");
  if (self->frame->limit > 0)
    g_string_append_printf (sql, "\nLIMIT %u", self->frame->limit);
  return g_string_free (sql, FALSE);
}

static char *
name_period (const QueristPeriod *period,
             const char          *fallback)
{
  g_autofree char *text = querist_period_describe (period);
  g_autofree char *name = querist_text_snake_case (text);

  if (period->unit == QUERIST_UNIT_YEAR)
    return g_strconcat ("year_", name, NULL);
  return period->unit == QUERIST_UNIT_NONE || g_ascii_isdigit (*name) ? g_strdup (fallback)
                                                                      : g_steal_pointer (&name);
}

/* Two periods side by side need the sums first and then what is reckoned from them. */
static char *
build_comparison (Writer *self)
{
  const QueristFrame *frame = self->frame;
  const QueristMeasure *measure = &g_array_index (frame->measures, QueristMeasure, 0);
  g_autofree char *date = querist_expression_field (self->joins, &frame->compare_date);
  g_autofree char *was = date != NULL ? querist_expression_period (date, &frame->before) : NULL;
  g_autofree char *is = date != NULL ? querist_expression_period (date, &frame->after) : NULL;
  g_autofree char *before = name_period (&frame->before, "before");
  g_autofree char *after = name_period (&frame->after, "after");
  g_autofree char *inner = NULL;
  const char *function = aggregate_name (measure->aggregate);
  const char *otherwise = measure->aggregate == QUERIST_AGGREGATE_SUM ? " ELSE 0" : "";
  const char *distinct = measure->distinct ? "DISTINCT " : "";
  guint n_groups = self->columns->len;
  gboolean round;
  GString *sql = g_string_new ("SELECT ");
  g_autoptr(GString) names = g_string_new (NULL);

  if (date == NULL)
    {
      self->failed = TRUE;
      return g_string_free (sql, FALSE);
    }
  if (measure->aggregate == QUERIST_AGGREGATE_COUNT && measure->field.column == NULL)
    inner = measure->field.table == self->base ? g_strdup ("1")
                                               : querist_expression_key (self->joins,
                                                                         &measure->field);
  else
    inner = querist_expression_amount (self->joins, measure);
  if (measure->aggregate == QUERIST_AGGREGATE_COUNT && measure->field.table != self->base)
    distinct = "DISTINCT ";
  for (guint i = 0; i < n_groups; i++)
    {
      g_autofree char *name = querist_builtin_quote_name (g_ptr_array_index (self->names, i));

      g_string_append_printf (names, "%s,\n       ", name);
    }
  g_string_append_printf (sql,
                          "%s%s,\n       %s,\n       ROUND(%s - %s, 2) AS change,\n"
                          "       ROUND(100.0 * (%s - %s) / NULLIF(%s, 0), 2) AS growth_percent\n"
                          "FROM (",
                          names->str, before, after, after, before, after, before, before);
  round = measure->is_amount && !is_whole_amount (&measure->amount);
  add_column (self, g_strdup_printf ("%s%s(%sCASE WHEN %s THEN %s%s END)%s",
                                     round ? "ROUND(" : "", function, distinct, was, inner,
                                     otherwise, round ? ", 2)" : ""), before);
  add_column (self, g_strdup_printf ("%s%s(%sCASE WHEN %s THEN %s%s END)%s",
                                     round ? "ROUND(" : "", function, distinct, is, inner,
                                     otherwise, round ? ", 2)" : ""), after);
  append_columns (sql, self);
  append_from (sql, self);
  g_ptr_array_add (self->wheres, g_strdup_printf ("((%s) OR (%s))", was, is));
  append_list (sql, "\nWHERE ", self->wheres, "\n  AND ");
  append_list (sql, "\nGROUP BY ", self->groups, ", ");
  g_string_append (sql, ")");
  if (n_groups > 0)
    {
      gboolean descending = frame->orders->len == 0 ||
                            g_array_index (frame->orders, QueristOrder, 0).descending;

      if (frame->growth)
        g_string_append_printf (sql, "\nWHERE %s > 0", before);
      g_string_append_printf (sql, "\nORDER BY growth_percent%s", descending ? " DESC" : "");
      if (frame->limit > 0)
        g_string_append_printf (sql, "\nLIMIT %u", frame->limit);
    }
  return g_string_free (sql, FALSE);
}

/* A sum or average over rows that the joins would repeat is made from each row once. */
static gboolean
needs_single_rows (const Writer *self)
{
  for (guint i = 0; i < self->frame->measures->len; i++)
    {
      const QueristMeasure *measure =
        &g_array_index (self->frame->measures, QueristMeasure, i);
      gboolean adds = measure->aggregate == QUERIST_AGGREGATE_SUM ||
                      measure->aggregate == QUERIST_AGGREGATE_AVG;

      if (adds && !measure->distinct && measure->field.table != self->base)
        return TRUE;
    }
  for (guint i = 0; i < self->joins->joins->len; i++)
    {
      const QueristJoin *join = g_ptr_array_index (self->joins->joins, i);

      if (!querist_joins_fan_out (join))
        continue;
      for (guint j = 0; j < self->frame->measures->len; j++)
        {
          const QueristMeasure *measure =
            &g_array_index (self->frame->measures, QueristMeasure, j);

          if (measure->aggregate == QUERIST_AGGREGATE_SUM ||
              measure->aggregate == QUERIST_AGGREGATE_AVG)
            return TRUE;
        }
    }
  return FALSE;
}

static char *
build_single_rows (Writer *self)
{
  const QueristMeasure *measure =
    &g_array_index (self->frame->measures, QueristMeasure, 0);
  QueristField rows = { measure->field.table, NULL, measure->field.role,
                        measure->field.role_owner };
  g_autofree char *key = querist_expression_key (self->joins, &rows);
  g_autofree char *inner = querist_expression_amount (self->joins, measure);
  g_autofree char *name = querist_measure_name (measure);
  guint n_groups = self->groups->len;
  GString *sql = g_string_new ("SELECT ");
  g_autoptr(GString) by = g_string_new (NULL);

  if (key == NULL || inner == NULL || self->frame->measures->len > 1 || measure->per != NULL ||
      self->frame->share)
    {
      self->failed = TRUE;
      return g_string_free (sql, FALSE);
    }
  g_ptr_array_set_size (self->columns, self->columns->len - 1);
  g_ptr_array_set_size (self->names, self->names->len - 1);
  for (guint i = 0; i < self->names->len; i++)
    {
      g_autofree char *column = querist_builtin_quote_name (g_ptr_array_index (self->names, i));

      g_string_append_printf (sql, "%s,\n       ", column);
    }
  for (guint i = 0; i < n_groups; i++)
    {
      g_string_append_printf (by, "%sgroup_%u", i > 0 ? ", " : "", i + 1);
      add_column (self, g_strdup (g_ptr_array_index (self->groups, i)),
                  by->str + (i > 0 ? by->len - 7 : 0));
    }
  add_column (self, g_steal_pointer (&key), "row_key");
  add_column (self, g_steal_pointer (&inner), "row_value");
  self->frame->distinct = TRUE;
  g_string_append_printf (sql, "%s(row_value) AS %s\nFROM (", aggregate_name (measure->aggregate),
                          name);
  {
    g_autoptr(GArray) measures = g_steal_pointer (&self->frame->measures);

    self->frame->measures = g_array_new (FALSE, TRUE, sizeof (QueristMeasure));
    append_columns (sql, self);
    g_array_unref (self->frame->measures);
    self->frame->measures = g_steal_pointer (&measures);
  }
  append_from (sql, self);
  append_list (sql, "\nWHERE ", self->wheres, "\n  AND ");
  g_string_append (sql, "\n)");
  if (n_groups > 0)
    g_string_append_printf (sql, "\nGROUP BY %s", by->str);
  append_having (sql, self);
  append_list (sql, "\nORDER BY ", self->orders, ", ");
  if (self->frame->limit > 0)
    g_string_append_printf (sql, "\nLIMIT %u", self->frame->limit);
  return g_string_free (sql, FALSE);
}

/* Rows are counted in the finest table that is reckoned with: from there all others are one step
 * to one row each. */
static const QueristKnownTable *
find_base (const QueristFrame       *frame,
           const QueristKnownSchema *schema)
{
  for (guint i = 0; i < frame->measures->len; i++)
    {
      const QueristKnownTable *candidate =
        g_array_index (frame->measures, QueristMeasure, i).field.table;
      gboolean finest = TRUE;

      for (guint j = 0; finest && j < frame->measures->len; j++)
        {
          gboolean backward;

          finest =
              querist_joins_distance (
                  schema, candidate, g_array_index (frame->measures, QueristMeasure, j).field.table,
                  &backward) >= 0 &&
              !backward;
        }
      if (finest)
        return candidate;
    }
  if (frame->measures->len > 0)
    return g_array_index (frame->measures, QueristMeasure, 0).field.table;
  if (frame->subject != NULL)
    return frame->subject;
  if (frame->select->len > 0)
    return g_array_index (frame->select, QueristField, 0).table;
  return NULL;
}

static void
clear_writer (Writer *self)
{
  clear_lists (self);
  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->groups);
  g_ptr_array_unref (self->wheres);
  g_ptr_array_unref (self->orders);
  g_ptr_array_unref (self->measures);
  querist_joins_free (self->joins);
}

static char *
write_with (Writer *self)
{
  QueristFrame *frame = self->frame;

  if (frame->compare)
    {
      g_autofree char *ignored = NULL;

      g_array_set_size (frame->orders, MIN (frame->orders->len, 1));
      querist_joins_add (self->joins, &frame->compare_date);
      ignored = querist_expression_amount (
        self->joins, &g_array_index (frame->measures, QueristMeasure, 0));
    }
  for (guint pass = 0; pass < 2 && !self->failed; pass++)
    go_through (self);
  if (self->failed)
    return NULL;
  if (frame->compare)
    {
      guint n_measures = self->measures->len;

      g_ptr_array_set_size (self->columns, self->columns->len - n_measures);
      g_ptr_array_set_size (self->names, self->names->len - n_measures);
      return build_comparison (self);
    }
  return needs_single_rows (self) ? build_single_rows (self) : build_plain (self);
}

/**
 * querist_frame_write_sql:
 * @frame: what is asked for
 * @schema: the schema
 * @error: return location for a QUERIST_ASSISTANT_ERROR_CANNOT_ANSWER
 *
 * Writes one SELECT. Tables are joined over foreign keys by the shortest way. A row is never
 * counted or added more than once for being met several times: conditions on such tables become
 * EXISTS, counts become COUNT(DISTINCT), and sums are made over single rows.
 *
 * Returns: (transfer full): the statement, or NULL with @error set
 */
char *
querist_frame_write_sql (QueristFrame             *frame,
                         const QueristKnownSchema *schema,
                         GError                  **error)
{
  Writer writer = { .frame = frame, .schema = schema, .base = find_base (frame, schema) };
  g_autofree char *sql = NULL;

  if (writer.base == NULL)
    {
      g_set_error_literal (error, QUERIST_ASSISTANT_ERROR, QUERIST_ASSISTANT_ERROR_CANNOT_ANSWER,
                           "It is not clear which table the question is about. Name a table or a "
                           "column");
      return NULL;
    }
  writer.joins = querist_joins_new (schema, writer.base, NULL);
  sql = write_with (&writer);
  if (writer.failed)
    g_clear_pointer (&sql, g_free);
  clear_writer (&writer);
  if (sql == NULL)
    g_set_error_literal (error, QUERIST_ASSISTANT_ERROR, QUERIST_ASSISTANT_ERROR_CANNOT_ANSWER,
                         "The tables that the question needs are not connected by relations in "
                         "the schema, or not in a way that gives one right number. Ask about fewer "
                         "of them at a time, or add the missing relation to the schema");
  return g_steal_pointer (&sql);
}
