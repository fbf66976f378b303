/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-orchestrator.h"

#include <string.h>

#include "querist-connection.h"
#include "querist-turn-private.h"

/* What a person decides about a turn that rests. */

static gboolean
check_idle (QueristTurn  *turn,
            GError      **error)
{
  if (!turn->working)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_PENDING,
               "This question is being worked on: stop it first");
  return FALSE;
}

/**
 * querist_orchestrator_approve:
 * @self: an orchestrator
 * @turn: a turn with SQL
 * @sql: (nullable): the SQL as the person wants it, NULL for the newest version as it is
 * @error: return location
 *
 * Allows the SQL to run. Text that differs from the newest version becomes a version by "you".
 *
 * Returns: whether the turn may be advanced now
 */
gboolean
querist_orchestrator_approve (QueristOrchestrator  *self,
                              QueristTurn          *turn,
                              const char           *sql,
                              GError              **error)
{
  QueristSqlVersion *version;

  g_return_val_if_fail (QUERIST_IS_ORCHESTRATOR (self), FALSE);
  g_return_val_if_fail (QUERIST_IS_TURN (turn), FALSE);

  if (!check_idle (turn, error))
    return FALSE;
  if (sql == NULL)
    sql = querist_turn_get_sql (turn);
  if (sql == NULL || strspn (sql, " \t\r\n;") == strlen (sql))
    {
      g_set_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_SQL,
                   "There is no SQL to run");
      return FALSE;
    }
  /* What was found in another text does not hold for this one. */
  if (querist_turn_add_version (turn, sql, "you"))
    querist_turn_take_diagnostics (turn, NULL);
  version = turn->versions->pdata[turn->versions->len - 1];
  g_free (version->approved);
  version->approved = querist_timestamp_now ();
  if (turn->intent == QUERIST_INTENT_UNKNOWN)
    turn->intent = QUERIST_INTENT_SPECIFIC;
  turn->state = QUERIST_STATE_EXECUTE;
  querist_turn_changed (turn);
  return TRUE;
}

/**
 * querist_orchestrator_choose:
 * @self: an orchestrator
 * @turn: a turn that waits in CLARIFY
 * @answer: one of its options, or other words
 * @error: return location
 *
 * Answers what the assistant asked back.
 *
 * Returns: whether the turn may be advanced now
 */
gboolean
querist_orchestrator_choose (QueristOrchestrator  *self,
                             QueristTurn          *turn,
                             const char           *answer,
                             GError              **error)
{
  g_return_val_if_fail (QUERIST_IS_ORCHESTRATOR (self), FALSE);
  g_return_val_if_fail (QUERIST_IS_TURN (turn), FALSE);
  g_return_val_if_fail (answer != NULL, FALSE);

  if (!check_idle (turn, error))
    return FALSE;
  if (turn->state != QUERIST_STATE_CLARIFY)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   "Nothing was asked back about this question");
      return FALSE;
    }
  g_free (turn->choice);
  turn->choice = g_utf8_make_valid (answer, -1);
  /* What was drafted before is for another reading of the question. */
  g_clear_pointer (&turn->plan, g_strfreev);
  g_ptr_array_set_size (turn->versions, 0);
  turn->state = QUERIST_STATE_PLAN;
  querist_turn_changed (turn);
  return TRUE;
}

/**
 * querist_orchestrator_retry:
 * @self: an orchestrator
 * @turn: a turn that failed or was stopped
 * @error: return location
 *
 * Takes the turn up again in the state where it failed or was stopped.
 *
 * Returns: whether the turn may be advanced now
 */
gboolean
querist_orchestrator_retry (QueristOrchestrator  *self,
                            QueristTurn          *turn,
                            GError              **error)
{
  g_return_val_if_fail (QUERIST_IS_ORCHESTRATOR (self), FALSE);
  g_return_val_if_fail (QUERIST_IS_TURN (turn), FALSE);

  if (!check_idle (turn, error))
    return FALSE;
  if (!querist_turn_can_retry (turn))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   "This question neither failed nor was stopped");
      return FALSE;
    }
  /* A run that failed is explained from its error, which therefore stays. */
  if (turn->resume != QUERIST_STATE_DEBUG)
    querist_turn_set_error (turn, NULL);
  turn->state = turn->resume;
  querist_turn_changed (turn);
  return TRUE;
}
