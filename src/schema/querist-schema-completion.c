/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-schema-context.h"
#include "querist-schema-session.h"

/* What can be written at a place, with what it does; "|" marks where typing goes on. */
typedef struct {
  const char *label;
  const char *insert;
  const char *detail;
} Word;

static const Word keywords[] = {
  { "model", "model | {\n  id Int @id @default(autoincrement())\n}", "A table" },
  { "enum", "enum | {\n  \n}", "A closed set of values" },
  { "datasource", "datasource db {\n  provider = \"|\"\n}", "The database" },
  { "generator", "generator client {\n  provider = \"|\"\n}", "A code generator of Prisma's" },
  { "view", "view | {\n  \n}", "A view of the database" },
  { NULL },
};

static const Word datasource_settings[] = {
  { "provider", "provider = \"|\"", "The kind of database" },
  { "url", "url = \"|\"", "Where the database is" },
  { "relationMode", "relationMode = \"|\"", "Who keeps references whole" },
  { NULL },
};

static const Word generator_settings[] = {
  { "provider", "provider = \"|\"", "The generator" },
  { "output", "output = \"|\"", "Where its files go" },
  { "previewFeatures", "previewFeatures = [|]", "Features to try" },
  { NULL },
};

static const Word provider_values[] = {
  { "sqlite", "sqlite", "A file" },
  { "postgresql", "postgresql", "A server" },
  { NULL },
};

static const Word relation_modes[] = {
  { "foreignKeys", "foreignKeys", "The database, by foreign keys" },
  { "prisma", "prisma", "Prisma’s client; no foreign keys" },
  { NULL },
};

static const Word feature_values[] = {
  { "views", "views", "The view block" },
  { NULL },
};

static const Word field_attributes[] = {
  { "id", "id", "The primary key" },
  { "unique", "unique", "No value twice" },
  { "default", "default(|)", "The value when none is given" },
  { "map", "map(\"|\")", "The column’s name in the database" },
  { "ignore", "ignore", "Left out of Prisma’s client" },
  { NULL },
};

static const Word date_attributes[] = {
  { "updatedAt", "updatedAt", "Set at every change" },
  { NULL },
};

static const Word relation_attributes[] = {
  { "relation", "relation(fields: [|], references: [])", "How the relation is kept" },
  { "ignore", "ignore", "Left out of Prisma’s client" },
  { NULL },
};

static const Word block_attributes[] = {
  { "id", "id([|])", "A primary key of several fields" },
  { "unique", "unique([|])", "No combination of values twice" },
  { "index", "index([|])", "An index" },
  { "map", "map(\"|\")", "The table’s name in the database" },
  { "ignore", "ignore", "Left out of Prisma’s client" },
  { NULL },
};

static const Word enum_attributes[] = {
  { "map", "map(\"|\")", "The name in the database" },
  { NULL },
};

static const Word relation_arguments[] = {
  { "fields", "fields: [|]", "The fields here that hold the key" },
  { "references", "references: [|]", "The fields there that it refers to" },
  { "onDelete", "onDelete: ", "When the other row is deleted" },
  { "onUpdate", "onUpdate: ", "When the other row’s key changes" },
  { "name", "name: \"|\"", "A name to tell relations apart" },
  { NULL },
};

static const Word key_arguments[] = {
  { "fields", "fields: [|]", "The fields covered" },
  { "map", "map: \"|\"", "The name in the database" },
  { NULL },
};

static const Word actions[] = {
  { "Cascade", "Cascade", "Do the same here" },
  { "Restrict", "Restrict", "Refuse it" },
  { "NoAction", "NoAction", "Let the database check at the end" },
  { "SetNull", "SetNull", "Empty the key here" },
  { "SetDefault", "SetDefault", "Put the default value here" },
  { NULL },
};

static const Word orders[] = {
  { "Asc", "Asc", "Smallest first" },
  { "Desc", "Desc", "Largest first" },
  { NULL },
};

static const Word booleans[] = {
  { "true", "true", NULL },
  { "false", "false", NULL },
  { NULL },
};

static const Word string_functions[] = {
  { "uuid()", "uuid()", "A random identifier" },
  { "cuid()", "cuid()", "A sortable identifier" },
  { "ulid()", "ulid()", "An identifier that sorts by time" },
  { "nanoid()", "nanoid()", "A short random identifier" },
  { NULL },
};

static const Word int_functions[] = {
  { "autoincrement()", "autoincrement()", "The next number" },
  { NULL },
};

static const Word date_functions[] = {
  { "now()", "now()", "The moment of writing" },
  { NULL },
};

static const Word any_functions[] = {
  { "dbgenerated()", "dbgenerated(\"|\")", "An SQL expression" },
  { NULL },
};

typedef struct {
  const QueristSchemaContext  *context;
  const QueristSchemaResolved *schema;
  const QueristSchemaEntity   *entity;
  GPtrArray                   *completions;
  char                        *typed;
} Completer;

static void
add (Completer               *self,
     QueristSchemaSymbolKind  kind,
     const char              *label,
     const char              *insert,
     const char              *detail)
{
  const char *caret = strchr (insert, '|');
  QueristSchemaCompletion *completion;

  if (g_ascii_strncasecmp (label, self->typed, strlen (self->typed)) != 0)
    return;
  completion = g_new0 (QueristSchemaCompletion, 1);
  completion->kind = kind;
  completion->label = g_strdup (label);
  completion->detail = g_strdup (detail);
  completion->caret = caret != NULL ? (gsize) (caret - insert) : strlen (insert);
  completion->insert = caret != NULL
                         ? g_strdup_printf ("%.*s%s", (int) completion->caret, insert, caret + 1)
                         : g_strdup (insert);
  g_ptr_array_add (self->completions, completion);
}

static void
add_words (Completer               *self,
           QueristSchemaSymbolKind  kind,
           const Word              *words)
{
  for (; words->label != NULL; words++)
    add (self, kind, words->label, words->insert, words->detail);
}

/* Values that are strings: with their quotes, unless these are there already. */
static void
add_strings (Completer  *self,
             const Word *words)
{
  for (; words->label != NULL; words++)
    {
      g_autofree char *quoted = g_strdup_printf ("\"%s\"", words->insert);

      add (self, QUERIST_SCHEMA_SYMBOL_VALUE, words->label,
           self->context->in_string ? words->insert : quoted, words->detail);
    }
}

static void
add_types (Completer *self)
{
  for (guint i = 0; i < QUERIST_N_SCALARS; i++)
    add (self, QUERIST_SCHEMA_SYMBOL_TYPE, querist_scalar_to_string (i),
         querist_scalar_to_string (i), "Built-in type");
  add (self, QUERIST_SCHEMA_SYMBOL_TYPE, "Unsupported", "Unsupported(\"|\")",
       "Any type of the database");
  for (guint i = 0; i < self->schema->entities->len; i++)
    {
      const QueristSchemaEntity *entity = g_ptr_array_index (self->schema->entities, i);

      add (self, QUERIST_SCHEMA_SYMBOL_MODEL, entity->block->name.text, entity->block->name.text,
           querist_schema_block_keyword (entity->block->kind));
    }
  for (guint i = 0; i < self->schema->enums->len; i++)
    {
      const QueristSchemaEnum *enumeration = g_ptr_array_index (self->schema->enums, i);

      add (self, QUERIST_SCHEMA_SYMBOL_ENUM, enumeration->block->name.text,
           enumeration->block->name.text, "enum");
    }
}

static void
add_members (Completer                 *self,
             const QueristSchemaEntity *entity)
{
  for (guint i = 0; entity != NULL && i < entity->n_members; i++)
    {
      const QueristSchemaField *field = entity->members[i].field;

      if (entity->members[i].kind != QUERIST_SCHEMA_KIND_RELATION)
        add (self, QUERIST_SCHEMA_SYMBOL_FIELD, field->name.text, field->name.text,
             field->type.text);
    }
}

static void
add_values (Completer               *self,
            const QueristSchemaEnum *enumeration)
{
  for (guint i = 0; i < enumeration->n_values; i++)
    add (self, QUERIST_SCHEMA_SYMBOL_VALUE, enumeration->values[i].field->name.text,
         enumeration->values[i].field->name.text, enumeration->block->name.text);
}

static void
add_defaults (Completer *self)
{
  QueristScalar scalar;

  if (self->context->type == NULL)
    return;
  if (querist_schema_find_enum (self->schema, self->context->type) != NULL)
    add_values (self, querist_schema_find_enum (self->schema, self->context->type));
  if (querist_scalar_from_string (self->context->type, &scalar))
    {
      if (scalar == QUERIST_SCALAR_BOOLEAN)
        add_words (self, QUERIST_SCHEMA_SYMBOL_VALUE, booleans);
      else if (scalar == QUERIST_SCALAR_STRING)
        add_words (self, QUERIST_SCHEMA_SYMBOL_FUNCTION, string_functions);
      else if (scalar == QUERIST_SCALAR_DATE_TIME)
        add_words (self, QUERIST_SCHEMA_SYMBOL_FUNCTION, date_functions);
      else if (scalar == QUERIST_SCALAR_INT || scalar == QUERIST_SCALAR_BIG_INT)
        add_words (self, QUERIST_SCHEMA_SYMBOL_FUNCTION, int_functions);
    }
  add_words (self, QUERIST_SCHEMA_SYMBOL_FUNCTION, any_functions);
}

static void
add_arguments (Completer *self)
{
  const char *attribute = self->context->attribute, *argument = self->context->argument;

  if (attribute == NULL || self->context->in_string)
    return;
  if (g_strcmp0 (argument, "onDelete") == 0 || g_strcmp0 (argument, "onUpdate") == 0)
    add_words (self, QUERIST_SCHEMA_SYMBOL_VALUE, actions);
  else if (argument != NULL && g_str_equal (argument, "sort"))
    add_words (self, QUERIST_SCHEMA_SYMBOL_VALUE, orders);
  else if (g_str_equal (attribute, "default"))
    add_defaults (self);
  else if (argument == NULL && g_str_equal (attribute, "relation"))
    add_words (self, QUERIST_SCHEMA_SYMBOL_ARGUMENT, relation_arguments);
  else if (argument == NULL && !g_str_equal (attribute, "map"))
    add_words (self, QUERIST_SCHEMA_SYMBOL_ARGUMENT, key_arguments);
}

static void
add_list_items (Completer *self)
{
  const char *attribute = self->context->attribute;

  if (attribute == NULL || self->context->in_string)
    return;
  if (g_strcmp0 (self->context->argument, "references") == 0)
    add_members (self, self->context->type != NULL
                         ? querist_schema_find_entity (self->schema, self->context->type)
                         : NULL);
  else if (g_str_equal (attribute, "default"))
    add_defaults (self);
  else
    add_members (self, self->entity);
}

static void
add_attributes (Completer *self)
{
  const char *type = self->context->type;

  if (g_str_equal (self->context->keyword, "enum"))
    add_words (self, QUERIST_SCHEMA_SYMBOL_ATTRIBUTE, enum_attributes);
  else if (type != NULL && querist_schema_find_entity (self->schema, type) != NULL)
    add_words (self, QUERIST_SCHEMA_SYMBOL_ATTRIBUTE, relation_attributes);
  else
    {
      add_words (self, QUERIST_SCHEMA_SYMBOL_ATTRIBUTE, field_attributes);
      if (g_strcmp0 (type, "DateTime") == 0)
        add_words (self, QUERIST_SCHEMA_SYMBOL_ATTRIBUTE, date_attributes);
    }
}

static void
add_setting_values (Completer *self)
{
  gboolean datasource = g_str_equal (self->context->keyword, "datasource");

  if (datasource && g_strcmp0 (self->context->field, "provider") == 0)
    add_strings (self, provider_values);
  else if (datasource && g_strcmp0 (self->context->field, "relationMode") == 0)
    add_strings (self, relation_modes);
  else if (!datasource && g_strcmp0 (self->context->field, "previewFeatures") == 0)
    add_strings (self, feature_values);
}

static void
complete (Completer *self)
{
  gboolean is_enum = g_strcmp0 (self->context->keyword, "enum") == 0;

  switch (self->context->place)
    {
    case QUERIST_SCHEMA_PLACE_TOP:
      add_words (self, QUERIST_SCHEMA_SYMBOL_KEYWORD, keywords);
      break;
    case QUERIST_SCHEMA_PLACE_SETTING:
      add_words (self, QUERIST_SCHEMA_SYMBOL_ARGUMENT,
                 g_str_equal (self->context->keyword, "datasource") ? datasource_settings
                                                                    : generator_settings);
      break;
    case QUERIST_SCHEMA_PLACE_SETTING_VALUE:
      add_setting_values (self);
      break;
    case QUERIST_SCHEMA_PLACE_TYPE:
      if (!is_enum)
        add_types (self);
      break;
    case QUERIST_SCHEMA_PLACE_ATTRIBUTE:
      add_attributes (self);
      break;
    case QUERIST_SCHEMA_PLACE_BLOCK_ATTRIBUTE:
      add_words (self, QUERIST_SCHEMA_SYMBOL_ATTRIBUTE,
                 is_enum ? enum_attributes : block_attributes);
      break;
    case QUERIST_SCHEMA_PLACE_ARGUMENT:
      add_arguments (self);
      break;
    case QUERIST_SCHEMA_PLACE_LIST:
      add_list_items (self);
      break;
    case QUERIST_SCHEMA_PLACE_FIELD:
    case QUERIST_SCHEMA_PLACE_NOWHERE:
    default:
      break;
    }
}

/**
 * querist_schema_complete:
 * @text: a schema's text
 * @length: its bytes, or -1 if it ends in a NUL
 * @offset: bytes into it: where the caret is
 * @start: (out): where the word begins that a completion takes the place of, up to @offset
 *
 * Returns: (transfer full) (element-type QueristSchemaCompletion): what could be written there,
 *   given what is typed already; the likeliest first
 */
GPtrArray *
querist_schema_complete (const char *text,
                         gssize      length,
                         gsize       offset,
                         gsize      *start)
{
  g_auto(QueristSchemaSession) session = { NULL };
  g_auto(QueristSchemaContext) context = { 0 };
  g_autofree char *typed = NULL;
  Completer self = { &context };

  self.completions =
    g_ptr_array_new_with_free_func ((GDestroyNotify) querist_schema_completion_free);
  *start = offset;
  if (!querist_schema_session_open (&session, text, length) || offset > session.length)
    return self.completions;
  querist_schema_context_find (&context, text, offset);
  *start = context.start;
  self.typed = typed = g_strndup (text + context.start, offset - context.start);
  self.schema = session.schema;
  if (context.block != NULL)
    self.entity = querist_schema_find_entity (session.schema, context.block);
  complete (&self);
  return self.completions;
}
