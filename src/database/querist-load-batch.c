/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-load-batch.h"

#define FIRST_TEXT_BYTES (512 * 1024)

/* A batch that held a giant text gives its memory back. */
#define KEEP_TEXT_BYTES (4 * 1024 * 1024)

/**
 * querist_load_batch_new:
 *
 * Returns: (transfer full): an empty batch
 */
QueristLoadBatch *
querist_load_batch_new (void)
{
  QueristLoadBatch *self = g_new0 (QueristLoadBatch, 1);

  self->cells = g_array_new (FALSE, FALSE, sizeof (QueristLoadCell));
  self->rows = g_array_new (FALSE, FALSE, sizeof (QueristLoadRow));
  self->rejects = g_array_new (FALSE, FALSE, sizeof (QueristLoadReject));
  self->originals = g_array_new (FALSE, FALSE, sizeof (QueristLoadOriginal));
  querist_load_batch_grow (self, FIRST_TEXT_BYTES);
  return self;
}

/**
 * querist_load_batch_free:
 * @self: (transfer full): a batch
 */
void
querist_load_batch_free (QueristLoadBatch *self)
{
  g_array_unref (self->cells);
  g_array_unref (self->rows);
  g_array_unref (self->rejects);
  g_array_unref (self->originals);
  g_free (self->text.data);
  g_free (self);
}

/**
 * querist_load_batch_clear:
 * @self: a batch
 *
 * Empties it, to be filled anew.
 */
void
querist_load_batch_clear (QueristLoadBatch *self)
{
  g_array_set_size (self->cells, 0);
  g_array_set_size (self->rows, 0);
  g_array_set_size (self->rejects, 0);
  g_array_set_size (self->originals, 0);
  self->text.length = 0;
  if (self->text.capacity > KEEP_TEXT_BYTES)
    {
      g_clear_pointer (&self->text.data, g_free);
      self->text.capacity = 0;
      querist_load_batch_grow (self, FIRST_TEXT_BYTES);
    }
  self->last = FALSE;
}

/**
 * querist_load_batch_grow:
 * @self: a batch
 * @length: bytes that are to be added to its text
 *
 * Makes room for them.
 */
void
querist_load_batch_grow (QueristLoadBatch *self,
                         gsize             length)
{
  self->text.capacity = MAX (self->text.capacity * 2, self->text.length + length);
  self->text.data = g_realloc (self->text.data, self->text.capacity);
}

/**
 * querist_load_batch_add_reject:
 * @self: a batch
 * @row: a record with its raw text
 * @column: index of the load's column at fault, -1 when it is the whole record
 * @reason: why it is refused
 *
 * Keeps a record that can't be loaded.
 */
void
querist_load_batch_add_reject (QueristLoadBatch    *self,
                               const QueristCsvRow *row,
                               int                  column,
                               const char          *reason)
{
  QueristLoadReject reject = { .line = row->line, .column = column };

  reject.reason_length = strlen (reason);
  reject.reason_offset = querist_load_batch_add_text (self, reason, reject.reason_length);
  reject.raw_length = row->raw_length;
  reject.raw_offset = querist_load_batch_add_text (self, row->raw, row->raw_length);
  g_array_append_val (self->rejects, reject);
}

/**
 * querist_load_batch_bind_cell:
 * @self: a batch, which must stay until the statement has run
 * @cell: one of its cells
 * @statement: a statement
 * @index: which of its parameters
 */
void
querist_load_batch_bind_cell (const QueristLoadBatch *self,
                              const QueristLoadCell  *cell,
                              sqlite3_stmt           *statement,
                              int                     index)
{
  switch (cell->kind)
    {
    case QUERIST_VALUE_INTEGER:
      sqlite3_bind_int64 (statement, index, cell->value.integer);
      break;
    case QUERIST_VALUE_REAL:
      sqlite3_bind_double (statement, index, cell->value.real);
      break;
    case QUERIST_VALUE_TEXT:
      sqlite3_bind_text (statement, index, self->text.data + cell->value.text.offset,
                         cell->value.text.length, SQLITE_STATIC);
      break;
    case QUERIST_VALUE_NULL:
      sqlite3_bind_null (statement, index);
      break;
    }
}
