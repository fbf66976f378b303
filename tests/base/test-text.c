/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-text.h"

static void
test_cases (void)
{
  static const struct
  {
    const char *text, *pascal, *camel, *snake;
  } cases[] = {
    { "customer_id", "CustomerId", "customerId", "customer_id" },
    { "Customer ID", "CustomerId", "customerId", "customer_id" },
    { "HTTPServer", "HttpServer", "httpServer", "http_server" },
    { "order-items 2024", "OrderItems2024", "orderItems2024", "order_items_2024" },
    { "größe", "Größe", "größe", "größe" },
    { "", "", "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *pascal = querist_text_pascal_case (cases[i].text);
      g_autofree char *camel = querist_text_camel_case (cases[i].text);
      g_autofree char *snake = querist_text_snake_case (cases[i].text);

      g_assert_cmpstr (pascal, ==, cases[i].pascal);
      g_assert_cmpstr (camel, ==, cases[i].camel);
      g_assert_cmpstr (snake, ==, cases[i].snake);
    }
}

static void
test_number (void)
{
  static const char *const pairs[][2] = {
    { "order", "orders" },     { "category", "categories" }, { "day", "days" },
    { "address", "addresses" }, { "box", "boxes" },           { "branch", "branches" },
    { "person", "people" },    { "house", "houses" },        { "status", "statuses" },
    { "movie", "movies" },     { "class", "classes" },       { "store", "stores" },
    { "warehouse", "warehouses" }, { "matrix", "matrices" }, { "alias", "aliases" },
    { "gas", "gases" },        { "lens", "lenses" },         { "crisis", "crises" },
    { "hero", "heroes" },      { "shoe", "shoes" },          { "knife", "knives" },
    { "data", "data" },        { "media", "media" },         { "series", "series" },
    { "analysis", "analyses" }, { "case", "cases" },         { "tax", "taxes" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *plural = querist_text_plural (pairs[i][0]);
      g_autofree char *singular = querist_text_singular (pairs[i][1]);
      g_autofree char *same = querist_text_singular (pairs[i][0]);

      g_assert_cmpstr (plural, ==, pairs[i][1]);
      g_assert_cmpstr (singular, ==, pairs[i][0]);
      g_assert_cmpstr (same, ==, pairs[i][0]);
    }
}

static void
test_distance (void)
{
  static const char *const types[] = { "String", "Store", "Order", NULL };

  g_assert_cmpuint (querist_text_edit_distance ("", "abc"), ==, 3);
  g_assert_cmpuint (querist_text_edit_distance ("kitten", "sitting"), ==, 3);
  g_assert_cmpuint (querist_text_edit_distance ("form", "from"), ==, 1);
  g_assert_cmpuint (querist_text_edit_distance ("größe", "grösse"), ==, 2);
  g_assert_cmpstr (querist_text_nearest ("stor", types), ==, "Store");
  g_assert_cmpstr (querist_text_nearest ("Strng", types), ==, "String");
  g_assert_null (querist_text_nearest ("Zeppelin", types));
}

static void
test_lines (void)
{
  g_autofree char *count = querist_text_format_count (1234567);
  g_autofree char *small = querist_text_format_count (999);
  g_autofree char *line = querist_text_first_line ("\n  one\ttwo\x01 \xff!\nthree", 100);
  g_autofree char *cut = querist_text_first_line ("äöüß", 2);

  g_assert_cmpstr (count, ==, "1\u202f234\u202f567");
  g_assert_cmpstr (small, ==, "999");
  g_assert_cmpstr (line, ==, "onetwo \uFFFD!");
  g_assert_cmpstr (cut, ==, "äö…");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/text/cases", test_cases);
  g_test_add_func ("/base/text/singular-and-plural", test_number);
  g_test_add_func ("/base/text/distance", test_distance);
  g_test_add_func ("/base/text/lines", test_lines);
  return g_test_run ();
}
