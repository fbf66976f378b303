/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * QueristDateOrder:
 * @QUERIST_DATE_OPEN: day and month, in an order that the text does not tell, then the year
 */
typedef enum {
  QUERIST_DATE_YMD,
  QUERIST_DATE_DMY,
  QUERIST_DATE_MDY,
  QUERIST_DATE_OPEN,
} QueristDateOrder;

/**
 * QueristDateText:
 * @order: the order of its parts
 * @part: the three numbers as they stand (a month's name as its number)
 * @separator: between day and month: '-', '/', '.', ' ' or 0
 * @named: the month is a name; @long_name: one that is written out
 * @short_year: the year has two digits
 * @weekday: the name of a day stands before it
 * @offset: seconds east of Greenwich, if @has_offset
 *
 * The parts of a text that may be a date, with a time or without. Private to csv/.
 */
typedef struct {
  QueristDateOrder order;
  guint            part[3];
  char             separator;
  gboolean         named;
  gboolean         long_name;
  gboolean         short_year;
  gboolean         comma;
  gboolean         weekday;
  gboolean         has_time;
  gboolean         has_seconds;
  gboolean         has_fraction;
  gboolean         has_offset;
  gboolean         half_day;
  gboolean         t_separator;
  guint            hour;
  guint            minute;
  guint            second;
  guint            nanosecond;
  guint            n_fraction;
  int              offset;
} QueristDateText;

/**
 * QueristMoment:
 * @seconds: since 1970-01-01 00:00:00, in UTC where the text had an offset
 */
typedef struct {
  gint64 seconds;
  guint  nanosecond;
  guint  n_fraction;
} QueristMoment;

#define QUERIST_MOMENT_LENGTH 40

gboolean querist_date_parse         (const char            *text,
                                     gsize                  length,
                                     QueristDateText       *date);
gboolean querist_date_parse_digits  (const char            *text,
                                     gsize                  length,
                                     QueristDateText       *date);
gboolean querist_date_to_moment     (const QueristDateText *date,
                                     QueristDateOrder       order,
                                     QueristMoment         *moment);
gsize    querist_moment_print       (const QueristMoment   *moment,
                                     gboolean               with_time,
                                     char                  *buffer);
int      querist_moment_compare     (const QueristMoment   *a,
                                     const QueristMoment   *b);
char    *querist_date_format        (const QueristDateText *date,
                                     QueristDateOrder       order);
gboolean querist_date_format_parse  (const char            *format,
                                     QueristDateOrder      *order,
                                     gboolean              *with_time);
gboolean querist_time_parse         (const char            *text,
                                     gsize                  length);

G_END_DECLS
