/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-builtin-improve.h"

#include <string.h>

#include "querist-structure-finder.h"
#include "querist-text.h"

/* A relation that fewer of the values bear out is none. */
#define LEAST_CONTAINMENT 0.5

static const QueristColumnFacts *
facts_of (QueristImproveMind        *self,
          const QueristSchemaMember *member)
{
  return querist_facts_find_column (self->facts, member->entity->table, member->column);
}

static const QueristSchemaEntity *
find_entity (QueristImproveMind *self,
             const char         *table)
{
  GPtrArray *entities = self->session->schema->entities;

  for (guint i = 0; i < entities->len; i++)
    {
      const QueristSchemaEntity *entity = g_ptr_array_index (entities, i);

      if (g_str_equal (entity->table, table))
        return entity;
    }
  return NULL;
}

static const QueristSchemaMember *
find_column (const QueristSchemaEntity *entity,
             const char                *column)
{
  for (guint i = 0; entity != NULL && i < entity->n_members; i++)
    {
      if (entity->members[i].kind != QUERIST_SCHEMA_KIND_RELATION &&
          g_strcmp0 (entity->members[i].column, column) == 0)
        return &entity->members[i];
    }
  return NULL;
}

/* Values that have nothing to do with each other. */
static void
propose_removals (QueristImproveMind *self)
{
  GPtrArray *relations = self->session->schema->relations;

  for (guint i = 0; i < relations->len; i++)
    {
      const QueristSchemaRelation *relation = g_ptr_array_index (relations, i);
      const QueristSchemaMember *near = relation->near;
      const QueristColumnFacts *child, *parent;
      g_autofree char *distinct = NULL;
      double part;

      if (near == NULL || near->n_fields != 1 || near->n_references != 1)
        continue;
      child = facts_of (self, near->fields[0]);
      parent = facts_of (self, near->references[0]);
      if (child == NULL || child->profile == NULL || child->n_distinct == 0 || parent == NULL ||
          parent->profile == NULL)
        continue;
      part = querist_column_profile_containment (child->profile, parent->profile);
      if (part >= LEAST_CONTAINMENT)
        continue;
      distinct = querist_text_format_count (child->n_distinct);
      querist_improve_propose (self, QUERIST_IMPROVEMENT_REMOVE_RELATION,
                               near->entity->block->name.text, near->field->name.text,
                               "Only %.0f %% of the %s different values of %s occur in %s.%s.",
                               100 * part, distinct, near->fields[0]->field->name.text,
                               near->target->block->name.text,
                               near->references[0]->field->name.text);
    }
}

/* A load would reject the rows without a value. */
static void
propose_optional (QueristImproveMind *self)
{
  GPtrArray *entities = self->session->schema->entities;

  for (guint i = 0; i < entities->len; i++)
    {
      const QueristSchemaEntity *entity = g_ptr_array_index (entities, i);

      for (guint j = 0; j < entity->n_members; j++)
        {
          const QueristSchemaMember *member = &entity->members[j];
          const QueristColumnFacts *facts = facts_of (self, member);
          g_autofree char *empty = NULL, *rows = NULL;

          if (facts == NULL || facts->n_empty == 0 || member->default_value != NULL ||
              member->kind == QUERIST_SCHEMA_KIND_RELATION ||
              member->field->arity != QUERIST_SCHEMA_REQUIRED)
            continue;
          empty = querist_text_format_count (facts->n_empty);
          rows = querist_text_format_count (facts->n_rows);
          querist_improve_propose (self, QUERIST_IMPROVEMENT_SET_OPTIONAL,
                                   entity->block->name.text, member->field->name.text,
                                   "%s of %s rows have no value; a load rejects them.", empty,
                                   rows);
        }
    }
}

/* Whether the field refers to something already. */
static gboolean
refers (const QueristSchemaMember *member)
{
  for (guint i = 0; i < member->entity->n_members; i++)
    {
      const QueristSchemaMember *other = &member->entity->members[i];

      for (guint j = 0; j < other->n_fields; j++)
        {
          if (other->fields[j] == member && other->n_fields == 1)
            return TRUE;
        }
    }
  return FALSE;
}

static char *
free_name (const QueristSchemaEntity *entity,
           const char                *wanted)
{
  char *name = g_strdup (wanted);

  for (guint i = 2; querist_schema_find_member (entity, name) != NULL; i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s%u", wanted, i);
    }
  return name;
}

static void
propose_relation (QueristImproveMind    *self,
                  const QueristRelation *relation,
                  GHashTable            *tables)
{
  const char *near_table = g_hash_table_lookup (tables, relation->child->profile);
  const char *far_table = g_hash_table_lookup (tables, relation->parent->profile);
  const QueristSchemaEntity *near = find_entity (self, near_table);
  const QueristSchemaEntity *far = find_entity (self, far_table);
  const QueristColumnProfile *child =
    querist_subject_get_column (relation->child, g_array_index (relation->columns, guint, 0))
      ->profile;
  const QueristColumnProfile *parent =
    querist_subject_get_column (relation->parent, g_array_index (relation->references, guint, 0))
      ->profile;
  const QueristSchemaMember *field = find_column (near, child->name);
  const QueristSchemaMember *reference = find_column (far, parent->name);
  g_autofree char *distinct = querist_text_format_count (child->n_distinct);
  g_autofree char *camel = NULL, *near_camel = NULL, *plural = NULL;
  QueristImprovement *change;

  if (field == NULL || reference == NULL || refers (field))
    return;
  camel = querist_improve_role_of (field->field->name.text);
  if (camel == NULL)
    camel = querist_text_camel_case (far->block->name.text);
  near_camel = querist_text_camel_case (near->block->name.text);
  plural = querist_text_plural (near_camel);
  change = querist_improve_propose (self, QUERIST_IMPROVEMENT_ADD_RELATION, near->block->name.text,
                                    NULL, "All %s different values of %s occur in %s.%s.",
                                    distinct, field->field->name.text, far->block->name.text,
                                    reference->field->name.text);
  change->field = free_name (near, camel);
  change->opposite = free_name (far, plural);
  change->target = g_strdup (far->block->name.text);
  change->fields = g_strsplit (field->field->name.text, "\n", 1);
  change->references = g_strsplit (reference->field->name.text, "\n", 1);
}

/* The relations that a suggestion for the files would have and the schema does not. */
static gboolean
propose_additions (QueristImproveMind  *self,
                   GCancellable        *cancellable,
                   GError             **error)
{
  g_autoptr(GPtrArray) profiles = g_ptr_array_new ();
  g_autoptr(GHashTable) tables = g_hash_table_new (NULL, NULL);
  g_autoptr(GPtrArray) subjects = NULL, relations = NULL;

  for (guint i = 0; self->facts != NULL && i < self->facts->len; i++)
    {
      const QueristTableFacts *facts = g_ptr_array_index (self->facts, i);

      if (facts->profile == NULL)
        continue;
      g_ptr_array_add (profiles, (gpointer) facts->profile);
      g_hash_table_insert (tables, (gpointer) facts->profile, facts->table);
    }
  if (profiles->len == 0)
    return TRUE;
  subjects = querist_subjects_new (profiles);
  relations = querist_find_keys_and_relations (subjects, cancellable, error);
  for (guint i = 0; relations != NULL && i < relations->len; i++)
    {
      const QueristRelation *relation = g_ptr_array_index (relations, i);

      if (relation->columns->len == 1 && relation->containment == 1 && !relation->empty)
        propose_relation (self, relation, tables);
    }
  return relations != NULL;
}

/**
 * querist_builtin_improve_relations:
 * @self: what the rules work with
 * @cancellable: (nullable): stops it
 * @error: return location: G_IO_ERROR_CANCELLED …
 *
 * Proposes relations that names and data bear out and the schema lacks, the removal of those that
 * the data contradict, and optional fields where rows have no value.
 *
 * Returns: whether it came to an end
 */
gboolean
querist_builtin_improve_relations (QueristImproveMind  *self,
                                   GCancellable        *cancellable,
                                   GError             **error)
{
  propose_removals (self);
  propose_optional (self);
  return propose_additions (self, cancellable, error);
}
