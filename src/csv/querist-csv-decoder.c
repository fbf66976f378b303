/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-csv-decoder.h"

#include <errno.h>
#include <string.h>

#include "querist-csv-error.h"
#include "querist-csv-input.h"

#define RAW_SIZE (64 * 1024)
#define REPLACEMENT "\xef\xbf\xbd"

struct _QueristCsvDecoder
{
  QueristCsvInput *input;
  GIConv           converter; /* (GIConv) -1 when the file is UTF-8 */
  guint            unit;      /* bytes to skip when one cannot be decoded */
  char             raw[RAW_SIZE];
  gsize            raw_start;
  gsize            raw_end;
  gboolean         ended;
  gboolean         begun;
  gboolean         replaced; /* bytes that are not of the encoding */
  gboolean         has_nuls;
};

static inline gboolean
is_tail (guchar c)
{
  return (c & 0xc0) == 0x80;
}

/* Bytes of the character beyond ASCII at @p, by table 3-7 of the Unicode Standard; 0 when it is not
 * one or cut off. */
static inline guint
measure_character (const guchar *p,
                   gsize         left)
{
  guchar c = p[0];

  if (c < 0xc2 || c > 0xf4 || left < 2)
    return 0;
  if (c < 0xe0)
    return is_tail (p[1]) ? 2 : 0;
  if (left < 3 || p[1] < (c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80) ||
      p[1] > (c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf) || !is_tail (p[2]))
    return 0;
  if (c < 0xf0)
    return 3;
  return left >= 4 && is_tail (p[3]) ? 4 : 0;
}

/**
 * querist_csv_valid_utf8:
 * @text: bytes, may hold NULs
 * @size: their number
 *
 * Long stretches of ASCII, the common case, are passed over in steps of eight bytes.
 *
 * Returns: how many bytes from the start are valid UTF-8
 */
gsize
querist_csv_valid_utf8 (const char *text,
                        gsize       size)
{
  gsize i = 0;

  for (;;)
    {
      guint64 word;

      while (i + sizeof word <= size)
        {
          memcpy (&word, text + i, sizeof word);
          word &= G_GUINT64_CONSTANT (0x8080808080808080);
          if (word != 0)
            {
              i += __builtin_ctzll (GUINT64_TO_LE (word)) / 8;
              break;
            }
          i += sizeof word;
        }
      while (i < size && (guchar) text[i] < 0x80)
        i++;
      while (i < size && (guchar) text[i] >= 0x80)
        {
          guint length = measure_character ((const guchar *) text + i, size - i);

          if (length == 0)
            return i;
          i += length;
        }
      if (i == size)
        return i;
    }
}

/**
 * querist_csv_decoder_open:
 * @path: a file
 * @encoding: (nullable): its encoding, a name that iconv knows; NULL for UTF-8
 * @error: return location
 *
 * Returns: (transfer full) (nullable): its text, NULL on error
 */
QueristCsvDecoder *
querist_csv_decoder_open (const char *path,
                          const char *encoding,
                          GError    **error)
{
  g_autoptr(QueristCsvDecoder) self = g_new (QueristCsvDecoder, 1);

  memset (self, 0, G_STRUCT_OFFSET (QueristCsvDecoder, raw));
  self->raw_start = self->raw_end = 0;
  self->ended = self->begun = FALSE;
  self->replaced = self->has_nuls = FALSE;
  self->converter = (GIConv) -1;
  self->unit = 1;
  self->input = querist_csv_input_open (path, error);
  if (self->input == NULL)
    return NULL;
  if (encoding == NULL || g_ascii_strcasecmp (encoding, "UTF-8") == 0 ||
      g_ascii_strcasecmp (encoding, "UTF8") == 0 || g_ascii_strcasecmp (encoding, "ASCII") == 0)
    return g_steal_pointer (&self);

  self->converter = g_iconv_open ("UTF-8", encoding);
  if (self->converter == (GIConv) -1)
    {
      g_set_error (error, QUERIST_CSV_ERROR, QUERIST_CSV_ERROR_ENCODING,
                   "The encoding “%s” is not known here; “iconv --list” names those that are.",
                   encoding);
      return NULL;
    }
  if (g_ascii_strncasecmp (encoding, "UTF-16", 6) == 0 ||
      g_ascii_strncasecmp (encoding, "UCS-2", 5) == 0)
    self->unit = 2;
  else if (g_ascii_strncasecmp (encoding, "UTF-32", 6) == 0)
    self->unit = 4;
  return g_steal_pointer (&self);
}

/**
 * querist_csv_decoder_free:
 * @self: (nullable) (transfer full): a decoder
 */
void
querist_csv_decoder_free (QueristCsvDecoder *self)
{
  if (self == NULL)
    return;
  if (self->converter != (GIConv) -1)
    g_iconv_close (self->converter);
  g_clear_pointer (&self->input, querist_csv_input_free);
  g_free (self);
}

static gboolean
fill_raw (QueristCsvDecoder *self,
          GError           **error)
{
  gssize n;

  memmove (self->raw, self->raw + self->raw_start, self->raw_end - self->raw_start);
  self->raw_end -= self->raw_start;
  self->raw_start = 0;
  if (self->ended || self->raw_end == RAW_SIZE)
    return TRUE;
  n = querist_csv_input_read (self->input, self->raw + self->raw_end, RAW_SIZE - self->raw_end,
                              error);
  if (n < 0)
    return FALSE;
  self->ended = n == 0;
  self->raw_end += n;
  return TRUE;
}

static gsize
replace_unit (QueristCsvDecoder *self,
              char              *out)
{
  self->raw_start = MIN (self->raw_start + self->unit, self->raw_end);
  self->replaced = TRUE;
  memcpy (out, REPLACEMENT, 3);
  return 3;
}

/* A character that is cut off by the end of the raw bytes waits for more, at most a few bytes. */
static gboolean
is_cut_off (const char *text,
            gsize       size)
{
  return size < 4 && g_utf8_get_char_validated (text, size) == (gunichar) -2;
}

static gsize
copy_utf8 (QueristCsvDecoder *self,
           char              *out,
           gsize              size)
{
  gsize used = 0;

  while (self->raw_start < self->raw_end && used + 3 <= size)
    {
      const char *from = self->raw + self->raw_start;
      gsize left = self->raw_end - self->raw_start;
      gsize valid = querist_csv_valid_utf8 (from, MIN (left, size - used));

      if (valid == 0)
        {
          if (is_cut_off (from, left) && !self->ended)
            break;
          if (left > size - used && size - used < 4)
            break;
          used += replace_unit (self, out + used);
          continue;
        }
      memcpy (out + used, from, valid);
      self->has_nuls |= memchr (from, 0, valid) != NULL;
      used += valid;
      self->raw_start += valid;
    }
  return used;
}

static gsize
convert (QueristCsvDecoder *self,
         char              *out,
         gsize              size)
{
  gsize used = 0;

  while (self->raw_start < self->raw_end && used + 4 <= size)
    {
      char *from = self->raw + self->raw_start, *to = out + used;
      gsize from_left = self->raw_end - self->raw_start, to_left = size - used;
      gsize status = g_iconv (self->converter, &from, &from_left, &to, &to_left);
      int reason = errno;

      self->raw_start = self->raw_end - from_left;
      used = size - to_left;
      if (status != (gsize) -1)
        continue;
      if (reason == E2BIG || (reason == EINVAL && !self->ended))
        break;
      if (used + 4 <= size)
        used += replace_unit (self, out + used);
    }
  return used;
}

static gsize
drop_mark (QueristCsvDecoder *self,
           char              *buffer,
           gsize              size)
{
  if (self->begun)
    return size;
  self->begun = TRUE;
  if (size < 3 || memcmp (buffer, "\xef\xbb\xbf", 3) != 0)
    return size;
  memmove (buffer, buffer + 3, size - 3);
  return size - 3;
}

/**
 * querist_csv_decoder_read:
 * @self: a decoder
 * @buffer: where the text goes
 * @size: bytes that fit, at least 16
 * @error: return location
 *
 * Reads on. A byte order mark at the start is left out. What the encoding does not allow becomes
 * U+FFFD; whole characters are given only, so that every piece is valid UTF-8.
 *
 * Returns: the bytes given, 0 at the end, -1 on error
 */
gssize
querist_csv_decoder_read (QueristCsvDecoder *self,
                          char              *buffer,
                          gsize              size,
                          GError           **error)
{
  gsize used = 0;

  while (used == 0)
    {
      if (self->raw_end - self->raw_start < RAW_SIZE / 2 && !self->ended &&
          !fill_raw (self, error))
        return -1;
      if (self->converter == (GIConv) -1)
        used = copy_utf8 (self, buffer, size);
      else
        used = convert (self, buffer, size);
      used = drop_mark (self, buffer, used);
      if (used == 0 && self->ended && self->raw_start == self->raw_end)
        return 0;
    }
  return used;
}

/**
 * querist_csv_decoder_is_clean:
 * @self: a decoder of a file that was opened as UTF-8
 *
 * Returns: whether all bytes so far were valid UTF-8, without a NUL
 */
gboolean
querist_csv_decoder_is_clean (const QueristCsvDecoder *self)
{
  return !self->replaced && !self->has_nuls;
}

/**
 * querist_csv_decoder_get_offset:
 * @self: a decoder
 *
 * Returns: bytes of the file that have been read
 */
guint64
querist_csv_decoder_get_offset (QueristCsvDecoder *self)
{
  return querist_csv_input_get_offset (self->input);
}

/**
 * querist_csv_decoder_get_size:
 * @self: a decoder
 *
 * Returns: bytes of the file as it lies on the disk
 */
guint64
querist_csv_decoder_get_size (QueristCsvDecoder *self)
{
  return querist_csv_input_get_size (self->input);
}
