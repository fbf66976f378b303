/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-builtin-classify.h"
#include "querist-words.h"

#define MAX_WORDS 60
#define MAX_SKIPPED 5

/* Word sequences that tell an intent; "…" stands for up to five words. A "^" binds to the start
 * of the question. */
static const char *const descriptive[] = {
  "what tables",         "which tables",        "list … tables",       "show … tables",
  "what columns",        "which columns",       "list … columns",      "show … columns",
  "what fields",         "which fields",        "^ describe",          "^ explain … table",
  "^ explain … column",  "^ explain … schema",  "^ explain … database", "what does … mean",
  "what is … meaning of", "meaning of",         "what do … mean",      "^ define",
  "schema",              "data dictionary",     "what data",           "what kind of data",
  "what information",    "what is in",          "what s in",           "how … related",
  "how … connected",     "structure of",        "what values",         "which values",
  "possible values",     "what does … contain", "what does … hold",    "what do we have",
  "tell me about",       "date range",          "what period",         "what can i ask",
  "help",                "what relations",      "which relations",     "foreign keys",
  "primary key",         "how many tables",     "how many columns",    "what time span",
  "time range",
};

static const char *const analytical[] = {
  "interesting",      "insight",         "anomaly",       "anomalies",     "outlier",
  "unusual",          "^ why",           "pattern",       "stand out",     "stands out",
  "what should",      "explore",         "surprising",    "correlation",   "correlated",
  "key findings",     "key drivers",     "driver",        "improve",       "recommend",
  "suggest",          "analyze",         "analyse",       "analysis of",   "find trends",
  "any trends",       "main trends",     "trends in",     "what are … trends", "what trends",
  "opportunities",    "problems in",     "what is going on", "summary of … data", "summarize",
  "worth knowing",    "something i",     "what could",    "affects",       "influences",
};

static gboolean
word_is (GArray     *words,
         guint       index,
         const char *text,
         gsize       length)
{
  const QueristWord *word;

  if (index >= words->len)
    return FALSE;
  word = &g_array_index (words, QueristWord, index);
  return (strlen (word->folded) == length && strncmp (word->folded, text, length) == 0) ||
         (strlen (word->stem) == length && strncmp (word->stem, text, length) == 0);
}

static gboolean
match_from (GArray     *words,
            guint       at,
            const char *pattern)
{
  while (*pattern != '\0')
    {
      const char *blank = strchrnul (pattern, ' ');
      gsize length = blank - pattern;
      const char *rest = *blank != '\0' ? blank + 1 : blank;

      if (g_str_has_prefix (pattern, "…"))
        {
          for (guint skip = 0; skip <= MAX_SKIPPED; skip++)
            {
              if (match_from (words, at + skip, rest))
                return TRUE;
            }
          return FALSE;
        }
      if (!word_is (words, at, pattern, length))
        return FALSE;
      at++;
      pattern = rest;
    }
  return TRUE;
}

static gboolean
matches_any (GArray            *words,
             const char *const *patterns,
             guint              n_patterns)
{
  for (guint i = 0; i < n_patterns; i++)
    {
      gboolean at_start = g_str_has_prefix (patterns[i], "^ ");

      for (guint at = 0; at < (at_start ? MIN (1, words->len) : words->len); at++)
        {
          if (match_from (words, at, patterns[i] + (at_start ? 2 : 0)))
            return TRUE;
        }
    }
  return FALSE;
}

/**
 * querist_builtin_classify:
 * @question: a question
 *
 * Tells by its words what kind of answer a question wants.
 *
 * Returns: the intent; specific when nothing speaks for another
 */
QueristIntent
querist_builtin_classify (const char *question)
{
  g_autofree char *valid = g_utf8_make_valid (question, -1);
  g_autoptr(GArray) words = querist_words_split (valid, MAX_WORDS);

  if (matches_any (words, descriptive, G_N_ELEMENTS (descriptive)))
    return QUERIST_INTENT_DESCRIPTIVE;
  if (matches_any (words, analytical, G_N_ELEMENTS (analytical)))
    return QUERIST_INTENT_ANALYTICAL;
  return QUERIST_INTENT_SPECIFIC;
}
