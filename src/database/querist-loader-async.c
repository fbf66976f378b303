/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-loader.h"

/* A load in a thread. */
typedef struct {
  char                *database;
  QueristCatalog      *catalog;
  GPtrArray           *files;
  QueristLoadMode      mode;
  QueristProgressFunc  progress;
  gpointer             progress_data;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->database);
  querist_catalog_unref (request->catalog);
  g_ptr_array_unref (request->files);
  g_free (request);
}

static void
load_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Request *request = task_data;
  QueristProgressForward forward = { task, request->progress, request->progress_data };
  GError *error = NULL;
  QueristLedger *ledger =
    querist_load (request->database, request->catalog, request->files, request->mode,
                  querist_progress_forward, &forward, cancellable, &error);

  if (ledger != NULL)
    g_task_return_pointer (task, ledger, (GDestroyNotify) querist_ledger_free);
  else
    g_task_return_error (task, error);
}

/**
 * querist_load_async:
 * @database: the database file
 * @catalog: what it holds
 * @files: (element-type QueristLoadFile): what to load, which must not change
 * @mode: whether the rows take the place of what the tables hold
 * @progress: (nullable): told how far it is, in the caller's main context
 * @progress_data: for @progress, to be kept until @callback
 * @cancellable: (nullable): to stop it
 * @callback: called when done
 * @user_data: for @callback
 *
 * querist_load() in a thread.
 */
void
querist_load_async (const char          *database,
                    QueristCatalog      *catalog,
                    GPtrArray           *files,
                    QueristLoadMode      mode,
                    QueristProgressFunc  progress,
                    gpointer             progress_data,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  request->database = g_strdup (database);
  request->catalog = querist_catalog_ref (catalog);
  request->files = g_ptr_array_ref (files);
  request->mode = mode;
  request->progress = progress;
  request->progress_data = progress_data;
  g_task_set_source_tag (task, querist_load_async);
  g_task_set_task_data (task, request, request_free);
  /* what was committed is reported, even if somebody cancelled a moment too late */
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, load_thread);
}

/**
 * querist_load_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): as querist_load()
 */
QueristLedger *
querist_load_finish (GAsyncResult *result,
                     GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
