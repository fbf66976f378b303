/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-key-finder.h"
#include "querist-name-match.h"
#include "querist-row-hashes.h"

/* A column that is good enough to be the key by itself, and the least that will do when no group
 * of columns serves. */
#define GOOD_KEY 1.0
#define POOR_KEY -3.0
#define GOOD_GROUP 0.3

/* Groups are tried on the first rows, and only those that stand are tried on all. */
#define TRIAL_ROWS 50000
#define MAX_GROUP 4
#define MAX_CANDIDATES 9
#define MAX_KEY_LENGTH 64

/**
 * querist_column_may_be_key:
 * @column: a column
 *
 * Returns: whether its type is one that keys have
 */
gboolean
querist_column_may_be_key (const QueristSubjectColumn *column)
{
  switch (column->profile->type)
    {
    case QUERIST_SCALAR_INT:
    case QUERIST_SCALAR_BIG_INT:
    case QUERIST_SCALAR_DATE_TIME:
      return TRUE;
    case QUERIST_SCALAR_STRING:
      return column->profile->max_length <= MAX_KEY_LENGTH;
    case QUERIST_SCALAR_BOOLEAN:
    case QUERIST_SCALAR_FLOAT:
    case QUERIST_SCALAR_DECIMAL:
    case QUERIST_SCALAR_JSON:
    case QUERIST_SCALAR_BYTES:
    default:
      return FALSE;
    }
}

/* Whether a column has another value in every row, or might have, as there are no rows yet. */
static gboolean
stands_for_rows (const QueristColumnProfile *profile)
{
  return querist_column_is_unique (profile) || profile->n_rows == 0;
}

/* Whether @other has a column of that name that may be the home of the values: it holds more of
 * them, or as many where @column repeats its own, or where the table is named after it. */
static gboolean
has_unique_namesake (const QueristSubjectColumn *column,
                     const QueristSubject       *other)
{
  GPtrArray *namesakes = querist_subject_find_full (other, column->full);

  if (column->generic)
    return FALSE;
  for (guint i = 0; namesakes != NULL && i < namesakes->len; i++)
    {
      QueristSubjectColumn *namesake = g_ptr_array_index (namesakes, i);

      if (!stands_for_rows (namesake->profile))
        continue;
      if (namesake->profile->n_distinct > column->profile->n_distinct ||
          (namesake->profile->n_distinct == column->profile->n_distinct &&
           (!querist_column_is_unique (column->profile) ||
            querist_name_match_table (namesake, other) >= QUERIST_NAME_MATCH_SHORT)))
        return TRUE;
    }
  return FALSE;
}

/* Whether the name speaks of another table rather than of its own. */
static gboolean
names_other_table (const QueristSubjectColumn *column,
                   const QueristSubject       *subject,
                   GPtrArray                  *subjects)
{
  QueristNameMatch own = querist_name_match_table (column, subject);

  if (column->profile->type == QUERIST_SCALAR_DATE_TIME)
    return FALSE;
  for (guint i = 0; i < subjects->len; i++)
    {
      const QueristSubject *other = g_ptr_array_index (subjects, i);
      QueristNameMatch match;

      if (other == subject)
        continue;
      match = querist_name_match_table (column, other);
      if (match > own && match >= QUERIST_NAME_MATCH_SHORT &&
          (column->says_key || match == QUERIST_NAME_MATCH_TABLE))
        return TRUE;
      if (own < QUERIST_NAME_MATCH_SHORT && has_unique_namesake (column, other))
        return TRUE;
    }
  return FALSE;
}

/* Numbers that the world gives to things and people. */
static gboolean
is_identity (const QueristSubjectColumn *column)
{
  static const char *const words[] = { "ssn", "ein", "vin", "isbn", "ean", "upc", "sku", "iban",
                                       "imei", "doi", "issn", NULL };
  guint n = g_strv_length (column->words);

  return n > 0 && g_strv_contains (words, column->words[n - 1]);
}

/* Points for the words of a name: how much it sounds like the key of @subject. */
static double
rate_name (const QueristSubjectColumn *column,
           const QueristSubject       *subject)
{
  QueristNameMatch own = querist_name_match_table (column, subject);

  if (column->says_key && column->stem[0] == NULL)
    return g_str_equal (column->words[0], "id") ? 8 : 5;
  if (column->says_key && own >= QUERIST_NAME_MATCH_SHORT)
    return own == QUERIST_NAME_MATCH_TABLE ? 8 : 6.5;
  if (column->says_key)
    return 4;
  /* the salary of salaries, but the grade of a table of salary grades */
  if (querist_name_is_measure (column) && own != QUERIST_NAME_MATCH_TAIL &&
      querist_scalar_is_number (column->profile->type))
    return -4;
  if (own >= QUERIST_NAME_MATCH_TAIL)
    return own == QUERIST_NAME_MATCH_TABLE ? 4 : 2;
  if (is_identity (column))
    return 4;
  return column->generic || g_str_has_suffix (column->joined, "name") ? -2 : 0;
}

/* Numbers that nobody has given out one after the other: sums, populations, prices. Their values
 * are unique by accident, and lie far apart. */
static gboolean
is_scattered (const QueristSubjectColumn *column)
{
  const QueristColumnProfile *profile = column->profile;
  double range;

  if ((profile->type != QUERIST_SCALAR_INT && profile->type != QUERIST_SCALAR_BIG_INT) ||
      profile->min == NULL || profile->max == NULL)
    return FALSE;
  range = g_ascii_strtod (profile->max, NULL) - g_ascii_strtod (profile->min, NULL) + 1;
  return profile->n_distinct < range / 10;
}

static double
rate_key (const QueristSubjectColumn *column,
          const QueristSubject       *subject,
          GPtrArray                  *subjects)
{
  double points = rate_name (column, subject);

  points += column->position == 0 ? 3 : -0.5 * MIN (column->position, 6);
  if (column->profile->type == QUERIST_SCALAR_INT ||
      column->profile->type == QUERIST_SCALAR_BIG_INT)
    points += 1;
  if (column->profile->type == QUERIST_SCALAR_DATE_TIME)
    points -= 4;
  if (!column->says_key && !is_identity (column) && column->position > 0 &&
      is_scattered (column))
    points -= 4;
  if (names_other_table (column, subject, subjects))
    points -= 3;
  return points;
}

static double
find_best_column (const QueristSubject *subject,
                  GPtrArray            *subjects,
                  guint                *best)
{
  double best_points = -G_MAXDOUBLE;

  for (guint i = 0; i < subject->columns->len; i++)
    {
      QueristSubjectColumn *column = querist_subject_get_column (subject, i);
      gboolean serves = subject->n_rows > 0 ? querist_column_is_unique (column->profile)
                                            : column->says_key;
      double points;

      if (!serves || !querist_column_may_be_key (column))
        continue;
      points = rate_key (column, subject, subjects);
      if (points > best_points)
        {
          best_points = points;
          *best = i;
        }
    }
  return best_points;
}

/* What a table may say of a tie between two others without being about something of its own: when,
 * yes or no, and the number that a copy of the database knows the row by. */
static gboolean
is_remark (const QueristSubjectColumn *column)
{
  const QueristColumnProfile *profile = column->profile;

  return profile->type == QUERIST_SCALAR_DATE_TIME || profile->type == QUERIST_SCALAR_BOOLEAN ||
         (profile->type == QUERIST_SCALAR_INT && profile->n_distinct <= 2 && !column->says_key) ||
         (g_strcmp0 (profile->format, "uuid") == 0 && column->generic);
}

/* Whether a key elsewhere has the name of this one, so that either may be the home of the values. */
static gboolean
shares_key (const QueristSubjectColumn *column,
            const QueristSubject       *subject,
            GPtrArray                  *subjects)
{
  if (!column->says_key || column->stem[0] == NULL || column->generic ||
      querist_name_match_table (column, subject) >= QUERIST_NAME_MATCH_SHORT)
    return FALSE;
  for (guint i = 0; i < subjects->len; i++)
    {
      const QueristSubject *other = g_ptr_array_index (subjects, i);
      GPtrArray *namesakes = querist_subject_find_full (other, column->full);

      for (guint j = 0; other != subject && namesakes != NULL && j < namesakes->len; j++)
        {
          QueristSubjectColumn *namesake = g_ptr_array_index (namesakes, j);

          if (stands_for_rows (namesake->profile))
            return TRUE;
        }
    }
  return FALSE;
}

/* Whether a table is called after the two things that two of its columns stand for: whatever else it
 * says, a customer_address ties a customer_id and an address_id together. */
static gboolean
is_named_after (const QueristSubject *subject,
                GArray               *foreign)
{
  g_autofree char *both = NULL;

  if (foreign->len != 2)
    return FALSE;
  both = g_strconcat (querist_subject_get_column (subject, g_array_index (foreign, guint, 0))
                        ->stem_joined,
                      querist_subject_get_column (subject, g_array_index (foreign, guint, 1))
                        ->stem_joined, NULL);
  return g_str_equal (subject->joined, both);
}

/* A table that ties two others together and says little more than from when to when. */
static gboolean
is_join_table (const QueristSubject *subject,
               GPtrArray            *subjects,
               GArray               *foreign)
{
  guint n_sure = 0, n_more = 0;

  for (guint i = 0; i < subject->columns->len; i++)
    {
      QueristSubjectColumn *column = querist_subject_get_column (subject, i);
      gboolean may_refer = column->profile->n_empty == 0 && querist_column_may_be_key (column) &&
                           column->profile->type != QUERIST_SCALAR_DATE_TIME;
      gboolean sure = may_refer && names_other_table (column, subject, subjects);

      if (sure || (may_refer && shares_key (column, subject, subjects)))
        g_array_append_val (foreign, i);
      else
        n_more += !is_remark (column);
      n_sure += sure;
    }
  return foreign->len >= 2 && n_sure > 0 && (n_more == 0 || is_named_after (subject, foreign));
}

/* Names of a running number within a group: the line of an order, the stop of a tour. */
static gboolean
counts_within (const QueristSubjectColumn *column)
{
  static const char *const words[] = {
    "line", "linenumber", "lineno", "seq", "sequence", "sequential", "ordering", "ordinal",
    "item", "lap", "stop", "stint", "index", "no", "nr", "number", NULL,
  };

  for (guint i = 0; column->words[i] != NULL; i++)
    {
      if (g_strv_contains (words, column->words[i]))
        return TRUE;
    }
  return FALSE;
}

/* The first day of a price, a post, a salary: with whom or what it is about, that is a key. */
static gboolean
tells_beginning (const QueristSubjectColumn *column)
{
  static const char *const words[] = { "start", "from", "begin", "since", "effective", "valid",
                                       NULL };

  return column->profile->type == QUERIST_SCALAR_DATE_TIME && column->words[0] != NULL &&
         g_strv_contains (words, column->words[0]);
}

static gboolean
refers (const QueristSubject *subject,
        guint                 position,
        GPtrArray            *relations)
{
  for (guint i = 0; i < relations->len; i++)
    {
      const QueristRelation *relation = g_ptr_array_index (relations, i);

      if (relation->child == subject && querist_relation_covers (relation, position))
        return TRUE;
    }
  return FALSE;
}

/* The part of the calendar in which something is done again and again: a term, a season. */
static gboolean
tells_period (const QueristSubjectColumn *column)
{
  static const char *const words[] = { "year", "season", "semester", "term", "quarter", "month",
                                       "period", NULL };
  guint n = g_strv_length (column->words);

  return n > 0 && column->profile->type != QUERIST_SCALAR_DATE_TIME &&
         g_strv_contains (words, column->words[n - 1]);
}

/* How well a column serves as a part of a key. */
static double
rate_part (const QueristSubjectColumn *column,
           const QueristSubject       *subject)
{
  if (counts_within (column) && column->profile->type != QUERIST_SCALAR_STRING)
    return 3.2;
  if (tells_beginning (column))
    return 2.95;
  /* the code of a thing that is not enough to tell it apart */
  if (column->says_key && querist_name_match_table (column, subject) >= QUERIST_NAME_MATCH_SHORT)
    return 3.2;
  if (column->says_key)
    return 2.5;
  if (tells_period (column))
    return 1.5;
  if (querist_name_is_measure (column) && column->profile->type != QUERIST_SCALAR_DATE_TIME)
    return -2.5;
  if (column->profile->type == QUERIST_SCALAR_STRING)
    return column->profile->max_length > 32 ? -2.5 : -0.6;
  return -0.5;
}

typedef struct {
  guint  position;
  double points;
} Part;

static int
compare_parts (gconstpointer a,
               gconstpointer b)
{
  const Part *x = a, *y = b;

  if (x->points != y->points)
    return x->points > y->points ? -1 : 1;
  return x->position < y->position ? -1 : 1;
}

static GArray *
list_parts (const QueristSubject *subject,
            GPtrArray            *subjects,
            GPtrArray            *relations)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (Part));

  for (guint i = 0; i < subject->columns->len; i++)
    {
      QueristSubjectColumn *column = querist_subject_get_column (subject, i);
      Part part = { i, 0 };

      if (column->profile->n_empty > 0 || column->profile->n_distinct < 2 ||
          !querist_column_may_be_key (column))
        continue;
      /* What is unique alone was weighed alone; a moment is so by accident. */
      if (querist_column_is_unique (column->profile) &&
          column->profile->type != QUERIST_SCALAR_DATE_TIME)
        continue;
      part.points = refers (subject, i, relations) || names_other_table (column, subject, subjects)
                      ? 3
                      : rate_part (column, subject);
      part.points -= 0.1 * MIN (i, 10);
      g_array_append_val (parts, part);
    }
  g_array_sort (parts, compare_parts);
  if (parts->len > MAX_CANDIDATES)
    g_array_set_size (parts, MAX_CANDIDATES);
  return parts;
}

typedef struct {
  guint  members[MAX_GROUP];
  guint  n;
  double points;
} Group;

static int
compare_groups (gconstpointer a,
                gconstpointer b)
{
  const Group *x = a, *y = b;

  return x->points == y->points ? 0 : x->points > y->points ? -1 : 1;
}

/* A group can only tell @n_rows rows apart if its columns have so many combinations. */
static gboolean
has_room (const Group          *group,
          GArray               *parts,
          const QueristSubject *subject)
{
  double combinations = 1;

  for (guint i = 0; i < group->n; i++)
    {
      guint position = g_array_index (parts, Part, group->members[i]).position;

      combinations *= querist_subject_get_column (subject, position)->profile->n_distinct;
    }
  return combinations >= subject->n_rows;
}

static GArray *
list_groups (GArray               *parts,
             const QueristSubject *subject)
{
  GArray *groups = g_array_new (FALSE, FALSE, sizeof (Group));

  for (guint mask = 1; mask < 1u << parts->len; mask++)
    {
      Group group = { 0 };

      if (__builtin_popcount (mask) < 2 || __builtin_popcount (mask) > MAX_GROUP)
        continue;
      for (guint i = 0; i < parts->len; i++)
        {
          if ((mask & 1u << i) == 0)
            continue;
          group.members[group.n++] = i;
          group.points += g_array_index (parts, Part, i).points;
        }
      /* The sum alone would prefer large groups, and those that fit by accident. */
      group.points -= 3.0 * (group.n - 2);
      if (group.points >= GOOD_GROUP && has_room (&group, parts, subject))
        g_array_append_val (groups, group);
    }
  g_array_sort (groups, compare_groups);
  return groups;
}

static GArray *
part_positions (GArray *parts)
{
  GArray *positions = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < parts->len; i++)
    g_array_append_val (positions, g_array_index (parts, Part, i).position);
  return positions;
}

static int
compare_positions (gconstpointer a,
                   gconstpointer b)
{
  guint x = *(const guint *) a, y = *(const guint *) b;

  return (x > y) - (x < y);
}

static GArray *
group_positions (const Group *group,
                 GArray      *parts)
{
  GArray *positions = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < group->n; i++)
    g_array_append_val (positions, g_array_index (parts, Part, group->members[i]).position);
  g_array_sort (positions, compare_positions);
  return positions;
}

/* Makes the group the key if it tells all rows apart, which the first ones, @trial, let expect. Only
 * the columns of the group are read: of many rows, all candidates together would fill the memory. */
static gboolean
take_group (QueristSubject          *subject,
            const Group             *group,
            GArray                  *parts,
            const QueristRowHashes  *trial,
            GCancellable            *cancellable,
            GError                 **error)
{
  static const guint order[MAX_GROUP] = { 0, 1, 2, 3 };
  g_autoptr(GArray) positions = group_positions (group, parts);
  g_autoptr(QueristRowHashes) all = NULL;

  if (!trial->complete && subject->profile->path != NULL)
    {
      all = querist_row_hashes_read (subject, positions, G_MAXSIZE, cancellable, error);
      if (all == NULL)
        return FALSE;
      if (!querist_row_hashes_unique (all, order, positions->len))
        return TRUE;
    }
  subject->key_exact = trial->complete || all != NULL;
  g_array_append_vals (subject->key, positions->data, positions->len);
  return TRUE;
}

/* Leaves out of a group what it does not need, the poorest parts first. */
static Group
reduce_group (const Group            *group,
              const QueristRowHashes *rows)
{
  Group least = *group;

  for (guint i = group->n; i-- > 0 && least.n > 2;)
    {
      Group rest = least;

      rest.n--;
      for (guint j = i; j < rest.n; j++)
        rest.members[j] = least.members[j + 1];
      if (querist_row_hashes_unique (rows, rest.members, rest.n))
        least = rest;
    }
  return least;
}

static gboolean
find_group (QueristSubject  *subject,
            GPtrArray       *subjects,
            GPtrArray       *relations,
            GCancellable    *cancellable,
            GError         **error)
{
  g_autoptr(GArray) parts = list_parts (subject, subjects, relations);
  g_autoptr(GArray) groups = list_groups (parts, subject);
  g_autoptr(GArray) positions = part_positions (parts);
  g_autoptr(QueristRowHashes) trial = NULL;

  if (groups->len == 0)
    return TRUE;
  trial = querist_row_hashes_read (subject, positions, TRIAL_ROWS, cancellable, error);
  if (trial == NULL)
    return FALSE;
  for (guint i = 0; i < groups->len; i++)
    {
      const Group *group = &g_array_index (groups, Group, i);
      Group least;

      if (!querist_row_hashes_unique (trial, group->members, group->n))
        continue;
      least = reduce_group (group, trial);
      if (!take_group (subject, &least, parts, trial, cancellable, error) ||
          (subject->key->len == 0 && least.n < group->n &&
           !take_group (subject, group, parts, trial, cancellable, error)))
        return FALSE;
      if (subject->key->len > 0)
        return TRUE;
    }
  return TRUE;
}

static gboolean
is_known_elsewhere (const QueristSubjectColumn *column,
                    const QueristSubject       *subject,
                    GPtrArray                  *subjects)
{
  for (guint i = 0; i < subjects->len; i++)
    {
      const QueristSubject *other = g_ptr_array_index (subjects, i);

      if (other != subject && querist_subject_find_full (other, column->full) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* A number that is not the table's own, second after a reference: the number of a check, which each
 * customer's bank gives out for itself. That no two are alike so far is luck. */
static gboolean
is_number_within (const QueristSubject *subject,
                  guint                 position,
                  GPtrArray            *subjects)
{
  const QueristSubjectColumn *column = querist_subject_get_column (subject, position);
  const QueristSubjectColumn *first = querist_subject_get_column (subject, 0);

  return position == 1 && column->says_key && column->stem[0] != NULL && !is_identity (column) &&
         querist_name_match_table (column, subject) < QUERIST_NAME_MATCH_PARTIAL &&
         !is_known_elsewhere (column, subject, subjects) && first->says_key &&
         first->profile->n_empty == 0 && !querist_column_is_unique (first->profile) &&
         querist_column_may_be_key (first) && names_other_table (first, subject, subjects);
}

static void
find_clear_key (QueristSubject *subject,
                GPtrArray      *subjects)
{
  g_autoptr(GArray) foreign = g_array_new (FALSE, FALSE, sizeof (guint));
  guint best = 0;
  double points = find_best_column (subject, subjects, &best);

  subject->key_exact = TRUE;
  /* Two keys of others: even if one of them happens to be unique, together they are the key. */
  if ((points >= GOOD_KEY || subject->n_rows == 0) && subject->columns->len > 0 &&
      is_join_table (subject, subjects, foreign) && querist_positions_contain (foreign, best))
    g_array_append_vals (subject->key, foreign->data, foreign->len);
  else if (points >= GOOD_KEY)
    {
      guint first = 0;

      if (subject->n_rows > 0 && is_number_within (subject, best, subjects))
        g_array_append_val (subject->key, first);
      g_array_append_val (subject->key, best);
    }
}

/**
 * querist_find_clear_keys:
 * @subjects: (element-type QueristSubject): all tables; their keys are filled in
 *
 * Chooses the primary key of every table where one column serves well: its values are all there
 * and all different, and its name and place are those of a key. Values alone don't decide: in a
 * short table many columns are unique by accident. The mix of features (name, place, type, length)
 * follows Papenbrock & Naumann 2017 and Jiang & Naumann 2020.
 */
void
querist_find_clear_keys (GPtrArray *subjects)
{
  for (guint i = 0; i < subjects->len; i++)
    find_clear_key (g_ptr_array_index (subjects, i), subjects);
}

/**
 * querist_find_other_keys:
 * @subjects: (element-type QueristSubject): all tables; the keys that are not known yet are filled
 *   in
 * @relations: (element-type QueristRelation): what refers to the keys that are known
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Chooses the smallest group of columns that tells the rows of a table apart and looks like a key:
 * columns that refer elsewhere, that count within a group, that tell when something began. Where
 * there is none, a column that is unique and stands where keys stand serves as well; else the table
 * stays without a key.
 *
 * Returns: FALSE with @error set when a file can't be read
 */
gboolean
querist_find_other_keys (GPtrArray     *subjects,
                         GPtrArray     *relations,
                         GCancellable  *cancellable,
                         GError       **error)
{
  for (guint i = 0; i < subjects->len; i++)
    {
      QueristSubject *subject = g_ptr_array_index (subjects, i);
      guint best = 0;

      if (subject->key->len > 0)
        continue;
      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !find_group (subject, subjects, relations, cancellable, error))
        return FALSE;
      if (subject->key->len == 0 && find_best_column (subject, subjects, &best) >= POOR_KEY)
        g_array_append_val (subject->key, best);
    }
  return TRUE;
}
