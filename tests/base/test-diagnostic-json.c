/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-diagnostic-json.h"

static void
test_round_trip (void)
{
  g_autoptr(GPtrArray) before =
    g_ptr_array_new_with_free_func ((GDestroyNotify) querist_diagnostic_free);
  const QueristSpan span = { .start = 7, .length = 3, .line = 2, .column = 4 };
  g_autoptr(JsonArray) array = NULL;
  g_autoptr(GPtrArray) after = NULL;
  QueristDiagnostic *found;

  g_ptr_array_add (before, querist_diagnostic_new (QUERIST_SEVERITY_ERROR, &span,
                                                   "unknown-column", "No column “%s”", "x"));
  g_ptr_array_add (before, querist_diagnostic_new (QUERIST_SEVERITY_WARNING, &span, NULL, "w"));
  ((QueristDiagnostic *) before->pdata[0])->suggestion = g_strdup ("Use “y”");
  array = querist_diagnostics_to_json (before);
  json_array_add_string_element (array, "no object");
  after = querist_diagnostics_from_json (array);

  g_assert_cmpuint (after->len, ==, 2);
  found = after->pdata[0];
  g_assert_cmpint (found->severity, ==, QUERIST_SEVERITY_ERROR);
  g_assert_cmpstr (found->code, ==, "unknown-column");
  g_assert_cmpstr (found->message, ==, "No column “x”");
  g_assert_cmpstr (found->suggestion, ==, "Use “y”");
  g_assert_null (found->replacement);
  g_assert_cmpmem (&found->span, sizeof span, &span, sizeof span);
  found = after->pdata[1];
  g_assert_cmpint (found->severity, ==, QUERIST_SEVERITY_WARNING);
  g_assert_null (found->code);
}

static void
test_nothing (void)
{
  g_autoptr(JsonArray) array = querist_diagnostics_to_json (NULL);
  g_autoptr(GPtrArray) none = querist_diagnostics_from_json (NULL);

  g_assert_cmpuint (json_array_get_length (array), ==, 0);
  g_assert_cmpuint (none->len, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/diagnostic-json/round-trip", test_round_trip);
  g_test_add_func ("/base/diagnostic-json/nothing", test_nothing);
  return g_test_run ();
}
