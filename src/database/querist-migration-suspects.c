/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-migration-private.h"
#include "querist-migration-renames.h"
#include "querist-rename-hint.h"
#include "querist-text.h"

static gboolean
is_same_type (const QueristColumn *a,
              const QueristColumn *b)
{
  return a->type == b->type;
}

static void
add_suspect (QueristMigrationStep *step,
             const char           *model,
             const char           *field,
             const char           *former)
{
  QueristProbableRename rename = { (char *) model, (char *) field, (char *) former };

  g_ptr_array_add (step->renames, querist_probable_rename_copy (&rename));
}

/* The columns of @list that have @column's type. */
static GPtrArray *
of_same_type (GPtrArray           *list,
              const QueristColumn *column)
{
  GPtrArray *same = g_ptr_array_new ();

  for (guint i = 0; i < list->len; i++)
    {
      if (is_same_type (g_ptr_array_index (list, i), column))
        g_ptr_array_add (same, g_ptr_array_index (list, i));
    }
  return same;
}

/* The dropped column that @added may be: the only one of its type, if it is the only new one of
 * its type too, or else the one with the nearest name. */
static const char *
find_likely (const QueristTableDiff *diff,
             const QueristColumn    *added)
{
  g_autoptr(GPtrArray) dropped = of_same_type (diff->dropped, added);
  g_autoptr(GPtrArray) rivals = of_same_type (diff->added, added);
  g_autoptr(GPtrArray) names = g_ptr_array_new ();

  if (dropped->len == 1 && rivals->len == 1)
    return ((QueristColumn *) g_ptr_array_index (dropped, 0))->name;
  for (guint i = 0; i < dropped->len; i++)
    g_ptr_array_add (names, ((QueristColumn *) g_ptr_array_index (dropped, i))->name);
  g_ptr_array_add (names, NULL);
  return querist_text_nearest (added->name, (const char *const *) names->pdata);
}

/**
 * querist_migration_suspect_columns:
 * @step: what is done to a table; gets the renames that may be meant
 * @diff: in what it changes
 */
void
querist_migration_suspect_columns (QueristMigrationStep   *step,
                                   const QueristTableDiff *diff)
{
  for (guint i = 0; i < diff->added->len; i++)
    {
      const QueristColumn *added = g_ptr_array_index (diff->added, i);
      const char *former = find_likely (diff, added);

      if (former != NULL)
        add_suspect (step, diff->wanted->model, added->field, former);
    }
}

/* How many columns the two have in common, by name and type. */
static guint
count_common (const QueristTable *a,
              const QueristTable *b)
{
  guint n = 0;

  for (guint i = 0; i < a->columns->len; i++)
    {
      const QueristColumn *column = g_ptr_array_index (a->columns, i);
      const QueristColumn *other = querist_table_find_column (b, column->name);

      n += other != NULL && is_same_type (column, other);
    }
  return n;
}

/**
 * querist_migration_suspect_table:
 * @step: what drops a table; gets the rename that may be meant
 * @dropped: the table
 * @current: what the database holds
 * @wanted: what it shall hold
 *
 * The table may go on under the name of a new one that has at least two thirds of its columns.
 */
void
querist_migration_suspect_table (QueristMigrationStep *step,
                                 const QueristTable   *dropped,
                                 const QueristCatalog *current,
                                 const QueristCatalog *wanted)
{
  const QueristTable *best = NULL;
  guint most = 0;

  for (guint i = 0; i < wanted->tables->len; i++)
    {
      const QueristTable *table = g_ptr_array_index (wanted->tables, i);
      guint n = count_common (dropped, table);

      if (table->line == 0 || n <= most ||
          querist_catalog_find_table (current, table->name) != NULL ||
          3 * n < 2 * MAX (dropped->columns->len, table->columns->len))
        continue;
      best = table;
      most = n;
    }
  if (best != NULL)
    add_suspect (step, best->model, NULL, dropped->name);
}

/**
 * querist_probable_rename_to_string:
 * @self: a rename that may be meant
 *
 * Returns: (transfer full): a sentence that says what to write
 */
char *
querist_probable_rename_to_string (const QueristProbableRename *self)
{
  g_autofree char *hint = querist_rename_hint_write (self->former);

  if (self->field == NULL)
    return g_strdup_printf ("If “%s” is “%s” under a new name, write “%s” above the model: its "
                            "rows are kept then.", self->model, self->former, hint);
  return g_strdup_printf ("If “%s.%s” is “%s” under a new name, write “%s” above the field: its "
                          "values are kept then.", self->model, self->field, self->former, hint);
}

/**
 * querist_probable_rename_copy:
 * @self: a rename that may be meant
 *
 * Returns: (transfer full): the same
 */
QueristProbableRename *
querist_probable_rename_copy (const QueristProbableRename *self)
{
  QueristProbableRename *copy = g_new0 (QueristProbableRename, 1);

  copy->model = g_strdup (self->model);
  copy->field = g_strdup (self->field);
  copy->former = g_strdup (self->former);
  return copy;
}

/**
 * querist_probable_rename_free:
 * @self: (transfer full): a rename that may be meant
 */
void
querist_probable_rename_free (QueristProbableRename *self)
{
  g_free (self->model);
  g_free (self->field);
  g_free (self->former);
  g_free (self);
}

static void
add_note (QueristMigration *migration,
          const char       *former,
          const char       *model,
          const char       *field)
{
  g_autofree char *hint = querist_rename_hint_write (former);

  g_ptr_array_add (migration->notes,
                   g_strdup_printf ("“%s” above “%s%s%s” has no effect any more: the database has "
                                    "the new name already. The line can be removed.",
                                    hint, model, field != NULL ? "." : "",
                                    field != NULL ? field : ""));
}

/* Whether none of @former is there any more. */
static gboolean
is_done (GStrv               former,
         const QueristTable *table)
{
  for (guint i = 0; former[i] != NULL; i++)
    {
      if (querist_table_find_column (table, former[i]) != NULL)
        return FALSE;
    }
  return TRUE;
}

/**
 * querist_migration_note_old_hints:
 * @current: what a database holds
 * @wanted: what a schema wants it to hold
 * @migration: gets a note for each hint of the schema that has done its work
 */
void
querist_migration_note_old_hints (const QueristCatalog *current,
                                  const QueristCatalog *wanted,
                                  QueristMigration     *migration)
{
  for (guint i = 0; i < wanted->tables->len; i++)
    {
      const QueristTable *table = g_ptr_array_index (wanted->tables, i);
      const QueristTable *present = querist_catalog_find_table (current, table->name);

      if (present == NULL)
        continue;
      if (table->former_names != NULL)
        add_note (migration, table->former_names[0], table->model, NULL);
      for (guint j = 0; j < table->columns->len; j++)
        {
          const QueristColumn *column = g_ptr_array_index (table->columns, j);

          if (column->former_names != NULL &&
              querist_table_find_column (present, column->name) != NULL &&
              is_done (column->former_names, present))
            add_note (migration, column->former_names[0], table->model, column->field);
        }
    }
}
