/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-improvement.h"

#include <string.h>

#include "querist-json.h"
#include "querist-rename-hint.h"
#include "querist-schema.h"

/* What a name, a line and a key may have at most, whoever proposes them. */
#define MAX_NAME_BYTES 64
#define MAX_LINE_CHARS 300
#define MAX_KEY_FIELDS 16

static const char *const kinds[] = {
  [QUERIST_IMPROVEMENT_RENAME] = "rename",
  [QUERIST_IMPROVEMENT_DESCRIBE] = "describe",
  [QUERIST_IMPROVEMENT_ADD_RELATION] = "add_relation",
  [QUERIST_IMPROVEMENT_CHANGE_RELATION] = "change_relation",
  [QUERIST_IMPROVEMENT_REMOVE_RELATION] = "remove_relation",
  [QUERIST_IMPROVEMENT_SET_OPTIONAL] = "set_optional",
  [QUERIST_IMPROVEMENT_SET_REQUIRED] = "set_required",
};

static const char *const cardinalities[] = {
  [QUERIST_CARDINALITY_UNSAID] = "",
  [QUERIST_CARDINALITY_ONE] = "one",
  [QUERIST_CARDINALITY_MANY] = "many",
};

/**
 * querist_improvement_new:
 * @kind: what kind of change
 * @model: the block it is about
 * @field: (nullable): the field
 *
 * Returns: (transfer full): a change without anything more
 */
QueristImprovement *
querist_improvement_new (QueristImprovementKind  kind,
                         const char             *model,
                         const char             *field)
{
  QueristImprovement *self = g_new0 (QueristImprovement, 1);

  self->kind = kind;
  self->model = g_strdup (model);
  self->field = g_strdup (field);
  return self;
}

/**
 * querist_improvement_copy:
 * @self: a change
 *
 * Returns: (transfer full): the same
 */
QueristImprovement *
querist_improvement_copy (const QueristImprovement *self)
{
  QueristImprovement *copy = querist_improvement_new (self->kind, self->model, self->field);

  copy->name = g_strdup (self->name);
  copy->text = g_strdup (self->text);
  copy->target = g_strdup (self->target);
  copy->fields = g_strdupv (self->fields);
  copy->references = g_strdupv (self->references);
  copy->opposite = g_strdup (self->opposite);
  copy->cardinality = self->cardinality;
  copy->reason = g_strdup (self->reason);
  copy->problem = g_strdup (self->problem);
  copy->finding = g_strdup (self->finding);
  copy->doubtful = self->doubtful;
  return copy;
}

/**
 * querist_improvement_free:
 * @self: (transfer full) (nullable): a change
 */
void
querist_improvement_free (QueristImprovement *self)
{
  if (self == NULL)
    return;
  g_free (self->model);
  g_free (self->field);
  g_free (self->name);
  g_free (self->text);
  g_free (self->target);
  g_strfreev (self->fields);
  g_strfreev (self->references);
  g_free (self->opposite);
  g_free (self->reason);
  g_free (self->problem);
  g_free (self->finding);
  g_free (self);
}

/**
 * querist_improvements_new:
 *
 * Returns: (transfer full) (element-type QueristImprovement): an empty list
 */
GPtrArray *
querist_improvements_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) querist_improvement_free);
}

/**
 * querist_improvement_describe:
 * @self: a change
 *
 * Returns: (transfer full): what it does, in a line for a person
 */
char *
querist_improvement_describe (const QueristImprovement *self)
{
  g_autofree char *subject =
    self->field != NULL ? g_strdup_printf ("%s.%s", self->model, self->field)
                        : g_strdup (self->model);

  switch (self->kind)
    {
    case QUERIST_IMPROVEMENT_RENAME:
      return g_strdup_printf ("Rename %s to %s", subject, self->name);
    case QUERIST_IMPROVEMENT_DESCRIBE:
      return g_strdup_printf ("Describe %s", subject);
    case QUERIST_IMPROVEMENT_ADD_RELATION:
      return g_strdup_printf ("Relate %s to %s", self->model, self->target);
    case QUERIST_IMPROVEMENT_CHANGE_RELATION:
      return g_strdup_printf ("Correct the relation %s", subject);
    case QUERIST_IMPROVEMENT_REMOVE_RELATION:
      return g_strdup_printf ("Remove the relation %s", subject);
    case QUERIST_IMPROVEMENT_SET_OPTIONAL:
      return g_strdup_printf ("Make %s optional", subject);
    case QUERIST_IMPROVEMENT_SET_REQUIRED:
    default:
      return g_strdup_printf ("Make %s required", subject);
    }
}

/* Following renames */

static const char *
find_new_name (GPtrArray  *renames,
               const char *model,
               const char *field)
{
  for (guint i = 0; i < renames->len; i++)
    {
      const QueristImprovement *rename = g_ptr_array_index (renames, i);

      if (rename->kind == QUERIST_IMPROVEMENT_RENAME && g_str_equal (rename->model, model) &&
          g_strcmp0 (rename->field, field) == 0)
        return rename->name;
    }
  return field != NULL ? field : model;
}

static GStrv
follow_fields (GPtrArray  *renames,
               const char *model,
               GStrv       fields)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  if (fields == NULL)
    return NULL;
  for (guint i = 0; fields[i] != NULL; i++)
    g_strv_builder_add (builder, find_new_name (renames, model, fields[i]));
  return g_strv_builder_end (builder);
}

static void
set_string (char       **place,
            const char  *value)
{
  char *copy = g_strdup (value);

  g_free (*place);
  *place = copy;
}

/**
 * querist_improvement_follow:
 * @self: a change for a text
 * @renames: (element-type QueristImprovement): changes that were applied to that text; only those
 *   that rename count
 *
 * Makes it one for the text with the new names.
 */
void
querist_improvement_follow (QueristImprovement *self,
                            GPtrArray          *renames)
{
  GStrv fields = follow_fields (renames, self->model, self->fields);
  GStrv references =
    self->target != NULL ? follow_fields (renames, self->target, self->references) : NULL;

  g_strfreev (self->fields);
  self->fields = fields;
  if (references != NULL)
    {
      g_strfreev (self->references);
      self->references = references;
    }
  if (self->field != NULL && self->kind != QUERIST_IMPROVEMENT_ADD_RELATION)
    set_string (&self->field, find_new_name (renames, self->model, self->field));
  if (self->target != NULL)
    set_string (&self->target, find_new_name (renames, self->target, NULL));
  set_string (&self->model, find_new_name (renames, self->model, NULL));
}

/* JSON */

static void
set_member (JsonObject *object,
            const char *member,
            const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, member, value);
  else
    json_object_set_null_member (object, member);
}

static void
set_list (JsonObject *object,
          const char *member,
          GStrv       values)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    json_array_add_string_element (array, values[i]);
  json_object_set_array_member (object, member, array);
}

/**
 * querist_improvement_to_json:
 * @self: a change
 *
 * Returns: (transfer full): an object that querist_improvement_from_json() reads, with the problem
 *   and the finding where there are any
 */
JsonNode *
querist_improvement_to_json (const QueristImprovement *self)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_init_object (json_node_alloc (), object);
  gboolean relation = self->kind == QUERIST_IMPROVEMENT_ADD_RELATION ||
                      self->kind == QUERIST_IMPROVEMENT_CHANGE_RELATION;

  json_object_unref (object);
  json_object_set_string_member (object, "kind", kinds[self->kind]);
  json_object_set_string_member (object, "model", self->model);
  set_member (object, "field", self->field);
  if (self->kind == QUERIST_IMPROVEMENT_RENAME || relation)
    set_member (object, "name", self->name);
  if (self->kind == QUERIST_IMPROVEMENT_DESCRIBE)
    set_member (object, "text", self->text);
  if (relation)
    {
      set_member (object, "target", self->target);
      set_list (object, "fields", self->fields);
      set_list (object, "references", self->references);
      set_member (object, "opposite", self->opposite);
      set_member (object, "cardinality",
                  self->cardinality != QUERIST_CARDINALITY_UNSAID
                    ? cardinalities[self->cardinality] : NULL);
    }
  json_object_set_string_member (object, "reason", self->reason != NULL ? self->reason : "");
  if (self->problem != NULL)
    json_object_set_string_member (object, "problem", self->problem);
  if (self->finding != NULL)
    json_object_set_string_member (object, "finding", self->finding);
  if (self->doubtful)
    json_object_set_boolean_member (object, "doubtful", TRUE);
  return node;
}

static gboolean
fail (GError    **error,
      const char *message)
{
  g_set_error_literal (error, QUERIST_SCHEMA_ERROR, QUERIST_SCHEMA_ERROR_INVALID, message);
  return FALSE;
}

static gboolean
find_word (const char *const *words,
           gsize              n_words,
           const char        *word,
           guint             *index)
{
  for (gsize i = 0; word != NULL && i < n_words; i++)
    {
      if (g_str_equal (words[i], word))
        {
          *index = i;
          return TRUE;
        }
    }
  return FALSE;
}

/* A name that stands in a text already may have letters of any script; only its length matters. */
static gboolean
read_name (JsonObject  *object,
           const char  *member,
           char       **name,
           GError     **error)
{
  const char *value = querist_json_get_string (object, member, NULL);

  if (value == NULL || *value == '\0')
    return TRUE;
  if (strlen (value) > 4 * MAX_NAME_BYTES)
    return fail (error, "a name is too long");
  *name = g_strdup (value);
  return TRUE;
}

/* A name to be made, by somebody whom nobody vouches for: plain letters that look like what they
 * are. */
static gboolean
read_new_name (JsonObject  *object,
               const char  *member,
               char       **name,
               GError     **error)
{
  if (!read_name (object, member, name, error))
    return FALSE;
  if (*name == NULL)
    return TRUE;
  if (strlen (*name) > MAX_NAME_BYTES || !g_ascii_isalpha ((*name)[0]))
    return fail (error, "a new name must begin with a letter and be short");
  for (const char *p = *name; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && *p != '_')
        return fail (error, "a new name may hold only letters, digits and “_”");
    }
  return TRUE;
}

static gboolean
read_names (JsonObject  *object,
            const char  *member,
            GStrv       *names,
            GError     **error)
{
  g_auto(GStrv) read = querist_json_get_strings (object, member);

  if (read == NULL || read[0] == NULL)
    return TRUE;
  if (g_strv_length (read) > MAX_KEY_FIELDS)
    return fail (error, "a key has too many fields");
  for (guint i = 0; read[i] != NULL; i++)
    {
      if (strlen (read[i]) > 4 * MAX_NAME_BYTES)
        return fail (error, "a name is too long");
    }
  *names = g_steal_pointer (&read);
  return TRUE;
}

/* One line without anything that could end it, hide in it or turn it round. */
static char *
read_line (JsonObject *object,
           const char *member)
{
  const char *value = querist_json_get_string (object, member, NULL);
  g_autofree char *valid = g_utf8_make_valid (value != NULL ? value : "", -1);
  g_autoptr(GString) line = g_string_new (NULL);
  guint n = 0;

  for (const char *p = valid; *p != '\0' && n < MAX_LINE_CHARS; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      GUnicodeType type = g_unichar_type (c);
      gboolean blank = g_unichar_isspace (c) || type == G_UNICODE_LINE_SEPARATOR ||
                       type == G_UNICODE_PARAGRAPH_SEPARATOR;

      if (!blank && (type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT))
        continue;
      if (blank && (line->len == 0 || line->str[line->len - 1] == ' '))
        continue;
      if (line->len == 0 && c == '/')
        continue;
      g_string_append_unichar (line, blank ? ' ' : c);
      n++;
    }
  g_strchomp (line->str);
  return line->str[0] != '\0' ? g_strdup (line->str) : NULL;
}

static gboolean
check_complete (const QueristImprovement  *self,
                GError                   **error)
{
  if (self->model == NULL)
    return fail (error, "“model” is missing");
  switch (self->kind)
    {
    case QUERIST_IMPROVEMENT_RENAME:
      return self->name != NULL || fail (error, "a rename needs “name”");
    case QUERIST_IMPROVEMENT_DESCRIBE:
      if (self->text != NULL && querist_rename_hint_matches (self->text))
        return fail (error, "a hint for the migration is no description");
      return self->text != NULL || fail (error, "a description needs “text”");
    case QUERIST_IMPROVEMENT_ADD_RELATION:
      if (self->field == NULL || self->target == NULL || self->opposite == NULL ||
          self->fields == NULL || self->references == NULL)
        return fail (error, "a new relation needs “field”, “target”, “fields”, “references” and "
                     "“opposite”");
      return TRUE;
    default:
      return self->field != NULL || fail (error, "“field” is missing");
    }
}

/**
 * querist_improvement_from_json:
 * @node: an object, which nobody vouches for
 * @error: return location: QUERIST_SCHEMA_ERROR_INVALID with what is wrong
 *
 * Reads a change. Names are bounded, new ones made of plain letters, digits and "_"; texts become
 * one short line without control characters. A problem or a finding is not read: whoever proposes
 * a change has no say in them.
 *
 * Returns: (transfer full) (nullable): the change
 */
QueristImprovement *
querist_improvement_from_json (JsonNode  *node,
                               GError   **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  g_autoptr(QueristImprovement) self = g_new0 (QueristImprovement, 1);
  guint kind = 0, cardinality = QUERIST_CARDINALITY_UNSAID;

  if (object == NULL ||
      !find_word (kinds, G_N_ELEMENTS (kinds), querist_json_get_string (object, "kind", NULL),
                  &kind))
    {
      fail (error, "“kind” is none of those that there are");
      return NULL;
    }
  find_word (cardinalities, G_N_ELEMENTS (cardinalities),
             querist_json_get_string (object, "cardinality", NULL), &cardinality);
  self->kind = kind;
  self->cardinality = cardinality;
  if (!read_name (object, "model", &self->model, error) ||
      !(kind == QUERIST_IMPROVEMENT_ADD_RELATION ? read_new_name : read_name)
        (object, "field", &self->field, error) ||
      !read_new_name (object, "name", &self->name, error) ||
      !read_name (object, "target", &self->target, error) ||
      !read_names (object, "fields", &self->fields, error) ||
      !read_names (object, "references", &self->references, error) ||
      !read_new_name (object, "opposite", &self->opposite, error))
    return NULL;
  self->text = read_line (object, "text");
  self->reason = read_line (object, "reason");
  return check_complete (self, error) ? g_steal_pointer (&self) : NULL;
}
