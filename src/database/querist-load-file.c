/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>

#include "querist-connection.h"
#include "querist-json.h"
#include "querist-loader.h"

static void
load_column_free (gpointer data)
{
  QueristLoadColumn *self = data;

  g_free (self->target);
  g_free (self->format);
  g_strfreev (self->values);
  g_free (self);
}

/**
 * querist_load_file_new:
 * @path: the CSV file
 * @table: the table that it feeds
 * @dialect: how it is written, copied
 * @n_columns: columns of the file
 *
 * Returns: (transfer full): a file to load, without columns yet
 */
QueristLoadFile *
querist_load_file_new (const char              *path,
                       const char              *table,
                       const QueristCsvDialect *dialect,
                       guint                    n_columns)
{
  QueristLoadFile *self = g_new0 (QueristLoadFile, 1);

  self->path = g_strdup (path);
  self->table = g_strdup (table);
  self->dialect = querist_csv_dialect_copy (dialect);
  self->n_columns = n_columns;
  self->columns = g_ptr_array_new_with_free_func (load_column_free);
  return self;
}

/**
 * querist_load_file_add:
 * @self: a file to load
 * @source: which column of the file, from 0
 * @target: the table's column that it feeds
 * @format: (nullable): how its values are written, from the column's profile
 *
 * Adds a column to what is loaded.
 */
void
querist_load_file_add (QueristLoadFile *self,
                       guint            source,
                       const char      *target,
                       const char      *format)
{
  QueristLoadColumn *column = g_new0 (QueristLoadColumn, 1);

  g_return_if_fail (source < self->n_columns);

  column->source = source;
  column->target = g_strdup (target);
  column->format = g_strdup (format);
  g_ptr_array_add (self->columns, column);
}

/**
 * querist_load_file_remove:
 * @self: a file to load
 * @index: one of its columns that are loaded, from 0
 *
 * Leaves a column out of what is loaded.
 */
void
querist_load_file_remove (QueristLoadFile *self,
                          guint            index)
{
  g_ptr_array_remove_index (self->columns, index);
}

/**
 * querist_load_file_free:
 * @self: (transfer full) (nullable): a file to load
 */
void
querist_load_file_free (QueristLoadFile *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->columns);
  g_strfreev (self->labels);
  g_clear_pointer (&self->dialect, querist_csv_dialect_free);
  g_free (self->path);
  g_free (self->table);
  g_free (self);
}

/* One object for every column of the file; those that are loaded have a target. */
static JsonArray *
columns_to_json (const QueristLoadFile *self)
{
  JsonArray *array = json_array_sized_new (self->n_columns);

  for (guint i = 0; i < self->n_columns; i++)
    {
      JsonObject *object = json_object_new ();

      if (self->labels != NULL)
        json_object_set_string_member (object, "label", self->labels[i]);
      json_array_add_object_element (array, object);
    }
  for (guint i = 0; i < self->columns->len; i++)
    {
      const QueristLoadColumn *column = g_ptr_array_index (self->columns, i);
      JsonObject *object = json_array_get_object_element (array, column->source);

      json_object_set_string_member (object, "target", column->target);
      if (column->format != NULL)
        json_object_set_string_member (object, "format", column->format);
    }
  return array;
}

/**
 * querist_load_file_to_json:
 * @self: a file to load
 *
 * The recipe by which the file is read, without its path and table, so that a record of it can be
 * read again without the file: {dialect, columns[{label?, target?, format?}]}.
 *
 * Returns: (transfer full): JSON
 */
char *
querist_load_file_to_json (const QueristLoadFile *self)
{
  g_autoptr(JsonObject) object = json_object_new ();
  g_autoptr(JsonNode) node = NULL;

  json_object_set_member (object, "dialect", querist_csv_dialect_to_json (self->dialect));
  json_object_set_array_member (object, "columns", columns_to_json (self));
  node = json_node_init_object (json_node_alloc (), object);
  return querist_json_to_string (node, FALSE);
}

static void
columns_from_json (QueristLoadFile *self,
                   JsonArray       *array)
{
  g_autoptr(GStrvBuilder) labels = g_strv_builder_new ();
  guint n_labels = 0;

  for (guint i = 0; i < self->n_columns; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *label = querist_json_get_string (object, "label", NULL);
      const char *target = querist_json_get_string (object, "target", NULL);

      n_labels += label != NULL;
      g_strv_builder_add (labels, label != NULL ? label : "");
      if (target != NULL)
        querist_load_file_add (self, i, target, querist_json_get_string (object, "format", NULL));
    }
  if (n_labels > 0)
    self->labels = g_strv_builder_end (labels);
}

/**
 * querist_load_file_from_json:
 * @path: the file that was loaded
 * @table: its table
 * @json: (nullable): what querist_load_file_to_json() gave
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the file to load, as it was
 */
QueristLoadFile *
querist_load_file_from_json (const char  *path,
                             const char  *table,
                             const char  *json,
                             GError     **error)
{
  g_autoptr(JsonNode) node = json != NULL ? querist_json_parse (json, -1, NULL) : NULL;
  JsonObject *object =
    node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonArray *columns = querist_json_get_array (object, "columns");
  g_autoptr(QueristCsvDialect) dialect = NULL;
  QueristLoadFile *self;

  if (columns == NULL || querist_json_get_object (object, "dialect") == NULL)
    {
      g_set_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_FAILED,
                   "How %s was read is not known any more: load it again", path);
      return NULL;
    }
  dialect = querist_csv_dialect_from_json (json_object_get_member (object, "dialect"), error);
  if (dialect == NULL)
    return NULL;
  self = querist_load_file_new (path, table, dialect, json_array_get_length (columns));
  columns_from_json (self, columns);
  return self;
}
