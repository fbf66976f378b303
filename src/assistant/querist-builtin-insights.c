/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "querist-builtin-insights.h"
#include "querist-builtin-terms.h"
#include "querist-relevance.h"

#define MAX_INSIGHTS 8
#define MAX_CATEGORIES 60

/* Questions worth asking, made from the shape of the data: money over time and by what it comes
 * from, things that are frequent, missing, or without others. Each is tried before it is given. */

typedef struct {
  QueristBuiltinMind *mind;
  GPtrArray          *questions;
} Collector;

static void
suggest (Collector  *self,
         const char *format,
         ...) G_GNUC_PRINTF (2, 3);

static void
suggest (Collector  *self,
         const char *format,
         ...)
{
  g_autofree char *question = NULL;
  va_list arguments;

  va_start (arguments, format);
  question = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (!g_ptr_array_find_with_equal_func (self->questions, question, g_str_equal, NULL) &&
      querist_builtin_understands (self->mind, question))
    g_ptr_array_add (self->questions, g_steal_pointer (&question));
}

/* A column by which rows can be told apart in a few kinds, none of them a row of its own. */
static gboolean
is_category (const QueristKnownColumn *column)
{
  const QueristColumnStatistics *statistics = column->statistics;

  return column->kind == QUERIST_KIND_TEXT && column->reference == NULL &&
         !column->column->primary_key && statistics != NULL && statistics->complete &&
         statistics->n_distinct > 1 && statistics->n_distinct <= MAX_CATEGORIES &&
         2 * statistics->n_distinct <= column->table->statistics->n_rows;
}

/* A number of which the average tells something: no year, no key, no place on the globe. */
static gboolean
is_measure (const QueristKnownColumn *column)
{
  static const char *const places[] = { "latitude", "longitude", "lat", "lon", "lng" };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      if (g_ascii_strcasecmp (column->column->name, places[i]) == 0)
        return FALSE;
    }
  return column->kind == QUERIST_KIND_NUMBER && !column->year && column->reference == NULL &&
         !column->column->primary_key;
}

static const QueristKnownTable *
find_referenced (Collector               *self,
                 const QueristKnownTable *table,
                 guint                    index)
{
  const QueristForeignKey *key = g_ptr_array_index (table->table->foreign_keys, index);

  return querist_known_schema_find (self->mind->schema, key->table);
}

static gint
compare_sizes (gconstpointer a,
               gconstpointer b)
{
  const QueristKnownTable *x = *(const QueristKnownTable *const *) a;
  const QueristKnownTable *y = *(const QueristKnownTable *const *) b;

  return (x->statistics->n_rows > y->statistics->n_rows) -
         (x->statistics->n_rows < y->statistics->n_rows);
}

/* What rows of @table belong to, by name: stores and categories before the thousands of customers,
 * since a few kinds make a table that can be read. */
static GPtrArray *
list_owners (Collector               *self,
             const QueristKnownTable *table)
{
  GPtrArray *owners = g_ptr_array_new ();

  for (guint i = 0; i < self->mind->schema->tables->len; i++)
    {
      const QueristKnownTable *other = g_ptr_array_index (self->mind->schema->tables, i);
      gboolean backward;

      if (other != table && other->labels->len > 0 && other->statistics != NULL &&
          other->statistics->n_rows > 1 &&
          querist_joins_distance (self->mind->schema, table, other, &backward) > 0 && !backward)
        g_ptr_array_add (owners, (gpointer) other);
    }
  g_ptr_array_sort (owners, compare_sizes);
  return owners;
}

static void
suggest_money (Collector               *self,
               const QueristKnownTable *table)
{
  QueristAmount amount;
  g_autoptr(GPtrArray) owners = NULL;

  if (!querist_known_table_amount (table, querist_term_measures ("sale"), &amount))
    return;
  owners = list_owners (self, table);
  for (guint i = 0; i < owners->len; i++)
    {
      g_autofree char *one = querist_known_table_noun (g_ptr_array_index (owners, i), FALSE);
      g_autofree char *many = querist_known_table_noun (g_ptr_array_index (owners, i), TRUE);

      suggest (self, "What is the total revenue per %s?", one);
      if (i == 0)
        {
          suggest (self, "Which %s grew fastest last quarter?", many);
          suggest (self, "How did revenue develop by month?");
        }
    }
}

static void
suggest_events (Collector               *self,
                const QueristKnownTable *table)
{
  g_autofree char *many = querist_known_table_noun (table, TRUE);

  if (table->date == NULL)
    return;
  suggest (self, "How many %s were there per month?", many);
  for (guint i = 0; i < table->table->foreign_keys->len; i++)
    {
      const QueristKnownTable *other = find_referenced (self, table, i);
      g_autofree char *others = other != NULL ? querist_known_table_noun (other, TRUE) : NULL;

      if (other == NULL || other->labels->len == 0 || other == table)
        continue;
      suggest (self, "Which %s have the most %s?", others, many);
      suggest (self, "Which %s have no %s?", others, many);
    }
}

static void
suggest_columns (Collector               *self,
                 const QueristKnownTable *table)
{
  g_autofree char *many = querist_known_table_noun (table, TRUE);
  const QueristKnownColumn *category = NULL, *number = NULL;

  for (guint i = 0; i < table->columns->len; i++)
    {
      const QueristKnownColumn *column = g_ptr_array_index (table->columns, i);

      if (category == NULL && is_category (column))
        category = column;
      if (number == NULL && is_measure (column))
        number = column;
    }
  if (category != NULL)
    {
      g_autofree char *by = querist_known_column_noun (category);

      suggest (self, "How many %s are there by %s?", many, by);
      if (number != NULL)
        {
          g_autofree char *of = querist_known_column_noun (number);

          suggest (self, "What is the average %s of %s by %s?", of, many, by);
        }
    }
}

static void
suggest_gaps (Collector               *self,
              const QueristKnownTable *table)
{
  g_autofree char *many = querist_known_table_noun (table, TRUE);

  for (guint i = 0; i < table->columns->len; i++)
    {
      const QueristKnownColumn *column = g_ptr_array_index (table->columns, i);
      g_autofree char *noun = querist_known_column_noun (column);

      if (column->statistics != NULL && column->statistics->n_null > 0 &&
          column->kind == QUERIST_KIND_TEXT)
        {
          suggest (self, "How many %s have no %s?", many, noun);
          return;
        }
    }
}

/* How much there is to ask of a table: the question's own words count first, then that things
 * happen in it, to something, at some time, and often. */
static double
rate_table (const QueristKnownTable *table,
            double                   relevance)
{
  double n_rows = table->statistics != NULL ? table->statistics->n_rows : 0;

  return 10 * relevance + MIN (table->table->foreign_keys->len, 2) +
         (table->date != NULL ? 2 : 0) + log10 (1 + n_rows);
}

static GPtrArray *
rank_tables (QueristBuiltinMind *self,
             const char         *question)
{
  g_autofree double *relevance =
    querist_relevance_of_tables (self->context->catalog, question, NULL);
  GPtrArray *tables = g_ptr_array_new ();

  for (guint i = 0; i < self->schema->tables->len; i++)
    {
      const QueristKnownTable *table = g_ptr_array_index (self->schema->tables, i);
      guint at = 0;

      while (at < tables->len)
        {
          const QueristKnownTable *better = g_ptr_array_index (tables, at);

          if (rate_table (better, relevance[better->index]) < rate_table (table, relevance[i]))
            break;
          at++;
        }
      if (table->statistics != NULL && table->statistics->n_rows > 0)
        g_ptr_array_insert (tables, at, (gpointer) table);
    }
  return tables;
}

/**
 * querist_builtin_insights:
 * @self: what the rules work with
 * @question: an open question
 *
 * Thinks of concrete questions about the data, those about what @question names first. Each of
 * them has been answered with SQL before it is given.
 *
 * Returns: (transfer full): up to eight questions
 */
GStrv
querist_builtin_insights (QueristBuiltinMind *self,
                          const char         *question)
{
  static void (*const makers[]) (Collector *, const QueristKnownTable *) = {
    suggest_money, suggest_events, suggest_columns, suggest_gaps,
  };
  g_autoptr(GPtrArray) tables = rank_tables (self, question);
  g_autoptr(GPtrArray) best = g_ptr_array_new ();
  g_autoptr(GPtrArray) lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  GPtrArray *history = g_steal_pointer (&self->history);

  for (guint i = 0; i < G_N_ELEMENTS (makers); i++)
    {
      Collector collector = { self, g_ptr_array_new_with_free_func (g_free) };

      for (guint j = 0; j < MIN (tables->len, 12) && collector.questions->len < MAX_INSIGHTS; j++)
        makers[i](&collector, g_ptr_array_index (tables, j));
      g_ptr_array_add (lists, collector.questions);
    }
  self->history = history;
  /* some of every kind */
  for (guint row = 0; row < MAX_INSIGHTS; row++)
    {
      for (guint i = 0; i < lists->len && best->len < MAX_INSIGHTS; i++)
        {
          GPtrArray *list = g_ptr_array_index (lists, i);

          if (row < list->len &&
              !g_ptr_array_find_with_equal_func (best, g_ptr_array_index (list, row), g_str_equal,
                                                 NULL))
            g_ptr_array_add (best, g_ptr_array_index (list, row));
        }
    }
  for (guint i = 0; i < best->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (best, i));
  return g_strv_builder_end (builder);
}
