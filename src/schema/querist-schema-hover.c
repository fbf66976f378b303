/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-schema-occurrence.h"
#include "querist-schema-session.h"

static void
append_documentation (GString    *string,
                      const char *documentation)
{
  if (documentation != NULL)
    g_string_append_printf (string, "\n%s", documentation);
}

static void
append_field (GString                    *string,
              const QueristSchemaSession *session,
              const QueristSchemaField   *field)
{
  g_string_append_len (string, session->text + field->range.start,
                       field->range.end - field->range.start);
}

static void
describe_entity (GString                   *string,
                 const QueristSchemaEntity *entity)
{
  g_string_append_printf (string, "%s %s", querist_schema_block_keyword (entity->block->kind),
                          entity->block->name.text);
  if (!g_str_equal (entity->table, entity->block->name.text))
    g_string_append_printf (string, "\nTable “%s”", entity->table);
  append_documentation (string, entity->block->documentation);
}

static void
describe_enum (GString                 *string,
               const QueristSchemaEnum *enumeration)
{
  g_string_append_printf (string, "enum %s: ", enumeration->block->name.text);
  for (guint i = 0; i < MIN (enumeration->n_values, 20); i++)
    g_string_append_printf (string, i > 0 ? ", %s" : "%s",
                            enumeration->values[i].field->name.text);
  if (enumeration->n_values > 20)
    g_string_append (string, ", …");
  append_documentation (string, enumeration->block->documentation);
}

static const char *
cardinality (const QueristSchemaMember *member)
{
  switch (member->relation->cardinality)
    {
    case QUERIST_SCHEMA_ONE_TO_ONE:
      return "one-to-one";
    case QUERIST_SCHEMA_MANY_TO_MANY:
      return "many-to-many";
    case QUERIST_SCHEMA_ONE_TO_MANY:
    default:
      return member == member->relation->near ? "many-to-one" : "one-to-many";
    }
}

static void
describe_relation (GString                    *string,
                   const QueristSchemaSession *session,
                   const QueristSchemaMember  *member)
{
  const QueristSchemaMember *other;

  if (member->relation == NULL)
    return;
  other = member == member->relation->near ? member->relation->far : member->relation->near;
  g_string_append_printf (string, "\n%s relation", cardinality (member));
  if (other == NULL)
    return;
  g_string_append_printf (string, "; the other side, in %s:\n  ", other->entity->block->name.text);
  append_field (string, session, other->field);
}

static void
describe_member (GString                    *string,
                 const QueristSchemaSession *session,
                 const QueristSchemaMember  *member)
{
  append_field (string, session, member->field);
  if (member->kind == QUERIST_SCHEMA_KIND_RELATION)
    describe_relation (string, session, member);
  else if (!g_str_equal (member->column, member->field->name.text))
    g_string_append_printf (string, "\nColumn “%s”", member->column);
  append_documentation (string, member->field->documentation);
}

static void
describe_value (GString                      *string,
                const QueristSchemaEnum      *enumeration,
                const QueristSchemaEnumValue *value)
{
  g_string_append_printf (string, "%s.%s", enumeration->block->name.text, value->field->name.text);
  if (!g_str_equal (value->database_name, value->field->name.text))
    g_string_append_printf (string, "\nKept as “%s”", value->database_name);
  append_documentation (string, value->field->documentation);
}

/**
 * querist_schema_hover:
 * @text: a schema's text
 * @length: its bytes, or -1 if it ends in a NUL
 * @offset: bytes into it
 * @span: (out) (optional): the name that the answer is about
 *
 * Returns: (transfer full) (nullable): what to show about the name at @offset, plain text of a
 *   few lines: what it is, the other side of a relation, its name in the database, its
 *   documentation
 */
char *
querist_schema_hover (const char  *text,
                      gssize       length,
                      gsize        offset,
                      QueristSpan *span)
{
  g_auto(QueristSchemaSession) session = { NULL };
  g_autoptr(GArray) occurrences = NULL;
  QueristSchemaOccurrence found;
  GString *string;

  if (!querist_schema_session_open (&session, text, length))
    return NULL;
  occurrences = querist_schema_occurrences (session.schema);
  if (!querist_schema_find_occurrence (occurrences, offset, &found))
    return NULL;
  string = g_string_new (NULL);
  if (found.kind == QUERIST_SCHEMA_OCCURRENCE_ENTITY)
    describe_entity (string, found.entity);
  else if (found.kind == QUERIST_SCHEMA_OCCURRENCE_ENUM)
    describe_enum (string, found.enumeration);
  else if (found.kind == QUERIST_SCHEMA_OCCURRENCE_MEMBER)
    describe_member (string, &session, found.member);
  else
    describe_value (string, found.enumeration, found.value);
  if (span != NULL)
    *span = querist_schema_session_span (&session, found.range);
  return g_string_free (string, FALSE);
}
