/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-loader.h"

#include <glib/gstdio.h>

#include "querist-load-direct.h"
#include "querist-load-feed.h"
#include "querist-load-job.h"

#define STEPS_PER_CHECK 10000
#define PROGRESS_MICROSECONDS 100000

static int
stop_when_cancelled (void *cancellable)
{
  return g_cancellable_is_cancelled (cancellable);
}

static gboolean
open_database (QueristLoadJob *job,
               const char     *database,
               GPtrArray      *files,
               GError        **error)
{
  /* foreign keys are checked over whole tables at the end, see querist-load-repair.c */
  if (!querist_load_open_shadow (job, database, files, error))
    return FALSE;
  if (job->cancellable != NULL)
    sqlite3_progress_handler (job->db, STEPS_PER_CHECK, stop_when_cancelled, job->cancellable);
  return TRUE;
}

static gboolean
find_targets (QueristLoadJob *job,
              GPtrArray      *files,
              GError        **error)
{
  for (guint i = 0; i < files->len; i++)
    {
      QueristLoadTarget *target =
        querist_load_target_new (g_ptr_array_index (files, i), i, job->catalog, job->db, error);

      if (target == NULL)
        return FALSE;
      g_ptr_array_add (job->targets, target);
    }
  return TRUE;
}

static gboolean
find_first_rowid (QueristLoadJob    *job,
                  QueristLoadTarget *target,
                  GError           **error)
{
  g_autofree char *table = querist_sql_quote_name (target->table->name);
  g_autofree char *sql =
    g_strdup_printf ("SELECT max (%s) FROM main.%s", target->rowid_name, table);
  g_autoptr(sqlite3_stmt) statement = querist_connection_prepare (job->db, sql, error);

  if (statement == NULL)
    return FALSE;
  target->first_rowid = sqlite3_step (statement) == SQLITE_ROW
    ? MAX (sqlite3_column_int64 (statement, 0), 0) + 1 : 1;
  return TRUE;
}

static void
report_progress (QueristLoadJob          *job,
                 const QueristLoadTarget *target,
                 guint64                  rows,
                 guint64                  bytes)
{
  gint64 now = g_get_monotonic_time ();
  g_autofree char *name = NULL;
  QueristProgress progress;

  if (job->progress == NULL || now - job->last_progress < PROGRESS_MICROSECONDS)
    return;
  job->last_progress = now;
  name = g_path_get_basename (target->file->path);
  progress.label = name;
  progress.rows = rows;
  progress.bytes_done = job->n_bytes_before + bytes;
  progress.bytes_total = job->ledger->n_bytes;
  progress.seconds = (now - job->start) / 1e6;
  job->progress (&progress, job->progress_data);
}

/**
 * querist_load_begin_batch:
 * @job: a load
 * @target: the file
 * @batch: records of it that are about to be written
 * @n_rows: rows of the file written before
 * @error: return location
 *
 * Keeps the rejects of a batch, tells how far the load is, and looks whether it shall go on.
 *
 * Returns: whether to go on
 */
gboolean
querist_load_begin_batch (QueristLoadJob          *job,
                          const QueristLoadTarget *target,
                          const QueristLoadBatch  *batch,
                          guint64                  n_rows,
                          GError                 **error)
{
  if (g_cancellable_set_error_if_cancelled (job->cancellable, error))
    return FALSE;
  report_progress (job, target, n_rows, batch->offset);
  return querist_load_write_batch (job, target, batch, error);
}

/* What the feed of one file tells. */
typedef struct {
  QueristLoadJob          *job;
  const QueristLoadTarget *target;
  guint64                  rows;
} FileLoad;

static gboolean
batch_cb (const QueristLoadBatch *batch,
          gpointer                user_data,
          GError                **error)
{
  FileLoad *load = user_data;
  guint64 rows = load->rows;

  load->rows += batch->rows->len;
  return querist_load_begin_batch (load->job, load->target, batch, rows, error);
}

static gboolean
skipped_cb (const QueristLoadRow *row,
            gpointer              user_data,
            GError              **error)
{
  FileLoad *load = user_data;

  return querist_load_note_skipped (load->job, load->target, row, error);
}

static void
note_totals (QueristLoadJob          *job,
             const QueristLoadTarget *target,
             QueristLoadSource       *source,
             gint64                   start)
{
  QueristLedgerFile *entry = g_ptr_array_index (job->ledger->files, target->index);
  const guint64 *nulled = querist_load_source_get_nulled (source);

  entry->n_bytes = querist_load_source_get_size (source);
  entry->n_lines = querist_load_source_get_n_lines (source);
  entry->n_read = querist_load_source_get_n_read (source);
  for (guint i = 0; i < target->file->columns->len; i++)
    {
      QueristLedgerColumn *column = g_ptr_array_index (entry->columns, i);

      column->n_nulled = nulled[i];
      entry->n_nulled += nulled[i];
    }
  entry->seconds = (g_get_monotonic_time () - start) / 1e6;
  job->n_bytes_before += entry->n_bytes;
}

static gboolean
feed_file (QueristLoadJob          *job,
           const QueristLoadTarget *target,
           QueristLoadSource       *source,
           GError                 **error)
{
  static const QueristLoadFeedFuncs funcs = { batch_cb, skipped_cb };
  QueristLedgerFile *entry = g_ptr_array_index (job->ledger->files, target->index);
  FileLoad load = { .job = job, .target = target };

  return querist_load_feed_run (job->db, target, source, &funcs, &load, &entry->n_loaded, error);
}

static gboolean
load_file (QueristLoadJob    *job,
           QueristLoadTarget *target,
           GError           **error)
{
  g_autoptr(QueristLoadSource) source = NULL;
  gint64 start = g_get_monotonic_time ();
  gboolean loaded;

  if (!find_first_rowid (job, target, error))
    return FALSE;
  source = querist_load_source_new (target, FALSE, job->cancellable, error);
  if (source == NULL)
    return FALSE;
  loaded = querist_load_direct_is_possible (job, target)
    ? querist_load_direct_run (job, target, source, error)
    : feed_file (job, target, source, error);
  if (loaded)
    note_totals (job, target, source, start);
  return loaded;
}

static gboolean
load_files (QueristLoadJob *job,
            GError        **error)
{
  for (guint i = 0; i < job->targets->len; i++)
    {
      QueristLoadTarget *target = g_ptr_array_index (job->targets, i);

      if (!load_file (job, target, error))
        {
          g_prefix_error (error, "%s: ", target->file->path);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
run_load (QueristLoadJob *job,
          const char     *database,
          GPtrArray      *files,
          GError        **error)
{
  return open_database (job, database, files, error) &&
         querist_load_create_tables (job, error) &&
         find_targets (job, files, error) &&
         querist_load_open_ledger (job, error) &&
         (job->mode == QUERIST_LOAD_APPEND || querist_load_empty_tables (job, error)) &&
         querist_load_drop_indexes (job, error) &&
         querist_load_prepare_repair (job, error) &&
         load_files (job, error) &&
         querist_load_build_indexes (job, TRUE, error) &&
         querist_load_doom_orphans (job, error) &&
         querist_load_reject_doomed (job, error) &&
         querist_load_build_indexes (job, FALSE, error) &&
         querist_load_close_ledger (job, error) &&
         !g_cancellable_set_error_if_cancelled (job->cancellable, error) &&
         querist_load_commit_shadow (job, error);
}

static void
job_clear (QueristLoadJob *job)
{
  g_clear_pointer (&job->insert_reject, sqlite3_finalize);
  g_clear_pointer (&job->insert_original, sqlite3_finalize);
  if (job->db != NULL)
    sqlite3_progress_handler (job->db, 0, NULL, NULL);
  querist_load_close_shadow (job);
  g_ptr_array_unref (job->targets);
  g_ptr_array_unref (job->indexes);
  querist_ledger_free (job->ledger);
}

static QueristLedger *
new_ledger (GPtrArray *files)
{
  QueristLedger *ledger = querist_ledger_new ();

  for (guint i = 0; i < files->len; i++)
    {
      const QueristLoadFile *file = g_ptr_array_index (files, i);
      QueristLedgerFile *entry = querist_ledger_file_new (file->path, file->table);

      for (guint j = 0; j < file->columns->len; j++)
        {
          const QueristLoadColumn *column = g_ptr_array_index (file->columns, j);

          querist_ledger_file_add_column (entry, column->target);
        }
      entry->n_left_out = file->n_columns - file->columns->len;
      g_ptr_array_add (ledger->files, entry);
    }
  return ledger;
}

static void
target_free (gpointer target)
{
  querist_load_target_free (target);
}

static guint64
size_of_files (GPtrArray *files)
{
  guint64 size = 0;

  for (guint i = 0; i < files->len; i++)
    {
      const QueristLoadFile *file = g_ptr_array_index (files, i);
      GStatBuf status;

      if (g_stat (file->path, &status) == 0)
        size += status.st_size;
    }
  return size;
}

/* One run of a load, which fails with @job->again when a table turns out to need another way. */
static QueristLedger *
attempt (QueristLoadJob *job,
         const char     *database,
         GPtrArray      *files,
         GError        **error)
{
  QueristLedger *ledger = NULL;

  job->ledger = new_ledger (files);
  job->ledger->n_bytes = size_of_files (files);
  job->targets = g_ptr_array_new_with_free_func (target_free);
  job->indexes = g_ptr_array_new_with_free_func (querist_load_index_free);
  if (run_load (job, database, files, error))
    {
      ledger = g_steal_pointer (&job->ledger);
      ledger->seconds = (g_get_monotonic_time () - job->start) / 1e6;
    }
  job_clear (job);
  return ledger;
}

/**
 * querist_load:
 * @database: the database file
 * @catalog: what it holds; its tables are made if none of them is there yet
 * @files: (element-type QueristLoadFile): what to load
 * @mode: whether the rows take the place of what the tables hold
 * @progress: (nullable): told how far it is, in this thread
 * @progress_data: for @progress
 * @cancellable: (nullable): to stop it
 * @error: return location
 *
 * Loads files into their tables, all of them or, on an error, a cancel or a kill at any moment,
 * nothing. A record that can't be loaded (it can't be read or converted, lacks a required value,
 * repeats a key, or refers to a row that is not there) is kept in %QUERIST_REJECTS_TABLE.
 *
 * Returns: (transfer full) (nullable): the totals, which are in %QUERIST_LOADS_TABLE too
 */
QueristLedger *
querist_load (const char          *database,
              QueristCatalog      *catalog,
              GPtrArray           *files,
              QueristLoadMode      mode,
              QueristProgressFunc  progress,
              gpointer             progress_data,
              GCancellable        *cancellable,
              GError             **error)
{
  g_autoptr(GHashTable) indirect = NULL;
  gint64 start = g_get_monotonic_time ();
  QueristLedger *ledger;
  gboolean again;

  g_return_val_if_fail (database != NULL && catalog != NULL && files != NULL, NULL);

  indirect = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  do
    {
      g_autoptr(GError) local_error = NULL;
      QueristLoadJob job = {
        .catalog = catalog,
        .mode = mode,
        .cancellable = cancellable,
        .progress = progress,
        .progress_data = progress_data,
        .start = start,
        .indirect = indirect,
      };

      ledger = attempt (&job, database, files, &local_error);
      again = ledger == NULL && job.again;
      if (ledger == NULL && !again)
        g_propagate_error (error, g_steal_pointer (&local_error));
    }
  while (again);
  return ledger;
}
