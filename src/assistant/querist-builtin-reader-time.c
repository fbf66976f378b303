/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-builtin-reader-private.h"

/* Which column a period speaks of, and what it means there. */

static const QueristKnownColumn *
find_year_column (const QueristKnownTable *table)
{
  for (guint i = 0; i < table->columns->len; i++)
    {
      const QueristKnownColumn *column = g_ptr_array_index (table->columns, i);

      if (column->year && !querist_known_column_has_word (column, "birth"))
        return column;
    }
  return NULL;
}

static const QueristKnownColumn *
find_own_date (const QueristKnownTable *table)
{
  return table->date != NULL ? table->date : find_year_column (table);
}

/* The table's own date, else that of the nearest table that a row of it belongs to. */
static const QueristKnownColumn *
find_nearest_date (const QueristReader     *self,
                   const QueristKnownTable *table)
{
  const QueristKnownColumn *best = find_own_date (table);
  int best_distance = G_MAXINT;

  if (best != NULL)
    return best;
  for (guint i = 0; i < self->schema->tables->len; i++)
    {
      const QueristKnownTable *other = g_ptr_array_index (self->schema->tables, i);
      const QueristKnownColumn *date = find_own_date (other);
      gboolean backward;
      int distance;

      if (date == NULL)
        continue;
      distance = querist_joins_distance (self->schema, table, other, &backward);
      if (distance < 0)
        continue;
      distance += backward ? 1000 : 0;
      if (distance < best_distance)
        {
          best = date;
          best_distance = distance;
        }
    }
  return best;
}

/**
 * querist_reader_default_date:
 * @self: a reader
 * @said: (nullable): the table named last before the period
 *
 * Returns: (transfer none) (nullable): the day on which what is asked about happened
 */
const QueristKnownColumn *
querist_reader_default_date (const QueristReader     *self,
                             const QueristKnownTable *said)
{
  const QueristKnownTable *table = self->frame->subject;

  if (said != NULL && said->date != NULL && g_ptr_array_find (self->related, said, NULL) &&
      (self->frame->measures->len == 0 ||
       g_array_index (self->frame->measures, QueristMeasure, 0).field.table ==
         self->frame->subject))
    return said->date;
  if (self->frame->measures->len > 0)
    table = g_array_index (self->frame->measures, QueristMeasure, 0).field.table;
  for (guint i = self->frame->conditions->len; i > 0; i--)
    {
      const QueristCondition *condition = g_ptr_array_index (self->frame->conditions, i - 1);

      if (condition->op == QUERIST_OPERATOR_EXISTS && condition->field.table->date != NULL)
        return condition->field.table->date;
      if (table == NULL)
        table = condition->field.table;
    }
  if (table == NULL && self->frame->select->len > 0)
    table = g_array_index (self->frame->select, QueristField, 0).table;
  if (table == NULL && self->previous != NULL)
    table = self->previous->measures->len > 0
              ? g_array_index (self->previous->measures, QueristMeasure, 0).field.table
              : self->previous->subject;
  return table != NULL ? find_nearest_date (self, table) : NULL;
}

/* Words such as "last quarter" obey the clock. Where the data end before what they then mean,
 * the answer would be empty whatever the data are, so they are read from the data's last day on. */
static void
move_into_data (QueristReader            *self,
                const QueristKnownColumn *column,
                QueristPeriod            *period)
{
  GDate last;
  g_autofree char *wanted = NULL;
  g_autofree char *taken = NULL;
  g_autofree char *end = NULL;

  if (!period->relative || period->weekdays != 0 || column->statistics == NULL ||
      !querist_date_from_string (column->statistics->max, &last) ||
      g_date_compare (&last, &period->start) >= 0)
    return;
  wanted = querist_period_describe (period);
  end = querist_date_to_string (&last);
  if (period->unit == QUERIST_UNIT_NONE)
    {
      int days = g_date_days_between (&period->start, &period->end);

      period->end = last;
      g_date_add_days (&period->end, 1);
      period->start = period->end;
      g_date_subtract_days (&period->start, days);
    }
  else
    {
      g_date_add_days (&last, 1);
      *period = querist_period_around (&last, period->unit);
      querist_period_shift (period, -1);
    }
  taken = querist_period_describe (period);
  querist_frame_assume (self->frame, "The data end on %s, before %s; %s is taken instead", end,
                        wanted, taken);
}

static void
apply_side (QueristPeriod *period,
            QueristCue     side)
{
  switch (side)
    {
    case QUERIST_CUE_BEFORE:
    case QUERIST_CUE_UNTIL:
      period->end = period->start;
      g_date_clear (&period->start, 1);
      break;
    case QUERIST_CUE_AFTER:
      period->start = period->end;
      g_date_clear (&period->end, 1);
      break;
    case QUERIST_CUE_SINCE:
      g_date_clear (&period->end, 1);
      break;
    default:
      break;
    }
}

static void
add_period (QueristReader            *self,
            const QueristKnownColumn *column,
            const QueristPeriod      *period,
            gboolean                  negated)
{
  QueristField field = { column->table, column, NULL, NULL };
  QueristCondition *condition = querist_condition_new (&field, QUERIST_OPERATOR_PERIOD);

  condition->period = *period;
  condition->negated = negated;
  g_ptr_array_add (self->frame->conditions, condition);
}

static void
span_periods (QueristPeriod       *period,
              const QueristPeriod *last)
{
  if (g_date_compare (&last->start, &period->start) < 0)
    period->start = last->start;
  else
    period->end = last->end;
  period->unit = QUERIST_UNIT_NONE;
}

static void
add_note (QueristReader     *self,
          QueristPeriodNote *note)
{
  const QueristKnownColumn *column =
    note->column != NULL ? note->column : querist_reader_default_date (self, note->table);

  if (column == NULL)
    {
      g_autofree char *period = querist_period_describe (&note->period);

      g_free (self->reading->problem);
      self->reading->problem =
        g_strdup_printf ("there is no date to compare with %s in the tables it is about", period);
      return;
    }
  move_into_data (self, column, &note->period);
  apply_side (&note->period, note->side);
  add_period (self, column, &note->period, note->negated);
}

/* Two periods of which either will do stand apart in the answer: one group each. */
static void
add_two_periods (QueristReader     *self,
                 QueristPeriodNote *first,
                 QueristPeriodNote *second)
{
  const QueristKnownColumn *column =
    first->column != NULL ? first->column : querist_reader_default_date (self, first->table);
  QueristPeriod span = first->period;

  span_periods (&span, &second->period);
  if (column != NULL && self->frame->measures->len > 0 && self->unit == QUERIST_UNIT_NONE &&
      first->period.unit == second->period.unit && first->period.unit != QUERIST_UNIT_NONE)
    self->unit = first->period.unit;
  first->period = span;
  add_note (self, first);
}

static QueristPeriodNote *
get_note (const QueristReader *self,
          guint                index)
{
  return &g_array_index (self->periods, QueristPeriodNote, index);
}

static gboolean
are_adjacent (const QueristPeriod *a,
              const QueristPeriod *b)
{
  return g_date_compare (&a->end, &b->start) == 0 || g_date_compare (&b->end, &a->start) == 0;
}

static gboolean
is_open (QueristCue side)
{
  return side == QUERIST_CUE_BEFORE || side == QUERIST_CUE_AFTER || side == QUERIST_CUE_SINCE ||
         side == QUERIST_CUE_UNTIL;
}

/**
 * querist_reader_finish_periods:
 * @self: a reader
 *
 * Turns the periods that were met into conditions.
 */
void
querist_reader_finish_periods (QueristReader *self)
{
  for (guint i = 0; i < self->periods->len; i++)
    {
      QueristPeriodNote *note = get_note (self, i);
      QueristPeriodNote *next = i + 1 < self->periods->len ? get_note (self, i + 1) : NULL;

      if (next == NULL || note->period.weekdays != 0 || next->period.weekdays != 0 ||
          is_open (note->side) || is_open (next->side))
        {
          if (note->period.weekdays != 0 && next != NULL && next->period.weekdays != 0)
            {
              next->period.weekdays |= note->period.weekdays;
              continue;
            }
          add_note (self, note);
          continue;
        }
      if (note->side == QUERIST_CUE_BETWEEN || note->side == QUERIST_CUE_FROM ||
          next->side == QUERIST_CUE_TO)
        {
          span_periods (&note->period, &next->period);
          add_note (self, note);
        }
      else if (are_adjacent (&note->period, &next->period))
        add_two_periods (self, note, next);
      else
        {
          g_free (self->reading->problem);
          self->reading->problem = g_strdup ("two periods that do not follow each other can only "
                                             "be compared: ask to “compare” them");
        }
      i++;
    }
}

/**
 * querist_reader_finish_unit:
 * @self: a reader
 *
 * Groups by the unit of time that was asked for.
 */
void
querist_reader_finish_unit (QueristReader *self)
{
  const QueristKnownColumn *date;
  QueristField field;

  if (self->series && self->unit == QUERIST_UNIT_NONE)
    self->unit = QUERIST_UNIT_MONTH;
  if (self->unit == QUERIST_UNIT_NONE)
    return;
  date = self->last_column != NULL && self->last_column->kind == QUERIST_KIND_DATE
           ? self->last_column : querist_reader_default_date (self, NULL);
  if (date == NULL || (date->year && self->unit != QUERIST_UNIT_YEAR))
    {
      g_free (self->reading->problem);
      self->reading->problem = g_strdup_printf ("there is no date in the tables it is about, so "
                                                "nothing can be told by %s",
                                                querist_time_unit_to_string (self->unit));
      return;
    }
  querist_reader_unselect (self, date);
  field = (QueristField) { date->table, date, NULL, NULL };
  querist_reader_add_group (self, &field, self->unit);
  if (date->statistics != NULL && date->statistics->n_null > 0)
    {
      QueristCondition *filled = querist_condition_new (&field, QUERIST_OPERATOR_NULL);

      filled->negated = TRUE;
      g_ptr_array_add (self->frame->conditions, filled);
      querist_frame_assume (self->frame, "Rows without a %s are left out", date->column->name);
    }
}

static void
choose_last_full (const QueristKnownColumn *date,
                  const GDate              *today,
                  QueristPeriod            *period)
{
  GDate last = *today, first = *today;
  QueristTimeUnit unit = QUERIST_UNIT_MONTH;

  if (date->statistics != NULL)
    {
      querist_date_from_string (date->statistics->max, &last);
      querist_date_from_string (date->statistics->min, &first);
    }
  if (g_date_compare (&last, today) > 0)
    last = *today;
  if (g_date_days_between (&first, &last) > 3 * 365)
    unit = QUERIST_UNIT_YEAR;
  else if (g_date_days_between (&first, &last) > 270)
    unit = QUERIST_UNIT_QUARTER;
  g_date_add_days (&last, 1);
  *period = querist_period_around (&last, unit);
  querist_period_shift (period, -1);
}

/**
 * querist_reader_finish_comparison:
 * @self: a reader
 *
 * Sets the two periods that stand beside each other: those that were named, or the one that was
 * named and the one before it, or the last full one of the data and the one before it.
 */
void
querist_reader_finish_comparison (QueristReader *self)
{
  QueristFrame *frame = self->frame;
  const QueristKnownColumn *date = querist_reader_default_date (self, NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  if (date == NULL || date->year)
    {
      g_free (self->reading->problem);
      self->reading->problem = g_strdup ("there is no date to tell a change by");
      return;
    }
  frame->compare = TRUE;
  frame->compare_date = (QueristField) { date->table, date, NULL, NULL };
  if (self->periods->len == 0)
    choose_last_full (date, &self->question->today, &frame->after);
  else
    frame->after = get_note (self, 0)->period;
  if (self->periods->len < 2)
    move_into_data (self, date, &frame->after);
  frame->before = frame->after;
  frame->growth = self->growth;
  if (self->periods->len >= 2)
    {
      frame->before = get_note (self, 1)->period;
      if (g_date_compare (&frame->before.start, &frame->after.start) > 0)
        {
          QueristPeriod later = frame->before;

          frame->before = frame->after;
          frame->after = later;
        }
    }
  else
    querist_period_shift (&frame->before, -1);
  before = querist_period_describe (&frame->before);
  after = querist_period_describe (&frame->after);
  querist_frame_assume (frame, "%s is compared with %s", after, before);
}
