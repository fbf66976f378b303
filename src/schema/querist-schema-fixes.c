/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-schema-session.h"
#include "querist-text.h"

typedef struct {
  QueristSchemaSession    *session;
  const QueristDiagnostic *diagnostic;
  GPtrArray               *fixes;
} Fixer;

static QueristSchemaFix *
add_fix (Fixer      *self,
         const char *format,
         ...) G_GNUC_PRINTF (2, 3);

static QueristSchemaFix *
add_fix (Fixer      *self,
         const char *format,
         ...)
{
  QueristSchemaFix *fix = g_new0 (QueristSchemaFix, 1);
  va_list args;

  va_start (args, format);
  fix->title = g_strdup_vprintf (format, args);
  va_end (args);
  fix->edits = g_ptr_array_new_with_free_func ((GDestroyNotify) querist_text_edit_free);
  g_ptr_array_add (self->fixes, fix);
  return fix;
}

static void
edit (Fixer              *self,
      QueristSchemaFix   *fix,
      QueristSchemaRange  range,
      const char         *format,
      ...) G_GNUC_PRINTF (4, 5);

static void
edit (Fixer              *self,
      QueristSchemaFix   *fix,
      QueristSchemaRange  range,
      const char         *format,
      ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (fix->edits, querist_schema_session_edit (self->session, range, text));
}

static QueristSchemaRange
at (guint offset)
{
  return (QueristSchemaRange) { offset, offset };
}

static guint
line_end (const Fixer *self,
          guint        offset)
{
  while (offset < self->session->length && self->session->text[offset] != '\n')
    offset++;
  return offset;
}

/* Where a field can be added to a model: behind the last one. */
static guint
field_place (const Fixer              *self,
             const QueristSchemaBlock *block)
{
  const QueristSchemaField *last = block->fields;

  while (last != NULL && last->next != NULL)
    last = last->next;
  if (last == NULL)
    return block->body.start;
  return MIN (line_end (self, last->range.end) + 1, block->body.end);
}

static QueristSchemaEntity *
entity_at (const Fixer *self)
{
  for (guint i = 0; i < self->session->schema->entities->len; i++)
    {
      QueristSchemaEntity *entity = g_ptr_array_index (self->session->schema->entities, i);

      if (entity->block->range.start <= self->diagnostic->span.start &&
          self->diagnostic->span.start < entity->block->range.end)
        return entity;
    }
  return NULL;
}

static QueristSchemaMember *
member_at (const Fixer *self)
{
  QueristSchemaEntity *entity = entity_at (self);

  for (guint i = 0; entity != NULL && i < entity->n_members; i++)
    {
      const QueristSchemaField *field = entity->members[i].field;

      if (field->range.start <= self->diagnostic->span.start &&
          self->diagnostic->span.start <= field->range.end)
        return &entity->members[i];
    }
  return NULL;
}

/* A name for a new field that the model does not have yet. */
static char *
free_name (const QueristSchemaEntity *entity,
           const char                *wanted)
{
  char *name = g_strdup (wanted);

  for (guint i = 2; querist_schema_find_member (entity, name) != NULL; i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s%u", wanted, i);
    }
  return name;
}

static char *
lower_first (const char *name)
{
  gunichar c = g_unichar_tolower (g_utf8_get_char (name));
  char first[7] = { 0 };

  g_unichar_to_utf8 (c, first);
  return g_strconcat (first, g_utf8_next_char (name), NULL);
}

static void
fix_replacement (Fixer *self)
{
  const QueristDiagnostic *diagnostic = self->diagnostic;
  QueristSchemaRange range = { diagnostic->span.start,
                               diagnostic->span.start + diagnostic->span.length };
  QueristSchemaFix *fix;

  if (diagnostic->replacement == NULL)
    return;
  if (*diagnostic->replacement == '\0')
    fix = add_fix (self, "Remove it");
  else if (strlen (diagnostic->replacement) < 60)
    fix = add_fix (self, "Change to “%s”", diagnostic->replacement);
  else
    fix = add_fix (self, "Change it");
  edit (self, fix, range, "%s", diagnostic->replacement);
}

static void
fix_unknown_type (Fixer *self)
{
  const QueristSchemaMember *member = member_at (self);
  QueristSchemaFix *fix;
  const char *name;
  guint end;

  if (member == NULL || member->kind != QUERIST_SCHEMA_KIND_UNKNOWN ||
      member->field->type.text == NULL)
    return;
  name = member->field->type.text;
  end = member->entity->block->range.end;
  fix = add_fix (self, "Create the model “%s”", name);
  edit (self, fix, at (end), "\n\nmodel %s {\n  id Int @id @default(autoincrement())\n}", name);
  fix = add_fix (self, "Create the enum “%s”", name);
  edit (self, fix, at (end), "\n\nenum %s {\n  VALUE\n}", name);
}

static void
fix_missing_opposite (Fixer *self)
{
  const QueristSchemaMember *member = member_at (self);
  g_autofree char *base = NULL, *plural = NULL, *name = NULL, *attribute = NULL;
  gboolean list;
  QueristSchemaFix *fix;
  QueristSchemaRange place;

  if (member == NULL || member->target == NULL || member->relation == NULL)
    return;
  list = member->field->arity != QUERIST_SCHEMA_LIST &&
         member->relation->cardinality != QUERIST_SCHEMA_ONE_TO_ONE;
  base = lower_first (member->entity->block->name.text);
  plural = querist_text_plural (base);
  name = free_name (member->target, list ? plural : base);
  attribute = member->relation_name != NULL
                ? g_strdup_printf (" @relation(\"%s\")", member->relation_name) : g_strdup ("");
  place = at (field_place (self, member->target->block));
  fix = add_fix (self, "Add the field “%s” to “%s”", name, member->target->block->name.text);
  edit (self, fix, place, "  %s %s%s%s\n", name, member->entity->block->name.text,
        list ? "[]" : "?", attribute);
}

static void
fix_missing_id (Fixer *self)
{
  const QueristSchemaEntity *entity = entity_at (self);
  const QueristSchemaMember *id;
  QueristSchemaFix *fix;

  if (entity == NULL)
    return;
  id = querist_schema_find_member (entity, "id");
  if (id != NULL && id->kind == QUERIST_SCHEMA_KIND_SCALAR &&
      id->field->arity == QUERIST_SCHEMA_REQUIRED)
    {
      fix = add_fix (self, "Make “id” the primary key");
      edit (self, fix, at (id->field->type_range.end), " @id");
    }
  else if (id == NULL)
    {
      fix = add_fix (self, "Add an id that counts up");
      edit (self, fix, at (entity->block->body.start),
            "  id Int @id @default(autoincrement())\n");
    }
}

/* The id of one field of the model that a relation field refers to. */
static const QueristSchemaMember *
target_id (const QueristSchemaMember *member)
{
  const QueristSchemaKey *id = member->target != NULL ? member->target->id : NULL;

  return id != NULL && id->n_parts == 1 ? id->parts[0].member : NULL;
}

static void
fix_missing_arguments (Fixer *self)
{
  const QueristSchemaMember *member = member_at (self), *id, *key;
  const char *optional;
  g_autofree char *wanted = NULL, *name = NULL;
  QueristSchemaFix *fix;

  if (member == NULL || (id = target_id (member)) == NULL || member->relation_attribute != NULL)
    return;
  optional = member->field->arity == QUERIST_SCHEMA_OPTIONAL ? "?" : "";
  wanted = g_strdup_printf ("%sId", member->field->name.text);
  key = querist_schema_find_member (member->entity, wanted);
  name = key != NULL ? g_strdup (wanted) : free_name (member->entity, wanted);
  fix = add_fix (self, "Keep the relation by “%s”", name);
  edit (self, fix, at (member->field->type_range.end), " @relation(fields: [%s], references: [%s])",
        name, id->field->name.text);
  if (key == NULL)
    edit (self, fix, at (line_end (self, member->field->range.end)), "\n  %s %s%s", name,
          id->field->type.text, optional);
}

static void
fix_unique (Fixer                     *self,
            const QueristSchemaEntity *entity,
            QueristSchemaMember      **members,
            guint                      n)
{
  QueristSchemaFix *fix;
  g_autoptr(GString) names = NULL;

  if (n == 1)
    {
      fix = add_fix (self, "Make “%s” unique", members[0]->field->name.text);
      edit (self, fix, at (members[0]->field->type_range.end), " @unique");
      return;
    }
  names = g_string_new (NULL);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (names, i > 0 ? ", %s" : "%s", members[i]->field->name.text);
  fix = add_fix (self, "Make %s together unique", names->str);
  edit (self, fix, at (entity->block->body.end), "\n  @@unique([%s])\n", names->str);
}

static void
fix_one_to_one (Fixer *self)
{
  const QueristSchemaMember *member = member_at (self);
  const QueristSchemaMember *far;
  QueristSchemaFix *fix;

  if (member == NULL || member->n_fields == 0)
    return;
  fix_unique (self, member->entity, member->fields, member->n_fields);
  far = member->relation != NULL ? member->relation->far : NULL;
  if (far == NULL)
    return;
  fix = add_fix (self, "Make “%s” of “%s” a list", far->field->name.text,
                 far->entity->block->name.text);
  edit (self, fix, far->field->type_range, "%s[]", far->field->type.text);
}

static void
fix_not_unique (Fixer *self)
{
  const QueristSchemaMember *member = member_at (self);

  if (member != NULL && member->n_references > 0)
    fix_unique (self, member->target, member->references, member->n_references);
}

static void
fix_relation_arity (Fixer *self)
{
  const QueristSchemaMember *member = member_at (self);
  QueristSchemaFix *fix;

  if (member == NULL || member->field->arity != QUERIST_SCHEMA_REQUIRED)
    return;
  fix = add_fix (self, "Make “%s” optional", member->field->name.text);
  edit (self, fix, at (member->field->type_range.end), "?");
}

static void
fix_type_mismatch (Fixer *self)
{
  const QueristSchemaMember *member = member_at (self);

  for (guint i = 0; member != NULL && i < MIN (member->n_fields, member->n_references); i++)
    {
      const QueristSchemaField *field = member->fields[i]->field;
      const QueristSchemaField *reference = member->references[i]->field;
      QueristSchemaFix *fix;

      if (g_str_equal (field->type.text, reference->type.text))
        continue;
      fix = add_fix (self, "Give “%s” the type %s", field->name.text, reference->type.text);
      edit (self, fix, field->type.range, "%s", reference->type.text);
    }
}

static void
fix_optional_id (Fixer *self)
{
  const QueristSchemaMember *member = member_at (self);
  QueristSchemaFix *fix;

  if (member == NULL || member->field->arity == QUERIST_SCHEMA_REQUIRED)
    return;
  fix = add_fix (self, "Make “%s” required", member->field->name.text);
  edit (self, fix, member->field->type_range, "%s", member->field->type.text);
}

static void
fix_missing_ignore (Fixer *self)
{
  const QueristSchemaMember *member = member_at (self);

  if (member != NULL)
    edit (self, add_fix (self, "Ignore “%s”", member->field->name.text),
          at (member->field->range.end), " @ignore");
}

static const struct
{
  const char *code;
  void      (*fix) (Fixer *self);
} fixers[] = {
  { "unknown-type", fix_unknown_type },
  { "missing-opposite", fix_missing_opposite },
  { "missing-id", fix_missing_id },
  { "missing-relation-arguments", fix_missing_arguments },
  { "one-to-one-unique", fix_one_to_one },
  { "not-unique", fix_not_unique },
  { "relation-arity", fix_relation_arity },
  { "type-mismatch", fix_type_mismatch },
  { "optional-id", fix_optional_id },
  { "missing-ignore", fix_missing_ignore },
};

/**
 * querist_schema_fixes:
 * @text: a schema's text
 * @length: its bytes, or -1 if it ends in a NUL
 * @diagnostic: a finding of querist_schema_check() about it
 *
 * Returns: (transfer full) (element-type QueristSchemaFix): ways to mend it, the likeliest first;
 *   maybe none
 */
GPtrArray *
querist_schema_fixes (const char              *text,
                      gssize                   length,
                      const QueristDiagnostic *diagnostic)
{
  g_auto(QueristSchemaSession) session = { NULL };
  Fixer self = { &session, diagnostic };

  self.fixes = g_ptr_array_new_with_free_func ((GDestroyNotify) querist_schema_fix_free);
  if (!querist_schema_session_open (&session, text, length) ||
      diagnostic->span.start + diagnostic->span.length > session.length)
    return self.fixes;
  fix_replacement (&self);
  for (guint i = 0; i < G_N_ELEMENTS (fixers); i++)
    {
      if (g_strcmp0 (diagnostic->code, fixers[i].code) == 0)
        fixers[i].fix (&self);
    }
  return self.fixes;
}
