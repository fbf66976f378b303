/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-turn-document.h"

#include <math.h>
#include <sqlite3.h>

#include "querist-diagnostic-json.h"

/* Rows in the document; a result with more is marked as truncated. */
#define MAX_ROWS 10000

static void
add_strings (JsonBuilder       *builder,
             const char        *member,
             const char *const *values)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    json_builder_add_string_value (builder, values[i]);
  json_builder_end_array (builder);
}

static void
add_string (JsonBuilder *builder,
            const char  *member,
            const char  *value)
{
  json_builder_set_member_name (builder, member);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_cell (JsonBuilder *builder,
          QueristCell  cell)
{
  if (cell.type == SQLITE_NULL)
    json_builder_add_null_value (builder);
  else if (cell.type == SQLITE_INTEGER)
    json_builder_add_int_value (builder, g_ascii_strtoll (cell.text, NULL, 10));
  else if (cell.type == SQLITE_FLOAT && isfinite (cell.number))
    json_builder_add_double_value (builder, cell.number);
  else
    json_builder_add_string_value (builder, cell.text);
}

static gboolean
add_result (JsonBuilder    *builder,
            QueristResult  *result,
            GError        **error)
{
  guint n_columns = querist_result_get_n_columns (result);
  g_autoptr(GPtrArray) rows = querist_result_read (result, 0, MAX_ROWS, error);

  if (rows == NULL)
    return FALSE;
  json_builder_set_member_name (builder, "result");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "columns");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n_columns; i++)
    json_builder_add_string_value (builder, querist_result_get_column (result, i)->name);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "rows");
  json_builder_begin_array (builder);
  for (guint row = 0; row < rows->len; row++)
    {
      json_builder_begin_array (builder);
      for (guint i = 0; i < n_columns; i++)
        add_cell (builder, querist_result_row_get_cell (rows->pdata[row], i));
      json_builder_end_array (builder);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "row_count");
  json_builder_add_int_value (builder, querist_result_get_n_rows (result));
  json_builder_set_member_name (builder, "truncated");
  json_builder_add_boolean_value (builder, querist_result_is_truncated (result) ||
                                             querist_result_get_n_rows (result) > rows->len);
  json_builder_end_object (builder);
  return TRUE;
}

static void
add_clarification (JsonBuilder *builder,
                   QueristTurn *turn)
{
  if (querist_turn_get_clarification (turn) == NULL)
    return;
  json_builder_set_member_name (builder, "clarification");
  json_builder_begin_object (builder);
  add_string (builder, "question", querist_turn_get_clarification (turn));
  add_strings (builder, "options", querist_turn_get_options (turn));
  add_string (builder, "choice", querist_turn_get_choice (turn));
  json_builder_end_object (builder);
}

/* Where in the SQL the error is, when the checker knows. */
static void
add_position (JsonBuilder *builder,
              GPtrArray   *diagnostics)
{
  json_builder_set_member_name (builder, "position");
  for (guint i = 0; i < diagnostics->len; i++)
    {
      const QueristDiagnostic *found = diagnostics->pdata[i];

      if (found->severity != QUERIST_SEVERITY_ERROR)
        continue;
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "line");
      json_builder_add_int_value (builder, found->span.line);
      json_builder_set_member_name (builder, "column");
      json_builder_add_int_value (builder, found->span.column);
      json_builder_end_object (builder);
      return;
    }
  json_builder_add_null_value (builder);
}

static void
add_error (JsonBuilder *builder,
           QueristTurn *turn)
{
  if (querist_turn_get_error (turn) == NULL)
    return;
  json_builder_set_member_name (builder, "error");
  json_builder_begin_object (builder);
  add_string (builder, "message", querist_turn_get_error (turn));
  add_position (builder, querist_turn_get_diagnostics (turn));
  add_string (builder, "cause", querist_turn_get_cause (turn));
  add_string (builder, "fixed_sql", querist_turn_get_fixed_sql (turn));
  json_builder_end_object (builder);
}

static void
add_cost (JsonBuilder *builder,
          QueristTurn *turn)
{
  const QueristUsage *usage = querist_turn_get_usage (turn);
  GArray *timings = querist_turn_get_timings (turn);

  json_builder_set_member_name (builder, "usage");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "calls");
  json_builder_add_int_value (builder, usage->calls);
  json_builder_set_member_name (builder, "prompt_tokens");
  json_builder_add_int_value (builder, usage->prompt_tokens);
  json_builder_set_member_name (builder, "completion_tokens");
  json_builder_add_int_value (builder, usage->completion_tokens);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "timings");
  json_builder_begin_object (builder);
  for (guint i = 0; i < timings->len; i++)
    {
      const QueristTiming *timing = &g_array_index (timings, QueristTiming, i);

      json_builder_set_member_name (builder, timing->step);
      json_builder_add_double_value (builder, round (timing->seconds * 1e6) / 1e6);
    }
  json_builder_end_object (builder);
}

static void
add_head (JsonBuilder *builder,
          QueristTurn *turn)
{
  g_autoptr(JsonNode) checks = json_node_new (JSON_NODE_ARRAY);

  add_string (builder, "session", querist_turn_get_session (turn));
  add_string (builder, "question", querist_turn_get_question (turn));
  add_string (builder, "state", querist_state_to_string (querist_turn_get_state (turn)));
  add_string (builder, "intent", querist_intent_to_string (querist_turn_get_intent (turn)));
  add_strings (builder, "plan", querist_turn_get_plan (turn));
  add_clarification (builder, turn);
  if (querist_turn_get_sql (turn) != NULL)
    add_string (builder, "sql", querist_turn_get_run_sql (turn));
  add_strings (builder, "assumptions", querist_turn_get_assumptions (turn));
  json_node_take_array (checks, querist_diagnostics_to_json (querist_turn_get_diagnostics (turn)));
  json_builder_set_member_name (builder, "checks");
  json_builder_add_value (builder, g_steal_pointer (&checks));
  if (querist_turn_get_suggestions (turn) != NULL)
    add_strings (builder, "suggestions", querist_turn_get_suggestions (turn));
}

/**
 * querist_turn_to_document:
 * @self: a turn that rests
 * @error: return location: the rows could not be read
 *
 * Tells all that came of a question, for programs: {session, question, state, intent, plan[],
 * clarification?{question, options[], choice}, sql?, assumptions[], checks[], suggestions[]?,
 * description?, result?{columns[], rows[[…]], row_count, truncated}, interpretation?,
 * error?{message, position{line, column}, cause, fixed_sql}, usage{…}, timings{…}}.
 *
 * Returns: (transfer full) (nullable): the document
 */
JsonNode *
querist_turn_to_document (QueristTurn  *self,
                          GError      **error)
{
  g_autoptr(JsonBuilder) builder = NULL;
  gboolean descriptive;

  g_return_val_if_fail (QUERIST_IS_TURN (self), NULL);

  builder = json_builder_new ();
  descriptive = querist_turn_get_sql (self) == NULL;
  json_builder_begin_object (builder);
  add_head (builder, self);
  if (querist_turn_get_result (self) != NULL &&
      !add_result (builder, querist_turn_get_result (self), error))
    return NULL;
  if (querist_turn_get_text (self) != NULL)
    add_string (builder, descriptive ? "description" : "interpretation",
                querist_turn_get_text (self));
  add_error (builder, self);
  add_cost (builder, self);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}
