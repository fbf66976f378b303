/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-load-source.h"

#include "querist-load-taker.h"

/* A batch is full at either: small enough for the cache, big enough to make hand-overs rare. */
#define BATCH_CELLS 16384
#define BATCH_TEXT_BYTES (256 * 1024)

#define N_BATCHES 4

struct _QueristLoadSource {
  const QueristLoadTarget  *target;
  QueristCsvReader         *reader;
  QueristLoadTaker         *taker;
  guint64                   size;
  GCancellable             *cancellable;

  GThread                  *thread;
  GAsyncQueue              *empty;
  GAsyncQueue              *full;
  gint                      stopped;

  /* the thread's until the last batch was handed over */
  GError                   *error;
  guint64                   n_read;
  guint64                   n_lines;
};

static void
fill_batch (QueristLoadSource *self,
            QueristLoadBatch  *batch)
{
  querist_load_batch_clear (batch);
  while (batch->cells->len < BATCH_CELLS && batch->text.length < BATCH_TEXT_BYTES)
    {
      const QueristCsvRow *row;
      QueristCsvStep step =
        querist_csv_reader_next (self->reader, &row, self->cancellable, &self->error);

      if (step == QUERIST_CSV_END || step == QUERIST_CSV_FAILED)
        {
          batch->last = TRUE;
          break;
        }
      self->n_read++;
      self->n_lines = row->line;
      if (step == QUERIST_CSV_RECORD)
        querist_load_taker_take (self->taker, batch, row, self->n_read);
      else
        querist_load_batch_add_reject (batch, row, -1, row->reason);
    }
  batch->offset = querist_csv_reader_get_offset (self->reader);
}

static gpointer
source_thread (gpointer user_data)
{
  QueristLoadSource *self = user_data;
  gboolean last = FALSE;

  while (!last)
    {
      QueristLoadBatch *batch = g_async_queue_pop (self->empty);

      if (g_atomic_int_get (&self->stopped))
        {
          querist_load_batch_clear (batch);
          batch->last = TRUE;
        }
      else
        fill_batch (self, batch);
      last = batch->last;
      g_async_queue_push (self->full, batch);
    }
  return NULL;
}

/**
 * querist_load_source_new:
 * @target: the file and its table, which must stay
 * @keep_raw: whether the rows of a batch keep their raw text
 * @cancellable: (nullable): to stop it
 * @error: return location
 *
 * Opens a file and begins to read it.
 *
 * Returns: (transfer full) (nullable): the source
 */
QueristLoadSource *
querist_load_source_new (const QueristLoadTarget *target,
                         gboolean                 keep_raw,
                         GCancellable            *cancellable,
                         GError                 **error)
{
  const QueristLoadFile *file = target->file;
  QueristCsvReader *reader =
    querist_csv_reader_open (file->path, file->dialect, file->n_columns, error);
  QueristLoadSource *self;

  if (reader == NULL)
    return NULL;
  /* a record that turns out to be bad is kept as it stands in the file */
  querist_csv_reader_keep_raw (reader, TRUE);
  self = g_new0 (QueristLoadSource, 1);
  self->target = target;
  self->reader = reader;
  self->size = querist_csv_reader_get_size (reader);
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  self->taker = querist_load_taker_new (target, keep_raw);
  self->empty = g_async_queue_new ();
  self->full = g_async_queue_new ();
  for (guint i = 0; i < N_BATCHES; i++)
    g_async_queue_push (self->empty, querist_load_batch_new ());
  self->thread = g_thread_new ("querist-load", source_thread, self);
  return self;
}

/**
 * querist_load_source_pop:
 * @self: a source
 * @error: return location
 *
 * Waits for the next batch. After the one that is marked as the last, don't ask again.
 *
 * Returns: (transfer full) (nullable): the batch, to be given to querist_load_source_give_back();
 *   NULL if the file could not be read further
 */
QueristLoadBatch *
querist_load_source_pop (QueristLoadSource *self,
                         GError           **error)
{
  QueristLoadBatch *batch = g_async_queue_pop (self->full);

  if (batch->last)
    {
      g_thread_join (g_steal_pointer (&self->thread));
      if (self->error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&self->error));
          g_async_queue_push (self->empty, batch);
          return NULL;
        }
    }
  return batch;
}

/**
 * querist_load_source_give_back:
 * @self: a source
 * @batch: (transfer full): a batch that has been dealt with
 */
void
querist_load_source_give_back (QueristLoadSource *self,
                               QueristLoadBatch  *batch)
{
  g_async_queue_push (self->empty, batch);
}

static void
drain (QueristLoadSource *self)
{
  g_atomic_int_set (&self->stopped, TRUE);
  while (self->thread != NULL)
    {
      g_autoptr(GError) error = NULL;
      QueristLoadBatch *batch = querist_load_source_pop (self, &error);

      if (batch != NULL)
        querist_load_source_give_back (self, batch);
    }
}

static void
free_queue (GAsyncQueue *queue)
{
  QueristLoadBatch *batch;

  while ((batch = g_async_queue_try_pop (queue)) != NULL)
    querist_load_batch_free (batch);
  g_async_queue_unref (queue);
}

/**
 * querist_load_source_free:
 * @self: (transfer full): a source, all of whose batches have been given back
 *
 * Stops reading, if it goes on.
 */
void
querist_load_source_free (QueristLoadSource *self)
{
  drain (self);
  free_queue (self->empty);
  free_queue (self->full);
  querist_load_taker_free (self->taker);
  g_clear_object (&self->reader);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_free (self);
}

/**
 * querist_load_source_get_nulled:
 * @self: a source that has given its last batch
 *
 * Returns: (transfer none): per column of the load, the values that became null by a null token
 */
const guint64 *
querist_load_source_get_nulled (QueristLoadSource *self)
{
  return querist_load_taker_get_nulled (self->taker);
}

/**
 * querist_load_source_get_n_read:
 * @self: a source that has given its last batch
 *
 * Returns: the records of the file, rejected ones included
 */
guint64
querist_load_source_get_n_read (QueristLoadSource *self)
{
  return self->n_read;
}

/**
 * querist_load_source_get_n_lines:
 * @self: a source that has given its last batch
 *
 * Returns: the line on which the last record begins
 */
guint64
querist_load_source_get_n_lines (QueristLoadSource *self)
{
  return self->n_lines;
}

/**
 * querist_load_source_get_size:
 * @self: a source
 *
 * Returns: bytes of the file
 */
guint64
querist_load_source_get_size (QueristLoadSource *self)
{
  return self->size;
}
