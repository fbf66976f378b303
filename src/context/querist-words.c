/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-text.h"
#include "querist-words.h"

/* Words that carry the grammar of a question and say nothing about its subject. Sorted. */
static const char *const common_words[] = {
  "a",     "about",  "all",   "also",  "am",    "an",    "and",   "any",   "are",   "as",
  "at",    "be",     "been",  "being", "both",  "but",   "by",    "can",   "could", "did",
  "do",    "does",   "done",  "each",  "for",   "from",  "get",   "give",  "had",   "has",
  "have",  "having", "he",    "her",   "here",  "him",   "his",   "how",   "i",     "if",
  "in",    "into",   "is",    "it",    "its",   "just",  "list",  "many",  "me",    "more",
  "most",  "much",   "my",    "no",    "not",   "of",    "off",   "on",    "only",  "or",
  "our",   "out",    "over",  "per",   "she",   "should", "show", "so",    "some",  "such",
  "tell",  "than",   "that",  "the",   "their", "them",  "then",  "there", "these", "they",
  "this",  "those",  "to",    "under", "up",    "us",    "was",   "we",    "were",  "what",
  "when",  "where",  "which", "who",   "whose", "why",   "will",  "with",  "would", "you",
  "your",
};

static int
compare_word (const void *a,
              const void *b)
{
  return strcmp (a, *(const char *const *) b);
}

/**
 * querist_word_is_common:
 * @folded: a word in lower case
 *
 * Returns: whether it is one of the words that any English question is made of
 */
gboolean
querist_word_is_common (const char *folded)
{
  return bsearch (folded, common_words, G_N_ELEMENTS (common_words), sizeof common_words[0],
                  compare_word) != NULL;
}

/**
 * querist_word_is_capital:
 * @word: a word
 *
 * Returns: whether it begins with a capital letter
 */
gboolean
querist_word_is_capital (const QueristWord *word)
{
  return word->kind == QUERIST_WORD_TEXT && g_unichar_isupper (g_utf8_get_char (word->text));
}

static void
clear_word (gpointer data)
{
  QueristWord *word = data;

  g_free (word->text);
  g_free (word->folded);
  g_free (word->stem);
}

/* Within a number: a sign that stands between digits, as in 1,000.5 or 2024-03-01 or 10:30. */
static gboolean
joins_digits (const char *p)
{
  return strchr (".,:/-", *p) != NULL && g_ascii_isdigit (p[1]);
}

static const char *
find_word_end (const char      *p,
               QueristWordKind  kind)
{
  while (*p != '\0')
    {
      if (g_unichar_isalnum (g_utf8_get_char (p)) || g_unichar_ismark (g_utf8_get_char (p)))
        p = g_utf8_next_char (p);
      else if (kind == QUERIST_WORD_NUMBER && joins_digits (p))
        p += 2;
      else
        break;
    }
  return p;
}

/* Signs that only tie words together or end a sentence. */
static gboolean
is_ignored (gunichar c)
{
  return g_unichar_isspace (c) || g_unichar_iscntrl (c) || c == '-' || c == '_' || c == '.' ||
         c == '?' || c == '!' || c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x2010 ||
         c == 0x2011 || c == 0xfeff;
}

static void
add_word (GArray          *words,
          QueristWordKind  kind,
          const char      *text,
          const char      *start,
          const char      *end)
{
  QueristWord word = { .kind = kind, .start = start - text, .length = end - start };

  word.text = g_strndup (start, end - start);
  word.folded = g_utf8_strdown (word.text, -1);
  word.stem = kind == QUERIST_WORD_TEXT ? querist_text_singular (word.folded)
                                        : g_strdup (word.folded);
  g_array_append_val (words, word);
}

/**
 * querist_words_split:
 * @text: UTF-8 text: a question, or a value of the data
 * @max_words: where to stop, 0 for no limit
 *
 * Splits text for matching: a question and a value that are spelled alike but for case, hyphens
 * and apostrophes give the same words; a possessive "'s" is left out.
 *
 * Returns: (transfer full) (element-type QueristWord): the words in order
 */
GArray *
querist_words_split (const char *text,
                     guint       max_words)
{
  GArray *words = g_array_new (FALSE, FALSE, sizeof (QueristWord));
  const char *p = text;

  g_array_set_clear_func (words, clear_word);
  while (*p != '\0' && (max_words == 0 || words->len < max_words))
    {
      gunichar c = g_utf8_get_char (p);
      const char *end;

      if (is_ignored (c))
        {
          p = g_utf8_next_char (p);
          if ((c == '\'' || c == 0x2019) && (*p == 's' || *p == 'S') &&
              !g_unichar_isalnum (g_utf8_get_char (p + 1)))
            p++;
          continue;
        }
      if (g_unichar_isalnum (c))
        {
          QueristWordKind kind =
            g_ascii_isdigit (*p) ? QUERIST_WORD_NUMBER : QUERIST_WORD_TEXT;

          end = find_word_end (p, kind);
          add_word (words, kind, text, p, end);
        }
      else
        {
          end = g_utf8_next_char (p);
          add_word (words, QUERIST_WORD_SIGN, text, p, end);
        }
      p = end;
    }
  return words;
}
