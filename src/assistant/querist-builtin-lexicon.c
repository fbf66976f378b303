/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-builtin-question.h"
#include "querist-builtin-terms.h"

#define SCORE_WHOLE 1.0
#define SCORE_QUALIFIED 0.98
#define SCORE_HEAD 0.7
#define SCORE_INSIDE 0.6
#define SCORE_ROLE 0.75
#define SCORE_TABLE_HEAD 0.88
#define MIN_SCORE 0.5

/* Words at the end of a column's name that nobody says: "placed_at" is "placed". */
static gboolean
is_silent (const QueristTerm *term)
{
  static const char *const silent[] = { "at", "on", "id", "fk", "key", "ref", "num", NULL };

  return g_strv_contains (silent, term->root);
}

static guint
count_spoken (GArray *terms)
{
  guint n = terms->len;

  while (n > 1 && is_silent (&g_array_index (terms, QueristTerm, n - 1)))
    n--;
  return n;
}

/* How alike @n terms of the question, from @from on, and of a name, from @at on, are. */
static double
compare_run (GArray *question,
             guint   from,
             GArray *name,
             guint   at,
             guint   n)
{
  double likeness = 1;

  for (guint i = 0; i < n; i++)
    likeness *= querist_term_compare (&g_array_index (question, QueristTerm, from + i),
                                      &g_array_index (name, QueristTerm, at + i));
  return likeness;
}

static double
match_inside (GArray *question,
              GArray *name)
{
  guint n = question->len, spoken = count_spoken (name);
  double best = 0;

  if (n >= name->len)
    return 0;
  if (n == spoken && spoken < name->len)
    return SCORE_WHOLE * 0.95 * compare_run (question, 0, name, 0, n);
  if (n < spoken)
    best = SCORE_HEAD * compare_run (question, 0, name, spoken - n, n);
  for (guint at = 0; at + n <= spoken; at++)
    best = MAX (best, SCORE_INSIDE * compare_run (question, 0, name, at, n));
  return best;
}

/* "customer name" for customers.name */
static double
match_qualified (GArray                   *question,
                 const QueristKnownColumn *column)
{
  GArray *table = column->table->terms;
  guint n = column->terms->len;

  if (question->len == table->len + n)
    return SCORE_QUALIFIED * compare_run (question, 0, table, 0, table->len) *
           compare_run (question, table->len, column->terms, 0, n);
  return 0;
}

/* "name" for customers.customer_name */
static double
match_unqualified (GArray                   *question,
                   const QueristKnownColumn *column)
{
  GArray *table = column->table->terms;
  guint n = column->terms->len;

  if (question->len + table->len != n ||
      compare_run (table, 0, column->terms, 0, table->len) == 0)
    return 0;
  return SCORE_QUALIFIED * compare_run (question, 0, column->terms, table->len, question->len);
}

static double
match_column (GArray                   *question,
              const QueristKnownColumn *column)
{
  double best = 0;

  if (question->len == column->terms->len)
    best = SCORE_WHOLE * compare_run (question, 0, column->terms, 0, question->len);
  best = MAX (best, match_qualified (question, column));
  best = MAX (best, match_unqualified (question, column));
  /* a part of a key's name means the table that it points to, which is matched by itself */
  if (best == 0 && column->kind != QUERIST_KIND_KEY)
    best = match_inside (question, column->terms);
  return best;
}

static double
match_table (GArray                  *question,
             const QueristKnownTable *table)
{
  guint n = table->terms->len;

  if (question->len == n)
    return SCORE_WHOLE * compare_run (question, 0, table->terms, 0, n);
  if (question->len < n)
    return SCORE_TABLE_HEAD *
           compare_run (question, 0, table->terms, n - question->len, question->len);
  return 0;
}

/* "manager" for employees.manager_id: another name for the table that the key points to. */
static void
match_role (const QueristKnownSchema *schema,
            GArray                   *question,
            const QueristKnownColumn *column,
            GArray                   *tables)
{
  guint spoken = count_spoken (column->terms);
  QueristTableMatch match = { .role = column->reference, .role_owner = column->table };
  double likeness = 0;

  for (guint at = 0; at + question->len <= spoken; at++)
    likeness = MAX (likeness, compare_run (question, 0, column->terms, at, question->len));
  if (likeness == 0)
    return;
  match.table = querist_known_schema_find (schema, column->reference->table);
  if (match.table == NULL || match_table (question, match.table) >= SCORE_ROLE)
    return;
  match.score = SCORE_ROLE * likeness;
  g_array_append_val (tables, match);
}

static int
compare_tables (gconstpointer a,
                gconstpointer b)
{
  const QueristTableMatch *x = a, *y = b;

  if (x->score != y->score)
    return x->score < y->score ? 1 : -1;
  return (int) x->table->index - (int) y->table->index;
}

static int
compare_columns (gconstpointer a,
                 gconstpointer b)
{
  const QueristColumnMatch *x = a, *y = b;

  if (x->score != y->score)
    return x->score < y->score ? 1 : -1;
  if (x->column->table->index != y->column->table->index)
    return (int) x->column->table->index - (int) y->column->table->index;
  return (int) x->column->index - (int) y->column->index;
}

static void
match_columns (const QueristKnownSchema *schema,
               const QueristKnownTable  *table,
               GArray                   *terms,
               GArray                   *tables,
               GArray                   *columns)
{
  for (guint i = 0; i < table->columns->len; i++)
    {
      QueristColumnMatch match = { .column = g_ptr_array_index (table->columns, i) };

      match.score = match_column (terms, match.column);
      match.qualified = match_qualified (terms, match.column) > MIN_SCORE;
      if (match.score >= MIN_SCORE)
        g_array_append_val (columns, match);
      if (match.column->reference != NULL)
        match_role (schema, terms, match.column, tables);
    }
}

/**
 * querist_lexicon_match:
 * @schema: a schema
 * @terms: (element-type QueristTerm): words of a question
 * @tables: (element-type QueristTableMatch): where matching tables are put
 * @columns: (element-type QueristColumnMatch): where matching columns are put
 *
 * Finds what in the schema the words, all together, may mean; the best come first.
 */
void
querist_lexicon_match (const QueristKnownSchema *schema,
                       GArray                   *terms,
                       GArray                   *tables,
                       GArray                   *columns)
{
  for (guint i = 0; i < schema->tables->len; i++)
    {
      QueristTableMatch match = { .table = g_ptr_array_index (schema->tables, i) };

      match.score = match_table (terms, match.table);
      if (match.score >= MIN_SCORE)
        g_array_append_val (tables, match);
      match_columns (schema, match.table, terms, tables, columns);
    }
  g_array_sort (tables, compare_tables);
  g_array_sort (columns, compare_columns);
}
