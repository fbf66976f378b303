/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-loader.h"

/* A load in a thread, and the progress that it wants to tell in the caller's main context. */
typedef struct {
  char                *database;
  QueristCatalog      *catalog;
  GPtrArray           *files;
  QueristLoadMode      mode;
  QueristProgressFunc  progress;
  gpointer             progress_data;
  GMainContext        *context;
} Request;

typedef struct {
  GTask           *task;
  QueristProgress  progress;
  char            *label;
} Report;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->database);
  querist_catalog_unref (request->catalog);
  g_ptr_array_unref (request->files);
  g_main_context_unref (request->context);
  g_free (request);
}

static void
report_free (gpointer data)
{
  Report *report = data;

  g_object_unref (report->task);
  g_free (report->label);
  g_free (report);
}

static gboolean
tell_cb (gpointer user_data)
{
  Report *report = user_data;
  Request *request = g_task_get_task_data (report->task);

  /* when the load is over, its progress is of no interest any more */
  if (!g_task_get_completed (report->task))
    request->progress (&report->progress, request->progress_data);
  return G_SOURCE_REMOVE;
}

static void
forward_progress (const QueristProgress *progress,
                  gpointer               user_data)
{
  GTask *task = user_data;
  Request *request = g_task_get_task_data (task);
  Report *report = g_new0 (Report, 1);

  report->task = g_object_ref (task);
  report->progress = *progress;
  report->label = g_strdup (progress->label);
  report->progress.label = report->label;
  g_main_context_invoke_full (request->context, G_PRIORITY_DEFAULT, tell_cb, report, report_free);
}

static void
load_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Request *request = task_data;
  GError *error = NULL;
  QueristLedger *ledger =
    querist_load (request->database, request->catalog, request->files, request->mode,
                  request->progress != NULL ? forward_progress : NULL, task, cancellable, &error);

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
  request->context = g_main_context_ref_thread_default ();
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
