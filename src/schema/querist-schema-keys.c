/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-schema-attributes.h"
#include "querist-schema-operator-class.h"

static const QueristSchemaSignature fields_signature = { "fields", { "fields", NULL } };

static const char *
key_noun (QueristSchemaKeyKind kind)
{
  static const char *const nouns[] = { "id", "unique constraint", "index", "full text index" };

  return nouns[kind];
}

static void
add_key (QueristSchemaEntity *entity,
         QueristSchemaKey    *key)
{
  if (entity->last_key != NULL)
    entity->last_key->next = key;
  else
    entity->keys = key;
  entity->last_key = key;
}

static QueristSchemaKey *
new_key (QueristSchemaAttributeContext *context,
         const QueristSchemaAttribute  *attribute,
         QueristSchemaKeyKind           kind)
{
  QueristSchemaKey *key = querist_schema_tree_make (context->schema->tree, QueristSchemaKey);

  key->kind = kind;
  key->attribute = attribute;
  key->member = context->member;
  key->map = querist_schema_get_map_argument (context->problems, attribute, "map");
  return key;
}

static const QueristSchemaArgument *
find_named (const QueristSchemaArgument *argument,
            const char                  *name)
{
  while (argument != NULL && g_strcmp0 (argument->name.text, name) != 0)
    argument = argument->next;
  return argument;
}

static void
resolve_operator_class (QueristSchemaProblems         *problems,
                        QueristSchemaKeyPart          *part,
                        const QueristSchemaExpression *value)
{
  if (value->kind == QUERIST_SCHEMA_FUNCTION && g_str_equal (value->text, "raw"))
    {
      part->raw_ops = TRUE;
      if (value->arguments == NULL || value->arguments->next != NULL)
        querist_schema_problems_error (problems, value->range, "operator-class",
                                       "raw() takes one string, the operator class");
      else
        querist_schema_get_string (problems, value->arguments->value);
    }
  else if (value->kind == QUERIST_SCHEMA_CONSTANT &&
           querist_schema_is_operator_class (value->text))
    part->ops = value->text;
  else
    querist_schema_problems_error (problems, value->range, "operator-class",
                                   "This is no operator class of an index");
}

static void
resolve_part_arguments (QueristSchemaProblems       *problems,
                        QueristSchemaKeyPart        *part,
                        const QueristSchemaArgument *arguments)
{
  const QueristSchemaArgument *sort = find_named (arguments, "sort");
  const QueristSchemaArgument *length = find_named (arguments, "length");
  const QueristSchemaArgument *ops = find_named (arguments, "ops");

  if (sort != NULL)
    part->sort = querist_schema_get_sort_argument (problems, sort);
  if (length != NULL && length->value != NULL)
    {
      part->has_length = TRUE;
      if (length->value->kind != QUERIST_SCHEMA_NUMBER)
        querist_schema_problems_error (problems, length->range, "wrong-value",
                                       "“length” is a number of characters");
    }
  if (ops != NULL && ops->value != NULL)
    resolve_operator_class (problems, part, ops->value);
}

/* The key of a single field, from the attribute at that field. */
static QueristSchemaKey *
new_field_key (QueristSchemaAttributeContext *context,
               const QueristSchemaAttribute  *attribute,
               QueristSchemaKeyKind           kind)
{
  QueristSchemaKey *key = new_key (context, attribute, kind);

  key->n_parts = 1;
  key->parts = querist_schema_tree_make (context->schema->tree, QueristSchemaKeyPart);
  key->parts->member = context->member;
  resolve_part_arguments (context->problems, key->parts, attribute->arguments);
  return key;
}

static void
report_unknown_field (QueristSchemaAttributeContext *context,
                      const QueristSchemaAttribute  *attribute,
                      QueristSchemaKeyKind           kind,
                      const QueristSchemaExpression *item)
{
  querist_schema_problems_error (context->problems, item->range, "unknown-field",
                                 "The %s names “%s”, which is no field of “%s”", key_noun (kind),
                                 item->text, context->entity->block->name.text);
}

static void
report_relation_field (QueristSchemaAttributeContext *context,
                       QueristSchemaKeyKind           kind,
                       const QueristSchemaExpression *item,
                       const QueristSchemaMember     *member)
{
  QueristDiagnostic *problem = querist_schema_problems_error (
    context->problems, item->range, "attribute-on-relation",
    "The %s names the relation field “%s”, which has no column", key_noun (kind), item->text);

  if (member->n_fields == 1)
    {
      querist_schema_problem_advise (problem, "Name “%s”, which holds the key.",
                                     member->fields[0]->field->name.text);
      querist_schema_problem_propose (problem, member->fields[0]->field->name.text);
    }
}

/* A path into a composite type counts as its first field. */
static QueristSchemaMember *
find_key_member (QueristSchemaAttributeContext *context,
                 const char                    *path)
{
  const char *dot = strchr (path, '.');
  g_autofree char *first = dot != NULL ? g_strndup (path, dot - path) : NULL;
  QueristSchemaMember *member;

  if (dot == NULL)
    return querist_schema_find_member (context->entity, path);
  member = querist_schema_find_member (context->entity, first);
  return member != NULL && member->kind == QUERIST_SCHEMA_KIND_COMPOSITE ? member : NULL;
}

static gboolean
resolve_part (QueristSchemaAttributeContext *context,
              const QueristSchemaAttribute  *attribute,
              QueristSchemaKey              *key,
              const QueristSchemaExpression *item)
{
  QueristSchemaKeyPart *part = &key->parts[key->n_parts];
  QueristSchemaMember *member;

  if (item->kind != QUERIST_SCHEMA_CONSTANT && item->kind != QUERIST_SCHEMA_FUNCTION)
    {
      querist_schema_get_constant (context->problems, item);
      return FALSE;
    }
  member = find_key_member (context, item->text);
  if (member == NULL)
    report_unknown_field (context, attribute, key->kind, item);
  else if (member->kind == QUERIST_SCHEMA_KIND_UNKNOWN)
    querist_schema_problems_error (context->problems, item->range, "unknown-type",
                                   "The %s names “%s”, whose type isn't known",
                                   key_noun (key->kind), item->text);
  else if (member->kind == QUERIST_SCHEMA_KIND_RELATION)
    report_relation_field (context, key->kind, item, member);
  if (member == NULL || member->kind == QUERIST_SCHEMA_KIND_UNKNOWN ||
      member->kind == QUERIST_SCHEMA_KIND_RELATION)
    return FALSE;
  part->member = member;
  if (item->kind == QUERIST_SCHEMA_FUNCTION)
    resolve_part_arguments (context->problems, part, item->arguments);
  key->n_parts++;
  return TRUE;
}

static gboolean
check_repeats (QueristSchemaAttributeContext *context,
               const QueristSchemaKey        *key)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < key->n_parts; i++)
    {
      const QueristSchemaMember *member = key->parts[i].member;

      if (!g_hash_table_add (seen, (gpointer) member) &&
          member->kind != QUERIST_SCHEMA_KIND_COMPOSITE)
        {
          querist_schema_problems_error (context->problems, key->attribute->range,
                                         "repeated-field", "The %s names the field “%s” twice",
                                         key_noun (key->kind), member->field->name.text);
          return FALSE;
        }
    }
  return TRUE;
}

/* The key of a block attribute; NULL if its fields can't be made out. */
static QueristSchemaKey *
new_block_key (QueristSchemaAttributeContext *context,
               const QueristSchemaAttribute  *attribute,
               QueristSchemaKeyKind           kind)
{
  const QueristSchemaExpression *value =
    querist_schema_find_argument (attribute, &fields_signature, "fields");
  const QueristSchemaExpression *item;
  QueristSchemaKey *key;
  gboolean complete = TRUE;

  if (value == NULL)
    {
      querist_schema_report_missing (context->problems, attribute, "fields");
      return NULL;
    }
  key = new_key (context, attribute, kind);
  key->parts = querist_schema_tree_alloc_many (context->schema->tree,
                                               sizeof (QueristSchemaKeyPart),
                                               querist_schema_count_items (value));
  for (item = value->kind == QUERIST_SCHEMA_ARRAY ? value->items : value; item != NULL;
       item = item->next)
    complete &= resolve_part (context, attribute, key, item);
  return complete && check_repeats (context, key) ? key : NULL;
}

/* The name of a key in Prisma's client, which is an identifier there. */
static void
resolve_client_name (QueristSchemaAttributeContext *context,
                     QueristSchemaKey              *key)
{
  key->name = querist_schema_get_map_argument (context->problems, key->attribute, "name");
  for (const char *p = key->name; p != NULL && *p != '\0'; p++)
    {
      if (g_ascii_isalnum (*p) || *p == '_')
        continue;
      querist_schema_problems_error (context->problems, key->attribute->range, "name-syntax",
                                     "The argument “name” of a key may hold letters, digits and "
                                     "“_” only: “%s”", key->name);
      return;
    }
}

/**
 * querist_schema_resolve_field_id:
 * @context: the field
 * @attribute: its `@id`
 */
void
querist_schema_resolve_field_id (QueristSchemaAttributeContext *context,
                                 const QueristSchemaAttribute  *attribute)
{
  QueristSchemaKey *key = new_field_key (context, attribute, QUERIST_SCHEMA_KEY_ID);
  QueristDiagnostic *problem;

  if (context->entity->id == NULL)
    {
      context->entity->id = key;
      return;
    }
  problem = querist_schema_problems_error (context->problems, context->entity->block->range,
                                           "several-ids",
                                           "Only one field of “%s” can have “@id”",
                                           context->entity->block->name.text);
  querist_schema_problem_advise (problem, "For an id of several fields, write @@id([%s, %s]).",
                                 context->entity->id->parts->member->field->name.text,
                                 context->member->field->name.text);
  if (attribute->arguments != NULL)
    querist_schema_problems_error (context->problems, attribute->range, "several-ids",
                                   "This “@id” isn't the only one, so its arguments mean nothing");
}

/**
 * querist_schema_resolve_field_unique:
 * @context: the field
 * @attribute: its `@unique`
 */
void
querist_schema_resolve_field_unique (QueristSchemaAttributeContext *context,
                                     const QueristSchemaAttribute  *attribute)
{
  add_key (context->entity, new_field_key (context, attribute, QUERIST_SCHEMA_KEY_UNIQUE));
}

/**
 * querist_schema_resolve_block_id:
 * @context: the model
 * @attribute: its `@@id`
 */
void
querist_schema_resolve_block_id (QueristSchemaAttributeContext *context,
                                 const QueristSchemaAttribute  *attribute)
{
  QueristSchemaEntity *entity = context->entity;
  QueristSchemaKey *key = new_block_key (context, attribute, QUERIST_SCHEMA_KEY_ID);

  if (key == NULL)
    return;
  for (guint i = 0; i < key->n_parts && !entity->ignored; i++)
    {
      const QueristSchemaField *field = key->parts[i].member->field;

      if (field->arity == QUERIST_SCHEMA_REQUIRED)
        continue;
      querist_schema_problems_error (context->problems, attribute->range, "optional-id",
                                     "The id names “%s”, which isn't required: an id always has "
                                     "a value", field->name.text);
      break;
    }
  if (entity->id != NULL)
    querist_schema_problems_error (context->problems, entity->block->range, "several-ids",
                                   "“%s” can't have both “@id” and “@@id”",
                                   entity->block->name.text);
  resolve_client_name (context, key);
  entity->id = key;
}

/**
 * querist_schema_resolve_block_unique:
 * @context: the model
 * @attribute: one of its `@@unique`
 */
void
querist_schema_resolve_block_unique (QueristSchemaAttributeContext *context,
                                     const QueristSchemaAttribute  *attribute)
{
  QueristSchemaKey *key = new_block_key (context, attribute, QUERIST_SCHEMA_KEY_UNIQUE);

  if (key == NULL)
    return;
  resolve_client_name (context, key);
  add_key (context->entity, key);
}

static const char *
resolve_index_type (QueristSchemaAttributeContext *context,
                    const QueristSchemaAttribute  *attribute)
{
  static const char *const types[] = { "BTree", "Hash", "Gist", "Gin", "SpGist", "Brin", NULL };
  const QueristSchemaArgument *argument = find_named (attribute->arguments, "type");
  const char *type;

  if (argument == NULL)
    return NULL;
  type = querist_schema_get_constant (context->problems, argument->value);
  if (type == NULL || g_strv_contains (types, type))
    return type;
  querist_schema_problems_error (context->problems, attribute->range, "wrong-value",
                                 "There is no index type “%s”", type);
  return NULL;
}

/**
 * querist_schema_resolve_index:
 * @context: the model
 * @attribute: one of its `@@index`
 */
void
querist_schema_resolve_index (QueristSchemaAttributeContext *context,
                              const QueristSchemaAttribute  *attribute)
{
  QueristSchemaKey *key = new_block_key (context, attribute, QUERIST_SCHEMA_KEY_INDEX);
  const char *name;

  if (key == NULL)
    return;
  name = querist_schema_get_map_argument (context->problems, attribute, "name");
  if (name != NULL && key->map != NULL)
    querist_schema_problems_error (context->problems, attribute->range, "duplicate-argument",
                                   "“name” is an old word for “map” in “@@index”: only one may "
                                   "be given");
  if (key->map == NULL)
    key->map = name;
  key->type = resolve_index_type (context, attribute);
  add_key (context->entity, key);
}

/**
 * querist_schema_resolve_fulltext:
 * @context: the model
 * @attribute: one of its `@@fulltext`
 */
void
querist_schema_resolve_fulltext (QueristSchemaAttributeContext *context,
                                 const QueristSchemaAttribute  *attribute)
{
  QueristSchemaKey *key = new_block_key (context, attribute, QUERIST_SCHEMA_KEY_FULLTEXT);

  if (key != NULL)
    add_key (context->entity, key);
}

/**
 * querist_schema_check_id_arity:
 * @context: a model whose attributes are all resolved
 *
 * Reports a field with `@id` that isn't required. That waits for the model's own attributes,
 * because an ignored model may have one.
 */
void
querist_schema_check_id_arity (QueristSchemaAttributeContext *context)
{
  const QueristSchemaKey *id = context->entity->id;
  QueristDiagnostic *problem;

  if (id == NULL || id->member == NULL || context->entity->ignored ||
      id->member->field->arity == QUERIST_SCHEMA_REQUIRED)
    return;
  problem = querist_schema_problems_error (context->problems, id->attribute->range, "optional-id",
                                           "The id “%s” must be required: an id always has a "
                                           "value", id->member->field->name.text);
  querist_schema_problem_advise (problem, "Write “%s” without “?” or “[]”.",
                                 id->member->field->type.text);
}
