/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-schema-resolved.h"
#include "querist-schema-stages.h"

static void
entity_clear (gpointer data)
{
  QueristSchemaEntity *entity = data;

  g_hash_table_unref (entity->by_name);
}

static void
enum_clear (gpointer data)
{
  QueristSchemaEnum *enumeration = data;

  g_hash_table_unref (enumeration->by_name);
}

/**
 * querist_schema_resolve:
 * @tree: (transfer full): a schema's tree
 * @problems: gets what is wrong
 *
 * Gives every name in a schema its meaning and checks it by Prisma's rules. Works as far as it
 * can on a schema with errors, for the sake of the editor; but only one without errors is whole.
 *
 * Returns: (transfer full): the meaning, which owns @tree
 */
QueristSchemaResolved *
querist_schema_resolve (QueristSchemaTree     *tree,
                        QueristSchemaProblems *problems)
{
  QueristSchemaResolved *self = g_new0 (QueristSchemaResolved, 1);

  self->tree = tree;
  self->entities = g_ptr_array_new_with_free_func (entity_clear);
  self->enums = g_ptr_array_new_with_free_func (enum_clear);
  self->relations = g_ptr_array_new ();
  self->entities_by_name = g_hash_table_new (g_str_hash, g_str_equal);
  self->enums_by_name = g_hash_table_new (g_str_hash, g_str_equal);
  self->preview_features = g_hash_table_new (g_str_hash, g_str_equal);
  self->foreign_keys = TRUE;
  querist_schema_resolve_names (self, problems);
  querist_schema_resolve_config (self, problems);
  querist_schema_resolve_types (self, problems);
  querist_schema_resolve_attributes (self, problems);
  querist_schema_resolve_relations (self);
  if (querist_schema_problems_n_errors (problems) == 0)
    querist_schema_validate (self, problems);
  return self;
}

/**
 * querist_schema_resolved_free:
 * @self: (transfer full) (nullable): a schema's meaning
 */
void
querist_schema_resolved_free (QueristSchemaResolved *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->entities);
  g_ptr_array_unref (self->enums);
  g_ptr_array_unref (self->relations);
  g_hash_table_unref (self->entities_by_name);
  g_hash_table_unref (self->enums_by_name);
  g_hash_table_unref (self->preview_features);
  g_clear_pointer (&self->schemas, g_hash_table_unref);
  querist_schema_tree_free (self->tree);
  g_free (self);
}

/**
 * querist_schema_find_entity:
 * @self: a schema's meaning
 * @name: a name
 *
 * Returns: (transfer none) (nullable): the model, view or type of that name
 */
QueristSchemaEntity *
querist_schema_find_entity (const QueristSchemaResolved *self,
                            const char                  *name)
{
  return g_hash_table_lookup (self->entities_by_name, name);
}

/**
 * querist_schema_find_enum:
 * @self: a schema's meaning
 * @name: a name
 *
 * Returns: (transfer none) (nullable): the enum of that name
 */
QueristSchemaEnum *
querist_schema_find_enum (const QueristSchemaResolved *self,
                          const char                  *name)
{
  return g_hash_table_lookup (self->enums_by_name, name);
}

/**
 * querist_schema_find_member:
 * @entity: a model, view or type
 * @name: a name
 *
 * Returns: (transfer none) (nullable): its field of that name
 */
QueristSchemaMember *
querist_schema_find_member (const QueristSchemaEntity *entity,
                            const char                *name)
{
  return g_hash_table_lookup (entity->by_name, name);
}

/**
 * querist_schema_entity_is_model:
 * @entity: a model, view or type
 *
 * Returns: whether it is a model, which has a table in the database
 */
gboolean
querist_schema_entity_is_model (const QueristSchemaEntity *entity)
{
  return entity->block->kind == QUERIST_SCHEMA_MODEL;
}
