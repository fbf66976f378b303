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

/* The id of one field by which rows of a model can be referred to. */
static const QueristSchemaMember *
single_id (const QueristSchemaEntity *entity)
{
  const QueristSchemaKey *id = entity != NULL ? entity->id : NULL;

  return id != NULL && id->n_parts == 1 ? id->parts[0].member : NULL;
}

/* The name of the field that a relation field is kept by: one that is there, or a free one. */
static char *
key_name (const QueristSchemaEntity  *entity,
          const char                 *field,
          const QueristSchemaMember **key)
{
  g_autofree char *wanted = g_strdup_printf ("%sId", field);

  *key = querist_schema_find_member (entity, wanted);
  return *key != NULL ? g_steal_pointer (&wanted) : free_name (entity, wanted);
}

/* Keeps the relation of a field that says nothing about it by a key field, which is added when it
 * is not there. */
static void
keep_by_key (Fixer                     *self,
             QueristSchemaFix          *fix,
             const QueristSchemaMember *member,
             gboolean                   unique)
{
  const QueristSchemaMember *id = single_id (member->target), *key;
  g_autofree char *name = key_name (member->entity, member->field->name.text, &key);

  edit (self, fix, at (member->field->type_range.end), " @relation(fields: [%s], references: [%s])",
        name, id->field->name.text);
  if (key == NULL)
    edit (self, fix, at (line_end (self, member->field->range.end)), "\n  %s %s%s%s", name,
          id->field->type.text, member->field->arity == QUERIST_SCHEMA_OPTIONAL ? "?" : "",
          unique ? " @unique" : "");
  else if (unique)
    edit (self, fix, at (key->field->type_range.end), " @unique");
}

/* A field that refers to @member's model by its id, with the field that holds the key. */
static void
add_keeping_field (Fixer                     *self,
                   QueristSchemaFix          *fix,
                   const QueristSchemaMember *member,
                   const char                *name)
{
  const QueristSchemaMember *id = single_id (member->entity), *key;
  g_autofree char *holder = key_name (member->target, name, &key);
  QueristSchemaRange place = at (field_place (self, member->target->block));

  edit (self, fix, place, "  %s %s? @relation(%s%s%sfields: [%s], references: [%s])\n", name,
        member->entity->block->name.text, member->relation_name != NULL ? "\"" : "",
        member->relation_name != NULL ? member->relation_name : "",
        member->relation_name != NULL ? "\", " : "", holder, id->field->name.text);
  if (key == NULL)
    edit (self, fix, place, "  %s %s?\n", holder, id->field->type.text);
}

static void
fix_missing_opposite (Fixer *self)
{
  const QueristSchemaMember *member = member_at (self);
  g_autofree char *base = NULL, *plural = NULL, *name = NULL, *attribute = NULL;
  gboolean list, many;
  QueristSchemaFix *fix;

  if (member == NULL || member->target == NULL || member->relation == NULL)
    return;
  many = member->field->arity == QUERIST_SCHEMA_LIST;
  list = !many && member->relation->cardinality != QUERIST_SCHEMA_ONE_TO_ONE;
  base = lower_first (member->entity->block->name.text);
  plural = querist_text_plural (base);
  name = free_name (member->target, list ? plural : base);
  fix = add_fix (self, "Add the field “%s” to “%s”", name, member->target->block->name.text);
  if (many && single_id (member->entity) != NULL)
    {
      add_keeping_field (self, fix, member, name);
      return;
    }
  attribute = member->relation_name != NULL
                ? g_strdup_printf (" @relation(\"%s\")", member->relation_name) : g_strdup ("");
  edit (self, fix, at (field_place (self, member->target->block)), "  %s %s%s%s\n", name,
        member->entity->block->name.text, list ? "[]" : "?", attribute);
  if (!many && member->relation_attribute == NULL && single_id (member->target) != NULL)
    keep_by_key (self, fix, member, FALSE);
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
      id->field->arity != QUERIST_SCHEMA_LIST)
    {
      fix = add_fix (self, "Make “id” the primary key");
      edit (self, fix, id->field->type_range, "%s @id", id->field->type.text);
    }
  else if (id == NULL)
    {
      fix = add_fix (self, "Add an id that counts up");
      edit (self, fix, at (entity->block->body.start),
            "  id Int @id @default(autoincrement())\n");
    }
}

static void
fix_missing_arguments (Fixer *self)
{
  const QueristSchemaMember *member = member_at (self), *key;
  g_autofree char *name = NULL;

  if (member == NULL || single_id (member->target) == NULL || member->relation_attribute != NULL)
    return;
  name = key_name (member->entity, member->field->name.text, &key);
  keep_by_key (self, add_fix (self, "Keep the relation by “%s”", name), member, FALSE);
}

/* Neither side of a relation of two single fields says by what it is kept. */
static void
fix_both_sides (Fixer *self)
{
  const QueristSchemaMember *member = member_at (self), *other, *key;
  g_autofree char *name = NULL;
  QueristSchemaFix *fix;

  if (member == NULL || member->relation == NULL || member->relation->far == NULL)
    return;
  other = member->relation->near == member ? member->relation->far : member->relation->near;
  if (member->relation_attribute != NULL || other->relation_attribute != NULL ||
      member->field->arity == QUERIST_SCHEMA_LIST || other->field->arity == QUERIST_SCHEMA_LIST)
    return;
  if (single_id (member->target) != NULL)
    {
      name = key_name (member->entity, member->field->name.text, &key);
      fix = add_fix (self, "Keep the relation by “%s”", name);
      keep_by_key (self, fix, member, TRUE);
      edit (self, fix, other->field->type_range, "%s?", other->field->type.text);
    }
  if (single_id (other->target) != NULL)
    {
      fix = add_fix (self, "Make “%s” a list", member->field->name.text);
      edit (self, fix, member->field->type_range, "%s[]", member->field->type.text);
      keep_by_key (self, fix, other, FALSE);
    }
}

static gboolean
is_inside (const Fixer        *self,
           QueristSchemaRange  range)
{
  return range.start <= self->diagnostic->span.start &&
         self->diagnostic->span.start + self->diagnostic->span.length <= range.end;
}

static char *
dup_word (const Fixer *self)
{
  return g_strndup (self->session->text + self->diagnostic->span.start,
                    self->diagnostic->span.length);
}

/* A relation may name the field that holds its key before that field is written. */
static void
fix_unknown_field (Fixer *self)
{
  const QueristSchemaMember *member = member_at (self);
  const QueristSchemaMember *id = member != NULL ? single_id (member->target) : NULL;
  const QueristSchemaArgument *argument;
  g_autofree char *name = dup_word (self);
  QueristSchemaFix *fix;

  if (id == NULL || member->relation_attribute == NULL)
    return;
  for (argument = member->relation_attribute->arguments; argument != NULL;
       argument = argument->next)
    {
      if (g_strcmp0 (argument->name.text, "fields") == 0 && is_inside (self, argument->range))
        break;
    }
  if (argument == NULL)
    return;
  fix = add_fix (self, "Add the field “%s”", name);
  edit (self, fix, at (line_end (self, member->field->range.end)), "\n  %s %s%s", name,
        id->field->type.text, member->field->arity == QUERIST_SCHEMA_OPTIONAL ? "?" : "");
  /* likelier than a field of a similar name */
  g_ptr_array_insert (self->fixes, 0, g_ptr_array_steal_index (self->fixes, self->fixes->len - 1));
}

static const QueristSchemaExpression *
default_value (const QueristSchemaMember *member)
{
  for (const QueristSchemaAttribute *attribute = member->field->attributes; attribute != NULL;
       attribute = attribute->next)
    {
      if (g_str_equal (attribute->name.text, "default") && attribute->arguments != NULL)
        return attribute->arguments->value;
    }
  return NULL;
}

static const char *
nearest_value (const QueristSchemaEnum *enumeration,
               const char              *name)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < MIN (enumeration->n_values, 200); i++)
    g_ptr_array_add (names, (gpointer) enumeration->values[i].field->name.text);
  g_ptr_array_add (names, NULL);
  return querist_text_nearest (name, (const char *const *) names->pdata);
}

static void
fix_enum_default (Fixer *self)
{
  const QueristSchemaMember *member = member_at (self);
  const QueristSchemaEnum *enumeration = member != NULL ? member->enumeration : NULL;
  const QueristSchemaExpression *value = enumeration != NULL ? default_value (member) : NULL;
  const char *nearest;

  if (value == NULL || value->kind != QUERIST_SCHEMA_CONSTANT ||
      g_hash_table_contains (enumeration->by_name, value->text))
    return;
  nearest = nearest_value (enumeration, value->text);
  if (nearest != NULL)
    edit (self, add_fix (self, "Change to “%s”", nearest), value->range, "%s", nearest);
  edit (self, add_fix (self, "Add the value “%s” to “%s”", value->text,
                       enumeration->block->name.text),
        at (field_place (self, enumeration->block)), "  %s\n", value->text);
}

/* "modle Order {" */
static void
fix_keyword (Fixer *self)
{
  static const char *const keywords[] = {
    "model", "enum", "view", "type", "datasource", "generator", NULL
  };
  const char *start = self->session->text + self->diagnostic->span.start;
  guint length = 0, line = line_end (self, self->diagnostic->span.start) -
                           self->diagnostic->span.start;
  g_autofree char *word = NULL;
  const char *nearest;

  while (length < line && g_ascii_isalnum (start[length]))
    length++;
  word = g_strndup (start, length);
  nearest = querist_text_nearest (word, keywords);
  if (length == 0 || nearest == NULL || g_str_equal (nearest, word) ||
      memchr (start, '{', line) == NULL)
    return;
  edit (self, add_fix (self, "Change to “%s”", nearest),
        (QueristSchemaRange) { self->diagnostic->span.start,
                               self->diagnostic->span.start + length }, "%s", nearest);
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
  { "both-sides", fix_both_sides },
  { "unknown-field", fix_unknown_field },
  { "wrong-default", fix_enum_default },
  { "syntax", fix_keyword },
  { "one-to-one-unique", fix_one_to_one },
  { "not-unique", fix_not_unique },
  { "relation-arity", fix_relation_arity },
  { "type-mismatch", fix_type_mismatch },
  { "optional-id", fix_optional_id },
  { "missing-ignore", fix_missing_ignore },
};

/* By place; of those at one place, as they were made. */
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
  for (guint i = 0; i < self.fixes->len; i++)
    querist_text_edits_sort (((QueristSchemaFix *) self.fixes->pdata[i])->edits);
  return self.fixes;
}
