/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "querist-builtin-interpret.h"
#include "querist-json.h"
#include "querist-text.h"

#define MAX_SPOKEN_CELLS 5

/* The result as the digest tells it. */
typedef struct {
  JsonArray *columns;
  JsonArray *rows;
  gint64     n_rows;
  gboolean   truncated;
  gboolean   limited;
  GString   *text;
} Speaker;

static JsonObject *
get_column (const Speaker *self,
            guint          index)
{
  JsonNode *node = json_array_get_element (self->columns, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static char *
name_column (const Speaker *self,
             guint          index)
{
  JsonObject *column = get_column (self, index);
  g_autofree char *name =
    g_strdup (column != NULL ? querist_json_get_string (column, "name", "value") : "value");

  return g_strdelimit (g_steal_pointer (&name), "_", ' ');
}

static gboolean
is_numeric (const Speaker *self,
            guint          index)
{
  JsonObject *column = get_column (self, index);

  return column != NULL && json_object_has_member (column, "max");
}

static JsonNode *
get_cell (const Speaker *self,
          guint          row,
          guint          column)
{
  JsonNode *node;
  JsonArray *cells;

  if (row >= json_array_get_length (self->rows))
    return NULL;
  node = json_array_get_element (self->rows, row);
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  cells = json_node_get_array (node);
  return column < json_array_get_length (cells) ? json_array_get_element (cells, column) : NULL;
}

static char *
format_number (double number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  double rounded = round (number * 100) / 100;

  if (number == trunc (number) && fabs (number) < 1e15)
    {
      g_autofree char *digits = querist_text_format_count ((guint64) fabs (number));

      return g_strconcat (number < 0 ? "−" : "", digits, NULL);
    }
  if (fabs (number) < 1)
    return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.3g", number));
  else
    {
      g_autofree char *whole = querist_text_format_count ((guint64) fabs (rounded));
      int cents = (int) lround ((fabs (rounded) - floor (fabs (rounded))) * 100);

      return g_strdup_printf ("%s%s.%02d", number < 0 ? "−" : "", whole, cents);
    }
}

static char *
format_cell (JsonNode *cell)
{
  GType type;

  if (cell == NULL || JSON_NODE_HOLDS_NULL (cell))
    return g_strdup ("nothing");
  if (!JSON_NODE_HOLDS_VALUE (cell))
    return g_strdup ("…");
  type = json_node_get_value_type (cell);
  if (type == G_TYPE_STRING)
    return querist_text_first_line (json_node_get_string (cell), 80);
  return format_number (json_node_get_double (cell));
}

static double
get_figure (const Speaker *self,
            guint          column,
            const char    *figure)
{
  JsonObject *object = get_column (self, column);

  return object != NULL ? querist_json_get_double (object, figure, NAN) : NAN;
}

static void
speak_of_nothing (Speaker    *self,
                  const char *sql)
{
  g_string_append (self->text, "There are no such rows. ");
  if (sql == NULL)
    return;
  if (strstr (sql, "'2") != NULL || strstr (sql, "'1") != NULL)
    g_string_append (self->text, "The likely reason is the period or the value that was asked for: "
                                 "the data may hold none of it. ");
  else if (strstr (sql, "WHERE") != NULL)
    g_string_append (self->text, "No row meets all of the conditions. ");
  else if (strstr (sql, "JOIN") != NULL)
    g_string_append (self->text, "The joined tables may have no rows in common. ");
}

static void
speak_of_one_row (Speaker *self)
{
  guint n = MIN (json_array_get_length (self->columns), MAX_SPOKEN_CELLS);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = name_column (self, i);
      JsonNode *cell = get_cell (self, 0, i);
      g_autofree char *value = format_cell (cell);

      if (n == 1 && (cell == NULL || JSON_NODE_HOLDS_NULL (cell)))
        {
          g_string_append (self->text, "There is nothing to reckon with: no row meets the "
                                       "conditions, or all values are missing. ");
          return;
        }
      g_string_append_printf (self->text, "%s%s is %s",
                              i == 0       ? "The "
                              : i + 1 == n ? " and the "
                                           : ", the ",
                              name, value);
    }
  g_string_append (self->text, ". ");
}

/* The figure that the rows are about: a percentage where there is one, else the first number. */
static guint
find_numeric (const Speaker *self)
{
  guint n = json_array_get_length (self->columns);

  for (guint i = 0; i < n; i++)
    {
      JsonObject *column = get_column (self, i);
      const char *name = column != NULL ? querist_json_get_string (column, "name", "") : "";

      if (is_numeric (self, i) && g_str_has_suffix (name, "growth_percent"))
        return i;
    }

  for (guint i = 0; i < n; i++)
    {
      JsonObject *column = get_column (self, i);
      const char *name = column != NULL ? querist_json_get_string (column, "name", "") : "";

      if (is_numeric (self, i) && !g_str_has_suffix (name, "_id") && !g_str_equal (name, "id"))
        return i;
    }
  return n;
}

static char *
name_row (const Speaker *self,
          guint          row,
          guint          number)
{
  GString *string = g_string_new (NULL);

  for (guint i = 0; i < number; i++)
    {
      if (is_numeric (self, i))
        continue;
      g_autofree char *value = format_cell (get_cell (self, row, i));

      g_string_append_printf (string, "%s%s", string->len > 0 ? ", " : "", value);
    }
  return g_string_free (string, FALSE);
}

static gboolean
can_be_added (const char *name)
{
  static const char *const not_added[] = { "average", "highest", "lowest", "growth", "rate",
                                           "price",   "age",     "year",   "rating" };

  for (guint i = 0; i < G_N_ELEMENTS (not_added); i++)
    {
      if (strstr (name, not_added[i]) != NULL)
        return FALSE;
    }
  return TRUE;
}

static const char *
article (const char *name)
{
  return strchr ("aeiou", *name) != NULL ? "an" : "a";
}

static gboolean
get_number (const Speaker *self,
            guint          row,
            guint          column,
            double        *number)
{
  JsonNode *cell = get_cell (self, row, column);

  if (cell == NULL || !JSON_NODE_HOLDS_VALUE (cell) ||
      json_node_get_value_type (cell) == G_TYPE_STRING)
    return FALSE;
  *number = json_node_get_double (cell);
  return TRUE;
}

/* Two periods side by side, then the change and what it is in percent. */
static gboolean
is_growth (const Speaker *self,
           guint          number)
{
  return number >= 4 && number < json_array_get_length (self->columns) &&
         g_strcmp0 (querist_json_get_string (get_column (self, number), "name", NULL),
                    "growth_percent") == 0 &&
         is_numeric (self, number - 2) && is_numeric (self, number - 3);
}

static void
speak_of_growth (Speaker *self,
                 guint    number)
{
  g_autofree char *first = name_row (self, 0, number);
  g_autofree char *before = format_cell (get_cell (self, 0, number - 3));
  g_autofree char *after = format_cell (get_cell (self, 0, number - 2));
  guint n_told = json_array_get_length (self->rows), n_grew = 0;
  double growth = 0;

  for (guint i = 0; i < n_told; i++)
    {
      if (get_number (self, i, number, &growth) && growth > 0)
        n_grew++;
    }
  if (get_number (self, 0, number, &growth))
    g_string_append_printf (self->text, "%s comes first: from %s to %s, %s %.1f %%. ", first, before,
                            after, growth < 0 ? "down" : "up", fabs (growth));
  if (n_told == self->n_rows && !self->truncated)
    g_string_append_printf (self->text, "%u of these %u grew. ", n_grew, n_told);
}

static gboolean
leads (const Speaker *self,
       guint          number)
{
  double first;

  return get_number (self, 0, number, &first) && first == get_figure (self, number, "max") &&
         first > get_figure (self, number, "min");
}

/* Rows that were cut off by the query's own LIMIT are not the whole that a share is of. */
static gboolean
is_whole (const Speaker *self,
          const char    *name)
{
  return !self->truncated && !self->limited && can_be_added (name) &&
         strstr (name, "percent") == NULL;
}

/* A share that two digits can't tell apart from nothing is left out. */
static void
speak_of_share (Speaker *self,
                double   percent)
{
  if (percent >= 10)
    g_string_append_printf (self->text, ", %.0f %% of the total", percent);
  else if (percent >= 0.01)
    g_string_append_printf (self->text, ", %.2g %% of the total", percent);
}

static void
speak_of_leader (Speaker *self,
                 guint    number)
{
  g_autofree char *name = name_column (self, number);
  g_autofree char *first = name_row (self, 0, number);
  g_autofree char *value = format_cell (get_cell (self, 0, number));
  double max = get_figure (self, number, "max"), min = get_figure (self, number, "min");
  double total = get_figure (self, number, "total");
  g_autofree char *high = format_number (max);
  g_autofree char *low = format_number (min);

  if (leads (self, number))
    g_string_append_printf (self->text, "%s leads with %s %s of %s", first, article (name), name,
                            value);
  else
    g_string_append_printf (self->text, "The first row is %s with %s %s of %s", first,
                            article (name), name, value);
  if (leads (self, number) && total > 0 && min >= 0 && is_whole (self, name))
    speak_of_share (self, 100 * max / total);
  g_string_append (self->text, ". ");
  if (max > min)
    g_string_append_printf (self->text, "The %s goes from %s to %s. ", name, low, high);
  else
    g_string_append_printf (self->text, "The %s is the same in all rows. ", name);
  if (is_whole (self, name) && !isnan (total))
    {
      g_autofree char *sum = format_number (total);

      g_string_append_printf (self->text, "Together it is %s. ", sum);
    }
}

static void
speak_of_gaps (Speaker *self,
               guint    number)
{
  gint64 filled = (gint64) get_figure (self, number, "values");
  g_autofree char *name = name_column (self, number);

  if (filled < self->n_rows && filled > 0)
    g_string_append_printf (self->text, "In %" G_GINT64_FORMAT " rows the %s is missing. ",
                            self->n_rows - filled, name);
}

static void
speak_of_rows (Speaker *self)
{
  g_autofree char *count = querist_text_format_count (self->n_rows);
  guint number = find_numeric (self);

  g_string_append_printf (self->text, "There are %s rows%s. ", count,
                          self->truncated ? ", and more that were not fetched" : "");
  if (is_growth (self, number))
    speak_of_growth (self, number);
  else if (number > 0 && number < json_array_get_length (self->columns))
    {
      speak_of_leader (self, number);
      speak_of_gaps (self, number);
    }
  else
    {
      g_autofree char *first = name_row (
        self, 0, MIN (json_array_get_length (self->columns), MAX_SPOKEN_CELLS));

      g_string_append_printf (self->text, "The first is %s. ", first);
    }
}

/**
 * querist_builtin_interpret:
 * @digest: (nullable): what is told of the result
 * @sql: (nullable): the query
 *
 * Says what the rows say in a few sentences. Every number in it stands in the digest or is
 * reckoned from numbers of it.
 *
 * Returns: (transfer full): the sentences
 */
char *
querist_builtin_interpret (JsonNode   *digest,
                           const char *sql)
{
  JsonObject *object =
    digest != NULL && JSON_NODE_HOLDS_OBJECT (digest) ? json_node_get_object (digest) : NULL;
  Speaker speaker = { NULL };

  if (object == NULL)
    return g_strdup ("The query has run.");
  speaker.columns = querist_json_get_array (object, "columns");
  speaker.rows = querist_json_get_array (object, "rows");
  speaker.n_rows = querist_json_get_int (object, "row_count", 0);
  speaker.truncated = querist_json_get_boolean (object, "truncated", FALSE);
  if (speaker.columns == NULL || speaker.rows == NULL ||
      json_array_get_length (speaker.columns) == 0)
    return g_strdup ("The query has run.");
  speaker.limited = sql != NULL && strstr (sql, "\nLIMIT ") != NULL;
  speaker.text = g_string_new (NULL);
  if (speaker.n_rows <= 0 || json_array_get_length (speaker.rows) == 0)
    speak_of_nothing (&speaker, sql);
  else if (speaker.n_rows == 1)
    speak_of_one_row (&speaker);
  else
    speak_of_rows (&speaker);
  return g_strchomp (g_string_free (speaker.text, FALSE));
}
