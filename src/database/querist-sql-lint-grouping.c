/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-sql-lint.h"

#include "querist-sql-relation.h"

static const char *const aggregates[] = { "COUNT", "SUM", "AVG", "MIN", "MAX", "TOTAL",
                                          "GROUP_CONCAT", NULL };
static const char *const extremes[] = { "MIN", "MAX", NULL };

static gboolean
is_call (QueristSqlLint         *self,
         const QueristSqlSelect *select,
         guint                   index,
         const char *const      *names)
{
  return querist_sql_lint_is_any (self, index, names) &&
         querist_sql_outline_is (self->outline, index + 1, "(") &&
         querist_sql_outline_select_at (self->outline, index) == select;
}

/* Whether a call is an aggregate over the group: not max (a, b), and not a window function. */
static gboolean
is_aggregate (QueristSqlLint         *self,
              const QueristSqlSelect *select,
              guint                   index)
{
  guint close;
  guint depth;

  if (!is_call (self, select, index, aggregates))
    return FALSE;
  close = querist_sql_lint_close (self, index + 1);
  if (querist_sql_outline_is (self->outline, close + 1, "OVER") ||
      querist_sql_outline_is (self->outline, close + 1, "FILTER"))
    return querist_sql_outline_is (self->outline, close + 1, "FILTER");
  depth = querist_sql_outline_token (self->outline, index + 1)->depth + 1;
  for (guint i = index + 2; i < close; i++)
    {
      if (querist_sql_lint_is_any (self, index, extremes) &&
          querist_sql_outline_is (self->outline, i, ",") &&
          querist_sql_outline_token (self->outline, i)->depth == depth)
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_grouped (QueristSqlLint            *self,
            const QueristSqlSelect    *select,
            const QueristSqlReference *column)
{
  guint end = select->having > 0 ? select->having : select->order > 0 ? select->order : select->end;

  for (guint i = select->group + 2; select->group > 0 && i < end; i++)
    {
      QueristSqlReference other;
      const QueristSqlToken *token = querist_sql_outline_token (self->outline, i);

      /* positions and names given in the select list: whatever they are */
      if (token->kind == QUERIST_SQL_NUMBER)
        return TRUE;
      if (!querist_sql_outline_resolve (self->outline, i, &other))
        continue;
      /* all of a row follows from its key */
      if (other.source == column->source &&
          (other.field == column->field || (other.field->key && other.source->relation != NULL)))
        return TRUE;
      if (other.source != column->source &&
          g_ascii_strcasecmp (other.field->name, column->field->name) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Whether a name of the select list ("AS name") is what GROUP BY names. */
static gboolean
groups_by_alias (QueristSqlLint         *self,
                 const QueristSqlSelect *select)
{
  guint end = select->having > 0 ? select->having : select->order > 0 ? select->order : select->end;

  for (guint i = select->group + 2; select->group > 0 && i < end; i++)
    {
      QueristSqlReference column;
      const QueristSqlToken *token = querist_sql_outline_token (self->outline, i);

      if ((token->kind == QUERIST_SQL_WORD || token->kind == QUERIST_SQL_NAME) &&
          !querist_sql_outline_is (self->outline, i + 1, ".") &&
          !querist_sql_outline_resolve (self->outline, i, &column))
        return TRUE;
    }
  return FALSE;
}

static void
count_aggregates (QueristSqlLint         *self,
                  const QueristSqlSelect *select,
                  guint                  *n_aggregates,
                  guint                  *n_extremes)
{
  *n_aggregates = *n_extremes = 0;
  for (guint i = select->first + 1; i < select->list_end; i++)
    {
      if (!is_aggregate (self, select, i))
        continue;
      ++*n_aggregates;
      *n_extremes += querist_sql_lint_is_any (self, i, extremes);
    }
}

/* Columns beside sums that are neither summed nor grouped: SQLite takes them from any row. */
static void
check_bare_columns (QueristSqlLint         *self,
                    const QueristSqlSelect *select)
{
  guint n_aggregates;
  guint n_extremes;

  count_aggregates (self, select, &n_aggregates, &n_extremes);
  /* with a single min() or max() SQLite takes the other columns from that very row */
  if ((n_aggregates == 0 && select->group == 0) || (n_aggregates == 1 && n_extremes == 1) ||
      groups_by_alias (self, select))
    return;
  for (guint i = select->first + 1; i < select->list_end; i++)
    {
      QueristSqlReference column;

      if (is_aggregate (self, select, i))
        {
          i = querist_sql_lint_close (self, i + 1);
          continue;
        }
      if (querist_sql_outline_is (self->outline, i, "OVER"))
        return;
      if (!querist_sql_outline_resolve (self->outline, i, &column) || column.select != select ||
          is_grouped (self, select, &column))
        continue;
      if (!g_ptr_array_find (select->sources, column.source, NULL))
        continue;
      querist_sql_lint_warn (self, column.first, column.last, "bare-column",
                             "“%s” is neither summed up nor grouped by, so its value comes from "
                             "some row of the group.", column.field->name)->suggestion =
        g_strdup_printf ("Add %s to GROUP BY, or use min(…) or max(…).", column.field->name);
    }
}

/* LIMIT without ORDER BY gives any rows. */
static void
check_limit (QueristSqlLint         *self,
             const QueristSqlSelect *select)
{
  guint n_aggregates;
  guint n_extremes;

  if (select->limit == 0 || select->order > 0 || select->from == 0 || select->parent != NULL)
    return;
  count_aggregates (self, select, &n_aggregates, &n_extremes);
  if (n_aggregates > 0 && select->group == 0)
    return;
  querist_sql_lint_warn (self, select->limit, select->limit, "limit-without-order",
                         "Without ORDER BY it is not said which rows LIMIT takes.")->suggestion =
    g_strdup ("Add ORDER BY before LIMIT.");
}

/* ORDER BY 'name': a text, the same for all rows */
static void
check_quoted_names (QueristSqlLint         *self,
                    const QueristSqlSelect *select)
{
  for (guint i = select->first + 1; i < select->end; i++)
    {
      const QueristSqlToken *token = querist_sql_outline_token (self->outline, i);
      gboolean sorts = (select->order > 0 && i >= select->order + 2 &&
                        (select->limit == 0 || i < select->limit)) ||
                       (select->group > 0 && i == select->group + 2);
      gboolean alone =
        (i == select->first + 1 || i == select->order + 2 || i == select->group + 2 ||
         querist_sql_outline_is (self->outline, i - 1, ",")) &&
        token->depth == select->depth;
      g_autofree char *name = NULL;

      if (token->kind != QUERIST_SQL_TEXT || !alone || !(sorts || i < select->list_end))
        continue;
      name = querist_sql_token_dup_value (self->check->sql, token);
      for (guint j = 0; j < select->sources->len; j++)
        {
          const QueristSqlSource *source = g_ptr_array_index (select->sources, j);
          const QueristSqlField *field =
            source->relation != NULL ? querist_sql_relation_find (source->relation, name) : NULL;
          QueristDiagnostic *diagnostic;

          if (field == NULL)
            continue;
          diagnostic = querist_sql_lint_warn (self, i, i, "name-as-text",
                                              "In single quotes this is the text '%s', not the "
                                              "column.", name);
          diagnostic->suggestion = g_strdup ("Write the name without quotes, or in double quotes.");
          if (sorts)
            diagnostic->replacement = g_strdup_printf ("\"%s\"", field->name);
          break;
        }
    }
}

/**
 * querist_sql_lint_grouping:
 * @self: the statement
 *
 * Finds columns and rows that are left to chance.
 */
void
querist_sql_lint_grouping (QueristSqlLint *self)
{
  for (guint i = 0; i < self->outline->selects->len; i++)
    {
      const QueristSqlSelect *select = g_ptr_array_index (self->outline->selects, i);

      check_bare_columns (self, select);
      check_limit (self, select);
      check_quoted_names (self, select);
    }
}
