/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-analysis.h"
#include "querist-context.h"
#include "querist-relevance.h"
#include "querist-schema-text.h"
#include "querist-value-index.h"

#define DEFAULT_BUDGET 6000
#define MAX_EXAMPLES 3
#define MIN_EXAMPLE_RELEVANCE 0.2
#define MAX_VALUE_HITS 40
#define MAX_VALUES_TOLD 20
#define MIN_VALUE_SCORE 0.5

typedef struct {
  guint   index;
  double  score;
  int     detail;
  char   *text;
} Part;

/* A request that owns what it holds, for the time of a thread. */
typedef struct {
  QueristContextRequest  request;
  char                  *database;
  char                  *question;
  char                  *cache_dir;
} Job;

static void
context_clear (gpointer data)
{
  QueristContext *self = data;

  g_free (self->question);
  g_free (self->text);
  g_strfreev (self->tables);
  g_strfreev (self->columns);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  g_clear_pointer (&self->examples, g_ptr_array_unref);
  g_clear_pointer (&self->statistics, g_ptr_array_unref);
  g_clear_pointer (&self->catalog, querist_catalog_unref);
  g_free (self->database);
}

/**
 * querist_context_ref:
 * @self: a context
 *
 * A context is never changed after it was made, so threads may share it.
 *
 * Returns: (transfer full): @self
 */
QueristContext *
querist_context_ref (QueristContext *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * querist_context_unref:
 * @self: (transfer full): a context
 */
void
querist_context_unref (QueristContext *self)
{
  g_atomic_rc_box_release_full (self, context_clear);
}

static int
compare_parts (const void *a,
               const void *b)
{
  const Part *x = a, *y = b;

  if (x->score != y->score)
    return x->score < y->score ? 1 : -1;
  return x->index < y->index ? -1 : 1;
}

static void
render_part (QueristContext    *self,
             Part              *part,
             QueristDisclosure  disclosure)
{
  g_free (part->text);
  part->text = querist_schema_text_for_table (
    g_ptr_array_index (self->catalog->tables, part->index),
    g_ptr_array_index (self->statistics, part->index), disclosure, part->detail);
}

/* Tells less of the least relevant tables, step by step, until what is left fits. */
static void
fit_parts (QueristContext    *self,
           Part              *parts,
           guint              n,
           QueristDisclosure  disclosure,
           guint              budget)
{
  gsize tokens = 0;

  for (guint i = 0; i < n; i++)
    {
      parts[i].detail = QUERIST_DETAIL_FULL;
      render_part (self, &parts[i], disclosure);
      tokens += querist_schema_text_tokens (parts[i].text);
    }
  for (int detail = QUERIST_DETAIL_COLUMNS; detail >= QUERIST_DETAIL_NAME - 1; detail--)
    {
      for (guint i = n; i > 0 && tokens > budget; i--)
        {
          Part *part = &parts[i - 1];

          tokens -= querist_schema_text_tokens (part->text);
          part->detail = detail;
          if (detail < QUERIST_DETAIL_NAME)
            {
              g_clear_pointer (&part->text, g_free);
              continue;
            }
          render_part (self, part, disclosure);
          tokens += querist_schema_text_tokens (part->text);
        }
    }
}

static void
note_part (QueristContext *self,
           const Part     *part,
           GStrvBuilder   *tables,
           GStrvBuilder   *columns)
{
  const QueristTable *table = g_ptr_array_index (self->catalog->tables, part->index);

  g_strv_builder_add (tables, table->name);
  for (guint i = 0; i < table->columns->len; i++)
    {
      const QueristColumn *column = g_ptr_array_index (table->columns, i);
      g_autofree char *name = g_strconcat (table->name, ".", column->name, NULL);

      if (part->detail >= QUERIST_DETAIL_COLUMNS ||
          (part->detail == QUERIST_DETAIL_KEYS && column->primary_key))
        g_strv_builder_add (columns, name);
    }
}

static void
append_tables (QueristContext    *self,
               GString           *text,
               QueristDisclosure  disclosure,
               guint              budget)
{
  guint n = self->catalog->tables->len;
  g_autofree double *scores =
    querist_relevance_of_tables (self->catalog, self->question, self->values);
  g_autofree Part *parts = g_new0 (Part, n + 1);
  g_autoptr(GStrvBuilder) tables = g_strv_builder_new ();
  g_autoptr(GStrvBuilder) columns = g_strv_builder_new ();
  guint left_out = 0;

  for (guint i = 0; i < n; i++)
    parts[i] = (Part) { .index = i, .score = scores[i] };
  qsort (parts, n, sizeof *parts, compare_parts);
  fit_parts (self, parts, n, disclosure, budget);
  for (guint i = 0; i < n; i++)
    {
      if (parts[i].text == NULL)
        {
          left_out++;
          continue;
        }
      g_string_append (text, parts[i].text);
      note_part (self, &parts[i], tables, columns);
      g_free (parts[i].text);
    }
  if (left_out > 0)
    g_string_append_printf (text, "(%u more tables are left out)\n", left_out);
  self->tables = g_strv_builder_end (tables);
  self->columns = g_strv_builder_end (columns);
}

static void
append_value_hits (QueristContext *self,
                   GString        *text)
{
  guint told = 0;

  for (guint i = 0; i < self->values->len && told < MAX_VALUES_TOLD; i++)
    {
      const QueristValueHit *hit = g_ptr_array_index (self->values, i);

      if (hit->score < MIN_VALUE_SCORE)
        continue;
      if (told++ == 0)
        g_string_append (text, "\nvalues found for words of the question:\n");
      g_string_append_printf (text, "  “%s”: '%s' in %s.%s\n", hit->words, hit->value, hit->table,
                              hit->column);
    }
}

typedef struct {
  const QueristExample *example;
  double                relevance;
} RankedExample;

static int
compare_examples (const void *a,
                  const void *b)
{
  const RankedExample *x = a, *y = b;

  return x->relevance < y->relevance ? 1 : x->relevance > y->relevance ? -1 : 0;
}

/* SQL that was approved before may hold values of the data in its conditions. */
static void
append_examples (QueristContext *self,
                 GString        *text,
                 GPtrArray      *examples)
{
  g_autofree RankedExample *ranked = g_new0 (RankedExample, examples->len + 1);

  for (guint i = 0; i < examples->len; i++)
    {
      ranked[i].example = g_ptr_array_index (examples, i);
      ranked[i].relevance =
        querist_relevance_of_question (self->question, ranked[i].example->question);
    }
  qsort (ranked, examples->len, sizeof *ranked, compare_examples);
  for (guint i = 0; i < MIN (examples->len, MAX_EXAMPLES); i++)
    {
      if (ranked[i].relevance < MIN_EXAMPLE_RELEVANCE)
        break;
      g_ptr_array_add (self->examples,
                       g_strdup_printf ("question: %s\nSQL: %s", ranked[i].example->question,
                                        ranked[i].example->sql));
      g_string_append_printf (text, "%s%s\n", i == 0 ? "\nquestions answered before:\n" : "",
                              (char *) g_ptr_array_index (self->examples, i));
    }
}

static GPtrArray *
search_values (const QueristContextRequest  *request,
               GPtrArray                    *statistics,
               GCancellable                 *cancellable,
               GError                      **error)
{
  g_autoptr(QueristValueIndex) index = querist_value_index_new (
    request->database, request->catalog, statistics, cancellable, error);

  return index != NULL ? querist_value_index_search (index, request->question, MAX_VALUE_HITS)
                       : NULL;
}

/**
 * querist_context_new:
 * @request: what is asked, and what may be told
 * @cancellable: (nullable): stops it
 * @error: return location for an error of QUERIST_DATABASE_ERROR or G_IO_ERROR_CANCELLED
 *
 * Puts together what an assistant is told about the data for a question: the schema with keys,
 * documentation, figures and examples as far as the disclosure level allows, the values that the
 * question's words were found to mean, and similar questions that were answered before, cut to
 * the budget by leaving out what is least relevant. Blocking: call it in a thread.
 *
 * Returns: (transfer full): the context, or NULL with @error set
 */
QueristContext *
querist_context_new (const QueristContextRequest  *request,
                     GCancellable                 *cancellable,
                     GError                      **error)
{
  g_autoptr(QueristContext) self = g_atomic_rc_box_new0 (QueristContext);
  g_autoptr(GString) text = g_string_new ("database: SQLite\n\n");
  guint budget = request->budget > 0 ? request->budget : DEFAULT_BUDGET;
  guint other;

  self->question = g_strdup (request->question);
  self->database = g_strdup (request->database);
  self->catalog = querist_catalog_ref (request->catalog);
  self->examples = g_ptr_array_new_with_free_func (g_free);
  self->statistics = querist_analysis_read (request->database, request->catalog,
                                            request->cache_dir, cancellable, error);
  if (self->statistics == NULL)
    return NULL;
  if (request->disclosure >= QUERIST_DISCLOSE_VALUES)
    {
      g_autoptr(GString) found = g_string_new (NULL);

      self->values = search_values (request, self->statistics, cancellable, error);
      if (self->values == NULL)
        return NULL;
      append_value_hits (self, found);
      if (request->examples != NULL)
        append_examples (self, found, request->examples);
      other = querist_schema_text_tokens (found->str) + querist_schema_text_tokens (text->str);
      append_tables (self, text, request->disclosure, budget > other ? budget - other : 0);
      g_string_append (text, found->str);
    }
  else
    {
      self->values = g_ptr_array_new ();
      append_tables (self, text, request->disclosure, budget);
    }
  self->text = g_strdup (text->str);
  self->tokens = querist_schema_text_tokens (self->text);
  return g_steal_pointer (&self);
}

static void
free_example (gpointer data)
{
  QueristExample *self = data;

  g_free (self->question);
  g_free (self->sql);
  g_free (self);
}

static Job *
job_new (const QueristContextRequest *request)
{
  Job *job = g_new0 (Job, 1);

  job->database = g_strdup (request->database);
  job->question = g_strdup (request->question);
  job->cache_dir = g_strdup (request->cache_dir);
  job->request = *request;
  job->request.database = job->database;
  job->request.question = job->question;
  job->request.cache_dir = job->cache_dir;
  job->request.catalog = querist_catalog_ref (request->catalog);
  job->request.examples = g_ptr_array_new_with_free_func (free_example);
  for (guint i = 0; request->examples != NULL && i < request->examples->len; i++)
    {
      const QueristExample *example = g_ptr_array_index (request->examples, i);
      QueristExample *copy = g_new0 (QueristExample, 1);

      copy->question = g_strdup (example->question);
      copy->sql = g_strdup (example->sql);
      g_ptr_array_add (job->request.examples, copy);
    }
  return job;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  querist_catalog_unref (job->request.catalog);
  g_ptr_array_unref (job->request.examples);
  g_free (job->database);
  g_free (job->question);
  g_free (job->cache_dir);
  g_free (job);
}

static void
run_job (GTask        *task,
         gpointer      source,
         gpointer      data,
         GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  QueristContext *context = querist_context_new (&job->request, cancellable, &error);

  if (context != NULL)
    g_task_return_pointer (task, context, (GDestroyNotify) querist_context_unref);
  else
    g_task_return_error (task, error);
}

/**
 * querist_context_new_async:
 * @request: what is asked; copied
 * @cancellable: (nullable): stops it
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * Like querist_context_new(), in a thread.
 */
void
querist_context_new_async (const QueristContextRequest *request,
                           GCancellable                *cancellable,
                           GAsyncReadyCallback          callback,
                           gpointer                     user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, querist_context_new_async);
  g_task_set_task_data (task, job_new (request), job_free);
  g_task_run_in_thread (task, run_job);
}

/**
 * querist_context_new_finish:
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full): the context, or NULL with @error set
 */
QueristContext *
querist_context_new_finish (GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
