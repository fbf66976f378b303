/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-text-stream.h"

#include <string.h>

/* A reply is JSON, and pieces of it come as they are made. This follows the JSON just far enough to
 * know when the string after the outer object's key "text" is under way, and gives that string's
 * characters. It decides nothing: the whole reply is parsed strictly in the end. */

#define KEY "text"
#define THINK "<think>"
#define THINK_END "</think>"

/*
 * @head: what came before the object, to find reasoning
 * @in_object: the outer brace was seen
 * @string: the string being read: a key, or the text (only from @n_given on not yet given)
 * @escape: an escape sequence begun, "" for none
 */
struct _QueristTextStream {
  GString  *head;
  gboolean  in_object;
  guint     depth;
  gboolean  in_string;
  gboolean  expects_value;
  gboolean  key_is_text;
  gboolean  done;
  GString  *string;
  GString  *escape;
  gunichar  high_surrogate;
};

/**
 * querist_text_stream_new:
 *
 * Returns: (transfer full): a follower of one reply
 */
QueristTextStream *
querist_text_stream_new (void)
{
  QueristTextStream *self = g_new0 (QueristTextStream, 1);

  self->head = g_string_new (NULL);
  self->string = g_string_new (NULL);
  self->escape = g_string_new (NULL);
  return self;
}

/**
 * querist_text_stream_free:
 * @self: a follower
 *
 * Frees it.
 */
void
querist_text_stream_free (QueristTextStream *self)
{
  g_string_free (self->head, TRUE);
  g_string_free (self->string, TRUE);
  g_string_free (self->escape, TRUE);
  g_free (self);
}

/* A brace inside reasoning does not begin the reply. */
static gboolean
is_reasoning (QueristTextStream *self)
{
  const char *begin = g_strrstr (self->head->str, THINK);
  const char *end = g_strrstr (self->head->str, THINK_END);

  return begin != NULL && (end == NULL || end < begin);
}

static void
feed_head (QueristTextStream *self,
           char               c)
{
  if (c == '{' && !is_reasoning (self))
    {
      self->in_object = TRUE;
      self->depth = 1;
      return;
    }
  g_string_append_c (self->head, c);
}

static void
append_unit (QueristTextStream *self,
             gunichar           unit)
{
  if (unit >= 0xd800 && unit < 0xdc00)
    {
      self->high_surrogate = unit;
      return;
    }
  if (unit >= 0xdc00 && unit < 0xe000)
    unit = self->high_surrogate != 0
             ? 0x10000 + ((self->high_surrogate - 0xd800) << 10) + (unit - 0xdc00)
             : 0xfffd;
  self->high_surrogate = 0;
  if (unit != 0)
    g_string_append_unichar (self->string, unit);
}

static void
feed_escape (QueristTextStream *self,
             char               c)
{
  static const char from[] = "bfnrt\"\\/";
  static const char to[] = "\b\f\n\r\t\"\\/";
  const char *found;

  g_string_append_c (self->escape, c);
  if (self->escape->str[1] == 'u')
    {
      if (self->escape->len < 6)
        return;
      append_unit (self, g_ascii_strtoull (self->escape->str + 2, NULL, 16));
    }
  else if ((found = strchr (from, c)) != NULL)
    g_string_append_c (self->string, to[found - from]);
  g_string_truncate (self->escape, 0);
}

static void
end_string (QueristTextStream *self)
{
  self->in_string = FALSE;
  if (self->depth != 1)
    return;
  if (!self->expects_value)
    self->key_is_text = g_str_equal (self->string->str, KEY);
  else if (self->key_is_text)
    self->done = TRUE;
}

static void
feed_string (QueristTextStream *self,
             char               c)
{
  if (self->escape->len > 0)
    feed_escape (self, c);
  else if (c == '\\')
    g_string_append_c (self->escape, c);
  else if (c == '"')
    end_string (self);
  else
    g_string_append_c (self->string, c);
}

static void
feed_json (QueristTextStream *self,
           char               c)
{
  switch (c)
    {
    case '"':
      self->in_string = TRUE;
      g_string_truncate (self->string, 0);
      break;
    case '{':
    case '[':
      self->depth++;
      break;
    case '}':
    case ']':
      self->depth--;
      self->done = self->depth == 0;
      break;
    case ':':
      self->expects_value = self->expects_value || self->depth == 1;
      break;
    case ',':
      if (self->depth == 1)
        self->expects_value = FALSE;
      break;
    default:
      break;
    }
}

static gboolean
is_in_text (QueristTextStream *self)
{
  return self->in_string && self->depth == 1 && self->expects_value && self->key_is_text;
}

/**
 * querist_text_stream_feed:
 * @self: a follower
 * @piece: the next piece of the reply
 *
 * Returns: (transfer full) (nullable): the next piece of the text in it, whole characters only;
 *   NULL if there is none yet
 */
char *
querist_text_stream_feed (QueristTextStream *self,
                          const char        *piece)
{
  g_autoptr(GString) given = g_string_new (NULL);

  for (const char *p = piece; *p != '\0' && !self->done; p++)
    {
      gboolean before = is_in_text (self);

      if (!self->in_object)
        feed_head (self, *p);
      else if (self->in_string)
        feed_string (self, *p);
      else
        feed_json (self, *p);
      if (before)
        {
          const char *end;

          /* a character may be cut between two pieces: its first bytes wait for the rest */
          g_utf8_validate (self->string->str, self->string->len, &end);
          g_string_append_len (given, self->string->str, end - self->string->str);
          g_string_erase (self->string, 0, end - self->string->str);
        }
    }
  return given->len > 0 ? g_string_free (g_steal_pointer (&given), FALSE) : NULL;
}
