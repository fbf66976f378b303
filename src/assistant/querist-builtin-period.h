/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  QUERIST_UNIT_NONE,
  QUERIST_UNIT_HOUR,
  QUERIST_UNIT_DAY,
  QUERIST_UNIT_WEEK,
  QUERIST_UNIT_MONTH,
  QUERIST_UNIT_QUARTER,
  QUERIST_UNIT_YEAR,
  QUERIST_UNIT_WEEKDAY,
} QueristTimeUnit;

/**
 * QueristPeriod:
 * @start: the first day
 * @end: the day after the last
 * @unit: what it is one of, or QUERIST_UNIT_NONE for a run of days
 * @relative: it depends on the clock
 * @weekdays: bits 0 (Sunday) to 6 when it means days of the week and no dates, else 0
 */
typedef struct {
  GDate           start;
  GDate           end;
  QueristTimeUnit unit;
  gboolean        relative;
  guint           weekdays;
} QueristPeriod;

QueristTimeUnit querist_time_unit_from_word (const char          *stem);
const char     *querist_time_unit_to_string (QueristTimeUnit      unit);
guint           querist_period_read         (GArray              *words,
                                             guint                first,
                                             const GDate         *today,
                                             QueristPeriod       *period);
void            querist_period_shift        (QueristPeriod       *period,
                                             int                  steps);
QueristPeriod   querist_period_around       (const GDate         *day,
                                             QueristTimeUnit      unit);
char           *querist_period_describe     (const QueristPeriod *period);
char           *querist_date_to_string      (const GDate         *date);
gboolean        querist_date_from_string    (const char          *text,
                                             GDate               *date);

G_END_DECLS
