/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "querist-recent.h"
#include "querist-session-row.h"

static void
assert_recent (GSettings  *settings,
               const char *expected)
{
  g_auto(GStrv) paths = querist_recent_list (settings);
  g_autofree char *joined = g_strjoinv (" ", paths);

  g_assert_cmpstr (joined, ==, expected);
}

static void
test_order (void)
{
  g_autoptr(GSettings) settings = g_settings_new (APP_ID);

  g_settings_reset (settings, "recent-projects");
  assert_recent (settings, "");
  querist_recent_add (settings, "/a");
  querist_recent_add (settings, "/b");
  querist_recent_add (settings, "/c");
  assert_recent (settings, "/c /b /a");
  querist_recent_add (settings, "/a");
  assert_recent (settings, "/a /c /b");
  querist_recent_remove (settings, "/c");
  assert_recent (settings, "/a /b");
  querist_recent_remove (settings, "/never");
  assert_recent (settings, "/a /b");
}

static void
test_limit (void)
{
  g_autoptr(GSettings) settings = g_settings_new (APP_ID);
  g_auto(GStrv) paths = NULL;

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *path = g_strdup_printf ("/p%u", i);
      querist_recent_add (settings, path);
    }
  paths = querist_recent_list (settings);
  g_assert_cmpuint (g_strv_length (paths), ==, 12);
  g_assert_cmpstr (paths[0], ==, "/p39");
}

static void
test_free_path (void)
{
  g_autofree char *parent = g_dir_make_tmp ("querist-recent-XXXXXX", NULL);
  g_autofree char *first = querist_recent_free_path (parent, "sales/2025");
  g_autofree char *second = NULL;
  g_autofree char *name = NULL;

  g_assert_cmpint (g_mkdir (first, 0700), ==, 0);
  second = querist_recent_free_path (parent, "sales/2025");
  name = g_path_get_basename (second);
  g_assert_cmpstr (name, ==, "sales-2025 2");
  g_rmdir (first);
  g_rmdir (parent);
}

static void
test_day (void)
{
  static const struct {
    const char *time;
    const char *day;
  } cases[] = {
    { "2026-03-05T00:01:00", "today" },
    { "2026-03-05T23:59:00", "today" },
    { "2026-03-04T23:59:00", "yesterday" },
    { "2026-03-02T12:00:00", "Mon" },
    { "2026-02-26T12:00:00", "02/26/26" },
    { "2026-03-09T12:00:00", "03/09/26" },
    { "last summer", "" },
  };
  g_autoptr(GDateTime) now = g_date_time_new_local (2026, 3, 5, 10, 0, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *day = querist_describe_day (cases[i].time, now);
      g_assert_cmpstr (day, ==, cases[i].day);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/recent/order", test_order);
  g_test_add_func ("/app/recent/limit", test_limit);
  g_test_add_func ("/app/recent/free-path", test_free_path);
  g_test_add_func ("/app/session-row/day", test_day);
  return g_test_run ();
}
