/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-schema-operator-class.h"
#include "querist-schema-validate.h"

static gboolean
is_strict (const QueristSchemaKey *key)
{
  for (guint i = 0; i < key->n_parts; i++)
    {
      const QueristSchemaMember *member = key->parts[i].member;

      if (member->kind == QUERIST_SCHEMA_KIND_UNSUPPORTED ||
          member->field->arity == QUERIST_SCHEMA_OPTIONAL)
        return FALSE;
    }
  return key->n_parts > 0;
}

static gboolean
has_strict_key (const QueristSchemaEntity *entity)
{
  if (entity->id != NULL && is_strict (entity->id))
    return TRUE;
  for (const QueristSchemaKey *key = entity->keys; key != NULL; key = key->next)
    {
      if (key->kind == QUERIST_SCHEMA_KEY_UNIQUE && is_strict (key))
        return TRUE;
    }
  return FALSE;
}

static void
check_identifiable (const QueristSchemaEntity *entity,
                    QueristSchemaProblems     *problems)
{
  QueristDiagnostic *problem;

  if (entity->ignored || has_strict_key (entity))
    return;
  problem = querist_schema_problems_error (
    problems, entity->block->range, "missing-id",
    "The model “%s” needs a key: an id or a unique constraint of required fields",
    entity->block->name.text);
  querist_schema_problem_advise (problem, "Mark a field with @id, or add @@id([…]).");
}

/* What only the primary key can have, and most databases don't. */
static void
check_id_arguments (const QueristSchemaResolved *schema,
                    const QueristSchemaEntity   *entity,
                    QueristSchemaProblems       *problems)
{
  const QueristSchemaKey *id = entity->id;

  if (id->n_parts == 0)
    querist_schema_problems_error (problems, id->attribute->range, "empty-key",
                                   "The list of fields of an id can't be empty");
  if (schema->provider == QUERIST_SCHEMA_PROVIDER_SQLITE && id->map != NULL)
    querist_schema_problems_error (problems, entity->block->range, "unsupported",
                                   "SQLite's primary keys have no name: “map” of the id of “%s” "
                                   "isn't possible", entity->block->name.text);
  if (schema->provider == QUERIST_SCHEMA_PROVIDER_OTHER ||
      schema->provider == QUERIST_SCHEMA_PROVIDER_NONE)
    return;
  for (guint i = 0; i < id->n_parts; i++)
    {
      if (id->parts[i].sort == NULL && !id->parts[i].has_length)
        continue;
      querist_schema_problems_error (problems, id->attribute->range, "unsupported",
                                     "A primary key takes no “%s” in this database",
                                     id->parts[i].sort != NULL ? "sort" : "length");
      break;
    }
}

static char *
joined_names (const QueristSchemaKey *key)
{
  GString *string = g_string_new (NULL);

  for (guint i = 0; i < key->n_parts; i++)
    g_string_append_printf (string, i > 0 ? "_%s" : "%s", key->parts[i].member->field->name.text);
  return g_string_free (string, FALSE);
}

/* A key of several fields has a name in the client made of theirs, next to the fields. */
static void
check_client_name (const QueristSchemaEntity *entity,
                   const QueristSchemaKey    *key,
                   QueristSchemaProblems     *problems)
{
  g_autofree char *name = NULL;
  const QueristSchemaMember *member;
  QueristDiagnostic *problem;

  if (key->n_parts < 2)
    return;
  name = joined_names (key);
  member = querist_schema_find_member (entity, name);
  if (member == NULL || member->kind == QUERIST_SCHEMA_KIND_RELATION)
    return;
  problem = querist_schema_problems_error (problems, key->attribute->range, "name-clash",
                                           "The name of this key, “%s”, is also a field's", name);
  querist_schema_problem_advise (problem, "Give it a name of its own: name: \"…\"");
}

static gboolean
is_autoincrement (const QueristSchemaMember *member)
{
  return member->default_value != NULL &&
         member->default_value->kind == QUERIST_SCHEMA_FUNCTION &&
         g_str_equal (member->default_value->text, "autoincrement");
}

static void
check_autoincrement (const QueristSchemaEntity *entity,
                     QueristSchemaProblems     *problems)
{
  guint n = 0;

  for (guint i = 0; i < entity->n_members; i++)
    {
      const QueristSchemaMember *member = &entity->members[i];

      if (!is_autoincrement (member))
        continue;
      if (++n == 2)
        querist_schema_problems_error (problems, entity->block->range, "autoincrement",
                                       "Only one field of “%s” can have autoincrement()",
                                       entity->block->name.text);
      if (entity->id == NULL || entity->id->n_parts != 1 || entity->id->parts[0].member != member)
        querist_schema_problems_error (problems, member->field->range, "autoincrement",
                                       "Only the id can have autoincrement(), and “%s” isn't it",
                                       member->field->name.text);
    }
}

/**
 * querist_schema_validate_schema:
 * @schema: a schema
 * @block: a model or enum
 * @attribute: (nullable): its `@@schema`
 * @name: (nullable): the name in it
 * @problems: gets what is wrong
 */
void
querist_schema_validate_schema (const QueristSchemaResolved  *schema,
                                const QueristSchemaBlock     *block,
                                const QueristSchemaAttribute *attribute,
                                const char                   *name,
                                QueristSchemaProblems        *problems)
{
  if (schema->provider == QUERIST_SCHEMA_PROVIDER_OTHER)
    return;
  if (attribute == NULL)
    {
      if (schema->schemas != NULL)
        querist_schema_problems_error (problems, block->range, "missing-schema",
                                       "“%s” needs “@@schema”, because the datasource lists "
                                       "schemas", block->name.text);
    }
  else if (schema->provider != QUERIST_SCHEMA_PROVIDER_POSTGRESQL)
    querist_schema_problems_error (problems, attribute->range, "unsupported",
                                   "“@@schema” isn't possible with this database");
  else if (name != NULL &&
           (schema->schemas == NULL || !g_hash_table_contains (schema->schemas, name)))
    querist_schema_problems_error (problems, attribute->range, "unknown-schema",
                                   "The datasource doesn't list the schema “%s”", name);
}

static void
refuse_view_keys (const QueristSchemaEntity *entity,
                  QueristSchemaProblems     *problems)
{
  if (entity->id != NULL)
    querist_schema_problems_error (problems, entity->id->attribute->range, "view-key",
                                   "A view can't have a primary key");
  for (const QueristSchemaKey *key = entity->keys; key != NULL; key = key->next)
    {
      if (key->kind != QUERIST_SCHEMA_KEY_UNIQUE)
        querist_schema_problems_error (problems, key->attribute->range, "view-key",
                                       "A view can't have an index");
      else if (key->parts != NULL && (key->parts->sort != NULL || key->parts->has_length))
        querist_schema_problems_error (problems, key->attribute->range, "view-key",
                                       "A view's “@unique” takes no arguments for its fields");
    }
}

/**
 * querist_schema_validate_entity:
 * @schema: a schema
 * @entity: one of its models and views
 * @problems: gets what is wrong
 *
 * Checks a model as a whole and its primary key.
 */
void
querist_schema_validate_entity (const QueristSchemaResolved *schema,
                                const QueristSchemaEntity   *entity,
                                QueristSchemaProblems       *problems)
{
  if (entity->block->kind == QUERIST_SCHEMA_VIEW)
    {
      refuse_view_keys (entity, problems);
      return;
    }
  check_identifiable (entity, problems);
  if (entity->id != NULL)
    {
      check_id_arguments (schema, entity, problems);
      check_client_name (entity, entity->id, problems);
    }
  for (const QueristSchemaKey *key = entity->keys; key != NULL; key = key->next)
    {
      if (key->kind == QUERIST_SCHEMA_KEY_UNIQUE)
        check_client_name (entity, key, problems);
    }
  if (schema->provider == QUERIST_SCHEMA_PROVIDER_SQLITE ||
      schema->provider == QUERIST_SCHEMA_PROVIDER_NONE)
    check_autoincrement (entity, problems);
  querist_schema_validate_schema (schema, entity->block, entity->schema_attribute, entity->schema,
                                  problems);
}

static const QueristSchemaArgument *
find_argument (const QueristSchemaKey *key,
               const char             *name)
{
  const QueristSchemaArgument *argument = key->attribute->arguments;

  while (argument != NULL && g_strcmp0 (argument->name.text, name) != 0)
    argument = argument->next;
  return argument;
}

static void
check_index_type (const QueristSchemaResolved *schema,
                  const QueristSchemaKey      *key,
                  QueristSchemaProblems       *problems)
{
  if (key->type == NULL)
    return;
  if (schema->provider == QUERIST_SCHEMA_PROVIDER_SQLITE && !g_str_equal (key->type, "BTree"))
    querist_schema_problems_error (problems, key->attribute->range, "unsupported",
                                   "SQLite has no index of the type “%s”", key->type);
  if (schema->provider != QUERIST_SCHEMA_PROVIDER_POSTGRESQL)
    return;
  if (g_str_equal (key->type, "SpGist") && key->n_parts != 1)
    querist_schema_problems_error (problems, key->attribute->range, "unsupported",
                                   "An SpGist index covers one field only");
  for (guint i = 0; i < key->n_parts && g_str_equal (key->type, "Hash"); i++)
    {
      if (key->parts[i].sort != NULL)
        {
          querist_schema_problems_error (problems, key->attribute->range, "unsupported",
                                         "A Hash index has no order: “sort” isn't possible");
          break;
        }
    }
}

static void
check_operator_classes (const QueristSchemaResolved *schema,
                        const QueristSchemaKey      *key,
                        QueristSchemaProblems       *problems)
{
  gboolean given = FALSE;

  for (guint i = 0; i < key->n_parts; i++)
    given |= key->parts[i].ops != NULL || key->parts[i].raw_ops;
  if (given && key->kind != QUERIST_SCHEMA_KEY_INDEX)
    querist_schema_problems_error (problems, key->attribute->range, "operator-class",
                                   "Only an “@@index” can have operator classes");
  else if (schema->provider == QUERIST_SCHEMA_PROVIDER_POSTGRESQL)
    querist_schema_check_operator_class (key, problems);
}

/**
 * querist_schema_validate_key:
 * @schema: a schema
 * @entity: one of its models and views
 * @key: a unique constraint or index of it
 * @problems: gets what is wrong
 */
void
querist_schema_validate_key (const QueristSchemaResolved *schema,
                             const QueristSchemaEntity   *entity,
                             const QueristSchemaKey      *key,
                             QueristSchemaProblems       *problems)
{
  const QueristSchemaProvider provider = schema->provider;

  if (key->n_parts == 0)
    querist_schema_problems_error (problems, key->attribute->range, "empty-key",
                                   "The list of fields of an index can't be empty");
  if (provider != QUERIST_SCHEMA_PROVIDER_SQLITE && provider != QUERIST_SCHEMA_PROVIDER_POSTGRESQL)
    return;
  for (guint i = 0; i < key->n_parts; i++)
    {
      if (key->parts[i].has_length)
        {
          querist_schema_problems_error (problems, key->attribute->range, "unsupported",
                                         "An index takes no “length” in this database");
          break;
        }
    }
  if (find_argument (key, "clustered") != NULL)
    querist_schema_problems_error (problems, key->attribute->range, "unsupported",
                                   "“clustered” isn't possible in this database");
  if (key->kind == QUERIST_SCHEMA_KEY_FULLTEXT)
    querist_schema_problems_error (problems, key->attribute->range, "unsupported",
                                   "“@@fulltext” isn't possible in this database");
  check_index_type (schema, key, problems);
  check_operator_classes (schema, key, problems);
}
