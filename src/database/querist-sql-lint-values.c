/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-sql-lint.h"

#include <string.h>

#include "querist-connection.h"
#include "querist-text.h"

/* Distinct values that are looked through for the nearest, and shown when they are few. */
#define MAX_VALUES 2000
#define FEW_VALUES 8

static const char *const equalities[] = { "=", "==", "<>", "!=", NULL };
static const char *const orders[] = { "<", ">", "<=", ">=", NULL };

/* A literal that ends an operand: nothing is added to it or joined to it. */
static gboolean
is_alone (QueristSqlLint *self,
          guint           literal)
{
  static const char *const after[] = { "+", "-", "*", "/", "%", "||", "COLLATE", "->", "->>",
                                       NULL };

  return !querist_sql_lint_is_any (self, literal + 1, after);
}

static gboolean
is_kind (QueristSqlLint      *self,
         guint                index,
         QueristSqlTokenKind  kind)
{
  const QueristSqlToken *token = querist_sql_outline_token (self->outline, index);

  return token != NULL && token->kind == kind;
}

static gboolean
is_date_column (const QueristSqlReference *column)
{
  return strstr (column->field->type, "DATE") != NULL ||
         strstr (column->field->type, "TIME") != NULL;
}

static gboolean
is_text_column (const QueristSqlReference *column)
{
  const char *type = column->field->type;

  return strstr (type, "CHAR") != NULL || strstr (type, "TEXT") != NULL ||
         strstr (type, "CLOB") != NULL;
}

/* YYYY, YYYY-MM, YYYY-MM-DD and so on */
static gboolean
looks_like_iso (const char *text)
{
  return strspn (text, "0123456789") == 4 && (text[4] == '\0' || text[4] == '-');
}

static char *
first_value (QueristSqlLint            *self,
             const QueristSqlReference *column)
{
  g_auto(GStrv) values =
    querist_sql_lint_query (self, column, "SELECT %1 FROM %2 WHERE %1 IS NOT NULL LIMIT 1", NULL);

  return g_strdup (values[0]);
}

static gboolean
value_exists (QueristSqlLint            *self,
              const QueristSqlReference *column,
              const char                *value)
{
  g_auto(GStrv) found =
    querist_sql_lint_query (self, column, "SELECT 1 FROM %2 WHERE %1 = ? LIMIT 1", value);

  return found[0] != NULL;
}

/* Another column of the statement's tables that holds the value. */
static char *
find_elsewhere (QueristSqlLint            *self,
                const QueristSqlReference *column,
                const char                *value)
{
  const GPtrArray *sources = column->select->sources;

  for (guint i = 0; i < sources->len; i++)
    {
      const QueristSqlSource *source = g_ptr_array_index (sources, i);

      for (guint j = 0; source->relation != NULL && j < source->relation->fields->len; j++)
        {
          QueristSqlReference other = *column;
          g_auto(GStrv) found = NULL;

          other.source = source;
          other.field = g_ptr_array_index (source->relation->fields, j);
          if (other.field == column->field || !is_text_column (&other))
            continue;
          found = querist_sql_lint_query (self, &other,
                                          "SELECT %1 FROM %2 WHERE %1 = ? COLLATE NOCASE LIMIT 1",
                                          value);
          if (found[0] != NULL)
            return g_strdup_printf ("%s.%s", source->relation->name, other.field->name);
        }
    }
  return NULL;
}

static char *
suggest_value (QueristSqlLint            *self,
               const QueristSqlReference *column,
               const char                *value)
{
  g_autofree char *elsewhere = find_elsewhere (self, column, value);
  g_auto(GStrv) values = NULL;
  const char *nearest;
  g_autofree char *limited = NULL;

  if (elsewhere != NULL)
    return g_strdup_printf ("It is a value of %s.", elsewhere);
  limited = g_strdup_printf ("SELECT DISTINCT %%1 FROM %%2 WHERE %%1 IS NOT NULL LIMIT %d",
                             MAX_VALUES);
  values = querist_sql_lint_query (self, column, limited, NULL);
  nearest = querist_text_nearest (value, (const char *const *) values);
  if (nearest != NULL)
    return g_strdup_printf ("Did you mean '%s'?", nearest);
  if (g_strv_length (values) <= FEW_VALUES)
    {
      g_autofree char *all = g_strjoinv ("', '", values);
      g_autofree char *list = querist_text_first_line (all, 200);

      return g_strdup_printf ("The values are: '%s'.", list);
    }
  return NULL;
}

/* The value in other capitals or with blanks around it: mended if there is just one such. */
static gboolean
check_spelling (QueristSqlLint            *self,
                const QueristSqlReference *column,
                guint                      literal,
                const char                *value)
{
  g_auto(GStrv) spellings =
    querist_sql_lint_query (self, column,
                            "SELECT DISTINCT %1 FROM %2 "
                            "WHERE trim (%1) = trim (?) COLLATE NOCASE LIMIT 3",
                            value);
  QueristDiagnostic *diagnostic;

  if (spellings[0] == NULL)
    return FALSE;
  diagnostic = querist_sql_lint_warn (self, literal, literal, "value-spelling",
                                      "No row of %s has '%s' in “%s”: it is spelled '%s'.",
                                      column->source->relation->name, value, column->field->name,
                                      spellings[0]);
  if (spellings[1] == NULL)
    diagnostic->replacement = querist_sql_quote_text (spellings[0]);
  return TRUE;
}

static void
check_date (QueristSqlLint            *self,
            const QueristSqlReference *column,
            guint                      literal,
            const char                *value,
            gboolean                   equality)
{
  g_autofree char *sample = first_value (self, column);
  QueristDiagnostic *diagnostic;
  g_autofree char *name = NULL;

  if (sample == NULL || !looks_like_iso (sample))
    return;
  if (!looks_like_iso (value))
    querist_sql_lint_warn (self, literal, literal, "date-format",
                           "“%s” holds dates like '%s', so '%s' compares with none of them.",
                           column->field->name, sample, value)->suggestion =
      g_strdup ("Write dates as 'YYYY-MM-DD'.");
  else if (equality && strlen (sample) > 10 && strlen (value) == 10)
    {
      diagnostic = querist_sql_lint_warn (self, column->first, column->last, "date-with-time",
                                          "“%s” holds a time of day too ('%s'), so it never "
                                          "equals a mere date.", column->field->name, sample);
      name = querist_sql_lint_text (self, column->first, column->last);
      diagnostic->replacement = g_strdup_printf ("date(%s)", name);
      diagnostic->suggestion = g_strdup_printf ("Compare %s.", diagnostic->replacement);
    }
}

static void
check_text (QueristSqlLint            *self,
            const QueristSqlReference *column,
            guint                      literal)
{
  const QueristSqlToken *token = querist_sql_outline_token (self->outline, literal);
  g_autofree char *value = querist_sql_token_dup_value (self->check->sql, token);
  g_autofree char *sample = NULL;

  if (!is_alone (self, literal) || value_exists (self, column, value))
    return;
  if (is_date_column (column))
    {
      check_date (self, column, literal, value, TRUE);
      return;
    }
  sample = first_value (self, column);
  if (sample == NULL || !is_text_column (column))
    return;
  if (*value == '\0')
    querist_sql_lint_warn (self, literal, literal, "empty-text",
                           "No row has an empty text in “%s”.", column->field->name)->suggestion =
      g_strdup ("A missing value is found with IS NULL.");
  else if (!check_spelling (self, column, literal, value))
    querist_sql_lint_warn (self, literal, literal, "value-not-found",
                           "No row of %s has '%s' in “%s”.", column->source->relation->name, value,
                           column->field->name)->suggestion =
      suggest_value (self, column, value);
}

static void
check_boolean (QueristSqlLint            *self,
               const QueristSqlReference *column,
               guint                      literal)
{
  g_auto(GStrv) texts =
    querist_sql_lint_query (self, column,
                            "SELECT DISTINCT %1 FROM %2 WHERE typeof (%1) = 'text' LIMIT 4", NULL);

  if (texts[0] != NULL)
    {
      g_autofree char *list = g_strjoinv ("', '", texts);

      querist_sql_lint_warn (self, literal, literal, "boolean-text",
                             "“%s” holds texts, and no text is true or false.",
                             column->field->name)->suggestion =
        g_strdup_printf ("Compare with its values: '%s'.", list);
    }
}

static void
check_number (QueristSqlLint            *self,
              const QueristSqlReference *column,
              guint                      literal,
              gboolean                   equality)
{
  g_autofree char *value = querist_sql_lint_text (self, literal, literal);

  if (!is_text_column (column) || !is_alone (self, literal))
    return;
  if (!equality)
    querist_sql_lint_warn (self, column->first, column->last, "number-as-text",
                           "“%s” holds texts, and as texts '9' is greater than '10'.",
                           column->field->name)->suggestion =
      g_strdup ("Write CAST(… AS REAL) around it.");
  else if (!value_exists (self, column, value))
    querist_sql_lint_warn (self, literal, literal, "number-as-text",
                           "“%s” holds texts, and none of them is '%s'.", column->field->name,
                           value)->suggestion = suggest_value (self, column, value);
}

static void
check_pair (QueristSqlLint            *self,
            const QueristSqlReference *column,
            guint                      literal,
            gboolean                   equality)
{
  static const char *const booleans[] = { "TRUE", "FALSE", NULL };

  if (column->source->relation == NULL)
    return;
  if (is_kind (self, literal, QUERIST_SQL_NUMBER))
    check_number (self, column, literal, equality);
  else if (is_kind (self, literal, QUERIST_SQL_TEXT) && equality)
    check_text (self, column, literal);
  else if (is_kind (self, literal, QUERIST_SQL_TEXT) && is_date_column (column))
    {
      const QueristSqlToken *token = querist_sql_outline_token (self->outline, literal);
      g_autofree char *value = querist_sql_token_dup_value (self->check->sql, token);

      check_date (self, column, literal, value, FALSE);
    }
  else if (equality && querist_sql_lint_is_any (self, literal, booleans))
    check_boolean (self, column, literal);
}

/* column = literal, literal = column */
static void
check_comparison (QueristSqlLint *self,
                  guint           operator,
                  gboolean        equality)
{
  QueristSqlReference column;

  if (operator == 0)
    return;
  if (querist_sql_lint_operand (self, operator - 1, &column))
    check_pair (self, &column, operator + 1, equality);
  else if (is_kind (self, operator - 1, QUERIST_SQL_TEXT) &&
           querist_sql_outline_starts (self->outline, operator + 1, &column) &&
           is_alone (self, column.last))
    check_pair (self, &column, operator - 1, equality);
}

/* column [NOT] IN (literal, …) */
static void
check_in (QueristSqlLint *self,
          guint           in)
{
  guint before = querist_sql_outline_is (self->outline, in - 1, "NOT") ? in - 2 : in - 1;
  QueristSqlReference column;
  guint close;

  if (in < 2 || !querist_sql_outline_is (self->outline, in + 1, "(") ||
      !querist_sql_lint_operand (self, before, &column))
    return;
  close = querist_sql_lint_close (self, in + 1);
  for (guint i = in + 2; i < close; i++)
    {
      if (is_kind (self, i, QUERIST_SQL_TEXT))
        check_text (self, &column, i);
      else if (!querist_sql_outline_is (self->outline, i, ","))
        return;
    }
}

/* column LIKE 'text without a wildcard' */
static void
check_like (QueristSqlLint *self,
            guint           like)
{
  const QueristSqlToken *pattern = querist_sql_outline_token (self->outline, like + 1);
  g_autofree char *value = NULL;

  if (pattern == NULL || pattern->kind != QUERIST_SQL_TEXT || !is_alone (self, like + 1) ||
      querist_sql_outline_is (self->outline, like + 2, "ESCAPE"))
    return;
  value = querist_sql_token_dup_value (self->check->sql, pattern);
  if (strpbrk (value, "%_") == NULL)
    querist_sql_lint_warn (self, like + 1, like + 1, "like-without-wildcard",
                           "LIKE without a “%%” finds only '%s' itself.", value)->suggestion =
      g_strdup_printf ("Write '%%%s%%' to find it anywhere.", value);
}

/* date BETWEEN 'day' AND 'day', where the column has a time of day */
static void
check_between (QueristSqlLint *self,
               guint           between)
{
  QueristSqlReference column;
  g_autofree char *sample = NULL;
  g_autofree char *upper = NULL;

  if (between == 0 || !querist_sql_lint_operand (self, between - 1, &column) ||
      !is_date_column (&column) || !is_kind (self, between + 1, QUERIST_SQL_TEXT))
    return;
  check_pair (self, &column, between + 1, FALSE);
  if (!querist_sql_outline_is (self->outline, between + 2, "AND") ||
      !is_kind (self, between + 3, QUERIST_SQL_TEXT))
    return;
  sample = first_value (self, &column);
  upper = querist_sql_token_dup_value (self->check->sql,
                                       querist_sql_outline_token (self->outline, between + 3));
  if (sample != NULL && looks_like_iso (sample) && strlen (sample) > 10 && strlen (upper) == 10)
    querist_sql_lint_warn (self, between + 3, between + 3, "date-with-time",
                           "“%s” holds a time of day too ('%s'), so all but the first moment of "
                           "this day is left out.", column.field->name, sample)->suggestion =
      g_strdup ("Use < with the day after, or compare date(…).");
}

/**
 * querist_sql_lint_values:
 * @self: the statement
 *
 * Finds literals that their column does not hold.
 */
void
querist_sql_lint_values (QueristSqlLint *self)
{
  for (guint i = 1; i < self->check->tokens->len; i++)
    {
      if (querist_sql_lint_is_any (self, i, equalities))
        check_comparison (self, i, TRUE);
      else if (querist_sql_lint_is_any (self, i, orders))
        check_comparison (self, i, FALSE);
      else if (querist_sql_outline_is (self->outline, i, "IN"))
        check_in (self, i);
      else if (querist_sql_outline_is (self->outline, i, "LIKE"))
        check_like (self, i);
      else if (querist_sql_outline_is (self->outline, i, "BETWEEN"))
        check_between (self, i);
    }
}
