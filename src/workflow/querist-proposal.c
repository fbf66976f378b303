/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-proposal.h"

#include "querist-builtin-assistant.h"
#include "querist-connection.h"
#include "querist-json.h"

/* Looking at one relation in the database must not take for ever. */
#define MEASURE_SECONDS 10

/* A proposal under way. Everything in it is owned, so that its steps may run in threads.
 * @next: the part that is looked at next
 */
typedef struct {
  char                    *text;
  GPtrArray               *facts;
  char                    *database;
  QueristAssistant        *assistant;
  QueristDisclosure        disclosure;
  guint                    budget;
  GPtrArray               *parts;
  guint                    next;
  QueristBrief             brief;
  QueristProposalProgress  progress;
  gpointer                 progress_data;
  QueristProposal         *proposal;
} Job;

static void
job_free (Job *job)
{
  g_free (job->text);
  g_clear_pointer (&job->facts, g_ptr_array_unref);
  g_free (job->database);
  g_clear_object (&job->assistant);
  g_clear_pointer (&job->parts, g_ptr_array_unref);
  g_clear_pointer (&job->proposal, querist_proposal_free);
  g_free (job);
}

static QueristProposal *
proposal_new (const char *source)
{
  QueristProposal *self = g_new0 (QueristProposal, 1);

  self->source = g_strdup (source);
  self->improvements = querist_improvements_new ();
  return self;
}

/**
 * querist_proposal_free:
 * @self: (transfer full) (nullable): a proposal
 */
void
querist_proposal_free (QueristProposal *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->improvements);
  g_free (self->source);
  g_free (self->note);
  g_free (self);
}

/**
 * querist_proposal_count:
 * @self: a proposal
 *
 * Returns: how many of its changes can be made
 */
guint
querist_proposal_count (const QueristProposal *self)
{
  guint n = 0;

  for (guint i = 0; i < self->improvements->len; i++)
    n += ((const QueristImprovement *) g_ptr_array_index (self->improvements, i))->problem == NULL;
  return n;
}

/**
 * querist_proposal_copy:
 * @self: a proposal
 *
 * Returns: (transfer full): the same
 */
QueristProposal *
querist_proposal_copy (const QueristProposal *self)
{
  QueristProposal *copy = proposal_new (self->source);

  copy->note = g_strdup (self->note);
  copy->usage = self->usage;
  for (guint i = 0; i < self->improvements->len; i++)
    g_ptr_array_add (copy->improvements,
                     querist_improvement_copy (g_ptr_array_index (self->improvements, i)));
  return copy;
}

/**
 * querist_proposal_accept:
 * @self: a proposal
 * @text: the schema as it is now
 * @accepted: (element-type QueristImprovement): those of its changes that shall be made
 * @error: return location: QUERIST_SCHEMA_ERROR_INVALID if @text has errors
 *
 * Makes changes. What was made leaves the proposal, what is left of it is for the new text then;
 * an accepted change that can't be made any more stays with its problem.
 *
 * Returns: (transfer full) (nullable): the new text
 */
char *
querist_proposal_accept (QueristProposal  *self,
                         const char       *text,
                         GPtrArray        *accepted,
                         GError          **error)
{
  g_autoptr(GPtrArray) problems = NULL;
  g_autoptr(GPtrArray) made = querist_improvements_new ();
  char *result = querist_improvements_apply (text, accepted, &problems, error);

  if (result == NULL)
    return NULL;
  for (guint i = 0; i < accepted->len; i++)
    {
      QueristImprovement *change = g_ptr_array_index (accepted, i);
      guint index;

      g_free (change->problem);
      change->problem = g_steal_pointer (&problems->pdata[i]);
      if (change->problem == NULL && g_ptr_array_find (self->improvements, change, &index))
        g_ptr_array_add (made, g_ptr_array_steal_index (self->improvements, index));
    }
  for (guint i = 0; i < self->improvements->len; i++)
    querist_improvement_follow (g_ptr_array_index (self->improvements, i), made);
  g_ptr_array_set_size (accepted, 0);
  return result;
}

/* The database */

typedef struct {
  sqlite3      *db;
  GCancellable *cancellable;
  gint64        deadline;
} Measure;

static int
interrupt_cb (gpointer user_data)
{
  Measure *self = user_data;

  return g_cancellable_is_cancelled (self->cancellable) ||
         g_get_monotonic_time () > self->deadline;
}

static gboolean
measure_cb (const char *table,
            const char *column,
            const char *target,
            const char *reference,
            guint64    *n_distinct,
            guint64    *n_missing,
            gpointer    user_data)
{
  Measure *self = user_data;
  g_autofree char *from = querist_sql_quote_name (table);
  g_autofree char *value = querist_sql_quote_name (column);
  g_autofree char *to = querist_sql_quote_name (target);
  g_autofree char *key = querist_sql_quote_name (reference);
  g_autofree char *sql = g_strdup_printf (
    "SELECT count(*), count(*) FILTER (WHERE v NOT IN (SELECT %s FROM %s WHERE %s IS NOT NULL))"
    " FROM (SELECT DISTINCT %s AS v FROM %s WHERE %s IS NOT NULL)", key, to, key, value, from,
    value);
  g_autoptr(sqlite3_stmt) statement = querist_connection_prepare (self->db, sql, NULL);

  self->deadline = g_get_monotonic_time () + MEASURE_SECONDS * G_USEC_PER_SEC;
  if (statement == NULL || sqlite3_step (statement) != SQLITE_ROW)
    return FALSE;
  *n_distinct = sqlite3_column_int64 (statement, 0);
  *n_missing = sqlite3_column_int64 (statement, 1);
  return *n_distinct > 0;
}

static void
weigh (Job          *job,
       GCancellable *cancellable)
{
  g_autoptr(sqlite3) db = job->database != NULL && g_file_test (job->database, G_FILE_TEST_EXISTS)
                            ? querist_connection_open_read (job->database, NULL) : NULL;
  Measure measure = { db, cancellable, 0 };

  if (db != NULL)
    sqlite3_progress_handler (db, 10000, interrupt_cb, &measure);
  querist_improvements_weigh (job->text, job->proposal->improvements, job->facts,
                              db != NULL ? measure_cb : NULL, &measure);
}

/* Steps, last first */

/* A rule that can't be applied is of no interest; what a model proposed in vain is told. */
static void
drop_refused (GPtrArray *improvements)
{
  for (guint i = 0; i < improvements->len;)
    {
      if (((QueristImprovement *) g_ptr_array_index (improvements, i))->problem != NULL)
        g_ptr_array_remove_index (improvements, i);
      else
        i++;
    }
}

static void
check_thread (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Job *job = task_data;
  GPtrArray *improvements = job->proposal->improvements;
  GError *error = NULL;

  if (!querist_improvements_check (job->text, improvements, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  weigh (job, cancellable);
  if (QUERIST_IS_BUILTIN_ASSISTANT (job->assistant))
    drop_refused (improvements);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_steal_pointer (&job->proposal),
                           (GDestroyNotify) querist_proposal_free);
}

static void
take_reply (QueristProposal *proposal,
            QueristReply    *reply)
{
  querist_usage_add (&proposal->usage, &reply->usage);
  if (reply->improvements == NULL)
    return;
  for (guint i = 0; i < reply->improvements->len; i++)
    g_ptr_array_add (proposal->improvements,
                     querist_improvement_copy (g_ptr_array_index (reply->improvements, i)));
}

static void ask_next (GTask *task);

/* What was paid for stays when a later part fails. */
static void
performed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  GTask *task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(QueristReply) reply =
    querist_assistant_perform_finish (QUERIST_ASSISTANT (object), result, &error);

  if (reply != NULL)
    {
      take_reply (job->proposal, reply);
      job->next++;
      ask_next (task);
    }
  else if (job->proposal->improvements->len > 0 &&
           !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      job->proposal->note =
        g_strdup_printf ("Only %u of %u parts of the schema were looked at: %s", job->next,
                         job->parts->len, error->message);
      g_error_free (error);
      g_task_run_in_thread (task, check_thread);
      g_object_unref (task);
    }
  else
    {
      g_task_return_error (task, error);
      g_object_unref (task);
    }
}

/* Goes on with the next part; takes over @task. */
static void
ask_next (GTask *task)
{
  Job *job = g_task_get_task_data (task);

  if (job->progress != NULL)
    job->progress (job->next, job->parts->len, job->progress_data);
  if (job->next == job->parts->len)
    {
      g_task_run_in_thread (task, check_thread);
      g_object_unref (task);
      return;
    }
  job->brief = (QueristBrief) {
    .part = g_ptr_array_index (job->parts, job->next),
    .facts = job->facts,
  };
  querist_assistant_perform_async (job->assistant, QUERIST_TASK_IMPROVE, &job->brief, NULL, NULL,
                                   g_task_get_cancellable (task), performed_cb, task);
}

static void
split_thread (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  const Job *job = task_data;

  g_task_return_pointer (task,
                         querist_schema_parts_new (job->text, job->facts, job->disclosure,
                                                   job->budget),
                         (GDestroyNotify) g_ptr_array_unref);
}

static void
split_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  job->parts = g_task_propagate_pointer (G_TASK (result), &error);
  if (job->parts != NULL)
    {
      ask_next (task);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

/**
 * querist_proposal_make_async:
 * @request: what shall be improved, and who is asked
 * @progress: (nullable) (scope notified): told how far it is
 * @progress_data: passed to @progress
 * @cancellable: (nullable): stops it
 * @callback: called when the proposal is there
 * @user_data: passed to @callback
 *
 * Asks an assistant how to improve a schema, part by part, and checks what it says against the
 * schema and the data. An assistant on another computer is told no more than allowed.
 */
void
querist_proposal_make_async (const QueristProposalRequest *request,
                             QueristProposalProgress       progress,
                             gpointer                      progress_data,
                             GCancellable                 *cancellable,
                             GAsyncReadyCallback           callback,
                             gpointer                      user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  gboolean builtin = QUERIST_IS_BUILTIN_ASSISTANT (request->assistant);
  g_autoptr(GTask) split = g_task_new (NULL, cancellable, split_cb, task);
  Job *job = g_new0 (Job, 1);

  g_task_set_source_tag (task, querist_proposal_make_async);
  job->text = g_strdup (request->text);
  job->facts = request->facts != NULL ? g_ptr_array_ref (request->facts) : NULL;
  job->database = g_strdup (request->database);
  job->assistant = g_object_ref (request->assistant);
  job->disclosure = querist_assistant_is_remote (request->assistant) ? request->disclosure
                                                                     : QUERIST_DISCLOSE_VALUES;
  /* rules look at all of it at once */
  job->budget = builtin ? G_MAXUINT : request->budget;
  job->progress = progress;
  job->progress_data = progress_data;
  job->proposal = proposal_new (querist_assistant_get_name (request->assistant));
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_set_task_data (split, job, NULL);
  g_task_run_in_thread (split, split_thread);
}

/**
 * querist_proposal_make_finish:
 * @result: what the callback got
 * @error: return location: a QueristAssistantError, a QueristChatError, G_IO_ERROR_CANCELLED,
 *   QUERIST_SCHEMA_ERROR_INVALID if the schema has errors
 *
 * Returns: (transfer full) (nullable): the proposal
 */
QueristProposal *
querist_proposal_make_finish (GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* JSON */

static JsonNode *
usage_to_json (const QueristUsage *usage)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  json_object_set_int_member (object, "calls", usage->calls);
  json_object_set_int_member (object, "prompt_tokens", usage->prompt_tokens);
  json_object_set_int_member (object, "completion_tokens", usage->completion_tokens);
  return node;
}

/**
 * querist_proposal_to_json:
 * @self: a proposal
 *
 * Returns: (transfer full): it as JSON
 */
JsonNode *
querist_proposal_to_json (const QueristProposal *self)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonArray *edits = json_array_sized_new (self->improvements->len);

  json_node_take_object (node, object);
  json_object_set_string_member (object, "source", self->source);
  if (self->note != NULL)
    json_object_set_string_member (object, "note", self->note);
  json_object_set_member (object, "usage", usage_to_json (&self->usage));
  for (guint i = 0; i < self->improvements->len; i++)
    json_array_add_element (edits, querist_improvement_to_json (
                                     g_ptr_array_index (self->improvements, i)));
  json_object_set_array_member (object, "edits", edits);
  return node;
}

static QueristImprovement *
read_improvement (JsonNode *node)
{
  QueristImprovement *self = querist_improvement_from_json (node, NULL);
  JsonObject *object;

  if (self == NULL)
    return NULL;
  object = json_node_get_object (node);
  self->problem = g_strdup (querist_json_get_string (object, "problem", NULL));
  self->finding = g_strdup (querist_json_get_string (object, "finding", NULL));
  self->doubtful = querist_json_get_boolean (object, "doubtful", FALSE);
  return self;
}

/**
 * querist_proposal_from_json:
 * @node: what querist_proposal_to_json() made, or a person of it
 *
 * Returns: (transfer full) (nullable): the proposal
 */
QueristProposal *
querist_proposal_from_json (JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonArray *edits = querist_json_get_array (object, "edits");
  JsonObject *usage = querist_json_get_object (object, "usage");
  QueristProposal *self;

  if (edits == NULL)
    return NULL;
  self = proposal_new (querist_json_get_string (object, "source", ""));
  self->note = g_strdup (querist_json_get_string (object, "note", NULL));
  self->usage.calls = querist_json_get_int (usage, "calls", 0);
  self->usage.prompt_tokens = querist_json_get_int (usage, "prompt_tokens", 0);
  self->usage.completion_tokens = querist_json_get_int (usage, "completion_tokens", 0);
  for (guint i = 0; i < MIN (json_array_get_length (edits), QUERIST_IMPROVEMENTS_MAX); i++)
    {
      QueristImprovement *improvement = read_improvement (json_array_get_element (edits, i));

      if (improvement != NULL)
        g_ptr_array_add (self->improvements, improvement);
    }
  return self;
}
