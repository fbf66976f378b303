/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "querist-file-finder.h"

typedef struct {
  char *folder;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  static const char *const files[] = {
    "b.csv", "a.CSV", "notes.md", ".hidden.csv", "old/c.tsv.gz", "old/deep/er/and/far/d.csv",
    "project/prisma/schema.prisma",
  };

  fixture->folder = g_dir_make_tmp ("querist-find-XXXXXX", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, files[i], NULL);
      g_autofree char *parent = g_path_get_dirname (path);

      g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
      g_assert_true (g_file_set_contents (path, "x", -1, NULL));
    }
}

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      remove_tree (child);
    }
  g_remove (path);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  remove_tree (fixture->folder);
  g_free (fixture->folder);
}

static void
assert_found (Fixture           *fixture,
              const char *const *paths,
              const char        *expected)
{
  g_auto(GStrv) files = querist_find_data_files (paths);
  g_autoptr(GString) found = g_string_new (NULL);

  for (gsize i = 0; files[i] != NULL; i++)
    g_string_append_printf (found, "%s%s", i > 0 ? " " : "",
                            g_str_has_prefix (files[i], fixture->folder)
                              ? files[i] + strlen (fixture->folder) + 1 : files[i]);
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_folder (Fixture       *fixture,
             gconstpointer  data)
{
  const char *const folder[] = { fixture->folder, NULL };

  assert_found (fixture, folder, "a.CSV b.csv old/c.tsv.gz");
}

/* A person has chosen it: its name and even whether it is there is none of our business. */
static void
test_chosen_file (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *notes = g_build_filename (fixture->folder, "notes.md", NULL);
  const char *const paths[] = { notes, "/not/there.dat", NULL };
  const char *const none[] = { NULL };

  assert_found (fixture, paths, "notes.md /not/there.dat");
  assert_found (fixture, none, "");
}

static void
test_project_folder (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *project = g_build_filename (fixture->folder, "project", NULL);
  g_autofree char *nothing = g_build_filename (fixture->folder, "nothing", NULL);

  g_assert_true (querist_is_project_folder (project));
  g_assert_false (querist_is_project_folder (fixture->folder));
  g_assert_false (querist_is_project_folder (nothing));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/app/file-finder/folder", Fixture, NULL, set_up, test_folder, tear_down);
  g_test_add ("/app/file-finder/chosen-file", Fixture, NULL, set_up, test_chosen_file, tear_down);
  g_test_add ("/app/file-finder/project-folder", Fixture, NULL, set_up, test_project_folder,
              tear_down);
  return g_test_run ();
}
