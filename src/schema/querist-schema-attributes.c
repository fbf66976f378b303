/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-schema-attributes.h"
#include "querist-schema-stages.h"
#include "querist-text.h"

const QueristSchemaSignature querist_schema_map_signature = { "name", { "name", NULL } };

static void
resolve_field_map (QueristSchemaAttributeContext *context,
                   const QueristSchemaAttribute  *attribute)
{
  const QueristSchemaExpression *value =
    querist_schema_find_argument (attribute, &querist_schema_map_signature, "name");
  const char *name = querist_schema_get_string (context->problems, value);

  if (value == NULL)
    querist_schema_report_missing (context->problems, attribute, "name");
  if (name == NULL)
    return;
  context->member->column = name;
  context->member->map_attribute = attribute;
}

static void
refuse_relation_map (QueristSchemaAttributeContext *context,
                     const QueristSchemaAttribute  *attribute)
{
  QueristDiagnostic *problem = querist_schema_problems_error (
    context->problems, attribute->range, "attribute-on-relation",
    "“@map” can't stand at a relation field, which has no column");

  querist_schema_problem_advise (problem, "Put it at the field that holds the key.");
}

static void
resolve_ignore (QueristSchemaAttributeContext *context,
                const QueristSchemaAttribute  *attribute)
{
  if (context->member->kind == QUERIST_SCHEMA_KIND_UNSUPPORTED)
    querist_schema_problems_error (context->problems, attribute->range, "needless-ignore",
                                   "A field of an unsupported type is always ignored: it can't "
                                   "have “@ignore”");
  else
    context->member->ignored = TRUE;
}

static void
refuse_relation (QueristSchemaAttributeContext *context,
                 const QueristSchemaAttribute  *attribute)
{
  QueristDiagnostic *problem = querist_schema_problems_error (
    context->problems, attribute->range, "not-a-relation",
    "The type of “%s” is no model, so it can't have “@relation”",
    context->member->field->name.text);

  querist_schema_problem_advise (problem, "Put “@relation” at the field whose type is the model.");
}

static void
resolve_updated_at (QueristSchemaAttributeContext *context,
                    const QueristSchemaAttribute  *attribute)
{
  const QueristSchemaMember *member = context->member;

  context->member->updated_at = TRUE;
  if (member->kind != QUERIST_SCHEMA_KIND_SCALAR || member->scalar != QUERIST_SCALAR_DATE_TIME)
    querist_schema_problems_error (context->problems, attribute->range, "wrong-type",
                                   "Only a DateTime field can have “@updatedAt”");
  else if (member->field->arity == QUERIST_SCHEMA_LIST)
    querist_schema_problems_error (context->problems, attribute->range, "wrong-type",
                                   "A list can't have “@updatedAt”");
}

static void
refuse_relation_id (QueristSchemaAttributeContext *context,
                    const QueristSchemaAttribute  *attribute)
{
  QueristDiagnostic *problem = querist_schema_problems_error (
    context->problems, attribute->range, "attribute-on-relation",
    "“%s” is a relation field and can't be an id", context->member->field->name.text);

  querist_schema_problem_advise (problem, "Put “@id” at the field that holds the key.");
}

static void
refuse_relation_default (QueristSchemaAttributeContext *context,
                         const QueristSchemaAttribute  *attribute)
{
  querist_schema_problems_error (context->problems, attribute->range, "attribute-on-relation",
                                 "“%s” is a relation field and can't have a default value",
                                 context->member->field->name.text);
}

static void
refuse_relation_unique (QueristSchemaAttributeContext *context,
                        const QueristSchemaAttribute  *attribute)
{
  const QueristSchemaMember *member = context->member;
  QueristDiagnostic *problem = querist_schema_problems_error (
    context->problems, attribute->range, "attribute-on-relation",
    "“%s” is a relation field and can't be unique", member->field->name.text);

  if (member->n_fields > 0)
    querist_schema_problem_advise (problem, "Put “@unique” at “%s”.",
                                   member->fields[0]->field->name.text);
}

static const QueristSchemaAttributeRule scalar_rules[] = {
  { "map", resolve_field_map, { "name", { "name" } } },
  { "ignore", resolve_ignore, { NULL, { NULL } } },
  { "relation", refuse_relation, { NULL, { NULL } }, .refused = TRUE },
  { "id", querist_schema_resolve_field_id,
    { NULL, { "map", "length", "sort", "clustered" } } },
  { "updatedAt", resolve_updated_at, { NULL, { NULL } } },
  { "default", querist_schema_resolve_default, { "value", { "value", "map" } } },
  { "unique", querist_schema_resolve_field_unique,
    { NULL, { "map", "length", "sort", "clustered", "where" } } },
  { NULL },
};

static const QueristSchemaAttributeRule relation_rules[] = {
  { "relation", querist_schema_resolve_relation,
    { "name", { "name", "fields", "references", "onDelete", "onUpdate", "map" } } },
  { "id", refuse_relation_id, { NULL, { NULL } }, .refused = TRUE },
  { "ignore", resolve_ignore, { NULL, { NULL } } },
  { "default", refuse_relation_default, { NULL, { NULL } }, .refused = TRUE },
  { "map", refuse_relation_map, { NULL, { NULL } }, .refused = TRUE },
  { "unique", refuse_relation_unique, { NULL, { NULL } }, .refused = TRUE },
  { NULL },
};

static const QueristSchemaAttributeRule composite_rules[] = {
  { "map", resolve_field_map, { "name", { "name" } } },
  { "default", querist_schema_resolve_default, { "value", { "value" } } },
  { NULL },
};

static const char *
resolve_name (QueristSchemaAttributeContext *context,
              const QueristSchemaAttribute  *attribute)
{
  const QueristSchemaExpression *value =
    querist_schema_find_argument (attribute, &querist_schema_map_signature, "name");

  if (value == NULL)
    querist_schema_report_missing (context->problems, attribute, "name");
  return querist_schema_get_string (context->problems, value);
}

static void
resolve_entity_map (QueristSchemaAttributeContext *context,
                    const QueristSchemaAttribute  *attribute)
{
  const char *name = resolve_name (context, attribute);

  if (name == NULL)
    return;
  context->entity->table = name;
  context->entity->map_attribute = attribute;
}

static void
resolve_entity_schema (QueristSchemaAttributeContext *context,
                       const QueristSchemaAttribute  *attribute)
{
  const QueristSchemaExpression *value = querist_schema_find_argument (
    attribute, &(QueristSchemaSignature) { "map", { "map" } }, "map");

  if (value == NULL)
    querist_schema_report_missing (context->problems, attribute, "map");
  context->entity->schema = querist_schema_get_string (context->problems, value);
  context->entity->schema_attribute = attribute;
}

static void
resolve_entity_ignore (QueristSchemaAttributeContext *context,
                       const QueristSchemaAttribute  *attribute)
{
  QueristSchemaEntity *entity = context->entity;

  entity->ignored = TRUE;
  for (guint i = 0; i < entity->n_members; i++)
    {
      const QueristSchemaMember *member = &entity->members[i];

      if (member->ignored && member->kind != QUERIST_SCHEMA_KIND_RELATION)
        querist_schema_problems_error (context->problems, member->field->range,
                                       "needless-ignore", "“%s” is ignored as a whole: its "
                                       "fields need no “@ignore”", entity->block->name.text);
    }
}

static const QueristSchemaAttributeRule entity_rules[] = {
  { "ignore", resolve_entity_ignore, { NULL, { NULL } } },
  { "id", querist_schema_resolve_block_id,
    { "fields", { "fields", "name", "map", "clustered" } } },
  { "map", resolve_entity_map, { "name", { "name" } } },
  { "schema", resolve_entity_schema, { "map", { "map" } } },
  { "index", querist_schema_resolve_index,
    { "fields", { "fields", "name", "map", "type", "clustered", "where" } }, TRUE },
  { "unique", querist_schema_resolve_block_unique,
    { "fields", { "fields", "name", "map", "clustered", "where" } }, TRUE },
  { "fulltext", querist_schema_resolve_fulltext, { "fields", { "fields", "map" } }, TRUE },
  { NULL },
};

static void
resolve_enum_map (QueristSchemaAttributeContext *context,
                  const QueristSchemaAttribute  *attribute)
{
  const char *name = resolve_name (context, attribute);

  if (name != NULL)
    context->enumeration->database_name = name;
}

static void
resolve_enum_schema (QueristSchemaAttributeContext *context,
                     const QueristSchemaAttribute  *attribute)
{
  if (context->schema->provider == QUERIST_SCHEMA_PROVIDER_SQLITE)
    querist_schema_problems_error (context->problems, attribute->range, "unsupported",
                                   "“@@schema” isn't possible with SQLite");
  context->enumeration->schema_attribute = attribute;
  context->enumeration->schema = resolve_name (context, attribute);
}

static const QueristSchemaAttributeRule enum_rules[] = {
  { "map", resolve_enum_map, { "name", { "name" } } },
  { "schema", resolve_enum_schema, { "name", { "name" } } },
  { NULL },
};

static void
resolve_value_map (QueristSchemaAttributeContext *context,
                   const QueristSchemaAttribute  *attribute)
{
  const char *name = resolve_name (context, attribute);

  if (name != NULL)
    context->value->database_name = name;
}

static const QueristSchemaAttributeRule value_rules[] = {
  { "map", resolve_value_map, { "name", { "name" } } },
  { NULL },
};

static const QueristSchemaAttributeRule *
find_rule (const QueristSchemaAttributeRule *rules,
           const char                       *name)
{
  for (; rules->name != NULL; rules++)
    {
      if (g_str_equal (rules->name, name))
        return rules;
    }
  return NULL;
}

static guint
count (const QueristSchemaAttribute *attributes,
       const char                   *name)
{
  guint n = 0;

  for (; attributes != NULL; attributes = attributes->next)
    n += g_str_equal (attributes->name.text, name);
  return n;
}

static void
report_unknown_attribute (QueristSchemaProblems            *problems,
                          const QueristSchemaAttributeRule *rules,
                          const QueristSchemaAttribute     *attribute)
{
  const char *names[12] = { NULL }, *nearest;
  QueristDiagnostic *problem = querist_schema_problems_error (
    problems, attribute->name.range, "unknown-attribute", "There is no attribute “%s” here",
    attribute->name.text);

  if (problem == NULL)
    return;
  for (guint i = 0; rules[i].name != NULL; i++)
    names[i] = rules[i].name;
  nearest = querist_text_nearest (attribute->name.text, names);
  if (nearest == NULL)
    return;
  querist_schema_problem_advise (problem, "Did you mean “%s”?", nearest);
  querist_schema_problem_propose (problem, nearest);
}

/* The rules' order matters: what a later attribute refers to is known by then. */
static void
apply_rules (QueristSchemaAttributeContext    *context,
             const QueristSchemaAttributeRule *rules,
             const QueristSchemaAttribute     *attributes)
{
  for (const QueristSchemaAttributeRule *rule = rules;
       rule->name != NULL && attributes != NULL; rule++)
    {
      guint n = rule->repeatable ? 1 : count (attributes, rule->name);

      for (const QueristSchemaAttribute *attribute = attributes; n > 0 && attribute != NULL;
           attribute = attribute->next)
        {
          if (!g_str_equal (attribute->name.text, rule->name))
            continue;
          if (n > 1)
            {
              querist_schema_problems_error (context->problems, attribute->range,
                                             "duplicate-attribute",
                                             "The attribute “%s” can stand here only once",
                                             rule->name);
              continue;
            }
          rule->resolve (context, attribute);
          if (!rule->refused)
            querist_schema_check_arguments (context->problems, attribute, &rule->signature);
        }
    }
}

static void
report_unknown_attributes (QueristSchemaAttributeContext    *context,
                           const QueristSchemaAttributeRule *rules,
                           const QueristSchemaAttribute     *attributes,
                           gboolean                          native_types)
{
  for (; attributes != NULL; attributes = attributes->next)
    {
      if (native_types && strchr (attributes->name.text, '.') != NULL)
        querist_schema_resolve_native_type (context, attributes);
      else if (find_rule (rules, attributes->name.text) == NULL)
        report_unknown_attribute (context->problems, rules, attributes);
    }
}

static void
resolve_member (QueristSchemaAttributeContext *context,
                QueristSchemaMember           *member)
{
  gboolean is_relation = member->kind == QUERIST_SCHEMA_KIND_RELATION;
  const QueristSchemaAttributeRule *rules = is_relation ? relation_rules : scalar_rules;

  if (context->entity->block->kind == QUERIST_SCHEMA_TYPE)
    rules = composite_rules;
  context->member = member;
  if (member->kind != QUERIST_SCHEMA_KIND_UNKNOWN)
    {
      apply_rules (context, rules, member->field->attributes);
      report_unknown_attributes (context, rules, member->field->attributes,
                                 member->kind == QUERIST_SCHEMA_KIND_SCALAR);
    }
  context->member = NULL;
}

static void
refuse_type_attributes (QueristSchemaAttributeContext *context)
{
  for (const QueristSchemaAttribute *attribute = context->entity->block->attributes;
       attribute != NULL; attribute = attribute->next)
    querist_schema_problems_error (context->problems, attribute->range, "unknown-attribute",
                                   "A composite type can't have attributes of its own");
}

static void
resolve_entity (QueristSchemaAttributeContext *context)
{
  QueristSchemaEntity *entity = context->entity;

  for (guint i = 0; i < entity->n_members; i++)
    {
      if (entity->members[i].kind == QUERIST_SCHEMA_KIND_RELATION)
        resolve_member (context, &entity->members[i]);
    }
  for (guint i = 0; i < entity->n_members; i++)
    {
      if (entity->members[i].kind != QUERIST_SCHEMA_KIND_RELATION)
        resolve_member (context, &entity->members[i]);
    }
  if (entity->block->kind == QUERIST_SCHEMA_TYPE)
    {
      refuse_type_attributes (context);
      return;
    }
  apply_rules (context, entity_rules, entity->block->attributes);
  report_unknown_attributes (context, entity_rules, entity->block->attributes, FALSE);
  querist_schema_check_id_arity (context);
}

/* Fields whose columns would be the same. */
static void
check_column_names (QueristSchemaAttributeContext *context)
{
  g_autoptr(GHashTable) columns = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < context->entity->n_members; i++)
    {
      QueristSchemaMember *member = &context->entity->members[i];
      const QueristSchemaMember *before = g_hash_table_lookup (columns, member->column);

      if (member->kind == QUERIST_SCHEMA_KIND_RELATION ||
          querist_schema_find_member (context->entity, member->field->name.text) != member)
        continue;
      if (before == NULL)
        g_hash_table_insert (columns, (gpointer) member->column, member);
      else
        querist_schema_problems_error (context->problems,
                                       member->map_attribute != NULL ? member->field->range
                                                                     : before->field->range,
                                       "duplicate-column",
                                       "The fields “%s” and “%s” have the same column “%s”",
                                       before->field->name.text, member->field->name.text,
                                       member->column);
    }
}

static void
resolve_enum (QueristSchemaAttributeContext *context)
{
  QueristSchemaEnum *enumeration = context->enumeration;

  for (guint i = 0; i < enumeration->n_values; i++)
    {
      const QueristSchemaAttribute *attributes = enumeration->values[i].field->attributes;

      context->value = &enumeration->values[i];
      apply_rules (context, value_rules, attributes);
      report_unknown_attributes (context, value_rules, attributes, FALSE);
    }
  apply_rules (context, enum_rules, enumeration->block->attributes);
  report_unknown_attributes (context, enum_rules, enumeration->block->attributes, FALSE);
}

/**
 * querist_schema_resolve_attributes:
 * @self: a schema whose types are resolved
 * @problems: gets what is wrong
 *
 * Takes over what the attributes say, each looked at by itself.
 */
void
querist_schema_resolve_attributes (QueristSchemaResolved *self,
                                   QueristSchemaProblems *problems)
{
  QueristSchemaAttributeContext context = { .schema = self, .problems = problems };

  for (guint i = 0; i < self->entities->len; i++)
    {
      context.entity = g_ptr_array_index (self->entities, i);
      resolve_entity (&context);
      check_column_names (&context);
    }
  context.entity = NULL;
  for (guint i = 0; i < self->enums->len; i++)
    {
      context.enumeration = g_ptr_array_index (self->enums, i);
      resolve_enum (&context);
    }
}
