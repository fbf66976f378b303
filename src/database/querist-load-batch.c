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
