/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-orchestrator.h"

#include "querist-builtin-assistant.h"
#include "querist-connection.h"
#include "querist-digest.h"
#include "querist-executor.h"
#include "querist-model-assistant.h"
#include "querist-plan-check.h"
#include "querist-sql-checker.h"
#include "querist-turn-brief.h"
#include "querist-turn-flow.h"
#include "querist-turn-private.h"

/* How often SQL with errors goes back to be written again before a person sees it. */
#define MAX_REPAIRS 2
#define TIMEOUT_SECONDS 60
/* A result is kept whole in a file; this keeps a runaway join from filling the disk. */
#define MAX_ROWS 10000000

struct _QueristOrchestrator
{
  GObject           parent_instance;

  QueristProject   *project;
  QueristStore     *store;
  QueristAssistant *assistant;
  QueristAssistant *builtin;
  QueristDisclosure disclosure;
};

G_DEFINE_FINAL_TYPE (QueristOrchestrator, querist_orchestrator, G_TYPE_OBJECT)

/* One advance of one turn; the data of its task.
 * @asked: what the assistant is doing
 * @started: when the step under way began, in microseconds of the monotonic clock
 * @problem: what is wrong with the plan, for VALIDATE
 */
typedef struct {
  QueristTurn  *turn;
  QueristTask   asked;
  gint64        started;
  QueristBrief  brief;
  GPtrArray    *examples;
  char         *problem;
} Job;

static void step (GTask *task);

static void
job_free (Job *job)
{
  g_clear_pointer (&job->examples, g_ptr_array_unref);
  g_clear_pointer (&job->brief.history, g_ptr_array_unref);
  g_clear_pointer (&job->brief.diagnostics, g_ptr_array_unref);
  g_free (job->problem);
  g_object_unref (job->turn);
  g_free (job);
}

static void
querist_orchestrator_dispose (GObject *object)
{
  QueristOrchestrator *self = QUERIST_ORCHESTRATOR (object);

  g_clear_object (&self->project);
  g_clear_object (&self->store);
  g_clear_object (&self->assistant);
  g_clear_object (&self->builtin);
  G_OBJECT_CLASS (querist_orchestrator_parent_class)->dispose (object);
}

static void
querist_orchestrator_class_init (QueristOrchestratorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = querist_orchestrator_dispose;
}

static void
querist_orchestrator_init (QueristOrchestrator *self)
{
  self->disclosure = QUERIST_DISCLOSE_SCHEMA;
}

/* Notes the time that the step under way took and begins the next one. */
static void
end_step (GTask        *task,
          QueristState  measured)
{
  Job *job = g_task_get_task_data (task);
  gint64 now = g_get_monotonic_time ();

  querist_turn_add_timing (job->turn, measured, (now - job->started) / 1e6);
  job->started = now;
}

/* Goes on in @next; takes over @task. */
static void
go_to (GTask        *task,
       QueristState  next)
{
  Job *job = g_task_get_task_data (task);

  end_step (task, job->turn->state);
  job->turn->state = next;
  step (task);
}

/* Ends in FAILED, or STOPPED if somebody stopped it; takes over @task and @error. */
static void
fail (GTask  *task,
      GError *error)
{
  QueristTurn *turn = ((Job *) g_task_get_task_data (task))->turn;
  gboolean stopped = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  turn->resume = turn->state;
  querist_turn_set_error (turn, stopped ? NULL : error->message);
  g_error_free (error);
  go_to (task, stopped ? QUERIST_STATE_STOPPED : QUERIST_STATE_FAILED);
}

/* The context */

static gboolean
may_tell (QueristOrchestrator *self,
          QueristDisclosure    what)
{
  return !querist_assistant_is_remote (self->assistant) || self->disclosure >= what;
}

static QueristDisclosure
get_disclosure (QueristOrchestrator *self)
{
  return may_tell (self, QUERIST_DISCLOSE_VALUES) ? QUERIST_DISCLOSE_VALUES : self->disclosure;
}

static void
context_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  QueristTurn *turn = ((Job *) g_task_get_task_data (task))->turn;
  GError *error = NULL;
  QueristContext *context = querist_context_new_finish (result, &error);

  if (context == NULL)
    {
      fail (task, error);
      return;
    }
  g_clear_pointer (&turn->context, querist_context_unref);
  turn->context = context;
  end_step (task, QUERIST_STATE_CONTEXT);
  if (turn->state == QUERIST_STATE_CONTEXT)
    turn->state = querist_turn_next_state (turn);
  step (task);
}

static void
start_context (GTask *task)
{
  QueristOrchestrator *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  g_autofree char *database = querist_project_dup_database_path (self->project);
  g_autofree char *cache_dir =
    g_build_filename (querist_project_get_path (self->project), "analysis_results", NULL);
  GError *error = NULL;
  QueristContextRequest request = {
    .database = database,
    .question = job->turn->question,
    .cache_dir = cache_dir,
    .disclosure = get_disclosure (self),
  };

  request.catalog = querist_project_require_catalog (self->project, &error);
  if (request.catalog != NULL && job->examples == NULL)
    job->examples = querist_store_list_examples (self->store, &error);
  if (error != NULL)
    {
      fail (task, error);
      return;
    }
  request.examples = job->examples;
  job->turn->context_disclosure = request.disclosure;
  querist_context_new_async (&request, g_task_get_cancellable (task), context_cb, task);
}

/* The assistant */

static void
fill_brief (QueristOrchestrator *self,
            Job                 *job)
{
  QueristTurn *turn = job->turn;
  QueristBrief *brief = &job->brief;
  gboolean values = may_tell (self, QUERIST_DISCLOSE_VALUES);

  g_clear_pointer (&brief->history, g_ptr_array_unref);
  g_clear_pointer (&brief->diagnostics, g_ptr_array_unref);
  *brief = (QueristBrief) {
    .context = turn->context,
    .history = querist_turn_collect_history (turn, self->store, values),
    .question = turn->question,
    .clarification = turn->choice != NULL ? turn->clarification : NULL,
    .choice = turn->choice,
    .plan = turn->plan,
    .sql = querist_turn_get_sql (turn),
    .diagnostics = querist_turn_collect_findings (turn, values),
    .error = job->asked == QUERIST_TASK_VALIDATE ? job->problem : turn->error,
    .digest = turn->digest,
  };
}

/* Rows may be told to nobody outside unless values may: then the built-in assistant reads them. */
static QueristAssistant *
pick_assistant (QueristOrchestrator *self,
                QueristTask          task)
{
  if (task != QUERIST_TASK_INTERPRET || may_tell (self, QUERIST_DISCLOSE_VALUES))
    return self->assistant;
  if (self->builtin == NULL)
    self->builtin = querist_builtin_assistant_new ();
  return self->builtin;
}

/* A way out where the assistant was only meant to help: SQL that it can't mend goes to the person
 * as it is, and so does an error that it can't explain. */
static gboolean
can_do_without (QueristState  state,
                const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return FALSE;
  return state == QUERIST_STATE_DEBUG ||
         (state == QUERIST_STATE_REPAIR && error->domain == QUERIST_ASSISTANT_ERROR);
}

static void
performed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  GTask *task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(QueristReply) reply = NULL;

  reply = querist_assistant_perform_finish (QUERIST_ASSISTANT (object), result, &error);
  if (reply != NULL)
    querist_usage_add (&job->turn->usage, &reply->usage);
  if (reply != NULL && !querist_turn_is_complete_reply (job->asked, reply))
    error = g_error_new (QUERIST_ASSISTANT_ERROR, QUERIST_ASSISTANT_ERROR_CANNOT_ANSWER,
                         "The assistant gave no answer; ask again, or in other words");
  if (error == NULL)
    go_to (task, querist_turn_follow_reply (job->turn, job->asked, reply));
  else if (can_do_without (job->turn->state, error))
    {
      g_error_free (error);
      go_to (task, QUERIST_STATE_REVIEW);
    }
  else
    fail (task, error);
}

static void
delta_cb (const char *text,
          gpointer    user_data)
{
  querist_turn_delta (user_data, text);
}

/* Asks the assistant for @what; takes over @task. */
static void
perform (GTask       *task,
         QueristTask  what)
{
  QueristOrchestrator *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  gboolean streams = what == QUERIST_TASK_INTERPRET || what == QUERIST_TASK_DESCRIBE;

  if (job->turn->context == NULL || job->turn->context_disclosure != get_disclosure (self))
    {
      start_context (task);
      return;
    }
  job->asked = what;
  fill_brief (self, job);
  if (streams)
    g_clear_pointer (&job->turn->text, g_free);
  querist_assistant_perform_async (pick_assistant (self, what), what, &job->brief,
                                   streams ? delta_cb : NULL, job->turn,
                                   g_task_get_cancellable (task), performed_cb, task);
}

/* One better plan is asked for at most: what is still wrong then shows in the SQL. */
static void
validate (GTask *task)
{
  QueristOrchestrator *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);

  g_free (job->problem);
  job->problem = querist_plan_find_problem (querist_turn_get_plan (job->turn),
                                            querist_project_get_catalog (self->project));
  if (job->problem != NULL)
    perform (task, QUERIST_TASK_VALIDATE);
  else
    go_to (task, querist_turn_next_state (job->turn));
}

/* The SQL checker */

static void
start_check (GTask               *task,
             GAsyncReadyCallback  callback)
{
  QueristOrchestrator *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  g_autofree char *database = querist_project_dup_database_path (self->project);

  querist_sql_check_async (database, querist_project_get_catalog (self->project),
                           querist_turn_get_sql (job->turn), g_task_get_cancellable (task),
                           callback, task);
}

/* Findings that are no errors, but mean that the rows are hardly what was asked for: a value that
 * is not in the data, a join that repeats rows, a date compared with a number. The others are a
 * matter of taste. */
static gboolean
has_strong_warning (GPtrArray *diagnostics)
{
  static const char *const weak[] = {
    "bare-column", "empty-text", "like-without-wildcard", "limit-without-order", "number-as-text",
    NULL,
  };

  for (guint i = 0; i < diagnostics->len; i++)
    {
      const QueristDiagnostic *found = diagnostics->pdata[i];

      if (found->code != NULL && !g_strv_contains (weak, found->code))
        return TRUE;
    }
  return FALSE;
}

/* Errors go back twice; warnings once, to a model that may be told of them: the built-in assistant
 * would write the same again. */
static gboolean
needs_repair (QueristOrchestrator   *self,
              QueristTurn           *turn,
              const QueristSqlCheck *check)
{
  if (!querist_sql_check_is_ok (check))
    return turn->n_repairs < MAX_REPAIRS;
  return turn->n_repairs == 0 && !QUERIST_IS_BUILTIN_ASSISTANT (self->assistant) &&
         may_tell (self, QUERIST_DISCLOSE_VALUES) && has_strong_warning (check->diagnostics);
}

static void
checked_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  QueristOrchestrator *self = g_task_get_source_object (task);
  QueristTurn *turn = ((Job *) g_task_get_task_data (task))->turn;
  GError *error = NULL;
  g_autoptr(QueristSqlCheck) check = querist_sql_check_finish (result, &error);

  if (check == NULL)
    {
      fail (task, error);
      return;
    }
  querist_turn_take_diagnostics (turn, check->diagnostics);
  if (turn->n_repairs < MAX_REPAIRS && check->fixed_sql != NULL &&
      querist_turn_add_version (turn, check->fixed_sql, "fix"))
    {
      turn->n_repairs++;
      go_to (task, QUERIST_STATE_CHECK);
    }
  else if (needs_repair (self, turn, check))
    {
      turn->n_repairs++;
      go_to (task, QUERIST_STATE_REPAIR);
    }
  else
    go_to (task, querist_turn_next_state (turn));
}

static char *
describe_finding (const QueristDiagnostic *found)
{
  if (found->suggestion == NULL)
    return g_strdup (found->message);
  return g_strdup_printf ("%s %s", found->message, found->suggestion);
}

/* After a failed run the checker looks first: what it can mend by itself needs no assistant. */
static void
debug_checked_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  GTask *task = user_data;
  QueristTurn *turn = ((Job *) g_task_get_task_data (task))->turn;
  GError *error = NULL;
  g_autoptr(QueristSqlCheck) check = querist_sql_check_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      fail (task, error);
      return;
    }
  g_clear_error (&error);
  if (check != NULL)
    querist_turn_take_diagnostics (turn, check->diagnostics);
  if (check != NULL && check->fixed_sql != NULL && check->diagnostics->len > 0 &&
      querist_turn_add_version (turn, check->fixed_sql, "fix"))
    {
      turn->cause = describe_finding (check->diagnostics->pdata[0]);
      turn->fixed_sql = g_strdup (check->fixed_sql);
      go_to (task, querist_turn_next_state (turn));
      return;
    }
  perform (task, QUERIST_TASK_DEBUG);
}

/* Running */

static gboolean
is_fault_of_sql (const GError *error)
{
  return g_error_matches (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_SQL) ||
         g_error_matches (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_DENIED) ||
         g_error_matches (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_TIMEOUT);
}

static void
executed_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  GTask *task = user_data;
  QueristTurn *turn = ((Job *) g_task_get_task_data (task))->turn;
  GError *error = NULL;
  QueristResult *rows = querist_execute_finish (result, &error);

  if (rows != NULL)
    {
      g_set_object (&turn->result, rows);
      turn->n_rows = querist_result_get_n_rows (rows);
      g_object_unref (rows);
      go_to (task, querist_turn_next_state (turn));
    }
  else if (is_fault_of_sql (error))
    {
      querist_turn_set_error (turn, error->message);
      g_error_free (error);
      go_to (task, QUERIST_STATE_DEBUG);
    }
  else
    fail (task, error);
}

static gboolean
is_approved (QueristTurn *turn)
{
  guint n_versions = turn->versions->len;

  return n_versions > 0 && querist_turn_get_version (turn, n_versions - 1)->approved != NULL;
}

static void
execute (GTask *task)
{
  QueristOrchestrator *self = g_task_get_source_object (task);
  QueristTurn *turn = ((Job *) g_task_get_task_data (task))->turn;
  g_autofree char *database = querist_project_dup_database_path (self->project);
  const QueristExecuteOptions options = {
    .timeout_seconds = TIMEOUT_SECONDS,
    .max_rows = MAX_ROWS,
  };

  /* Nothing runs that nobody has approved, whatever the saved state says. */
  if (!is_approved (turn))
    {
      go_to (task, QUERIST_STATE_REVIEW);
      return;
    }
  querist_turn_clear_outcome (turn);
  querist_execute_async (database, querist_turn_get_sql (turn), &options,
                         g_task_get_cancellable (task), executed_cb, task);
}

static void
digest_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  QueristTurn *turn = ((Job *) g_task_get_task_data (task))->turn;
  GError *error = NULL;

  turn->digest = querist_digest_new_finish (result, &error);
  if (turn->digest == NULL)
    fail (task, error);
  else
    perform (task, QUERIST_TASK_INTERPRET);
}

static void
interpret (GTask *task)
{
  QueristTurn *turn = ((Job *) g_task_get_task_data (task))->turn;

  if (turn->result == NULL)
    go_to (task, QUERIST_STATE_EXECUTE);
  else if (turn->digest == NULL)
    querist_digest_new_async (turn->result, g_task_get_cancellable (task), digest_cb, task);
  else
    perform (task, QUERIST_TASK_INTERPRET);
}

/* The state machine */

static void
rest (GTask *task)
{
  QueristTurn *turn = ((Job *) g_task_get_task_data (task))->turn;

  turn->working = FALSE;
  querist_turn_changed (turn);
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

/* Saves the turn and starts what its state asks for; takes over @task. */
static void
step (GTask *task)
{
  QueristOrchestrator *self = g_task_get_source_object (task);
  QueristTurn *turn = ((Job *) g_task_get_task_data (task))->turn;
  GError *error = NULL;

  if (!querist_store_save_turn (self->store, turn, &error))
    {
      turn->working = FALSE;
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  if (!querist_state_is_resting (turn->state) &&
      g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error))
    {
      fail (task, error);
      return;
    }
  querist_turn_changed (turn);
  switch (turn->state)
    {
    case QUERIST_STATE_CONTEXT:
      start_context (task);
      break;
    case QUERIST_STATE_CLASSIFY:
      perform (task, QUERIST_TASK_CLASSIFY);
      break;
    case QUERIST_STATE_PLAN:
      perform (task, QUERIST_TASK_PLAN);
      break;
    case QUERIST_STATE_VALIDATE:
      validate (task);
      break;
    case QUERIST_STATE_WRITE_SQL:
      perform (task, QUERIST_TASK_WRITE_SQL);
      break;
    case QUERIST_STATE_CHECK:
      start_check (task, checked_cb);
      break;
    case QUERIST_STATE_REPAIR:
      perform (task, QUERIST_TASK_REPAIR);
      break;
    case QUERIST_STATE_EXECUTE:
      execute (task);
      break;
    case QUERIST_STATE_DEBUG:
      start_check (task, debug_checked_cb);
      break;
    case QUERIST_STATE_INTERPRET:
      interpret (task);
      break;
    case QUERIST_STATE_DESCRIBE:
      perform (task, QUERIST_TASK_DESCRIBE);
      break;
    case QUERIST_STATE_INSIGHTS:
      perform (task, QUERIST_TASK_INSIGHTS);
      break;
    case QUERIST_STATE_CLARIFY:
    case QUERIST_STATE_REVIEW:
    case QUERIST_STATE_DONE:
    case QUERIST_STATE_FAILED:
    case QUERIST_STATE_STOPPED:
    default:
      rest (task);
    }
}

/* A model may be asked with prompts of the project's own. */
static void
take_assistant (QueristOrchestrator *self,
                QueristAssistant    *assistant)
{
  g_set_object (&self->assistant, assistant);
  if (QUERIST_IS_MODEL_ASSISTANT (assistant))
    querist_model_assistant_set_project (QUERIST_MODEL_ASSISTANT (assistant),
                                         querist_project_get_path (self->project));
}

/**
 * querist_orchestrator_new:
 * @project: whose data are asked
 * @store: where turns are saved
 * @assistant: who answers
 *
 * Returns: (transfer full): an orchestrator that tells an assistant on another computer the schema
 *   and nothing else
 */
QueristOrchestrator *
querist_orchestrator_new (QueristProject   *project,
                          QueristStore     *store,
                          QueristAssistant *assistant)
{
  QueristOrchestrator *self = g_object_new (QUERIST_TYPE_ORCHESTRATOR, NULL);

  self->project = g_object_ref (project);
  self->store = g_object_ref (store);
  take_assistant (self, assistant);
  return self;
}

/**
 * querist_orchestrator_set_assistant:
 * @self: an orchestrator
 * @assistant: who answers from the next step on
 *
 * Changes the assistant, also for turns under way.
 */
void
querist_orchestrator_set_assistant (QueristOrchestrator *self,
                                    QueristAssistant    *assistant)
{
  g_return_if_fail (QUERIST_IS_ORCHESTRATOR (self));
  take_assistant (self, assistant);
}

/**
 * querist_orchestrator_get_assistant:
 * @self: an orchestrator
 *
 * Returns: (transfer none): who answers
 */
QueristAssistant *
querist_orchestrator_get_assistant (QueristOrchestrator *self)
{
  g_return_val_if_fail (QUERIST_IS_ORCHESTRATOR (self), NULL);
  return self->assistant;
}

/**
 * querist_orchestrator_set_disclosure:
 * @self: an orchestrator
 * @disclosure: what an assistant on another computer may be told from the next step on
 *
 * An assistant on this computer is told everything that it can use.
 */
void
querist_orchestrator_set_disclosure (QueristOrchestrator *self,
                                     QueristDisclosure    disclosure)
{
  g_return_if_fail (QUERIST_IS_ORCHESTRATOR (self));
  self->disclosure = disclosure;
}

/**
 * querist_orchestrator_advance_async:
 * @self: an orchestrator
 * @turn: a turn
 * @cancellable: (nullable): stops it where it is; what was found so far stays
 * @callback: called when it rests
 * @user_data: passed to @callback
 *
 * Moves a turn on until it waits for a person or has ended. A turn that is being advanced already
 * gives G_IO_ERROR_PENDING.
 */
void
querist_orchestrator_advance_async (QueristOrchestrator *self,
                                    QueristTurn         *turn,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  GTask *task;
  Job *job;

  g_return_if_fail (QUERIST_IS_ORCHESTRATOR (self));
  g_return_if_fail (QUERIST_IS_TURN (turn));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, querist_orchestrator_advance_async);
  g_task_set_check_cancellable (task, FALSE);
  if (turn->working)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING,
                               "This question is being worked on already");
      g_object_unref (task);
      return;
    }
  job = g_new0 (Job, 1);
  job->turn = g_object_ref (turn);
  job->started = g_get_monotonic_time ();
  turn->working = TRUE;
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  step (task);
}

/**
 * querist_orchestrator_advance_finish:
 * @self: an orchestrator
 * @result: what the callback got
 * @error: return location: the turn could not be saved, or G_IO_ERROR_PENDING
 *
 * Returns: whether the turn rests and is saved; what became of it is in the turn
 */
gboolean
querist_orchestrator_advance_finish (QueristOrchestrator  *self,
                                     GAsyncResult         *result,
                                     GError              **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
