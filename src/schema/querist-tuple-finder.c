/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-tuple-finder.h"

/* References of several columns are so rare that only clean ones, or nearly so, are believed. */
#define LEAST_CONTAINMENT 0.98

static const QueristRelation *
find_single (GPtrArray            *relations,
             const QueristSubject *child,
             guint                 position)
{
  for (guint i = 0; i < relations->len; i++)
    {
      const QueristRelation *relation = g_ptr_array_index (relations, i);

      if (relation->child == child && relation->columns->len == 1 &&
          g_array_index (relation->columns, guint, 0) == position)
        return relation;
    }
  return NULL;
}

static gboolean
same_target (const QueristRelation *a,
             const QueristRelation *b)
{
  return a != NULL && b != NULL && a->parent == b->parent &&
         g_array_index (a->references, guint, 0) == g_array_index (b->references, guint, 0);
}

/* A moment in a key (the first day of a price) is referred to by nobody; and what is not even
 * contained column by column can't be as a whole. */
static gboolean
may_refer (const QueristSubjectColumn *column,
           const QueristSubjectColumn *key)
{
  return column->profile->type == key->profile->type &&
         key->profile->type != QUERIST_SCALAR_DATE_TIME &&
         !querist_column_is_empty (column->profile) &&
         querist_column_profile_containment (column->profile, key->profile) >= LEAST_CONTAINMENT;
}

/* The column called like the table itself, for a name or a code that the key is made of: the
 * province of a city, and the name of the province. */
static gboolean
stands_for (const QueristSubjectColumn *column,
            const QueristSubject       *parent,
            const QueristSubjectColumn *key)
{
  return key->generic &&
         querist_name_match_table (column, parent) == QUERIST_NAME_MATCH_TABLE;
}

/* The column of @child that answers to the key column @position of @parent: the one of its name, or
 * of the name of @parent, or the one that refers to where the key column refers to; -1 when there is
 * none. */
static int
find_counterpart (GPtrArray            *relations,
                  const QueristSubject *child,
                  const QueristSubject *parent,
                  guint                 position)
{
  const QueristSubjectColumn *key = querist_subject_get_column (parent, position);
  const QueristRelation *onward = find_single (relations, parent, position);

  for (guint i = 0; i < child->columns->len; i++)
    {
      const QueristSubjectColumn *column = querist_subject_get_column (child, i);

      if (g_str_equal (column->full, key->full) && may_refer (column, key))
        return i;
    }
  for (guint i = 0; i < child->columns->len; i++)
    {
      const QueristSubjectColumn *column = querist_subject_get_column (child, i);

      if (stands_for (column, parent, key) && may_refer (column, key))
        return i;
    }
  for (guint i = 0; i < child->columns->len; i++)
    {
      if (same_target (onward, find_single (relations, child, i)) &&
          may_refer (querist_subject_get_column (child, i), key))
        return i;
    }
  return -1;
}

/* Whether @child says something of its own, beside its key, that @parent does not say, too. */
static gboolean
adds_something (const QueristSubject *child,
                const QueristSubject *parent)
{
  for (guint i = 0; i < child->columns->len; i++)
    {
      gboolean known = querist_positions_contain (child->key, i);

      for (guint j = 0; j < parent->columns->len && !known; j++)
        known = g_str_equal (querist_subject_get_column (child, i)->full,
                             querist_subject_get_column (parent, j)->full);
      if (!known)
        return TRUE;
    }
  return FALSE;
}

/* Two tables that tie the same things together: neither belongs to the other, unless one, with
 * something to add, goes on where the other begins: boarding passes and the flights of a ticket. */
static gboolean
may_extend (GPtrArray            *relations,
            const QueristSubject *child,
            const QueristSubject *parent)
{
  for (guint i = 0; i < parent->key->len; i++)
    {
      if (find_single (relations, parent, g_array_index (parent->key, guint, i)) == NULL)
        return FALSE;
    }
  return child->n_rows < parent->n_rows && adds_something (child, parent);
}

/* Whether the whole key of the one table refers to the key of the other. */
static gboolean
is_extension (const QueristRelation *relation)
{
  guint n = 0;

  for (guint i = 0; i < relation->columns->len; i++)
    n += querist_positions_contain (relation->child->key, g_array_index (relation->columns, guint, i));
  return n > 0 && n == relation->child->key->len;
}

static QueristRelation *
propose (GPtrArray            *relations,
         const QueristSubject *child,
         const QueristSubject *parent)
{
  g_autoptr(GArray) columns = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr(QueristRelation) relation = NULL;

  for (guint i = 0; i < parent->key->len; i++)
    {
      int found = find_counterpart (relations, child, parent,
                                    g_array_index (parent->key, guint, i));
      guint position = found;

      if (found < 0 || querist_positions_contain (columns, position))
        return NULL;
      g_array_append_val (columns, position);
    }
  relation = g_new0 (QueristRelation, 1);
  relation->child = child;
  relation->parent = parent;
  relation->columns = g_steal_pointer (&columns);
  relation->references = g_array_copy (parent->key);
  relation->match = QUERIST_NAME_MATCH_SAME;
  if (is_extension (relation) && !may_extend (relations, child, parent))
    return NULL;
  return g_steal_pointer (&relation);
}

/* A reference of one column that leads where the whole reference leads on to says nothing new. */
static void
list_implied (GPtrArray             *relations,
              const QueristRelation *whole,
              GPtrArray             *implied)
{
  for (guint i = 0; i < whole->columns->len; i++)
    {
      const QueristRelation *single =
        find_single (relations, whole->child, g_array_index (whole->columns, guint, i));
      const QueristRelation *onward =
        find_single (relations, whole->parent, g_array_index (whole->references, guint, i));

      if (same_target (single, onward) && !g_ptr_array_find (implied, single, NULL))
        g_ptr_array_add (implied, (gpointer) single);
    }
}

static void
drop_implied (GPtrArray *relations)
{
  g_autoptr(GPtrArray) implied = g_ptr_array_new ();

  for (guint i = 0; i < relations->len; i++)
    {
      const QueristRelation *relation = g_ptr_array_index (relations, i);

      if (relation->columns->len > 1 && relation->n_missing == 0)
        list_implied (relations, relation, implied);
    }
  for (guint i = 0; i < implied->len; i++)
    g_ptr_array_remove (relations, g_ptr_array_index (implied, i));
}

/* Adds @relation (transfer full) if the values bear it out. FALSE with @error set when a file can't
 * be read. */
static gboolean
add_if_contained (GPtrArray        *relations,
                  QueristRelation  *relation,
                  GCancellable     *cancellable,
                  GError          **error)
{
  g_autoptr(QueristRelation) owned = relation;

  if (!querist_relation_measure (owned, cancellable, error))
    return FALSE;
  if (owned->containment < LEAST_CONTAINMENT || (is_extension (owned) && owned->n_missing > 0))
    return TRUE;
  g_ptr_array_add (relations, g_steal_pointer (&owned));
  return TRUE;
}

/**
 * querist_find_tuple_relations:
 * @subjects: (element-type QueristSubject): all tables, with their keys
 * @relations: (element-type QueristRelation): what refers by one column; more are added
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Adds the references by several columns to composite keys. They take the place of single ones that
 * they imply: the part and the supplier of a line of an order are those of what is on offer.
 *
 * Returns: FALSE with @error set when a file can't be read
 */
gboolean
querist_find_tuple_relations (GPtrArray     *subjects,
                              GPtrArray     *relations,
                              GCancellable  *cancellable,
                              GError       **error)
{
  for (guint i = 0; i < subjects->len; i++)
    {
      const QueristSubject *parent = g_ptr_array_index (subjects, i);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      for (guint j = 0; j < subjects->len && parent->key->len >= 2; j++)
        {
          const QueristSubject *child = g_ptr_array_index (subjects, j);
          QueristRelation *relation = child != parent ? propose (relations, child, parent) : NULL;

          if (relation != NULL && !add_if_contained (relations, relation, cancellable, error))
            return FALSE;
        }
    }
  drop_implied (relations);
  return TRUE;
}
