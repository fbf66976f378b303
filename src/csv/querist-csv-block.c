/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-csv-block.h"

#include <string.h>

/* A block is full at either; two blocks and what is known of a column fit into the cache. */
#define MAX_CELLS (64 * 1024)
#define MAX_TEXT (512 * 1024)
#define MAX_ROWS 8192
/* Room for the record that fills a block. */
#define SLACK (64 * 1024)
/* A block that held a giant record gives its memory back. */
#define KEEP_TEXT (4 * 1024 * 1024)

static void
set_capacity (QueristCsvBlock *self,
              gsize            capacity)
{
  self->capacity = capacity;
  self->text = g_realloc (self->text, capacity);
}

/**
 * querist_csv_block_new:
 * @n_columns: fields of each row
 *
 * Returns: (transfer full): an empty block
 */
QueristCsvBlock *
querist_csv_block_new (guint n_columns)
{
  QueristCsvBlock *self = g_new0 (QueristCsvBlock, 1);

  self->n_columns = n_columns;
  self->max_rows = CLAMP (MAX_CELLS / MAX (n_columns, 1), 1, MAX_ROWS);
  self->cells = g_new (QueristCsvBlockCell, (gsize) self->max_rows * n_columns);
  self->lines = g_new (guint64, self->max_rows);
  set_capacity (self, MAX_TEXT + SLACK);
  return self;
}

/**
 * querist_csv_block_free:
 * @self: (nullable) (transfer full): a block
 */
void
querist_csv_block_free (QueristCsvBlock *self)
{
  if (self == NULL)
    return;
  g_free (self->cells);
  g_free (self->lines);
  g_free (self->text);
  g_free (self);
}

/**
 * querist_csv_block_clear:
 * @self: a block
 *
 * Empties it, to be filled anew.
 */
void
querist_csv_block_clear (QueristCsvBlock *self)
{
  self->n_rows = 0;
  self->length = 0;
  if (self->capacity > KEEP_TEXT)
    set_capacity (self, MAX_TEXT + SLACK);
}

/**
 * querist_csv_block_add:
 * @self: a block that is not full
 * @row: a record of a reader, with as many fields as the block has columns
 *
 * Copies a record. Its fields stand one behind the other in the reader's text, but for empty ones
 * that were filled up, so that one copy does for all.
 */
void
querist_csv_block_add (QueristCsvBlock     *self,
                       const QueristCsvRow *row)
{
  QueristCsvBlockCell *to = self->cells + self->n_rows;
  const char *start = NULL, *end = NULL;

  for (guint i = 0; i < self->n_columns; i++, to += self->max_rows)
    {
      const QueristCsvCell *cell = &row->cells[i];

      to->offset = self->length;
      to->length = cell->length;
      to->quoted = cell->quoted;
      if (cell->length == 0)
        continue;
      if (start == NULL)
        start = cell->text;
      to->offset += cell->text - start;
      end = cell->text + cell->length + 1;
    }
  self->lines[self->n_rows++] = row->line;
  if (start == NULL)
    return;
  if (self->length + (end - start) > self->capacity)
    set_capacity (self, self->length + (end - start));
  memcpy (self->text + self->length, start, end - start);
  self->length += end - start;
}

/**
 * querist_csv_block_is_full:
 * @self: a block
 *
 * Returns: whether it is to be cleared before more is added
 */
gboolean
querist_csv_block_is_full (const QueristCsvBlock *self)
{
  return self->n_rows == self->max_rows || self->length >= MAX_TEXT;
}
