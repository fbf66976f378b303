/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-key-finder.h"
#include "querist-structure-finder.h"
#include "querist-tuple-finder.h"

static guint
count_single_keys (GPtrArray *subjects)
{
  guint n = 0;

  for (guint i = 0; i < subjects->len; i++)
    n += ((QueristSubject *) g_ptr_array_index (subjects, i))->key->len == 1;
  return n;
}

/* Whether the profiles hold all values of both sides. */
static gboolean
is_compared_in_full (const QueristRelation *relation)
{
  guint column = g_array_index (relation->columns, guint, 0);
  guint reference = g_array_index (relation->references, guint, 0);

  return querist_subject_get_column (relation->child, column)->profile->hashes_complete &&
         querist_subject_get_column (relation->parent, reference)->profile->hashes_complete;
}

/* How many rows break a reference is for a person to weigh, and that none does is a promise: so
 * it is counted, in the files, where the profiles don't tell. */
static gboolean
measure_doubtful (GPtrArray     *relations,
                  GCancellable  *cancellable,
                  GError       **error)
{
  for (guint i = 0; i < relations->len; i++)
    {
      QueristRelation *relation = g_ptr_array_index (relations, i);

      if (!relation->measured && !relation->empty &&
          (relation->containment < 1 || !is_compared_in_full (relation)) &&
          !querist_relation_measure (relation, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * querist_find_keys_and_relations:
 * @subjects: (element-type QueristSubject): all tables; their keys are filled in
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Keys and references tell of each other: the clear keys come first, then what refers to them;
 * knowing that, the keys made of several references; and last what refers to the keys found late.
 *
 * Returns: (transfer full) (element-type QueristRelation): all references, those of one column in
 *   the order of tables and columns, then those of several; or NULL with @error set
 */
GPtrArray *
querist_find_keys_and_relations (GPtrArray     *subjects,
                                 GCancellable  *cancellable,
                                 GError       **error)
{
  g_autoptr(GPtrArray) relations = NULL;
  guint n_clear;

  querist_find_clear_keys (subjects);
  n_clear = count_single_keys (subjects);
  relations = querist_find_relations (subjects, cancellable, error);
  if (relations == NULL || !querist_find_other_keys (subjects, relations, cancellable, error))
    return NULL;
  if (count_single_keys (subjects) > n_clear)
    {
      g_ptr_array_unref (relations);
      relations = querist_find_relations (subjects, cancellable, error);
    }
  if (relations == NULL ||
      !querist_find_tuple_relations (subjects, relations, cancellable, error) ||
      !measure_doubtful (relations, cancellable, error))
    return NULL;
  return g_steal_pointer (&relations);
}
