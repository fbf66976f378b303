/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-sql-lint.h"

#include "querist-connection.h"
#include "querist-sql-relation.h"

/* An equality between columns of two sources of one SELECT. */
typedef struct {
  guint                   first;
  guint                   last;
  const QueristSqlSource *left;
  const QueristSqlField  *left_field;
  const QueristSqlSource *right;
  const QueristSqlField  *right_field;
} Edge;

static void
add_edge (GArray                    *edges,
          const QueristSqlReference *left,
          const QueristSqlReference *right)
{
  Edge edge = {
    .first = left->first,
    .last = right->last,
    .left = left->source,
    .left_field = left->field,
    .right = right->source,
    .right_field = right->field,
  };

  g_array_append_val (edges, edge);
}

/* The equalities that USING (names) stands for: with every earlier source that has the column. */
static void
add_using (QueristSqlLint         *self,
           GArray                 *edges,
           const QueristSqlSelect *select,
           const QueristSqlSource *source)
{
  for (guint i = source->using_first; source->using_first > 0; i++)
    {
      const QueristSqlToken *token = querist_sql_outline_token (self->outline, i);
      g_autofree char *name = NULL;

      if (token == NULL || querist_sql_outline_is (self->outline, i, ")"))
        return;
      if (querist_sql_outline_is (self->outline, i, ",") || source->relation == NULL)
        continue;
      name = querist_sql_token_dup_value (self->check->sql, token);
      for (guint j = 0; g_ptr_array_index (select->sources, j) != source; j++)
        {
          const QueristSqlSource *other = g_ptr_array_index (select->sources, j);
          QueristSqlReference left = { .first = i, .last = i, .source = other };
          QueristSqlReference right = { .first = i, .last = i, .source = source };

          if (other->relation == NULL)
            continue;
          left.field = querist_sql_relation_find (other->relation, name);
          right.field = querist_sql_relation_find (source->relation, name);
          if (left.field != NULL && right.field != NULL)
            add_edge (edges, &left, &right);
        }
    }
}

static GArray *
find_edges (QueristSqlLint         *self,
            const QueristSqlSelect *select)
{
  GArray *edges = g_array_new (FALSE, FALSE, sizeof (Edge));

  for (guint i = select->first + 1; i + 1 < select->end; i++)
    {
      QueristSqlReference left;
      QueristSqlReference right;

      if ((querist_sql_outline_is (self->outline, i, "=") ||
           querist_sql_outline_is (self->outline, i, "==")) &&
          querist_sql_outline_select_at (self->outline, i) == select &&
          querist_sql_lint_operand (self, i - 1, &left) &&
          querist_sql_outline_starts (self->outline, i + 1, &right) &&
          left.source != right.source)
        add_edge (edges, &left, &right);
    }
  for (guint i = 0; i < select->sources->len; i++)
    add_using (self, edges, select, g_ptr_array_index (select->sources, i));
  return edges;
}

static guint
source_index (const QueristSqlSelect *select,
              const QueristSqlSource *source)
{
  guint index = G_MAXUINT;

  g_ptr_array_find (select->sources, source, &index);
  return index;
}

/* Whether a condition names the source at all, in whatever form. */
static gboolean
is_mentioned (QueristSqlLint         *self,
              const QueristSqlSelect *select,
              const QueristSqlSource *source)
{
  guint last = select->group > 0 ? select->group : select->end;

  for (guint i = source->token + 1; i < last; i++)
    {
      QueristSqlReference column;

      if (querist_sql_outline_resolve (self->outline, i, &column) && column.source == source &&
          i > select->from)
        return TRUE;
    }
  return FALSE;
}

/* Sources that no equality ties to the others are multiplied with them. */
static void
check_connected (QueristSqlLint         *self,
                 const QueristSqlSelect *select,
                 GArray                 *edges)
{
  g_autofree gboolean *reached = g_new0 (gboolean, select->sources->len + 1);
  gboolean again = TRUE;

  reached[0] = TRUE;
  while (again)
    {
      again = FALSE;
      for (guint i = 0; i < edges->len; i++)
        {
          const Edge *edge = &g_array_index (edges, Edge, i);
          guint left = source_index (select, edge->left);
          guint right = source_index (select, edge->right);

          if (left == G_MAXUINT || right == G_MAXUINT || reached[left] == reached[right])
            continue;
          reached[left] = reached[right] = again = TRUE;
        }
    }
  for (guint i = 1; i < select->sources->len; i++)
    {
      const QueristSqlSource *source = g_ptr_array_index (select->sources, i);

      if (reached[i] || source->relation == NULL || source->join == QUERIST_SQL_JOIN_CROSS ||
          source->join == QUERIST_SQL_JOIN_NATURAL || is_mentioned (self, select, source))
        continue;
      querist_sql_lint_warn (self, source->token, source->token, "join-without-condition",
                             "Nothing ties “%s” to the tables before it: each of their rows is "
                             "paired with each row of it.", source->alias)->suggestion =
        g_strdup ("Add JOIN … ON with the columns that belong together.");
    }
}

/* The relation between two tables that the database declares, as "a.x = b.y", if it is one. */
static char *
declared_relation (QueristSqlLint         *self,
                   const QueristSqlSource *child,
                   const QueristSqlSource *parent,
                   const Edge             *edge,
                   gboolean               *matches)
{
  g_autoptr(sqlite3_stmt) statement =
    querist_connection_prepare (self->check->db,
                                "SELECT \"from\", coalesce (\"to\", (SELECT name FROM "
                                "pragma_table_info (\"table\") WHERE pk = 1)) "
                                "FROM pragma_foreign_key_list (?1) "
                                "WHERE \"table\" = ?2 COLLATE NOCASE",
                                NULL);
  const char *child_field = edge->left == child ? edge->left_field->name : edge->right_field->name;
  const char *parent_field = edge->left == child ? edge->right_field->name
                                                 : edge->left_field->name;
  char *relation = NULL;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_text (statement, 1, child->relation->name, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 2, parent->relation->name, -1, SQLITE_STATIC);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      const char *from = (const char *) sqlite3_column_text (statement, 0);
      const char *to = (const char *) sqlite3_column_text (statement, 1);

      if (from == NULL || to == NULL)
        continue;
      if (g_ascii_strcasecmp (from, child_field) == 0 && g_ascii_strcasecmp (to, parent_field) == 0)
        *matches = TRUE;
      if (relation == NULL)
        relation = g_strdup_printf ("%s.%s = %s.%s", child->alias, from, parent->alias, to);
    }
  return relation;
}

/* Joins by a pair of columns although the database declares another pair. */
static void
check_key (QueristSqlLint *self,
           GArray         *edges,
           const Edge     *edge)
{
  g_autofree char *forth = NULL;
  g_autofree char *back = NULL;
  gboolean matches = FALSE;

  for (guint i = 0; i < edges->len; i++)
    {
      const Edge *other = &g_array_index (edges, Edge, i);

      /* beside the right pair, a second condition is a filter */
      if (other != edge && ((other->left == edge->left && other->right == edge->right) ||
                            (other->left == edge->right && other->right == edge->left)))
        return;
    }
  if (edge->left->relation == NULL || edge->right->relation == NULL)
    return;
  forth = declared_relation (self, edge->left, edge->right, edge, &matches);
  back = declared_relation (self, edge->right, edge->left, edge, &matches);
  if (matches || (forth == NULL && back == NULL))
    return;
  querist_sql_lint_warn (self, edge->first, edge->last, "join-by-other-columns",
                         "“%s” and “%s” do not refer to each other by these columns.",
                         edge->left->alias, edge->right->alias)->suggestion =
    g_strdup_printf ("The database relates them by %s.", forth != NULL ? forth : back);
}

/* Whether the equalities between two sources leave at most one row of @to for each of @from. */
static gboolean
leads_to_one (GArray                 *edges,
              const QueristSqlSource *from,
              const QueristSqlSource *to)
{
  for (guint i = 0; i < to->relation->unique->len; i++)
    {
      const char *const *key = g_ptr_array_index (to->relation->unique, i);
      gboolean covered = TRUE;

      for (guint j = 0; key[j] != NULL && covered; j++)
        {
          covered = FALSE;
          for (guint k = 0; k < edges->len; k++)
            {
              const Edge *edge = &g_array_index (edges, Edge, k);

              covered |= (edge->left == to && edge->right == from &&
                          g_ascii_strcasecmp (edge->left_field->name, key[j]) == 0) ||
                         (edge->right == to && edge->left == from &&
                          g_ascii_strcasecmp (edge->right_field->name, key[j]) == 0);
            }
        }
      if (covered)
        return TRUE;
    }
  return FALSE;
}

/* The source by which the rows of @start are multiplied, if there is one. */
static const QueristSqlSource *
find_multiplier (const QueristSqlSelect *select,
                 GArray                 *edges,
                 const QueristSqlSource *start)
{
  g_autoptr(GPtrArray) reached = g_ptr_array_new ();

  g_ptr_array_add (reached, (gpointer) start);
  for (guint i = 0; i < reached->len; i++)
    {
      const QueristSqlSource *from = g_ptr_array_index (reached, i);

      for (guint j = 0; j < edges->len; j++)
        {
          const Edge *edge = &g_array_index (edges, Edge, j);
          const QueristSqlSource *to =
            edge->left == from ? edge->right : edge->right == from ? edge->left : NULL;

          if (to == NULL || to->relation == NULL || source_index (select, to) == G_MAXUINT ||
              g_ptr_array_find (reached, to, NULL))
            continue;
          if (to->relation->unique->len > 0 && !leads_to_one (edges, from, to))
            return to;
          g_ptr_array_add (reached, (gpointer) to);
        }
    }
  return NULL;
}

/* sum (a.x), where a's rows are repeated by a join */
static void
check_fan_out (QueristSqlLint         *self,
               const QueristSqlSelect *select,
               GArray                 *edges)
{
  static const char *const sums[] = { "SUM", "AVG", "TOTAL", "COUNT", NULL };

  for (guint i = select->first + 1; i + 2 < select->end; i++)
    {
      QueristSqlReference column;
      const QueristSqlSource *multiplier;
      g_autofree char *call = NULL;

      if (!querist_sql_lint_is_any (self, i, sums) ||
          !querist_sql_outline_is (self->outline, i + 1, "(") ||
          querist_sql_outline_select_at (self->outline, i) != select ||
          !querist_sql_outline_starts (self->outline, i + 2, &column) ||
          source_index (select, column.source) == G_MAXUINT)
        continue;
      multiplier = find_multiplier (select, edges, column.source);
      if (multiplier == NULL)
        continue;
      call = querist_sql_lint_text (self, i, i);
      querist_sql_lint_warn (self, i, querist_sql_lint_close (self, i + 1), "fan-out",
                             "A row of “%s” comes once for every matching row of “%s”, so %s "
                             "counts it more than once.", column.source->alias, multiplier->alias,
                             call)->suggestion =
        g_strdup_printf ("Sum up “%s” in a subquery first, or use EXISTS instead of the join.",
                         multiplier->alias);
    }
}

/* WHERE on the right side of a LEFT JOIN makes it an inner one. */
static void
check_left_join (QueristSqlLint         *self,
                 const QueristSqlSelect *select)
{
  static const char *const comparisons[] = { "=", "==", "<>", "!=", "<", ">", "<=", ">=", "IN",
                                             "LIKE", "BETWEEN", NULL };
  guint end = select->group > 0 ? select->group : select->order > 0 ? select->order : select->end;

  for (guint i = select->where + 1; select->where > 0 && i + 1 < end; i++)
    {
      QueristSqlReference column;

      if (querist_sql_outline_token (self->outline, i)->depth != select->depth ||
          !querist_sql_lint_is_any (self, i, comparisons) ||
          !querist_sql_lint_operand (self, i - 1, &column) ||
          column.source->join != QUERIST_SQL_JOIN_LEFT)
        continue;
      querist_sql_lint_warn (self, column.first, column.last, "left-join-filtered",
                             "This condition drops the rows for which LEFT JOIN found nothing in "
                             "“%s”.", column.source->alias)->suggestion =
        g_strdup ("Put the condition into ON, or write JOIN if that is what you want.");
    }
}

/* count(*) counts one where LEFT JOIN found nothing. */
static void
check_count_star (QueristSqlLint         *self,
                  const QueristSqlSelect *select)
{
  const QueristSqlSource *left = NULL;

  for (guint i = 0; i < select->sources->len; i++)
    {
      const QueristSqlSource *source = g_ptr_array_index (select->sources, i);

      if (source->join == QUERIST_SQL_JOIN_LEFT)
        left = source;
    }
  for (guint i = select->first; left != NULL && select->group > 0 && i + 3 < select->list_end; i++)
    {
      if (querist_sql_outline_is (self->outline, i, "COUNT") &&
          querist_sql_outline_is (self->outline, i + 1, "(") &&
          querist_sql_outline_is (self->outline, i + 2, "*") &&
          querist_sql_outline_select_at (self->outline, i) == select)
        querist_sql_lint_warn (self, i, i + 3, "count-after-left-join",
                               "count(*) gives 1, not 0, where LEFT JOIN finds nothing in “%s”.",
                               left->alias)->suggestion =
          g_strdup_printf ("Count a column of it that always has a value: count(%s.…).",
                           left->alias);
    }
}

/**
 * querist_sql_lint_joins:
 * @self: the statement
 *
 * Finds tables that are joined without or by the wrong condition, and sums that count rows twice.
 */
void
querist_sql_lint_joins (QueristSqlLint *self)
{
  for (guint i = 0; i < self->outline->selects->len; i++)
    {
      const QueristSqlSelect *select = g_ptr_array_index (self->outline->selects, i);
      g_autoptr(GArray) edges = NULL;

      if (select->sources->len < 2)
        continue;
      edges = find_edges (self, select);
      check_connected (self, select, edges);
      for (guint j = 0; j < edges->len; j++)
        check_key (self, edges, &g_array_index (edges, Edge, j));
      check_fan_out (self, select, edges);
      check_left_join (self, select);
      check_count_star (self, select);
    }
}
