/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-cli-csv-options.h"

#include <string.h>

static gboolean
fail (GError    **error,
      const char *option,
      const char *value,
      const char *expected)
{
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s is %s, not “%s”", option,
               expected, value);
  return FALSE;
}

static gboolean
set_encoding (const char *option,
              const char *value,
              gpointer    data,
              GError    **error)
{
  QueristCsvDialect *dialect = data;
  GIConv converter = g_iconv_open ("UTF-8", value);

  if (converter == (GIConv) -1)
    return fail (error, option, value, "an encoding such as UTF-8 or WINDOWS-1252");
  g_iconv_close (converter);
  g_free (dialect->encoding);
  dialect->encoding = g_strdup (value);
  dialect->given |= QUERIST_CSV_ENCODING;
  return TRUE;
}

static gboolean
set_delimiter (const char *option,
               const char *value,
               gpointer    data,
               GError    **error)
{
  QueristCsvDialect *dialect = data;
  gboolean tab = g_ascii_strcasecmp (value, "tab") == 0;
  gboolean none = g_ascii_strcasecmp (value, "none") == 0;
  g_autofree char *text = g_strcompress (tab ? "\t" : none ? "" : value);

  if ((text[0] == '\0' && !none) || strlen (text) > 8 || !g_utf8_validate (text, -1, NULL))
    return fail (error, option, value, "one to eight characters, “tab” or “none”");
  g_free (dialect->delimiter);
  dialect->delimiter = g_steal_pointer (&text);
  dialect->given |= QUERIST_CSV_DELIMITER;
  return TRUE;
}

/* One ASCII character, or "none". */
static gboolean
read_character (const char *option,
                const char *value,
                gunichar   *character,
                GError    **error)
{
  if (g_ascii_strcasecmp (value, "none") == 0)
    *character = 0;
  else if (strlen (value) == 1)
    *character = (guchar) value[0];
  else
    return fail (error, option, value, "one character or “none”");
  return TRUE;
}

static gboolean
set_quote (const char *option,
           const char *value,
           gpointer    data,
           GError    **error)
{
  QueristCsvDialect *dialect = data;

  if (!read_character (option, value, &dialect->quote, error))
    return FALSE;
  if (!(dialect->given & QUERIST_CSV_ESCAPE))
    dialect->escape = dialect->quote;
  dialect->given |= QUERIST_CSV_QUOTE;
  return TRUE;
}

static gboolean
set_escape (const char *option,
            const char *value,
            gpointer    data,
            GError    **error)
{
  QueristCsvDialect *dialect = data;

  dialect->given |= QUERIST_CSV_ESCAPE;
  return read_character (option, value, &dialect->escape, error);
}

static gboolean
set_header (const char *option,
            const char *value,
            gpointer    data,
            GError    **error)
{
  QueristCsvDialect *dialect = data;
  guint64 rows = 0;

  if (g_ascii_strcasecmp (value, "none") != 0 &&
      !g_ascii_string_to_unsigned (value, 10, 0, 100, &rows, NULL))
    return fail (error, option, value, "a number of rows or “none”");
  dialect->header_rows = rows;
  dialect->given |= QUERIST_CSV_HEADER;
  return TRUE;
}

static gboolean
set_skip (const char *option,
          const char *value,
          gpointer    data,
          GError    **error)
{
  QueristCsvDialect *dialect = data;
  guint64 lines;

  if (!g_ascii_string_to_unsigned (value, 10, 0, G_MAXINT, &lines, NULL))
    return fail (error, option, value, "a number of lines");
  dialect->skipped_lines = lines;
  dialect->given |= QUERIST_CSV_SKIP;
  return TRUE;
}

static gboolean
add_null (const char *option,
          const char *value,
          gpointer    data,
          GError    **error)
{
  QueristCsvDialect *dialect = data;
  guint n = dialect->nulls != NULL ? g_strv_length (dialect->nulls) : 0;

  dialect->nulls = g_renew (char *, dialect->nulls, n + 2);
  dialect->nulls[n] = g_strdup (value);
  dialect->nulls[n + 1] = NULL;
  dialect->given |= QUERIST_CSV_NULLS;
  return TRUE;
}

static gboolean
set_decimal (const char *option,
             const char *value,
             gpointer    data,
             GError    **error)
{
  QueristCsvDialect *dialect = data;

  if (!g_str_equal (value, ",") && !g_str_equal (value, "."))
    return fail (error, option, value, "a comma or a point");
  dialect->decimal = value[0];
  dialect->given |= QUERIST_CSV_DECIMAL;
  return TRUE;
}

static gboolean
set_date_format (const char *option,
                 const char *value,
                 gpointer    data,
                 GError    **error)
{
  QueristCsvDialect *dialect = data;

  if (strchr (value, '%') == NULL)
    return fail (error, option, value, "a format such as %d/%m/%Y");
  g_free (dialect->date_format);
  dialect->date_format = g_strdup (value);
  dialect->given |= QUERIST_CSV_DATE_FORMAT;
  return TRUE;
}

/**
 * querist_cli_csv_options:
 * @dialect: a dialect; what the options give is set in it and marked as given. It must live until
 *   the options are parsed
 *
 * Returns: (transfer full): the options that say how a CSV file is written
 */
GOptionGroup *
querist_cli_csv_options (QueristCsvDialect *dialect)
{
  static const GOptionEntry entries[] = {
    { "delimiter", 'd', 0, G_OPTION_ARG_CALLBACK, set_delimiter,
      "What parts fields: characters, “tab” or “none”", "TEXT" },
    { "quote", 'q', 0, G_OPTION_ARG_CALLBACK, set_quote, "What stands around fields", "CHARACTER" },
    { "escape", 'e', 0, G_OPTION_ARG_CALLBACK, set_escape, "What makes a quote a character",
      "CHARACTER" },
    { "encoding", 0, 0, G_OPTION_ARG_CALLBACK, set_encoding, "The encoding, such as UTF-8",
      "NAME" },
    { "header", 0, 0, G_OPTION_ARG_CALLBACK, set_header, "Rows that name the columns, or “none”",
      "ROWS" },
    { "skip", 0, 0, G_OPTION_ARG_CALLBACK, set_skip, "Lines before the header to pass over", "N" },
    { "null", 0, 0, G_OPTION_ARG_CALLBACK, add_null, "A text that means no value; may be repeated",
      "TEXT" },
    { "decimal", 0, 0, G_OPTION_ARG_CALLBACK, set_decimal, "The decimal sign", ",|." },
    { "date-format", 0, 0, G_OPTION_ARG_CALLBACK, set_date_format,
      "How dates are written, such as %d/%m/%Y", "FORMAT" },
    { NULL },
  };
  GOptionGroup *group = g_option_group_new ("csv", "CSV Options:", "Options for CSV files",
                                            dialect, NULL);

  g_option_group_add_entries (group, entries);
  return group;
}
