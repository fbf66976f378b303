/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "querist-builtin-period.h"
#include "querist-words.h"

#define FIRST_YEAR 1800
#define LAST_YEAR 2199
#define MAX_STEPS 10000

static const char *const months[] = { "january",   "february", "march",    "april",
                                      "may",       "june",     "july",     "august",
                                      "september", "october",  "november", "december" };

static const char *const weekdays[] = { "sunday",   "monday", "tuesday", "wednesday",
                                        "thursday", "friday", "saturday" };

static const char *const unit_names[] = {
  [QUERIST_UNIT_NONE] = "period",   [QUERIST_UNIT_HOUR] = "hour",
  [QUERIST_UNIT_DAY] = "day",       [QUERIST_UNIT_WEEK] = "week",
  [QUERIST_UNIT_MONTH] = "month",   [QUERIST_UNIT_QUARTER] = "quarter",
  [QUERIST_UNIT_YEAR] = "year",     [QUERIST_UNIT_WEEKDAY] = "weekday",
};

static const struct {
  const char     *word;
  QueristTimeUnit unit;
} unit_words[] = {
  { "hour", QUERIST_UNIT_HOUR },       { "hourly", QUERIST_UNIT_HOUR },
  { "day", QUERIST_UNIT_DAY },         { "daily", QUERIST_UNIT_DAY },
  { "week", QUERIST_UNIT_WEEK },       { "weekly", QUERIST_UNIT_WEEK },
  { "month", QUERIST_UNIT_MONTH },     { "monthly", QUERIST_UNIT_MONTH },
  { "quarter", QUERIST_UNIT_QUARTER }, { "quarterly", QUERIST_UNIT_QUARTER },
  { "year", QUERIST_UNIT_YEAR },       { "yearly", QUERIST_UNIT_YEAR },
  { "annual", QUERIST_UNIT_YEAR },     { "annually", QUERIST_UNIT_YEAR },
  { "weekday", QUERIST_UNIT_WEEKDAY },
};

typedef struct {
  GArray        *words;
  guint          first;
  const GDate   *today;
  QueristPeriod *period;
} Reader;

/**
 * querist_time_unit_from_word:
 * @stem: a word in lower case, singular
 *
 * Returns: the unit that it names, such as QUERIST_UNIT_MONTH for "month" and "monthly"
 */
QueristTimeUnit
querist_time_unit_from_word (const char *stem)
{
  for (guint i = 0; i < G_N_ELEMENTS (unit_words); i++)
    {
      if (g_str_equal (stem, unit_words[i].word))
        return unit_words[i].unit;
    }
  return QUERIST_UNIT_NONE;
}

/**
 * querist_time_unit_to_string:
 * @unit: a unit
 *
 * Returns: (transfer none): its noun
 */
const char *
querist_time_unit_to_string (QueristTimeUnit unit)
{
  return unit_names[unit];
}

static const QueristWord *
peek (const Reader *self,
      guint         offset)
{
  return self->first + offset < self->words->len
           ? &g_array_index (self->words, QueristWord, self->first + offset)
           : NULL;
}

static gboolean
is_word (const Reader *self,
         guint         offset,
         const char   *folded)
{
  const QueristWord *word = peek (self, offset);

  return word != NULL && g_str_equal (word->folded, folded);
}

static gboolean
is_one_of (const Reader      *self,
           guint              offset,
           const char *const *list)
{
  const QueristWord *word = peek (self, offset);

  return word != NULL && g_strv_contains (list, word->folded);
}

static void
add_units (GDate           *date,
           QueristTimeUnit  unit,
           int              n)
{
  n = CLAMP (n, -MAX_STEPS, MAX_STEPS);
  switch (unit)
    {
    case QUERIST_UNIT_YEAR:
      n *= 12;
      break;
    case QUERIST_UNIT_QUARTER:
      n *= 3;
      break;
    case QUERIST_UNIT_MONTH:
      break;
    case QUERIST_UNIT_WEEK:
      n *= 7;
      G_GNUC_FALLTHROUGH;
    default:
      if (n >= 0)
        g_date_add_days (date, n);
      else
        g_date_subtract_days (date, MIN ((guint) -n, g_date_get_julian (date) - 1));
      return;
    }
  if (n >= 0)
    g_date_add_months (date, n);
  else if ((guint) -n / 12 + 1 < g_date_get_year (date))
    g_date_subtract_months (date, -n);
}

/**
 * querist_period_around:
 * @day: a day
 * @unit: a unit of days or more
 *
 * Returns: the @unit that @day lies in; weeks begin on Monday
 */
QueristPeriod
querist_period_around (const GDate     *day,
                       QueristTimeUnit  unit)
{
  QueristPeriod period = { .start = *day, .unit = unit };

  switch (unit)
    {
    case QUERIST_UNIT_YEAR:
      g_date_set_month (&period.start, G_DATE_JANUARY);
      g_date_set_day (&period.start, 1);
      break;
    case QUERIST_UNIT_QUARTER:
      g_date_set_day (&period.start, 1);
      g_date_set_month (&period.start, (g_date_get_month (day) - 1) / 3 * 3 + 1);
      break;
    case QUERIST_UNIT_MONTH:
      g_date_set_day (&period.start, 1);
      break;
    case QUERIST_UNIT_WEEK:
      g_date_subtract_days (&period.start, g_date_get_weekday (day) - 1);
      break;
    default:
      break;
    }
  period.end = period.start;
  add_units (&period.end, unit, 1);
  return period;
}

/**
 * querist_period_shift:
 * @period: a period
 * @steps: how many of its lengths to go, negative for back
 *
 * Moves a period: a quarter by quarters, a run of 90 days by 90 days.
 */
void
querist_period_shift (QueristPeriod *period,
                      int            steps)
{
  if (period->unit == QUERIST_UNIT_NONE)
    {
      int days = g_date_days_between (&period->start, &period->end);

      add_units (&period->start, QUERIST_UNIT_DAY, steps * days);
      add_units (&period->end, QUERIST_UNIT_DAY, steps * days);
      return;
    }
  add_units (&period->start, period->unit, steps);
  period->end = period->start;
  add_units (&period->end, period->unit, 1);
}

/**
 * querist_date_to_string:
 * @date: a day
 *
 * Returns: (transfer full): it as YYYY-MM-DD
 */
char *
querist_date_to_string (const GDate *date)
{
  return g_strdup_printf ("%04d-%02d-%02d", g_date_get_year (date), g_date_get_month (date),
                          g_date_get_day (date));
}

/**
 * querist_date_from_string:
 * @text: (nullable): what may begin with YYYY-MM-DD
 * @date: (out): the day
 *
 * Returns: whether it does
 */
gboolean
querist_date_from_string (const char *text,
                          GDate      *date)
{
  int year, month, day;

  if (text == NULL || strlen (text) < 10 || text[4] != '-' || text[7] != '-' ||
      sscanf (text, "%4d-%2d-%2d", &year, &month, &day) != 3 || year < 1 || month < 1 || day < 1 ||
      !g_date_valid_dmy (day, month, year))
    return FALSE;
  g_date_clear (date, 1);
  g_date_set_dmy (date, day, month, year);
  return TRUE;
}

/**
 * querist_period_describe:
 * @period: a period
 *
 * Returns: (transfer full): a name for people: "2024", "Q3 2024", "March 2024", "2024-03-05", or
 *   "2024-03-01 to 2024-05-31"
 */
char *
querist_period_describe (const QueristPeriod *period)
{
  g_autofree char *start = NULL;
  g_autofree char *last = NULL;
  GDate end = period->end;
  int year;

  if (period->weekdays != 0)
    return g_strdup ("certain days of the week");
  year = g_date_get_year (&period->start);
  start = querist_date_to_string (&period->start);
  switch (period->unit)
    {
    case QUERIST_UNIT_YEAR:
      return g_strdup_printf ("%d", year);
    case QUERIST_UNIT_QUARTER:
      return g_strdup_printf ("Q%d %d", (g_date_get_month (&period->start) + 2) / 3, year);
    case QUERIST_UNIT_MONTH:
      {
        const char *name = months[g_date_get_month (&period->start) - 1];

        return g_strdup_printf ("%c%s %d", g_ascii_toupper (*name), name + 1, year);
      }
    case QUERIST_UNIT_DAY:
      return g_steal_pointer (&start);
    default:
      g_date_subtract_days (&end, 1);
      last = querist_date_to_string (&end);
      return g_strdup_printf ("%s to %s", start, last);
    }
}

static int
read_year (const Reader *self,
           guint         offset)
{
  const QueristWord *word = peek (self, offset);
  char *end;
  long year;

  if (word == NULL || word->kind != QUERIST_WORD_NUMBER || word->length != 4)
    return 0;
  year = strtol (word->text, &end, 10);
  return *end == '\0' && year >= FIRST_YEAR && year <= LAST_YEAR ? year : 0;
}

static int
find_name (const Reader      *self,
           guint              offset,
           const char *const *names,
           guint              n_names)
{
  const QueristWord *word = peek (self, offset);

  for (guint i = 0; word != NULL && word->kind == QUERIST_WORD_TEXT && i < n_names; i++)
    {
      if (g_str_equal (word->stem, names[i]) || g_str_equal (word->folded, names[i]) ||
          (word->length == 3 && g_str_has_prefix (names[i], word->folded)))
        return i + 1;
    }
  return 0;
}

static int
read_day_number (const Reader *self,
                 guint         offset)
{
  const QueristWord *word = peek (self, offset);
  char *end;
  long day;

  if (word == NULL || word->kind != QUERIST_WORD_NUMBER || word->length > 4)
    return 0;
  day = strtol (word->folded, &end, 10);
  if (*end != '\0' && !g_str_equal (end, "st") && !g_str_equal (end, "nd") &&
      !g_str_equal (end, "rd") && !g_str_equal (end, "th"))
    return 0;
  return day >= 1 && day <= 31 ? day : 0;
}

/* "may", "mar" and "sun" are words too: without a year they count as dates only when capital. */
static int
read_month (const Reader *self,
            guint         offset)
{
  int month = find_name (self, offset, months, G_N_ELEMENTS (months));
  const QueristWord *word = peek (self, offset);

  if (month == 0)
    return 0;
  if (g_str_equal (word->folded, "may") || g_str_equal (word->folded, "march") ||
      word->length == 3)
    {
      gboolean alone = read_year (self, offset + 1) == 0 &&
                       read_day_number (self, offset + 1) == 0 && offset == 0;

      if (alone && (!querist_word_is_capital (word) || self->first + offset == 0))
        return 0;
    }
  return month;
}

static int
read_ordinal (const Reader *self,
              guint         offset)
{
  static const char *const ordinals[] = { "first", "second", "third", "fourth" };
  const QueristWord *word = peek (self, offset);

  for (guint i = 0; word != NULL && i < G_N_ELEMENTS (ordinals); i++)
    {
      if (g_str_equal (word->folded, ordinals[i]))
        return i + 1;
    }
  if (word != NULL && word->length == 3 && g_ascii_isdigit (word->folded[0]) &&
      strchr ("1234", word->folded[0]) != NULL && g_ascii_isalpha (word->folded[1]))
    return word->folded[0] - '0';
  return 0;
}

static void
set_start (Reader          *self,
           int              year,
           int              month,
           int              day,
           QueristTimeUnit  unit)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, day, month, year);
  *self->period = querist_period_around (&date, unit);
}

/* A month or quarter without its year is the latest one that has begun. */
static void
set_latest (Reader          *self,
            int              month,
            QueristTimeUnit  unit)
{
  int year = g_date_get_year (self->today);

  if (month > (int) g_date_get_month (self->today))
    year--;
  set_start (self, year, month, 1, unit);
  self->period->relative = TRUE;
}

/* The year after a month or a quarter, with or without "of": gives words used, 0 for none. */
static guint
read_year_after (const Reader *self,
                 guint         offset,
                 int          *year)
{
  guint skip = 0;

  while (is_word (self, offset + skip, "of") || is_word (self, offset + skip, "in") ||
         is_word (self, offset + skip, "the") || is_word (self, offset + skip, ",") ||
         is_word (self, offset + skip, "year"))
    skip++;
  *year = read_year (self, offset + skip);
  if (*year == 0 &&
      (is_word (self, offset + skip, "last") || is_word (self, offset + skip, "this")) &&
      is_word (self, offset + skip + 1, "year"))
    {
      *year = g_date_get_year (self->today) - (is_word (self, offset + skip, "last") ? 1 : 0);
      return skip + 2;
    }
  return *year != 0 ? skip + 1 : 0;
}

static guint
set_part_of_year (Reader          *self,
                  guint            used,
                  int              month,
                  QueristTimeUnit  unit)
{
  int year;
  guint more = read_year_after (self, used, &year);

  if (more > 0)
    set_start (self, year, month, 1, unit);
  else
    set_latest (self, month, unit);
  return used + more;
}

static guint
set_half (Reader *self,
          guint   used,
          int     half)
{
  used = set_part_of_year (self, used, half == 1 ? 1 : 7, QUERIST_UNIT_QUARTER);
  self->period->unit = QUERIST_UNIT_NONE;
  g_date_add_months (&self->period->end, 3);
  return used;
}

/* "Q3", "Q3 2024", "2024 Q3", "third quarter of 2024", "H1 2024", "first half of 2024" */
static guint
read_quarter (Reader *self)
{
  const QueristWord *word = peek (self, 0);
  int year = read_year (self, 0), ordinal = read_ordinal (self, 0);
  guint at = year != 0 ? 1 : 0;
  const QueristWord *label = peek (self, at);

  if (label != NULL && label->length == 2 && strchr ("qh", label->folded[0]) != NULL &&
      label->folded[1] >= '1' && label->folded[1] <= (label->folded[0] == 'q' ? '4' : '2'))
    {
      int number = label->folded[1] - '0';

      if (year == 0 && label->folded[0] == 'h')
        return set_half (self, 1, number);
      if (year == 0)
        return set_part_of_year (self, 1, number * 3 - 2, QUERIST_UNIT_QUARTER);
      if (label->folded[0] == 'h')
        return 0;
      set_start (self, year, number * 3 - 2, 1, QUERIST_UNIT_QUARTER);
      return 2;
    }
  if (ordinal > 0 && is_word (self, 1, "quarter"))
    return set_part_of_year (self, 2, ordinal * 3 - 2, QUERIST_UNIT_QUARTER);
  if (ordinal > 0 && ordinal < 3 && is_word (self, 1, "half"))
    return set_half (self, 2, ordinal);
  if (word->length == 6 && year == 0 && strlen (word->folded) == 6 && word->folded[4] == 'q' &&
      word->folded[5] >= '1' && word->folded[5] <= '4' && atoi (word->folded) >= FIRST_YEAR)
    {
      set_start (self, atoi (word->folded), (word->folded[5] - '0') * 3 - 2, 1,
                 QUERIST_UNIT_QUARTER);
      return 1;
    }
  return 0;
}

/* "March", "March 2024", "March 5", "March 5th, 2024", "5 March 2024", "5th of March" */
static guint
read_month_name (Reader *self)
{
  int day = read_day_number (self, 0), year = g_date_get_year (self->today);
  guint at = day == 0 ? 0 : is_word (self, 1, "of") ? 2 : 1;
  int month = read_month (self, at);
  guint used = at + 1;

  if (month == 0)
    return 0;
  if (day == 0)
    {
      day = read_day_number (self, used);
      used += day != 0 ? 1 : 0;
    }
  if (day == 0)
    return set_part_of_year (self, used, month, QUERIST_UNIT_MONTH);
  used += read_year_after (self, used, &year);
  if (year == 0)
    year = g_date_get_year (self->today) - (month > (int) g_date_get_month (self->today) ? 1 : 0);
  if (!g_date_valid_dmy (day, month, year))
    return 0;
  set_start (self, year, month, day, QUERIST_UNIT_DAY);
  return used;
}

/* "2024-03-05", "2024-03", "5.3.2024", "3/5/2024" (month first, as in the United States) */
static guint
read_numeric_date (Reader *self)
{
  const QueristWord *word = peek (self, 0);
  int a, b, c, n = -1;

  if (word->kind != QUERIST_WORD_NUMBER)
    return 0;
  if (sscanf (word->text, "%4d-%2d-%2d%n", &a, &b, &c, &n) == 3 && n >= 8)
    ;
  else if (sscanf (word->text, "%2d.%2d.%4d%n", &c, &b, &a, &n) == 3 && n > 0)
    ;
  else if (sscanf (word->text, "%2d/%2d/%4d%n", &b, &c, &a, &n) == 3 && n > 0)
    {
      int swapped = b;

      if (b > 12)
        {
          b = c;
          c = swapped;
        }
    }
  else if (sscanf (word->text, "%4d-%2d%n", &a, &b, &n) == 2 && word->text[n] == '\0' &&
           a >= FIRST_YEAR && a <= LAST_YEAR && b >= 1 && b <= 12)
    {
      set_start (self, a, b, 1, QUERIST_UNIT_MONTH);
      return 1;
    }
  else
    return 0;
  if (a < FIRST_YEAR || a > LAST_YEAR || b < 1 || c < 1 || !g_date_valid_dmy (c, b, a))
    return 0;
  set_start (self, a, b, c, QUERIST_UNIT_DAY);
  return 1;
}

static guint
read_amount (const Reader *self,
             guint         offset)
{
  static const char *const names[] = { "one", "two",   "three", "four", "five",   "six",
                                       "seven", "eight", "nine",  "ten",  "eleven", "twelve" };
  const QueristWord *word = peek (self, offset);
  char *end;
  gulong number;

  if (word == NULL)
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_str_equal (word->folded, names[i]))
        return i + 1;
    }
  if (word->kind != QUERIST_WORD_NUMBER)
    return 0;
  number = strtoul (word->folded, &end, 10);
  return *end == '\0' && number <= MAX_STEPS ? number : 0;
}

static QueristTimeUnit
read_unit (const Reader *self,
           guint         offset)
{
  const QueristWord *word = peek (self, offset);
  QueristTimeUnit unit = word != NULL ? querist_time_unit_from_word (word->stem) : 0;

  return unit >= QUERIST_UNIT_DAY && unit <= QUERIST_UNIT_YEAR && word->length <= 8 &&
             !g_str_has_suffix (word->folded, "ly")
           ? unit
           : QUERIST_UNIT_NONE;
}

/* "last quarter", "this year", "past 30 days", "the last 3 months", "2 weeks ago" */
static guint
read_relative (Reader *self)
{
  static const char *const before[] = { "last", "previous", "past", "prior", "recent", NULL };
  static const char *const present[] = { "this", "current", NULL };
  gboolean back = is_one_of (self, 0, before);
  QueristTimeUnit unit = read_unit (self, 1);
  guint amount = read_amount (self, back ? 1 : 0);

  if ((back || is_one_of (self, 0, present) || is_word (self, 0, "next")) &&
      unit != QUERIST_UNIT_NONE)
    {
      *self->period = querist_period_around (self->today, unit);
      querist_period_shift (self->period, back ? -1 : is_word (self, 0, "next") ? 1 : 0);
      self->period->relative = TRUE;
      return 2;
    }
  if (amount == 0)
    return 0;
  if (back && (unit = read_unit (self, 2)) != QUERIST_UNIT_NONE)
    {
      self->period->unit = QUERIST_UNIT_NONE;
      self->period->end = self->period->start = *self->today;
      g_date_add_days (&self->period->end, 1);
      self->period->start = self->period->end;
      add_units (&self->period->start, unit, -(int) amount);
      self->period->relative = TRUE;
      return 3;
    }
  if (!back && unit != QUERIST_UNIT_NONE && is_word (self, 2, "ago"))
    {
      *self->period = querist_period_around (self->today, unit);
      querist_period_shift (self->period, -(int) amount);
      self->period->relative = TRUE;
      return 3;
    }
  return 0;
}

static guint
read_named_day (Reader *self)
{
  int shift = is_word (self, 0, "yesterday") ? -1 : is_word (self, 0, "tomorrow") ? 1 : 0;

  if (shift == 0 && !is_word (self, 0, "today"))
    return 0;
  *self->period = querist_period_around (self->today, QUERIST_UNIT_DAY);
  querist_period_shift (self->period, shift);
  self->period->relative = TRUE;
  return 1;
}

static guint
read_year_to_date (Reader *self)
{
  guint used = is_word (self, 0, "ytd") ? 1 : 0;

  if (is_word (self, 0, "year") && is_word (self, 1, "to") && is_word (self, 2, "date"))
    used = 3;
  if (used == 0)
    return 0;
  *self->period = querist_period_around (self->today, QUERIST_UNIT_YEAR);
  self->period->unit = QUERIST_UNIT_NONE;
  self->period->end = *self->today;
  g_date_add_days (&self->period->end, 1);
  self->period->relative = TRUE;
  return used;
}

/* "on Mondays", "at the weekend": days of the week and no dates */
static guint
read_weekday (Reader *self)
{
  const QueristWord *word = peek (self, 0);
  int day = word->length > 3 ? find_name (self, 0, weekdays, G_N_ELEMENTS (weekdays)) : 0;

  if (day != 0)
    self->period->weekdays = 1u << (day - 1);
  else if (g_str_equal (word->stem, "weekend"))
    self->period->weekdays = 1u << 0 | 1u << 6;
  else
    return 0;
  return 1;
}

static guint
read_decade (Reader *self)
{
  const QueristWord *word = peek (self, 0);
  int year;

  if (word->kind != QUERIST_WORD_NUMBER || !g_str_has_suffix (word->folded, "0s"))
    return 0;
  year = atoi (word->folded);
  if (word->length == 3 && year >= 20)
    year += 1900;
  if (year < FIRST_YEAR || year > LAST_YEAR || (word->length != 3 && word->length != 5))
    return 0;
  set_start (self, year, 1, 1, QUERIST_UNIT_YEAR);
  g_date_add_years (&self->period->end, 9);
  self->period->unit = QUERIST_UNIT_NONE;
  return 1;
}

/**
 * querist_period_read:
 * @words: (element-type QueristWord): a question
 * @first: the word to begin at
 * @today: the day that "last month" is read against
 * @period: (out): what was found
 *
 * Reads a date or a period as people write them in English: "2024", "Q3 2024", "March 5th",
 * "last quarter", "past 30 days", "2024-03-05", "year to date", "Mondays".
 *
 * Returns: how many words it takes, 0 when there is none at @first
 */
guint
querist_period_read (GArray        *words,
                     guint          first,
                     const GDate   *today,
                     QueristPeriod *period)
{
  static guint (*const readers[]) (Reader *) = {
    read_quarter,  read_month_name,   read_numeric_date, read_relative,
    read_named_day, read_year_to_date, read_decade,       read_weekday,
  };
  Reader reader = { words, first, today, period };
  int year;

  *period = (QueristPeriod) { .unit = QUERIST_UNIT_NONE };
  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    {
      guint used = readers[i] (&reader);

      if (used > 0)
        return used;
    }
  year = read_year (&reader, 0);
  if (year == 0)
    return 0;
  set_start (&reader, year, 1, 1, QUERIST_UNIT_YEAR);
  return 1;
}
