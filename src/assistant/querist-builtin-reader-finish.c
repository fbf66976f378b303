/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-builtin-follow.h"
#include "querist-builtin-reader-private.h"
#include "querist-builtin-terms.h"

#define DEFAULT_LIMIT 10
#define MAX_LISTED_COLUMNS 16

/* The highest salary is a number; the employee with the highest salary is a row. */
static void
finish_extremes (QueristReader *self)
{
  QueristFrame *frame = self->frame;
  const QueristOrder *order;

  if (frame->orders->len != 1 || frame->measures->len > 0 || self->asked != NULL || self->who ||
      self->limit > 0 || frame->select->len > 0 || !self->ranked || self->sorting)
    return;
  order = &g_array_index (frame->orders, QueristOrder, 0);
  if (order->measure >= 0 || order->field.column == NULL || self->rank == QUERIST_CUE_LATEST)
    return;
  querist_reader_add_measure (self, order->descending ? QUERIST_AGGREGATE_MAX
                                                      : QUERIST_AGGREGATE_MIN,
                              order->field.table, order->field.column);
  g_array_set_size (frame->orders, 0);
  self->ranked = FALSE;
}

/* "average orders per customer": the average of counts, over the thing that stands after "per" */
static void
finish_averages (QueristReader *self)
{
  QueristFrame *frame = self->frame;

  for (guint i = 0; i < frame->measures->len; i++)
    {
      QueristMeasure *measure = &g_array_index (frame->measures, QueristMeasure, i);
      const QueristGroup *group =
        frame->groups->len == 1 ? &g_array_index (frame->groups, QueristGroup, 0) : NULL;

      if (measure->aggregate != QUERIST_AGGREGATE_AVG || measure->field.column != NULL ||
          measure->per != NULL)
        continue;
      if (group != NULL && group->field.column == NULL &&
          group->field.table != measure->field.table)
        {
          measure->per = group->field.table;
          g_array_set_size (frame->groups, 0);
          continue;
        }
      if (!measure->is_amount || self->unit != QUERIST_UNIT_NONE)
        {
          g_free (self->reading->problem);
          self->reading->problem =
            g_strdup ("an average number needs to know per what: ask for it “per customer”, say");
        }
    }
}

static gboolean
is_grouped_by (const QueristFrame      *frame,
               const QueristKnownTable *table)
{
  for (guint i = 0; i < frame->groups->len; i++)
    {
      const QueristGroup *group = &g_array_index (frame->groups, QueristGroup, i);

      if (group->field.table == table)
        return TRUE;
    }
  return FALSE;
}

/* Columns beside a measure are what it is told by. */
static void
finish_groups (QueristReader *self)
{
  QueristFrame *frame = self->frame;
  gboolean wants_rows = self->asked != NULL || self->who || self->best_selling;

  if (frame->measures->len == 0)
    return;
  if (self->split != NULL && frame->groups->len == 0 && !self->share)
    {
      QueristField field = { self->split->table, self->split, NULL, NULL };

      querist_reader_add_group (self, &field, QUERIST_UNIT_NONE);
    }
  for (guint i = 0; i < frame->select->len; i++)
    querist_reader_add_group (self, &g_array_index (frame->select, QueristField, i),
                              QUERIST_UNIT_NONE);
  g_array_set_size (frame->select, 0);
  if (frame->groups->len == 0 && wants_rows && frame->subject != NULL &&
      (frame->subject != querist_reader_get_measured (self) || self->ranked) && !self->share)
    {
      QueristField field = { frame->subject, NULL, NULL, NULL };

      if (!is_grouped_by (frame, frame->subject))
        querist_reader_add_group (self, &field, QUERIST_UNIT_NONE);
    }
}

/* "customers with more than 3 orders": the customers, with how many they have */
static void
finish_counted (QueristReader *self)
{
  QueristFrame *frame = self->frame;

  for (guint i = 0; i < frame->conditions->len; i++)
    {
      const QueristCondition *condition = g_ptr_array_index (frame->conditions, i);
      QueristHaving having = { .measure = 0, .number = condition->number };
      QueristField field = { frame->subject, NULL, NULL, NULL };
      const char *sign;

      if (condition->op != QUERIST_OPERATOR_EXISTS || condition->values == NULL ||
          frame->measures->len > 0 || frame->groups->len > 0 || condition->negated)
        continue;
      sign = g_ptr_array_index (condition->values, 0);
      having.op = g_str_equal (sign, ">")    ? QUERIST_OPERATOR_GT
                  : g_str_equal (sign, ">=") ? QUERIST_OPERATOR_GE
                                             : QUERIST_OPERATOR_EQ;
      /* rows with none at all must be counted too where fewer are asked for */
      if (sign[0] == '<' || (having.op == QUERIST_OPERATOR_EQ && having.number == 0))
        continue;
      querist_reader_add_measure (self, QUERIST_AGGREGATE_COUNT, condition->field.table, NULL);
      g_array_append_val (frame->having, having);
      if (frame->select->len == 0)
        querist_reader_add_group (self, &field, QUERIST_UNIT_NONE);
      g_ptr_array_remove_index (frame->conditions, i);
      return;
    }
}

/* "salary by department": many numbers for each group, so it must be said which one is wanted */
static gboolean
ask_for_aggregate (QueristReader *self)
{
  static const char *const words[] = { "total", "average", "highest", "lowest" };
  static const QueristAggregate aggregates[] = { QUERIST_AGGREGATE_SUM, QUERIST_AGGREGATE_AVG,
                                                 QUERIST_AGGREGATE_MAX, QUERIST_AGGREGATE_MIN };
  QueristFrame *frame = self->frame;
  const QueristField *field =
    frame->select->len == 1 ? &g_array_index (frame->select, QueristField, 0) : NULL;
  GPtrArray *options;
  g_autofree char *noun = NULL;
  g_autofree char *ask = NULL;

  if (frame->groups->len == 0 || frame->measures->len > 0 || field == NULL || self->list ||
      field->column == NULL || field->column->kind != QUERIST_KIND_NUMBER || field->column->year)
    return FALSE;
  noun = querist_known_column_noun (field->column);
  options = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *option = g_strdup_printf ("the %s %s", words[i], noun);

      if (querist_reader_is_chosen (self, option))
        {
          querist_reader_add_measure (self, aggregates[i], field->table, field->column);
          g_array_set_size (frame->select, 0);
          g_ptr_array_unref (options);
          return FALSE;
        }
      g_ptr_array_add (options, g_steal_pointer (&option));
    }
  ask = g_strdup_printf ("There are several values of %s in each group. Which one is wanted?",
                         noun);
  querist_reader_ask (self, ask, options);
  return TRUE;
}

/* "customers by city": how many there are in each */
static void
finish_bare_groups (QueristReader *self)
{
  QueristFrame *frame = self->frame;

  if (self->role_asked != NULL && frame->measures->len == 0)
    {
      g_ptr_array_add (self->reading->unknown, g_strdup (self->role_asked->text));
      return;
    }
  if (ask_for_aggregate (self))
    return;
  if (frame->groups->len > 0 && frame->measures->len == 0 && frame->orders->len > 0 &&
      self->ranked)
    {
      g_free (self->reading->problem);
      self->reading->problem =
        g_strdup ("the first row of each group is more than these rules can write. Ask for the "
                  "highest or lowest number per group instead");
      return;
    }
  if (frame->groups->len == 0 || frame->measures->len > 0 || frame->subject == NULL)
    return;
  if (self->list && frame->select->len > 0)
    {
      for (guint i = 0; i < frame->groups->len; i++)
        {
          QueristOrder order = { .measure = -1 };

          order.field = g_array_index (frame->groups, QueristGroup, i).field;
          if (order.field.column != NULL)
            g_array_append_val (frame->orders, order);
        }
      g_array_set_size (frame->groups, 0);
      return;
    }
  querist_reader_add_measure (self, QUERIST_AGGREGATE_COUNT, frame->subject, NULL);
}

/* The least of something is none that is missing. */
static void
finish_missing (QueristReader *self)
{
  QueristFrame *frame = self->frame;

  for (guint i = 0; self->ranked && frame->measures->len == 0 && i < frame->orders->len; i++)
    {
      const QueristOrder *order = &g_array_index (frame->orders, QueristOrder, i);
      QueristCondition *filled;

      if (order->measure >= 0 || order->field.column == NULL || order->descending ||
          order->field.column->statistics == NULL ||
          order->field.column->statistics->n_null == 0)
        continue;
      filled = querist_condition_new (&order->field, QUERIST_OPERATOR_NULL);
      filled->negated = TRUE;
      g_ptr_array_add (frame->conditions, filled);
    }
}

static void
finish_limit (QueristReader *self)
{
  QueristFrame *frame = self->frame;

  frame->limit = self->limit;
  if (frame->measures->len > 0 && frame->orders->len == 0 && frame->groups->len > 0)
    {
      QueristOrder order = { .measure = 0, .descending = TRUE };

      for (guint i = 0; !self->ranked && i < frame->groups->len; i++)
        {
          const QueristGroup *group = &g_array_index (frame->groups, QueristGroup, i);

          if (group->unit != QUERIST_UNIT_NONE)
            order = (QueristOrder) { .measure = -1, .field = group->field };
        }
      if (self->ranked)
        order.descending = self->descending;
      g_array_append_val (frame->orders, order);
    }
  if (!self->ranked || frame->limit > 0 || frame->orders->len == 0 || self->sorting)
    return;
  if (frame->measures->len > 0 && frame->groups->len == 0)
    return;
  frame->limit = self->plural && !self->unit_asked ? DEFAULT_LIMIT : 1;
  if (frame->limit == DEFAULT_LIMIT)
    querist_frame_assume (frame, "Only the first %d are shown", DEFAULT_LIMIT);
}

static void
add_all_columns (QueristReader *self)
{
  const QueristKnownTable *subject = self->frame->subject;

  for (guint i = 0; i < subject->columns->len && i < MAX_LISTED_COLUMNS; i++)
    {
      const QueristKnownColumn *column = g_ptr_array_index (subject->columns, i);
      QueristField field = { subject, column, NULL, NULL };

      if (column->column->type != QUERIST_SCALAR_BYTES)
        g_array_append_val (self->frame->select, field);
    }
  if (subject->columns->len > MAX_LISTED_COLUMNS)
    querist_frame_assume (self->frame, "Only the first %d columns of %s are shown",
                          MAX_LISTED_COLUMNS, subject->table->name);
}

/* What is shown of the rows: what was named, else all of a list, else what tells them apart. */
static void
finish_selection (QueristReader *self)
{
  QueristFrame *frame = self->frame;
  QueristField entity = { frame->subject, NULL, NULL, NULL };

  if (frame->measures->len > 0 || frame->subject == NULL)
    return;
  if (frame->select->len == 0)
    {
      if ((self->when || self->where) && frame->subject->date != NULL && self->when)
        {
          QueristField date = { frame->subject, frame->subject->date, NULL, NULL };

          g_array_append_val (frame->select, date);
          return;
        }
      if (frame->subject->labels->len == 0 || self->list ||
          (self->rank == QUERIST_CUE_NONE && frame->orders->len > 0 &&
           frame->subject->labels->len == 0))
        add_all_columns (self);
      else
        {
          g_array_append_val (frame->select, entity);
          if (frame->orders->len > 0 && self->ranked)
            {
              const QueristOrder *order = &g_array_index (frame->orders, QueristOrder, 0);

              g_array_append_val (frame->select, order->field);
            }
        }
      return;
    }
  if (self->who && g_array_index (frame->select, QueristField, 0).role == NULL &&
      g_array_index (frame->select, QueristField, 0).column != NULL)
    g_array_prepend_val (frame->select, entity);
  /* distinct values of a column, not one for each row: "which cities do we have customers in" */
  if (self->asked == NULL || self->distinct)
    frame->distinct = frame->orders->len == 0;
}

static void
finish_related (QueristReader *self)
{
  QueristFrame *frame = self->frame;
  const QueristKnownTable *from = querist_reader_get_measured (self);

  if (from == NULL)
    from = frame->subject;
  for (guint i = 0; from != NULL && i < self->related->len; i++)
    {
      const QueristKnownTable *table = g_ptr_array_index (self->related, i);
      QueristField field = { table, NULL, NULL, NULL };
      QueristCondition *condition;
      gboolean backward, used = FALSE;

      if (querist_joins_distance (self->schema, from, table, &backward) < 0)
        {
          g_free (self->reading->problem);
          self->reading->problem = g_strdup_printf ("%s and %s are not connected by a relation",
                                                    from->table->name, table->table->name);
          continue;
        }
      if (!backward || is_grouped_by (frame, table))
        continue;
      for (guint j = 0; j < frame->conditions->len && !used; j++)
        {
          const QueristCondition *other = g_ptr_array_index (frame->conditions, j);

          used = other->field.table == table;
        }
      for (guint j = 0; j < frame->select->len && !used; j++)
        used = g_array_index (frame->select, QueristField, j).table == table;
      if (used)
        continue;
      condition = querist_condition_new (&field, QUERIST_OPERATOR_EXISTS);
      condition->number = -1;
      g_ptr_array_add (frame->conditions, condition);
    }
}

static void
finish_subject (QueristReader *self)
{
  QueristFrame *frame = self->frame;

  if (self->who && (frame->subject == NULL || !querist_table_holds_persons (frame->subject)))
    {
      const QueristKnownTable *person = querist_reader_find_person (self);

      if (person != NULL && frame->subject != NULL)
        g_ptr_array_add (self->related, (gpointer) frame->subject);
      if (person != NULL)
        frame->subject = self->asked = person;
    }
  if (frame->subject == NULL)
    frame->subject = querist_reader_get_measured (self);
  if (frame->subject == NULL && frame->orders->len > 0)
    frame->subject = g_array_index (frame->orders, QueristOrder, 0).field.table;
  if (frame->subject == NULL && frame->select->len > 0)
    frame->subject = g_array_index (frame->select, QueristField, 0).table;
  if (frame->subject == NULL && frame->groups->len > 0)
    frame->subject = g_array_index (frame->groups, QueristGroup, 0).field.table;
  if (frame->subject == NULL && frame->conditions->len > 0)
    frame->subject =
      ((QueristCondition *) g_ptr_array_index (frame->conditions, 0))->field.table;
}

/* "What did Anna buy": a name alone, with a verb that says nothing to us, asks for something else
 * than the row of that name. */
static void
finish_anchored_subject (QueristReader *self)
{
  const QueristFrame *frame = self->frame;
  gboolean anchored = frame->subject != NULL || frame->measures->len > 0 ||
                      frame->select->len > 0 || frame->groups->len > 0 ||
                      frame->orders->len > 0 || self->who || self->previous != NULL;

  if (!anchored && self->passed_over != NULL)
    {
      g_ptr_array_add (self->reading->unknown, g_strdup (self->passed_over->text));
      return;
    }
  if (!anchored && self->ranked)
    return;
  finish_subject (self);
  if (self->limit > 0 && frame->measures->len > 0 && self->asked == NULL && !self->who &&
      frame->groups->len == 0 && frame->select->len == 0)
    {
      g_free (self->reading->problem);
      self->reading->problem = g_strdup ("it does not say what to rank. Name a table or a column");
    }
}

/* A measure word at the end with nothing after it: "how many are there in Berlin" */
static void
finish_aggregate (QueristReader *self)
{
  if (self->aggregate == QUERIST_AGGREGATE_AVG && self->frame->measures->len == 1)
    {
      QueristMeasure *measure = &g_array_index (self->frame->measures, QueristMeasure, 0);

      /* "orders per customer on average" */
      if (measure->aggregate == QUERIST_AGGREGATE_COUNT && measure->field.column == NULL)
        measure->aggregate = QUERIST_AGGREGATE_AVG;
    }
  if (self->frame->measures->len > 0 || self->aggregate == QUERIST_AGGREGATE_NONE)
    return;
  if (self->aggregate == QUERIST_AGGREGATE_COUNT)
    {
      finish_subject (self);
      if (self->frame->subject != NULL)
        querist_reader_add_measure (self, QUERIST_AGGREGATE_COUNT, self->frame->subject, NULL);
      return;
    }
  if (!querist_reader_add_amount (self, self->aggregate, NULL))
    {
      g_free (self->reading->problem);
      self->reading->problem = g_strdup ("it does not say of what. Name a column with numbers");
    }
}

static void
finish_number (QueristReader *self)
{
  QueristHaving having = { 0, self->comparison, self->number };

  if (!self->has_comparison || !self->has_number)
    return;
  if (self->frame->measures->len == 0 && self->frame->subject != NULL &&
      querist_known_table_amount (self->frame->subject, querist_term_measures ("sale"),
                                  &(QueristAmount) { NULL }))
    {
      QueristAmount amount;

      querist_known_table_amount (self->frame->subject, querist_term_measures ("sale"), &amount);
      if (amount.total != NULL)
        {
          QueristField field = { self->frame->subject, amount.total, NULL, NULL };
          QueristCondition *condition = querist_condition_new (&field, self->comparison);

          condition->number = self->number;
          g_ptr_array_add (self->frame->conditions, condition);
          querist_frame_assume (self->frame, "The number is compared with %s",
                                amount.total->column->name);
          return;
        }
    }
  if (self->frame->measures->len == 0)
    {
      g_ptr_array_add (self->reading->unknown, g_strdup_printf ("%.15g", self->number));
      return;
    }
  having.measure = self->frame->measures->len - 1;
  g_array_append_val (self->frame->having, having);
}

static void
finish_share (QueristReader *self)
{
  QueristFrame *frame = self->frame;

  if (!frame->share)
    return;
  if (frame->measures->len == 0)
    {
      finish_subject (self);
      if (frame->subject != NULL)
        querist_reader_add_measure (self, QUERIST_AGGREGATE_COUNT, frame->subject, NULL);
    }
  if (frame->groups->len > 0)
    return;
  for (guint i = frame->conditions->len; i > 0; i--)
    {
      const QueristCondition *condition = g_ptr_array_index (frame->conditions, i - 1);

      if (condition->op != QUERIST_OPERATOR_PERIOD || i == 1)
        {
          frame->share_condition = i - 1;
          return;
        }
    }
  g_free (self->reading->problem);
  self->reading->problem = g_strdup ("a share needs a part: say of which, or “by” what");
}

static void
finish_growth (QueristReader *self)
{
  if (self->frame->measures->len == 0 &&
      !querist_reader_add_amount (self, QUERIST_AGGREGATE_SUM, NULL))
    {
      const QueristKnownTable *events =
          self->frame->subject != NULL ? querist_reader_find_events (self, self->frame->subject)
                                       : NULL;

      if (events == NULL)
        events = self->frame->subject;
      if (events != NULL)
        querist_reader_add_measure (self, QUERIST_AGGREGATE_COUNT, events, NULL);
    }
  if (self->decline)
    self->descending = FALSE;
  else if (!self->ranked)
    self->descending = TRUE;
  if (self->growth && self->asked != NULL)
    self->ranked = TRUE;
  querist_reader_finish_comparison (self);
}

/**
 * querist_reader_finish:
 * @self: a reader that has read all pieces
 *
 * Completes what the words left open, and says what cannot be completed.
 */
void
querist_reader_finish (QueristReader *self)
{
  gboolean compares = self->growth || self->compare;

  if (self->reading->unknown->len > 0 || self->reading->clarification != NULL)
    return;
  if (compares && self->frame->subject == NULL && self->frame->measures->len == 0 &&
      self->frame->select->len == 0 && self->periods->len == 0)
    return;
  querist_reader_finish_rank (self);
  finish_extremes (self);
  finish_aggregate (self);
  finish_number (self);
  finish_averages (self);
  if (compares)
    finish_growth (self);
  else
    {
      querist_reader_finish_periods (self);
      querist_reader_finish_unit (self);
    }
  finish_share (self);
  /* the rest comes from the question before */
  if (self->previous != NULL && querist_reading_leans (self->reading, self->question))
    return;
  if (compares)
    finish_subject (self);
  else
    finish_anchored_subject (self);
  finish_related (self);
  if (self->frame->subject == NULL)
    return;
  finish_counted (self);
  finish_bare_groups (self);
  finish_groups (self);
  finish_limit (self);
  finish_missing (self);
  finish_selection (self);
  querist_reader_tell_undone (self);
}
