/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-catalog.h"

/**
 * querist_catalog_new:
 *
 * Returns: (transfer full): a catalog without tables, with one reference
 */
QueristCatalog *
querist_catalog_new (void)
{
  QueristCatalog *self = g_atomic_rc_box_new0 (QueristCatalog);

  self->tables = g_ptr_array_new_with_free_func ((GDestroyNotify) querist_table_free);
  return self;
}

/**
 * querist_catalog_ref:
 * @self: a catalog
 *
 * Returns: (transfer full): @self
 */
QueristCatalog *
querist_catalog_ref (QueristCatalog *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
catalog_clear (gpointer data)
{
  QueristCatalog *self = data;

  g_ptr_array_unref (self->tables);
}

/**
 * querist_catalog_unref:
 * @self: (transfer full) (nullable): a catalog
 */
void
querist_catalog_unref (QueristCatalog *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, catalog_clear);
}

/**
 * querist_catalog_find_table:
 * @self: a catalog
 * @name: a table's name in the database; as in SQLite, ASCII letters match in either case
 *
 * Returns: (transfer none) (nullable): the table
 */
const QueristTable *
querist_catalog_find_table (const QueristCatalog *self,
                            const char           *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  for (guint i = 0; i < self->tables->len; i++)
    {
      const QueristTable *table = g_ptr_array_index (self->tables, i);

      if (g_ascii_strcasecmp (table->name, name) == 0)
        return table;
    }
  return NULL;
}

/**
 * querist_table_new:
 * @name: its name in the database
 *
 * Returns: (transfer full): a table without columns; its model is named the same
 */
QueristTable *
querist_table_new (const char *name)
{
  QueristTable *self = g_new0 (QueristTable, 1);

  self->name = g_strdup (name);
  self->model = g_strdup (name);
  self->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) querist_column_free);
  self->primary_key = g_new0 (char *, 1);
  self->foreign_keys = g_ptr_array_new_with_free_func ((GDestroyNotify) querist_foreign_key_free);
  self->indexes = g_ptr_array_new_with_free_func ((GDestroyNotify) querist_index_free);
  return self;
}

/**
 * querist_table_free:
 * @self: (transfer full) (nullable): a table
 */
void
querist_table_free (QueristTable *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->model);
  g_free (self->documentation);
  g_strfreev (self->former_names);
  g_ptr_array_unref (self->columns);
  g_strfreev (self->primary_key);
  g_ptr_array_unref (self->foreign_keys);
  g_ptr_array_unref (self->indexes);
  g_free (self);
}

/**
 * querist_table_find_column:
 * @self: a table
 * @name: a column's name in the database; ASCII letters match in either case
 *
 * Returns: (transfer none) (nullable): the column
 */
const QueristColumn *
querist_table_find_column (const QueristTable *self,
                           const char         *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  for (guint i = 0; i < self->columns->len; i++)
    {
      const QueristColumn *column = g_ptr_array_index (self->columns, i);

      if (g_ascii_strcasecmp (column->name, name) == 0)
        return column;
    }
  return NULL;
}

/**
 * querist_table_find_reference:
 * @self: a table
 * @column: a column's name in the database
 *
 * Returns: (transfer none) (nullable): the first foreign key that @column is (a part of)
 */
const QueristForeignKey *
querist_table_find_reference (const QueristTable *self,
                              const char         *column)
{
  g_return_val_if_fail (self != NULL && column != NULL, NULL);

  for (guint i = 0; i < self->foreign_keys->len; i++)
    {
      const QueristForeignKey *key = g_ptr_array_index (self->foreign_keys, i);

      for (guint j = 0; key->columns[j] != NULL; j++)
        {
          if (g_ascii_strcasecmp (key->columns[j], column) == 0)
            return key;
        }
    }
  return NULL;
}

/**
 * querist_column_new:
 * @name: its name in the database
 *
 * Returns: (transfer full): a required text column; its field is named the same
 */
QueristColumn *
querist_column_new (const char *name)
{
  QueristColumn *self = g_new0 (QueristColumn, 1);

  self->name = g_strdup (name);
  self->field = g_strdup (name);
  return self;
}

/**
 * querist_column_free:
 * @self: (transfer full) (nullable): a column
 */
void
querist_column_free (QueristColumn *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->field);
  g_free (self->documentation);
  g_strfreev (self->former_names);
  g_free (self->database_type);
  g_free (self->enum_name);
  g_strfreev (self->enum_values);
  g_free (self->default_sql);
  g_free (self);
}

/**
 * querist_foreign_key_new:
 *
 * Returns: (transfer full): a foreign key without columns
 */
QueristForeignKey *
querist_foreign_key_new (void)
{
  QueristForeignKey *self = g_new0 (QueristForeignKey, 1);

  self->columns = g_new0 (char *, 1);
  self->references = g_new0 (char *, 1);
  return self;
}

/**
 * querist_foreign_key_free:
 * @self: (transfer full) (nullable): a foreign key
 */
void
querist_foreign_key_free (QueristForeignKey *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->field);
  g_free (self->opposite);
  g_strfreev (self->columns);
  g_free (self->table);
  g_strfreev (self->references);
  g_free (self);
}

/**
 * querist_index_new:
 *
 * Returns: (transfer full): an index without columns
 */
QueristIndex *
querist_index_new (void)
{
  QueristIndex *self = g_new0 (QueristIndex, 1);

  self->columns = g_new0 (char *, 1);
  return self;
}

/**
 * querist_index_free:
 * @self: (transfer full) (nullable): an index
 */
void
querist_index_free (QueristIndex *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_strfreev (self->columns);
  g_free (self->descending);
  g_free (self);
}
