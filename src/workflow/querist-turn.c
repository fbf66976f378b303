/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-turn-private.h"

enum {
  CHANGED,
  DELTA,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QueristTurn, querist_turn, G_TYPE_OBJECT)

static const char *const states[] = {
  "context", "classify", "plan", "validate", "clarify", "write-sql", "check", "repair", "review",
  "execute", "debug", "interpret", "describe", "insights", "done", "failed", "stopped",
};

static void
version_free (QueristSqlVersion *version)
{
  g_free (version->sql);
  g_free (version->author);
  g_free (version->approved);
  g_free (version);
}

static void
querist_turn_dispose (GObject *object)
{
  QueristTurn *self = QUERIST_TURN (object);

  g_clear_object (&self->result);
  g_clear_pointer (&self->context, querist_context_unref);
  G_OBJECT_CLASS (querist_turn_parent_class)->dispose (object);
}

static void
querist_turn_finalize (GObject *object)
{
  QueristTurn *self = QUERIST_TURN (object);

  g_free (self->id);
  g_free (self->session);
  g_free (self->question);
  g_free (self->created);
  g_strfreev (self->plan);
  g_free (self->clarification);
  g_strfreev (self->options);
  g_free (self->choice);
  g_ptr_array_unref (self->versions);
  g_ptr_array_unref (self->diagnostics);
  g_strfreev (self->assumptions);
  g_clear_pointer (&self->digest, json_node_unref);
  g_free (self->text);
  g_strfreev (self->suggestions);
  g_free (self->error);
  g_free (self->cause);
  g_free (self->fixed_sql);
  g_array_unref (self->timings);
  G_OBJECT_CLASS (querist_turn_parent_class)->finalize (object);
}

static void
querist_turn_class_init (QueristTurnClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = querist_turn_dispose;
  object_class->finalize = querist_turn_finalize;

  /**
   * QueristTurn::changed:
   *
   * Something in the turn is not what it was.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * QueristTurn::delta:
   * @text: the next piece of the answer's text
   *
   * The answer is being written. querist_turn_get_text() has all of it so far.
   */
  signals[DELTA] = g_signal_new ("delta", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
querist_turn_init (QueristTurn *self)
{
  self->n_rows = -1;
  self->versions = g_ptr_array_new_with_free_func ((GDestroyNotify) version_free);
  self->diagnostics = g_ptr_array_new_with_free_func ((GDestroyNotify) querist_diagnostic_free);
  self->timings = g_array_new (FALSE, FALSE, sizeof (QueristTiming));
}

/* The time as the records keep it: ISO 8601, local, with its offset from UTC. */
char *
querist_timestamp_now (void)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();

  return g_date_time_format (now, "%Y-%m-%dT%H:%M:%S%:z");
}

/**
 * querist_turn_new:
 * @session: (nullable): the conversation it belongs to, NULL for a new one
 * @question: what is asked
 *
 * Returns: (transfer full): a turn that nobody has worked on yet
 */
QueristTurn *
querist_turn_new (const char *session,
                  const char *question)
{
  QueristTurn *self;

  g_return_val_if_fail (question != NULL, NULL);

  self = g_object_new (QUERIST_TYPE_TURN, NULL);
  self->id = g_uuid_string_random ();
  /* Eight digits are for people to type; a collision only joins two conversations. */
  self->session = session != NULL ? g_strdup (session) : g_strndup (self->id, 8);
  self->question = g_utf8_make_valid (question, -1);
  g_strstrip (self->question);
  self->created = querist_timestamp_now ();
  return self;
}

/* Tells everybody that the turn has changed. */
void
querist_turn_changed (QueristTurn *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Adds a piece of streamed text to the answer. */
void
querist_turn_delta (QueristTurn *self,
                    const char  *text)
{
  char *whole = g_strconcat (self->text != NULL ? self->text : "", text, NULL);

  g_free (self->text);
  self->text = whole;
  g_signal_emit (self, signals[DELTA], 0, text);
}

static void
replace_string (char      **place,
                const char *value)
{
  if (value == NULL || value[0] == '\0')
    return;
  g_free (*place);
  *place = g_strdup (value);
}

static void
replace_strings (GStrv *place,
                 GStrv  value)
{
  if (value == NULL || value[0] == NULL)
    return;
  g_strfreev (*place);
  *place = g_strdupv (value);
}

/* Takes over what @reply fills in; the SQL is left to querist_turn_add_version(). */
void
querist_turn_take_reply (QueristTurn        *self,
                         const QueristReply *reply)
{
  if (reply->intent != QUERIST_INTENT_UNKNOWN)
    self->intent = reply->intent;
  replace_strings (&self->plan, reply->plan);
  replace_string (&self->clarification, reply->clarification);
  if (reply->clarification != NULL)
    replace_strings (&self->options, reply->options);
  replace_strings (&self->assumptions, reply->assumptions);
  replace_string (&self->text, reply->text);
  replace_string (&self->cause, reply->cause);
  replace_strings (&self->suggestions, reply->suggestions);
}

/* Adds a version of the SQL, unless it is what the newest one says; tells whether it did. */
gboolean
querist_turn_add_version (QueristTurn *self,
                          const char  *sql,
                          const char  *author)
{
  g_autofree char *stripped = g_strstrip (g_strdup (sql));
  QueristSqlVersion *version;

  if (g_strcmp0 (querist_turn_get_sql (self), stripped) == 0)
    return FALSE;
  version = g_new0 (QueristSqlVersion, 1);
  version->sql = g_steal_pointer (&stripped);
  version->author = g_strdup (author);
  g_ptr_array_add (self->versions, version);
  return TRUE;
}

/* Replaces the findings about the SQL. */
void
querist_turn_take_diagnostics (QueristTurn *self,
                               GPtrArray   *diagnostics)
{
  g_ptr_array_set_size (self->diagnostics, 0);
  for (guint i = 0; diagnostics != NULL && i < diagnostics->len; i++)
    g_ptr_array_add (self->diagnostics, querist_diagnostic_copy (diagnostics->pdata[i]));
}

/* Forgets what came of an earlier run, before the SQL runs again. */
void
querist_turn_clear_outcome (QueristTurn *self)
{
  g_clear_object (&self->result);
  g_clear_pointer (&self->digest, json_node_unref);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->suggestions, g_strfreev);
  g_clear_pointer (&self->error, g_free);
  g_clear_pointer (&self->cause, g_free);
  g_clear_pointer (&self->fixed_sql, g_free);
  self->n_rows = -1;
}

/* Notes what went wrong, NULL for nothing. */
void
querist_turn_set_error (QueristTurn *self,
                        const char  *message)
{
  g_free (self->error);
  self->error = message != NULL ? g_utf8_make_valid (message, -1) : NULL;
}

/* Adds the time that a step took; a step that came again is one entry with the sum. */
void
querist_turn_add_timing (QueristTurn  *self,
                         QueristState  step,
                         double        seconds)
{
  QueristTiming timing = { querist_state_to_string (step), seconds };

  for (guint i = 0; i < self->timings->len; i++)
    {
      QueristTiming *earlier = &g_array_index (self->timings, QueristTiming, i);

      if (earlier->step == timing.step)
        {
          earlier->seconds += seconds;
          return;
        }
    }
  g_array_append_val (self->timings, timing);
}

/**
 * querist_turn_get_id:
 * @self: a turn
 *
 * Returns: what names it and no other
 */
const char *
querist_turn_get_id (QueristTurn *self)
{
  g_return_val_if_fail (QUERIST_IS_TURN (self), NULL);
  return self->id;
}

/**
 * querist_turn_get_session:
 * @self: a turn
 *
 * Returns: the conversation that it belongs to
 */
const char *
querist_turn_get_session (QueristTurn *self)
{
  g_return_val_if_fail (QUERIST_IS_TURN (self), NULL);
  return self->session;
}

/**
 * querist_turn_get_question:
 * @self: a turn
 *
 * Returns: what was asked
 */
const char *
querist_turn_get_question (QueristTurn *self)
{
  g_return_val_if_fail (QUERIST_IS_TURN (self), NULL);
  return self->question;
}

/**
 * querist_turn_get_created:
 * @self: a turn
 *
 * Returns: when it was asked, ISO 8601, local time
 */
const char *
querist_turn_get_created (QueristTurn *self)
{
  g_return_val_if_fail (QUERIST_IS_TURN (self), NULL);
  return self->created;
}

/**
 * querist_turn_get_state:
 * @self: a turn
 *
 * Returns: where it stands
 */
QueristState
querist_turn_get_state (QueristTurn *self)
{
  g_return_val_if_fail (QUERIST_IS_TURN (self), QUERIST_STATE_FAILED);
  return self->state;
}

/**
 * querist_turn_is_working:
 * @self: a turn
 *
 * Returns: whether an orchestrator is advancing it right now
 */
gboolean
querist_turn_is_working (QueristTurn *self)
{
  g_return_val_if_fail (QUERIST_IS_TURN (self), FALSE);
  return self->working;
}

/**
 * querist_turn_can_retry:
 * @self: a turn
 *
 * Returns: whether it failed or was stopped and can be taken up again where it was
 */
gboolean
querist_turn_can_retry (QueristTurn *self)
{
  g_return_val_if_fail (QUERIST_IS_TURN (self), FALSE);
  return self->state == QUERIST_STATE_FAILED || self->state == QUERIST_STATE_STOPPED;
}

/**
 * querist_turn_get_intent:
 * @self: a turn
 *
 * Returns: which kind of question it is
 */
QueristIntent
querist_turn_get_intent (QueristTurn *self)
{
  g_return_val_if_fail (QUERIST_IS_TURN (self), QUERIST_INTENT_UNKNOWN);
  return self->intent;
}

/**
 * querist_turn_get_plan:
 * @self: a turn
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): how it is answered, step by step
 */
const char *const *
querist_turn_get_plan (QueristTurn *self)
{
  g_return_val_if_fail (QUERIST_IS_TURN (self), NULL);
  return (const char *const *) self->plan;
}

/**
 * querist_turn_get_clarification:
 * @self: a turn
 *
 * Returns: (nullable): what the assistant asks back
 */
const char *
querist_turn_get_clarification (QueristTurn *self)
{
  g_return_val_if_fail (QUERIST_IS_TURN (self), NULL);
  return self->clarification;
}

/**
 * querist_turn_get_options:
 * @self: a turn
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): answers to choose from; others
 *   are as good
 */
const char *const *
querist_turn_get_options (QueristTurn *self)
{
  g_return_val_if_fail (QUERIST_IS_TURN (self), NULL);
  return (const char *const *) self->options;
}

/**
 * querist_turn_get_choice:
 * @self: a turn
 *
 * Returns: (nullable): what the person answered when asked back
 */
const char *
querist_turn_get_choice (QueristTurn *self)
{
  g_return_val_if_fail (QUERIST_IS_TURN (self), NULL);
  return self->choice;
}

/**
 * querist_turn_get_n_versions:
 * @self: a turn
 *
 * Returns: how many versions of the SQL there are
 */
guint
querist_turn_get_n_versions (QueristTurn *self)
{
  g_return_val_if_fail (QUERIST_IS_TURN (self), 0);
  return self->versions->len;
}

/**
 * querist_turn_get_version:
 * @self: a turn
 * @index: which one, the oldest is 0
 *
 * Returns: (transfer none): the version
 */
const QueristSqlVersion *
querist_turn_get_version (QueristTurn *self,
                          guint        index)
{
  g_return_val_if_fail (QUERIST_IS_TURN (self), NULL);
  g_return_val_if_fail (index < self->versions->len, NULL);
  return self->versions->pdata[index];
}

/**
 * querist_turn_get_sql:
 * @self: a turn
 *
 * Returns: (nullable): the newest version of the SQL
 */
const char *
querist_turn_get_sql (QueristTurn *self)
{
  g_return_val_if_fail (QUERIST_IS_TURN (self), NULL);
  if (self->versions->len == 0)
    return NULL;
  return querist_turn_get_version (self, self->versions->len - 1)->sql;
}

/**
 * querist_turn_get_run_sql:
 * @self: a turn
 *
 * Returns: (nullable): the SQL that result or error belong to: the newest version, or the one
 *   before it when that is the correction of a failed run
 */
const char *
querist_turn_get_run_sql (QueristTurn *self)
{
  g_return_val_if_fail (QUERIST_IS_TURN (self), NULL);
  if (self->fixed_sql != NULL && self->versions->len > 1)
    return querist_turn_get_version (self, self->versions->len - 2)->sql;
  return querist_turn_get_sql (self);
}

/**
 * querist_turn_get_diagnostics:
 * @self: a turn
 *
 * Returns: (transfer none) (element-type QueristDiagnostic): what the checker found in the newest
 *   SQL that it saw
 */
GPtrArray *
querist_turn_get_diagnostics (QueristTurn *self)
{
  g_return_val_if_fail (QUERIST_IS_TURN (self), NULL);
  return self->diagnostics;
}

/**
 * querist_turn_get_assumptions:
 * @self: a turn
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): what the assistant took for
 *   granted
 */
const char *const *
querist_turn_get_assumptions (QueristTurn *self)
{
  g_return_val_if_fail (QUERIST_IS_TURN (self), NULL);
  return (const char *const *) self->assumptions;
}

/**
 * querist_turn_get_result:
 * @self: a turn
 *
 * Returns: (transfer none) (nullable): the rows; they are not kept across a restart
 */
QueristResult *
querist_turn_get_result (QueristTurn *self)
{
  g_return_val_if_fail (QUERIST_IS_TURN (self), NULL);
  return self->result;
}

/**
 * querist_turn_get_n_rows:
 * @self: a turn
 *
 * Returns: rows of the last run, also after a restart; -1 when there was none
 */
gint64
querist_turn_get_n_rows (QueristTurn *self)
{
  g_return_val_if_fail (QUERIST_IS_TURN (self), -1);
  return self->n_rows;
}

/**
 * querist_turn_get_text:
 * @self: a turn
 *
 * Returns: (nullable): the answer: what the rows say, or the description; while it is streamed,
 *   what has come so far
 */
const char *
querist_turn_get_text (QueristTurn *self)
{
  g_return_val_if_fail (QUERIST_IS_TURN (self), NULL);
  return self->text;
}

/**
 * querist_turn_get_suggestions:
 * @self: a turn
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): questions worth asking next
 */
const char *const *
querist_turn_get_suggestions (QueristTurn *self)
{
  g_return_val_if_fail (QUERIST_IS_TURN (self), NULL);
  return (const char *const *) self->suggestions;
}

/**
 * querist_turn_get_error:
 * @self: a turn
 *
 * Returns: (nullable): why it failed, or why the last run of its SQL did
 */
const char *
querist_turn_get_error (QueristTurn *self)
{
  g_return_val_if_fail (QUERIST_IS_TURN (self), NULL);
  return self->error;
}

/**
 * querist_turn_get_cause:
 * @self: a turn
 *
 * Returns: (nullable): what was behind the error of the last run, in words
 */
const char *
querist_turn_get_cause (QueristTurn *self)
{
  g_return_val_if_fail (QUERIST_IS_TURN (self), NULL);
  return self->cause;
}

/**
 * querist_turn_get_fixed_sql:
 * @self: a turn
 *
 * Returns: (nullable): the corrected SQL after a failed run; it is the newest version too
 */
const char *
querist_turn_get_fixed_sql (QueristTurn *self)
{
  g_return_val_if_fail (QUERIST_IS_TURN (self), NULL);
  return self->fixed_sql;
}

/**
 * querist_turn_get_usage:
 * @self: a turn
 *
 * Returns: (transfer none): what it has cost so far
 */
const QueristUsage *
querist_turn_get_usage (QueristTurn *self)
{
  g_return_val_if_fail (QUERIST_IS_TURN (self), NULL);
  return &self->usage;
}

/**
 * querist_turn_get_timings:
 * @self: a turn
 *
 * Returns: (transfer none) (element-type QueristTiming): how long each step took
 */
GArray *
querist_turn_get_timings (QueristTurn *self)
{
  g_return_val_if_fail (QUERIST_IS_TURN (self), NULL);
  return self->timings;
}

/**
 * querist_state_to_string:
 * @state: a state
 *
 * Returns: its name, such as "write-sql"
 */
const char *
querist_state_to_string (QueristState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (states), "failed");
  return states[state];
}

/* The state called @name; FALSE if there is none. */
gboolean
querist_state_from_string (const char   *name,
                           QueristState *state)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (states); i++)
    {
      if (g_str_equal (states[i], name))
        {
          *state = i;
          return TRUE;
        }
    }
  return FALSE;
}

/* Whether a turn in @state waits for a person or has ended. */
gboolean
querist_state_is_resting (QueristState state)
{
  switch (state)
    {
    case QUERIST_STATE_CLARIFY:
    case QUERIST_STATE_REVIEW:
    case QUERIST_STATE_DONE:
    case QUERIST_STATE_FAILED:
    case QUERIST_STATE_STOPPED:
      return TRUE;
    default:
      return FALSE;
    }
}
