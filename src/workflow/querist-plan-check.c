/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-plan-check.h"

#include <string.h>

/* A plan is plain text. What can be checked in it without understanding it are names: everything in
 * backticks, and every "table.column" whose first word is a table. */

static const QueristTable *
find_table (const QueristCatalog *catalog,
            const char           *name)
{
  for (guint i = 0; i < catalog->tables->len; i++)
    {
      const QueristTable *table = catalog->tables->pdata[i];

      if (g_ascii_strcasecmp (table->name, name) == 0 ||
          (table->model != NULL && g_ascii_strcasecmp (table->model, name) == 0))
        return table;
    }
  return NULL;
}

static gboolean
has_column (const QueristTable *table,
            const char         *name)
{
  for (guint i = 0; i < table->columns->len; i++)
    {
      const QueristColumn *column = table->columns->pdata[i];

      if (g_ascii_strcasecmp (column->name, name) == 0 ||
          (column->field != NULL && g_ascii_strcasecmp (column->field, name) == 0))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_column_somewhere (const QueristCatalog *catalog,
                     const char           *name)
{
  for (guint i = 0; i < catalog->tables->len; i++)
    {
      if (has_column (catalog->tables->pdata[i], name))
        return TRUE;
    }
  return FALSE;
}

/* @quoted: the word stood in backticks, so that it means a name for sure. */
static char *
check_name (const char           *word,
            gboolean              quoted,
            const QueristCatalog *catalog)
{
  g_auto(GStrv) parts = g_strsplit (word, ".", 2);
  const QueristTable *table = find_table (catalog, parts[0]);

  if (parts[1] == NULL)
    {
      if (!quoted || table != NULL || is_column_somewhere (catalog, parts[0]))
        return NULL;
      return g_strdup_printf ("There is no table or column “%s”", parts[0]);
    }
  if (table == NULL)
    return quoted ? g_strdup_printf ("There is no table “%s”", parts[0]) : NULL;
  if (has_column (table, parts[1]))
    return NULL;
  return g_strdup_printf ("Table “%s” has no column “%s”", table->name, parts[1]);
}

#define IN_BACKTICKS "`(\\w+(?:\\.\\w+)?)`"
#define WITH_POINT   "\\b([\\pL_]\\w*\\.[\\pL_]\\w*)"

static char *
check_step (const char           *step,
            const QueristCatalog *catalog)
{
  static GRegex *regex;
  g_autoptr(GMatchInfo) match = NULL;

  /* a name in backticks that is no expression, or word.word */
  if (g_once_init_enter (&regex))
    g_once_init_leave (&regex,
                       g_regex_new (IN_BACKTICKS "|" WITH_POINT, G_REGEX_OPTIMIZE, 0, NULL));
  for (g_regex_match (regex, step, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    {
      g_autofree char *quoted = g_match_info_fetch (match, 1);
      g_autofree char *plain = g_match_info_fetch (match, 2);
      gboolean is_quoted = quoted != NULL && quoted[0] != '\0';
      char *problem = check_name (is_quoted ? quoted : plain, is_quoted, catalog);

      if (problem != NULL)
        return problem;
    }
  return NULL;
}

/**
 * querist_plan_find_problem:
 * @plan: (nullable) (array zero-terminated=1): the steps
 * @catalog: the whole database
 *
 * Looks for names of tables and columns in a plan that do not exist.
 *
 * Returns: (transfer full) (nullable): the first problem, a sentence without full stop; NULL if
 *   there is none
 */
char *
querist_plan_find_problem (const char *const    *plan,
                           const QueristCatalog *catalog)
{
  for (guint i = 0; plan != NULL && plan[i] != NULL; i++)
    {
      char *problem = check_step (plan[i], catalog);

      if (problem != NULL)
        return problem;
    }
  return NULL;
}
