/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-load-batch.h"

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
  self->text = g_byte_array_new ();
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
  g_byte_array_unref (self->text);
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
  if (self->text->len > KEEP_TEXT_BYTES)
    {
      g_byte_array_unref (self->text);
      self->text = g_byte_array_new ();
    }
  g_byte_array_set_size (self->text, 0);
  self->last = FALSE;
}

/**
 * querist_load_batch_add_text:
 * @self: a batch
 * @text: text to copy
 * @length: its bytes
 *
 * Returns: where it now stands in the batch's text
 */
guint32
querist_load_batch_add_text (QueristLoadBatch *self,
                             const char       *text,
                             gsize             length)
{
  guint32 offset = self->text->len;

  g_byte_array_append (self->text, (const guint8 *) text, length);
  return offset;
}
