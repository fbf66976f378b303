/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-page-writer.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "querist-connection.h"

/* The format is SQLite's, https://www.sqlite.org/fileformat2.html: leaf pages are filled in the
 * order of their rowids and appended to the file, interior pages follow at the end, and the root
 * keeps its number. Nothing is read but the header. */

#define LEAF_TYPE 0x0d
#define INTERIOR_TYPE 0x05
#define LEAF_HEADER 8
#define INTERIOR_HEADER 12

/* Left child and the longest key, and the cell's pointer. */
#define INTERIOR_CELL (4 + 9 + 2)

/* SQLite keeps locks in this byte; its page holds no data. */
#define LOCK_BYTE 0x40000000

#define BUFFER_BYTES (1024 * 1024)

#define HEADER_BYTES 100
#define HEADER_PAGE_SIZE 16
#define HEADER_RESERVED 20
#define HEADER_CHANGES 24
#define HEADER_N_PAGES 28
#define HEADER_VALID_FOR 92

/* A finished page and the greatest rowid in it. */
typedef struct {
  guint32 page;
  gint64  last;
} Child;

struct _QueristPageWriter {
  int      fd;
  guint32  root;
  guint    page_size;
  guint32  n_pages;
  guint8   header[HEADER_BYTES];

  guint8  *buffer;
  gsize    buffered;
  guint32  buffer_page;

  guint8  *leaf;
  guint    n_cells;
  guint    content;
  gint64   last;
  GArray  *children;
};

/**
 * querist_varint_write:
 * @bytes: where to, at least 9 bytes
 * @value: the number
 *
 * Writes a number in SQLite's variable-length form.
 *
 * Returns: the bytes it took
 */
guint
querist_varint_write (guint8  *bytes,
                      guint64  value)
{
  guint8 reversed[9];
  guint n = 0;

  if (G_LIKELY (value < 0x80))
    {
      bytes[0] = value;
      return 1;
    }
  if (value >> 56 != 0)
    {
      bytes[8] = value;
      value >>= 8;
      for (int i = 7; i >= 0; i--)
        {
          bytes[i] = (value & 0x7f) | 0x80;
          value >>= 7;
        }
      return 9;
    }
  for (; value > 0; value >>= 7)
    reversed[n++] = (value & 0x7f) | 0x80;
  reversed[0] &= 0x7f;
  for (guint i = 0; i < n; i++)
    bytes[i] = reversed[n - 1 - i];
  return n;
}

static void
put16 (guint8 *bytes,
       guint   value)
{
  bytes[0] = value >> 8;
  bytes[1] = value;
}

static void
put32 (guint8  *bytes,
       guint32  value)
{
  value = GUINT32_TO_BE (value);
  memcpy (bytes, &value, sizeof value);
}

static guint32
get32 (const guint8 *bytes)
{
  guint32 value;

  memcpy (&value, bytes, sizeof value);
  return GUINT32_FROM_BE (value);
}

static gboolean
write_at (int           fd,
          const guint8 *bytes,
          gsize         length,
          guint64       offset,
          GError      **error)
{
  while (length > 0)
    {
      gssize n = pwrite (fd, bytes, length, offset);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          int code = n == 0 ? ENOSPC : errno;

          g_set_error (error, QUERIST_DATABASE_ERROR,
                       code == ENOSPC || code == EDQUOT ? QUERIST_DATABASE_ERROR_FULL
                                                        : QUERIST_DATABASE_ERROR_FAILED,
                       "The database can’t be written: %s. Nothing was changed.",
                       g_strerror (code));
          return FALSE;
        }
      bytes += n;
      offset += n;
      length -= n;
    }
  return TRUE;
}

static guint64
page_offset (const QueristPageWriter *self,
             guint32                  page)
{
  return (guint64) (page - 1) * self->page_size;
}

static gboolean
flush (QueristPageWriter *self,
       GError           **error)
{
  guint64 offset = page_offset (self, self->buffer_page);
  gsize length = self->buffered;

  self->buffered = 0;
  if (length == 0)
    return TRUE;
  if (!write_at (self->fd, self->buffer, length, offset, error))
    return FALSE;
  /* the disk begins at once, so that less is left to wait for at the end */
  sync_file_range (self->fd, offset, length, SYNC_FILE_RANGE_WRITE);
  return TRUE;
}

/* Appends a page to the file and tells its number. */
static gboolean
append_page (QueristPageWriter *self,
             const guint8      *page,
             guint32           *number,
             GError           **error)
{
  gboolean skips_lock = page_offset (self, self->n_pages + 1) == LOCK_BYTE;

  if ((skips_lock || self->buffered == BUFFER_BYTES) && !flush (self, error))
    return FALSE;
  if (skips_lock)
    self->n_pages++;
  *number = ++self->n_pages;
  if (self->buffered == 0)
    self->buffer_page = *number;
  memcpy (self->buffer + self->buffered, page, self->page_size);
  self->buffered += self->page_size;
  return TRUE;
}

static void
begin_leaf (QueristPageWriter *self)
{
  self->n_cells = 0;
  self->content = self->page_size;
}

/* Cells stand at the end of a page; what is between them and their pointers stays zero. */
static void
close_leaf (QueristPageWriter *self)
{
  guint pointers_end = LEAF_HEADER + 2 * self->n_cells;

  self->leaf[0] = LEAF_TYPE;
  put16 (self->leaf + 1, 0);
  put16 (self->leaf + 3, self->n_cells);
  put16 (self->leaf + 5, self->content == 65536 ? 0 : self->content);
  self->leaf[7] = 0;
  memset (self->leaf + pointers_end, 0, self->content - pointers_end);
}

static gboolean
end_leaf (QueristPageWriter *self,
          GError           **error)
{
  Child child = { .last = self->last };

  close_leaf (self);
  if (!append_page (self, self->leaf, &child.page, error))
    return FALSE;
  g_array_append_val (self->children, child);
  begin_leaf (self);
  return TRUE;
}

/* Puts the end of a long record into a chain of pages of its own. */
static gboolean
write_overflow (QueristPageWriter *self,
                const guint8      *bytes,
                gsize              length,
                guint32           *first,
                GError           **error)
{
  g_autofree guint8 *page = g_malloc (self->page_size);
  gsize room = self->page_size - 4;
  gboolean is_first = TRUE;

  while (length > 0)
    {
      gsize n = MIN (length, room);
      guint32 next = self->n_pages + 2;
      guint32 number;

      /* the page after this one, unless the lock byte's lies between */
      if (page_offset (self, self->n_pages + 1) == LOCK_BYTE ||
          page_offset (self, next) == LOCK_BYTE)
        next++;
      put32 (page, length > n ? next : 0);
      memcpy (page + 4, bytes, n);
      memset (page + 4 + n, 0, room - n);
      if (!append_page (self, page, &number, error))
        return FALSE;
      if (is_first)
        *first = number;
      is_first = FALSE;
      bytes += n;
      length -= n;
    }
  return TRUE;
}

/* How many bytes of a record stay in its leaf. */
static gsize
local_length (const QueristPageWriter *self,
              gsize                    length)
{
  gsize usable = self->page_size;
  gsize most = usable - 35;
  gsize least = (usable - 12) * 32 / 255 - 23;
  gsize kept;

  if (length <= most)
    return length;
  kept = least + (length - least) % (usable - 4);
  return kept <= most ? kept : least;
}

/**
 * querist_page_writer_new:
 * @fd: a database file that nobody else uses while it is written
 * @root: the root page of an empty table
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the writer
 */
QueristPageWriter *
querist_page_writer_new (int       fd,
                         guint32   root,
                         GError  **error)
{
  g_autoptr(QueristPageWriter) self = g_new0 (QueristPageWriter, 1);

  self->fd = fd;
  self->root = root;
  self->children = g_array_new (FALSE, FALSE, sizeof (Child));
  if (pread (fd, self->header, HEADER_BYTES, 0) != HEADER_BYTES ||
      self->header[HEADER_RESERVED] != 0)
    {
      g_set_error_literal (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_FAILED,
                           "The new database file can’t be read.");
      return NULL;
    }
  self->page_size = self->header[HEADER_PAGE_SIZE] << 8 | self->header[HEADER_PAGE_SIZE + 1];
  if (self->page_size == 1)
    self->page_size = 65536;
  self->n_pages = get32 (self->header + HEADER_N_PAGES);
  self->buffer = g_malloc (BUFFER_BYTES);
  self->leaf = g_malloc0 (self->page_size);
  begin_leaf (self);
  return g_steal_pointer (&self);
}

/**
 * querist_page_writer_free:
 * @self: (transfer full): a writer
 */
void
querist_page_writer_free (QueristPageWriter *self)
{
  g_array_unref (self->children);
  g_free (self->buffer);
  g_free (self->leaf);
  g_free (self);
}

/**
 * querist_page_writer_add:
 * @self: a writer
 * @rowid: greater than that of the row before
 * @record: the row in SQLite's record format
 * @length: bytes of @record
 * @error: return location
 *
 * Appends a row.
 *
 * Returns: whether it could be written
 */
gboolean
querist_page_writer_add (QueristPageWriter *self,
                         gint64             rowid,
                         const guint8      *record,
                         gsize              length,
                         GError           **error)
{
  guint8 head[18];
  guint head_length = querist_varint_write (head, length);
  gsize local = local_length (self, length);
  guint32 overflow = 0;
  gsize cell;
  guint8 *place;

  head_length += querist_varint_write (head + head_length, rowid);
  cell = head_length + local + (local < length ? 4 : 0);
  if (LEAF_HEADER + 2 * (self->n_cells + 1) + cell > self->content && !end_leaf (self, error))
    return FALSE;
  if (local < length && !write_overflow (self, record + local, length - local, &overflow, error))
    return FALSE;
  self->content -= cell;
  place = self->leaf + self->content;
  memcpy (place, head, head_length);
  memcpy (place + head_length, record, local);
  if (local < length)
    put32 (place + head_length + local, overflow);
  put16 (self->leaf + LEAF_HEADER + 2 * self->n_cells, self->content);
  self->n_cells++;
  self->last = rowid;
  return TRUE;
}

static void
fill_interior (const QueristPageWriter *self,
               guint8                  *page,
               const Child             *children,
               guint                    n_children)
{
  guint content = self->page_size;

  memset (page, 0, self->page_size);
  for (guint i = 0; i + 1 < n_children; i++)
    {
      guint8 cell[13];
      guint length = 4;

      put32 (cell, children[i].page);
      length += querist_varint_write (cell + 4, children[i].last);
      content -= length;
      memcpy (page + content, cell, length);
      put16 (page + INTERIOR_HEADER + 2 * i, content);
    }
  page[0] = INTERIOR_TYPE;
  put16 (page + 3, n_children - 1);
  put16 (page + 5, content == 65536 ? 0 : content);
  put32 (page + 8, children[n_children - 1].page);
}

/* Puts pages over the children until one page holds them all: the root. The children are shared
 * out evenly, so that no page is left with a single one. */
static gboolean
write_interior (QueristPageWriter *self,
                guint8            *page,
                GError           **error)
{
  guint capacity = (self->page_size - INTERIOR_HEADER) / INTERIOR_CELL;

  while (self->children->len > capacity)
    {
      guint n = self->children->len;
      guint n_pages = (n + capacity - 1) / capacity;
      GArray *parents = g_array_sized_new (FALSE, FALSE, sizeof (Child), n_pages);

      for (guint i = 0; i < n_pages; i++)
        {
          guint first = (guint64) n * i / n_pages;
          guint end = (guint64) n * (i + 1) / n_pages;
          const Child *children = &g_array_index (self->children, Child, first);
          Child parent = { .last = children[end - first - 1].last };

          fill_interior (self, page, children, end - first);
          if (!append_page (self, page, &parent.page, error))
            {
              g_array_unref (parents);
              return FALSE;
            }
          g_array_append_val (parents, parent);
        }
      g_array_unref (self->children);
      self->children = parents;
    }
  fill_interior (self, page, (const Child *) self->children->data, self->children->len);
  return TRUE;
}

/* The change counter tells every connection that what it has read before is out of date. */
static gboolean
write_header (QueristPageWriter *self,
              GError           **error)
{
  guint32 changes = get32 (self->header + HEADER_CHANGES) + 1;

  put32 (self->header + HEADER_CHANGES, changes);
  put32 (self->header + HEADER_VALID_FOR, changes);
  put32 (self->header + HEADER_N_PAGES, self->n_pages);
  return write_at (self->fd, self->header, HEADER_BYTES, 0, error);
}

/**
 * querist_page_writer_finish:
 * @self: a writer
 * @error: return location
 *
 * Writes what is left, and makes the rows part of the table.
 *
 * Returns: whether it could be written
 */
gboolean
querist_page_writer_finish (QueristPageWriter *self,
                            GError           **error)
{
  g_autofree guint8 *root = g_malloc (self->page_size);

  if (self->children->len == 0)
    {
      close_leaf (self);
      memcpy (root, self->leaf, self->page_size);
    }
  else if ((self->n_cells > 0 && !end_leaf (self, error)) ||
           !write_interior (self, root, error))
    return FALSE;
  return flush (self, error) &&
         write_at (self->fd, root, self->page_size, page_offset (self, self->root), error) &&
         write_header (self, error);
}
