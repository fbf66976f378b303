/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "querist-schema-validate.h"

static const char *
name_of (const QueristSchemaMember *member)
{
  return member->field->name.text;
}

static const char *
model_of (const QueristSchemaMember *member)
{
  return member->entity->block->name.text;
}

/* Relation fields of a model with the same key point to one other model under one name. */
static char *
group_key (const QueristSchemaMember *member)
{
  return g_strconcat (member->target->block->name.text, "\n", member->relation_name, NULL);
}

static gboolean
is_ambiguous (const QueristSchemaMember *member,
              guint                      n)
{
  return n > 2 || (n == 2 && (member->relation_name == NULL || member->target != member->entity));
}

static void
report_ambiguity (const QueristSchemaMember *member,
                  guint                      n,
                  QueristSchemaProblems     *problems)
{
  QueristDiagnostic *problem = querist_schema_problems_error (
    problems, member->field->range, "ambiguous-relation",
    "It isn't clear which relation “%s” belongs to: %u fields of “%s” refer to “%s”%s",
    name_of (member), n, model_of (member), member->target->block->name.text,
    member->relation_name != NULL ? " under the same name" : "");

  querist_schema_problem_advise (problem, "Give both sides of each relation the same name: "
                                 "@relation(\"Name\").");
}

static gboolean
check_sides (const QueristSchemaEntity *entity,
             QueristSchemaProblems     *problems)
{
  g_autoptr(GHashTable) groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint pass = 0; pass < 2; pass++)
    {
      for (guint i = 0; i < entity->n_members; i++)
        {
          const QueristSchemaMember *member = &entity->members[i];
          g_autofree char *key = NULL;
          guint n;

          if (member->kind != QUERIST_SCHEMA_KIND_RELATION)
            continue;
          key = group_key (member);
          n = GPOINTER_TO_UINT (g_hash_table_lookup (groups, key));
          if (pass == 0)
            g_hash_table_insert (groups, g_steal_pointer (&key), GUINT_TO_POINTER (n + 1));
          else if (is_ambiguous (member, n))
            {
              report_ambiguity (member, n, problems);
              return FALSE;
            }
        }
    }
  return TRUE;
}

/**
 * querist_schema_validate_sides:
 * @schema: a schema
 * @problems: gets what is wrong
 *
 * Returns: whether the relation fields can be told apart
 */
gboolean
querist_schema_validate_sides (const QueristSchemaResolved *schema,
                               QueristSchemaProblems       *problems)
{
  for (guint i = 0; i < schema->entities->len; i++)
    {
      const QueristSchemaEntity *entity = g_ptr_array_index (schema->entities, i);

      if (entity->block->kind != QUERIST_SCHEMA_TYPE && !check_sides (entity, problems))
        return FALSE;
    }
  return TRUE;
}

static int
compare_pointers (gconstpointer a,
                  gconstpointer b)
{
  gconstpointer first = *(gconstpointer *) a, second = *(gconstpointer *) b;

  return first < second ? -1 : first > second;
}

/* Whether a key covers exactly these fields; in any order unless @ordered. */
static gboolean
key_covers (const QueristSchemaKey     *key,
            QueristSchemaMember *const *members,
            guint                       n,
            gboolean                    ordered)
{
  g_autofree gpointer *parts = NULL, *wanted = NULL;

  if (key == NULL || key->n_parts != n || key->kind > QUERIST_SCHEMA_KEY_UNIQUE)
    return FALSE;
  parts = g_new (gpointer, n);
  wanted = g_memdup2 (members, n * sizeof (gpointer));
  for (guint i = 0; i < n; i++)
    parts[i] = key->parts[i].member;
  if (!ordered)
    {
      qsort (parts, n, sizeof (gpointer), compare_pointers);
      qsort (wanted, n, sizeof (gpointer), compare_pointers);
    }
  return memcmp (parts, wanted, n * sizeof (gpointer)) == 0;
}

static gboolean
is_unique (const QueristSchemaEntity  *entity,
           QueristSchemaMember *const *members,
           guint                       n,
           gboolean                    ordered)
{
  if (key_covers (entity->id, members, n, ordered))
    return TRUE;
  for (const QueristSchemaKey *key = entity->keys; key != NULL; key = key->next)
    {
      if (key_covers (key, members, n, ordered))
        return TRUE;
    }
  return FALSE;
}

static char *
list_names (QueristSchemaMember *const *members,
            guint                       n)
{
  GString *string = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (string, i > 0 ? ", %s" : "%s", members[i]->field->name.text);
  return g_string_free (string, FALSE);
}

static void
check_references (const QueristSchemaMember *near,
                  QueristSchemaProblems     *problems)
{
  g_autofree char *names = NULL;
  QueristDiagnostic *problem;

  if (near->n_references == 0 ||
      is_unique (near->target, near->references, near->n_references, FALSE))
    return;
  names = list_names (near->references, near->n_references);
  problem = querist_schema_problems_error (problems, near->field->range, "not-unique",
                                           "“references” of “%s” must name a key of “%s”, and "
                                           "“%s” isn't unique", name_of (near),
                                           near->target->block->name.text, names);
  if (near->n_references == 1)
    querist_schema_problem_advise (problem, "Add @unique to “%s” in “%s”.", names,
                                   near->target->block->name.text);
  else
    querist_schema_problem_advise (problem, "Add @@unique([%s]) to “%s”.", names,
                                   near->target->block->name.text);
}

static gboolean
types_match (const QueristSchemaMember *a,
             const QueristSchemaMember *b)
{
  if (a->kind != b->kind)
    return FALSE;
  if (a->kind == QUERIST_SCHEMA_KIND_SCALAR)
    return a->scalar == b->scalar;
  if (a->kind == QUERIST_SCHEMA_KIND_UNSUPPORTED)
    return g_str_equal (a->field->type.text, b->field->type.text);
  return a->enumeration == b->enumeration && a->target == b->target;
}

static void
check_types (const QueristSchemaMember *near,
             QueristSchemaProblems     *problems)
{
  for (guint i = 0; i < MIN (near->n_fields, near->n_references); i++)
    {
      const QueristSchemaMember *field = near->fields[i], *reference = near->references[i];
      QueristDiagnostic *problem;

      if (types_match (field, reference))
        continue;
      problem = querist_schema_problems_error (
        problems, near->field->range, "type-mismatch",
        "“%s” is %s, but “%s” of “%s”, which it refers to, is %s", name_of (field),
        field->field->type.text, name_of (reference), model_of (reference),
        reference->field->type.text);
      querist_schema_problem_advise (problem, "Give “%s” the type %s.", name_of (field),
                                     reference->field->type.text);
    }
}

static void
check_arity (const QueristSchemaMember *near,
             QueristSchemaProblems     *problems)
{
  QueristDiagnostic *problem;

  if (near->field->arity != QUERIST_SCHEMA_REQUIRED)
    return;
  for (guint i = 0; i < near->n_fields; i++)
    {
      if (near->fields[i]->field->arity != QUERIST_SCHEMA_OPTIONAL)
        continue;
      problem = querist_schema_problems_error (problems, near->field->range, "relation-arity",
                                               "“%s” is optional, so the relation “%s” must be "
                                               "optional too", name_of (near->fields[i]),
                                               name_of (near));
      querist_schema_problem_advise (problem, "Write “%s?”, or make “%s” required.",
                                     near->field->type.text, name_of (near->fields[i]));
      return;
    }
}

static gboolean
has_required_field (const QueristSchemaMember *near)
{
  for (guint i = 0; i < near->n_fields; i++)
    {
      if (near->fields[i]->field->arity == QUERIST_SCHEMA_REQUIRED)
        return TRUE;
    }
  return FALSE;
}

/* PostgreSQL takes SetNull over a required column and fails when it happens; elsewhere Prisma
 * refuses it. */
static void
check_set_null (const QueristSchemaResolved *schema,
                const QueristSchemaMember   *near,
                QueristSchemaProblems       *problems)
{
  gboolean on_delete = near->has_on_delete && near->on_delete == QUERIST_ACTION_SET_NULL;
  gboolean on_update = near->has_on_update && near->on_update == QUERIST_ACTION_SET_NULL;
  g_autofree char *message = NULL;
  QueristDiagnostic *problem;

  if ((!on_delete && !on_update) || !has_required_field (near))
    return;
  message = g_strdup_printf ("“%s” can't be set to null, because a field of its key is required",
                             name_of (near));
  if (schema->provider == QUERIST_SCHEMA_PROVIDER_POSTGRESQL && schema->foreign_keys)
    problem = querist_schema_problems_warn (problems, near->field->range, "set-null", "%s",
                                            message);
  else
    problem = querist_schema_problems_error (problems, near->field->range, "set-null", "%s",
                                             message);
  querist_schema_problem_advise (problem, "Choose another action, or make the fields of the key "
                                 "optional.");
}

static void
report_missing_side (const QueristSchemaMember *member,
                     QueristSchemaProblems     *problems)
{
  QueristDiagnostic *problem = querist_schema_problems_error (
    problems, member->field->range, "missing-opposite",
    "The relation “%s” has only one side: “%s” has no field for it", name_of (member),
    member->target->block->name.text);

  querist_schema_problem_advise (problem, "Add a field of the type “%s%s” to “%s”.",
                                 model_of (member),
                                 member->field->arity == QUERIST_SCHEMA_LIST ? "" : "[]",
                                 member->target->block->name.text);
}

static void
report_needless_actions (const QueristSchemaMember *member,
                         QueristSchemaProblems     *problems)
{
  if (!member->has_on_delete && !member->has_on_update)
    return;
  querist_schema_problems_error (problems, member->field->range, "wrong-side",
                                 "“onDelete” and “onUpdate” belong to the other side of the "
                                 "relation, which holds the key");
}

static void
report_missing_arguments (const QueristSchemaMember *member,
                          QueristSchemaProblems     *problems)
{
  QueristDiagnostic *problem;

  if (member->n_fields > 0 && member->n_references > 0)
    return;
  problem = querist_schema_problems_error (
    problems, member->field->range, "missing-relation-arguments",
    "The relation “%s” doesn't say by which %s it is kept", name_of (member),
    member->n_fields == 0 ? "fields" : "fields of the other model");
  querist_schema_problem_advise (problem, "Write @relation(fields: […], references: […]).");
}

static void
check_one_to_many (const QueristSchemaMember *near,
                   const QueristSchemaMember *far,
                   QueristSchemaProblems     *problems)
{
  report_missing_arguments (near, problems);
  if (far->n_fields > 0 || far->n_references > 0)
    querist_schema_problems_error (problems, far->field->range, "wrong-side",
                                   "“fields” and “references” belong to the other side of the "
                                   "relation, “%s” of “%s”", name_of (near), model_of (near));
  report_needless_actions (far, problems);
}

static void
check_one_to_one_key (const QueristSchemaMember *near,
                      QueristSchemaProblems     *problems)
{
  g_autofree char *names = NULL;
  QueristDiagnostic *problem;

  if (!near->has_fields || is_unique (near->entity, near->fields, near->n_fields, FALSE))
    return;
  names = list_names (near->fields, near->n_fields);
  problem = querist_schema_problems_error (problems, near->field->range, "one-to-one-unique",
                                           "In a one-to-one relation the key must be unique, and "
                                           "“%s” isn't", names);
  if (near->n_fields == 1)
    querist_schema_problem_advise (problem, "Add @unique to “%s”, or make the other side a list.",
                                   names);
  else
    querist_schema_problem_advise (problem, "Add @@unique([%s]), or make the other side a list.",
                                   names);
}

static void
report_both (const QueristSchemaMember *near,
             const QueristSchemaMember *far,
             QueristSchemaProblems     *problems,
             const char                *message)
{
  querist_schema_problems_error (problems, near->field->range, "both-sides", "%s", message);
  querist_schema_problems_error (problems, far->field->range, "both-sides", "%s", message);
}

/* What looks wrong only if nothing else is. */
static void
check_one_to_one_sides (const QueristSchemaMember *near,
                        const QueristSchemaMember *far,
                        QueristSchemaProblems     *problems)
{
  QueristDiagnostic *problem;

  if ((near->n_fields > 0 && far->n_references > 0) ||
      (near->n_references > 0 && far->n_fields > 0))
    report_both (near, far, problems, "“fields” and “references” must stand on the same side");
  else if (far->field->arity == QUERIST_SCHEMA_REQUIRED)
    {
      problem = querist_schema_problems_error (problems, far->field->range, "relation-arity",
                                               "“%s” can't be required: no database can make sure "
                                               "that there is one", name_of (far));
      querist_schema_problem_advise (problem, "Write “%s?”.", far->field->type.text);
    }
  else if (near->field->arity == QUERIST_SCHEMA_REQUIRED &&
           (far->has_fields || far->has_references))
    querist_schema_problems_error (problems, far->field->range, "wrong-side",
                                   "“fields” and “references” belong to the required side, “%s” "
                                   "of “%s”", name_of (near), model_of (near));
}

static void
check_one_to_one (const QueristSchemaMember *near,
                  const QueristSchemaMember *far,
                  QueristSchemaProblems     *problems)
{
  if (near->n_fields == 0 && far->n_fields == 0)
    report_both (near, far, problems, "One side of the relation must name its key with "
                 "@relation(fields: […], references: […])");
  else if (near->n_references == 0 && far->n_references == 0)
    report_both (near, far, problems, "The side that holds the key must also say what it refers "
                 "to: references: […]");
  if ((near->n_references > 0 && far->n_references > 0) ||
      (near->n_fields > 0 && far->n_fields > 0))
    report_both (near, far, problems, "Only one side of the relation can have “fields” and "
                 "“references”");
  if ((near->has_on_delete || near->has_on_update) && (far->has_on_delete || far->has_on_update))
    report_both (near, far, problems, "Only one side of the relation can have “onDelete” and "
                 "“onUpdate”");
  else
    report_needless_actions (far, problems);
  check_one_to_one_key (near, problems);
  if (querist_schema_problems_n_errors (problems) == 0)
    check_one_to_one_sides (near, far, problems);
}

static void
check_many_to_many_side (const QueristSchemaMember *member,
                         QueristSchemaProblems     *problems)
{
  const QueristSchemaEntity *target = member->target;
  QueristDiagnostic *problem;

  if (target->id == NULL || target->id->n_parts != 1)
    {
      problem = querist_schema_problems_error (
        problems, member->field->range, "many-to-many-id",
        "A many-to-many relation needs an id of one field in “%s”", target->block->name.text);
      querist_schema_problem_advise (problem, "Mark a field of “%s” with @id, or write the join "
                                     "table as a model.", target->block->name.text);
    }
  if (member->has_references)
    querist_schema_problems_error (problems, member->field->range, "many-to-many-arguments",
                                   "A many-to-many relation has no “references”: its join table "
                                   "is made by itself");
  if (member->has_on_delete || member->has_on_update)
    querist_schema_problems_error (problems, member->relation_attribute->range,
                                   "many-to-many-arguments",
                                   "A many-to-many relation can't have “onDelete” and “onUpdate”");
}

/**
 * querist_schema_validate_relation:
 * @schema: a schema
 * @relation: one of its relations
 * @problems: gets what is wrong
 */
void
querist_schema_validate_relation (const QueristSchemaResolved *schema,
                                  const QueristSchemaRelation *relation,
                                  QueristSchemaProblems       *problems)
{
  const QueristSchemaMember *near = relation->near, *far = relation->far;

  if (relation->cardinality == QUERIST_SCHEMA_MANY_TO_MANY)
    {
      if (near->has_fields || far->has_fields)
        {
          report_both (near, far, problems, "A many-to-many relation has no “fields”: its join "
                       "table is made by itself");
          return;
        }
      check_many_to_many_side (near, problems);
      check_many_to_many_side (far, problems);
      return;
    }
  if (near != NULL)
    {
      check_references (near, problems);
      if (near->has_fields && near->has_references && near->n_fields != near->n_references)
        querist_schema_problems_error (problems, near->relation_attribute->range, "key-length",
                                       "“fields” names %u and “references” %u: they must be as "
                                       "many", near->n_fields, near->n_references);
      check_arity (near, problems);
      check_types (near, problems);
      check_set_null (schema, near, problems);
    }
  if (near == NULL || far == NULL)
    {
      report_missing_side (near != NULL ? near : far, problems);
      if (near != NULL && relation->cardinality == QUERIST_SCHEMA_ONE_TO_ONE)
        check_one_to_one_key (near, problems);
    }
  else if (relation->cardinality == QUERIST_SCHEMA_ONE_TO_ONE)
    check_one_to_one (near, far, problems);
  else
    check_one_to_many (near, far, problems);
}
