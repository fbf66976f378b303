/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-export-private.h"

/* Rows read from the result, and told to the progress function, at a time. */
#define ROWS_AT_ONCE 1000

static const struct
{
  const char                *name;
  const QueristExportWriter *writer;
} formats[] = {
  [QUERIST_EXPORT_CSV] = { "csv", &querist_export_csv },
  [QUERIST_EXPORT_TSV] = { "tsv", &querist_export_tsv },
  [QUERIST_EXPORT_JSON] = { "json", &querist_export_json },
  [QUERIST_EXPORT_JSONL] = { "jsonl", &querist_export_jsonl },
  [QUERIST_EXPORT_MARKDOWN] = { "markdown", &querist_export_markdown },
  [QUERIST_EXPORT_HTML] = { "html", &querist_export_html },
  [QUERIST_EXPORT_XLSX] = { "xlsx", NULL },
  [QUERIST_EXPORT_SQL] = { "sql", &querist_export_sql },
  [QUERIST_EXPORT_TABLE] = { "table", &querist_export_table },
};

/**
 * querist_export_format_from_string:
 * @name: "csv", "tsv", "json", "jsonl", "markdown", "html", "xlsx", "sql" or "table"
 * @format: (out): the format
 *
 * Returns: whether there is such a format
 */
gboolean
querist_export_format_from_string (const char          *name,
                                   QueristExportFormat *format)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      if (g_str_equal (name, formats[i].name))
        {
          *format = i;
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
flush (QueristExportJob *job,
       GOutputStream    *stream,
       GCancellable     *cancellable,
       GError          **error)
{
  gboolean written = g_output_stream_write_all (stream, job->out->str, job->out->len, NULL,
                                                cancellable, error);

  g_string_truncate (job->out, 0);
  return written;
}

static gboolean
write_rows (QueristExportJob          *job,
            const QueristExportWriter *writer,
            GOutputStream             *stream,
            QueristProgressFunc        progress,
            gpointer                   progress_data,
            GCancellable              *cancellable,
            GError                   **error)
{
  guint64 n_rows = querist_result_get_n_rows (job->result);
  g_autoptr(GTimer) timer = g_timer_new ();

  while (job->n_done < n_rows)
    {
      g_autoptr(GPtrArray) rows =
        querist_result_read (job->result, job->n_done, ROWS_AT_ONCE, error);

      if (rows == NULL)
        return FALSE;
      if (rows->len == 0)
        break;
      for (guint i = 0; i < rows->len; i++)
        {
          writer->row (job, g_ptr_array_index (rows, i));
          job->n_done++;
        }
      if (!flush (job, stream, cancellable, error))
        return FALSE;
      if (progress != NULL)
        progress (&(QueristProgress){ .rows = job->n_done,
                                      .seconds = g_timer_elapsed (timer, NULL) },
                  progress_data);
    }
  return TRUE;
}

/**
 * querist_export:
 * @result: the rows, all of which are written
 * @format: how
 * @stream: where to; not closed
 * @progress: (nullable): told after every thousand rows or so
 * @progress_data: for @progress
 * @cancellable: (nullable): stops it
 * @error: return location
 *
 * Writes a result. Blocks: call it in a thread, or where waiting does not matter.
 *
 * Returns: whether all was written
 */
gboolean
querist_export (QueristResult       *result,
                QueristExportFormat  format,
                GOutputStream       *stream,
                QueristProgressFunc  progress,
                gpointer             progress_data,
                GCancellable        *cancellable,
                GError             **error)
{
  const QueristExportWriter *writer;
  g_autoptr(GString) out = NULL;
  g_autofree guint *widths = NULL;
  QueristExportJob job = { 0 };

  g_return_val_if_fail (QUERIST_IS_RESULT (result), FALSE);
  g_return_val_if_fail ((guint) format < G_N_ELEMENTS (formats), FALSE);

  if (format == QUERIST_EXPORT_XLSX)
    return querist_export_xlsx (result, stream, progress, progress_data, cancellable, error);

  writer = formats[format].writer;
  out = g_string_new (NULL);
  job.result = result;
  job.out = out;
  job.n_columns = querist_result_get_n_columns (result);
  job.widths = widths = g_new0 (guint, job.n_columns);

  writer->begin (&job);
  if (!write_rows (&job, writer, stream, progress, progress_data, cancellable, error))
    return FALSE;
  writer->end (&job);
  return flush (&job, stream, cancellable, error);
}

/**
 * querist_export_to_file:
 * @result: the rows, all of which are written
 * @format: how
 * @file: where to
 * @progress: (nullable): told as it goes on
 * @progress_data: for @progress
 * @cancellable: (nullable): stops it
 * @error: return location
 *
 * Writes a result to a file. An existing file is replaced only when all went well, and none is
 * left behind else.
 *
 * Returns: whether the file is whole
 */
gboolean
querist_export_to_file (QueristResult        *result,
                        QueristExportFormat   format,
                        GFile                *file,
                        QueristProgressFunc   progress,
                        gpointer              progress_data,
                        GCancellable         *cancellable,
                        GError              **error)
{
  gboolean existed = g_file_query_exists (file, NULL);
  g_autoptr(GFileOutputStream) stream =
    g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, cancellable, error);
  g_autoptr(GCancellable) abandon = g_cancellable_new ();

  if (stream == NULL)
    return FALSE;
  if (querist_export (result, format, G_OUTPUT_STREAM (stream), progress, progress_data,
                      cancellable, error) &&
      g_output_stream_close (G_OUTPUT_STREAM (stream), cancellable, error))
    return TRUE;
  /* Closing a replaced file with a cancelled cancellable leaves the original in place. */
  g_cancellable_cancel (abandon);
  g_output_stream_close (G_OUTPUT_STREAM (stream), abandon, NULL);
  if (!existed)
    g_file_delete (file, NULL, NULL);
  return FALSE;
}

typedef struct
{
  QueristResult       *result;
  QueristExportFormat  format;
  GFile               *file;
  QueristProgressFunc  progress;
  gpointer             progress_data;
} FileJob;

static void
file_job_free (FileJob *job)
{
  g_object_unref (job->result);
  g_object_unref (job->file);
  g_free (job);
}

static void
file_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  FileJob *job = task_data;
  QueristProgressForward forward = { task, job->progress, job->progress_data };
  GError *error = NULL;

  if (querist_export_to_file (job->result, job->format, job->file, querist_progress_forward,
                              &forward, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * querist_export_file_async:
 * @result: the rows, all of which are written
 * @format: how
 * @file: where to; an existing file is replaced only when all went well
 * @progress: (nullable): told in the caller's main context
 * @progress_data: for @progress, must outlive the call
 * @cancellable: (nullable): stops it
 * @callback: called when done
 * @user_data: for @callback
 *
 * querist_export_to_file() in a thread.
 */
void
querist_export_file_async (QueristResult       *result,
                           QueristExportFormat  format,
                           GFile               *file,
                           QueristProgressFunc  progress,
                           gpointer             progress_data,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (result, cancellable, callback, user_data);
  FileJob *job = g_new0 (FileJob, 1);

  job->result = g_object_ref (result);
  job->format = format;
  job->file = g_object_ref (file);
  job->progress = progress;
  job->progress_data = progress_data;
  g_task_set_source_tag (task, querist_export_file_async);
  g_task_set_task_data (task, job, (GDestroyNotify) file_job_free);
  g_task_run_in_thread (task, file_thread);
}

/**
 * querist_export_file_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: whether the file is whole
 */
gboolean
querist_export_file_finish (GAsyncResult *result,
                            GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
