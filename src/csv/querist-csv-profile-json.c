/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-csv-profile.h"

static void
add_string (JsonBuilder *builder,
            const char  *name,
            const char  *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_number (JsonBuilder *builder,
            const char  *name,
            gint64       number)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, number);
}

static void
add_boolean (JsonBuilder *builder,
             const char  *name,
             gboolean     value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

static void
add_column (JsonBuilder                *builder,
            const QueristColumnProfile *column)
{
  json_builder_begin_object (builder);
  add_string (builder, "name", column->name);
  add_string (builder, "label", column->label != NULL ? column->label : "");
  add_string (builder, "type", querist_scalar_to_string (column->type));
  if (column->format != NULL)
    add_string (builder, "format", column->format);
  add_boolean (builder, "nullable", column->n_empty > 0);
  add_number (builder, "empty", column->n_empty);
  add_number (builder, "nulled", column->n_nulled);
  add_number (builder, "distinct", column->n_distinct);
  add_boolean (builder, "distinct_exact", column->distinct_exact);
  add_boolean (builder, "unique", column->unique);
  if (column->min != NULL)
    add_string (builder, "min", column->min);
  if (column->max != NULL)
    add_string (builder, "max", column->max);
  json_builder_end_object (builder);
}

static void
add_warning (JsonBuilder             *builder,
             const QueristCsvWarning *warning)
{
  json_builder_begin_object (builder);
  add_number (builder, "line", warning->line);
  if (warning->column != NULL)
    add_string (builder, "column", warning->column);
  add_string (builder, "message", warning->message);
  json_builder_end_object (builder);
}

/* The members of the dialect stand beside the file's name, as the command line promises. */
static void
add_dialect (JsonBuilder             *builder,
             const QueristCsvDialect *dialect)
{
  g_autoptr(JsonNode) node = querist_csv_dialect_to_json (dialect);
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &member))
    {
      json_builder_set_member_name (builder, name);
      json_builder_add_value (builder, json_node_copy (member));
    }
}

/**
 * querist_csv_profile_to_json:
 * @self: a profile
 *
 * Returns: (transfer full): an object as `querist-cli sniff --json` gives for a file
 */
JsonNode *
querist_csv_profile_to_json (const QueristCsvProfile *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autofree char *file = g_filename_display_name (self->path);

  json_builder_begin_object (builder);
  add_string (builder, "file", file);
  add_dialect (builder, self->dialect);
  json_builder_set_member_name (builder, "confidence");
  json_builder_add_double_value (builder, self->confidence);
  add_number (builder, "bytes", self->n_bytes);
  add_number (builder, "rows", self->n_read);
  add_number (builder, "rejected", self->n_rejected);
  json_builder_set_member_name (builder, "columns");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->columns->len; i++)
    add_column (builder, g_ptr_array_index (self->columns, i));
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "warnings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->warnings->len; i++)
    add_warning (builder, g_ptr_array_index (self->warnings, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}
