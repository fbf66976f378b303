/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "querist-builtin-plan.h"

/* A frame in plain words. */

static char *
describe_field (const QueristField *field)
{
  g_autofree char *noun = NULL;
  g_autofree char *table = querist_known_table_noun (field->table, FALSE);

  if (field->column == NULL)
    return g_steal_pointer (&table);
  noun = querist_known_column_noun (field->column);
  if (g_str_has_prefix (noun, table))
    return g_steal_pointer (&noun);
  return g_strdup_printf ("%s %s", table, noun);
}

/**
 * querist_measure_describe:
 * @measure: a measure
 *
 * Returns: (transfer full): it in plain words, such as "the average salary"
 */
char *
querist_measure_describe (const QueristMeasure *measure)
{
  static const char *const names[] = { "", "number of", "total", "average", "highest", "lowest" };
  g_autofree char *thing = NULL;
  g_autofree char *per = NULL;

  if (measure->is_amount)
    thing = measure->amount.total != NULL ? querist_known_column_noun (measure->amount.total)
                                          : g_strdup ("revenue");
  else if (measure->field.column != NULL)
    thing = g_strconcat (measure->aggregate == QUERIST_AGGREGATE_COUNT ? "different " : "",
                         measure->field.column->column->name, NULL);
  else
    thing = querist_known_table_noun (measure->field.table, TRUE);
  if (measure->per == NULL)
    return g_strdup_printf ("the %s %s", names[measure->aggregate], thing);
  per = querist_known_table_noun (measure->per, FALSE);
  return g_strdup_printf ("the average %s%s per %s",
                          measure->is_amount ? "" : "number of ", thing, per);
}

static const char *
comparison_words (const QueristCondition *condition)
{
  switch (condition->op)
    {
    case QUERIST_OPERATOR_LT:
      return "less than";
    case QUERIST_OPERATOR_LE:
      return "at most";
    case QUERIST_OPERATOR_GT:
      return "more than";
    case QUERIST_OPERATOR_GE:
      return "at least";
    default:
      return "exactly";
    }
}

static char *
describe_period_side (const QueristPeriod *period)
{
  g_autofree char *start = NULL;
  g_autofree char *end = NULL;

  if (period->weekdays != 0)
    return g_strdup ("on the days of the week that were named");
  if (g_date_valid (&period->start) && g_date_valid (&period->end))
    {
      g_autofree char *text = querist_period_describe (period);

      return g_strdup_printf ("in %s", text);
    }
  if (g_date_valid (&period->start))
    {
      start = querist_date_to_string (&period->start);
      return g_strdup_printf ("from %s on", start);
    }
  end = querist_date_to_string (&period->end);
  return g_strdup_printf ("before %s", end);
}

static char *
describe_values (const QueristCondition *condition)
{
  GString *string = g_string_new (NULL);

  for (guint i = 0; i < condition->values->len && i < 5; i++)
    g_string_append_printf (string, "%s“%s”", i > 0 ? " or " : "",
                            (char *) g_ptr_array_index (condition->values, i));
  if (condition->values->len > 5)
    g_string_append (string, " …");
  return g_string_free (string, FALSE);
}

static char *
describe_condition (const QueristCondition *condition)
{
  g_autofree char *field = describe_field (&condition->field);
  g_autofree char *detail = NULL;
  const char *is = condition->negated ? "is not" : "is";

  switch (condition->op)
    {
    case QUERIST_OPERATOR_EXISTS:
      detail = querist_known_table_noun (condition->field.table, TRUE);
      if (condition->values != NULL)
        return g_strdup_printf ("the number of %s %s %s %.15g", detail,
                                condition->negated ? "is not" : "is",
                                (char *) g_ptr_array_index (condition->values, 0),
                                condition->number);
      return g_strdup_printf ("there are %s%s", condition->negated ? "no " : "", detail);
    case QUERIST_OPERATOR_NULL:
      return g_strdup_printf ("%s is %s", field, condition->negated ? "given" : "missing");
    case QUERIST_OPERATOR_TRUE:
      return g_strdup_printf ("%s is %s", field, condition->negated ? "no" : "yes");
    case QUERIST_OPERATOR_PERIOD:
      detail = describe_period_side (&condition->period);
      return g_strdup_printf ("%s %s %s", field, is, detail);
    case QUERIST_OPERATOR_CONTAINS:
    case QUERIST_OPERATOR_STARTS:
    case QUERIST_OPERATOR_ENDS:
      detail = describe_values (condition);
      return g_strdup_printf ("%s %s %s", field,
                              condition->op == QUERIST_OPERATOR_CONTAINS ? "contains"
                              : condition->op == QUERIST_OPERATOR_STARTS ? "starts with"
                                                                         : "ends with",
                              detail);
    default:
      break;
    }
  if (condition->values != NULL)
    {
      detail = describe_values (condition);
      return g_strdup_printf ("%s %s %s", field, is, detail);
    }
  if (condition->average)
    return g_strdup_printf ("%s %s %s its average", field, is, comparison_words (condition));
  return g_strdup_printf ("%s %s %s %.15g", field, is, comparison_words (condition),
                          condition->number);
}

static char *
describe_group (const QueristGroup *group)
{
  g_autofree char *field = describe_field (&group->field);

  if (group->unit == QUERIST_UNIT_NONE)
    return g_steal_pointer (&field);
  return g_strdup_printf ("%s of %s", querist_time_unit_to_string (group->unit), field);
}

static char *
join_groups (const QueristFrame *frame)
{
  GString *string = g_string_new (NULL);

  for (guint i = 0; i < frame->groups->len; i++)
    {
      g_autofree char *group =
        describe_group (&g_array_index (frame->groups, QueristGroup, i));

      g_string_append_printf (string, "%s%s", i > 0 ? " and " : "", group);
    }
  return g_string_free (string, FALSE);
}

static char *
join_measures (const QueristFrame *frame)
{
  GString *string = g_string_new (NULL);

  for (guint i = 0; i < frame->measures->len; i++)
    {
      g_autofree char *measure =
        querist_measure_describe (&g_array_index (frame->measures, QueristMeasure, i));

      g_string_append_printf (string, "%s%s", i > 0 ? " and " : "", measure);
    }
  return g_string_free (string, FALSE);
}

static char *
join_selected (const QueristFrame *frame)
{
  GString *string = g_string_new (NULL);

  for (guint i = 0; i < frame->select->len && i < 6; i++)
    {
      g_autofree char *field = describe_field (&g_array_index (frame->select, QueristField, i));

      g_string_append_printf (string, "%s%s", i > 0 ? ", " : "", field);
    }
  if (frame->select->len > 6)
    g_string_append (string, " …");
  return g_string_free (string, FALSE);
}

static void
plan_comparison (GStrvBuilder       *plan,
                 const QueristFrame *frame)
{
  g_autofree char *before = querist_period_describe (&frame->before);
  g_autofree char *after = querist_period_describe (&frame->after);
  g_autofree char *text =
    g_strdup_printf ("Set %s beside %s and work out the change in percent", after, before);

  g_strv_builder_add (plan, text);
}

static void
plan_result (GStrvBuilder       *plan,
             const QueristFrame *frame)
{
  g_autofree char *measures = join_measures (frame);
  g_autofree char *groups = join_groups (frame);
  g_autofree char *selected = join_selected (frame);
  g_autofree char *text = NULL;

  if (frame->measures->len == 0)
    text = g_strdup_printf ("Show the %s%s", frame->distinct ? "different values of " : "",
                            selected);
  else if (frame->share && frame->share_condition >= 0)
    text = g_strdup_printf ("Work out what percentage of %s that part makes", measures);
  else if (frame->groups->len > 0)
    text = g_strdup_printf ("Work out %s%s for each %s", measures,
                            frame->share ? " and its share of the whole" : "", groups);
  else
    text = g_strdup_printf ("Work out %s", measures);
  g_strv_builder_add (plan, text);
}

static void
plan_order (GStrvBuilder       *plan,
            const QueristFrame *frame)
{
  const QueristOrder *order;
  g_autofree char *by = NULL;
  g_autofree char *text = NULL;

  if (frame->orders->len == 0)
    return;
  order = &g_array_index (frame->orders, QueristOrder, 0);
  if (order->measure >= 0 && order->measure < (int) frame->measures->len)
    by = querist_measure_describe (
      &g_array_index (frame->measures, QueristMeasure, order->measure));
  else if (order->field.table != NULL)
    by = describe_field (&order->field);
  if (frame->compare)
    {
      g_free (by);
      by = g_strdup ("the change in percent");
    }
  if (by == NULL)
    return;
  text = frame->limit > 0
           ? g_strdup_printf ("Sort by %s, %s first, and keep %u", by,
                              order->descending ? "the greatest" : "the least", frame->limit)
           : g_strdup_printf ("Sort by %s, %s first", by,
                              order->descending ? "the greatest" : "the least");
  g_strv_builder_add (plan, text);
}

/**
 * querist_frame_plan:
 * @frame: what is asked for
 * @schema: the schema
 *
 * Returns: (transfer full): the steps to the answer, in plain words
 */
GStrv
querist_frame_plan (const QueristFrame       *frame,
                    const QueristKnownSchema *schema)
{
  g_autoptr(GStrvBuilder) plan = g_strv_builder_new ();
  const QueristKnownTable *from =
    frame->measures->len > 0 ? g_array_index (frame->measures, QueristMeasure, 0).field.table
                             : frame->subject;
  g_autofree char *noun = querist_known_table_noun (from, TRUE);
  g_autofree char *start = g_strdup_printf ("Take the %s", noun);

  g_strv_builder_add (plan, start);
  for (guint i = 0; i < frame->conditions->len; i++)
    {
      g_autofree char *condition = describe_condition (g_ptr_array_index (frame->conditions, i));
      g_autofree char *text =
        g_strdup_printf ((int) i == frame->share_condition ? "Look at the part where %s"
                                                           : "Keep those where %s",
                         condition);

      g_strv_builder_add (plan, text);
    }
  plan_result (plan, frame);
  if (frame->compare)
    plan_comparison (plan, frame);
  plan_order (plan, frame);
  return g_strv_builder_end (plan);
}

/**
 * querist_frame_describe:
 * @frame: a frame, maybe unfinished
 *
 * Returns: (transfer full) (nullable): what was understood so far, in a few words
 */
char *
querist_frame_describe (const QueristFrame *frame)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  char *text;

  if (frame->measures->len > 0)
    g_ptr_array_add (parts, join_measures (frame));
  else if (frame->subject != NULL)
    g_ptr_array_add (parts, querist_known_table_noun (frame->subject, TRUE));
  if (frame->select->len > 0)
    g_ptr_array_add (parts, join_selected (frame));
  if (frame->groups->len > 0)
    {
      g_autofree char *groups = join_groups (frame);

      g_ptr_array_add (parts, g_strdup_printf ("by %s", groups));
    }
  for (guint i = 0; i < frame->conditions->len; i++)
    g_ptr_array_add (parts, describe_condition (g_ptr_array_index (frame->conditions, i)));
  if (parts->len == 0)
    return NULL;
  g_ptr_array_add (parts, NULL);
  text = g_strjoinv (", ", (char **) parts->pdata);
  return text;
}
