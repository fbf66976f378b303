/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-project-private.h"

typedef struct {
  char                 *database;
  char                 *schema_text;
  QueristCatalog       *schema;
  QueristRejectJob     *job;
  QueristRejectOutcome  outcome;
} Request;

static void
request_free (Request *request)
{
  g_free (request->database);
  g_free (request->schema_text);
  g_clear_pointer (&request->schema, querist_catalog_unref);
  querist_reject_job_free (request->job);
  g_free (request);
}

static void
run_thread (GTask        *task,
            gpointer      source_object,
            gpointer      task_data,
            GCancellable *cancellable)
{
  Request *request = task_data;
  GError *error = NULL;
  QueristCatalog *loaded = NULL;

  if (querist_project_check_fit (request->database, request->schema, &error) &&
      querist_rejects_run (request->database, request->schema, request->job, &request->outcome,
                           cancellable, &error))
    loaded = querist_project_look (request->database, request->schema_text, &error);
  if (loaded != NULL)
    g_task_return_pointer (task, loaded, (GDestroyNotify) querist_catalog_unref);
  else
    g_task_return_error (task, error);
}

/**
 * querist_project_run_rejects_async:
 * @self: a project
 * @job: (transfer full): what is to be done with rejected records
 * @cancellable: (nullable): stops it and leaves everything as it was
 * @callback: called when it is done
 * @user_data: passed to @callback
 *
 * Runs querist_rejects_run() in a thread. The database must fit the schema.
 */
void
querist_project_run_rejects_async (QueristProject      *self,
                                   QueristRejectJob    *job,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Request *request = g_new0 (Request, 1);
  GError *error = NULL;

  g_return_if_fail (QUERIST_IS_PROJECT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, querist_project_run_rejects_async);
  /* what was committed is reported, even if somebody cancelled a moment too late */
  g_task_set_check_cancellable (task, FALSE);
  request->database = g_strdup (self->database);
  request->schema_text = g_strdup (self->schema_text);
  request->job = job;
  request->schema = querist_project_dup_schema_catalog (self, &error);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  if (request->schema == NULL)
    g_task_return_error (task, error);
  else
    g_task_run_in_thread (task, run_thread);
}

/**
 * querist_project_run_rejects_finish:
 * @self: a project
 * @result: what the callback got
 * @outcome: (out caller-allocates): how it went
 * @error: return location: QUERIST_PROJECT_ERROR_SCHEMA, a QueristDatabaseError …
 *
 * Returns: whether it was done
 */
gboolean
querist_project_run_rejects_finish (QueristProject        *self,
                                    GAsyncResult          *result,
                                    QueristRejectOutcome  *outcome,
                                    GError               **error)
{
  Request *request = g_task_get_task_data (G_TASK (result));
  QueristCatalog *loaded;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  loaded = g_task_propagate_pointer (G_TASK (result), error);
  if (loaded == NULL)
    return FALSE;
  *outcome = request->outcome;
  querist_project_take_catalog (self, loaded, NULL);
  querist_project_changed (self);
  return TRUE;
}
