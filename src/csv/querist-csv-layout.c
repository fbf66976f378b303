/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-csv-layout.h"

#include <string.h>

#include "querist-csv-profile.h"
#include "querist-csv-score.h"

#define MAX_ROWS 1000
/* Rows of the body that are compared with what may be the header. */
#define MAX_BODY 200
#define MAX_HEADER_ROWS 4
/* Labels that are compared with each other. */
#define MAX_COMPARED 1000
/* What is taken for a year. */
#define FIRST_YEAR 1800
#define LAST_YEAR 2200

/* A row of the sample. Blank lines are rows without fields. */
typedef struct
{
  guint64         line;
  guint           n_cells;
  guint           n_filled;
  gboolean        comment;
  QueristCsvLook *looks;
  QueristCsvCell *cells;
} Row;

static void
clear_row (gpointer data)
{
  Row *row = data;

  g_free (row->looks);
  g_free (row->cells);
}

static Row *
row_at (GArray *rows,
        guint   i)
{
  return &g_array_index (rows, Row, i);
}

static void
set_cells (Row          *row,
           const GArray *cells)
{
  row->n_cells = cells->len;
  row->cells = g_memdup2 (cells->data, cells->len * sizeof (QueristCsvCell));
  row->looks = g_new (QueristCsvLook, cells->len);
  for (guint i = 0; i < cells->len; i++)
    {
      row->looks[i] = querist_csv_look (&row->cells[i]);
      row->n_filled += row->cells[i].length > 0;
    }
}

static gboolean
is_blank_line (const char *text,
               const char *stop,
               char        delimiter)
{
  while (text < stop && (*text == ' ' || *text == '\t') && *text != delimiter)
    text++;
  return text == stop;
}

static GArray *
read_rows (const QueristCsvDialect *dialect,
           const char              *text,
           const char              *end)
{
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (Row));
  g_autoptr(GArray) cells = g_array_new (FALSE, FALSE, sizeof (QueristCsvCell));
  QueristCsvSplit split = { .cells = cells };
  QueristCsvSplitter splitter, literal;
  guint64 line = 1;

  g_array_set_clear_func (rows, clear_row);
  querist_csv_splitter_init (&splitter, dialect);
  literal = splitter;
  literal.quote = 0;
  literal.doubled = FALSE;
  while (text < end && rows->len < MAX_ROWS)
    {
      const char *next, *stop = querist_csv_line_end (&splitter, text, end, &next);
      Row row = { .line = line, .comment = *text == '#' };

      if (is_blank_line (text, stop, dialect->delimiter[0]))
        line++;
      else
        {
          if (querist_csv_split (&splitter, text, end, TRUE, &split) != QUERIST_CSV_SPLIT_RECORD)
            querist_csv_split (&literal, text, next, TRUE, &split);
          set_cells (&row, cells);
          line += split.n_lines;
          next = split.next;
        }
      g_array_append_val (rows, row);
      text = next;
    }
  return rows;
}

/* The width of most rows, comments and blank lines left out. Among equals the first one wins. */
static guint
common_width (GArray *rows,
              guint   from,
              guint  *n_rows)
{
  guint best = 0;

  *n_rows = 0;
  for (guint i = from; i < rows->len; i++)
    {
      guint n = 0, width = row_at (rows, i)->n_cells;

      if (width == 0 || row_at (rows, i)->comment)
        continue;
      for (guint j = i; j < rows->len; j++)
        n += row_at (rows, j)->n_cells == width && !row_at (rows, j)->comment;
      if (n > *n_rows)
        {
          *n_rows = n;
          best = width;
        }
    }
  return best;
}

static gboolean
is_boundary (GArray *rows,
             guint   i)
{
  return row_at (rows, i)->n_cells == 0 ||
         (row_at (rows, i)->n_filled == 0 && row_at (rows, i)->n_cells > 1);
}

static guint
next_filled (GArray *rows,
             guint   i)
{
  while (i < rows->len && (is_boundary (rows, i) || row_at (rows, i)->comment))
    i++;
  return i;
}

static guint
n_texts (const Row *row)
{
  guint n = 0;

  for (guint i = 0; i < row->n_cells; i++)
    n += row->looks[i] == QUERIST_CSV_LOOK_TEXT;
  return n;
}

static gboolean
is_all_text (const Row *row)
{
  return row->n_cells > 0 && n_texts (row) == row->n_cells;
}

/* The last of the comments at the top may hold the labels: then the others are a preamble. */
static gboolean
take_header_from_comments (GArray *rows,
                           guint   width)
{
  guint n = 0;

  while (n < rows->len && (row_at (rows, n)->comment || row_at (rows, n)->n_cells == 0))
    n++;
  if (n == 0 || n == rows->len || !row_at (rows, n - 1)->comment || width < 2 ||
      row_at (rows, n - 1)->n_cells != width || !is_all_text (row_at (rows, n - 1)))
    return FALSE;
  for (guint i = n; i < rows->len; i++)
    {
      if (row_at (rows, i)->comment)
        return FALSE;
    }
  row_at (rows, n - 1)->comment = FALSE;
  return TRUE;
}

/* Lines that begin with "#" are comments unless they have the shape of the table's own rows; only
 * the last of them before the table may be the header. */
static gboolean
find_comments (GArray *rows,
               guint   width)
{
  guint n_comments = 0, n_shaped = 0, n_rows = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      n_rows += row_at (rows, i)->n_cells > 0;
      n_comments += row_at (rows, i)->comment;
      n_shaped += row_at (rows, i)->comment && row_at (rows, i)->n_cells == width && width > 1;
    }
  if (n_comments == 0 || n_shaped * 2 > n_comments || n_comments * 2 > n_rows + 4)
    {
      for (guint i = 0; i < rows->len; i++)
        row_at (rows, i)->comment = FALSE;
      return FALSE;
    }
  return !take_header_from_comments (rows, width);
}

/* The fields of a row without the empty ones at its end. */
static guint
count_ends (const Row *row)
{
  guint n = row->n_cells;

  while (n > 0 && row->cells[n - 1].length == 0)
    n--;
  return n;
}

/* The first row of the table: it has the table's width, or one field less where the first column
 * (of row names) has no label, or more where the rows below leave out empty fields. */
static guint
find_start (GArray  *rows,
            guint   *width,
            guint    n_same)
{
  guint first = next_filled (rows, 0);

  if (first < rows->len && row_at (rows, first)->n_cells > *width && *width > 1 &&
      is_all_text (row_at (rows, first)))
    {
      guint widest = 0;

      for (guint i = first; i < rows->len; i++)
        widest = MAX (widest, row_at (rows, i)->n_cells);
      if (widest == row_at (rows, first)->n_cells)
        {
          *width = widest;
          return first;
        }
    }
  for (guint i = first; i < rows->len; i++)
    {
      const Row *row = row_at (rows, i);
      guint next = next_filled (rows, i + 1);
      guint next_width = next < rows->len ? row_at (rows, next)->n_cells : *width;

      if (row->comment || row->n_cells == 0 || (*width > 2 && row->n_filled < 2))
        continue;
      if (row->n_cells == *width &&
          (next_width == *width || n_same < 3 ||
           (next == i + 1 && next + 1 < rows->len && row_at (rows, next + 1)->n_cells == *width)))
        return i;
      if (next != i + 1 || next_width != *width || *width < 3)
        continue;
      if (row->n_cells + 1 == *width && is_all_text (row))
        return i;
      /* labels of the first columns only */
      if (i == first && row->n_cells < *width && row->n_cells * 2 > *width && is_all_text (row) &&
          !is_all_text (row_at (rows, next)))
        return i;
      /* one delimiter too many, or delimiters at the end, among the labels */
      if (row->n_cells > *width && row->n_filled == *width && n_texts (row) == *width)
        return i;
    }
  return first;
}

/* What the rows below say of each column: whether most of its fields are numbers, dates and the
 * like. */
static gboolean *
find_typed_columns (GArray *rows,
                    guint   from,
                    guint   width,
                    guint  *n_typed)
{
  gboolean *typed = g_new0 (gboolean, width);
  guint to = MIN (rows->len, from + MAX_BODY);

  *n_typed = 0;
  for (guint c = 0; c < width; c++)
    {
      guint n = 0, n_filled = 0;

      for (guint i = from; i < to; i++)
        {
          const Row *row = row_at (rows, i);

          if (row->comment || c >= row->n_cells || row->n_cells != width ||
              row->looks[c] == QUERIST_CSV_LOOK_EMPTY)
            continue;
          n_filled++;
          n += row->looks[c] == QUERIST_CSV_LOOK_TYPED;
        }
      typed[c] = n_filled > 0 && n * 10 >= n_filled * 6;
      *n_typed += typed[c];
    }
  return typed;
}

/* Whether the numbers of a row are one more each time; gives the first one. */
static gboolean
counts_up (const Row *row,
           gint64    *first,
           guint     *n_numbers)
{
  *n_numbers = 0;
  for (guint i = 0; i < row->n_cells; i++)
    {
      g_autofree char *text = g_strndup (row->cells[i].text, row->cells[i].length);
      gint64 number;

      if (row->looks[i] != QUERIST_CSV_LOOK_TYPED && *n_numbers == 0)
        continue;
      if (!g_ascii_string_to_signed (text, 10, 0, LAST_YEAR, &number, NULL) ||
          (*n_numbers > 0 && number != *first + *n_numbers))
        return FALSE;
      if (*n_numbers == 0)
        *first = number;
      (*n_numbers)++;
    }
  return *n_numbers > 0;
}

/* Numbers that name columns: years, or 0, 1, 2 … and the like, when the row below goes on in
 * another way. */
static gboolean
names_by_number (GArray *rows,
                 guint   i)
{
  gint64 first, below;
  guint n, n_below;

  if (!counts_up (row_at (rows, i), &first, &n) || (first > 1 && first < FIRST_YEAR) ||
      n < (first > 1 ? 2 : 3))
    return FALSE;
  return i + 1 >= rows->len || !counts_up (row_at (rows, i + 1), &below, &n_below) ||
         n_below != n || (first >= FIRST_YEAR && below < FIRST_YEAR);
}

static gboolean
is_year (const QueristCsvCell *cell)
{
  char text[5] = "";
  gint64 year;

  if (cell->length != 4)
    return FALSE;
  memcpy (text, cell->text, 4);
  return g_ascii_string_to_signed (text, 10, FIRST_YEAR, LAST_YEAR, &year, NULL);
}

/* Years under the labels of groups: nothing else in the row, and no such row below. */
static gboolean
is_row_of_years (GArray *rows,
                 guint   i)
{
  const Row *row = row_at (rows, i);
  guint n = 0;

  for (guint c = 0; c < row->n_cells; c++)
    n += is_year (&row->cells[c]);
  return n >= 2 && n == row->n_filled && n < row->n_cells &&
         (i + 1 >= rows->len || row_at (rows, i + 1)->n_filled > n);
}

static gboolean
same_cell (const QueristCsvCell *a,
           const QueristCsvCell *b)
{
  return a->length == b->length && memcmp (a->text, b->text, a->length) == 0;
}

/* What labels often are, in the languages of the world's exports; compared without case. */
static const char *const label_words[] = {
  "id", "key", "name", "title", "code", "type", "date", "time", "value", "description", "label",
  "text", "category", "status", "state", "city", "country", "address", "street", "region", "email",
  "e-mail", "phone", "url", "link", "number", "comment", "comments", "note", "notes", "first name",
  "last name", "firstname", "lastname", "username", "author", "language", "gender", "sex", "unit",
  "titel", "bezeichnung", "beschreibung", "datum", "stadt", "ort", "land", "typ", "wert", "nom",
  "prénom", "ville", "pays", "nombre", "fecha", "ciudad", "país", "nome", "cognome", "data",
  "città", "paese", "cidade", "naam", "plaats", "namn", "stad", NULL,
};

static gboolean
is_label_word (const QueristCsvCell *cell)
{
  g_autofree char *valid = cell->length <= 40 ? g_utf8_make_valid (cell->text, cell->length) : NULL;
  g_autofree char *lower = valid != NULL ? g_utf8_strdown (g_strstrip (valid), -1) : NULL;

  return lower != NULL && g_strv_contains (label_words, lower);
}

/* What the spelling of a text shows. */
typedef enum
{
  SHAPE_DIGIT = 1 << 0,
  SHAPE_LOWER = 1 << 1, /* letters, and all of them small */
  SHAPE_UPPER = 1 << 2,
  SHAPE_SIGN = 1 << 3, /* as in addresses, paths and keys */
} Shape;

static guint
find_shape (const QueristCsvCell *cell)
{
  gboolean lower = FALSE, upper = FALSE;
  guint shape = 0;

  for (gsize i = 0; i < cell->length; i++)
    {
      char c = cell->text[i];

      lower |= g_ascii_islower (c);
      upper |= g_ascii_isupper (c);
      if (g_ascii_isdigit (c))
        shape |= SHAPE_DIGIT;
      else if (strchr ("@/_.:", c) != NULL && c != '\0')
        shape |= SHAPE_SIGN;
    }
  if (lower != upper)
    shape |= lower ? SHAPE_LOWER : SHAPE_UPPER;
  return shape;
}

/* Compares a field of the first row with those below: 1 if these have something in common that it
 * lacks, -1 if it has all that, and 0 if they have nothing in common. */
static int
compare_shape (GArray *rows,
               guint   start,
               guint   c)
{
  const QueristCsvCell *first = &row_at (rows, start)->cells[c];
  guint common = SHAPE_DIGIT | SHAPE_LOWER | SHAPE_UPPER | SHAPE_SIGN, n = 0;
  gboolean same_length = TRUE;
  gsize length = 0;

  for (guint i = start + 1; i < MIN (rows->len, start + MAX_BODY); i++)
    {
      const Row *row = row_at (rows, i);

      if (c >= row->n_cells || row->cells[c].length == 0)
        continue;
      common &= find_shape (&row->cells[c]);
      same_length &= n++ == 0 || row->cells[c].length == length;
      length = row->cells[c].length;
    }
  if (n < 3 || first->length == 0)
    return 0;
  if ((find_shape (first) & common) != common || (same_length && first->length != length))
    return 1;
  return same_length || (common & (SHAPE_DIGIT | SHAPE_SIGN)) ? -1 : 0;
}

/* Whether the fields of the first row are spelled as those below it. */
static gboolean
is_spelled_alike (GArray *rows,
                  guint   start,
                  guint   width)
{
  const Row *first = row_at (rows, start);
  guint n_alike = 0;

  for (guint c = 0; c < MIN (width, first->n_cells); c++)
    {
      int verdict = compare_shape (rows, start, c);

      if (verdict > 0 || is_label_word (&first->cells[c]))
        return FALSE;
      n_alike += verdict < 0;
    }
  return n_alike > 0;
}

/* In a table of texts only, the first row is taken as the header unless it looks like the others:
 * a field that is empty, or occurs twice in the row, or again below, or all are spelled alike. */
static gboolean
is_text_header (GArray *rows,
                guint   start,
                guint   width)
{
  const Row *first = row_at (rows, start);
  guint to = MIN (rows->len, start + MAX_BODY), against = 0;

  for (guint c = 0; c < MIN (width, first->n_cells); c++)
    {
      gboolean again = FALSE;

      if (first->cells[c].length == 0)
        against++;
      for (guint d = 0; d < MIN (c, MAX_COMPARED); d++)
        against += first->cells[c].length > 0 && same_cell (&first->cells[c], &first->cells[d]);
      for (guint i = start + 1; i < to && !again; i++)
        {
          const Row *row = row_at (rows, i);

          again = c < row->n_cells && first->cells[c].length > 0 &&
                  same_cell (&first->cells[c], &row->cells[c]);
        }
      against += again;
    }
  return against * 3 < MAX (width, 2) && !is_spelled_alike (rows, start, width);
}

/* How a row stands to the typed columns: labels over them, values of theirs, or empty. */
static void
compare_row (const Row      *row,
             const gboolean *typed,
             guint           width,
             guint          *n_labels,
             guint          *n_values)
{
  guint shift = row->n_cells + 1 == width;

  *n_labels = *n_values = 0;
  for (guint c = shift; c < width && c - shift < row->n_cells; c++)
    {
      if (!typed[c])
        continue;
      *n_labels += row->looks[c - shift] == QUERIST_CSV_LOOK_TEXT;
      *n_values += row->looks[c - shift] == QUERIST_CSV_LOOK_TYPED;
    }
}

/* Labels hold words; what begins with digits where the rows below have numbers is a broken row. */
static gboolean
begins_with_digits (const Row      *row,
                    const gboolean *typed)
{
  guint n = 0, n_digits = 0;

  for (guint c = 0; c < row->n_cells; c++)
    {
      const QueristCsvCell *cell = &row->cells[c];

      if (!typed[c] || cell->length == 0)
        continue;
      n++;
      n_digits += g_ascii_isdigit (cell->text[cell->length > 1 && cell->text[0] == '"']);
    }
  return n_digits > 0 && n_digits * 2 >= n;
}

/* The second half of some labels, nothing below the others: a row of the table would have values
 * in the columns of numbers and dates, as all others have. */
static gboolean
is_rest_of_labels (GArray         *rows,
                   guint           i,
                   const gboolean *typed,
                   guint           width)
{
  guint n_typed = 0;

  for (guint r = i; r < MIN (rows->len, i + MAX_BODY); r++)
    {
      const Row *row = row_at (rows, r);
      guint n = 0;

      if (row->n_cells != width)
        {
          if (r == i)
            return FALSE;
          continue;
        }
      for (guint c = 0; c < width; c++)
        {
          n += typed[c] && row->cells[c].length > 0;
          n_typed += r == i && typed[c];
        }
      if ((n > 0) == (r == i))
        return FALSE;
    }
  return n_typed > 1 && row_at (rows, i)->n_filled > 0 && row_at (rows, i)->cells[0].length == 0;
}

static guint
count_header_rows (GArray *rows,
                   guint   start,
                   guint   width)
{
  guint n_header = 0, last_labels = 0;

  for (guint h = 0; h < MAX_HEADER_ROWS && start + h < rows->len; h++)
    {
      const Row *row = row_at (rows, start + h);
      guint n_typed, n_labels, n_values;
      g_autofree gboolean *typed = NULL;

      if (is_boundary (rows, start + h) || row->comment)
        break;
      typed = find_typed_columns (rows, start + h + 1, width, &n_typed);
      if (n_typed == 0)
        {
          if (h == 0)
            return is_text_header (rows, start, width) ? 1 : 0;
          break;
        }
      compare_row (row, typed, width, &n_labels, &n_values);
      if (h == 0 && n_values > 0 && names_by_number (rows, start))
        return 1;
      if (h > 0 && last_labels > 0 && (is_row_of_years (rows, start + h) ||
                                       is_rest_of_labels (rows, start + h, typed, width)))
        return h + 1;
      if (h > 0 && (row->n_cells != width || begins_with_digits (row, typed)))
        break;
      /* a row of groups may stand above the labels: it is a header if they are */
      if (n_values > n_labels || (h > 0 && (n_values > 0 || n_labels * 2 < n_typed)))
        {
          if (h > 0 || row->n_filled * 2 > row->n_cells)
            break;
          continue;
        }
      if (n_labels > 0)
        {
          n_header = h + 1;
          last_labels = n_labels;
        }
      else if (h > 0)
        break;
    }
  return last_labels > 0 ? n_header : 0;
}

static void
warn (GPtrArray *warnings,
      guint64    line,
      char      *message)
{
  QueristCsvWarning *warning = g_new0 (QueristCsvWarning, 1);

  warning->line = line;
  warning->message = message;
  g_ptr_array_add (warnings, warning);
}

/* Whether all rows of the common width end in a delimiter that the labels above do not have. */
static gboolean
ends_in_delimiter (GArray *rows,
                   guint   width)
{
  guint first = next_filled (rows, 0), n = 0;

  if (first >= rows->len || width < 3 || row_at (rows, first)->n_cells + 1 != width)
    return FALSE;
  for (guint i = first; i < rows->len; i++)
    {
      const Row *row = row_at (rows, i);

      if (row->n_cells == width && row->cells[width - 1].length > 0)
        return FALSE;
      n += row->n_cells == width;
    }
  return n > 0;
}

/* Nothing is passed over in silence. */
static void
tell_skipped (GArray    *rows,
              guint      start,
              GPtrArray *warnings)
{
  guint n = 0, first = 0;

  for (guint i = 0; i < start; i++)
    {
      if (row_at (rows, i)->n_cells == 0 || row_at (rows, i)->comment)
        continue;
      first = n++ == 0 ? i : first;
    }
  if (n > 0)
    warn (warnings, row_at (rows, first)->line,
          n == 1 ? g_strdup ("This line stands before the table and is not read.")
                 : g_strdup_printf ("%u lines stand before the table and are not read, here the "
                                    "first of them.", n));
}

static gboolean
begins_table (GArray *rows,
              guint   from,
              guint   width)
{
  guint n = 0, n_header;
  guint other = row_at (rows, from)->n_cells;

  while (from + n < rows->len && row_at (rows, from + n)->n_cells == other)
    n++;
  if (other < 2 || n < 2)
    return FALSE;
  if (other != width)
    return TRUE;
  n_header = count_header_rows (rows, from, width);
  return n_header > 0 && is_all_text (row_at (rows, from));
}

/* The line after which another table begins: behind a blank line or a row of empty fields stand
 * rows of another width, or another header. */
static void
find_end (QueristCsvDialect *dialect,
          GArray            *rows,
          guint              from,
          guint              width,
          GPtrArray         *warnings)
{
  for (guint i = from; i + 1 < rows->len; i++)
    {
      guint next;

      if (!is_boundary (rows, i))
        continue;
      next = next_filled (rows, i);
      if (next + 1 < rows->len && begins_table (rows, next, width))
        {
          dialect->last_line = row_at (rows, i)->line - 1;
          warn (warnings, row_at (rows, next)->line,
                g_strdup ("A second table begins here. Only the first one is read; save each to "
                          "a file of its own."));
          return;
        }
      i = next - 1;
    }
}

/* Rows that end early are filled up, and those that end in delimiters are cut, only when that is
 * plainly how the file is written: more than now and then, and never the other way. Short rows
 * that all stand at the end are something else than the table. */
static void
find_ragged_rule (QueristCsvDialect *dialect,
                  GArray            *rows,
                  guint              from,
                  guint              width)
{
  guint n_short = 0, n_inside = 0, n_full = 0, n_long = 0, n_trailing = 0, widest = 0;

  for (guint i = from; i < rows->len; i++)
    {
      const Row *row = row_at (rows, i);

      if (row->n_cells == 0 || row->comment)
        continue;
      n_short += row->n_cells < width;
      n_long += row->n_cells > width;
      n_trailing += row->n_cells > width && count_ends (row) <= width;
      widest = MAX (widest, count_ends (row));
      if (row->n_cells == width)
        {
          n_full++;
          n_inside = n_short;
        }
    }
  dialect->pad_short = width > 2 && n_long == 0 && n_short >= 3 && n_short * 10 >= n_full &&
                       n_inside * 2 >= n_short;
  dialect->trim_long = (n_trailing > 0 && n_trailing * 10 >= n_full) || widest < width;
}

/* The first of several tables counts, even when a later one is longer. */
static guint
first_table_width (GArray *rows,
                   guint   width,
                   guint  *n_same)
{
  guint first = next_filled (rows, 0), n = 0, other;

  if (first >= rows->len)
    return width;
  other = row_at (rows, first)->n_cells;
  while (first + n < rows->len && row_at (rows, first + n)->n_cells == other &&
         !is_boundary (rows, first + n))
    n++;
  if (other >= 3 && other != width && n >= 4 && n * 5 > *n_same && first + n < rows->len &&
      is_boundary (rows, first + n) && count_header_rows (rows, first, other) > 0)
    {
      *n_same = n;
      return other;
    }
  return width;
}

/**
 * querist_csv_layout_find:
 * @dialect: (inout): a dialect with its delimiter, quote and escape; preamble, header, comments,
 *   the table's end and short rows are filled in, where not given
 * @text: the beginning of the file
 * @end: end of the text; padded
 * @warnings: (element-type QueristCsvWarning): more are added
 */
void
querist_csv_layout_find (QueristCsvDialect *dialect,
                         const char        *text,
                         const char        *end,
                         GPtrArray         *warnings)
{
  g_autoptr(GArray) rows = read_rows (dialect, text, end);
  guint n_same, width, start = 0, skip = dialect->skipped_lines;

  width = common_width (rows, 0, &n_same);
  if (find_comments (rows, width))
    {
      g_free (dialect->comment);
      dialect->comment = g_strdup ("#");
      width = common_width (rows, 0, &n_same);
    }
  width = first_table_width (rows, width, &n_same);
  if (width == 0)
    return;
  width -= ends_in_delimiter (rows, width);
  if (dialect->given & QUERIST_CSV_SKIP)
    {
      while (start < rows->len && row_at (rows, start)->line <= skip)
        start++;
      start = next_filled (rows, start);
    }
  else
    {
      while (start < rows->len && row_at (rows, start)->line <= skip)
        g_array_remove_index (rows, 0);
      start = find_start (rows, &width, n_same);
    }
  if (start >= rows->len)
    return;
  if (!(dialect->given & QUERIST_CSV_SKIP))
    {
      dialect->skipped_lines = row_at (rows, start)->line - 1;
      tell_skipped (rows, start, warnings);
    }
  if (!(dialect->given & QUERIST_CSV_HEADER))
    dialect->header_rows = count_header_rows (rows, start, width);
  find_end (dialect, rows, start + dialect->header_rows, width, warnings);
  find_ragged_rule (dialect, rows, start + dialect->header_rows, width);
}
