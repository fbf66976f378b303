/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sqlite3.h>

#include "querist-cell-format.h"
#include "querist-markup.h"

#define S "\u202f"

static void
test_number (void)
{
  static const struct
  {
    double      number;
    int         decimals;
    const char *text;
  } cases[] = {
    { 0, 0, "0" },
    { 999, 0, "999" },
    { 1000, 0, "1" S "000" },
    { 1234567.5, 2, "1" S "234" S "567.50" },
    { -1234.5, 1, "\u22121" S "234.5" },
    { 0.125, -1, "0.125" },
    { 1e300, 2, "1e+300" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = querist_cell_format_number (cases[i].number, cases[i].decimals);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_text (void)
{
  static const QueristCellFormat amount = { TRUE, TRUE, 2, 0 };
  static const QueristCellFormat plain = { TRUE, FALSE, -1, 0 };
  static const struct
  {
    const QueristCellFormat *format;
    QueristCell              cell;
    const char              *text;
  } cases[] = {
    { &amount, { SQLITE_NULL, NULL, 0 }, "NULL" },
    { &amount, { SQLITE_TEXT, "", 0 }, "" },
    { &amount, { SQLITE_INTEGER, "41280", 41280 }, "41" S "280" },
    { &amount, { SQLITE_INTEGER, "-41280", -41280 }, "\u221241" S "280" },
    { &amount, { SQLITE_FLOAT, "41280.5", 41280.5 }, "41" S "280.50" },
    { &plain, { SQLITE_INTEGER, "2024", 2024 }, "2024" },
    { &plain, { SQLITE_FLOAT, "1.5e-09", 1.5e-9 }, "1.5e-09" },
    { &plain, { SQLITE_TEXT, "two\nlines\tand a tab", 0 }, "two lines and a tab" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = querist_cell_format_text (cases[i].format, &cases[i].cell);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* A cell of a megabyte must not become a label of a megabyte. */
static void
test_long_text (void)
{
  static const QueristCellFormat format = { FALSE, FALSE, 0, 0 };
  g_autofree char *text = g_strnfill (1000000, 'x');
  QueristCell cell = { SQLITE_TEXT, text, 0 };
  g_autofree char *shown = querist_cell_format_text (&format, &cell);

  g_assert_cmpuint (g_utf8_strlen (shown, -1), <=, 501);
  g_assert_true (g_str_has_suffix (shown, "…"));
}

static void
test_tsv (void)
{
  static const struct
  {
    const char *text, *tsv;
  } cases[] = {
    { NULL, "" },
    { "plain", "plain" },
    { "a\tb", "\"a\tb\"" },
    { "two\nlines", "\"two\nlines\"" },
    { "\"quoted\"", "\"\"\"quoted\"\"\"" },
    { "5\" pipe", "5\" pipe" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      QueristCell cell = { cases[i].text ? SQLITE_TEXT : SQLITE_NULL, cases[i].text, 0 };
      g_autofree char *tsv = querist_cell_to_tsv (&cell);

      g_assert_cmpstr (tsv, ==, cases[i].tsv);
    }
}

static void
test_markup (void)
{
  static const struct
  {
    const char *text, *markup;
  } cases[] = {
    { "", "" },
    { "plain", "plain" },
    { "a < b & c", "a &lt; b &amp; c" },
    { "**Harbour** grew", "<b>Harbour</b> grew" },
    { "**not closed", "**not closed" },
    { "2 ** 3 ** 4", "2 ** 3 ** 4" },
    { "`a<b`", "<tt>a&lt;b</tt>" },
    { "- one\n- **two**", "• one\n• <b>two</b>" },
    { "# Title", "<b>Title</b>" },
    { "#hash", "#hash" },
    { "up [1]", "up <span size=\"small\" alpha=\"60%\">[1]</span>" },
    { "[x]", "[x]" },
    { "<b>no markup</b>", "&lt;b&gt;no markup&lt;/b&gt;" },
    { "größer", "größer" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *markup = querist_markup_from_markdown (cases[i].text);

      g_assert_cmpstr (markup, ==, cases[i].markup);
    }
}

/* Whatever a model writes, Pango must be able to show it. */
static void
test_hostile_markup (void)
{
  static const char *const texts[] = {
    "**`**`", "`**`**", "****", "``", "<span>", "&#0;", "**a\n**b", "\xff\xfe**x**", "[99999]",
    "- - - **", "## `x` **y**",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *markup = querist_markup_from_markdown (texts[i]);
      g_autofree char *document = g_strdup_printf ("<m>%s</m>", markup);
      static const GMarkupParser parser = { 0 };
      g_autoptr(GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, NULL, NULL);
      g_autoptr(GError) error = NULL;

      g_assert_true (g_utf8_validate (markup, -1, NULL));
      g_markup_parse_context_parse (context, document, -1, &error);
      g_assert_no_error (error);
      g_markup_parse_context_end_parse (context, &error);
      g_assert_no_error (error);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/cell-format/number", test_number);
  g_test_add_func ("/app/cell-format/text", test_text);
  g_test_add_func ("/app/cell-format/long-text", test_long_text);
  g_test_add_func ("/app/cell-format/tsv", test_tsv);
  g_test_add_func ("/app/markup/table", test_markup);
  g_test_add_func ("/app/markup/hostile", test_hostile_markup);
  return g_test_run ();
}
