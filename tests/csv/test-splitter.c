/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <csv.h>

#include "querist-csv-splitter.h"

#define N_TEXTS 3000
#define SEED 4180

static char *
make_field (GRand *random)
{
  static const char *const pieces[] = { "a", "bc", "1", "2.5", "é", "\"\"", ",", "\n", "\r\n", " x",
                                        "long text without any special character in it, really" };
  g_autoptr(GString) field = g_string_new (NULL);
  gboolean quoted = g_rand_boolean (random);
  guint n = g_rand_int_range (random, 0, 5);

  for (guint i = 0; i < n; i++)
    {
      const char *piece = pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))];

      if (quoted || strpbrk (piece, "\",\r\n ") == NULL)
        g_string_append (field, piece);
    }
  if (!quoted)
    return g_string_free (g_steal_pointer (&field), FALSE);
  g_string_prepend_c (field, '"');
  g_string_append_c (field, '"');
  return g_string_free (g_steal_pointer (&field), FALSE);
}

/* Text as RFC 4180 has it. The first field is never empty: libcsv passes over blank lines. */
static char *
make_text (GRand *random)
{
  GString *text = g_string_new (NULL);
  guint n_rows = g_rand_int_range (random, 1, 8);

  for (guint i = 0; i < n_rows; i++)
    {
      guint n = g_rand_int_range (random, 1, 6);

      g_string_append (text, "k");
      for (guint k = 0; k < n; k++)
        {
          g_autofree char *field = make_field (random);

          g_string_append_printf (text, ",%s", field);
        }
      g_string_append (text, g_rand_boolean (random) ? "\n" : "\r\n");
    }
  return g_string_free (text, FALSE);
}

static void
end_field (void  *data,
           size_t length,
           void  *result)
{
  g_string_append_len (result, data, length);
  g_string_append_c (result, '\x1f');
}

static void
end_row (int   c,
         void *result)
{
  g_string_append_c (result, '\x1e');
}

static int
no_space (unsigned char c)
{
  return 0;
}

static char *
split_with_libcsv (const char *text)
{
  GString *result = g_string_new (NULL);
  struct csv_parser parser;

  csv_init (&parser, 0);
  csv_set_space_func (&parser, no_space);
  csv_parse (&parser, text, strlen (text), end_field, end_row, result);
  csv_fini (&parser, end_field, end_row, result);
  csv_free (&parser);
  return g_string_free (result, FALSE);
}

static void
init_split (QueristCsvSplit *split)
{
  *split = (QueristCsvSplit){ .cells = g_array_new (FALSE, FALSE, sizeof (QueristCsvCell)) };
}

/* A copy with room behind it that may be looked at. */
static char *
pad (const char *text,
     gsize       length)
{
  char *copy = g_malloc0 (length + QUERIST_CSV_PADDING);

  memcpy (copy, text, length);
  return copy;
}

static char *
split_all (const QueristCsvDialect *dialect,
           const char              *text)
{
  GString *result = g_string_new (NULL);
  gsize length = strlen (text);
  g_autofree char *copy = pad (text, length);
  const char *p = copy, *end = copy + length;
  QueristCsvSplitter splitter;
  QueristCsvSplit split;

  init_split (&split);
  querist_csv_splitter_init (&splitter, dialect);
  while (p < end)
    {
      g_assert_cmpint (querist_csv_split (&splitter, p, end, TRUE, &split), ==,
                       QUERIST_CSV_SPLIT_RECORD);
      querist_csv_split_finish (&splitter, &split);
      for (guint i = 0; i < split.cells->len; i++)
        {
          QueristCsvCell *cell = &g_array_index (split.cells, QueristCsvCell, i);

          g_assert_cmpint (cell->text[cell->length], ==, '\0');
          end_field ((void *) cell->text, cell->length, result);
        }
      end_row (0, result);
      p = split.next;
    }
  g_array_unref (split.cells);
  return g_string_free (result, FALSE);
}

/* Wherever libcsv's model fits, both find the same fields. */
static void
test_like_libcsv (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (SEED);
  g_autoptr(QueristCsvDialect) dialect = querist_csv_dialect_new ();

  for (guint i = 0; i < N_TEXTS; i++)
    {
      g_autofree char *text = make_text (random);
      g_autofree char *ours = split_all (dialect, text);
      g_autofree char *theirs = split_with_libcsv (text);

      g_assert_cmpstr (ours, ==, theirs);
    }
}

/* However the text is cut, a record is only given when it is certain where it ends. */
static void
test_cut_anywhere (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (SEED);
  g_autoptr(QueristCsvDialect) dialect = querist_csv_dialect_new ();
  QueristCsvSplitter splitter;
  QueristCsvSplit whole, part;

  querist_csv_splitter_init (&splitter, dialect);
  init_split (&whole);
  init_split (&part);
  for (guint i = 0; i < N_TEXTS / 10; i++)
    {
      g_autofree char *text = make_text (random);
      gsize length = strlen (text);
      g_autofree char *copy = pad (text, length);

      querist_csv_split (&splitter, copy, copy + length, TRUE, &whole);
      for (gsize cut = 1; cut < length; cut++)
        {
          QueristCsvSplitResult result = querist_csv_split (&splitter, copy, copy + cut, FALSE,
                                                            &part);

          if (result == QUERIST_CSV_SPLIT_MORE)
            continue;
          g_assert_cmpint (result, ==, QUERIST_CSV_SPLIT_RECORD);
          g_assert_cmpuint (part.cells->len, ==, whole.cells->len);
          g_assert_cmpuint (part.length, ==, whole.length);
          g_assert_true (part.next == whole.next);
        }
    }
  g_array_unref (whole.cells);
  g_array_unref (part.cells);
}

static const struct
{
  const char *delimiter;
  gunichar    quote;
  gunichar    escape;
  const char *text;
  const char *fields; /* parted by "/" */
  guint       n_lines;
} cases[] = {
  { ",", '"', '"', "a,b\n", "a/b", 1 },
  { ",", '"', '"', ",\n", "/", 1 },
  { ",", '"', '"', "\"a\"\"b\",c\r\n", "a\"b/c", 1 },
  { ",", '"', '"', "\"a\nb\",c\n", "a\nb/c", 2 },
  { ",", '"', 0, "\"a\"\"\",c\n", "a\"\"/c", 1 },
  { ",", '"', '\\', "\"a\\\"b\",c\\,d\n", "a\"b/c,d", 1 },
  { ",", '"', '\\', "\"a\\nb\",c\n", "a\\nb/c", 1 },
  { ",", 0, 0, "\"a,b\"\n", "\"a/b\"", 1 },
  { ";", '\'', '\'', "'it''s';'x;y'\n", "it's/x;y", 1 },
  { "||", '"', '"', "a||b|c||\n", "a/b|c/", 1 },
  { "§", '"', '"', "a§\"b§c\"§d\n", "a/b§c/d", 1 },
  { QUERIST_CSV_BLANKS, '"', '"', "  a   \"b c\" d  \n", "a/b c/d", 1 },
  { QUERIST_CSV_TWO_BLANKS, '"', '"', "a b  c d    e\n", "a b/c d/e", 1 },
  { "", '"', '"', "a,b c\n", "a,b c", 1 },
  { "\t", '"', '"', "a\t\t\"b\t\"\n", "a//b\t", 1 },
};

static void
test_dialects (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(QueristCsvDialect) dialect = querist_csv_dialect_new ();
      g_autofree char *copy = pad (cases[i].text, strlen (cases[i].text));
      g_autoptr(GString) fields = g_string_new (NULL);
      QueristCsvSplitter splitter;
      QueristCsvSplit split;

      g_free (dialect->delimiter);
      dialect->delimiter = g_strdup (cases[i].delimiter);
      dialect->quote = cases[i].quote;
      dialect->escape = cases[i].escape;
      querist_csv_splitter_init (&splitter, dialect);
      init_split (&split);
      g_assert_cmpint (querist_csv_split (&splitter, copy, copy + strlen (cases[i].text), TRUE,
                                          &split),
                       ==, QUERIST_CSV_SPLIT_RECORD);
      querist_csv_split_finish (&splitter, &split);
      for (guint k = 0; k < split.cells->len; k++)
        g_string_append_printf (fields, "%s%s", k > 0 ? "/" : "",
                                g_array_index (split.cells, QueristCsvCell, k).text);
      g_assert_cmpstr (fields->str, ==, cases[i].fields);
      g_assert_cmpuint (split.n_lines, ==, cases[i].n_lines);
      g_array_unref (split.cells);
    }
}

static void
test_unclosed (void)
{
  static const char *const texts[] = { "1,\"open\n2,x\n", "1,\"open\n2,\"x\"\n", "\"" };
  g_autoptr(QueristCsvDialect) dialect = querist_csv_dialect_new ();
  QueristCsvSplitter splitter;
  QueristCsvSplit split;

  querist_csv_splitter_init (&splitter, dialect);
  init_split (&split);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      gsize length = strlen (texts[i]);
      g_autofree char *copy = pad (texts[i], length);

      g_assert_cmpint (querist_csv_split (&splitter, copy, copy + length, TRUE, &split), ==,
                       QUERIST_CSV_SPLIT_UNCLOSED);
      g_assert_cmpint (*split.opening, ==, '"');
    }
  g_array_unref (split.cells);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/splitter/like-libcsv", test_like_libcsv);
  g_test_add_func ("/csv/splitter/cut-anywhere", test_cut_anywhere);
  g_test_add_func ("/csv/splitter/dialects", test_dialects);
  g_test_add_func ("/csv/splitter/unclosed", test_unclosed);
  return g_test_run ();
}
