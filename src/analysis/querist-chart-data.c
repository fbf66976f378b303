/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-chart-data.h"

#include <math.h>
#include <sqlite3.h>

#include "querist-text.h"

#define PAGE_ROWS 4096
#define MAX_BARS 40
#define MAX_POINTS 2000
#define MAX_SERIES 8
#define MAX_COUNTED 200000
#define MAX_BINS 24

/* One value of a bar or line chart, still without its place. The texts belong to the row. */
typedef struct {
  const char *label;
  const char *group;
  double      x;
  double      y;
} Point;

static void
series_free (gpointer data)
{
  QueristChartSeries *self = data;

  g_free (self->name);
  g_free (self->x);
  g_free (self->y);
  g_free (self);
}

static QueristChartSeries *
add_series (QueristChartData *self,
            const char       *name,
            guint             n)
{
  QueristChartSeries *series = g_new0 (QueristChartSeries, 1);

  series->name = g_strdup (name);
  series->n = n;
  series->y = g_new (double, MAX (n, 1));
  for (guint i = 0; i < n; i++)
    series->y[i] = NAN;
  g_ptr_array_add (self->series, series);
  return series;
}

static gboolean
read_page (QueristResult  *result,
           guint64         offset,
           guint           count,
           GPtrArray      *rows,
           GError        **error)
{
  g_autoptr(GPtrArray) page = querist_result_read (result, offset, count, error);

  if (page == NULL)
    return FALSE;
  for (guint i = 0; i < page->len; i++)
    g_ptr_array_add (rows, querist_result_row_ref (g_ptr_array_index (page, i)));
  return TRUE;
}

/* At most @max rows: the first ones or, @evenly, every so many-th. */
static GPtrArray *
read_rows (QueristResult  *result,
           guint64         max,
           gboolean        evenly,
           GCancellable   *cancellable,
           GError        **error)
{
  g_autoptr(GPtrArray) rows =
    g_ptr_array_new_with_free_func ((GDestroyNotify) querist_result_row_unref);
  guint64 n_rows = querist_result_get_n_rows (result);
  guint64 stride = evenly && n_rows > max ? (n_rows + max - 1) / max : 1;
  guint64 end = evenly ? n_rows : MIN (n_rows, max);
  guint64 step = stride > 1 ? stride : PAGE_ROWS;

  for (guint64 offset = 0; offset < end; offset += step)
    {
      guint count = stride > 1 ? 1 : MIN (PAGE_ROWS, end - offset);

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !read_page (result, offset, count, rows, error))
        return NULL;
    }
  return g_steal_pointer (&rows);
}

static double
cell_number (QueristResultRow *row,
             int               column)
{
  QueristCell cell = querist_result_row_get_cell (row, column);

  return cell.type == SQLITE_INTEGER || cell.type == SQLITE_FLOAT ? cell.number : NAN;
}

static const char *
cell_label (QueristResultRow *row,
            int               column)
{
  QueristCell cell = querist_result_row_get_cell (row, column);

  return cell.text != NULL ? cell.text : "NULL";
}

static GArray *
collect_points (GPtrArray              *rows,
                const QueristChartSpec *spec)
{
  GArray *points = g_array_sized_new (FALSE, FALSE, sizeof (Point), rows->len);

  for (guint i = 0; i < rows->len; i++)
    {
      QueristResultRow *row = g_ptr_array_index (rows, i);
      Point point = {
        .label = cell_label (row, spec->x),
        .group = spec->group >= 0 ? cell_label (row, spec->group) : NULL,
        .x = cell_number (row, spec->x),
        .y = cell_number (row, spec->y),
      };

      g_array_append_val (points, point);
    }
  return points;
}

static int
compare_points (gconstpointer a,
                gconstpointer b)
{
  const Point *left = a, *right = b;

  if (!isnan (left->x) && !isnan (right->x))
    return (left->x > right->x) - (left->x < right->x);
  return strcmp (left->label, right->label);
}

/* The index of @key in the order of first appearance; -1 when there is no room for another. */
static int
place_of (GHashTable *places,
          const char *key,
          guint       max)
{
  gpointer value;

  if (g_hash_table_lookup_extended (places, key, NULL, &value))
    return GPOINTER_TO_INT (value);
  if (g_hash_table_size (places) >= max)
    return -1;
  value = GINT_TO_POINTER (g_hash_table_size (places));
  g_hash_table_insert (places, (gpointer) key, value);
  return GPOINTER_TO_INT (value);
}

static void
place_single (QueristChartData *self,
              GArray           *points,
              guint             max)
{
  guint n = MIN (points->len, max);
  QueristChartSeries *series = add_series (self, self->y_name, n);

  for (guint i = 0; i < n; i++)
    {
      const Point *point = &g_array_index (points, Point, i);

      g_ptr_array_add (self->labels, g_strdup (point->label));
      series->y[i] = point->y;
    }
}

static void
place_grouped (QueristChartData *self,
               GArray           *points,
               guint             max)
{
  g_autoptr(GHashTable) labels = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) groups = g_hash_table_new (g_str_hash, g_str_equal);
  guint left_out = 0;

  for (guint i = 0; i < points->len; i++)
    if (place_of (labels, g_array_index (points, Point, i).label, max) == (int) self->labels->len)
      g_ptr_array_add (self->labels, g_strdup (g_array_index (points, Point, i).label));

  for (guint i = 0; i < points->len; i++)
    {
      const Point *point = &g_array_index (points, Point, i);
      int place = place_of (labels, point->label, max);
      int group = place_of (groups, point->group, MAX_SERIES);
      QueristChartSeries *series;

      if (group == (int) self->series->len)
        add_series (self, point->group, self->labels->len);
      if (place < 0 || group < 0)
        {
          left_out++;
          continue;
        }
      series = g_ptr_array_index (self->series, group);
      series->y[place] = point->y;
    }

  if (left_out > 0)
    {
      g_autofree char *count = querist_text_format_count (left_out);

      self->note = g_strdup_printf ("%s rows are not drawn: there is room for %u places and "
                                    "%u groups.", count, max, MAX_SERIES);
    }
}

static void
note_cut (QueristChartData *self,
          guint64           shown,
          guint64           n_rows,
          gboolean          evenly)
{
  g_autofree char *count = querist_text_format_count (shown);
  g_autofree char *total = querist_text_format_count (n_rows);

  if (self->note != NULL || shown >= n_rows)
    return;
  self->note = g_strdup_printf (evenly ? "%s of %s rows are drawn, evenly chosen."
                                       : "The first %s of %s rows are drawn.", count, total);
}

static gboolean
fill_places (QueristChartData  *self,
             QueristResult     *result,
             GCancellable      *cancellable,
             GError           **error)
{
  gboolean line = self->spec.kind == QUERIST_CHART_LINE;
  gboolean grouped = self->spec.group >= 0;
  guint max_places = line ? MAX_POINTS : MAX_BARS;
  guint64 max_rows = (guint64) max_places * (grouped ? MAX_SERIES : 1);
  guint64 n_rows = querist_result_get_n_rows (result);
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GArray) points = NULL;

  rows = read_rows (result, max_rows, line && !grouped, cancellable, error);
  if (rows == NULL)
    return FALSE;
  points = collect_points (rows, &self->spec);
  if (line)
    g_array_sort (points, compare_points);
  if (grouped)
    place_grouped (self, points, max_places);
  else
    place_single (self, points, max_places);
  note_cut (self, rows->len, n_rows, line && !grouped);
  return TRUE;
}

static gboolean
fill_scatter (QueristChartData  *self,
              QueristResult     *result,
              GCancellable      *cancellable,
              GError           **error)
{
  g_autoptr(GPtrArray) rows = read_rows (result, MAX_POINTS, TRUE, cancellable, error);
  QueristChartSeries *series;

  if (rows == NULL)
    return FALSE;
  series = add_series (self, self->y_name, rows->len);
  series->x = g_new (double, MAX (rows->len, 1));
  for (guint i = 0; i < rows->len; i++)
    {
      series->x[i] = cell_number (g_ptr_array_index (rows, i), self->spec.x);
      series->y[i] = cell_number (g_ptr_array_index (rows, i), self->spec.y);
    }
  note_cut (self, rows->len, querist_result_get_n_rows (result), TRUE);
  return TRUE;
}

static void
count_bins (QueristChartData *self,
            GArray           *values,
            double            min,
            double            max)
{
  double step = querist_chart_tick_step (min, max, MAX_BINS / 2);
  double start = floor (min / step) * step;
  guint n = CLAMP ((int) floor ((max - start) / step) + 1, 1, MAX_BINS);
  QueristChartSeries *series = add_series (self, self->y_name, n);

  for (guint i = 0; i < n; i++)
    {
      series->y[i] = 0;
      g_ptr_array_add (self->labels, g_strdup_printf ("%.10g – %.10g", start + i * step,
                                                      start + (i + 1) * step));
    }
  for (guint i = 0; i < values->len; i++)
    {
      int bin = (int) floor ((g_array_index (values, double, i) - start) / step);

      series->y[CLAMP (bin, 0, (int) n - 1)]++;
    }
}

static gboolean
fill_histogram (QueristChartData  *self,
                QueristResult     *result,
                GCancellable      *cancellable,
                GError           **error)
{
  g_autoptr(GPtrArray) rows = read_rows (result, MAX_COUNTED, FALSE, cancellable, error);
  g_autoptr(GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  double min = INFINITY, max = -INFINITY;

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      double value = cell_number (g_ptr_array_index (rows, i), self->spec.x);

      if (!isfinite (value))
        continue;
      g_array_append_val (values, value);
      min = MIN (min, value);
      max = MAX (max, value);
    }
  if (values->len > 0)
    count_bins (self, values, min, max);
  note_cut (self, rows->len, querist_result_get_n_rows (result), FALSE);
  return TRUE;
}

static void
widen (double        value,
       double       *min,
       double       *max)
{
  if (!isfinite (value))
    return;
  *min = MIN (*min, value);
  *max = MAX (*max, value);
}

/* Heights start at zero where a bar's length is read, and wherever zero is not far off. */
static void
find_ranges (QueristChartData *self)
{
  self->x_min = self->y_min = INFINITY;
  self->x_max = self->y_max = -INFINITY;
  for (guint i = 0; i < self->series->len; i++)
    {
      const QueristChartSeries *series = g_ptr_array_index (self->series, i);

      for (guint j = 0; j < series->n; j++)
        {
          widen (series->y[j], &self->y_min, &self->y_max);
          if (series->x != NULL)
            widen (series->x[j], &self->x_min, &self->x_max);
        }
    }
  if (self->y_min > self->y_max)
    self->y_min = self->y_max = 0;
  if (self->x_min > self->x_max)
    self->x_min = self->x_max = 0;
  if (self->spec.kind == QUERIST_CHART_BAR || self->spec.kind == QUERIST_CHART_HISTOGRAM ||
      (self->y_min > 0 && self->y_min < 0.6 * self->y_max))
    {
      self->y_min = MIN (self->y_min, 0);
      self->y_max = MAX (self->y_max, 0);
    }
}

/**
 * querist_chart_data_new:
 * @result: a result
 * @spec: which columns to draw how
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Reads what a chart draws: not more points than can be told apart; what is left out is said in the
 * data's note. Blocks while it reads.
 *
 * Returns: (transfer full): the data
 */
QueristChartData *
querist_chart_data_new (QueristResult           *result,
                        const QueristChartSpec  *spec,
                        GCancellable            *cancellable,
                        GError                 **error)
{
  g_autoptr(QueristChartData) self = g_new0 (QueristChartData, 1);
  gboolean ok = TRUE;

  self->spec = *spec;
  self->labels = g_ptr_array_new_with_free_func (g_free);
  self->series = g_ptr_array_new_with_free_func (series_free);
  self->x_name = g_strdup (querist_result_get_column (result, spec->x)->name);
  if (spec->kind == QUERIST_CHART_HISTOGRAM)
    self->y_name = g_strdup ("rows");
  else
    self->y_name = g_strdup (querist_result_get_column (result, spec->y)->name);

  switch (spec->kind)
    {
    case QUERIST_CHART_BAR:
    case QUERIST_CHART_LINE:
      ok = fill_places (self, result, cancellable, error);
      break;
    case QUERIST_CHART_SCATTER:
      ok = fill_scatter (self, result, cancellable, error);
      break;
    case QUERIST_CHART_HISTOGRAM:
      ok = fill_histogram (self, result, cancellable, error);
      break;
    case QUERIST_CHART_NONE:
      break;
    }
  if (!ok)
    return NULL;
  find_ranges (self);
  return g_steal_pointer (&self);
}

/**
 * querist_chart_data_free:
 * @self: (nullable): chart data
 */
void
querist_chart_data_free (QueristChartData *self)
{
  if (self == NULL)
    return;
  g_free (self->x_name);
  g_free (self->y_name);
  g_clear_pointer (&self->labels, g_ptr_array_unref);
  g_clear_pointer (&self->series, g_ptr_array_unref);
  g_free (self->note);
  g_free (self);
}

static void
data_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  GError *error = NULL;
  QueristChartData *data = querist_chart_data_new (source, task_data, cancellable, &error);

  if (data != NULL)
    g_task_return_pointer (task, data, (GDestroyNotify) querist_chart_data_free);
  else
    g_task_return_error (task, error);
}

/**
 * querist_chart_data_async:
 * @result: a result
 * @spec: which columns to draw how
 * @cancellable: (nullable): a cancellable
 * @callback: called on the thread-default main context
 * @user_data: data for @callback
 *
 * querist_chart_data_new() in a thread.
 */
void
querist_chart_data_async (QueristResult          *result,
                          const QueristChartSpec *spec,
                          GCancellable           *cancellable,
                          GAsyncReadyCallback     callback,
                          gpointer                user_data)
{
  g_autoptr(GTask) task = g_task_new (result, cancellable, callback, user_data);

  g_task_set_source_tag (task, querist_chart_data_async);
  g_task_set_task_data (task, g_memdup2 (spec, sizeof *spec), g_free);
  g_task_run_in_thread (task, data_thread);
}

/**
 * querist_chart_data_finish:
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full): the data
 */
QueristChartData *
querist_chart_data_finish (GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
