/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-sql-checker-private.h"

#include <string.h>

/* What other databases understand and SQLite does not, with SQLite's way. */

/* A function that is only called otherwise here. */
static const struct {
  const char *foreign;
  const char *native;
} renamed_functions[] = {
  { "NVL", "coalesce" },      { "ISNULL", "ifnull" },           { "GREATEST", "max" },
  { "LEAST", "min" },         { "LEN", "length" },              { "CHAR_LENGTH", "length" },
  { "LCASE", "lower" },       { "UCASE", "upper" },             { "STRING_AGG", "group_concat" },
  { "LISTAGG", "group_concat" }, { "IF", "iif" },               { "RAND", "random" },
  { "TRUNCATE", "trunc" },    { "DATALENGTH", "length" },
};

/* A function whose call is rewritten: %1, %2 stand for its arguments. */
static const struct {
  const char *name;
  guint       n_arguments;
  const char *form;
} rewritten_functions[] = {
  { "NOW", 0, "datetime('now')" },
  { "GETDATE", 0, "datetime('now')" },
  { "SYSDATE", 0, "datetime('now')" },
  { "CURDATE", 0, "date('now')" },
  { "TODAY", 0, "date('now')" },
  { "YEAR", 1, "CAST(strftime('%Y', %1) AS INTEGER)" },
  { "MONTH", 1, "CAST(strftime('%m', %1) AS INTEGER)" },
  { "DAY", 1, "CAST(strftime('%d', %1) AS INTEGER)" },
  { "DAYOFMONTH", 1, "CAST(strftime('%d', %1) AS INTEGER)" },
  { "HOUR", 1, "CAST(strftime('%H', %1) AS INTEGER)" },
  { "MINUTE", 1, "CAST(strftime('%M', %1) AS INTEGER)" },
  { "QUARTER", 1, "((CAST(strftime('%m', %1) AS INTEGER) + 2) / 3)" },
  { "LEFT", 2, "substr(%1, 1, %2)" },
  { "RIGHT", 2, "substr(%1, -(%2))" },
  { "CHARINDEX", 2, "instr(%2, %1)" },
  { "STRPOS", 2, "instr(%1, %2)" },
  { "DATEDIFF", 2, "(julianday(%1) - julianday(%2))" },
};

/* Words that have no counterpart to put in their place, and what to do instead. */
static const struct {
  const char *word;
  const char *advice;
} advised_words[] = {
  { "DATEDIFF", "The days between two dates are julianday(later) - julianday(earlier)." },
  { "DATEADD", "Move a date with modifiers: date(x, '+1 month')." },
  { "DATE_ADD", "Move a date with modifiers: date(x, '+1 month')." },
  { "DATE_SUB", "Move a date with modifiers: date(x, '-7 days')." },
  { "INTERVAL", "Move a date with modifiers: date(x, '-7 days')." },
  { "TO_CHAR", "Write a date with strftime: strftime('%Y-%m', x)." },
  { "DATE_FORMAT", "Write a date with strftime: strftime('%Y-%m', x)." },
  { "FORMAT_DATE", "Write a date with strftime: strftime('%Y-%m', x)." },
  { "TO_DATE", "Dates are texts here: 'YYYY-MM-DD'." },
  { "STR_TO_DATE", "Dates are texts here: 'YYYY-MM-DD'." },
  { "QUALIFY", "Put the query in a subquery and filter with WHERE outside." },
  { "ROWNUM", "Take the first rows with LIMIT at the end." },
  { "REGEXP", "Match with LIKE ('%' and '_') or GLOB ('*', '?' and '[a-z]')." },
  { "SIMILAR", "Match with LIKE ('%' and '_') or GLOB ('*', '?' and '[a-z]')." },
  { "ROLLUP", "Add the total with UNION ALL and a second SELECT." },
  { "CUBE", "Add the totals with UNION ALL and further SELECTs." },
  { "WITHIN", "Rank the rows with row_number() in a subquery and pick the middle one." },
  { "PERCENTILE_CONT", "Rank the rows with row_number() in a subquery and pick the middle one." },
  { "MEDIAN", "Rank the rows with row_number() in a subquery and pick the middle one." },
  { "STDDEV", "Use sqrt(avg(x * x) - avg(x) * avg(x))." },
  { "STDEV", "Use sqrt(avg(x * x) - avg(x) * avg(x))." },
  { "STDDEV_POP", "Use sqrt(avg(x * x) - avg(x) * avg(x))." },
  { "VARIANCE", "Use avg(x * x) - avg(x) * avg(x)." },
  { "LATERAL", "Use a subquery in SELECT, or a window function." },
  { "APPLY", "Use a subquery in SELECT, or a window function." },
  { "PIVOT", "Use one sum(CASE WHEN … THEN … END) for each column." },
  { "UNNEST", "Use json_each()." },
};

static const QueristSqlToken *
token (QueristSqlInspection *self,
       guint                 index)
{
  return index < self->tokens->len ? &g_array_index (self->tokens, QueristSqlToken, index) : NULL;
}

static gboolean
is (QueristSqlInspection *self,
    guint                 index,
    const char           *text)
{
  return index < self->tokens->len && querist_sql_token_is (self->sql, token (self, index), text);
}

static gsize
token_end (QueristSqlInspection *self,
           guint                 index)
{
  return token (self, index)->start + token (self, index)->length;
}

/* The text from one token to another, both included. */
static char *
text_between (QueristSqlInspection *self,
              guint                 first,
              guint                 last)
{
  gsize start = token (self, first)->start;

  return g_strndup (self->sql + start, token_end (self, last) - start);
}

static QueristDiagnostic *
report_range (QueristSqlInspection *self,
              guint                 first,
              guint                 last,
              const char           *what)
{
  return querist_sql_report (self, QUERIST_SEVERITY_ERROR, token (self, first)->start,
                             token_end (self, last) - token (self, first)->start, "dialect",
                             "SQLite does not know %s.", what);
}

static void
suggest_replacement (QueristDiagnostic *diagnostic,
                     char              *replacement)
{
  diagnostic->suggestion = g_strdup_printf ("Write: %s", replacement);
  diagnostic->replacement = replacement;
}

/* The arguments of a call whose "(" is at @open, and its ")". */
static GPtrArray *
call_arguments (QueristSqlInspection *self,
                guint                 open,
                guint                *close)
{
  GPtrArray *arguments = g_ptr_array_new_with_free_func (g_free);
  guint depth = token (self, open)->depth;
  guint first = open + 1;

  for (guint i = open + 1; i < self->tokens->len; i++)
    {
      gboolean ends = is (self, i, ")") && token (self, i)->depth == depth;

      if (!ends && !(is (self, i, ",") && token (self, i)->depth == depth + 1))
        continue;
      if (i > first)
        g_ptr_array_add (arguments, text_between (self, first, i - 1));
      first = i + 1;
      if (ends)
        {
          *close = i;
          return arguments;
        }
    }
  g_ptr_array_unref (arguments);
  return NULL;
}

static char *
fill_form (const char *form,
           GPtrArray  *arguments)
{
  GString *text = g_string_new (NULL);

  for (const char *p = form; *p != '\0'; p++)
    {
      if (*p == '%' && (p[1] == '1' || p[1] == '2'))
        g_string_append (text, g_ptr_array_index (arguments, *++p - '1'));
      else
        g_string_append_c (text, *p);
    }
  return g_string_free (text, FALSE);
}

/* DATE_TRUNC('month', x) */
static char *
truncate_date (GPtrArray *arguments)
{
  static const struct {
    const char *unit;
    const char *form;
  } units[] = {
    { "'year'", "strftime('%Y-01-01', %2)" },
    { "'month'", "strftime('%Y-%m-01', %2)" },
    { "'day'", "date(%2)" },
    { "'week'", "date(%2, 'weekday 0', '-6 days')" },
  };

  for (guint i = 0; arguments->len == 2 && i < G_N_ELEMENTS (units); i++)
    {
      if (g_ascii_strcasecmp (g_ptr_array_index (arguments, 0), units[i].unit) == 0)
        return fill_form (units[i].form, arguments);
    }
  return NULL;
}

static char *
concatenate (GPtrArray *arguments)
{
  g_autoptr(GString) joined = g_string_new ("(");

  for (guint i = 0; i < arguments->len; i++)
    g_string_append_printf (joined, "%s%s", i > 0 ? " || " : "",
                            (const char *) g_ptr_array_index (arguments, i));
  g_string_append_c (joined, ')');
  return g_string_free (g_steal_pointer (&joined), FALSE);
}

static char *
rewrite_call (QueristSqlInspection *self,
              guint                 name,
              GPtrArray            *arguments)
{
  if (is (self, name, "DATE_TRUNC"))
    return truncate_date (arguments);
  if (is (self, name, "CONCAT") && arguments->len >= 2)
    return concatenate (arguments);
  for (guint i = 0; i < G_N_ELEMENTS (rewritten_functions); i++)
    {
      if (is (self, name, rewritten_functions[i].name) &&
          arguments->len == rewritten_functions[i].n_arguments)
        return fill_form (rewritten_functions[i].form, arguments);
    }
  return NULL;
}

static gboolean
check_call (QueristSqlInspection *self,
            guint                 name)
{
  g_autoptr(GPtrArray) arguments = NULL;
  g_autofree char *what = NULL;
  char *replacement;
  guint close;

  if (!is (self, name + 1, "(") || token (self, name)->kind != QUERIST_SQL_WORD)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (renamed_functions); i++)
    {
      if (is (self, name, renamed_functions[i].foreign))
        {
          what = g_strdup_printf ("the function %s()", renamed_functions[i].foreign);
          suggest_replacement (report_range (self, name, name, what),
                               g_strdup (renamed_functions[i].native));
          return TRUE;
        }
    }
  arguments = call_arguments (self, name + 1, &close);
  replacement = arguments != NULL ? rewrite_call (self, name, arguments) : NULL;
  if (replacement == NULL)
    return FALSE;
  what = text_between (self, name, name);
  suggest_replacement (report_range (self, name, close, what), replacement);
  return TRUE;
}

/* EXTRACT(YEAR FROM x) */
static gboolean
check_extract (QueristSqlInspection *self,
               guint                 name)
{
  static const struct {
    const char *unit;
    const char *code;
  } units[] = {
    { "YEAR", "%Y" }, { "MONTH", "%m" }, { "DAY", "%d" }, { "HOUR", "%H" }, { "DOW", "%w" },
    { "WEEK", "%W" }, { "DOY", "%j" },
  };
  g_autoptr(GPtrArray) arguments = NULL;
  guint close;

  if (!is (self, name, "EXTRACT") || !is (self, name + 1, "(") || !is (self, name + 3, "FROM"))
    return FALSE;
  arguments = call_arguments (self, name + 1, &close);
  for (guint i = 0; arguments != NULL && close > name + 4 && i < G_N_ELEMENTS (units); i++)
    {
      g_autofree char *value = NULL;

      if (!is (self, name + 2, units[i].unit))
        continue;
      value = text_between (self, name + 4, close - 1);
      suggest_replacement (report_range (self, name, close, "EXTRACT"),
                           g_strdup_printf ("CAST(strftime('%s', %s) AS INTEGER)", units[i].code,
                                            value));
      return TRUE;
    }
  return FALSE;
}

/* SELECT TOP n: the number goes to the end. */
static gboolean
check_top (QueristSqlInspection *self,
           guint                 top)
{
  guint last = self->tokens->len - 1;
  QueristDiagnostic *diagnostic;
  g_autofree char *number = NULL;

  if (!is (self, top, "TOP") || top == 0 || top + 1 > last ||
      token (self, top + 1)->kind != QUERIST_SQL_NUMBER)
    return FALSE;
  number = text_between (self, top + 1, top + 1);
  diagnostic = report_range (self, top, top + 1, "TOP");
  diagnostic->suggestion = g_strdup_printf ("Write LIMIT %s at the end.", number);
  if (token (self, top)->depth > 0 || is (self, last, ";"))
    return TRUE;
  diagnostic->replacement = g_strdup ("");
  diagnostic = querist_sql_report (self, QUERIST_SEVERITY_ERROR, token_end (self, last), 0,
                                   "dialect", "The number of rows belongs at the end.");
  suggest_replacement (diagnostic, g_strdup_printf (" LIMIT %s", number));
  return TRUE;
}

/* FETCH FIRST n ROWS ONLY */
static gboolean
check_fetch (QueristSqlInspection *self,
             guint                 fetch)
{
  g_autofree char *number = NULL;

  if (!is (self, fetch, "FETCH") || !is (self, fetch + 4, "ONLY") ||
      token (self, fetch + 2)->kind != QUERIST_SQL_NUMBER)
    return FALSE;
  number = text_between (self, fetch + 2, fetch + 2);
  suggest_replacement (report_range (self, fetch, fetch + 4, "FETCH"),
                       g_strdup_printf ("LIMIT %s", number));
  return TRUE;
}

/* value::type */
static gboolean
check_cast (QueristSqlInspection *self,
            guint                 colons)
{
  QueristDiagnostic *diagnostic;
  g_autofree char *value = NULL;
  g_autofree char *type = NULL;
  guint first = colons - 1;

  if (!is (self, colons, "::") || colons == 0 || token (self, colons + 1) == NULL)
    return FALSE;
  if (first >= 2 && is (self, first - 1, "."))
    first -= 2;
  if (is (self, colons - 1, ")"))
    {
      diagnostic = report_range (self, colons, colons + 1, "“::”");
      diagnostic->suggestion = g_strdup ("Write CAST(… AS type).");
      return TRUE;
    }
  value = text_between (self, first, colons - 1);
  type = text_between (self, colons + 1, colons + 1);
  suggest_replacement (report_range (self, first, colons + 1, "“::”"),
                       g_ascii_strcasecmp (type, "date") == 0
                         ? g_strdup_printf ("date(%s)", value)
                         : g_strdup_printf ("CAST(%s AS %s)", value, type));
  return TRUE;
}

/* ILIKE, MINUS, DATE '2024-01-31' */
static gboolean
check_word (QueristSqlInspection *self,
            guint                 word)
{
  const QueristSqlToken *next = token (self, word + 1);

  if (is (self, word, "ILIKE"))
    suggest_replacement (report_range (self, word, word, "ILIKE"), g_strdup ("LIKE"));
  else if (is (self, word, "MINUS"))
    suggest_replacement (report_range (self, word, word, "MINUS"), g_strdup ("EXCEPT"));
  else if ((is (self, word, "DATE") || is (self, word, "TIMESTAMP")) && next != NULL &&
           next->kind == QUERIST_SQL_TEXT)
    suggest_replacement (report_range (self, word, word + 1, "date literals"),
                         text_between (self, word + 1, word + 1));
  else if (is (self, word, "DISTINCT") && is (self, word + 1, "ON") && is (self, word + 2, "("))
    report_range (self, word, word + 1, "DISTINCT ON")->suggestion =
      g_strdup ("Number the rows with row_number() in a subquery and take the first.");
  else if ((is (self, word, "ALL") || is (self, word, "ANY")) && word > 0 &&
           token (self, word - 1)->kind == QUERIST_SQL_OPERATOR)
    report_range (self, word, word, "ALL and ANY")->suggestion =
      g_strdup ("Compare with (SELECT max(…) …) or (SELECT min(…) …).");
  else
    return FALSE;
  return TRUE;
}

static gboolean
check_advised (QueristSqlInspection *self,
               guint                 word)
{
  for (guint i = 0; i < G_N_ELEMENTS (advised_words); i++)
    {
      if (is (self, word, advised_words[i].word))
        {
          report_range (self, word, word, advised_words[i].word)->suggestion =
            g_strdup (advised_words[i].advice);
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
is_defined_here (QueristSqlInspection *self,
                 guint                 index)
{
  /* "x.year", "AS year" and "year" as a column are names, whatever they mean elsewhere */
  return index > 0 && (is (self, index - 1, ".") || is (self, index - 1, "AS"));
}

/**
 * querist_sql_explain_dialect:
 * @self: the check of a statement that SQLite refuses
 *
 * Looks for what other databases would understand.
 *
 * Returns: whether something was found and reported
 */
gboolean
querist_sql_explain_dialect (QueristSqlInspection *self)
{
  gboolean found = FALSE;

  for (guint i = 0; i < self->tokens->len; i++)
    {
      const QueristSqlToken *current = token (self, i);

      if (current->kind == QUERIST_SQL_OPERATOR && i > 0)
        found |= check_cast (self, i);
      else if (current->kind == QUERIST_SQL_WORD && !is_defined_here (self, i))
        found |= check_call (self, i) || check_extract (self, i) || check_top (self, i) ||
                 check_fetch (self, i) || check_word (self, i) || check_advised (self, i);
    }
  return found;
}
