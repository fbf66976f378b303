/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "querist-connection.h"
#include "querist-load-drift.h"
#include "querist-project-private.h"

/*
 * @notes: (element-type utf8): what the person should know of this load
 * @drift: (element-type QueristDrift): how the files differ from what they were
 * @accept_drift: whether a person has seen that
 */
typedef struct {
  QueristLoadMode      mode;
  QueristProgressFunc  progress;
  gpointer             progress_data;
  char                *database;
  char                *schema_text;
  QueristCatalog      *schema;
  GPtrArray           *files;
  GPtrArray           *notes;
  GPtrArray           *drift;
  gboolean             accept_drift;
  QueristLedger       *ledger;
  QueristCatalog      *loaded;
} LoadJob;

static void
load_job_free (LoadJob *job)
{
  g_free (job->database);
  g_free (job->schema_text);
  g_clear_pointer (&job->schema, querist_catalog_unref);
  g_clear_pointer (&job->files, g_ptr_array_unref);
  g_ptr_array_unref (job->notes);
  g_clear_pointer (&job->drift, g_ptr_array_unref);
  g_clear_pointer (&job->ledger, querist_ledger_free);
  g_clear_pointer (&job->loaded, querist_catalog_unref);
  g_free (job);
}

static LoadJob *
load_job_new (QueristProject *self,
              GError        **error)
{
  LoadJob *job = g_new0 (LoadJob, 1);

  job->notes = g_ptr_array_new_with_free_func (g_free);
  job->drift = g_ptr_array_new_with_free_func ((GDestroyNotify) querist_drift_free);
  job->database = g_strdup (self->database);
  job->schema_text = g_strdup (self->schema_text);
  job->schema = querist_project_dup_schema_catalog (self, error);
  if (job->schema != NULL)
    job->files = querist_project_match_sources (self, job->schema, job->notes, error);
  if (job->files == NULL)
    g_clear_pointer (&job, load_job_free);
  return job;
}

/* Whether a database has the tables of the schema; if not, how to get there is for a person to see
 * first. */
gboolean
querist_project_check_fit (const char      *database,
                           QueristCatalog  *schema,
                           GError         **error)
{
  g_autoptr(QueristMigration) migration = querist_migration_plan (database, schema, error);

  if (migration == NULL)
    return FALSE;
  if (migration->steps->len == 0)
    return TRUE;
  g_set_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_FAILED,
               "The database does not fit the schema (%u changes are due): look at them and push "
               "the schema first, then load", migration->steps->len);
  return FALSE;
}

/* An empty database gets the schema; one that holds something must fit it already. */
static gboolean
make_fit (LoadJob      *job,
          GCancellable *cancellable,
          GError      **error)
{
  g_autoptr(QueristCatalog) present = querist_project_look (job->database, "", error);
  g_autoptr(QueristMigration) migration = NULL;

  if (present == NULL)
    return FALSE;
  if (present->tables->len > 0)
    return querist_project_check_fit (job->database, job->schema, error);
  migration = querist_migration_plan (job->database, job->schema, error);
  return migration != NULL &&
         querist_migration_run (migration, job->database, FALSE, cancellable, error);
}

static gboolean
fit_files (LoadJob       *job,
           GCancellable  *cancellable,
           GError       **error)
{
  for (guint i = 0; i < job->files->len; i++)
    {
      if (!querist_load_file_fit (job->files->pdata[i], job->schema, job->drift, cancellable,
                                  error))
        return FALSE;
    }
  return TRUE;
}

/* Whether the database holds what that file has, by its path and size. */
static gboolean
is_loaded (const QueristLedger   *ledger,
           const QueristLoadFile *file)
{
  GStatBuf status;

  for (guint i = 0; g_stat (file->path, &status) == 0 && i < ledger->files->len; i++)
    {
      const QueristLedgerFile *loaded = ledger->files->pdata[i];

      if (g_str_equal (loaded->path, file->path) && g_str_equal (loaded->table, file->table) &&
          loaded->n_bytes == (guint64) status.st_size)
        return TRUE;
    }
  return FALSE;
}

static gboolean
leave_loaded_out (LoadJob       *job,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_autoptr(QueristLedger) ledger = NULL;

  if (job->mode != QUERIST_LOAD_APPEND_NEW)
    return TRUE;
  job->mode = QUERIST_LOAD_APPEND;
  ledger = querist_ledger_read (job->database, cancellable, error);
  for (guint i = 0; ledger != NULL && i < job->files->len;)
    {
      const QueristLoadFile *file = job->files->pdata[i];
      g_autofree char *name = g_filename_display_basename (file->path);

      if (!is_loaded (ledger, file))
        {
          i++;
          continue;
        }
      g_ptr_array_add (job->notes, g_strdup_printf ("%s is loaded already and is left out", name));
      g_ptr_array_remove_index (job->files, i);
    }
  if (ledger == NULL || job->files->len > 0)
    return ledger != NULL;
  g_set_error (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_SOURCE,
               "All files are loaded already. To load them again, replace the rows");
  return FALSE;
}

/* What has changed is told; what a person has to decide about stops the load unless that was. */
static gboolean
judge_drift (LoadJob  *job,
             GError  **error)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < job->drift->len; i++)
    {
      const QueristDrift *drift = job->drift->pdata[i];

      g_ptr_array_add (job->notes, g_strdup (drift->message));
      if (drift->blocks)
        g_string_append_printf (text, "%s%s", text->len > 0 ? "; " : "", drift->message);
    }
  if (text->len == 0 || job->accept_drift)
    return TRUE;
  g_set_error (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_DRIFT,
               "%s. Mend the file, accept the change, or read the file again and review the schema",
               text->str);
  return FALSE;
}

static void
fit_thread (GTask        *task,
            gpointer      source_object,
            gpointer      task_data,
            GCancellable *cancellable)
{
  GError *error = NULL;

  if (leave_loaded_out (task_data, cancellable, &error) &&
      fit_files (task_data, cancellable, &error) && judge_drift (task_data, &error) &&
      make_fit (task_data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
look_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  LoadJob *job = task_data;
  GError *error = NULL;

  job->loaded = querist_project_look (job->database, job->schema_text, &error);
  if (job->loaded != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Runs a step of @task in a thread; @callback gets (and owns) @task. */
static void
run_step (GTask               *task,
          GTaskThreadFunc      step,
          GAsyncReadyCallback  callback)
{
  QueristProject *self = g_task_get_source_object (task);
  g_autoptr(GTask) thread = g_task_new (self, g_task_get_cancellable (task), callback, task);

  g_task_set_check_cancellable (thread, FALSE);
  g_task_set_task_data (thread, g_task_get_task_data (task), NULL);
  g_task_run_in_thread (thread, step);
}

static void
looked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  QueristProject *self = QUERIST_PROJECT (object);
  LoadJob *job = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_debug ("after loading: %s", error->message);
  querist_project_take_catalog (self, g_steal_pointer (&job->loaded), error);
  g_task_return_pointer (task, g_steal_pointer (&job->ledger),
                         (GDestroyNotify) querist_ledger_free);
  querist_project_changed (self);
}

/* A column that was loaded under another name is called so from now on. */
static void
keep_renames (QueristProject *self,
              GPtrArray      *drift)
{
  g_autoptr(GError) error = NULL;
  gboolean renamed = FALSE;

  for (guint i = 0; i < drift->len; i++)
    {
      const QueristDrift *change = drift->pdata[i];

      for (guint j = 0; change->kind == QUERIST_DRIFT_RENAMED_COLUMN &&
                        j < g_list_model_get_n_items (G_LIST_MODEL (self->sources)); j++)
        {
          QueristSource *source = querist_project_peek_source (self, j);

          if (!g_str_equal (querist_source_get_path (source), change->path))
            continue;
          querist_source_rename_column (source, change->column, change->now);
          renamed = TRUE;
        }
    }
  if (renamed && !querist_project_save (self, &error))
    g_warning ("%s", error->message);
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  LoadJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  job->ledger = querist_load_finish (result, &error);
  if (job->ledger == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  keep_renames (g_task_get_source_object (task), job->drift);
  run_step (g_steal_pointer (&task), look_thread, looked_cb);
}

static void
fitted_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  QueristProject *self = QUERIST_PROJECT (object);
  LoadJob *job = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  g_strfreev (self->load_notes);
  g_ptr_array_add (job->notes, NULL);
  self->load_notes = (GStrv) g_ptr_array_steal (job->notes, NULL);
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_error (task, error);
  else
    querist_load_async (job->database, job->schema, job->files, job->mode, job->progress,
                        job->progress_data, cancellable, loaded_cb, g_steal_pointer (&task));
}

/**
 * querist_project_load_async:
 * @self: a project
 * @mode: whether the rows replace those that are there
 * @accept_drift: whether a person has seen what querist_project_find_drift_async() finds and wants
 *   the files loaded so
 * @progress: (nullable) (scope notified): told how far it is, on the caller's main context
 * @progress_data: passed to @progress
 * @cancellable: (nullable): stops it and leaves the data as they were
 * @callback: called when all is loaded
 * @user_data: passed to @callback
 *
 * Loads every source into its table, all or nothing. A database without tables gets the schema
 * first; one that has some must fit it.
 */
void
querist_project_load_async (QueristProject      *self,
                            QueristLoadMode      mode,
                            gboolean             accept_drift,
                            QueristProgressFunc  progress,
                            gpointer             progress_data,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  GError *error = NULL;
  LoadJob *job;

  g_return_if_fail (QUERIST_IS_PROJECT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, querist_project_load_async);
  g_task_set_check_cancellable (task, FALSE);
  job = load_job_new (self, &error);
  if (job == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  job->mode = mode;
  job->accept_drift = accept_drift;
  job->progress = progress;
  job->progress_data = progress_data;
  g_task_set_task_data (task, job, (GDestroyNotify) load_job_free);
  run_step (g_steal_pointer (&task), fit_thread, fitted_cb);
}

/**
 * querist_project_load_finish:
 * @self: a project
 * @result: what the callback got
 * @error: return location: QUERIST_PROJECT_ERROR_SCHEMA, QUERIST_PROJECT_ERROR_SOURCE, a
 *   QueristDatabaseError …
 *
 * Returns: (transfer full) (nullable): what became of every file
 */
QueristLedger *
querist_project_load_finish (QueristProject *self,
                             GAsyncResult   *result,
                             GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * querist_project_get_load_notes:
 * @self: a project
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): sentences about what the last
 *   load left out or guessed, such as columns that the schema has no place for; NULL before the
 *   first load
 */
const char *const *
querist_project_get_load_notes (QueristProject *self)
{
  g_return_val_if_fail (QUERIST_IS_PROJECT (self), NULL);
  return (const char *const *) self->load_notes;
}

static void
drift_thread (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  LoadJob *job = task_data;
  GError *error = NULL;

  if (fit_files (job, cancellable, &error))
    g_task_return_pointer (task, g_steal_pointer (&job->drift),
                           (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/**
 * querist_project_find_drift_async:
 * @self: a project
 * @cancellable: (nullable): stops it
 * @callback: called when the files were looked at
 * @user_data: passed to @callback
 *
 * Finds out how the files differ from what they were when the schema was suggested. Nothing is
 * changed.
 */
void
querist_project_find_drift_async (QueristProject      *self,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  GError *error = NULL;
  LoadJob *job;

  g_return_if_fail (QUERIST_IS_PROJECT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, querist_project_find_drift_async);
  job = load_job_new (self, &error);
  if (job == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_set_task_data (task, job, (GDestroyNotify) load_job_free);
  g_task_run_in_thread (task, drift_thread);
}

/**
 * querist_project_find_drift_finish:
 * @self: a project
 * @result: what the callback got
 * @error: return location, as querist_project_load_finish()
 *
 * Returns: (transfer full) (nullable) (element-type QueristDrift): what has changed
 */
GPtrArray *
querist_project_find_drift_finish (QueristProject  *self,
                                   GAsyncResult    *result,
                                   GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
