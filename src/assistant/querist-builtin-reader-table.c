/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-builtin-reader-private.h"
#include "querist-builtin-terms.h"

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
  querist_reader_add_number (self, key, QUERIST_OPERATOR_EQ, next->number);
  return used;
}

/**
 * querist_reader_add_existence:
 * @self: a reader
 * @table: a table
 *
 * Asks for rows of a table that belong to the subject, or for none, or for so many.
 */
void
querist_reader_add_existence (QueristReader           *self,
                              const QueristKnownTable *table)
{
  static const char *const signs[] = { "=", "<", "<=", ">", ">=" };
  QueristField field = { table, NULL, NULL, NULL };
  QueristCondition *condition = querist_condition_new (&field, QUERIST_OPERATOR_EXISTS);

  condition->number = -1;
  if (querist_reader_is_number_waiting (self))
    {
      condition->number = self->number;
      condition->values = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (condition->values, g_strdup (signs[self->comparison]));
    }
  querist_reader_add_condition (self, condition);
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
      querist_reader_is_number_waiting (self) || querist_item_is_cue (before, QUERIST_CUE_PER))
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
  if (!querist_item_is_cue (querist_reader_next (self, NULL), QUERIST_CUE_AND))
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
      querist_reader_add_null (self, find_role_column (match), FALSE);
      return TRUE;
    }
  if (querist_item_is_cue (next, QUERIST_CUE_OF) && self->frame->subject == NULL)
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

static void
count_rows (QueristReader           *self,
            const QueristKnownTable *table)
{
  querist_reader_add_measure (self, QUERIST_AGGREGATE_COUNT, table, NULL);
}

/* "the most orders", "more than 2 books", "sorted by orders": the number of rows ranks or limits
 * something else. */
static gboolean
take_as_number (QueristReader           *self,
                const QueristItem       *item,
                const QueristKnownTable *table)
{
  const QueristFrame *frame = self->frame;
  gboolean most = self->rank == QUERIST_CUE_MOST || self->rank == QUERIST_CUE_FEWEST;
  gboolean other = frame->subject != NULL || self->who || self->unit_asked ||
                   frame->select->len > 0;

  if (is_ranked_verb (self, item))
    self->best_selling = TRUE;
  else if (querist_reader_is_number_waiting (self) && frame->subject == NULL &&
           frame->select->len > 0)
    {
      QueristHaving having = { frame->measures->len, self->comparison, self->number };

      g_array_append_val (frame->having, having);
      self->has_comparison = self->has_number = FALSE;
    }
  else if (self->sorting)
    {
      self->sorting = FALSE;
      self->ranked = TRUE;
      self->descending = TRUE;
    }
  else if (!most || !other || frame->subject == table)
    return FALSE;
  if (most)
    self->rank = QUERIST_CUE_NONE;
  count_rows (self, table);
  return TRUE;
}

static void
take_as_subject (QueristReader           *self,
                 const QueristItem       *item,
                 const QueristKnownTable *table)
{
  self->frame->subject = table;
  self->plural = querist_reader_is_plural (self, item);
  if (self->frame->measures->len == 0 && (self->frame->orders->len == 0 || follows_rank (self)))
    self->asked = table;
}

/* A table that nothing before has asked for: what the answer is about, or something it has. */
static void
take_as_thing (QueristReader           *self,
               const QueristItem       *item,
               const QueristTableMatch *match)
{
  QueristField field = { match->table, NULL, match->role, match->role_owner };
  QueristFrame *frame = self->frame;

  if (frame->subject != NULL && frame->subject != match->table &&
      (self->without || self->negated || querist_reader_is_number_waiting (self)))
    querist_reader_add_existence (self, match->table);
  else if (match->role != NULL && frame->subject == match->role_owner)
    g_array_append_val (frame->select, field);
  else if (frame->subject == NULL && match->role != NULL)
    {
      self->role_asked = item;
      querist_reader_add_group (self, &field, QUERIST_UNIT_NONE);
    }
  else if (frame->subject == NULL)
    take_as_subject (self, item, match->table);
  else if (match->table != frame->subject)
    g_ptr_array_add (self->related, (gpointer) match->table);
}

static void
take_as_amount (QueristReader           *self,
                const QueristKnownTable *table)
{
  self->amount_wanted = TRUE;
  querist_reader_add_amount (self, self->aggregate == QUERIST_AGGREGATE_AVG
                                     ? QUERIST_AGGREGATE_AVG : QUERIST_AGGREGATE_SUM, table);
  self->aggregate = QUERIST_AGGREGATE_NONE;
  self->grouping = FALSE;
}

static void
take_as_group (QueristReader           *self,
               const QueristTableMatch *match)
{
  QueristField field = { match->table, NULL, match->role, match->role_owner };

  if (!repeats_role (self, match->table))
    querist_reader_add_group (self, &field, QUERIST_UNIT_NONE);
}

/**
 * querist_reader_take_table:
 * @self: a reader
 * @item: a piece of the question that means a table
 *
 * Finds out what is wanted of a table: to count its rows, to tell by them, to have some or none, or
 * to be what the answer is about.
 *
 * Returns: how many further pieces have been used
 */
guint
querist_reader_take_table (QueristReader     *self,
                           const QueristItem *item)
{
  const QueristTableMatch *match = querist_reader_pick_table (self, item);
  const QueristKnownTable *table = match != NULL ? match->table : NULL;
  guint used;

  if (table == NULL)
    {
      g_ptr_array_add (self->reading->unknown, g_strdup (item->text));
      return 0;
    }
  self->last_table = table;
  if (is_amount_table (self, item, table))
    {
      take_as_amount (self, table);
      return 0;
    }
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
    take_as_group (self, match);
  else if (self->aggregate != QUERIST_AGGREGATE_NONE)
    take_measured_table (self, table);
  else if (!take_as_number (self, item, table))
    take_as_thing (self, item, match);
  return 0;
}
