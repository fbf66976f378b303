/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-recent.h"

#define KEY "recent-projects"
#define MAX_PROJECTS 12

static void
rewrite (GSettings  *settings,
         const char *first,
         const char *left_out)
{
  g_auto(GStrv) old = g_settings_get_strv (settings, KEY);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) paths = NULL;
  guint n = 0;

  if (first != NULL)
    {
      g_strv_builder_add (builder, first);
      n++;
    }
  for (gsize i = 0; old[i] != NULL && n < MAX_PROJECTS; i++)
    if (g_strcmp0 (old[i], left_out) != 0)
      {
        g_strv_builder_add (builder, old[i]);
        n++;
      }
  paths = g_strv_builder_end (builder);
  g_settings_set_strv (settings, KEY, (const char *const *) paths);
}

/**
 * querist_recent_list:
 * @settings: the program's settings
 *
 * Returns: (transfer full): project folders, the newest first; they may have gone since
 */
GStrv
querist_recent_list (GSettings *settings)
{
  return g_settings_get_strv (settings, KEY);
}

/**
 * querist_recent_add:
 * @settings: the program's settings
 * @path: a project folder that was opened just now
 */
void
querist_recent_add (GSettings  *settings,
                    const char *path)
{
  rewrite (settings, path, path);
}

/**
 * querist_recent_remove:
 * @settings: the program's settings
 * @path: a project folder to forget; the folder itself stays
 */
void
querist_recent_remove (GSettings  *settings,
                       const char *path)
{
  rewrite (settings, NULL, path);
}

/**
 * querist_recent_default_parent:
 *
 * Returns: (transfer full): the folder in which new projects are made unless a person chooses
 *   another one
 */
char *
querist_recent_default_parent (void)
{
  const char *documents = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);

  if (documents == NULL || !g_file_test (documents, G_FILE_TEST_IS_DIR))
    documents = g_get_home_dir ();
  return g_build_filename (documents, "Querist", NULL);
}

/**
 * querist_recent_free_path:
 * @parent: a folder
 * @name: what the project shall be called
 *
 * Returns: (transfer full): a path in @parent that nothing has yet: @name, "name 2", …
 */
char *
querist_recent_free_path (const char *parent,
                          const char *name)
{
  g_autofree char *safe = g_strdelimit (g_strdup (name), "/\\", '-');

  for (guint i = 1;; i++)
    {
      g_autofree char *numbered = i > 1 ? g_strdup_printf ("%s %u", safe, i) : g_strdup (safe);
      g_autofree char *path = g_build_filename (parent, numbered, NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
}
