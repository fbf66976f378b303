/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

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

/* Few values, many, and so many that they are put on the disk in between: always exact. */
static void
test_exact (void)
{
  static const struct
  {
    guint n_values, n_different;
    gsize max_slots;
  } cases[] = {
    { 100, 10, 4096 },      { 5000, 1024, 4096 },    { 5000, 1025, 4096 },
    { 50000, 50000, 1024 }, { 200000, 70001, 4096 }, { 200000, 70001, 1 << 20 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(QueristCsvDistinct) distinct = querist_csv_distinct_new (cases[i].max_slots);
      g_autofree guint64 *hashes = NULL;
      gsize n_hashes;
      gboolean exact;

      for (guint k = 0; k < cases[i].n_values; k++)
        add (distinct, k % cases[i].n_different);
      g_assert_cmpuint (querist_csv_distinct_finish (distinct, 5000, &hashes, &n_hashes, &exact),
                        ==, cases[i].n_different);
      g_assert_true (exact);
      g_assert_cmpuint (n_hashes, ==, MIN (5000, cases[i].n_different));
      for (gsize k = 1; k < n_hashes; k++)
        g_assert_cmpuint (hashes[k - 1], <, hashes[k]);
    }
}

static void
test_top (void)
{
  g_autoptr(QueristCsvDistinct) distinct = querist_csv_distinct_new (4096);
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
  g_test_add_func ("/csv/distinct/exact", test_exact);
  g_test_add_func ("/csv/distinct/top", test_top);
  g_test_add_func ("/csv/distinct/containment", test_containment);
  g_test_add_func ("/csv/distinct/names", test_names);
  return g_test_run ();
}
