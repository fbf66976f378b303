/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-improvement-private.h"

#include "querist-text.h"

/* A relation that fewer of the values bear out is none. */
#define LEAST_CONTAINMENT 0.5

typedef struct {
  QueristSchemaSession *session;
  GPtrArray            *facts;
  QueristMeasureFunc    measure;
  gpointer              user_data;
} Scales;

static void
find (QueristImprovement *self,
      gboolean            doubtful,
      char               *finding)
{
  g_free (self->finding);
  self->finding = finding;
  self->doubtful = doubtful;
}

static const QueristSchemaMember *
find_member (Scales     *scales,
             const char *model,
             const char *field)
{
  const QueristSchemaEntity *entity = querist_schema_find_entity (scales->session->schema, model);

  return entity != NULL ? querist_schema_find_member (entity, field) : NULL;
}

static const QueristColumnFacts *
facts_of (Scales                    *scales,
          const QueristSchemaMember *member)
{
  return member != NULL && member->column != NULL
           ? querist_facts_find_column (scales->facts, member->entity->table, member->column)
           : NULL;
}

/* Says what the data say about a relation: @n_missing of the @n_distinct different values of @child
 * do not occur in @parent. One that they contradict gets a problem. */
static void
judge (QueristImprovement *self,
       const char         *child,
       const char         *parent,
       guint64             n_distinct,
       guint64             n_missing)
{
  g_autofree char *distinct = querist_text_format_count (n_distinct);
  g_autofree char *missing = querist_text_format_count (n_missing);
  gboolean removal = self->kind == QUERIST_IMPROVEMENT_REMOVE_RELATION;

  if (n_distinct == 0)
    return;
  if (n_missing == 0)
    {
      find (self, removal,
            g_strdup_printf ("All %s different values of %s occur in %s.", distinct, child,
                             parent));
      return;
    }
  if (!removal && self->problem == NULL &&
      n_distinct - n_missing < LEAST_CONTAINMENT * n_distinct)
    self->problem = g_strdup_printf ("The data contradict it: %s of %s different values of %s do "
                                     "not occur in %s", missing, distinct, child, parent);
  else
    find (self, !removal,
          g_strdup_printf (removal
                             ? "%s of %s different values of %s do not occur in %s."
                             : "%s of %s different values of %s do not occur in %s: a load rejects "
                               "the rows with these values.",
                           missing, distinct, child, parent));
}

/* The fields that the relation goes by, once @self is made; FALSE for more than one. */
static gboolean
find_key (Scales                    *scales,
          const QueristImprovement  *self,
          const char               **field,
          const char               **target,
          const char               **reference)
{
  const QueristSchemaEntity *entity =
    querist_schema_find_entity (scales->session->schema, self->model);
  const QueristSchemaMember *old =
    entity != NULL && self->kind != QUERIST_IMPROVEMENT_ADD_RELATION && self->field != NULL
      ? querist_schema_find_member (entity, self->field) : NULL;

  if (old != NULL && (old->n_fields != 1 || old->n_references != 1 || old->target == NULL))
    old = NULL;
  if (self->fields != NULL && self->fields[1] != NULL)
    return FALSE;
  *field = self->fields != NULL ? self->fields[0]
                                : old != NULL ? old->fields[0]->field->name.text : NULL;
  *target = self->target != NULL ? self->target
                                 : old != NULL ? old->target->block->name.text : NULL;
  *reference = self->references != NULL ? self->references[0]
                                        : old != NULL ? old->references[0]->field->name.text
                                                      : NULL;
  return *field != NULL && *target != NULL && *reference != NULL;
}

/* Compares the values in the files, or where there are none, in the database. */
static gboolean
compare_values (Scales                    *scales,
                const QueristSchemaMember *child,
                const QueristSchemaMember *parent,
                guint64                   *n_distinct,
                guint64                   *n_missing)
{
  const QueristColumnFacts *from = facts_of (scales, child), *to = facts_of (scales, parent);
  double part;

  if (from == NULL || from->profile == NULL || to == NULL || to->profile == NULL)
    return scales->measure != NULL && child->column != NULL && parent->column != NULL &&
           scales->measure (child->entity->table, child->column, parent->entity->table,
                            parent->column, n_distinct, n_missing, scales->user_data);
  part = querist_column_profile_containment (from->profile, to->profile);
  *n_distinct = from->n_distinct;
  *n_missing = (1 - part) * from->n_distinct + 0.5;
  /* a sample that misses something is not rounded to none */
  if (part < 1 && *n_missing == 0)
    *n_missing = 1;
  return from->n_distinct > 0;
}

static void
weigh_relation (Scales             *scales,
                QueristImprovement *self)
{
  const char *field, *target, *reference;
  const QueristSchemaMember *child, *parent;
  const QueristColumnFacts *facts;
  guint64 n_distinct, n_missing;

  if (!find_key (scales, self, &field, &target, &reference))
    return;
  child = find_member (scales, self->model, field);
  parent = find_member (scales, target, reference);
  if (child == NULL || parent == NULL)
    return;
  if (compare_values (scales, child, parent, &n_distinct, &n_missing))
    {
      g_autofree char *from = g_strdup_printf ("%s.%s", self->model, field);
      g_autofree char *to = g_strdup_printf ("%s.%s", target, reference);

      judge (self, from, to, n_distinct, n_missing);
    }
  facts = facts_of (scales, child);
  if (self->cardinality == QUERIST_CARDINALITY_ONE && self->problem == NULL && facts != NULL &&
      facts->profile != NULL && facts->n_distinct > 0 && !facts->unique)
    self->problem = g_strdup_printf ("The data contradict it: values of %s.%s occur in more than "
                                     "one row", self->model, field);
}

static void
weigh_emptiness (Scales             *scales,
                 QueristImprovement *self)
{
  const QueristColumnFacts *facts =
    facts_of (scales, find_member (scales, self->model, self->field));
  gboolean optional = self->kind == QUERIST_IMPROVEMENT_SET_OPTIONAL;
  g_autofree char *rows = NULL;
  g_autofree char *empty = NULL;

  if (facts == NULL || facts->n_rows == 0)
    return;
  rows = querist_text_format_count (facts->n_rows);
  empty = querist_text_format_count (facts->n_empty);
  if (facts->n_empty == 0)
    {
      find (self, optional, g_strdup_printf ("All %s rows have a value.", rows));
      return;
    }
  if (!optional && self->problem == NULL)
    self->problem = g_strdup_printf ("The data contradict it: %s of %s rows have no value", empty,
                                     rows);
  else
    find (self, !optional, g_strdup_printf ("%s of %s rows have no value.", empty, rows));
}

/**
 * querist_improvements_weigh:
 * @text: a schema
 * @improvements: (element-type QueristImprovement): a proposal for it
 * @facts: (nullable) (element-type QueristTableFacts): what is known of its data
 * @measure: (nullable): looks at values that no file has
 * @user_data: passed to @measure
 *
 * Holds the changes against the data: notes what they say, and a problem where they contradict.
 */
void
querist_improvements_weigh (const char         *text,
                            GPtrArray          *improvements,
                            GPtrArray          *facts,
                            QueristMeasureFunc  measure,
                            gpointer            user_data)
{
  g_auto(QueristSchemaSession) session = { NULL };
  Scales scales = { &session, facts, measure, user_data };

  if (!querist_schema_session_open (&session, text, -1))
    return;
  for (guint i = 0; i < improvements->len; i++)
    {
      QueristImprovement *self = g_ptr_array_index (improvements, i);

      switch (self->kind)
        {
        case QUERIST_IMPROVEMENT_ADD_RELATION:
        case QUERIST_IMPROVEMENT_CHANGE_RELATION:
        case QUERIST_IMPROVEMENT_REMOVE_RELATION:
          weigh_relation (&scales, self);
          break;
        case QUERIST_IMPROVEMENT_SET_OPTIONAL:
        case QUERIST_IMPROVEMENT_SET_REQUIRED:
          weigh_emptiness (&scales, self);
          break;
        default:
          break;
        }
    }
}
