/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-project-private.h"
#include "querist-text.h"

/* Finds the place of every file's columns in the schema. The suggestion noted the table's name in
 * the database; an analyst may have renamed table and columns since, so that what is not there by
 * name is looked for by model, field and label, and a table at last by its columns. */

/* Share of a file's columns that a table must have to be taken for its table without the name. */
#define MIN_COVERAGE 0.5

static gboolean
same_name (const char *a,
           const char *b)
{
  g_autofree char *left = NULL;
  g_autofree char *right = NULL;

  if (a == NULL || b == NULL)
    return FALSE;
  left = querist_text_snake_case (a);
  right = querist_text_snake_case (b);
  return left[0] != '\0' && g_str_equal (left, right);
}

/* Whether a hint of the schema says that something had this name. */
static gboolean
was_called (GStrv       former_names,
            const char *name)
{
  for (guint i = 0; former_names != NULL && former_names[i] != NULL; i++)
    {
      if (g_ascii_strcasecmp (former_names[i], name) == 0)
        return TRUE;
    }
  return FALSE;
}

static const QueristColumn *
find_renamed_column (const QueristTable *table,
                     const char         *name)
{
  for (guint i = 0; i < table->columns->len; i++)
    {
      const QueristColumn *column = table->columns->pdata[i];

      if (was_called (column->former_names, name))
        return column;
    }
  return NULL;
}

static const QueristColumn *
find_column (const QueristTable        *table,
             const QueristSourceColumn *wanted)
{
  const QueristColumn *sure = querist_table_find_column (table, wanted->name);

  if (sure == NULL)
    sure = find_renamed_column (table, wanted->name);
  if (sure != NULL)
    return sure;
  for (guint i = 0; i < table->columns->len; i++)
    {
      const QueristColumn *column = table->columns->pdata[i];

      if (same_name (column->name, wanted->name) || same_name (column->field, wanted->name) ||
          g_strcmp0 (column->name, wanted->label) == 0)
        return column;
    }
  return NULL;
}

static double
get_coverage (const QueristTable *table,
              GPtrArray          *columns)
{
  guint n_found = 0;

  for (guint i = 0; i < columns->len; i++)
    n_found += find_column (table, columns->pdata[i]) != NULL;
  return columns->len > 0 ? (double) n_found / columns->len : 0;
}

static const QueristTable *
find_renamed_table (const QueristCatalog *catalog,
                    const char           *name)
{
  for (guint i = 0; i < catalog->tables->len; i++)
    {
      const QueristTable *table = catalog->tables->pdata[i];

      if (was_called (table->former_names, name))
        return table;
    }
  return NULL;
}

static const QueristTable *
find_by_name (const QueristCatalog *catalog,
              const char           *name)
{
  const QueristTable *sure = name != NULL ? querist_catalog_find_table (catalog, name) : NULL;

  if (sure == NULL && name != NULL)
    sure = find_renamed_table (catalog, name);
  if (sure != NULL || name == NULL)
    return sure;
  for (guint i = 0; i < catalog->tables->len; i++)
    {
      const QueristTable *table = catalog->tables->pdata[i];
      g_autofree char *singular = querist_text_singular (name);

      if (same_name (table->name, name) || same_name (table->model, name) ||
          same_name (table->model, singular))
        return table;
    }
  return NULL;
}

/* The table, not taken by another file, that has the most of the file's columns; NULL if none has
 * enough of them or two have as many. */
static const QueristTable *
find_by_columns (const QueristCatalog *catalog,
                 GPtrArray            *columns,
                 GHashTable           *taken)
{
  const QueristTable *best = NULL;
  double best_coverage = MIN_COVERAGE;
  gboolean tie = FALSE;

  for (guint i = 0; i < catalog->tables->len; i++)
    {
      const QueristTable *table = catalog->tables->pdata[i];
      double coverage = get_coverage (table, columns);

      if (g_hash_table_contains (taken, table) || coverage < best_coverage)
        continue;
      tie = best != NULL && coverage <= best_coverage;
      best = table;
      best_coverage = coverage;
    }
  return tie ? NULL : best;
}

static char *
get_file_name (QueristSource *source)
{
  return g_filename_display_basename (querist_source_get_path (source));
}

/* What the file's header says; without one, nothing. */
static GStrv
dup_labels (QueristSource *source)
{
  GPtrArray *columns = querist_source_get_columns (source);
  GStrv labels;

  if (querist_source_get_dialect (source)->header_rows == 0)
    return NULL;
  labels = g_new0 (char *, columns->len + 1);
  for (guint i = 0; i < columns->len; i++)
    {
      const QueristSourceColumn *column = columns->pdata[i];

      labels[i] = g_strdup (column->label != NULL ? column->label : "");
    }
  return labels;
}

static QueristLoadFile *
match_columns (QueristSource      *source,
               const QueristTable *table,
               GPtrArray          *notes)
{
  GPtrArray *columns = querist_source_get_columns (source);
  QueristLoadFile *file = querist_load_file_new (querist_source_get_path (source), table->name,
                                                 querist_source_get_dialect (source),
                                                 columns->len);
  g_autoptr(GHashTable) filled = g_hash_table_new (NULL, NULL);
  g_autofree char *file_name = get_file_name (source);

  file->labels = dup_labels (source);
  file->seen = querist_source_is_seen (source);
  for (guint i = 0; i < columns->len; i++)
    {
      const QueristSourceColumn *column = columns->pdata[i];
      const QueristColumn *target = find_column (table, column);

      if (target != NULL && g_hash_table_add (filled, (gpointer) target))
        {
          querist_load_file_add (file, i, target->name, column->format);
          ((QueristLoadColumn *) file->columns->pdata[file->columns->len - 1])->values =
            g_strdupv (column->values);
        }
      else
        g_ptr_array_add (notes, g_strdup_printf ("Column “%s” of %s is left out: table “%s” has no "
                                                 "column for it",
                                                 column->label != NULL ? column->label
                                                                       : column->name,
                                                 file_name, table->name));
    }
  return file;
}

static gboolean
is_loadable (QueristSource *source,
             GError       **error)
{
  g_autofree char *file_name = get_file_name (source);
  const char *message = querist_source_get_message (source);

  if (querist_source_get_dialect (source) != NULL && querist_source_get_columns (source)->len > 0)
    return TRUE;
  g_set_error (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_SOURCE,
               "%s was not read%s%s; mend it or remove it from the project, then load", file_name,
               message != NULL ? ": " : "", message != NULL ? message : "");
  return FALSE;
}

static QueristLoadFile *
match_source (QueristSource        *source,
              const QueristCatalog *catalog,
              GHashTable           *taken,
              GPtrArray            *notes,
              GError              **error)
{
  const QueristTable *table = find_by_name (catalog, querist_source_get_table (source));
  g_autofree char *file_name = get_file_name (source);
  g_autoptr(QueristLoadFile) file = NULL;

  if (table == NULL)
    {
      table = find_by_columns (catalog, querist_source_get_columns (source), taken);
      if (table != NULL)
        g_ptr_array_add (notes, g_strdup_printf ("%s is loaded into table “%s”, which has its "
                                                 "columns", file_name, table->name));
    }
  if (table == NULL)
    {
      g_set_error (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_SOURCE,
                   "%s has no table in the schema%s%s%s: add a model for it, or remove the file "
                   "from the project", file_name,
                   querist_source_get_table (source) != NULL ? " (it was made for “" : "",
                   querist_source_get_table (source) != NULL ? querist_source_get_table (source)
                                                             : "",
                   querist_source_get_table (source) != NULL ? "”)" : "");
      return NULL;
    }
  file = match_columns (source, table, notes);
  if (file->columns->len == 0)
    {
      g_set_error (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_SOURCE,
                   "No column of %s is in table “%s”: map the fields to the file's column names "
                   "with @map", file_name, table->name);
      return NULL;
    }
  g_hash_table_add (taken, (gpointer) table);
  querist_source_set_table (source, table->name);
  return g_steal_pointer (&file);
}

static GHashTable *
collect_taken (QueristProject       *self,
               const QueristCatalog *catalog)
{
  GHashTable *taken = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->sources)); i++)
    {
      const char *name = querist_source_get_table (querist_project_peek_source (self, i));
      const QueristTable *table = find_by_name (catalog, name);

      if (table != NULL)
        g_hash_table_add (taken, (gpointer) table);
    }
  return taken;
}

/* What the loader shall do with every source of the project. @notes (element-type utf8) gets what
 * a person should know: columns without a place, tables that were guessed. */
GPtrArray *
querist_project_match_sources (QueristProject       *self,
                               const QueristCatalog *catalog,
                               GPtrArray            *notes,
                               GError              **error)
{
  guint n_sources = g_list_model_get_n_items (G_LIST_MODEL (self->sources));
  g_autoptr(GPtrArray) files =
    g_ptr_array_new_with_free_func ((GDestroyNotify) querist_load_file_free);
  g_autoptr(GHashTable) taken = collect_taken (self, catalog);

  if (n_sources == 0)
    {
      g_set_error (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_SOURCE,
                   "The project has no CSV files to load");
      return NULL;
    }
  for (guint i = 0; i < n_sources; i++)
    {
      QueristSource *source = querist_project_peek_source (self, i);
      QueristLoadFile *file;

      if (!is_loadable (source, error))
        return NULL;
      file = match_source (source, catalog, taken, notes, error);
      if (file == NULL)
        return NULL;
      g_ptr_array_add (files, file);
    }
  return g_steal_pointer (&files);
}

static gboolean
follow_columns (QueristSource      *source,
                const QueristTable *table)
{
  GPtrArray *columns = querist_source_get_columns (source);
  gboolean changed = FALSE;

  for (guint i = 0; i < columns->len; i++)
    {
      QueristSourceColumn *column = columns->pdata[i];
      const QueristColumn *now = querist_table_find_column (table, column->name) == NULL
                                   ? find_renamed_column (table, column->name) : NULL;

      if (now == NULL)
        continue;
      g_free (column->name);
      column->name = g_strdup (now->name);
      changed = TRUE;
    }
  return changed;
}

/* Notes the new names of tables and columns in the recipes, once the database has them: from then on
 * the hints may go from the schema. Gives whether there were any. */
gboolean
querist_project_follow_renames (QueristProject       *self,
                                const QueristCatalog *catalog)
{
  gboolean changed = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->sources)); i++)
    {
      QueristSource *source = querist_project_peek_source (self, i);
      const char *name = querist_source_get_table (source);
      const QueristTable *table = find_by_name (catalog, name);

      if (table == NULL)
        continue;
      if (querist_catalog_find_table (catalog, name) == NULL &&
          was_called (table->former_names, name))
        {
          querist_source_set_table (source, table->name);
          changed = TRUE;
        }
      changed |= follow_columns (source, table);
    }
  return changed;
}
