/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "csv-fixture.h"

/* One column of values, one a line, and what must be found of it: "Type format min max". A second
 * column keeps blank lines from being skipped. */
typedef struct
{
  const char *name;
  const char *label;
  const char *values;
  const char *expected;
  guint       n_nulled;
} Case;

static const Case cases[] = {
  { "int", "n", "1\n-2\n0\n2147483647", "Int - -2 2147483647", 0 },
  { "bigint", "n", "1\n2147483648", "BigInt - 1 2147483648", 0 },
  { "int64-edges", "n", "9223372036854775807\n-9223372036854775808",
    "BigInt - -9223372036854775808 9223372036854775807", 0 },
  { "beyond-int64", "n", "1\n9223372036854775808", "String - 1 9223372036854775808", 0 },
  { "zip-without-zero", "Zip Code", "90210\n10115\n20095", "String - 10115 90210", 0 },
  { "phone-digits", "home_phone", "5551234567\n5551234568", "String - 5551234567 5551234568", 0 },
  { "phone-count", "phone", "0\n1\n2", "Int - 0 2", 0 },
  { "phone-calls", "phone_calls", "1500\n2000", "Int - 1500 2000", 0 },
  { "leading-zero", "zip", "00501\n10115\n20095", "String - 00501 20095", 0 },
  { "zero", "n", "0\n10\n7", "Int - 0 10", 0 },
  { "plus", "n", "+5\n-3\n+12", "Int - -3 12", 0 },
  { "phone", "phone", "+4930123456\n+4940987654", "String - +4930123456 +4940987654", 0 },
  { "phone-dashes", "phone", "555-123-4567\n555-987-6543", "String - 555-123-4567 555-987-6543",
    0 },
  { "decimal", "n", "1.50\n2.25\n-3", "Decimal - -3 2.25", 0 },
  { "decimal-no-lead", "n", ".5\n1.25", "Decimal - 0.5 1.25", 0 },
  { "float-exponent", "n", "1.5e10\n2e-3", "Float - 0.002 15000000000", 0 },
  { "part-numbers", "part", "12E4\n13E5\n99E1", "String - 12E4 99E1", 0 },
  { "indian-groups", "n", "12,34,567\n1,00,00,000\n99,999", "Int thousands 99999 10000000", 0 },
  { "indian-fraction", "n", "1,23,456.50\n12,34,567.25",
    "Decimal thousands 123456.5 1234567.25", 0 },
  { "mixed-groups", "n", "1,234,56,789\n1,000", "String - 1,000 1,234,56,789", 0 },
  { "list-of-numbers", "n", "1,2,3\n10,20,30", "String - 1,2,3 10,20,30", 0 },
  { "german-months", "d", "31. Januar 2024\n1. März 2024\n05. DEZEMBER 2023",
    "DateTime %d %B %Y 2023-12-05 2024-03-01", 0 },
  { "french-months", "d", "1er août 2024\n14 février 2023\n25 DÉCEMBRE 2024",
    "DateTime %d %B %Y 2023-02-14 2024-12-25", 0 },
  { "spanish-months", "d", "3 de enero de 2024\n14 de agosto de 2023",
    "DateTime %d %B %Y 2023-08-14 2024-01-03", 0 },
  { "italian-months", "d", "3 gennaio 2024\n14 luglio 2023",
    "DateTime %d %B %Y 2023-07-14 2024-01-03", 0 },
  { "dutch-months", "d", "3-mrt-2024\n14-mei-2023", "DateTime %d-%b-%Y 2023-05-14 2024-03-03", 0 },
  { "portuguese-months", "d", "3 de março de 2024\n14 de outubro de 2023",
    "DateTime %d %B %Y 2023-10-14 2024-03-03", 0 },
  { "swedish-months", "d", "3 maj 2024\n14 augusti 2023",
    "DateTime %d %B %Y 2023-08-14 2024-05-03", 0 },
  { "no-month", "d", "3 apples 2024\n14 pears 2023", "String - 14 pears 2023 3 apples 2024", 0 },
  { "days-of-one-month", "d", "03/04/2024\n05/04/2024\n09/04/2024",
    "DateTime %d/%m/%Y 2024-04-03 2024-04-09", 0 },
  { "first-days-of-months", "d", "03/01/2024\n04/01/2024\n05/01/2024",
    "DateTime %m/%d/%Y 2024-03-01 2024-05-01", 0 },
  { "only-null", "n", "NULL\nNULL\nNULL", "String - - -", 3 },
  { "only-a-country", "country", "NA\nNA", "String - NA NA", 0 },
  { "hex", "n", "0x1F\n0x2A", "String - 0x1F 0x2A", 0 },
  { "underscore", "n", "1_000\n2_000", "String - 1_000 2_000", 0 },
  { "infinity", "n", "1.5\ninf\n-inf", "Float - -inf inf", 0 },
  { "nan-is-null", "n", "1.5\nNaN\n2.5", "Decimal - 1.5 2.5", 1 },
  { "double-in-full", "n", "0.30000000000000004\n1.1", "Float - 0.30000000000000004 1.1", 0 },
  { "long-decimal", "n", "3.14159265358979323846\n2.5", "String - 2.5 3.14159265358979323846", 0 },
  { "thousands", "n", "1,234,567\n12,345\n17", "Int thousands 17 1234567", 0 },
  { "thousands-and-point", "n", "1,234.50\n99.95", "Decimal thousands 99.95 1234.5", 0 },
  { "decimal-comma", "n", "1,5\n12,25\n3", "Decimal decimal comma 1.5 12.25", 0 },
  { "decimal-comma-and-points", "n", "1.234,50\n99,95\n2.000", "Decimal decimal comma, thousands "
    "99.95 2000", 0 },
  { "thousands-by-blank", "n", "1 234\n12 345 678", "Int thousands 1234 12345678", 0 },
  { "thousands-by-apostrophe", "n", "1'234.5\n2'000", "Decimal thousands 1234.5 2000", 0 },
  { "comma-against-point", "n", "1,5\n2.25", "String - 1,5 2.25", 0 },
  { "percent", "n", "12.5%\n3 %\n100%", "Decimal percent 3 100", 0 },
  { "percent-mixed", "n", "12.5%\n3\n100%", "String - 100% 3", 0 },
  { "currency", "n", "$1,234.50\n$3\n-$7.25", "Decimal thousands, currency -7.25 1234.5", 0 },
  { "euro", "n", "1.234,50 €\n3,00 €", "Decimal decimal comma, thousands, currency 3 1234.5", 0 },
  { "mixed-currency", "n", "$1.50\n€2.50", "String - $1.50 €2.50", 0 },
  { "parentheses", "n", "(1,234.50)\n12.00", "Decimal thousands -1234.5 12", 0 },
  { "int-then-text", "n", "1\n2\nthree", "String - 1 three", 0 },
  { "true-false", "b", "true\nFALSE\nTrue", "Boolean true/false 0 1", 0 },
  { "yes-no", "b", "yes\nNo\nyes", "Boolean yes/no 0 1", 0 },
  { "y-n", "b", "Y\nN\nY", "Boolean y/n 0 1", 0 },
  { "country-no", "country", "NO\nSE\nDK\nNO", "String - DK SE", 0 },
  { "country-only-no", "country", "NO\nNO", "String - NO NO", 0 },
  { "yes-no-na", "b", "yes\nno\nNA", "Boolean yes/no 0 1", 1 },
  { "zero-one", "n", "0\n1\n1", "Int - 0 1", 0 },
  { "zero-one-flag", "is_active", "0\n1\n1", "Boolean 1/0 0 1", 0 },
  { "iso-dates", "d", "2024-02-29\n2023-12-31", "DateTime %Y-%m-%d 2023-12-31 2024-02-29", 0 },
  { "iso-times", "d", "2024-02-29T10:15:00\n2023-12-31T23:59:59.250",
    "DateTime %Y-%m-%dT%H:%M:%S.%f 2023-12-31 23:59:59.250 2024-02-29 10:15:00", 0 },
  { "iso-offset", "d", "2024-03-01T00:30:00+02:00\n2024-03-01T00:30:00Z",
    "DateTime %Y-%m-%dT%H:%M:%S%z 2024-02-29 22:30:00 2024-03-01 00:30:00", 0 },
  { "impossible-day", "d", "2023-02-30\n2023-02-28", "String - 2023-02-28 2023-02-30", 0 },
  { "dmy", "d", "13/01/2024\n02/03/2024", "DateTime %d/%m/%Y 2024-01-13 2024-03-02", 0 },
  { "mdy", "d", "01/13/2024\n02/03/2024", "DateTime %m/%d/%Y 2024-01-13 2024-02-03", 0 },
  { "dotted", "d", "31.12.2023\n01.02.2024", "DateTime %d.%m.%Y 2023-12-31 2024-02-01", 0 },
  { "dmy-and-mdy", "d", "13/01/2024\n01/13/2024", "String - 01/13/2024 13/01/2024", 0 },
  { "month-starts", "d", "01/01/2024\n02/01/2024\n03/01/2024",
    "DateTime %m/%d/%Y 2024-01-01 2024-03-01", 0 },
  { "short-year", "d", "31/12/99\n01/02/24", "DateTime %d/%m/%y 1999-12-31 2024-02-01", 0 },
  { "month-names", "d", "5 Jan 2024\n17 Feb 2024", "DateTime %d %b %Y 2024-01-05 2024-02-17", 0 },
  { "us-names", "d", "January 5, 2024\nMay 17, 2024",
    "DateTime %B %d, %Y 2024-01-05 2024-05-17", 0 },
  { "half-days", "d", "1/13/2024 1:05 PM\n1/14/2024 12:00 AM",
    "DateTime %m/%d/%Y %I:%M %p 2024-01-13 13:05:00 2024-01-14 00:00:00", 0 },
  { "compact-dates", "order_date", "20240105\n20231231", "DateTime %Y%m%d 2023-12-31 2024-01-05",
    0 },
  { "compact-numbers", "serial", "20240105\n20231231", "Int - 20231231 20240105", 0 },
  { "zero-date", "d", "2024-01-01\n0000-00-00", "DateTime %Y-%m-%d 2024-01-01 2024-01-01", 1 },
  { "times", "t", "10:15\n23:59:59", "String time 10:15 23:59:59", 0 },
  { "durations", "t", "10:15\n26:30", "String - 10:15 26:30", 0 },
  { "versions", "v", "1.2.3\n1.10.0", "String - 1.10.0 1.2.3", 0 },
  { "addresses", "ip", "10.0.0.1\n192.168.1.20", "String - 10.0.0.1 192.168.1.20", 0 },
  { "uuid", "u", "123e4567-e89b-12d3-a456-426614174000\nABCDEF01-2345-6789-abcd-ef0123456789",
    "String uuid 123e4567-e89b-12d3-a456-426614174000 ABCDEF01-2345-6789-abcd-ef0123456789", 0 },
  { "person-null", "name", "Ann\nNull\nBob", "String - Ann Null", 0 },
  { "null-text", "name", "Ann\n\\N\nBob", "String - Ann Bob", 1 },
  { "numbers-null", "n", "1\nNULL\n3\n-\nn/a", "Int - 1 3", 3 },
  { "words-null", "n", "low\nnone\nhigh", "String - high none", 0 },
  { "empty", "n", "\n\n", "String - - -", 0 },
  { "blanks", "n", " 1\n2 \n  ", "Int - 1 2", 1 },
  { "blanks-around-truth", "b", " yes\nno \nyes", "Boolean yes/no 0 1", 0 },
  { "blanks-among-texts", "s", "a\n  \nb", "String -    b", 0 },
};

static char *
make_file (const Case *c)
{
  g_auto(GStrv) values = g_strsplit (c->values, "\n", -1);
  GString *file = g_string_new (NULL);

  g_string_append_printf (file, "\"%s\";\"k\"\n", c->label);
  for (guint i = 0; values[i] != NULL; i++)
    g_string_append_printf (file, "%s;%u\n", values[i], i);
  return g_string_free (file, FALSE);
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *file = make_file (c);
  g_autoptr(QueristCsvDialect) wanted = querist_csv_dialect_new ();
  g_autoptr(QueristCsvProfile) profile = NULL;
  g_autofree char *found = NULL;
  const QueristColumnProfile *column;

  g_free (wanted->delimiter);
  wanted->delimiter = g_strdup (";");
  wanted->given = QUERIST_CSV_DELIMITER | QUERIST_CSV_HEADER | QUERIST_CSV_SKIP;
  profile = csv_fixture_profile (file, strlen (file), wanted);
  column = g_ptr_array_index (profile->columns, 0);
  found = g_strdup_printf ("%s %s %s %s", querist_scalar_to_string (column->type),
                           column->format != NULL ? column->format : "-",
                           column->min != NULL ? column->min : "-",
                           column->max != NULL ? column->max : "-");
  g_assert_cmpstr (found, ==, c->expected);
  g_assert_cmpuint (column->n_nulled, ==, c->n_nulled);
}

/* A word for "no value" that typed columns prove to be one means it in a column of texts, too;
 * but not among codes of its own shape. */
static void
test_nulls_across_columns (void)
{
  static const char file[] = "n,country,city\n1,NA,Windhoek\nNA,DE,NA\n3,FR,Paris\nNA,NA,Oslo\n";
  g_autoptr(QueristCsvProfile) profile = csv_fixture_profile (file, strlen (file), NULL);
  const QueristColumnProfile *n = g_ptr_array_index (profile->columns, 0);
  const QueristColumnProfile *country = g_ptr_array_index (profile->columns, 1);
  const QueristColumnProfile *city = g_ptr_array_index (profile->columns, 2);

  g_assert_cmpuint (n->n_nulled, ==, 2);
  g_assert_cmpuint (country->n_nulled, ==, 0);
  g_assert_cmpstr (country->format, ==, "verbatim");
  g_assert_cmpuint (country->n_distinct, ==, 3);
  g_assert_cmpuint (city->n_nulled, ==, 1);
  g_assert_cmpuint (city->n_empty, ==, 1);
  g_assert_cmpstr (profile->dialect->nulls[0], ==, "NA");
}

/* A word for "no value" in every row of a column says that the file's writer uses it; one person of
 * that name doesn't. */
static void
test_nulls_in_every_row (void)
{
  static const char file[] = "n,name,note\n1,Null,NULL\n2,Ann,NULL\n3,NULL,NULL\n";
  g_autoptr(QueristCsvProfile) profile = csv_fixture_profile (file, strlen (file), NULL);
  const QueristColumnProfile *name = g_ptr_array_index (profile->columns, 1);
  const QueristColumnProfile *note = g_ptr_array_index (profile->columns, 2);

  g_assert_cmpuint (note->n_empty, ==, 3);
  g_assert_cmpuint (note->n_distinct, ==, 0);
  g_assert_cmpuint (name->n_nulled, ==, 1);
  g_assert_cmpuint (name->n_distinct, ==, 2);
}

static void
test_answers (void)
{
  static const char file[] = "id,activebool,country,is_new\n1,t,NO,no\n2,t,NO,no\n";
  g_autoptr(QueristCsvProfile) profile = csv_fixture_profile (file, strlen (file), NULL);
  const QueristColumnProfile *active = g_ptr_array_index (profile->columns, 1);
  const QueristColumnProfile *country = g_ptr_array_index (profile->columns, 2);
  const QueristColumnProfile *is_new = g_ptr_array_index (profile->columns, 3);

  g_assert_cmpint (active->type, ==, QUERIST_SCALAR_BOOLEAN);
  g_assert_cmpstr (active->format, ==, "t/f");
  g_assert_cmpint (country->type, ==, QUERIST_SCALAR_STRING);
  g_assert_cmpint (is_new->type, ==, QUERIST_SCALAR_BOOLEAN);
}

static void
test_given_nulls (void)
{
  static const char file[] = "n,name\n1,Ann\n-999,NA\n3,-999\nNA,Bob\n";
  g_autoptr(QueristCsvDialect) wanted = querist_csv_dialect_new ();
  g_autoptr(QueristCsvProfile) profile = NULL;
  const QueristColumnProfile *n, *name;

  wanted->nulls = g_strsplit ("-999", "|", -1);
  wanted->given = QUERIST_CSV_NULLS;
  profile = csv_fixture_profile (file, strlen (file), wanted);
  n = g_ptr_array_index (profile->columns, 0);
  name = g_ptr_array_index (profile->columns, 1);
  g_assert_cmpint (n->type, ==, QUERIST_SCALAR_STRING);
  g_assert_cmpuint (n->n_nulled, ==, 1);
  g_assert_cmpuint (name->n_nulled, ==, 1);
  g_assert_cmpuint (name->n_distinct, ==, 3);
}

/* What is written two ways in one column is settled by another one. */
static void
test_columns_settle_each_other (void)
{
  static const char file[] = "a;b;x;y\n01/02/2024;13/02/2024;1,250;1,5\n"
                             "03/04/2024;14/04/2024;2,500;2,25\n";
  g_autoptr(QueristCsvProfile) profile = csv_fixture_profile (file, strlen (file), NULL);
  const QueristColumnProfile *a = g_ptr_array_index (profile->columns, 0);
  const QueristColumnProfile *x = g_ptr_array_index (profile->columns, 2);

  g_assert_cmpstr (a->format, ==, "%d/%m/%Y");
  g_assert_cmpstr (x->format, ==, "decimal comma");
  g_assert_cmpstr (x->max, ==, "2.5");
  g_assert_cmpuint (profile->warnings->len, ==, 0);
}

static void
test_ambiguity_is_told (void)
{
  static const char file[] = "d,n\n05/06/2024,1\n04/03/2024,2\n";
  g_autoptr(QueristCsvProfile) profile = csv_fixture_profile (file, strlen (file), NULL);
  const QueristColumnProfile *d = g_ptr_array_index (profile->columns, 0);
  const QueristCsvWarning *warning;

  g_assert_cmpstr (d->format, ==, "%d/%m/%Y");
  g_assert_cmpuint (profile->warnings->len, ==, 1);
  warning = g_ptr_array_index (profile->warnings, 0);
  g_assert_cmpuint (warning->line, ==, 2);
  g_assert_cmpstr (warning->column, ==, "d");
}

/* Where commas are decimal signs, points may part thousands: that is told. */
static void
test_points_and_semicolons (void)
{
  static const char open[] = "k;x\na;1.000\nb;10.250\n", settled[] = "k;x\na;1.000\nb;10.2\n";
  g_autoptr(QueristCsvProfile) a = csv_fixture_profile (open, strlen (open), NULL);
  g_autoptr(QueristCsvProfile) b = csv_fixture_profile (settled, strlen (settled), NULL);
  const QueristCsvWarning *warning;

  g_assert_cmpuint (a->warnings->len, ==, 1);
  warning = g_ptr_array_index (a->warnings, 0);
  g_assert_cmpstr (warning->column, ==, "x");
  g_assert_nonnull (strstr (warning->message, "The point in “1.000” was read as the decimal sign"));
  g_assert_cmpuint (b->warnings->len, ==, 0);
}

/* Semicolons part fields where the comma is the decimal sign. */
static void
test_comma_and_delimiter (void)
{
  static const char semicolons[] = "x;k\n1,234;1\n2,345;2\n";
  static const char commas[] = "x,k\n\"1,234\",1\n\"2,345\",2\n";
  g_autoptr(QueristCsvProfile) a = csv_fixture_profile (semicolons, strlen (semicolons), NULL);
  g_autoptr(QueristCsvProfile) b = csv_fixture_profile (commas, strlen (commas), NULL);
  const QueristColumnProfile *x = g_ptr_array_index (a->columns, 0);
  const QueristColumnProfile *y = g_ptr_array_index (b->columns, 0);

  g_assert_cmpstr (x->format, ==, "decimal comma");
  g_assert_cmpstr (x->max, ==, "2.345");
  g_assert_cmpstr (y->format, ==, "thousands");
  g_assert_cmpstr (y->max, ==, "2345");
  g_assert_cmpuint (a->warnings->len, ==, 1);
  g_assert_cmpuint (b->warnings->len, ==, 1);
}

/* The one value that keeps a column from being of numbers is named with its line. */
static void
test_misfit_is_told (void)
{
  g_autoptr(GString) file = g_string_new ("n,k\n");
  g_autoptr(QueristCsvProfile) profile = NULL;
  const QueristCsvWarning *warning;

  for (guint i = 0; i < 60; i++)
    g_string_append_printf (file, i == 40 ? "forty,%u\n" : "%u,1\n", i);
  profile = csv_fixture_profile (file->str, file->len, NULL);
  g_assert_cmpuint (profile->warnings->len, ==, 1);
  warning = g_ptr_array_index (profile->warnings, 0);
  g_assert_cmpuint (warning->line, ==, 42);
  g_assert_nonnull (strstr (warning->message, "“forty”"));
}

/* A leading zero on row 30,001 still makes the column one of texts. */
static void
test_every_row_counts (void)
{
  g_autoptr(GString) file = g_string_new ("zip,n\n");
  g_autoptr(QueristCsvProfile) profile = NULL;
  const QueristColumnProfile *zip, *n;

  for (guint i = 0; i < 30000; i++)
    g_string_append_printf (file, "%u,%u\n", 10000 + i, i);
  g_string_append (file, "01234,x1\n");
  profile = csv_fixture_profile (file->str, file->len, NULL);
  zip = g_ptr_array_index (profile->columns, 0);
  n = g_ptr_array_index (profile->columns, 1);
  g_assert_cmpint (zip->type, ==, QUERIST_SCALAR_STRING);
  g_assert_cmpint (n->type, ==, QUERIST_SCALAR_STRING);
  g_assert_true (zip->unique);
  g_assert_cmpuint (zip->n_distinct, ==, 30001);
  g_assert_true (zip->hashes_complete);
  g_assert_cmpuint (zip->n_hashes, ==, 30001);
}

/* In a wide file values are counted by samples, but no column has more than it has rows. */
static void
test_not_more_than_rows (void)
{
  const guint n_columns = 2000, n_rows = 700;
  g_autoptr(GString) file = g_string_new ("c0");
  g_autoptr(QueristCsvProfile) profile = NULL;

  for (guint i = 1; i < n_columns; i++)
    g_string_append_printf (file, ",c%u", i);
  for (guint row = 0; row < n_rows; row++)
    {
      for (guint i = 0; i < n_columns; i++)
        g_string_append_printf (file, "%c%u", i == 0 ? '\n' : ',', MAX (row, 1) * 3 + i);
    }
  profile = csv_fixture_profile (file->str, file->len, NULL);
  for (guint i = 0; i < n_columns; i++)
    {
      const QueristColumnProfile *column = g_ptr_array_index (profile->columns, i);

      g_assert_false (column->unique);
      g_assert_cmpuint (column->n_distinct, <=, n_rows);
      g_assert_cmpuint (column->n_distinct, >, n_rows / 2);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/csv/types/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/csv/types/nulls-across-columns", test_nulls_across_columns);
  g_test_add_func ("/csv/types/nulls-in-every-row", test_nulls_in_every_row);
  g_test_add_func ("/csv/types/answers", test_answers);
  g_test_add_func ("/csv/types/given-nulls", test_given_nulls);
  g_test_add_func ("/csv/types/columns-settle-each-other", test_columns_settle_each_other);
  g_test_add_func ("/csv/types/ambiguity-is-told", test_ambiguity_is_told);
  g_test_add_func ("/csv/types/points-and-semicolons", test_points_and_semicolons);
  g_test_add_func ("/csv/types/comma-and-delimiter", test_comma_and_delimiter);
  g_test_add_func ("/csv/types/misfit-is-told", test_misfit_is_told);
  g_test_add_func ("/csv/types/every-row-counts", test_every_row_counts);
  g_test_add_func ("/csv/types/not-more-than-rows", test_not_more_than_rows);
  return g_test_run ();
}
