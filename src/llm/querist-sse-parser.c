/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-sse-parser.h"

#include <string.h>

#include "querist-chat-model.h"

/* A line, and an event, that no honest server sends. */
#define MAX_BYTES (1024 * 1024)

struct _QueristSseParser
{
  QueristSseFunc callback;
  gpointer       user_data;
  GString       *line;
  GString       *data;
  gboolean       has_data;
  gboolean       begun;
  gboolean       stopped;
};

/**
 * querist_sse_parser_new:
 * @callback: told of every event
 * @user_data: for @callback
 *
 * Reads server-sent events (WHATWG HTML, 9.2) from bytes that come in any pieces. Only the data
 * of an event is told; its name and id are not.
 *
 * Returns: (transfer full): a parser
 */
QueristSseParser *
querist_sse_parser_new (QueristSseFunc callback,
                        gpointer       user_data)
{
  QueristSseParser *self = g_new0 (QueristSseParser, 1);

  self->callback = callback;
  self->user_data = user_data;
  self->line = g_string_new (NULL);
  self->data = g_string_new (NULL);
  return self;
}

static void
dispatch (QueristSseParser *self)
{
  g_autofree char *valid = NULL;

  if (!self->has_data)
    return;
  valid = g_utf8_make_valid (self->data->str, self->data->len);
  g_string_truncate (self->data, 0);
  self->has_data = FALSE;
  if (!self->callback (valid, self->user_data))
    self->stopped = TRUE;
}

static void
take_line (QueristSseParser *self)
{
  const char *line = self->line->str;
  gsize length = self->line->len;

  if (length > 0 && line[length - 1] == '\r')
    g_string_truncate (self->line, --length);
  if (!self->begun && g_str_has_prefix (line, "\xef\xbb\xbf"))
    {
      g_string_erase (self->line, 0, 3);
      line = self->line->str;
      length = self->line->len;
    }
  self->begun = TRUE;

  if (length == 0)
    dispatch (self);
  else if (g_str_has_prefix (line, "data:"))
    {
      if (self->has_data)
        g_string_append_c (self->data, '\n');
      g_string_append (self->data, line[5] == ' ' ? line + 6 : line + 5);
      self->has_data = TRUE;
    }
  g_string_truncate (self->line, 0);
}

/**
 * querist_sse_parser_feed:
 * @self: a parser
 * @bytes: the next bytes
 * @length: how many
 * @error: return location, QUERIST_CHAT_ERROR_NONSENSE
 *
 * Returns: %FALSE if a line or an event is longer than any honest one, or when the callback
 *   wanted no more (then without an error)
 */
gboolean
querist_sse_parser_feed (QueristSseParser *self,
                         const char       *bytes,
                         gsize             length,
                         GError          **error)
{
  const char *end = bytes + length;

  while (bytes < end && !self->stopped)
    {
      const char *line_end = memchr (bytes, '\n', end - bytes);
      gsize piece = (line_end != NULL ? line_end : end) - bytes;

      if (self->line->len + self->data->len + piece > MAX_BYTES)
        {
          g_set_error_literal (error, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_NONSENSE,
                               "The server sent a line of more than a megabyte. Is this the "
                               "address of a model server?");
          return FALSE;
        }
      g_string_append_len (self->line, bytes, piece);
      bytes += piece;
      if (line_end != NULL)
        {
          bytes++;
          take_line (self);
        }
    }
  return !self->stopped;
}

/**
 * querist_sse_parser_end:
 * @self: a parser
 *
 * There are no more bytes. An event that lacks only its blank line is told: chat servers that
 * close early mean it.
 */
void
querist_sse_parser_end (QueristSseParser *self)
{
  if (self->stopped)
    return;
  if (self->line->len > 0)
    take_line (self);
  if (!self->stopped)
    dispatch (self);
}

/**
 * querist_sse_parser_free:
 * @self: (transfer full) (nullable): a parser
 */
void
querist_sse_parser_free (QueristSseParser *self)
{
  if (self == NULL)
    return;
  g_string_free (self->line, TRUE);
  g_string_free (self->data, TRUE);
  g_free (self);
}
