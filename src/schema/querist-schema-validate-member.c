/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-json.h"
#include "querist-schema-validate.h"

static gboolean
is_digits (const char *p,
           guint       n)
{
  for (guint i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (p[i]))
        return FALSE;
    }
  return TRUE;
}

static guint
number (const char *p)
{
  return (p[0] - '0') * 10 + (p[1] - '0');
}

/* RFC 3339, section 5.6: 2020-01-02T03:04:05[.678](Z|+01:00). */
static gboolean
is_date_time (const char *text)
{
  const char *p = text;
  guint year, month, day;

  if (strlen (text) < 20 || !is_digits (p, 4) || p[4] != '-' || !is_digits (p + 5, 2) ||
      p[7] != '-' || !is_digits (p + 8, 2) || strchr ("Tt ", p[10]) == NULL ||
      !is_digits (p + 11, 2) || p[13] != ':' || !is_digits (p + 14, 2) || p[16] != ':' ||
      !is_digits (p + 17, 2))
    return FALSE;
  year = number (p) * 100 + number (p + 2);
  month = number (p + 5);
  day = number (p + 8);
  if (month < 1 || month > 12 || day < 1 ||
      day > g_date_get_days_in_month (month, year > 0 ? year : 4) || number (p + 11) > 23 ||
      number (p + 14) > 59 || number (p + 17) > 60)
    return FALSE;
  p += 19;
  if (*p == '.')
    {
      if (!g_ascii_isdigit (*++p))
        return FALSE;
      while (g_ascii_isdigit (*p))
        p++;
    }
  if (*p == 'Z' || *p == 'z')
    return p[1] == '\0';
  return (*p == '+' || *p == '-') && strlen (p) == 6 && is_digits (p + 1, 2) && p[3] == ':' &&
         is_digits (p + 4, 2) && number (p + 1) < 24 && number (p + 4) < 60;
}

static gboolean
is_base64 (const char *text)
{
  gsize length = strlen (text), n = 0;

  while (g_ascii_isalnum (text[n]) || text[n] == '+' || text[n] == '/')
    n++;
  return length % 4 == 0 && length - n <= 2 && strspn (text + n, "=") == length - n;
}

static gboolean
is_json (const char *text)
{
  g_autoptr(JsonNode) node = querist_json_parse (text, -1, NULL);

  return node != NULL;
}

static gboolean
is_decimal (const char *text)
{
  const char *p = text;
  guint n = 0;

  p += *p == '-' || *p == '+';
  for (; g_ascii_isdigit (*p); p++)
    n++;
  if (*p == '.')
    {
      for (p++; g_ascii_isdigit (*p); p++)
        n++;
    }
  if (n > 0 && (*p == 'e' || *p == 'E'))
    {
      p++;
      p += *p == '-' || *p == '+';
      if (!g_ascii_isdigit (*p))
        return FALSE;
      while (g_ascii_isdigit (*p))
        p++;
    }
  return n > 0 && *p == '\0';
}

/* What is wrong with a literal default, whose kind fits already. */
static const char *
literal_fault (QueristScalar                  scalar,
               const QueristSchemaExpression *value)
{
  gboolean is_string = value->kind == QUERIST_SCHEMA_STRING;

  switch (scalar)
    {
    case QUERIST_SCALAR_INT:
    case QUERIST_SCALAR_BIG_INT:
      return g_ascii_string_to_signed (value->text, 10, G_MININT64, G_MAXINT64, NULL, NULL)
               ? NULL : "isn't a whole number of 64 bits";
    case QUERIST_SCALAR_DECIMAL:
      return !is_string || is_decimal (value->text) ? NULL : "isn't a decimal number";
    case QUERIST_SCALAR_DATE_TIME:
      return is_date_time (value->text)
               ? NULL : "isn't a moment such as \"2020-01-31T12:00:00Z\" (RFC 3339)";
    case QUERIST_SCALAR_JSON:
      return is_json (value->text) ? NULL : "isn't JSON";
    case QUERIST_SCALAR_BYTES:
      return is_base64 (value->text) ? NULL : "isn't base64";
    case QUERIST_SCALAR_STRING:
    case QUERIST_SCALAR_BOOLEAN:
    case QUERIST_SCALAR_FLOAT:
    default:
      return NULL;
    }
}

static void
check_literal (const QueristSchemaMember     *member,
               const QueristSchemaExpression *value,
               QueristSchemaProblems         *problems)
{
  const char *fault;

  for (QueristSchemaExpression *item = value->items; item != NULL; item = item->next)
    check_literal (member, item, problems);
  if (value->kind == QUERIST_SCHEMA_ARRAY)
    return;
  fault = literal_fault (member->scalar, value);
  if (fault != NULL)
    querist_schema_problems_error (problems, value->range, "wrong-default", "“%s” %s",
                                   value->text, fault);
}

static void
check_function (const QueristSchemaResolved   *schema,
                const QueristSchemaExpression *value,
                QueristSchemaProblems         *problems)
{
  static const char *const known[] = { "autoincrement", "now",    "uuid", "cuid",
                                       "ulid",          "nanoid", "dbgenerated", NULL };
  QueristDiagnostic *problem;

  if (g_strv_contains (known, value->text) ||
      schema->provider == QUERIST_SCHEMA_PROVIDER_OTHER)
    return;
  problem = querist_schema_problems_error (problems, value->range, "unknown-function",
                                           "There is no function “%s()” for a default",
                                           value->text);
  querist_schema_problem_advise (problem, "The functions are autoincrement(), now(), uuid(), "
                                 "cuid(), ulid(), nanoid() and dbgenerated(\"…\").");
}

static void
check_default (const QueristSchemaResolved *schema,
               const QueristSchemaMember   *member,
               QueristSchemaProblems       *problems)
{
  const QueristSchemaExpression *value = member->default_value;

  if (value == NULL)
    return;
  for (QueristSchemaArgument *argument = member->default_attribute->arguments; argument != NULL;
       argument = argument->next)
    {
      if (g_strcmp0 (argument->name.text, "map") == 0 &&
          schema->provider != QUERIST_SCHEMA_PROVIDER_OTHER)
        querist_schema_problems_error (problems, member->default_attribute->range, "unsupported",
                                       "A default value has no name in this database: “map” isn't "
                                       "possible");
    }
  if (value->kind == QUERIST_SCHEMA_FUNCTION)
    check_function (schema, value, problems);
  else if (member->kind == QUERIST_SCHEMA_KIND_SCALAR)
    check_literal (member, value, problems);
}

/* What a database may lack. Without a datasource Prisma takes only what every database has. */
static void
check_type (const QueristSchemaResolved *schema,
            const QueristSchemaMember   *member,
            QueristSchemaProblems       *problems)
{
  const char *database = schema->provider == QUERIST_SCHEMA_PROVIDER_SQLITE
                           ? "SQLite" : "A schema without a datasource";
  QueristDiagnostic *problem;

  if (member->field->arity == QUERIST_SCHEMA_LIST)
    {
      problem = querist_schema_problems_error (problems, member->field->range, "unsupported-list",
                                               "%s has no lists: “%s” can't be “%s[]”", database,
                                               member->field->name.text, member->field->type.text);
      querist_schema_problem_advise (problem, "Make it a model of its own with a relation, or a "
                                     "Json field.");
    }
  if (member->kind == QUERIST_SCHEMA_KIND_SCALAR && member->scalar == QUERIST_SCALAR_DECIMAL &&
      schema->provider == QUERIST_SCHEMA_PROVIDER_NONE)
    {
      problem = querist_schema_problems_error (problems, member->field->range, "unsupported",
                                               "%s has no Decimal: “%s”", database,
                                               member->field->name.text);
      querist_schema_problem_advise (problem, "Add a datasource with provider = \"sqlite\".");
    }
}

static void
check_ignored_target (const QueristSchemaMember *member,
                      QueristSchemaProblems     *problems)
{
  QueristDiagnostic *problem;

  if (!member->target->ignored || member->ignored || member->entity->ignored)
    return;
  problem = querist_schema_problems_error (problems, member->field->range, "missing-ignore",
                                           "“%s” is ignored, so the relation field “%s” to it "
                                           "must be ignored too",
                                           member->target->block->name.text,
                                           member->field->name.text);
  querist_schema_problem_advise (problem, "Add @ignore to it.");
}

static void
check_emulated_actions (const QueristSchemaMember *member,
                        QueristSchemaProblems     *problems)
{
  static const char *const names[] = { "NoAction", "Restrict", "Cascade", "SetNull",
                                       "SetDefault" };
  const struct
  {
    gboolean                  given;
    QueristReferentialAction  action;
  } actions[] = {
    { member->has_on_delete, member->on_delete },
    { member->has_on_update, member->on_update },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      if (!actions[i].given || (actions[i].action != QUERIST_ACTION_NO_ACTION &&
                                actions[i].action != QUERIST_ACTION_SET_DEFAULT))
        continue;
      querist_schema_problems_error (problems, member->relation_attribute->range, "unsupported",
                                     "With relationMode = \"prisma\" the action %s isn't "
                                     "possible: use Restrict, Cascade or SetNull",
                                     names[actions[i].action]);
    }
}

/**
 * querist_schema_validate_member:
 * @schema: a schema
 * @member: a field of one of its models and views
 * @problems: gets what is wrong
 */
void
querist_schema_validate_member (const QueristSchemaResolved *schema,
                                const QueristSchemaMember   *member,
                                QueristSchemaProblems       *problems)
{
  if (member->kind != QUERIST_SCHEMA_KIND_RELATION)
    {
      if (schema->provider == QUERIST_SCHEMA_PROVIDER_SQLITE ||
          schema->provider == QUERIST_SCHEMA_PROVIDER_NONE)
        check_type (schema, member, problems);
      if (member->native_type != NULL)
        querist_schema_validate_native_type (schema, member, problems);
      check_default (schema, member, problems);
      return;
    }
  check_ignored_target (member, problems);
  if (!schema->foreign_keys && schema->provider != QUERIST_SCHEMA_PROVIDER_OTHER)
    check_emulated_actions (member, problems);
  if (schema->provider == QUERIST_SCHEMA_PROVIDER_SQLITE && member->relation_map != NULL)
    querist_schema_problems_error (problems, member->relation_attribute->range, "unsupported",
                                   "SQLite's foreign keys have no name: “map” isn't possible");
}
