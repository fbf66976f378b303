/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-sql-tokens.h"

#include <string.h>

static gboolean
is_word_byte (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '$' || (c & 0x80) != 0;
}

/* Length of a quoted thing whose closing quote is literal when doubled; 0 if it is not closed. */
static gsize
quoted_length (const char *text,
               char        close)
{
  gsize i = 1;

  while (text[i] != '\0')
    {
      if (text[i] != close)
        i++;
      else if (text[i + 1] == close && close != ']')
        i += 2;
      else
        return i + 1;
    }
  return 0;
}

static gsize
number_length (const char *text)
{
  gsize i = 0;

  if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X') && g_ascii_isxdigit (text[2]))
    {
      for (i = 2; g_ascii_isxdigit (text[i]);)
        i++;
      return i;
    }
  while (g_ascii_isdigit (text[i]))
    i++;
  if (text[i] == '.')
    for (i++; g_ascii_isdigit (text[i]);)
      i++;
  if (text[i] == 'e' || text[i] == 'E')
    {
      gsize digits = text[i + 1] == '+' || text[i + 1] == '-' ? i + 2 : i + 1;

      if (g_ascii_isdigit (text[digits]))
        for (i = digits; g_ascii_isdigit (text[i]);)
          i++;
    }
  return i;
}

static gsize
word_length (const char *text)
{
  gsize i = 0;

  while (is_word_byte (text[i]))
    i++;
  return i;
}

static void
scan_quoted (const char      *text,
             QueristSqlToken *token)
{
  token->length = quoted_length (text, *text == '[' ? ']' : *text);
  token->kind = *text == '\'' ? QUERIST_SQL_TEXT : QUERIST_SQL_NAME;
  if (token->length == 0)
    {
      token->kind = QUERIST_SQL_OPEN;
      token->length = strlen (text);
    }
}

static void
scan_comment (const char      *text,
              QueristSqlToken *token)
{
  const char *end;

  token->kind = QUERIST_SQL_COMMENT;
  if (*text == '-')
    token->length = strcspn (text, "\n");
  else if ((end = strstr (text + 2, "*/")) != NULL)
    token->length = end + 2 - text;
  else
    {
      /* SQLite takes an open comment as one that ends with the text */
      token->length = strlen (text);
    }
}

static void
scan_operator (const char      *text,
               QueristSqlToken *token)
{
  static const char *const operators[] = { "->>", "||", "<=", ">=", "<>", "!=", "==", "<<", ">>",
                                           "->", "::" };

  token->kind = QUERIST_SQL_OPERATOR;
  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    {
      if (g_str_has_prefix (text, operators[i]))
        {
          token->length = strlen (operators[i]);
          return;
        }
    }
  token->length = 1;
  if (strchr ("+-*/%<>=&|~", *text) == NULL)
    token->kind = QUERIST_SQL_UNKNOWN;
}

/* Tells kind and length of what begins here; @text does not begin with a blank. */
static void
scan (const char      *text,
      QueristSqlToken *token)
{
  char c = text[0];

  if ((c == 'x' || c == 'X') && text[1] == '\'' && quoted_length (text + 1, '\'') > 0)
    {
      token->kind = QUERIST_SQL_BLOB;
      token->length = 1 + quoted_length (text + 1, '\'');
    }
  else if (strchr ("'\"`[", c) != NULL)
    scan_quoted (text, token);
  else if ((c == '-' && text[1] == '-') || (c == '/' && text[1] == '*'))
    scan_comment (text, token);
  else if (g_ascii_isdigit (c) || (c == '.' && g_ascii_isdigit (text[1])))
    {
      token->kind = QUERIST_SQL_NUMBER;
      token->length = number_length (text);
    }
  else if (c == '?' || (strchr (":@$#", c) != NULL && is_word_byte (text[1])))
    {
      token->kind = QUERIST_SQL_PARAMETER;
      token->length = 1 + word_length (text + 1);
    }
  else if (is_word_byte (c))
    {
      token->kind = QUERIST_SQL_WORD;
      token->length = word_length (text);
    }
  else if (strchr ("(),;.", c) != NULL)
    {
      token->kind = QUERIST_SQL_PUNCTUATION;
      token->length = 1;
    }
  else
    scan_operator (text, token);
}

/**
 * querist_sql_tokenize:
 * @sql: valid UTF-8 text, which need not be correct SQL
 * @with_comments: whether comments are tokens too
 *
 * Splits a statement by the rules of SQLite's own tokenizer
 * ([the tokens](https://www.sqlite.org/lang.html)).
 *
 * Returns: (transfer full) (element-type QueristSqlToken): the tokens, in order
 */
GArray *
querist_sql_tokenize (const char *sql,
                      gboolean    with_comments)
{
  GArray *tokens = g_array_new (FALSE, FALSE, sizeof (QueristSqlToken));
  guint depth = 0;

  for (gsize i = 0; sql[i] != '\0';)
    {
      QueristSqlToken token = { .start = i };

      if (g_ascii_isspace (sql[i]))
        {
          i++;
          continue;
        }
      scan (sql + i, &token);
      if (sql[i] == ')' && depth > 0)
        depth--;
      token.depth = depth;
      if (sql[i] == '(' && token.kind == QUERIST_SQL_PUNCTUATION)
        depth++;
      if (with_comments || token.kind != QUERIST_SQL_COMMENT)
        g_array_append_val (tokens, token);
      i += token.length;
    }
  return tokens;
}

/**
 * querist_sql_token_is:
 * @sql: the text
 * @token: one of its tokens
 * @text: a keyword in any case, an operator or a punctuation mark
 *
 * Returns: whether the token is that; never for a quoted one
 */
gboolean
querist_sql_token_is (const char            *sql,
                      const QueristSqlToken *token,
                      const char            *text)
{
  return token->kind != QUERIST_SQL_NAME && token->kind != QUERIST_SQL_TEXT &&
         strlen (text) == token->length &&
         g_ascii_strncasecmp (sql + token->start, text, token->length) == 0;
}

/**
 * querist_sql_token_is_any:
 * @sql: the text
 * @token: one of its tokens
 * @texts: keywords, NULL-terminated
 *
 * Returns: whether the token is one of them
 */
gboolean
querist_sql_token_is_any (const char            *sql,
                          const QueristSqlToken *token,
                          const char *const     *texts)
{
  for (guint i = 0; texts[i] != NULL; i++)
    {
      if (querist_sql_token_is (sql, token, texts[i]))
        return TRUE;
    }
  return FALSE;
}

/**
 * querist_sql_token_dup_value:
 * @sql: the text
 * @token: one of its tokens
 *
 * Returns: (transfer full): what it says, without quotes
 */
char *
querist_sql_token_dup_value (const char            *sql,
                             const QueristSqlToken *token)
{
  const char *text = sql + token->start;
  GString *value;
  char twice[3] = { text[0], text[0], '\0' };
  char once[2] = { text[0], '\0' };

  if (token->kind != QUERIST_SQL_NAME && token->kind != QUERIST_SQL_TEXT)
    return g_strndup (text, token->length);
  value = g_string_new_len (text + 1, token->length - 2);
  if (*text != '[')
    g_string_replace (value, twice, once, 0);
  return g_string_free (value, FALSE);
}

/**
 * querist_sql_first_word:
 * @sql: a statement
 *
 * Returns: (transfer full) (nullable): its first word in capitals (or what stands there instead),
 *   NULL if there is nothing but blanks and comments
 */
char *
querist_sql_first_word (const char *sql)
{
  gsize i = 0;

  while (sql[i] != '\0')
    {
      QueristSqlToken token = { .start = i };

      if (g_ascii_isspace (sql[i]))
        {
          i++;
          continue;
        }
      scan (sql + i, &token);
      if (token.kind != QUERIST_SQL_COMMENT)
        return g_ascii_strup (sql + i, token.length);
      i += token.length;
    }
  return NULL;
}

/**
 * querist_sql_find_second_statement:
 * @sql: one statement or more
 * @start: (out): bytes before the second one
 *
 * Returns: whether there is more than one
 */
gboolean
querist_sql_find_second_statement (const char *sql,
                                   gsize      *start)
{
  g_autoptr(GArray) tokens = querist_sql_tokenize (sql, FALSE);
  gboolean begun = FALSE;
  gboolean ended = FALSE;

  for (guint i = 0; i < tokens->len; i++)
    {
      const QueristSqlToken *token = &g_array_index (tokens, QueristSqlToken, i);

      if (querist_sql_token_is (sql, token, ";"))
        ended = begun;
      else if (ended)
        {
          *start = token->start;
          return TRUE;
        }
      else
        begun = TRUE;
    }
  return FALSE;
}
