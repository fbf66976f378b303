/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-sql-checker.h"
#include "querist-sql-tokens.h"

static const struct {
  const char *sql;
  const char *formatted;
} cases[] = {
  { "", "" },
  { "select 1", "SELECT 1" },
  { "select a,b from t where x=1 and y between 2 and 3 or z is not null order by a desc limit 5",
    "SELECT a,\n  b\nFROM t\nWHERE x = 1\n  AND y BETWEEN 2 AND 3\n  OR z IS NOT NULL\nORDER BY a "
    "desc\nLIMIT 5" },
  { "select s.name, count(*), sum(o.amount*-1) from stores as s left join orders o on o.store_id="
    "s.id group by s.name having count(*)>1",
    "SELECT s.name,\n  count(*),\n  sum(o.amount * -1)\nFROM stores AS s\nLEFT JOIN orders o ON "
    "o.store_id = s.id\nGROUP BY s.name\nHAVING count(*) > 1" },
  { "select id from a where id in (select id from b)",
    "SELECT id\nFROM a\nWHERE id IN (SELECT id FROM b)" },
  { "with big as (select store_id, sum(amount) as total from orders group by store_id) select * "
    "from big",
    "WITH big AS (\n  SELECT store_id,\n    sum(amount) AS total\n  FROM orders\n  GROUP BY "
    "store_id\n)\nSELECT *\nFROM big" },
  { "select 'it''s  so', \"Two  words\" -- why\nfrom t /* here */ where a=1",
    "SELECT 'it''s  so',\n  \"Two  words\" -- why\nFROM t /* here */\nWHERE a = 1" },
  { "select 1 - -1, - 2, a->>'$.x' from t;", "SELECT 1 - -1,\n  -2,\n  a ->> '$.x'\nFROM t;" },
  { "select t.end, \"desc\", first from t union all select 1,2,3",
    "SELECT t.end,\n  \"desc\",\n  first\nFROM t\nUNION ALL\nSELECT 1,\n  2,\n  3" },
  { "select a from t where a is distinct from b",
    "SELECT a\nFROM t\nWHERE a IS DISTINCT FROM b" },
  { "select 'open", "select 'open" },
  { "select )) from ((", "SELECT))\nFROM ((" },
};

static void
test_layout (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *formatted = querist_sql_format (cases[i].sql);

      g_assert_cmpstr (formatted, ==, cases[i].formatted);
    }
}

/* The tokens of a text, keywords in one case. */
static char *
skeleton (const char *sql)
{
  g_autoptr(GArray) tokens = querist_sql_tokenize (sql, TRUE);
  g_autoptr(GString) joined = g_string_new (NULL);

  for (guint i = 0; i < tokens->len; i++)
    {
      const QueristSqlToken *token = &g_array_index (tokens, QueristSqlToken, i);
      g_autofree char *text = g_strndup (sql + token->start, token->length);
      g_autofree char *upper = g_ascii_strup (text, -1);

      g_string_append_printf (joined, "%d:%s\n", token->kind,
                              token->kind == QUERIST_SQL_WORD ? upper : text);
    }
  return g_string_free (g_steal_pointer (&joined), FALSE);
}

static void
check_harmless (const char *sql)
{
  g_autofree char *once = querist_sql_format (sql);
  g_autofree char *twice = querist_sql_format (once);
  g_autofree char *before = skeleton (sql);
  g_autofree char *after = skeleton (once);

  g_assert_cmpstr (once, ==, twice);
  g_assert_cmpstr (before, ==, after);
}

static void
test_harmless (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_harmless (cases[i].sql);
}

/* Any heap of pieces keeps its meaning, and laying it out again changes nothing. */
static void
test_random (void)
{
  static const char *const pieces[] = {
    "select", "from", "where", "(", ")", ",", ".", "-", "+", "--c\n", "/* c */", "a", "\"b c\"", "'t'",
    "1.5", "join", "left", "and", "between", "in", "union", "order", "by", ";", "::", "x'00'", "?", "*",
    "with", "as", "not", "is", "distinct", "count", "|", "<", ">", "=", "/", "é", "[x]", "\n", "limit",
  };

  for (guint round = 0; round < 3000; round++)
    {
      g_autoptr(GString) sql = g_string_new (NULL);
      guint n = g_test_rand_int_range (0, 30);

      for (guint i = 0; i < n; i++)
        {
          g_string_append (sql, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
          g_string_append_c (sql, ' ');
        }
      g_test_message ("%s", sql->str);
      check_harmless (sql->str);
    }
}

static void
test_tokens (void)
{
  static const struct {
    const char          *text;
    QueristSqlTokenKind  kind;
  } tokens[] = {
    { "name", QUERIST_SQL_WORD },     { "é", QUERIST_SQL_WORD },
    { "\"a \"\"b\"", QUERIST_SQL_NAME }, { "[a b]", QUERIST_SQL_NAME },
    { "`a`", QUERIST_SQL_NAME },      { "'it''s'", QUERIST_SQL_TEXT },
    { "x'ff'", QUERIST_SQL_BLOB },    { "1e-5", QUERIST_SQL_NUMBER },
    { ".5", QUERIST_SQL_NUMBER },     { "0xFF", QUERIST_SQL_NUMBER },
    { "?1", QUERIST_SQL_PARAMETER },  { ":a", QUERIST_SQL_PARAMETER },
    { "->>", QUERIST_SQL_OPERATOR },  { "::", QUERIST_SQL_OPERATOR },
    { "-- x", QUERIST_SQL_COMMENT },  { "/* x", QUERIST_SQL_COMMENT },
    { "'open", QUERIST_SQL_OPEN },    { "{", QUERIST_SQL_UNKNOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      g_autoptr(GArray) found = querist_sql_tokenize (tokens[i].text, TRUE);

      g_assert_cmpuint (found->len, ==, 1);
      g_assert_cmpint (g_array_index (found, QueristSqlToken, 0).kind, ==, tokens[i].kind);
      g_assert_cmpuint (g_array_index (found, QueristSqlToken, 0).length, ==,
                        strlen (tokens[i].text));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/database/sql-format/layout", test_layout);
  g_test_add_func ("/database/sql-format/harmless", test_harmless);
  g_test_add_func ("/database/sql-format/random", test_random);
  g_test_add_func ("/database/sql-tokens", test_tokens);
  return g_test_run ();
}
