/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-improvement-private.h"

#include <string.h>

#include "querist-text.h"

/* The two ends of a relation: what is wanted, found in the text.
 * @near: the model that holds the key
 * @fields: @n fields of it
 * @references: as many of @far
 * @name: (nullable): the relation's name
 */
typedef struct {
  QueristSchemaEntity *near;
  QueristSchemaEntity *far;
  QueristSchemaMember *fields[16];
  QueristSchemaMember *references[16];
  guint                n;
  char                *name;
} Ends;

static void
ends_clear (Ends *ends)
{
  g_free (ends->name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Ends, ends_clear)

static gboolean
find_columns (QueristImprover      *self,
              QueristSchemaEntity  *entity,
              GStrv                 names,
              QueristSchemaMember **members)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      members[i] = querist_improver_find_field (self, entity, names[i]);
      if (members[i] == NULL)
        return FALSE;
      if (members[i]->kind == QUERIST_SCHEMA_KIND_RELATION ||
          members[i]->field->arity == QUERIST_SCHEMA_LIST)
        return querist_improver_refuse (self, "“%s.%s” is no column", entity->block->name.text,
                                        names[i]);
    }
  return TRUE;
}

static gboolean
find_key (QueristImprover *self,
          Ends            *ends,
          GStrv            fields,
          GStrv            references)
{
  ends->n = g_strv_length (fields);
  if (ends->n == 0 || ends->n != g_strv_length (references) ||
      ends->n > G_N_ELEMENTS (ends->fields))
    return querist_improver_refuse (self, "It does not say which field refers to which");
  return find_columns (self, ends->near, fields, ends->fields) &&
         find_columns (self, ends->far, references, ends->references);
}

static QueristSchemaArity
key_arity (const Ends *ends)
{
  for (guint i = 0; i < ends->n; i++)
    {
      if (ends->fields[i]->field->arity == QUERIST_SCHEMA_OPTIONAL)
        return QUERIST_SCHEMA_OPTIONAL;
    }
  return QUERIST_SCHEMA_REQUIRED;
}

static gboolean
covers (const QueristSchemaKey *key,
        const Ends             *ends)
{
  for (guint i = 0; i < MIN (key->n_parts, ends->n); i++)
    {
      if (key->parts[i].member != ends->fields[i])
        return FALSE;
    }
  return key->n_parts >= ends->n;
}

static const QueristSchemaKey *
find_unique_key (const Ends *ends)
{
  if (ends->near->id != NULL && ends->near->id->n_parts == ends->n &&
      covers (ends->near->id, ends))
    return ends->near->id;
  for (const QueristSchemaKey *key = ends->near->keys; key != NULL; key = key->next)
    {
      if (key->kind == QUERIST_SCHEMA_KEY_UNIQUE && key->n_parts == ends->n && covers (key, ends))
        return key;
    }
  return NULL;
}

static gboolean
has_index (const Ends *ends)
{
  if (ends->near->id != NULL && covers (ends->near->id, ends))
    return TRUE;
  for (const QueristSchemaKey *key = ends->near->keys; key != NULL; key = key->next)
    {
      if (covers (key, ends))
        return TRUE;
    }
  return FALSE;
}

static char *
list_names (QueristSchemaMember **members,
            guint                 n)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", members[i]->field->name.text);
  return g_string_free (list, FALSE);
}

/* "@relation("Name", fields: [a], references: [b])", with what else the old one said. */
static char *
write_attribute (QueristImprover              *self,
                 const Ends                   *ends,
                 const QueristSchemaAttribute *old)
{
  static const char *const replaced[] = { "name", "fields", "references", NULL };
  g_autofree char *fields = list_names ((QueristSchemaMember **) ends->fields, ends->n);
  g_autofree char *references = list_names ((QueristSchemaMember **) ends->references, ends->n);
  GString *text = g_string_new ("@relation(");

  if (ends->name != NULL)
    g_string_append_printf (text, "\"%s\", ", ends->name);
  g_string_append_printf (text, "fields: [%s], references: [%s]", fields, references);
  for (const QueristSchemaArgument *argument = old != NULL ? old->arguments : NULL;
       argument != NULL; argument = argument->next)
    {
      if (argument->name.text != NULL && !g_strv_contains (replaced, argument->name.text))
        g_string_append_printf (text, ", %.*s",
                                (int) (argument->range.end - argument->range.start),
                                self->session->text + argument->range.start);
    }
  g_string_append_c (text, ')');
  return g_string_free (text, FALSE);
}

/* A new field behind the last one of @entity, its parts below those of that one. */
static void
insert_field (QueristImprover           *self,
              const QueristSchemaEntity *entity,
              const char                *name,
              const char                *type,
              const char                *attribute)
{
  const QueristSchemaBlock *block = entity->block;
  const QueristSchemaField *last = block->fields;
  int name_width = 0, type_width = 0;
  guint place = block->body.start;
  g_autofree char *line = NULL;

  while (last != NULL && last->next != NULL)
    last = last->next;
  if (last != NULL)
    {
      place = MIN (querist_improver_line_end (self, last->range.end), block->body.end);
      name_width = last->type_range.start - last->name.range.start - 1;
      if (last->attributes != NULL)
        type_width = last->attributes->range.start - last->type_range.start - 2;
    }
  line = g_strdup_printf ("  %-*s %-*s %s", name_width, name, type_width, type, attribute);
  querist_improver_replace (self, place, place, "%s\n", g_strchomp (line));
}

static void
insert_near (QueristImprover *self,
             const Ends      *ends,
             const char      *name)
{
  g_autofree char *attribute = write_attribute (self, ends, NULL);
  g_autofree char *type =
    g_strconcat (ends->far->block->name.text,
                 key_arity (ends) == QUERIST_SCHEMA_OPTIONAL ? "?" : "", NULL);

  insert_field (self, ends->near, name, type, attribute);
}

static void
insert_far (QueristImprover *self,
            const Ends      *ends,
            const char      *name,
            gboolean         one)
{
  g_autofree char *type = g_strconcat (ends->near->block->name.text, one ? "?" : "[]", NULL);
  g_autofree char *attribute =
    ends->name != NULL ? g_strdup_printf ("@relation(\"%s\")", ends->name) : g_strdup ("");

  insert_field (self, ends->far, name, type, attribute);
}

/* An attribute of the model, below the ones it has. */
static void
insert_block_attribute (QueristImprover *self,
                        const Ends      *ends,
                        const char      *name)
{
  const QueristSchemaBlock *block = ends->near->block;
  const QueristSchemaItem *last = NULL;
  g_autofree char *fields = list_names ((QueristSchemaMember **) ends->fields, ends->n);
  guint place;

  for (const QueristSchemaItem *item = block->items; item != NULL; item = item->next)
    {
      if (item->kind == QUERIST_SCHEMA_ITEM_ATTRIBUTE &&
          (last == NULL || !g_str_equal (item->attribute->name.text, "map")))
        last = item;
    }
  if (last != NULL && g_str_equal (last->attribute->name.text, "map"))
    place = querist_improver_line_start (self, last->range.start);
  else
    place = last != NULL ? MIN (querist_improver_line_end (self, last->range.end), block->body.end)
                         : block->body.end;
  querist_improver_replace (self, place, place, "%s  @@%s([%s])\n", last == NULL ? "\n" : "", name,
                            fields);
}

static void
make_unique (QueristImprover *self,
             const Ends      *ends)
{
  const QueristSchemaField *field = ends->fields[0]->field;

  if (ends->n == 1)
    querist_improver_replace (self, field->range.end, field->range.end, " @unique");
  else
    insert_block_attribute (self, ends, "unique");
}

static gboolean
make_repeatable (QueristImprover        *self,
                 const Ends             *ends,
                 const QueristSchemaKey *key)
{
  const char *text = self->session->text;
  guint start;

  if (key->member == NULL || key->kind != QUERIST_SCHEMA_KEY_UNIQUE)
    return querist_improver_refuse (self, "The key of “%s” tells its rows apart, so that each "
                                    "can be referred from once only",
                                    ends->near->block->name.text);
  start = key->attribute->range.start - 1; /* the @ */
  while (start > 0 && text[start - 1] == ' ')
    start--;
  querist_improver_replace (self, start, key->attribute->range.end, "%s", "");
  return TRUE;
}

/* Brings the key's uniqueness to the wanted cardinality; says what it comes to. */
static gboolean
settle_cardinality (QueristImprover *self,
                    const Ends      *ends,
                    gboolean        *one)
{
  const QueristSchemaKey *key = find_unique_key (ends);

  *one = self->change->cardinality == QUERIST_CARDINALITY_ONE ||
         (self->change->cardinality == QUERIST_CARDINALITY_UNSAID && key != NULL);
  if (*one && key == NULL)
    make_unique (self, ends);
  else if (!*one && key != NULL && !make_repeatable (self, ends, key))
    return FALSE;
  if (!*one && (key != NULL || !has_index (ends)))
    insert_block_attribute (self, ends, "index");
  return TRUE;
}

static gboolean
is_free (QueristImprover           *self,
         const QueristSchemaEntity *entity,
         const char                *name)
{
  if (querist_schema_find_member (entity, name) == NULL)
    return TRUE;
  return querist_improver_refuse (self, "“%s” has a field “%s” already",
                                  entity->block->name.text, name);
}

/* Whether relations between the two models have to be told apart by names. */
static gboolean
needs_name (QueristImprover *self,
            const Ends      *ends)
{
  if (ends->near == ends->far)
    return TRUE;
  for (guint i = 0; i < ends->near->n_members; i++)
    {
      if (ends->near->members[i].target == ends->far)
        return TRUE;
    }
  return FALSE;
}

/* Whether these fields refer to that model already. */
static const char *
find_same_relation (const Ends *ends)
{
  for (guint i = 0; i < ends->near->n_members; i++)
    {
      const QueristSchemaMember *member = &ends->near->members[i];
      gboolean same = member->target == ends->far && member->n_fields == ends->n;

      for (guint j = 0; same && j < ends->n; j++)
        same = member->fields[j] == ends->fields[j];
      if (same)
        return member->field->name.text;
    }
  return NULL;
}

static char *
compose_name (const char *model,
              const char *field)
{
  g_autofree char *pascal = querist_text_pascal_case (field);

  return g_strconcat (model, pascal, NULL);
}

/**
 * querist_improver_add:
 * @self: a relation on its way
 *
 * Adds both relation fields, and what keeps the reference fast.
 *
 * Returns: whether that can be done
 */
gboolean
querist_improver_add (QueristImprover *self)
{
  const QueristImprovement *change = self->change;
  g_auto(Ends) ends = { NULL };
  gboolean one;

  ends.near = querist_improver_find_model (self, change->model);
  ends.far = ends.near != NULL ? querist_improver_find_model (self, change->target) : NULL;
  if (ends.far == NULL || !find_key (self, &ends, change->fields, change->references) ||
      !is_free (self, ends.near, change->field) || !is_free (self, ends.far, change->opposite))
    return FALSE;
  if (ends.near == ends.far && g_str_equal (change->field, change->opposite))
    return querist_improver_refuse (self, "Both sides would have one name");
  if (find_same_relation (&ends) != NULL)
    return querist_improver_refuse (self, "“%s” refers to “%s” by these fields already",
                                    find_same_relation (&ends), change->target);
  if (change->name != NULL)
    ends.name = g_strdup (change->name);
  else if (needs_name (self, &ends))
    ends.name = compose_name (change->model, change->field);
  insert_near (self, &ends, change->field);
  if (!settle_cardinality (self, &ends, &one))
    return FALSE;
  insert_far (self, &ends, change->opposite, one);
  return TRUE;
}

/* The relation field that holds a key. */
static QueristSchemaMember *
find_near (QueristImprover *self)
{
  QueristSchemaEntity *entity = querist_improver_find_model (self, self->change->model);
  QueristSchemaMember *member = querist_improver_find_field (self, entity, self->change->field);

  if (member == NULL)
    return NULL;
  if (member->relation != NULL && member->relation->near == member && member->n_fields > 0 &&
      member->relation_attribute != NULL)
    return member;
  querist_improver_refuse (self, "“%s.%s” is no relation field that holds a key",
                           self->change->model, self->change->field);
  return NULL;
}

/* The side of the list, where the model stays the same. */
static void
rewrite_far (QueristImprover           *self,
             const Ends                *ends,
             const QueristSchemaMember *far,
             gboolean                   one)
{
  const QueristSchemaField *field = far->field;
  QueristSchemaArity arity = one ? QUERIST_SCHEMA_OPTIONAL : QUERIST_SCHEMA_LIST;
  const QueristSchemaAttribute *attribute = far->relation_attribute;

  if (field->arity != arity)
    querist_improver_set_type (self, field, field->type.text, arity);
  if (g_strcmp0 (far->relation_name, ends->name) == 0)
    return;
  if (attribute != NULL)
    querist_improver_replace (self, attribute->range.start - 1, attribute->range.end,
                              "@relation(\"%s\")", ends->name);
  else
    querist_improver_replace (self, field->range.end, field->range.end, " @relation(\"%s\")",
                              ends->name);
}

static gboolean
move_far (QueristImprover           *self,
          const Ends                *ends,
          const QueristSchemaMember *far,
          gboolean                   one)
{
  const char *name = self->change->opposite != NULL ? self->change->opposite
                                                    : far->field->name.text;

  if (!is_free (self, ends->far, name))
    return FALSE;
  querist_improver_delete_field (self, far->entity->block, far->field);
  insert_far (self, ends, name, one);
  return TRUE;
}

static GStrv
names_of (QueristSchemaMember **members,
          guint                 n)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < n; i++)
    g_strv_builder_add (builder, members[i]->field->name.text);
  return g_strv_builder_end (builder);
}

static void
rewrite_near (QueristImprover           *self,
              const Ends                *ends,
              const QueristSchemaMember *near)
{
  const QueristSchemaAttribute *attribute = near->relation_attribute;
  g_autofree char *written = write_attribute (self, ends, attribute);

  if (near->target != ends->far || near->field->arity != key_arity (ends))
    querist_improver_set_type (self, near->field, ends->far->block->name.text, key_arity (ends));
  querist_improver_replace (self, attribute->range.start - 1, attribute->range.end, "%s",
                            written);
}

/**
 * querist_improver_change:
 * @self: a correction of a relation on its way
 *
 * Rewrites both relation fields where they stand. What the change does not say stays as it is.
 *
 * Returns: whether that can be done
 */
gboolean
querist_improver_change (QueristImprover *self)
{
  const QueristImprovement *change = self->change;
  const QueristSchemaMember *near = find_near (self), *far;
  g_auto(Ends) ends = { NULL };
  g_auto(GStrv) fields = NULL;
  g_auto(GStrv) references = NULL;
  gboolean one;

  if (near == NULL)
    return FALSE;
  far = near->relation->far;
  ends.near = near->entity;
  ends.far = change->target != NULL ? querist_improver_find_model (self, change->target)
                                    : near->target;
  if (ends.far == NULL || far == NULL)
    return FALSE;
  fields = change->fields != NULL ? g_strdupv (change->fields)
                                  : names_of (near->fields, near->n_fields);
  references = change->references != NULL ? g_strdupv (change->references)
                                          : names_of (near->references, near->n_references);
  if (!find_key (self, &ends, fields, references))
    return FALSE;
  ends.name = g_strdup (change->name != NULL ? change->name : near->relation_name);
  rewrite_near (self, &ends, near);
  if (!settle_cardinality (self, &ends, &one))
    return FALSE;
  if (ends.far != near->target)
    return move_far (self, &ends, far, one);
  rewrite_far (self, &ends, far, one);
  return TRUE;
}

/**
 * querist_improver_remove:
 * @self: a removal of a relation on its way
 *
 * Takes both relation fields away; the columns stay.
 *
 * Returns: whether that can be done
 */
gboolean
querist_improver_remove (QueristImprover *self)
{
  const QueristSchemaMember *near = find_near (self);

  if (near == NULL)
    return FALSE;
  querist_improver_delete_field (self, near->entity->block, near->field);
  if (near->relation->far != NULL)
    querist_improver_delete_field (self, near->relation->far->entity->block,
                                   near->relation->far->field);
  return TRUE;
}
