/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <math.h>

#include "querist-chart-data.h"
#include "querist-connection.h"
#include "querist-executor.h"
#include "querist-result-summary.h"

/* A database with nothing in it: the queries bring their own values. */
static char *database;

static QueristResult *
run (const char *sql)
{
  const QueristExecuteOptions options = { 0 };
  g_autoptr(GError) error = NULL;
  QueristResult *result = querist_execute (database, sql, &options, NULL, &error);

  g_assert_no_error (error);
  return result;
}

#define SERIES "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %u) "

static QueristResult *
run_series (guint       n_rows,
            const char *select)
{
  g_autofree char *series = g_strdup_printf (SERIES, n_rows);
  g_autofree char *sql = g_strconcat (series, select, NULL);

  return run (sql);
}

static void
test_proposal (void)
{
  static const struct
  {
    guint            n_rows;
    const char      *select;
    QueristChartSpec spec;
  } cases[] = {
    { 5, "SELECT 'store ' || i AS name, i * 1.5 AS revenue FROM n",
      { QUERIST_CHART_BAR, 0, 1, -1 } },
    { 12, "SELECT printf('2024-%02d', i) AS month, i * i AS revenue FROM n",
      { QUERIST_CHART_LINE, 0, 1, -1 } },
    { 6, "SELECT 2018 + i AS year, i * i AS revenue FROM n", { QUERIST_CHART_LINE, 0, 1, -1 } },
    { 12, "SELECT printf('2024-%02d', (i + 1) / 2) AS month, 'shop ' || (i % 2) AS shop, i AS sold "
          "FROM n", { QUERIST_CHART_LINE, 0, 2, 1 } },
    { 500, "SELECT 'customer ' || i AS name, i AS orders, i * 2 AS revenue FROM n",
      { QUERIST_CHART_SCATTER, 1, 2, -1 } },
    { 500, "SELECT i % 37 AS price FROM n", { QUERIST_CHART_HISTOGRAM, 0, 0, -1 } },
    { 4, "SELECT i AS id, i * 3 AS total FROM n", { QUERIST_CHART_BAR, 0, 1, -1 } },
    { 4, "SELECT 'a' || i AS name, i * (i % 2) AS sold, i AS revenue FROM n",
      { QUERIST_CHART_BAR, 0, 2, -1 } },
    { 1, "SELECT i AS total FROM n", { QUERIST_CHART_NONE, 0, 0, -1 } },
    { 9, "SELECT 'a' || i AS name FROM n", { QUERIST_CHART_NONE, 0, 0, -1 } },
    { 9, "SELECT i AS store_id FROM n", { QUERIST_CHART_NONE, 0, 0, -1 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(QueristResult) result = run_series (cases[i].n_rows, cases[i].select);
      g_autoptr(GError) error = NULL;
      QueristChartSpec spec = querist_chart_propose (result, &error);

      g_assert_no_error (error);
      g_test_message ("%s", cases[i].select);
      g_assert_cmpstr (querist_chart_kind_to_string (spec.kind), ==,
                       querist_chart_kind_to_string (cases[i].spec.kind));
      g_assert_cmpint (spec.x, ==, cases[i].spec.x);
      g_assert_cmpint (spec.y, ==, cases[i].spec.y);
      g_assert_cmpint (spec.group, ==, cases[i].spec.group);
    }
}

static QueristChartData *
read_chart (QueristResult    *result,
            QueristChartKind  kind,
            int               x,
            int               y,
            int               group)
{
  QueristChartSpec spec = { kind, x, y, group };
  g_autoptr(GError) error = NULL;
  QueristChartData *data = querist_chart_data_new (result, &spec, NULL, &error);

  g_assert_no_error (error);
  return data;
}

static const QueristChartSeries *
get_series (QueristChartData *data,
            guint             index)
{
  g_assert_cmpuint (index, <, data->series->len);
  return g_ptr_array_index (data->series, index);
}

/* Bars stand in the order of the query; a value that is missing leaves a gap. */
static void
test_bars (void)
{
  g_autoptr(QueristResult) result =
    run ("SELECT 'b' AS name, 2 AS v UNION ALL SELECT 'a', NULL UNION ALL SELECT NULL, -3");
  g_autoptr(QueristChartData) data = read_chart (result, QUERIST_CHART_BAR, 0, 1, -1);
  g_autofree char *description = querist_chart_data_describe (data);

  g_assert_cmpuint (data->labels->len, ==, 3);
  g_assert_cmpstr (g_ptr_array_index (data->labels, 0), ==, "b");
  g_assert_cmpstr (g_ptr_array_index (data->labels, 2), ==, "NULL");
  g_assert_cmpfloat (get_series (data, 0)->y[0], ==, 2);
  g_assert_true (isnan (get_series (data, 0)->y[1]));
  g_assert_cmpfloat (data->y_min, ==, -3);
  g_assert_cmpfloat (data->y_max, ==, 2);
  g_assert_null (data->note);
  g_assert_cmpstr (description, ==, "Bar chart of v by name, 3 places; highest b with 2, lowest "
                                    "NULL with -3.");
}

/* Lines go along the bottom in order, whatever the order of the rows. */
static void
test_lines (void)
{
  g_autoptr(QueristResult) result =
    run_series (20, "SELECT 21 - i AS year, i AS v FROM n");
  g_autoptr(QueristChartData) data = read_chart (result, QUERIST_CHART_LINE, 0, 1, -1);

  g_assert_cmpuint (data->labels->len, ==, 20);
  g_assert_cmpstr (g_ptr_array_index (data->labels, 0), ==, "1");
  g_assert_cmpstr (g_ptr_array_index (data->labels, 9), ==, "10");
  g_assert_cmpfloat (get_series (data, 0)->y[0], ==, 20);
  g_assert_cmpfloat (data->y_min, ==, 0);
}

static void
test_groups (void)
{
  g_autoptr(QueristResult) result =
    run ("SELECT '2024-01' AS month, 'x' AS shop, 1 AS v UNION ALL SELECT '2024-01', 'y', 2 "
         "UNION ALL SELECT '2024-02', 'y', 3");
  g_autoptr(QueristChartData) data = read_chart (result, QUERIST_CHART_LINE, 0, 2, 1);

  g_assert_cmpuint (data->labels->len, ==, 2);
  g_assert_cmpuint (data->series->len, ==, 2);
  g_assert_cmpstr (get_series (data, 0)->name, ==, "x");
  g_assert_true (isnan (get_series (data, 0)->y[1]));
  g_assert_cmpfloat (get_series (data, 1)->y[1], ==, 3);
}

/* What does not fit is left out with a note, never in silence. */
static void
test_too_many (void)
{
  static const struct
  {
    QueristChartKind kind;
    int              group;
  } cases[] = {
    { QUERIST_CHART_BAR, -1 },
    { QUERIST_CHART_BAR, 0 },
    { QUERIST_CHART_LINE, -1 },
    { QUERIST_CHART_SCATTER, -1 },
  };
  g_autoptr(QueristResult) result = run_series (20000, "SELECT 'g' || i AS g, i AS v FROM n");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(QueristChartData) data = read_chart (result, cases[i].kind, 0, 1, cases[i].group);

      g_assert_nonnull (data->note);
      g_assert_cmpuint (data->series->len, >, 0);
      g_assert_cmpuint (data->series->len, <=, 8);
      g_assert_cmpuint (get_series (data, 0)->n, <=, 2000);
    }
}

static void
test_histogram (void)
{
  g_autoptr(QueristResult) result = run_series (1000, "SELECT i % 100 AS v FROM n");
  g_autoptr(QueristChartData) data = read_chart (result, QUERIST_CHART_HISTOGRAM, 0, 0, -1);
  const QueristChartSeries *series = get_series (data, 0);
  double total = 0;

  for (guint i = 0; i < series->n; i++)
    total += series->y[i];
  g_assert_cmpuint (series->n, ==, data->labels->len);
  g_assert_cmpfloat (total, ==, 1000);
  g_assert_cmpstr (g_ptr_array_index (data->labels, 0), ==, "0 – 10");
}

/* Nothing but NULL, one value, infinities: no crash and a range that can be drawn. */
static void
test_odd_values (void)
{
  static const char *const queries[] = {
    "SELECT NULL AS a, NULL AS b",
    "SELECT 7 AS a, 7 AS b",
    "SELECT 'x' AS a, 9e999 AS b UNION ALL SELECT 'y', -9e999",
    "SELECT 1 AS a, 2 AS b WHERE 0",
    "SELECT x'00ff' AS a, 1 AS b",
  };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr(QueristResult) result = run (queries[i]);

      for (QueristChartKind kind = QUERIST_CHART_BAR; kind <= QUERIST_CHART_HISTOGRAM; kind++)
        {
          g_autoptr(QueristChartData) data = read_chart (result, kind, 0, 1, -1);
          g_autofree char *description = querist_chart_data_describe (data);

          g_assert_true (isfinite (data->y_min) && isfinite (data->y_max));
          g_assert_cmpfloat (data->y_min, <=, data->y_max);
          g_assert_nonnull (description);
        }
    }
}

static void
test_tick_step (void)
{
  static const struct
  {
    double min, max;
    guint  n;
    double step;
  } cases[] = {
    { 0, 100, 5, 20 },     { 0, 97, 4, 50 },   { 0, 1, 5, 0.2 }, { 0, 1000000, 10, 100000 },
    { -3, 3, 3, 2 },       { 5, 5, 5, 1 },     { 0, 0.0007, 5, 0.0002 },
    { 0, INFINITY, 5, 1 }, { 10, -10, 5, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpfloat_with_epsilon (querist_chart_tick_step (cases[i].min, cases[i].max,
                                                             cases[i].n),
                                    cases[i].step, cases[i].step * 1e-9);
}

static void
test_summary (void)
{
  g_autoptr(QueristResult) result =
    run ("SELECT 3 AS n, 'b' AS t UNION ALL SELECT -10.5, '' UNION ALL SELECT NULL, 'b' "
         "UNION ALL SELECT 3, NULL");
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) summaries = querist_result_summarize (result, NULL, &error);
  const QueristColumnSummary *number, *text;

  g_assert_no_error (error);
  g_assert_cmpuint (summaries->len, ==, 2);
  number = g_ptr_array_index (summaries, 0);
  text = g_ptr_array_index (summaries, 1);
  g_assert_cmpuint (number->n_null, ==, 1);
  g_assert_cmpuint (number->n_distinct, ==, 2);
  g_assert_true (number->distinct_exact);
  g_assert_cmpstr (number->min, ==, "-10.5");
  g_assert_cmpstr (number->max, ==, "3");
  g_assert_true (number->has_mean);
  g_assert_cmpfloat_with_epsilon (number->mean, -1.5, 1e-12);
  g_assert_cmpuint (text->n_distinct, ==, 2);
  g_assert_cmpstr (text->min, ==, "");
  g_assert_false (text->has_mean);
}

/* Over more than a page of rows, and with more values than are counted. */
static void
test_big_summary (void)
{
  g_autoptr(QueristResult) result = run_series (150000, "SELECT i, i % 7 AS few FROM n");
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) summaries = querist_result_summarize (result, NULL, &error);
  const QueristColumnSummary *many, *few;

  g_assert_no_error (error);
  many = g_ptr_array_index (summaries, 0);
  few = g_ptr_array_index (summaries, 1);
  g_assert_false (many->distinct_exact);
  g_assert_cmpuint (many->n_distinct, ==, 100000);
  g_assert_cmpstr (many->max, ==, "150000");
  g_assert_cmpfloat (many->mean, ==, 75000.5);
  g_assert_true (few->distinct_exact);
  g_assert_cmpuint (few->n_distinct, ==, 7);
}

static void
test_cancelled (void)
{
  g_autoptr(QueristResult) result = run_series (10, "SELECT i, i AS v FROM n");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  QueristChartSpec spec = { QUERIST_CHART_BAR, 0, 1, -1 };

  g_cancellable_cancel (cancellable);
  g_assert_null (querist_result_summarize (result, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (querist_chart_data_new (result, &spec, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
create_database (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(sqlite3) db = querist_connection_open_write (database, &error);

  g_assert_no_error (error);
  querist_connection_exec (db, "CREATE TABLE t (x)", &error);
  g_assert_no_error (error);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *folder = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("querist-test-XXXXXX", NULL);
  database = g_build_filename (folder, "test.db", NULL);
  create_database ();
  g_test_add_func ("/analysis/chart/proposal", test_proposal);
  g_test_add_func ("/analysis/chart/bars", test_bars);
  g_test_add_func ("/analysis/chart/lines", test_lines);
  g_test_add_func ("/analysis/chart/groups", test_groups);
  g_test_add_func ("/analysis/chart/too-many", test_too_many);
  g_test_add_func ("/analysis/chart/histogram", test_histogram);
  g_test_add_func ("/analysis/chart/odd-values", test_odd_values);
  g_test_add_func ("/analysis/chart/tick-step", test_tick_step);
  g_test_add_func ("/analysis/summary/columns", test_summary);
  g_test_add_func ("/analysis/summary/big", test_big_summary);
  g_test_add_func ("/analysis/summary/cancelled", test_cancelled);
  status = g_test_run ();
  g_unlink (database);
  g_rmdir (folder);
  g_free (database);
  return status;
}
