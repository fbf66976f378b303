/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-builtin-reader-private.h"
#include "querist-builtin-terms.h"
#include "querist-text.h"

#define PERSON_AGE_YEARS 120

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
         (querist_item_is_cue (before, QUERIST_CUE_AND) ||
          querist_item_is_cue (before, QUERIST_CUE_OR));
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

/**
 * querist_reader_take_value:
 * @self: a reader
 * @item: a piece of the question that means a value of the data
 *
 * Makes a condition of a value.
 */
void
querist_reader_take_value (QueristReader     *self,
                           const QueristItem *item)
{
  const QueristValueMatch *match = querist_reader_pick_value (self, item);
  const QueristItem *before =
    self->at > 0 ? g_ptr_array_index (self->question->items, self->at - 1) : NULL;
  QueristCondition *condition;

  /* "hired before Anna": to compare with another row's day is beyond these rules */
  if (match == NULL || querist_item_is_cue (before, QUERIST_CUE_BEFORE) ||
      querist_item_is_cue (before, QUERIST_CUE_AFTER) ||
      querist_item_is_cue (before, QUERIST_CUE_SINCE) || self->has_comparison)
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
      if (querist_item_is_cue (before, QUERIST_CUE_AND))
        self->split = match->column;
      condition = g_ptr_array_index (self->frame->conditions, self->frame->conditions->len - 1);
      for (guint i = 0; i < match->values->len; i++)
        g_ptr_array_add (condition->values, g_strdup (g_ptr_array_index (match->values, i)));
      return;
    }
  self->grouping = FALSE;
  condition = new_value_condition (self, item, match);
  condition->text = g_strdup (item->text);
  querist_reader_add_condition (self, condition);
}

/**
 * querist_reader_take_pattern:
 * @self: a reader
 * @item: a piece of the question
 *
 * "name contains son", "starts with A": the text need not be a value of the data.
 *
 * Returns: whether it was such a text
 */
gboolean
querist_reader_take_pattern (QueristReader     *self,
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
  querist_reader_add_condition (self, condition);
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
              querist_reader_add_number (self, column, self->comparison, number);
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
          querist_reader_add_condition (self, condition);
          return TRUE;
        }
    }
  return FALSE;
}

/**
 * querist_reader_take_number:
 * @self: a reader
 * @item: a number
 *
 * Finds out what a number is for: to compare with, or how many rows are wanted.
 *
 * Returns: how many further pieces have been used
 */
guint
querist_reader_take_number (QueristReader     *self,
                            const QueristItem *item)
{
  guint offset;
  const QueristItem *next = querist_reader_next (self, &offset);

  if (self->has_comparison)
    {
      self->number = item->number;
      self->has_number = TRUE;
      self->comparison = querist_operator_widen (self->comparison, next);
      if (take_adjective_number (self, item->number))
        return 0;
      if (next != NULL && (next->kind == QUERIST_ITEM_TABLE || next->kind == QUERIST_ITEM_COLUMN ||
                           next->kind == QUERIST_ITEM_AMOUNT))
        return 0;
      if (self->last_column != NULL && self->last_column->kind == QUERIST_KIND_NUMBER)
        {
          querist_reader_unselect (self, self->last_column);
          querist_reader_add_number (self, self->last_column, self->comparison, item->number);
        }
      return 0;
    }
  if (next != NULL && (querist_item_is_cue (next, QUERIST_CUE_OR_MORE) ||
                       querist_item_is_cue (next, QUERIST_CUE_OR_LESS)))
    {
      self->has_comparison = TRUE;
      self->comparison = querist_operator_widen (QUERIST_OPERATOR_EQ, next);
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
      querist_reader_add_existence (self, table);
      return TRUE;
    }
  return !self->distinct && is_selling (item) && count_sold (self);
}

/**
 * querist_reader_take_amount:
 * @self: a reader
 * @item: a word for money or for selling
 *
 * Makes a measure of it.
 */
void
querist_reader_take_amount (QueristReader     *self,
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
  if (querist_reader_is_number_waiting (self))
    {
      QueristHaving having = { self->frame->measures->len - 1, self->comparison, self->number };

      g_array_append_val (self->frame->having, having);
      self->has_comparison = self->has_number = FALSE;
    }
}
