/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "querist-cli-commands.h"
#include "querist-cli-csv-options.h"
#include "querist-cli-wait.h"
#include "querist-project.h"
#include "querist-text.h"

static gboolean
check_file (const char  *path,
            GError     **error)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR, "%s is a folder; name its files", path);
  else if (g_access (path, R_OK) != 0)
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s can't be read: %s",
                 path, g_strerror (errno));
  else
    return TRUE;
  return FALSE;
}

static gboolean
add_file (QueristProject           *project,
          const char               *path,
          const QueristCsvDialect  *wanted,
          GError                  **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) done = NULL;
  g_autoptr(QueristSource) source = NULL;

  querist_project_add_source_async (project, path, wanted, querist_cli_progress, NULL,
                                    querist_cli_get_cancellable (), querist_cli_result_cb,
                                    &result);
  done = querist_cli_wait (&result);
  source = querist_project_add_source_finish (project, done, error);
  querist_cli_progress_end ();
  if (source == NULL && error != NULL && strstr ((*error)->message, path) == NULL)
    g_prefix_error (error, "%s: ", path);
  return source != NULL;
}

static gboolean
suggest (QueristProject  *project,
         GError         **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) done = NULL;

  querist_project_suggest_async (project, querist_cli_get_cancellable (), querist_cli_result_cb,
                                 &result);
  done = querist_cli_wait (&result);
  return querist_project_suggest_finish (project, done, error);
}

/* By what every SQLite file begins with (https://sqlite.org/fileformat.html). */
static gboolean
is_database (const char *path)
{
  static const char magic[] = "SQLite format 3";
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GFileInputStream) stream = g_file_read (file, NULL, NULL);
  char head[sizeof magic];
  gsize length = 0;

  return stream != NULL &&
         g_input_stream_read_all (G_INPUT_STREAM (stream), head, sizeof head, &length, NULL,
                                  NULL) &&
         length == sizeof head && memcmp (head, magic, sizeof head) == 0;
}

static gboolean
use_database (QueristProject  *project,
              char           **files,
              GError         **error)
{
  if (files[1] == NULL)
    return querist_project_use_database (project, files[0], error);
  g_set_error (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_SOURCE,
               "A database and other files can't be in one project: name the database alone");
  return FALSE;
}

static gboolean
fill_project (QueristProject           *project,
              char                    **files,
              const QueristCsvDialect  *wanted,
              GError                  **error)
{
  for (guint i = 0; files[i] != NULL; i++)
    {
      if (is_database (files[i]))
        return use_database (project, files, error);
    }
  querist_project_hold (project);
  for (guint i = 0; files[i] != NULL; i++)
    {
      if (!add_file (project, files[i], wanted, error))
        return FALSE;
    }
  return querist_project_release (project, error) && suggest (project, error);
}

/* Takes away what querist_project_create() and a suggestion that failed have left: these files and
 * no others, so that nothing of anybody else's can go. */
static void
remove_project (QueristProject *project)
{
  static const char *const names[] = {
    "prisma/schema.prisma", "prisma/evidence.json", "prisma", "sources.json", "analysis_results",
    "",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path =
        g_build_filename (querist_project_get_path (project), names[i], NULL);

      g_remove (path);
    }
}

static void
print_summary (QueristProject *project)
{
  GListModel *sources = querist_project_get_sources (project);
  g_autofree char *schema = querist_project_dup_schema_path (project);
  g_autofree char *folder = g_shell_quote (querist_project_get_path (project));

  for (guint i = 0; i < g_list_model_get_n_items (sources); i++)
    {
      g_autoptr(QueristSource) source = g_list_model_get_item (sources, i);
      const QueristCsvProfile *profile = querist_source_get_profile (source);
      g_autofree char *rows = querist_text_format_count (profile->n_read - profile->n_rejected);

      g_print ("%s: %s rows, %u columns, table %s\n", querist_source_get_path (source), rows,
               profile->columns->len, querist_source_get_table (source));
      querist_cli_print_csv_warnings (querist_source_get_path (source), profile->warnings);
    }
  if (g_list_model_get_n_items (sources) == 0)
    g_print ("The schema of the database is in %s\n", schema);
  else
    g_print ("\nReview %s, then:\n  querist-cli push %s\n  querist-cli load %s\n", schema,
             folder, folder);
}

static int
make_project (const char               *path,
              char                    **files,
              const QueristCsvDialect  *wanted)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristProject) project = NULL;

  for (guint i = 0; files[i] != NULL; i++)
    {
      if (!check_file (files[i], &error))
        return querist_cli_fail (error);
    }
  project = querist_project_create (path, &error);
  if (project == NULL)
    return querist_cli_fail (error);
  if (!fill_project (project, files, wanted, &error))
    {
      remove_project (project);
      return querist_cli_fail (error);
    }
  print_summary (project);
  if (querist_project_get_evidence (project) != NULL)
    querist_cli_print_warnings (querist_project_get_evidence (project));
  return QUERIST_CLI_DONE;
}

/**
 * querist_cli_new:
 * @argc: number of words
 * @argv: "new PROJECT FILE…" and options
 *
 * Makes a project with a suggested schema from CSV files, or one that uses an SQLite database.
 *
 * Returns: the exit status
 */
int
querist_cli_new (int    argc,
                 char **argv)
{
  g_autoptr(QueristCsvDialect) wanted = querist_csv_dialect_new ();
  int status;

  if (!querist_cli_parse (&argc, &argv, "new PROJECT FILE…", NULL,
                          querist_cli_csv_options (wanted), 2, -1, &status))
    return status;
  return make_project (argv[1], argv + 2, wanted->given != 0 ? wanted : NULL);
}
