/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-schema-part.h"

#include <string.h>

#include "querist-schema-session.h"
#include "querist-schema-text.h"
#include "querist-text.h"

#define DEFAULT_BUDGET 6000
/* Of the budget that may go to naming the models of the other parts. */
#define OUTLINE_SHARE 4
#define MAX_LISTED 20
#define MAX_EXAMPLES 5
#define MAX_EXAMPLE_CHARS 40

typedef struct {
  QueristSchemaSession *session;
  GPtrArray            *facts;
  QueristDisclosure     disclosure;
} Teller;

/**
 * querist_table_facts_from_statistics:
 * @table: a table of a database
 * @known: what was found out about its data
 *
 * Returns: (transfer full): the same as facts
 */
QueristTableFacts *
querist_table_facts_from_statistics (const QueristTable           *table,
                                     const QueristTableStatistics *known)
{
  QueristTableFacts *self = querist_table_facts_new (table->name);

  for (guint i = 0; i < known->columns->len; i++)
    {
      const QueristColumnStatistics *statistics = g_ptr_array_index (known->columns, i);
      const QueristColumn *column = querist_table_find_column (table, statistics->name);
      QueristColumnFacts *facts = querist_column_facts_new (statistics->name);

      facts->type = column != NULL ? column->type : QUERIST_SCALAR_STRING;
      facts->n_rows = known->n_rows;
      facts->n_empty = statistics->n_null;
      facts->n_distinct = statistics->n_distinct;
      facts->exact = !statistics->estimated;
      facts->min = g_strdup (statistics->min);
      facts->max = g_strdup (statistics->max);
      facts->values = g_strdupv (statistics->values);
      facts->complete = statistics->complete;
      g_ptr_array_add (self->columns, facts);
    }
  return self;
}

/* What is told of a column */

static void
tell_figures (GString                  *text,
              const QueristColumnFacts *facts)
{
  if (facts->n_rows == 0)
    return;
  if (facts->n_empty > 0)
    g_string_append_printf (text, ", %.3g %% without a value",
                            100.0 * facts->n_empty / facts->n_rows);
  if (facts->unique)
    g_string_append (text, ", no value twice");
  else
    g_string_append_printf (text, ", %s%" G_GUINT64_FORMAT " different values",
                            facts->exact ? "" : "about ", facts->n_distinct);
  if (facts->format != NULL)
    g_string_append_printf (text, ", written as %s", facts->format);
  if (facts->min != NULL && facts->max != NULL &&
      (querist_scalar_is_number (facts->type) || facts->type == QUERIST_SCALAR_DATE_TIME))
    g_string_append_printf (text, ", from %s to %s", facts->min, facts->max);
  else if (facts->max_length > 0)
    g_string_append_printf (text, ", %u to %u characters", facts->min_length, facts->max_length);
}

static void
tell_values (GString                  *text,
             const QueristColumnFacts *facts)
{
  guint n = facts->values != NULL ? g_strv_length (facts->values) : 0;
  gboolean all = facts->complete && n <= MAX_LISTED;

  n = MIN (n, all ? MAX_LISTED : MAX_EXAMPLES);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *value = querist_text_first_line (facts->values[i], MAX_EXAMPLE_CHARS);

      g_string_append_printf (text, "%s'%s'",
                              i > 0 ? ", " : all ? "; all values: " : "; examples: ", value);
    }
}

/* The share of the values that a relation finds on its other side. */
static void
tell_containment (GString                   *text,
                  Teller                    *self,
                  const QueristSchemaMember *member,
                  const QueristColumnFacts  *facts)
{
  for (guint i = 0; i < member->entity->n_members; i++)
    {
      const QueristSchemaMember *relation = &member->entity->members[i];
      const QueristColumnFacts *other;

      if (relation->n_fields != 1 || relation->n_references != 1 ||
          relation->fields[0] != member || relation->target == NULL)
        continue;
      other = querist_facts_find_column (self->facts, relation->target->table,
                                         relation->references[0]->column);
      if (facts->profile != NULL && other != NULL && other->profile != NULL &&
          facts->n_distinct > 0)
        g_string_append_printf (text, ", %.3g %% of them in %s.%s",
                                100 * querist_column_profile_containment (facts->profile,
                                                                          other->profile),
                                relation->target->block->name.text,
                                relation->references[0]->field->name.text);
    }
}

/* The values of a key tell nothing of what it stands for. */
static gboolean
is_key (const QueristSchemaMember *member)
{
  const QueristSchemaEntity *entity = member->entity;

  for (guint i = 0; entity->id != NULL && i < entity->id->n_parts; i++)
    {
      if (entity->id->parts[i].member == member)
        return TRUE;
    }
  for (guint i = 0; i < entity->n_members; i++)
    {
      for (guint j = 0; j < entity->members[i].n_fields; j++)
        {
          if (entity->members[i].fields[j] == member)
            return TRUE;
        }
    }
  return FALSE;
}

static void
tell_column (GString                   *text,
             Teller                    *self,
             const QueristSchemaMember *member)
{
  const QueristColumnFacts *facts =
    querist_facts_find_column (self->facts, member->entity->table, member->column);
  gsize before = text->len, start;

  if (facts == NULL || member->kind == QUERIST_SCHEMA_KIND_RELATION)
    return;
  g_string_append_printf (text, "%s.%s:", member->entity->block->name.text,
                          member->field->name.text);
  start = text->len;
  if (facts->label != NULL && g_strcmp0 (facts->label, member->field->name.text) != 0 &&
      g_strcmp0 (facts->label, member->column) != 0)
    {
      g_autofree char *label = querist_text_first_line (facts->label, 2 * MAX_EXAMPLE_CHARS);

      g_string_append_printf (text, ", header “%s”", label);
    }
  if (self->disclosure >= QUERIST_DISCLOSE_STATISTICS)
    {
      tell_figures (text, facts);
      tell_containment (text, self, member, facts);
    }
  if (self->disclosure >= QUERIST_DISCLOSE_VALUES && !is_key (member))
    tell_values (text, facts);
  if (text->len == start)
    {
      g_string_truncate (text, before);
      return;
    }
  g_string_erase (text, start, 1); /* the first comma */
  g_string_append_c (text, '\n');
}

static void
tell_model (GString                   *text,
            Teller                    *self,
            const QueristSchemaEntity *entity)
{
  const QueristTableFacts *facts = querist_facts_find_table (self->facts, entity->table);

  if (facts == NULL || facts->columns->len == 0)
    return;
  if (self->disclosure >= QUERIST_DISCLOSE_STATISTICS)
    g_string_append_printf (
      text, "%s: %" G_GUINT64_FORMAT " rows\n", entity->block->name.text,
      ((const QueristColumnFacts *) g_ptr_array_index (facts->columns, 0))->n_rows);
  for (guint i = 0; i < entity->n_members; i++)
    tell_column (text, self, &entity->members[i]);
}

/* Parts */

/* A block with the comments right above it. */
static char *
quote_block (QueristSchemaSession     *session,
             const QueristSchemaBlock *block)
{
  const QueristSchemaItem *item = session->schema->tree->items;
  guint start = block->range.start;
  gboolean commented = FALSE;

  for (; item != NULL && item->range.start < block->range.start; item = item->next)
    {
      gboolean comment = item->kind == QUERIST_SCHEMA_ITEM_COMMENT;

      if (comment && !commented)
        start = item->range.start;
      else if (!comment)
        start = block->range.start;
      commented = comment;
    }
  return g_strndup (session->text + start, block->range.end - start);
}

static char *
outline_model (const QueristSchemaEntity *entity)
{
  GString *text = g_string_new (entity->block->name.text);

  if (entity->id != NULL)
    {
      for (guint i = 0; i < entity->id->n_parts; i++)
        {
          const QueristSchemaField *field = entity->id->parts[i].member->field;

          g_string_append_printf (text, "%s%s %s", i > 0 ? ", " : ": key ", field->name.text,
                                  field->type.text);
        }
    }
  g_string_append_c (text, '\n');
  return g_string_free (text, FALSE);
}

static void
append_enums (GString                   *schema,
              QueristSchemaSession      *session,
              const QueristSchemaEntity *entity,
              GHashTable                *told)
{
  for (guint i = 0; i < entity->n_members; i++)
    {
      const QueristSchemaEnum *enumeration = entity->members[i].enumeration;
      g_autofree char *text = NULL;

      if (enumeration == NULL || !g_hash_table_add (told, (gpointer) enumeration))
        continue;
      text = quote_block (session, enumeration->block);
      g_string_append_printf (schema, "%s\n\n", text);
    }
}

/* The models that are not in the part, as far as there is room to name them. */
static char *
write_outline (QueristSchemaResolved *schema,
               guint                  first,
               guint                  last,
               guint                  budget)
{
  GString *outline = g_string_new (NULL);
  guint tokens = 0;

  for (guint i = 0; i < schema->entities->len; i++)
    {
      g_autofree char *line = outline_model (g_ptr_array_index (schema->entities, i));

      if (i >= first && i < last)
        continue;
      tokens += querist_schema_text_tokens (line);
      if (tokens > budget)
        break;
      g_string_append (outline, line);
    }
  return g_string_free (outline, FALSE);
}

/* As many models from @first on as fit, at least one; gives the first that does not. */
static QueristSchemaPart *
make_part (Teller *self,
           guint   first,
           guint   budget,
           guint  *next)
{
  QueristSchemaResolved *schema = self->session->schema;
  QueristSchemaPart *part = g_new0 (QueristSchemaPart, 1);
  g_autoptr(GHashTable) told = g_hash_table_new (NULL, NULL);
  g_autoptr(GString) models = g_string_new (NULL);
  g_autoptr(GString) knowledge = g_string_new (NULL);
  guint i;

  for (i = first; i < schema->entities->len; i++)
    {
      const QueristSchemaEntity *entity = g_ptr_array_index (schema->entities, i);
      gsize schema_before = models->len, knowledge_before = knowledge->len;
      g_autofree char *block = quote_block (self->session, entity->block);

      g_string_append_printf (models, "%s\n\n", block);
      append_enums (models, self->session, entity, told);
      tell_model (knowledge, self, entity);
      if (i > first && querist_schema_text_tokens (models->str) +
                         querist_schema_text_tokens (knowledge->str) > budget)
        {
          g_string_truncate (models, schema_before);
          g_string_truncate (knowledge, knowledge_before);
          break;
        }
    }
  *next = i;
  part->schema = g_strdup (models->str);
  part->knowledge = g_strdup (knowledge->str);
  part->outline = write_outline (schema, first, i, budget / OUTLINE_SHARE);
  part->tokens = querist_schema_text_tokens (part->schema) +
                 querist_schema_text_tokens (part->knowledge) +
                 querist_schema_text_tokens (part->outline);
  return part;
}

/**
 * querist_schema_parts_new:
 * @text: a schema
 * @facts: (nullable) (element-type QueristTableFacts): what is known of its data
 * @disclosure: what may be told of the data
 * @budget: tokens that a part may take, 0 for the default
 *
 * Takes a schema apart into pieces that an assistant can look at one by one. At
 * QUERIST_DISCLOSE_SCHEMA nothing in them comes from the data but the headers of the files; at
 * QUERIST_DISCLOSE_STATISTICS counts, lengths, and the ranges of numbers and dates do.
 *
 * Returns: (transfer full) (element-type QueristSchemaPart): the parts in the order of the text,
 *   none if it has no models
 */
GPtrArray *
querist_schema_parts_new (const char        *text,
                          GPtrArray         *facts,
                          QueristDisclosure  disclosure,
                          guint              budget)
{
  g_auto(QueristSchemaSession) session = { NULL };
  Teller self = { &session, facts, disclosure };
  GPtrArray *parts =
    g_ptr_array_new_with_free_func ((GDestroyNotify) querist_schema_part_free);
  guint next = 0;

  if (!querist_schema_session_open (&session, text, -1))
    return parts;
  while (next < session.schema->entities->len)
    g_ptr_array_add (parts, make_part (&self, next, budget > 0 ? budget : DEFAULT_BUDGET, &next));
  return parts;
}

/**
 * querist_schema_part_free:
 * @self: (transfer full) (nullable): a part
 */
void
querist_schema_part_free (QueristSchemaPart *self)
{
  if (self == NULL)
    return;
  g_free (self->schema);
  g_free (self->outline);
  g_free (self->knowledge);
  g_free (self);
}
