/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-builtin-answer.h"
#include "querist-builtin-assistant.h"
#include "querist-builtin-classify.h"
#include "querist-builtin-describe.h"
#include "querist-builtin-improve.h"
#include "querist-builtin-insights.h"
#include "querist-builtin-interpret.h"
#include "querist-builtin-repair.h"

struct _QueristBuiltinAssistant {
  GObject parent;
};

/* A brief that owns what it holds, for the time of a thread. */
typedef struct {
  QueristTask     task;
  QueristContext *context;
  GPtrArray      *history;
  char           *question;
  char           *choice;
  char           *sql;
  GPtrArray      *diagnostics;
  char           *error;
  JsonNode       *digest;
  char           *schema;
  GPtrArray      *facts;
} Job;

static void assistant_iface_init (QueristAssistantInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (QueristBuiltinAssistant, querist_builtin_assistant, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (QUERIST_TYPE_ASSISTANT,
                                                      assistant_iface_init))

static void
exchange_free (gpointer data)
{
  QueristExchange *self = data;

  g_free (self->question);
  g_free (self->sql);
  g_free (self->answer);
  g_free (self);
}

static GPtrArray *
copy_history (GPtrArray *history)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func (exchange_free);

  for (guint i = 0; history != NULL && i < history->len; i++)
    {
      const QueristExchange *exchange = g_ptr_array_index (history, i);
      QueristExchange *own = g_new0 (QueristExchange, 1);

      own->question = g_strdup (exchange->question);
      own->sql = g_strdup (exchange->sql);
      own->answer = g_strdup (exchange->answer);
      g_ptr_array_add (copy, own);
    }
  return copy;
}

static gpointer
copy_diagnostic (gconstpointer source,
                 gpointer      data)
{
  return querist_diagnostic_copy (source);
}

static void
free_diagnostic (gpointer data)
{
  querist_diagnostic_free (data);
}

static Job *
job_new (QueristTask         task,
         const QueristBrief *brief)
{
  Job *job = g_new0 (Job, 1);

  job->task = task;
  job->context = brief->context != NULL ? querist_context_ref (brief->context) : NULL;
  job->history = copy_history (brief->history);
  job->question = g_strdup (brief->question != NULL ? brief->question : "");
  job->choice = g_strdup (brief->choice);
  job->sql = g_strdup (brief->sql);
  job->error = g_strdup (brief->error);
  job->digest = brief->digest != NULL ? json_node_ref (brief->digest) : NULL;
  job->schema = brief->part != NULL ? g_strdup (brief->part->schema) : NULL;
  job->facts = brief->facts != NULL ? g_ptr_array_ref (brief->facts) : NULL;
  if (brief->diagnostics != NULL)
    {
      job->diagnostics =
        g_ptr_array_copy (brief->diagnostics, (GCopyFunc) copy_diagnostic, NULL);
      g_ptr_array_set_free_func (job->diagnostics, free_diagnostic);
    }
  return job;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->context, querist_context_unref);
  g_ptr_array_unref (job->history);
  g_free (job->question);
  g_free (job->choice);
  g_free (job->sql);
  g_free (job->error);
  g_clear_pointer (&job->diagnostics, g_ptr_array_unref);
  g_clear_pointer (&job->digest, json_node_unref);
  g_free (job->schema);
  g_clear_pointer (&job->facts, g_ptr_array_unref);
  g_free (job);
}

/* An open question that nevertheless names all it needs, such as "the trend of sales by month". */
static QueristIntent
classify (Job                *job,
          QueristBuiltinMind *mind)
{
  QueristIntent intent = querist_builtin_classify (job->question);

  if (intent == QUERIST_INTENT_ANALYTICAL && querist_builtin_understands (mind, job->question))
    return QUERIST_INTENT_SPECIFIC;
  return intent;
}

static QueristReply *
perform_with_mind (Job                 *job,
                   QueristBuiltinMind  *mind,
                   GError             **error)
{
  g_autoptr(QueristReply) reply = NULL;

  switch (job->task)
    {
    case QUERIST_TASK_PLAN:
    case QUERIST_TASK_VALIDATE:
    case QUERIST_TASK_WRITE_SQL:
      return querist_builtin_answer (mind, job->question, error);
    case QUERIST_TASK_CLASSIFY:
      reply = querist_reply_new ();
      reply->intent = classify (job, mind);
      break;
    case QUERIST_TASK_DESCRIBE:
      reply = querist_reply_new ();
      reply->text = querist_builtin_describe (mind, job->question);
      break;
    default:
      reply = querist_reply_new ();
      reply->suggestions = querist_builtin_insights (mind, job->question);
      if (reply->suggestions[0] == NULL)
        {
          g_set_error_literal (error, QUERIST_ASSISTANT_ERROR,
                               QUERIST_ASSISTANT_ERROR_CANNOT_ANSWER,
                               "Nothing in the data lends itself to a question yet. Load tables "
                               "with rows first");
          return NULL;
        }
      break;
    }
  return g_steal_pointer (&reply);
}

static QueristReply *
perform (Job           *job,
         GCancellable  *cancellable,
         GError       **error)
{
  g_autoptr(QueristBuiltinMind) mind = NULL;
  QueristReply *reply;

  if (job->task == QUERIST_TASK_INTERPRET)
    {
      reply = querist_reply_new ();
      reply->text = querist_builtin_interpret (job->digest, job->sql);
      return reply;
    }
  if (job->task == QUERIST_TASK_IMPROVE)
    {
      g_autoptr(GPtrArray) improvements =
        querist_builtin_improve (job->schema, job->facts, cancellable, error);

      if (improvements == NULL)
        return NULL;
      reply = querist_reply_new ();
      reply->improvements = g_steal_pointer (&improvements);
      return reply;
    }
  if (job->context == NULL)
    {
      g_set_error_literal (error, QUERIST_ASSISTANT_ERROR, QUERIST_ASSISTANT_ERROR_CANNOT_ANSWER,
                           "There are no data to ask yet");
      return NULL;
    }
  if (job->task == QUERIST_TASK_REPAIR || job->task == QUERIST_TASK_DEBUG)
    return querist_builtin_repair (job->sql != NULL ? job->sql : "", job->diagnostics, job->error,
                                   job->context->catalog, error);
  mind = querist_builtin_mind_new (job->context, job->history, job->choice, cancellable, error);
  return mind != NULL ? perform_with_mind (job, mind, error) : NULL;
}

static void
run_job (GTask        *task,
         gpointer      source,
         gpointer      data,
         GCancellable *cancellable)
{
  GError *error = NULL;
  QueristReply *reply = perform (data, cancellable, &error);

  if (reply != NULL)
    g_task_return_pointer (task, reply, (GDestroyNotify) querist_reply_free);
  else
    g_task_return_error (task, error);
}

static const char *
get_name (QueristAssistant *assistant)
{
  return "Built-in";
}

static gboolean
is_remote (QueristAssistant *assistant)
{
  return FALSE;
}

static void
perform_async (QueristAssistant    *assistant,
               QueristTask          what,
               const QueristBrief  *brief,
               QueristChatDelta     delta,
               gpointer             delta_data,
               GCancellable        *cancellable,
               GAsyncReadyCallback  callback,
               gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (assistant, cancellable, callback, user_data);

  g_task_set_source_tag (task, perform_async);
  g_task_set_task_data (task, job_new (what, brief), job_free);
  g_task_run_in_thread (task, run_job);
}

static QueristReply *
perform_finish (QueristAssistant  *assistant,
                GAsyncResult      *result,
                GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, assistant), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
assistant_iface_init (QueristAssistantInterface *iface)
{
  iface->get_name = get_name;
  iface->is_remote = is_remote;
  iface->perform_async = perform_async;
  iface->perform_finish = perform_finish;
}

static void
querist_builtin_assistant_class_init (QueristBuiltinAssistantClass *klass)
{
}

static void
querist_builtin_assistant_init (QueristBuiltinAssistant *self)
{
}

/**
 * querist_builtin_assistant_new:
 *
 * Returns: (transfer full): the assistant that works by rules, on this computer
 */
QueristAssistant *
querist_builtin_assistant_new (void)
{
  return g_object_new (QUERIST_TYPE_BUILTIN_ASSISTANT, NULL);
}
