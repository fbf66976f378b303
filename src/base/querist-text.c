/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-text.h"

/**
 * querist_text_words:
 * @text: an identifier or a label: "customerID", "Customer id", "customer_id", "HTTPServer2"
 *
 * Splits at blanks, punctuation and changes of case. A run of digits stays with the letters
 * before it.
 *
 * Returns: (transfer full): its words in lower case, maybe none
 */
GStrv
querist_text_words (const char *text)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GString) word = g_string_new (NULL);
  gunichar before = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gunichar after = g_utf8_get_char (g_utf8_next_char (p));
      gboolean starts = g_unichar_isupper (c) && before != 0 &&
                        (!g_unichar_isupper (before) || g_unichar_islower (after));

      if ((starts || !g_unichar_isalnum (c)) && word->len > 0)
        {
          g_strv_builder_add (builder, word->str);
          g_string_truncate (word, 0);
        }
      if (g_unichar_isalnum (c))
        g_string_append_unichar (word, g_unichar_tolower (c));
      before = g_unichar_isalnum (c) ? c : 0;
    }
  if (word->len > 0)
    g_strv_builder_add (builder, word->str);
  return g_strv_builder_end (builder);
}

static void
append_title (GString    *string,
              const char *word)
{
  g_string_append_unichar (string, g_unichar_toupper (g_utf8_get_char (word)));
  g_string_append (string, g_utf8_next_char (word));
}

/**
 * querist_text_pascal_case:
 * @text: an identifier or a label
 *
 * Returns: (transfer full): "OrderItem" for "order_item"
 */
char *
querist_text_pascal_case (const char *text)
{
  g_auto(GStrv) words = querist_text_words (text);
  GString *string = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    append_title (string, words[i]);
  return g_string_free (string, FALSE);
}

/**
 * querist_text_camel_case:
 * @text: an identifier or a label
 *
 * Returns: (transfer full): "orderItem" for "order_item"
 */
char *
querist_text_camel_case (const char *text)
{
  g_auto(GStrv) words = querist_text_words (text);
  GString *string = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (i == 0)
        g_string_append (string, words[i]);
      else
        append_title (string, words[i]);
    }
  return g_string_free (string, FALSE);
}

/**
 * querist_text_snake_case:
 * @text: an identifier or a label
 *
 * Returns: (transfer full): "order_item" for "OrderItem"
 */
char *
querist_text_snake_case (const char *text)
{
  g_auto(GStrv) words = querist_text_words (text);

  return g_strjoinv ("_", words);
}

/* English nouns whose plural no rule gives; the second of a pair is the plural. */
static const char *const irregular[][2] = {
  { "person", "people" },     { "child", "children" },      { "man", "men" },
  { "woman", "women" },       { "foot", "feet" },           { "mouse", "mice" },
  { "tooth", "teeth" },       { "goose", "geese" },         { "criterion", "criteria" },
  { "analysis", "analyses" }, { "diagnosis", "diagnoses" }, { "crisis", "crises" },
  { "thesis", "theses" },     { "basis", "bases" },         { "axis", "axes" },
  { "index", "indices" },     { "matrix", "matrices" },     { "vertex", "vertices" },
  { "movie", "movies" },      { "cookie", "cookies" },      { "hero", "heroes" },
  { "leaf", "leaves" },       { "shelf", "shelves" },       { "half", "halves" },
  { "knife", "knives" },      { "gas", "gases" },           { "lens", "lenses" },
  { "alias", "aliases" },     { "canvas", "canvases" },     { "bias", "biases" },
  { "quiz", "quizzes" },      { "phenomenon", "phenomena" },
};

/* Also those whose singular nobody uses: a table of data holds no datums. */
static const char *const unchanging[] = { "series", "species", "news", "status", "sales", "address",
                                          "business", "bus", "campus", "bonus", "data", "metadata",
                                          "media" };

static gboolean
is_unchanging (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (unchanging); i++)
    {
      if (g_str_equal (word, unchanging[i]))
        return TRUE;
    }
  return FALSE;
}

static char *
replace_ending (const char *word,
                gsize       cut,
                const char *ending)
{
  return g_strdup_printf ("%.*s%s", (int) (strlen (word) - cut), word, ending);
}

/**
 * querist_text_singular:
 * @word: an English noun in lower case
 *
 * Returns: (transfer full): its singular; @word itself when it looks like one
 */
char *
querist_text_singular (const char *word)
{
  gsize length = strlen (word);

  for (guint i = 0; i < G_N_ELEMENTS (irregular); i++)
    {
      if (g_str_equal (word, irregular[i][1]) || g_str_equal (word, irregular[i][0]))
        return g_strdup (irregular[i][0]);
    }
  if (length < 4 || is_unchanging (word) || !g_str_has_suffix (word, "s") ||
      g_str_has_suffix (word, "ss") || g_str_has_suffix (word, "us") ||
      g_str_has_suffix (word, "is"))
    {
      if (g_str_has_suffix (word, "statuses") || g_str_has_suffix (word, "buses"))
        return replace_ending (word, 2, "");
      return g_strdup (word);
    }
  if (g_str_has_suffix (word, "ies"))
    return replace_ending (word, 3, "y");
  if (g_str_has_suffix (word, "sses") || g_str_has_suffix (word, "ches") ||
      g_str_has_suffix (word, "shes") || g_str_has_suffix (word, "xes") ||
      g_str_has_suffix (word, "uses"))
    return replace_ending (word, g_str_has_suffix (word, "ouses") ? 1 : 2, "");
  return replace_ending (word, 1, "");
}

/**
 * querist_text_plural:
 * @word: an English noun in lower case
 *
 * Returns: (transfer full): its plural; @word itself when it looks like one
 */
char *
querist_text_plural (const char *word)
{
  gsize length = strlen (word);

  for (guint i = 0; i < G_N_ELEMENTS (irregular); i++)
    {
      if (g_str_equal (word, irregular[i][0]) || g_str_equal (word, irregular[i][1]))
        return g_strdup (irregular[i][1]);
    }
  if (length == 0 || g_str_equal (word, "series") || g_str_equal (word, "species") ||
      g_str_equal (word, "news") || g_str_equal (word, "sales") || g_str_has_suffix (word, "data") ||
      g_str_equal (word, "media"))
    return g_strdup (word);
  if (g_str_has_suffix (word, "ss") || g_str_has_suffix (word, "us") ||
      g_str_has_suffix (word, "x") || g_str_has_suffix (word, "ch") ||
      g_str_has_suffix (word, "sh"))
    return g_strconcat (word, "es", NULL);
  if (g_str_has_suffix (word, "s"))
    return g_strdup (word);
  if (length > 1 && word[length - 1] == 'y' && strchr ("aeiou", word[length - 2]) == NULL)
    return replace_ending (word, 1, "ies");
  return g_strconcat (word, "s", NULL);
}

/**
 * querist_text_edit_distance:
 * @a: UTF-8
 * @b: UTF-8
 *
 * Optimal string alignment: insert, delete, replace and swap of neighbours cost one each
 * (Damerau 1964; Wagner & Fischer 1974).
 *
 * Returns: the least number of such edits that turn @a into @b
 */
guint
querist_text_edit_distance (const char *a,
                            const char *b)
{
  glong n_a, n_b;
  g_autofree gunichar *s = g_utf8_to_ucs4_fast (a, -1, &n_a);
  g_autofree gunichar *t = g_utf8_to_ucs4_fast (b, -1, &n_b);
  g_autofree guint *rows = g_new (guint, 3 * (n_b + 1));
  guint *two_up = rows, *up = rows + n_b + 1, *row = rows + 2 * (n_b + 1);

  for (glong j = 0; j <= n_b; j++)
    row[j] = j;
  for (glong i = 1; i <= n_a; i++)
    {
      guint *recycled = two_up;

      two_up = up;
      up = row;
      row = recycled;
      row[0] = i;
      for (glong j = 1; j <= n_b; j++)
        {
          guint cost = s[i - 1] == t[j - 1] ? 0 : 1;

          row[j] = MIN (MIN (up[j] + 1, row[j - 1] + 1), up[j - 1] + cost);
          if (i > 1 && j > 1 && s[i - 1] == t[j - 2] && s[i - 2] == t[j - 1])
            row[j] = MIN (row[j], two_up[j - 2] + 1);
        }
    }
  return row[n_b];
}

/**
 * querist_text_nearest:
 * @word: what somebody wrote
 * @candidates: (array zero-terminated=1): what could have been meant
 *
 * Returns: (transfer none) (nullable): the candidate that is so near in spelling that it is worth
 *   proposing, ignoring case; NULL when there is none
 */
const char *
querist_text_nearest (const char        *word,
                      const char *const *candidates)
{
  g_autofree char *folded = g_utf8_casefold (word, -1);
  guint best = g_utf8_strlen (folded, -1) / 3 + 2;
  const char *nearest = NULL;

  for (guint i = 0; candidates[i] != NULL; i++)
    {
      g_autofree char *candidate = g_utf8_casefold (candidates[i], -1);
      guint distance = querist_text_edit_distance (folded, candidate);

      if (distance < best)
        {
          best = distance;
          nearest = candidates[i];
        }
    }
  return nearest;
}

/**
 * querist_text_format_count:
 * @count: a number of things
 *
 * Returns: (transfer full): it in digits, in groups of three parted by a narrow no-break space
 */
char *
querist_text_format_count (guint64 count)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, count);
  gsize length = strlen (digits);
  GString *string = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append (string, "\u202f");
      g_string_append_c (string, digits[i]);
    }
  return g_string_free (string, FALSE);
}

/**
 * querist_text_first_line:
 * @text: text of any source, maybe not UTF-8
 * @max_chars: characters to keep at most
 *
 * Returns: (transfer full): its first line that is not blank, valid UTF-8, without control
 *   characters, ending in "…" if it was cut
 */
char *
querist_text_first_line (const char *text,
                         gsize       max_chars)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *string = g_string_new (NULL);
  gsize n = 0;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\n' || c == '\r')
        {
          if (n > 0)
            break;
          continue;
        }
      if (g_unichar_iscntrl (c) || (n == 0 && g_unichar_isspace (c)))
        continue;
      if (n++ == max_chars)
        {
          g_string_append (string, "…");
          break;
        }
      g_string_append_unichar (string, c);
    }
  return g_string_free (string, FALSE);
}
