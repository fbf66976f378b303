/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-csv-words.h"

#include <string.h>

#define MAX_WORD 16

/* What programs and people write for "no value". @sure: it can't be a word of any language, nor
 * anybody's name, so that it means the same in a column of texts. */
static const struct
{
  const char *text;
  gboolean    sure;
} null_words[] = {
  { "NA", FALSE },        { "N/A", TRUE },     { "n/a", TRUE },     { "na", FALSE },
  { "N.A.", FALSE },      { "n.a.", FALSE },   { "#N/A", TRUE },    { "#NA", TRUE },
  { "<NA>", TRUE },       { "NULL", FALSE },   { "null", FALSE },   { "Null", FALSE },
  { "(null)", TRUE },     { "<null>", TRUE },  { "\\N", TRUE },     { "None", FALSE },
  { "none", FALSE },      { "NONE", FALSE },   { "nil", FALSE },    { "NaN", FALSE },
  { "nan", FALSE },       { "NAN", FALSE },    { "-NaN", FALSE },   { "-nan", FALSE },
  { "-", FALSE },         { "--", FALSE },     { "---", FALSE },    { "–", FALSE },
  { "—", FALSE },         { ".", FALSE },      { "..", FALSE },     { "?", FALSE },
  { "*", FALSE },         { "missing", FALSE }, { "#DIV/0!", TRUE }, { "#VALUE!", TRUE },
  { "#REF!", TRUE },      { "#NAME?", TRUE },  { "#NUM!", TRUE },   { "#NULL!", TRUE },
  { "unknown", FALSE },   { "Unknown", FALSE }, { "N/a", TRUE },
  { "0000-00-00", FALSE }, { "0000-00-00 00:00:00", FALSE },
};

/* True and false in the languages that exports commonly use, in lower case. */
static const char *const truth_pairs[QUERIST_N_TRUTH_PAIRS][2] = {
  { "true", "false" }, { "yes", "no" },  { "y", "n" },       { "t", "f" },     { "on", "off" },
  { "ja", "nein" },    { "j", "n" },     { "oui", "non" },   { "si", "no" },   { "sí", "no" },
  { "sim", "não" },    { "ja", "nee" },  { "vrai", "faux" }, { "wahr", "falsch" },
};

static gboolean
find_null (const char *text,
           gsize       length,
           gboolean    sure_only)
{
  /* the longest word but the zero dates has seven letters */
  if ((length > 7 && *text != '0') || length > 19 ||
      strchr ("NnMmUu#<(\\-.?*\xe2" "0", *text) == NULL || *text == '\0')
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (null_words); i++)
    {
      const char *word = null_words[i].text;

      if (word[0] == text[0] && strlen (word) == length && memcmp (word, text, length) == 0)
        return null_words[i].sure || !sure_only;
    }
  return FALSE;
}

static gboolean
is_blank (const char *text,
          gsize       length)
{
  while (length > 0 && text[length - 1] == ' ')
    length--;
  return length == 0;
}

/**
 * querist_csv_is_null_word:
 * @text: a field
 * @length: its bytes
 *
 * Returns: whether it means "no value" in a column of numbers, dates or truth values; blanks do, too
 */
gboolean
querist_csv_is_null_word (const char *text,
                          gsize       length)
{
  if (length == 0)
    return FALSE;
  return *text == ' ' ? is_blank (text, length) : find_null (text, length, FALSE);
}

/**
 * querist_csv_is_sure_null:
 * @text: a field
 * @length: its bytes
 *
 * Returns: whether it means "no value" in a column of texts, too
 */
gboolean
querist_csv_is_sure_null (const char *text,
                          gsize       length)
{
  return length > 0 && find_null (text, length, TRUE);
}

/**
 * querist_csv_is_truth_word:
 * @text: a field
 * @length: its bytes
 * @true_of: (out): a bit for each pair of words in which it means true
 * @false_of: (out): a bit for each pair of words in which it means false
 *
 * Returns: whether it is a truth value in some language
 */
gboolean
querist_csv_is_truth_word (const char *text,
                           gsize       length,
                           guint      *true_of,
                           guint      *false_of)
{
  char word[MAX_WORD];

  *true_of = *false_of = 0;
  if (length == 0 || length > 7)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    word[i] = g_ascii_tolower (text[i]);
  word[length] = '\0';
  for (guint i = 0; i < QUERIST_N_TRUTH_PAIRS; i++)
    {
      *true_of |= g_str_equal (word, truth_pairs[i][0]) ? 1u << i : 0;
      *false_of |= g_str_equal (word, truth_pairs[i][1]) ? 1u << i : 0;
    }
  return *true_of != 0 || *false_of != 0;
}

/**
 * querist_csv_truth_pair_format:
 * @pair: a pair's number
 *
 * Returns: (transfer full): its words: "yes/no"
 */
char *
querist_csv_truth_pair_format (guint pair)
{
  g_return_val_if_fail (pair < QUERIST_N_TRUTH_PAIRS, NULL);
  return g_strconcat (truth_pairs[pair][0], "/", truth_pairs[pair][1], NULL);
}
