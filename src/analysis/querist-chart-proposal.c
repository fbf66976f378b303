/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-chart-data.h"

#include <math.h>

#include "querist-text.h"

#define SAMPLE_ROWS 256
#define MANY_ROWS 40
#define MAX_GROUPS 8

typedef enum {
  ROLE_CATEGORY,
  ROLE_MEASURE,
  ROLE_TIME,
  ROLE_KEY,
} Role;

static const char *const KIND_NAMES[] = { "none", "bar", "line", "scatter", "histogram" };

/**
 * querist_chart_kind_to_string:
 * @kind: a kind of chart
 *
 * Returns: its name, such as "bar"
 */
const char *
querist_chart_kind_to_string (QueristChartKind kind)
{
  return KIND_NAMES[kind];
}

/* "2024", "2024-03", "2024-Q1", "2024-03-01 …": text that sorts by time. */
static gboolean
looks_like_time (const char *text)
{
  for (int i = 0; i < 4; i++)
    if (!g_ascii_isdigit (text[i]))
      return FALSE;
  if (text[4] == '\0')
    return TRUE;
  return text[4] == '-' && (g_ascii_isdigit (text[5]) || g_ascii_toupper (text[5]) == 'Q' ||
                            g_ascii_toupper (text[5]) == 'W');
}

static gboolean
has_word (const char        *name,
          const char *const *words,
          gboolean           last_only)
{
  g_auto(GStrv) own = querist_text_words (name);
  guint n = g_strv_length (own);

  for (guint i = last_only && n > 0 ? n - 1 : 0; i < n; i++)
    if (g_strv_contains (words, own[i]))
      return TRUE;
  return FALSE;
}

static Role
find_role (QueristResult *result,
           GPtrArray     *rows,
           guint          index)
{
  static const char *const keys[] = { "id", "key", "code", "number", "no", NULL };
  static const char *const times[] = { "year", "month", "quarter", "week", "day", "hour", "date",
                                       NULL };
  const QueristResultColumn *column = querist_result_get_column (result, index);

  if (column->type == QUERIST_SCALAR_DATE_TIME)
    return ROLE_TIME;
  if (column->numeric)
    {
      if (has_word (column->name, times, TRUE))
        return ROLE_TIME;
      return has_word (column->name, keys, TRUE) ? ROLE_KEY : ROLE_MEASURE;
    }
  for (guint i = 0; i < rows->len; i++)
    {
      QueristCell cell = querist_result_row_get_cell (g_ptr_array_index (rows, i), index);

      if (cell.text != NULL && !looks_like_time (cell.text))
        return ROLE_CATEGORY;
    }
  return ROLE_TIME;
}

static guint
count_distinct (GPtrArray *rows,
                int        column)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < rows->len; i++)
    {
      QueristCell cell = querist_result_row_get_cell (g_ptr_array_index (rows, i), column);

      g_hash_table_add (seen, (gpointer) (cell.text != NULL ? cell.text : ""));
    }
  return g_hash_table_size (seen);
}

static int
find_column (GArray *roles,
             Role    role,
             int     after)
{
  for (guint i = after + 1; i < roles->len; i++)
    if (g_array_index (roles, Role, i) == role)
      return i;
  return -1;
}

/* A second category that tells rows of the same place apart becomes the legend. */
static int
find_group (GArray    *roles,
            GPtrArray *rows,
            int        x)
{
  if (count_distinct (rows, x) == rows->len)
    return -1;
  for (int i = find_column (roles, ROLE_CATEGORY, -1); i >= 0;
       i = find_column (roles, ROLE_CATEGORY, i))
    {
      guint n = i == x ? 0 : count_distinct (rows, i);

      if (n > 1 && n <= MAX_GROUPS)
        return i;
    }
  return -1;
}

static gboolean
is_sorted (GPtrArray *rows,
           int        column)
{
  gboolean up = TRUE, down = TRUE;

  for (guint i = 1; i < rows->len; i++)
    {
      double before = querist_result_row_get_cell (g_ptr_array_index (rows, i - 1), column).number;
      double now = querist_result_row_get_cell (g_ptr_array_index (rows, i), column).number;

      up = up && now >= before;
      down = down && now <= before;
    }
  return up != down;
}

/* The rows are often sorted by what was asked for: of several measures that one is drawn. */
static int
find_measure (GArray    *roles,
              GPtrArray *rows)
{
  int first = find_column (roles, ROLE_MEASURE, -1);

  for (int i = first; i >= 0; i = find_column (roles, ROLE_MEASURE, i))
    if (is_sorted (rows, i))
      return i;
  return first;
}

static QueristChartSpec
choose (GArray    *roles,
        GPtrArray *rows,
        guint64    n_rows)
{
  QueristChartSpec spec = { QUERIST_CHART_NONE, 0, 0, -1 };
  int first = find_column (roles, ROLE_MEASURE, -1);
  int second = find_column (roles, ROLE_MEASURE, first);
  int time = find_column (roles, ROLE_TIME, -1);
  int category = find_column (roles, ROLE_CATEGORY, -1);

  if (category < 0)
    category = find_column (roles, ROLE_KEY, -1);
  if (n_rows < 2 || first < 0)
    return spec;

  spec.y = find_measure (roles, rows);
  if (time >= 0)
    {
      spec.kind = QUERIST_CHART_LINE;
      spec.x = time;
      spec.group = find_group (roles, rows, time);
    }
  else if (category >= 0 && n_rows <= MANY_ROWS * MAX_GROUPS &&
           count_distinct (rows, category) <= MANY_ROWS)
    {
      spec.kind = QUERIST_CHART_BAR;
      spec.x = category;
      spec.group = find_group (roles, rows, category);
    }
  else if (second >= 0)
    {
      spec.kind = QUERIST_CHART_SCATTER;
      spec.x = first;
      spec.y = second;
    }
  else
    {
      spec.kind = QUERIST_CHART_HISTOGRAM;
      spec.x = first;
    }
  return spec;
}

/**
 * querist_chart_propose:
 * @result: a result
 * @error: return location for an error
 *
 * Chooses the chart that fits the columns: a line over time, bars per category, a scatter of two
 * measures, or a histogram of one. Numbers that name things (ids, codes, years) are no measures.
 *
 * Returns: the choice; of kind %QUERIST_CHART_NONE when there is nothing to draw, or on error
 */
QueristChartSpec
querist_chart_propose (QueristResult  *result,
                       GError        **error)
{
  QueristChartSpec none = { QUERIST_CHART_NONE, 0, 0, -1 };
  g_autoptr(GPtrArray) rows = querist_result_read (result, 0, SAMPLE_ROWS, error);
  g_autoptr(GArray) roles = g_array_new (FALSE, FALSE, sizeof (Role));

  if (rows == NULL)
    return none;
  for (guint i = 0; i < querist_result_get_n_columns (result); i++)
    {
      Role role = find_role (result, rows, i);

      g_array_append_val (roles, role);
    }
  return choose (roles, rows, querist_result_get_n_rows (result));
}

/**
 * querist_chart_tick_step:
 * @min: least value of an axis
 * @max: greatest value
 * @n_ticks: ticks that there is room for
 *
 * The distance of ticks that people can read: 1, 2 or 5 times a power of ten (P. Heckbert, “Nice
 * numbers for graph labels”, Graphics Gems, 1990).
 *
 * Returns: a positive step
 */
double
querist_chart_tick_step (double min,
                         double max,
                         guint  n_ticks)
{
  double raw = (max - min) / MAX (n_ticks, 1);
  double power, fraction;

  if (!isfinite (raw) || raw <= 0)
    return 1;
  power = pow (10, floor (log10 (raw)));
  fraction = raw / power;
  return power * (fraction <= 1 ? 1 : fraction <= 2 ? 2 : fraction <= 5 ? 5 : 10);
}

static void
describe_extremes (GString                  *text,
                   const QueristChartData   *self,
                   const QueristChartSeries *series)
{
  int lowest = -1, highest = -1;

  for (guint i = 0; i < series->n; i++)
    {
      if (!isfinite (series->y[i]))
        continue;
      if (lowest < 0 || series->y[i] < series->y[lowest])
        lowest = i;
      if (highest < 0 || series->y[i] > series->y[highest])
        highest = i;
    }
  if (highest >= 0)
    g_string_append_printf (text, "; highest %s with %.6g, lowest %s with %.6g",
                            (char *) g_ptr_array_index (self->labels, highest), series->y[highest],
                            (char *) g_ptr_array_index (self->labels, lowest), series->y[lowest]);
}

/**
 * querist_chart_data_describe:
 * @self: chart data
 *
 * Returns: (transfer full): in a sentence what the chart shows, for those who do not see it
 */
char *
querist_chart_data_describe (const QueristChartData *self)
{
  static const char *const nouns[] = { "No chart", "Bar chart", "Line chart", "Scatter chart",
                                       "Histogram" };
  GString *text = g_string_new (nouns[self->spec.kind]);

  if (self->spec.kind == QUERIST_CHART_NONE || self->series->len == 0)
    return g_string_free (text, FALSE);
  if (self->spec.kind == QUERIST_CHART_HISTOGRAM)
    g_string_append_printf (text, " of %s", self->x_name);
  else
    g_string_append_printf (text, " of %s by %s", self->y_name, self->x_name);

  if (self->spec.kind == QUERIST_CHART_SCATTER)
    g_string_append_printf (text, ", %u points",
                            ((QueristChartSeries *) g_ptr_array_index (self->series, 0))->n);
  else
    g_string_append_printf (text, ", %u places", self->labels->len);
  if (self->series->len > 1)
    g_string_append_printf (text, ", %u series", self->series->len);
  else if (self->labels->len > 0)
    describe_extremes (text, self, g_ptr_array_index (self->series, 0));
  g_string_append_c (text, '.');
  return g_string_free (text, FALSE);
}
