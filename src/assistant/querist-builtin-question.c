/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "querist-builtin-question.h"
#include "querist-builtin-terms.h"
#include "querist-clock.h"

#define MAX_WORDS 200
#define MAX_RUN 5
#define MAX_HITS 400
#define MIN_WHOLE_VALUE 0.85
#define TYPO_SCORE 0.41

typedef struct {
  QueristQuestion          *question;
  const QueristKnownSchema *schema;
} Builder;

static void
free_value_match (gpointer data)
{
  QueristValueMatch *self = data;

  g_ptr_array_unref (self->values);
  g_free (self);
}

static void
free_item (gpointer data)
{
  QueristItem *self = data;

  g_free (self->text);
  g_free (self->root);
  g_array_unref (self->tables);
  g_array_unref (self->columns);
  g_ptr_array_unref (self->values);
  g_free (self);
}

static QueristItem *
item_new (void)
{
  QueristItem *self = g_new0 (QueristItem, 1);

  self->tables = g_array_new (FALSE, FALSE, sizeof (QueristTableMatch));
  self->columns = g_array_new (FALSE, FALSE, sizeof (QueristColumnMatch));
  self->values = g_ptr_array_new_with_free_func (free_value_match);
  return self;
}

/**
 * querist_question_free:
 * @self: (transfer full): a question
 */
void
querist_question_free (QueristQuestion *self)
{
  g_free (self->text);
  g_array_unref (self->words);
  g_ptr_array_unref (self->items);
  g_clear_pointer (&self->hits, g_ptr_array_unref);
  g_free (self);
}

static const QueristWord *
get_word (const Builder *self,
          guint          index)
{
  return &g_array_index (self->question->words, QueristWord, index);
}

static gboolean
is_sign (const Builder *self,
         guint          index)
{
  return get_word (self, index)->kind == QUERIST_WORD_SIGN;
}

static GArray *
collect_terms (const Builder *self,
               guint          first,
               guint          n)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) words = NULL;

  for (guint i = first; i < first + n; i++)
    {
      if (is_sign (self, i))
        return NULL;
      g_strv_builder_add (builder, get_word (self, i)->folded);
    }
  words = g_strv_builder_end (builder);
  return querist_terms_new ((const char *const *) words);
}

static double
best_schema_score (const QueristItem *item)
{
  double table = item->tables->len > 0
                   ? g_array_index (item->tables, QueristTableMatch, 0).score : 0;
  double column = item->columns->len > 0
                    ? g_array_index (item->columns, QueristColumnMatch, 0).score : 0;

  return MAX (table, column);
}

/* "members joined" is a sentence, "member name" a name: a plural does not qualify a column. */
static void
drop_sentences (const QueristWord *first,
                QueristItem       *item)
{
  if (g_str_equal (first->folded, first->stem))
    return;
  for (guint i = item->columns->len; i > 0; i--)
    {
      if (g_array_index (item->columns, QueristColumnMatch, i - 1).qualified)
        g_array_remove_index (item->columns, i - 1);
    }
}

/* "signed up" for signup_date, "check in" for checkin */
static void
match_joined (const Builder *self,
              guint          first,
              QueristItem   *item)
{
  g_autofree char *root = querist_term_root (get_word (self, first)->folded);
  g_autofree char *joined = g_strconcat (root, get_word (self, first + 1)->folded, NULL);
  const char *const words[] = { joined, NULL };
  g_autoptr(GArray) terms = querist_terms_new (words);

  if (g_utf8_strlen (joined, -1) > 4)
    querist_lexicon_match (self->schema, terms, item->tables, item->columns);
}

/* The longest run of words from @first that the schema knows. */
static guint
match_schema (const Builder *self,
              guint          first,
              QueristItem   *item)
{
  guint n_words = self->question->words->len;

  for (guint n = MIN (MAX_RUN, n_words - first); n > 0; n--)
    {
      g_autoptr(GArray) terms = collect_terms (self, first, n);

      if (terms == NULL || (n == 1 && querist_word_is_common (get_word (self, first)->folded)))
        continue;
      querist_lexicon_match (self->schema, terms, item->tables, item->columns);
      drop_sentences (get_word (self, first), item);
      if (n == 2 && item->tables->len + item->columns->len == 0)
        match_joined (self, first, item);
      if (item->tables->len + item->columns->len > 0)
        return n;
    }
  return 0;
}

static char *
join_folded (const Builder *self,
             guint          first,
             guint          n)
{
  GString *string = g_string_new (NULL);

  for (guint i = first; i < first + n; i++)
    g_string_append_printf (string, "%s%s", i > first ? " " : "", get_word (self, i)->folded);
  return g_string_free (string, FALSE);
}

static void
add_value (const Builder         *self,
           QueristItem           *item,
           const QueristValueHit *hit)
{
  QueristKnownTable *table = querist_known_schema_find (self->schema, hit->table);
  const QueristKnownColumn *column =
    table != NULL ? querist_known_table_find (table, hit->column) : NULL;
  QueristValueMatch *match;

  if (column == NULL)
    return;
  for (guint i = 0; i < item->values->len; i++)
    {
      match = g_ptr_array_index (item->values, i);
      if (match->column == column)
        {
          if (!g_ptr_array_find_with_equal_func (match->values, hit->value, g_str_equal, NULL))
            g_ptr_array_add (match->values, g_strdup (hit->value));
          match->score = MAX (match->score, hit->score);
          return;
        }
    }
  match = g_new0 (QueristValueMatch, 1);
  match->column = column;
  match->score = hit->score;
  match->values = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (match->values, g_strdup (hit->value));
  g_ptr_array_add (item->values, match);
}

/* The longest run of words from @first that stands in the data. Whole values go before parts. */
static guint
match_values (const Builder *self,
              guint          first,
              QueristItem   *item)
{
  guint n_words = self->question->words->len;

  for (guint n = MIN (8, n_words - first); n > 0; n--)
    {
      g_autofree char *words = join_folded (self, first, n);
      double best = 0;

      for (guint i = 0; i < self->question->hits->len; i++)
        {
          const QueristValueHit *hit = g_ptr_array_index (self->question->hits, i);

          if (!g_str_equal (hit->words, words) || (best >= MIN_WHOLE_VALUE &&
                                                   hit->score < MIN_WHOLE_VALUE))
            continue;
          best = MAX (best, hit->score);
          add_value (self, item, hit);
        }
      if (best > 0)
        return n;
    }
  return 0;
}

static gboolean
read_number_word (const char *folded,
                  double     *number)
{
  static const char *const names[] = { "zero", "one", "two",   "three", "four", "five",   "six",
                                       "seven", "eight", "nine", "ten",  "eleven", "twelve" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_str_equal (folded, names[i]))
        {
          *number = i;
          return TRUE;
        }
    }
  if (g_str_equal (folded, "dozen"))
    *number = 12;
  else if (g_str_equal (folded, "hundred"))
    *number = 100;
  else if (g_str_equal (folded, "thousand"))
    *number = 1000;
  else
    return FALSE;
  return TRUE;
}

static double
read_multiplier (const char *folded)
{
  if (g_str_equal (folded, "k") || g_str_equal (folded, "thousand"))
    return 1e3;
  if (g_str_equal (folded, "m") || g_str_equal (folded, "million") || g_str_equal (folded, "mio"))
    return 1e6;
  if (g_str_equal (folded, "bn") || g_str_equal (folded, "billion"))
    return 1e9;
  if (g_str_equal (folded, "hundred"))
    return 100;
  return 0;
}

/* "12", "1,000.50", "5k", "2.5 million", "ten" */
static guint
match_number (const Builder *self,
              guint          first,
              double        *number)
{
  const QueristWord *word = get_word (self, first);
  g_autofree char *digits = NULL;
  char *end;
  double multiplier;
  guint used = 1;

  if (word->kind == QUERIST_WORD_TEXT)
    return read_number_word (word->folded, number) ? 1 : 0;
  if (word->kind != QUERIST_WORD_NUMBER)
    return 0;
  digits = g_strdup (word->folded);
  for (char *comma = strchr (digits, ','); comma != NULL; comma = strchr (comma, ','))
    memmove (comma, comma + 1, strlen (comma));
  *number = g_ascii_strtod (digits, &end);
  if (*end != '\0')
    {
      multiplier = read_multiplier (end);
      if (multiplier == 0 && !g_str_equal (end, "st") && !g_str_equal (end, "nd") &&
          !g_str_equal (end, "rd") && !g_str_equal (end, "th"))
        return 0;
      *number *= multiplier > 0 ? multiplier : 1;
      return used;
    }
  multiplier =
    first + 1 < self->question->words->len ? read_multiplier (get_word (self, first + 1)->folded)
                                           : 0;
  if (multiplier > 0)
    {
      *number *= multiplier;
      used++;
    }
  return used;
}

/* Does the word before @first make a value likelier than a column? */
static gboolean
follows_preposition (const Builder *self,
                     guint          first)
{
  static const char *const before[] = { "in",     "for",  "from",   "at",    "of",  "not",
                                        "except", "named", "called", "is",    "are", "=",
                                        "by",     "to",   "with",   "excluding", "only", NULL };

  return first > 0 && g_strv_contains (before, get_word (self, first - 1)->folded);
}

/* Words for what many tables keep as a letter or in one of two spellings. */
static void
match_codes (const Builder *self,
             guint          first,
             QueristItem   *item)
{
  static const char *const women[] = { "f", "female", "woman", "women", "w", "girl", NULL };
  static const char *const men[] = { "m", "male", "man", "men", "boy", NULL };
  const char *stem = get_word (self, first)->stem;
  const char *const *codes = strlen (stem) < 3              ? NULL
                             : g_strv_contains (women, stem) ? women
                             : g_strv_contains (men, stem)   ? men : NULL;

  for (guint i = 0; codes != NULL && i < self->schema->tables->len; i++)
    {
      const QueristKnownTable *table = g_ptr_array_index (self->schema->tables, i);

      for (guint j = 0; j < table->columns->len; j++)
        {
          const QueristKnownColumn *column = g_ptr_array_index (table->columns, j);
          const QueristColumnStatistics *known = column->statistics;

          if (!querist_known_column_has_word (column, "gender") &&
              !querist_known_column_has_word (column, "sex"))
            continue;
          for (guint k = 0; known != NULL && known->values[k] != NULL; k++)
            {
              g_autofree char *folded = g_utf8_strdown (known->values[k], -1);
              QueristValueHit hit = { known->values[k], table->table->name, column->column->name,
                                      NULL, 0.95 };

              if (g_strv_contains (codes, folded))
                add_value (self, item, &hit);
            }
        }
    }
}

/* A word in lower case that names are made of, such as "lamp", and that is no word of every day. */
static gboolean
is_part_of_label (const Builder     *self,
                  guint              first,
                  const QueristItem *item)
{
  g_autofree char *root = querist_term_root (get_word (self, first)->folded);

  for (guint i = 0; i < item->values->len && !querist_term_is_link (root); i++)
    {
      const QueristKnownColumn *column =
        ((QueristValueMatch *) g_ptr_array_index (item->values, i))->column;

      if (g_ptr_array_find (column->table->labels, column, NULL))
        return TRUE;
    }
  return FALSE;
}

static double
rate_value (const Builder     *self,
            guint              first,
            guint              n,
            const QueristItem *item)
{
  double best = 0;
  gboolean capital = first > 0 && querist_word_is_capital (get_word (self, first));

  for (guint i = 0; i < item->values->len; i++)
    best = MAX (best, ((QueristValueMatch *) g_ptr_array_index (item->values, i))->score);
  if (n == 0)
    return 0;
  if (best >= MIN_WHOLE_VALUE)
    {
      if (best >= 1 && (capital || follows_preposition (self, first)))
        return n + 0.55;
      return n + (n > 1 ? 0.5 : best >= 0.95 ? 0.32 : 0.25);
    }
  if (best <= TYPO_SCORE)
    return querist_term_is_link (item->root) ? n - 0.9 : n - 0.55;
  return capital ? n + 0.05 : is_part_of_label (self, first, item) ? n - 0.55 : n - 0.75;
}

/* Takes a meaning if it is likelier than the best so far; @best is raised to it. */
static gboolean
is_likelier (guint   n_words,
             double  rate,
             double *best)
{
  if (n_words == 0 || rate <= *best)
    return FALSE;
  *best = rate;
  return TRUE;
}

static void
weigh_names (const Builder *self,
             QueristItem   *item,
             double        *best)
{
  guint n = match_schema (self, item->first, item);
  double score = best_schema_score (item);

  if (!is_likelier (n, n + 0.45 * score, best))
    return;
  item->n_words = n;
  item->kind = item->tables->len > 0 &&
                   g_array_index (item->tables, QueristTableMatch, 0).score >= score
                 ? QUERIST_ITEM_TABLE : QUERIST_ITEM_COLUMN;
}

static void
weigh_values (const Builder *self,
              QueristItem   *item,
              double        *best)
{
  guint n = match_values (self, item->first, item);

  if (n == 0)
    {
      match_codes (self, item->first, item);
      n = item->values->len > 0 ? 1 : 0;
    }
  if (!is_likelier (n, rate_value (self, item->first, n, item), best))
    return;
  item->n_words = n;
  item->kind = QUERIST_ITEM_VALUE;
}

static void
weigh_cues (const Builder *self,
            QueristItem   *item,
            double        *best)
{
  const QueristAdjective *adjective = NULL;
  QueristCue cue = QUERIST_CUE_NONE;
  gboolean soft = FALSE;
  guint n = querist_cue_read (self->question->words, item->first, &cue, &soft, &adjective);

  if (n > 0)
    item->cue = cue;
  if (!is_likelier (n, n + (soft ? 0.1 : 0.6), best))
    return;
  item->n_words = n;
  item->kind = QUERIST_ITEM_CUE;
  item->adjective = adjective;
}

static void
weigh_figures (const Builder *self,
               QueristItem   *item,
               double        *best)
{
  QueristPeriod period;
  guint n = match_number (self, item->first, &item->number);

  if (is_likelier (n, n + 0.4, best))
    {
      item->n_words = n;
      item->kind = QUERIST_ITEM_NUMBER;
    }
  n = querist_period_read (self->question->words, item->first, &self->question->today, &period);
  if (is_likelier (n, n + 0.58, best))
    {
      item->n_words = n;
      item->kind = QUERIST_ITEM_PERIOD;
      item->period = period;
    }
}

/* Units of time and words for money stand back behind names of the schema, but not far. */
static void
weigh_general_nouns (const Builder *self,
                     QueristItem   *item)
{
  QueristTimeUnit unit = querist_time_unit_from_word (get_word (self, item->first)->stem);
  gboolean open = item->kind == QUERIST_ITEM_UNKNOWN || item->kind == QUERIST_ITEM_CUE ||
                  (item->kind == QUERIST_ITEM_COLUMN && best_schema_score (item) < 0.9);

  if (!open || item->n_words != 1)
    return;
  if (unit != QUERIST_UNIT_NONE)
    {
      item->kind = QUERIST_ITEM_UNIT;
      item->unit = unit;
    }
  else if (querist_term_measures (item->root) != NULL && item->kind != QUERIST_ITEM_CUE)
    item->kind = QUERIST_ITEM_AMOUNT;
}

/* All that may begin at a word, and which of it is the likeliest: the longest, and among those of
 * one length the one that leaves least to chance. */
static QueristItem *
build_item (const Builder *self,
            guint          first)
{
  QueristItem *item = item_new ();
  const QueristWord *word = get_word (self, first);
  double best = 0.4;

  item->first = first;
  item->n_words = 1;
  item->root = querist_term_root (word->folded);
  item->capital = querist_word_is_capital (word);
  if (querist_word_is_common (word->folded) || is_sign (self, first))
    {
      item->kind = QUERIST_ITEM_CUE;
      item->cue = QUERIST_CUE_FILLER;
    }
  weigh_names (self, item, &best);
  weigh_values (self, item, &best);
  weigh_cues (self, item, &best);
  weigh_figures (self, item, &best);
  weigh_general_nouns (self, item);
  return item;
}

/* "total sales", "average score": a soft cue before something that can be reckoned is a cue. */
static void
settle_soft_cues (QueristQuestion *self)
{
  for (guint i = 0; i + 1 < self->items->len; i++)
    {
      QueristItem *item = g_ptr_array_index (self->items, i);
      const QueristItem *next = g_ptr_array_index (self->items, i + 1);

      if (item->cue != QUERIST_CUE_NONE && item->n_words == 1 &&
          (item->kind == QUERIST_ITEM_COLUMN || item->kind == QUERIST_ITEM_TABLE) &&
          (next->kind == QUERIST_ITEM_COLUMN || next->kind == QUERIST_ITEM_AMOUNT ||
           next->kind == QUERIST_ITEM_TABLE || next->cue == QUERIST_CUE_COUNT))
        item->kind = QUERIST_ITEM_CUE;
    }
}

/* "phone number of", "flight number": no counting */
static void
settle_numbers (QueristQuestion *self)
{
  for (guint i = 1; i < self->items->len; i++)
    {
      QueristItem *item = g_ptr_array_index (self->items, i);
      const QueristItem *before = g_ptr_array_index (self->items, i - 1);

      if (item->kind == QUERIST_ITEM_CUE && item->cue == QUERIST_CUE_COUNT && item->n_words == 2 &&
          g_str_has_prefix (item->root, "number") && before->kind == QUERIST_ITEM_COLUMN)
        item->cue = QUERIST_CUE_OF;
    }
}

/* Text in quotes is a value whatever else it could be. */
static guint
add_quoted (Builder *self,
            guint    first)
{
  const char *mark = get_word (self, first)->text;
  const char *closing = g_str_equal (mark, "“") ? "”" : g_str_equal (mark, "«") ? "»" : mark;
  GArray *words = self->question->words;

  if (!g_str_equal (mark, "\"") && closing == mark)
    return 0;
  for (guint i = first + 1; i < words->len && i < first + 20; i++)
    {
      const QueristWord *from = get_word (self, first), *to = get_word (self, i);
      QueristItem *item;

      if (!g_str_equal (to->text, closing))
        continue;
      if (i == first + 1)
        return 2;
      item = item_new ();
      match_values (self, first + 1, item);
      item->first = first;
      item->n_words = i - first + 1;
      item->kind = QUERIST_ITEM_VALUE;
      item->quoted = TRUE;
      item->root = g_strdup ("");
      item->text = g_strndup (self->question->text + from->start + from->length,
                              to->start - from->start - from->length);
      g_ptr_array_add (self->question->items, item);
      return item->n_words;
    }
  return 0;
}

static void
build_items (Builder *self)
{
  GArray *words = self->question->words;

  for (guint i = 0; i < words->len;)
    {
      guint quoted = is_sign (self, i) ? add_quoted (self, i) : 0;
      QueristItem *item;
      const QueristWord *last;

      if (quoted > 0)
        {
          i += quoted;
          continue;
        }
      item = build_item (self, i);
      last = get_word (self, i + item->n_words - 1);
      item->text = g_strndup (self->question->text + get_word (self, i)->start,
                              last->start + last->length - get_word (self, i)->start);
      g_ptr_array_add (self->question->items, item);
      i += item->n_words;
    }
  settle_soft_cues (self->question);
  settle_numbers (self->question);
}

/**
 * querist_question_new:
 * @text: a question in plain words
 * @schema: the schema
 * @values: (nullable): the data's texts
 *
 * Finds what each piece of a question may mean. Only its first 200 words are read.
 *
 * Returns: (transfer full): the question in pieces
 */
QueristQuestion *
querist_question_new (const char               *text,
                      const QueristKnownSchema *schema,
                      QueristValueIndex        *values)
{
  QueristQuestion *self = g_new0 (QueristQuestion, 1);
  g_autoptr(GDateTime) now = querist_clock_now ();
  Builder builder = { self, schema };

  self->text = g_utf8_make_valid (text, -1);
  self->words = querist_words_split (self->text, MAX_WORDS);
  self->items = g_ptr_array_new_with_free_func (free_item);
  self->hits = values != NULL ? querist_value_index_search (values, self->text, MAX_HITS)
                              : g_ptr_array_new ();
  g_date_clear (&self->today, 1);
  g_date_set_dmy (&self->today, g_date_time_get_day_of_month (now), g_date_time_get_month (now),
                  g_date_time_get_year (now));
  build_items (&builder);
  return self;
}
