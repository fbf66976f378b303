/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-text-stream.h"

static const struct {
  const char *reply, *text;
} cases[] = {
  { "{\"text\":\"Hello\"}", "Hello" },
  { "```json\n{ \"text\" : \"Größe: 5 €\" , \"suggestions\":[\"text\"]}\n```", "Größe: 5 €" },
  { "{\"suggestions\":[\"no\",\"text\"],\"text\":\"yes\"}", "yes" },
  { "{\"o\":{\"text\":\"inner\"},\"text\":\"outer\"}", "outer" },
  { "<think>{\"text\":\"thought\"}</think>{\"text\":\"said\"}", "said" },
  { "{\"text\":\"a\\n\\\"b\\\" \\u00e9 \\ud83d\\ude00 \\\\\"}", "a\n\"b\" é 😀 \\" },
  { "{\"text\":\"lone \\ude00.\"}", "lone \xef\xbf\xbd." },
  { "{\"text\":null,\"other\":\"x\"}", "" },
  { "{\"other\":\"text\",\"more\":\"x\"}", "" },
  { "no JSON at all", "" },
  { "{\"text\":\"one\"}{\"text\":\"two\"}", "one" },
  { "{\"text\":\"cut of", "cut of" },
  { "}}}]]{\"text\":\"x\"}", "x" },
};

/* Whatever the pieces, the text is the same and no piece ends within a character. */
static void
test_all_splits (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize length = strlen (cases[i].reply);

      for (gsize size = 1; size <= length; size++)
        {
          g_autoptr(QueristTextStream) stream = querist_text_stream_new ();
          g_autoptr(GString) whole = g_string_new (NULL);

          for (gsize offset = 0; offset < length; offset += size)
            {
              g_autofree char *piece =
                g_strndup (cases[i].reply + offset, MIN (size, length - offset));
              g_autofree char *text = querist_text_stream_feed (stream, piece);

              if (text == NULL)
                continue;
              g_assert_true (g_utf8_validate (text, -1, NULL));
              g_string_append (whole, text);
            }
          g_assert_cmpstr (whole->str, ==, cases[i].text);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/assistant/text-stream/all-splits", test_all_splits);
  return g_test_run ();
}
