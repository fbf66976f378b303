/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-project-private.h"

/* The most that SQLite can be built for (https://sqlite.org/limits.html). */
#define MAX_COLUMNS 32767

/* One reading of one file: what the caller wants to stop stops the reading, and a later reading of
 * the same file stops it too.
 * @decided: a person has decided something about the file, which is to be saved
 */
typedef struct {
  QueristSource *source;
  gboolean       decided;
  GCancellable  *reading;
  GCancellable  *outer;
  gulong         outer_id;
} Reading;

static void
reading_free (Reading *self)
{
  if (self->outer_id != 0)
    g_cancellable_disconnect (self->outer, self->outer_id);
  g_clear_object (&self->outer);
  g_clear_object (&self->reading);
  g_clear_object (&self->source);
  g_free (self);
}

static void
outer_cancelled_cb (GCancellable *outer,
                    gpointer      user_data)
{
  g_cancellable_cancel (user_data);
}

static Reading *
reading_new (QueristSource *source,
             GCancellable  *outer)
{
  Reading *self = g_new0 (Reading, 1);

  self->source = g_object_ref (source);
  self->reading = g_object_ref (querist_source_begin_reading (source));
  if (outer != NULL)
    {
      self->outer = g_object_ref (outer);
      self->outer_id = g_cancellable_connect (outer, G_CALLBACK (outer_cancelled_cb),
                                              g_object_ref (self->reading), g_object_unref);
    }
  return self;
}

/* What no table of any database can hold is rather a file read in the wrong way. */
static gboolean
has_sane_width (const QueristCsvProfile  *profile,
                GError                  **error)
{
  if (profile->columns->len <= MAX_COLUMNS)
    return TRUE;
  g_set_error (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_SOURCE,
               "The file has %u columns, and no database takes more than %d in a table. Check its "
               "delimiter, and whether rows and columns are swapped", profile->columns->len,
               MAX_COLUMNS);
  return FALSE;
}

/* Gives the source what was found, and fails like the reading did. */
static gboolean
reading_end (Reading      *self,
             GAsyncResult *result,
             GError      **error)
{
  g_autoptr(GError) local = NULL;
  QueristCsvProfile *profile = querist_csv_profile_file_finish (result, &local);
  gboolean read = profile != NULL && has_sane_width (profile, &local);

  if (!read)
    g_clear_pointer (&profile, querist_csv_profile_free);
  if (!querist_source_end_reading (self->source, self->reading, profile, local))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The file is being read anew");
      return FALSE;
    }
  if (!read)
    g_propagate_error (error, g_steal_pointer (&local));
  return read;
}

static gboolean
find_source (QueristProject *self,
             const char     *path,
             guint          *position)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->sources)); i++)
    {
      if (g_str_equal (querist_source_get_path (querist_project_peek_source (self, i)), absolute))
        {
          *position = i;
          return TRUE;
        }
    }
  return FALSE;
}

static void
drop_source (QueristProject *self,
             QueristSource  *source)
{
  guint position;

  if (g_list_store_find (self->sources, source, &position))
    g_list_store_remove (self->sources, position);
}

static void
added_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  QueristProject *self = g_task_get_source_object (task);
  Reading *reading = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  gboolean read = reading_end (reading, result, &error);

  /* A file that can't be read stays, so that its card says why; one that was stopped goes. */
  if (!read && querist_source_is_waiting (reading->source))
    drop_source (self, reading->source);
  if (!read)
    {
      querist_project_changed (self);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (!querist_project_save (self, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_object_ref (reading->source), g_object_unref);
  querist_project_changed (self);
}

/**
 * querist_project_add_source_async:
 * @self: a project
 * @path: the CSV file
 * @wanted: (nullable): what a person has decided about its dialect
 * @progress: (nullable) (scope notified): told how far the reading is
 * @progress_data: passed to @progress
 * @cancellable: (nullable): stops the reading and leaves the file out
 * @callback: called when the file was read
 * @user_data: passed to @callback
 *
 * Adds a file, which stands in the list of sources as "reading" at once, and looks at every row
 * of it. A file that can't be read stays in the list as "failed", but is not saved as a source
 * that can be loaded.
 */
void
querist_project_add_source_async (QueristProject          *self,
                                  const char              *path,
                                  const QueristCsvDialect *wanted,
                                  QueristProgressFunc      progress,
                                  gpointer                 progress_data,
                                  GCancellable            *cancellable,
                                  GAsyncReadyCallback      callback,
                                  gpointer                 user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(QueristSource) source = NULL;
  Reading *reading;
  guint position;

  g_return_if_fail (QUERIST_IS_PROJECT (self));
  g_return_if_fail (path != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, querist_project_add_source_async);
  g_task_set_check_cancellable (task, FALSE);
  if (find_source (self, path, &position))
    {
      g_task_return_new_error (task, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_SOURCE,
                               "%s is in the project already", path);
      return;
    }
  source = querist_source_new (path, wanted);
  g_list_store_append (self->sources, source);
  reading = reading_new (source, cancellable);
  g_task_set_task_data (task, reading, (GDestroyNotify) reading_free);
  querist_csv_profile_file_async (querist_source_get_path (source), wanted, progress,
                                  progress_data, reading->reading, added_cb,
                                  g_steal_pointer (&task));
}

/**
 * querist_project_add_source_finish:
 * @self: a project
 * @result: what the callback got
 * @error: return location: a QueristCsvError, QUERIST_PROJECT_ERROR_SOURCE, G_IO_ERROR_CANCELLED …
 *
 * Returns: (transfer full) (nullable): the source, ready
 */
QueristSource *
querist_project_add_source_finish (QueristProject *self,
                                   GAsyncResult   *result,
                                   GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
overridden_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  QueristProject *self = g_task_get_source_object (task);
  Reading *reading = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  gboolean read = reading_end (reading, result, &error);

  /* what a person has decided is what the next file is held against */
  if (read && reading->decided)
    querist_source_adopt_profile (reading->source);
  if (!read ||
      (reading->decided && !querist_project_save (self, &error)))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
  querist_project_changed (self);
}

static void
read_again (QueristProject      *self,
            QueristSource       *source,
            gboolean             decided,
            GCancellable        *cancellable,
            GAsyncReadyCallback  callback,
            gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  Reading *reading = reading_new (source, cancellable);

  g_task_set_source_tag (task, read_again);
  g_task_set_check_cancellable (task, FALSE);
  reading->decided = decided;
  g_task_set_task_data (task, reading, (GDestroyNotify) reading_free);
  querist_csv_profile_file_async (querist_source_get_path (source),
                                  querist_source_get_wanted (source), NULL, NULL,
                                  reading->reading, overridden_cb, g_steal_pointer (&task));
}

/**
 * querist_project_override_async:
 * @self: a project
 * @source: one of its sources
 * @wanted: (nullable): all that a person has decided about its dialect; the rest is found anew
 * @cancellable: (nullable): stops the reading
 * @callback: called when the file was read
 * @user_data: passed to @callback
 *
 * Reads a file again with other settings. A reading of it that is under way is stopped, and its
 * own call fails with G_IO_ERROR_CANCELLED.
 */
void
querist_project_override_async (QueristProject          *self,
                                QueristSource           *source,
                                const QueristCsvDialect *wanted,
                                GCancellable            *cancellable,
                                GAsyncReadyCallback      callback,
                                gpointer                 user_data)
{
  g_return_if_fail (QUERIST_IS_PROJECT (self));
  g_return_if_fail (QUERIST_IS_SOURCE (source));

  querist_source_set_wanted (source, wanted);
  read_again (self, source, TRUE, cancellable, callback, user_data);
}

/**
 * querist_project_override_finish:
 * @self: a project
 * @result: what the callback got
 * @error: return location
 *
 * Returns: whether the file was read; its old profile stays if not
 */
gboolean
querist_project_override_finish (QueristProject *self,
                                 GAsyncResult   *result,
                                 GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * querist_project_repoint_async:
 * @self: a project
 * @source: one of its sources
 * @path: another file, such as next month's
 * @cancellable: (nullable): stops the reading
 * @callback: called when the file was read
 * @user_data: passed to @callback
 *
 * Lets another file take the place of a source's. The recipe stays, so that the next load tells how
 * the file differs from the former one. Loaded rows are not touched.
 */
void
querist_project_repoint_async (QueristProject      *self,
                               QueristSource       *source,
                               const char          *path,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GError) error = NULL;
  guint position;

  g_return_if_fail (QUERIST_IS_PROJECT (self));
  g_return_if_fail (QUERIST_IS_SOURCE (source));

  if (find_source (self, path, &position))
    g_set_error (&error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_SOURCE,
                 "%s is in the project already", path);
  else
    {
      querist_source_set_path (source, path);
      querist_project_save (self, &error);
    }
  if (error != NULL)
    g_task_report_error (self, callback, user_data, querist_project_repoint_async,
                         g_steal_pointer (&error));
  else
    read_again (self, source, FALSE, cancellable, callback, user_data);
}

/**
 * querist_project_repoint_finish:
 * @self: a project
 * @result: what the callback got
 * @error: return location: QUERIST_PROJECT_ERROR_SOURCE, or why the file can't be read
 *
 * Returns: whether the file was read
 */
gboolean
querist_project_repoint_finish (QueristProject *self,
                                GAsyncResult   *result,
                                GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void read_next (GTask *task);

static void
waiting_read_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  QueristProject *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;

  /* Why a file failed is told by the file itself; only a stop ends the whole job. */
  if (!querist_project_override_finish (self, result, &error) &&
      g_task_return_error_if_cancelled (task))
    return;
  read_next (g_steal_pointer (&task));
}

/* Takes over @task. */
static void
read_next (GTask *task)
{
  QueristProject *self = g_task_get_source_object (task);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->sources)); i++)
    {
      QueristSource *source = querist_project_peek_source (self, i);

      if (querist_source_is_waiting (source))
        {
          read_again (self, source, FALSE, g_task_get_cancellable (task), waiting_read_cb, task);
          return;
        }
    }
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

/**
 * querist_project_read_waiting_async:
 * @self: a project
 * @cancellable: (nullable): stops the reading
 * @callback: called when no source is "waiting" any more
 * @user_data: passed to @callback
 *
 * Makes the profiles of the files that were not read since the project was opened, one after the
 * other. The sources' states tell what became of each.
 */
void
querist_project_read_waiting_async (QueristProject      *self,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (QUERIST_IS_PROJECT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, querist_project_read_waiting_async);
  read_next (task);
}

/**
 * querist_project_read_waiting_finish:
 * @self: a project
 * @result: what the callback got
 * @error: return location, for G_IO_ERROR_CANCELLED only
 *
 * Returns: whether it went through
 */
gboolean
querist_project_read_waiting_finish (QueristProject *self,
                                     GAsyncResult   *result,
                                     GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * querist_project_remove_source:
 * @self: a project
 * @source: one of its sources
 *
 * Takes a file out of the project. Neither the file nor loaded rows are touched.
 */
void
querist_project_remove_source (QueristProject *self,
                               QueristSource  *source)
{
  g_autoptr(QueristSource) keep = g_object_ref (source);
  g_autoptr(GError) error = NULL;

  g_return_if_fail (QUERIST_IS_PROJECT (self));

  if (querist_source_is_reading (source))
    g_cancellable_cancel (querist_source_begin_reading (source));
  drop_source (self, source);
  if (!querist_project_save (self, &error))
    g_warning ("%s", error->message);
  querist_project_changed (self);
}
