/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "csv-fixture.h"
#include "querist-csv-distinct.h"
#include "querist-csv-header.h"

static void
add (QueristCsvDistinct *distinct,
     guint               number)
{
  char text[32];
  gsize length = g_snprintf (text, sizeof text, "value-%u", number);
  guint64 hash = querist_csv_hash (text, length);

  if (querist_csv_distinct_find (distinct, hash) == NULL)
    querist_csv_distinct_add (distinct, hash, text, length, 0);
}

/* Few values, many, and so many that they are put on the disk in between: exact as long as no value
 * comes twice or all fit, and else nearly so. */
static void
test_count (void)
{
  static const struct
  {
    guint n_values, n_in_a_row, n_different;
    gsize max_slots;
    gboolean exact;
  } cases[] = {
    { 100, 1, 10, 4096, TRUE },          { 5000, 1, 1024, 4096, TRUE },
    { 5000, 1, 1025, 4096, TRUE },       { 50000, 1, 50000, 1024, TRUE },
    { 200000, 1, 200000, 4096, TRUE },   { 200000, 1, 70001, 4096, TRUE },
    { 200000, 2, 70001, 1 << 20, TRUE }, { 200000, 2, 70001, 4096, FALSE },
    { 50000, 1, 50000, 64, FALSE },      { 10, 1, 10, 64, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(QueristCsvSpill) spill = querist_csv_spill_new ();
      g_autoptr(QueristCsvDistinct) distinct = querist_csv_distinct_new (cases[i].max_slots, spill);
      g_autofree guint64 *hashes = NULL;
      gsize n_hashes;
      guint64 n;
      gboolean exact;

      for (guint k = 0; k < cases[i].n_values; k++)
        add (distinct, k / cases[i].n_in_a_row % cases[i].n_different);
      n = querist_csv_distinct_finish (distinct, 5000, &hashes, &n_hashes, &exact);
      g_assert_cmpint (exact, ==, cases[i].exact);
      if (exact)
        g_assert_cmpuint (n, ==, cases[i].n_different);
      else
        g_assert_cmpfloat_with_epsilon ((double) n / cases[i].n_different, 1,
                                        4 / sqrt (cases[i].max_slots / 4));
      if (exact)
        g_assert_cmpuint (n_hashes, ==, MIN (5000, cases[i].n_different));
      for (gsize k = 1; k < n_hashes; k++)
        g_assert_cmpuint (hashes[k - 1], <, hashes[k]);
    }
}

/* A sample holds the smallest hashes, all of them, also of what was on the disk when it began. */
static void
test_sample (void)
{
  g_autoptr(QueristCsvSpill) spill = querist_csv_spill_new ();
  g_autoptr(QueristCsvDistinct) small = querist_csv_distinct_new (1024, spill);
  g_autoptr(QueristCsvDistinct) large = querist_csv_distinct_new (1 << 20, spill);
  g_autofree guint64 *some = NULL, *all = NULL;
  gsize n_some, n_all;
  gboolean exact;

  for (guint i = 0; i < 40000; i++)
    {
      add (small, i < 20000 ? i : i / 2);
      add (large, i < 20000 ? i : i / 2);
    }
  querist_csv_distinct_finish (small, G_MAXSIZE, &some, &n_some, &exact);
  g_assert_false (exact);
  querist_csv_distinct_finish (large, G_MAXSIZE, &all, &n_all, &exact);
  g_assert_true (exact);
  g_assert_cmpuint (n_some, >, 100);
  g_assert_cmpuint (n_all, ==, 20000);
  g_assert_cmpmem (some, n_some * sizeof *some, all, n_some * sizeof *all);
}

static void
test_top (void)
{
  g_autoptr(QueristCsvSpill) spill = querist_csv_spill_new ();
  g_autoptr(QueristCsvDistinct) distinct = querist_csv_distinct_new (4096, spill);
  g_autoptr(GPtrArray) top = NULL;
  const QueristValueCount *first;

  for (guint i = 0; i < 3000; i++)
    add (distinct, i % 3 == 0 ? 7 : i);
  top = querist_csv_distinct_top (distinct, 5);
  g_assert_cmpuint (top->len, ==, 5);
  first = g_ptr_array_index (top, 0);
  g_assert_cmpstr (first->text, ==, "value-7");
  g_assert_cmpuint (first->count, ==, 1001);
}

static QueristCsvProfile *
profile_numbers (guint from,
                 guint to)
{
  g_autoptr(GString) file = g_string_new ("id,k\n");

  for (guint i = from; i < to; i++)
    g_string_append_printf (file, "%u,x\n", i);
  return csv_fixture_profile (file->str, file->len, NULL);
}

static void
test_containment (void)
{
  g_autoptr(QueristCsvProfile) parent = profile_numbers (1, 1001);
  g_autoptr(QueristCsvProfile) child = profile_numbers (501, 1501);
  const QueristColumnProfile *a = g_ptr_array_index (parent->columns, 0);
  const QueristColumnProfile *b = g_ptr_array_index (child->columns, 0);

  g_assert_cmpfloat (querist_column_profile_containment (b, a), ==, 0.5);
  g_assert_cmpfloat (querist_column_profile_containment (a, a), ==, 1.0);
}

static void
test_names (void)
{
  static const char *const labels[] = { "Customer ID", "customer_id", "", "2019", "order", "Größe",
                                        "名前", "a--b", "_x", NULL };
  static const char *const expected[] = { "Customer_ID", "customer_id_2", "column_3",
                                          "column_2019", "order_", "Grosse", "column_7", "a_b",
                                          "column_x" };
  g_autofree char *longer = g_strnfill (200, 'x');
  const char *const one[] = { longer, NULL };
  g_auto(GStrv) names = querist_csv_header_names (labels, G_N_ELEMENTS (expected));
  g_auto(GStrv) cut = querist_csv_header_names (one, 1);
  g_auto(GStrv) made_up = querist_csv_header_names (NULL, 2);

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpstr (names[i], ==, expected[i]);
  g_assert_cmpuint (strlen (cut[0]), ==, 60);
  g_assert_cmpstr (made_up[1], ==, "column_2");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/distinct/count", test_count);
  g_test_add_func ("/csv/distinct/sample", test_sample);
  g_test_add_func ("/csv/distinct/top", test_top);
  g_test_add_func ("/csv/distinct/containment", test_containment);
  g_test_add_func ("/csv/distinct/names", test_names);
  return g_test_run ();
}
