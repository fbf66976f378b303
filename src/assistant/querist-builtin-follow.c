/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-builtin-follow.h"

/* Follow-up questions: "and by month?", "only for 2024", "what about Berlin?" say what changes
 * and leave the rest as it was asked before. */

static gboolean
begins_with (const QueristQuestion *question,
             QueristCue             cue)
{
  const QueristItem *item =
    question->items->len > 0 ? g_ptr_array_index (question->items, 0) : NULL;

  return item != NULL && item->kind == QUERIST_ITEM_CUE && item->cue == cue;
}

/**
 * querist_reading_leans:
 * @self: a reading
 * @question: what was read
 *
 * Returns: whether it makes sense only together with the question before it
 */
gboolean
querist_reading_leans (const QueristReading  *self,
                       const QueristQuestion *question)
{
  static const QueristCue starts[] = { QUERIST_CUE_AND,  QUERIST_CUE_BY,    QUERIST_CUE_PER,
                                       QUERIST_CUE_IN,   QUERIST_CUE_NOT,   QUERIST_CUE_FOLLOW,
                                       QUERIST_CUE_ALSO, QUERIST_CUE_SINCE, QUERIST_CUE_BEFORE,
                                       QUERIST_CUE_AFTER };
  gboolean names_subject = FALSE;

  if (self->follow_up && (begins_with (question, QUERIST_CUE_FOLLOW) ||
                          begins_with (question, QUERIST_CUE_AND)))
    return TRUE;
  for (guint i = 0; i < question->items->len; i++)
    {
      const QueristItem *item = g_ptr_array_index (question->items, i);
      gboolean asks = item->kind == QUERIST_ITEM_CUE &&
                      (item->cue == QUERIST_CUE_COUNT || item->cue == QUERIST_CUE_SUM ||
                       item->cue == QUERIST_CUE_AVG || item->cue == QUERIST_CUE_WHO ||
                       item->cue == QUERIST_CUE_WHICH || item->cue == QUERIST_CUE_LIST);

      names_subject |= asks || item->kind == QUERIST_ITEM_TABLE ||
                       item->kind == QUERIST_ITEM_AMOUNT;
    }
  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      if (begins_with (question, starts[i]))
        return TRUE;
    }
  return !names_subject;
}

static gboolean
overrides (const QueristCondition *condition,
           const QueristCondition *old)
{
  if (condition->op == QUERIST_OPERATOR_PERIOD && old->op == QUERIST_OPERATOR_PERIOD)
    return TRUE;
  return querist_field_equal (&condition->field, &old->field) &&
         condition->op != QUERIST_OPERATOR_EXISTS;
}

static void
follow_conditions (QueristFrame       *frame,
                   const QueristFrame *previous)
{
  guint n_new = frame->conditions->len;

  for (guint i = 0; i < previous->conditions->len; i++)
    {
      const QueristCondition *old = g_ptr_array_index (previous->conditions, i);
      gboolean overridden = FALSE;

      for (guint j = 0; j < n_new && !overridden; j++)
        overridden = overrides (g_ptr_array_index (frame->conditions, j), old);
      if (!overridden)
        g_ptr_array_add (frame->conditions, querist_condition_copy (old));
    }
}

/* A period that found its date without knowing what is asked about takes the date of before. */
static void
adopt_date (QueristFrame       *frame,
            const QueristFrame *previous)
{
  const QueristCondition *dated = NULL;

  for (guint i = 0; i < previous->conditions->len; i++)
    {
      const QueristCondition *old = g_ptr_array_index (previous->conditions, i);

      if (old->op == QUERIST_OPERATOR_PERIOD)
        dated = old;
    }
  for (guint i = 0; dated != NULL && i < frame->conditions->len; i++)
    {
      QueristCondition *condition = g_ptr_array_index (frame->conditions, i);

      if (condition->op == QUERIST_OPERATOR_PERIOD)
        condition->field = dated->field;
    }
}

static void
copy_array (GArray       *to,
            const GArray *from)
{
  if (from->len > 0)
    g_array_append_vals (to, from->data, from->len);
}

/* Without measures, the columns that were named are what the measures of before are told by. */
static void
follow_groups (QueristReading     *self,
               const QueristFrame *previous)
{
  QueristFrame *frame = self->frame;
  gboolean new_groups = frame->groups->len > 0;

  if (!new_groups || self->adds_group)
    {
      GArray *groups = g_array_new (FALSE, TRUE, sizeof (QueristGroup));

      copy_array (groups, previous->groups);
      copy_array (groups, frame->groups);
      g_array_unref (frame->groups);
      frame->groups = groups;
    }
  g_array_set_size (frame->select, 0);
  if (previous->measures->len == 0)
    copy_array (frame->select, previous->select);
  if (frame->limit == 0 && !new_groups)
    frame->limit = previous->limit;
  g_array_set_size (frame->orders, 0);
  if (!new_groups)
    copy_array (frame->orders, previous->orders);
  else
    {
      const QueristGroup *group = &g_array_index (frame->groups, QueristGroup, 0);
      QueristOrder order = { .measure = 0, .descending = TRUE };

      if (group->unit != QUERIST_UNIT_NONE)
        order = (QueristOrder) { .measure = -1, .field = group->field };
      g_array_append_val (frame->orders, order);
    }
}

/**
 * querist_reading_follow:
 * @self: a reading that leans on the one before
 * @previous: what was asked before
 *
 * Completes it: what it does not say stays as it was.
 */
void
querist_reading_follow (QueristReading     *self,
                        const QueristFrame *previous)
{
  QueristFrame *frame = self->frame;

  self->follow_up = TRUE;
  g_clear_pointer (&self->problem, g_free);
  adopt_date (frame, previous);
  follow_conditions (frame, previous);
  if (frame->measures->len == 0)
    {
      copy_array (frame->measures, previous->measures);
      copy_array (frame->having, previous->having);
      frame->share |= previous->share;
      frame->subject = previous->subject;
      frame->compare = previous->compare;
      frame->growth = previous->growth;
      frame->before = previous->before;
      frame->after = previous->after;
      frame->compare_date = previous->compare_date;
      frame->distinct = previous->distinct;
      follow_groups (self, previous);
    }
  else if (frame->groups->len == 0)
    copy_array (frame->groups, previous->groups);
  if (frame->subject == NULL)
    frame->subject = previous->subject;
  for (guint i = 0; i < previous->assumptions->len; i++)
    querist_frame_assume (frame, "%s", (char *) g_ptr_array_index (previous->assumptions, i));
}
