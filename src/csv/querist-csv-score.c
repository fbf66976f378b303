/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-csv-score.h"

#include <string.h>

#include "querist-csv-date.h"
#include "querist-csv-number.h"
#include "querist-csv-words.h"

/* Rows, and bytes, by which a dialect is judged. */
#define MAX_ROWS 400
#define MAX_BYTES (64 * 1024)
/* What a file scores that is taken as one column; a delimiter must do better. */
#define ONE_COLUMN 0.22
/* The same for a file whose lines are dates, times or addresses of the web, which ":", "-" or "/"
 * would take apart. */
#define ONE_COLUMN_OF_WHOLES 0.75

static const struct
{
  const char *delimiter;
  double      weight;
} candidates[] = {
  { ",", 1.0 },    { ";", 1.0 },    { "\t", 1.0 },  { "|", 1.0 },   { ":", 0.75 }, { " ", 0.62 },
  { "^", 0.9 },    { "~", 0.9 },    { "¦", 0.9 },   { "§", 0.9 },   { "\x01", 1.0 },
  { "\x1f", 1.0 }, { "\x02", 1.0 }, { "#", 0.6 },   { "/", 0.3 },  { "*", 0.5 },  { "&", 0.5 },
  { "=", 0.4 },    { "!", 0.4 },    { "-", 0.25 },  { "_", 0.25 },   { "·", 0.5 },  { "\x1e", 1.0 },
};

/* Characters that part fields rather than stand in them. */
static const char separators[] = "\t;|";
/* How much a dialect counts in whose fields one of these stands as regularly as if it parted them. */
#define SEPARATOR_INSIDE 0.7

/* How much a row counts that has fewer fields than the table, but more than one. */
#define SHORT_ROW 0.3

/* The tally of one dialect. */
typedef struct
{
  guint  widths[MAX_ROWS];
  double qualities[MAX_ROWS];
  guint  n_rows;
  guint  n_wholes; /* rows that are a date, a time or an address as a whole */
  guint  n_strays;
  guint  n_unclosed;
  guint  inside[G_N_ELEMENTS (separators) - 1]; /* of each separator, how many stand in a row */
  guint  n_alike[G_N_ELEMENTS (separators) - 1]; /* rows in which as many stand as in the first */
} Tally;

/**
 * querist_csv_look:
 * @cell: a field
 *
 * Returns: what it looks like
 */
QueristCsvLook
querist_csv_look (const QueristCsvCell *cell)
{
  const char *text = cell->text;
  gsize length = cell->length;
  QueristNumber number;
  QueristDateText date;

  while (length > 0 && *text == ' ')
    {
      text++;
      length--;
    }
  if (length == 0 || querist_csv_is_null_word (text, length))
    return QUERIST_CSV_LOOK_EMPTY;
  if (length > 64)
    return QUERIST_CSV_LOOK_TEXT;
  if (querist_number_parse (text, length, 0, &number) ||
      querist_date_parse (text, length, &date) || querist_time_parse (text, length))
    return QUERIST_CSV_LOOK_TYPED;
  return QUERIST_CSV_LOOK_TEXT;
}

static gboolean
is_quote (char c)
{
  return c == '"' || c == '\'';
}

/* How much a field looks like one thing, 0 to 1: the type score of van den Burg, Nazábal & Sutton
 * ("Wrangling messy CSV files by detecting row and type patterns", 2019), in shades. */
static double
field_quality (const QueristCsvCell *cell)
{
  const char *text = cell->text;
  guint n_odd = 0;

  if (cell->quoted)
    return 1.0;
  if (cell->length == 0)
    return 0.85;
  if (is_quote (text[0]) || is_quote (text[cell->length - 1]))
    return 0.2;
  if (querist_csv_look (cell) == QUERIST_CSV_LOOK_TYPED)
    return 1.0;
  for (gsize i = 0; i < cell->length; i++)
    {
      if (strchr (",;|\t", text[i]) != NULL && text[i] != '\0')
        return 0.6;
      n_odd += !g_ascii_isalnum (text[i]) && (guchar) text[i] < 0x80 &&
               strchr (" ._-/()'&:@+", text[i]) == NULL;
    }
  return n_odd == 0 ? 0.95 : n_odd * 4 > cell->length ? 0.5 : 0.8;
}

static gboolean
is_whole (const QueristCsvCell *cell)
{
  QueristDateText date;

  for (gsize i = 0; i < cell->length; i++)
    {
      if (strchr (",;|\t", cell->text[i]) != NULL)
        return FALSE;
    }
  return memmem (cell->text, cell->length, "://", 3) != NULL ||
         querist_date_parse (cell->text, cell->length, &date) ||
         querist_time_parse (cell->text, cell->length);
}

static void
count_separators (Tally                 *tally,
                  const QueristCsvSplit *split)
{
  guint counts[G_N_ELEMENTS (separators) - 1] = { 0 };

  for (guint i = 0; i < split->cells->len; i++)
    {
      const QueristCsvCell *cell = &g_array_index (split->cells, QueristCsvCell, i);

      for (gsize j = 0; j < cell->length && !cell->quoted; j++)
        {
          const char *p = cell->text[j] != '\0' ? strchr (separators, cell->text[j]) : NULL;

          if (p != NULL)
            counts[p - separators]++;
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      if (tally->n_rows == 0)
        tally->inside[i] = counts[i];
      tally->n_alike[i] += counts[i] > 0 && counts[i] == tally->inside[i];
    }
}

static void
add_row (Tally                 *tally,
         const QueristCsvSplit *split)
{
  double quality = 0;

  count_separators (tally, split);

  for (guint i = 0; i < split->cells->len; i++)
    quality += field_quality (&g_array_index (split->cells, QueristCsvCell, i));
  tally->widths[tally->n_rows] = split->cells->len;
  tally->qualities[tally->n_rows] = quality / split->cells->len;
  tally->n_rows++;
  tally->n_strays += split->stray;
  if (split->cells->len == 1)
    tally->n_wholes += is_whole (&g_array_index (split->cells, QueristCsvCell, 0));
}

static void
count_rows (const QueristCsvDialect *dialect,
            const char              *text,
            const char              *end,
            Tally                   *tally)
{
  g_autoptr(GArray) cells = g_array_new (FALSE, FALSE, sizeof (QueristCsvCell));
  QueristCsvSplit split = { .cells = cells };
  QueristCsvSplitter splitter;

  memset (tally, 0, sizeof *tally);
  querist_csv_splitter_init (&splitter, dialect);
  while (text < end && tally->n_rows < MAX_ROWS)
    {
      const char *next, *stop = querist_csv_line_end (&splitter, text, end, &next);

      if (stop == text || (dialect->comment != NULL && *text == dialect->comment[0]))
        {
          text = next;
          continue;
        }
      if (querist_csv_split (&splitter, text, end, TRUE, &split) == QUERIST_CSV_SPLIT_RECORD)
        {
          add_row (tally, &split);
          text = split.next;
          continue;
        }
      tally->n_unclosed++;
      tally->n_rows++;
      text = next;
    }
}

/* The width that stands for the table: the one of most rows, where wide rows count for more. */
static guint
find_width (const Tally *tally,
            guint       *n_rows)
{
  guint best = 0;
  double best_weight = 0;

  *n_rows = 0;
  for (guint i = 0; i < tally->n_rows; i++)
    {
      guint n = 0, width = tally->widths[i];
      double weight;

      for (guint j = i; j < tally->n_rows; j++)
        n += tally->widths[j] == width;
      weight = width > 1 ? n * (1.0 - 1.0 / width) : width == 1 ? n * 0.1 : 0;
      if (weight > best_weight)
        {
          best = width;
          best_weight = weight;
          *n_rows = n;
        }
    }
  return best;
}

/* Consistency (the pattern score of the same paper: how many rows share one width, and how wide
 * that is) times quality. Lines before the table that are narrower, as preambles are, cost less. */
static double
judge (const Tally *tally)
{
  guint n_same, width = find_width (tally, &n_same), n_before = 0;
  double quality = 0, rows = 0;

  if (tally->n_rows == 0)
    return 0;
  for (guint i = 0; i < tally->n_rows; i++)
    {
      if (tally->widths[i] == width)
        quality += tally->qualities[i];
      rows += tally->widths[i] == width ? 1.0
              : tally->widths[i] > 1 && tally->widths[i] < width ? SHORT_ROW : 0.0;
    }
  while (n_before < tally->n_rows && tally->widths[n_before] < width)
    n_before++;
  quality /= MAX (n_same, 1);
  if (width <= 1)
    return (tally->n_wholes * 5 > tally->n_rows * 3 ? ONE_COLUMN_OF_WHOLES : ONE_COLUMN) * quality *
           n_same / tally->n_rows;
  rows /= tally->n_rows - n_before * 0.25;
  return rows * rows * (1.0 - 1.0 / width) * quality * quality *
         (1.0 - 0.3 * tally->n_strays / tally->n_rows) *
         (1.0 - 0.5 * tally->n_unclosed / tally->n_rows);
}

/* Whether some separator stands in (nearly) all rows, the same number in each. */
static gboolean
has_separator_inside (const Tally *tally)
{
  for (guint i = 0; i < G_N_ELEMENTS (tally->inside); i++)
    {
      if (tally->n_rows > 2 && tally->n_alike[i] * 20 >= tally->n_rows * 19)
        return TRUE;
    }
  return FALSE;
}

static double
score_dialect (const QueristCsvDialect *dialect,
               const char              *text,
               const char              *end)
{
  Tally tally;

  count_rows (dialect, text, end, &tally);
  return judge (&tally) * (has_separator_inside (&tally) ? SEPARATOR_INSIDE : 1.0);
}

typedef struct
{
  QueristCsvDialect *best;
  double             score;
  double             second;
  const char        *text;
  const char        *end;
} Contest;

static void
enter (Contest           *contest,
       QueristCsvDialect *dialect,
       double             weight)
{
  double score = score_dialect (dialect, contest->text, contest->end) * weight;
  gboolean same = contest->best != NULL &&
                  g_str_equal (contest->best->delimiter, dialect->delimiter);

  if (contest->best == NULL || score > contest->score + 1e-9)
    {
      if (contest->best != NULL && !same)
        contest->second = contest->score;
      contest->score = score;
      g_clear_pointer (&contest->best, querist_csv_dialect_free);
      contest->best = querist_csv_dialect_copy (dialect);
    }
  else if (!same && score > contest->second)
    contest->second = score;
}

static void
set_delimiter (QueristCsvDialect *dialect,
               const char        *delimiter)
{
  g_free (dialect->delimiter);
  dialect->delimiter = g_strdup (delimiter);
}

/* A rare character is no delimiter because it stands in a single line. */
static double
weigh (const Contest *contest,
       double         weight)
{
  const char *lf = memchr (contest->text, '\n', contest->end - contest->text);

  return weight < 1.0 && (lf == NULL || lf + 1 == contest->end) ? weight * 0.3 : weight;
}

static gboolean
contains (const char *text,
          const char *end,
          const char *what)
{
  return memmem (text, end - text, what, strlen (what)) != NULL;
}

/* Whether apostrophes stand beside the delimiter @c, maybe with a blank between. */
static gboolean
has_apostrophes (const Contest *contest,
                 char           c)
{
  const char after[] = { c, '\'', '\0' }, before[] = { '\'', c, '\0' };
  const char far_after[] = { c, ' ', '\'', '\0' }, far_before[] = { '\'', ' ', c, '\0' };

  return contains (contest->text, contest->end, after) ||
         contains (contest->text, contest->end, before) ||
         (c != ' ' && contains (contest->text, contest->end, far_after) &&
          contains (contest->text, contest->end, far_before));
}

/* Each quote that the text could use. Apostrophes only count where they stand around fields. */
static void
enter_quotes (Contest           *contest,
              QueristCsvDialect *dialect,
              double             weight)
{
  const char c = dialect->delimiter[0];

  if (dialect->given & QUERIST_CSV_QUOTE)
    {
      enter (contest, dialect, weight);
      return;
    }
  dialect->quote = dialect->escape = 0;
  if (contains (contest->text, contest->end, "\""))
    enter (contest, dialect, weight * 0.5);
  dialect->quote = dialect->escape = '"';
  enter (contest, dialect, weight);
  if (c == '\0' || !has_apostrophes (contest, c))
    return;
  dialect->quote = dialect->escape = '\'';
  enter (contest, dialect, weight * 0.98);
  dialect->quote = dialect->escape = '"';
}

/* Whether fields are set in columns by runs of blanks. */
static gboolean
is_aligned (const char *text,
            const char *end)
{
  guint n_lines = 0, n_aligned = 0;

  while (text < end)
    {
      const char *stop = memchr (text, '\n', end - text);

      stop = stop != NULL ? stop : end;
      while (text < stop && *text == ' ')
        text++;
      n_lines += stop > text;
      n_aligned += contains (text, stop, "  ");
      text = MIN (stop + 1, end);
    }
  return n_aligned * 2 > n_lines;
}

static void
enter_delimiters (Contest           *contest,
                  QueristCsvDialect *dialect)
{
  gboolean aligned = is_aligned (contest->text, contest->end);

  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      const char *delimiter = candidates[i].delimiter;

      if (!contains (contest->text, contest->end, delimiter) || (aligned && *delimiter == ' '))
        continue;
      set_delimiter (dialect, delimiter);
      enter_quotes (contest, dialect, weigh (contest, candidates[i].weight));
    }
  if (aligned)
    {
      set_delimiter (dialect, QUERIST_CSV_BLANKS);
      enter_quotes (contest, dialect, 0.62);
      set_delimiter (dialect, QUERIST_CSV_TWO_BLANKS);
      enter_quotes (contest, dialect, 0.8);
    }
  set_delimiter (dialect, "");
  enter_quotes (contest, dialect, 1.0);
}

static void
try_escape (Contest *contest,
            gunichar escape)
{
  g_autoptr(QueristCsvDialect) other = querist_csv_dialect_copy (contest->best);

  other->escape = escape;
  if (score_dialect (other, contest->text, contest->end) >
      score_dialect (contest->best, contest->text, contest->end) + 1e-9)
    contest->best->escape = escape;
}

/* Programs that put a backslash before every apostrophe, quotes or not. */
static gboolean
escapes_apostrophes (const char *text,
                     const char *end)
{
  guint n = 0;

  if (memchr (text, '"', end - text) != NULL)
    return FALSE;
  while ((text = memchr (text, '\\', end - text)) != NULL)
    {
      n++;
      if (++text == end || *text != '\'')
        return FALSE;
    }
  return n > 0;
}

/* Doubled quotes, unless a backslash before quotes or delimiters, or nothing at all, makes a more
 * regular table. */
static void
settle_escape (Contest *contest)
{
  const QueristCsvDialect *best = contest->best;
  const char quoted[] = { '\\', (char) best->quote, '\0' };
  const char parted[] = { '\\', best->delimiter[0], '\0' };
  const char doubled[] = { (char) best->quote, (char) best->quote, '\0' };

  if (best->given & QUERIST_CSV_ESCAPE)
    return;
  if (!(best->given & QUERIST_CSV_QUOTE) && best->delimiter[0] != '\0' &&
      escapes_apostrophes (contest->text, contest->end))
    {
      contest->best->quote = '\'';
      contest->best->escape = '\\';
      return;
    }
  if (best->quote != 0 && contains (contest->text, contest->end, doubled))
    try_escape (contest, 0);
  if ((best->quote != 0 && contains (contest->text, contest->end, quoted)) ||
      (best->delimiter[0] != '\0' && contains (contest->text, contest->end, parted)))
    try_escape (contest, '\\');
}

/* Characters that stand at the inner side of every field, as the blank of ", " or both bars of
 * "||", belong to the delimiter. Gives the one before each field, or behind, 0 if there is none. */
static void
find_companions (const QueristCsvDialect *dialect,
                 const char              *text,
                 const char              *end,
                 char                    *before,
                 char                    *behind)
{
  g_autoptr(GArray) cells = g_array_new (FALSE, FALSE, sizeof (QueristCsvCell));
  QueristCsvSplit split = { .cells = cells };
  QueristCsvSplitter splitter;
  gboolean first = TRUE;

  *before = *behind = 0;
  querist_csv_splitter_init (&splitter, dialect);
  while (text < end &&
         querist_csv_split (&splitter, text, end, TRUE, &split) == QUERIST_CSV_SPLIT_RECORD)
    {
      const char *stop = text + split.length;

      for (guint i = 1; i < cells->len; i++)
        {
          const QueristCsvCell *cell = &g_array_index (cells, QueristCsvCell, i);
          const char *start = cell->quoted ? cell->text - 1 : cell->text;
          const char *p;

          while (start > text && cell->quoted && start[-1] == ' ')
            start--;
          p = start - splitter.delimiter_length - 1;
          if (first)
            {
              *behind = start < stop ? *start : 0;
              *before = p >= text ? *p : 0;
              first = FALSE;
            }
          else
            {
              *behind = start < stop && *start != *behind ? 0 : *behind;
              *before = p < text || *p != *before ? 0 : *before;
            }
        }
      text = split.next;
    }
}

static gboolean
is_companion (char                     c,
              const QueristCsvDialect *dialect)
{
  return c != 0 && !g_ascii_isalnum (c) && (guchar) c < 0x80 && c != '"' && c != '\'' &&
         c != '-' && c != '+' && c != '.' && c != '\n' && c != '\r' && c != '$' && c != '(' &&
         c != ')' && c != '\\' && c != '[' && c != ']' && c != '{' && c != '}' &&
         (gunichar) c != dialect->quote;
}

/* Whether every second field is the same short text, as between both bars of "||" and between
 * the tildes of "~|~": then it is part of the delimiter. */
static gboolean
find_core (const QueristCsvDialect *dialect,
           const char              *text,
           const char              *end,
           QueristCsvCell          *core)
{
  g_autoptr(GArray) cells = g_array_new (FALSE, FALSE, sizeof (QueristCsvCell));
  QueristCsvSplit split = { .cells = cells };
  QueristCsvSplitter splitter;
  gboolean found = FALSE;

  querist_csv_splitter_init (&splitter, dialect);
  while (text < end &&
         querist_csv_split (&splitter, text, end, TRUE, &split) == QUERIST_CSV_SPLIT_RECORD)
    {
      if (cells->len > 1 && cells->len % 2 == 0)
        return FALSE;
      for (guint i = 1; i < cells->len; i += 2)
        {
          const QueristCsvCell *cell = &g_array_index (cells, QueristCsvCell, i);

          if (!found)
            *core = *cell;
          found = TRUE;
          if (cell->length > 3 || cell->quoted || cell->length != core->length ||
              memcmp (cell->text, core->text, core->length) != 0 ||
              (core->length > 0 && g_ascii_isalnum (core->text[0])))
            return FALSE;
        }
      text = split.next;
    }
  return found;
}

/* Takes a wider delimiter if the text is still a table with it. */
static gboolean
try_delimiter (Contest *contest,
               char    *wider)
{
  QueristCsvDialect *dialect = contest->best;
  char *old = g_steal_pointer (&dialect->delimiter);

  dialect->delimiter = wider;
  if (strlen (wider) <= 8 &&
      score_dialect (dialect, contest->text, contest->end) >= contest->score * 0.6)
    {
      g_free (old);
      return TRUE;
    }
  dialect->delimiter = old;
  g_free (wider);
  return FALSE;
}

/* Delimiters of several characters: one of them was found, now what always goes with it. */
static void
widen_delimiter (Contest *contest)
{
  QueristCsvDialect *dialect = contest->best;
  QueristCsvCell core;
  char before, behind;

  if (dialect->delimiter[0] == '\0' || dialect->delimiter[0] == ' ' ||
      (dialect->given & QUERIST_CSV_DELIMITER))
    return;
  if (find_core (dialect, contest->text, contest->end, &core) &&
      try_delimiter (contest, g_strdup_printf ("%s%.*s%s", dialect->delimiter, (int) core.length,
                                               core.text, dialect->delimiter)))
    return;
  find_companions (dialect, contest->text, contest->end, &before, &behind);
  before = is_companion (before, dialect) ? before : '\0';
  behind = is_companion (behind, dialect) ? behind : '\0';
  if (before != '\0' || behind != '\0')
    try_delimiter (contest,
                   g_strdup_printf ("%.1s%s%.1s", &before, dialect->delimiter, &behind));
}

/* Carriage returns among other line ends are line ends, too, if that makes the table more
 * regular; else they are part of a text. */
static void
settle_line_end (Contest           *contest,
                 QueristCsvDialect *dialect)
{
  g_autoptr(QueristCsvDialect) other = NULL;
  const char *text = contest->text;
  gboolean alone = FALSE;

  if (dialect->line_end != QUERIST_LINE_END_LF && dialect->line_end != QUERIST_LINE_END_CRLF)
    return;
  while (!alone && (text = memchr (text, '\r', contest->end - text)) != NULL)
    alone = ++text < contest->end && *text != '\n';
  if (!alone)
    return;
  other = querist_csv_dialect_copy (contest->best);
  other->line_end = QUERIST_LINE_END_MIXED;
  if (score_dialect (other, contest->text, contest->end) >
      score_dialect (contest->best, contest->text, contest->end) + 1e-9)
    dialect->line_end = contest->best->line_end = QUERIST_LINE_END_MIXED;
}

/* Lines that begin with "#" are left out of the judgement, unless most do. */
static gboolean
has_comments (const char *text,
              const char *end)
{
  guint n_lines = 0, n_comments = 0;

  while (text < end)
    {
      const char *stop = memchr (text, '\n', end - text);

      n_lines++;
      n_comments += *text == '#';
      text = stop != NULL ? stop + 1 : end;
    }
  return n_comments > 0 && n_comments * 2 <= n_lines;
}

/**
 * querist_csv_score:
 * @dialect: (inout): a dialect whose delimiter, quote and escape are found, where not given, and
 *   whether single carriage returns end lines
 * @text: the first records
 * @end: end of the text; padded
 *
 * Tries every dialect that the text could have, and keeps the one under which it is the most
 * regular table of the most regular fields.
 *
 * Returns: how sure that is, 0 to 1
 */
double
querist_csv_score (QueristCsvDialect *dialect,
                   const char        *text,
                   const char        *end)
{
  Contest contest = { .text = text, .end = MIN (end, text + MAX_BYTES) };
  g_autoptr(QueristCsvDialect) trial = querist_csv_dialect_copy (dialect);
  double share;

  if (contest.end < end)
    {
      const char *stop = memrchr (text, '\n', contest.end - text);

      contest.end = stop != NULL ? stop + 1 : contest.end;
    }
  if (trial->comment == NULL && has_comments (text, contest.end))
    trial->comment = g_strdup ("#");
  if (dialect->given & QUERIST_CSV_DELIMITER)
    enter_quotes (&contest, trial, 1.0);
  else
    enter_delimiters (&contest, trial);
  settle_escape (&contest);
  settle_line_end (&contest, dialect);
  widen_delimiter (&contest);
  set_delimiter (dialect, contest.best->delimiter);
  dialect->quote = contest.best->quote;
  if (!(dialect->given & QUERIST_CSV_ESCAPE))
    dialect->escape = contest.best->escape;
  querist_csv_dialect_free (contest.best);
  share = contest.score > 0 ? contest.score / (contest.score + contest.second) : 0.5;
  return CLAMP (share * (0.5 + contest.score / 2) / 0.9, 0.05, 1.0);
}
