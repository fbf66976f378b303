/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-improvement-private.h"

#include <stdarg.h>
#include <string.h>

#include "querist-rename-hint.h"
#include "querist-schema.h"

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

/**
 * querist_improver_find_edits:
 * @text: a schema
 * @change: what to do
 * @error: return location: QUERIST_SCHEMA_ERROR_INVALID with the reason
 *
 * Returns: (transfer full) (nullable) (element-type QueristTextEdit): the edits that make the
 *   change, in the order of the text; NULL if it can't be made
 */
GPtrArray *
querist_improver_find_edits (const char                *text,
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
      querist_text_edits_sort (self.edits);
      if (is_clean (&self))
        return self.edits;
    }
  g_propagate_error (error, self.error);
  g_ptr_array_unref (self.edits);
  return NULL;
}

/**
 * querist_improver_apply:
 * @text: a schema
 * @change: what to do
 * @error: return location: QUERIST_SCHEMA_ERROR_INVALID with the reason
 *
 * Returns: (transfer full) (nullable): the text with that one change, which may have errors
 */
char *
querist_improver_apply (const char                *text,
                        const QueristImprovement  *change,
                        GError                   **error)
{
  g_autoptr(GPtrArray) edits = querist_improver_find_edits (text, change, error);

  return edits != NULL ? querist_schema_apply_edits (text, -1, edits) : NULL;
}

/**
 * querist_improver_find_error:
 * @text: a schema
 *
 * Returns: (transfer full) (nullable): the message of the first error; NULL if there is none
 */
char *
querist_improver_find_error (const char *text)
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
