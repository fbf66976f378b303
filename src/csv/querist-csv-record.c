/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-csv-record.h"

#include <string.h>

#include "querist-csv-splitter.h"

static void
text_free (gpointer data)
{
  QueristCsvText *self = data;

  g_free (self->text);
  g_free (self);
}

/**
 * querist_csv_record_split:
 * @dialect: how the record's file is written
 * @text: the record as it stands in the file, UTF-8, need not end in a NUL
 * @length: its bytes
 *
 * Takes a record to pieces for a person to look at, whatever is wrong with it: when a quote is
 * never closed, quotes are taken as ordinary characters.
 *
 * Returns: (transfer full) (element-type QueristCsvText): its fields
 */
GPtrArray *
querist_csv_record_split (const QueristCsvDialect *dialect,
                          const char              *text,
                          gsize                    length)
{
  GPtrArray *fields = g_ptr_array_new_with_free_func (text_free);
  g_autoptr(GArray) cells = g_array_new (FALSE, FALSE, sizeof (QueristCsvCell));
  g_autofree char *copy = g_malloc0 (length + QUERIST_CSV_PADDING);
  QueristCsvSplit split = { .cells = cells };
  QueristCsvSplitter splitter;

  memcpy (copy, text, length);
  querist_csv_splitter_init (&splitter, dialect);
  if (querist_csv_split (&splitter, copy, copy + length, TRUE, &split) !=
      QUERIST_CSV_SPLIT_RECORD)
    {
      splitter.quote = 0;
      splitter.doubled = FALSE;
      querist_csv_split (&splitter, copy, copy + length, TRUE, &split);
    }
  querist_csv_split_finish (&splitter, &split);
  for (guint i = 0; i < cells->len; i++)
    {
      const QueristCsvCell *cell = &g_array_index (cells, QueristCsvCell, i);
      QueristCsvText *field = g_new0 (QueristCsvText, 1);

      /* a NUL byte has no place in a text that is shown and edited */
      field->text = g_utf8_make_valid (cell->length > 0 ? cell->text : "", cell->length);
      field->quoted = cell->quoted;
      g_ptr_array_add (fields, field);
    }
  return fields;
}

/* Whether a field would be read as something else if it stood there without quotes. */
static gboolean
needs_quotes (const QueristCsvDialect *dialect,
              const char              *delimiter,
              const QueristCsvText    *field)
{
  char quote[7] = { 0 };

  g_unichar_to_utf8 (dialect->quote, quote);
  return field->quoted || strpbrk (field->text, "\r\n") != NULL ||
         strstr (field->text, quote) != NULL ||
         (*delimiter != '\0' && strstr (field->text, delimiter) != NULL) ||
         (g_str_has_prefix (dialect->delimiter, " ") && *field->text == '\0');
}

static void
append_escaped (GString                 *record,
                const QueristCsvDialect *dialect,
                const char              *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (dialect->escape != 0 && (c == dialect->quote || c == dialect->escape))
        g_string_append_unichar (record, dialect->escape);
      g_string_append_unichar (record, c);
    }
}

/**
 * querist_csv_record_join:
 * @dialect: how the file is written
 * @fields: (element-type QueristCsvText): the fields
 *
 * Puts a record together as it would stand in a file of that dialect. Quotes stand around a field
 * that had them or that would be misread without.
 *
 * Returns: (transfer full): the record, without a line end
 */
char *
querist_csv_record_join (const QueristCsvDialect *dialect,
                         GPtrArray               *fields)
{
  g_autoptr(GString) record = g_string_new (NULL);
  const char *delimiter = dialect->delimiter;

  if (g_str_equal (delimiter, QUERIST_CSV_BLANKS))
    delimiter = " ";
  else if (g_str_equal (delimiter, QUERIST_CSV_TWO_BLANKS))
    delimiter = "  ";
  for (guint i = 0; i < fields->len; i++)
    {
      const QueristCsvText *field = g_ptr_array_index (fields, i);

      if (i > 0)
        g_string_append (record, delimiter);
      if (dialect->quote == 0 || !needs_quotes (dialect, delimiter, field))
        {
          g_string_append (record, field->text);
          continue;
        }
      g_string_append_unichar (record, dialect->quote);
      append_escaped (record, dialect, field->text);
      g_string_append_unichar (record, dialect->quote);
    }
  return g_string_free (g_steal_pointer (&record), FALSE);
}
