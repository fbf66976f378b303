/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-csv-column-private.h"

#include <string.h>

#include "querist-csv-words.h"
#include "querist-json.h"

/* A column of which so many values are texts is one of texts; the rest need not be looked at. */
#define SURE_TEXT 4096
/* Different words for "no value", runs of blanks among them, that a column may hold. */
#define MAX_WORDS 100
#define PREFETCHED 12

/**
 * querist_csv_column_new:
 * @label: (nullable): what the header says
 * @name: its identifier
 * @dialect: how the file is written
 * @max_slots: how many hashes of values are kept in memory, a power of two and at least 64
 * @spill: for those that don't fit, which must stay
 *
 * Returns: (transfer full): a column to which fields are added
 */
QueristCsvColumn *
querist_csv_column_new (const char              *label,
                        const char              *name,
                        const QueristCsvDialect *dialect,
                        gsize                    max_slots,
                        QueristCsvSpill         *spill)
{
  QueristCsvColumn *self = g_new0 (QueristCsvColumn, 1);

  self->label = g_strdup (label);
  self->name = g_strdup (name);
  self->nulls_given = (dialect->given & QUERIST_CSV_NULLS) != 0;
  self->nulls = self->nulls_given ? g_strdupv (dialect->nulls) : NULL;
  self->max_hashes = max_slots / 2;
  self->distinct = querist_csv_distinct_new (max_slots, spill);
  self->words = g_array_new (FALSE, FALSE, sizeof (QueristCsvWord));
  self->min_length = G_MAXUINT;
  self->ymd_digits = TRUE;
  self->day_first_fits = self->month_first_fits = TRUE;
  self->truth_pairs = ~0u;
  self->min = g_string_new (NULL);
  self->max = g_string_new (NULL);
  return self;
}

static void
clear_words (QueristCsvColumn *self)
{
  for (guint i = 0; i < self->words->len; i++)
    g_free (g_array_index (self->words, QueristCsvWord, i).text);
  g_array_unref (self->words);
}

/**
 * querist_csv_column_free:
 * @self: (nullable) (transfer full): a column
 */
void
querist_csv_column_free (QueristCsvColumn *self)
{
  if (self == NULL)
    return;
  g_free (self->label);
  g_free (self->name);
  g_strfreev (self->nulls);
  clear_words (self);
  querist_csv_distinct_free (self->distinct);
  g_string_free (self->min, TRUE);
  g_string_free (self->max, TRUE);
  for (guint i = 0; i < N_KINDS; i++)
    g_free (self->kinds[i].example);
  g_free (self);
}

static inline void
widen (double   real,
       gboolean first,
       double  *min,
       double  *max)
{
  if (first || real < *min)
    *min = real;
  if (first || real > *max)
    *max = real;
}

static inline gboolean
seen_number (const QueristCsvColumn *self)
{
  return self->kinds[KIND_INTEGER].count + self->kinds[KIND_NUMBER].count > 0;
}

/* Up to 18 digits, as most fields of a column of numbers are: no need for the whole grammar. */
static inline gboolean
read_small_integer (const char *text,
                    gsize       length,
                    gint64     *integer)
{
  gboolean negative = length > 1 && *text == '-';
  const char *end = text + length;
  gint64 n = 0;

  text += negative;
  if (end - text > 18 || (*text == '0' && (end - text > 1 || negative)))
    return FALSE;
  for (; text < end; text++)
    {
      guint digit = (guint) (*text - '0');

      if (digit > 9)
        return FALSE;
      n = n * 10 + digit;
    }
  *integer = negative ? -n : n;
  return TRUE;
}

static void
add_integer (QueristCsvColumn *self,
             gint64            integer,
             const char       *text,
             gsize             length)
{
  QueristDateText date;
  QueristMoment moment;
  gboolean first = !seen_number (self);

  self->without_percent = TRUE;
  if (self->kinds[KIND_INTEGER].count == 0 || integer < self->min_integer)
    self->min_integer = integer;
  if (self->kinds[KIND_INTEGER].count == 0 || integer > self->max_integer)
    self->max_integer = integer;
  widen (integer, first, &self->min_real[0], &self->max_real[0]);
  widen (integer, first, &self->min_real[1], &self->max_real[1]);
  if (self->ymd_digits &&
      !(querist_date_parse_digits (text, length, &date) &&
        querist_date_to_moment (&date, QUERIST_DATE_YMD, &moment)))
    self->ymd_digits = FALSE;
}

/* A text such as "1,234" is kept in both of its readings until the column tells which it is. */
static Kind
add_number (QueristCsvColumn    *self,
            const QueristNumber *number,
            const char          *text,
            gsize                length)
{
  gboolean open = (number->traits & (QUERIST_NUMBER_COMMA_OPEN | QUERIST_NUMBER_POINT_OPEN)) != 0;
  gboolean first = !seen_number (self);
  QueristNumber other = *number;

  if (number->traits & QUERIST_NUMBER_CODE)
    return KIND_CODE;
  if (number->is_integer && number->traits == 0)
    {
      add_integer (self, number->integer, text, length);
      return KIND_INTEGER;
    }
  if (open)
    querist_number_parse (text, length, ',', &other);
  widen (number->real, first, &self->min_real[0], &self->max_real[0]);
  widen (other.real, first, &self->min_real[1], &self->max_real[1]);
  self->traits |= number->traits;
  self->fraction_by_point |= !number->is_integer;
  self->fraction_by_comma |= !other.is_integer;
  self->with_percent |= (number->traits & QUERIST_NUMBER_PERCENT) != 0;
  self->without_percent |= (number->traits & QUERIST_NUMBER_PERCENT) == 0;
  if (number->currency != 0)
    {
      self->mixed_currency |= self->currency != 0 && self->currency != number->currency;
      self->currency = number->currency;
    }
  return KIND_NUMBER;
}

static gboolean
same_form (const QueristDateText *a,
           const QueristDateText *b)
{
  return a->order == b->order && a->separator == b->separator && a->named == b->named &&
         a->short_year == b->short_year && a->weekday == b->weekday && a->comma == b->comma;
}

static void
add_moment (QueristCsvColumn    *self,
            guint                reading,
            const QueristMoment *moment,
            gboolean             first)
{
  if (first || querist_moment_compare (moment, &self->min_moment[reading]) < 0)
    self->min_moment[reading] = *moment;
  if (first || querist_moment_compare (moment, &self->max_moment[reading]) > 0)
    self->max_moment[reading] = *moment;
  self->n_steps_back[reading] += !first &&
                                 querist_moment_compare (moment, &self->last_moment[reading]) < 0;
  self->last_moment[reading] = *moment;
}

/* Dates of one column are written in one form; only the time may vary. */
static Kind
add_date (QueristCsvColumn      *self,
          const QueristDateText *date)
{
  gboolean first = self->kinds[KIND_DATE].count == 0, open = date->order == QUERIST_DATE_OPEN;
  QueristMoment moments[2];
  gboolean day_first = querist_date_to_moment (date, open ? QUERIST_DATE_DMY : date->order,
                                               &moments[0]);
  gboolean month_first = open && querist_date_to_moment (date, QUERIST_DATE_MDY, &moments[1]);

  if ((!first && !same_form (date, &self->date)) || (!day_first && !month_first) ||
      (!(self->day_first_fits && day_first) && !(self->month_first_fits && month_first)))
    return KIND_TEXT;
  if (first)
    self->date = *date;
  self->date.has_time |= date->has_time;
  self->date.has_seconds |= date->has_seconds;
  self->date.has_fraction |= date->has_fraction;
  self->date.half_day |= date->half_day;
  self->date.has_offset |= date->has_offset;
  self->date.t_separator |= date->t_separator;
  self->date.long_name |= date->long_name;
  self->first_part_varies |= date->part[0] != self->date.part[0];
  self->second_part_varies |= date->part[1] != self->date.part[1];
  self->without_offset |= !date->has_offset;
  self->shifted |= date->offset != 0;
  self->day_first_fits &= day_first;
  self->month_first_fits &= month_first;
  if (day_first)
    add_moment (self, 0, &moments[0], first);
  if (month_first)
    add_moment (self, 1, &moments[1], first);
  return KIND_DATE;
}

static gboolean
is_uuid (const char *text,
         gsize       length)
{
  if (length != 36)
    return FALSE;
  for (guint i = 0; i < 36; i++)
    {
      if (i == 8 || i == 13 || i == 18 || i == 23 ? text[i] != '-' : !g_ascii_isxdigit (text[i]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_json (const char *text,
         gsize       length)
{
  g_autoptr(JsonNode) node = NULL;
  char last = text[length - 1];

  if (length < 2 || (text[0] == '{' ? last != '}' : text[0] != '[' || last != ']'))
    return FALSE;
  node = querist_json_parse (text, length, NULL);
  return node != NULL;
}

static Kind
add_digits (QueristCsvColumn *self,
            const char       *text,
            gsize             length)
{
  QueristDateText date;
  QueristNumber number;
  gboolean dates = self->kinds[KIND_DATE].count > self->kinds[KIND_NUMBER].count;

  if (dates && querist_date_parse (text, length, &date))
    return add_date (self, &date);
  if (querist_number_parse (text, length, 0, &number))
    return add_number (self, &number, text, length);
  if (querist_date_parse (text, length, &date))
    return add_date (self, &date);
  if (querist_time_parse (text, length))
    return KIND_TIME;
  return is_uuid (text, length) ? KIND_UUID : KIND_TEXT;
}

static Kind
add_word (QueristCsvColumn *self,
          const char       *text,
          gsize             length)
{
  QueristDateText date;
  QueristNumber number;
  guint true_of, false_of;

  if (querist_csv_is_truth_word (text, length, &true_of, &false_of))
    {
      self->truth_pairs &= true_of | false_of;
      self->seen_true |= true_of;
      self->seen_false |= false_of;
      return KIND_TRUTH;
    }
  if (is_uuid (text, length))
    return KIND_UUID;
  if (length <= 40 && strchr ("JFMASONDTWjfmasondtw", *text) != NULL &&
      querist_date_parse (text, length, &date))
    return add_date (self, &date);
  if (length <= 24 && querist_number_parse (text, length, 0, &number))
    return add_number (self, &number, text, length);
  return KIND_TEXT;
}

static void
add_null_word (QueristCsvColumn *self,
               const char       *text,
               gsize             length,
               guint64           line)
{
  QueristCsvWord word = { g_strndup (text, length), 1, line,
                          querist_csv_is_sure_null (text, length) };

  for (guint i = 0; i < self->words->len; i++)
    {
      QueristCsvWord *known = &g_array_index (self->words, QueristCsvWord, i);

      if (g_str_equal (known->text, word.text))
        {
          known->count++;
          g_free (word.text);
          return;
        }
    }
  g_array_append_val (self->words, word);
}

static Kind
classify (QueristCsvColumn *self,
          const char       *text,
          gsize             length)
{
  gint64 integer;

  if (self->sure_text)
    return KIND_TEXT;
  if (length <= 19 && read_small_integer (text, length, &integer))
    {
      add_integer (self, integer, text, length);
      return KIND_INTEGER;
    }
  if (length > 64)
    return (*text == '{' || *text == '[') && is_json (text, length) ? KIND_JSON : KIND_TEXT;
  if (g_ascii_isdigit (*text) || strchr ("+-.,($%", *text) != NULL || (guchar) *text >= 0x80)
    return add_digits (self, text, length);
  if (g_ascii_isalpha (*text))
    return add_word (self, text, length);
  if (*text == '{' || *text == '[')
    return is_json (text, length) ? KIND_JSON : KIND_TEXT;
  return KIND_TEXT;
}

/* The first eight bytes as a number that compares as they do. */
static inline guint64
get_prefix (const char *text,
            gsize       length)
{
  guint64 word = 0;
  guint32 first, last;

  if (length >= 8)
    {
      memcpy (&word, text, 8);
      return GUINT64_FROM_BE (word);
    }
  if (length >= 4)
    {
      memcpy (&first, text, 4);
      memcpy (&last, text + length - 4, 4);
      return (guint64) GUINT32_FROM_BE (first) << 32 |
             (guint64) GUINT32_FROM_BE (last) << (64 - 8 * length);
    }
  for (gsize i = 0; i < length; i++)
    word |= (guint64) (guchar) text[i] << (56 - 8 * i);
  return word;
}

/* How many of eight bytes continue a character. */
static inline guint
count_tails (guint64 word)
{
  guint64 tails = word & ~(word << 1) & G_GUINT64_CONSTANT (0x8080808080808080);

  return tails == 0 ? 0 : (tails >> 7) * G_GUINT64_CONSTANT (0x0101010101010101) >> 56;
}

/* Characters are bytes that do not continue one. */
static inline guint
count_characters (const char *text,
                  gsize       length)
{
  guint n = length;

  for (; length >= 8; text += 8, length -= 8)
    n -= count_tails (get_prefix (text, 8));
  return n - count_tails (get_prefix (text, length));
}

static inline int
compare_text (const char    *text,
              gsize          length,
              const GString *other)
{
  int order = memcmp (text, other->str, MIN (length, other->len));

  return order != 0 ? order : length < other->len ? -1 : length > other->len;
}

static void
set_bounded (GString    *string,
             const char *text,
             gsize       length)
{
  gsize kept = MIN (length, MAX_BOUND);

  while (kept > 0 && kept < length && ((guchar) text[kept] & 0xc0) == 0x80)
    kept--;
  g_string_truncate (string, 0);
  g_string_append_len (string, text, kept);
}

/* Length and place among the texts; only values that came before can be left out. */
static inline void
add_text (QueristCsvColumn *self,
          const char       *text,
          gsize             length)
{
  guint n = count_characters (text, length);
  guint64 prefix = get_prefix (text, length);

  if (n < self->min_length)
    self->min_length = n;
  if (n > self->max_length)
    self->max_length = n;
  if (!self->has_text ||
      (prefix <= self->min_prefix && compare_text (text, length, self->min) < 0))
    {
      set_bounded (self->min, text, length);
      self->min_prefix = prefix;
    }
  if (!self->has_text ||
      (prefix >= self->max_prefix && compare_text (text, length, self->max) > 0))
    {
      set_bounded (self->max, text, length);
      self->max_prefix = prefix;
    }
  self->has_text = TRUE;
}

/**
 * querist_csv_column_add_word:
 * @self: a column
 * @text: a word that turned out to be a value after all
 * @count: how often it came
 */
void
querist_csv_column_add_word (QueristCsvColumn *self,
                             const char       *text,
                             guint64           count)
{
  gsize length = strlen (text);
  guint64 hash = querist_csv_hash (text, length);

  add_text (self, text, length);
  for (guint64 i = 0; i < count; i++)
    {
      if (querist_csv_distinct_find (self->distinct, hash) == NULL)
        querist_csv_distinct_add (self->distinct, hash, text, length, KIND_TEXT);
    }
}

static void
note (QueristCsvColumn *self,
      Kind              kind,
      const char       *text,
      gsize             length,
      guint64           line)
{
  if (self->kinds[kind].count++ == 0)
    {
      self->kinds[kind].line = line;
      self->kinds[kind].example = g_strndup (text, MIN (length, 200));
    }
  if (kind == KIND_TEXT && self->kinds[kind].count >= SURE_TEXT &&
      self->kinds[kind].count * 2 > self->n_rows)
    self->sure_text = TRUE;
}

static gboolean
is_given_null (const QueristCsvColumn *self,
               const char             *text,
               gsize                   length)
{
  for (guint i = 0; self->nulls != NULL && self->nulls[i] != NULL; i++)
    {
      if (strlen (self->nulls[i]) == length && memcmp (self->nulls[i], text, length) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
add_new_value (QueristCsvColumn *self,
               guint64           hash,
               const char       *text,
               gsize             length,
               guint64           line)
{
  const char *start = text, *end = text + length;
  Kind kind;

  while (start < end && *start == ' ')
    start++;
  while (end > start && end[-1] == ' ')
    end--;
  kind = start < end ? classify (self, start, end - start) : KIND_TEXT;
  note (self, kind, text, length, line);
  add_text (self, text, length);
  querist_csv_distinct_add (self->distinct, hash, text, length, kind);
}

static inline void
add_cell (QueristCsvColumn *self,
          const char       *text,
          gsize             length,
          guint64           line)
{
  guint64 hash = querist_csv_hash (text, length);
  const guint8 *kind = querist_csv_distinct_find (self->distinct, hash);

  if (kind != NULL)
    self->kinds[*kind].count++;
  else if (self->nulls_given && is_given_null (self, text, length))
    self->n_given_nulls++;
  else if (!self->nulls_given && !(*text >= '1' && *text <= '9') &&
           self->words->len < MAX_WORDS && querist_csv_is_null_word (text, length))
    add_null_word (self, text, length, line);
  else
    add_new_value (self, hash, text, length, line);
}

/**
 * querist_csv_column_add:
 * @self: a column
 * @block: records that come after those that were added before
 * @index: which column of the block it is
 *
 * Adds the fields of some records.
 */
void
querist_csv_column_add (QueristCsvColumn      *self,
                        const QueristCsvBlock *block,
                        guint                  index)
{
  const QueristCsvBlockCell *cells = block->cells + (gsize) index * block->max_rows;

  for (guint i = 0; i < block->n_rows; i++)
    {
      /* a column's fields lie far apart */
      if (i + PREFETCHED < block->n_rows)
        __builtin_prefetch (block->text + cells[i + PREFETCHED].offset);
      self->n_rows++;
      if (cells[i].length > 0)
        {
          add_cell (self, block->text + cells[i].offset, cells[i].length, block->lines[i]);
          continue;
        }
      self->n_empty++;
      self->n_quoted_empty += cells[i].quoted;
    }
}
