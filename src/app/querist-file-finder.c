/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-file-finder.h"

/* A folder is read this deep: deep enough for "export/2025/07", not for a whole home. */
#define MAX_DEPTH 3
#define MAX_FILES 2000

static gboolean
has_data_suffix (const char *name)
{
  static const char *const suffixes[] = { ".csv", ".tsv", ".tab", ".psv", ".txt" };
  static const char *const packings[] = { "", ".gz", ".zst", ".zip" };
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (packings); j++)
      {
        g_autofree char *suffix = g_strconcat (suffixes[i], packings[j], NULL);

        if (g_str_has_suffix (lower, suffix))
          return TRUE;
      }
  return FALSE;
}

static int
compare_paths (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static void
collect_folder (const char *folder,
                guint       depth,
                GPtrArray  *files)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && files->len < MAX_FILES && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (name[0] == '.')
        continue;
      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          if (depth < MAX_DEPTH)
            collect_folder (path, depth + 1, files);
        }
      else if (has_data_suffix (name))
        {
          g_ptr_array_add (files, g_steal_pointer (&path));
        }
    }
}

/**
 * querist_find_data_files:
 * @paths: files and folders
 *
 * Replaces every folder by the data files in it, judged by their names. A file is taken whatever
 * its name is: a person has chosen it.
 *
 * Returns: (transfer full): paths of files, those of a folder sorted; may be empty
 */
GStrv
querist_find_data_files (const char *const *paths)
{
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; paths[i] != NULL; i++)
    {
      if (g_file_test (paths[i], G_FILE_TEST_IS_DIR))
        {
          g_autoptr(GPtrArray) found = g_ptr_array_new ();

          collect_folder (paths[i], 0, found);
          g_ptr_array_sort (found, compare_paths);
          g_ptr_array_extend_and_steal (files, g_steal_pointer (&found));
        }
      else
        {
          g_ptr_array_add (files, g_strdup (paths[i]));
        }
    }
  g_ptr_array_add (files, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&files), FALSE);
}

/**
 * querist_is_project_folder:
 * @path: any path
 *
 * Returns: whether there is a Querist project in the folder @path
 */
gboolean
querist_is_project_folder (const char *path)
{
  g_autofree char *schema = g_build_filename (path, "prisma", "schema.prisma", NULL);
  g_autofree char *sources = g_build_filename (path, "sources.json", NULL);

  return g_file_test (schema, G_FILE_TEST_IS_REGULAR) ||
         g_file_test (sources, G_FILE_TEST_IS_REGULAR);
}
