/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-schema-attributes.h"

/* What a function in `@default` gives, and the whole numbers it may take. */
static const struct
{
  const char    *name;
  QueristScalar  types[2];
  guint          n_types;
  guint          least;
  guint          most;
} functions[] = {
  { "autoincrement", { QUERIST_SCALAR_INT, QUERIST_SCALAR_BIG_INT }, 2, 0, 0 },
  { "now", { QUERIST_SCALAR_DATE_TIME }, 1, 0, 0 },
  { "uuid", { QUERIST_SCALAR_STRING }, 1, 4, 7 },
  { "cuid", { QUERIST_SCALAR_STRING }, 1, 1, 2 },
  { "ulid", { QUERIST_SCALAR_STRING }, 1, 0, 0 },
  { "nanoid", { QUERIST_SCALAR_STRING }, 1, 2, 255 },
};

static void
refuse (QueristSchemaAttributeContext *context,
        const QueristSchemaAttribute  *attribute,
        const char                    *format,
        ...) G_GNUC_PRINTF (3, 4);

static void
refuse (QueristSchemaAttributeContext *context,
        const QueristSchemaAttribute  *attribute,
        const char                    *format,
        ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  querist_schema_problems_error (context->problems, attribute->range, "wrong-default", "%s",
                                 message);
}

static void
accept (QueristSchemaAttributeContext *context,
        const QueristSchemaAttribute  *attribute,
        const QueristSchemaExpression *value)
{
  context->member->default_attribute = attribute;
  context->member->default_value = value;
}

static void
check_dbgenerated (QueristSchemaAttributeContext *context,
                   const QueristSchemaAttribute  *attribute,
                   const QueristSchemaExpression *value)
{
  const QueristSchemaArgument *argument = value->arguments;

  if (context->entity->block->kind == QUERIST_SCHEMA_TYPE)
    refuse (context, attribute, "A composite type's field can't have dbgenerated() as default");
  else if (argument != NULL &&
           (argument->next != NULL || argument->value == NULL ||
            argument->value->kind != QUERIST_SCHEMA_STRING || *argument->value->text == '\0'))
    refuse (context, attribute, "dbgenerated() takes one string that isn't empty: an SQL "
            "expression");
  else
    accept (context, attribute, value);
}

static gboolean
check_function_argument (QueristSchemaAttributeContext *context,
                         const QueristSchemaAttribute  *attribute,
                         const QueristSchemaExpression *value,
                         guint                          index)
{
  const QueristSchemaArgument *argument = value->arguments;
  guint64 number;

  if (argument == NULL)
    return TRUE;
  if (functions[index].most == 0)
    {
      refuse (context, attribute, "%s() takes no argument", value->text);
      return FALSE;
    }
  if (argument->next == NULL && argument->value != NULL &&
      argument->value->kind == QUERIST_SCHEMA_NUMBER &&
      g_ascii_string_to_unsigned (argument->value->text, 10, functions[index].least,
                                  functions[index].most, &number, NULL) &&
      (number == 4 || number == 7 || !g_str_equal (value->text, "uuid")))
    return TRUE;
  if (g_str_equal (value->text, "uuid"))
    refuse (context, attribute, "uuid() takes 4 or 7, the version");
  else
    refuse (context, attribute, "%s() takes one whole number from %u to %u", value->text,
            functions[index].least, functions[index].most);
  return FALSE;
}

static void
check_function (QueristSchemaAttributeContext *context,
                const QueristSchemaAttribute  *attribute,
                const QueristSchemaExpression *value)
{
  const QueristSchemaMember *member = context->member;

  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    {
      gboolean fits = FALSE;

      if (!g_str_equal (value->text, functions[i].name))
        continue;
      for (guint j = 0; j < functions[i].n_types; j++)
        fits |= member->scalar == functions[i].types[j];
      if (!fits)
        refuse (context, attribute, "%s() can't be the default of a field of type %s",
                value->text, querist_scalar_to_string (member->scalar));
      else if (check_function_argument (context, attribute, value, i))
        accept (context, attribute, value);
      return;
    }
  accept (context, attribute, value);
}

static gboolean
literal_fits (QueristScalar                  scalar,
              const QueristSchemaExpression *value)
{
  switch (scalar)
    {
    case QUERIST_SCALAR_STRING:
    case QUERIST_SCALAR_JSON:
    case QUERIST_SCALAR_BYTES:
    case QUERIST_SCALAR_DATE_TIME:
      return value->kind == QUERIST_SCHEMA_STRING;
    case QUERIST_SCALAR_DECIMAL:
      return value->kind == QUERIST_SCHEMA_STRING || value->kind == QUERIST_SCHEMA_NUMBER;
    case QUERIST_SCALAR_BOOLEAN:
      return value->kind == QUERIST_SCHEMA_CONSTANT;
    case QUERIST_SCALAR_INT:
    case QUERIST_SCALAR_BIG_INT:
    case QUERIST_SCALAR_FLOAT:
    default:
      return value->kind == QUERIST_SCHEMA_NUMBER;
    }
}

static gboolean
check_literal (QueristSchemaAttributeContext *context,
               const QueristSchemaAttribute  *attribute,
               const QueristSchemaExpression *value)
{
  QueristScalar scalar = context->member->scalar;
  g_autofree char *text = NULL;

  if (!literal_fits (scalar, value))
    {
      text = querist_schema_expression_to_text (context->schema->tree, value);
      refuse (context, attribute, "A %s value is expected as default, not %s",
              querist_scalar_to_string (scalar), text);
      return FALSE;
    }
  if (scalar != QUERIST_SCALAR_BOOLEAN || g_str_equal (value->text, "true") ||
      g_str_equal (value->text, "false"))
    return TRUE;
  querist_schema_problems_error (context->problems, value->range, "wrong-default",
                                 "A Boolean is true or false, not “%s”", value->text);
  return FALSE;
}

static gboolean
check_enum_value (QueristSchemaAttributeContext *context,
                  const QueristSchemaAttribute  *attribute,
                  const QueristSchemaExpression *value)
{
  const QueristSchemaEnum *enumeration = context->member->enumeration;
  g_autofree char *text = NULL;

  if (value->kind == QUERIST_SCHEMA_CONSTANT &&
      g_hash_table_contains (enumeration->by_name, value->text))
    return TRUE;
  text = querist_schema_expression_to_text (context->schema->tree, value);
  refuse (context, attribute, "%s is no value of the enum “%s”", text,
          enumeration->block->name.text);
  return FALSE;
}

typedef gboolean (*CheckValue) (QueristSchemaAttributeContext *context,
                                const QueristSchemaAttribute  *attribute,
                                const QueristSchemaExpression *value);

/* A value, or a list of values where the field is a list. */
static void
check_value_or_list (QueristSchemaAttributeContext *context,
                     const QueristSchemaAttribute  *attribute,
                     const QueristSchemaExpression *value,
                     CheckValue                     check)
{
  gboolean is_list = context->member->field->arity == QUERIST_SCHEMA_LIST;
  gboolean valid = TRUE;

  if (is_list != (value->kind == QUERIST_SCHEMA_ARRAY))
    {
      refuse (context, attribute, is_list ? "The default of a list must be a list: [value, …]"
                                          : "The default of a single value can't be a list");
      return;
    }
  if (!is_list)
    valid = check (context, attribute, value);
  for (QueristSchemaExpression *item = value->items; item != NULL; item = item->next)
    valid &= check (context, attribute, item);
  if (valid)
    accept (context, attribute, value);
}

/**
 * querist_schema_resolve_default:
 * @context: a field that is no relation
 * @attribute: its `@default`
 */
void
querist_schema_resolve_default (QueristSchemaAttributeContext *context,
                                const QueristSchemaAttribute  *attribute)
{
  static const QueristSchemaSignature signature = { "value", { "value", "map", NULL } };
  const QueristSchemaExpression *value =
    querist_schema_find_argument (attribute, &signature, "value");
  const QueristSchemaMember *member = context->member;

  querist_schema_get_map_argument (context->problems, attribute, "map");
  if (value == NULL)
    querist_schema_report_missing (context->problems, attribute, "value");
  else if (value->kind == QUERIST_SCHEMA_FUNCTION && g_str_equal (value->text, "dbgenerated"))
    check_dbgenerated (context, attribute, value);
  else if (member->kind == QUERIST_SCHEMA_KIND_COMPOSITE)
    refuse (context, attribute, "A field of a composite type can't have a default value");
  else if (member->kind == QUERIST_SCHEMA_KIND_UNSUPPORTED)
    refuse (context, attribute, "A field of an unsupported type can only have dbgenerated(\"…\") "
            "as default");
  else if (member->kind == QUERIST_SCHEMA_KIND_ENUM)
    check_value_or_list (context, attribute, value, check_enum_value);
  else if (value->kind == QUERIST_SCHEMA_FUNCTION)
    check_function (context, attribute, value);
  else
    check_value_or_list (context, attribute, value, check_literal);
}
