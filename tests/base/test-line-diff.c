/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-line-diff.h"

/* One letter per line of the answer, so that a case fits a line of the table. */
static char *
summarize (GPtrArray *lines)
{
  GString *string = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      const QueristLine *line = g_ptr_array_index (lines, i);

      g_string_append_printf (string, "%c%s ", " -+"[line->kind], line->text);
    }
  return g_string_free (string, FALSE);
}

static void
test_table (void)
{
  static const struct
  {
    const char *before, *after, *diff;
  } cases[] = {
    { "a\nb\nc", "a\nb\nc", " a  b  c " },
    { "a\nb\nc\n", "a\nb\nc", " a  b  c " },
    { "a\nb\nc", "a\nx\nc", " a -b +x  c " },
    { "a\nb", "a\nb\nc", " a  b +c " },
    { "a\nb\nc", "b\nc", "-a  b  c " },
    { "a\nb\nc\nd", "b\nx\nd\ne", "-a  b -c +x  d +e " },
    { "a\na\na", "a\na", " a  a -a " },
    { "", "a", "+a " },
    { "", "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) lines = querist_line_diff (cases[i].before, cases[i].after);
      g_autofree char *diff = summarize (lines);

      g_assert_cmpstr (diff, ==, cases[i].diff);
    }
}

static void
test_numbers (void)
{
  g_autoptr(GPtrArray) lines = querist_line_diff ("a\nb\nc", "a\nx\nc");
  static const guint numbers[][2] = { { 1, 1 }, { 2, 0 }, { 0, 2 }, { 3, 3 } };

  g_assert_cmpuint (lines->len, ==, G_N_ELEMENTS (numbers));
  for (guint i = 0; i < lines->len; i++)
    {
      const QueristLine *line = g_ptr_array_index (lines, i);

      g_assert_cmpuint (line->old_number, ==, numbers[i][0]);
      g_assert_cmpuint (line->new_number, ==, numbers[i][1]);
    }
}

/* Texts too long to compare line by line are shown as replaced, none of their lines lost. */
static void
test_huge (void)
{
  g_autoptr(GString) before = g_string_new ("same\n");
  g_autoptr(GString) after = g_string_new ("same\n");
  g_autoptr(GPtrArray) lines = NULL;
  guint counts[3] = { 0 };

  for (guint i = 0; i < 2000; i++)
    {
      g_string_append_printf (before, "old %u\n", i);
      g_string_append_printf (after, "new %u\n", i);
    }
  lines = querist_line_diff (before->str, after->str);
  for (guint i = 0; i < lines->len; i++)
    counts[((QueristLine *) g_ptr_array_index (lines, i))->kind]++;
  g_assert_cmpuint (counts[QUERIST_LINE_SAME], ==, 1);
  g_assert_cmpuint (counts[QUERIST_LINE_REMOVED], ==, 2000);
  g_assert_cmpuint (counts[QUERIST_LINE_ADDED], ==, 2000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/line-diff/table", test_table);
  g_test_add_func ("/base/line-diff/numbers", test_numbers);
  g_test_add_func ("/base/line-diff/huge", test_huge);
  return g_test_run ();
}
