/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-schema-catalog.h"
#include "querist-schema-validate.h"

/* PostgreSQL cuts names to this many bytes, and so does Prisma when it makes one. */
#define POSTGRESQL_MAX_NAME 63

typedef struct {
  const QueristSchemaResolved *schema;
  QueristSchemaProblems       *problems;
  GHashTable                  *names;
  GHashTable                  *reported;
} Namespace;

static char *
generated_name (const Namespace            *self,
                const char                 *table,
                const QueristSchemaKey     *key,
                const char                 *suffix)
{
  g_autoptr(GPtrArray) columns = g_ptr_array_new ();
  g_autofree char *name = NULL;
  gsize room = POSTGRESQL_MAX_NAME - strlen (suffix) - 1;

  for (guint i = 0; i < key->n_parts; i++)
    g_ptr_array_add (columns, (gpointer) key->parts[i].member->column);
  g_ptr_array_add (columns, NULL);
  name = querist_schema_constraint_name (table, (const char *const *) columns->pdata, suffix);
  if (self->schema->provider != QUERIST_SCHEMA_PROVIDER_POSTGRESQL ||
      strlen (name) <= POSTGRESQL_MAX_NAME)
    return g_steal_pointer (&name);
  return g_strdup_printf ("%.*s_%s", (int) room, name, suffix);
}

static char *
key_name (const Namespace           *self,
          const QueristSchemaEntity *entity,
          const QueristSchemaKey    *key)
{
  if (key->map != NULL)
    return g_strdup (key->map);
  if (key->kind == QUERIST_SCHEMA_KEY_ID)
    return g_strdup_printf ("%s_pkey", entity->table);
  return generated_name (self, entity->table, key,
                         key->kind == QUERIST_SCHEMA_KEY_UNIQUE ? "key" : "idx");
}

static void
report_key (Namespace              *self,
            const QueristSchemaKey *key,
            const char             *name)
{
  QueristDiagnostic *problem = querist_schema_problems_error (
    self->problems, key->attribute->range, "duplicate-index",
    "Two indexes have the same name “%s” in the database", name);

  querist_schema_problem_advise (problem, "Give one of them another: map: \"…\"");
}

/* Names of indexes are one namespace in a whole SQLite database, with case ignored, and in a
 * PostgreSQL schema together with those of primary keys. */
static void
enter_key (Namespace                 *self,
           const QueristSchemaEntity *entity,
           const QueristSchemaKey    *key)
{
  g_autofree char *name = key_name (self, entity, key);
  g_autofree char *scoped = g_strdup_printf ("%s.%s", entity->schema != NULL ? entity->schema : "",
                                             name);
  gboolean sqlite = self->schema->provider == QUERIST_SCHEMA_PROVIDER_SQLITE;
  g_autofree char *unique = sqlite ? g_ascii_strdown (scoped, -1) : g_strdup (scoped);
  const QueristSchemaKey *before = g_hash_table_lookup (self->names, unique);

  if (before == NULL)
    {
      g_hash_table_insert (self->names, g_steal_pointer (&unique), (gpointer) key);
      return;
    }
  if (g_hash_table_add (self->reported, (gpointer) before))
    report_key (self, before, name);
  report_key (self, key, name);
}

static void
report_foreign_key (Namespace                 *self,
                    const QueristSchemaMember *member,
                    const char                *name)
{
  QueristDiagnostic *problem = querist_schema_problems_error (
    self->problems, member->field->range, "duplicate-index",
    "Two foreign keys of “%s” have the same name “%s”", member->entity->block->name.text, name);

  querist_schema_problem_advise (problem, "Give one of them another: map: \"…\"");
}

/* In PostgreSQL a table's foreign keys share the namespace of its other constraints. */
static void
check_foreign_keys (Namespace                 *self,
                    const QueristSchemaEntity *entity)
{
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < entity->n_members; i++)
    {
      const QueristSchemaMember *member = &entity->members[i], *before;
      g_autoptr(GPtrArray) columns = g_ptr_array_new ();
      g_autofree char *name = NULL;

      if (member->relation == NULL || member->relation->near != member || !member->has_fields)
        continue;
      for (guint j = 0; j < member->n_fields; j++)
        g_ptr_array_add (columns, (gpointer) member->fields[j]->column);
      g_ptr_array_add (columns, NULL);
      name = member->relation_map != NULL
               ? g_strdup (member->relation_map)
               : querist_schema_constraint_name (entity->table,
                                                 (const char *const *) columns->pdata, "fkey");
      before = g_hash_table_lookup (names, name);
      if (before == NULL)
        g_hash_table_insert (names, g_steal_pointer (&name), (gpointer) member);
      else
        {
          report_foreign_key (self, before, name);
          report_foreign_key (self, member, name);
        }
    }
}

static void
enter_keys (Namespace                 *self,
            const QueristSchemaEntity *entity)
{
  if (entity->id != NULL && self->schema->provider == QUERIST_SCHEMA_PROVIDER_POSTGRESQL)
    {
      enter_key (self, entity, entity->id);
      check_foreign_keys (self, entity);
    }
  for (const QueristSchemaKey *key = entity->keys; key != NULL; key = key->next)
    enter_key (self, entity, key);
}

/* Prisma's client has the keys with a `name` next to the fields. */
static void
check_client_names (const QueristSchemaEntity *entity,
                    QueristSchemaProblems     *problems)
{
  g_autoptr(GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (const QueristSchemaKey *key = entity->id != NULL ? entity->id : entity->keys; key != NULL;
       key = key == entity->id ? entity->keys : key->next)
    {
      if (key->name == NULL)
        continue;
      if (querist_schema_find_member (entity, key->name) != NULL)
        querist_schema_problems_error (problems, entity->block->range, "name-clash",
                                       "“%s” is the name of a key and of a field of “%s”",
                                       key->name, entity->block->name.text);
      if (!g_hash_table_add (names, (gpointer) key->name))
        querist_schema_problems_error (problems, key->attribute->range, "name-clash",
                                       "Two keys of “%s” have the name “%s”",
                                       entity->block->name.text, key->name);
    }
}

static void
report_table_clash (Namespace                 *self,
                    const QueristSchemaEntity *before,
                    const QueristSchemaEntity *entity)
{
  const QueristSchemaEntity *mapped = entity->map_attribute != NULL ? entity : before;
  QueristSchemaRange range = mapped->map_attribute != NULL ? mapped->map_attribute->range
                                                           : mapped->block->name.range;

  querist_schema_problems_error (self->problems, range, "duplicate-table",
                                 "“%s” and “%s” have the same table “%s”",
                                 before->block->name.text, entity->block->name.text,
                                 entity->table);
}

/* SQLite tells names apart by more than the case of their ASCII letters only. */
static void
check_tables (Namespace *self)
{
  g_autoptr(GHashTable) tables = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean sqlite = self->schema->provider == QUERIST_SCHEMA_PROVIDER_SQLITE;

  for (guint i = 0; i < self->schema->entities->len; i++)
    {
      QueristSchemaEntity *entity = g_ptr_array_index (self->schema->entities, i);
      g_autofree char *scoped = g_strdup_printf (
        "%s.%s", entity->schema != NULL ? entity->schema : "", entity->table);
      g_autofree char *name = sqlite ? g_ascii_strdown (scoped, -1) : g_strdup (scoped);
      const QueristSchemaEntity *before = g_hash_table_lookup (tables, name);

      if (entity->block->kind == QUERIST_SCHEMA_TYPE)
        continue;
      if (before != NULL)
        report_table_clash (self, before, entity);
      else
        g_hash_table_insert (tables, g_steal_pointer (&name), entity);
    }
}

static void
check_columns (Namespace                 *self,
               const QueristSchemaEntity *entity)
{
  g_autoptr(GHashTable) columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < entity->n_members; i++)
    {
      const QueristSchemaMember *member = &entity->members[i];

      if (member->kind != QUERIST_SCHEMA_KIND_RELATION &&
          !g_hash_table_add (columns, g_ascii_strdown (member->column, -1)))
        querist_schema_problems_error (self->problems, member->field->range, "duplicate-column",
                                       "“%s” already has a column “%s”, and SQLite doesn't tell "
                                       "upper from lower case", entity->block->name.text,
                                       member->column);
    }
}

/**
 * querist_schema_validate_names:
 * @schema: a schema
 * @problems: gets what is wrong
 *
 * Checks that no two things have the same name in the database or in Prisma's client.
 */
void
querist_schema_validate_names (const QueristSchemaResolved *schema,
                               QueristSchemaProblems       *problems)
{
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) reported = g_hash_table_new (NULL, NULL);
  Namespace self = { schema, problems, names, reported };

  check_tables (&self);
  for (guint i = 0; i < schema->entities->len; i++)
    {
      const QueristSchemaEntity *entity = g_ptr_array_index (schema->entities, i);

      if (!querist_schema_entity_is_model (entity))
        continue;
      if (schema->provider == QUERIST_SCHEMA_PROVIDER_SQLITE ||
          schema->provider == QUERIST_SCHEMA_PROVIDER_POSTGRESQL)
        enter_keys (&self, entity);
      check_client_names (entity, problems);
      if (schema->provider == QUERIST_SCHEMA_PROVIDER_SQLITE)
        check_columns (&self, entity);
    }
}
