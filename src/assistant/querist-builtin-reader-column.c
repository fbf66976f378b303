/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-builtin-reader-private.h"

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

/**
 * querist_operator_widen:
 * @op: an operator
 * @after: (nullable): the piece after the number
 *
 * Returns: the operator, with "or more" and "or less" taken into account
 */
QueristOperator
querist_operator_widen (QueristOperator    op,
                        const QueristItem *after)
{
  if (querist_item_is_cue (after, QUERIST_CUE_OR_MORE))
    return QUERIST_OPERATOR_GE;
  if (querist_item_is_cue (after, QUERIST_CUE_OR_LESS))
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
  while (querist_item_is_cue (querist_reader_peek (self, used), QUERIST_CUE_AND) ||
         querist_item_is_cue (querist_reader_peek (self, used), QUERIST_CUE_TO) ||
         querist_item_is_cue (querist_reader_peek (self, used), QUERIST_CUE_FILLER))
    used++;
  if (!read_number_at (self, used, &high))
    return 0;
  querist_reader_add_number (self, column, QUERIST_OPERATOR_GE, MIN (low, high));
  querist_reader_add_number (self, column, QUERIST_OPERATOR_LE, MAX (low, high));
  return used + 1;
}

/**
 * querist_reader_add_average:
 * @self: a reader
 * @column: a column with numbers
 * @above: whether above its average, else below
 *
 * Adds a condition on the average.
 */
void
querist_reader_add_average (QueristReader            *self,
                            const QueristKnownColumn *column,
                            gboolean                  above)
{
  QueristField field = { column->table, column, NULL, NULL };
  QueristCondition *condition =
    querist_condition_new (&field, above ? QUERIST_OPERATOR_GT : QUERIST_OPERATOR_LT);

  condition->average = TRUE;
  querist_reader_add_condition (self, condition);
}

/**
 * querist_reader_add_null:
 * @self: a reader
 * @column: a column
 * @filled: whether it must be there, else missing
 *
 * Adds a condition on whether a value is there.
 */
void
querist_reader_add_null (QueristReader            *self,
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
  querist_reader_add_condition (self, condition);
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

  if (querist_item_is_cue (item, QUERIST_CUE_NOT) ||
      querist_item_is_cue (item, QUERIST_CUE_WITHOUT))
    {
      const QueristItem *after = querist_reader_peek (self, offset + 1);

      if (querist_item_is_cue (after, QUERIST_CUE_NULL) ||
          querist_item_is_cue (after, QUERIST_CUE_GT) ||
          querist_item_is_cue (after, QUERIST_CUE_LT))
        {
          self->negated = TRUE;
          item = after;
          at = ++offset;
        }
    }
  if (querist_item_is_cue (item, QUERIST_CUE_NULL))
    {
      gboolean filled = self->negated;

      self->negated = FALSE;
      querist_reader_add_null (self, column, filled);
      return offset;
    }
  if (!numeric)
    return 0;
  if (querist_item_is_cue (item, QUERIST_CUE_ABOVE_AVERAGE) ||
      querist_item_is_cue (item, QUERIST_CUE_BELOW_AVERAGE))
    {
      querist_reader_add_average (self, column, item->cue == QUERIST_CUE_ABOVE_AVERAGE);
      return offset;
    }
  if (querist_item_is_cue (item, QUERIST_CUE_BETWEEN) ||
      (querist_item_is_cue (item, QUERIST_CUE_FROM) && column->kind == QUERIST_KIND_NUMBER))
    {
      guint used = take_between (self, column, offset);

      return used > 0 ? used - 1 : 0;
    }
  if (is_comparison_cue (item, &op))
    at = offset + 1;
  else if (querist_item_is_cue (item, QUERIST_CUE_OF) || querist_item_is_cue (item, QUERIST_CUE_IN))
    at = offset + 1;
  while (querist_item_is_cue (querist_reader_peek (self, at), QUERIST_CUE_FILLER))
    at++;
  if (!read_number_at (self, at, &number))
    return 0;
  if (column->year && querist_reader_peek (self, at)->kind == QUERIST_ITEM_PERIOD && at > offset &&
      querist_item_is_cue (item, QUERIST_CUE_IN))
    op = QUERIST_OPERATOR_EQ;
  op = querist_operator_widen (op, querist_reader_peek (self, at + 1));
  querist_reader_add_number (self, column, op, number);
  return at +
         (op != QUERIST_OPERATOR_EQ &&
                  (querist_item_is_cue (querist_reader_peek (self, at + 1), QUERIST_CUE_OR_MORE) ||
                   querist_item_is_cue (querist_reader_peek (self, at + 1), QUERIST_CUE_OR_LESS))
              ? 1
              : 0);
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
  if (!querist_item_is_cue (querist_reader_next (self, NULL), QUERIST_CUE_AND))
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

/**
 * querist_reader_add_flag:
 * @self: a reader
 * @column: a yes/no column
 *
 * A yes/no column as an adjective: "active customers", "orders that were returned".
 */
void
querist_reader_add_flag (QueristReader            *self,
                         const QueristKnownColumn *column)
{
  QueristField field = { column->table, column, NULL, NULL };

  querist_reader_add_condition (self, querist_condition_new (&field, QUERIST_OPERATOR_TRUE));
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

static gboolean
is_ranked_by_number (const QueristReader *self)
{
  return self->rank == QUERIST_CUE_MAX || self->rank == QUERIST_CUE_MIN ||
         self->rank == QUERIST_CUE_MOST || self->rank == QUERIST_CUE_FEWEST;
}

static const QueristKnownColumn *
pick_column (QueristReader     *self,
             const QueristItem *item)
{
  gboolean number = querist_reader_is_number_waiting (self) || is_ranked_by_number (self);
  const QueristKnownColumn *column =
    querist_reader_pick_column (self, item, number ? QUERIST_KIND_NUMBER : -1);

  return column != NULL ? column : querist_reader_pick_column (self, item, -1);
}

/* "customers with an email": only where some have none does it say anything */
static gboolean
says_it_is_there (const QueristReader      *self,
                  const QueristKnownColumn *column)
{
  const QueristItem *next = querist_reader_next (self, NULL);

  return self->with && self->frame->subject != NULL && column->column->nullable &&
         column->statistics != NULL && column->statistics->n_null > 0 &&
         (next == NULL || next->kind != QUERIST_ITEM_VALUE);
}

/* Words before the column have said what it is for. */
static gboolean
take_prepared (QueristReader            *self,
               const QueristKnownColumn *column)
{
  if (self->sorting || (is_ranked_by_number (self) && column->kind != QUERIST_KIND_TEXT))
    {
      if (self->sorting)
        self->descending = FALSE;
      set_rank (self, column);
      self->sorting = FALSE;
      return TRUE;
    }
  if (self->common)
    {
      QueristField field = { column->table, column, NULL, NULL };

      querist_reader_add_group (self, &field, QUERIST_UNIT_NONE);
      return TRUE;
    }
  if (self->grouping)
    {
      take_grouped_column (self, column);
      return TRUE;
    }
  return FALSE;
}

static gboolean
take_presence (QueristReader            *self,
               const QueristItem        *item,
               const QueristKnownColumn *column)
{
  gboolean missing = self->negated || self->without;

  if (says_it_happened (self, item, column))
    {
      self->negated = FALSE;
      querist_reader_add_null (self, column, !missing);
      return TRUE;
    }
  if (!self->without && !says_it_is_there (self, column))
    return FALSE;
  querist_reader_add_null (self, column, !self->without);
  return TRUE;
}

static void
take_shown (QueristReader            *self,
            const QueristItem        *item,
            const QueristKnownColumn *column)
{
  QueristField field = { column->table, column, NULL, NULL };

  if (self->frame->subject == NULL && self->frame->select->len == 0)
    self->plural = querist_reader_is_plural (self, item);
  /* "names" of persons are their first and last names */
  if (column->table->labels->len > 1 && g_str_equal (item->root, "nam") && item->n_words == 1)
    field.column = NULL;
  select_column (self, &field);
}

/**
 * querist_reader_take_column:
 * @self: a reader
 * @item: a piece of the question that means a column
 *
 * Finds out what is wanted of a column: to reckon with it, to compare it, to tell by it, to sort by
 * it, or to show it.
 *
 * Returns: how many further pieces have been used
 */
guint
querist_reader_take_column (QueristReader     *self,
                            const QueristItem *item)
{
  const QueristKnownColumn *column;
  guint used;

  if (self->aggregate != QUERIST_AGGREGATE_NONE && (!self->grouping || self->by))
    {
      self->grouping = FALSE;
      take_measured_column (self, item);
      return 0;
    }
  column = pick_column (self, item);
  if (column == NULL)
    {
      g_ptr_array_add (self->reading->unknown, g_strdup (item->text));
      return 0;
    }
  self->last_column = column;
  if (follows_own_value (self, column))
    return 0;
  if (querist_reader_is_number_waiting (self) && column->kind == QUERIST_KIND_NUMBER)
    {
      querist_reader_add_number (self, column, self->comparison, self->number);
      return 0;
    }
  if (column->kind == QUERIST_KIND_BOOLEAN && !self->grouping && !self->sorting)
    {
      querist_reader_add_flag (self, column);
      return 0;
    }
  used = take_predicate (self, column);
  if (used == 0 && !take_prepared (self, column) && !take_presence (self, item, column))
    take_shown (self, item, column);
  return used;
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
