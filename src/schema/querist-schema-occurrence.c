/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-schema-occurrence.h"

static void
add_entity (GArray              *array,
            QueristSchemaRange   range,
            QueristSchemaEntity *entity,
            gboolean             definition)
{
  QueristSchemaOccurrence occurrence = { QUERIST_SCHEMA_OCCURRENCE_ENTITY, range, definition,
                                         .entity = entity };

  g_array_append_val (array, occurrence);
}

static void
add_enum (GArray             *array,
          QueristSchemaRange  range,
          QueristSchemaEnum  *enumeration,
          gboolean            definition)
{
  QueristSchemaOccurrence occurrence = { QUERIST_SCHEMA_OCCURRENCE_ENUM, range, definition,
                                         .enumeration = enumeration };

  g_array_append_val (array, occurrence);
}

static void
add_member (GArray              *array,
            QueristSchemaRange   range,
            QueristSchemaMember *member,
            gboolean             definition)
{
  QueristSchemaOccurrence occurrence = { QUERIST_SCHEMA_OCCURRENCE_MEMBER, range, definition,
                                         .entity = member->entity, .member = member };

  g_array_append_val (array, occurrence);
}

static void
add_value (GArray                 *array,
           QueristSchemaRange      range,
           QueristSchemaEnum      *enumeration,
           QueristSchemaEnumValue *value,
           gboolean                definition)
{
  QueristSchemaOccurrence occurrence = { QUERIST_SCHEMA_OCCURRENCE_VALUE, range, definition,
                                         .enumeration = enumeration, .value = value };

  g_array_append_val (array, occurrence);
}

/* Fields named in a list such as `[a, b(sort: Desc)]`. */
static void
add_named_members (GArray                        *array,
                   const QueristSchemaEntity     *entity,
                   const QueristSchemaExpression *value)
{
  const QueristSchemaExpression *item =
    value->kind == QUERIST_SCHEMA_ARRAY ? value->items : value;

  for (; item != NULL; item = item->next)
    {
      QueristSchemaMember *member;

      if (item->kind != QUERIST_SCHEMA_CONSTANT && item->kind != QUERIST_SCHEMA_FUNCTION)
        continue;
      member = querist_schema_find_member (entity, item->text);
      if (member != NULL)
        add_member (array,
                    (QueristSchemaRange) { item->range.start,
                                           item->range.start + strlen (item->text) },
                    member, FALSE);
    }
}

static void
add_default (GArray                        *array,
             QueristSchemaEnum             *enumeration,
             const QueristSchemaExpression *value)
{
  QueristSchemaEnumValue *found;

  for (QueristSchemaExpression *item = value->items; item != NULL; item = item->next)
    add_default (array, enumeration, item);
  if (value->kind != QUERIST_SCHEMA_CONSTANT)
    return;
  found = g_hash_table_lookup (enumeration->by_name, value->text);
  if (found != NULL)
    add_value (array, value->range, enumeration, found, FALSE);
}

static void
add_attribute (GArray                       *array,
               const QueristSchemaMember    *member,
               const QueristSchemaAttribute *attribute)
{
  for (QueristSchemaArgument *argument = attribute->arguments; argument != NULL;
       argument = argument->next)
    {
      const char *name = argument->name.text;

      if (argument->value == NULL)
        continue;
      if (g_strcmp0 (name, "fields") == 0)
        add_named_members (array, member->entity, argument->value);
      else if (g_strcmp0 (name, "references") == 0 && member->target != NULL)
        add_named_members (array, member->target, argument->value);
      else if (member->enumeration != NULL && g_str_equal (attribute->name.text, "default"))
        add_default (array, member->enumeration, argument->value);
    }
}

static void
add_entity_and_members (GArray              *array,
                        QueristSchemaEntity *entity)
{
  static const char *const keys[] = { "id", "unique", "index", "fulltext", NULL };

  add_entity (array, entity->block->name.range, entity, TRUE);
  for (guint i = 0; i < entity->n_members; i++)
    {
      QueristSchemaMember *member = &entity->members[i];

      add_member (array, member->field->name.range, member, TRUE);
      if (member->target != NULL)
        add_entity (array, member->field->type.range, member->target, FALSE);
      else if (member->enumeration != NULL)
        add_enum (array, member->field->type.range, member->enumeration, FALSE);
      for (QueristSchemaAttribute *attribute = member->field->attributes; attribute != NULL;
           attribute = attribute->next)
        add_attribute (array, member, attribute);
    }
  for (QueristSchemaAttribute *attribute = entity->block->attributes; attribute != NULL;
       attribute = attribute->next)
    {
      const QueristSchemaArgument *argument = attribute->arguments;

      if (!g_strv_contains (keys, attribute->name.text))
        continue;
      while (argument != NULL && argument->name.text != NULL &&
             !g_str_equal (argument->name.text, "fields"))
        argument = argument->next;
      if (argument != NULL && argument->value != NULL)
        add_named_members (array, entity, argument->value);
    }
}

/**
 * querist_schema_occurrences:
 * @schema: a schema, maybe with errors
 *
 * Returns: (transfer full) (element-type QueristSchemaOccurrence): every place where a name that
 *   the schema defines stands
 */
GArray *
querist_schema_occurrences (const QueristSchemaResolved *schema)
{
  GArray *array = g_array_new (FALSE, FALSE, sizeof (QueristSchemaOccurrence));

  for (guint i = 0; i < schema->entities->len; i++)
    add_entity_and_members (array, g_ptr_array_index (schema->entities, i));
  for (guint i = 0; i < schema->enums->len; i++)
    {
      QueristSchemaEnum *enumeration = g_ptr_array_index (schema->enums, i);

      add_enum (array, enumeration->block->name.range, enumeration, TRUE);
      for (guint j = 0; j < enumeration->n_values; j++)
        add_value (array, enumeration->values[j].field->name.range, enumeration,
                   &enumeration->values[j], TRUE);
    }
  return array;
}

/**
 * querist_schema_same_occurrence:
 * @a: an occurrence
 * @b: an occurrence
 *
 * Returns: whether both are the name of the same thing
 */
gboolean
querist_schema_same_occurrence (const QueristSchemaOccurrence *a,
                                const QueristSchemaOccurrence *b)
{
  return a->kind == b->kind && a->entity == b->entity && a->enumeration == b->enumeration &&
         a->member == b->member && a->value == b->value;
}

/**
 * querist_schema_find_occurrence:
 * @occurrences: (element-type QueristSchemaOccurrence): all of a schema
 * @offset: bytes into the text
 * @found: (out): the occurrence at that place
 *
 * Returns: whether there is one; the place right behind a name belongs to it
 */
gboolean
querist_schema_find_occurrence (GArray                  *occurrences,
                                guint                    offset,
                                QueristSchemaOccurrence *found)
{
  for (guint i = 0; i < occurrences->len; i++)
    {
      *found = g_array_index (occurrences, QueristSchemaOccurrence, i);
      if (found->range.start <= offset && offset <= found->range.end)
        return TRUE;
    }
  return FALSE;
}
