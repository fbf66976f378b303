/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-improvement-private.h"

#include <string.h>

#include "querist-schema.h"

/* The order in which changes are tried, whatever order they come in: what takes names away comes
 * before what needs free ones. */
static const guint ranks[] = {
  [QUERIST_IMPROVEMENT_REMOVE_RELATION] = 0, [QUERIST_IMPROVEMENT_RENAME] = 1,
  [QUERIST_IMPROVEMENT_CHANGE_RELATION] = 2, [QUERIST_IMPROVEMENT_ADD_RELATION] = 3,
  [QUERIST_IMPROVEMENT_SET_OPTIONAL] = 4,    [QUERIST_IMPROVEMENT_SET_REQUIRED] = 5,
  [QUERIST_IMPROVEMENT_DESCRIBE] = 6,
};

/* A change under way.
 * @given: as it was given
 * @now: the same with the names that the text has by now
 */
typedef struct {
  guint                     index;
  const QueristImprovement *given;
  QueristImprovement       *now;
  char                     *problem;
} Step;

static void
step_free (Step *step)
{
  querist_improvement_free (step->now);
  g_free (step->problem);
  g_free (step);
}

static int
compare_steps (gconstpointer a,
               gconstpointer b)
{
  const Step *first = *(Step *const *) a, *second = *(Step *const *) b;
  const QueristImprovement *a_change = first->given, *b_change = second->given;
  int order = (int) ranks[a_change->kind] - (int) ranks[b_change->kind];

  if (order == 0)
    order = strcmp (a_change->model, b_change->model);
  if (order == 0)
    order = g_strcmp0 (a_change->field, b_change->field);
  return order != 0 ? order : g_strcmp0 (a_change->name, b_change->name);
}

static GPtrArray *
make_steps (GPtrArray *improvements)
{
  GPtrArray *steps = g_ptr_array_new_with_free_func ((GDestroyNotify) step_free);

  for (guint i = 0; i < improvements->len; i++)
    {
      Step *step = g_new0 (Step, 1);

      step->index = i;
      step->given = g_ptr_array_index (improvements, i);
      step->now = querist_improvement_copy (step->given);
      g_ptr_array_add (steps, step);
    }
  g_ptr_array_sort (steps, compare_steps);
  return steps;
}

static void
follow_all (GPtrArray                *steps,
            const QueristImprovement *rename)
{
  g_autoptr(GPtrArray) renames = g_ptr_array_new ();

  g_ptr_array_add (renames, (gpointer) rename);
  for (guint i = 0; i < steps->len; i++)
    {
      Step *step = g_ptr_array_index (steps, i);

      if (step->now != rename)
        querist_improvement_follow (step->now, renames);
    }
}

/* Tries one change. A description can't break anything, all else is checked if @careful. */
static gboolean
take_step (Step      *step,
           char     **text,
           gboolean   careful)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *changed = querist_improver_apply (*text, step->now, &error);

  g_clear_pointer (&step->problem, g_free);
  if (changed == NULL)
    step->problem = g_strdup (error->message);
  else if (careful && step->given->kind != QUERIST_IMPROVEMENT_DESCRIBE)
    step->problem = querist_improver_find_error (changed);
  if (step->problem != NULL)
    return FALSE;
  g_free (*text);
  *text = g_steal_pointer (&changed);
  return TRUE;
}

/* Takes all steps that can be taken: one may become possible through another, so they are tried
 * until none can be any more. What is left in @steps has a problem. */
static char *
take_steps (const char *text,
            GPtrArray  *steps,
            gboolean    careful)
{
  char *result = g_strdup (text);
  gboolean moved = TRUE;

  while (moved)
    {
      moved = FALSE;
      for (guint i = 0; i < steps->len;)
        {
          Step *step = g_ptr_array_index (steps, i);

          if (!take_step (step, &result, careful))
            {
              i++;
              continue;
            }
          if (step->now->kind == QUERIST_IMPROVEMENT_RENAME)
            follow_all (steps, step->now);
          g_ptr_array_remove_index (steps, i);
          moved = TRUE;
        }
    }
  return result;
}

static GPtrArray *
collect_problems (GPtrArray *improvements,
                  GPtrArray *left)
{
  GPtrArray *problems = g_ptr_array_new_full (improvements->len, g_free);

  g_ptr_array_set_size (problems, improvements->len);
  for (guint i = 0; i < left->len; i++)
    {
      Step *step = g_ptr_array_index (left, i);

      problems->pdata[step->index] = g_steal_pointer (&step->problem);
    }
  return problems;
}

/**
 * querist_improvements_apply:
 * @text: a schema without errors
 * @improvements: (element-type QueristImprovement): changes for it
 * @problems: (out) (optional) (element-type utf8): for each of them, why it was left out, or NULL
 * @error: return location: QUERIST_SCHEMA_ERROR_INVALID if @text has errors
 *
 * Makes the changes. Only the lines that they concern are touched. Those that can't be made, or
 * after which the schema would have errors, are left out. The result does not depend on the order
 * of @improvements.
 *
 * Returns: (transfer full) (nullable): the new text, which has no errors
 */
char *
querist_improvements_apply (const char  *text,
                            GPtrArray   *improvements,
                            GPtrArray  **problems,
                            GError     **error)
{
  g_autofree char *wrong = querist_improver_find_error (text);
  g_autofree char *result = NULL;
  g_autofree char *broken = NULL;
  g_autoptr(GPtrArray) steps = NULL;

  if (wrong != NULL)
    {
      g_set_error (error, QUERIST_SCHEMA_ERROR, QUERIST_SCHEMA_ERROR_INVALID,
                   "The schema has errors: %s. Mend them first", wrong);
      return NULL;
    }
  steps = make_steps (improvements);
  result = take_steps (text, steps, FALSE);
  broken = querist_improver_find_error (result);
  if (broken != NULL)
    {
      g_ptr_array_unref (steps);
      g_free (result);
      steps = make_steps (improvements);
      result = take_steps (text, steps, TRUE);
    }
  if (problems != NULL)
    *problems = collect_problems (improvements, steps);
  return g_steal_pointer (&result);
}
