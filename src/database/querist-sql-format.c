/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-sql-checker.h"

#include <string.h>

#include "querist-sql-tokens.h"

#define INDENT 2

/* A parenthesis with less in it stays on its line. */
#define MAX_INLINE 60

/* Words that begin a line of their own in a SELECT. */
static const char *const clauses[] = {
  "SELECT", "FROM", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "UNION", "INTERSECT", "EXCEPT",
  "VALUES", "WITH", NULL,
};

/* Words that SQLite never takes for a name: they may be written in capitals without a look around.
 * See https://www.sqlite.org/lang_keywords.html and the fallbacks in SQLite's grammar. */
static const char *const reserved[] = {
  "ALL", "AND", "AS", "BETWEEN", "CASE", "COLLATE", "DISTINCT", "ELSE", "ESCAPE", "EXCEPT",
  "EXISTS", "FROM", "GROUP", "HAVING", "IN", "INTERSECT", "IS", "JOIN", "LIMIT", "NOT", "NULL",
  "ON", "OR", "ORDER", "SELECT", "THEN", "UNION", "USING", "VALUES", "WHEN", "WHERE", NULL,
};

/* Words that are no function, so that a blank stands before their parenthesis. */
static const char *const not_called[] = { "BY", "FILTER", "LIKE", "GLOB", "OVER", "MATERIALIZED",
                                          NULL };

static const char *const before_by[] = { "GROUP", "ORDER", "PARTITION", NULL };

static const char *const joins[] = { "NATURAL", "LEFT", "RIGHT", "FULL", "INNER", "CROSS", "JOIN",
                                     NULL };

/* The layout in progress: which parentheses are open over several lines, and where we are. */
typedef struct {
  const char *sql;
  GArray     *tokens;
  GString    *out;
  guint       indent;
  GArray     *blocks;
  gboolean    in_list;
  guint       between;
} Layout;

/* What a parenthesis interrupts. */
typedef struct {
  gboolean broken;
  gboolean in_list;
  guint    indent;
} Block;

static const QueristSqlToken *
token_at (const Layout *self,
          guint         index)
{
  return index < self->tokens->len ? &g_array_index (self->tokens, QueristSqlToken, index) : NULL;
}

static gboolean
is (const Layout *self,
    guint         index,
    const char   *text)
{
  return index < self->tokens->len &&
         querist_sql_token_is (self->sql, token_at (self, index), text);
}

static gboolean
is_any (const Layout      *self,
        guint              index,
        const char *const *texts)
{
  return index < self->tokens->len &&
         querist_sql_token_is_any (self->sql, token_at (self, index), texts);
}

static void
new_line (Layout *self)
{
  while (self->out->len > 0 && self->out->str[self->out->len - 1] == ' ')
    g_string_truncate (self->out, self->out->len - 1);
  if (self->out->len == 0)
    return;
  if (self->out->str[self->out->len - 1] != '\n')
    g_string_append_c (self->out, '\n');
  for (guint i = 0; i < self->indent; i++)
    g_string_append_c (self->out, ' ');
}

/* Whether a parenthesis holds a query that is too long for one line. */
static gboolean
should_break (const Layout *self,
              guint         open)
{
  guint depth = token_at (self, open)->depth;
  gsize length = 0;

  if (!is (self, open + 1, "SELECT") && !is (self, open + 1, "WITH"))
    return FALSE;
  /* by the tokens, so that the layout of the text does not decide */
  for (guint i = open + 1; i < self->tokens->len && token_at (self, i)->depth > depth; i++)
    length += token_at (self, i)->length + 1;
  return length > MAX_INLINE;
}

static gboolean
is_part_of_name (const Layout *self,
                 guint         index)
{
  const QueristSqlToken *token = token_at (self, index);

  return token != NULL && (token->kind == QUERIST_SQL_WORD || token->kind == QUERIST_SQL_NAME);
}

/* The dot in table.column; elsewhere it might become part of a number. */
static gboolean
joins_names (const Layout *self,
             guint         index)
{
  return is (self, index, ".") && index > 0 && is_part_of_name (self, index - 1) &&
         (is_part_of_name (self, index + 1) || is (self, index + 1, "*"));
}

static gboolean
needs_blank (const Layout *self,
             guint         index)
{
  const QueristSqlToken *before = index > 0 ? token_at (self, index - 1) : NULL;
  char last = self->out->len > 0 ? self->out->str[self->out->len - 1] : '\n';

  if (before == NULL || strchr (" \n(", last) != NULL || is (self, index, ",") ||
      is (self, index, ")") || is (self, index, ";") ||
      joins_names (self, index) || joins_names (self, index - 1))
    return FALSE;
  if (is (self, index, "("))
    /* a call, unless the word is a keyword */
    return before->kind != QUERIST_SQL_WORD || is_any (self, index - 1, reserved) ||
           is_any (self, index - 1, not_called);
  return TRUE;
}

/* A sign belongs to the number behind it. */
static gboolean
is_sign (const Layout *self,
         guint         index)
{
  const QueristSqlToken *before = index > 0 ? token_at (self, index - 1) : NULL;
  const QueristSqlToken *after = token_at (self, index + 1);

  if ((!is (self, index, "-") && !is (self, index, "+") && !is (self, index, "~")) ||
      after == NULL || (after->kind > QUERIST_SQL_PARAMETER && !is (self, index + 1, "(")))
    return FALSE;
  return before == NULL || before->kind == QUERIST_SQL_OPERATOR || is (self, index - 1, "(") ||
         is (self, index - 1, ",") || is_any (self, index - 1, reserved);
}

static gboolean
is_keyword (const Layout *self,
            guint         index)
{
  if (token_at (self, index)->kind != QUERIST_SQL_WORD || is (self, index + 1, ".") ||
      (index > 0 && is (self, index - 1, ".")))
    return FALSE;
  if (is_any (self, index, reserved))
    return TRUE;
  if (is (self, index, "BY"))
    return index > 0 && is_any (self, index - 1, before_by);
  if (is (self, index, "WITH"))
    return index == 0 || is (self, index - 1, "(");
  return is_any (self, index, joins) &&
         (is (self, index + 1, "JOIN") || is (self, index + 1, "OUTER") ||
          is (self, index + 2, "JOIN"));
}

static void
write_token (Layout *self,
             guint   index)
{
  const QueristSqlToken *token = token_at (self, index);
  gsize start;

  if (needs_blank (self, index) && !(index > 0 && is_sign (self, index - 1)))
    g_string_append_c (self->out, ' ');
  start = self->out->len;
  g_string_append_len (self->out, self->sql + token->start, token->length);
  if (is_keyword (self, index))
    {
      for (gsize i = start; i < self->out->len; i++)
        self->out->str[i] = g_ascii_toupper (self->out->str[i]);
    }
}

static void
open_block (Layout *self,
            guint   index)
{
  Block block = { should_break (self, index), self->in_list, self->indent };

  g_array_append_val (self->blocks, block);
  self->in_list = FALSE;
  write_token (self, index);
  if (block.broken)
    {
      self->indent += INDENT;
      new_line (self);
    }
}

static void
close_block (Layout *self,
             guint   index)
{
  Block block = { FALSE, FALSE, 0 };

  if (self->blocks->len > 0)
    {
      block = g_array_index (self->blocks, Block, self->blocks->len - 1);
      g_array_set_size (self->blocks, self->blocks->len - 1);
    }
  self->indent = block.indent;
  self->in_list = block.in_list;
  if (block.broken)
    new_line (self);
  write_token (self, index);
}

/* Whether clauses get lines here: at the top, and in a parenthesis that is laid out. */
static gboolean
breaks_clauses (const Layout *self)
{
  return self->blocks->len == 0 ||
         g_array_index (self->blocks, Block, self->blocks->len - 1).broken;
}

static gboolean
begins_join (const Layout *self,
             guint         index)
{
  if (!is_any (self, index, joins) || is (self, index + 1, "(") || is (self, index - 1, "."))
    return FALSE;
  for (guint i = index; i < index + 4; i++)
    {
      if (is (self, i, "JOIN"))
        return index == 0 || !is_any (self, index - 1, joins);
      if (!is_any (self, i, joins) && !is (self, i, "OUTER"))
        return FALSE;
    }
  return FALSE;
}

static gboolean
begins_clause (const Layout *self,
               guint         index)
{
  /* IS DISTINCT FROM */
  return is_any (self, index, clauses) && is_keyword (self, index) &&
         !(index > 0 && is (self, index - 1, "DISTINCT"));
}

static void
write_word (Layout *self,
            guint   index)
{
  gboolean breaks = breaks_clauses (self);

  if (is (self, index, "BETWEEN"))
    self->between++;
  if (breaks && begins_clause (self, index))
    {
      new_line (self);
      self->in_list = is (self, index, "SELECT");
    }
  else if (breaks && begins_join (self, index))
    new_line (self);
  else if (is (self, index, "AND") && self->between > 0)
    self->between--;
  else if (breaks && (is (self, index, "AND") || is (self, index, "OR")))
    {
      self->indent += INDENT;
      new_line (self);
      self->indent -= INDENT;
    }
  write_token (self, index);
}

static void
write_comma (Layout *self,
             guint   index)
{
  write_token (self, index);
  if (self->in_list && breaks_clauses (self))
    {
      self->indent += INDENT;
      new_line (self);
      self->indent -= INDENT;
    }
}

static void
write_comment (Layout *self,
               guint   index)
{
  const QueristSqlToken *token = token_at (self, index);

  write_token (self, index);
  if (self->sql[token->start] == '-')
    new_line (self);
}

/**
 * querist_sql_format:
 * @sql: a statement, right or wrong
 *
 * Lays a statement out: each clause on a line of its own, keywords in capitals. Names, literals
 * and comments stay as they are, so the meaning does too. Laying it out again changes nothing.
 *
 * Returns: (transfer full): the statement; as it was when a quote in it is not closed
 */
char *
querist_sql_format (const char *sql)
{
  g_autoptr(GArray) tokens = NULL;
  g_autoptr(GArray) blocks = g_array_new (FALSE, FALSE, sizeof (Block));
  Layout layout = { .sql = sql, .blocks = blocks };

  if (!g_utf8_validate (sql, -1, NULL))
    return g_strdup (sql);
  layout.tokens = tokens = querist_sql_tokenize (sql, TRUE);
  layout.out = g_string_new (NULL);
  for (guint i = 0; i < tokens->len; i++)
    {
      const QueristSqlToken *token = token_at (&layout, i);

      if (token->kind == QUERIST_SQL_OPEN)
        {
          g_string_free (layout.out, TRUE);
          return g_strdup (sql);
        }
      if (is (&layout, i, "("))
        open_block (&layout, i);
      else if (is (&layout, i, ")"))
        close_block (&layout, i);
      else if (is (&layout, i, ","))
        write_comma (&layout, i);
      else if (token->kind == QUERIST_SQL_COMMENT)
        write_comment (&layout, i);
      else if (token->kind == QUERIST_SQL_WORD)
        write_word (&layout, i);
      else
        write_token (&layout, i);
    }
  g_strchomp (layout.out->str);
  layout.out->len = strlen (layout.out->str);
  return g_string_free (layout.out, FALSE);
}
