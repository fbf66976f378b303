/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-builtin-exists.h"
#include "querist-builtin-expression.h"
#include "querist-builtin-sql.h"

/* Conditions on tables of which a row may meet many: joining them would count that row many
 * times, so they are asked with EXISTS. All of them that leave the query over the same foreign key
 * speak of the same rows there and stand in one subquery. */

typedef struct {
  QueristJoin             *parent;
  const QueristForeignKey *key;
  const QueristKnownTable *table;
} Exit;

/**
 * querist_join_on:
 * @join: a join
 * @left: alias of the side that is there
 * @right: alias of the side that is joined
 *
 * Returns: (transfer full): the condition that ties the two
 */
char *
querist_join_on (const QueristJoin *join,
                 const char        *left,
                 const char        *right)
{
  const QueristForeignKey *key = join->key;
  GString *string = g_string_new (NULL);
  const char *owner = join->backward ? right : left;
  const char *target = join->backward ? left : right;

  for (guint i = 0; key->columns[i] != NULL && key->references[i] != NULL; i++)
    {
      g_autofree char *from = querist_builtin_quote_name (key->columns[i]);
      g_autofree char *to = querist_builtin_quote_name (key->references[i]);

      g_string_append_printf (string, "%s%s.%s = %s.%s", i > 0 ? " AND " : "", target, to, owner,
                              from);
    }
  return g_string_free (string, FALSE);
}

/* Where the path to a condition's table leaves the query by a step to many, if it does. What was
 * joined for finding out is taken away again from there on. */
static gboolean
find_exit (QueristJoins           *joins,
           const QueristCondition *condition,
           Exit                   *exit)
{
  guint before = joins->joins->len;
  QueristJoin *join = querist_joins_add (joins, &condition->field);
  guint first = joins->joins->len;

  if (join == NULL)
    return FALSE;
  for (guint i = before; i < joins->joins->len; i++)
    {
      const QueristJoin *added = g_ptr_array_index (joins->joins, i);

      if (added->backward)
        {
          first = i;
          *exit = (Exit) { added->parent, added->key, added->table };
          break;
        }
    }
  if (first == joins->joins->len)
    return FALSE;
  g_ptr_array_set_size (joins->joins, first);
  joins->qualified = TRUE;
  return TRUE;
}

/**
 * querist_exists_is_needed:
 * @joins: the query's joins
 * @condition: a condition
 *
 * Returns: whether the condition needs a subquery of its own
 */
gboolean
querist_exists_is_needed (QueristJoins           *joins,
                          const QueristCondition *condition)
{
  Exit exit;

  return find_exit (joins, condition, &exit);
}

static gboolean
is_counted (const QueristCondition *condition)
{
  return condition->op == QUERIST_OPERATOR_EXISTS && condition->number >= 0 &&
         condition->values != NULL;
}

static char *
write_counted (QueristJoins           *inner,
               const QueristCondition *condition,
               const char             *body)
{
  const QueristJoin *base = g_ptr_array_index (inner->joins, 0);
  g_autofree char *key = NULL;
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (number, sizeof number, "%.15g", condition->number);
  if (base->table == condition->field.table)
    key = g_strdup ("*");
  else
    {
      g_autofree char *column = querist_expression_key (inner, &condition->field);

      key = g_strconcat ("DISTINCT ", column, NULL);
    }
  return g_strdup_printf ("(SELECT COUNT(%s)%s) %s %s", key, body,
                          (const char *) g_ptr_array_index (condition->values, 0), number);
}

static char *
write_body (QueristJoins *inner,
            const char   *ties,
            const char   *wheres)
{
  GString *body = g_string_new (NULL);

  for (guint i = 0; i < inner->joins->len; i++)
    {
      const QueristJoin *join = g_ptr_array_index (inner->joins, i);
      g_autofree char *name = querist_builtin_quote_name (join->table->table->name);

      if (i == 0)
        {
          g_string_append_printf (body, "\n       FROM %s AS %s", name, join->alias);
          continue;
        }
      else
        {
          g_autofree char *on = querist_join_on (join, join->parent->alias, join->alias);

          g_string_append_printf (body, "\n       JOIN %s AS %s ON %s", name, join->alias, on);
        }
    }
  g_string_append_printf (body, "\n       WHERE %s%s", ties, wheres);
  return g_string_free (body, FALSE);
}

/**
 * querist_exists_write:
 * @joins: the query's joins
 * @conditions: (element-type QueristCondition): all conditions
 * @done: (element-type QueristCondition): those that are written; what is written here is added
 * @first: the condition to begin with, for which querist_exists_is_needed()
 *
 * Writes the subquery for a condition and for all that leave the query the same way.
 *
 * Returns: (transfer full) (nullable): the condition in SQL
 */
char *
querist_exists_write (QueristJoins           *joins,
                      GPtrArray              *conditions,
                      GPtrArray              *done,
                      const QueristCondition *first)
{
  Exit exit, other;
  g_autoptr(QueristJoins) inner = NULL;
  g_autoptr(GString) wheres = g_string_new (NULL);
  g_autofree char *ties = NULL;
  g_autofree char *body = NULL;
  const QueristCondition *counted = NULL;
  const QueristJoin *base;
  gboolean none = first->negated;
  QueristJoin link = { .backward = TRUE };

  if (!find_exit (joins, first, &exit))
    return NULL;
  for (guint i = 0; i < conditions->len; i++)
    {
      const QueristCondition *condition = g_ptr_array_index (conditions, i);

      if (condition->negated && condition->op == QUERIST_OPERATOR_EXISTS &&
          find_exit (joins, condition, &other) && other.key == exit.key)
        none = TRUE;
    }
  inner = querist_joins_new (joins->schema, exit.table, joins);
  base = g_ptr_array_index (inner->joins, 0);
  for (guint i = 0; i < conditions->len; i++)
    {
      QueristCondition *condition = g_ptr_array_index (conditions, i);
      g_autoptr(GPtrArray) one = NULL;
      gboolean negated = condition->negated;
      g_autofree char *text = NULL;

      if (g_ptr_array_find (done, condition, NULL) || !find_exit (joins, condition, &other) ||
          other.key != exit.key)
        continue;
      if (condition != first && negated && !none)
        continue;
      g_ptr_array_add (done, condition);
      if (condition->op == QUERIST_OPERATOR_EXISTS)
        {
          querist_joins_add (inner, &condition->field);
          if (is_counted (condition))
            counted = condition;
          continue;
        }
      condition->negated = FALSE;
      text = querist_expression_condition (inner, condition);
      condition->negated = negated;
      if (text == NULL)
        return NULL;
      g_string_append_printf (wheres, "\n         AND %s", text);
    }
  link.key = exit.key;
  ties = querist_join_on (&link, exit.parent->alias, base->alias);
  body = write_body (inner, ties, wheres->str);
  if (counted != NULL)
    return write_counted (inner, counted, body);
  return g_strdup_printf ("%sEXISTS (\n       SELECT 1%s)", none ? "NOT " : "", body);
}
