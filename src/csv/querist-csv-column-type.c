/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-csv-column-private.h"

#include <math.h>
#include <string.h>

#include "querist-csv-words.h"
#include "querist-text.h"

/* Hashes given of a column: all when there are no more than this, else the smallest ones. */
#define MAX_TOP 1000
/* Below so many values, one that does not fit is nothing to be told about. */
#define MIN_TOLD 20
/* Among so many dates of one month, some would be after its twelfth day. */
#define MANY_DATES 24

#define POINT_TRAITS (QUERIST_NUMBER_POINT_DECIMAL | QUERIST_NUMBER_COMMA_GROUP)
#define COMMA_TRAITS (QUERIST_NUMBER_COMMA_DECIMAL | QUERIST_NUMBER_POINT_GROUP)

/* The kinds of which a column may consist, numbers being one. */
typedef enum
{
  GROUP_NONE,
  GROUP_NUMBER,
  GROUP_TRUTH,
  GROUP_DATE,
  GROUP_TIME,
  GROUP_UUID,
  GROUP_JSON,
  GROUP_CODE,
  GROUP_TEXT,
} Group;

static const Group groups[N_KINDS] = {
  [KIND_INTEGER] = GROUP_NUMBER, [KIND_NUMBER] = GROUP_NUMBER, [KIND_CODE] = GROUP_CODE,
  [KIND_TRUTH] = GROUP_TRUTH,    [KIND_DATE] = GROUP_DATE,     [KIND_TIME] = GROUP_TIME,
  [KIND_UUID] = GROUP_UUID,      [KIND_JSON] = GROUP_JSON,     [KIND_TEXT] = GROUP_TEXT,
};

static guint64
count_values (const QueristCsvColumn *self)
{
  guint64 n = 0;

  for (guint i = 0; i < N_KINDS; i++)
    n += self->kinds[i].count;
  return n;
}

/* What all values have in common. Numbers among codes are codes, too. */
static Group
find_group (const QueristCsvColumn *self)
{
  Group group = GROUP_NONE;

  for (guint i = 0; i < N_KINDS; i++)
    {
      Group other = groups[i];

      if (self->kinds[i].count == 0 || group == other)
        continue;
      if (group == GROUP_NONE)
        group = other;
      else if (group == GROUP_NUMBER && other == GROUP_CODE)
        group = GROUP_CODE;
      else
        return GROUP_TEXT;
    }
  return group;
}

static void
add_null (QueristCsvHints *hints,
          const char      *text)
{
  for (guint i = 0; i < hints->nulls->len; i++)
    {
      if (g_str_equal (g_ptr_array_index (hints->nulls, i), text))
        return;
    }
  g_ptr_array_add (hints->nulls, g_strdup (text));
}

/* A word that every row holds means "no value": nobody is called Null in every row. Other words may
 * be the code of something, as NA is of a country. */
static gboolean
is_always_null (const QueristCsvColumn *self,
                const QueristCsvWord   *word)
{
  static const char *const codes[] = { "name", "country", "code", "state", "iso", "initials",
                                       "symbol", NULL };
  g_auto(GStrv) words = querist_text_words (self->name);

  if (find_group (self) != GROUP_NONE || self->words->len != 1 || word->count < 2)
    return FALSE;
  for (guint i = 0; words[i] != NULL; i++)
    {
      if (g_strv_contains (codes, words[i]))
        return g_ascii_strcasecmp (word->text, "null") == 0;
    }
  return TRUE;
}

/**
 * querist_csv_column_hint:
 * @self: a column to which all fields have been added; what it counted is given up
 * @hints: (inout): what is known about the file
 *
 * Adds what the column tells about the others: the decimal sign, the order of day and month, and
 * the words that can only mean "no value" because nothing else in the column is a word.
 */
void
querist_csv_column_hint (const QueristCsvColumn *self,
                         QueristCsvHints        *hints)
{
  Group group = find_group (self);

  for (guint i = 0; i < self->words->len; i++)
    {
      const QueristCsvWord *word = &g_array_index (self->words, QueristCsvWord, i);

      if (word->sure || (group != GROUP_TEXT && group != GROUP_NONE) ||
          is_always_null (self, word))
        add_null (hints, word->text);
    }
  if (group == GROUP_NUMBER && (self->traits & COMMA_TRAITS) && !(self->traits & POINT_TRAITS))
    hints->decimal = ',';
  else if (group == GROUP_NUMBER && (self->traits & POINT_TRAITS) && hints->decimal == 0)
    hints->decimal = '.';
  if (group == GROUP_DATE && self->date.order == QUERIST_DATE_OPEN && hints->day_first < 0 &&
      self->day_first_fits != self->month_first_fits)
    hints->day_first = self->day_first_fits;
}

static void G_GNUC_PRINTF (4, 5)
warn (GPtrArray              *warnings,
      const QueristCsvColumn *self,
      guint64                 line,
      const char             *format,
      ...)
{
  QueristCsvWarning *warning = g_new0 (QueristCsvWarning, 1);
  va_list arguments;

  va_start (arguments, format);
  warning->message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  warning->line = line;
  warning->column = g_strdup (self->label != NULL && self->label[0] != '\0' ? self->label
                                                                            : self->name);
  g_ptr_array_add (warnings, warning);
}

/* The decimal sign of a column of numbers; 0 when its texts contradict each other. */
static char
find_decimal (const QueristCsvColumn  *self,
              const QueristCsvDialect *dialect,
              const QueristCsvHints   *hints,
              GPtrArray               *warnings)
{
  guint open = self->traits & (QUERIST_NUMBER_COMMA_OPEN | QUERIST_NUMBER_POINT_OPEN);
  gboolean comma = (self->traits & COMMA_TRAITS) != 0, point = (self->traits & POINT_TRAITS) != 0;
  char given = dialect->given & QUERIST_CSV_DECIMAL ? dialect->decimal : 0;
  gboolean semicolons;

  if (comma && point)
    return 0;
  if (given != 0)
    return (given == ',' ? point : comma) ? 0 : given;
  if (comma || point)
    return comma ? ',' : '.';
  if (open == 0 || hints->decimal != 0)
    return hints->decimal != 0 && open != 0 ? hints->decimal : '.';
  if (open == (QUERIST_NUMBER_COMMA_OPEN | QUERIST_NUMBER_POINT_OPEN))
    return 0;
  /* fields are parted by semicolons where the comma is needed for numbers, and the point may part
   * thousands */
  semicolons = g_strcmp0 (dialect->delimiter, ";") == 0;
  if (open == QUERIST_NUMBER_POINT_OPEN && !semicolons)
    return '.';
  warn (warnings, self, self->kinds[KIND_NUMBER].line,
        "The %s in “%s” was read as %s. The decimal sign (--decimal , or .) settles it.",
        open == QUERIST_NUMBER_POINT_OPEN ? "point" : "comma", self->kinds[KIND_NUMBER].example,
        semicolons ? "the decimal sign" : "a separator of thousands");
  return semicolons && open == QUERIST_NUMBER_COMMA_OPEN ? ',' : '.';
}

static char *
number_format (const QueristCsvColumn *self,
               char                    decimal)
{
  guint groups_open = decimal == ',' ? QUERIST_NUMBER_POINT_OPEN : QUERIST_NUMBER_COMMA_OPEN;
  guint comma = COMMA_TRAITS | QUERIST_NUMBER_COMMA_OPEN | QUERIST_NUMBER_POINT_OPEN;
  g_autoptr(GPtrArray) parts = g_ptr_array_new ();

  if (decimal == ',' && (self->traits & comma))
    g_ptr_array_add (parts, (char *) "decimal comma");
  if (self->traits & (QUERIST_NUMBER_GROUPS | groups_open))
    g_ptr_array_add (parts, (char *) "thousands");
  if (self->with_percent)
    g_ptr_array_add (parts, (char *) "percent");
  if (self->currency != 0)
    g_ptr_array_add (parts, (char *) "currency");
  g_ptr_array_add (parts, NULL);
  return parts->len > 1 ? g_strjoinv (", ", (char **) parts->pdata) : NULL;
}

static char *
print_real (double real)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof text, "%.15g", real);
  if (g_ascii_strtod (text, NULL) != real)
    g_ascii_formatd (text, sizeof text, "%.17g", real);
  return g_strdup (text);
}

static gboolean
is_flag_name (const char *name)
{
  static const char *const first[] = { "is", "has", "was", "can", "did", "does", "should", NULL };
  static const char *const last[] = { "flag", "bool", "boolean", "yn", NULL };
  g_auto(GStrv) words = querist_text_words (name);
  guint n = g_strv_length (words);

  return n > 0 && ((n > 1 && g_strv_contains (first, words[0])) ||
                   g_strv_contains (last, words[n - 1]));
}

static gboolean
is_date_name (const char *name)
{
  static const char *const dates[] = { "date", "day", "datum", "dt", "fecha", "ymd", "yyyymmdd",
                                       "on", "tag", NULL };
  g_auto(GStrv) words = querist_text_words (name);

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (g_strv_contains (dates, words[i]) || g_str_has_suffix (words[i], "date"))
        return TRUE;
    }
  return FALSE;
}

/* Digits that nobody reckons with, and whose leading zeros count though this file may have none:
 * telephone numbers, postal codes, codes of articles and accounts. */
static gboolean
is_label_name (const char *name)
{
  static const char *const labels[] = { "phone", "telephone", "tel",  "fax", "zip",  "zipcode",
                                        "postcode", "plz",    "isbn", "ean", "upc",  "gtin",
                                        "iban",  "imei",      NULL };
  static const char *const tails[] = { "code", "number", "no", "nr", "num", NULL };
  g_auto(GStrv) words = querist_text_words (name);
  guint n = g_strv_length (words);

  if (n > 1 && g_strv_contains (tails, words[n - 1]))
    return g_strv_contains (labels, words[n - 2]) || g_str_equal (words[n - 2], "postal");
  return n > 0 && g_strv_contains (labels, words[n - 1]);
}

static void
set_day_bounds (QueristColumnProfile *profile,
                gint64                min,
                gint64                max)
{
  profile->min = g_strdup_printf ("%04d-%02d-%02d", (int) (min / 10000), (int) (min / 100 % 100),
                                  (int) (min % 100));
  profile->max = g_strdup_printf ("%04d-%02d-%02d", (int) (max / 10000), (int) (max / 100 % 100),
                                  (int) (max % 100));
}

/* Whole numbers without anything around them. */
static void
decide_integers (const QueristCsvColumn *self,
                 QueristColumnProfile   *profile)
{
  gint64 min = self->min_integer, max = self->max_integer;

  /* small numbers under such a name are counts, or yes and no */
  if (max > 999 && is_label_name (profile->name))
    return;
  profile->type = min >= G_MININT32 && max <= G_MAXINT32 ? QUERIST_SCALAR_INT
                                                         : QUERIST_SCALAR_BIG_INT;
  if (self->ymd_digits && min >= 18000101 && is_date_name (profile->name))
    {
      profile->type = QUERIST_SCALAR_DATE_TIME;
      profile->format = g_strdup ("%Y%m%d");
      set_day_bounds (profile, min, max);
      return;
    }
  if (min >= 0 && max <= 1 && is_flag_name (profile->name))
    {
      profile->type = QUERIST_SCALAR_BOOLEAN;
      profile->format = g_strdup ("1/0");
    }
  profile->min = g_strdup_printf ("%" G_GINT64_FORMAT, min);
  profile->max = g_strdup_printf ("%" G_GINT64_FORMAT, max);
}

static gboolean
is_whole (const QueristCsvColumn *self,
          guint                   reading)
{
  gboolean fraction = reading == 1 ? self->fraction_by_comma : self->fraction_by_point;

  return !fraction && self->currency == 0 && !self->with_percent;
}

static void
decide_numbers (const QueristCsvColumn  *self,
                const QueristCsvDialect *dialect,
                const QueristCsvHints   *hints,
                GPtrArray               *warnings,
                QueristColumnProfile    *profile)
{
  char decimal;
  guint reading;

  if (self->kinds[KIND_NUMBER].count == 0)
    {
      decide_integers (self, profile);
      return;
    }
  if (self->traits & (QUERIST_NUMBER_INEXACT | QUERIST_NUMBER_HUGE))
    {
      warn (warnings, self, self->kinds[KIND_NUMBER].line,
            "Some numbers have more digits than a number can keep. The column is kept as text, so "
            "that none is lost.");
      return;
    }
  decimal = find_decimal (self, dialect, hints, warnings);
  reading = decimal == ',';
  if (decimal == 0 || self->mixed_currency || (self->with_percent && self->without_percent))
    return;
  if (is_whole (self, reading))
    profile->type = self->min_real[reading] >= G_MININT32 && self->max_real[reading] <= G_MAXINT32
                        ? QUERIST_SCALAR_INT : QUERIST_SCALAR_BIG_INT;
  else if (self->traits &
           (QUERIST_NUMBER_EXPONENT | QUERIST_NUMBER_INFINITE | QUERIST_NUMBER_LONG))
    profile->type = QUERIST_SCALAR_FLOAT;
  else
    profile->type = QUERIST_SCALAR_DECIMAL;
  profile->format = number_format (self, decimal);
  profile->lossy = profile->format != NULL || (self->traits & QUERIST_NUMBER_PLUS) ||
                   (self->traits & QUERIST_NUMBER_PARENTHESES);
  profile->min = print_real (self->min_real[reading]);
  profile->max = print_real (self->max_real[reading]);
}

/* Names that are answered by yes or no. */
static gboolean
asks_yes_or_no (const char *name)
{
  static const char *const states[] = { "active", "activebool", "enabled", "deleted", "approved",
                                        "verified", "visible", "published", "archived", NULL };
  g_auto(GStrv) words = querist_text_words (name);
  guint n = g_strv_length (words);

  return is_flag_name (name) || (n > 0 && g_strv_contains (states, words[n - 1]));
}

static void
decide_truth (const QueristCsvColumn *self,
              QueristColumnProfile   *profile)
{
  guint both = self->seen_true & self->seen_false & self->truth_pairs;
  guint sure = self->truth_pairs & 1; /* "true" or "false" alone are clear enough */
  guint pair = both != 0 ? both : sure;

  /* a column that only ever says NO may be one of countries, unless that is an answer */
  if (pair == 0 && asks_yes_or_no (profile->name))
    pair = self->truth_pairs & (self->seen_true | self->seen_false);
  if (pair == 0)
    return;
  profile->type = QUERIST_SCALAR_BOOLEAN;
  profile->format = querist_csv_truth_pair_format (g_bit_nth_lsf (pair, -1));
  profile->min = g_strdup (self->seen_false != 0 ? "0" : "1");
  profile->max = g_strdup (self->seen_true != 0 ? "1" : "0");
}

/* Dates of a single day of many months, rather than of many days of a single month: the first day
 * of the months, or so many dates that some would be after the twelfth. */
static gboolean
is_monthly (const QueristCsvColumn *self,
            guint                   constant_part)
{
  const char *example = self->kinds[KIND_DATE].example;
  QueristDateText date;

  return self->kinds[KIND_DATE].count >= MANY_DATES ||
         (querist_date_parse (example, strlen (example), &date) && date.part[constant_part] == 1);
}

/* Day and month can be read two ways in every row: the person's word counts, then what other
 * columns do, then which part never changes, or in which reading the rows are in order. */
static QueristDateOrder
settle_order (const QueristCsvColumn  *self,
              const QueristCsvDialect *dialect,
              const QueristCsvHints   *hints,
              GPtrArray               *warnings,
              QueristColumnProfile    *profile)
{
  gboolean day_first = TRUE, with_time;
  QueristDateOrder order;

  if (dialect->date_format != NULL &&
      querist_date_format_parse (dialect->date_format, &order, &with_time) &&
      order != QUERIST_DATE_YMD)
    return order;
  if (hints->day_first >= 0)
    return hints->day_first ? QUERIST_DATE_DMY : QUERIST_DATE_MDY;
  if (self->first_part_varies != self->second_part_varies)
    day_first = is_monthly (self, self->first_part_varies) == self->second_part_varies;
  else if ((self->n_steps_back[0] == 0) != (self->n_steps_back[1] == 0))
    day_first = self->n_steps_back[0] == 0;
  profile->open_order = TRUE;
  warn (warnings, self, self->kinds[KIND_DATE].line,
        "Day and month can be read two ways; “%s” was read with the %s first. The date format "
        "(--date-format %%d/%%m/%%Y or %%m/%%d/%%Y) settles it.", self->kinds[KIND_DATE].example, day_first ? "day" : "month");
  return day_first ? QUERIST_DATE_DMY : QUERIST_DATE_MDY;
}

static void
decide_dates (const QueristCsvColumn  *self,
              const QueristCsvDialect *dialect,
              const QueristCsvHints   *hints,
              GPtrArray               *warnings,
              QueristColumnProfile    *profile)
{
  QueristDateOrder order = self->date.order;
  char text[QUERIST_MOMENT_LENGTH];
  guint reading;

  if (order == QUERIST_DATE_OPEN && self->day_first_fits && self->month_first_fits)
    order = settle_order (self, dialect, hints, warnings, profile);
  else if (order == QUERIST_DATE_OPEN)
    order = self->day_first_fits ? QUERIST_DATE_DMY : QUERIST_DATE_MDY;
  reading = self->date.order == QUERIST_DATE_OPEN && order == QUERIST_DATE_MDY;
  profile->type = QUERIST_SCALAR_DATE_TIME;
  profile->format = querist_date_format (&self->date, order);
  profile->lossy = self->shifted;
  querist_moment_print (&self->min_moment[reading], self->date.has_time, text);
  profile->min = g_strdup (text);
  querist_moment_print (&self->max_moment[reading], self->date.has_time, text);
  profile->max = g_strdup (text);
  if (self->date.has_offset && self->without_offset)
    warn (warnings, self, 0, "Some times have an offset from UTC and some have none; those are "
                             "taken as UTC.");
}

/* Tells of the few values that keep a column from a narrower type. */
static void
tell_misfits (const QueristCsvColumn *self,
              GPtrArray              *warnings)
{
  static const char *const names[] = {
    [GROUP_NUMBER] = "numbers", [GROUP_TRUTH] = "truth values", [GROUP_DATE] = "dates",
    [GROUP_TIME] = "times",     [GROUP_UUID] = "UUIDs",         [GROUP_JSON] = "JSON",
  };
  guint64 counts[GROUP_TEXT + 1] = { 0 }, n = count_values (self);
  Group best = GROUP_NUMBER;
  guint odd = N_KINDS;
  g_autofree char *shown = NULL;

  for (guint i = 0; i < N_KINDS; i++)
    counts[groups[i]] += self->kinds[i].count;
  for (guint i = GROUP_NUMBER; i < GROUP_CODE; i++)
    {
      if (counts[i] > counts[best])
        best = i;
    }
  if (n < MIN_TOLD || counts[best] == n || (n - counts[best]) * 50 > n || counts[GROUP_CODE] > 0)
    return;
  for (guint i = 0; i < N_KINDS; i++)
    {
      if (groups[i] != best && self->kinds[i].count > 0 &&
          (odd == N_KINDS || self->kinds[i].line < self->kinds[odd].line))
        odd = i;
    }
  shown = querist_text_first_line (self->kinds[odd].example, 40);
  warn (warnings, self, self->kinds[odd].line,
        "All values but %" G_GUINT64_FORMAT " are %s. The column is kept as text because of “%s”.",
        n - counts[best], names[best], shown);
}

static gboolean
is_hinted_null (const QueristCsvHints *hints,
                const char            *text)
{
  for (guint i = 0; i < hints->nulls->len; i++)
    {
      if (g_str_equal (g_ptr_array_index (hints->nulls, i), text))
        return TRUE;
    }
  return FALSE;
}

/* In a column of codes of the same shape, as those of countries, "NA" is one of them. */
static gboolean
is_code_among_codes (const QueristCsvColumn *self,
                     const char             *text)
{
  gsize length = strlen (text);

  return g_ascii_isalpha (text[0]) && self->has_text && self->max_length <= 3 &&
         length >= self->min_length && length <= self->max_length;
}

/* Words that mean "no value" elsewhere in the file mean it in a column of texts, too, unless they
 * look like its other texts. Returns how many rows that is; what remains is counted as values. */
static guint64
count_text_nulls (QueristCsvColumn      *self,
                  const QueristCsvHints *hints,
                  QueristColumnProfile  *profile)
{
  guint64 n = 0;

  for (guint i = 0; i < self->words->len; i++)
    {
      const QueristCsvWord *word = &g_array_index (self->words, QueristCsvWord, i);

      if (is_hinted_null (hints, word->text) && is_code_among_codes (self, word->text))
        {
          g_free (profile->format);
          profile->format = g_strdup ("verbatim");
        }
    }
  for (guint i = 0; i < self->words->len; i++)
    {
      const QueristCsvWord *word = &g_array_index (self->words, QueristCsvWord, i);

      if (g_strcmp0 (profile->format, "verbatim") != 0 && is_hinted_null (hints, word->text))
        n += word->count;
      else
        querist_csv_column_add_word (self, word->text, word->count);
    }
  return n;
}

static guint64
count_words (const QueristCsvColumn *self)
{
  guint64 n = 0;

  for (guint i = 0; i < self->words->len; i++)
    n += g_array_index (self->words, QueristCsvWord, i).count;
  return n;
}

static void
decide_type (const QueristCsvColumn  *self,
             const QueristCsvDialect *dialect,
             const QueristCsvHints   *hints,
             GPtrArray               *warnings,
             QueristColumnProfile    *profile)
{
  switch (find_group (self))
    {
    case GROUP_NUMBER:
      decide_numbers (self, dialect, hints, warnings, profile);
      break;
    case GROUP_TRUTH:
      decide_truth (self, profile);
      break;
    case GROUP_DATE:
      decide_dates (self, dialect, hints, warnings, profile);
      break;
    case GROUP_JSON:
      profile->type = QUERIST_SCALAR_JSON;
      break;
    case GROUP_TIME:
      profile->format = g_strdup ("time");
      break;
    case GROUP_UUID:
      profile->format = g_strdup ("uuid");
      break;
    case GROUP_TEXT:
      tell_misfits (self, warnings);
      break;
    default:
      break;
    }
}

static void
count_distinct (QueristCsvColumn     *self,
                QueristColumnProfile *profile)
{
  guint64 n_values = profile->n_rows - profile->n_empty;

  profile->top = querist_csv_distinct_top (self->distinct, MAX_TOP);
  profile->n_distinct = querist_csv_distinct_finish (self->distinct, self->max_hashes,
                                                     &profile->hashes, &profile->n_hashes,
                                                     &profile->distinct_exact);
  if (profile->type == QUERIST_SCALAR_STRING && self->n_quoted_empty > 0)
    profile->n_distinct++;
  /* what is estimated from a sample may be too many */
  profile->n_distinct = MIN (profile->n_distinct, n_values);
  profile->hashes_complete = profile->distinct_exact && profile->n_hashes >= profile->n_distinct;
  g_clear_pointer (&self->distinct, querist_csv_distinct_free);
  profile->unique = profile->distinct_exact && n_values > 0 && profile->n_distinct == n_values;
}

/**
 * querist_csv_column_finish:
 * @self: a column to which all fields have been added; what it counted is given up
 * @dialect: how the file is written
 * @hints: what all columns told with querist_csv_column_hint()
 * @warnings: (element-type QueristCsvWarning): more are added
 *
 * Decides on the column's type: the narrowest that holds every value.
 *
 * Returns: (transfer full): all that is known of the column
 */
QueristColumnProfile *
querist_csv_column_finish (QueristCsvColumn        *self,
                           const QueristCsvDialect *dialect,
                           const QueristCsvHints   *hints,
                           GPtrArray               *warnings)
{
  QueristColumnProfile *profile = g_new0 (QueristColumnProfile, 1);

  profile->label = g_strdup (self->label);
  profile->name = g_strdup (self->name);
  profile->type = QUERIST_SCALAR_STRING;
  profile->n_rows = self->n_rows;
  decide_type (self, dialect, hints, warnings, profile);
  if (profile->type == QUERIST_SCALAR_STRING)
    {
      profile->n_nulled = count_text_nulls (self, hints, profile);
      profile->n_empty = self->n_empty - self->n_quoted_empty;
      if (self->has_text)
        {
          profile->min = g_strndup (self->min->str, self->min->len);
          profile->max = g_strndup (self->max->str, self->max->len);
        }
    }
  else
    {
      profile->n_nulled = count_words (self);
      profile->n_empty = self->n_empty;
    }
  profile->n_nulled += self->n_given_nulls;
  profile->n_empty += profile->n_nulled;
  profile->min_length = self->has_text ? self->min_length : 0;
  profile->max_length = self->max_length;
  count_distinct (self, profile);
  return profile;
}

/**
 * querist_column_profile_free:
 * @self: (nullable) (transfer full): a column's profile
 */
void
querist_column_profile_free (QueristColumnProfile *self)
{
  if (self == NULL)
    return;
  g_free (self->label);
  g_free (self->name);
  g_free (self->format);
  g_free (self->min);
  g_free (self->max);
  g_clear_pointer (&self->top, g_ptr_array_unref);
  g_free (self->hashes);
  g_free (self);
}
