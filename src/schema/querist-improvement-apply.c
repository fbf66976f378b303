/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-improvement-private.h"

#include <stdarg.h>
#include <string.h>

#include "querist-line-diff.h"
#include "querist-rename-hint.h"
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

/* What the changes have in common */

/**
 * querist_improver_refuse:
 * @self: a change on its way
 * @format: why it can't be done
 *
 * Returns: %FALSE
 */
gboolean
querist_improver_refuse (QueristImprover *self,
                         const char      *format,
                         ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  if (self->error == NULL)
    self->error = g_error_new_literal (QUERIST_SCHEMA_ERROR, QUERIST_SCHEMA_ERROR_INVALID,
                                       message);
  return FALSE;
}

/**
 * querist_improver_replace:
 * @self: a change on its way
 * @start: bytes before the place
 * @end: bytes before what follows it
 * @format: what to put there
 *
 * Adds an edit of the text.
 */
void
querist_improver_replace (QueristImprover *self,
                          guint            start,
                          guint            end,
                          const char      *format,
                          ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (self->edits, querist_schema_session_edit (
                                  self->session, (QueristSchemaRange) { start, end }, text));
}

/**
 * querist_improver_line_start:
 * @self: a change on its way
 * @offset: a place
 *
 * Returns: where its line begins
 */
guint
querist_improver_line_start (QueristImprover *self,
                             guint            offset)
{
  while (offset > 0 && self->session->text[offset - 1] != '\n')
    offset--;
  return offset;
}

/**
 * querist_improver_line_end:
 * @self: a change on its way
 * @offset: a place
 *
 * Returns: where the next line begins, or the end of the text
 */
guint
querist_improver_line_end (QueristImprover *self,
                           guint            offset)
{
  while (offset < self->session->length && self->session->text[offset] != '\n')
    offset++;
  return MIN (offset + 1, self->session->length);
}

static gboolean
is_documentation (QueristImprover    *self,
                  QueristSchemaRange  comment)
{
  return comment.end - comment.start >= 3 &&
         strncmp (self->session->text + comment.start, "///", 3) == 0;
}

/* Documentation that is for people: a hint for the migration stays whatever else is said. */
static gboolean
is_description (QueristImprover    *self,
                QueristSchemaRange  comment)
{
  g_autofree char *line = NULL;

  if (!is_documentation (self, comment))
    return FALSE;
  line = g_strndup (self->session->text + comment.start + 3, comment.end - comment.start - 3);
  return !querist_rename_hint_matches (line);
}

static gboolean
is_comment_item (const QueristSchemaItem *item)
{
  return item != NULL && item->kind == QUERIST_SCHEMA_ITEM_COMMENT;
}

/* The first of the comment lines right above @item, @item itself if there is none. */
static const QueristSchemaItem *
find_comments (const QueristSchemaItem *items,
               const QueristSchemaItem *item)
{
  const QueristSchemaItem *first = NULL;

  for (const QueristSchemaItem *i = items; i != item; i = i->next)
    {
      if (!is_comment_item (i))
        first = NULL;
      else if (first == NULL)
        first = i;
    }
  return first != NULL ? first : item;
}

static const QueristSchemaItem *
find_field_item (const QueristSchemaBlock *block,
                 const QueristSchemaField *field)
{
  const QueristSchemaItem *item = block->items;

  while (item->kind != QUERIST_SCHEMA_ITEM_FIELD || item->field != field)
    item = item->next;
  return item;
}

static void
delete_line (QueristImprover *self,
             guint            offset)
{
  querist_improver_replace (self, querist_improver_line_start (self, offset),
                            querist_improver_line_end (self, offset), "%s", "");
}

/**
 * querist_improver_delete_field:
 * @self: a change on its way
 * @block: a model
 * @field: a field of it
 *
 * Takes the field's line away, and its description.
 */
void
querist_improver_delete_field (QueristImprover          *self,
                               const QueristSchemaBlock *block,
                               const QueristSchemaField *field)
{
  const QueristSchemaItem *item = find_field_item (block, field);

  for (const QueristSchemaItem *i = find_comments (block->items, item); i != item; i = i->next)
    {
      if (is_documentation (self, i->range))
        delete_line (self, i->range.start);
    }
  delete_line (self, field->range.start);
}

/**
 * querist_improver_set_type:
 * @self: a change on its way
 * @field: a field
 * @type: its new type
 * @arity: and what follows that
 *
 * Writes another type; what stands behind it stays in its column where there is room.
 */
void
querist_improver_set_type (QueristImprover          *self,
                           const QueristSchemaField *field,
                           const char               *type,
                           QueristSchemaArity        arity)
{
  static const char *const marks[] = {
    [QUERIST_SCHEMA_REQUIRED] = "",
    [QUERIST_SCHEMA_OPTIONAL] = "?",
    [QUERIST_SCHEMA_LIST] = "[]",
  };
  const char *text = self->session->text;
  guint start = field->type_range.start, end = field->type_range.end;
  g_autofree char *new_type = g_strconcat (type, marks[arity], NULL);
  glong grown = g_utf8_strlen (new_type, -1) - g_utf8_strlen (text + start, end - start);
  g_autofree char *padding = NULL;

  for (; grown > 0 && end + 1 < field->range.end && text[end] == ' ' && text[end + 1] == ' ';
       grown--)
    end++;
  padding = g_strnfill (grown < 0 && text[end] == ' ' ? -grown : 0, ' ');
  querist_improver_replace (self, start, end, "%s%s", new_type, padding);
}

/**
 * querist_improver_find_model:
 * @self: a change on its way
 * @name: its name
 *
 * Returns: (nullable): the model; the change is refused if there is none
 */
QueristSchemaEntity *
querist_improver_find_model (QueristImprover *self,
                             const char      *name)
{
  QueristSchemaEntity *entity = querist_schema_find_entity (self->session->schema, name);

  if (entity != NULL && querist_schema_entity_is_model (entity))
    return entity;
  querist_improver_refuse (self, "There is no model “%s”", name);
  return NULL;
}

/**
 * querist_improver_find_field:
 * @self: a change on its way
 * @entity: (nullable): a model
 * @name: a field's name
 *
 * Returns: (nullable): the field; the change is refused if there is none
 */
QueristSchemaMember *
querist_improver_find_field (QueristImprover     *self,
                             QueristSchemaEntity *entity,
                             const char          *name)
{
  QueristSchemaMember *member =
    entity != NULL ? querist_schema_find_member (entity, name) : NULL;

  if (member == NULL && entity != NULL)
    querist_improver_refuse (self, "“%s” has no field “%s”", entity->block->name.text, name);
  return member;
}

/* Names and descriptions */

static const QueristSchemaItem *
find_item (QueristImprover         *self,
           const QueristSchemaItem **items)
{
  const QueristImprovement *change = self->change;

  *items = self->session->schema->tree->items;
  for (const QueristSchemaItem *item = *items; item != NULL; item = item->next)
    {
      if (item->kind != QUERIST_SCHEMA_ITEM_BLOCK ||
          item->block->kind >= QUERIST_SCHEMA_DATASOURCE ||
          !g_str_equal (item->block->name.text, change->model))
        continue;
      if (change->field == NULL)
        return item;
      *items = item->block->items;
      for (const QueristSchemaField *field = item->block->fields; field != NULL;
           field = field->next)
        {
          if (g_str_equal (field->name.text, change->field))
            return find_field_item (item->block, field);
        }
      querist_improver_refuse (self, "“%s” has no field “%s”", change->model, change->field);
      return NULL;
    }
  querist_improver_refuse (self, "There is no model “%s”", change->model);
  return NULL;
}

/* Puts the text in place of what the comment lines above and the one behind have said so far. */
static void
write_documentation (QueristImprover         *self,
                     const QueristSchemaItem *items,
                     const QueristSchemaItem *item)
{
  guint line_start = querist_improver_line_start (self, item->range.start);
  gboolean written = FALSE;

  for (const QueristSchemaItem *i = find_comments (items, item); i != item; i = i->next)
    {
      if (!is_description (self, i->range))
        continue;
      if (written)
        delete_line (self, i->range.start);
      else
        querist_improver_replace (self, i->range.start, i->range.end, "/// %s",
                                  self->change->text);
      written = TRUE;
    }
  if (!written)
    querist_improver_replace (self, line_start, line_start, "%.*s/// %s\n",
                              (int) (item->range.start - line_start),
                              self->session->text + line_start, self->change->text);
  if (item->kind == QUERIST_SCHEMA_ITEM_FIELD && is_description (self, item->comment))
    querist_improver_replace (self, item->field->range.end, item->comment.end, "%s", "");
}

/**
 * querist_improver_describe:
 * @self: a change on its way
 *
 * Returns: whether the description can be written
 */
gboolean
querist_improver_describe (QueristImprover *self)
{
  const QueristSchemaItem *items = NULL, *item = find_item (self, &items);
  g_auto(GStrv) former_names = NULL;
  g_autofree char *present = NULL;
  guint line_start;

  if (item == NULL)
    return FALSE;
  present = querist_rename_hint_strip (item->kind == QUERIST_SCHEMA_ITEM_FIELD
                                         ? item->field->documentation
                                         : item->block->documentation,
                                       &former_names);
  if (g_strcmp0 (present, self->change->text) == 0)
    return querist_improver_refuse (self, "The description says so already");
  line_start = querist_improver_line_start (self, item->range.start);
  for (guint i = line_start; i < item->range.start; i++)
    {
      if (!g_ascii_isspace (self->session->text[i]))
        return querist_improver_refuse (self, "It does not stand on a line of its own");
    }
  write_documentation (self, items, item);
  return TRUE;
}

/* What stands behind a name in columns stays in them where there is room. */
static void
keep_columns (QueristImprover *self,
              GPtrArray       *edits)
{
  for (guint i = 0; i < edits->len; i++)
    {
      QueristTextEdit *edit = g_ptr_array_index (edits, i);
      const char *old = self->session->text + edit->span.start;
      const char *blank = old + edit->span.length;
      glong grown = g_utf8_strlen (edit->text, -1) - g_utf8_strlen (old, edit->span.length);
      guint room = 0;

      while (blank[room] == ' ' && blank[room + 1] == ' ')
        room++;
      if (edit->span.length == 0 || room == 0)
        continue;
      if (grown > 0)
        edit->span.length += MIN ((guint) grown, room);
      else
        {
          g_autofree char *padding = g_strnfill (-grown, ' ');
          char *padded = g_strconcat (edit->text, padding, NULL);

          g_free (edit->text);
          edit->text = padded;
        }
    }
}

static gboolean
rename_it (QueristImprover *self)
{
  const QueristSchemaItem *items = NULL, *item = find_item (self, &items);
  QueristSchemaName name;
  GPtrArray *edits;

  if (item == NULL)
    return FALSE;
  name = item->kind == QUERIST_SCHEMA_ITEM_FIELD ? item->field->name : item->block->name;
  if (g_str_equal (name.text, self->change->name))
    return querist_improver_refuse (self, "It has that name already");
  edits = querist_schema_rename (self->session->text, self->session->length, name.range.start,
                                 self->change->name, &self->error);
  if (edits == NULL)
    return FALSE;
  keep_columns (self, edits);
  g_ptr_array_unref (self->edits);
  self->edits = edits;
  return TRUE;
}

/* Whether a field may be empty */

static gboolean
all_required (const QueristSchemaMember *relation,
              const QueristSchemaMember *but)
{
  for (guint i = 0; i < relation->n_fields; i++)
    {
      if (relation->fields[i] != but &&
          relation->fields[i]->field->arity != QUERIST_SCHEMA_REQUIRED)
        return FALSE;
    }
  return TRUE;
}

/* A relation field is as optional as the fields that hold its key. */
static void
follow_arity (QueristImprover     *self,
              QueristSchemaMember *member,
              QueristSchemaArity   arity)
{
  for (guint i = 0; i < member->entity->n_members; i++)
    {
      const QueristSchemaMember *other = &member->entity->members[i];
      gboolean holds = FALSE;

      for (guint j = 0; j < other->n_fields; j++)
        holds |= other->fields[j] == member;
      if (holds && other->field->arity != arity &&
          (arity == QUERIST_SCHEMA_OPTIONAL || all_required (other, member)))
        querist_improver_set_type (self, other->field, other->field->type.text, arity);
    }
}

static gboolean
set_arity (QueristImprover    *self,
           QueristSchemaArity  from,
           QueristSchemaArity  to)
{
  QueristSchemaEntity *entity = querist_improver_find_model (self, self->change->model);
  QueristSchemaMember *member = querist_improver_find_field (self, entity, self->change->field);

  if (member == NULL)
    return FALSE;
  if (member->kind == QUERIST_SCHEMA_KIND_RELATION)
    return querist_improver_refuse (self, "It is a relation; its key field decides");
  if (member->field->arity != from || member->field->unsupported)
    return querist_improver_refuse (self, "It is so already, or can't be");
  querist_improver_set_type (self, member->field, member->field->type.text, to);
  follow_arity (self, member, to);
  return TRUE;
}

/* One change */

static gboolean
collect_edits (QueristImprover *self)
{
  switch (self->change->kind)
    {
    case QUERIST_IMPROVEMENT_RENAME:
      return rename_it (self);
    case QUERIST_IMPROVEMENT_DESCRIBE:
      return querist_improver_describe (self);
    case QUERIST_IMPROVEMENT_ADD_RELATION:
      return querist_improver_add (self);
    case QUERIST_IMPROVEMENT_CHANGE_RELATION:
      return querist_improver_change (self);
    case QUERIST_IMPROVEMENT_REMOVE_RELATION:
      return querist_improver_remove (self);
    case QUERIST_IMPROVEMENT_SET_OPTIONAL:
      return set_arity (self, QUERIST_SCHEMA_REQUIRED, QUERIST_SCHEMA_OPTIONAL);
    case QUERIST_IMPROVEMENT_SET_REQUIRED:
    default:
      return set_arity (self, QUERIST_SCHEMA_OPTIONAL, QUERIST_SCHEMA_REQUIRED);
    }
}

static int
compare_edits (gconstpointer a,
               gconstpointer b)
{
  const QueristTextEdit *first = *(QueristTextEdit *const *) a;
  const QueristTextEdit *second = *(QueristTextEdit *const *) b;

  return first->span.start < second->span.start ? -1 : first->span.start > second->span.start;
}

/* Two edits of one place would lose one of them. */
static gboolean
is_clean (QueristImprover *self)
{
  gsize done = 0;

  for (guint i = 0; i < self->edits->len; i++)
    {
      const QueristTextEdit *edit = g_ptr_array_index (self->edits, i);

      if (edit->span.start < done)
        return querist_improver_refuse (self, "What it changes stands too close together");
      done = edit->span.start + edit->span.length;
    }
  return TRUE;
}

/* The edits that make one change of the text; NULL with the reason if it can't be made. */
static GPtrArray *
find_edits (const char                *text,
            const QueristImprovement  *change,
            GError                   **error)
{
  g_auto(QueristSchemaSession) session = { NULL };
  QueristImprover self = { .session = &session, .change = change };

  if (!querist_schema_session_open (&session, text, -1))
    {
      g_set_error (error, QUERIST_SCHEMA_ERROR, QUERIST_SCHEMA_ERROR_INVALID,
                   "The schema can't be read");
      return NULL;
    }
  self.edits = g_ptr_array_new_with_free_func ((GDestroyNotify) querist_text_edit_free);
  if (collect_edits (&self))
    {
      /* stable, as GLib sorts: insertions at one place stay in their order */
      g_ptr_array_sort (self.edits, compare_edits);
      if (is_clean (&self))
        return self.edits;
    }
  g_propagate_error (error, self.error);
  g_ptr_array_unref (self.edits);
  return NULL;
}

static char *
apply_one (const char                *text,
           const QueristImprovement  *change,
           GError                   **error)
{
  g_autoptr(GPtrArray) edits = find_edits (text, change, error);

  return edits != NULL ? querist_schema_apply_edits (text, -1, edits) : NULL;
}

static char *
find_error (const char *text)
{
  g_autoptr(GPtrArray) diagnostics = querist_schema_check (text, -1);

  for (guint i = 0; i < diagnostics->len; i++)
    {
      const QueristDiagnostic *found = g_ptr_array_index (diagnostics, i);

      if (found->severity == QUERIST_SEVERITY_ERROR)
        return g_strdup (found->message);
    }
  return NULL;
}

/* Many of them */

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
  g_autofree char *changed = apply_one (*text, step->now, &error);

  g_clear_pointer (&step->problem, g_free);
  if (changed == NULL)
    step->problem = g_strdup (error->message);
  else if (careful && step->given->kind != QUERIST_IMPROVEMENT_DESCRIBE)
    step->problem = find_error (changed);
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
  g_autofree char *wrong = find_error (text);
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
  broken = find_error (result);
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

/* Looking at a proposal */

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
  g_autofree char *changed = apply_one (text, change, &error);

  return changed != NULL ? find_error (changed) : g_strdup (error->message);
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

static gsize
line_start_of (const char *text,
               gsize       offset)
{
  while (offset > 0 && text[offset - 1] != '\n')
    offset--;
  return offset;
}

/* Where the line that @edit ends on ends. */
static gsize
line_end_of (const char            *text,
             const QueristTextEdit *edit)
{
  gsize last = edit->span.start + (edit->span.length > 0 ? edit->span.length - 1 : 0);
  const char *end = strchr (text + last, '\n');

  return end != NULL ? (gsize) (end + 1 - text) : last + strlen (text + last);
}

static void
add_changed_lines (GPtrArray  *lines,
                   const char *before,
                   const char *after,
                   guint       first_line)
{
  g_autoptr(GPtrArray) all = querist_line_diff (before, after);

  g_ptr_array_set_free_func (all, NULL);
  for (guint i = 0; i < all->len; i++)
    {
      QueristLine *line = g_ptr_array_index (all, i);

      if (line->kind == QUERIST_LINE_SAME)
        {
          querist_line_free (line);
          continue;
        }
      line->old_number += line->old_number > 0 ? first_line - 1 : 0;
      line->new_number = 0;
      g_ptr_array_add (lines, line);
    }
}

/* The lines that the edits change. Looking only at these is exact and fast however long the text
 * is. */
static GPtrArray *
diff_edits (const char *text,
            GPtrArray  *edits)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) querist_line_free);

  for (guint i = 0; i < edits->len;)
    {
      const QueristTextEdit *edit = g_ptr_array_index (edits, i);
      gsize start = line_start_of (text, edit->span.start), end = start, done = start;
      guint first_line = edit->span.line;
      g_autoptr(GString) after = g_string_new (NULL);
      g_autofree char *before = NULL;

      while (i < edits->len)
        {
          edit = g_ptr_array_index (edits, i);
          if (done > start && edit->span.start >= end)
            break;
          g_string_append_len (after, text + done, edit->span.start - done);
          g_string_append (after, edit->text);
          done = edit->span.start + edit->span.length;
          end = MAX (end, line_end_of (text, edit));
          i++;
          if (done == start)
            break;
        }
      g_string_append_len (after, text + done, end - done);
      before = g_strndup (text + start, end - start);
      add_changed_lines (lines, before, after->str, first_line);
    }
  return lines;
}

/* What a change adds to all the others. */
static GPtrArray *
diff_together (const char *text,
               GPtrArray  *improvements,
               guint       index)
{
  g_autoptr(GPtrArray) others = g_ptr_array_copy (improvements, NULL, NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = querist_improvements_apply (text, improvements, NULL, NULL);
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) querist_line_free);

  g_ptr_array_set_free_func (others, NULL);
  g_ptr_array_remove_index (others, index);
  before = querist_improvements_apply (text, others, NULL, NULL);
  if (before != NULL && after != NULL)
    add_changed_lines (lines, before, after, 1);
  return lines;
}

/**
 * querist_improvements_pieces:
 * @text: a schema without errors
 * @improvements: (element-type QueristImprovement): a proposal for it, as it was checked
 *
 * Shows each change by itself; one that can be made only together with others, as what it adds to
 * them.
 *
 * Returns: (transfer full) (element-type GPtrArray): for each of them the #QueristLine that it
 *   removes and adds, none where it can't be made
 */
GPtrArray *
querist_improvements_pieces (const char *text,
                             GPtrArray  *improvements)
{
  GPtrArray *pieces = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < improvements->len; i++)
    {
      const QueristImprovement *self = g_ptr_array_index (improvements, i);
      g_autoptr(GPtrArray) edits = find_edits (text, self, NULL);

      if (edits != NULL)
        g_ptr_array_add (pieces, diff_edits (text, edits));
      else if (self->problem == NULL)
        g_ptr_array_add (pieces, diff_together (text, improvements, i));
      else
        g_ptr_array_add (pieces, g_ptr_array_new ());
    }
  return pieces;
}
