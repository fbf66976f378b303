/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-load-source.h"

#include <string.h>

#include "querist-text.h"

/* A batch is full at either: small enough for the cache, big enough to make hand-overs rare. */
#define BATCH_CELLS 16384
#define BATCH_TEXT_BYTES (256 * 1024)

#define N_BATCHES 4

struct _QueristLoadSource {
  const QueristLoadTarget  *target;
  QueristCsvReader         *reader;
  QueristConverter        **converters;
  GHashTable              **enums;
  gboolean                  keep_raw;
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
  guint64                  *nulled;
  gboolean                 *row_nulled;
  gboolean                  has_nulled;
};

static void
add_reject (QueristLoadSource   *self,
            QueristLoadBatch    *batch,
            const QueristCsvRow *row,
            int                  column,
            const char          *reason)
{
  QueristLoadReject reject = { .line = row->line, .column = column };

  reject.reason_length = strlen (reason);
  reject.reason_offset = querist_load_batch_add_text (batch, reason, reject.reason_length);
  reject.raw_length = row->raw_length;
  reject.raw_offset = querist_load_batch_add_text (batch, row->raw, row->raw_length);
  g_array_append_val (batch->rejects, reject);
}

/* Why a value that could be read is refused by the schema, or NULL. */
static char *
refuse_value (QueristLoadSource  *self,
              guint               index,
              const QueristValue *value)
{
  const QueristColumn *column = self->target->columns[index];

  if (value->kind == QUERIST_VALUE_NULL)
    {
      if (column->nullable && (int) index != self->target->key)
        return NULL;
      return g_strdup_printf ("“%s” has no value, but the schema requires one", column->name);
    }
  if (self->enums[index] != NULL && value->kind == QUERIST_VALUE_TEXT)
    {
      g_autofree char *text = g_strndup (value->text, value->length);
      g_autofree char *shown = NULL;

      if (g_hash_table_contains (self->enums[index], text))
        return NULL;
      shown = querist_text_first_line (text, 60);
      return g_strdup_printf ("“%s” is not a value of %s", shown, column->enum_name);
    }
  return NULL;
}

static void
store_value (QueristLoadBatch   *batch,
             QueristLoadCell    *cell,
             const QueristValue *value)
{
  cell->kind = value->kind;
  switch (value->kind)
    {
    case QUERIST_VALUE_INTEGER:
      cell->value.integer = value->integer;
      break;
    case QUERIST_VALUE_REAL:
      cell->value.real = value->real;
      break;
    case QUERIST_VALUE_TEXT:
      cell->value.text.length = value->length;
      cell->value.text.offset = querist_load_batch_add_text (batch, value->text, value->length);
      break;
    case QUERIST_VALUE_NULL:
      break;
    }
}

/* Converts a field; @reason tells why it can't be taken. */
static gboolean
take_field (QueristLoadSource   *self,
            QueristLoadBatch    *batch,
            const QueristCsvRow *row,
            guint                index,
            QueristLoadCell     *cell,
            char               **reason)
{
  const QueristLoadColumn *column = g_ptr_array_index (self->target->file->columns, index);
  const QueristCsvCell *field = &row->cells[column->source];
  QueristValue value;

  if (G_UNLIKELY (!querist_converter_convert (self->converters[index], field, &value)))
    {
      *reason = querist_converter_explain (self->converters[index], field);
      return FALSE;
    }
  if (G_UNLIKELY (value.kind == QUERIST_VALUE_NULL || self->enums[index] != NULL))
    {
      *reason = refuse_value (self, index, &value);
      if (*reason != NULL)
        return FALSE;
    }
  self->row_nulled[index] = value.nulled;
  self->has_nulled |= value.nulled;
  store_value (batch, cell, &value);
  /* more digits than a double has: the column may make a number of the text all the same */
  if (value.kind == QUERIST_VALUE_TEXT &&
      querist_scalar_is_number (self->target->columns[index]->type))
    value.lossy = TRUE;
  if (G_UNLIKELY (value.lossy))
    {
      QueristLoadOriginal original = { .column = index, .length = field->length };

      original.offset = querist_load_batch_add_text (batch, field->text, field->length);
      g_array_append_val (batch->originals, original);
    }
  return TRUE;
}

static void
finish_row (QueristLoadSource     *self,
            QueristLoadBatch      *batch,
            const QueristCsvRow   *row,
            const QueristLoadCell *cells,
            guint                  first_original)
{
  const QueristLoadTarget *target = self->target;
  QueristLoadRow loaded = { .record = self->n_read, .line = row->line };

  loaded.rowid = target->key >= 0 ? cells[target->key].value.integer
                                  : target->first_rowid + (gint64) self->n_read - 1;
  if (self->keep_raw)
    {
      loaded.raw_length = row->raw_length;
      loaded.raw_offset = querist_load_batch_add_text (batch, row->raw, row->raw_length);
    }
  g_array_append_val (batch->rows, loaded);
  for (guint i = first_original; i < batch->originals->len; i++)
    g_array_index (batch->originals, QueristLoadOriginal, i).rowid = loaded.rowid;
  for (guint i = 0; self->has_nulled && i < target->file->columns->len; i++)
    self->nulled[i] += self->row_nulled[i];
}

static void
take_record (QueristLoadSource   *self,
             QueristLoadBatch    *batch,
             const QueristCsvRow *row)
{
  guint n_columns = self->target->file->columns->len;
  guint first_cell = batch->cells->len;
  guint first_original = batch->originals->len;
  gsize first_text = batch->text.length;
  QueristLoadCell *cells;

  self->has_nulled = FALSE;
  g_array_set_size (batch->cells, first_cell + n_columns);
  cells = &g_array_index (batch->cells, QueristLoadCell, first_cell);
  for (guint i = 0; i < n_columns; i++)
    {
      g_autofree char *reason = NULL;

      if (take_field (self, batch, row, i, &cells[i], &reason))
        continue;
      g_array_set_size (batch->cells, first_cell);
      g_array_set_size (batch->originals, first_original);
      batch->text.length = first_text;
      add_reject (self, batch, row, i, reason);
      return;
    }
  finish_row (self, batch, row, cells, first_original);
}

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
        take_record (self, batch, row);
      else
        add_reject (self, batch, row, -1, row->reason);
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

static GHashTable *
enum_set (const QueristColumn *column)
{
  GHashTable *set;

  if (column->enum_values == NULL)
    return NULL;
  set = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; column->enum_values[i] != NULL; i++)
    g_hash_table_add (set, column->enum_values[i]);
  return set;
}

static void
make_converters (QueristLoadSource *self)
{
  const QueristLoadFile *file = self->target->file;
  guint n_columns = file->columns->len;

  self->converters = g_new0 (QueristConverter *, n_columns);
  self->enums = g_new0 (GHashTable *, n_columns);
  self->nulled = g_new0 (guint64, n_columns);
  self->row_nulled = g_new0 (gboolean, n_columns);
  for (guint i = 0; i < n_columns; i++)
    {
      const QueristLoadColumn *column = g_ptr_array_index (file->columns, i);

      self->converters[i] =
        querist_converter_new (self->target->columns[i]->type, column->format, file->dialect);
      self->enums[i] = enum_set (self->target->columns[i]);
    }
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
  self->keep_raw = keep_raw;
  self->size = querist_csv_reader_get_size (reader);
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  make_converters (self);
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
  for (guint i = 0; i < self->target->file->columns->len; i++)
    {
      querist_converter_free (self->converters[i]);
      g_clear_pointer (&self->enums[i], g_hash_table_unref);
    }
  g_free (self->converters);
  g_free (self->enums);
  g_free (self->nulled);
  g_free (self->row_nulled);
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
  return self->nulled;
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
