/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-dialect-names.h"

#include <glib/gi18n.h>

/**
 * querist_delimiter_label:
 * @delimiter: (nullable): what stands between two fields
 *
 * Returns: (transfer full): its name, such as “; semicolon”
 */
char *
querist_delimiter_label (const char *delimiter)
{
  static const struct {
    const char *delimiter;
    const char *label;
  } names[] = {
    { "", N_("one column") },
    { ",", N_(", comma") },
    { ";", N_("; semicolon") },
    { "\t", N_("tab") },
    { "|", N_("| bar") },
    { ":", N_(": colon") },
    { " ", N_("space") },
  };

  if (delimiter == NULL)
    delimiter = "";
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (delimiter, names[i].delimiter))
      return g_strdup (_(names[i].label));
  return g_strescape (delimiter, NULL);
}

/**
 * querist_encoding_label:
 * @encoding: (nullable): an iconv name
 *
 * Returns: (transfer full): the name in its usual spelling
 */
char *
querist_encoding_label (const char *encoding)
{
  if (encoding == NULL)
    return g_strdup ("UTF-8");
  if (g_ascii_strncasecmp (encoding, "WINDOWS-", 8) == 0)
    return g_strconcat ("Windows-", encoding + 8, NULL);
  return g_strdup (encoding);
}

/**
 * querist_header_label:
 * @header_rows: rows that name the columns
 *
 * Returns: (transfer full): for a chip or a button
 */
char *
querist_header_label (guint header_rows)
{
  if (header_rows == 0)
    return g_strdup (_("no header"));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u header row", "%u header rows",
                                       header_rows), header_rows);
}

/**
 * querist_quote_label:
 * @quote: a quote character, 0 for none
 *
 * Returns: (transfer full): for a button
 */
char *
querist_quote_label (gunichar quote)
{
  char text[7] = { 0 };

  if (quote == 0)
    return g_strdup (_("no quotes"));
  g_unichar_to_utf8 (quote, text);
  return g_strdup_printf (_("quote %s"), text);
}
