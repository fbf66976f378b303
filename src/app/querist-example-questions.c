/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-example-questions.h"

#include "querist-builtin-assistant.h"

/* What the job needs until the assistant has answered. */
typedef struct {
  QueristContext *context;
  QueristBrief    brief;
} Job;

static void
job_free (Job *job)
{
  g_clear_pointer (&job->context, querist_context_unref);
  g_free (job);
}

static void
suggested_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(QueristReply) reply =
    querist_assistant_perform_finish (QUERIST_ASSISTANT (source), result, &error);

  if (reply == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&reply->suggestions),
                           (GDestroyNotify) g_strfreev);
}

static void
context_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(QueristAssistant) assistant = NULL;
  GError *error = NULL;
  Job *job = g_task_get_task_data (task);

  job->context = querist_context_new_finish (result, &error);
  if (job->context == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  assistant = querist_builtin_assistant_new ();
  job->brief.context = job->context;
  job->brief.question = "";
  querist_assistant_perform_async (assistant, QUERIST_TASK_INSIGHTS, &job->brief, NULL, NULL,
                                   g_task_get_cancellable (task), suggested_cb,
                                   g_object_ref (task));
}

/**
 * querist_example_questions_async:
 * @project: a project
 * @cancellable: (nullable): a cancellable
 * @callback: called on the thread-default main context
 * @user_data: data for @callback
 *
 * Finds questions that are worth asking of the project's data. The built-in assistant does it,
 * whichever model is chosen: nothing is sent anywhere before somebody has asked something.
 */
void
querist_example_questions_async (QueristProject      *project,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (project, cancellable, callback, user_data);
  g_autofree char *database = querist_project_dup_database_path (project);
  g_autofree char *cache_dir =
    g_build_filename (querist_project_get_path (project), "analysis_results", NULL);
  QueristContextRequest request = {
    .database = database,
    .catalog = querist_project_get_catalog (project),
    .question = "",
    .cache_dir = cache_dir,
    .disclosure = QUERIST_DISCLOSE_VALUES,
  };

  g_task_set_source_tag (task, querist_example_questions_async);
  g_task_set_task_data (task, g_new0 (Job, 1), (GDestroyNotify) job_free);
  querist_context_new_async (&request, cancellable, context_cb, g_object_ref (task));
}

/**
 * querist_example_questions_finish:
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): questions, or %NULL on error or when there are none
 */
GStrv
querist_example_questions_finish (GAsyncResult  *result,
                                  GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
