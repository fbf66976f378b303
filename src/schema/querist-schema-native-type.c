/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-schema-attributes.h"
#include "querist-schema-validate.h"
#include "querist-text.h"

/**
 * querist_schema_resolve_native_type:
 * @context: a scalar field
 * @attribute: its `@db.…`
 */
void
querist_schema_resolve_native_type (QueristSchemaAttributeContext *context,
                                    const QueristSchemaAttribute  *attribute)
{
  if (context->member->native_type != NULL)
    querist_schema_problems_error (context->problems, attribute->range, "duplicate-attribute",
                                   "A field has one native type only");
  context->member->native_type = attribute;
}

/* The native types of PostgreSQL, with the numbers they may take. */
static const struct
{
  const char    *name;
  QueristScalar  scalar;
  guint          n_arguments;
  guint          least;
  guint          most;
} postgresql_types[] = {
  { "SmallInt", QUERIST_SCALAR_INT },
  { "Integer", QUERIST_SCALAR_INT },
  { "Oid", QUERIST_SCALAR_INT },
  { "BigInt", QUERIST_SCALAR_BIG_INT },
  { "Decimal", QUERIST_SCALAR_DECIMAL, 2, 0, 1000 },
  { "Money", QUERIST_SCALAR_DECIMAL },
  { "Inet", QUERIST_SCALAR_STRING },
  { "Citext", QUERIST_SCALAR_STRING },
  { "Real", QUERIST_SCALAR_FLOAT },
  { "DoublePrecision", QUERIST_SCALAR_FLOAT },
  { "VarChar", QUERIST_SCALAR_STRING, 1, 0, G_MAXUINT },
  { "Char", QUERIST_SCALAR_STRING, 1, 0, G_MAXUINT },
  { "Text", QUERIST_SCALAR_STRING },
  { "ByteA", QUERIST_SCALAR_BYTES },
  { "Timestamp", QUERIST_SCALAR_DATE_TIME, 1, 0, 6 },
  { "Timestamptz", QUERIST_SCALAR_DATE_TIME, 1, 0, 6 },
  { "Date", QUERIST_SCALAR_DATE_TIME },
  { "Time", QUERIST_SCALAR_DATE_TIME, 1, 0, 6 },
  { "Timetz", QUERIST_SCALAR_DATE_TIME, 1, 0, 6 },
  { "Boolean", QUERIST_SCALAR_BOOLEAN },
  { "Bit", QUERIST_SCALAR_STRING, 1, 1, G_MAXUINT },
  { "VarBit", QUERIST_SCALAR_STRING, 1, 1, G_MAXUINT },
  { "Uuid", QUERIST_SCALAR_STRING },
  { "Xml", QUERIST_SCALAR_STRING },
  { "Json", QUERIST_SCALAR_JSON },
  { "JsonB", QUERIST_SCALAR_JSON },
};

static void
check_postgresql_arguments (const QueristSchemaAttribute *attribute,
                            guint                         index,
                            QueristSchemaProblems        *problems)
{
  guint64 numbers[2] = { 0 };
  guint n = 0;

  for (QueristSchemaArgument *argument = attribute->arguments; argument != NULL;
       argument = argument->next, n++)
    {
      if (n >= postgresql_types[index].n_arguments)
        {
          querist_schema_problems_error (problems, attribute->range, "native-type",
                                         "%s takes at most %u arguments",
                                         postgresql_types[index].name,
                                         postgresql_types[index].n_arguments);
          return;
        }
      if (argument->value == NULL || argument->value->kind != QUERIST_SCHEMA_NUMBER ||
          !g_ascii_string_to_unsigned (argument->value->text, 10, postgresql_types[index].least,
                                       postgresql_types[index].most, &numbers[n], NULL))
        {
          querist_schema_problems_error (problems, attribute->range, "native-type",
                                         "%s takes whole numbers from %u to %u",
                                         postgresql_types[index].name,
                                         postgresql_types[index].least,
                                         postgresql_types[index].most);
          return;
        }
    }
  if (postgresql_types[index].n_arguments == 2 && n == 2 && numbers[1] > numbers[0])
    querist_schema_problems_error (problems, attribute->range, "native-type",
                                   "The digits after the point can't be more than all digits");
}

static void
check_postgresql_type (const QueristSchemaMember *member,
                       const char                *name,
                       QueristSchemaProblems     *problems)
{
  const QueristSchemaAttribute *attribute = member->native_type;
  const char *names[G_N_ELEMENTS (postgresql_types) + 1] = { NULL }, *nearest;
  QueristDiagnostic *problem;

  for (guint i = 0; i < G_N_ELEMENTS (postgresql_types); i++)
    {
      names[i] = postgresql_types[i].name;
      if (!g_str_equal (name, names[i]))
        continue;
      if (postgresql_types[i].scalar == member->scalar)
        check_postgresql_arguments (attribute, i, problems);
      else
        querist_schema_problems_error (problems, attribute->range, "native-type",
                                       "%s is for fields of type %s, not %s", name,
                                       querist_scalar_to_string (postgresql_types[i].scalar),
                                       querist_scalar_to_string (member->scalar));
      return;
    }
  problem = querist_schema_problems_error (problems, attribute->range, "native-type",
                                           "PostgreSQL has no native type “%s”", name);
  nearest = problem != NULL ? querist_text_nearest (name, names) : NULL;
  if (nearest != NULL)
    querist_schema_problem_advise (problem, "Did you mean “%s”?", nearest);
}

/**
 * querist_schema_validate_native_type:
 * @schema: a schema
 * @member: a field with a native type
 * @problems: gets what is wrong
 */
void
querist_schema_validate_native_type (const QueristSchemaResolved *schema,
                                     const QueristSchemaMember   *member,
                                     QueristSchemaProblems       *problems)
{
  const QueristSchemaAttribute *attribute = member->native_type;
  const char *dot = strchr (attribute->name.text, '.');
  g_autofree char *prefix = g_strndup (attribute->name.text, dot - attribute->name.text);
  QueristDiagnostic *problem;

  if (schema->datasource != NULL && !g_str_equal (schema->datasource->name.text, prefix))
    {
      problem = querist_schema_problems_error (problems, attribute->range, "native-type",
                                               "“%s” isn't the name of the datasource", prefix);
      querist_schema_problem_advise (problem, "Write “@%s%s”.", schema->datasource->name.text,
                                     dot);
    }
  if (schema->provider == QUERIST_SCHEMA_PROVIDER_SQLITE ||
      schema->provider == QUERIST_SCHEMA_PROVIDER_NONE)
    {
      problem = querist_schema_problems_error (problems, attribute->range, "native-type",
                                               "%s has no native types: “@%s” isn't possible",
                                               schema->datasource != NULL
                                                 ? "SQLite" : "A schema without a datasource",
                                               attribute->name.text);
      querist_schema_problem_advise (problem, "Remove it.");
    }
  else if (schema->provider == QUERIST_SCHEMA_PROVIDER_POSTGRESQL)
    check_postgresql_type (member, dot + 1, problems);
}
