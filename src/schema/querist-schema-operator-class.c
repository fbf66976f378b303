/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-schema-operator-class.h"

/* What PostgreSQL's BRIN indexes can hold, by the beginning of the operator classes' names:
 * fields of the native types, and of the scalar type where no native type is given. */
static const struct
{
  const char *prefix;
  const char *natives[3];
  int         scalar;
} brin_families[] = {
  { "VarBit", { "VarBit" }, -1 },
  { "Bit", { "Bit" }, -1 },
  { "Bpchar", { "Char" }, -1 },
  { "Bytea", { "ByteA" }, QUERIST_SCALAR_BYTES },
  { "Date", { "Date" }, -1 },
  { "Float4", { "Real" }, -1 },
  { "Float8", { "DoublePrecision" }, QUERIST_SCALAR_FLOAT },
  { "Inet", { "Inet" }, -1 },
  { "Int2", { "SmallInt" }, -1 },
  { "Int4", { "Integer" }, QUERIST_SCALAR_INT },
  { "Int8", { "BigInt" }, QUERIST_SCALAR_BIG_INT },
  { "Numeric", { "Decimal" }, QUERIST_SCALAR_DECIMAL },
  { "Oid", { "Oid" }, -1 },
  { "Text", { "Text", "VarChar" }, QUERIST_SCALAR_STRING },
  { "TimestampTz", { "Timestamptz" }, -1 },
  { "Timestamp", { "Timestamp" }, QUERIST_SCALAR_DATE_TIME },
  { "TimeTz", { "Timetz" }, -1 },
  { "Time", { "Time" }, -1 },
  { "Uuid", { "Uuid" }, -1 },
};

static const char *const suffixes[] = { "BloomOps", "MinMaxOps", "MinMaxMultiOps", "InclusionOps",
                                        NULL };

/* The family of a class of BRIN indexes, or -1. */
static int
find_family (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (brin_families); i++)
    {
      gsize length = strlen (brin_families[i].prefix);

      if (strncmp (name, brin_families[i].prefix, length) == 0 &&
          g_strv_contains (suffixes, name + length))
        return i;
    }
  return -1;
}

/**
 * querist_schema_is_operator_class:
 * @name: what stands after `ops:`
 *
 * Returns: whether Prisma knows it as an operator class of PostgreSQL
 */
gboolean
querist_schema_is_operator_class (const char *name)
{
  static const char *const others[] = { "InetOps",  "JsonbOps", "JsonbPathOps",
                                        "ArrayOps", "TextOps",  NULL };

  return g_strv_contains (others, name) || find_family (name) >= 0;
}

static const char *
native_name (const QueristSchemaMember *member)
{
  return member->native_type != NULL ? strchr (member->native_type->name.text, '.') + 1 : NULL;
}

static gboolean
has_scalar (const QueristSchemaMember *member,
            QueristScalar              scalar)
{
  return member->kind == QUERIST_SCHEMA_KIND_SCALAR && member->native_type == NULL &&
         member->scalar == scalar;
}

static gboolean
is_one_of (const char *text,
           const char *first,
           const char *second,
           const char *third)
{
  return g_strcmp0 (text, first) == 0 || (second != NULL && g_strcmp0 (text, second) == 0) ||
         (third != NULL && g_strcmp0 (text, third) == 0);
}

static gboolean
gist_takes (const QueristSchemaMember *member,
            const char                *ops)
{
  if (ops == NULL)
    return has_scalar (member, QUERIST_SCALAR_STRING);
  return g_str_equal (ops, "InetOps") && is_one_of (native_name (member), "Inet", NULL, NULL);
}

static gboolean
gin_takes (const QueristSchemaMember *member,
           const char                *ops)
{
  gboolean is_list = member->field->arity == QUERIST_SCHEMA_LIST;
  gboolean is_json = has_scalar (member, QUERIST_SCALAR_JSON) ||
                     is_one_of (native_name (member), "JsonB", NULL, NULL);

  if (ops == NULL)
    return is_list || is_json;
  return g_str_equal (ops, "ArrayOps") ? is_list
                                       : is_one_of (ops, "JsonbOps", "JsonbPathOps", NULL) &&
                                           is_json;
}

static gboolean
sp_gist_takes (const QueristSchemaMember *member,
               const char                *ops)
{
  const char *native = native_name (member);
  gboolean is_text = has_scalar (member, QUERIST_SCALAR_STRING) ||
                     is_one_of (native, "Text", "VarChar", "Char");
  gboolean is_inet = is_one_of (native, "Inet", NULL, NULL);

  if (ops == NULL)
    return is_text || is_inet;
  return g_str_equal (ops, "TextOps") ? is_text : g_str_equal (ops, "InetOps") && is_inet;
}

static gboolean
family_takes (guint                      family,
              const QueristSchemaMember *member)
{
  const char *native = native_name (member);

  for (guint i = 0; native != NULL && brin_families[family].natives[i] != NULL; i++)
    {
      if (g_str_equal (native, brin_families[family].natives[i]))
        return TRUE;
    }
  return brin_families[family].scalar >= 0 && has_scalar (member, brin_families[family].scalar);
}

static gboolean
brin_takes (const QueristSchemaMember *member,
            const char                *ops)
{
  int family = ops != NULL ? find_family (ops) : -1;

  if (ops != NULL)
    return family >= 0 && family_takes (family, member);
  for (guint i = 0; i < G_N_ELEMENTS (brin_families); i++)
    {
      if (family_takes (i, member))
        return TRUE;
    }
  return FALSE;
}

/* Index types not listed hold every type and have no operator classes to choose. Of a type that
 * Prisma doesn't know it can't tell. */
static gboolean
index_takes (const char                *type,
             const QueristSchemaMember *member,
             const char                *ops)
{
  if (member->kind == QUERIST_SCHEMA_KIND_UNSUPPORTED && ops == NULL)
    return TRUE;
  if (g_strcmp0 (type, "Gist") == 0)
    return gist_takes (member, ops);
  if (g_strcmp0 (type, "Gin") == 0)
    return gin_takes (member, ops);
  if (g_strcmp0 (type, "SpGist") == 0)
    return sp_gist_takes (member, ops);
  if (g_strcmp0 (type, "Brin") == 0)
    return brin_takes (member, ops);
  return ops == NULL;
}

/**
 * querist_schema_check_operator_class:
 * @key: a unique constraint or index of a schema for PostgreSQL
 * @problems: gets what is wrong
 *
 * Checks that an index of this type can hold the fields, with the operator classes given.
 */
void
querist_schema_check_operator_class (const QueristSchemaKey *key,
                                     QueristSchemaProblems  *problems)
{
  for (guint i = 0; i < key->n_parts; i++)
    {
      const QueristSchemaKeyPart *part = &key->parts[i];
      const QueristSchemaField *field = part->member->field;

      if (is_one_of (native_name (part->member), "Xml", NULL, NULL))
        querist_schema_problems_error (problems, field->range, "native-type",
                                       "PostgreSQL can't index Xml: “%s”", field->name.text);
      if (part->raw_ops || index_takes (key->type, part->member, part->ops))
        continue;
      if (part->ops != NULL)
        querist_schema_problems_error (problems, key->attribute->range, "operator-class",
                                       "The operator class %s isn't for a %s index over “%s”",
                                       part->ops, key->type != NULL ? key->type : "BTree",
                                       field->name.text);
      else
        querist_schema_problems_error (problems, key->attribute->range, "operator-class",
                                       "A %s index can't hold “%s” without an operator class that "
                                       "fits", key->type, field->name.text);
    }
}
