/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-builtin-reader-private.h"
#include "querist-builtin-terms.h"
#include "querist-text.h"

#define PERSON_AGE_YEARS 120

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

static gboolean
is_cue (const QueristItem *item,
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

static void
add_condition (QueristReader    *self,
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

static void
add_number_condition (QueristReader            *self,
                      const QueristKnownColumn *column,
                      QueristOperator           op,
                      double                    number)
{
  QueristField field = querist_reader_field (self, column->table, column);
  QueristCondition *condition = querist_condition_new (&field, op);

  condition->number = number;
  add_condition (self, condition);
}

/* Does the number that follows begin at @offset? Gives it, a lone year counts as one too. */
static gboolean
read_number_at (const QueristReader *self,
                guint                offset,
                double              *number)
{
  const QueristItem *item = querist_reader_peek (self, offset);

  if (item == NULL)
    return FALSE;
  if (item->kind == QUERIST_ITEM_NUMBER)
    {
      *number = item->number;
      return TRUE;
    }
  if (item->kind == QUERIST_ITEM_PERIOD && item->period.unit == QUERIST_UNIT_YEAR &&
      !item->period.relative && item->n_words == 1 && item->number > 0)
    {
      *number = item->number;
      return TRUE;
    }
  return FALSE;
}

static QueristOperator
widen (QueristOperator  op,
       const QueristItem *after)
{
  if (is_cue (after, QUERIST_CUE_OR_MORE))
    return QUERIST_OPERATOR_GE;
  if (is_cue (after, QUERIST_CUE_OR_LESS))
    return QUERIST_OPERATOR_LE;
  return op;
}

static gboolean
is_comparison_cue (const QueristItem *item,
                   QueristOperator   *op)
{
  static const struct {
    QueristCue      cue;
    QueristOperator op;
  } cues[] = {
    { QUERIST_CUE_GT, QUERIST_OPERATOR_GT }, { QUERIST_CUE_LT, QUERIST_OPERATOR_LT },
    { QUERIST_CUE_GE, QUERIST_OPERATOR_GE }, { QUERIST_CUE_LE, QUERIST_OPERATOR_LE },
    { QUERIST_CUE_EQ, QUERIST_OPERATOR_EQ }, { QUERIST_CUE_AFTER, QUERIST_OPERATOR_GT },
    { QUERIST_CUE_BEFORE, QUERIST_OPERATOR_LT }, { QUERIST_CUE_SINCE, QUERIST_OPERATOR_GE },
    { QUERIST_CUE_UNTIL, QUERIST_OPERATOR_LT },
  };

  for (guint i = 0; item != NULL && item->kind == QUERIST_ITEM_CUE && i < G_N_ELEMENTS (cues); i++)
    {
      if (item->cue == cues[i].cue)
        {
          *op = cues[i].op;
          return TRUE;
        }
    }
  return FALSE;
}

/* "between 10 and 20" after a column: gives the pieces used */
static guint
take_between (QueristReader            *self,
              const QueristKnownColumn *column,
              guint                     offset)
{
  double low, high;
  guint used = offset + 1;

  if (!read_number_at (self, used, &low))
    return 0;
  used++;
  while (is_cue (querist_reader_peek (self, used), QUERIST_CUE_AND) ||
         is_cue (querist_reader_peek (self, used), QUERIST_CUE_TO) ||
         is_cue (querist_reader_peek (self, used), QUERIST_CUE_FILLER))
    used++;
  if (!read_number_at (self, used, &high))
    return 0;
  add_number_condition (self, column, QUERIST_OPERATOR_GE, MIN (low, high));
  add_number_condition (self, column, QUERIST_OPERATOR_LE, MAX (low, high));
  return used + 1;
}

static void
add_average_condition (QueristReader            *self,
                       const QueristKnownColumn *column,
                       gboolean                  above)
{
  QueristField field = { column->table, column, NULL, NULL };
  QueristCondition *condition =
    querist_condition_new (&field, above ? QUERIST_OPERATOR_GT : QUERIST_OPERATOR_LT);

  condition->average = TRUE;
  add_condition (self, condition);
}

static void
add_null_condition (QueristReader            *self,
                    const QueristKnownColumn *column,
                    gboolean                  filled)
{
  QueristField field = { column->table, column, NULL, NULL };
  QueristCondition *condition = querist_condition_new (&field, QUERIST_OPERATOR_NULL);
  gboolean without = self->without;

  /* "without a phone" and "not missing": the operator says null already */
  condition->negated = filled;
  self->without = FALSE;
  if (without && !filled)
    self->negated = FALSE;
  add_condition (self, condition);
}

/* What is said of a column right after it: "salary above 50000", "rating of 5", "phone is
 * missing". Gives how many pieces that takes, 0 when nothing is said. */
static guint
take_predicate (QueristReader            *self,
                const QueristKnownColumn *column)
{
  guint offset;
  const QueristItem *item = querist_reader_next (self, &offset);
  QueristOperator op = QUERIST_OPERATOR_EQ;
  gboolean numeric = column->kind == QUERIST_KIND_NUMBER || column->kind == QUERIST_KIND_KEY;
  double number;
  guint at = offset;

  if (is_cue (item, QUERIST_CUE_NOT) || is_cue (item, QUERIST_CUE_WITHOUT))
    {
      const QueristItem *after = querist_reader_peek (self, offset + 1);

      if (is_cue (after, QUERIST_CUE_NULL) || is_cue (after, QUERIST_CUE_GT) ||
          is_cue (after, QUERIST_CUE_LT))
        {
          self->negated = TRUE;
          item = after;
          at = ++offset;
        }
    }
  if (is_cue (item, QUERIST_CUE_NULL))
    {
      gboolean filled = self->negated;

      self->negated = FALSE;
      add_null_condition (self, column, filled);
      return offset;
    }
  if (!numeric)
    return 0;
  if (is_cue (item, QUERIST_CUE_ABOVE_AVERAGE) || is_cue (item, QUERIST_CUE_BELOW_AVERAGE))
    {
      add_average_condition (self, column, item->cue == QUERIST_CUE_ABOVE_AVERAGE);
      return offset;
    }
  if (is_cue (item, QUERIST_CUE_BETWEEN) ||
      (is_cue (item, QUERIST_CUE_FROM) && column->kind == QUERIST_KIND_NUMBER))
    {
      guint used = take_between (self, column, offset);

      return used > 0 ? used - 1 : 0;
    }
  if (is_comparison_cue (item, &op))
    at = offset + 1;
  else if (is_cue (item, QUERIST_CUE_OF) || is_cue (item, QUERIST_CUE_IN))
    at = offset + 1;
  while (is_cue (querist_reader_peek (self, at), QUERIST_CUE_FILLER))
    at++;
  if (!read_number_at (self, at, &number))
    return 0;
  if (column->year && querist_reader_peek (self, at)->kind == QUERIST_ITEM_PERIOD && at > offset &&
      is_cue (item, QUERIST_CUE_IN))
    op = QUERIST_OPERATOR_EQ;
  op = widen (op, querist_reader_peek (self, at + 1));
  add_number_condition (self, column, op, number);
  return at + (op != QUERIST_OPERATOR_EQ &&
               (is_cue (querist_reader_peek (self, at + 1), QUERIST_CUE_OR_MORE) ||
                is_cue (querist_reader_peek (self, at + 1), QUERIST_CUE_OR_LESS)) ? 1 : 0);
}

/* "more than 300 pages", "at least 5 orders": a number waits for what it counts */
static gboolean
is_number_waiting (const QueristReader *self)
{
  return self->has_comparison && self->has_number;
}

static void
set_rank (QueristReader            *self,
          const QueristKnownColumn *column)
{
  QueristOrder order = { .measure = -1, .descending = self->descending };

  order.field = (QueristField) { column->table, column, NULL, NULL };
  g_array_append_val (self->frame->orders, order);
  self->rank = QUERIST_CUE_NONE;
}

/* "how many units", "how many hours": numbers that are added up when they are counted */
static gboolean
is_countable_unit (const QueristKnownColumn *column)
{
  static const char *const measured[] = { "pric", "cost",  "salari", "rating", "scor", "ag",
                                          "gpa",  "grade", "level",  "rank",   "rat",  NULL };

  if (column->kind != QUERIST_KIND_NUMBER || column->year)
    return FALSE;
  for (guint i = 0; measured[i] != NULL; i++)
    {
      if (querist_known_column_has_word (column, measured[i]))
        return FALSE;
    }
  return TRUE;
}

static void
take_measured_column (QueristReader     *self,
                      const QueristItem *item)
{
  gboolean number = self->aggregate == QUERIST_AGGREGATE_SUM ||
                    self->aggregate == QUERIST_AGGREGATE_AVG;
  const QueristKnownColumn *column =
    querist_reader_pick_column (self, item, number ? QUERIST_KIND_NUMBER : -1);
  QueristAggregate aggregate = self->aggregate;

  if (column == NULL)
    {
      /* "average birth date": no number, no average */
      g_free (self->reading->problem);
      self->reading->problem =
        g_strdup_printf ("“%s” is no number, so it has no sum or average", item->text);
      return;
    }
  if (aggregate == QUERIST_AGGREGATE_COUNT && column->kind == QUERIST_KIND_NUMBER &&
      is_countable_unit (column) && !self->distinct)
    aggregate = QUERIST_AGGREGATE_SUM;
  for (guint i = 0; i < self->n_earlier; i++)
    querist_reader_add_measure (self, self->earlier[i], column->table, column);
  self->n_earlier = 0;
  querist_reader_add_measure (self, aggregate, column->table, column);
  self->last_column = column;
  if (!is_cue (querist_reader_next (self, NULL), QUERIST_CUE_AND))
    {
      self->aggregate = QUERIST_AGGREGATE_NONE;
      self->distinct = FALSE;
    }
}

static void
take_grouped_column (QueristReader            *self,
                     const QueristKnownColumn *column)
{
  QueristField field = { column->table, column, NULL, NULL };
  gboolean measurable = column->kind == QUERIST_KIND_NUMBER && !column->year;

  if (self->by && measurable && self->ranked && column->table != self->frame->subject &&
      self->frame->subject != NULL)
    {
      querist_reader_add_measure (self, QUERIST_AGGREGATE_SUM, column->table, column);
      self->grouping = FALSE;
      return;
    }
  if (self->by && measurable && (self->ranked || self->list))
    {
      set_rank (self, column);
      self->grouping = FALSE;
      return;
    }
  querist_reader_add_group (self, &field, column->kind == QUERIST_KIND_DATE ? QUERIST_UNIT_DAY
                                                                            : QUERIST_UNIT_NONE);
}

/* A yes/no column as an adjective: "active customers", "orders that were returned" */
static void
add_flag (QueristReader            *self,
          const QueristKnownColumn *column)
{
  QueristField field = { column->table, column, NULL, NULL };

  add_condition (self, querist_condition_new (&field, QUERIST_OPERATOR_TRUE));
}

static gboolean
is_plural (const QueristReader *self,
           const QueristItem   *item)
{
  const QueristWord *last =
    &g_array_index (self->question->words, QueristWord, item->first + item->n_words - 1);

  return !g_str_equal (last->folded, last->stem);
}

/* "the Tea category": the column that a value is of says nothing new right after it */
static gboolean
follows_own_value (const QueristReader      *self,
                   const QueristKnownColumn *column)
{
  const QueristItem *before =
    self->at > 0 ? g_ptr_array_index (self->question->items, self->at - 1) : NULL;
  const QueristCondition *last =
    self->frame->conditions->len > 0
      ? g_ptr_array_index (self->frame->conditions, self->frame->conditions->len - 1) : NULL;

  return before != NULL && before->kind == QUERIST_ITEM_VALUE && last != NULL &&
         last->values != NULL && last->field.column == column;
}

/* "stores that closed", "orders not shipped": a day that may be missing tells whether it came */
static gboolean
says_it_happened (const QueristReader      *self,
                  const QueristItem        *item,
                  const QueristKnownColumn *column)
{
  g_autofree char *folded = g_utf8_strdown (item->text, -1);
  const QueristItem *next = querist_reader_next (self, NULL);

  return column->kind == QUERIST_KIND_DATE && g_str_has_suffix (folded, "ed") &&
         self->frame->subject == column->table && column->statistics != NULL &&
         column->statistics->n_null > 0 && !self->when &&
         (next == NULL || next->kind != QUERIST_ITEM_PERIOD) &&
         (next == NULL || next->kind != QUERIST_ITEM_CUE || next->cue < QUERIST_CUE_IN ||
          next->cue > QUERIST_CUE_UNTIL);
}

/* "employees who earn …": a column after the table whose rows are asked for is a verb, unless it is
 * tied to them: "members and their cities", "customers with email" */
static void
select_column (QueristReader      *self,
               const QueristField *field)
{
  QueristField entity = { self->frame->subject, NULL, NULL, NULL };
  gboolean tied = self->with;

  if (self->frame->subject == NULL || self->asked != self->frame->subject ||
      self->frame->measures->len > 0)
    {
      g_array_append_val (self->frame->select, *field);
      return;
    }
  for (guint i = self->at; i > 0 && !tied; i--)
    {
      const QueristItem *before = g_ptr_array_index (self->question->items, i - 1);

      if (before->kind != QUERIST_ITEM_CUE || before->cue > QUERIST_CUE_AND)
        break;
      tied = before->cue == QUERIST_CUE_AND;
    }
  if (!tied)
    return;
  if (self->frame->select->len == 0)
    g_array_append_val (self->frame->select, entity);
  g_array_append_val (self->frame->select, *field);
}

static guint
take_column (QueristReader     *self,
             const QueristItem *item)
{
  gboolean ranked = self->rank == QUERIST_CUE_MAX || self->rank == QUERIST_CUE_MIN ||
                    self->rank == QUERIST_CUE_MOST || self->rank == QUERIST_CUE_FEWEST;
  const QueristKnownColumn *column;
  QueristField field;
  guint used;

  if (self->aggregate != QUERIST_AGGREGATE_NONE && (!self->grouping || self->by))
    {
      self->grouping = FALSE;
      take_measured_column (self, item);
      return 0;
    }
  column = querist_reader_pick_column (
    self, item, is_number_waiting (self) || ranked ? QUERIST_KIND_NUMBER : -1);
  if (column == NULL)
    column = querist_reader_pick_column (self, item, -1);
  if (column == NULL)
    {
      g_ptr_array_add (self->reading->unknown, g_strdup (item->text));
      return 0;
    }
  self->last_column = column;
  field = (QueristField) { column->table, column, NULL, NULL };
  if (follows_own_value (self, column))
    return 0;
  if (is_number_waiting (self) && column->kind == QUERIST_KIND_NUMBER)
    {
      add_number_condition (self, column, self->comparison, self->number);
      return 0;
    }
  if (column->kind == QUERIST_KIND_BOOLEAN && !self->grouping && !self->sorting)
    {
      add_flag (self, column);
      return 0;
    }
  used = take_predicate (self, column);
  if (used > 0)
    return used;
  if (self->sorting || (ranked && column->kind != QUERIST_KIND_TEXT))
    {
      if (self->sorting)
        self->descending = FALSE;
      set_rank (self, column);
      self->sorting = FALSE;
      return 0;
    }
  if (self->common)
    {
      querist_reader_add_group (self, &field, QUERIST_UNIT_NONE);
      return 0;
    }
  if (self->grouping)
    {
      take_grouped_column (self, column);
      return 0;
    }
  if (says_it_happened (self, item, column))
    {
      gboolean missing = self->negated || self->without;

      self->negated = FALSE;
      add_null_condition (self, column, !missing);
      return 0;
    }
  if (self->without)
    {
      add_null_condition (self, column, FALSE);
      return 0;
    }
  if (self->with && self->frame->subject != NULL && column->column->nullable &&
      column->statistics != NULL && column->statistics->n_null > 0)
    {
      const QueristItem *next = querist_reader_next (self, NULL);

      if (next == NULL || next->kind != QUERIST_ITEM_VALUE)
        {
          add_null_condition (self, column, TRUE);
          return 0;
        }
    }
  if (self->frame->subject == NULL && self->frame->select->len == 0)
    self->plural = is_plural (self, item);
  if (column->table->labels->len > 1 && g_str_equal (item->root, "nam") && item->n_words == 1)
    field.column = NULL;
  select_column (self, &field);
  return 0;
}

/**
 * querist_reader_unselect:
 * @self: a reader
 * @column: a column
 *
 * The column that was just put on the list of wanted ones turns out to be said something of.
 */
void
querist_reader_unselect (QueristReader            *self,
                         const QueristKnownColumn *column)
{
  guint n = self->frame->select->len;

  if (n > 0 && g_array_index (self->frame->select, QueristField, n - 1).column == column)
    g_array_set_size (self->frame->select, n - 1);
}

static gboolean
joins_last_condition (const QueristReader      *self,
                      const QueristKnownColumn *column)
{
  const QueristCondition *last =
    self->frame->conditions->len > 0
      ? g_ptr_array_index (self->frame->conditions, self->frame->conditions->len - 1) : NULL;
  const QueristItem *before =
    self->at > 0 ? g_ptr_array_index (self->question->items, self->at - 1) : NULL;

  return last != NULL && last->values != NULL && last->field.column == column &&
         last->op != QUERIST_OPERATOR_EXISTS &&
         (is_cue (before, QUERIST_CUE_AND) || is_cue (before, QUERIST_CUE_OR));
}

static QueristCondition *
new_value_condition (QueristReader           *self,
                     const QueristItem       *item,
                     const QueristValueMatch *match)
{
  QueristField field = querist_reader_field (self, match->column->table, match->column);
  gboolean part = match->score < 0.85;
  QueristCondition *condition =
    querist_condition_new (&field, part && match->values->len > 1 ? QUERIST_OPERATOR_CONTAINS
                                                                  : QUERIST_OPERATOR_EQ);

  condition->values = g_ptr_array_new_with_free_func (g_free);
  if (condition->op == QUERIST_OPERATOR_CONTAINS)
    g_ptr_array_add (condition->values, querist_text_singular (item->text));
  else
    {
      for (guint i = 0; i < match->values->len; i++)
        g_ptr_array_add (condition->values, g_strdup (g_ptr_array_index (match->values, i)));
    }
  if (part)
    querist_frame_assume (self->frame, "“%s” is taken as part of %s.%s: %s", item->text,
                          match->column->table->table->name, match->column->column->name,
                          match->values->len > 1 ? "all that contain it"
                                                 : (char *) g_ptr_array_index (match->values, 0));
  return condition;
}

static void
ask_about_typo (QueristReader     *self,
                const QueristItem *item)
{
  GPtrArray *options = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *ask = g_strdup_printf ("“%s” is not in the data. Which of these is meant?",
                                          item->text);

  for (guint i = 0; i < item->values->len; i++)
    {
      const QueristValueMatch *match = g_ptr_array_index (item->values, i);

      for (guint j = 0; j < match->values->len; j++)
        {
          const char *value = g_ptr_array_index (match->values, j);

          if (!g_ptr_array_find_with_equal_func (options, value, g_str_equal, NULL))
            g_ptr_array_add (options, g_strdup (value));
        }
    }
  if (options->len == 1)
    g_ptr_array_add (options, g_strdup ("none of these"));
  querist_reader_ask (self, ask, options);
}

static void
take_value (QueristReader     *self,
            const QueristItem *item)
{
  const QueristValueMatch *match = querist_reader_pick_value (self, item);
  const QueristItem *before =
    self->at > 0 ? g_ptr_array_index (self->question->items, self->at - 1) : NULL;
  QueristCondition *condition;

  /* "hired before Anna": to compare with another row's day is beyond these rules */
  if (match == NULL || is_cue (before, QUERIST_CUE_BEFORE) || is_cue (before, QUERIST_CUE_AFTER) ||
      is_cue (before, QUERIST_CUE_SINCE) || self->has_comparison)
    {
      g_ptr_array_add (self->reading->unknown, g_strdup (item->text));
      return;
    }
  if (match->score <= 0.4)
    {
      const char *value = g_ptr_array_index (match->values, 0);

      if (!querist_reader_is_chosen (self, value))
        {
          ask_about_typo (self, item);
          return;
        }
    }
  querist_reader_unselect (self, match->column);
  if (joins_last_condition (self, match->column))
    {
      if (is_cue (before, QUERIST_CUE_AND))
        self->split = match->column;
      condition = g_ptr_array_index (self->frame->conditions, self->frame->conditions->len - 1);
      for (guint i = 0; i < match->values->len; i++)
        g_ptr_array_add (condition->values, g_strdup (g_ptr_array_index (match->values, i)));
      return;
    }
  self->grouping = FALSE;
  condition = new_value_condition (self, item, match);
  condition->text = g_strdup (item->text);
  add_condition (self, condition);
}

/* "name contains son", "starts with A": the text need not be a value of the data */
static gboolean
take_pattern (QueristReader     *self,
              const QueristItem *item)
{
  QueristField field;
  QueristCondition *condition;
  const QueristKnownColumn *column = self->last_column;

  if (!self->has_comparison || self->comparison < QUERIST_OPERATOR_CONTAINS ||
      self->comparison > QUERIST_OPERATOR_ENDS)
    return FALSE;
  if ((column == NULL || column->kind != QUERIST_KIND_TEXT) && self->frame->subject != NULL &&
      self->frame->subject->labels->len > 0)
    column = g_ptr_array_index (self->frame->subject->labels, 0);
  if (column == NULL || column->kind != QUERIST_KIND_TEXT)
    return FALSE;
  field = (QueristField) { column->table, column, NULL, NULL };
  condition = querist_condition_new (&field, self->comparison);
  condition->values = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (condition->values, g_strdup (item->text));
  querist_reader_unselect (self, column);
  add_condition (self, condition);
  return TRUE;
}

/* "clients older than 40": by the age, or by the day of birth that makes it */
static gboolean
take_adjective_number (QueristReader *self,
                       double         number)
{
  g_auto(GStrv) words = NULL;
  const QueristKnownTable *table = self->frame->subject;
  guint n_conditions = self->frame->conditions->len;

  if (table == NULL && n_conditions > 0)
    table = ((QueristCondition *) g_ptr_array_index (self->frame->conditions, n_conditions - 1))
              ->field.table;
  if (self->adjective == NULL || table == NULL || !self->has_comparison)
    return FALSE;
  words = g_strsplit (self->adjective->columns, " ", 0);
  for (guint i = 0; words[i] != NULL; i++)
    {
      gboolean turned = words[i][0] == '-';
      g_autofree char *root = querist_term_root (words[i] + (turned ? 1 : 0));

      for (guint j = 0; j < table->columns->len; j++)
        {
          const QueristKnownColumn *column = g_ptr_array_index (table->columns, j);
          QueristField field = { table, column, NULL, NULL };
          QueristCondition *condition;

          if (!querist_known_column_has_word (column, root))
            continue;
          if (column->kind == QUERIST_KIND_NUMBER && !turned)
            {
              add_number_condition (self, column, self->comparison, number);
              return TRUE;
            }
          if (column->kind != QUERIST_KIND_DATE || number <= 0 || number > PERSON_AGE_YEARS)
            continue;
          condition = querist_condition_new (&field, QUERIST_OPERATOR_PERIOD);
          condition->period.start = condition->period.end = self->question->today;
          g_date_subtract_years (&condition->period.start, (int) number);
          condition->period.end = condition->period.start;
          if (self->comparison == QUERIST_OPERATOR_GT)
            g_date_clear (&condition->period.start, 1);
          else
            g_date_clear (&condition->period.end, 1);
          add_condition (self, condition);
          return TRUE;
        }
    }
  return FALSE;
}

static guint
take_number (QueristReader     *self,
             const QueristItem *item)
{
  guint offset;
  const QueristItem *next = querist_reader_next (self, &offset);

  if (self->has_comparison)
    {
      self->number = item->number;
      self->has_number = TRUE;
      self->comparison = widen (self->comparison, next);
      if (take_adjective_number (self, item->number))
        return 0;
      if (next != NULL && (next->kind == QUERIST_ITEM_TABLE || next->kind == QUERIST_ITEM_COLUMN ||
                           next->kind == QUERIST_ITEM_AMOUNT))
        return 0;
      if (self->last_column != NULL && self->last_column->kind == QUERIST_KIND_NUMBER)
        {
          querist_reader_unselect (self, self->last_column);
          add_number_condition (self, self->last_column, self->comparison, item->number);
        }
      return 0;
    }
  if (next != NULL && (is_cue (next, QUERIST_CUE_OR_MORE) || is_cue (next, QUERIST_CUE_OR_LESS)))
    {
      self->has_comparison = TRUE;
      self->comparison = widen (QUERIST_OPERATOR_EQ, next);
      self->number = item->number;
      self->has_number = TRUE;
      return offset;
    }
  if (self->rank != QUERIST_CUE_NONE || self->common || self->best_selling ||
      (next != NULL && (next->kind == QUERIST_ITEM_TABLE ||
                        (next->kind == QUERIST_ITEM_CUE && next->cue >= QUERIST_CUE_MAX &&
                         next->cue <= QUERIST_CUE_SUPERLATIVE))))
    {
      if (item->number >= 1 && item->number <= 100000 && item->number == (guint) item->number)
        {
          self->limit = item->number;
          return 0;
        }
    }
  if (next != NULL && next->kind == QUERIST_ITEM_COLUMN)
    {
      self->has_comparison = TRUE;
      self->comparison = QUERIST_OPERATOR_EQ;
      self->number = item->number;
      self->has_number = TRUE;
      return 0;
    }
  g_ptr_array_add (self->reading->unknown, g_strdup (item->text));
  return 0;
}

/* "order 10001": a table and a number is a row's key */
static guint
take_row_number (QueristReader           *self,
                 const QueristKnownTable *table)
{
  const QueristItem *next = querist_reader_peek (self, 1);
  const QueristKnownColumn *key = querist_known_table_key (table);
  guint used = 1;

  if (next != NULL && next->kind != QUERIST_ITEM_NUMBER &&
      (g_str_equal (next->root, "number") || g_str_equal (next->root, "no") ||
       g_str_equal (next->root, "id") || g_str_equal (next->root, "#")))
    next = querist_reader_peek (self, ++used);
  if (next == NULL || next->kind != QUERIST_ITEM_NUMBER || key == NULL ||
      key->kind != QUERIST_KIND_KEY || self->has_comparison)
    return 0;
  add_number_condition (self, key, QUERIST_OPERATOR_EQ, next->number);
  return used;
}

static void
add_existence (QueristReader           *self,
               const QueristKnownTable *table)
{
  static const char *const signs[] = { "=", "<", "<=", ">", ">=" };
  QueristField field = { table, NULL, NULL, NULL };
  QueristCondition *condition = querist_condition_new (&field, QUERIST_OPERATOR_EXISTS);

  condition->number = -1;
  if (is_number_waiting (self))
    {
      condition->number = self->number;
      condition->values = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (condition->values, g_strdup (signs[self->comparison]));
    }
  add_condition (self, condition);
}

static gboolean
is_amount_table (const QueristReader     *self,
                 const QueristItem       *item,
                 const QueristKnownTable *table)
{
  const char *const *totals = querist_term_measures (item->root);
  QueristAmount amount;
  const QueristItem *before =
    self->at > 0 ? g_ptr_array_index (self->question->items, self->at - 1) : NULL;

  if (totals == NULL || self->aggregate == QUERIST_AGGREGATE_COUNT || self->without ||
      is_number_waiting (self) || is_cue (before, QUERIST_CUE_PER))
    return FALSE;
  return querist_known_table_amount (table, totals, &amount);
}

/* "average order value": what an order is worth */
static gboolean
take_value_of_table (QueristReader           *self,
                     const QueristKnownTable *table)
{
  static const char *const words[] = { "valu", "amount", "total", "worth", "size", "revenu", NULL };
  const QueristItem *next = querist_reader_peek (self, 1);

  if (next == NULL || self->aggregate == QUERIST_AGGREGATE_NONE ||
      self->aggregate == QUERIST_AGGREGATE_COUNT || !g_strv_contains (words, next->root))
    return FALSE;
  if (!querist_reader_add_amount (self, self->aggregate, table))
    return FALSE;
  self->aggregate = QUERIST_AGGREGATE_NONE;
  return TRUE;
}

static void
take_measured_table (QueristReader           *self,
                     const QueristKnownTable *table)
{
  if (self->aggregate == QUERIST_AGGREGATE_AVG)
    {
      QueristMeasure measure = { .aggregate = QUERIST_AGGREGATE_AVG,
                                 .field = { table, NULL, NULL, NULL } };

      g_array_append_val (self->frame->measures, measure);
    }
  else
    querist_reader_add_measure (self, QUERIST_AGGREGATE_COUNT, table, NULL);
  if (self->frame->subject == NULL)
    self->frame->subject = table;
  if (!is_cue (querist_reader_next (self, NULL), QUERIST_CUE_AND))
    {
      self->aggregate = QUERIST_AGGREGATE_NONE;
      self->distinct = FALSE;
    }
}

/* "the most experienced doctor": a column as an adjective */
static gboolean
follows_rank (const QueristReader *self)
{
  const QueristItem *before =
    self->at > 0 ? g_ptr_array_index (self->question->items, self->at - 1) : NULL;

  return before != NULL && before->kind == QUERIST_ITEM_COLUMN;
}

/* "origin airport": the table's own name after its role adds nothing */
static gboolean
repeats_role (const QueristReader     *self,
              const QueristKnownTable *table)
{
  guint n = self->frame->groups->len;
  const QueristGroup *last =
    n > 0 ? &g_array_index (self->frame->groups, QueristGroup, n - 1) : NULL;
  const QueristItem *before =
    self->at > 0 ? g_ptr_array_index (self->question->items, self->at - 1) : NULL;

  return last != NULL && last->field.role != NULL && last->field.table == table &&
         before != NULL && before->kind == QUERIST_ITEM_TABLE;
}

static const QueristKnownColumn *
find_role_column (const QueristTableMatch *match)
{
  return querist_known_table_find (match->role_owner, match->role->columns[0]);
}

/* "without a manager", "arrive in Berlin", "the manager of Ben": a word that names a relation */
static gboolean
take_role (QueristReader           *self,
           const QueristTableMatch *match)
{
  QueristField field = { match->table, NULL, match->role, match->role_owner };
  gboolean owned = self->frame->subject == match->role_owner;
  guint offset;
  const QueristItem *next = querist_reader_next (self, &offset);

  if (self->without && owned)
    {
      add_null_condition (self, find_role_column (match), FALSE);
      return TRUE;
    }
  if (is_cue (next, QUERIST_CUE_OF) && self->frame->subject == NULL)
    {
      self->frame->subject = match->role_owner;
      self->asked = match->role_owner;
      g_array_append_val (self->frame->select, field);
      return TRUE;
    }
  while (next != NULL && next->kind == QUERIST_ITEM_CUE &&
         (next->cue == QUERIST_CUE_IN || next->cue == QUERIST_CUE_FROM ||
          next->cue == QUERIST_CUE_TO || next->cue == QUERIST_CUE_FILLER))
    next = querist_reader_peek (self, ++offset);
  if (next == NULL || next->kind != QUERIST_ITEM_VALUE)
    return FALSE;
  self->last_role = match->role;
  self->last_role_owner = match->role_owner;
  return TRUE;
}

/* "the most borrowed books": the books of which there are the most loans */
static gboolean
is_ranked_verb (const QueristReader *self,
                const QueristItem   *item)
{
  const QueristItem *next = querist_reader_peek (self, 1);
  g_autofree char *folded = g_utf8_strdown (item->text, -1);

  return (self->rank == QUERIST_CUE_MOST || self->rank == QUERIST_CUE_FEWEST) &&
         self->frame->subject == NULL && next != NULL && next->kind == QUERIST_ITEM_TABLE &&
         g_str_has_suffix (folded, "ed");
}

static guint
take_table (QueristReader     *self,
            const QueristItem *item)
{
  const QueristTableMatch *match = querist_reader_pick_table (self, item);
  const QueristKnownTable *table;
  QueristField field;
  guint used;

  if (match == NULL)
    {
      g_ptr_array_add (self->reading->unknown, g_strdup (item->text));
      return 0;
    }
  table = match->table;
  field = (QueristField) { table, NULL, match->role, match->role_owner };
  if (is_amount_table (self, item, table))
    {
      self->amount_wanted = TRUE;
      querist_reader_add_amount (self, self->aggregate == QUERIST_AGGREGATE_AVG
                                         ? QUERIST_AGGREGATE_AVG : QUERIST_AGGREGATE_SUM, table);
      self->aggregate = QUERIST_AGGREGATE_NONE;
      self->last_table = table;
      self->grouping = FALSE;
      return 0;
    }
  self->last_table = table;
  if (take_value_of_table (self, table))
    return 1;
  used = take_row_number (self, table);
  if (used > 0)
    {
      if (self->frame->subject == NULL)
        self->frame->subject = table;
      return used;
    }
  if (match->role != NULL && !self->grouping && take_role (self, match))
    return 0;
  if (self->grouping)
    {
      if (!repeats_role (self, table))
        querist_reader_add_group (self, &field, QUERIST_UNIT_NONE);
      return 0;
    }
  if (self->aggregate != QUERIST_AGGREGATE_NONE)
    {
      take_measured_table (self, table);
      return 0;
    }
  if (is_ranked_verb (self, item))
    {
      querist_reader_add_measure (self, QUERIST_AGGREGATE_COUNT, table, NULL);
      self->best_selling = TRUE;
      self->rank = QUERIST_CUE_NONE;
      return 0;
    }
  if (is_number_waiting (self) && self->frame->subject == NULL && self->frame->select->len > 0)
    {
      QueristHaving having = { self->frame->measures->len, self->comparison, self->number };

      querist_reader_add_measure (self, QUERIST_AGGREGATE_COUNT, table, NULL);
      g_array_append_val (self->frame->having, having);
      self->has_comparison = self->has_number = FALSE;
      return 0;
    }
  if ((self->rank == QUERIST_CUE_MOST || self->rank == QUERIST_CUE_FEWEST) &&
      (self->frame->subject != NULL || self->who || self->unit_asked ||
       self->frame->select->len > 0) && self->frame->subject != table)
    {
      querist_reader_add_measure (self, QUERIST_AGGREGATE_COUNT, table, NULL);
      self->rank = QUERIST_CUE_NONE;
      return 0;
    }
  if (self->sorting)
    {
      querist_reader_add_measure (self, QUERIST_AGGREGATE_COUNT, table, NULL);
      self->sorting = FALSE;
      self->ranked = TRUE;
      self->descending = TRUE;
      return 0;
    }
  if (self->frame->subject != NULL && self->frame->subject != table &&
      (self->without || self->negated || is_number_waiting (self)))
    {
      add_existence (self, table);
      return 0;
    }
  if (match->role != NULL && self->frame->subject == match->role_owner)
    {
      g_array_append_val (self->frame->select, field);
      return 0;
    }
  if (self->frame->subject == NULL && match->role != NULL)
    {
      self->role_asked = item;
      querist_reader_add_group (self, &field, QUERIST_UNIT_NONE);
      return 0;
    }
  if (self->frame->subject == NULL)
    {
      self->frame->subject = table;
      self->plural = is_plural (self, item);
      if (self->frame->measures->len == 0 &&
          (self->frame->orders->len == 0 || follows_rank (self)))
        self->asked = table;
    }
  else if (table != self->frame->subject)
    g_ptr_array_add (self->related, (gpointer) table);
  return 0;
}

static void
take_unit (QueristReader     *self,
           const QueristItem *item)
{
  static const char *const adverbs[] = { "hourly", "daily", "weekly", "monthly", "quarterly",
                                         "yearly", "annual", "annually", NULL };
  g_autofree char *folded = g_utf8_strdown (item->text, -1);
  const QueristItem *before =
    self->at > 0 ? g_ptr_array_index (self->question->items, self->at - 1) : NULL;

  if (self->grouping || g_strv_contains (adverbs, folded))
    self->unit = item->unit;
  else if (is_cue (before, QUERIST_CUE_WHICH) || self->common ||
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

static void
take_period (QueristReader     *self,
             const QueristItem *item)
{
  QueristPeriodNote note = { .period = item->period, .side = self->time_side,
                             .table = self->last_table, .negated = self->negated };
  const QueristItem *next = querist_reader_next (self, NULL);

  /* "more than 2000": no year, unless a date is compared */
  if (self->has_comparison && find_date_said (self) == NULL && item->n_words == 1 &&
      item->period.unit == QUERIST_UNIT_YEAR && !item->period.relative)
    {
      take_number (self, item);
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
      !is_cue (next, QUERIST_CUE_AND) && !is_cue (next, QUERIST_CUE_OR))
    self->time_side = QUERIST_CUE_NONE;
}

static gboolean
is_selling (const QueristItem *item)
{
  static const char *const verbs[] = { "sold", "sell", "sells", "selling", NULL };
  g_autofree char *folded = g_utf8_strdown (item->text, -1);

  return g_strv_contains (verbs, folded);
}

/* "How many lamps were sold": not how many kinds of lamps there are, but how many pieces. */
static gboolean
count_sold (QueristReader *self)
{
  QueristFrame *frame = self->frame;
  guint n_assumptions = frame->assumptions->len;
  QueristMeasure *amount;

  if (frame->measures->len > 0 &&
      (g_array_index (frame->measures, QueristMeasure, 0).aggregate != QUERIST_AGGREGATE_COUNT ||
       g_array_index (frame->measures, QueristMeasure, 0).field.column != NULL))
    return TRUE;
  if (self->aggregate != QUERIST_AGGREGATE_COUNT && frame->measures->len == 0)
    return FALSE;
  g_array_set_size (frame->measures, 0);
  if (!querist_reader_add_amount (self, QUERIST_AGGREGATE_SUM, NULL))
    return FALSE;
  amount = &g_array_index (frame->measures, QueristMeasure, 0);
  self->aggregate = QUERIST_AGGREGATE_NONE;
  if (amount->amount.quantity == NULL)
    {
      *amount = (QueristMeasure) { .aggregate = QUERIST_AGGREGATE_COUNT, .field = amount->field };
      return TRUE;
    }
  amount->is_amount = FALSE;
  amount->field.column = amount->amount.quantity;
  g_ptr_array_set_size (frame->assumptions, n_assumptions);
  querist_frame_assume (frame, "Pieces are counted: the sum of %s.%s",
                        amount->field.table->table->name, amount->field.column->column->name);
  return TRUE;
}

static gboolean
take_selling (QueristReader     *self,
              const QueristItem *item)
{
  const QueristKnownTable *table;
  guint n_assumptions = self->frame->assumptions->len;

  if (self->without && self->frame->subject != NULL &&
      querist_reader_add_amount (self, QUERIST_AGGREGATE_SUM, NULL))
    {
      table = g_array_index (self->frame->measures, QueristMeasure, 0).field.table;
      g_array_set_size (self->frame->measures, 0);
      g_ptr_array_set_size (self->frame->assumptions, n_assumptions);
      add_existence (self, table);
      return TRUE;
    }
  return !self->distinct && is_selling (item) && count_sold (self);
}

static void
take_amount (QueristReader     *self,
             const QueristItem *item)
{
  QueristAggregate aggregate = self->aggregate;

  if (take_selling (self, item))
    return;
  if (aggregate == QUERIST_AGGREGATE_NONE || aggregate == QUERIST_AGGREGATE_COUNT)
    aggregate = QUERIST_AGGREGATE_SUM;
  self->amount_wanted = TRUE;
  if (!querist_reader_add_amount (self, aggregate, NULL))
    g_ptr_array_add (self->reading->unknown, g_strdup (item->text));
  self->aggregate = QUERIST_AGGREGATE_NONE;
  self->grouping = FALSE;
  self->sorting = FALSE;
  self->rank = self->rank == QUERIST_CUE_TOP || self->rank == QUERIST_CUE_BOTTOM
                 ? QUERIST_CUE_NONE : self->rank;
  if (is_number_waiting (self))
    {
      QueristHaving having = { self->frame->measures->len - 1, self->comparison, self->number };

      g_array_append_val (self->frame->having, having);
      self->has_comparison = self->has_number = FALSE;
    }
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
          add_flag (self, column);
          return TRUE;
        }
    }
  return FALSE;
}

static void
take_unknown (QueristReader     *self,
              const QueristItem *item)
{
  if (take_opposite (self, item) || completes_column (self, item))
    return;
  if (take_pattern (self, item))
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

  if (is_cue (item, QUERIST_CUE_ABOVE_AVERAGE) || is_cue (item, QUERIST_CUE_BELOW_AVERAGE))
    {
      const QueristItem *next = querist_reader_next (self, NULL);

      if (next != NULL && next->kind == QUERIST_ITEM_COLUMN)
        column = querist_reader_pick_column (self, next, QUERIST_KIND_NUMBER);
      if (column != NULL && column->kind == QUERIST_KIND_NUMBER)
        {
          add_average_condition (self, column, item->cue == QUERIST_CUE_ABOVE_AVERAGE);
          if (next != NULL && next->kind == QUERIST_ITEM_COLUMN)
            self->at++;
        }
      else
        g_ptr_array_add (self->reading->unknown, g_strdup (item->text));
      return;
    }
  if (is_cue (item, QUERIST_CUE_NULL))
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
      take_pattern (self, item))
    return;
  switch (item->kind)
    {
    case QUERIST_ITEM_CUE:
      take_cue (self, item);
      break;
    case QUERIST_ITEM_TABLE:
      self->at += take_table (self, item);
      break;
    case QUERIST_ITEM_COLUMN:
      self->at += take_column (self, item);
      break;
    case QUERIST_ITEM_VALUE:
      take_value (self, item);
      self->last_role = NULL;
      break;
    case QUERIST_ITEM_NUMBER:
      self->at += take_number (self, item);
      break;
    case QUERIST_ITEM_PERIOD:
      take_period (self, item);
      break;
    case QUERIST_ITEM_UNIT:
      take_unit (self, item);
      break;
    case QUERIST_ITEM_AMOUNT:
      take_amount (self, item);
      break;
    default:
      take_unknown (self, item);
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
