/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-sql-outline.h"

#include "querist-sql-relation.h"

/* Words that end an item of FROM, so that they are no alias. */
static const char *const after_source[] = {
  "ON", "USING", "JOIN", "LEFT", "RIGHT", "FULL", "INNER", "CROSS", "NATURAL", "OUTER", "INDEXED",
  "NOT", "WHERE", "GROUP", "ORDER", "LIMIT", "HAVING", "WINDOW", "UNION", "INTERSECT", "EXCEPT",
  NULL,
};

static const char *const compound_words[] = { "UNION", "INTERSECT", "EXCEPT", NULL };

/**
 * querist_sql_outline_token:
 * @self: an outline
 * @index: which token, which may be too large
 *
 * Returns: (nullable): the token
 */
const QueristSqlToken *
querist_sql_outline_token (const QueristSqlOutline *self,
                           guint                    index)
{
  return index < self->tokens->len ? &g_array_index (self->tokens, QueristSqlToken, index) : NULL;
}

/**
 * querist_sql_outline_is:
 * @self: an outline
 * @index: which token, which may be too large
 * @text: a keyword, operator or punctuation mark
 *
 * Returns: whether the token is that
 */
gboolean
querist_sql_outline_is (const QueristSqlOutline *self,
                        guint                    index,
                        const char              *text)
{
  const QueristSqlToken *token = querist_sql_outline_token (self, index);

  return token != NULL && querist_sql_token_is (self->sql, token, text);
}

static gboolean
is_name (const QueristSqlOutline *self,
         guint                    index)
{
  const QueristSqlToken *token = querist_sql_outline_token (self, index);

  return token != NULL && (token->kind == QUERIST_SQL_WORD || token->kind == QUERIST_SQL_NAME);
}

static char *
dup_name (const QueristSqlOutline *self,
          guint                    index)
{
  return querist_sql_token_dup_value (self->sql, querist_sql_outline_token (self, index));
}

/* The token behind the parenthesis that @open opens. */
static guint
skip_parentheses (const QueristSqlOutline *self,
                  guint                    open,
                  guint                    end)
{
  guint depth = querist_sql_outline_token (self, open)->depth;
  guint i = open + 1;

  while (i < end && querist_sql_outline_token (self, i)->depth > depth)
    i++;
  return MIN (i + 1, end);
}

/* Names that the statement defines itself (WITH name AS …) hide tables. */
static void
find_local_names (QueristSqlOutline *self)
{
  for (guint i = 1; i < self->tokens->len; i++)
    {
      guint as = i + 1;

      if (!is_name (self, i) ||
          !(querist_sql_outline_is (self, i - 1, "WITH") ||
            querist_sql_outline_is (self, i - 1, "RECURSIVE") ||
            querist_sql_outline_is (self, i - 1, ",")))
        continue;
      if (querist_sql_outline_is (self, as, "("))
        as = skip_parentheses (self, as, self->tokens->len);
      if (querist_sql_outline_is (self, as, "AS"))
        {
          g_autofree char *name = dup_name (self, i);

          if (querist_sql_outline_is (self, as + 1, "(") ||
              querist_sql_outline_is (self, as + 1, "MATERIALIZED") ||
              querist_sql_outline_is (self, as + 1, "NOT"))
            g_hash_table_add (self->local_names, g_utf8_strdown (name, -1));
        }
    }
}

static const QueristSqlRelation *
find_relation (QueristSqlOutline *self,
               const char        *name)
{
  g_autofree char *key = g_utf8_strdown (name, -1);
  QueristSqlRelation *relation;

  if (g_hash_table_contains (self->local_names, key))
    return NULL;
  relation = g_hash_table_lookup (self->relations, key);
  if (relation == NULL)
    {
      relation = querist_sql_relation_new (self->db, name);
      if (relation != NULL)
        g_hash_table_insert (self->relations, g_steal_pointer (&key), relation);
    }
  return relation;
}

static void
source_free (gpointer data)
{
  QueristSqlSource *self = data;

  g_free (self->alias);
  g_free (self);
}

/* Reads what stands at @index of FROM and gives the token behind it. */
static guint
read_source (QueristSqlOutline *self,
             QueristSqlSelect  *select,
             guint              index,
             guint              end,
             QueristSqlJoin     join)
{
  QueristSqlSource *source = g_new0 (QueristSqlSource, 1);
  g_autofree char *name = NULL;

  source->token = index;
  source->join = join;
  g_ptr_array_add (select->sources, source);
  if (is_name (self, index))
    {
      if (querist_sql_outline_is (self, index + 1, ".") && index + 2 < end)
        index += 2;
      source->token = index;
      name = dup_name (self, index);
      index++;
    }
  if (index < end && querist_sql_outline_is (self, index, "("))
    index = skip_parentheses (self, index, end);
  else if (name != NULL)
    source->relation = find_relation (self, name);
  if (index < end && querist_sql_outline_is (self, index, "AS"))
    index++;
  if (index < end && is_name (self, index) &&
      !querist_sql_token_is_any (self->sql, querist_sql_outline_token (self, index), after_source))
    source->alias = dup_name (self, index++);
  else
    source->alias = name != NULL ? g_steal_pointer (&name) : g_strdup ("");
  return index;
}

/* The words before JOIN tell which kind it is. */
static QueristSqlJoin
join_kind (const QueristSqlOutline *self,
           guint                    join)
{
  for (guint i = join; i > 0 && i + 3 > join; i--)
    {
      if (querist_sql_outline_is (self, i - 1, "NATURAL"))
        return QUERIST_SQL_JOIN_NATURAL;
      if (querist_sql_outline_is (self, i - 1, "CROSS"))
        return QUERIST_SQL_JOIN_CROSS;
      if (querist_sql_outline_is (self, i - 1, "LEFT") ||
          querist_sql_outline_is (self, i - 1, "RIGHT") ||
          querist_sql_outline_is (self, i - 1, "FULL"))
        return QUERIST_SQL_JOIN_LEFT;
    }
  return QUERIST_SQL_JOIN_INNER;
}

static void
read_sources (QueristSqlOutline *self,
              QueristSqlSelect  *select,
              guint              end)
{
  guint i = read_source (self, select, select->from + 1, end, QUERIST_SQL_JOIN_FIRST);

  while (i < end)
    {
      const QueristSqlToken *token = querist_sql_outline_token (self, i);
      QueristSqlSource *last = g_ptr_array_index (select->sources, select->sources->len - 1);

      if (token->depth != select->depth)
        i++;
      else if (querist_sql_outline_is (self, i, ",") && i + 1 < end)
        i = read_source (self, select, i + 1, end, QUERIST_SQL_JOIN_COMMA);
      else if (querist_sql_outline_is (self, i, "JOIN") && i + 1 < end)
        i = read_source (self, select, i + 1, end, join_kind (self, i));
      else
        {
          if (querist_sql_outline_is (self, i, "ON"))
            last->has_on = TRUE;
          else if (querist_sql_outline_is (self, i, "USING"))
            last->using_first = i + 2;
          i++;
        }
    }
}

static guint
find_end (const QueristSqlOutline *self,
          guint                    first)
{
  guint depth = querist_sql_outline_token (self, first)->depth;
  guint i;

  for (i = first + 1; i < self->tokens->len; i++)
    {
      const QueristSqlToken *token = querist_sql_outline_token (self, i);

      if (token->depth < depth)
        break;
      if (token->depth == depth &&
          (querist_sql_token_is_any (self->sql, token, compound_words) ||
           querist_sql_token_is (self->sql, token, ";")))
        break;
    }
  return i;
}

static void
note_clause (const QueristSqlOutline *self,
             QueristSqlSelect        *select,
             guint                    i)
{
  struct {
    const char *word;
    guint      *place;
  } clauses[] = {
    { "FROM", &select->from },     { "WHERE", &select->where }, { "GROUP", &select->group },
    { "HAVING", &select->having }, { "ORDER", &select->order }, { "LIMIT", &select->limit },
  };

  /* x IS DISTINCT FROM y */
  if (querist_sql_outline_is (self, i, "FROM") && querist_sql_outline_is (self, i - 1, "DISTINCT"))
    return;
  for (guint j = 0; j < G_N_ELEMENTS (clauses); j++)
    {
      if (*clauses[j].place == 0 && querist_sql_outline_is (self, i, clauses[j].word))
        *clauses[j].place = i;
    }
}

static guint
clause_end (const QueristSqlSelect *select,
            guint                   clause)
{
  const guint starts[] = { select->where, select->group, select->having, select->order,
                           select->limit };
  guint end = select->end;

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      if (starts[i] > clause)
        end = MIN (end, starts[i]);
    }
  return end;
}

static QueristSqlSelect *
read_select (QueristSqlOutline *self,
             guint              first)
{
  QueristSqlSelect *select = g_new0 (QueristSqlSelect, 1);

  select->first = first;
  select->depth = querist_sql_outline_token (self, first)->depth;
  select->end = find_end (self, first);
  select->sources = g_ptr_array_new_with_free_func (source_free);
  for (guint i = first + 1; i < select->end; i++)
    {
      const QueristSqlToken *token = querist_sql_outline_token (self, i);

      if (token->depth == select->depth && token->kind == QUERIST_SQL_WORD)
        note_clause (self, select, i);
    }
  select->list_end = select->from > 0 ? select->from : clause_end (select, first);
  if (select->from > 0 && select->from + 1 < select->end)
    read_sources (self, select, clause_end (select, select->from));
  return select;
}

static void
select_free (gpointer data)
{
  QueristSqlSelect *self = data;

  g_ptr_array_unref (self->sources);
  g_free (self);
}

/**
 * querist_sql_outline_new:
 * @sql: a statement that the database accepts, which must stay
 * @tokens: (element-type QueristSqlToken): its tokens without comments
 * @db: the database
 *
 * Returns: (transfer full): the outline
 */
QueristSqlOutline *
querist_sql_outline_new (const char *sql,
                         GArray     *tokens,
                         sqlite3    *db)
{
  QueristSqlOutline *self = g_new0 (QueristSqlOutline, 1);

  self->sql = sql;
  self->tokens = g_array_ref (tokens);
  self->db = db;
  self->relations =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, querist_sql_relation_free);
  self->local_names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->selects = g_ptr_array_new_with_free_func (select_free);
  find_local_names (self);
  for (guint i = 0; i < tokens->len; i++)
    {
      if (querist_sql_outline_is (self, i, "SELECT"))
        {
          QueristSqlSelect *select = read_select (self, i);

          select->parent = querist_sql_outline_select_at (self, i);
          g_ptr_array_add (self->selects, select);
        }
    }
  return self;
}

/**
 * querist_sql_outline_free:
 * @self: (transfer full): an outline
 */
void
querist_sql_outline_free (QueristSqlOutline *self)
{
  g_ptr_array_unref (self->selects);
  g_hash_table_unref (self->relations);
  g_hash_table_unref (self->local_names);
  g_array_unref (self->tokens);
  g_free (self);
}

/**
 * querist_sql_outline_select_at:
 * @self: an outline
 * @index: a token
 *
 * Returns: (nullable): the innermost SELECT that it belongs to
 */
const QueristSqlSelect *
querist_sql_outline_select_at (const QueristSqlOutline *self,
                               guint                    index)
{
  for (guint i = self->selects->len; i > 0; i--)
    {
      const QueristSqlSelect *select = g_ptr_array_index (self->selects, i - 1);

      if (select->first <= index && index < select->end)
        return select;
    }
  return NULL;
}

static gboolean
resolve_qualified (const QueristSqlOutline *self,
                   QueristSqlReference     *reference,
                   const char              *alias,
                   const char              *name)
{
  for (const QueristSqlSelect *select = reference->select; select != NULL; select = select->parent)
    {
      for (guint i = 0; i < select->sources->len; i++)
        {
          const QueristSqlSource *source = g_ptr_array_index (select->sources, i);

          if (g_ascii_strcasecmp (source->alias, alias) != 0)
            continue;
          reference->source = source;
          reference->field = source->relation != NULL
            ? querist_sql_relation_find (source->relation, name) : NULL;
          return reference->field != NULL;
        }
    }
  return FALSE;
}

/* A bare name belongs to the one table that has it; beside a subquery it may be that one's. */
static gboolean
resolve_bare (const QueristSqlOutline *self,
              QueristSqlReference     *reference,
              const char              *name)
{
  for (const QueristSqlSelect *select = reference->select; select != NULL; select = select->parent)
    {
      guint n_found = 0;

      for (guint i = 0; i < select->sources->len; i++)
        {
          const QueristSqlSource *source = g_ptr_array_index (select->sources, i);
          const QueristSqlField *field;

          if (source->relation == NULL)
            return FALSE;
          field = querist_sql_relation_find (source->relation, name);
          if (field == NULL)
            continue;
          reference->source = source;
          reference->field = field;
          n_found++;
        }
      if (n_found > 0)
        return n_found == 1;
    }
  return FALSE;
}

/**
 * querist_sql_outline_resolve:
 * @self: an outline
 * @last: a token that may name a column
 * @reference: (out): the column
 *
 * Returns: whether it certainly names a column of a table
 */
gboolean
querist_sql_outline_resolve (const QueristSqlOutline *self,
                             guint                    last,
                             QueristSqlReference     *reference)
{
  g_autofree char *name = NULL;

  if (!is_name (self, last) || querist_sql_outline_is (self, last + 1, "(") ||
      querist_sql_outline_is (self, last + 1, "."))
    return FALSE;
  *reference = (QueristSqlReference) { .first = last, .last = last };
  reference->select = querist_sql_outline_select_at (self, last);
  name = dup_name (self, last);
  if (last >= 2 && querist_sql_outline_is (self, last - 1, ".") && is_name (self, last - 2))
    {
      g_autofree char *alias = dup_name (self, last - 2);

      reference->first = last - 2;
      return resolve_qualified (self, reference, alias, name);
    }
  if (last >= 1 && querist_sql_outline_is (self, last - 1, "AS"))
    return FALSE;
  return resolve_bare (self, reference, name);
}

/**
 * querist_sql_outline_starts:
 * @self: an outline
 * @first: a token that may begin a column's name
 * @reference: (out): the column
 *
 * Returns: whether a column's name certainly begins there
 */
gboolean
querist_sql_outline_starts (const QueristSqlOutline *self,
                            guint                    first,
                            QueristSqlReference     *reference)
{
  guint last = querist_sql_outline_is (self, first + 1, ".") ? first + 2 : first;

  return querist_sql_outline_resolve (self, last, reference) && reference->first == first;
}
