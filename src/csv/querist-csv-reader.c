/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-csv-reader.h"

#include <string.h>

#include "querist-csv-decoder.h"
#include "querist-csv-error.h"
#include "querist-csv-footer.h"
#include "querist-csv-header.h"
#include "querist-csv-splitter.h"

#define BLOCK_SIZE (256 * 1024)
/* With less text than this at hand, more is read before the next record. */
#define MIN_TEXT 1024
/* How far a closing quote is looked for, and the longest record. */
#define MAX_RECORD (256 * 1024 * 1024)
/* Lines may be swallowed by a quote that is never closed; this many fields are no record. */
#define MAX_CELLS 100000
/* Quotes that are tried as the one too many. */
#define MAX_OPENINGS 16
/* How far from the end of the file a footer may begin. */
#define MAX_FOOTER 4096

struct _QueristCsvReader
{
  GObject            parent_instance;

  QueristCsvDialect *dialect;
  QueristCsvDecoder *decoder;
  QueristCsvSplitter splitter;
  QueristCsvSplitter literal; /* the same without quotes */
  QueristCsvSplit    split;

  char              *data;
  gsize              start;
  gsize              end;
  gsize              capacity;
  gboolean           ended;

  guint              n_columns;
  GStrv              labels;
  guint64            line; /* of the next record */
  QueristCsvBody     body;
  gboolean           keep_raw;
  GString           *raw;
  char              *reason;
  QueristCsvRow      row;
};

G_DEFINE_FINAL_TYPE (QueristCsvReader, querist_csv_reader, G_TYPE_OBJECT)

static void
querist_csv_reader_finalize (GObject *object)
{
  QueristCsvReader *self = QUERIST_CSV_READER (object);

  g_clear_pointer (&self->dialect, querist_csv_dialect_free);
  g_clear_pointer (&self->decoder, querist_csv_decoder_free);
  g_clear_pointer (&self->split.cells, g_array_unref);
  g_clear_pointer (&self->data, g_free);
  g_clear_pointer (&self->labels, g_strfreev);
  g_clear_pointer (&self->reason, g_free);
  g_string_free (self->raw, TRUE);
  G_OBJECT_CLASS (querist_csv_reader_parent_class)->finalize (object);
}

static void
querist_csv_reader_class_init (QueristCsvReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = querist_csv_reader_finalize;
}

static void
querist_csv_reader_init (QueristCsvReader *self)
{
  self->split.cells = g_array_new (FALSE, FALSE, sizeof (QueristCsvCell));
  self->raw = g_string_new (NULL);
  self->line = 1;
}

/* Gets more text behind what is not used yet. */
static gboolean
fill (QueristCsvReader *self,
      GError          **error)
{
  gssize n;

  if (self->start > 0)
    {
      memmove (self->data, self->data + self->start, self->end - self->start);
      self->end -= self->start;
      self->start = 0;
    }
  if (self->end + BLOCK_SIZE / 2 > self->capacity)
    {
      self->capacity = MAX (BLOCK_SIZE, self->capacity * 2);
      self->data = g_realloc (self->data, self->capacity + QUERIST_CSV_PADDING);
      memset (self->data + self->capacity, 0, QUERIST_CSV_PADDING);
    }
  n = querist_csv_decoder_read (self->decoder, self->data + self->end, self->capacity - self->end,
                                error);
  if (n < 0)
    return FALSE;
  self->ended = n == 0;
  self->end += n;
  return TRUE;
}

/* Makes sure that the whole next line is there. */
static gboolean
fill_line (QueristCsvReader *self,
           GError          **error)
{
  gsize looked = 0;

  while (!self->ended)
    {
      const char *from = self->data + self->start + looked;
      gsize left = self->end - self->start - looked;

      if (left > 0 && (memchr (from, '\n', left) != NULL ||
                       (self->splitter.cr && memchr (from, '\r', left - 1) != NULL)))
        return TRUE;
      looked += left;
      if (looked > MAX_RECORD)
        {
          g_set_error (error, QUERIST_CSV_ERROR, QUERIST_CSV_ERROR_LIMIT,
                       "Line %" G_GUINT64_FORMAT " is longer than %d MB. Check its line ends and "
                       "encoding.", self->line, MAX_RECORD / (1024 * 1024));
          return FALSE;
        }
      if (!fill (self, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
at_end (QueristCsvReader *self)
{
  return (self->ended && self->start == self->end) ||
         (self->dialect->last_line > 0 && self->line > self->dialect->last_line);
}

static gboolean
is_blank (const char *text,
          const char *end)
{
  for (const char *p = text; p < end; p++)
    {
      if (*p != ' ' && *p != '\r' && *p != '\n' && *p != '\t')
        return FALSE;
    }
  return TRUE;
}

static void
skip_line (QueristCsvReader *self)
{
  const char *next;

  querist_csv_line_end (&self->splitter, self->data + self->start, self->data + self->end, &next);
  self->start = next - self->data;
  self->line++;
}

static gboolean
may_be_skipped (QueristCsvReader *self)
{
  char c = self->data[self->start];

  return c == '\n' || c == '\r' || c == ' ' || c == '\t' ||
         (self->dialect->comment != NULL && c == self->dialect->comment[0]);
}

/* A blank line is a record only in a file of one column, and only when something follows. */
static gboolean
is_skipped (QueristCsvReader *self)
{
  const char *text = self->data + self->start, *end = self->data + self->end, *next, *stop;
  const char *comment = self->dialect->comment;

  if (comment != NULL && (gsize) (end - text) >= strlen (comment) &&
      strncmp (text, comment, strlen (comment)) == 0)
    return TRUE;
  stop = querist_csv_line_end (&self->splitter, text, end, &next);
  if ((*text != *self->splitter.delimiter || self->splitter.min_blanks > 0) &&
      is_blank (text, stop))
    return self->n_columns != 1 || is_blank (stop, end);
  return FALSE;
}

/* Splits the next record, with as much text as that needs. */
static gboolean
split_next (QueristCsvReader      *self,
            QueristCsvSplitResult *result,
            GError               **error)
{
  for (;;)
    {
      *result = querist_csv_split (&self->splitter, self->data + self->start,
                                   self->data + self->end, self->ended, &self->split);
      if (*result != QUERIST_CSV_SPLIT_MORE)
        return TRUE;
      if (self->end - self->start > MAX_RECORD)
        {
          *result = QUERIST_CSV_SPLIT_UNCLOSED;
          return TRUE;
        }
      if (!fill (self, error))
        return FALSE;
    }
}

/* Splits the physical line that begins the record, with @literal_at or all quotes (if NULL) taken
 * as any other character. Tells whether that gives the width of the table. */
static gboolean
split_line (QueristCsvReader *self,
            const char       *literal_at)
{
  const char *text = self->data + self->start, *next;
  QueristCsvSplitResult result;

  querist_csv_line_end (&self->splitter, text, self->data + self->end, &next);
  self->split.literal_at = literal_at;
  result = querist_csv_split (literal_at != NULL ? &self->splitter : &self->literal, text, next,
                              TRUE, &self->split);
  self->split.literal_at = NULL;
  return result == QUERIST_CSV_SPLIT_RECORD && self->split.cells->len == self->n_columns;
}

static void
set_raw (QueristCsvReader *self,
         const char       *text,
         gsize             length)
{
  g_string_truncate (self->raw, 0);
  g_string_append_len (self->raw, text, length);
  self->row.raw = self->raw->str;
  self->row.raw_length = length;
}

static void
take (QueristCsvReader *self)
{
  self->row.line = self->line;
  self->row.cells = (const QueristCsvCell *) (gpointer) self->split.cells->data;
  self->row.n_cells = self->split.cells->len;
  self->start = self->split.next - self->data;
  self->line += self->split.n_lines;
}

static QueristCsvStep
reject (QueristCsvReader *self,
        char             *reason)
{
  g_free (self->reason);
  self->reason = reason;
  self->row.reason = reason;
  set_raw (self, self->data + self->start, self->split.length);
  take (self);
  return QUERIST_CSV_REJECT;
}

static QueristCsvStep
accept (QueristCsvReader         *self,
        const QueristCsvSplitter *splitter,
        const char               *note)
{
  self->row.reason = NULL;
  self->row.note = note;
  self->row.raw = NULL;
  self->row.raw_length = 0;
  if (self->keep_raw)
    set_raw (self, self->data + self->start, self->split.length);
  querist_csv_split_finish (splitter, &self->split);
  take (self);
  return QUERIST_CSV_RECORD;
}

/* A record of the wrong width that covers several lines may have begun with a quote that was
 * meant as a character: then the line after its first one is a record of its own. */
static gboolean
swallowed_a_record (QueristCsvReader *self)
{
  g_autoptr(GArray) cells = g_array_new (FALSE, FALSE, sizeof (QueristCsvCell));
  QueristCsvSplit other = { .cells = cells };
  const char *text = self->data + self->start, *next;

  querist_csv_line_end (&self->splitter, text, self->data + self->end, &next);
  return querist_csv_split (&self->splitter, next, self->data + self->end, self->ended, &other) ==
             QUERIST_CSV_SPLIT_RECORD &&
         cells->len == self->n_columns;
}

/* The damage of a quote that is never closed stays in the line on which it opens. */
static QueristCsvStep
confine (QueristCsvReader *self)
{
  static const char note[] = "A quote is never closed; it was taken as an ordinary character.";

  if (split_line (self, self->split.opening))
    return accept (self, &self->splitter, note);
  if (split_line (self, NULL))
    return accept (self, &self->literal, note);
  return reject (self, g_strdup ("A quote is never closed, and without it the line has the wrong "
                                 "number of fields."));
}

/* Whether a quote stands in a quoted field that is neither doubled nor escaped. */
static gboolean
has_lone_quote (const QueristCsvSplitter *splitter,
                const QueristCsvCell     *cell)
{
  const char *p = cell->text, *end = p + cell->length;

  while ((p = memchr (p, splitter->quote, end - p)) != NULL)
    {
      gboolean doubled = p + 1 < end && p[1] == splitter->quote;

      if (!doubled && (p == cell->text || splitter->escape == 0 || p[-1] != splitter->escape))
        return TRUE;
      p += doubled ? 2 : 1;
    }
  return FALSE;
}

/* A row of the wrong width with quotes inside quoted fields may have one quote too many, at the
 * beginning of a field: looks for a field that makes the row fit when its quote is no quote, first
 * among those that hold a quote, then from the last one on. */
static gboolean
find_extra_quote (QueristCsvReader *self)
{
  const char *openings[MAX_OPENINGS], *suspects[MAX_OPENINGS];
  guint n = 0, n_suspects = 0;

  for (guint i = 0; i < self->split.cells->len && n < MAX_OPENINGS; i++)
    {
      const QueristCsvCell *cell = &g_array_index (self->split.cells, QueristCsvCell, i);

      if (!cell->quoted)
        continue;
      openings[n++] = cell->text - 1;
      if (has_lone_quote (&self->splitter, cell))
        suspects[n_suspects++] = cell->text - 1;
    }
  for (guint i = 0; i < n_suspects; i++)
    {
      if (split_line (self, suspects[i]))
        return TRUE;
    }
  while (n > 0)
    {
      if (split_line (self, openings[--n]))
        return TRUE;
    }
  return FALSE;
}

static gboolean
rest_is_empty (QueristCsvReader *self,
               guint             from)
{
  for (guint i = from; i < self->split.cells->len; i++)
    {
      const QueristCsvCell *cell = &g_array_index (self->split.cells, QueristCsvCell, i);

      if (!is_blank (cell->text, cell->text + cell->length))
        return FALSE;
    }
  return TRUE;
}

/* Back to the plain reading of the record, after others were tried. */
static void
split_again (QueristCsvReader *self)
{
  querist_csv_split (&self->splitter, self->data + self->start, self->data + self->end,
                     self->ended, &self->split);
}

static char *
describe_width (QueristCsvReader *self)
{
  return g_strdup_printf ("The row has %u field%s where the table has %u columns.",
                          self->split.cells->len, self->split.cells->len == 1 ? "" : "s",
                          self->n_columns);
}

/* The visible rule for ragged rows: empty fields beyond the last column are dropped, and missing
 * ones are filled up, only where the dialect says so; everything else is rejected. */
static QueristCsvStep
judge_width (QueristCsvReader *self)
{
  static const QueristCsvCell empty = { "", 0, FALSE };
  guint n_cells = self->split.cells->len;
  QueristCsvStep step;

  if (n_cells > self->n_columns && self->dialect->trim_long &&
      rest_is_empty (self, self->n_columns))
    {
      step = accept (self, &self->splitter, NULL);
      self->row.n_cells = self->n_columns;
      return step;
    }
  if (n_cells < self->n_columns && self->dialect->pad_short)
    {
      step = accept (self, &self->splitter, NULL);
      while (self->split.cells->len < self->n_columns)
        g_array_append_val (self->split.cells, empty);
      self->row.cells = (const QueristCsvCell *) (gpointer) self->split.cells->data;
      self->row.n_cells = self->n_columns;
      return step;
    }
  if (self->split.n_lines > 1 && swallowed_a_record (self))
    return confine (self);
  if (self->split.stray)
    {
      if (find_extra_quote (self))
        return accept (self, &self->splitter,
                       "A quote opens a field but is never closed; it was taken as an ordinary "
                       "character.");
      split_again (self);
    }
  return reject (self, describe_width (self));
}

static gboolean
repeats_header (QueristCsvReader *self)
{
  if (self->dialect->header_rows == 0 || self->labels == NULL)
    return FALSE;
  for (guint i = 0; i < self->n_columns; i++)
    {
      const QueristCsvCell *cell = &g_array_index (self->split.cells, QueristCsvCell, i);

      if (strlen (self->labels[i]) != cell->length ||
          memcmp (self->labels[i], cell->text, cell->length) != 0)
        return FALSE;
    }
  return self->n_columns > 1;
}

static gboolean
is_footer (QueristCsvReader *self)
{
  return self->ended && self->end - self->start < MAX_FOOTER && self->decoder != NULL &&
         querist_csv_body_ends_at (&self->body, &self->splitter, self->data + self->start,
                                   self->data + self->end, self->n_columns);
}

/* Passes over blank lines and comments, with some text behind them. */
static gboolean
skip_lines (QueristCsvReader *self,
            GCancellable     *cancellable,
            GError          **error)
{
  for (;;)
    {
      if (self->end - self->start < MIN_TEXT && !self->ended &&
          (g_cancellable_set_error_if_cancelled (cancellable, error) || !fill (self, error)))
        return FALSE;
      if (at_end (self) || !may_be_skipped (self))
        return TRUE;
      if (!fill_line (self, error))
        return FALSE;
      if (!is_skipped (self))
        return TRUE;
      skip_line (self);
    }
}

/**
 * querist_csv_reader_next:
 * @self: a reader
 * @row: (out) (transfer none): the row of a record or a reject
 * @cancellable: (nullable): a #GCancellable
 * @error: return location
 *
 * Reads the next record. Blank lines and comments are passed over. What can't be a row of the table
 * is given as a reject, with its reason, and reading goes on behind it.
 *
 * Returns: what there is
 */
QueristCsvStep
querist_csv_reader_next (QueristCsvReader     *self,
                         const QueristCsvRow **row,
                         GCancellable         *cancellable,
                         GError              **error)
{
  QueristCsvSplitResult result;

  g_return_val_if_fail (QUERIST_IS_CSV_READER (self), QUERIST_CSV_FAILED);

  *row = &self->row;
  if (!skip_lines (self, cancellable, error))
    return QUERIST_CSV_FAILED;
  if (at_end (self))
    return QUERIST_CSV_END;
  if (!split_next (self, &result, error))
    return QUERIST_CSV_FAILED;
  if (result == QUERIST_CSV_SPLIT_UNCLOSED)
    return confine (self);
  if (self->split.cells->len != self->n_columns)
    return judge_width (self);
  if (repeats_header (self))
    return reject (self, g_strdup ("The row repeats the header."));
  if (is_footer (self))
    return reject (self, g_strdup ("The row stands below the table, as a total or a note does."));
  querist_csv_body_add (&self->body, (const QueristCsvCell *) (gpointer) self->split.cells->data,
                        self->n_columns);
  return accept (self, &self->splitter,
                 self->split.stray ? "A quote stands inside a quoted field; it was taken as an "
                                     "ordinary character." : NULL);
}

static gboolean
skip_preamble (QueristCsvReader *self,
               GError          **error)
{
  for (guint i = 0; i < self->dialect->skipped_lines && !at_end (self); i++)
    {
      if (!fill_line (self, error))
        return FALSE;
      if (self->start < self->end)
        skip_line (self);
    }
  return TRUE;
}

/* Reads the header's rows; the reader then stands before the first record. */
static gboolean
read_header (QueristCsvReader *self,
             GPtrArray        *rows,
             GError          **error)
{
  QueristCsvSplitResult result;

  while (rows->len < self->dialect->header_rows && fill_line (self, error) && !at_end (self))
    {
      if (may_be_skipped (self) && is_skipped (self))
        {
          skip_line (self);
          continue;
        }
      if (!split_next (self, &result, error))
        return FALSE;
      if (result != QUERIST_CSV_SPLIT_RECORD)
        split_line (self, NULL);
      if (self->split.cells->len > MAX_CELLS)
        {
          g_set_error (error, QUERIST_CSV_ERROR, QUERIST_CSV_ERROR_LIMIT,
                       "Line %" G_GUINT64_FORMAT " has %u fields; more than %d columns can’t be "
                       "read. Check the delimiter.", self->line, self->split.cells->len, MAX_CELLS);
          return FALSE;
        }
      accept (self, &self->splitter, NULL);
      g_ptr_array_add (rows, querist_csv_header_cells (self->row.cells, self->row.n_cells));
    }
  return rows->len == self->dialect->header_rows || at_end (self);
}

static gboolean
begin (QueristCsvReader *self,
       guint             n_columns,
       GError          **error)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  if (!fill (self, error) || !skip_preamble (self, error) || !read_header (self, rows, error) ||
      !fill_line (self, error))
    return FALSE;
  self->n_columns = n_columns;
  if (n_columns == 0)
    self->n_columns = querist_csv_header_width (rows, &self->splitter, self->dialect->comment,
                                                self->data + self->start,
                                                self->data + self->end, self->ended);
  if (rows->len > 0)
    self->labels = querist_csv_header_labels (rows, self->n_columns);
  return TRUE;
}

static void
init_splitters (QueristCsvReader *self)
{
  querist_csv_splitter_init (&self->splitter, self->dialect);
  self->literal = self->splitter;
  self->literal.quote = 0;
  self->literal.doubled = FALSE;
}

/**
 * querist_csv_reader_open:
 * @path: a file
 * @dialect: how it is written
 * @n_columns: columns of its table, 0 to take them from the header and the first records
 * @error: return location
 *
 * Opens a file and reads up to its first record. Memory stays at some blocks of text, or the
 * longest record if that is more.
 *
 * Returns: (transfer full) (nullable): a reader, NULL on error
 */
QueristCsvReader *
querist_csv_reader_open (const char              *path,
                         const QueristCsvDialect *dialect,
                         guint                    n_columns,
                         GError                 **error)
{
  g_autoptr(QueristCsvReader) self = g_object_new (QUERIST_TYPE_CSV_READER, NULL);

  self->dialect = querist_csv_dialect_copy (dialect);
  init_splitters (self);
  self->decoder = querist_csv_decoder_open (path, dialect->encoding, error);
  if (self->decoder == NULL || !begin (self, n_columns, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * querist_csv_reader_new_for_records:
 * @dialect: how the file of the records is written
 * @labels: (nullable): what its header says
 * @n_columns: columns of its table
 *
 * Makes a reader for records apart from their file: querist_csv_reader_set_record() gives it one
 * after the other. A record can't do damage to any other.
 *
 * Returns: (transfer full): a reader without a record
 */
QueristCsvReader *
querist_csv_reader_new_for_records (const QueristCsvDialect *dialect,
                                    const char *const       *labels,
                                    guint                    n_columns)
{
  QueristCsvReader *self = g_object_new (QUERIST_TYPE_CSV_READER, NULL);

  self->dialect = querist_csv_dialect_copy (dialect);
  g_clear_pointer (&self->dialect->comment, g_free);
  self->dialect->last_line = 0;
  init_splitters (self);
  self->labels = g_strdupv ((GStrv) labels);
  self->n_columns = n_columns;
  self->ended = TRUE;
  return self;
}

/**
 * querist_csv_reader_set_record:
 * @self: a reader from querist_csv_reader_new_for_records()
 * @text: the record as it stands in its file, UTF-8
 * @length: its bytes
 *
 * Gives the reader something to read, in place of what it has not read yet.
 */
void
querist_csv_reader_set_record (QueristCsvReader *self,
                               const char       *text,
                               gsize             length)
{
  g_return_if_fail (QUERIST_IS_CSV_READER (self) && self->decoder == NULL);

  if (self->data == NULL || self->capacity < length)
    {
      self->capacity = length;
      self->data = g_realloc (self->data, self->capacity + QUERIST_CSV_PADDING);
    }
  memcpy (self->data, text, length);
  memset (self->data + length, 0, QUERIST_CSV_PADDING);
  self->start = 0;
  self->end = length;
  self->line = 1;
}

/**
 * querist_csv_reader_keep_raw:
 * @self: a reader
 * @keep: whether rows that are no rejects should have their raw text, too
 */
void
querist_csv_reader_keep_raw (QueristCsvReader *self,
                             gboolean          keep)
{
  g_return_if_fail (QUERIST_IS_CSV_READER (self));
  self->keep_raw = keep;
}

/**
 * querist_csv_reader_get_labels:
 * @self: a reader
 *
 * Returns: (transfer none) (nullable): what the header says, a text for each column, several header
 *   rows joined by a blank; NULL without a header
 */
const char *const *
querist_csv_reader_get_labels (QueristCsvReader *self)
{
  g_return_val_if_fail (QUERIST_IS_CSV_READER (self), NULL);
  return (const char *const *) self->labels;
}

/**
 * querist_csv_reader_get_n_columns:
 * @self: a reader
 *
 * Returns: columns of the table
 */
guint
querist_csv_reader_get_n_columns (QueristCsvReader *self)
{
  g_return_val_if_fail (QUERIST_IS_CSV_READER (self), 0);
  return self->n_columns;
}

/**
 * querist_csv_reader_get_line:
 * @self: a reader
 *
 * Returns: the physical line on which the next record begins, if there is one
 */
guint64
querist_csv_reader_get_line (QueristCsvReader *self)
{
  g_return_val_if_fail (QUERIST_IS_CSV_READER (self), 0);
  return self->line;
}

/**
 * querist_csv_reader_is_clean:
 * @self: a reader of a file that was opened as UTF-8
 *
 * Returns: whether all bytes so far were valid UTF-8, without a NUL
 */
gboolean
querist_csv_reader_is_clean (QueristCsvReader *self)
{
  g_return_val_if_fail (QUERIST_IS_CSV_READER (self), FALSE);
  return querist_csv_decoder_is_clean (self->decoder);
}

/**
 * querist_csv_reader_get_offset:
 * @self: a reader
 *
 * Returns: bytes of the file read so far, of querist_csv_reader_get_size()
 */
guint64
querist_csv_reader_get_offset (QueristCsvReader *self)
{
  g_return_val_if_fail (QUERIST_IS_CSV_READER (self), 0);
  return querist_csv_decoder_get_offset (self->decoder);
}

/**
 * querist_csv_reader_get_size:
 * @self: a reader
 *
 * Returns: bytes of the file as it lies on the disk
 */
guint64
querist_csv_reader_get_size (QueristCsvReader *self)
{
  g_return_val_if_fail (QUERIST_IS_CSV_READER (self), 0);
  return querist_csv_decoder_get_size (self->decoder);
}
