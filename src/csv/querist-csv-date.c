/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-csv-date.h"

#include <string.h>

#include "querist-csv-month.h"

/* Two digits of a year: 69 to 99 are of the last century, as strptime(3) reads them. */
#define PIVOT 69

static const char *const days[] = { "monday", "tuesday", "wednesday", "thursday", "friday",
                                    "saturday", "sunday" };

typedef struct
{
  const char *p;
  const char *end;
} Cursor;

static gboolean
at (const Cursor *cursor,
    char          c)
{
  return cursor->p < cursor->end && *cursor->p == c;
}

static gboolean
pass (Cursor *cursor,
      char    c)
{
  if (!at (cursor, c))
    return FALSE;
  cursor->p++;
  return TRUE;
}

/* Reads at most @max digits; gives how many. */
static guint
read_digits (Cursor *cursor,
             guint   max,
             guint  *value)
{
  guint n = 0;

  *value = 0;
  while (n < max && cursor->p < cursor->end && g_ascii_isdigit (*cursor->p))
    {
      *value = *value * 10 + (*cursor->p++ - '0');
      n++;
    }
  return n;
}

/* Passes the name of a day, in full or its first three letters. */
static gboolean
pass_day (Cursor *cursor)
{
  gsize n = 0;

  while (cursor->p + n < cursor->end && g_ascii_isalpha (cursor->p[n]))
    n++;
  for (guint i = 0; n >= 3 && i < G_N_ELEMENTS (days); i++)
    {
      gsize full = strlen (days[i]);

      if ((n == 3 || n == full) && g_ascii_strncasecmp (cursor->p, days[i], n) == 0)
        {
          cursor->p += n;
          pass (cursor, '.');
          return TRUE;
        }
    }
  return FALSE;
}

/* "de" between the parts of a date in Spanish and Portuguese. */
static void
pass_of (Cursor *cursor)
{
  if (cursor->end - cursor->p > 3 && g_ascii_strncasecmp (cursor->p, "de ", 3) == 0)
    cursor->p += 3;
}

static gboolean
read_fraction (Cursor          *cursor,
               QueristDateText *date)
{
  guint scale = 100000000;

  while (cursor->p < cursor->end && g_ascii_isdigit (*cursor->p))
    {
      if (date->n_fraction == 9)
        return FALSE;
      date->nanosecond += (*cursor->p++ - '0') * scale;
      scale /= 10;
      date->n_fraction++;
    }
  date->has_fraction = TRUE;
  return date->n_fraction > 0;
}

static gboolean
read_half (Cursor          *cursor,
           QueristDateText *date)
{
  const char *p = cursor->p;
  gsize left;
  gboolean afternoon;

  while (p < cursor->end && *p == ' ')
    p++;
  left = cursor->end - p;
  if (left < 2 || strchr ("aApP", *p) == NULL)
    return TRUE;
  afternoon = g_ascii_toupper (*p) == 'P';
  if (left >= 4 && p[1] == '.' && g_ascii_toupper (p[2]) == 'M' && p[3] == '.')
    cursor->p = p + 4;
  else if (g_ascii_toupper (p[1]) == 'M')
    cursor->p = p + 2;
  else
    return FALSE;
  if (date->hour < 1 || date->hour > 12)
    return FALSE;
  date->half_day = TRUE;
  date->hour = date->hour % 12 + (afternoon ? 12 : 0);
  return TRUE;
}

static gboolean
read_offset (Cursor          *cursor,
             QueristDateText *date)
{
  guint hours, minutes = 0;
  int sign;

  while (pass (cursor, ' '))
    ;
  if (cursor->p == cursor->end)
    return TRUE;
  date->has_offset = TRUE;
  if (pass (cursor, 'Z') || pass (cursor, 'z'))
    return TRUE;
  if (cursor->end - cursor->p == 3 && (memcmp (cursor->p, "UTC", 3) == 0 ||
                                       memcmp (cursor->p, "GMT", 3) == 0))
    {
      cursor->p += 3;
      return TRUE;
    }
  if (!at (cursor, '+') && !at (cursor, '-'))
    return FALSE;
  sign = *cursor->p++ == '-' ? -1 : 1;
  if (read_digits (cursor, 2, &hours) != 2)
    return FALSE;
  pass (cursor, ':');
  if (cursor->p < cursor->end && read_digits (cursor, 2, &minutes) != 2)
    return FALSE;
  date->offset = sign * (int) (hours * 3600 + minutes * 60);
  return hours <= 15 && minutes < 60;
}

static gboolean
read_time (Cursor          *cursor,
           QueristDateText *date,
           gboolean         compact)
{
  guint n = read_digits (cursor, 2, &date->hour);

  if (n == 0 || (!compact && !pass (cursor, ':')) ||
      read_digits (cursor, 2, &date->minute) != 2)
    return FALSE;
  if (compact || pass (cursor, ':'))
    {
      date->has_seconds = TRUE;
      if (read_digits (cursor, 2, &date->second) != 2)
        return FALSE;
      if ((pass (cursor, '.') || pass (cursor, ',')) && !read_fraction (cursor, date))
        return FALSE;
    }
  date->has_time = TRUE;
  return read_half (cursor, date) && date->hour < 24 && date->minute < 60 && date->second < 60 &&
         read_offset (cursor, date) && cursor->p == cursor->end;
}

static gboolean
read_separator (Cursor          *cursor,
                QueristDateText *date,
                gboolean         first)
{
  char c = cursor->p < cursor->end ? *cursor->p : 0;

  if (c == ',' && !first && date->named)
    {
      cursor->p++;
      date->comma = TRUE;
      return pass (cursor, ' ');
    }
  if (c != '-' && c != '/' && c != '.' && !(c == ' ' && date->named))
    return FALSE;
  if (!first && c != date->separator)
    return FALSE;
  date->separator = c;
  cursor->p++;
  /* "1. 2. 2024", "5. Januar 2024" */
  if (c == '.' && pass (cursor, ' ') && date->named)
    date->separator = ' ';
  if (date->separator == ' ')
    pass_of (cursor);
  return TRUE;
}

/**
 * querist_date_parse_digits:
 * @text: a text
 * @length: its bytes
 * @date: (out): its parts
 *
 * Returns: whether it has the form YYYYMMDD
 */
gboolean
querist_date_parse_digits (const char      *text,
                           gsize            length,
                           QueristDateText *date)
{
  Cursor cursor = { text, text + length };

  memset (date, 0, sizeof *date);
  return length == 8 && read_digits (&cursor, 4, &date->part[0]) == 4 &&
         read_digits (&cursor, 2, &date->part[1]) == 2 &&
         read_digits (&cursor, 2, &date->part[2]) == 2;
}

static gboolean
read_compact (Cursor          *cursor,
              QueristDateText *date)
{
  guint n = 0;

  while (cursor->p + n < cursor->end && g_ascii_isdigit (cursor->p[n]))
    n++;
  if (n != 8 || cursor->p + n >= cursor->end ||
      !querist_date_parse_digits (cursor->p, n, date))
    return FALSE;
  cursor->p += n;
  return TRUE;
}

static gboolean
is_name_ahead (const Cursor *cursor)
{
  const char *p = cursor->p;

  while (p < cursor->end && (*p == ' ' || *p == '-' || *p == '/' || *p == '.'))
    p++;
  return p < cursor->end && g_ascii_isalpha (*p);
}

/* The number of a day may carry an ordinal's ending. */
static void
pass_ordinal (Cursor *cursor)
{
  static const char *const endings[] = { "st", "nd", "rd", "th", "er" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      if (cursor->end - cursor->p >= 2 && g_ascii_strncasecmp (cursor->p, endings[i], 2) == 0)
        {
          cursor->p += 2;
          return;
        }
    }
}

static gboolean
read_numbers (Cursor          *cursor,
              QueristDateText *date)
{
  guint n[3];

  n[0] = read_digits (cursor, 4, &date->part[0]);
  pass_ordinal (cursor);
  date->named = is_name_ahead (cursor);
  if (n[0] == 0 || n[0] == 3 || !read_separator (cursor, date, TRUE))
    return FALSE;
  if (date->named)
    n[1] = date->part[1] = querist_csv_month_read (&cursor->p, cursor->end, &date->long_name);
  else
    n[1] = read_digits (cursor, 2, &date->part[1]);
  if (n[1] == 0 || !read_separator (cursor, date, FALSE))
    return FALSE;
  n[2] = read_digits (cursor, n[0] == 4 ? 2 : 4, &date->part[2]);
  if (n[0] == 4)
    date->order = QUERIST_DATE_YMD;
  else if (date->named)
    date->order = QUERIST_DATE_DMY;
  else
    date->order = QUERIST_DATE_OPEN;
  date->short_year = n[0] != 4 && n[2] == 2;
  /* "2.10.14" is rather the version of a program */
  if (date->short_year && date->separator == '.' && (n[0] != 2 || n[1] != 2))
    return FALSE;
  return n[0] == 4 ? n[2] > 0 : n[2] == 4 || n[2] == 2;
}

static gboolean
read_name_first (Cursor          *cursor,
                 QueristDateText *date)
{
  guint n;

  date->named = TRUE;
  date->order = QUERIST_DATE_MDY;
  date->part[0] = querist_csv_month_read (&cursor->p, cursor->end, &date->long_name);
  if (date->part[0] == 0 || !read_separator (cursor, date, TRUE) ||
      read_digits (cursor, 2, &date->part[1]) == 0)
    return FALSE;
  pass_ordinal (cursor);
  if (!read_separator (cursor, date, FALSE))
    return FALSE;
  n = read_digits (cursor, 4, &date->part[2]);
  date->short_year = n == 2;
  return n == 4 || n == 2;
}

static void
pass_weekday (Cursor          *cursor,
              QueristDateText *date)
{
  Cursor ahead = *cursor;

  if (!g_ascii_isalpha (*ahead.p) || !pass_day (&ahead))
    return;
  pass (&ahead, ',');
  if (!pass (&ahead, ' '))
    return;
  date->weekday = TRUE;
  *cursor = ahead;
}

static inline gboolean
read_pair (const char *p,
           guint      *value)
{
  guint tens = (guint) (p[0] - '0'), ones = (guint) (p[1] - '0');

  *value = tens * 10 + ones;
  return tens <= 9 && ones <= 9;
}

/* "YYYY-MM-DD" and "YYYY-MM-DD HH:MM:SS", as programs write nearly all dates. */
static gboolean
read_iso (const char      *p,
          gsize            length,
          QueristDateText *date)
{
  guint century, year;

  if ((length != 10 && length != 19) || p[4] != '-' || p[7] != '-' ||
      !read_pair (p, &century) || !read_pair (p + 2, &year) ||
      !read_pair (p + 5, &date->part[1]) || !read_pair (p + 8, &date->part[2]))
    return FALSE;
  date->part[0] = century * 100 + year;
  date->separator = '-';
  if (length == 10)
    return TRUE;
  date->t_separator = p[10] == 'T';
  date->has_time = date->has_seconds = TRUE;
  return (p[10] == ' ' || p[10] == 'T') && p[13] == ':' && p[16] == ':' &&
         read_pair (p + 11, &date->hour) && read_pair (p + 14, &date->minute) &&
         read_pair (p + 17, &date->second) && date->hour < 24 && date->minute < 60 &&
         date->second < 60;
}

/**
 * querist_date_parse:
 * @text: a text, maybe with blanks around it
 * @length: its bytes
 * @date: (out): its parts
 *
 * Reads dates as people and programs write them: ISO 8601, numbers parted by "-", "/" or ".", names
 * of months in the languages of querist_csv_month_read(), with a time of 24 or twice 12 hours, fractions of a second and an offset.
 * Whether there is such a day is for querist_date_to_moment() to tell.
 *
 * Returns: whether it has the form of a date
 */
gboolean
querist_date_parse (const char      *text,
                    gsize            length,
                    QueristDateText *date)
{
  Cursor cursor = { text, text + length };
  gboolean compact = FALSE;

  while (pass (&cursor, ' '))
    ;
  while (cursor.end > cursor.p && cursor.end[-1] == ' ')
    cursor.end--;
  if (cursor.end - cursor.p < 6 || cursor.end - cursor.p > 48)
    return FALSE;
  memset (date, 0, sizeof *date);
  if (read_iso (cursor.p, cursor.end - cursor.p, date))
    return TRUE;
  memset (date, 0, sizeof *date);
  pass_weekday (&cursor, date);
  if (cursor.p < cursor.end && g_ascii_isalpha (*cursor.p))
    {
      if (!read_name_first (&cursor, date))
        return FALSE;
    }
  else if (read_compact (&cursor, date))
    compact = TRUE;
  else if (!read_numbers (&cursor, date))
    return FALSE;
  if (cursor.p == cursor.end)
    return TRUE;
  if (date->named)
    pass (&cursor, ',');
  date->t_separator = at (&cursor, 'T');
  if (!pass (&cursor, 'T') && !pass (&cursor, ' '))
    return FALSE;
  while (pass (&cursor, ' '))
    ;
  return read_time (&cursor, date, compact && cursor.p + 2 < cursor.end && cursor.p[2] != ':');
}

static gboolean
is_day (guint year,
        guint month,
        guint day)
{
  static const guint8 lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  gboolean leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

  return year >= 1 && month >= 1 && month <= 12 && day >= 1 &&
         day <= lengths[month - 1] + (month == 2 && leap ? 1u : 0u);
}

/* Days since 1970-01-01 in the Gregorian calendar, by Howard Hinnant's days_from_civil. */
static gint64
to_days (gint64 year,
         guint  month,
         guint  day)
{
  gint64 y = year - (month <= 2);
  gint64 era = (y >= 0 ? y : y - 399) / 400;
  guint year_of_era = y - era * 400;
  guint day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  guint day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

  return era * 146097 + (gint64) day_of_era - 719468;
}

/* The inverse of to_days (), by the same author's civil_from_days. */
static void
from_days (gint64  days_since,
           gint64 *year,
           guint  *month,
           guint  *day)
{
  gint64 z = days_since + 719468;
  gint64 era = (z >= 0 ? z : z - 146096) / 146097;
  guint day_of_era = z - era * 146097;
  guint year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
                       day_of_era / 146096) / 365;
  guint day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  guint mp = (5 * day_of_year + 2) / 153;

  *day = day_of_year - (153 * mp + 2) / 5 + 1;
  *month = mp < 10 ? mp + 3 : mp - 9;
  *year = year_of_era + era * 400 + (*month <= 2);
}

/**
 * querist_date_to_moment:
 * @date: parts of a date
 * @order: in which order they stand; used where the parts themselves do not tell
 * @moment: (out): when that is
 *
 * Returns: whether there is such a day
 */
gboolean
querist_date_to_moment (const QueristDateText *date,
                        QueristDateOrder       order,
                        QueristMoment         *moment)
{
  static const guint8 places[][3] = { { 0, 1, 2 }, { 2, 1, 0 }, { 2, 0, 1 } };
  const guint8 *place;
  guint year;

  if (date->order != QUERIST_DATE_OPEN && date->order != order)
    return FALSE;
  if (date->order == QUERIST_DATE_OPEN && order == QUERIST_DATE_YMD && !date->short_year)
    return FALSE;
  place = places[order];
  year = date->part[place[0]];
  if (date->short_year)
    year += year >= PIVOT ? 1900 : 2000;
  if (!is_day (year, date->part[place[1]], date->part[place[2]]))
    return FALSE;
  moment->seconds = to_days (year, date->part[place[1]], date->part[place[2]]) * 86400 +
                    date->hour * 3600 + date->minute * 60 + date->second - date->offset;
  moment->nanosecond = date->nanosecond;
  moment->n_fraction = date->n_fraction;
  return TRUE;
}

static char *
print_number (char  *to,
              guint  number,
              guint  n_digits)
{
  for (guint i = n_digits; i > 0; i--, number /= 10)
    to[i - 1] = '0' + number % 10;
  return to + n_digits;
}

/**
 * querist_moment_print:
 * @moment: a moment
 * @with_time: whether to write the time of the day
 * @buffer: %QUERIST_MOMENT_LENGTH bytes
 *
 * Writes "YYYY-MM-DD" or "YYYY-MM-DD HH:MM:SS[.fff]", which sorts by time.
 *
 * Returns: its length
 */
gsize
querist_moment_print (const QueristMoment *moment,
                      gboolean             with_time,
                      char                *buffer)
{
  gint64 days_since = moment->seconds / 86400, year;
  guint second_of_day = ((moment->seconds % 86400) + 86400) % 86400, month, day;
  char *to = buffer;

  if (moment->seconds < 0 && second_of_day != 0)
    days_since--;
  from_days (days_since, &year, &month, &day);
  to = print_number (to, CLAMP (year, 0, 9999), 4);
  *to++ = '-';
  to = print_number (to, month, 2);
  *to++ = '-';
  to = print_number (to, day, 2);
  if (with_time)
    {
      *to++ = ' ';
      to = print_number (to, second_of_day / 3600, 2);
      *to++ = ':';
      to = print_number (to, second_of_day / 60 % 60, 2);
      *to++ = ':';
      to = print_number (to, second_of_day % 60, 2);
      if (moment->n_fraction > 0)
        {
          char digits[9];

          print_number (digits, moment->nanosecond, 9);
          *to++ = '.';
          memcpy (to, digits, moment->n_fraction);
          to += moment->n_fraction;
        }
    }
  *to = '\0';
  return to - buffer;
}

/**
 * querist_moment_compare:
 * @a: a moment
 * @b: a moment
 *
 * Returns: below, equal or above 0 as @a is before, at or after @b
 */
int
querist_moment_compare (const QueristMoment *a,
                        const QueristMoment *b)
{
  if (a->seconds != b->seconds)
    return a->seconds < b->seconds ? -1 : 1;
  return a->nanosecond < b->nanosecond ? -1 : a->nanosecond > b->nanosecond;
}

static const char *
month_directive (const QueristDateText *date)
{
  return !date->named ? "%m" : date->long_name ? "%B" : "%b";
}

static void
append_time_format (const QueristDateText *date,
                    GString               *format)
{
  g_string_append (format, date->t_separator ? "T" : " ");
  g_string_append (format, date->half_day ? "%I:%M" : "%H:%M");
  if (date->has_seconds)
    g_string_append (format, ":%S");
  if (date->has_fraction)
    g_string_append (format, ".%f");
  if (date->half_day)
    g_string_append (format, " %p");
  if (date->has_offset)
    g_string_append (format, "%z");
}

/**
 * querist_date_format:
 * @date: parts of a date
 * @order: in which order they stand
 *
 * Returns: (transfer full): the format in the notation of strptime(3), with "%f" for a fraction
 */
char *
querist_date_format (const QueristDateText *date,
                     QueristDateOrder       order)
{
  GString *format = g_string_new (date->weekday ? "%a, " : NULL);
  const char *year = date->short_year ? "%y" : "%Y", *month = month_directive (date);
  const char *parts[3] = { year, month, "%d" };
  char separator[2] = { date->separator, '\0' };

  if (order == QUERIST_DATE_DMY)
    {
      parts[0] = "%d";
      parts[2] = year;
    }
  else if (order == QUERIST_DATE_MDY)
    {
      parts[0] = month;
      parts[1] = "%d";
      parts[2] = year;
    }
  g_string_append_printf (format, "%s%s%s%s%s", parts[0], separator, parts[1],
                          date->comma ? ", " : separator, parts[2]);
  if (date->has_time)
    append_time_format (date, format);
  return g_string_free (format, FALSE);
}

/**
 * querist_date_format_parse:
 * @format: a format as querist_date_format() makes, or a person writes
 * @order: (out): the order of year, month and day
 * @with_time: (out): whether there is a time of the day
 *
 * Returns: whether it names a year, a month and a day
 */
gboolean
querist_date_format_parse (const char       *format,
                           QueristDateOrder *order,
                           gboolean         *with_time)
{
  const char *year = strpbrk (format, "Yy"), *day = strstr (format, "%d"), *month = NULL;

  if (strstr (format, "%F") != NULL)
    {
      *order = QUERIST_DATE_YMD;
      *with_time = strstr (format, "%T") != NULL || strstr (format, "%H") != NULL;
      return TRUE;
    }
  if (day == NULL)
    day = strstr (format, "%e");
  for (const char *p = format; (p = strchr (p, '%')) != NULL && p[1] != '\0'; p += 2)
    {
      if (strchr ("mbBh", p[1]) != NULL)
        month = p;
    }
  if (year == NULL || month == NULL || day == NULL)
    return FALSE;
  *order = year < month ? QUERIST_DATE_YMD : day < month ? QUERIST_DATE_DMY : QUERIST_DATE_MDY;
  *with_time = strstr (format, "%H") != NULL || strstr (format, "%I") != NULL ||
               strstr (format, "%T") != NULL;
  return TRUE;
}

/**
 * querist_time_parse:
 * @text: a text
 * @length: its bytes
 *
 * Returns: whether it is a time of the day, such as 14:30, 2:30:05 PM or 14:30:05.123
 */
gboolean
querist_time_parse (const char *text,
                    gsize       length)
{
  Cursor cursor = { text, text + length };
  QueristDateText date = { 0 };

  return length >= 4 && length <= 24 && read_time (&cursor, &date, FALSE);
}
