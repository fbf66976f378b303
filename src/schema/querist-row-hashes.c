/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-csv-value.h"
#include "querist-row-hashes.h"

/* One cell of a column, as it would be loaded: "7.0" and "7" are the same number, and a text that
 * stands for no value is none. */
typedef struct {
  guint             position;
  QueristConverter *converter;
} Column;

static void
column_clear (gpointer data)
{
  querist_converter_free (((Column *) data)->converter);
}

static GArray *
open_columns (const QueristSubject *subject,
              GArray               *positions)
{
  static const QueristCsvDialect plain = { 0 };
  const QueristCsvDialect *dialect = subject->profile->dialect;
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (Column));

  g_array_set_clear_func (columns, column_clear);
  for (guint i = 0; i < positions->len; i++)
    {
      guint position = g_array_index (positions, guint, i);
      const QueristColumnProfile *profile = g_ptr_array_index (subject->profile->columns, position);
      Column column = { position,
                        querist_converter_new (profile->type, profile->format,
                                               dialect != NULL ? dialect : &plain) };

      g_array_append_val (columns, column);
    }
  return columns;
}

/* The finalizer of SplitMix64 (Steele, Lea & Flood 2014). */
static guint64
mix (guint64 hash,
     guint64 next)
{
  hash = hash * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) + next;
  hash = (hash ^ (hash >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  hash = (hash ^ (hash >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return hash ^ (hash >> 31);
}

/* FNV-1a (Fowler, Noll & Vo) of 64 bits. */
static guint64
hash_bytes (const void *bytes,
            gsize       length)
{
  const guchar *p = bytes;
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (gsize i = 0; i < length; i++)
    hash = (hash ^ p[i]) * G_GUINT64_CONSTANT (0x100000001b3);
  return hash;
}

static gboolean
is_whole (double number)
{
  const double most = G_GUINT64_CONSTANT (1) << 53;

  return number >= -most && number <= most && number == (gint64) number;
}

static guint64
hash_cell (const Column         *column,
           const QueristCsvCell *cell)
{
  QueristValue value;
  guint64 hash;

  if (!querist_converter_convert (column->converter, cell, &value))
    hash = hash_bytes (cell->text, cell->length);
  else if (value.kind == QUERIST_VALUE_NULL)
    return 0;
  else if (value.kind == QUERIST_VALUE_INTEGER)
    hash = value.integer;
  else if (value.kind == QUERIST_VALUE_REAL && is_whole (value.real))
    hash = (guint64) (gint64) value.real;
  else if (value.kind == QUERIST_VALUE_REAL)
    hash = hash_bytes (&value.real, sizeof value.real);
  else
    hash = hash_bytes (value.text, value.length);
  return mix (1, hash) | 1;
}

/**
 * querist_row_hash_combine:
 * @cells: (array length=n_cells): hashes of a row's fields
 * @n_cells: how many
 *
 * Returns: one hash of all together; 0 when one of them is empty
 */
guint64
querist_row_hash_combine (const guint64 *cells,
                          guint          n_cells)
{
  guint64 hash = n_cells;

  for (guint i = 0; i < n_cells; i++)
    {
      if (cells[i] == 0)
        return 0;
      hash = mix (hash, cells[i]) | 1;
    }
  return hash;
}

static void
each_of_preview (const QueristSubject *subject,
                 GArray               *columns,
                 QueristRowHashFunc    func,
                 gpointer              user_data)
{
  GPtrArray *preview = subject->profile->preview;
  g_autofree guint64 *hashes = g_new (guint64, columns->len);

  for (guint row = 0; preview != NULL && row < preview->len; row++)
    {
      char **cells = g_ptr_array_index (preview, row);
      guint n_cells = g_strv_length (cells);

      for (guint i = 0; i < columns->len; i++)
        {
          const Column *column = &g_array_index (columns, Column, i);
          const char *text = column->position < n_cells ? cells[column->position] : "";
          QueristCsvCell cell = { .text = text, .length = strlen (text) };

          hashes[i] = hash_cell (column, &cell);
        }
      if (!func (hashes, user_data))
        return;
    }
}

static gboolean
each_of_file (const QueristSubject  *subject,
              GArray                *columns,
              QueristRowHashFunc     func,
              gpointer               user_data,
              GCancellable          *cancellable,
              GError               **error)
{
  const QueristCsvProfile *profile = subject->profile;
  g_autofree guint64 *hashes = g_new (guint64, columns->len);
  g_autoptr(QueristCsvReader) reader =
    querist_csv_reader_open (profile->path, profile->dialect, profile->columns->len, error);
  const QueristCsvRow *row;

  if (reader == NULL)
    return FALSE;
  for (;;)
    {
      QueristCsvStep step = querist_csv_reader_next (reader, &row, cancellable, error);

      if (step == QUERIST_CSV_FAILED || step == QUERIST_CSV_END)
        return step == QUERIST_CSV_END;
      if (step == QUERIST_CSV_REJECT)
        continue;
      for (guint i = 0; i < columns->len; i++)
        {
          const Column *column = &g_array_index (columns, Column, i);

          hashes[i] = hash_cell (column, &row->cells[column->position]);
        }
      if (!func (hashes, user_data))
        return TRUE;
    }
}

/**
 * querist_row_hashes_each:
 * @subject: a file
 * @positions: (element-type guint): the columns that matter
 * @func: (scope call): told of each row, until it returns FALSE
 * @user_data: for @func
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Reads the file again; when the profile's preview holds all of it, or names no file, that is used
 * instead.
 *
 * Returns: FALSE with @error set when the file can't be read
 */
gboolean
querist_row_hashes_each (const QueristSubject  *subject,
                         GArray                *positions,
                         QueristRowHashFunc     func,
                         gpointer               user_data,
                         GCancellable          *cancellable,
                         GError               **error)
{
  const QueristCsvProfile *profile = subject->profile;
  g_autoptr(GArray) columns = open_columns (subject, positions);

  if (profile->path != NULL && profile->dialect != NULL &&
      (profile->preview == NULL || profile->preview->len < subject->n_rows ||
       profile->n_rejected > 0))
    return each_of_file (subject, columns, func, user_data, cancellable, error);
  each_of_preview (subject, columns, func, user_data);
  return TRUE;
}

typedef struct {
  QueristRowHashes *hashes;
  gsize             max_rows;
} Reading;

static gboolean
add_row (const guint64 *cells,
         gpointer       user_data)
{
  const Reading *reading = user_data;
  QueristRowHashes *self = reading->hashes;

  if (self->n_rows == reading->max_rows)
    {
      self->complete = FALSE;
      return FALSE;
    }
  for (guint i = 0; i < self->n_columns; i++)
    self->cells[i][self->n_rows] = cells[i];
  self->n_rows++;
  return TRUE;
}

/**
 * querist_row_hashes_read:
 * @subject: a file
 * @positions: (element-type guint): the columns that matter
 * @max_rows: rows to read at most
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Keeps what querist_row_hashes_each() tells.
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
  g_autoptr(QueristRowHashes) self = g_new0 (QueristRowHashes, 1);
  GPtrArray *preview = subject->profile->preview;
  Reading reading = { self, MIN (max_rows, MAX (subject->n_rows,
                                                preview != NULL ? preview->len : 0)) };

  self->complete = TRUE;
  self->n_columns = positions->len;
  self->cells = g_new (guint64 *, self->n_columns);
  for (guint i = 0; i < self->n_columns; i++)
    self->cells[i] = g_new (guint64, MAX (reading.max_rows, 1));
  if (!querist_row_hashes_each (subject, positions, add_row, &reading, cancellable, error))
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

/**
 * querist_row_hashes_sort:
 * @hashes: (array length=n): hashes, which are sorted in place
 * @n: how many
 *
 * Radix sort by bytes, lowest first: several times faster than qsort() over millions of hashes.
 */
void
querist_row_hashes_sort (guint64 *hashes,
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
  g_autofree guint64 *rows = g_new (guint64, MAX (self->n_rows, 1));
  g_autofree guint64 *cells = g_new (guint64, n_columns);

  for (gsize row = 0; row < self->n_rows; row++)
    {
      for (guint i = 0; i < n_columns; i++)
        cells[i] = self->cells[columns[i]][row];
      rows[row] = querist_row_hash_combine (cells, n_columns);
    }
  querist_row_hashes_sort (rows, self->n_rows);
  for (gsize row = 0; row < self->n_rows; row++)
    {
      if (rows[row] == 0 || (row > 0 && rows[row] == rows[row - 1]))
        return FALSE;
    }
  return TRUE;
}
