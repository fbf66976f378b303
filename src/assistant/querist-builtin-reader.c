/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-builtin-reader-private.h"
#include "querist-builtin-terms.h"

/**
 * querist_reading_free:
 * @self: (transfer full): a reading
 */
void
querist_reading_free (QueristReading *self)
{
  g_clear_pointer (&self->frame, querist_frame_free);
  g_free (self->clarification);
  g_clear_pointer (&self->options, g_ptr_array_unref);
  g_ptr_array_unref (self->unknown);
  g_free (self->problem);
  g_free (self);
}

/**
 * querist_reader_peek:
 * @self: a reader
 * @offset: pieces after the present one
 *
 * Returns: (transfer none) (nullable): that piece
 */
const QueristItem *
querist_reader_peek (const QueristReader *self,
                     guint                offset)
{
  return self->at + offset < self->question->items->len
           ? g_ptr_array_index (self->question->items, self->at + offset) : NULL;
}

/**
 * querist_reader_next:
 * @self: a reader
 * @offset: (out) (optional): how far it is
 *
 * Returns: (transfer none) (nullable): the next piece that is not mere filling
 */
const QueristItem *
querist_reader_next (const QueristReader *self,
                     guint               *offset)
{
  for (guint i = 1; TRUE; i++)
    {
      const QueristItem *item = querist_reader_peek (self, i);

      if (item == NULL || item->kind != QUERIST_ITEM_CUE || item->cue != QUERIST_CUE_FILLER)
        {
          if (offset != NULL)
            *offset = i;
          return item;
        }
    }
}

/**
 * querist_item_is_cue:
 * @item: (nullable): a piece of the question
 * @cue: a cue
 *
 * Returns: whether it is this cue
 */
gboolean
querist_item_is_cue (const QueristItem *item,
                     QueristCue         cue)
{
  return item != NULL && item->kind == QUERIST_ITEM_CUE && item->cue == cue;
}

/**
 * querist_reader_add_measure:
 * @self: a reader
 * @aggregate: how
 * @table: of what
 * @column: (nullable): of which column, NULL for rows
 *
 * Adds a measure, once.
 */
void
querist_reader_add_measure (QueristReader            *self,
                            QueristAggregate          aggregate,
                            const QueristKnownTable  *table,
                            const QueristKnownColumn *column)
{
  QueristMeasure measure = { .aggregate = aggregate, .field = { table, column, NULL, NULL } };

  measure.distinct = aggregate == QUERIST_AGGREGATE_COUNT && column != NULL;
  for (guint i = 0; i < self->frame->measures->len; i++)
    {
      const QueristMeasure *other =
        &g_array_index (self->frame->measures, QueristMeasure, i);

      if (other->aggregate == aggregate && querist_field_equal (&other->field, &measure.field))
        return;
    }
  g_array_append_val (self->frame->measures, measure);
}

/**
 * querist_reader_add_group:
 * @self: a reader
 * @field: by what
 * @unit: by which unit of it, for dates
 *
 * Adds a group, once.
 */
void
querist_reader_add_group (QueristReader      *self,
                          const QueristField *field,
                          QueristTimeUnit     unit)
{
  QueristGroup group = { *field, unit };

  for (guint i = 0; i < self->frame->groups->len; i++)
    {
      const QueristGroup *other = &g_array_index (self->frame->groups, QueristGroup, i);

      if (querist_field_equal (&other->field, field) && other->unit == unit)
        return;
    }
  g_array_append_val (self->frame->groups, group);
}

/**
 * querist_reader_add_condition:
 * @self: a reader
 * @condition: (transfer full): a condition
 *
 * Adds a condition, turned around where a word of negation waits for it.
 */
void
querist_reader_add_condition (QueristReader    *self,
                              QueristCondition *condition)
{
  condition->negated ^= self->negated || self->without;
  self->negated = FALSE;
  self->without = FALSE;
  self->with = FALSE;
  self->has_comparison = FALSE;
  self->has_number = FALSE;
  g_ptr_array_add (self->frame->conditions, condition);
}

/**
 * querist_reader_add_number:
 * @self: a reader
 * @column: a column
 * @op: how it is compared
 * @number: with what
 *
 * Adds a condition on a number.
 */
void
querist_reader_add_number (QueristReader            *self,
                           const QueristKnownColumn *column,
                           QueristOperator           op,
                           double                    number)
{
  QueristField field = querist_reader_field (self, column->table, column);
  QueristCondition *condition = querist_condition_new (&field, op);

  condition->number = number;
  querist_reader_add_condition (self, condition);
}

/**
 * querist_reader_is_number_waiting:
 * @self: a reader
 *
 * "more than 300 pages", "at least 5 orders": a number may wait for what it counts.
 *
 * Returns: whether one does
 */
gboolean
querist_reader_is_number_waiting (const QueristReader *self)
{
  return self->has_comparison && self->has_number;
}

/**
 * querist_reader_is_plural:
 * @self: a reader
 * @item: a piece of the question
 *
 * Returns: whether its last word is a plural
 */
gboolean
querist_reader_is_plural (const QueristReader *self,
                          const QueristItem   *item)
{
  const QueristWord *last =
    &g_array_index (self->question->words, QueristWord, item->first + item->n_words - 1);

  return !g_str_equal (last->folded, last->stem);
}

/**
 * querist_reader_take_unit:
 * @self: a reader
 * @item: a unit of time
 *
 * Notes that the answer is told by a unit of time.
 */
void
querist_reader_take_unit (QueristReader     *self,
                          const QueristItem *item)
{
  static const char *const adverbs[] = { "hourly", "daily", "weekly", "monthly", "quarterly",
                                         "yearly", "annual", "annually", NULL };
  g_autofree char *folded = g_utf8_strdown (item->text, -1);
  const QueristItem *before =
    self->at > 0 ? g_ptr_array_index (self->question->items, self->at - 1) : NULL;

  if (self->grouping || g_strv_contains (adverbs, folded))
    self->unit = item->unit;
  else if (querist_item_is_cue (before, QUERIST_CUE_WHICH) || self->common ||
           self->rank == QUERIST_CUE_MAX || self->rank == QUERIST_CUE_MIN)
    {
      self->unit = item->unit;
      self->unit_asked = TRUE;
    }
}

/* The year of a table: "movies from 1999" where there is a column of years */
static const QueristKnownColumn *
find_date_said (const QueristReader *self)
{
  const QueristKnownColumn *column = self->last_column;

  if (column != NULL && (column->kind == QUERIST_KIND_DATE || column->year))
    return column;
  return NULL;
}

/**
 * querist_reader_take_period:
 * @self: a reader
 * @item: a period
 *
 * Notes a period; its column is found when all is read.
 */
void
querist_reader_take_period (QueristReader     *self,
                            const QueristItem *item)
{
  QueristPeriodNote note = { .period = item->period, .side = self->time_side,
                             .table = self->last_table, .negated = self->negated };
  const QueristItem *next = querist_reader_next (self, NULL);

  /* "more than 2000": no year, unless a date is compared */
  if (self->has_comparison && find_date_said (self) == NULL && item->n_words == 1 &&
      item->period.unit == QUERIST_UNIT_YEAR && !item->period.relative)
    {
      querist_reader_take_number (self, item);
      return;
    }
  if (self->has_comparison)
    {
      note.side = self->comparison == QUERIST_OPERATOR_GT   ? QUERIST_CUE_AFTER
                  : self->comparison == QUERIST_OPERATOR_LT ? QUERIST_CUE_BEFORE
                  : self->comparison == QUERIST_OPERATOR_GE ? QUERIST_CUE_SINCE
                                                            : QUERIST_CUE_IN;
      self->has_comparison = FALSE;
    }
  note.column = find_date_said (self);
  if (note.column != NULL)
    querist_reader_unselect (self, note.column);
  g_array_append_val (self->periods, note);
  self->negated = FALSE;
  self->grouping = FALSE;
  if (self->time_side != QUERIST_CUE_BETWEEN && self->time_side != QUERIST_CUE_FROM &&
      !querist_item_is_cue (next, QUERIST_CUE_AND) && !querist_item_is_cue (next, QUERIST_CUE_OR))
    self->time_side = QUERIST_CUE_NONE;
}

/* "email address", "newsletter subscription": the column has said it */
static gboolean
completes_column (const QueristReader *self,
                  const QueristItem   *item)
{
  static const char *const nouns[] = { "addres", "address", "method", "field", "column",
                                       "subscript", "subscription", "info", NULL };
  const QueristItem *before =
    self->at > 0 ? g_ptr_array_index (self->question->items, self->at - 1) : NULL;

  return before != NULL && before->kind == QUERIST_ITEM_COLUMN &&
         g_strv_contains (nouns, item->root);
}

/* "inactive", "unpaid": the opposite of a yes/no column */
static gboolean
take_opposite (QueristReader     *self,
               const QueristItem *item)
{
  g_autofree char *folded = g_utf8_strdown (item->text, -1);
  g_autofree char *root = NULL;

  if (!g_str_has_prefix (folded, "in") && !g_str_has_prefix (folded, "un"))
    return FALSE;
  root = querist_term_root (folded + 2);
  for (guint i = 0; i < self->schema->tables->len; i++)
    {
      const QueristKnownTable *table = g_ptr_array_index (self->schema->tables, i);

      for (guint j = 0; j < table->columns->len; j++)
        {
          const QueristKnownColumn *column = g_ptr_array_index (table->columns, j);

          if (column->kind != QUERIST_KIND_BOOLEAN ||
              !querist_known_column_has_word (column, root) ||
              (!querist_reader_is_mentioned (self, table) && self->frame->subject != table))
            continue;
          self->negated = !self->negated;
          querist_reader_add_flag (self, column);
          return TRUE;
        }
    }
  return FALSE;
}

/**
 * querist_reader_take_unknown:
 * @self: a reader
 * @item: a word that matches nothing
 *
 * Passes over words that say nothing here, and notes the others.
 */
void
querist_reader_take_unknown (QueristReader     *self,
                             const QueristItem *item)
{
  if (take_opposite (self, item) || completes_column (self, item))
    return;
  if (querist_reader_take_pattern (self, item))
    return;
  if (querist_term_is_link (item->root))
    {
      self->passed_over = item;
      return;
    }
  g_ptr_array_add (self->reading->unknown, g_strdup (item->text));
}

static void
take_cue (QueristReader     *self,
          const QueristItem *item)
{
  const QueristKnownColumn *column = self->last_column;

  if (querist_item_is_cue (item, QUERIST_CUE_ABOVE_AVERAGE) ||
      querist_item_is_cue (item, QUERIST_CUE_BELOW_AVERAGE))
    {
      const QueristItem *next = querist_reader_next (self, NULL);

      if (next != NULL && next->kind == QUERIST_ITEM_COLUMN)
        column = querist_reader_pick_column (self, next, QUERIST_KIND_NUMBER);
      if (column != NULL && column->kind == QUERIST_KIND_NUMBER)
        {
          querist_reader_add_average (self, column, item->cue == QUERIST_CUE_ABOVE_AVERAGE);
          if (next != NULL && next->kind == QUERIST_ITEM_COLUMN)
            self->at++;
        }
      else
        g_ptr_array_add (self->reading->unknown, g_strdup (item->text));
      return;
    }
  if (querist_item_is_cue (item, QUERIST_CUE_NULL))
    {
      const QueristItem *next = querist_reader_next (self, NULL);

      self->without = next != NULL && next->kind == QUERIST_ITEM_COLUMN;
      return;
    }
  if (!querist_reader_take_cue (self, item) && item->cue != QUERIST_CUE_AND &&
      item->cue != QUERIST_CUE_OR && item->cue != QUERIST_CUE_FILLER)
    self->grouping = FALSE;
}

static void
take_item (QueristReader *self)
{
  const QueristItem *item = g_ptr_array_index (self->question->items, self->at);

  if (item->kind != QUERIST_ITEM_CUE && item->kind != QUERIST_ITEM_NUMBER &&
      querist_reader_take_pattern (self, item))
    return;
  switch (item->kind)
    {
    case QUERIST_ITEM_CUE:
      take_cue (self, item);
      break;
    case QUERIST_ITEM_TABLE:
      self->at += querist_reader_take_table (self, item);
      break;
    case QUERIST_ITEM_COLUMN:
      self->at += querist_reader_take_column (self, item);
      break;
    case QUERIST_ITEM_VALUE:
      querist_reader_take_value (self, item);
      self->last_role = NULL;
      break;
    case QUERIST_ITEM_NUMBER:
      self->at += querist_reader_take_number (self, item);
      break;
    case QUERIST_ITEM_PERIOD:
      querist_reader_take_period (self, item);
      break;
    case QUERIST_ITEM_UNIT:
      querist_reader_take_unit (self, item);
      break;
    case QUERIST_ITEM_AMOUNT:
      querist_reader_take_amount (self, item);
      break;
    default:
      querist_reader_take_unknown (self, item);
      break;
    }
}

/**
 * querist_reading_new:
 * @question: a question in pieces
 * @schema: the schema
 * @choice: (nullable): what the person answered when something was asked back
 * @previous: (nullable): what the question before was understood as
 *
 * Understands a question: goes through its pieces from left to right, each setting up what the
 * next ones mean, and completes what was left open.
 *
 * Returns: (transfer full): what was understood, or what stands against it
 */
QueristReading *
querist_reading_new (const QueristQuestion    *question,
                     const QueristKnownSchema *schema,
                     const char               *choice,
                     const QueristFrame       *previous)
{
  QueristReading *reading = g_new0 (QueristReading, 1);
  QueristReader reader = { .schema = schema, .question = question, .choice = choice,
                           .reading = reading, .previous = previous };
  g_autoptr(GPtrArray) related = g_ptr_array_new ();
  g_autoptr(GArray) periods = g_array_new (FALSE, TRUE, sizeof (QueristPeriodNote));

  reading->frame = querist_frame_new ();
  reading->unknown = g_ptr_array_new_with_free_func (g_free);
  reader.frame = reading->frame;
  reader.related = related;
  reader.periods = periods;
  for (reader.at = 0; reader.at < question->items->len; reader.at++)
    take_item (&reader);
  querist_reader_finish (&reader);
  return reading;
}
