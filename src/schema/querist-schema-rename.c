/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-schema-occurrence.h"
#include "querist-schema-session.h"
#include "querist-schema-stages.h"
#include "querist-schema.h"

typedef struct {
  QueristSchemaSession    *session;
  QueristSchemaOccurrence  target;
  const char              *old_name;
  const char              *new_name;
  GPtrArray               *edits;
} Rename;

static gboolean
is_name (const char *name)
{
  if (!g_unichar_isalpha (g_utf8_get_char (name)))
    return FALSE;
  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c != '_' && !g_unichar_isalnum (c))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_taken (const Rename *self)
{
  const QueristSchemaResolved *schema = self->session->schema;

  switch (self->target.kind)
    {
    case QUERIST_SCHEMA_OCCURRENCE_MEMBER:
      return querist_schema_find_member (self->target.entity, self->new_name) != NULL;
    case QUERIST_SCHEMA_OCCURRENCE_VALUE:
      return g_hash_table_contains (self->target.enumeration->by_name, self->new_name);
    case QUERIST_SCHEMA_OCCURRENCE_ENTITY:
    case QUERIST_SCHEMA_OCCURRENCE_ENUM:
    default:
      return querist_schema_find_entity (schema, self->new_name) != NULL ||
             querist_schema_find_enum (schema, self->new_name) != NULL ||
             querist_scalar_from_string (self->new_name, NULL) ||
             querist_schema_is_reserved_name (self->new_name);
    }
}

static void
insert (Rename     *self,
        guint       at,
        const char *format,
        ...) G_GNUC_PRINTF (3, 4);

static void
insert (Rename     *self,
        guint       at,
        const char *format,
        ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (self->edits,
                   querist_schema_session_edit (self->session, (QueristSchemaRange) { at, at },
                                                text));
}

static gboolean
has_attribute (const QueristSchemaAttribute *attribute,
               const char                   *name)
{
  while (attribute != NULL && !g_str_equal (attribute->name.text, name))
    attribute = attribute->next;
  return attribute != NULL;
}

static void
map_block (Rename                   *self,
           const QueristSchemaBlock *block)
{
  if (!has_attribute (block->attributes, "map"))
    insert (self, block->body.end, "%s  @@map(\"%s\")\n",
            block->attributes == NULL ? "\n" : "", self->old_name);
}

static void
map_field (Rename                   *self,
           const QueristSchemaField *field)
{
  if (!has_attribute (field->attributes, "map"))
    insert (self, field->range.end, " @map(\"%s\")", self->old_name);
}

/* A join table of Prisma's is named after its two models: when one gets another name, so would
 * the table. A relation name keeps it. */
static void
keep_join_tables (Rename *self)
{
  const QueristSchemaEntity *entity = self->target.entity;

  for (guint i = 0; i < self->session->schema->relations->len; i++)
    {
      const QueristSchemaRelation *relation = self->session->schema->relations->pdata[i];
      const QueristSchemaMember *sides[] = { relation->near, relation->far };

      if (relation->cardinality != QUERIST_SCHEMA_MANY_TO_MANY || relation->name != NULL ||
          (relation->near->entity != entity && relation->far->entity != entity))
        continue;
      for (guint j = 0; j < G_N_ELEMENTS (sides); j++)
        {
          if (sides[j]->relation_attribute == NULL)
            insert (self, sides[j]->field->range.end, " @relation(\"%sTo%s\")",
                    relation->near->entity->block->name.text,
                    relation->far->entity->block->name.text);
        }
    }
}

/* What keeps the database as it is under the new name. */
static void
keep_database_name (Rename *self)
{
  switch (self->target.kind)
    {
    case QUERIST_SCHEMA_OCCURRENCE_ENTITY:
      if (self->target.entity->block->kind == QUERIST_SCHEMA_TYPE)
        return;
      map_block (self, self->target.entity->block);
      keep_join_tables (self);
      break;
    case QUERIST_SCHEMA_OCCURRENCE_ENUM:
      map_block (self, self->target.enumeration->block);
      break;
    case QUERIST_SCHEMA_OCCURRENCE_MEMBER:
      if (self->target.member->kind != QUERIST_SCHEMA_KIND_RELATION)
        map_field (self, self->target.member->field);
      break;
    case QUERIST_SCHEMA_OCCURRENCE_VALUE:
    default:
      map_field (self, self->target.value->field);
      break;
    }
}

static void
rename_everywhere (Rename *self,
                   GArray *occurrences)
{
  for (guint i = 0; i < occurrences->len; i++)
    {
      const QueristSchemaOccurrence *other =
        &g_array_index (occurrences, QueristSchemaOccurrence, i);

      if (querist_schema_same_occurrence (other, &self->target))
        g_ptr_array_add (self->edits,
                         querist_schema_session_edit (self->session, other->range,
                                                      self->new_name));
    }
  keep_database_name (self);
  querist_text_edits_sort (self->edits);
}

/**
 * querist_schema_rename:
 * @text: a schema's text
 * @length: its bytes, or -1 if it ends in a NUL
 * @offset: bytes into it, at the name of a model, enum, field or enum value
 * @new_name: its new name
 * @error: return location for an error: there is no name, or @new_name can't be one
 *
 * Renames everywhere in the schema and keeps the name in the database with `@map` or `@@map`, so
 * that no data has to move.
 *
 * Returns: (transfer full) (element-type QueristTextEdit): the edits, or NULL on error
 */
GPtrArray *
querist_schema_rename (const char  *text,
                       gssize       length,
                       gsize        offset,
                       const char  *new_name,
                       GError     **error)
{
  g_auto(QueristSchemaSession) session = { NULL };
  g_autoptr(GArray) occurrences = NULL;
  g_autofree char *old_name = NULL;
  Rename self = { .session = &session, .new_name = new_name };

  if (querist_schema_session_open (&session, text, length))
    occurrences = querist_schema_occurrences (session.schema);
  if (occurrences == NULL || !querist_schema_find_occurrence (occurrences, offset, &self.target))
    {
      g_set_error (error, QUERIST_SCHEMA_ERROR, QUERIST_SCHEMA_ERROR_INVALID,
                   "There is no name of a model, enum, field or value here");
      return NULL;
    }
  if (!is_name (new_name))
    {
      g_set_error (error, QUERIST_SCHEMA_ERROR, QUERIST_SCHEMA_ERROR_INVALID,
                   "“%s” can't be a name: it must begin with a letter and hold only letters, "
                   "digits and “_”", new_name);
      return NULL;
    }
  if (is_taken (&self))
    {
      g_set_error (error, QUERIST_SCHEMA_ERROR, QUERIST_SCHEMA_ERROR_INVALID,
                   "The name “%s” is already taken", new_name);
      return NULL;
    }
  old_name = g_strndup (text + self.target.range.start,
                        self.target.range.end - self.target.range.start);
  self.old_name = old_name;
  self.edits = g_ptr_array_new_with_free_func ((GDestroyNotify) querist_text_edit_free);
  rename_everywhere (&self, occurrences);
  return self.edits;
}
