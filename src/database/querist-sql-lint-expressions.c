/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-sql-lint.h"

#include <string.h>

static const char *const comparisons[] = { "=", "==", "<>", "!=", "<", ">", "<=", ">=", NULL };
static const char *const equalities[] = { "=", "==", "<>", "!=", NULL };
static const char *const orders[] = { "<", ">", "<=", ">=", NULL };

static gboolean
is (QueristSqlLint *self,
    guint           index,
    const char     *text)
{
  return querist_sql_outline_is (self->outline, index, text);
}

static QueristSqlTokenKind
kind_of (QueristSqlLint *self,
         guint           index)
{
  const QueristSqlToken *token = querist_sql_outline_token (self->outline, index);

  return token != NULL ? token->kind : QUERIST_SQL_UNKNOWN;
}

/* x = NULL is never true */
static void
check_null (QueristSqlLint *self,
            guint           operator)
{
  gboolean equal = is (self, operator, "=") || is (self, operator, "==");
  QueristDiagnostic *diagnostic;

  if (!querist_sql_lint_is_any (self, operator, comparisons) || !is (self, operator + 1, "NULL"))
    return;
  diagnostic = querist_sql_lint_warn (self, operator, operator + 1, "compare-with-null",
                                      "Nothing equals NULL, nor differs from it: the condition is "
                                      "never true.");
  if (!querist_sql_lint_is_any (self, operator, equalities))
    return;
  diagnostic->replacement = g_strdup (equal ? "IS NULL" : "IS NOT NULL");
  diagnostic->suggestion = g_strdup_printf ("Write %s.", diagnostic->replacement);
}

static gboolean
is_whole_type (const QueristSqlReference *column)
{
  return strstr (column->field->type, "INT") != NULL;
}

/* Whether an operand that begins at @first is a whole number for sure; @end is behind it. */
static gboolean
is_whole_operand (QueristSqlLint *self,
                  guint           first)
{
  QueristSqlReference column;

  if (kind_of (self, first) == QUERIST_SQL_NUMBER)
    {
      g_autofree char *number = querist_sql_lint_text (self, first, first);

      return strpbrk (number, ".eE") == NULL;
    }
  if (is (self, first, "COUNT") && is (self, first + 1, "("))
    return TRUE;
  if ((is (self, first, "SUM") || is (self, first, "MAX") || is (self, first, "MIN")) &&
      is (self, first + 1, "(") &&
      querist_sql_outline_starts (self->outline, first + 2, &column) &&
      is (self, column.last + 1, ")"))
    return is_whole_type (&column);
  return querist_sql_outline_starts (self->outline, first, &column) && is_whole_type (&column);
}

/* Where the operand that ends at @last begins: a number, a column, or a call. */
static guint
operand_start (QueristSqlLint *self,
               guint           last)
{
  QueristSqlReference column;
  guint depth;
  guint i = last;

  if (querist_sql_outline_resolve (self->outline, last, &column))
    return column.first;
  if (!is (self, last, ")"))
    return last;
  depth = querist_sql_outline_token (self->outline, last)->depth;
  while (i > 0 && !(is (self, i, "(") &&
                    querist_sql_outline_token (self->outline, i)->depth == depth))
    i--;
  return i > 0 && kind_of (self, i - 1) == QUERIST_SQL_WORD ? i - 1 : i;
}

/* 1 / 2 is 0 */
static void
check_division (QueristSqlLint *self,
                guint           slash)
{
  static const char *const before[] = { "*", "/", ".", NULL };
  guint first;

  if (!is (self, slash, "/") || slash == 0 || slash + 1 >= self->check->tokens->len)
    return;
  first = operand_start (self, slash - 1);
  if ((first > 0 && querist_sql_lint_is_any (self, first - 1, before)) ||
      !is_whole_operand (self, first) || !is_whole_operand (self, slash + 1))
    return;
  querist_sql_lint_warn (self, first, slash + 1, "whole-number-division",
                         "Whole numbers divided give a whole number: 1 / 2 is 0.")->suggestion =
    g_strdup ("Multiply by 1.0 first: 1.0 * a / b.");
}

/* 10 < x < 20 compares 0 or 1 with 20 */
static void
check_chain (QueristSqlLint *self,
             guint           operator)
{
  if (!querist_sql_lint_is_any (self, operator, orders) ||
      !querist_sql_lint_is_any (self, operator + 2, orders) || operator == 0)
    return;
  querist_sql_lint_warn (self, operator - 1, operator + 3 < self->check->tokens->len
                                               ? operator + 3 : operator + 2,
                         "chained-comparison",
                         "This compares the answer of the first comparison (0 or 1) with the last "
                         "value.")->suggestion =
    g_strdup ("Write a < x AND x < b, or x BETWEEN a AND b.");
}

/* a = 'x' OR 'y' */
static void
check_lone_literal (QueristSqlLint *self,
                    guint           word)
{
  static const char *const after[] = { "AND", "OR", ")", "GROUP", "ORDER", "LIMIT", "HAVING", ";",
                                       NULL };
  gboolean ends;

  if ((!is (self, word, "OR") && !is (self, word, "AND")) ||
      kind_of (self, word + 1) != QUERIST_SQL_TEXT)
    return;
  ends = word + 2 >= self->check->tokens->len || querist_sql_lint_is_any (self, word + 2, after);
  /* x BETWEEN 'a' AND 'b' */
  if (!ends || (is (self, word, "AND") && word >= 2 && is (self, word - 2, "BETWEEN")))
    return;
  querist_sql_lint_warn (self, word + 1, word + 1, "text-as-condition",
                         "A text by itself is no condition: it counts as false.")->suggestion =
    g_strdup ("Name the column again, or write IN ('…', '…').");
}

/* CAST(x AS DATE) */
static void
check_cast (QueristSqlLint *self,
            guint           cast)
{
  static const char *const types[] = { "DATE", "DATETIME", "TIMESTAMP", NULL };
  QueristDiagnostic *diagnostic;
  guint close;

  if (!is (self, cast, "CAST") || !is (self, cast + 1, "("))
    return;
  close = querist_sql_lint_close (self, cast + 1);
  if (close < cast + 5 || !is (self, close - 2, "AS") ||
      !querist_sql_lint_is_any (self, close - 1, types))
    return;
  diagnostic = querist_sql_lint_warn (self, cast, close, "cast-as-date",
                                      "SQLite has no date type: this gives the year as a number.");
  {
    g_autofree char *value = querist_sql_lint_text (self, cast + 2, close - 3);

    diagnostic->replacement =
      g_strdup_printf (is (self, close - 1, "DATE") ? "date(%s)" : "datetime(%s)", value);
    diagnostic->suggestion = g_strdup_printf ("Write %s.", diagnostic->replacement);
  }
}

/* strftime('%Y', x) = 2024 compares a text with a number */
static void
check_strftime (QueristSqlLint *self,
                guint           call)
{
  guint close;
  QueristDiagnostic *diagnostic;
  g_autofree char *number = NULL;

  if (!is (self, call, "strftime") || !is (self, call + 1, "("))
    return;
  close = querist_sql_lint_close (self, call + 1);
  if (!querist_sql_lint_is_any (self, close + 1, comparisons) ||
      kind_of (self, close + 2) != QUERIST_SQL_NUMBER)
    return;
  number = querist_sql_lint_text (self, close + 2, close + 2);
  diagnostic = querist_sql_lint_warn (self, close + 2, close + 2, "strftime-with-number",
                                      "strftime() gives a text, which never equals a number.");
  diagnostic->replacement = strlen (number) == 1 ? g_strdup_printf ("'0%s'", number)
                                                 : g_strdup_printf ("'%s'", number);
  diagnostic->suggestion = g_strdup_printf ("Write %s.", diagnostic->replacement);
}

static gboolean
is_text_operand (QueristSqlLint *self,
                 guint           first)
{
  QueristSqlReference column;

  return kind_of (self, first) == QUERIST_SQL_TEXT ||
         (querist_sql_outline_starts (self->outline, first, &column) &&
          (strstr (column.field->type, "TEXT") != NULL ||
           strstr (column.field->type, "CHAR") != NULL));
}

static gboolean
is_date_operand (QueristSqlLint *self,
                 guint           first)
{
  QueristSqlReference column;

  return querist_sql_outline_starts (self->outline, first, &column) &&
         strstr (column.field->type, "DATE") != NULL;
}

/* 'a' + 'b' is 0; a date minus a date is the difference of their years */
static void
check_arithmetic (QueristSqlLint *self,
                  guint           operator)
{
  guint first;
  QueristDiagnostic *diagnostic;

  if (operator == 0 || (!is (self, operator, "+") && !is (self, operator, "-")))
    return;
  first = operand_start (self, operator - 1);
  if (is (self, operator, "+") && is_text_operand (self, first) &&
      is_text_operand (self, operator + 1))
    {
      diagnostic = querist_sql_lint_warn (self, operator, operator, "plus-joins-no-texts",
                                          "“+” adds numbers; texts count as 0.");
      diagnostic->replacement = g_strdup ("||");
      diagnostic->suggestion = g_strdup ("Join texts with ||.");
    }
  else if (is (self, operator, "-") && is_date_operand (self, first) &&
           is_date_operand (self, operator + 1))
    querist_sql_lint_warn (self, first, operator + 1, "date-difference",
                           "This subtracts the years only.")->suggestion =
      g_strdup ("The days between are julianday(later) - julianday(earlier).");
}

/* a = 'x' AND a = 'y' */
static void
check_contradiction (QueristSqlLint *self,
                     guint           and)
{
  QueristSqlReference left;
  QueristSqlReference right;

  if (!is (self, and, "AND") || and < 3 || !is (self, and - 2, "=") ||
      !querist_sql_lint_operand (self, and - 3, &left) ||
      !querist_sql_outline_starts (self->outline, and + 1, &right) ||
      !is (self, right.last + 1, "=") || left.field != right.field || left.source != right.source)
    return;
  if (kind_of (self, and - 1) == kind_of (self, right.last + 2) &&
      (kind_of (self, and - 1) == QUERIST_SQL_TEXT ||
       kind_of (self, and - 1) == QUERIST_SQL_NUMBER))
    {
      g_autofree char *one = querist_sql_lint_text (self, and - 1, and - 1);
      g_autofree char *other = querist_sql_lint_text (self, right.last + 2, right.last + 2);

      if (!g_str_equal (one, other))
        querist_sql_lint_warn (self, left.first, right.last + 2, "contradiction",
                               "“%s” can’t be both %s and %s at once.", left.field->name, one,
                               other)->suggestion = g_strdup ("Write OR, or IN (…).");
    }
}

/* a OR b AND c */
static void
check_precedence (QueristSqlLint         *self,
                  const QueristSqlSelect *select)
{
  guint end = select->group > 0 ? select->group : select->order > 0 ? select->order : select->end;
  guint last_or = 0;
  gboolean has_and = FALSE;

  for (guint i = select->where + 1; select->where > 0 && i < end; i++)
    {
      if (querist_sql_outline_token (self->outline, i)->depth != select->depth)
        continue;
      if (is (self, i, "OR"))
        last_or = i;
      else if (is (self, i, "AND") && !(i >= 2 && is (self, i - 2, "BETWEEN")))
        has_and = TRUE;
    }
  if (last_or > 0 && has_and)
    querist_sql_lint_warn (self, last_or, last_or, "and-before-or",
                           "AND binds closer than OR: a OR b AND c means a OR (b AND c).")
      ->suggestion = g_strdup ("Put parentheses around what belongs together.");
}

/* Whether somebody has thought of it: … IS NOT NULL */
static gboolean
excludes_null (QueristSqlLint *self,
               guint           open)
{
  guint close = querist_sql_lint_close (self, open);

  for (guint i = open + 1; i < close; i++)
    {
      if (is (self, i, "NOT") && is (self, i + 1, "NULL"))
        return TRUE;
    }
  return FALSE;
}

/* NOT IN (SELECT x …), where x may be NULL */
static void
check_not_in (QueristSqlLint *self,
              guint           in)
{
  QueristSqlReference column;
  g_auto(GStrv) nulls = NULL;

  if (in == 0 || !is (self, in, "IN") || !is (self, in - 1, "NOT") || !is (self, in + 1, "("))
    return;
  if (is (self, in + 2, "SELECT") &&
      querist_sql_outline_starts (self->outline, in + 3 + is (self, in + 3, "DISTINCT"), &column) &&
      column.source->relation != NULL && is (self, column.last + 1, "FROM"))
    {
      if (column.field->not_null || excludes_null (self, in + 1))
        return;
      nulls = querist_sql_lint_query (self, &column, "SELECT 1 FROM %2 WHERE %1 IS NULL LIMIT 1",
                                      NULL);
      if (nulls[0] != NULL)
        querist_sql_lint_warn (self, in - 1, in, "not-in-with-null",
                               "“%s” has rows without a value, and then NOT IN is never true.",
                               column.field->name)->suggestion =
          g_strdup_printf ("Add WHERE %s IS NOT NULL inside, or use NOT EXISTS.",
                           column.field->name);
    }
}

/* x = (SELECT y …) takes the first of many rows */
static void
check_scalar_subquery (QueristSqlLint *self,
                       guint           operator)
{
  const QueristSqlSelect *select;
  QueristSqlReference column;
  gboolean is_key;

  if (!querist_sql_lint_is_any (self, operator, comparisons) || !is (self, operator + 1, "(") ||
      !is (self, operator + 2, "SELECT"))
    return;
  select = querist_sql_outline_select_at (self->outline, operator + 2);
  if (select == NULL || select->limit > 0 || select->from == 0 ||
      !querist_sql_outline_starts (self->outline, operator + 3, &column) ||
      column.last + 1 != select->from)
    return;
  for (guint i = select->where; select->where > 0 && i < select->end; i++)
    {
      is_key = querist_sql_outline_resolve (self->outline, i, &column) && column.field->key;
      if (is_key && is (self, i + 1, "="))
        return;
    }
  querist_sql_lint_warn (self, operator + 1, querist_sql_lint_close (self, operator + 1),
                         "subquery-of-many-rows",
                         "If the subquery gives many rows, only the first counts.")->suggestion =
    g_strdup ("Use IN, an aggregate such as max(…), or LIMIT 1 with ORDER BY.");
}

/**
 * querist_sql_lint_expressions:
 * @self: the statement
 *
 * Finds expressions that mean something else than they seem to.
 */
void
querist_sql_lint_expressions (QueristSqlLint *self)
{
  for (guint i = 0; i < self->check->tokens->len; i++)
    {
      check_null (self, i);
      check_division (self, i);
      check_chain (self, i);
      check_lone_literal (self, i);
      check_cast (self, i);
      check_strftime (self, i);
      check_arithmetic (self, i);
      check_contradiction (self, i);
      check_not_in (self, i);
      check_scalar_subquery (self, i);
    }
  for (guint i = 0; i < self->outline->selects->len; i++)
    check_precedence (self, g_ptr_array_index (self->outline->selects, i));
}
