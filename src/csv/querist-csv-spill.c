/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-csv-spill.h"

#include <errno.h>
#include <unistd.h>

struct _QueristCsvSpill
{
  GMutex   mutex;
  int      file; /* -1 as long as there is none */
  gboolean failed;
  guint64  size;
};

/**
 * querist_csv_spill_new:
 *
 * The file is made when something is written for the first time.
 *
 * Returns: (transfer full): where to put what the memory is too small for
 */
QueristCsvSpill *
querist_csv_spill_new (void)
{
  QueristCsvSpill *self = g_new0 (QueristCsvSpill, 1);

  g_mutex_init (&self->mutex);
  self->file = -1;
  return self;
}

/**
 * querist_csv_spill_free:
 * @self: (nullable) (transfer full): a spill, of which nothing remains
 */
void
querist_csv_spill_free (QueristCsvSpill *self)
{
  if (self == NULL)
    return;
  if (self->file >= 0)
    close (self->file);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* Makes room at the end of the file, which is made first if need be. */
static gboolean
reserve (QueristCsvSpill *self,
         gsize            size,
         guint64         *offset)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->file < 0 && !self->failed)
    {
      g_autofree char *name = NULL;

      self->file = g_file_open_tmp ("querist-XXXXXX", &name, NULL);
      if (self->file >= 0)
        unlink (name);
      else
        self->failed = TRUE;
    }
  *offset = self->size;
  self->size += size;
  return !self->failed;
}

/**
 * querist_csv_spill_write:
 * @self: a spill
 * @data: bytes
 * @size: their number
 * @offset: (out): where to find them again
 *
 * Returns: whether there was room on the disk
 */
gboolean
querist_csv_spill_write (QueristCsvSpill *self,
                         gconstpointer    data,
                         gsize            size,
                         guint64         *offset)
{
  const char *p = data;
  guint64 place;

  if (!reserve (self, size, offset))
    return FALSE;
  for (place = *offset; size > 0;)
    {
      gssize n = pwrite (self->file, p, size, place);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      p += n;
      place += n;
      size -= n;
    }
  return TRUE;
}

/**
 * querist_csv_spill_read:
 * @self: a spill
 * @data: where to
 * @size: bytes to read, all of which were written
 * @offset: where they begin
 *
 * Returns: whether they could be read
 */
gboolean
querist_csv_spill_read (QueristCsvSpill *self,
                        gpointer         data,
                        gsize            size,
                        guint64          offset)
{
  char *p = data;

  while (size > 0)
    {
      gssize n = pread (self->file, p, size, offset);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      p += n;
      offset += n;
      size -= n;
    }
  return TRUE;
}
