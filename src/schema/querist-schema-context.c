/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-schema-context.h"

/**
 * querist_schema_context_clear:
 * @self: a context
 */
void
querist_schema_context_clear (QueristSchemaContext *self)
{
  g_clear_pointer (&self->keyword, g_free);
  g_clear_pointer (&self->block, g_free);
  g_clear_pointer (&self->field, g_free);
  g_clear_pointer (&self->type, g_free);
  g_clear_pointer (&self->attribute, g_free);
  g_clear_pointer (&self->argument, g_free);
}

static gboolean
is_word (char c)
{
  return g_ascii_isalnum (c) || c == '_' || (guchar) c >= 0x80;
}

static const char *
skip_blanks (const char *p,
             const char *end)
{
  while (p < end && (*p == ' ' || *p == '\t'))
    p++;
  return p;
}

static char *
take_word (const char **p,
           const char  *end)
{
  const char *start = skip_blanks (*p, end), *q = start;

  while (q < end && is_word (*q))
    q++;
  *p = q;
  return q > start ? g_strndup (start, q - start) : NULL;
}

static void
look_at_head (QueristSchemaContext *self,
              const char           *line,
              const char           *end)
{
  static const char *const keywords[] = { "model",      "view",      "type", "enum",
                                          "datasource", "generator", NULL };
  const char *p = line;
  g_autofree char *keyword = take_word (&p, end);
  g_autofree char *name = NULL;

  if (keyword == NULL || !g_strv_contains (keywords, keyword))
    return;
  name = take_word (&p, end);
  p = skip_blanks (p, end);
  if (name == NULL || p >= end || *p != '{')
    return;
  g_free (self->keyword);
  g_free (self->block);
  self->keyword = g_steal_pointer (&keyword);
  self->block = g_steal_pointer (&name);
}

/* Which block the line that begins at @stop is in. */
static void
find_block (QueristSchemaContext *self,
            const char           *text,
            const char           *stop)
{
  const char *line = text;

  while (line < stop)
    {
      const char *end = memchr (line, '\n', stop - line);
      const char *first;

      if (end == NULL)
        end = stop;
      first = skip_blanks (line, end);
      if (first < end && *first == '}')
        {
          g_clear_pointer (&self->keyword, g_free);
          g_clear_pointer (&self->block, g_free);
        }
      else if (self->keyword == NULL)
        look_at_head (self, first, end);
      line = end + 1;
    }
}

/* Follows the line up to the caret: which parentheses, brackets and strings are open there. */
typedef struct {
  int         parentheses;
  int         brackets;
  gboolean    in_string;
  gboolean    in_comment;
  const char *attribute;
  const char *argument;
  const char *equals;
} Line;

static Line
follow (const char *p,
        const char *end)
{
  Line line = { 0 };
  const char *at = NULL;

  for (; p < end && !line.in_comment; p++)
    {
      if (line.in_string)
        {
          if (*p == '\\' && p + 1 < end)
            p++;
          else if (*p == '"')
            line.in_string = FALSE;
          continue;
        }
      line.in_string = *p == '"';
      line.in_comment = *p == '/' && p + 1 < end && p[1] == '/';
      if (*p == '@')
        at = p;
      else if (*p == '=' && line.equals == NULL)
        line.equals = p;
      else if (*p == '(' && line.parentheses++ == 0)
        {
          line.attribute = at;
          line.argument = p;
        }
      else if (*p == ')' && --line.parentheses <= 0)
        line.attribute = line.argument = NULL;
      else if (*p == ',' && line.brackets == 0 && line.parentheses == 1)
        line.argument = p;
      else
        line.brackets += (*p == '[') - (*p == ']');
    }
  return line;
}

static void
look_at_arguments (QueristSchemaContext *self,
                   const Line           *line,
                   const char           *end)
{
  const char *p = line->attribute;

  while (p < end && *p == '@')
    p++;
  self->attribute = take_word (&p, end);
  p = line->argument + 1;
  self->argument = take_word (&p, end);
  p = skip_blanks (p, end);
  if (p >= end || *p != ':')
    g_clear_pointer (&self->argument, g_free);
  self->place = line->brackets > 0 ? QUERIST_SCHEMA_PLACE_LIST : QUERIST_SCHEMA_PLACE_ARGUMENT;
}

static void
look_at_model_line (QueristSchemaContext *self,
                    const char           *line,
                    const char           *word,
                    const char           *end)
{
  const char *p = line, *after_field;
  Line shape = follow (line, end);

  if (shape.in_comment)
    return;
  self->in_string = shape.in_string;
  self->field = take_word (&p, end);
  after_field = p;
  if (self->field != NULL)
    self->type = take_word (&p, end);
  if (shape.parentheses > 0 && shape.attribute != NULL)
    look_at_arguments (self, &shape, end);
  else if (word > line && word[-1] == '@')
    self->place = word - 1 > line && word[-2] == '@' ? QUERIST_SCHEMA_PLACE_BLOCK_ATTRIBUTE
                                                     : QUERIST_SCHEMA_PLACE_ATTRIBUTE;
  else if (word == line)
    self->place = QUERIST_SCHEMA_PLACE_FIELD;
  else if (skip_blanks (after_field, end) == word)
    self->place = QUERIST_SCHEMA_PLACE_TYPE;
}

static void
look_at_setting (QueristSchemaContext *self,
                 const char           *line,
                 const char           *end)
{
  const char *p = line;
  Line shape = follow (line, end);

  if (shape.in_comment)
    return;
  self->in_string = shape.in_string;
  self->field = take_word (&p, end);
  self->place = shape.equals != NULL ? QUERIST_SCHEMA_PLACE_SETTING_VALUE
                                     : QUERIST_SCHEMA_PLACE_SETTING;
}

/**
 * querist_schema_context_find:
 * @self: (out caller-allocates): the context, for querist_schema_context_clear()
 * @text: a schema's text
 * @offset: bytes into it
 */
void
querist_schema_context_find (QueristSchemaContext *self,
                             const char           *text,
                             gsize                 offset)
{
  const char *end = text + offset, *start = end, *word = end, *line;

  memset (self, 0, sizeof *self);
  while (start > text && start[-1] != '\n')
    start--;
  while (word > start && is_word (word[-1]))
    word--;
  self->start = word - text;
  find_block (self, text, start);
  line = skip_blanks (start, end);
  if (self->keyword == NULL)
    self->place = line == word ? QUERIST_SCHEMA_PLACE_TOP : QUERIST_SCHEMA_PLACE_NOWHERE;
  else if (g_str_equal (self->keyword, "datasource") || g_str_equal (self->keyword, "generator"))
    look_at_setting (self, line, end);
  else
    look_at_model_line (self, line, word, end);
}
