/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-diagnostic-json.h"
#include "querist-json.h"
#include "querist-turn-private.h"

static void
set_string (JsonObject *object,
            const char *member,
            const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, member, value);
}

static void
set_strings (JsonObject *object,
             const char *member,
             GStrv       values)
{
  JsonArray *array;

  if (values == NULL)
    return;
  array = json_array_new ();
  for (guint i = 0; values[i] != NULL; i++)
    json_array_add_string_element (array, values[i]);
  json_object_set_array_member (object, member, array);
}

static JsonArray *
versions_to_json (GPtrArray *versions)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < versions->len; i++)
    {
      const QueristSqlVersion *version = versions->pdata[i];
      JsonObject *object = json_object_new ();

      set_string (object, "sql", version->sql);
      set_string (object, "author", version->author);
      set_string (object, "approved", version->approved);
      json_array_add_object_element (array, object);
    }
  return array;
}

static JsonObject *
usage_to_json (const QueristUsage *usage)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "calls", usage->calls);
  json_object_set_int_member (object, "prompt_tokens", usage->prompt_tokens);
  json_object_set_int_member (object, "completion_tokens", usage->completion_tokens);
  return object;
}

static JsonObject *
timings_to_json (GArray *timings)
{
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < timings->len; i++)
    {
      const QueristTiming *timing = &g_array_index (timings, QueristTiming, i);

      json_object_set_double_member (object, timing->step, timing->seconds);
    }
  return object;
}

/**
 * querist_turn_to_json:
 * @self: a turn
 *
 * Returns: (transfer full): all of it but the rows of the result, as querist_turn_from_json()
 *   reads it
 */
JsonNode *
querist_turn_to_json (QueristTurn *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  g_return_val_if_fail (QUERIST_IS_TURN (self), NULL);

  json_node_take_object (node, object);
  set_string (object, "id", self->id);
  set_string (object, "session", self->session);
  set_string (object, "question", self->question);
  set_string (object, "created", self->created);
  set_string (object, "state", querist_state_to_string (self->state));
  set_string (object, "resume", querist_state_to_string (self->resume));
  set_string (object, "intent", querist_intent_to_string (self->intent));
  set_strings (object, "plan", self->plan);
  set_string (object, "clarification", self->clarification);
  set_strings (object, "options", self->options);
  set_string (object, "choice", self->choice);
  json_object_set_array_member (object, "versions", versions_to_json (self->versions));
  json_object_set_array_member (object, "diagnostics",
                                querist_diagnostics_to_json (self->diagnostics));
  set_strings (object, "assumptions", self->assumptions);
  json_object_set_int_member (object, "repairs", self->n_repairs);
  json_object_set_int_member (object, "rows", self->n_rows);
  set_string (object, "text", self->text);
  set_strings (object, "suggestions", self->suggestions);
  set_string (object, "error", self->error);
  set_string (object, "cause", self->cause);
  set_string (object, "fixed_sql", self->fixed_sql);
  json_object_set_object_member (object, "usage", usage_to_json (&self->usage));
  json_object_set_object_member (object, "timings", timings_to_json (self->timings));
  return node;
}

static char *
dup_string (JsonObject *object,
            const char *member)
{
  const char *text = querist_json_get_string (object, member, NULL);

  return text != NULL ? g_utf8_make_valid (text, -1) : NULL;
}

static void
versions_from_json (GPtrArray *versions,
                    JsonArray *array)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      QueristSqlVersion *version;

      if (querist_json_get_string (object, "sql", NULL) == NULL)
        continue;
      version = g_new0 (QueristSqlVersion, 1);
      version->sql = dup_string (object, "sql");
      version->author = dup_string (object, "author");
      version->approved = dup_string (object, "approved");
      g_ptr_array_add (versions, version);
    }
}

static void
usage_from_json (QueristUsage *usage,
                 JsonObject   *object)
{
  usage->calls = querist_json_get_int (object, "calls", 0);
  usage->prompt_tokens = querist_json_get_int (object, "prompt_tokens", 0);
  usage->completion_tokens = querist_json_get_int (object, "completion_tokens", 0);
}

static void
timings_from_json (QueristTurn *self,
                   JsonObject  *object)
{
  g_autoptr(GList) steps = object != NULL ? json_object_get_members (object) : NULL;

  for (GList *l = steps; l != NULL; l = l->next)
    {
      QueristState step;

      if (querist_state_from_string (l->data, &step))
        querist_turn_add_timing (self, step, querist_json_get_double (object, l->data, 0));
    }
}

static void
read_state (QueristTurn *self,
            JsonObject  *object)
{
  if (!querist_state_from_string (querist_json_get_string (object, "state", NULL), &self->state))
    self->state = QUERIST_STATE_FAILED;
  querist_state_from_string (querist_json_get_string (object, "resume", NULL), &self->resume);
  if (querist_state_is_resting (self->state))
    return;
  self->resume = self->state;
  self->state = QUERIST_STATE_STOPPED;
}

static void
read_members (QueristTurn *self,
              JsonObject  *object)
{
  g_autoptr(GPtrArray) diagnostics = NULL;

  self->created = dup_string (object, "created");
  read_state (self, object);
  self->intent = querist_intent_from_string (querist_json_get_string (object, "intent", NULL));
  self->plan = querist_json_get_strings (object, "plan");
  self->clarification = dup_string (object, "clarification");
  self->options = querist_json_get_strings (object, "options");
  self->choice = dup_string (object, "choice");
  versions_from_json (self->versions, querist_json_get_array (object, "versions"));
  diagnostics = querist_diagnostics_from_json (querist_json_get_array (object, "diagnostics"));
  querist_turn_take_diagnostics (self, diagnostics);
  self->assumptions = querist_json_get_strings (object, "assumptions");
  self->n_repairs = querist_json_get_int (object, "repairs", 0);
  self->n_rows = querist_json_get_int (object, "rows", -1);
  self->text = dup_string (object, "text");
  self->suggestions = querist_json_get_strings (object, "suggestions");
  self->error = dup_string (object, "error");
  self->cause = dup_string (object, "cause");
  self->fixed_sql = dup_string (object, "fixed_sql");
  usage_from_json (&self->usage, querist_json_get_object (object, "usage"));
  timings_from_json (self, querist_json_get_object (object, "timings"));
}

/**
 * querist_turn_from_json:
 * @node: what querist_turn_to_json() made
 * @error: return location
 *
 * Brings a turn back. One that was being worked on when it was saved comes back as "stopped": the
 * program ended meanwhile, and it can be retried from there.
 *
 * Returns: (transfer full) (nullable): the turn, without the rows of its result
 */
QueristTurn *
querist_turn_from_json (JsonNode  *node,
                        GError   **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  QueristTurn *self;

  if (querist_json_get_string (object, "id", NULL) == NULL ||
      querist_json_get_string (object, "session", NULL) == NULL ||
      querist_json_get_string (object, "question", NULL) == NULL)
    {
      g_set_error (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_INVALID_DATA,
                   "the saved question is damaged");
      return NULL;
    }
  self = g_object_new (QUERIST_TYPE_TURN, NULL);
  self->id = dup_string (object, "id");
  self->session = dup_string (object, "session");
  self->question = dup_string (object, "question");
  read_members (self, object);
  return self;
}
