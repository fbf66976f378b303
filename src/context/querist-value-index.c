/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-analysis.h"
#include "querist-connection.h"
#include "querist-context.h"
#include "querist-text.h"
#include "querist-value-index.h"
#include "querist-words.h"

/* Bounds: what a person names in a question is a name or a label, not one of millions of texts. */
#define MAX_VALUES_PER_COLUMN 50000
#define MAX_VALUES 1000000
#define MAX_VALUE_BYTES 120
#define MAX_VALUE_WORDS 8
#define MAX_QUESTION_WORDS 300
#define MAX_PARTIAL_PER_COLUMN 5
#define MIN_TYPO_CHARS 5

#define SCORE_EXACT 1.0
#define SCORE_FOLDED 0.95
#define SCORE_STEM 0.9
#define SCORE_PART 0.6
#define SCORE_TYPO 0.4

typedef struct {
  char      *table;
  char      *column;
  GPtrArray *values;
} IndexedColumn;

struct _QueristValueIndex {
  char      *fingerprint;
  GPtrArray *columns;
  guint      n_values;
};

typedef struct {
  GArray     *words;
  GHashTable *by_stem;
  GPtrArray  *hits;
} Search;

static QueristValueIndex *last_index;
G_LOCK_DEFINE_STATIC (last_index);

static void
indexed_column_free (gpointer data)
{
  IndexedColumn *self = data;

  g_free (self->table);
  g_free (self->column);
  g_ptr_array_unref (self->values);
  g_free (self);
}

static void
value_index_clear (gpointer data)
{
  QueristValueIndex *self = data;

  g_free (self->fingerprint);
  g_ptr_array_unref (self->columns);
}

/**
 * querist_value_index_ref:
 * @self: an index
 *
 * Returns: (transfer full): @self
 */
QueristValueIndex *
querist_value_index_ref (QueristValueIndex *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * querist_value_index_unref:
 * @self: (transfer full): an index
 */
void
querist_value_index_unref (QueristValueIndex *self)
{
  g_atomic_rc_box_release_full (self, value_index_clear);
}

static void
index_value (QueristValueIndex *self,
             IndexedColumn     *column,
             const char        *value)
{
  if (value == NULL || *value == '\0' || strlen (value) > MAX_VALUE_BYTES ||
      !g_utf8_validate (value, -1, NULL))
    return;
  g_ptr_array_add (column->values, g_strdup (value));
  self->n_values++;
}

static gboolean
read_distinct (QueristValueIndex *self,
               sqlite3           *db,
               IndexedColumn     *column,
               GError           **error)
{
  g_autofree char *table = querist_sql_quote_name (column->table);
  g_autofree char *name = querist_sql_quote_name (column->column);
  g_autofree char *sql =
    g_strdup_printf ("SELECT DISTINCT %s FROM %s WHERE typeof(%s) = 'text' LIMIT %d", name, table,
                     name, MAX_VALUES_PER_COLUMN);
  g_autoptr(sqlite3_stmt) stmt = querist_connection_prepare (db, sql, error);
  int code;

  if (stmt == NULL)
    return FALSE;
  while ((code = sqlite3_step (stmt)) == SQLITE_ROW && self->n_values < MAX_VALUES)
    index_value (self, column, (const char *) sqlite3_column_text (stmt, 0));
  if (code == SQLITE_ROW || code == SQLITE_DONE)
    return TRUE;
  querist_connection_set_error (db, code, error);
  return FALSE;
}

static gboolean
index_column (QueristValueIndex            *self,
              sqlite3                      *db,
              const QueristTable           *table,
              const QueristColumn          *column,
              const QueristTableStatistics *statistics,
              GError                      **error)
{
  const QueristColumnStatistics *known =
    statistics != NULL ? querist_table_statistics_find (statistics, column->name) : NULL;
  IndexedColumn *indexed = g_new0 (IndexedColumn, 1);

  indexed->table = g_strdup (table->name);
  indexed->column = g_strdup (column->name);
  indexed->values = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->columns, indexed);
  if (known == NULL || !known->complete)
    return read_distinct (self, db, indexed, error);
  for (guint i = 0; known->values[i] != NULL; i++)
    index_value (self, indexed, known->values[i]);
  return TRUE;
}

static const QueristTableStatistics *
find_statistics (GPtrArray  *statistics,
                 const char *table)
{
  for (guint i = 0; statistics != NULL && i < statistics->len; i++)
    {
      const QueristTableStatistics *candidate = g_ptr_array_index (statistics, i);

      if (g_str_equal (candidate->table, table))
        return candidate;
    }
  return NULL;
}

static gboolean
index_tables (QueristValueIndex  *self,
              sqlite3            *db,
              QueristCatalog     *catalog,
              GPtrArray          *statistics,
              GCancellable       *cancellable,
              GError            **error)
{
  for (guint i = 0; i < catalog->tables->len; i++)
    {
      const QueristTable *table = g_ptr_array_index (catalog->tables, i);
      const QueristTableStatistics *known = find_statistics (statistics, table->name);

      for (guint j = 0; j < table->columns->len; j++)
        {
          const QueristColumn *column = g_ptr_array_index (table->columns, j);

          if (g_cancellable_set_error_if_cancelled (cancellable, error))
            return FALSE;
          if (column->type == QUERIST_SCALAR_STRING &&
              !index_column (self, db, table, column, known, error))
            return FALSE;
        }
    }
  return TRUE;
}

static QueristValueIndex *
find_last_index (const char *fingerprint)
{
  QueristValueIndex *found = NULL;

  G_LOCK (last_index);
  if (last_index != NULL && g_str_equal (last_index->fingerprint, fingerprint))
    found = querist_value_index_ref (last_index);
  G_UNLOCK (last_index);
  return found;
}

static void
keep_last_index (QueristValueIndex *index)
{
  G_LOCK (last_index);
  g_clear_pointer (&last_index, querist_value_index_unref);
  last_index = querist_value_index_ref (index);
  G_UNLOCK (last_index);
}

/* The index depends on the data and on which columns the catalog calls texts. */
static char *
build_fingerprint (const char     *database,
                   QueristCatalog *catalog)
{
  g_autofree char *data = querist_analysis_fingerprint (database);
  GString *string = g_string_new (database);

  g_string_append_printf (string, "\n%s\n", data);
  for (guint i = 0; i < catalog->tables->len; i++)
    {
      const QueristTable *table = g_ptr_array_index (catalog->tables, i);

      g_string_append_printf (string, "%s %u\n", table->name, table->columns->len);
    }
  return g_string_free (string, FALSE);
}

/**
 * querist_value_index_new:
 * @database: path of an SQLite database
 * @catalog: its tables
 * @statistics: (nullable) (element-type QueristTableStatistics): spares reading columns whose
 *   values they list in full
 * @cancellable: (nullable): stops it
 * @error: return location for an error of QUERIST_DATABASE_ERROR or G_IO_ERROR_CANCELLED
 *
 * Collects the distinct texts of all text columns, at most 50,000 a column and short ones only.
 * The last index is kept in memory and given again while the data stay the same. Blocking: call
 * it in a thread.
 *
 * Returns: (transfer full): the index, or NULL with @error set
 */
QueristValueIndex *
querist_value_index_new (const char      *database,
                         QueristCatalog  *catalog,
                         GPtrArray       *statistics,
                         GCancellable    *cancellable,
                         GError         **error)
{
  g_autofree char *fingerprint = build_fingerprint (database, catalog);
  g_autoptr(QueristValueIndex) self = find_last_index (fingerprint);
  g_autoptr(sqlite3) db = NULL;

  if (self != NULL)
    return g_steal_pointer (&self);
  db = querist_connection_open_read (database, error);
  if (db == NULL)
    return NULL;
  self = g_atomic_rc_box_new0 (QueristValueIndex);
  self->fingerprint = g_steal_pointer (&fingerprint);
  self->columns = g_ptr_array_new_with_free_func (indexed_column_free);
  if (!index_tables (self, db, catalog, statistics, cancellable, error))
    return NULL;
  keep_last_index (self);
  return g_steal_pointer (&self);
}

static void
value_hit_free (gpointer data)
{
  QueristValueHit *self = data;

  g_free (self->value);
  g_free (self->table);
  g_free (self->column);
  g_free (self->words);
  g_free (self);
}

static void
add_hit (Search              *search,
         const IndexedColumn *column,
         const char          *value,
         guint                first,
         guint                n_words,
         double               score)
{
  QueristValueHit *hit = g_new0 (QueristValueHit, 1);
  GString *words = g_string_new (NULL);

  for (guint i = first; i < first + n_words; i++)
    g_string_append_printf (words, "%s%s", i > first ? " " : "",
                            g_array_index (search->words, QueristWord, i).folded);
  hit->value = g_strdup (value);
  hit->table = g_strdup (column->table);
  hit->column = g_strdup (column->column);
  hit->words = g_string_free (words, FALSE);
  hit->score = score;
  g_ptr_array_add (search->hits, hit);
}

/* How well the value's words stand in the question from @first on: 0 when they do not. */
static double
score_run (const Search *search,
           GArray       *value,
           guint         first)
{
  double score = SCORE_EXACT;

  if (first + value->len > search->words->len)
    return 0;
  for (guint i = 0; i < value->len; i++)
    {
      const QueristWord *wanted = &g_array_index (value, QueristWord, i);
      const QueristWord *word = &g_array_index (search->words, QueristWord, first + i);

      if (g_str_equal (wanted->text, word->text))
        continue;
      if (g_str_equal (wanted->folded, word->folded))
        score = MIN (score, SCORE_FOLDED);
      else if (g_str_equal (wanted->stem, word->stem))
        score = MIN (score, SCORE_STEM);
      else
        return 0;
    }
  return score;
}

/* A word such as "in", or a single letter, means a value only when spelled just like it. */
static gboolean
is_telling (const Search *search,
            guint         first,
            guint         n_words,
            double        score)
{
  for (guint i = first; i < first + n_words; i++)
    {
      const QueristWord *word = &g_array_index (search->words, QueristWord, i);

      if (word->kind == QUERIST_WORD_SIGN)
        continue;
      if (!querist_word_is_common (word->folded) && g_utf8_strlen (word->folded, -1) > 1)
        return TRUE;
    }
  return score == SCORE_EXACT && first > 0 && n_words == 1 &&
         querist_word_is_capital (&g_array_index (search->words, QueristWord, first)) &&
         !g_str_equal (g_array_index (search->words, QueristWord, first).folded, "i");
}

static gboolean
match_whole (Search              *search,
             const IndexedColumn *column,
             const char          *text,
             GArray              *value)
{
  const QueristWord *head = &g_array_index (value, QueristWord, 0);
  GArray *places = g_hash_table_lookup (search->by_stem, head->stem);
  gboolean found = FALSE;

  for (guint i = 0; places != NULL && i < places->len; i++)
    {
      guint first = g_array_index (places, guint, i);
      double score = score_run (search, value, first);

      if (score == 0 || !is_telling (search, first, value->len, score))
        continue;
      add_hit (search, column, text, first, value->len, score);
      found = TRUE;
    }
  return found;
}

static guint
count_matching_words (const Search *search,
                      GArray       *value,
                      guint         from,
                      guint         first)
{
  guint n = 0;

  while (from + n < value->len && first + n < search->words->len &&
         g_str_equal (g_array_index (value, QueristWord, from + n).stem,
                      g_array_index (search->words, QueristWord, first + n).stem))
    n++;
  return n;
}

/* A part of a name: "Schmidt" for "Anna Schmidt". Returns whether any was found. */
static gboolean
match_part (Search              *search,
            const IndexedColumn *column,
            const char          *text,
            GArray              *value)
{
  for (guint i = 0; value->len > 1 && i < value->len; i++)
    {
      const QueristWord *word = &g_array_index (value, QueristWord, i);
      GArray *places = g_hash_table_lookup (search->by_stem, word->stem);
      guint first, n;

      if (places == NULL || word->kind != QUERIST_WORD_TEXT ||
          querist_word_is_common (word->folded) || g_utf8_strlen (word->folded, -1) < 3)
        continue;
      first = g_array_index (places, guint, 0);
      n = count_matching_words (search, value, i, first);
      add_hit (search, column, text, first, n, SCORE_PART * (0.75 + 0.25 * n / value->len));
      return TRUE;
    }
  return FALSE;
}

static void
match_typo (Search              *search,
            const IndexedColumn *column,
            const char          *text,
            GArray              *value)
{
  const QueristWord *only = &g_array_index (value, QueristWord, 0);
  gsize length = strlen (only->folded);

  if (value->len != 1 || only->kind != QUERIST_WORD_TEXT || length < MIN_TYPO_CHARS)
    return;
  for (guint i = 0; i < search->words->len; i++)
    {
      const QueristWord *word = &g_array_index (search->words, QueristWord, i);

      if (word->kind == QUERIST_WORD_TEXT && word->folded[0] == only->folded[0] &&
          word->length + 1 >= length && word->length <= length + 1 &&
          querist_text_edit_distance (word->folded, only->folded) == 1)
        add_hit (search, column, text, i, 1, SCORE_TYPO);
    }
}

static void
search_column (Search              *search,
               const IndexedColumn *column)
{
  guint n_partial = 0;

  for (guint i = 0; i < column->values->len; i++)
    {
      const char *text = g_ptr_array_index (column->values, i);
      g_autoptr(GArray) value = querist_words_split (text, MAX_VALUE_WORDS + 1);

      if (value->len == 0 || value->len > MAX_VALUE_WORDS ||
          match_whole (search, column, text, value))
        continue;
      if (n_partial < MAX_PARTIAL_PER_COLUMN && match_part (search, column, text, value))
        n_partial++;
      else
        match_typo (search, column, text, value);
    }
}

static void
note_place (GHashTable *places,
            const char *word,
            guint       place)
{
  GArray *list = g_hash_table_lookup (places, word);

  if (list == NULL)
    {
      list = g_array_new (FALSE, FALSE, sizeof (guint));
      g_hash_table_insert (places, g_strdup (word), list);
    }
  g_array_append_val (list, place);
}

static int
compare_hits (gconstpointer a,
              gconstpointer b)
{
  const QueristValueHit *x = *(const QueristValueHit *const *) a;
  const QueristValueHit *y = *(const QueristValueHit *const *) b;
  gsize n_x = strlen (x->words), n_y = strlen (y->words);

  if (x->score != y->score)
    return x->score < y->score ? 1 : -1;
  if (n_x != n_y)
    return n_x < n_y ? 1 : -1;
  return strcmp (x->value, y->value);
}

static GHashTable *
new_places (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
}

/**
 * querist_value_index_search:
 * @self: an index
 * @question: a question in plain words
 * @max_hits: how many to give at most
 *
 * Finds the values that the question's words mean: spelled the same, in another case, as singular
 * or plural, as part of a longer name, or with one slip of the pen, in this order of certainty.
 * Only the first 300 words of the question are looked at.
 *
 * Returns: (transfer full) (element-type QueristValueHit): the best first
 */
GPtrArray *
querist_value_index_search (QueristValueIndex *self,
                            const char        *question,
                            guint              max_hits)
{
  g_autoptr(GArray) words = querist_words_split (question, MAX_QUESTION_WORDS);
  g_autoptr(GHashTable) by_stem = new_places ();
  Search search = { .words = words, .by_stem = by_stem };

  search.hits = g_ptr_array_new_with_free_func (value_hit_free);
  for (guint i = 0; i < words->len; i++)
    {
      const QueristWord *word = &g_array_index (words, QueristWord, i);

      note_place (by_stem, word->stem, i);
    }
  for (guint i = 0; i < self->columns->len; i++)
    search_column (&search, g_ptr_array_index (self->columns, i));
  g_ptr_array_sort (search.hits, compare_hits);
  if (search.hits->len > max_hits)
    g_ptr_array_set_size (search.hits, max_hits);
  return search.hits;
}
