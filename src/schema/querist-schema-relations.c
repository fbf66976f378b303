/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-schema-stages.h"

/* The relation fields of one model that point to another under one relation name. More than two
 * are ambiguous; the validation reports that. */
typedef struct {
  const QueristSchemaEntity *entity;
  const QueristSchemaEntity *target;
  const char                *name;
  QueristSchemaMember       *first;
  QueristSchemaMember       *second;
} Side;

static guint
side_hash (gconstpointer data)
{
  const Side *side = data;
  guint hash = g_direct_hash (side->entity) * 31 + g_direct_hash (side->target);

  return side->name != NULL ? hash ^ g_str_hash (side->name) : hash;
}

static gboolean
side_equal (gconstpointer a,
            gconstpointer b)
{
  const Side *first = a, *second = b;

  return first->entity == second->entity && first->target == second->target &&
         g_strcmp0 (first->name, second->name) == 0;
}

static void
enter_member (GHashTable          *sides,
              QueristSchemaMember *member)
{
  Side key = { member->entity, member->target, member->relation_name, member, NULL };
  Side *side = g_hash_table_lookup (sides, &key);

  if (side == NULL)
    g_hash_table_add (sides, g_memdup2 (&key, sizeof key));
  else if (side->second == NULL)
    side->second = member;
}

static QueristSchemaMember *
find_opposite (GHashTable                *sides,
               const QueristSchemaMember *member)
{
  Side key = { member->target, member->entity, member->relation_name };
  const Side *side = g_hash_table_lookup (sides, &key);

  if (side == NULL)
    return NULL;
  return side->first == member ? side->second : side->first;
}

static int
compare_sides (const QueristSchemaMember *a,
               const QueristSchemaMember *b)
{
  int order = strcmp (a->entity->block->name.text, b->entity->block->name.text);

  return order != 0 ? order : strcmp (a->field->name.text, b->field->name.text);
}

/* Whether the fields of a relation field are together unique, so that at most one row can refer
 * to another. */
static gboolean
fields_are_unique (const QueristSchemaMember *member)
{
  for (QueristSchemaKey *key = member->entity->keys; key != NULL; key = key->next)
    {
      guint i = 0;

      if (key->kind != QUERIST_SCHEMA_KEY_UNIQUE || key->n_parts != member->n_fields)
        continue;
      while (i < key->n_parts && key->parts[i].member == member->fields[i])
        i++;
      if (i == key->n_parts && i > 0)
        return TRUE;
    }
  return FALSE;
}

/* Every relation is met twice, once from each side; this tells the side to take it from. */
static gboolean
is_near_side (const QueristSchemaMember *member,
              const QueristSchemaMember *opposite)
{
  QueristSchemaArity arity = member->field->arity, other = opposite->field->arity;

  if (arity == QUERIST_SCHEMA_LIST && other == QUERIST_SCHEMA_LIST)
    return compare_sides (member, opposite) <= 0;
  if (arity == QUERIST_SCHEMA_LIST)
    return FALSE;
  if (other == QUERIST_SCHEMA_LIST)
    return TRUE;
  if (arity != other)
    return arity == QUERIST_SCHEMA_REQUIRED;
  if (arity == QUERIST_SCHEMA_OPTIONAL && member->has_fields)
    return TRUE;
  if (arity == QUERIST_SCHEMA_OPTIONAL && opposite->has_fields)
    return FALSE;
  return compare_sides (member, opposite) <= 0;
}

static void
add_relation (QueristSchemaResolved *self,
              QueristSchemaMember   *near,
              QueristSchemaMember   *far)
{
  QueristSchemaRelation *relation = querist_schema_tree_make (self->tree, QueristSchemaRelation);

  relation->near = near;
  relation->far = far;
  relation->name = (near != NULL ? near : far)->relation_name;
  if (near == NULL)
    relation->cardinality = QUERIST_SCHEMA_ONE_TO_MANY;
  else if (far == NULL)
    relation->cardinality = fields_are_unique (near) ? QUERIST_SCHEMA_ONE_TO_ONE
                                                     : QUERIST_SCHEMA_ONE_TO_MANY;
  else if (near->field->arity == QUERIST_SCHEMA_LIST)
    relation->cardinality = QUERIST_SCHEMA_MANY_TO_MANY;
  else
    relation->cardinality = far->field->arity == QUERIST_SCHEMA_LIST
                              ? QUERIST_SCHEMA_ONE_TO_MANY
                              : QUERIST_SCHEMA_ONE_TO_ONE;
  if (near != NULL)
    near->relation = relation;
  if (far != NULL)
    far->relation = relation;
  g_ptr_array_add (self->relations, relation);
}

static void
resolve_member (QueristSchemaResolved *self,
                GHashTable            *sides,
                QueristSchemaMember   *member)
{
  QueristSchemaMember *opposite = find_opposite (sides, member);

  if (opposite == NULL && member->field->arity == QUERIST_SCHEMA_LIST)
    add_relation (self, NULL, member);
  else if (opposite == NULL || is_near_side (member, opposite))
    add_relation (self, member, opposite);
}

/**
 * querist_schema_resolve_relations:
 * @self: a schema whose attributes are resolved
 *
 * Pairs the relation fields that are two sides of one relation.
 */
void
querist_schema_resolve_relations (QueristSchemaResolved *self)
{
  g_autoptr(GHashTable) sides = g_hash_table_new_full (side_hash, side_equal, g_free, NULL);

  for (guint pass = 0; pass < 2; pass++)
    {
      for (guint i = 0; i < self->entities->len; i++)
        {
          QueristSchemaEntity *entity = g_ptr_array_index (self->entities, i);

          for (guint j = 0; j < entity->n_members; j++)
            {
              if (entity->members[j].kind != QUERIST_SCHEMA_KIND_RELATION)
                continue;
              if (pass == 0)
                enter_member (sides, &entity->members[j]);
              else
                resolve_member (self, sides, &entity->members[j]);
            }
        }
    }
}
