/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-csv-splitter.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Why not libcsv: it does not say whether a field stood in quotes, nor where in the file a record
 * began, knows one-byte delimiters and doubled quotes only, and can't go back when a quote turns
 * out never to be closed. It also splits 440-520 MB/s at best, where a scan for the next special
 * byte over 64 bytes at a time leaves the time to the conversion. tests/csv/test-splitter.c
 * compares the two on random RFC 4180 text. */

typedef struct
{
  const char               *base;
  const char               *end;
  guint64                   mask;
  const QueristCsvSplitter *splitter;
} Scan;

/* Bit i of the result: whether byte i of the 64 at @p may mean something. */
static inline guint64
find_special (const QueristCsvSplitter *self,
              const char               *p)
{
  guint64 mask = 0;
  char extra = self->escape != 0 ? self->escape : '\n';
  char cr = self->cr ? '\r' : '\n';
  char delimiter = self->delimiter_length > 0 ? self->delimiter[0] : '\n';
  char quote = self->quote != 0 ? self->quote : '\n';
#ifdef __SSE2__
  const __m128i lf16 = _mm_set1_epi8 ('\n'), cr16 = _mm_set1_epi8 (cr);
  const __m128i delimiter16 = _mm_set1_epi8 (delimiter), quote16 = _mm_set1_epi8 (quote);
  const __m128i extra16 = _mm_set1_epi8 (extra);

  for (guint i = 0; i < 4; i++)
    {
      __m128i bytes = _mm_loadu_si128 ((gconstpointer) (p + 16 * i));
      __m128i hits = _mm_or_si128 (_mm_cmpeq_epi8 (bytes, lf16),
                                   _mm_cmpeq_epi8 (bytes, delimiter16));

      hits = _mm_or_si128 (hits, _mm_cmpeq_epi8 (bytes, quote16));
      hits = _mm_or_si128 (hits, _mm_or_si128 (_mm_cmpeq_epi8 (bytes, cr16),
                                               _mm_cmpeq_epi8 (bytes, extra16)));
      mask |= (guint64) (guint) _mm_movemask_epi8 (hits) << (16 * i);
    }
#else
  for (guint i = 0; i < 64; i++)
    {
      char c = p[i];

      if (c == '\n' || c == delimiter || c == quote || c == cr || c == extra)
        mask |= G_GUINT64_CONSTANT (1) << i;
    }
#endif
  return mask;
}

static inline void
scan_start (Scan       *scan,
            const char *p)
{
  scan->base = p;
  scan->mask = p < scan->end ? find_special (scan->splitter, p) : 0;
}

static inline const char *
scan_next (Scan *scan)
{
  const char *p;

  while (scan->mask == 0)
    {
      scan->base += 64;
      if (scan->base >= scan->end)
        return scan->end;
      scan->mask = find_special (scan->splitter, scan->base);
    }
  p = scan->base + __builtin_ctzll (scan->mask);
  scan->mask &= scan->mask - 1;
  return p < scan->end ? p : scan->end;
}

/* Forgets what was found before @p. */
static inline void
scan_skip (Scan       *scan,
           const char *p)
{
  if (p >= scan->base + 64)
    scan_start (scan, p);
  else if (p > scan->base)
    scan->mask &= ~G_GUINT64_CONSTANT (0) << (p - scan->base);
}

static inline gboolean
is_line_end (const QueristCsvSplitter *self,
             const char               *p,
             const char               *end)
{
  return *p == '\n' || (*p == '\r' && (self->cr || (p + 1 < end && p[1] == '\n')));
}

/* Bytes of the delimiter that stands at @p, 0 for none. */
static inline gsize
match_delimiter (const QueristCsvSplitter *self,
                 const char               *p,
                 const char               *end)
{
  const char *q = p;

  if (self->min_blanks > 0)
    {
      while (q < end && *q == ' ')
        q++;
      return (gsize) (q - p) >= self->min_blanks ? q - p : 0;
    }
  if (self->delimiter_length == 0 || *p != self->delimiter[0])
    return 0;
  if (self->delimiter_length == 1)
    return 1;
  return (gsize) (end - p) >= self->delimiter_length &&
                 memcmp (p, self->delimiter, self->delimiter_length) == 0
             ? self->delimiter_length
             : 0;
}

static inline void
add_cell (QueristCsvSplit *split,
          const char      *start,
          const char      *stop,
          gboolean         quoted)
{
  GArray *cells = split->cells;
  QueristCsvCell *cell;

  if (G_UNLIKELY (cells->len == split->capacity))
    {
      guint length = cells->len;

      split->capacity = MAX (64, 2 * length);
      g_array_set_size (cells, split->capacity);
      cells->len = length;
    }
  cell = &g_array_index (cells, QueristCsvCell, cells->len++);
  cell->text = start;
  cell->length = stop - start;
  cell->quoted = quoted;
}

static inline const char *
pass_blanks (const char *p,
             const char *end)
{
  while (p < end && *p == ' ')
    p++;
  return p;
}

/* Blanks around quotes are no part of the field, unless they part fields. */
static inline const char *
skip_blanks (const QueristCsvSplitter *self,
             const char               *p,
             const char               *end)
{
  return self->delimiter[0] == ' ' ? p : pass_blanks (p, end);
}

typedef enum
{
  FOUND_END,
  FOUND_MORE,
  FOUND_UNCLOSED,
} Found;

/* Whether the quote at @p looks like the one that opens a field: then the field before it was
 * never closed, and everything up to here was swallowed. */
static gboolean
opens_field (const QueristCsvSplitter *self,
             const char               *p)
{
  return p[-1] == '\n' || p[-1] == '\r' ||
         (self->delimiter_length > 0 && p[-1] == self->delimiter[self->delimiter_length - 1]);
}

static void
skip_escaped (Scan            *scan,
              QueristCsvSplit *split,
              const char      *p)
{
  split->escaped = TRUE;
  scan_skip (scan, p + 2);
}

/* From behind the opening quote to the closing one, and behind the blanks that follow it. */
static Found
scan_quoted (Scan            *scan,
             gboolean         final,
             QueristCsvSplit *split,
             const char     **stop,
             const char     **after)
{
  const QueristCsvSplitter *self = scan->splitter;
  guint n_lines = 0;

  for (;;)
    {
      const char *p = scan_next (scan), *behind;

      if (p >= scan->end)
        return final ? FOUND_UNCLOSED : FOUND_MORE;
      if (*p == '\n' || (*p == '\r' && self->cr && p[1] != '\n'))
        n_lines++;
      if (self->escape != 0 && *p == self->escape)
        skip_escaped (scan, split, p);
      if (*p != self->quote)
        continue;
      behind = skip_blanks (self, p + 1, scan->end);
      if (behind + MAX (self->delimiter_length, 2) > scan->end && !final)
        return FOUND_MORE;
      if (behind >= scan->end || is_line_end (self, behind, scan->end) ||
          match_delimiter (self, behind, scan->end) > 0)
        {
          split->n_lines += n_lines;
          *stop = p;
          *after = behind;
          scan_skip (scan, behind);
          return FOUND_END;
        }
      if (p[1] == self->quote && self->doubled)
        skip_escaped (scan, split, p);
      else if (n_lines > 0 && opens_field (self, p))
        return FOUND_UNCLOSED;
      else
        split->stray = TRUE;
    }
}

/* To the delimiter or line end behind an unquoted field. */
static Found
scan_plain (Scan            *scan,
            gboolean         final,
            QueristCsvSplit *split,
            const char      *start,
            const char     **stop,
            const char     **after)
{
  const QueristCsvSplitter *self = scan->splitter;

  for (;;)
    {
      const char *p = scan_next (scan);

      if (p + MAX (self->delimiter_length, 1) > scan->end && !final)
        return FOUND_MORE;
      if (self->escape != 0 && p + 1 < scan->end && *p == self->escape)
        {
          skip_escaped (scan, split, p);
          continue;
        }
      if (p < scan->end && *p == '\r' && p + 1 >= scan->end && !final)
        return FOUND_MORE;
      if (p >= scan->end || is_line_end (self, p, scan->end) ||
          match_delimiter (self, p, scan->end) > 0)
        {
          /* the carriage return before a line feed belongs to the line end */
          gboolean crlf = p < scan->end && *p == '\n' && p > start && p[-1] == '\r';

          *stop = *after = crlf ? p - 1 : p;
          return FOUND_END;
        }
    }
}

static void
end_record (QueristCsvSplit *split,
            const char      *text,
            const char      *p,
            const char      *end)
{
  split->length = p - text;
  split->n_lines++;
  if (p < end && *p == '\r' && p + 1 < end && p[1] == '\n')
    p++;
  split->next = MIN (p + 1, end);
}

/* Bytes of the delimiter at @p, behind a field. Blanks at the end of a line part nothing: they are
 * passed over. */
static Found
pass_delimiter (Scan        *scan,
                gboolean     final,
                const char **p,
                gsize       *length)
{
  const QueristCsvSplitter *self = scan->splitter;
  const char *behind;

  *length = *p < scan->end ? match_delimiter (self, *p, scan->end) : 0;
  behind = *p + *length;
  if (self->min_blanks == 0 || *length == 0)
    return FOUND_END;
  if (behind + 1 >= scan->end && !final)
    return FOUND_MORE;
  if (behind >= scan->end || is_line_end (self, behind, scan->end))
    {
      *p = behind;
      *length = 0;
    }
  return FOUND_END;
}

/**
 * querist_csv_split:
 * @self: what parts fields and records
 * @text: where a record begins
 * @end: the end of the text at hand; %QUERIST_CSV_PADDING bytes behind it can be read
 * @final: whether nothing follows @end
 * @split: (inout): what was found; @split->cells is emptied first
 *
 * Finds the fields of one record without changing the text. A quote that is followed by neither
 * another quote, a delimiter nor a line end is taken as a character of the field. Where such a
 * quote looks like the opening one of a later field, or the text ends inside quotes, the record's
 * quote was never closed.
 *
 * Returns: whether there is a record; more text is needed to tell; or a quote is never closed
 */
QueristCsvSplitResult
querist_csv_split (const QueristCsvSplitter *self,
                   const char               *text,
                   const char               *end,
                   gboolean                  final,
                   QueristCsvSplit          *split)
{
  Scan scan = { .end = end, .splitter = self };
  const char *start = text, *stop = NULL, *p = NULL;
  gsize length;

  g_array_set_size (split->cells, 0);
  split->n_lines = 0;
  split->escaped = split->stray = FALSE;
  scan_start (&scan, text);
  if (self->min_blanks > 0)
    scan_skip (&scan, start = pass_blanks (text, end));
  do
    {
      const char *opening = skip_blanks (self, start, end);
      gboolean quoted = self->quote != 0 && opening < end && *opening == self->quote &&
                        opening != split->literal_at;
      Found found;

      if (quoted)
        {
          split->opening = opening;
          start = opening + 1;
          scan_skip (&scan, start);
        }
      found = quoted ? scan_quoted (&scan, final, split, &stop, &p)
                     : scan_plain (&scan, final, split, start, &stop, &p);
      if (found == FOUND_END)
        found = pass_delimiter (&scan, final, &p, &length);
      if (found != FOUND_END)
        return found == FOUND_MORE ? QUERIST_CSV_SPLIT_MORE : QUERIST_CSV_SPLIT_UNCLOSED;
      add_cell (split, start, stop, quoted);
      start = p + length;
      scan_skip (&scan, start);
    }
  while (length > 0);
  end_record (split, text, p, end);
  return QUERIST_CSV_SPLIT_RECORD;
}

/* Makes one of every two quotes in a cell, in place, piece by piece. */
static void
undouble (QueristCsvCell *cell,
          char            quote)
{
  char *to = (char *) cell->text;
  const char *from = to, *end = from + cell->length, *p;

  while ((p = memchr (from, quote, end - from)) != NULL)
    {
      gsize n = p + 1 - from;

      if (to != from)
        memmove (to, from, n);
      to += n;
      from = p + 1;
      if (from < end && *from == quote)
        from++;
    }
  if (to != from)
    memmove (to, from, end - from);
  cell->length = to + (end - from) - cell->text;
}

/* Takes escapes out of a cell, in place. */
static void
unescape (const QueristCsvSplitter *self,
          QueristCsvCell           *cell)
{
  char *text = (char *) cell->text, *to = text;
  const char *end = text + cell->length;

  for (const char *from = text; from < end; from++)
    {
      gboolean doubled = cell->quoted && self->doubled && from[0] == self->quote &&
                         from + 1 < end && from[1] == self->quote;
      gboolean escaped = self->escape != 0 && from[0] == self->escape && from + 1 < end &&
                         (from[1] == self->escape || from[1] == self->quote || from[1] == '\n' ||
                          from[1] == self->delimiter[0]);

      if (doubled || escaped)
        from++;
      *to++ = *from;
    }
  cell->length = to - text;
}

/**
 * querist_csv_split_finish:
 * @self: what parted the record
 * @split: a record whose text may be written to
 *
 * Takes escapes out of the cells and puts a NUL behind each, in place: after this, the text of the
 * record is no longer what stood in the file.
 */
void
querist_csv_split_finish (const QueristCsvSplitter *self,
                          QueristCsvSplit          *split)
{
  QueristCsvCell *cells = (QueristCsvCell *) (gpointer) split->cells->data;

  for (guint i = 0; i < split->cells->len; i++)
    {
      if (split->escaped && self->escape != 0)
        unescape (self, &cells[i]);
      else if (split->escaped && cells[i].quoted)
        undouble (&cells[i], self->quote);
      ((char *) cells[i].text)[cells[i].length] = '\0';
    }
}

/**
 * querist_csv_line_end:
 * @self: what ends a line
 * @text: where a line begins
 * @end: the end of the text
 * @next: (out): where the next line begins
 *
 * Returns: the end of the physical line, quotes or not
 */
const char *
querist_csv_line_end (const QueristCsvSplitter *self,
                      const char               *text,
                      const char               *end,
                      const char              **next)
{
  const char *lf = memchr (text, '\n', end - text);
  const char *stop = lf != NULL ? lf : end;
  const char *cr = memchr (text, '\r', stop - text);

  if (cr != NULL && self->cr && cr + 1 != lf)
    {
      *next = cr + 1;
      return cr;
    }
  *next = lf != NULL ? lf + 1 : end;
  return lf != NULL && lf > text && lf[-1] == '\r' ? lf - 1 : stop;
}

/**
 * querist_csv_splitter_init:
 * @self: (out caller-allocates): what parts fields and records
 * @dialect: by which dialect
 */
void
querist_csv_splitter_init (QueristCsvSplitter      *self,
                           const QueristCsvDialect *dialect)
{
  const char *delimiter = dialect->delimiter != NULL ? dialect->delimiter : ",";

  memset (self, 0, sizeof *self);
  if (g_str_equal (delimiter, QUERIST_CSV_BLANKS))
    self->min_blanks = 1;
  else if (g_str_equal (delimiter, QUERIST_CSV_TWO_BLANKS))
    self->min_blanks = 2;
  g_strlcpy (self->delimiter, self->min_blanks > 0 ? " " : delimiter, sizeof self->delimiter);
  self->delimiter_length = strlen (self->delimiter);
  self->quote = dialect->quote < 0x80 ? dialect->quote : 0;
  self->doubled = self->quote != 0 && dialect->escape != 0;
  if (dialect->escape < 0x80 && dialect->escape != dialect->quote)
    self->escape = dialect->escape;
  self->cr = dialect->line_end == QUERIST_LINE_END_CR ||
             dialect->line_end == QUERIST_LINE_END_MIXED;
}
