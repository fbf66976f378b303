/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-name-match.h"
#include "querist-name-split.h"
#include "querist-schema-subject.h"
#include "querist-text.h"

/* Words at the end of a column's name that tell of its use as a key and nothing of its subject. */
static const char *const key_words[] = {
  "id", "key", "code", "no", "nr", "num", "number", "cd", "fk", "pk", "sk", "uid", "uuid",
  "guid", "ref", "identifier", NULL,
};

/* Before such a word, "code" or "number" is part of an address, not of a key. */
static const char *const address_words[] = {
  "postal", "post", "zip", "phone", "telephone", "mobile", "fax", "dial", "area", "house",
  "street", "revision", "version", NULL,
};

/* Letters that a word needs at least to be seen at the end of another. */
#define LEAST_ENDING 4

static void
subject_column_free (QueristSubjectColumn *self)
{
  g_strfreev (self->words);
  g_free (self->joined);
  g_free (self->full);
  g_strfreev (self->stem);
  g_free (self->stem_joined);
  g_free (self);
}

static void
subject_free (QueristSubject *self)
{
  g_free (self->name);
  g_strfreev (self->words);
  g_free (self->joined);
  g_hash_table_unref (self->by_full);
  g_ptr_array_unref (self->columns);
  g_array_unref (self->key);
  g_free (self);
}

/* The words of a name, each in the singular. */
static GStrv
singular_words (const char *name)
{
  GStrv words = querist_text_words (name);

  for (guint i = 0; words[i] != NULL; i++)
    {
      char *plural = words[i];

      words[i] = querist_text_singular (plural);
      g_free (plural);
    }
  return words;
}

static GStrv
copy_words (const char *const *words,
            guint              first,
            guint              end)
{
  GStrv copy = g_new0 (char *, end - first + 1);

  for (guint i = first; i < end; i++)
    copy[i - first] = g_strdup (words[i]);
  return copy;
}

static guint
count_starting_with (GPtrArray  *lists,
                     const char *word,
                     gboolean    alone)
{
  guint n = 0;

  for (guint i = 0; i < lists->len; i++)
    {
      char **words = g_ptr_array_index (lists, i);

      n += words[0] != NULL && g_str_equal (words[0], word) && (words[1] == NULL) == alone;
    }
  return n;
}

/* The name of the whole collection before nearly every table's name: "olist_orders". Where a table
 * has that name alone it is a subject of its own: orders, order_items, order_payments. */
static void
strip_collection (GPtrArray *lists)
{
  g_autofree char *word = NULL;
  char **first = lists->len >= 4 ? g_ptr_array_index (lists, 0) : NULL;

  if (first == NULL || first[0] == NULL ||
      count_starting_with (lists, first[0], FALSE) * 4 < lists->len * 3 ||
      count_starting_with (lists, first[0], TRUE) > 0)
    return;
  word = g_strdup (first[0]);
  for (guint i = 0; i < lists->len; i++)
    {
      char **words = g_ptr_array_index (lists, i);

      if (words[0] == NULL || !g_str_equal (words[0], word))
        continue;
      lists->pdata[i] = copy_words ((const char *const *) words, 1, g_strv_length (words));
      g_strfreev (words);
    }
}

/* How many words at the start (or the end) all of the lists have in common, always leaving each
 * list at least one. */
static guint
count_shared (GPtrArray *lists,
              gboolean   at_end)
{
  guint shared = 0;

  if (lists->len < 3)
    return 0;
  for (;; shared++)
    {
      const char *common = NULL;

      for (guint i = 0; i < lists->len; i++)
        {
          char **words = g_ptr_array_index (lists, i);
          guint n = g_strv_length (words);
          const char *word;

          if (n <= shared + 1)
            return shared;
          word = words[at_end ? n - 1 - shared : shared];
          if (common != NULL && !g_str_equal (common, word))
            return shared;
          common = word;
        }
    }
}

static void
strip_shared (GPtrArray *lists,
              gboolean   at_end)
{
  guint n_shared = count_shared (lists, at_end);

  for (guint i = 0; i < lists->len && n_shared > 0; i++)
    {
      char **words = g_ptr_array_index (lists, i);
      guint n = g_strv_length (words);

      lists->pdata[i] = copy_words ((const char *const *) words, at_end ? 0 : n_shared,
                                    at_end ? n - n_shared : n);
      g_strfreev (words);
    }
}

/* What people put before or after a table's name without saying anything of it. */
static const char *const first_noise[] = { "tbl", "tb", "dim", "fact", "fct", "stg", "raw", "src",
                                           NULL };
static const char *const last_noise[] = { "dataset", "data", "table", "tbl", "csv", "export",
                                          "extract", "dump", "file", "sheet", NULL };

/* "Person.Person" and "sales_salesperson" name the schema before the table: a word that comes
 * twice says nothing new. */
static GStrv
telling_words (const char *const *words)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  guint first = 0, end = g_strv_length ((GStrv) words);

  while (first + 1 < end && g_strv_contains (first_noise, words[first]))
    first++;
  while (end > first + 1 && g_strv_contains (last_noise, words[end - 1]))
    end--;
  for (guint i = first; i < end; i++)
    {
      if (i + 1 == end || !g_str_equal (words[i], words[i + 1]))
        g_strv_builder_add (builder, words[i]);
    }
  return g_strv_builder_end (builder);
}

static void
strip_ending (char              *name,
              const char *const *endings)
{
  for (guint i = 0; endings[i] != NULL; i++)
    {
      gsize keep = strlen (name) - MIN (strlen (name), strlen (endings[i]));

      if (keep > 0 && g_ascii_strcasecmp (name + keep, endings[i]) == 0)
        {
          name[keep] = '\0';
          return;
        }
    }
}

/* "Order Items.csv.gz" becomes order_items. SQLite keeps names in sqlite_ for itself. */
static char *
table_name_for (const char *path,
                GHashTable *taken)
{
  static const char *const packed[] = { ".gz", ".zst", ".zip", NULL };
  static const char *const text[] = { ".csv", ".tsv", ".tab", ".txt", ".dat", ".psv", NULL };
  g_autofree char *base = g_path_get_basename (path != NULL ? path : "");
  g_autofree char *stem = NULL;
  char *name;

  strip_ending (base, packed);
  strip_ending (base, text);
  stem = querist_text_snake_case (base);
  if (*stem == '\0' || g_str_has_prefix (stem, "sqlite_"))
    {
      char *safe = g_strconcat ("table", *stem != '\0' ? "_" : "", stem, NULL);

      g_free (stem);
      stem = safe;
    }
  name = g_strdup (stem);
  for (guint n = 2; g_hash_table_contains (taken, name); n++)
    {
      g_free (name);
      name = g_strdup_printf ("%s_%u", stem, n);
    }
  g_hash_table_add (taken, g_strdup (name));
  return name;
}

static gboolean
is_key_word (const char *word)
{
  return g_strv_contains (key_words, word);
}

/* "customerid", "deptno" and "pno", written without a gap: the letters before the ending. A single
 * letter is enough where the ending is no common one of other words, or stands alone with it. */
static gboolean
has_key_ending (const char *word,
                gsize      *keep)
{
  static const struct {
    const char *text;
    gsize       least, most;
  } endings[] = {
    { "number", 1, G_MAXSIZE }, { "num", 1, 2 }, { "num", 3, G_MAXSIZE }, { "no", 1, 2 },
    { "no", 3, G_MAXSIZE },     { "id", 1, 1 },  { "id", 3, G_MAXSIZE },  { "key", 3, G_MAXSIZE },
    { "code", 3, G_MAXSIZE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      gsize length = strlen (word) - MIN (strlen (word), strlen (endings[i].text));

      if (g_str_has_suffix (word, endings[i].text) && length >= endings[i].least &&
          length <= endings[i].most)
        {
          *keep = length;
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
is_known_word (const char *word,
               gsize       length,
               GHashTable *known)
{
  g_autofree char *part = g_strndup (word, length);

  return g_hash_table_contains (known, part);
}

static void
split_stem (QueristSubjectColumn *self,
            GHashTable           *known)
{
  guint n = g_strv_length (self->words);
  gsize keep;

  while (n > 0 && is_key_word (self->words[n - 1]))
    n--;
  if (n > 0 && self->words[n] != NULL && !g_str_equal (self->words[n], "id") &&
      g_strv_contains (address_words, self->words[n - 1]))
    n = g_strv_length (self->words);
  self->says_key = n < g_strv_length (self->words);
  /* "player_1" is one of several players */
  while (n > 1 && strspn (self->words[n - 1], "0123456789") == strlen (self->words[n - 1]))
    n--;
  self->stem = copy_words ((const char *const *) self->words, 0, n);
  if (!self->says_key && n > 0 && has_key_ending (self->stem[n - 1], &keep) &&
      is_known_word (self->stem[n - 1], keep, known))
    {
      self->says_key = TRUE;
      self->stem[n - 1][keep] = '\0';
    }
  self->stem_joined = g_strjoinv ("", self->stem);
  self->joined = g_strjoinv ("", self->words);
}

static void
list_by_full (QueristSubject       *self,
              QueristSubjectColumn *column)
{
  GPtrArray *list = g_hash_table_lookup (self->by_full, column->full);

  if (list == NULL)
    {
      list = g_ptr_array_new ();
      g_hash_table_insert (self->by_full, column->full, list);
    }
  g_ptr_array_add (list, column);
}

static void
add_columns (QueristSubject *self)
{
  g_autoptr(GPtrArray) lists = g_ptr_array_new ();
  g_autofree char **full = g_new0 (char *, self->profile->columns->len + 1);

  for (guint i = 0; i < self->profile->columns->len; i++)
    {
      const QueristColumnProfile *profile = g_ptr_array_index (self->profile->columns, i);

      g_ptr_array_add (lists, singular_words (profile->name));
      full[i] = g_strjoinv ("", g_ptr_array_index (lists, i));
    }
  strip_shared (lists, FALSE);
  for (guint i = 0; i < lists->len; i++)
    {
      QueristSubjectColumn *column = g_new0 (QueristSubjectColumn, 1);

      column->profile = g_ptr_array_index (self->profile->columns, i);
      column->words = g_ptr_array_index (lists, i);
      column->full = full[i];
      column->position = i;
      g_ptr_array_add (self->columns, column);
      list_by_full (self, column);
    }
}

static QueristSubject *
subject_new (const QueristCsvProfile *profile,
             GHashTable              *taken)
{
  QueristSubject *self = g_new0 (QueristSubject, 1);

  self->profile = profile;
  self->name = table_name_for (profile->path, taken);
  self->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) subject_column_free);
  self->by_full = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                         (GDestroyNotify) g_ptr_array_unref);
  self->key = g_array_new (FALSE, FALSE, sizeof (guint));
  self->n_rows = profile->n_read - MIN (profile->n_rejected, profile->n_read);
  add_columns (self);
  return self;
}

static gboolean
contains_words (GPtrArray         *lists,
                const char *const *words)
{
  for (guint i = 0; i < lists->len; i++)
    {
      if (g_strv_equal (g_ptr_array_index (lists, i), words))
        return TRUE;
    }
  return FALSE;
}

/* The telling words of each name, unless another table has just these: ProductProductPhoto is not
 * ProductPhoto. */
static GPtrArray *
list_telling_words (GPtrArray *subjects)
{
  g_autoptr(GPtrArray) plain = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  GPtrArray *lists = g_ptr_array_new ();

  for (guint i = 0; i < subjects->len; i++)
    g_ptr_array_add (plain,
                     singular_words (((QueristSubject *) g_ptr_array_index (subjects, i))->name));
  for (guint i = 0; i < plain->len; i++)
    {
      const char *const *words = g_ptr_array_index (plain, i);
      g_auto(GStrv) telling = telling_words (words);

      g_ptr_array_add (lists, g_strdupv ((GStrv) (contains_words (plain, (const char *const *) telling)
                                                    ? words : (const char *const *) telling)));
    }
  return lists;
}

static void
name_subjects (GPtrArray *subjects)
{
  g_autoptr(GPtrArray) lists = list_telling_words (subjects);

  strip_shared (lists, FALSE);
  strip_shared (lists, TRUE);
  strip_collection (lists);
  for (guint i = 0; i < subjects->len; i++)
    {
      QueristSubject *subject = g_ptr_array_index (subjects, i);

      subject->words = g_ptr_array_index (lists, i);
      subject->joined = g_strjoinv ("", subject->words);
    }
}

/* Every word of a table's name, every abbreviation that begins one and every word that may close
 * one: what a name without gaps may be made of. */
static GHashTable *
known_words (GPtrArray *subjects)
{
  GHashTable *known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < subjects->len; i++)
    {
      QueristSubject *subject = g_ptr_array_index (subjects, i);

      g_hash_table_add (known, g_strdup (subject->joined));
      for (guint j = 0; subject->words[j] != NULL; j++)
        {
          gsize whole = strlen (subject->words[j]);

          for (gsize length = 1; length <= whole; length++)
            g_hash_table_add (known, g_strndup (subject->words[j], length));
          /* the order of "lineorder" */
          for (gsize length = LEAST_ENDING; length < whole; length++)
            g_hash_table_add (known, g_strdup (subject->words[j] + whole - length));
        }
    }
  return known;
}

/**
 * querist_subjects_new:
 * @profiles: (element-type QueristCsvProfile): of all files; they must outlive the result
 *
 * Returns: (transfer full) (element-type QueristSubject): a subject for each, in their order
 */
GPtrArray *
querist_subjects_new (GPtrArray *profiles)
{
  g_autoptr(GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) known = NULL;
  GPtrArray *subjects = g_ptr_array_new_with_free_func ((GDestroyNotify) subject_free);

  for (guint i = 0; i < profiles->len; i++)
    g_ptr_array_add (subjects, subject_new (g_ptr_array_index (profiles, i), taken));
  name_subjects (subjects);
  querist_names_split (subjects);
  known = known_words (subjects);
  for (guint i = 0; i < subjects->len; i++)
    {
      QueristSubject *subject = g_ptr_array_index (subjects, i);

      for (guint j = 0; j < subject->columns->len; j++)
        {
          QueristSubjectColumn *column = g_ptr_array_index (subject->columns, j);

          split_stem (column, known);
          column->generic = querist_name_is_generic (column);
        }
    }
  return subjects;
}

/**
 * querist_subject_get_column:
 * @self: a subject
 * @position: of a column
 *
 * Returns: (transfer none): the column
 */
QueristSubjectColumn *
querist_subject_get_column (const QueristSubject *self,
                            guint                 position)
{
  return g_ptr_array_index (self->columns, position);
}

/**
 * querist_subject_find_full:
 * @self: a table
 * @full: all words of a column's name without gaps
 *
 * Returns: (transfer none) (nullable) (element-type QueristSubjectColumn): its columns of that name,
 *   mostly one
 */
GPtrArray *
querist_subject_find_full (const QueristSubject *self,
                           const char           *full)
{
  return g_hash_table_lookup (self->by_full, full);
}

/**
 * querist_subject_is_key:
 * @self: a subject
 * @position: of a column
 *
 * Returns: whether the column alone is the primary key
 */
gboolean
querist_subject_is_key (const QueristSubject *self,
                        guint                 position)
{
  return self->key->len == 1 && g_array_index (self->key, guint, 0) == position;
}

/**
 * querist_positions_contain:
 * @positions: (element-type guint): positions of columns, such as a key's
 * @position: of a column
 *
 * Returns: whether it is one of them
 */
gboolean
querist_positions_contain (const GArray *positions,
                           guint         position)
{
  for (guint i = 0; i < positions->len; i++)
    {
      if (g_array_index (positions, guint, i) == position)
        return TRUE;
    }
  return FALSE;
}

/**
 * querist_column_is_unique:
 * @profile: a column
 *
 * Returns: whether every row has a value of its own
 */
gboolean
querist_column_is_unique (const QueristColumnProfile *profile)
{
  return profile->unique && profile->n_empty == 0 && profile->n_rows > 0;
}

/**
 * querist_column_is_empty:
 * @profile: a column
 *
 * Returns: whether no row has a value in it, also when there are no rows
 */
gboolean
querist_column_is_empty (const QueristColumnProfile *profile)
{
  return profile->n_empty == profile->n_rows;
}
