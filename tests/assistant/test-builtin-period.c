/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-builtin-period.h"
#include "querist-words.h"

/* Read on Monday, 2024-07-01. */
static const struct {
  const char *text;
  guint       n_words;
  const char *start;
  const char *end;
} cases[] = {
  { "2023", 1, "2023-01-01", "2024-01-01" },
  { "1799", 0, NULL, NULL },
  { "20234", 0, NULL, NULL },
  { "Q3 2023", 2, "2023-07-01", "2023-10-01" },
  { "2023 Q3", 2, "2023-07-01", "2023-10-01" },
  { "2023Q4", 1, "2023-10-01", "2024-01-01" },
  { "Q3", 1, "2024-07-01", "2024-10-01" },
  { "Q4", 1, "2023-10-01", "2024-01-01" },
  { "Q2", 1, "2024-04-01", "2024-07-01" },
  { "Q5 2023", 0, NULL, NULL },
  { "third quarter of 2023", 4, "2023-07-01", "2023-10-01" },
  { "2nd quarter of last year", 5, "2023-04-01", "2023-07-01" },
  { "first half of 2023", 4, "2023-01-01", "2023-07-01" },
  { "H2 2023", 2, "2023-07-01", "2024-01-01" },
  { "March 2024", 2, "2024-03-01", "2024-04-01" },
  { "sept of 2023", 0, NULL, NULL },
  { "Sep 2023", 2, "2023-09-01", "2023-10-01" },
  { "December", 1, "2023-12-01", "2024-01-01" },
  { "march", 0, NULL, NULL },
  { "may", 0, NULL, NULL },
  { "March 5, 2024", 4, "2024-03-05", "2024-03-06" },
  { "March 5th", 2, "2024-03-05", "2024-03-06" },
  { "5 March 2024", 3, "2024-03-05", "2024-03-06" },
  { "5th of March 2024", 4, "2024-03-05", "2024-03-06" },
  { "February 30 2024", 0, NULL, NULL },
  { "2024-02-29", 1, "2024-02-29", "2024-03-01" },
  { "2023-02-29", 0, NULL, NULL },
  { "2024-02", 1, "2024-02-01", "2024-03-01" },
  { "5.3.2024", 1, "2024-03-05", "2024-03-06" },
  { "3/5/2024", 1, "2024-03-05", "2024-03-06" },
  { "25/3/2024", 1, "2024-03-25", "2024-03-26" },
  { "last year", 2, "2023-01-01", "2024-01-01" },
  { "this quarter", 2, "2024-07-01", "2024-10-01" },
  { "previous quarter", 2, "2024-04-01", "2024-07-01" },
  { "last month", 2, "2024-06-01", "2024-07-01" },
  { "next month", 2, "2024-08-01", "2024-09-01" },
  { "last week", 2, "2024-06-24", "2024-07-01" },
  { "last 30 days", 3, "2024-06-02", "2024-07-02" },
  { "past three months", 3, "2024-04-02", "2024-07-02" },
  { "last 99999999 years", 0, NULL, NULL },
  { "2 weeks ago", 3, "2024-06-17", "2024-06-24" },
  { "today", 1, "2024-07-01", "2024-07-02" },
  { "yesterday", 1, "2024-06-30", "2024-07-01" },
  { "year to date", 3, "2024-01-01", "2024-07-02" },
  { "1960s", 1, "1960-01-01", "1970-01-01" },
  { "90s", 1, "1990-01-01", "2000-01-01" },
  { "last order", 0, NULL, NULL },
  { "first order", 0, NULL, NULL },
};

static void
test_read (void)
{
  GDate today;

  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 1, 7, 2024);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GArray) words = querist_words_split (cases[i].text, 0);
      g_autofree char *start = NULL;
      g_autofree char *end = NULL;
      QueristPeriod period;
      guint used = querist_period_read (words, 0, &today, &period);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpuint (used, ==, cases[i].n_words);
      if (used == 0)
        continue;
      start = querist_date_to_string (&period.start);
      end = querist_date_to_string (&period.end);
      g_assert_cmpstr (start, ==, cases[i].start);
      g_assert_cmpstr (end, ==, cases[i].end);
    }
}

static void
test_weekdays (void)
{
  g_autoptr(GArray) words = querist_words_split ("Mondays weekend", 0);
  QueristPeriod period;
  GDate today;

  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 1, 7, 2024);
  g_assert_cmpuint (querist_period_read (words, 0, &today, &period), ==, 1);
  g_assert_cmpuint (period.weekdays, ==, 1u << 1);
  g_assert_cmpuint (querist_period_read (words, 1, &today, &period), ==, 1);
  g_assert_cmpuint (period.weekdays, ==, (1u << 0 | 1u << 6));
}

static void
test_shift (void)
{
  static const struct {
    QueristTimeUnit unit;
    int             steps;
    const char     *name;
  } shifts[] = {
    { QUERIST_UNIT_QUARTER, 0, "Q1 2024" },  { QUERIST_UNIT_QUARTER, -1, "Q4 2023" },
    { QUERIST_UNIT_YEAR, -1, "2023" },       { QUERIST_UNIT_MONTH, -2, "December 2023" },
    { QUERIST_UNIT_DAY, 1, "2024-03-01" },   { QUERIST_UNIT_WEEK, 0, "2024-02-26 to 2024-03-03" },
    { QUERIST_UNIT_YEAR, -99999, "2024" },
  };
  GDate day;

  g_date_clear (&day, 1);
  g_date_set_dmy (&day, 29, 2, 2024);
  for (guint i = 0; i < G_N_ELEMENTS (shifts); i++)
    {
      QueristPeriod period = querist_period_around (&day, shifts[i].unit);
      g_autofree char *name = NULL;

      querist_period_shift (&period, shifts[i].steps);
      name = querist_period_describe (&period);
      g_assert_cmpstr (name, ==, shifts[i].name);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/assistant/builtin-period/read", test_read);
  g_test_add_func ("/assistant/builtin-period/weekdays", test_weekdays);
  g_test_add_func ("/assistant/builtin-period/shift", test_shift);
  return g_test_run ();
}
