/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-improve-job.h"

#include "querist-improvement.h"

typedef struct {
  char      *text;
  GPtrArray *changes;
  GPtrArray *accepted;
} Job;

static void
job_free (Job *job)
{
  g_free (job->text);
  g_ptr_array_unref (job->changes);
  g_ptr_array_unref (job->accepted);
  g_free (job);
}

static GPtrArray *
copy_changes (GPtrArray *changes)
{
  GPtrArray *copies = querist_improvements_new ();

  for (guint i = 0; i < changes->len; i++)
    g_ptr_array_add (copies, querist_improvement_copy (g_ptr_array_index (changes, i)));
  return copies;
}

/* Those with a problem from before, such as data that contradict, keep it. */
static gboolean
check (Job     *job,
       GError **error)
{
  g_autoptr(GPtrArray) possible = g_ptr_array_new ();

  for (guint i = 0; i < job->changes->len; i++)
    {
      QueristImprovement *change = g_ptr_array_index (job->changes, i);

      if (change->problem == NULL)
        g_ptr_array_add (possible, change);
    }
  return querist_improvements_check (job->text, possible, error);
}

static void
look_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Job *job = task_data;
  QueristImproveLook *look;
  GError *error = NULL;

  if (!check (job, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  look = g_new0 (QueristImproveLook, 1);
  look->problems = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < job->changes->len; i++)
    g_ptr_array_add (look->problems,
                     g_strdup (((QueristImprovement *) job->changes->pdata[i])->problem));
  look->pieces = querist_improvements_pieces (job->text, job->changes);
  look->result = querist_improvements_apply (job->text, job->accepted, NULL, NULL);
  g_task_return_pointer (task, look, (GDestroyNotify) querist_improve_look_free);
}

/**
 * querist_improve_look_async:
 * @text: a schema
 * @changes: (element-type QueristImprovement): proposed for it
 * @accepted: (element-type QueristImprovement): those of them that shall be made
 * @cancellable: (nullable): stops it
 * @callback: called when it is done
 * @user_data: passed to @callback
 *
 * Finds out in a thread what the changes would do to the text. Nothing that is given is changed.
 */
void
querist_improve_look_async (const char          *text,
                            GPtrArray           *changes,
                            GPtrArray           *accepted,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  g_task_set_source_tag (task, querist_improve_look_async);
  job->text = g_strdup (text);
  job->changes = copy_changes (changes);
  job->accepted = copy_changes (accepted);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, look_thread);
}

/**
 * querist_improve_look_finish:
 * @result: what the callback got
 * @error: return location: QUERIST_SCHEMA_ERROR_INVALID if the text has errors,
 *   G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): what was found out
 */
QueristImproveLook *
querist_improve_look_finish (GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * querist_improve_look_free:
 * @self: (transfer full) (nullable): what was found out
 */
void
querist_improve_look_free (QueristImproveLook *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->problems);
  g_ptr_array_unref (self->pieces);
  g_free (self->result);
  g_free (self);
}
