/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "csv-fixture.h"
#include "querist-csv-sniffer.h"
#include "querist-json.h"

static void
test_json (void)
{
  g_autoptr(QueristCsvDialect) dialect = querist_csv_dialect_new ();
  g_autoptr(JsonNode) node = NULL, again = NULL;
  g_autoptr(QueristCsvDialect) copy = NULL;
  g_autofree char *before = NULL, *after = NULL;

  dialect->quote = 0;
  dialect->escape = '\\';
  dialect->line_end = QUERIST_LINE_END_CR;
  dialect->skipped_lines = 3;
  dialect->header_rows = 0;
  dialect->comment = g_strdup ("#");
  dialect->nulls = g_strsplit ("NA,-", ",", -1);
  dialect->decimal = ',';
  dialect->pad_short = dialect->trim_long = TRUE;
  dialect->last_line = 17;
  dialect->date_format = g_strdup ("%d/%m/%Y");
  dialect->given = QUERIST_CSV_QUOTE | QUERIST_CSV_DATE_FORMAT;
  node = querist_csv_dialect_to_json (dialect);
  copy = querist_csv_dialect_from_json (node, NULL);
  again = querist_csv_dialect_to_json (copy);
  before = querist_json_to_string (node, FALSE);
  after = querist_json_to_string (again, FALSE);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpuint (copy->given, ==, dialect->given);
  g_assert_cmpuint (copy->quote, ==, 0);
}

static void
test_json_by_hand (void)
{
  g_autoptr(JsonNode) odd = querist_json_parse ("{\"quote\": 7, \"header_rows\": -5, \"decimal\": "
                                                "\"x\", \"line_end\": \"?\"}", -1, NULL);
  g_autoptr(JsonNode) array = querist_json_parse ("[]", -1, NULL);
  g_autoptr(QueristCsvDialect) dialect = querist_csv_dialect_from_json (odd, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_cmpuint (dialect->quote, ==, '"');
  g_assert_cmpuint (dialect->header_rows, ==, 0);
  g_assert_cmpint (dialect->decimal, ==, 0);
  g_assert_null (querist_csv_dialect_from_json (array, &error));
  g_assert_nonnull (error);
}

/* What a person gives stays; the rest is found around it. */
static void
test_given (void)
{
  static const char file[] = "skip me\n1;2,5;x\n2;3,5;y\n";
  g_autoptr(QueristCsvDialect) wanted = querist_csv_dialect_new ();
  g_autofree char *commas = NULL, *no_header = NULL;
  guint n_rejected;

  wanted->given = QUERIST_CSV_DELIMITER | QUERIST_CSV_SKIP | QUERIST_CSV_HEADER;
  wanted->skipped_lines = 1;
  wanted->header_rows = 0;
  commas = csv_fixture_table (file, strlen (file), wanted, &n_rejected);
  g_assert_cmpstr (commas, ==, "-\n1;2|5;x\n2;3|5;y\n");
  wanted->given &= ~QUERIST_CSV_DELIMITER;
  no_header = csv_fixture_table (file, strlen (file), wanted, &n_rejected);
  g_assert_cmpstr (no_header, ==, "-\n1|2,5|x\n2|3,5|y\n");
}

static void
test_confidence (void)
{
  static const char sure[] = "id,name,day\n1,ann,2024-01-01\n2,bob,2024-01-02\n3,cid,2024-01-03\n";
  static const char doubtful[] = "one two, three\nfour; five six\nseven: eight, nine ten\n";
  double sure_of, doubtful_of;
  char *path = csv_fixture_write (sure, strlen (sure));
  g_autoptr(QueristCsvDialect) dialect = querist_csv_sniff (path, NULL, &sure_of, NULL, NULL);
  g_autoptr(QueristCsvDialect) other = NULL;

  csv_fixture_remove (path);
  path = csv_fixture_write (doubtful, strlen (doubtful));
  other = querist_csv_sniff (path, NULL, &doubtful_of, NULL, NULL);
  csv_fixture_remove (path);
  g_assert_nonnull (dialect);
  g_assert_nonnull (other);
  g_assert_cmpfloat (sure_of, >, 0.7);
  g_assert_cmpfloat (doubtful_of, <, 0.6);
}

static void
keep_result (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
test_async (void)
{
  static const char file[] = "id,name\n1,ann\n2,bob\n";
  char *path = csv_fixture_write (file, strlen (file));
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristCsvProfile) profile = NULL;
  g_autoptr(JsonNode) json = NULL;

  querist_csv_profile_file_async (path, NULL, NULL, NULL, NULL, keep_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  profile = querist_csv_profile_file_finish (result, &error);
  csv_fixture_remove (path);
  g_assert_no_error (error);
  g_assert_cmpuint (profile->n_read, ==, 2);
  g_assert_cmpuint (profile->preview->len, ==, 2);
  json = querist_csv_profile_to_json (profile);
  g_assert_cmpstr (querist_json_get_string (json_node_get_object (json), "delimiter", NULL), ==,
                   ",");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/dialect/json", test_json);
  g_test_add_func ("/csv/dialect/json-by-hand", test_json_by_hand);
  g_test_add_func ("/csv/dialect/given", test_given);
  g_test_add_func ("/csv/dialect/confidence", test_confidence);
  g_test_add_func ("/csv/dialect/async", test_async);
  return g_test_run ();
}
