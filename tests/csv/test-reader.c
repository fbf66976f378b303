/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "csv-fixture.h"
#include "querist-csv-error.h"
#include "querist-csv-reader.h"

typedef struct
{
  char             *path;
  QueristCsvReader *reader;
} Fixture;

static void
open_text (Fixture                 *fixture,
           const GString           *text,
           const QueristCsvDialect *dialect)
{
  g_autoptr(QueristCsvDialect) plain = querist_csv_dialect_new ();
  g_autoptr(GError) error = NULL;

  fixture->path = csv_fixture_write (text->str, text->len);
  fixture->reader = querist_csv_reader_open (fixture->path, dialect != NULL ? dialect : plain, 0,
                                             &error);
  g_assert_no_error (error);
}

static void
clear (Fixture *fixture)
{
  g_clear_object (&fixture->reader);
  csv_fixture_remove (fixture->path);
}

static QueristCsvStep
next (Fixture              *fixture,
      const QueristCsvRow **row)
{
  g_autoptr(GError) error = NULL;
  QueristCsvStep step = querist_csv_reader_next (fixture->reader, row, NULL, &error);

  g_assert_no_error (error);
  return step;
}

/* Records that lie across the blocks in which the file is read come out whole, each with the line
 * on which it begins. */
static void
test_blocks (void)
{
  g_autoptr(GString) text = g_string_new ("id,note,n\n");
  guint64 line = 2;
  const QueristCsvRow *row;
  Fixture fixture;

  for (guint i = 0; i < 60000; i++)
    g_string_append_printf (text, i % 7 == 0 ? "%u,\"two\nlines, \"\"%u\"\"\",x\n" : "%u,plain %u,y\n",
                            i, i);
  open_text (&fixture, text, NULL);
  for (guint i = 0; i < 60000; i++)
    {
      g_autofree char *note = g_strdup_printf (i % 7 == 0 ? "two\nlines, \"%u\"" : "plain %u", i);

      g_assert_cmpint (next (&fixture, &row), ==, QUERIST_CSV_RECORD);
      g_assert_cmpuint (row->n_cells, ==, 3);
      g_assert_cmpuint (row->line, ==, line);
      g_assert_cmpstr (row->cells[1].text, ==, note);
      g_assert_cmpint (row->cells[1].quoted, ==, i % 7 == 0);
      line += i % 7 == 0 ? 2 : 1;
    }
  g_assert_cmpint (next (&fixture, &row), ==, QUERIST_CSV_END);
  g_assert_cmpuint (querist_csv_reader_get_offset (fixture.reader), ==, text->len);
  clear (&fixture);
}

/* A field longer than any block. */
static void
test_long_field (void)
{
  g_autofree char *filler = g_strnfill (3 * 1024 * 1024, 'x');
  g_autoptr(GString) text = g_string_new (NULL);
  const QueristCsvRow *row;
  Fixture fixture;

  g_string_append_printf (text, "id,note\n1,\"%s\n%s\"\n2,y\n", filler, filler);
  open_text (&fixture, text, NULL);
  g_assert_cmpint (next (&fixture, &row), ==, QUERIST_CSV_RECORD);
  g_assert_cmpuint (row->cells[1].length, ==, 6 * 1024 * 1024 + 1);
  g_assert_cmpint (next (&fixture, &row), ==, QUERIST_CSV_RECORD);
  g_assert_cmpuint (row->line, ==, 4);
  clear (&fixture);
}

/* A quote that is never closed costs its own line, not the rest of a long file. */
static void
test_unclosed_in_long_file (void)
{
  g_autoptr(GString) text = g_string_new ("id,name,n\n1,\"ann, 1\n");
  const QueristCsvRow *row;
  Fixture fixture;
  guint n = 0;

  for (guint i = 0; i < 100000; i++)
    g_string_append_printf (text, "%u,bob,2\n", i);
  open_text (&fixture, text, NULL);
  g_assert_cmpint (next (&fixture, &row), ==, QUERIST_CSV_RECORD);
  g_assert_cmpstr (row->cells[1].text, ==, "\"ann");
  g_assert_nonnull (row->note);
  while (next (&fixture, &row) == QUERIST_CSV_RECORD)
    n++;
  g_assert_cmpuint (n, ==, 100000);
  clear (&fixture);
}

static void
test_raw (void)
{
  g_autoptr(GString) text = g_string_new ("id,name\n1,\"a \"\"b\"\"\"\r\n2,x,y\n");
  const QueristCsvRow *row;
  Fixture fixture;

  open_text (&fixture, text, NULL);
  querist_csv_reader_keep_raw (fixture.reader, TRUE);
  g_assert_cmpint (next (&fixture, &row), ==, QUERIST_CSV_RECORD);
  g_assert_cmpstr (row->cells[1].text, ==, "a \"b\"");
  g_assert_cmpstr (row->raw, ==, "1,\"a \"\"b\"\"\"");
  g_assert_null (row->reason);
  querist_csv_reader_keep_raw (fixture.reader, FALSE);
  g_assert_cmpint (next (&fixture, &row), ==, QUERIST_CSV_REJECT);
  g_assert_cmpstr (row->raw, ==, "2,x,y");
  g_assert_cmpstr (row->reason, ==, "The row has 3 fields where the table has 2 columns.");
  clear (&fixture);
}

static void
test_options (void)
{
  g_autoptr(GString) text = g_string_new ("skipped\na,b\nu,v\n\n# no\n1,2\n3\n4,5,\nlast,line\n");
  g_autoptr(QueristCsvDialect) dialect = querist_csv_dialect_new ();
  const char *const *labels;
  const QueristCsvRow *row;
  Fixture fixture;

  dialect->skipped_lines = 1;
  dialect->header_rows = 2;
  dialect->comment = g_strdup ("#");
  dialect->pad_short = dialect->trim_long = TRUE;
  dialect->last_line = 8;
  open_text (&fixture, text, dialect);
  labels = querist_csv_reader_get_labels (fixture.reader);
  g_assert_cmpstr (labels[0], ==, "a u");
  g_assert_cmpstr (labels[1], ==, "b v");
  g_assert_cmpint (next (&fixture, &row), ==, QUERIST_CSV_RECORD);
  g_assert_cmpuint (row->line, ==, 6);
  g_assert_cmpint (next (&fixture, &row), ==, QUERIST_CSV_RECORD);
  g_assert_cmpuint (row->n_cells, ==, 2);
  g_assert_cmpstr (row->cells[1].text, ==, "");
  g_assert_cmpint (next (&fixture, &row), ==, QUERIST_CSV_RECORD);
  g_assert_cmpuint (row->n_cells, ==, 2);
  g_assert_cmpint (next (&fixture, &row), ==, QUERIST_CSV_END);
  clear (&fixture);
}

static void
test_many_columns (void)
{
  g_autoptr(GString) text = g_string_new ("c0");
  const QueristCsvRow *row;
  Fixture fixture;

  for (guint i = 1; i < 40000; i++)
    g_string_append_printf (text, ",c%u", i);
  g_string_append (text, "\n0");
  for (guint i = 1; i < 40000; i++)
    g_string_append_printf (text, ",%u", i);
  open_text (&fixture, text, NULL);
  g_assert_cmpuint (querist_csv_reader_get_n_columns (fixture.reader), ==, 40000);
  g_assert_cmpint (next (&fixture, &row), ==, QUERIST_CSV_RECORD);
  g_assert_cmpstr (row->cells[39999].text, ==, "39999");
  clear (&fixture);
}

static void
test_unknown_encoding (void)
{
  g_autoptr(QueristCsvDialect) dialect = querist_csv_dialect_new ();
  g_autoptr(GError) error = NULL;
  char *path = csv_fixture_write ("a,b\n", 4);

  g_free (dialect->encoding);
  dialect->encoding = g_strdup ("KLINGON");
  g_assert_null (querist_csv_reader_open (path, dialect, 0, &error));
  g_assert_error (error, QUERIST_CSV_ERROR, QUERIST_CSV_ERROR_ENCODING);
  csv_fixture_remove (path);
}

/* Bad bytes of each encoding become U+FFFD, also at the end of the file. */
static void
test_replaced (void)
{
  g_autoptr(GString) text = g_string_new ("a,b\n1,x\xff\n2,\xe2\x82");
  const QueristCsvRow *row;
  Fixture fixture;

  open_text (&fixture, text, NULL);
  g_assert_cmpint (next (&fixture, &row), ==, QUERIST_CSV_RECORD);
  g_assert_cmpstr (row->cells[1].text, ==, "x\xef\xbf\xbd");
  g_assert_cmpint (next (&fixture, &row), ==, QUERIST_CSV_RECORD);
  g_assert_true (g_utf8_validate (row->cells[1].text, -1, NULL));
  g_assert_false (querist_csv_reader_is_clean (fixture.reader));
  clear (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/reader/blocks", test_blocks);
  g_test_add_func ("/csv/reader/long-field", test_long_field);
  g_test_add_func ("/csv/reader/unclosed-in-long-file", test_unclosed_in_long_file);
  g_test_add_func ("/csv/reader/raw", test_raw);
  g_test_add_func ("/csv/reader/options", test_options);
  g_test_add_func ("/csv/reader/many-columns", test_many_columns);
  g_test_add_func ("/csv/reader/unknown-encoding", test_unknown_encoding);
  g_test_add_func ("/csv/reader/replaced", test_replaced);
  return g_test_run ();
}
