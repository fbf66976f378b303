/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-relevance.h"
#include "querist-text.h"
#include "querist-words.h"

#define MAX_WORDS 300
#define TABLE_NAME_WEIGHT 4.0
#define COLUMN_NAME_WEIGHT 1.0
#define DOCUMENTATION_WEIGHT 0.3
#define VALUE_WEIGHT 2.0
/* A table beside a wanted one is often the bridge to another. */
#define NEIGHBOUR_SHARE 0.3

static GHashTable *
collect_stems (const char *text)
{
  g_autoptr(GArray) words = querist_words_split (text, MAX_WORDS);
  GHashTable *stems = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < words->len; i++)
    {
      const QueristWord *word = &g_array_index (words, QueristWord, i);

      if (word->kind == QUERIST_WORD_TEXT && !querist_word_is_common (word->folded))
        g_hash_table_add (stems, g_strdup (word->stem));
    }
  return stems;
}

static double
score_name (GHashTable *stems,
            const char *name,
            double      weight)
{
  g_auto(GStrv) words = querist_text_words (name);
  guint n = g_strv_length (words), found = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *stem = querist_text_singular (words[i]);

      if (g_hash_table_contains (stems, stem))
        found++;
    }
  return n > 0 ? weight * found / n : 0;
}

static double
score_documentation (GHashTable *stems,
                     const char *documentation)
{
  return documentation != NULL
           ? MIN (1.0, score_name (stems, documentation, DOCUMENTATION_WEIGHT * 10))
           : 0;
}

static double
score_table (GHashTable         *stems,
             const QueristTable *table,
             GPtrArray          *values)
{
  double score = score_name (stems, table->name, TABLE_NAME_WEIGHT) +
                 score_documentation (stems, table->documentation);

  for (guint i = 0; i < table->columns->len; i++)
    {
      const QueristColumn *column = g_ptr_array_index (table->columns, i);

      score += score_name (stems, column->name, COLUMN_NAME_WEIGHT) +
               score_documentation (stems, column->documentation);
    }
  for (guint i = 0; values != NULL && i < values->len; i++)
    {
      const QueristValueHit *hit = g_ptr_array_index (values, i);

      if (g_str_equal (hit->table, table->name))
        score += VALUE_WEIGHT * hit->score;
    }
  return score;
}

static void
share_with_neighbours (QueristCatalog *catalog,
                       const double   *own,
                       double         *scores)
{
  g_autoptr(GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < catalog->tables->len; i++)
    {
      const QueristTable *table = g_ptr_array_index (catalog->tables, i);

      g_hash_table_insert (places, table->name, GUINT_TO_POINTER (i + 1));
    }
  for (guint i = 0; i < catalog->tables->len; i++)
    {
      const QueristTable *table = g_ptr_array_index (catalog->tables, i);

      for (guint j = 0; j < table->foreign_keys->len; j++)
        {
          const QueristForeignKey *key = g_ptr_array_index (table->foreign_keys, j);
          guint other = GPOINTER_TO_UINT (g_hash_table_lookup (places, key->table));

          if (other == 0)
            continue;
          scores[i] += NEIGHBOUR_SHARE * own[other - 1];
          scores[other - 1] += NEIGHBOUR_SHARE * own[i];
        }
    }
}

/**
 * querist_relevance_of_tables:
 * @catalog: the database
 * @question: a question
 * @values: (nullable) (element-type QueristValueHit): values that it seems to mean
 *
 * Weighs every table by the words it shares with the question, by the values found in it, and by
 * its neighbours over foreign keys.
 *
 * Returns: (transfer full): a score for each table of @catalog, 0 for no connection at all
 */
double *
querist_relevance_of_tables (QueristCatalog *catalog,
                             const char     *question,
                             GPtrArray      *values)
{
  g_autoptr(GHashTable) stems = collect_stems (question);
  guint n = catalog->tables->len;
  g_autofree double *own = g_new0 (double, n + 1);
  double *scores = g_new0 (double, n + 1);

  for (guint i = 0; i < n; i++)
    scores[i] = own[i] = score_table (stems, g_ptr_array_index (catalog->tables, i), values);
  share_with_neighbours (catalog, own, scores);
  return scores;
}

/**
 * querist_relevance_of_question:
 * @question: a question
 * @other: a question that was answered before
 *
 * Returns: the share of words they have in common (Jaccard's index), 0 to 1
 */
double
querist_relevance_of_question (const char *question,
                               const char *other)
{
  g_autoptr(GHashTable) a = collect_stems (question);
  g_autoptr(GHashTable) b = collect_stems (other);
  GHashTableIter iter;
  gpointer stem;
  guint common = 0, all;

  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &stem, NULL))
    common += g_hash_table_contains (b, stem) ? 1 : 0;
  all = g_hash_table_size (a) + g_hash_table_size (b) - common;
  return all > 0 ? (double) common / all : 0;
}
