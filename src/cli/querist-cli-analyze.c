/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-analysis.h"
#include "querist-builtin-assistant.h"
#include "querist-cli-commands.h"
#include "querist-cli-wait.h"
#include "querist-context.h"
#include "querist-project.h"
#include "querist-text.h"

static const QueristTable *
find_table (QueristCatalog  *catalog,
            const char      *name,
            GError         **error)
{
  const QueristTable *table = querist_catalog_find_table (catalog, name);
  g_autoptr(GPtrArray) names = NULL;
  const char *nearest;

  if (table != NULL)
    return table;
  names = g_ptr_array_new ();
  for (guint i = 0; i < catalog->tables->len; i++)
    g_ptr_array_add (names, ((QueristTable *) g_ptr_array_index (catalog->tables, i))->name);
  g_ptr_array_add (names, NULL);
  nearest = querist_text_nearest (name, (const char *const *) names->pdata);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "There is no table “%s”%s%s%s", name,
               nearest != NULL ? "; the nearest name is “" : "",
               nearest != NULL ? nearest : "", nearest != NULL ? "”" : "");
  return NULL;
}

/* What the built-in assistant says of a table. */
static gboolean
print_description (QueristContext      *context,
                   const QueristTable  *table,
                   GError             **error)
{
  g_autoptr(QueristAssistant) assistant = querist_builtin_assistant_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) done = NULL;
  g_autoptr(QueristReply) reply = NULL;
  g_autofree char *question = g_strdup_printf ("describe %s", table->name);
  const QueristBrief brief = { .context = context, .question = question };

  querist_assistant_perform_async (assistant, QUERIST_TASK_DESCRIBE, &brief, NULL, NULL,
                                   querist_cli_get_cancellable (), querist_cli_result_cb,
                                   &result);
  done = querist_cli_wait (&result);
  reply = querist_assistant_perform_finish (assistant, done, error);
  if (reply == NULL)
    return FALSE;
  g_print ("%s\n\n", reply->text);
  return TRUE;
}

static gboolean
analyze_table (QueristProject      *project,
               const QueristTable  *table,
               GError             **error)
{
  g_autofree char *database = querist_project_dup_database_path (project);
  g_autofree char *cache_dir =
    g_build_filename (querist_project_get_path (project), "analysis_results", NULL);
  g_autofree char *fingerprint = querist_analysis_fingerprint (database);
  g_autoptr(QueristTableStatistics) statistics = querist_analysis_read_table (
    database, table, fingerprint, cache_dir, querist_cli_get_cancellable (), error);
  g_autofree char *markdown = NULL;

  if (statistics == NULL)
    return FALSE;
  markdown = querist_table_statistics_to_markdown (statistics, table);
  g_print ("%s\n", markdown);
  return TRUE;
}

static QueristContext *
build_context (QueristProject  *project,
               QueristCatalog  *catalog,
               GError         **error)
{
  g_autofree char *database = querist_project_dup_database_path (project);
  g_autofree char *cache_dir =
    g_build_filename (querist_project_get_path (project), "analysis_results", NULL);
  const QueristContextRequest request = {
    .database = database,
    .catalog = catalog,
    .question = "",
    .cache_dir = cache_dir,
    .disclosure = QUERIST_DISCLOSE_VALUES,
  };

  return querist_context_new (&request, querist_cli_get_cancellable (), error);
}

static gboolean
analyze (QueristProject  *project,
         char           **names,
         gboolean         describe,
         GError         **error)
{
  QueristCatalog *catalog = querist_project_require_catalog (project, error);
  g_autoptr(QueristContext) context = NULL;
  g_autoptr(GPtrArray) tables = g_ptr_array_new ();

  if (catalog == NULL)
    return FALSE;
  for (guint i = 0; names[i] != NULL; i++)
    {
      const QueristTable *table = find_table (catalog, names[i], error);

      if (table == NULL)
        return FALSE;
      g_ptr_array_add (tables, (gpointer) table);
    }
  if (tables->len == 0)
    g_ptr_array_extend (tables, catalog->tables, NULL, NULL);
  if (describe)
    {
      context = build_context (project, catalog, error);
      if (context == NULL)
        return FALSE;
    }
  for (guint i = 0; i < tables->len; i++)
    {
      const QueristTable *table = g_ptr_array_index (tables, i);

      if (describe ? !print_description (context, table, error)
                   : !analyze_table (project, table, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * querist_cli_analyze:
 * @argc: number of words
 * @argv: "analyze", the project and maybe tables
 *
 * Looks at the data of all or some tables, keeps what it finds in analysis_results/, and prints it
 * as Markdown or in plain words.
 *
 * Returns: the exit status
 */
int
querist_cli_analyze (int    argc,
                     char **argv)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristProject) project = NULL;
  gboolean describe = FALSE;
  int status;
  const GOptionEntry entries[] = {
    { "describe", 'd', 0, G_OPTION_ARG_NONE, &describe, "Say it in words", NULL },
    { NULL },
  };

  if (!querist_cli_parse (&argc, &argv, "analyze PROJECT [TABLE…]", entries, NULL, 1, -1, &status))
    return status;
  project = querist_project_open (argv[1], &error);
  if (project == NULL || !analyze (project, argv + 2, describe, &error))
    return querist_cli_fail (error);
  return QUERIST_CLI_DONE;
}
