/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-schema-stages.h"
#include "querist-schema-validate.h"

static void
validate_block (const QueristSchemaResolved *self,
                const QueristSchemaEntity   *entity,
                QueristSchemaProblems       *problems)
{
  QueristDiagnostic *problem;

  if (entity->block->kind == QUERIST_SCHEMA_TYPE &&
      self->provider != QUERIST_SCHEMA_PROVIDER_OTHER)
    {
      problem = querist_schema_problems_error (problems, entity->block->range, "unsupported",
                                               "Composite types only work with MongoDB: “%s”",
                                               entity->block->name.text);
      querist_schema_problem_advise (problem, "Make it a model of its own, or a Json field.");
    }
  if (entity->block->kind == QUERIST_SCHEMA_VIEW &&
      !g_hash_table_contains (self->preview_features, "views"))
    {
      problem = querist_schema_problems_error (problems, entity->block->range, "preview-feature",
                                               "Views need the preview feature “views”");
      querist_schema_problem_advise (problem, "Add previewFeatures = [\"views\"] to a generator.");
    }
}

static void
validate_entity (const QueristSchemaResolved *self,
                 const QueristSchemaEntity   *entity,
                 QueristSchemaProblems       *problems)
{
  validate_block (self, entity, problems);
  if (entity->block->kind == QUERIST_SCHEMA_TYPE)
    return;
  querist_schema_validate_entity (self, entity, problems);
  for (guint i = 0; i < entity->n_members; i++)
    querist_schema_validate_member (self, &entity->members[i], problems);
  for (const QueristSchemaKey *key = entity->keys; key != NULL; key = key->next)
    querist_schema_validate_key (self, entity, key, problems);
}

/**
 * querist_schema_validate:
 * @self: a schema without errors so far
 * @problems: gets what is wrong
 *
 * Checks what only shows when everything is resolved. Relation fields that can't be told apart
 * end it early, since everything about them would be a guess.
 */
void
querist_schema_validate (const QueristSchemaResolved *self,
                         QueristSchemaProblems       *problems)
{
  for (guint i = 0; i < self->entities->len; i++)
    validate_entity (self, g_ptr_array_index (self->entities, i), problems);
  for (guint i = 0; i < self->enums->len; i++)
    {
      const QueristSchemaEnum *enumeration = g_ptr_array_index (self->enums, i);

      if (self->provider == QUERIST_SCHEMA_PROVIDER_POSTGRESQL)
        querist_schema_validate_schema (self, enumeration->block, enumeration->schema_attribute,
                                        enumeration->schema, problems);
    }
  if (!querist_schema_validate_sides (self, problems))
    return;
  querist_schema_validate_names (self, problems);
  for (guint i = 0; i < self->relations->len; i++)
    querist_schema_validate_relation (self, g_ptr_array_index (self->relations, i), problems);
}
