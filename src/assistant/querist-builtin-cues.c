/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-builtin-cues.h"
#include "querist-words.h"

/* A soft cue gives way to a table or a column of the same name. */
static const struct {
  const char *phrase;
  QueristCue  cue;
  gboolean    soft;
} cues[] = {
  { "and", QUERIST_CUE_AND },
  { "&", QUERIST_CUE_AND },
  { ",", QUERIST_CUE_AND },
  { "as well as", QUERIST_CUE_AND },
  { "along with", QUERIST_CUE_AND },
  { "together with", QUERIST_CUE_AND },
  { "or", QUERIST_CUE_OR },
  { "show", QUERIST_CUE_LIST, TRUE },
  { "show me", QUERIST_CUE_LIST },
  { "list", QUERIST_CUE_LIST, TRUE },
  { "give me", QUERIST_CUE_LIST },
  { "give", QUERIST_CUE_LIST },
  { "display", QUERIST_CUE_LIST, TRUE },
  { "find", QUERIST_CUE_LIST },
  { "return", QUERIST_CUE_LIST, TRUE },
  { "get", QUERIST_CUE_LIST },
  { "tell me", QUERIST_CUE_LIST },
  { "name", QUERIST_CUE_LIST, TRUE },
  { "which", QUERIST_CUE_WHICH },
  { "what", QUERIST_CUE_WHICH },
  { "who", QUERIST_CUE_WHO },
  { "whom", QUERIST_CUE_WHO },
  { "whose", QUERIST_CUE_WITH },
  { "when", QUERIST_CUE_WHEN },
  { "where", QUERIST_CUE_WHERE },
  { "of", QUERIST_CUE_OF },
  { "how many", QUERIST_CUE_COUNT },
  { "how often", QUERIST_CUE_COUNT },
  { "how many times", QUERIST_CUE_COUNT },
  { "number of", QUERIST_CUE_COUNT },
  { "the number of", QUERIST_CUE_COUNT },
  { "total number of", QUERIST_CUE_COUNT },
  { "count of", QUERIST_CUE_COUNT },
  { "count", QUERIST_CUE_COUNT, TRUE },
  { "amount of", QUERIST_CUE_COUNT, TRUE },
  { "how much", QUERIST_CUE_SUM },
  { "total", QUERIST_CUE_SUM, TRUE },
  { "sum", QUERIST_CUE_SUM, TRUE },
  { "sum of", QUERIST_CUE_SUM },
  { "total of", QUERIST_CUE_SUM },
  { "overall", QUERIST_CUE_SUM, TRUE },
  { "combined", QUERIST_CUE_SUM, TRUE },
  { "average", QUERIST_CUE_AVG, TRUE },
  { "avg", QUERIST_CUE_AVG, TRUE },
  { "mean", QUERIST_CUE_AVG, TRUE },
  { "average of", QUERIST_CUE_AVG },
  { "average number of", QUERIST_CUE_AVG },
  { "mean number of", QUERIST_CUE_AVG },
  { "on average", QUERIST_CUE_AVG },
  { "typical", QUERIST_CUE_AVG, TRUE },
  { "maximum", QUERIST_CUE_MAX, TRUE },
  { "max", QUERIST_CUE_MAX, TRUE },
  { "highest", QUERIST_CUE_MAX },
  { "largest", QUERIST_CUE_MAX },
  { "biggest", QUERIST_CUE_MAX },
  { "greatest", QUERIST_CUE_MAX },
  { "best", QUERIST_CUE_MAX },
  { "strongest", QUERIST_CUE_MAX },
  { "minimum", QUERIST_CUE_MIN, TRUE },
  { "min", QUERIST_CUE_MIN, TRUE },
  { "lowest", QUERIST_CUE_MIN },
  { "smallest", QUERIST_CUE_MIN },
  { "worst", QUERIST_CUE_MIN },
  { "weakest", QUERIST_CUE_MIN },
  { "most", QUERIST_CUE_MOST },
  { "most often", QUERIST_CUE_COMMON },
  { "most frequently", QUERIST_CUE_COMMON },
  { "fewest", QUERIST_CUE_FEWEST },
  { "least", QUERIST_CUE_FEWEST },
  { "most common", QUERIST_CUE_COMMON },
  { "commonest", QUERIST_CUE_COMMON },
  { "most frequent", QUERIST_CUE_COMMON },
  { "most popular", QUERIST_CUE_COMMON },
  { "busiest", QUERIST_CUE_COMMON },
  { "most active", QUERIST_CUE_COMMON },
  { "least common", QUERIST_CUE_RARE },
  { "least popular", QUERIST_CUE_RARE },
  { "least frequent", QUERIST_CUE_RARE },
  { "rarest", QUERIST_CUE_RARE },
  { "best selling", QUERIST_CUE_BEST_SELLING },
  { "bestselling", QUERIST_CUE_BEST_SELLING },
  { "top selling", QUERIST_CUE_BEST_SELLING },
  { "best sellers", QUERIST_CUE_BEST_SELLING },
  { "bestsellers", QUERIST_CUE_BEST_SELLING },
  { "top", QUERIST_CUE_TOP },
  { "bottom", QUERIST_CUE_BOTTOM },
  { "latest", QUERIST_CUE_LATEST },
  { "newest", QUERIST_CUE_LATEST },
  { "most recent", QUERIST_CUE_LATEST },
  { "most recently", QUERIST_CUE_LATEST },
  { "last", QUERIST_CUE_LATEST, TRUE },
  { "earliest", QUERIST_CUE_EARLIEST },
  { "first", QUERIST_CUE_EARLIEST, TRUE },
  { "per", QUERIST_CUE_PER },
  { "each", QUERIST_CUE_PER },
  { "every", QUERIST_CUE_PER },
  { "for each", QUERIST_CUE_PER },
  { "for every", QUERIST_CUE_PER },
  { "in each", QUERIST_CUE_PER },
  { "in every", QUERIST_CUE_PER },
  { "at each", QUERIST_CUE_PER },
  { "by each", QUERIST_CUE_PER },
  { "of each", QUERIST_CUE_PER },
  { "from each", QUERIST_CUE_PER },
  { "across", QUERIST_CUE_PER },
  { "grouped by", QUERIST_CUE_PER },
  { "group by", QUERIST_CUE_PER },
  { "broken down by", QUERIST_CUE_PER },
  { "split by", QUERIST_CUE_PER },
  { "breakdown by", QUERIST_CUE_PER },
  { "by", QUERIST_CUE_BY },
  { "according to", QUERIST_CUE_BY },
  { "in terms of", QUERIST_CUE_BY },
  { "based on", QUERIST_CUE_BY },
  { "sorted by", QUERIST_CUE_SORT },
  { "ordered by", QUERIST_CUE_SORT },
  { "sort by", QUERIST_CUE_SORT },
  { "order by", QUERIST_CUE_SORT },
  { "ranked by", QUERIST_CUE_SORT },
  { "rank by", QUERIST_CUE_SORT },
  { "in order of", QUERIST_CUE_SORT },
  { "ascending", QUERIST_CUE_ASCENDING },
  { "in ascending order", QUERIST_CUE_ASCENDING },
  { "in ascending order of", QUERIST_CUE_SORT },
  { "alphabetically", QUERIST_CUE_ASCENDING },
  { "alphabetical order", QUERIST_CUE_ASCENDING },
  { "in alphabetical order", QUERIST_CUE_ASCENDING },
  { "descending", QUERIST_CUE_DESCENDING },
  { "in descending order", QUERIST_CUE_DESCENDING },
  { "from highest to lowest", QUERIST_CUE_DESCENDING },
  { "from lowest to highest", QUERIST_CUE_ASCENDING },
  { "more than", QUERIST_CUE_GT },
  { "greater than", QUERIST_CUE_GT },
  { "larger than", QUERIST_CUE_GT },
  { "bigger than", QUERIST_CUE_GT },
  { "higher than", QUERIST_CUE_GT },
  { "over", QUERIST_CUE_GT },
  { "above", QUERIST_CUE_GT },
  { "exceeding", QUERIST_CUE_GT },
  { "exceeds", QUERIST_CUE_GT },
  { "exceed", QUERIST_CUE_GT },
  { "exceeded", QUERIST_CUE_GT },
  { "better than", QUERIST_CUE_GT },
  { ">", QUERIST_CUE_GT },
  { "> =", QUERIST_CUE_GE },
  { "≥", QUERIST_CUE_GE },
  { "less than", QUERIST_CUE_LT },
  { "fewer than", QUERIST_CUE_LT },
  { "lower than", QUERIST_CUE_LT },
  { "smaller than", QUERIST_CUE_LT },
  { "worse than", QUERIST_CUE_LT },
  { "under", QUERIST_CUE_LT },
  { "below", QUERIST_CUE_LT },
  { "<", QUERIST_CUE_LT },
  { "< =", QUERIST_CUE_LE },
  { "≤", QUERIST_CUE_LE },
  { "at least", QUERIST_CUE_GE },
  { "not less than", QUERIST_CUE_GE },
  { "no less than", QUERIST_CUE_GE },
  { "no fewer than", QUERIST_CUE_GE },
  { "a minimum of", QUERIST_CUE_GE },
  { "at most", QUERIST_CUE_LE },
  { "no more than", QUERIST_CUE_LE },
  { "not more than", QUERIST_CUE_LE },
  { "up to", QUERIST_CUE_LE },
  { "a maximum of", QUERIST_CUE_LE },
  { "exactly", QUERIST_CUE_EQ },
  { "equal to", QUERIST_CUE_EQ },
  { "equals", QUERIST_CUE_EQ },
  { "=", QUERIST_CUE_EQ },
  { "or more", QUERIST_CUE_OR_MORE },
  { "or higher", QUERIST_CUE_OR_MORE },
  { "or above", QUERIST_CUE_OR_MORE },
  { "or better", QUERIST_CUE_OR_MORE },
  { "and above", QUERIST_CUE_OR_MORE },
  { "and up", QUERIST_CUE_OR_MORE },
  { "or older", QUERIST_CUE_OR_MORE },
  { "or less", QUERIST_CUE_OR_LESS },
  { "or fewer", QUERIST_CUE_OR_LESS },
  { "or lower", QUERIST_CUE_OR_LESS },
  { "or below", QUERIST_CUE_OR_LESS },
  { "or younger", QUERIST_CUE_OR_LESS },
  { "between", QUERIST_CUE_BETWEEN },
  { "above average", QUERIST_CUE_ABOVE_AVERAGE },
  { "above the average", QUERIST_CUE_ABOVE_AVERAGE },
  { "more than the average", QUERIST_CUE_ABOVE_AVERAGE },
  { "more than average", QUERIST_CUE_ABOVE_AVERAGE },
  { "higher than the average", QUERIST_CUE_ABOVE_AVERAGE },
  { "higher than average", QUERIST_CUE_ABOVE_AVERAGE },
  { "greater than the average", QUERIST_CUE_ABOVE_AVERAGE },
  { "better than average", QUERIST_CUE_ABOVE_AVERAGE },
  { "over the average", QUERIST_CUE_ABOVE_AVERAGE },
  { "below average", QUERIST_CUE_BELOW_AVERAGE },
  { "below the average", QUERIST_CUE_BELOW_AVERAGE },
  { "less than the average", QUERIST_CUE_BELOW_AVERAGE },
  { "less than average", QUERIST_CUE_BELOW_AVERAGE },
  { "lower than the average", QUERIST_CUE_BELOW_AVERAGE },
  { "lower than average", QUERIST_CUE_BELOW_AVERAGE },
  { "not", QUERIST_CUE_NOT },
  { "isn t", QUERIST_CUE_NOT },
  { "aren t", QUERIST_CUE_NOT },
  { "wasn t", QUERIST_CUE_NOT },
  { "weren t", QUERIST_CUE_NOT },
  { "except", QUERIST_CUE_NOT },
  { "except for", QUERIST_CUE_NOT },
  { "excluding", QUERIST_CUE_NOT },
  { "exclude", QUERIST_CUE_NOT },
  { "other than", QUERIST_CUE_NOT },
  { "apart from", QUERIST_CUE_NOT },
  { "outside", QUERIST_CUE_NOT },
  { "outside of", QUERIST_CUE_NOT },
  { "non", QUERIST_CUE_NOT },
  { "but not", QUERIST_CUE_NOT },
  { "without", QUERIST_CUE_WITHOUT },
  { "without any", QUERIST_CUE_WITHOUT },
  { "with no", QUERIST_CUE_WITHOUT },
  { "no", QUERIST_CUE_WITHOUT },
  { "never", QUERIST_CUE_WITHOUT },
  { "lacking", QUERIST_CUE_WITHOUT },
  { "lack", QUERIST_CUE_WITHOUT },
  { "have no", QUERIST_CUE_WITHOUT },
  { "has no", QUERIST_CUE_WITHOUT },
  { "had no", QUERIST_CUE_WITHOUT },
  { "have not", QUERIST_CUE_WITHOUT },
  { "has not", QUERIST_CUE_WITHOUT },
  { "had not", QUERIST_CUE_WITHOUT },
  { "haven t", QUERIST_CUE_WITHOUT },
  { "hasn t", QUERIST_CUE_WITHOUT },
  { "have not yet", QUERIST_CUE_WITHOUT },
  { "do not", QUERIST_CUE_WITHOUT },
  { "does not", QUERIST_CUE_WITHOUT },
  { "did not", QUERIST_CUE_WITHOUT },
  { "don t", QUERIST_CUE_WITHOUT },
  { "doesn t", QUERIST_CUE_WITHOUT },
  { "didn t", QUERIST_CUE_WITHOUT },
  { "do not have", QUERIST_CUE_WITHOUT },
  { "does not have", QUERIST_CUE_WITHOUT },
  { "did not have", QUERIST_CUE_WITHOUT },
  { "don t have", QUERIST_CUE_WITHOUT },
  { "doesn t have", QUERIST_CUE_WITHOUT },
  { "missing", QUERIST_CUE_NULL },
  { "null", QUERIST_CUE_NULL },
  { "empty", QUERIST_CUE_NULL },
  { "blank", QUERIST_CUE_NULL },
  { "unknown", QUERIST_CUE_NULL },
  { "not known", QUERIST_CUE_NULL },
  { "not set", QUERIST_CUE_NULL },
  { "not given", QUERIST_CUE_NULL },
  { "with", QUERIST_CUE_WITH },
  { "have", QUERIST_CUE_WITH },
  { "has", QUERIST_CUE_WITH },
  { "had", QUERIST_CUE_WITH },
  { "having", QUERIST_CUE_WITH },
  { "different", QUERIST_CUE_DISTINCT },
  { "distinct", QUERIST_CUE_DISTINCT },
  { "unique", QUERIST_CUE_DISTINCT },
  { "share", QUERIST_CUE_SHARE, TRUE },
  { "share of", QUERIST_CUE_SHARE },
  { "percentage", QUERIST_CUE_SHARE, TRUE },
  { "percentage of", QUERIST_CUE_SHARE },
  { "percent of", QUERIST_CUE_SHARE },
  { "percent", QUERIST_CUE_SHARE },
  { "per cent of", QUERIST_CUE_SHARE },
  { "% of", QUERIST_CUE_SHARE },
  { "%", QUERIST_CUE_SHARE },
  { "proportion of", QUERIST_CUE_SHARE },
  { "fraction of", QUERIST_CUE_SHARE },
  { "portion of", QUERIST_CUE_SHARE },
  { "grew", QUERIST_CUE_GROWTH },
  { "grow", QUERIST_CUE_GROWTH },
  { "grown", QUERIST_CUE_GROWTH },
  { "growth", QUERIST_CUE_GROWTH },
  { "growing", QUERIST_CUE_GROWTH },
  { "increase", QUERIST_CUE_GROWTH },
  { "increased", QUERIST_CUE_GROWTH },
  { "rose", QUERIST_CUE_GROWTH },
  { "change", QUERIST_CUE_GROWTH, TRUE },
  { "changed", QUERIST_CUE_GROWTH, TRUE },
  { "fastest growing", QUERIST_CUE_GROWTH },
  { "improved", QUERIST_CUE_GROWTH },
  { "declined", QUERIST_CUE_DECLINE },
  { "decline", QUERIST_CUE_DECLINE },
  { "decreased", QUERIST_CUE_DECLINE },
  { "decrease", QUERIST_CUE_DECLINE },
  { "shrank", QUERIST_CUE_DECLINE },
  { "shrunk", QUERIST_CUE_DECLINE },
  { "fell", QUERIST_CUE_DECLINE },
  { "dropped", QUERIST_CUE_DECLINE },
  { "drop in", QUERIST_CUE_DECLINE },
  { "compare", QUERIST_CUE_COMPARE },
  { "compared to", QUERIST_CUE_COMPARE },
  { "compared with", QUERIST_CUE_COMPARE },
  { "comparison of", QUERIST_CUE_COMPARE },
  { "versus", QUERIST_CUE_COMPARE },
  { "vs", QUERIST_CUE_COMPARE },
  { "difference between", QUERIST_CUE_COMPARE },
  { "in", QUERIST_CUE_IN },
  { "at", QUERIST_CUE_IN },
  { "on", QUERIST_CUE_IN },
  { "for", QUERIST_CUE_IN },
  { "during", QUERIST_CUE_IN },
  { "within", QUERIST_CUE_IN },
  { "from", QUERIST_CUE_FROM },
  { "to", QUERIST_CUE_TO },
  { "through", QUERIST_CUE_TO },
  { "before", QUERIST_CUE_BEFORE },
  { "earlier than", QUERIST_CUE_BEFORE },
  { "prior to", QUERIST_CUE_BEFORE },
  { "after", QUERIST_CUE_AFTER },
  { "later than", QUERIST_CUE_AFTER },
  { "since", QUERIST_CUE_SINCE },
  { "starting in", QUERIST_CUE_SINCE },
  { "until", QUERIST_CUE_UNTIL },
  { "till", QUERIST_CUE_UNTIL },
  { "so far", QUERIST_CUE_FILLER },
  { "over time", QUERIST_CUE_SERIES },
  { "develop", QUERIST_CUE_SERIES },
  { "developed", QUERIST_CUE_SERIES },
  { "developing", QUERIST_CUE_SERIES },
  { "evolve", QUERIST_CUE_SERIES },
  { "evolved", QUERIST_CUE_SERIES },
  { "trend", QUERIST_CUE_SERIES },
  { "trend of", QUERIST_CUE_SERIES },
  { "trend in", QUERIST_CUE_SERIES },
  { "development of", QUERIST_CUE_SERIES },
  { "evolution of", QUERIST_CUE_SERIES },
  { "and by", QUERIST_CUE_BY },
  { "what about", QUERIST_CUE_FOLLOW },
  { "how about", QUERIST_CUE_FOLLOW },
  { "and for", QUERIST_CUE_FOLLOW },
  { "and in", QUERIST_CUE_FOLLOW },
  { "only", QUERIST_CUE_FOLLOW },
  { "just", QUERIST_CUE_FOLLOW },
  { "same", QUERIST_CUE_FOLLOW },
  { "now", QUERIST_CUE_FOLLOW },
  { "instead", QUERIST_CUE_FOLLOW },
  { "also", QUERIST_CUE_ALSO },
  { "starting with", QUERIST_CUE_STARTS },
  { "start with", QUERIST_CUE_STARTS },
  { "starts with", QUERIST_CUE_STARTS },
  { "begins with", QUERIST_CUE_STARTS },
  { "begin with", QUERIST_CUE_STARTS },
  { "beginning with", QUERIST_CUE_STARTS },
  { "ends with", QUERIST_CUE_ENDS },
  { "ending with", QUERIST_CUE_ENDS },
  { "end with", QUERIST_CUE_ENDS },
  { "ending in", QUERIST_CUE_ENDS },
  { "containing", QUERIST_CUE_CONTAINS },
  { "contains", QUERIST_CUE_CONTAINS },
  { "contain", QUERIST_CUE_CONTAINS },
};

/* comparative, superlative, and what they speak of */
static const struct {
  const char      *comparative;
  const char      *superlative;
  QueristAdjective adjective;
} adjectives[] = {
  { "cheaper", "cheapest", { "price cost fare fee amount", FALSE } },
  { "more expensive", "most expensive", { "price cost fare fee amount", TRUE } },
  { "pricier", "priciest", { "price cost fare fee amount", TRUE } },
  { "older",
    "oldest",
    { "age -birth -birthday -dob -founded -opened -built -established -hire -joined -date", TRUE } },
  { "younger",
    "youngest",
    { "age -birth -birthday -dob -founded -opened -built -hire -joined -date", FALSE } },
  { "taller", "tallest", { "height elevation", TRUE } },
  { "shorter", "shortest", { "duration height length distance minutes pages runtime", FALSE } },
  { "longer", "longest", { "duration length distance minutes pages days runtime", TRUE } },
  { "heavier", "heaviest", { "weight mass", TRUE } },
  { "lighter", "lightest", { "weight mass", FALSE } },
  { "richer", "richest", { "income wealth salary balance", TRUE } },
  { "better paid", "best paid", { "salary pay wage", TRUE } },
  { "higher paid", "highest paid", { "salary pay wage", TRUE } },
  { "lower paid", "lowest paid", { "salary pay wage", FALSE } },
  { "better rated", "best rated", { "rating score stars", TRUE } },
  { "higher rated", "highest rated", { "rating score stars", TRUE } },
  { "higher rated", "top rated", { "rating score stars", TRUE } },
  { "lower rated", "worst rated", { "rating score stars", FALSE } },
  { "lower rated", "lowest rated", { "rating score stars", FALSE } },
  { "faster", "fastest", { "speed -duration -time", TRUE } },
  { "slower", "slowest", { "speed -duration -time", FALSE } },
  { "deeper", "deepest", { "depth", TRUE } },
  { "more populous", "most populous", { "population", TRUE } },
};

/* How many words of @phrase stand in the question from @first on, 0 unless all do. */
static guint
match_phrase (GArray     *words,
              guint       first,
              const char *phrase)
{
  guint n = 0;

  while (*phrase != '\0')
    {
      const char *blank = strchrnul (phrase, ' ');
      gsize length = blank - phrase;
      const QueristWord *word;

      if (first + n >= words->len)
        return 0;
      word = &g_array_index (words, QueristWord, first + n);
      if (strlen (word->folded) != length || strncmp (word->folded, phrase, length) != 0)
        return 0;
      n++;
      phrase = *blank != '\0' ? blank + 1 : blank;
    }
  return n;
}

static guint
read_adjective (GArray                  *words,
                guint                    first,
                QueristCue              *cue,
                const QueristAdjective **adjective)
{
  guint best = 0;

  for (guint i = 0; i < G_N_ELEMENTS (adjectives); i++)
    {
      guint n = match_phrase (words, first, adjectives[i].superlative);

      if (n > best)
        {
          best = n;
          *cue = QUERIST_CUE_SUPERLATIVE;
          *adjective = &adjectives[i].adjective;
        }
      n = match_phrase (words, first, adjectives[i].comparative);
      if (n > 0 && match_phrase (words, first + n, "than") == 1 && n + 1 > best)
        {
          best = n + 1;
          *cue = QUERIST_CUE_COMPARATIVE;
          *adjective = &adjectives[i].adjective;
        }
    }
  return best;
}

/**
 * querist_cue_read:
 * @words: (element-type QueristWord): a question
 * @first: the word to begin at
 * @cue: (out): what was found
 * @soft: (out): whether a table or column of this name would be likelier
 * @adjective: (out) (nullable): what a comparative or superlative speaks of
 *
 * Reads the longest cue that begins at a word.
 *
 * Returns: how many words it takes, 0 for none
 */
guint
querist_cue_read (GArray                  *words,
                  guint                    first,
                  QueristCue              *cue,
                  gboolean                *soft,
                  const QueristAdjective **adjective)
{
  guint best;

  *soft = FALSE;
  *adjective = NULL;
  best = read_adjective (words, first, cue, adjective);
  for (guint i = 0; i < G_N_ELEMENTS (cues); i++)
    {
      guint n = match_phrase (words, first, cues[i].phrase);

      if (n > best)
        {
          best = n;
          *cue = cues[i].cue;
          *soft = cues[i].soft;
          *adjective = NULL;
        }
    }
  return best;
}
