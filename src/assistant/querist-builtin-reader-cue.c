/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-builtin-reader.h"

/* What the words of grammar set up for those that follow. */

static void
set_comparison (QueristReader   *self,
                QueristOperator  op)
{
  self->has_comparison = TRUE;
  self->comparison = op;
}

static QueristAggregate
aggregate_of_cue (QueristCue cue)
{
  switch (cue)
    {
    case QUERIST_CUE_SUM:
      return QUERIST_AGGREGATE_SUM;
    case QUERIST_CUE_AVG:
      return QUERIST_AGGREGATE_AVG;
    case QUERIST_CUE_MAX:
      return QUERIST_AGGREGATE_MAX;
    case QUERIST_CUE_MIN:
      return QUERIST_AGGREGATE_MIN;
    default:
      return QUERIST_AGGREGATE_NONE;
    }
}

/* "the minimum, maximum and average salary": all but the last wait for the column */
static void
keep_earlier (QueristReader     *self,
              const QueristItem *item)
{
  const QueristItem *joint =
    self->at > 0 ? g_ptr_array_index (self->question->items, self->at - 1) : NULL;
  const QueristItem *other =
    self->at > 1 ? g_ptr_array_index (self->question->items, self->at - 2) : NULL;
  QueristAggregate earlier;

  if (other == NULL || other->kind != QUERIST_ITEM_CUE || joint->kind != QUERIST_ITEM_CUE ||
      joint->cue != QUERIST_CUE_AND)
    return;
  earlier = aggregate_of_cue (other->cue);
  if (earlier != QUERIST_AGGREGATE_NONE && self->n_earlier < G_N_ELEMENTS (self->earlier))
    self->earlier[self->n_earlier++] = earlier;
}

static gboolean
take_aggregate (QueristReader *self,
                QueristCue     cue)
{
  if (aggregate_of_cue (cue) != QUERIST_AGGREGATE_NONE && self->n_earlier > 0)
    {
      self->aggregate = aggregate_of_cue (cue);
      self->rank = QUERIST_CUE_NONE;
      self->ranked = FALSE;
      return TRUE;
    }
  switch (cue)
    {
    case QUERIST_CUE_COUNT:
      /* "average number of": the average stays, of counts */
      if (self->aggregate != QUERIST_AGGREGATE_AVG)
        self->aggregate = QUERIST_AGGREGATE_COUNT;
      return TRUE;
    case QUERIST_CUE_SUM:
      if (self->aggregate != QUERIST_AGGREGATE_COUNT)
        self->aggregate = QUERIST_AGGREGATE_SUM;
      return TRUE;
    case QUERIST_CUE_AVG:
      self->aggregate = QUERIST_AGGREGATE_AVG;
      return TRUE;
    case QUERIST_CUE_DISTINCT:
      self->distinct = TRUE;
      return TRUE;
    case QUERIST_CUE_SHARE:
      self->share = TRUE;
      self->frame->share = TRUE;
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
take_comparison (QueristReader *self,
                 QueristCue     cue)
{
  switch (cue)
    {
    case QUERIST_CUE_GT:
      set_comparison (self, QUERIST_OPERATOR_GT);
      return TRUE;
    case QUERIST_CUE_LT:
      set_comparison (self, QUERIST_OPERATOR_LT);
      return TRUE;
    case QUERIST_CUE_GE:
      set_comparison (self, QUERIST_OPERATOR_GE);
      return TRUE;
    case QUERIST_CUE_LE:
      set_comparison (self, QUERIST_OPERATOR_LE);
      return TRUE;
    case QUERIST_CUE_EQ:
      set_comparison (self, QUERIST_OPERATOR_EQ);
      return TRUE;
    case QUERIST_CUE_STARTS:
      set_comparison (self, QUERIST_OPERATOR_STARTS);
      return TRUE;
    case QUERIST_CUE_ENDS:
      set_comparison (self, QUERIST_OPERATOR_ENDS);
      return TRUE;
    case QUERIST_CUE_CONTAINS:
      set_comparison (self, QUERIST_OPERATOR_CONTAINS);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
take_rank (QueristReader     *self,
           const QueristItem *item)
{
  switch (item->cue)
    {
    case QUERIST_CUE_MAX:
    case QUERIST_CUE_MIN:
    case QUERIST_CUE_MOST:
    case QUERIST_CUE_FEWEST:
    case QUERIST_CUE_TOP:
    case QUERIST_CUE_BOTTOM:
    case QUERIST_CUE_LATEST:
    case QUERIST_CUE_EARLIEST:
    case QUERIST_CUE_SUPERLATIVE:
      /* "fastest" says how growth is ranked, not that there is a speed */
      self->rank = item->cue;
      self->adjective = item->adjective;
      self->ranked = TRUE;
      self->descending = item->cue == QUERIST_CUE_MAX || item->cue == QUERIST_CUE_MOST ||
                         item->cue == QUERIST_CUE_TOP || item->cue == QUERIST_CUE_LATEST ||
                         (item->adjective != NULL && item->adjective->descending);
      return TRUE;
    case QUERIST_CUE_COMMON:
    case QUERIST_CUE_RARE:
      self->common = TRUE;
      self->ranked = TRUE;
      self->descending = item->cue == QUERIST_CUE_COMMON;
      return TRUE;
    case QUERIST_CUE_BEST_SELLING:
      self->best_selling = TRUE;
      self->amount_wanted = TRUE;
      self->ranked = TRUE;
      self->descending = TRUE;
      return TRUE;
    case QUERIST_CUE_COMPARATIVE:
      self->adjective = item->adjective;
      set_comparison (self, item->adjective->descending ? QUERIST_OPERATOR_GT
                                                        : QUERIST_OPERATOR_LT);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
take_order (QueristReader *self,
            QueristCue     cue)
{
  switch (cue)
    {
    case QUERIST_CUE_PER:
      self->grouping = TRUE;
      self->by = FALSE;
      return TRUE;
    case QUERIST_CUE_BY:
      self->grouping = TRUE;
      self->by = TRUE;
      return TRUE;
    case QUERIST_CUE_SORT:
      self->sorting = TRUE;
      self->grouping = FALSE;
      return TRUE;
    case QUERIST_CUE_ASCENDING:
    case QUERIST_CUE_DESCENDING:
      for (guint i = 0; i < self->frame->orders->len; i++)
        g_array_index (self->frame->orders, QueristOrder, i).descending =
          cue == QUERIST_CUE_DESCENDING;
      self->ranked |= self->frame->orders->len == 0 && self->frame->measures->len > 0;
      self->descending = cue == QUERIST_CUE_DESCENDING;
      return TRUE;
    case QUERIST_CUE_SERIES:
      self->series = TRUE;
      return TRUE;
    case QUERIST_CUE_GROWTH:
    case QUERIST_CUE_DECLINE:
      self->growth = TRUE;
      self->decline = cue == QUERIST_CUE_DECLINE;
      return TRUE;
    case QUERIST_CUE_COMPARE:
      self->compare = TRUE;
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
take_question_word (QueristReader *self,
                    QueristCue     cue)
{
  switch (cue)
    {
    case QUERIST_CUE_WHICH:
      self->which = TRUE;
      return TRUE;
    case QUERIST_CUE_WHO:
      /* "customers who …" goes on about the customers; only at the start it asks for a person */
      self->who |= self->frame->subject == NULL;
      return TRUE;
    case QUERIST_CUE_WHEN:
      self->when = TRUE;
      return TRUE;
    case QUERIST_CUE_WHERE:
      self->where |= self->frame->subject == NULL;
      return TRUE;
    case QUERIST_CUE_LIST:
      self->list = TRUE;
      return TRUE;
    case QUERIST_CUE_FOLLOW:
      self->reading->follow_up = TRUE;
      return TRUE;
    case QUERIST_CUE_ALSO:
      self->reading->adds_group = TRUE;
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
take_relation (QueristReader *self,
               QueristCue     cue)
{
  switch (cue)
    {
    case QUERIST_CUE_NOT:
      self->negated = TRUE;
      return TRUE;
    case QUERIST_CUE_WITHOUT:
      self->without = TRUE;
      self->with = FALSE;
      return TRUE;
    case QUERIST_CUE_WITH:
      self->with = TRUE;
      return TRUE;
    case QUERIST_CUE_BEFORE:
    case QUERIST_CUE_AFTER:
    case QUERIST_CUE_SINCE:
    case QUERIST_CUE_UNTIL:
    case QUERIST_CUE_FROM:
    case QUERIST_CUE_TO:
    case QUERIST_CUE_BETWEEN:
      self->time_side = cue;
      self->grouping = FALSE;
      return TRUE;
    case QUERIST_CUE_IN:
      self->time_side = QUERIST_CUE_IN;
      self->grouping = FALSE;
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * querist_reader_take_cue:
 * @self: a reader
 * @item: a cue
 *
 * Notes what a cue asks of the words after it.
 *
 * Returns: whether it was understood
 */
gboolean
querist_reader_take_cue (QueristReader     *self,
                         const QueristItem *item)
{
  if (aggregate_of_cue (item->cue) != QUERIST_AGGREGATE_NONE)
    keep_earlier (self, item);
  /* "for each store, how many …": what is reckoned is no group; nor is it in "by average price" */
  if (aggregate_of_cue (item->cue) != QUERIST_AGGREGATE_NONE ||
      item->cue == QUERIST_CUE_COUNT || item->cue == QUERIST_CUE_WHICH)
    self->grouping = FALSE;
  return take_aggregate (self, item->cue) || take_comparison (self, item->cue) ||
         take_rank (self, item) || take_order (self, item->cue) ||
         take_question_word (self, item->cue) || take_relation (self, item->cue);
}
