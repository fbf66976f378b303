/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-turn-brief.h"

#include "querist-turn-private.h"

/* Earlier questions that an assistant is told. */
#define MAX_HISTORY 5

static void
exchange_free (QueristExchange *exchange)
{
  g_free (exchange->question);
  g_free (exchange->sql);
  g_free (exchange->answer);
  g_free (exchange);
}

/* The answered questions of the conversation before this one (QueristExchange), oldest first;
 * answers hold values of the data. */
GPtrArray *
querist_turn_collect_history (QueristTurn  *turn,
                              QueristStore *store,
                              gboolean      with_answers)
{
  GPtrArray *history = g_ptr_array_new_with_free_func ((GDestroyNotify) exchange_free);
  g_autoptr(GPtrArray) turns = querist_store_list_turns (store, turn->session, NULL);

  for (guint i = 0; turns != NULL && i < turns->len; i++)
    {
      QueristTurn *earlier = turns->pdata[i];
      QueristExchange *exchange;

      if (g_str_equal (earlier->id, turn->id))
        break;
      if (earlier->state != QUERIST_STATE_DONE)
        continue;
      exchange = g_new0 (QueristExchange, 1);
      exchange->question = g_strdup (earlier->question);
      exchange->sql = g_strdup (querist_turn_get_sql (earlier));
      exchange->answer = with_answers ? g_strdup (earlier->text) : NULL;
      g_ptr_array_add (history, exchange);
      if (history->len > MAX_HISTORY)
        g_ptr_array_remove_index (history, 0);
    }
  return history;
}

/* The findings about the SQL; those that are no errors may name values of the data. */
GPtrArray *
querist_turn_collect_findings (QueristTurn *turn,
                               gboolean     with_values)
{
  GPtrArray *told = g_ptr_array_new_with_free_func ((GDestroyNotify) querist_diagnostic_free);

  for (guint i = 0; i < turn->diagnostics->len; i++)
    {
      const QueristDiagnostic *found = turn->diagnostics->pdata[i];

      if (with_values || found->severity == QUERIST_SEVERITY_ERROR)
        g_ptr_array_add (told, querist_diagnostic_copy (found));
    }
  return told;
}
