/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-csv-reader.h"
#include "querist-row-hashes.h"

/* A program that knows no missing whole numbers writes 7 as "7.0" (pandas does). */
static gsize
whole_length (const char *text,
              gsize       length)
{
  gsize end = length;

  while (end > 0 && text[end - 1] == '0')
    end--;
  return end > 1 && end < length && text[end - 1] == '.' && g_ascii_isdigit (text[end - 2])
           ? end - 1
           : length;
}

/* FNV-1a (Fowler, Noll & Vo) of 64 bits. */
static guint64
hash_text (const char *text,
           gsize       length)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  if (length == 0)
    return 0;
  length = whole_length (text, length);
  for (gsize i = 0; i < length; i++)
    hash = (hash ^ (guchar) text[i]) * G_GUINT64_CONSTANT (0x100000001b3);
  return hash != 0 ? hash : 1;
}

static guint64
mix (guint64 hash,
     guint64 next)
{
  /* The finalizer of SplitMix64 (Steele, Lea & Flood 2014). */
  hash = hash * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) + next;
  hash = (hash ^ (hash >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  hash = (hash ^ (hash >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return hash ^ (hash >> 31);
}

static QueristRowHashes *
row_hashes_new (guint n_columns,
                gsize max_rows)
{
  QueristRowHashes *self = g_new0 (QueristRowHashes, 1);

  self->n_columns = n_columns;
  self->cells = g_new (guint64 *, n_columns);
  for (guint i = 0; i < n_columns; i++)
    self->cells[i] = g_new (guint64, MAX (max_rows, 1));
  return self;
}

static void
read_preview (QueristRowHashes     *self,
              const QueristSubject *subject,
              GArray               *positions,
              gsize                 max_rows)
{
  GPtrArray *preview = subject->profile->preview;

  self->n_rows = preview != NULL ? MIN (preview->len, max_rows) : 0;
  self->complete = self->n_rows >= subject->n_rows;
  for (gsize row = 0; row < self->n_rows; row++)
    {
      char **cells = g_ptr_array_index (preview, row);
      guint n_cells = g_strv_length (cells);

      for (guint i = 0; i < positions->len; i++)
        {
          guint position = g_array_index (positions, guint, i);
          const char *cell = position < n_cells ? cells[position] : "";

          self->cells[i][row] = hash_text (cell, strlen (cell));
        }
    }
}

static gboolean
read_file (QueristRowHashes     *self,
           const QueristSubject *subject,
           GArray               *positions,
           gsize                 max_rows,
           GCancellable         *cancellable,
           GError              **error)
{
  const QueristCsvProfile *profile = subject->profile;
  g_autoptr(QueristCsvReader) reader =
    querist_csv_reader_open (profile->path, profile->dialect, profile->columns->len, error);
  const QueristCsvRow *row;

  if (reader == NULL)
    return FALSE;
  for (;;)
    {
      QueristCsvStep step = querist_csv_reader_next (reader, &row, cancellable, error);

      if (step == QUERIST_CSV_FAILED)
        return FALSE;
      if (step == QUERIST_CSV_END || self->n_rows == max_rows)
        {
          self->complete = step == QUERIST_CSV_END;
          return TRUE;
        }
      if (step == QUERIST_CSV_REJECT)
        continue;
      for (guint i = 0; i < positions->len; i++)
        {
          const QueristCsvCell *cell = &row->cells[g_array_index (positions, guint, i)];

          self->cells[i][self->n_rows] = hash_text (cell->text, cell->length);
        }
      self->n_rows++;
    }
}

/**
 * querist_row_hashes_read:
 * @subject: a file
 * @positions: (element-type guint): the columns that matter
 * @max_rows: rows to read at most
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Reads the file again; when the profile's preview holds all of it, or names no file, that is used
 * instead.
 *
 * Returns: (transfer full): the values' hashes, or NULL with @error set
 */
QueristRowHashes *
querist_row_hashes_read (const QueristSubject  *subject,
                         GArray                *positions,
                         gsize                  max_rows,
                         GCancellable          *cancellable,
                         GError               **error)
{
  g_autoptr(QueristRowHashes) self = NULL;
  GPtrArray *preview = subject->profile->preview;

  max_rows = MIN (max_rows, MAX (subject->n_rows, preview != NULL ? preview->len : 0));
  self = row_hashes_new (positions->len, max_rows);
  if (subject->profile->path == NULL || subject->profile->dialect == NULL ||
      (preview != NULL && preview->len >= subject->n_rows && subject->profile->n_rejected == 0))
    read_preview (self, subject, positions, max_rows);
  else if (!read_file (self, subject, positions, max_rows, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * querist_row_hashes_free:
 * @self: (transfer full): hashes
 */
void
querist_row_hashes_free (QueristRowHashes *self)
{
  for (guint i = 0; i < self->n_columns; i++)
    g_free (self->cells[i]);
  g_free (self->cells);
  g_free (self);
}

/* One hash a row for the values of all @columns together; 0 where one of them is empty. */
static guint64 *
combine (const QueristRowHashes *self,
         const guint            *columns,
         guint                   n_columns)
{
  guint64 *rows = g_new (guint64, MAX (self->n_rows, 1));

  for (gsize row = 0; row < self->n_rows; row++)
    {
      guint64 hash = n_columns;

      for (guint i = 0; i < n_columns && hash != 0; i++)
        {
          guint64 cell = self->cells[columns[i]][row];

          hash = cell != 0 ? mix (hash, cell) | 1 : 0;
        }
      rows[row] = hash;
    }
  return rows;
}

/* Radix sort by bytes, lowest first: several times faster than qsort() over millions of hashes. */
static void
sort_hashes (guint64 *hashes,
             gsize    n)
{
  g_autofree guint64 *spare = g_new (guint64, MAX (n, 1));
  guint64 *from = hashes, *to = spare;

  for (guint shift = 0; shift < 64; shift += 8)
    {
      gsize starts[257] = { 0 };
      guint64 *swap = from;

      for (gsize i = 0; i < n; i++)
        starts[(from[i] >> shift & 0xff) + 1]++;
      for (guint i = 0; i < 256; i++)
        starts[i + 1] += starts[i];
      for (gsize i = 0; i < n; i++)
        to[starts[from[i] >> shift & 0xff]++] = from[i];
      from = to;
      to = swap;
    }
}

static guint64 *
sorted (const QueristRowHashes *self,
        const guint            *columns,
        guint                   n_columns)
{
  guint64 *rows = combine (self, columns, n_columns);

  sort_hashes (rows, self->n_rows);
  return rows;
}

/**
 * querist_row_hashes_count_missing:
 * @self: hashes of some columns
 * @other: hashes of as many columns
 * @n_distinct: (out): different rows of @self without an empty field
 * @n_rows: (out): rows of @self, also equal ones, that do not occur in @other
 *
 * Compares all columns together, in one pass over both sorted lists.
 *
 * Returns: how many of the different rows of @self do not occur in @other
 */
guint64
querist_row_hashes_count_missing (const QueristRowHashes *self,
                                  const QueristRowHashes *other,
                                  guint64                *n_distinct,
                                  guint64                *n_rows)
{
  g_autofree guint *order = g_new (guint, self->n_columns);
  g_autofree guint64 *mine = NULL, *theirs = NULL;
  guint64 n_missing = 0;
  gboolean missing = FALSE;
  gsize place = 0;

  for (guint i = 0; i < self->n_columns; i++)
    order[i] = i;
  mine = sorted (self, order, self->n_columns);
  theirs = sorted (other, order, self->n_columns);
  *n_distinct = *n_rows = 0;
  for (gsize i = 0; i < self->n_rows; i++)
    {
      if (mine[i] == 0)
        continue;
      if (i == 0 || mine[i] != mine[i - 1])
        {
          while (place < other->n_rows && theirs[place] < mine[i])
            place++;
          missing = place == other->n_rows || theirs[place] != mine[i];
          n_missing += missing;
          (*n_distinct)++;
        }
      *n_rows += missing;
    }
  return n_missing;
}

/**
 * querist_row_hashes_unique:
 * @self: hashes
 * @columns: (array length=n_columns): indexes into the columns read
 * @n_columns: how many
 *
 * Returns: whether no two rows have the same values in @columns, and none of these is empty
 */
gboolean
querist_row_hashes_unique (const QueristRowHashes *self,
                           const guint            *columns,
                           guint                   n_columns)
{
  g_autofree guint64 *rows = sorted (self, columns, n_columns);

  for (gsize row = 0; row < self->n_rows; row++)
    {
      if (rows[row] == 0 || (row > 0 && rows[row] == rows[row - 1]))
        return FALSE;
    }
  return TRUE;
}
