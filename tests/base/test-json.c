/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-json.h"

static void
test_refused (void)
{
  g_autofree char *deep = g_strnfill (100000, '[');
  /* brackets that a check for depth would take for part of a text */
  g_autofree char *commented = g_strconcat ("/*\"*/", deep, NULL);
  g_autofree char *quoted = g_strconcat ("['\"',", deep, NULL);
  const char *texts[] = { "", "  ", "{\"a\":}", "nonsense", deep, commented, quoted, "// x\n1" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (querist_json_parse (texts[i], -1, &error));
      g_assert_nonnull (error);
    }
}

/* A reply has a limit, a project's own file has none. */
static void
test_long (void)
{
  g_autofree char *filler = g_strnfill (QUERIST_JSON_MAX_BYTES, ' ');
  g_autofree char *text = g_strconcat ("[7", filler, "]", NULL);
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = querist_json_parse_file (text, strlen (text), &error);

  g_assert_no_error (error);
  g_assert_true (JSON_NODE_HOLDS_ARRAY (node));
  g_assert_null (querist_json_parse (text, -1, &error));
  g_assert_nonnull (error);
  g_assert_null (querist_json_parse_file (deep, strlen (deep), NULL));
}

static void
test_getters (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = querist_json_parse (
    "{\"s\":\"text\",\"i\":7,\"d\":2.9,\"b\":true,\"n\":null,\"a\":[\"x\",1,\"y\"],\"o\":{}}", -1,
    &error);
  JsonObject *object;
  g_auto(GStrv) strings = NULL;

  g_assert_no_error (error);
  object = json_node_get_object (node);
  g_assert_cmpstr (querist_json_get_string (object, "s", NULL), ==, "text");
  g_assert_cmpstr (querist_json_get_string (object, "i", "no"), ==, "no");
  g_assert_cmpstr (querist_json_get_string (object, "n", "no"), ==, "no");
  g_assert_cmpint (querist_json_get_int (object, "i", -1), ==, 7);
  g_assert_cmpint (querist_json_get_int (object, "d", -1), ==, 2);
  g_assert_cmpint (querist_json_get_int (object, "s", -1), ==, -1);
  g_assert_cmpfloat (querist_json_get_double (object, "i", -1), ==, 7);
  g_assert_true (querist_json_get_boolean (object, "b", FALSE));
  g_assert_nonnull (querist_json_get_object (object, "o"));
  g_assert_null (querist_json_get_object (object, "a"));
  g_assert_null (querist_json_get_array (object, "o"));
  strings = querist_json_get_strings (object, "a");
  g_assert_cmpuint (g_strv_length (strings), ==, 2);
  g_assert_null (querist_json_get_strings (NULL, "a"));
}

static void
test_written (void)
{
  static const struct {
    const char *text, *written;
  } cases[] = {
    { "{\"a\" : [1, 0.1, 2.50, 3.0, -1e300, true, null], \"b\" : {}, \"c\" : []}",
      "{\"a\":[1,0.1,2.5,3.0,-1e+300,true,null],\"b\":{},\"c\":[]}" },
    { "[3326.3800000000001, 0.30000000000000004, 9007199254740993]",
      "[3326.38,0.30000000000000004,9007199254740993]" },
    { "\"“quotes” \\\"in\\\" \\\\ \\n\\t\\r\\u0001\"",
      "\"“quotes” \\\"in\\\" \\\\ \\n\\t\\r\\u0001\"" },
    { "[1e999, -1e999]", "[null,null]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) node = querist_json_parse (cases[i].text, -1, &error);
      g_autofree char *written = querist_json_to_string (node, FALSE);
      g_autofree char *pretty = querist_json_to_string (node, TRUE);
      g_autoptr(JsonNode) again = querist_json_parse (pretty, -1, &error);
      g_autofree char *twice = querist_json_to_string (again, FALSE);

      g_assert_no_error (error);
      g_assert_cmpstr (written, ==, cases[i].written);
      g_assert_cmpstr (twice, ==, written);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/json/refused", test_refused);
  g_test_add_func ("/base/json/long", test_long);
  g_test_add_func ("/base/json/getters", test_getters);
  g_test_add_func ("/base/json/written", test_written);
  return g_test_run ();
}
