/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-markup.h"

#include <string.h>

/* Text between a pair of these is shown in the style of a tag. Longer marks stand first. */
static const struct
{
  const char *mark;
  const char *tag;
} STYLES[] = {
  { "**", "b" },
  { "__", "b" },
  { "`", "tt" },
};

static void
append_escaped (GString    *markup,
                const char *text,
                gsize       length)
{
  g_autofree char *escaped = g_markup_escape_text (text, length);

  g_string_append (markup, escaped);
}

/* The bytes of a citation of a cell, such as "[2]", at the start of @text, else 0. */
static gsize
citation_length (const char *text)
{
  gsize digits = *text == '[' ? strspn (text + 1, "0123456789") : 0;

  return digits > 0 && digits < 4 && text[digits + 1] == ']' ? digits + 2 : 0;
}

/* Appends what @text begins with, if that is marked up, and returns its bytes, else 0. */
static gsize
append_marked (GString    *markup,
               const char *text,
               const char *end)
{
  gsize length = citation_length (text);

  if (length > 0)
    {
      g_string_append_printf (markup, "<span size=\"small\" alpha=\"60%%\">%.*s</span>",
                              (int) length, text);
      return length;
    }
  for (guint i = 0; i < G_N_ELEMENTS (STYLES); i++)
    {
      gsize mark = strlen (STYLES[i].mark);
      const char *close;

      if (strncmp (text, STYLES[i].mark, mark) != 0)
        continue;
      close = g_strstr_len (text + mark, end - text - mark, STYLES[i].mark);
      if (close == NULL || close == text + mark || g_ascii_isspace (text[mark]))
        continue;
      g_string_append_printf (markup, "<%s>", STYLES[i].tag);
      append_escaped (markup, text + mark, close - text - mark);
      g_string_append_printf (markup, "</%s>", STYLES[i].tag);
      return close + mark - text;
    }
  return 0;
}

static void
append_words (GString    *markup,
              const char *text)
{
  const char *end = text + strlen (text);

  while (text < end)
    {
      gsize plain, marked = append_marked (markup, text, end);

      text += marked;
      if (marked > 0)
        continue;
      plain = g_utf8_next_char (text) - text;
      append_escaped (markup, text, plain);
      text += plain;
    }
}

static void
append_line (GString    *markup,
             const char *line)
{
  gsize indent = strspn (line, " ");
  gsize hashes = strspn (line, "#");

  if (hashes > 0 && hashes <= 6 && line[hashes] == ' ')
    {
      g_string_append (markup, "<b>");
      append_escaped (markup, line + hashes + 1, strlen (line + hashes + 1));
      g_string_append (markup, "</b>");
    }
  else if ((line[indent] == '-' || line[indent] == '*') && line[indent + 1] == ' ')
    {
      g_string_append_printf (markup, "%*s• ", (int) indent, "");
      append_words (markup, line + indent + 2);
    }
  else
    {
      append_words (markup, line);
    }
}

/**
 * querist_markup_from_markdown:
 * @text: what an assistant wrote; anything at all, maybe still growing
 *
 * Turns the little Markdown that answers use (bold, code, headings, lists, citations) into Pango
 * markup. Everything else is shown as it stands; the markup is always well-formed.
 *
 * Returns: (transfer full): Pango markup
 */
char *
querist_markup_from_markdown (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_auto(GStrv) lines = g_strsplit (g_strstrip (valid), "\n", -1);
  GString *markup = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (markup, '\n');
      append_line (markup, lines[i]);
    }
  return g_string_free (markup, FALSE);
}
