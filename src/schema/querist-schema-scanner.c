/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-schema-scanner.h"

/* The character at the cursor and how many bytes it has; most have one, which is the quick way. */
static gunichar
peek (const QueristSchemaScanner *self,
      guint                      *bytes)
{
  gunichar c;

  *bytes = 1;
  if (self->pos >= self->length)
    return 0;
  c = (guchar) self->text[self->pos];
  if (c < 0x80)
    return c;
  c = g_utf8_get_char (self->text + self->pos);
  *bytes = g_unichar_to_utf8 (c, NULL);
  return c;
}

static gboolean
is_blank (gunichar c)
{
  return c == ' ' || c == '\t' ||
         (c >= 0x80 && g_unichar_type (c) == G_UNICODE_SPACE_SEPARATOR);
}

static gboolean
is_name_start (gunichar c)
{
  return c < 0x80 ? g_ascii_isalnum (c) : g_unichar_isalpha (c);
}

static gboolean
is_name_part (gunichar c)
{
  return is_name_start (c) || c == '_' || c == '-' ||
         (c >= 0x80 && (g_unichar_isalnum (c) || g_unichar_ismark (c)));
}

/**
 * querist_schema_scanner_skip_blanks:
 * @self: a scanner
 *
 * Goes past blanks and tabs, not past the end of the line.
 */
void
querist_schema_scanner_skip_blanks (QueristSchemaScanner *self)
{
  guint bytes;

  while (is_blank (peek (self, &bytes)))
    self->pos += bytes;
}

/**
 * querist_schema_scanner_at_line_end:
 * @self: a scanner
 *
 * Returns: whether a line end, or the end of the text, comes next
 */
gboolean
querist_schema_scanner_at_line_end (QueristSchemaScanner *self)
{
  return self->pos >= self->length || self->text[self->pos] == '\n' ||
         self->text[self->pos] == '\r';
}

/**
 * querist_schema_scanner_take_line_end:
 * @self: a scanner
 *
 * Returns: whether there was one: \n, \r\n or \r
 */
gboolean
querist_schema_scanner_take_line_end (QueristSchemaScanner *self)
{
  if (self->pos >= self->length)
    return FALSE;
  if (self->text[self->pos] == '\r')
    {
      self->pos++;
      if (self->pos < self->length && self->text[self->pos] == '\n')
        self->pos++;
      return TRUE;
    }
  if (self->text[self->pos] != '\n')
    return FALSE;
  self->pos++;
  return TRUE;
}

/**
 * querist_schema_scanner_take:
 * @self: a scanner
 * @token: a literal piece of text
 *
 * Returns: whether it came next
 */
gboolean
querist_schema_scanner_take (QueristSchemaScanner *self,
                             const char           *token)
{
  gsize length;

  if (self->pos >= self->length || self->text[self->pos] != *token)
    return FALSE;
  length = strlen (token);
  if (self->length - self->pos < length ||
      memcmp (self->text + self->pos, token, length) != 0)
    return FALSE;
  self->pos += length;
  return TRUE;
}

static void
set_name (QueristSchemaScanner *self,
          QueristSchemaName    *name,
          guint                 start)
{
  name->range.start = start;
  name->range.end = self->pos;
  name->text = querist_schema_tree_string (self->tree, self->text + start, self->pos - start);
}

static gboolean
skip_identifier (QueristSchemaScanner *self)
{
  guint bytes;

  if (!is_name_start (peek (self, &bytes)))
    return FALSE;
  do
    self->pos += bytes;
  while (is_name_part (peek (self, &bytes)));
  return TRUE;
}

/**
 * querist_schema_scanner_take_identifier:
 * @self: a scanner
 * @name: (out): the name
 *
 * Returns: whether one came next
 */
gboolean
querist_schema_scanner_take_identifier (QueristSchemaScanner *self,
                                        QueristSchemaName    *name)
{
  guint start = self->pos;

  if (!skip_identifier (self))
    return FALSE;
  set_name (self, name, start);
  return TRUE;
}

/**
 * querist_schema_scanner_take_path:
 * @self: a scanner
 * @name: (out): the names with the dots between them
 *
 * Returns: whether one came next
 */
gboolean
querist_schema_scanner_take_path (QueristSchemaScanner *self,
                                  QueristSchemaName    *name)
{
  guint start = self->pos;

  if (!skip_identifier (self))
    return FALSE;
  while (querist_schema_scanner_take (self, "."))
    skip_identifier (self);
  set_name (self, name, start);
  return TRUE;
}

/**
 * querist_schema_scanner_skip_line:
 * @self: a scanner
 *
 * Goes to the end of the line, not past it.
 */
void
querist_schema_scanner_skip_line (QueristSchemaScanner *self)
{
  while (!querist_schema_scanner_at_line_end (self))
    self->pos++;
}

/**
 * querist_schema_scanner_take_comment:
 * @self: a scanner
 * @comment: (out): its range, without the line end
 *
 * Returns: whether a comment of any kind came next
 */
gboolean
querist_schema_scanner_take_comment (QueristSchemaScanner *self,
                                     QueristSchemaRange   *comment)
{
  guint start = self->pos;

  if (querist_schema_scanner_take (self, "//"))
    querist_schema_scanner_skip_line (self);
  else if (querist_schema_scanner_take (self, "/*"))
    {
      const char *rest = self->text + self->pos;
      const char *end = g_strstr_len (rest, self->length - self->pos, "*/");

      if (end == NULL)
        {
          self->pos = start;
          return FALSE;
        }
      self->pos += end - rest + 2;
    }
  else
    return FALSE;
  comment->start = start;
  comment->end = self->pos;
  return TRUE;
}
