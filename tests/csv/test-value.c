/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "querist-csv-number.h"
#include "querist-csv-value.h"

/* What becomes of a field: "null", "nulled", an integer, a real, 'text' in quotes, or "-" when it
 * does not fit. A lossy one ends in "~". */
static const struct
{
  QueristScalar type;
  const char   *format;
  const char   *field;
  const char   *value;
} cases[] = {
  { QUERIST_SCALAR_INT, NULL, "42", "42" },
  { QUERIST_SCALAR_INT, NULL, " -42 ", "-42" },
  { QUERIST_SCALAR_INT, NULL, "2147483647", "2147483647" },
  { QUERIST_SCALAR_INT, NULL, "2147483648", "-" },
  { QUERIST_SCALAR_INT, NULL, "007", "7~" },
  { QUERIST_SCALAR_INT, NULL, "3.0", "3~" },
  { QUERIST_SCALAR_INT, NULL, "3.5", "-" },
  { QUERIST_SCALAR_INT, "thousands", "1,234", "1234~" },
  { QUERIST_SCALAR_INT, NULL, "NA", "nulled" },
  { QUERIST_SCALAR_INT, NULL, "", "null" },
  { QUERIST_SCALAR_INT, NULL, "  ", "nulled" },
  { QUERIST_SCALAR_BOOLEAN, "yes/no", " yes ", "1" },
  { QUERIST_SCALAR_DATE_TIME, "%Y%m%d", " 20240105", "'2024-01-05'" },
  { QUERIST_SCALAR_INT, NULL, "x", "-" },
  { QUERIST_SCALAR_BIG_INT, NULL, "9223372036854775807", "9223372036854775807" },
  { QUERIST_SCALAR_BIG_INT, NULL, "-9223372036854775808", "-9223372036854775808" },
  { QUERIST_SCALAR_BIG_INT, NULL, "9223372036854775808", "-" },
  { QUERIST_SCALAR_DECIMAL, NULL, "1.50", "1.5" },
  { QUERIST_SCALAR_DECIMAL, NULL, "12", "12" },
  { QUERIST_SCALAR_DECIMAL, NULL, "0.1", "0.1" },
  { QUERIST_SCALAR_DECIMAL, NULL, "3.14159265358979323846", "'3.14159265358979323846'" },
  { QUERIST_SCALAR_DECIMAL, "decimal comma, thousands, currency", "1.234,50 €", "1234.5~" },
  { QUERIST_SCALAR_DECIMAL, "percent", "12.5 %", "12.5~" },
  { QUERIST_SCALAR_DECIMAL, "thousands", "(1,234.50)", "-1234.5~" },
  { QUERIST_SCALAR_DECIMAL, NULL, "1.2.3", "-" },
  { QUERIST_SCALAR_FLOAT, NULL, "1e3", "1000~" },
  { QUERIST_SCALAR_FLOAT, NULL, "1.5e-3", "0.0015" },
  { QUERIST_SCALAR_FLOAT, NULL, "nan", "nulled" },
  { QUERIST_SCALAR_BOOLEAN, "yes/no", "Yes", "1" },
  { QUERIST_SCALAR_BOOLEAN, "yes/no", "NO", "0" },
  { QUERIST_SCALAR_BOOLEAN, NULL, "1", "1" },
  { QUERIST_SCALAR_BOOLEAN, NULL, "maybe", "-" },
  { QUERIST_SCALAR_DATE_TIME, "%Y-%m-%d", "2024-02-29", "'2024-02-29'" },
  { QUERIST_SCALAR_DATE_TIME, "%Y-%m-%d", "2023-02-29", "-" },
  { QUERIST_SCALAR_DATE_TIME, "%Y-%m-%d", "2023-02-28 10:00", "-" },
  { QUERIST_SCALAR_DATE_TIME, "%d/%m/%Y", "3/4/2024", "'2024-04-03'" },
  { QUERIST_SCALAR_DATE_TIME, "%m/%d/%Y", "3/4/2024", "'2024-03-04'" },
  { QUERIST_SCALAR_DATE_TIME, "%d.%m.%y", "01.02.70", "'1970-02-01'" },
  { QUERIST_SCALAR_DATE_TIME, "%Y%m%d", "20240105", "'2024-01-05'" },
  { QUERIST_SCALAR_DATE_TIME, "%Y-%m-%d %H:%M:%S", "2024-01-05", "'2024-01-05 00:00:00'" },
  { QUERIST_SCALAR_DATE_TIME, "%Y-%m-%dT%H:%M:%S.%f%z", "2024-01-01T00:30:00.25+01:00",
    "'2023-12-31 23:30:00.25'~" },
  { QUERIST_SCALAR_DATE_TIME, "%m/%d/%Y %I:%M %p", "1/2/2024 12:05 am", "'2024-01-02 00:05:00'" },
  { QUERIST_SCALAR_DATE_TIME, "%Y-%m-%d", "0000-00-00", "nulled" },
  { QUERIST_SCALAR_DATE_TIME, "%Y-%m-%d", "1950-06-15", "'1950-06-15'" },
  { QUERIST_SCALAR_DATE_TIME, "%Y-%m-%d %H:%M:%S", "1950-06-15 13:14:15", "'1950-06-15 13:14:15'" },
  { QUERIST_SCALAR_JSON, NULL, "{\"a\": [1, 2]}", "'{\"a\": [1, 2]}'" },
  { QUERIST_SCALAR_JSON, NULL, "{a}", "-" },
  { QUERIST_SCALAR_STRING, NULL, "  as it is ", "'  as it is '" },
  { QUERIST_SCALAR_STRING, NULL, "NA", "'NA'" },
  { QUERIST_SCALAR_STRING, NULL, "\\N", "nulled" },
  { QUERIST_SCALAR_STRING, "verbatim", "\\N", "'\\N'" },
  { QUERIST_SCALAR_STRING, NULL, "", "null" },
  { QUERIST_SCALAR_STRING, NULL, "\"", "''" }, /* stands for an empty field in quotes */
  { QUERIST_SCALAR_INT, NULL, "\"", "null" },
};

static char *
show (gboolean            fits,
      const QueristValue *value)
{
  const char *mark = value->lossy ? "~" : "";

  if (!fits)
    return g_strdup ("-");
  switch (value->kind)
    {
    case QUERIST_VALUE_NULL:
      return g_strdup (value->nulled ? "nulled" : "null");
    case QUERIST_VALUE_INTEGER:
      return g_strdup_printf ("%" G_GINT64_FORMAT "%s", value->integer, mark);
    case QUERIST_VALUE_REAL:
      return g_strdup_printf ("%.15g%s", value->real, mark);
    default:
      return g_strdup_printf ("'%.*s'%s", (int) value->length, value->text, mark);
    }
}

static void
test_convert (void)
{
  g_autoptr(QueristCsvDialect) dialect = querist_csv_dialect_new ();

  dialect->nulls = g_strsplit ("\\N", "|", -1);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(QueristConverter) converter = querist_converter_new (cases[i].type,
                                                                     cases[i].format, dialect);
      gboolean quoted = g_str_equal (cases[i].field, "\"");
      const char *field = quoted ? "" : cases[i].field;
      QueristCsvCell cell = { field, strlen (field), quoted };
      QueristValue value;
      gboolean fits = querist_converter_convert (converter, &cell, &value);
      g_autofree char *shown = show (fits, &value);

      g_assert_cmpstr (shown, ==, cases[i].value);
      if (!fits)
        {
          g_autofree char *reason = querist_converter_explain (converter, &cell);

          g_assert_true (g_str_has_prefix (reason, "“"));
        }
    }
}

/* When a person gives the words for "no value", no others are. */
static void
test_given_nulls (void)
{
  g_autoptr(QueristCsvDialect) dialect = querist_csv_dialect_new ();
  g_autoptr(QueristConverter) converter = NULL;
  QueristValue value;

  dialect->nulls = g_strsplit ("-999", "|", -1);
  dialect->given = QUERIST_CSV_NULLS;
  converter = querist_converter_new (QUERIST_SCALAR_INT, NULL, dialect);
  g_assert_true (querist_converter_convert (converter, &(QueristCsvCell){ "-999", 4 }, &value));
  g_assert_true (value.nulled);
  g_assert_false (querist_converter_convert (converter, &(QueristCsvCell){ "NA", 2 }, &value));
}

/* Plain numbers of every length are read to the last bit as strtod(3) reads them. */
static void
test_plain_numbers (void)
{
  for (guint i = 0; i < 100000; i++)
    {
      g_autoptr(GString) text = g_string_new (i % 3 == 0 ? "-" : "");
      guint n_whole = g_test_rand_int_range (0, 12), n_decimals = g_test_rand_int_range (0, 8);
      QueristNumber number;

      for (guint k = 0; k < n_whole; k++)
        g_string_append_c (text, '0' + g_test_rand_int_range (k == 0, 10));
      if (n_decimals > 0)
        g_string_append_c (text, '.');
      for (guint k = 0; k < n_decimals; k++)
        g_string_append_c (text, '0' + g_test_rand_int_range (0, 10));
      if (n_whole + n_decimals == 0)
        continue;
      g_assert_true (querist_number_parse (text->str, text->len, '.', &number));
      g_assert_cmpfloat (number.real, ==, g_ascii_strtod (text->str, NULL));
      g_assert_cmpint (number.is_integer, ==, n_decimals == 0);
      g_assert_cmpuint (number.n_decimals, ==, n_decimals);
      if (number.is_integer)
        g_assert_cmpint (number.integer, ==, g_ascii_strtoll (text->str, NULL, 10));
    }
}

static void
test_not_plain (void)
{
  static const char *const texts[] = { "-", ".", "-.", "1.2.3", "1-", "--1", "1.-" };
  QueristNumber number;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_false (querist_number_parse (texts[i], strlen (texts[i]), '.', &number));
  g_assert_true (querist_number_parse ("007", 3, '.', &number));
  g_assert_cmpuint (number.traits, ==, QUERIST_NUMBER_CODE);
  g_assert_true (querist_number_parse ("0.250", 5, '.', &number));
  g_assert_cmpuint (number.traits, ==, QUERIST_NUMBER_FRACTION | QUERIST_NUMBER_POINT_DECIMAL);
  g_assert_true (querist_number_parse ("12.250", 6, 0, &number));
  g_assert_cmpuint (number.traits, ==, QUERIST_NUMBER_FRACTION | QUERIST_NUMBER_POINT_OPEN);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/value/convert", test_convert);
  g_test_add_func ("/csv/value/given-nulls", test_given_nulls);
  g_test_add_func ("/csv/value/plain-numbers", test_plain_numbers);
  g_test_add_func ("/csv/value/not-plain", test_not_plain);
  return g_test_run ();
}
