/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-improvement-private.h"

#include "querist-schema.h"

static gboolean
is_name_of_text (QueristSchemaSession *session,
                 const char           *model,
                 const char           *field)
{
  const QueristSchemaEntity *entity = querist_schema_find_entity (session->schema, model);

  if (field == NULL)
    return entity != NULL || querist_schema_find_enum (session->schema, model) != NULL;
  return entity != NULL && querist_schema_find_member (entity, field) != NULL;
}

/* The name that another change of the proposal would replace by @name. */
static void
undo_rename (QueristSchemaSession  *session,
             GPtrArray             *improvements,
             const char            *model,
             char                 **name)
{
  if (*name == NULL || is_name_of_text (session, model != NULL ? model : *name,
                                        model != NULL ? *name : NULL))
    return;
  for (guint i = 0; i < improvements->len; i++)
    {
      const QueristImprovement *other = g_ptr_array_index (improvements, i);
      char *old;

      if (other->kind != QUERIST_IMPROVEMENT_RENAME || g_strcmp0 (other->name, *name) != 0 ||
          (other->field != NULL) != (model != NULL) ||
          (model != NULL && !g_str_equal (other->model, model)))
        continue;
      /* it may be the very change that is looked at */
      old = g_strdup (model != NULL ? other->field : other->model);
      g_free (*name);
      *name = old;
      return;
    }
}

/* Who proposes a new name likes to use it in the next change already. */
static void
undo_renames (QueristSchemaSession *session,
              GPtrArray            *improvements)
{
  for (guint i = 0; i < improvements->len; i++)
    {
      QueristImprovement *self = g_ptr_array_index (improvements, i);

      undo_rename (session, improvements, NULL, &self->model);
      undo_rename (session, improvements, NULL, &self->target);
    }
  for (guint i = 0; i < improvements->len; i++)
    {
      QueristImprovement *self = g_ptr_array_index (improvements, i);

      if (self->kind != QUERIST_IMPROVEMENT_ADD_RELATION)
        undo_rename (session, improvements, self->model, &self->field);
      for (guint j = 0; self->fields != NULL && self->fields[j] != NULL; j++)
        undo_rename (session, improvements, self->model, &self->fields[j]);
      for (guint j = 0; self->target != NULL && self->references != NULL &&
                        self->references[j] != NULL; j++)
        undo_rename (session, improvements, self->target, &self->references[j]);
    }
}

/* Two changes of one thing: the first one stays. */
static gboolean
is_same_thing (const QueristImprovement *a,
               const QueristImprovement *b)
{
  return a->kind == b->kind && g_str_equal (a->model, b->model) &&
         g_strcmp0 (a->field, b->field) == 0;
}

static void
drop_repeated (GPtrArray *improvements)
{
  for (guint i = 1; i < improvements->len;)
    {
      gboolean repeated = FALSE;

      for (guint j = 0; j < i && !repeated; j++)
        repeated = is_same_thing (g_ptr_array_index (improvements, j),
                                  g_ptr_array_index (improvements, i));
      if (repeated)
        g_ptr_array_remove_index (improvements, i);
      else
        i++;
    }
}

static guint
place_of (QueristSchemaSession *session,
          const char           *model)
{
  guint place = 0;

  for (const QueristSchemaBlock *block = session->schema->tree->blocks; block != NULL;
       block = block->next, place++)
    {
      if (g_str_equal (block->name.text, model))
        return place;
    }
  return G_MAXUINT;
}

static int
compare_places (gconstpointer a,
                gconstpointer b,
                gpointer      user_data)
{
  const QueristImprovement *first = *(QueristImprovement *const *) a;
  const QueristImprovement *second = *(QueristImprovement *const *) b;
  guint place = place_of (user_data, first->model), other = place_of (user_data, second->model);

  return place < other ? -1 : place > other;
}

/* A change that can't be made with all the others may still be one without them. */
static char *
find_problem_alone (const char               *text,
                    const QueristImprovement *change)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *changed = querist_improver_apply (text, change, &error);

  return changed != NULL ? querist_improver_find_error (changed) : g_strdup (error->message);
}

/**
 * querist_improvements_check:
 * @text: a schema without errors
 * @improvements: (element-type QueristImprovement): a proposal for it
 * @error: return location: QUERIST_SCHEMA_ERROR_INVALID if @text has errors
 *
 * Finds out which changes can be made and notes the problem of each that can't. Names that other
 * changes of the proposal give are put back to those of @text, changes that come twice are dropped,
 * and those of one model come together, in the order of the text.
 *
 * Returns: whether the proposal was looked at
 */
gboolean
querist_improvements_check (const char  *text,
                            GPtrArray   *improvements,
                            GError     **error)
{
  g_auto(QueristSchemaSession) session = { NULL };
  g_autoptr(GPtrArray) problems = NULL;
  g_autofree char *result = NULL;

  if (querist_schema_session_open (&session, text, -1))
    {
      undo_renames (&session, improvements);
      g_ptr_array_sort_with_data (improvements, compare_places, &session);
    }
  drop_repeated (improvements);
  if (improvements->len > QUERIST_IMPROVEMENTS_MAX)
    g_ptr_array_set_size (improvements, QUERIST_IMPROVEMENTS_MAX);
  result = querist_improvements_apply (text, improvements, &problems, error);
  if (result == NULL)
    return FALSE;
  for (guint i = 0; i < improvements->len; i++)
    {
      QueristImprovement *self = g_ptr_array_index (improvements, i);

      g_clear_pointer (&self->problem, g_free);
      if (problems->pdata[i] != NULL)
        self->problem = find_problem_alone (text, self);
    }
  return TRUE;
}
