/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-schema-arguments.h"
#include "querist-schema-stages.h"
#include "querist-text.h"

static const struct
{
  const char            *name;
  QueristSchemaProvider  provider;
} providers[] = {
  { "sqlite", QUERIST_SCHEMA_PROVIDER_SQLITE },
  { "postgresql", QUERIST_SCHEMA_PROVIDER_POSTGRESQL },
  { "postgres", QUERIST_SCHEMA_PROVIDER_POSTGRESQL },
  { "mysql", QUERIST_SCHEMA_PROVIDER_OTHER },
  { "sqlserver", QUERIST_SCHEMA_PROVIDER_OTHER },
  { "mongodb", QUERIST_SCHEMA_PROVIDER_OTHER },
  { "cockroachdb", QUERIST_SCHEMA_PROVIDER_OTHER },
};

/* Prisma 6.19 and 7.10 together: a feature that became standard is still accepted. */
static const char *const features[] = {
  "aggregateApi", "atomicNumberOperations", "clientExtensions", "cockroachdb", "connectOrCreate",
  "createMany", "dataProxy", "deno", "distinct", "driverAdapters", "esm", "extendedIndexes",
  "extendedWhereUnique", "fieldReference", "filteredRelationCount", "filterJson",
  "fullTextIndex", "fullTextSearch", "fullTextSearchPostgres", "groupBy", "improvedQueryRaw",
  "interactiveTransactions", "jsonProtocol", "metrics",
  "microsoftSqlServer", "middlewares", "mongoDb", "multiSchema", "namedConstraints", "nApi",
  "nativeDistinct", "nativeTypes", "omitApi", "orderByAggregateGroup", "orderByNulls",
  "orderByRelation", "partialIndexes", "postgresqlExtensions", "prismaSchemaFolder",
  "queryCompiler", "reactNative", "referentialActions", "referentialIntegrity",
  "relationJoins", "schemaEngineDriverAdapters", "selectRelationCount", "shardKeys",
  "strictUndefinedChecks", "tracing", "transactionApi", "typedSql",
  "uncheckedScalarInputs", "views", NULL,
};

static const QueristSchemaExpression *
find_value (const QueristSchemaBlock *block,
            const char               *name)
{
  for (QueristSchemaProperty *property = block->properties; property != NULL;
       property = property->next)
    {
      if (g_str_equal (property->name.text, name))
        return property->value;
    }
  return NULL;
}

static gboolean
is_env (const QueristSchemaExpression *value)
{
  return value->kind == QUERIST_SCHEMA_FUNCTION && g_str_equal (value->text, "env");
}

/* A string, or env("NAME"), whose value is not known here. */
static const char *
get_string_or_env (QueristSchemaProblems         *problems,
                   const QueristSchemaExpression *value)
{
  const QueristSchemaArgument *argument;

  if (value == NULL)
    return NULL;
  if (!is_env (value))
    return querist_schema_get_string (problems, value);
  argument = value->arguments;
  if (argument == NULL || argument->next != NULL || argument->value == NULL ||
      argument->value->kind != QUERIST_SCHEMA_STRING)
    querist_schema_problems_error (problems, value->range, "wrong-value",
                                   "env() takes one string, the variable's name");
  return NULL;
}

static void
report_unknown_provider (QueristSchemaProblems         *problems,
                         const QueristSchemaExpression *value)
{
  QueristDiagnostic *problem = querist_schema_problems_error (
    problems, value->range, "unknown-provider", "There is no database provider “%s”",
    value->text);
  const char *names[G_N_ELEMENTS (providers) + 1] = { NULL };
  const char *nearest;

  if (problem == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (providers); i++)
    names[i] = providers[i].name;
  nearest = querist_text_nearest (value->text, names);
  if (nearest == NULL)
    nearest = "sqlite";
  querist_schema_problem_advise (problem, "Write \"%s\".", nearest);
  g_free (problem->replacement);
  problem->replacement = g_strdup_printf ("\"%s\"", nearest);
}

static gboolean
resolve_provider (QueristSchemaResolved    *self,
                  QueristSchemaProblems    *problems,
                  const QueristSchemaBlock *block)
{
  const QueristSchemaExpression *value = find_value (block, "provider");
  QueristDiagnostic *problem;

  if (value == NULL)
    {
      problem = querist_schema_problems_error (problems, block->range, "missing-setting",
                                               "The datasource “%s” has no provider",
                                               block->name.text);
      querist_schema_problem_advise (problem, "Add the line: provider = \"sqlite\"");
      return FALSE;
    }
  if (is_env (value))
    {
      problem = querist_schema_problems_error (problems, block->range, "provider-from-env",
                                               "The provider can't come from env()");
      querist_schema_problem_advise (problem, "Write it as text: provider = \"sqlite\"");
      return FALSE;
    }
  if (value->kind != QUERIST_SCHEMA_STRING)
    {
      querist_schema_problems_error (problems, value->range, "wrong-value",
                                     "The provider must be a string in double quotes");
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (providers); i++)
    {
      if (g_str_equal (value->text, providers[i].name))
        {
          self->provider = providers[i].provider;
          return TRUE;
        }
    }
  report_unknown_provider (problems, value);
  return FALSE;
}

static void
resolve_relation_mode (QueristSchemaResolved    *self,
                       QueristSchemaProblems    *problems,
                       const QueristSchemaBlock *block)
{
  const QueristSchemaExpression *value = find_value (block, "relationMode");
  const QueristSchemaExpression *old = find_value (block, "referentialIntegrity");
  QueristDiagnostic *problem;
  const char *mode;

  if (old != NULL)
    {
      problem = querist_schema_problems_warn (problems, old->range, "old-setting",
                                              "“referentialIntegrity” is an old name");
      querist_schema_problem_advise (problem, "Write relationMode instead.");
    }
  if (value != NULL && old != NULL)
    {
      querist_schema_problems_error (problems, old->range, "duplicate-setting",
                                     "“referentialIntegrity” and “relationMode” are the same "
                                     "setting: only one may be given");
      return;
    }
  mode = querist_schema_get_string (problems, value != NULL ? value : old);
  if (mode == NULL)
    return;
  self->foreign_keys = !g_str_equal (mode, "prisma");
  if (self->foreign_keys && !g_str_equal (mode, "foreignKeys"))
    {
      problem = querist_schema_problems_error (problems, block->range, "wrong-value",
                                               "There is no relation mode “%s”", mode);
      querist_schema_problem_advise (problem, "Write \"foreignKeys\" or \"prisma\".");
    }
}

static void
report_unknown_setting (QueristSchemaProblems       *problems,
                        const QueristSchemaProperty *property)
{
  static const char *const known[] = { "provider", "url", "relationMode", "directUrl",
                                       "shadowDatabaseUrl", "schemas", "extensions", NULL };
  const char *nearest;
  QueristDiagnostic *problem;

  if (g_str_equal (property->name.text, "previewFeatures"))
    {
      problem = querist_schema_problems_error (problems, property->range, "unknown-setting",
                                               "Preview features belong to a generator");
      querist_schema_problem_advise (problem, "Move this line to the generator block.");
      return;
    }
  problem = querist_schema_problems_error (problems, property->range, "unknown-setting",
                                           "A datasource has no setting “%s”",
                                           property->name.text);
  nearest = querist_text_nearest (property->name.text, known);
  if (nearest != NULL)
    querist_schema_problem_advise (problem, "Did you mean “%s”?", nearest);
}

static void
check_schemas (QueristSchemaResolved         *self,
               QueristSchemaProblems         *problems,
               const QueristSchemaExpression *value)
{
  if (self->schemas == NULL)
    self->schemas = g_hash_table_new (g_str_hash, g_str_equal);
  if (value->kind == QUERIST_SCHEMA_ARRAY && value->items == NULL)
    querist_schema_problems_error (problems, value->range, "wrong-value",
                                   "The list of schemas is empty");
  for (QueristSchemaExpression *item = value->items; item != NULL; item = item->next)
    {
      const char *name = querist_schema_get_string (problems, item);

      if (name != NULL && !g_hash_table_add (self->schemas, (gpointer) name))
        querist_schema_problems_error (problems, item->range, "duplicate-name",
                                       "The schema “%s” is listed twice", name);
    }
}

static void
check_settings (QueristSchemaResolved    *self,
                QueristSchemaProblems    *problems,
                const QueristSchemaBlock *block)
{
  static const char *const everywhere[] = { "provider", "relationMode", "referentialIntegrity",
                                            NULL };
  static const char *const urls[] = { "url", "directUrl", "shadowDatabaseUrl", NULL };

  for (QueristSchemaProperty *property = block->properties; property != NULL;
       property = property->next)
    {
      const char *name = property->name.text;

      if (g_strv_contains (everywhere, name))
        continue;
      if (g_strv_contains (urls, name))
        {
          const char *url = get_string_or_env (problems, property->value);

          if (g_str_equal (name, "url"))
            self->url = url;
        }
      else if (g_str_equal (name, "schemas") &&
               self->provider != QUERIST_SCHEMA_PROVIDER_SQLITE && property->value != NULL)
        check_schemas (self, problems, property->value);
      else if (!g_str_equal (name, "extensions") ||
               self->provider != QUERIST_SCHEMA_PROVIDER_POSTGRESQL)
        report_unknown_setting (problems, property);
    }
}

static gboolean
resolve_datasource (QueristSchemaResolved    *self,
                    QueristSchemaProblems    *problems,
                    const QueristSchemaBlock *block)
{
  if (!resolve_provider (self, problems, block))
    {
      self->provider = QUERIST_SCHEMA_PROVIDER_OTHER;
      return FALSE;
    }
  resolve_relation_mode (self, problems, block);
  check_settings (self, problems, block);
  return TRUE;
}

static void
add_feature (QueristSchemaResolved         *self,
             QueristSchemaProblems         *problems,
             const QueristSchemaExpression *item)
{
  const char *feature = querist_schema_get_string (problems, item), *nearest;
  QueristDiagnostic *problem;

  if (feature == NULL)
    return;
  g_hash_table_add (self->preview_features, (gpointer) feature);
  if (g_strv_contains (features, feature))
    return;
  problem = querist_schema_problems_error (problems, item->range, "unknown-feature",
                                           "There is no preview feature “%s”", feature);
  nearest = problem != NULL ? querist_text_nearest (feature, features) : NULL;
  if (nearest != NULL)
    querist_schema_problem_advise (problem, "Did you mean \"%s\"?", nearest);
}

static void
check_generator_value (QueristSchemaProblems         *problems,
                       const QueristSchemaExpression *value)
{
  if (value->kind == QUERIST_SCHEMA_FUNCTION)
    get_string_or_env (problems, value);
  for (QueristSchemaExpression *item = value->items; item != NULL; item = item->next)
    check_generator_value (problems, item);
}

static void
resolve_generator (QueristSchemaResolved    *self,
                   QueristSchemaProblems    *problems,
                   const QueristSchemaBlock *block)
{
  const QueristSchemaExpression *provider = find_value (block, "provider");
  const QueristSchemaExpression *list = find_value (block, "previewFeatures");

  if (provider == NULL)
    {
      QueristDiagnostic *problem = querist_schema_problems_error (
        problems, block->range, "missing-setting", "The generator “%s” has no provider",
        block->name.text);

      querist_schema_problem_advise (problem, "Add the line: provider = \"prisma-client-js\"");
      return;
    }
  get_string_or_env (problems, provider);
  if (list != NULL && list->kind != QUERIST_SCHEMA_ARRAY)
    add_feature (self, problems, list);
  for (QueristSchemaExpression *item = list != NULL ? list->items : NULL; item != NULL;
       item = item->next)
    add_feature (self, problems, item);
  for (QueristSchemaProperty *property = block->properties; property != NULL;
       property = property->next)
    {
      if (property->value != NULL && property->value != provider && property->value != list)
        check_generator_value (problems, property->value);
    }
}

/**
 * querist_schema_resolve_config:
 * @self: a schema whose names are entered
 * @problems: gets what is wrong
 *
 * Reads the datasource and the generators. Files of Prisma 6, where `url` is required, and of 7,
 * where it is forbidden, are both taken.
 */
void
querist_schema_resolve_config (QueristSchemaResolved *self,
                               QueristSchemaProblems *problems)
{
  guint n_datasources = 0;

  for (const QueristSchemaBlock *block = self->tree->blocks; block != NULL; block = block->next)
    {
      if (block->kind == QUERIST_SCHEMA_GENERATOR)
        resolve_generator (self, problems, block);
      if (block->kind != QUERIST_SCHEMA_DATASOURCE)
        continue;
      if (self->datasource == NULL)
        self->datasource = block;
      n_datasources += resolve_datasource (self, problems, block);
    }
  if (n_datasources < 2)
    return;
  for (const QueristSchemaBlock *block = self->tree->blocks; block != NULL; block = block->next)
    {
      if (block->kind == QUERIST_SCHEMA_DATASOURCE)
        querist_schema_problems_error (problems, block->range, "several-datasources",
                                       "A schema has one datasource only");
    }
}
