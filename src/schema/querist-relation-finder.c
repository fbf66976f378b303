/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "querist-key-finder.h"
#include "querist-relation-finder.h"
#include "querist-row-hashes.h"

/* What a relation must reach to be suggested. */
#define ENOUGH 4.0

/* Hosts that differ by no more than this are as good as each other. */
#define SAME_POINTS 0.01

/* Odds that are too long to believe in. */
#define BY_ACCIDENT 0.001

/* Below this a column is no dirty reference but something else. */
#define LEAST_CONTAINMENT 0.85
/* A table wider than this is a matrix: nothing in it refers to anything, and to compare all of its
 * columns with each other would take minutes. */
#define MAX_COLUMNS 2000

/* The part of the rows that a dirty reference of many different broken values must leave whole. */
#define LEAST_SHARE 0.98

static const double match_points[] = {
  [QUERIST_NAME_MATCH_NONE] = 0,     [QUERIST_NAME_MATCH_PARTIAL] = 2,
  [QUERIST_NAME_MATCH_ROLE] = 4.5,   [QUERIST_NAME_MATCH_SHORT] = 4.5,
  [QUERIST_NAME_MATCH_TAIL] = 4.5,   [QUERIST_NAME_MATCH_TABLE] = 6,
  [QUERIST_NAME_MATCH_KEY] = 5.5,    [QUERIST_NAME_MATCH_SAME] = 6,
};

static gboolean
is_whole (QueristScalar type)
{
  return type == QUERIST_SCALAR_INT || type == QUERIST_SCALAR_BIG_INT;
}

static gboolean
is_fraction (QueristScalar type)
{
  return type == QUERIST_SCALAR_FLOAT || type == QUERIST_SCALAR_DECIMAL;
}

static gboolean
types_fit (const QueristColumnProfile *child,
           const QueristColumnProfile *parent)
{
  if (querist_column_is_empty (child) || (is_fraction (child->type) && is_whole (parent->type)))
    return TRUE;
  if (child->type == QUERIST_SCALAR_DATE_TIME)
    return parent->type == QUERIST_SCALAR_DATE_TIME;
  return (is_whole (child->type) && is_whole (parent->type)) ||
         (child->type == QUERIST_SCALAR_STRING && parent->type == QUERIST_SCALAR_STRING);
}

typedef struct {
  double low, high;
} Range;

static Range
column_range (const QueristColumnProfile *profile)
{
  return (Range) {
    profile->min != NULL ? g_ascii_strtod (profile->min, NULL) : 0,
    profile->max != NULL ? g_ascii_strtod (profile->max, NULL) : 0,
  };
}

static gboolean
are_uuids (const QueristColumnProfile *child,
           const QueristColumnProfile *parent)
{
  return g_strcmp0 (child->format, "uuid") == 0 && g_strcmp0 (parent->format, "uuid") == 0;
}

/* Texts are seldom contained in a key by accident; the more different ones, the less; and numbers
 * that are given out once in the world never. */
static double
rate_texts (const QueristColumnProfile *child,
            const QueristColumnProfile *parent)
{
  if (are_uuids (child, parent))
    return 8;
  return child->n_distinct >= 30 ? 4 : child->n_distinct >= 10 ? 3 : child->n_distinct >= 4 ? 1.5
                                                                                            : 0.5;
}

/* Numbers are contained in a key 1..n by accident all the time. What speaks for a reference: gaps
 * in the key that the child's values avoid, a key that begins far from 1, and values that spread
 * over the whole key rather than crowd at its low end. */
static double
rate_numbers (const QueristColumnProfile *child,
              const QueristColumnProfile *parent)
{
  Range from = column_range (child), to = column_range (parent);
  double width = to.high - to.low + 1;
  double density = width > 0 ? MIN (parent->n_distinct / width, 1) : 1;
  double reach = to.high > to.low ? (from.high - to.low) / (to.high - to.low) : 1;
  gboolean in_one_piece = child->n_distinct == from.high - from.low + 1;
  /* Values without gaps among them avoid those of the key all at once. */
  double points = MIN (4, -(in_one_piece ? 1.0 : (double) child->n_distinct) * log10 (density));

  if (to.low >= 100)
    points += 2;
  if (child->n_distinct >= 10 && reach >= 0.9)
    points += child->n_distinct >= 30 ? 2.5 : 1.5;
  else if (child->n_distinct >= 10 && reach < 0.5)
    points -= 1;
  return MIN (points, 4);
}

static double
rate_values (const QueristColumnProfile *child,
             const QueristColumnProfile *parent)
{
  return is_whole (parent->type) ? rate_numbers (child, parent) : rate_texts (child, parent);
}

/* Whether the name of @column speaks clearly louder of a table that is not @parent. */
static gboolean
names_another (const QueristSubjectColumn *column,
               const QueristSubject       *parent,
               QueristNameMatch            match,
               GPtrArray                  *subjects)
{
  for (guint i = 0; i < subjects->len; i++)
    {
      const QueristSubject *other = g_ptr_array_index (subjects, i);

      if (other != parent && match < QUERIST_NAME_MATCH_TAIL &&
          querist_name_match_table (column, other) >= QUERIST_NAME_MATCH_TAIL)
        return TRUE;
      if (other != parent && match < QUERIST_NAME_MATCH_TABLE &&
          querist_name_match_table (column, other) == QUERIST_NAME_MATCH_TABLE)
        return TRUE;
    }
  return FALSE;
}

/* Whether a key is at home in its table: customer_id in customers, not in customer_details; and a
 * mere id anywhere. */
static gboolean
is_at_home (const QueristSubjectColumn *column,
            const QueristSubject       *subject)
{
  return (column->says_key && column->stem[0] == NULL) ||
         querist_name_match_table (column, subject) >= QUERIST_NAME_MATCH_SHORT;
}

/* One key may refer to another (a table that extends the other), but only by name, and only from
 * the smaller to the larger or from the guest to the host. */
static gboolean
key_may_refer (const QueristSubjectColumn *column,
               const QueristSubject       *child,
               const QueristSubjectColumn *key,
               const QueristSubject       *parent,
               QueristNameMatch            match)
{
  gboolean column_home = is_at_home (column, child), key_home = is_at_home (key, parent);

  if (match < QUERIST_NAME_MATCH_SHORT || column_home)
    return FALSE;
  if (column->profile->n_distinct != key->profile->n_distinct)
    return column->profile->n_distinct < key->profile->n_distinct;
  return key_home || child->columns->len < parent->columns->len ||
         (child->columns->len == parent->columns->len && child > parent);
}

typedef struct {
  GPtrArray                  *subjects;
  const QueristSubject       *child;
  const QueristSubjectColumn *column;
  const QueristSubject       *parent;
  const QueristSubjectColumn *key;
  QueristNameMatch            match;
} Pair;

static double
rate_names (const Pair *pair)
{
  double points = match_points[pair->match];
  gboolean counts = pair->match == QUERIST_NAME_MATCH_NONE && querist_name_is_number (pair->column);
  gboolean own_number = pair->child == pair->parent && querist_name_is_number (pair->column) &&
                        !querist_name_is_number (pair->key);

  if (pair->column->says_key && !counts)
    points += 1;
  else if (pair->match == QUERIST_NAME_MATCH_NONE)
    points -= is_whole (pair->column->profile->type) ? 2 : 1;
  if (querist_name_is_measure (pair->column) && pair->match < QUERIST_NAME_MATCH_TABLE)
    points -= 4;
  if (pair->column->generic || own_number)
    points -= 3;
  if (names_another (pair->column, pair->parent, pair->match, pair->subjects))
    points -= 4;
  if (is_at_home (pair->key, pair->parent))
    points += 0.5;
  return points;
}

static double
rate_pair (const Pair *pair,
           double      containment)
{
  const QueristColumnProfile *child = pair->column->profile, *parent = pair->key->profile;
  double points = rate_names (pair);

  if (querist_column_is_empty (child))
    return pair->match >= QUERIST_NAME_MATCH_SHORT ? points : 0;
  points += rate_values (child, parent) - (1 - containment) * 15;
  if (!querist_subject_is_key (pair->parent, pair->key->position))
    points -= 1;
  if (querist_column_is_unique (child) && pair->match < QUERIST_NAME_MATCH_ROLE)
    points -= 4;
  if (parent->n_distinct < 12 && is_whole (child->type) &&
      pair->match <= QUERIST_NAME_MATCH_PARTIAL)
    points -= 2;
  /* Of equal hosts the one that fits best: the smallest set that holds all values. */
  return points + 0.4 * MIN (1, (double) child->n_distinct / MAX (parent->n_distinct, 1));
}

static gboolean
may_be_parent (const QueristSubject       *parent,
               const QueristSubjectColumn *key)
{
  if (querist_subject_is_key (parent, key->position))
    return TRUE;
  return querist_column_is_unique (key->profile) && querist_column_may_be_key (key);
}

/* A unique column beside the primary key is referred to by its name; or by its table's name, if it
 * is a key too and the values can't be there by accident. But what refers to an end of a tie refers
 * to the thing there, not to the tie. */
static gboolean
may_be_other_key (const Pair *pair)
{
  if (are_uuids (pair->column->profile, pair->key->profile))
    return !querist_column_is_unique (pair->column->profile);
  if (querist_name_is_both (pair->column, pair->child, pair->parent, pair->key))
    return TRUE;
  if (pair->key->generic || querist_name_is_description (pair->key) ||
      querist_positions_contain (pair->parent->key, pair->key->position))
    return FALSE;
  return pair->match >= QUERIST_NAME_MATCH_KEY ||
         (pair->match >= QUERIST_NAME_MATCH_SHORT && pair->key->says_key &&
          rate_values (pair->column->profile, pair->key->profile) >= 3);
}

/* A column that others may refer to. */
typedef struct {
  const QueristSubject       *subject;
  const QueristSubjectColumn *column;
} Host;

/* Gathered once: of many columns few may be referred to. */
static GArray *
find_hosts (GPtrArray *subjects)
{
  GArray *hosts = g_array_new (FALSE, FALSE, sizeof (Host));

  for (guint i = 0; i < subjects->len; i++)
    {
      const QueristSubject *subject = g_ptr_array_index (subjects, i);

      for (guint j = 0; j < subject->columns->len; j++)
        {
          Host host = { subject, querist_subject_get_column (subject, j) };

          if (may_be_parent (host.subject, host.column))
            g_array_append_val (hosts, host);
        }
    }
  return hosts;
}

/* A table with a row for every day. */
static gboolean
is_calendar (const QueristSubject *subject)
{
  static const char *const words[] = { "date", "calendar", "day", NULL };
  guint n = g_strv_length (subject->words);

  return n > 0 && (g_strv_contains (words, subject->words[0]) ||
                   g_strv_contains (words, subject->words[n - 1]));
}

/* The cheap reasons against a pair, before any value is compared. */
static gboolean
is_plausible (const Pair *pair)
{
  const QueristColumnProfile *child = pair->column->profile;
  gboolean is_key = querist_subject_is_key (pair->parent, pair->key->position);

  if (!is_key && !may_be_other_key (pair))
    return FALSE;
  /* an own name of the rows, beside their key */
  if (pair->child == pair->parent && pair->match == QUERIST_NAME_MATCH_TABLE)
    return FALSE;
  if (querist_subject_is_key (pair->child, pair->column->position) &&
      !key_may_refer (pair->column, pair->child, pair->key, pair->parent, pair->match))
    return FALSE;
  if (querist_column_is_empty (child))
    return pair->match >= QUERIST_NAME_MATCH_SHORT;
  if (is_fraction (child->type))
    return pair->match >= QUERIST_NAME_MATCH_SHORT && pair->column->says_key;
  if (child->type == QUERIST_SCALAR_DATE_TIME)
    return is_key && is_calendar (pair->parent);
  if (is_whole (child->type) && querist_name_is_plural (pair->column))
    return FALSE;
  return child->n_distinct > 0 && rate_pair (pair, 1) >= ENOUGH;
}

static QueristRelation *
relation_new (const QueristSubject *child,
              const QueristSubject *parent)
{
  QueristRelation *self = g_new0 (QueristRelation, 1);

  self->child = child;
  self->parent = parent;
  self->columns = g_array_new (FALSE, FALSE, sizeof (guint));
  self->references = g_array_new (FALSE, FALSE, sizeof (guint));
  self->containment = 1;
  return self;
}

/**
 * querist_relation_free:
 * @self: (transfer full): a relation
 */
void
querist_relation_free (QueristRelation *self)
{
  g_array_unref (self->columns);
  g_array_unref (self->references);
  g_free (self);
}

/**
 * querist_relation_covers:
 * @self: a relation
 * @position: of a column of its child
 *
 * Returns: whether the column is one of those that refer
 */
gboolean
querist_relation_covers (const QueristRelation *self,
                         guint                  position)
{
  return querist_positions_contain (self->columns, position);
}

static void
measure_profiles (QueristRelation            *relation,
                  const QueristColumnProfile *child,
                  const QueristColumnProfile *parent)
{
  relation->empty = querist_column_is_empty (child);
  relation->containment =
    relation->empty ? 1 : querist_column_profile_containment (child, parent);
  relation->n_missing = (guint64) llround ((1 - relation->containment) * child->n_distinct);
  if (relation->containment < 1)
    relation->n_missing = MAX (relation->n_missing, 1);
}

/* Whether the name alone makes it so likely a reference that values without a partner are mistakes:
 * a load rejects their rows. A state that some other table lists too is not enough. */
static gboolean
is_surely_meant (const Pair *pair)
{
  if (pair->match < QUERIST_NAME_MATCH_KEY)
    return pair->match >= QUERIST_NAME_MATCH_ROLE;
  return pair->column->says_key || pair->key->says_key ||
         (pair->match == QUERIST_NAME_MATCH_SAME && !pair->key->generic) ||
         querist_name_match_table (pair->column, pair->parent) >= QUERIST_NAME_MATCH_SHORT;
}

/* The relation, or NULL when the values don't bear it out, or with @error set. */
static QueristRelation *
relate (const Pair    *pair,
        GCancellable  *cancellable,
        GError       **error)
{
  const QueristColumnProfile *child = pair->column->profile;
  g_autoptr(QueristRelation) relation = relation_new (pair->child, pair->parent);

  g_array_append_val (relation->columns, pair->column->position);
  g_array_append_val (relation->references, pair->key->position);
  relation->match = pair->match;
  if (!is_fraction (child->type))
    measure_profiles (relation, child, pair->key->profile);
  else if (!querist_relation_measure (relation, cancellable, error))
    return NULL;
  relation->points = rate_pair (pair, relation->containment);
  if (relation->points < ENOUGH || relation->containment < LEAST_CONTAINMENT ||
      (relation->containment < 1 && !is_surely_meant (pair)))
    return NULL;
  return g_steal_pointer (&relation);
}

static const QueristSubjectColumn *
get_reference (const QueristRelation *relation)
{
  return querist_subject_get_column (relation->parent,
                                     g_array_index (relation->references, guint, 0));
}

/* Whether two tables share a key by name: one holds special cases of the other's things. */
static gboolean
share_key (const QueristRelation *a,
           const QueristRelation *b)
{
  return g_str_equal (get_reference (a)->full, get_reference (b)->full) &&
         get_reference (a)->stem[0] != NULL;
}

/* Whether the values of the column, all of which are in both, are in the smaller table @a for a
 * reason: sales people are employees, not just anybody. */
static gboolean
is_special_case (const QueristRelation *a,
                 const QueristRelation *b)
{
  const QueristSubjectColumn *column =
    querist_subject_get_column (a->child, g_array_index (a->columns, guint, 0));
  double share = (double) get_reference (a)->profile->n_distinct /
                 MAX (get_reference (b)->profile->n_distinct, 1);

  return share < 1 && pow (share, column->profile->n_distinct) < BY_ACCIDENT;
}

/* Of tables that share a key the one that has all values is the host; of several the one where that
 * is least an accident; of equal ones the one that tells most. */
static gboolean
is_better (const QueristRelation *relation,
           const QueristRelation *best)
{
  if (best == NULL)
    return TRUE;
  if (share_key (relation, best) && !relation->empty)
    {
      if ((relation->containment < 1) != (best->containment < 1))
        return relation->containment == 1;
      if (is_special_case (relation, best) != is_special_case (best, relation))
        return is_special_case (relation, best);
    }
  if (fabs (relation->points - best->points) > SAME_POINTS)
    return relation->points > best->points;
  return relation->parent->columns->len > best->parent->columns->len;
}

/* Rows that break a reference are few, but each may do so with a value of its own, so that many of
 * the different values of a small set are broken ones. What the name says for sure is judged by the
 * rows: sets @best if nearly all of them bear it out. */
static gboolean
relate_by_rows (const Pair       *pair,
                QueristRelation **best,
                GCancellable     *cancellable,
                GError          **error)
{
  const QueristColumnProfile *child = pair->column->profile;
  g_autoptr(QueristRelation) relation = relation_new (pair->child, pair->parent);
  double share;

  g_array_append_val (relation->columns, pair->column->position);
  g_array_append_val (relation->references, pair->key->position);
  relation->match = pair->match;
  if (!querist_relation_measure (relation, cancellable, error))
    return FALSE;
  share = 1 - (double) relation->n_missing_rows / MAX (child->n_rows - child->n_empty, 1);
  relation->points = rate_pair (pair, share);
  if (share >= LEAST_SHARE && relation->points >= ENOUGH)
    *best = g_steal_pointer (&relation);
  return TRUE;
}

static double
rate_as_it_is (const Pair *pair)
{
  return rate_pair (pair, querist_column_profile_containment (pair->column->profile,
                                                              pair->key->profile));
}

/* Whether it is worth a look at the rows, though the values speak against it. */
static gboolean
is_doubtful (const Pair *pair)
{
  return pair->match >= QUERIST_NAME_MATCH_SHORT && is_surely_meant (pair) &&
         !is_fraction (pair->column->profile->type) &&
         querist_subject_is_key (pair->parent, pair->key->position) &&
         querist_column_profile_containment (pair->column->profile, pair->key->profile) > 0;
}

/* The best relation goes to @best; the most promising pair of those that the values don't bear out to
 * @doubt. */
static gboolean
compare (Pair             *pair,
         QueristRelation **best,
         Pair             *doubt,
         GCancellable     *cancellable,
         GError          **error)
{
  g_autoptr(GError) local = NULL;
  g_autoptr(QueristRelation) relation = NULL;

  /* names take much longer to compare */
  if (pair->column == pair->key || !types_fit (pair->column->profile, pair->key->profile))
    return TRUE;
  pair->match = querist_name_match (pair->column, pair->child, pair->parent, pair->key);
  if (!is_plausible (pair))
    return TRUE;
  relation = relate (pair, cancellable, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (relation == NULL && is_doubtful (pair) &&
      (doubt->key == NULL || rate_as_it_is (pair) > rate_as_it_is (doubt)))
    *doubt = *pair;
  else if (relation != NULL && is_better (relation, *best))
    {
      g_clear_pointer (best, querist_relation_free);
      *best = g_steal_pointer (&relation);
    }
  return TRUE;
}

/* The best relation of a column goes to @best, if there is one. */
static gboolean
find_relation (const QueristSubject        *child,
               const QueristSubjectColumn  *column,
               GPtrArray                   *subjects,
               GArray                      *hosts,
               QueristRelation            **best,
               GCancellable                *cancellable,
               GError                     **error)
{
  Pair doubt = { 0 };

  for (guint i = 0; i < hosts->len; i++)
    {
      const Host *host = &g_array_index (hosts, Host, i);
      Pair pair = { subjects, child, column, host->subject, host->column,
                    QUERIST_NAME_MATCH_NONE };

      if (!compare (&pair, best, &doubt, cancellable, error))
        return FALSE;
    }
  return *best != NULL || doubt.key == NULL ||
         relate_by_rows (&doubt, best, cancellable, error);
}

/**
 * querist_find_relations:
 * @subjects: (element-type QueristSubject): all tables, with their keys
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Finds what refers to what. A column may refer to a unique column of its type that holds (nearly)
 * all of its values; names, values and cardinalities are weighed together in points, so that two
 * surrogate keys 1..n, or a quantity and a small table, don't attract each other. For each column
 * the best such pair is taken. The features are those of Rostin et al. 2009 (A machine learning
 * approach to foreign key discovery).
 *
 * Returns: (transfer full) (element-type QueristRelation) (nullable): in the order of tables and
 *   columns, or NULL with @error set
 */
GPtrArray *
querist_find_relations (GPtrArray     *subjects,
                        GCancellable  *cancellable,
                        GError       **error)
{
  g_autoptr(GPtrArray) relations =
    g_ptr_array_new_with_free_func ((GDestroyNotify) querist_relation_free);
  g_autoptr(GArray) hosts = find_hosts (subjects);

  for (guint i = 0; i < subjects->len; i++)
    {
      const QueristSubject *child = g_ptr_array_index (subjects, i);

      if (child->columns->len > MAX_COLUMNS)
        continue;
      for (guint j = 0; j < child->columns->len; j++)
        {
          g_autoptr(QueristRelation) relation = NULL;

          if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
              !find_relation (child, querist_subject_get_column (child, j), subjects, hosts,
                              &relation, cancellable, error))
            return NULL;
          if (relation != NULL)
            g_ptr_array_add (relations, g_steal_pointer (&relation));
        }
    }
  return g_steal_pointer (&relations);
}
