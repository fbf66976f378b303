/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sqlite3.h>
#include <string.h>

#include "querist-builtin-joins.h"
#include "querist-text.h"

/* Many-to-one steps lose no row and double none, so they are the cheaper ones. */
#define FORWARD_COST 10
#define BACKWARD_COST 13
#define UNREACHED G_MAXINT

typedef struct {
  int                      cost;
  guint                    from;
  const QueristForeignKey *key;
  gboolean                 backward;
  gboolean                 done;
} Step;

static void
free_join (gpointer data)
{
  QueristJoin *join = data;

  g_free (join->alias);
  g_free (join);
}

static gboolean
is_alias_taken (const QueristJoins *self,
                const char         *alias)
{
  for (guint i = 0; i < self->joins->len; i++)
    {
      const QueristJoin *join = g_ptr_array_index (self->joins, i);

      if (g_str_equal (join->alias, alias))
        return TRUE;
    }
  if (self->outer != NULL && is_alias_taken (self->outer, alias))
    return TRUE;
  return sqlite3_keyword_check (alias, strlen (alias)) != 0;
}

/* The initials of the table's name: "oi" for order_items; a number after it if they are taken. */
static char *
build_alias (const QueristJoins      *self,
             const QueristKnownTable *table)
{
  g_auto(GStrv) words = querist_text_words (table->table->name);
  g_autoptr(GString) initials = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL && i < 4; i++)
    {
      if (g_ascii_isalpha (words[i][0]))
        g_string_append_c (initials, words[i][0]);
    }
  if (initials->len == 0)
    g_string_append_c (initials, 't');
  for (guint i = 1; TRUE; i++)
    {
      char *alias = i == 1 ? g_strdup (initials->str) : g_strdup_printf ("%s%u", initials->str, i);

      if (!is_alias_taken (self, alias))
        return alias;
      g_free (alias);
    }
}

static QueristJoin *
append_join (QueristJoins            *self,
             const QueristKnownTable *table,
             QueristJoin             *parent,
             const QueristForeignKey *key,
             gboolean                 backward)
{
  QueristJoin *join = g_new0 (QueristJoin, 1);

  join->table = table;
  join->parent = parent;
  join->key = key;
  join->backward = backward;
  join->alias = build_alias (self, table);
  g_ptr_array_add (self->joins, join);
  return join;
}

/**
 * querist_joins_new:
 * @schema: the schema; must outlive the joins
 * @base: the table after FROM
 * @outer: (nullable): the joins around, for a subquery
 *
 * Returns: (transfer full): joins that hold the base alone
 */
QueristJoins *
querist_joins_new (const QueristKnownSchema *schema,
                   const QueristKnownTable  *base,
                   const QueristJoins       *outer)
{
  QueristJoins *self = g_new0 (QueristJoins, 1);

  self->schema = schema;
  self->outer = outer;
  self->qualified = outer != NULL;
  self->joins = g_ptr_array_new_with_free_func (free_join);
  append_join (self, base, NULL, NULL, FALSE);
  return self;
}

/**
 * querist_joins_free:
 * @self: (transfer full): joins
 */
void
querist_joins_free (QueristJoins *self)
{
  g_ptr_array_unref (self->joins);
  g_free (self);
}

static void
relax (Step                    *steps,
       guint                    from,
       guint                    to,
       const QueristForeignKey *key,
       gboolean                 backward)
{
  int cost = steps[from].cost + (backward ? BACKWARD_COST : FORWARD_COST);

  if (cost < steps[to].cost)
    steps[to] = (Step) { .cost = cost, .from = from, .key = key, .backward = backward };
}

static void
relax_neighbours (const QueristKnownSchema *schema,
                  Step                     *steps,
                  guint                     at)
{
  const QueristKnownTable *here = g_ptr_array_index (schema->tables, at);

  for (guint i = 0; i < here->table->foreign_keys->len; i++)
    {
      const QueristForeignKey *key = g_ptr_array_index (here->table->foreign_keys, i);
      const QueristKnownTable *other = querist_known_schema_find (schema, key->table);

      if (other != NULL && other != here)
        relax (steps, at, other->index, key, FALSE);
    }
  for (guint i = 0; i < schema->tables->len; i++)
    {
      const QueristKnownTable *other = g_ptr_array_index (schema->tables, i);

      for (guint j = 0; other != here && j < other->table->foreign_keys->len; j++)
        {
          const QueristForeignKey *key = g_ptr_array_index (other->table->foreign_keys, j);

          if (g_ascii_strcasecmp (key->table, here->table->name) == 0)
            relax (steps, at, i, key, TRUE);
        }
    }
}

/* Shortest paths over foreign keys (Dijkstra 1959) from all tables whose cost is set. */
static void
find_paths (const QueristKnownSchema *schema,
            Step                     *steps)
{
  guint n = schema->tables->len;

  for (guint round = 0; round < n; round++)
    {
      guint nearest = n;

      for (guint i = 0; i < n; i++)
        {
          if (!steps[i].done && steps[i].cost != UNREACHED &&
              (nearest == n || steps[i].cost < steps[nearest].cost))
            nearest = i;
        }
      if (nearest == n)
        return;
      steps[nearest].done = TRUE;
      relax_neighbours (schema, steps, nearest);
    }
}

static Step *
steps_new (guint n)
{
  Step *steps = g_new0 (Step, n + 1);

  for (guint i = 0; i < n; i++)
    steps[i].cost = UNREACHED;
  return steps;
}

/**
 * querist_joins_distance:
 * @schema: the schema
 * @from: a table
 * @to: another
 * @backward: (out) (optional): whether a row of @from may meet many of @to on the way
 *
 * Returns: how far they are apart over foreign keys, 0 for the same table, -1 when not connected
 */
int
querist_joins_distance (const QueristKnownSchema *schema,
                        const QueristKnownTable  *from,
                        const QueristKnownTable  *to,
                        gboolean                 *backward)
{
  g_autofree Step *steps = steps_new (schema->tables->len);
  int cost;

  steps[from->index].cost = 0;
  find_paths (schema, steps);
  cost = steps[to->index].cost;
  if (backward != NULL)
    {
      *backward = FALSE;
      for (guint at = to->index; cost != UNREACHED && at != from->index; at = steps[at].from)
        *backward |= steps[at].backward;
    }
  return cost == UNREACHED ? -1 : cost;
}

static QueristJoin *
find_join (QueristJoins            *self,
           const QueristKnownTable *table,
           const QueristForeignKey *role)
{
  for (guint i = 0; i < self->joins->len; i++)
    {
      QueristJoin *join = g_ptr_array_index (self->joins, i);

      if (join->table == table && join->role == role)
        return join;
    }
  return NULL;
}

static QueristJoin *
add_path (QueristJoins *self,
          const Step   *steps,
          guint         at)
{
  const QueristKnownTable *table = g_ptr_array_index (self->schema->tables, at);
  QueristJoin *join = find_join (self, table, NULL);
  QueristJoin *parent;

  if (join != NULL)
    return join;
  parent = add_path (self, steps, steps[at].from);
  return append_join (self, table, parent, steps[at].key, steps[at].backward);
}

static QueristJoin *
add_table (QueristJoins            *self,
           const QueristKnownTable *table)
{
  g_autofree Step *steps = steps_new (self->schema->tables->len);

  for (guint i = 0; i < self->joins->len; i++)
    {
      const QueristJoin *join = g_ptr_array_index (self->joins, i);

      if (join->role == NULL)
        steps[join->table->index].cost = 0;
    }
  find_paths (self->schema, steps);
  return steps[table->index].cost != UNREACHED ? add_path (self, steps, table->index) : NULL;
}

/**
 * querist_joins_add:
 * @self: joins
 * @field: what is needed
 *
 * Joins what is needed for a field by the shortest path from what is there already, or over the
 * foreign key that the field names.
 *
 * Returns: (transfer none) (nullable): where the field is found, NULL when nothing leads there
 */
QueristJoin *
querist_joins_add (QueristJoins       *self,
                   const QueristField *field)
{
  QueristJoin *join = find_join (self, field->table, field->role);
  QueristJoin *owner;

  if (join != NULL)
    return join;
  if (field->role == NULL)
    return add_table (self, field->table);
  owner = add_table (self, field->role_owner);
  if (owner == NULL)
    return NULL;
  join = append_join (self, field->table, owner, field->role, FALSE);
  join->role = field->role;
  return join;
}

/**
 * querist_joins_fan_out:
 * @join: a join
 *
 * Returns: whether a row of the base may meet several of it
 */
gboolean
querist_joins_fan_out (const QueristJoin *join)
{
  for (; join != NULL; join = join->parent)
    {
      if (join->backward)
        return TRUE;
    }
  return FALSE;
}
