/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-name-split.h"

/* So many names that show an ending make it a habit of the whole database. */
#define HABIT 3

/* Letters of a table's name at the end of a longer word that are no accident. */
#define LEAST_INSIDE 4

/* What names of keys end in, longer ones first. "no" alone ends too many other words. */
static const char *const endings[] = { "number", "code", "key", "num", "id" };

typedef struct {
  GHashTable *known;
  guint       counts[G_N_ELEMENTS (endings)];
} Splitter;

static gboolean
find_ending (const char *word,
             guint      *ending,
             gsize      *keep)
{
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      gsize length = strlen (word), end = strlen (endings[i]);

      if (length >= end + 3 && g_str_equal (word + length - end, endings[i]))
        {
          *ending = i;
          *keep = length - end;
          return TRUE;
        }
    }
  return FALSE;
}

/* Words that only look as if they ended in "id" or "key". */
static gboolean
is_other_word (const char *word)
{
  static const char *const words[] = {
    "avoid", "android", "covid", "fluid", "hybrid", "invalid", "liquid", "orchid", "prepaid",
    "rapid", "solid", "squid", "unpaid", "valid", "donkey", "hockey", "jockey", "monkey", "turkey",
    "whiskey", NULL,
  };

  return g_strv_contains (words, word);
}

/* Where the name of a table begins that closes the first @length letters; @length when none does.
 * The longest name counts. */
static gsize
find_table (const Splitter *self,
            const char     *word,
            gsize           length)
{
  for (gsize start = 0; start < length; start++)
    {
      g_autofree char *part = g_strndup (word + start, length - start);

      if ((start == 0 || (start >= 2 && length - start >= LEAST_INSIDE)) &&
          g_hash_table_contains (self->known, part))
        return start;
    }
  return length;
}

static void
add_part (GStrvBuilder *builder,
          const char   *text,
          gsize         length)
{
  g_autofree char *part = g_strndup (text, length);

  if (length > 0)
    g_strv_builder_add (builder, part);
}

/* "owneruserid" gives owner, user, id where there are users. */
static gboolean
split_by_table (Splitter     *self,
                const char   *word,
                GStrvBuilder *builder)
{
  guint ending;
  gsize keep, start;

  if (!find_ending (word, &ending, &keep))
    return FALSE;
  start = find_table (self, word, keep);
  if (start == keep)
    return FALSE;
  self->counts[ending]++;
  add_part (builder, word, start);
  add_part (builder, word + start, keep - start);
  g_strv_builder_add (builder, endings[ending]);
  return TRUE;
}

/* What others of the database show to be an ending: "userid" beside "movieid"; and who did it:
 * "createdby". */
static gboolean
split_by_habit (Splitter     *self,
                const char   *word,
                GStrvBuilder *builder)
{
  guint ending;
  gsize keep, length = strlen (word);

  if (length > 6 && g_str_has_suffix (word, "edby"))
    {
      add_part (builder, word, length - 2);
      g_strv_builder_add (builder, "by");
      return TRUE;
    }
  if (!find_ending (word, &ending, &keep) || self->counts[ending] < HABIT || is_other_word (word))
    return FALSE;
  add_part (builder, word, keep);
  g_strv_builder_add (builder, endings[ending]);
  return TRUE;
}

typedef gboolean (*SplitFunc) (Splitter     *self,
                               const char   *word,
                               GStrvBuilder *builder);

static void
split_columns (Splitter  *self,
               GPtrArray *columns,
               SplitFunc  split)
{
  for (guint i = 0; i < columns->len; i++)
    {
      QueristSubjectColumn *column = g_ptr_array_index (columns, i);
      g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

      for (guint j = 0; column->words[j] != NULL; j++)
        {
          if (!split (self, column->words[j], builder))
            g_strv_builder_add (builder, column->words[j]);
        }
      g_strfreev (column->words);
      column->words = g_strv_builder_end (builder);
    }
}

/* Names of three letters and more. */
static GHashTable *
list_tables (GPtrArray *subjects)
{
  GHashTable *known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < subjects->len; i++)
    {
      const QueristSubject *subject = g_ptr_array_index (subjects, i);

      g_hash_table_add (known, g_strdup (subject->joined));
      for (guint j = 0; subject->words[j] != NULL; j++)
        {
          if (strlen (subject->words[j]) >= 3)
            g_hash_table_add (known, g_strdup (subject->words[j]));
        }
    }
  return known;
}

/**
 * querist_names_split:
 * @subjects: (element-type QueristSubject): all tables, with the words of their names; those of
 *   their columns are taken apart
 *
 * Finds the words of names that are written in one, as exports of PostgreSQL have them: by the names
 * of the tables, and by the endings that these show to be in use.
 */
void
querist_names_split (GPtrArray *subjects)
{
  Splitter self = { .known = list_tables (subjects) };

  for (guint i = 0; i < subjects->len; i++)
    split_columns (&self, ((QueristSubject *) g_ptr_array_index (subjects, i))->columns,
                   split_by_table);
  for (guint i = 0; i < subjects->len; i++)
    split_columns (&self, ((QueristSubject *) g_ptr_array_index (subjects, i))->columns,
                   split_by_habit);
  g_hash_table_unref (self.known);
}
