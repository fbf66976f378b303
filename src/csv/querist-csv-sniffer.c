/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-csv-sniffer.h"

#include <string.h>

#include "querist-csv-decoder.h"
#include "querist-csv-encoding.h"
#include "querist-csv-error.h"
#include "querist-csv-layout.h"
#include "querist-csv-profile.h"
#include "querist-csv-score.h"

#define SAMPLE_SIZE (256 * 1024)

static void G_GNUC_PRINTF (3, 4)
warn (GPtrArray  *warnings,
      guint64     line,
      const char *format,
      ...)
{
  QueristCsvWarning *warning = g_new0 (QueristCsvWarning, 1);
  va_list arguments;

  va_start (arguments, format);
  warning->message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  warning->line = line;
  g_ptr_array_add (warnings, warning);
}

static gboolean
find_encoding (const char        *path,
               QueristCsvDialect *dialect,
               gboolean          *presumed,
               GPtrArray         *warnings,
               GError           **error)
{
  QueristCsvEncoding encoding;

  if (dialect->given & QUERIST_CSV_ENCODING)
    return TRUE;
  if (!querist_csv_encoding_detect (path, presumed != NULL, &encoding, error))
    return FALSE;
  if (presumed != NULL)
    *presumed = encoding.presumed;
  g_free (dialect->encoding);
  dialect->encoding = encoding.name;
  if (encoding.n_bad > 0)
    warn (warnings, encoding.bad_line,
          "%" G_GUINT64_FORMAT " byte%s %s not valid UTF-8, here first. %s shown as “�”.",
          encoding.n_bad, encoding.n_bad == 1 ? "" : "s", encoding.n_bad == 1 ? "is" : "are",
          encoding.n_bad == 1 ? "It is" : "They are");
  if (encoding.n_nuls > 0)
    warn (warnings, encoding.nul_line,
          "%" G_GUINT64_FORMAT " NUL character%s in the file, here first.", encoding.n_nuls,
          encoding.n_nuls == 1 ? " is" : "s are");
  return TRUE;
}

/* The beginning of the file, up to the end of a line. */
static char *
read_sample (const char   *path,
             const char   *encoding,
             gsize        *length,
             GError      **error)
{
  g_autoptr(QueristCsvDecoder) decoder = querist_csv_decoder_open (path, encoding, error);
  g_autofree char *sample = g_malloc0 (SAMPLE_SIZE + QUERIST_CSV_PADDING);
  gssize n = 1;

  *length = 0;
  if (decoder == NULL)
    return NULL;
  while (n > 0 && SAMPLE_SIZE - *length >= 16)
    {
      n = querist_csv_decoder_read (decoder, sample + *length, SAMPLE_SIZE - *length, error);
      if (n < 0)
        return NULL;
      *length += n;
    }
  if (n > 0)
    {
      const char *lf = memrchr (sample, '\n', *length);
      const char *stop = lf != NULL ? lf : memrchr (sample, '\r', *length);

      if (stop != NULL)
        {
          *length = stop + 1 - sample;
          memset (sample + *length, 0, SAMPLE_SIZE + QUERIST_CSV_PADDING - *length);
        }
    }
  return g_steal_pointer (&sample);
}

static QueristLineEnd
find_line_end (const char *text,
               gsize       length)
{
  guint n_lf = 0, n_crlf = 0, n_cr = 0;

  for (gsize i = 0; i < length; i++)
    {
      gboolean cr_before = i > 0 && text[i - 1] == '\r';

      if (text[i] == '\n')
        (*(cr_before ? &n_crlf : &n_lf))++;
      else if (cr_before)
        n_cr++;
    }
  if (length > 0 && text[length - 1] == '\r')
    n_cr++;
  if (n_cr > n_lf + n_crlf)
    return n_lf + n_crlf == 0 ? QUERIST_LINE_END_CR : QUERIST_LINE_END_MIXED;
  if (n_cr > 2 && n_cr * 20 > n_lf + n_crlf)
    return QUERIST_LINE_END_MIXED;
  if (n_lf > 0 && n_crlf > 0)
    return n_crlf > n_lf * 20 ? QUERIST_LINE_END_CRLF : QUERIST_LINE_END_MIXED;
  return n_crlf > 0 ? QUERIST_LINE_END_CRLF : QUERIST_LINE_END_LF;
}

/* "sep=;" as the first line, which spreadsheets write and read. */
static void
read_sep_line (QueristCsvDialect *dialect,
               const char       **text,
               const char        *end)
{
  const char *p = *text, *stop = memchr (p, '\n', end - p);
  gboolean quoted = *p == '"';

  if (stop == NULL)
    return;
  if (stop > p && stop[-1] == '\r')
    stop--;
  p += quoted;
  if (stop - p < 5 + quoted || stop - p > 8 || g_ascii_strncasecmp (p, "sep=", 4) != 0)
    return;
  if (!(dialect->given & QUERIST_CSV_DELIMITER))
    {
      g_free (dialect->delimiter);
      dialect->delimiter = g_strndup (p + 4, stop - p - 4 - quoted);
      dialect->given |= QUERIST_CSV_DELIMITER;
    }
  dialect->skipped_lines = 1;
  *text = memchr (stop, '\n', end - stop);
  (*text)++;
}

static QueristCsvDialect *
begin (const QueristCsvDialect *wanted)
{
  QueristCsvDialect *dialect = wanted != NULL ? querist_csv_dialect_copy (wanted)
                                              : querist_csv_dialect_new ();
  guint given = dialect->given;

  if (!(given & QUERIST_CSV_QUOTE))
    dialect->quote = '"';
  if (!(given & QUERIST_CSV_ESCAPE))
    dialect->escape = dialect->quote;
  if (!(given & QUERIST_CSV_SKIP))
    dialect->skipped_lines = 0;
  if (!(given & QUERIST_CSV_NULLS))
    g_clear_pointer (&dialect->nulls, g_strfreev);
  if (!(given & QUERIST_CSV_DECIMAL))
    dialect->decimal = 0;
  if (!(given & QUERIST_CSV_DATE_FORMAT))
    g_clear_pointer (&dialect->date_format, g_free);
  g_clear_pointer (&dialect->comment, g_free);
  dialect->pad_short = FALSE;
  dialect->last_line = 0;
  return dialect;
}

static const char *
skip_given_lines (const QueristCsvDialect *dialect,
                  const char              *text,
                  const char              *end)
{
  QueristCsvSplitter splitter;

  querist_csv_splitter_init (&splitter, dialect);
  for (guint i = 0; (dialect->given & QUERIST_CSV_SKIP) && i < dialect->skipped_lines; i++)
    {
      const char *next;

      querist_csv_line_end (&splitter, text, end, &next);
      text = next;
    }
  return text;
}

static gboolean
is_empty (const char *text,
          gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isspace (text[i]))
        return FALSE;
    }
  return TRUE;
}

static void
sniff_text (QueristCsvDialect *dialect,
            const char        *sample,
            gsize              length,
            double            *confidence,
            GPtrArray         *warnings)
{
  const char *text = sample, *end = sample + length;
  guint given = dialect->given;

  dialect->line_end = find_line_end (sample, length);
  read_sep_line (dialect, &text, end);
  text = skip_given_lines (dialect, text, end);
  *confidence = querist_csv_score (dialect, text, end);
  dialect->given = given;
  querist_csv_layout_find (dialect, sample, end, warnings);
}

/**
 * querist_csv_sniff_beginning:
 * @path: a file
 * @wanted: (nullable): a dialect of which the given fields are kept
 * @presumed: (out) (optional): whether the encoding is only presumed to be UTF-8, because the file
 *   begins so; if NULL, all of the file is looked at
 * @confidence: (out) (optional): how sure the result is, 0 to 1
 * @warnings: (nullable) (element-type QueristCsvWarning): what a person should know is added
 * @error: return location
 *
 * Does what querist_csv_sniff() does, but saves who reads the whole file afterwards from reading it
 * twice: only if querist_csv_reader_is_clean() then tells that the file is not what it seemed, it
 * must be sniffed in full.
 *
 * Returns: (transfer full) (nullable): the dialect, NULL on error
 */
QueristCsvDialect *
querist_csv_sniff_beginning (const char              *path,
                             const QueristCsvDialect *wanted,
                             gboolean                *presumed,
                             double                  *confidence,
                             GPtrArray               *warnings,
                             GError                 **error)
{
  g_autoptr(QueristCsvDialect) dialect = begin (wanted);
  g_autoptr(GPtrArray) ignored = NULL;
  g_autofree char *sample = NULL;
  double sure;
  gsize length;

  if (warnings == NULL)
    warnings = ignored = g_ptr_array_new_with_free_func (
        (GDestroyNotify) querist_csv_warning_free);
  if (!find_encoding (path, dialect, presumed, warnings, error))
    return NULL;
  sample = read_sample (path, dialect->encoding, &length, error);
  if (sample == NULL)
    return NULL;
  if (is_empty (sample, length))
    {
      g_autofree char *name = g_filename_display_name (path);

      g_set_error (error, QUERIST_CSV_ERROR, QUERIST_CSV_ERROR_EMPTY,
                   "“%s” is empty: it holds nothing but blanks.", name);
      return NULL;
    }
  sniff_text (dialect, sample, length, &sure, warnings);
  if (confidence != NULL)
    *confidence = sure;
  return g_steal_pointer (&dialect);
}

/**
 * querist_csv_sniff:
 * @path: a file
 * @wanted: (nullable): a dialect of which the given fields are kept
 * @confidence: (out) (optional): how sure the result is, 0 to 1
 * @warnings: (nullable) (element-type QueristCsvWarning): what a person should know is added
 * @error: return location
 *
 * Finds out how a file is written: the encoding over all of it, the rest by its beginning.
 *
 * Returns: (transfer full) (nullable): the dialect, NULL on error
 */
QueristCsvDialect *
querist_csv_sniff (const char              *path,
                   const QueristCsvDialect *wanted,
                   double                  *confidence,
                   GPtrArray               *warnings,
                   GError                 **error)
{
  return querist_csv_sniff_beginning (path, wanted, NULL, confidence, warnings, error);
}
