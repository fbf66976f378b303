/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-result-summary.h"

#include <sqlite3.h>

#define PAGE_ROWS 4096
/* Beyond this a column's distinct values are no longer counted, which bounds the memory. */
#define MAX_DISTINCT 100000

/* What is gathered of a column while the rows go by. */
typedef struct {
  QueristColumnSummary *summary;
  GHashTable           *hashes;
  double                min;
  double                max;
  double                sum;
  guint64               n;
  gboolean              numeric;
} Gatherer;

static void
gatherer_clear (gpointer data)
{
  Gatherer *self = data;

  g_hash_table_unref (self->hashes);
}

static void
summary_free (gpointer data)
{
  QueristColumnSummary *self = data;

  g_free (self->name);
  g_free (self->min);
  g_free (self->max);
  g_free (self);
}

/* FNV-1a, 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/): of 100 000 distinct values two
 * share a hash once in some three billion columns. */
static guint64
hash_text (const char *text)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);

  for (const guchar *p = (const guchar *) text; *p != '\0'; p++)
    hash = (hash ^ *p) * G_GUINT64_CONSTANT (1099511628211);
  return hash;
}

static void
note_distinct (Gatherer   *self,
               const char *text)
{
  QueristColumnSummary *summary = self->summary;

  if (!summary->distinct_exact)
    return;
  g_hash_table_add (self->hashes, GSIZE_TO_POINTER (hash_text (text)));
  summary->n_distinct = g_hash_table_size (self->hashes);
  if (summary->n_distinct > MAX_DISTINCT)
    {
      summary->distinct_exact = FALSE;
      summary->n_distinct = MAX_DISTINCT;
      g_hash_table_remove_all (self->hashes);
    }
}

static void
note_extremes (Gatherer          *self,
               const QueristCell *cell)
{
  QueristColumnSummary *summary = self->summary;
  gboolean less, greater;

  if (self->numeric)
    {
      less = summary->min == NULL || cell->number < self->min;
      greater = summary->max == NULL || cell->number > self->max;
    }
  else
    {
      less = summary->min == NULL || strcmp (cell->text, summary->min) < 0;
      greater = summary->max == NULL || strcmp (cell->text, summary->max) > 0;
    }

  if (less)
    {
      g_free (summary->min);
      summary->min = g_strdup (cell->text);
      self->min = cell->number;
    }
  if (greater)
    {
      g_free (summary->max);
      summary->max = g_strdup (cell->text);
      self->max = cell->number;
    }
}

static void
gather_cell (Gatherer    *self,
             QueristCell  cell)
{
  if (cell.type == SQLITE_NULL || cell.text == NULL)
    {
      self->summary->n_null++;
      return;
    }
  note_distinct (self, cell.text);
  if (cell.type == SQLITE_BLOB)
    return;
  note_extremes (self, &cell);
  self->sum += cell.number;
  self->n++;
}

static GArray *
gatherers_new (QueristResult *result,
               GPtrArray     *summaries)
{
  guint n_columns = querist_result_get_n_columns (result);
  GArray *gatherers = g_array_sized_new (FALSE, TRUE, sizeof (Gatherer), n_columns);

  g_array_set_clear_func (gatherers, gatherer_clear);
  for (guint i = 0; i < n_columns; i++)
    {
      const QueristResultColumn *column = querist_result_get_column (result, i);
      QueristColumnSummary *summary = g_new0 (QueristColumnSummary, 1);
      Gatherer gatherer = { .summary = summary, .numeric = column->numeric };

      summary->name = g_strdup (column->name);
      summary->type = column->type;
      summary->distinct_exact = TRUE;
      gatherer.hashes = g_hash_table_new (NULL, NULL);
      g_ptr_array_add (summaries, summary);
      g_array_append_val (gatherers, gatherer);
    }
  return gatherers;
}

/**
 * querist_result_summarize:
 * @result: a result
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Reads all rows once and says of every column what is in it. Blocks for as long as that takes.
 *
 * Returns: (transfer full) (element-type QueristColumnSummary): one for each column, in order
 */
GPtrArray *
querist_result_summarize (QueristResult  *result,
                          GCancellable   *cancellable,
                          GError        **error)
{
  g_autoptr(GPtrArray) summaries = g_ptr_array_new_with_free_func (summary_free);
  g_autoptr(GArray) gatherers = NULL;
  guint64 n_rows = querist_result_get_n_rows (result);

  gatherers = gatherers_new (result, summaries);
  for (guint64 offset = 0; offset < n_rows; offset += PAGE_ROWS)
    {
      g_autoptr(GPtrArray) rows = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      rows = querist_result_read (result, offset, PAGE_ROWS, error);
      if (rows == NULL)
        return NULL;
      for (guint i = 0; i < rows->len; i++)
        for (guint j = 0; j < gatherers->len; j++)
          gather_cell (&g_array_index (gatherers, Gatherer, j),
                       querist_result_row_get_cell (g_ptr_array_index (rows, i), j));
    }

  for (guint j = 0; j < gatherers->len; j++)
    {
      const Gatherer *gatherer = &g_array_index (gatherers, Gatherer, j);

      gatherer->summary->has_mean = gatherer->numeric && gatherer->n > 0;
      if (gatherer->summary->has_mean)
        gatherer->summary->mean = gatherer->sum / gatherer->n;
    }
  return g_steal_pointer (&summaries);
}

static void
summarize_thread (GTask        *task,
                  gpointer      source,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *summaries = querist_result_summarize (source, cancellable, &error);

  if (summaries != NULL)
    g_task_return_pointer (task, summaries, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/**
 * querist_result_summarize_async:
 * @result: a result
 * @cancellable: (nullable): a cancellable
 * @callback: called on the thread-default main context
 * @user_data: data for @callback
 *
 * querist_result_summarize() in a thread.
 */
void
querist_result_summarize_async (QueristResult       *result,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (result, cancellable, callback, user_data);

  g_task_set_source_tag (task, querist_result_summarize_async);
  g_task_run_in_thread (task, summarize_thread);
}

/**
 * querist_result_summarize_finish:
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type QueristColumnSummary): one for each column
 */
GPtrArray *
querist_result_summarize_finish (GAsyncResult  *result,
                                 GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
