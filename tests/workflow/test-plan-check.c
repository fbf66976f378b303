/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-plan-check.h"

static QueristCatalog *
make_catalog (void)
{
  QueristCatalog *catalog = querist_catalog_new ();
  QueristTable *table = querist_table_new ("orders");
  QueristColumn *column = querist_column_new ("placed_at");

  g_free (table->model);
  table->model = g_strdup ("Order");
  g_free (column->field);
  column->field = g_strdup ("placedAt");
  g_ptr_array_add (table->columns, column);
  g_ptr_array_add (table->columns, querist_column_new ("größe"));
  g_ptr_array_add (catalog->tables, table);
  return catalog;
}

static void
test_names (void)
{
  static const struct {
    const char *step, *problem;
  } cases[] = {
    { "Count the rows", NULL },
    { "Take `orders` by `placed_at`", NULL },
    { "Take `Order.placedAt` and ORDERS.PLACED_AT", NULL },
    { "Sum orders.größe", NULL },
    { "Use e.g. 3.5 per cent. Done.", NULL },
    { "See example.com", NULL },
    { "Take `count(*)` of `a b`", NULL },
    { "Take `invoices`", "There is no table or column “invoices”" },
    { "Take `invoices.total`", "There is no table “invoices”" },
    { "Sum orders.total per month", "Table “orders” has no column “total”" },
    { "``", NULL },
    { "", NULL },
  };
  g_autoptr(QueristCatalog) catalog = make_catalog ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *plan[] = { "First", cases[i].step, NULL };
      g_autofree char *problem = querist_plan_find_problem (plan, catalog);

      g_assert_cmpstr (problem, ==, cases[i].problem);
    }
  g_assert_null (querist_plan_find_problem (NULL, catalog));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workflow/plan-check/names", test_names);
  return g_test_run ();
}
