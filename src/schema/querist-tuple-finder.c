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

/* The column of @child that answers to the key column @position of @parent: the one of its name,
 * or the one that refers to where the key column refers to; -1 when there is none. */
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
      if (same_target (onward, find_single (relations, child, i)) &&
          may_refer (querist_subject_get_column (child, i), key))
        return i;
    }
  return -1;
}

static gboolean
contains (GArray *positions,
          guint   position)
{
  for (guint i = 0; i < positions->len; i++)
    {
      if (g_array_index (positions, guint, i) == position)
        return TRUE;
    }
  return FALSE;
}

static QueristRelation *
propose (GPtrArray            *relations,
         const QueristSubject *child,
         const QueristSubject *parent)
{
  g_autoptr(GArray) columns = g_array_new (FALSE, FALSE, sizeof (guint));
  QueristRelation *relation;
  guint in_key = 0;

  for (guint i = 0; i < parent->key->len; i++)
    {
      int found = find_counterpart (relations, child, parent,
                                    g_array_index (parent->key, guint, i));
      guint position = found;

      if (found < 0 || contains (columns, position))
        return NULL;
      g_array_append_val (columns, position);
      in_key += contains (child->key, position);
    }
  /* Two tables that tie the same things together: neither belongs to the other. */
  if (in_key > 0 && in_key == child->key->len)
    return NULL;
  relation = g_new0 (QueristRelation, 1);
  relation->child = child;
  relation->parent = parent;
  relation->columns = g_steal_pointer (&columns);
  relation->references = g_array_copy (parent->key);
  relation->match = QUERIST_NAME_MATCH_SAME;
  return relation;
}

/**
 * querist_find_tuple_relations:
 * @subjects: (element-type QueristSubject): all tables, with their keys
 * @relations: (element-type QueristRelation): what refers by one column; more are added
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Adds the references by several columns to composite keys. Single ones that they imply are kept:
 * they are the short way to the other table.
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

      for (guint j = 0; j < subjects->len && parent->key->len >= 2; j++)
        {
          const QueristSubject *child = g_ptr_array_index (subjects, j);
          QueristRelation *relation = child != parent ? propose (relations, child, parent) : NULL;

          if (relation == NULL)
            continue;
          if (!querist_relation_measure (relation, cancellable, error))
            {
              querist_relation_free (relation);
              return FALSE;
            }
          if (relation->containment < LEAST_CONTAINMENT)
            {
              querist_relation_free (relation);
              continue;
            }
          g_ptr_array_add (relations, relation);
        }
    }
  return TRUE;
}
