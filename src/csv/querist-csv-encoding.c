/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-csv-encoding.h"

#include <string.h>
#include <uchardet.h>

#include "querist-csv-decoder.h"
#include "querist-csv-input.h"

#define BLOCK_SIZE (256 * 1024)
/* Text around bytes beyond ASCII that is kept to tell one legacy encoding from another. */
#define MAX_SAMPLE (512 * 1024)
#define CONTEXT 256
/* What is looked at before the rest is presumed to be like it. */
#define PRESUMED_SIZE (128 * 1024)

typedef struct
{
  QueristCsvInput *input;
  char            *block;
  gsize            carried;
  guint64          offset;
  guint64          n_multibyte;
  guint64          n_bad;
  guint64          first_bad;
  guint64          n_nuls;
  guint64          first_nul;
  GString         *sample;
  gboolean         stopped;
} Scan;

static const char *
find_mark (const guchar *head,
           gsize         size)
{
  if (size >= 4 && memcmp (head, "\xff\xfe\0\0", 4) == 0)
    return "UTF-32LE";
  if (size >= 4 && memcmp (head, "\0\0\xfe\xff", 4) == 0)
    return "UTF-32BE";
  if (size >= 2 && memcmp (head, "\xff\xfe", 2) == 0)
    return "UTF-16LE";
  if (size >= 2 && memcmp (head, "\xfe\xff", 2) == 0)
    return "UTF-16BE";
  if (size >= 3 && memcmp (head, "\xef\xbb\xbf", 3) == 0)
    return "UTF-8";
  return NULL;
}

/* UTF-16 without a mark: the ASCII characters that every CSV file has (delimiters, line ends) put
 * NULs in every other place, always the same one. There they are many, or all the other bytes of
 * that place are small too, since the alphabets before U+1000 begin with them. */
static gboolean
is_utf16_lane (const gsize *nuls,
               const gsize *small,
               guint        lane,
               gsize        size)
{
  return nuls[lane] > 3 && nuls[1 - lane] * 10 < nuls[lane] &&
         (nuls[lane] * 8 > size || small[lane] * 20 > size * 9);
}

static const char *
find_utf16 (const guchar *head,
            gsize         size)
{
  gsize nuls[2] = { 0, 0 }, small[2] = { 0, 0 };

  size = MIN (size, 4096);
  for (gsize i = 0; i < size; i++)
    {
      nuls[i & 1] += head[i] == 0;
      small[i & 1] += head[i] < 0x10;
    }
  if (is_utf16_lane (nuls, small, 1, size))
    return "UTF-16LE";
  if (is_utf16_lane (nuls, small, 0, size))
    return "UTF-16BE";
  return NULL;
}

/**
 * querist_csv_encoding_from_head:
 * @head: how a file begins
 * @size: its bytes
 *
 * Returns: (nullable): the encoding that a byte order mark, or the NULs of UTF-16, give away
 */
const char *
querist_csv_encoding_from_head (const guchar *head,
                                gsize         size)
{
  const char *marked = find_mark (head, size);

  return marked != NULL ? marked : find_utf16 (head, size);
}

static void
keep_sample (Scan       *scan,
             const char *block,
             gsize       size,
             gsize       high)
{
  gsize from = high > CONTEXT ? high - CONTEXT : 0;
  gsize length = MIN (size - from, MAX_SAMPLE / 8);

  if (scan->sample->len + length <= MAX_SAMPLE)
    g_string_append_len (scan->sample, block + from, length);
}

static gsize
find_high (const char *text,
           gsize       size)
{
  gsize i = 0;
  guint64 word;

  for (; i + 8 <= size; i += 8)
    {
      memcpy (&word, text + i, 8);
      if (word & G_GUINT64_CONSTANT (0x8080808080808080))
        break;
    }
  while (i < size && (guchar) text[i] < 0x80)
    i++;
  return i;
}

static void
check_utf8 (Scan    *scan,
            gsize    size,
            gsize    from,
            gboolean last)
{
  const char *block = scan->block;
  gsize i = from;

  while (i < size)
    {
      gsize valid = querist_csv_valid_utf8 (block + i, size - i);

      for (gsize k = i; k < i + valid; k++)
        scan->n_multibyte += ((guchar) block[k] & 0xc0) == 0xc0;
      i += valid;
      if (i == size ||
          (!last && size - i < 4 &&
           g_utf8_get_char_validated (block + i, size - i) == (gunichar) -2))
        break;
      if (scan->n_bad++ == 0)
        scan->first_bad = scan->offset + i;
      i++;
    }
  scan->carried = size - i;
}

static void
check_nuls (Scan *scan,
            gsize size)
{
  const char *p = scan->block, *end = p + size;

  while ((p = memchr (p, 0, end - p)) != NULL)
    {
      if (scan->n_nuls++ == 0)
        scan->first_nul = scan->offset + (p - scan->block);
      p++;
    }
}

static void
scan_block (Scan    *scan,
            gsize    size,
            gboolean last)
{
  gsize high = find_high (scan->block, size);

  scan->carried = 0;
  check_nuls (scan, size);
  if (high < size)
    {
      check_utf8 (scan, size, high, last);
      keep_sample (scan, scan->block, size, high);
    }
  scan->offset += size - scan->carried;
  memmove (scan->block, scan->block + size - scan->carried, scan->carried);
}

static gboolean
scan_file (Scan        *scan,
           gboolean     presume,
           const char **certain,
           GError     **error)
{
  gboolean first = TRUE;
  gssize n;

  do
    {
      n = querist_csv_input_read (scan->input, scan->block + scan->carried,
                                  BLOCK_SIZE - scan->carried, error);
      if (n < 0)
        return FALSE;
      if (first)
        {
          *certain = querist_csv_encoding_from_head ((const guchar *) scan->block, n);
          if (*certain != NULL && !g_str_equal (*certain, "UTF-8"))
            return TRUE;
          first = FALSE;
        }
      if (n + scan->carried > 0)
        scan_block (scan, n + scan->carried, n == 0);
      scan->stopped = presume && n > 0 && scan->offset >= PRESUMED_SIZE && scan->n_bad == 0 &&
                      scan->n_nuls == 0;
    }
  while (n > 0 && !scan->stopped);
  return TRUE;
}

/* Decodes as far as it goes, and counts what does not. */
static char *
decode (const char    *encoding,
        const GString *sample,
        guint         *n_bad)
{
  GIConv converter = g_iconv_open ("UTF-8", encoding);
  char *from = sample->str, *to, *text;
  gsize from_left = sample->len, to_left = sample->len * 4 + 16;

  *n_bad = 0;
  if (converter == (GIConv) -1)
    return NULL;
  to = text = g_malloc (to_left + 1);
  while (from_left > 0 &&
         g_iconv (converter, &from, &from_left, &to, &to_left) == (gsize) -1 && from_left > 0)
    {
      from++;
      from_left--;
      (*n_bad)++;
    }
  *to = '\0';
  g_iconv_close (converter);
  return text;
}

/* How much decoded text looks like words: letters of one script in a row, capitals at the front,
 * no signs between letters. The share of the characters beyond ASCII that fit in. */
static double
judge_text (const char *text)
{
  guint n = 0, n_good = 0;
  gunichar before = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p), after = g_utf8_get_char (g_utf8_next_char (p));
      gboolean in_word = g_unichar_isalpha (before) && g_unichar_isalpha (after);

      if (c >= 0x80)
        {
          gboolean good = TRUE;

          n++;
          if (g_unichar_isalpha (c))
            {
              if (g_unichar_isalpha (before) &&
                  (g_unichar_get_script (before) != g_unichar_get_script (c) ||
                   (g_unichar_isupper (c) && g_unichar_islower (before))))
                good = FALSE;
            }
          else
            good = !in_word && g_unichar_isprint (c);
          n_good += good;
        }
      before = c;
    }
  return n > 0 ? (double) n_good / n : 1.0;
}

/* Western European encodings that differ in few characters: with little text the detector often
 * names an uncommon one. */
static const char *const western[] = {
  "ISO-8859-1", "ISO-8859-3", "ISO-8859-4", "ISO-8859-9", "ISO-8859-10", "ISO-8859-13",
  "ISO-8859-15", "ISO-8859-16", "WINDOWS-1252", "WINDOWS-1254", "WINDOWS-1257", "WINDOWS-1258",
  "IBM852", "MAC-CENTRALEUROPE", "TIS-620", "VISCII", NULL,
};

static char *
ask_detector (const GString *sample)
{
  uchardet_t detector = uchardet_new ();
  char *name = NULL;

  if (uchardet_handle_data (detector, sample->str, sample->len) == 0)
    {
      uchardet_data_end (detector);
      name = g_strdup (uchardet_get_charset (detector));
    }
  uchardet_delete (detector);
  if (name != NULL && g_ascii_strcasecmp (name, "SHIFT_JIS") == 0)
    {
      g_free (name);
      name = g_strdup ("CP932");
    }
  return name;
}

static char *
choose_legacy (const GString *sample)
{
  g_autofree char *name = ask_detector (sample);
  g_autofree char *text = NULL, *windows = NULL;
  guint n_bad, n_bad_windows;
  double score, score_windows;

  if (name == NULL || name[0] == '\0' || g_ascii_strcasecmp (name, "UTF-8") == 0 ||
      g_ascii_strcasecmp (name, "ASCII") == 0)
    return g_strdup ("WINDOWS-1252");
  text = decode (name, sample, &n_bad);
  windows = decode ("WINDOWS-1252", sample, &n_bad_windows);
  if (text == NULL)
    return g_strdup ("WINDOWS-1252");
  score = judge_text (text) - (double) n_bad / sample->len;
  score_windows = judge_text (windows) - (double) n_bad_windows / sample->len;
  if (g_strv_contains (western, name) ? score_windows >= score : score_windows > score + 0.2)
    return g_strdup ("WINDOWS-1252");
  return g_steal_pointer (&name);
}

static gboolean
find_line (const char *path,
           guint64     offset,
           guint64    *line,
           GError    **error)
{
  g_autoptr(QueristCsvInput) input = querist_csv_input_open (path, error);
  g_autofree char *block = g_malloc (BLOCK_SIZE);
  gssize n = 1;

  *line = 1;
  while (input != NULL && offset > 0 && n > 0)
    {
      n = querist_csv_input_read (input, block, MIN (offset, BLOCK_SIZE), error);
      for (gssize i = 0; i < n; i++)
        *line += block[i] == '\n';
      offset -= MAX (n, 0);
    }
  return input != NULL && n >= 0;
}

/**
 * querist_csv_encoding_detect:
 * @path: a file
 * @presume: whether the beginning will do if it is flawless UTF-8, because the caller reads all of
 *   the file anyway and will see when the rest is not
 * @encoding: (out caller-allocates): what was found
 * @error: return location
 *
 * Decides over the whole file: by its byte order mark, by the pattern of UTF-16, by whether it is
 * valid UTF-8 but for a few bytes, and else by the statistics of uchardet, checked by whether the
 * decoded text looks like words.
 *
 * Returns: whether the file could be read
 */
gboolean
querist_csv_encoding_detect (const char          *path,
                             gboolean             presume,
                             QueristCsvEncoding  *encoding,
                             GError             **error)
{
  g_autoptr(QueristCsvInput) input = querist_csv_input_open (path, error);
  g_autofree char *block = g_malloc (BLOCK_SIZE);
  g_autoptr(GString) sample = g_string_new (NULL);
  Scan scan = { .input = input, .block = block, .sample = sample };
  const char *certain = NULL;

  memset (encoding, 0, sizeof *encoding);
  if (input == NULL || !scan_file (&scan, presume, &certain, error))
    return FALSE;
  if (certain != NULL && !g_str_equal (certain, "UTF-8"))
    {
      encoding->name = g_strdup (certain);
      return TRUE;
    }
  encoding->presumed = scan.stopped;
  encoding->n_nuls = scan.n_nuls;
  if (scan.n_nuls > 0 && !find_line (path, scan.first_nul, &encoding->nul_line, error))
    return FALSE;
  /* in text of another encoding, what happens to be valid is far rarer than what is not */
  if (scan.n_bad > 0 && certain == NULL && scan.n_bad * 2 > scan.n_multibyte)
    {
      encoding->name = choose_legacy (sample);
      return TRUE;
    }
  encoding->name = g_strdup ("UTF-8");
  encoding->n_bad = scan.n_bad;
  return scan.n_bad == 0 || find_line (path, scan.first_bad, &encoding->bad_line, error);
}
