/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-chat-model.h"
#include "querist-sse-parser.h"

static gboolean
collect_cb (const char *data,
            gpointer    user_data)
{
  g_string_append_printf (user_data, "<%s>", data);
  return !g_str_equal (data, "[DONE]");
}

static const struct
{
  const char *stream;
  const char *events;
} cases[] = {
  { "data: one\n\ndata: two\n\n", "<one><two>" },
  { "data: one\r\n\r\ndata:two\r\n\r\n", "<one><two>" },
  { "\xef\xbb\xbf" "data: a\ndata: b\n\n", "<a\nb>" },
  { ": comment\n\nevent: x\nid: 7\nretry: 1\ndata: one\n\n", "<one>" },
  { "data: cut off", "<cut off>" },
  { "data: [DONE]\n\ndata: after\n\n", "<[DONE]>" },
  { "data:\n\n", "<>" },
  { "\n\n\n", "" },
  { "data: \xff\xfe\n\n", "<\uFFFD\uFFFD>" },
  { "data: äöü 日本\n\n", "<äöü 日本>" },
};

/* Whatever the pieces in which the bytes come, the events are the same. */
static void
test_every_split (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize length = strlen (cases[i].stream);

      for (gsize step = 1; step <= length; step++)
        {
          g_autoptr(GString) events = g_string_new (NULL);
          g_autoptr(QueristSseParser) parser = querist_sse_parser_new (collect_cb, events);

          for (gsize at = 0; at < length; at += step)
            {
              if (!querist_sse_parser_feed (parser, cases[i].stream + at,
                                            MIN (step, length - at), NULL))
                break;
            }
          querist_sse_parser_end (parser);
          g_assert_cmpstr (events->str, ==, cases[i].events);
        }
    }
}

static void
test_endless_line (void)
{
  g_autoptr(GString) events = g_string_new (NULL);
  g_autoptr(QueristSseParser) parser = querist_sse_parser_new (collect_cb, events);
  g_autoptr(GError) error = NULL;
  g_autofree char *block = g_strnfill (100000, 'x');
  gboolean fed = TRUE;

  for (guint i = 0; i < 20 && fed; i++)
    fed = querist_sse_parser_feed (parser, block, 100000, &error);
  g_assert_false (fed);
  g_assert_error (error, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_NONSENSE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/llm/sse/every-split", test_every_split);
  g_test_add_func ("/llm/sse/endless-line", test_endless_line);
  return g_test_run ();
}
