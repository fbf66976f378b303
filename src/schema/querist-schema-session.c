/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-schema-parser.h"
#include "querist-schema-session.h"

/**
 * querist_schema_session_open:
 * @self: (out caller-allocates): the session, which querist_schema_session_close() ends
 * @text: a schema's text, which must outlive it
 * @length: its bytes, or -1 if it ends in a NUL
 *
 * Returns: whether @text can be looked at as a schema; @self is empty if not
 */
gboolean
querist_schema_session_open (QueristSchemaSession *self,
                             const char           *text,
                             gssize                length)
{
  memset (self, 0, sizeof *self);
  self->text = text;
  self->length = length < 0 ? strlen (text) : (gsize) length;
  if (self->length > QUERIST_SCHEMA_MAX_BYTES || !g_utf8_validate_len (text, self->length, NULL))
    return FALSE;
  self->problems = querist_schema_problems_new (text, self->length);
  self->schema = querist_schema_resolve (querist_schema_parse (text, self->length, self->problems),
                                         self->problems);
  return TRUE;
}

/**
 * querist_schema_session_close:
 * @self: a session
 */
void
querist_schema_session_close (QueristSchemaSession *self)
{
  g_clear_pointer (&self->schema, querist_schema_resolved_free);
  g_clear_pointer (&self->problems, querist_schema_problems_free);
}

/**
 * querist_schema_session_span:
 * @self: an open session
 * @range: a place in its text
 *
 * Returns: the place with line and column
 */
QueristSpan
querist_schema_session_span (QueristSchemaSession *self,
                             QueristSchemaRange    range)
{
  QueristSpan span = { range.start, range.end - range.start, 0, 1 };
  gsize line_start = range.start;

  span.line = querist_schema_problems_line (self->problems, range.start);
  while (line_start > 0 && self->text[line_start - 1] != '\n')
    line_start--;
  for (gsize i = line_start; i < range.start; i++)
    {
      if (((guchar) self->text[i] & 0xc0) != 0x80)
        span.column++;
    }
  return span;
}

/**
 * querist_schema_session_edit:
 * @self: an open session
 * @range: what to replace
 * @text: by what
 *
 * Returns: (transfer full): the edit
 */
QueristTextEdit *
querist_schema_session_edit (QueristSchemaSession *self,
                             QueristSchemaRange    range,
                             const char           *text)
{
  QueristTextEdit *edit = g_new0 (QueristTextEdit, 1);

  edit->span = querist_schema_session_span (self, range);
  edit->text = g_strdup (text);
  return edit;
}
