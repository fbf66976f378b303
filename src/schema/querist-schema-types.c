/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-schema-stages.h"
#include "querist-text.h"

/* Comparing spellings takes time for each candidate: beyond this many a proposal isn't worth it
 * while somebody types. */
#define MAX_CANDIDATES 500

/* What other languages and databases call the built-in types. */
static const struct {
  const char   *word;
  QueristScalar scalar;
} foreign_words[] = {
  { "integer", QUERIST_SCALAR_INT },        { "number", QUERIST_SCALAR_INT },
  { "smallint", QUERIST_SCALAR_INT },       { "long", QUERIST_SCALAR_BIG_INT },
  { "double", QUERIST_SCALAR_FLOAT },       { "real", QUERIST_SCALAR_FLOAT },
  { "numeric", QUERIST_SCALAR_DECIMAL },    { "money", QUERIST_SCALAR_DECIMAL },
  { "text", QUERIST_SCALAR_STRING },        { "varchar", QUERIST_SCALAR_STRING },
  { "char", QUERIST_SCALAR_STRING },        { "uuid", QUERIST_SCALAR_STRING },
  { "date", QUERIST_SCALAR_DATE_TIME },     { "timestamp", QUERIST_SCALAR_DATE_TIME },
  { "bool", QUERIST_SCALAR_BOOLEAN },       { "jsonb", QUERIST_SCALAR_JSON },
  { "blob", QUERIST_SCALAR_BYTES },         { "bytea", QUERIST_SCALAR_BYTES },
};

static const char *
find_foreign_word (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (foreign_words); i++)
    {
      if (g_ascii_strcasecmp (word, foreign_words[i].word) == 0)
        return querist_scalar_to_string (foreign_words[i].scalar);
    }
  return NULL;
}

static char *
nearest_type (const QueristSchemaResolved *self,
              const char                  *word)
{
  g_autoptr(GPtrArray) candidates = NULL;

  if (find_foreign_word (word) != NULL)
    return g_strdup (find_foreign_word (word));
  candidates = g_ptr_array_new ();
  for (guint i = 0; i < QUERIST_N_SCALARS; i++)
    g_ptr_array_add (candidates, (gpointer) querist_scalar_to_string (i));
  for (guint i = 0; i < self->entities->len && candidates->len < MAX_CANDIDATES; i++)
    g_ptr_array_add (candidates, (gpointer) ((QueristSchemaEntity *)
                                             self->entities->pdata[i])->block->name.text);
  for (guint i = 0; i < self->enums->len && candidates->len < MAX_CANDIDATES; i++)
    g_ptr_array_add (candidates, (gpointer) ((QueristSchemaEnum *)
                                             self->enums->pdata[i])->block->name.text);
  g_ptr_array_add (candidates, NULL);
  return g_strdup (querist_text_nearest (word, (const char *const *) candidates->pdata));
}

static void
report_unknown_type (const QueristSchemaResolved *self,
                     QueristSchemaProblems       *problems,
                     const QueristSchemaMember   *member)
{
  const char *word = member->field->type.text;
  g_autofree char *nearest = NULL;
  QueristDiagnostic *problem = querist_schema_problems_error (
    problems, member->field->type.range, "unknown-type",
    "“%s” is neither a built-in type nor a model, enum or type of this schema", word);

  if (problem == NULL)
    return;
  nearest = g_utf8_strlen (word, -1) > 100 ? NULL : nearest_type (self, word);
  if (nearest != NULL)
    {
      querist_schema_problem_advise (problem, "Did you mean “%s”?", nearest);
      querist_schema_problem_propose (problem, nearest);
    }
  else
    querist_schema_problem_advise (problem, "Add a model or an enum “%s”, or use a built-in type "
                                   "such as String.", word);
}

static void
resolve_entity_type (QueristSchemaProblems *problems,
                     QueristSchemaMember   *member,
                     QueristSchemaEntity   *target)
{
  const QueristSchemaBlock *block = member->entity->block;

  member->target = target;
  if (target->block->kind == QUERIST_SCHEMA_TYPE)
    {
      member->kind = QUERIST_SCHEMA_KIND_COMPOSITE;
      return;
    }
  member->kind = QUERIST_SCHEMA_KIND_RELATION;
  if (block->kind == QUERIST_SCHEMA_TYPE)
    querist_schema_problems_error (problems, member->field->type.range, "relation-in-type",
                                   "“%s” is a model: a composite type can't have a relation to "
                                   "it", target->block->name.text);
}

static void
resolve_type (const QueristSchemaResolved *self,
              QueristSchemaProblems       *problems,
              QueristSchemaMember         *member)
{
  const char *word = member->field->type.text;
  QueristSchemaEntity *entity;

  if (word == NULL)
    return;
  if (member->field->unsupported)
    member->kind = QUERIST_SCHEMA_KIND_UNSUPPORTED;
  else if (querist_scalar_from_string (word, &member->scalar))
    member->kind = QUERIST_SCHEMA_KIND_SCALAR;
  else if ((entity = querist_schema_find_entity (self, word)) != NULL)
    resolve_entity_type (problems, member, entity);
  else if ((member->enumeration = querist_schema_find_enum (self, word)) != NULL)
    member->kind = QUERIST_SCHEMA_KIND_ENUM;
  else
    report_unknown_type (self, problems, member);
}

/**
 * querist_schema_resolve_types:
 * @self: a schema whose names are entered
 * @problems: gets what is wrong
 *
 * Finds what each field's type is.
 */
void
querist_schema_resolve_types (QueristSchemaResolved *self,
                              QueristSchemaProblems *problems)
{
  for (guint i = 0; i < self->entities->len; i++)
    {
      QueristSchemaEntity *entity = g_ptr_array_index (self->entities, i);

      for (guint j = 0; j < entity->n_members; j++)
        resolve_type (self, problems, &entity->members[j]);
    }
}
