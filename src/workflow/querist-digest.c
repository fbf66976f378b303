/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-digest.h"

#include <math.h>
#include <sqlite3.h>

#include "querist-text.h"

/* What an assistant is told of a result: enough to speak of it, never the whole of it. */
#define MAX_ROWS 20
#define MAX_COLUMNS 40
#define MAX_CHARS 200
#define PAGE 1000

/*
 * @total: over all rows, with what rounding has lost of it in @lost (Neumaier 1974)
 * @exact: while it is a sum of whole numbers that fits 64 bits, @exact_total
 */
typedef struct {
  guint64  n_values;
  gint64   exact_total;
  gboolean exact;
  double   total;
  double   lost;
  double   min;
  double   max;
} Totals;

static void
add_to_total (Totals *totals,
              double  number)
{
  double sum = totals->total + number;

  totals->lost += fabs (totals->total) >= fabs (number) ? totals->total - sum + number
                                                        : number - sum + totals->total;
  totals->total = sum;
}

static void
add_number (Totals            *totals,
            const QueristCell *cell)
{
  double number = cell->number;

  if (cell->type == SQLITE_INTEGER && totals->exact)
    totals->exact = !__builtin_add_overflow (totals->exact_total,
                                             g_ascii_strtoll (cell->text, NULL, 10),
                                             &totals->exact_total);
  else
    totals->exact = FALSE;
  totals->min = totals->n_values == 0 ? number : MIN (totals->min, number);
  totals->max = totals->n_values == 0 ? number : MAX (totals->max, number);
  add_to_total (totals, number);
  totals->n_values++;
}

/* Sums of decimal fractions miss by a digit that nobody has put there: 15 digits always hold. */
static double
drop_noise (double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  return g_ascii_strtod (g_ascii_formatd (text, sizeof text, "%.15g", number), NULL);
}

static void
set_number (JsonObject *object,
            const char *member,
            double      number)
{
  /* JSON has no infinity, and whole numbers read better without a fraction */
  if (!isfinite (number))
    return;
  if (number == trunc (number) && fabs (number) < 9e15)
    json_object_set_int_member (object, member, (gint64) number);
  else
    json_object_set_double_member (object, member, number);
}

static void
add_cell (JsonArray   *row,
          QueristCell  cell)
{
  g_autofree char *text = NULL;

  switch (cell.type)
    {
    case SQLITE_NULL:
      json_array_add_null_element (row);
      return;
    case SQLITE_INTEGER:
      json_array_add_int_element (row, g_ascii_strtoll (cell.text, NULL, 10));
      return;
    case SQLITE_FLOAT:
      if (isfinite (cell.number))
        {
          json_array_add_double_element (row, cell.number);
          return;
        }
      break;
    default:
      break;
    }
  text = querist_text_first_line (cell.text, MAX_CHARS);
  json_array_add_string_element (row, text);
}

static JsonArray *
rows_to_json (GPtrArray *rows,
              guint      n_columns)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < MIN (rows->len, MAX_ROWS); i++)
    {
      JsonArray *row = json_array_sized_new (n_columns);

      for (guint column = 0; column < n_columns; column++)
        add_cell (row, querist_result_row_get_cell (rows->pdata[i], column));
      json_array_add_array_element (array, row);
    }
  return array;
}

static void
count_page (GPtrArray *rows,
            Totals    *totals,
            guint      n_columns)
{
  for (guint i = 0; i < rows->len; i++)
    {
      for (guint column = 0; column < n_columns; column++)
        {
          QueristCell cell = querist_result_row_get_cell (rows->pdata[i], column);

          if (cell.type == SQLITE_INTEGER || cell.type == SQLITE_FLOAT)
            add_number (&totals[column], &cell);
        }
    }
}

static JsonArray *
columns_to_json (QueristResult *result,
                 const Totals  *totals,
                 guint          n_columns)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < n_columns; i++)
    {
      const QueristResultColumn *column = querist_result_get_column (result, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "name", column->name);
      json_object_set_string_member (object, "type", querist_scalar_to_string (column->type));
      if (column->numeric && totals[i].n_values > 0)
        {
          json_object_set_int_member (object, "values", totals[i].n_values);
          if (totals[i].exact)
            json_object_set_int_member (object, "total", totals[i].exact_total);
          else
            set_number (object, "total", drop_noise (totals[i].total + totals[i].lost));
          set_number (object, "min", totals[i].min);
          set_number (object, "max", totals[i].max);
        }
      json_array_add_object_element (array, object);
    }
  return array;
}

static JsonNode *
make_digest (QueristResult *result,
             GCancellable  *cancellable,
             GError       **error)
{
  guint n_columns = MIN (querist_result_get_n_columns (result), MAX_COLUMNS);
  guint64 n_rows = querist_result_get_n_rows (result);
  g_autofree Totals *totals = g_new0 (Totals, n_columns);
  g_autoptr(JsonObject) object = json_object_new ();
  JsonNode *node;

  for (guint i = 0; i < n_columns; i++)
    totals[i].exact = TRUE;
  json_object_set_array_member (object, "rows", json_array_new ());
  for (guint64 offset = 0; offset < n_rows; offset += PAGE)
    {
      g_autoptr(GPtrArray) rows = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      rows = querist_result_read (result, offset, PAGE, error);
      if (rows == NULL)
        return NULL;
      if (offset == 0)
        json_object_set_array_member (object, "rows", rows_to_json (rows, n_columns));
      count_page (rows, totals, n_columns);
    }
  json_object_set_array_member (object, "columns", columns_to_json (result, totals, n_columns));
  json_object_set_int_member (object, "row_count", n_rows);
  json_object_set_boolean_member (object, "truncated", querist_result_is_truncated (result));
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_set_object (node, object);
  return node;
}

static void
digest_thread (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  GError *error = NULL;
  JsonNode *node = make_digest (task_data, cancellable, &error);

  if (node != NULL)
    g_task_return_pointer (task, node, (GDestroyNotify) json_node_unref);
  else
    g_task_return_error (task, error);
}

/**
 * querist_digest_new_async:
 * @result: the rows
 * @cancellable: (nullable): stops it
 * @callback: called when it is made
 * @user_data: passed to @callback
 *
 * Puts together what an assistant is told of a result: {columns[{name, type, values?, total?, min?,
 * max?}], row_count, truncated, rows[[…]]} with the first 20 rows and 40 columns, long texts cut,
 * and the figures of numeric columns over all rows.
 */
void
querist_digest_new_async (QueristResult       *result,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, querist_digest_new_async);
  g_task_set_task_data (task, g_object_ref (result), g_object_unref);
  g_task_run_in_thread (task, digest_thread);
}

/**
 * querist_digest_new_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the digest
 */
JsonNode *
querist_digest_new_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
