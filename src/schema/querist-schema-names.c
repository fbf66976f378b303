/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-schema-stages.h"
#include "querist-text.h"

/* Prisma's client is JavaScript, so these can't name a model or an enum there; a schema that uses
 * one would be refused by Prisma, and so it is here. */
static const char *const reserved_names[] = {
  "PrismaClient", "break",  "case",      "catch",      "class",   "const",   "continue",
  "debugger",     "default", "delete",   "do",         "else",    "enum",    "export",
  "extends",      "false",  "finally",   "for",        "function", "if",     "implements",
  "import",       "in",     "instanceof", "interface", "let",     "new",     "null",
  "package",      "private", "protected", "public",    "return",  "super",   "switch",
  "this",         "throw",  "true",      "try",        "typeof",  "var",     "void",
  "while",        "with",   "yield",     NULL,
};

/**
 * querist_schema_is_reserved_name:
 * @name: a name for a model, view or enum
 *
 * Returns: whether it can't be used
 */
gboolean
querist_schema_is_reserved_name (const char *name)
{
  return g_strv_contains (reserved_names, name);
}

static const char *
noun (QueristSchemaBlockKind kind)
{
  return kind == QUERIST_SCHEMA_TYPE ? "composite type" : querist_schema_block_keyword (kind);
}

static void
check_identifier (QueristSchemaProblems   *problems,
                  const QueristSchemaName *name,
                  const char              *what)
{
  QueristDiagnostic *problem;

  if (g_unichar_isdigit (g_utf8_get_char (name->text)))
    {
      problem = querist_schema_problems_error (problems, name->range, "name-syntax",
                                               "The name of %s can't begin with a digit: “%s”",
                                               what, name->text);
      querist_schema_problem_advise (problem, "Begin it with a letter, and keep the database's "
                                     "name with @map.");
    }
  else if (strchr (name->text, '-') != NULL)
    {
      g_autofree char *better = g_strdelimit (g_strdup (name->text), "-", '_');

      problem = querist_schema_problems_error (problems, name->range, "name-syntax",
                                               "The name of %s can't contain “-”: “%s”", what,
                                               name->text);
      querist_schema_problem_advise (problem, "Write “%s”, and keep the database's name with "
                                     "@map.", better);
      querist_schema_problem_propose (problem, better);
    }
}

static void
check_attribute_names (QueristSchemaProblems        *problems,
                       const QueristSchemaAttribute *attribute)
{
  for (; attribute != NULL; attribute = attribute->next)
    check_identifier (problems, &attribute->name, "an attribute");
}

static void
check_block_name (QueristSchemaProblems    *problems,
                  const QueristSchemaBlock *block)
{
  g_autofree char *what = NULL;
  QueristDiagnostic *problem = NULL;

  if (querist_scalar_from_string (block->name.text, NULL))
    {
      problem = querist_schema_problems_error (problems, block->name.range, "reserved-name",
                                               "“%s” is the name of a built-in type",
                                               block->name.text);
      querist_schema_problem_advise (problem, "Choose another name.");
    }
  if (block->kind == QUERIST_SCHEMA_DATASOURCE || block->kind == QUERIST_SCHEMA_GENERATOR)
    return;
  what = g_strconcat (strchr ("aeiou", noun (block->kind)[0]) != NULL ? "an " : "a ",
                      noun (block->kind), NULL);
  check_identifier (problems, &block->name, what);
  if (block->kind == QUERIST_SCHEMA_TYPE || !querist_schema_is_reserved_name (block->name.text))
    return;
  problem = querist_schema_problems_error (problems, block->name.range, "reserved-name",
                                           "“%s” is a reserved word and can't name %s",
                                           block->name.text, what);
  querist_schema_problem_advise (problem, "Choose another name, and keep the table's with @@map.");
}

/* A field that is broken already isn't blamed for its name too, and gives way to a whole one. */
static void
add_name (QueristSchemaProblems     *problems,
          const QueristSchemaEntity *entity,
          QueristSchemaMember       *member)
{
  const QueristSchemaField *field = member->field;
  const QueristSchemaMember *other = g_hash_table_lookup (entity->by_name, field->name.text);

  if (other == NULL || (other->field->faulty && !field->faulty))
    g_hash_table_replace (entity->by_name, (gpointer) field->name.text, member);
  else if (!field->faulty)
    querist_schema_problems_error (problems, field->name.range, "duplicate-field",
                                   "The %s “%s” already has a field “%s”",
                                   noun (entity->block->kind), entity->block->name.text,
                                   field->name.text);
}

static void
add_members (QueristSchemaResolved *self,
             QueristSchemaProblems *problems,
             QueristSchemaEntity   *entity)
{
  const QueristSchemaBlock *block = entity->block;
  guint n = 0;

  for (QueristSchemaField *field = block->fields; field != NULL; field = field->next)
    n++;
  entity->members = querist_schema_tree_alloc_many (self->tree, sizeof (QueristSchemaMember), n);
  for (QueristSchemaField *field = block->fields; field != NULL; field = field->next)
    {
      QueristSchemaMember *member = &entity->members[entity->n_members++];

      member->field = field;
      member->entity = entity;
      member->column = field->name.text;
      if (block->kind != QUERIST_SCHEMA_TYPE)
        {
          check_identifier (problems, &field->name, "a field");
          check_attribute_names (problems, field->attributes);
        }
      add_name (problems, entity, member);
    }
}

static void
add_values (QueristSchemaResolved *self,
            QueristSchemaProblems *problems,
            QueristSchemaEnum     *enumeration)
{
  const QueristSchemaBlock *block = enumeration->block;
  guint n = 0;

  for (QueristSchemaField *field = block->fields; field != NULL; field = field->next)
    n++;
  enumeration->values = querist_schema_tree_alloc_many (self->tree,
                                                        sizeof (QueristSchemaEnumValue), n);
  for (QueristSchemaField *field = block->fields; field != NULL; field = field->next)
    {
      QueristSchemaEnumValue *value = &enumeration->values[enumeration->n_values++];

      value->field = field;
      value->database_name = field->name.text;
      check_identifier (problems, &field->name, "an enum's value");
      check_attribute_names (problems, field->attributes);
      if (!g_hash_table_insert (enumeration->by_name, (gpointer) field->name.text, value))
        querist_schema_problems_error (problems, field->range, "duplicate-value",
                                       "The enum “%s” already has a value “%s”",
                                       block->name.text, field->name.text);
    }
  if (n == 0)
    {
      QueristDiagnostic *problem = querist_schema_problems_error (
        problems, block->range, "empty-enum", "The enum “%s” has no values", block->name.text);

      querist_schema_problem_advise (problem, "Write at least one value, each on a line.");
    }
}

static void
check_properties (QueristSchemaProblems    *problems,
                  const QueristSchemaBlock *block)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (QueristSchemaProperty *property = block->properties; property != NULL;
       property = property->next)
    {
      if (!g_hash_table_add (seen, (gpointer) property->name.text))
        querist_schema_problems_error (problems, property->name.range, "duplicate-setting",
                                       "“%s” is already set in the %s “%s”", property->name.text,
                                       noun (block->kind), block->name.text);
    }
}

static void
add_block (QueristSchemaResolved    *self,
           QueristSchemaProblems    *problems,
           const QueristSchemaBlock *block)
{
  if (block->kind == QUERIST_SCHEMA_ENUM)
    {
      QueristSchemaEnum *enumeration = querist_schema_tree_make (self->tree, QueristSchemaEnum);

      enumeration->block = block;
      enumeration->database_name = block->name.text;
      enumeration->by_name = g_hash_table_new (g_str_hash, g_str_equal);
      g_ptr_array_add (self->enums, enumeration);
      check_attribute_names (problems, block->attributes);
      add_values (self, problems, enumeration);
      g_hash_table_insert (self->enums_by_name, (gpointer) block->name.text, enumeration);
    }
  else if (block->kind <= QUERIST_SCHEMA_TYPE)
    {
      QueristSchemaEntity *entity = querist_schema_tree_make (self->tree, QueristSchemaEntity);

      entity->block = block;
      entity->table = block->name.text;
      entity->by_name = g_hash_table_new (g_str_hash, g_str_equal);
      g_ptr_array_add (self->entities, entity);
      check_attribute_names (problems, block->attributes);
      add_members (self, problems, entity);
      g_hash_table_insert (self->entities_by_name, (gpointer) block->name.text, entity);
    }
  else
    check_properties (problems, block);
}

/**
 * querist_schema_resolve_names:
 * @self: a schema whose tree is set
 * @problems: gets what is wrong
 *
 * Enters models, views, types, enums, their fields and values.
 */
void
querist_schema_resolve_names (QueristSchemaResolved *self,
                              QueristSchemaProblems *problems)
{
  g_autoptr(GHashTable) tops = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) generators = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) datasources = g_hash_table_new (g_str_hash, g_str_equal);

  for (const QueristSchemaBlock *block = self->tree->blocks; block != NULL; block = block->next)
    {
      GHashTable *names = block->kind == QUERIST_SCHEMA_GENERATOR    ? generators
                          : block->kind == QUERIST_SCHEMA_DATASOURCE ? datasources
                                                                     : tops;
      const QueristSchemaBlock *before;

      check_block_name (problems, block);
      add_block (self, problems, block);
      before = g_hash_table_lookup (names, block->name.text);
      if (before == NULL)
        g_hash_table_insert (names, (gpointer) block->name.text, (gpointer) block);
      else
        querist_schema_problems_error (problems, block->name.range, "duplicate-name",
                                       "There is already a %s “%s” in line %u",
                                       noun (before->kind), block->name.text,
                                       querist_schema_problems_line (problems,
                                                                     before->range.start));
    }
}
