/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-turn-flow.h"

#include "querist-turn-private.h"

/* Which state follows which, as far as the turn alone decides it: no calls, no waiting. */

static gboolean
asks_back (QueristTurn *turn)
{
  return turn->clarification != NULL && turn->choice == NULL;
}

static QueristState
state_after_classify (QueristTurn *turn)
{
  if (turn->intent == QUERIST_INTENT_DESCRIPTIVE)
    return turn->text != NULL ? QUERIST_STATE_DONE : QUERIST_STATE_DESCRIBE;
  if (turn->intent == QUERIST_INTENT_ANALYTICAL)
    return turn->suggestions != NULL ? QUERIST_STATE_DONE : QUERIST_STATE_INSIGHTS;
  if (asks_back (turn))
    return QUERIST_STATE_CLARIFY;
  if (querist_turn_get_sql (turn) != NULL)
    return QUERIST_STATE_CHECK;
  return turn->plan != NULL ? QUERIST_STATE_VALIDATE : QUERIST_STATE_PLAN;
}

/* The state that comes after the one whose work is done. */
QueristState
querist_turn_next_state (QueristTurn *turn)
{
  switch (turn->state)
    {
    case QUERIST_STATE_CONTEXT:
      return QUERIST_STATE_CLASSIFY;
    case QUERIST_STATE_CLASSIFY:
      return state_after_classify (turn);
    case QUERIST_STATE_PLAN:
    case QUERIST_STATE_VALIDATE:
      if (asks_back (turn))
        return QUERIST_STATE_CLARIFY;
      if (querist_turn_get_sql (turn) != NULL)
        return QUERIST_STATE_CHECK;
      return turn->state == QUERIST_STATE_PLAN ? QUERIST_STATE_VALIDATE : QUERIST_STATE_WRITE_SQL;
    case QUERIST_STATE_WRITE_SQL:
    case QUERIST_STATE_REPAIR:
      return QUERIST_STATE_CHECK;
    case QUERIST_STATE_CHECK:
    case QUERIST_STATE_DEBUG:
      return QUERIST_STATE_REVIEW;
    case QUERIST_STATE_EXECUTE:
      return QUERIST_STATE_INTERPRET;
    default:
      return QUERIST_STATE_DONE;
    }
}

/* A reply must hold what its task is for. */
gboolean
querist_turn_is_complete_reply (QueristTask         task,
                                const QueristReply *reply)
{
  switch (task)
    {
    case QUERIST_TASK_CLASSIFY:
      return TRUE;
    case QUERIST_TASK_PLAN:
      return reply->plan != NULL || reply->sql != NULL || reply->clarification != NULL;
    case QUERIST_TASK_VALIDATE:
      return TRUE;
    case QUERIST_TASK_WRITE_SQL:
    case QUERIST_TASK_REPAIR:
      return reply->sql != NULL;
    case QUERIST_TASK_DEBUG:
      return reply->sql != NULL || reply->cause != NULL;
    case QUERIST_TASK_INTERPRET:
    case QUERIST_TASK_DESCRIBE:
      return reply->text != NULL;
    case QUERIST_TASK_INSIGHTS:
      return reply->suggestions != NULL;
    default:
      g_return_val_if_reached (FALSE);
    }
}

/* Takes over what an assistant said to @task, and gives the state to go to. */
QueristState
querist_turn_follow_reply (QueristTurn        *turn,
                           QueristTask         task,
                           const QueristReply *reply)
{
  gboolean new_sql = FALSE;

  querist_turn_take_reply (turn, reply);
  if (reply->sql != NULL)
    new_sql = querist_turn_add_version (turn, reply->sql,
                                        task == QUERIST_TASK_DEBUG ? "fix" : "assistant");
  if (task == QUERIST_TASK_DEBUG && new_sql)
    turn->fixed_sql = g_strdup (querist_turn_get_sql (turn));
  /* The same SQL again would be found wrong again. */
  if (task == QUERIST_TASK_REPAIR && !new_sql)
    return QUERIST_STATE_REVIEW;
  return querist_turn_next_state (turn);
}
