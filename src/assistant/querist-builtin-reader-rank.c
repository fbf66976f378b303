/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-builtin-reader-private.h"
#include "querist-builtin-terms.h"

/**
 * querist_reader_get_measured:
 * @self: a reader
 *
 * Returns: (transfer none) (nullable): the table that is reckoned with
 */
const QueristKnownTable *
querist_reader_get_measured (const QueristReader *self)
{
  return self->frame->measures->len > 0
           ? g_array_index (self->frame->measures, QueristMeasure, 0).field.table : NULL;
}

/**
 * querist_table_holds_persons:
 * @table: a table
 *
 * Returns: whether its name says that its rows are persons
 */
gboolean
querist_table_holds_persons (const QueristKnownTable *table)
{
  static const char *const persons[] = {
    "customer", "client", "employee", "employe", "student", "patient",  "doctor",  "teacher",
    "member",   "author", "user",     "person",  "player",  "driver",   "passenger", "physician",
    "borrower", "reader", "staff",    "actor",   "director", "artist",  "singer",  "professor",
    "instructor", "pilot", "guest",   "contact", "people",  "worker",   "agent",   "manager",
    "nurs",     "tenant", "owner",    "visitor", "candidat", "applicant", NULL };
  gsize last = table->terms->len;

  return last > 0 &&
         g_strv_contains (persons, g_array_index (table->terms, QueristTerm, last - 1).root);
}

/**
 * querist_reader_find_person:
 * @self: a reader
 *
 * Returns: (transfer none) (nullable): the table of persons that "who" asks for, the nearest to
 *   what is reckoned or compared
 */
const QueristKnownTable *
querist_reader_find_person (const QueristReader *self)
{
  const QueristKnownTable *from = querist_reader_get_measured (self);
  const QueristKnownTable *best = NULL;
  int best_distance = G_MAXINT;

  if (from == NULL)
    from = self->frame->subject;
  if (from == NULL && self->frame->orders->len > 0)
    from = g_array_index (self->frame->orders, QueristOrder, 0).field.table;
  if (from == NULL && self->frame->conditions->len > 0)
    from = ((QueristCondition *) g_ptr_array_index (self->frame->conditions, 0))->field.table;
  if (from == NULL && self->related->len > 0)
    from = g_ptr_array_index (self->related, 0);
  if (from == NULL)
    from = self->last_table;
  for (guint i = 0; from != NULL && i < self->schema->tables->len; i++)
    {
      const QueristKnownTable *table = g_ptr_array_index (self->schema->tables, i);
      int distance = querist_table_holds_persons (table)
                       ? querist_joins_distance (self->schema, from, table, NULL) : -1;

      if (distance >= 0 && distance < best_distance)
        {
          best = table;
          best_distance = distance;
        }
    }
  return best;
}

static gboolean
finds_adjective_column (const QueristKnownTable   *table,
                        const char                *word,
                        const QueristKnownColumn **column,
                        gboolean                  *turned)
{
  g_autofree char *root = NULL;

  *turned = word[0] == '-';
  root = querist_term_root (word + (*turned ? 1 : 0));
  for (guint i = 0; i < table->columns->len; i++)
    {
      *column = g_ptr_array_index (table->columns, i);
      if (!querist_known_column_has_word (*column, root))
        continue;
      /* dates and years go the other way than ages */
      if ((*column)->kind == QUERIST_KIND_DATE || (*column)->year)
        return TRUE;
      if ((*column)->kind == QUERIST_KIND_NUMBER)
        return TRUE;
    }
  return FALSE;
}

/**
 * querist_reader_resolve_adjective:
 * @self: a reader
 *
 * Orders by what a superlative speaks of: "the oldest customer" by the year of birth.
 *
 * Returns: whether there is such a column
 */
gboolean
querist_reader_resolve_adjective (QueristReader *self)
{
  const QueristKnownTable *table = self->frame->subject;
  g_auto(GStrv) words = NULL;

  if (table == NULL || self->adjective == NULL)
    return FALSE;
  words = g_strsplit (self->adjective->columns, " ", 0);
  for (guint i = 0; words[i] != NULL; i++)
    {
      const QueristKnownColumn *column;
      QueristOrder order = { .measure = -1 };
      gboolean turned;

      if (!finds_adjective_column (table, words[i], &column, &turned))
        continue;
      order.field = (QueristField) { table, column, NULL, NULL };
      order.descending = self->adjective->descending != turned;
      g_array_append_val (self->frame->orders, order);
      return TRUE;
    }
  return FALSE;
}

static int
rate_amount_table (const QueristReader     *self,
                   const QueristKnownTable *table)
{
  int cost = 0;

  for (guint i = 0; i < self->schema->tables->len; i++)
    {
      const QueristKnownTable *other = g_ptr_array_index (self->schema->tables, i);
      gboolean backward;
      int distance;

      if (!querist_reader_is_mentioned (self, other))
        continue;
      distance = querist_joins_distance (self->schema, table, other, &backward);
      cost += distance < 0 ? 10000 : distance + (backward ? 100 : 0);
    }
  return cost;
}

static gboolean
has_returns_name (const QueristKnownTable *table)
{
  static const char *const roots[] = { "return", "refund", "cart", "quot", "budget", "stock",
                                       "inventori", NULL };

  for (guint i = 0; i < table->terms->len; i++)
    {
      if (g_strv_contains (roots, g_array_index (table->terms, QueristTerm, i).root))
        return TRUE;
    }
  return FALSE;
}

static void
explain_amount (QueristReader           *self,
                const QueristKnownTable *table,
                const QueristAmount     *amount)
{
  if (amount->total != NULL)
    querist_frame_assume (self->frame, "Money is taken from %s.%s", table->table->name,
                          amount->total->column->name);
  else
    querist_frame_assume (self->frame, "Revenue is %s times %s%s%s of %s",
                          amount->quantity->column->name, amount->price->column->name,
                          amount->discount != NULL ? ", less " : "",
                          amount->discount != NULL ? amount->discount->column->name : "",
                          table->table->name);
}

/**
 * querist_reader_add_amount:
 * @self: a reader
 * @aggregate: how
 * @near: (nullable): the table whose rows it is the worth of
 *
 * Adds money as a measure: from the table that has some and from which everything the question
 * names is one step to one row, so that nothing is counted twice.
 *
 * Returns: whether there is any
 */
gboolean
querist_reader_add_amount (QueristReader           *self,
                           QueristAggregate         aggregate,
                           const QueristKnownTable *near)
{
  const char *const *totals = querist_term_measures ("sale");
  QueristMeasure measure = { .aggregate = aggregate, .is_amount = TRUE };
  int best = G_MAXINT;

  for (guint i = 0; i < self->schema->tables->len; i++)
    {
      const QueristKnownTable *table = g_ptr_array_index (self->schema->tables, i);
      QueristAmount amount;
      int cost;

      if (!querist_known_table_amount (table, totals, &amount))
        continue;
      cost = rate_amount_table (self, table) + (table->date == NULL ? 1 : 0) +
             (has_returns_name (table) && !querist_reader_is_mentioned (self, table) ? 5000 : 0);
      if (near != NULL)
        {
          int distance = querist_joins_distance (self->schema, table, near, NULL);

          cost += distance < 0 ? 10000 : 2 * distance;
        }
      if (cost < best)
        {
          best = cost;
          measure.field = (QueristField) { table, NULL, NULL, NULL };
          measure.amount = amount;
        }
    }
  if (measure.field.table == NULL || best >= 5000)
    return FALSE;
  if (near != NULL && near != measure.field.table && aggregate == QUERIST_AGGREGATE_AVG)
    measure.per = near;
  explain_amount (self, measure.field.table, &measure.amount);
  for (guint i = 0; i < self->frame->measures->len; i++)
    {
      if (g_array_index (self->frame->measures, QueristMeasure, i).is_amount)
        return TRUE;
    }
  g_array_append_val (self->frame->measures, measure);
  return TRUE;
}

/**
 * querist_reader_find_events:
 * @self: a reader
 * @subject: a table
 *
 * Returns: (transfer none) (nullable): what happened to its rows: the table whose rows point to
 *   it, preferring those that were named
 */
const QueristKnownTable *
querist_reader_find_events (const QueristReader     *self,
                            const QueristKnownTable *subject)
{
  const QueristKnownTable *best = NULL;
  int best_rate = 0;

  for (guint i = 0; i < self->related->len; i++)
    {
      const QueristKnownTable *table = g_ptr_array_index (self->related, i);
      gboolean backward;

      if (querist_joins_distance (self->schema, subject, table, &backward) > 0 && backward)
        return table;
    }
  for (guint i = 0; i < self->schema->tables->len; i++)
    {
      const QueristKnownTable *table = g_ptr_array_index (self->schema->tables, i);
      int rate = table->date != NULL ? 3 : 1;

      for (guint j = 0; j < table->table->foreign_keys->len; j++)
        {
          const QueristForeignKey *key = g_ptr_array_index (table->table->foreign_keys, j);

          if (g_ascii_strcasecmp (key->table, subject->table->name) != 0 || table == subject)
            continue;
          if (has_returns_name (table))
            rate = 1;
          if (rate > best_rate)
            {
              best = table;
              best_rate = rate;
            }
        }
    }
  return best;
}

static void
ask_for_measure (QueristReader *self)
{
  const QueristKnownTable *subject = self->frame->subject;
  GPtrArray *options = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; subject != NULL && i < subject->columns->len; i++)
    {
      const QueristKnownColumn *column = g_ptr_array_index (subject->columns, i);

      if (column->kind == QUERIST_KIND_NUMBER)
        g_ptr_array_add (options, g_strdup_printf ("by %s", column->column->name));
    }
  if (options->len < 2)
    {
      g_ptr_array_unref (options);
      g_free (self->reading->problem);
      self->reading->problem = g_strdup ("it does not say by what to rank. Add “by” and a column");
      return;
    }
  querist_reader_ask (self, "By what shall they be ranked?", options);
}

static gboolean
choose_ranking (QueristReader *self)
{
  const QueristKnownTable *subject = self->frame->subject;

  for (guint i = 0; subject != NULL && i < subject->columns->len; i++)
    {
      const QueristKnownColumn *column = g_ptr_array_index (subject->columns, i);
      g_autofree char *option = g_strdup_printf ("by %s", column->column->name);
      QueristOrder order = { .measure = -1, .descending = self->descending };

      if (column->kind != QUERIST_KIND_NUMBER || !querist_reader_is_chosen (self, option))
        continue;
      order.field = (QueristField) { subject, column, NULL, NULL };
      g_array_append_val (self->frame->orders, order);
      return TRUE;
    }
  return FALSE;
}

/* "the 10 latest orders": by the day they happened */
static gboolean
order_by_date (QueristReader *self)
{
  const QueristKnownColumn *date = querist_reader_default_date (self, NULL);
  QueristOrder order = { .measure = -1, .descending = self->rank == QUERIST_CUE_LATEST };

  if (date == NULL)
    return FALSE;
  order.field = (QueristField) { date->table, date, NULL, NULL };
  g_array_append_val (self->frame->orders, order);
  return TRUE;
}

/**
 * querist_reader_finish_rank:
 * @self: a reader
 *
 * Finds by what to rank where no word has said it.
 */
void
querist_reader_finish_rank (QueristReader *self)
{
  QueristFrame *frame = self->frame;
  const QueristKnownTable *events;

  if (self->common && frame->measures->len == 0)
    {
      const QueristKnownTable *table = frame->subject;

      if (table == NULL && frame->select->len > 0)
        table = g_array_index (frame->select, QueristField, 0).table;
      if (frame->groups->len > 0)
        {
          const QueristGroup *group = &g_array_index (frame->groups, QueristGroup, 0);

          table = group->field.column != NULL && frame->subject == NULL ? group->field.table
                  : frame->subject;
        }
      else if (table != NULL && frame->select->len == 0)
        {
          QueristField field = { table, NULL, NULL, NULL };

          querist_reader_add_group (self, &field, QUERIST_UNIT_NONE);
          table = querist_reader_find_events (self, table);
        }
      if (table != NULL)
        querist_reader_add_measure (self, QUERIST_AGGREGATE_COUNT, table, NULL);
    }
  if (self->rank == QUERIST_CUE_SUPERLATIVE &&
      (self->growth || querist_reader_resolve_adjective (self)))
    self->rank = QUERIST_CUE_NONE;
  if ((self->rank == QUERIST_CUE_LATEST || self->rank == QUERIST_CUE_EARLIEST) &&
      order_by_date (self))
    self->rank = QUERIST_CUE_NONE;
  if (!self->ranked || frame->measures->len > 0 || frame->orders->len > 0 || self->growth ||
      choose_ranking (self))
    return;
  events = frame->subject != NULL ? querist_reader_find_events (self, frame->subject) : NULL;
  if (self->rank == QUERIST_CUE_MOST || self->rank == QUERIST_CUE_FEWEST)
    {
      if (frame->select->len > 0)
        {
          querist_reader_add_measure (
            self, QUERIST_AGGREGATE_COUNT,
            frame->subject != NULL ? frame->subject
                                   : g_array_index (frame->select, QueristField, 0).table, NULL);
          return;
        }
      if (events != NULL && self->related->len > 0)
        {
          querist_reader_add_measure (self, QUERIST_AGGREGATE_COUNT, events, NULL);
          return;
        }
    }
  if (!querist_reader_add_amount (self, QUERIST_AGGREGATE_SUM, NULL))
    ask_for_measure (self);
}
