/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-schema-attributes.h"
#include "querist-text.h"

static const QueristSchemaSignature signature = {
  "name", { "name", "fields", "references", "onDelete", "onUpdate", "map", NULL }
};

static const struct
{
  const char               *name;
  QueristReferentialAction  action;
} actions[] = {
  { "Cascade", QUERIST_ACTION_CASCADE },   { "Restrict", QUERIST_ACTION_RESTRICT },
  { "NoAction", QUERIST_ACTION_NO_ACTION }, { "SetNull", QUERIST_ACTION_SET_NULL },
  { "SetDefault", QUERIST_ACTION_SET_DEFAULT },
};

static void
report_unknown_field (QueristSchemaAttributeContext *context,
                      const QueristSchemaExpression *item,
                      const char                    *argument,
                      const QueristSchemaEntity     *entity)
{
  g_autoptr(GPtrArray) names = NULL;
  const char *nearest;
  QueristDiagnostic *problem = querist_schema_problems_error (
    context->problems, item->range, "unknown-field",
    "“%s” names “%s”, which is no field of “%s”", argument, item->text,
    entity->block->name.text);

  if (problem == NULL)
    return;
  names = g_ptr_array_new ();
  for (guint i = 0; i < MIN (entity->n_members, 200); i++)
    {
      if (entity->members[i].kind != QUERIST_SCHEMA_KIND_RELATION)
        g_ptr_array_add (names, (gpointer) entity->members[i].field->name.text);
    }
  g_ptr_array_add (names, NULL);
  nearest = querist_text_nearest (item->text, (const char *const *) names->pdata);
  if (nearest == NULL)
    return;
  querist_schema_problem_advise (problem, "Did you mean “%s”?", nearest);
  querist_schema_problem_propose (problem, nearest);
}

/* Resolves `fields` or `references`; the result is empty if one of them is no good. */
static QueristSchemaMember **
resolve_members (QueristSchemaAttributeContext *context,
                 const QueristSchemaExpression *value,
                 const char                    *argument,
                 const QueristSchemaEntity     *entity,
                 guint                         *n)
{
  QueristSchemaMember **members = querist_schema_tree_alloc_many (
    context->schema->tree, sizeof (gpointer), querist_schema_count_items (value));
  g_autoptr(GHashTable) seen = g_hash_table_new (NULL, NULL);
  const QueristSchemaExpression *item =
    value->kind == QUERIST_SCHEMA_ARRAY ? value->items : value;
  gboolean complete = TRUE;

  for (*n = 0; item != NULL; item = item->next)
    {
      const char *name = querist_schema_get_constant (context->problems, item);
      QueristSchemaMember *member =
        name != NULL ? querist_schema_find_member (entity, name) : NULL;

      complete &= member != NULL && member->kind != QUERIST_SCHEMA_KIND_RELATION &&
                  member->kind != QUERIST_SCHEMA_KIND_UNKNOWN;
      if (name == NULL)
        continue;
      if (member == NULL)
        report_unknown_field (context, item, argument, entity);
      else if (member->kind == QUERIST_SCHEMA_KIND_UNKNOWN)
        querist_schema_problems_error (context->problems, item->range, "unknown-type",
                                       "“%s” names “%s”, whose type isn't known", argument, name);
      else if (member->kind == QUERIST_SCHEMA_KIND_RELATION)
        querist_schema_problems_error (context->problems, item->range, "attribute-on-relation",
                                       "“%s” names the relation field “%s”, which has no column",
                                       argument, name);
      else if (!g_hash_table_add (seen, member))
        querist_schema_problems_error (context->problems, item->range, "repeated-field",
                                       "“%s” names “%s” twice", argument, name);
      else
        members[(*n)++] = member;
    }
  if (!complete)
    *n = 0;
  return members;
}

static gboolean
resolve_action (QueristSchemaAttributeContext *context,
                const QueristSchemaAttribute  *attribute,
                const char                    *argument,
                QueristReferentialAction      *action)
{
  const QueristSchemaExpression *value =
    querist_schema_find_argument (attribute, &signature, argument);
  const char *name = querist_schema_get_constant (context->problems, value);
  const char *names[G_N_ELEMENTS (actions) + 1] = { NULL }, *nearest;
  QueristDiagnostic *problem;

  if (name == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      names[i] = actions[i].name;
      if (g_str_equal (name, names[i]))
        {
          *action = actions[i].action;
          return TRUE;
        }
    }
  problem = querist_schema_problems_error (context->problems, value->range, "wrong-value",
                                           "There is no referential action “%s”", name);
  querist_schema_problem_advise (problem, "The actions are Cascade, Restrict, NoAction, SetNull "
                                 "and SetDefault.");
  nearest = querist_text_nearest (name, names);
  if (nearest != NULL)
    querist_schema_problem_propose (problem, nearest);
  return FALSE;
}

static void
resolve_relation_name (QueristSchemaAttributeContext *context,
                       const QueristSchemaAttribute  *attribute)
{
  const char *name = querist_schema_get_string (
    context->problems, querist_schema_find_argument (attribute, &signature, "name"));

  if (name != NULL && *name == '\0')
    querist_schema_problems_error (context->problems, attribute->range, "empty-name",
                                   "The name of a relation can't be empty");
  else
    context->member->relation_name = name;
}

/**
 * querist_schema_resolve_relation:
 * @context: a relation field
 * @attribute: its `@relation`
 */
void
querist_schema_resolve_relation (QueristSchemaAttributeContext *context,
                                 const QueristSchemaAttribute  *attribute)
{
  QueristSchemaMember *member = context->member;
  const QueristSchemaExpression *fields =
    querist_schema_find_argument (attribute, &signature, "fields");
  const QueristSchemaExpression *references =
    querist_schema_find_argument (attribute, &signature, "references");

  member->relation_attribute = attribute;
  member->has_fields = fields != NULL;
  member->has_references = references != NULL;
  if (fields != NULL)
    member->fields = resolve_members (context, fields, "fields", context->entity,
                                      &member->n_fields);
  if (references != NULL)
    member->references = resolve_members (context, references, "references", member->target,
                                          &member->n_references);
  resolve_relation_name (context, attribute);
  member->has_on_delete = resolve_action (context, attribute, "onDelete", &member->on_delete);
  member->has_on_update = resolve_action (context, attribute, "onUpdate", &member->on_update);
  member->relation_map = querist_schema_get_map_argument (context->problems, attribute, "map");
}
