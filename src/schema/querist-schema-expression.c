/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-schema-scanner.h"

/* Nobody nests deeper; a text that does is not meant to be read. */
#define MAX_DEPTH 64

static QueristSchemaExpression *
new_expression (QueristSchemaScanner        *self,
                QueristSchemaExpressionKind  kind,
                guint                        start)
{
  QueristSchemaExpression *expression =
    querist_schema_tree_make (self->tree, QueristSchemaExpression);

  expression->kind = kind;
  expression->range.start = start;
  expression->range.end = self->pos;
  return expression;
}

/* Four hexadecimal digits after \u; a high surrogate takes the \uXXXX of its low one along. */
static const char *
decode_unicode (const char *p,
                const char *end,
                GString    *string)
{
  gunichar c = 0;

  for (guint unit = 0; unit < 2; unit++)
    {
      gunichar value = 0;

      for (guint i = 0; i < 4; i++)
        {
          int digit = p + i < end ? g_ascii_xdigit_value (p[i]) : -1;

          if (digit < 0)
            return NULL;
          value = value * 16 + digit;
        }
      p += 4;
      if (unit == 1)
        {
          if (value < 0xdc00 || value > 0xdfff)
            return NULL;
          c = 0x10000 + ((c - 0xd800) << 10) + (value - 0xdc00);
        }
      else if (value < 0xd800 || value > 0xdbff)
        {
          c = value;
          break;
        }
      else
        {
          if (end - p < 2 || p[0] != '\\' || p[1] != 'u')
            return NULL;
          c = value;
          p += 2;
        }
    }
  if (c == 0 || !g_unichar_validate (c))
    return NULL;
  g_string_append_unichar (string, c);
  return p;
}

/* Returns what follows the escape whose character (after the backslash) is at p, or NULL if it
 * is none of JSON's. */
static const char *
decode_escape (const char *p,
               const char *end,
               GString    *string)
{
  static const char escapes[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
  const char *found = *p != '\0' ? strchr (escapes, *p) : NULL;

  if (found != NULL)
    {
      g_string_append_c (string, meanings[found - escapes]);
      return p + 1;
    }
  return *p == 'u' ? decode_unicode (p + 1, end, string) : NULL;
}

static const char *
decode_string (QueristSchemaScanner *self,
               guint                 start,
               guint                 end)
{
  const char *p = self->text + start, *stop = self->text + end;
  g_autoptr(GString) string = NULL;

  if (memchr (p, '\\', stop - p) == NULL)
    return querist_schema_tree_string (self->tree, p, stop - p);
  string = g_string_sized_new (stop - p);
  while (p < stop)
    {
      const char *after;

      if (*p != '\\')
        {
          g_string_append_c (string, *p++);
          continue;
        }
      after = decode_escape (p + 1, stop, string);
      if (after == NULL)
        {
          guint at = p - self->text;
          QueristSchemaRange range = { at, MIN (at + 2, end) };
          QueristDiagnostic *problem = querist_schema_problems_error (
            self->problems, range, "invalid-escape",
            "“\\%.*s” is not an escape of a string", p[1] > 0x20 && p[1] < 0x7f ? 1 : 0, p + 1);

          querist_schema_problem_advise (problem, "The escapes are \\\" \\\\ \\/ \\b \\f \\n \\r "
                                         "\\t and \\uXXXX; write \\\\ for a backslash.");
          after = p + 1;
        }
      p = after;
    }
  return querist_schema_tree_string (self->tree, string->str, string->len);
}

/**
 * querist_schema_parse_string:
 * @self: a scanner
 *
 * Strings are JSON's (RFC 8259, section 7).
 *
 * Returns: (transfer none) (nullable): a string, if one came next
 */
QueristSchemaExpression *
querist_schema_parse_string (QueristSchemaScanner *self)
{
  QueristSchemaExpression *expression;
  guint start = self->pos;

  if (!querist_schema_scanner_take (self, "\""))
    return NULL;
  while (self->pos < self->length && (guchar) self->text[self->pos] >= 0x20 &&
         self->text[self->pos] != '"')
    {
      if (self->text[self->pos] == '\\')
        self->pos++;
      self->pos++;
    }
  if (self->pos >= self->length || self->text[self->pos] != '"')
    {
      self->pos = start;
      return NULL;
    }
  self->pos++;
  expression = new_expression (self, QUERIST_SCHEMA_STRING, start);
  expression->text = decode_string (self, start + 1, self->pos - 1);
  return expression;
}

static guint
skip_digits (QueristSchemaScanner *self)
{
  guint n = 0;

  for (; self->pos < self->length && g_ascii_isdigit (self->text[self->pos]); n++)
    self->pos++;
  return n;
}

static QueristSchemaExpression *
parse_number (QueristSchemaScanner *self)
{
  QueristSchemaExpression *expression;
  guint start = self->pos, end;

  querist_schema_scanner_take (self, "-");
  if (skip_digits (self) == 0)
    {
      self->pos = start;
      return NULL;
    }
  end = self->pos;
  if (!querist_schema_scanner_take (self, ".") || skip_digits (self) == 0)
    self->pos = end;
  expression = new_expression (self, QUERIST_SCHEMA_NUMBER, start);
  expression->text = querist_schema_tree_string (self->tree, self->text + start,
                                                 self->pos - start);
  return expression;
}

static QueristSchemaExpression *
parse_array (QueristSchemaScanner *self)
{
  QueristSchemaExpression *expression, *items = NULL, **tail = &items;
  guint start = self->pos;
  gboolean broken = FALSE;

  if (!querist_schema_scanner_take (self, "["))
    return NULL;
  querist_schema_scanner_skip_blanks (self);
  if (!querist_schema_scanner_take (self, "]"))
    {
      do
        {
          querist_schema_scanner_skip_blanks (self);
          *tail = querist_schema_parse_expression (self);
          broken = *tail == NULL;
          if (broken)
            break;
          tail = &(*tail)->next;
          querist_schema_scanner_skip_blanks (self);
        }
      while (querist_schema_scanner_take (self, ","));
      if (broken || !querist_schema_scanner_take (self, "]"))
        {
          self->pos = start;
          return NULL;
        }
    }
  expression = new_expression (self, QUERIST_SCHEMA_ARRAY, start);
  expression->items = items;
  return expression;
}

static QueristSchemaArgument *
parse_argument (QueristSchemaScanner *self)
{
  QueristSchemaArgument *argument;
  QueristSchemaName name = { NULL };
  QueristSchemaExpression *value;
  guint start = self->pos, end;

  if (querist_schema_scanner_take_identifier (self, &name))
    {
      querist_schema_scanner_skip_blanks (self);
      if (!querist_schema_scanner_take (self, ":"))
        {
          name.text = NULL;
          self->pos = start;
        }
    }
  end = self->pos;
  querist_schema_scanner_skip_blanks (self);
  value = querist_schema_parse_expression (self);
  if (value == NULL)
    self->pos = end;
  if (value == NULL && name.text == NULL)
    return NULL;
  argument = querist_schema_tree_make (self->tree, QueristSchemaArgument);
  argument->range.start = start;
  argument->range.end = self->pos;
  argument->name = name;
  argument->value = value;
  return argument;
}

static void
refuse_trailing_comma (QueristSchemaScanner *self,
                       guint                 comma)
{
  QueristSchemaRange range = { comma, comma + 1 };
  QueristDiagnostic *problem = querist_schema_problems_error (
    self->problems, range, "trailing-comma", "Nothing follows this comma");

  querist_schema_problem_advise (problem, "Remove the comma.");
  querist_schema_problem_propose (problem, "");
}

/* The arguments in parentheses; FALSE if the text at the cursor is none. */
static gboolean
parse_arguments (QueristSchemaScanner   *self,
                 QueristSchemaArgument **arguments)
{
  QueristSchemaArgument **tail = arguments;
  guint start = self->pos, comma = G_MAXUINT;

  if (!querist_schema_scanner_take (self, "("))
    return FALSE;
  for (;;)
    {
      querist_schema_scanner_skip_blanks (self);
      *tail = parse_argument (self);
      if (*tail == NULL)
        break;
      tail = &(*tail)->next;
      comma = G_MAXUINT;
      querist_schema_scanner_skip_blanks (self);
      if (!querist_schema_scanner_take (self, ","))
        break;
      comma = self->pos - 1;
    }
  querist_schema_scanner_skip_blanks (self);
  if (!querist_schema_scanner_take (self, ")"))
    {
      *arguments = NULL;
      self->pos = start;
      return FALSE;
    }
  if (comma != G_MAXUINT)
    refuse_trailing_comma (self, comma);
  return TRUE;
}

static QueristSchemaExpression *
parse_call_or_constant (QueristSchemaScanner *self)
{
  QueristSchemaExpression *expression;
  QueristSchemaArgument *arguments = NULL;
  QueristSchemaName name;
  guint start = self->pos, end;
  gboolean is_call;

  if (!querist_schema_scanner_take_path (self, &name))
    return NULL;
  end = self->pos;
  querist_schema_scanner_skip_blanks (self);
  is_call = parse_arguments (self, &arguments);
  if (!is_call)
    self->pos = end;
  if (!is_call && g_ascii_isdigit (name.text[0]))
    {
      self->pos = start;
      return parse_number (self);
    }
  expression = new_expression (self, is_call ? QUERIST_SCHEMA_FUNCTION : QUERIST_SCHEMA_CONSTANT,
                               start);
  expression->text = name.text;
  expression->arguments = arguments;
  return expression;
}

/**
 * querist_schema_parse_expression:
 * @self: a scanner
 *
 * Returns: (transfer none) (nullable): an expression, if one came next
 */
QueristSchemaExpression *
querist_schema_parse_expression (QueristSchemaScanner *self)
{
  QueristSchemaExpression *expression = NULL;

  if (self->pos >= self->length || self->depth >= MAX_DEPTH)
    return NULL;
  self->depth++;
  switch (self->text[self->pos])
    {
    case '[':
      expression = parse_array (self);
      break;
    case '"':
      expression = querist_schema_parse_string (self);
      break;
    case '-':
      expression = parse_number (self);
      break;
    default:
      expression = parse_call_or_constant (self);
      break;
    }
  self->depth--;
  return expression;
}

/**
 * querist_schema_parse_attribute:
 * @self: a scanner that stands after the `@` or `@@`
 *
 * Returns: (transfer none) (nullable): the attribute, if a name came next
 */
QueristSchemaAttribute *
querist_schema_parse_attribute (QueristSchemaScanner *self)
{
  QueristSchemaAttribute *attribute;
  QueristSchemaArgument *arguments = NULL;
  QueristSchemaName name;
  gboolean has_arguments;
  guint end;

  querist_schema_scanner_skip_blanks (self);
  if (!querist_schema_scanner_take_path (self, &name))
    return NULL;
  end = self->pos;
  querist_schema_scanner_skip_blanks (self);
  has_arguments = parse_arguments (self, &arguments);
  if (!has_arguments)
    self->pos = end;
  attribute = querist_schema_tree_make (self->tree, QueristSchemaAttribute);
  attribute->range.start = name.range.start;
  attribute->range.end = self->pos;
  attribute->name = name;
  attribute->has_arguments = has_arguments;
  attribute->arguments = arguments;
  return attribute;
}
