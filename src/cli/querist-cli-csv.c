/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <csv.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "querist-cli-commands.h"
#include "querist-cli-csv-options.h"
#include "querist-csv-profile.h"
#include "querist-csv-reader.h"
#include "querist-csv-sniffer.h"

/* Quotes stand around a field only where RFC 4180 asks for them, and around an empty text: without
 * them it would be no value, or in a table of one column no row. */
static void
write_field (const char *text,
             gsize       length,
             gboolean    keep_empty)
{
  gboolean special = length == 0 ? keep_empty
                                 : text[0] == ' ' || text[length - 1] == ' ' ||
                                       memchr (text, ',', length) != NULL ||
                                       memchr (text, '"', length) != NULL ||
                                       memchr (text, '\n', length) != NULL ||
                                       memchr (text, '\r', length) != NULL;

  if (special)
    csv_fwrite (stdout, text, length);
  else
    fwrite (text, 1, length, stdout);
}

static void
write_header (QueristCsvReader *reader)
{
  const char *const *labels = querist_csv_reader_get_labels (reader);
  guint n = querist_csv_reader_get_n_columns (reader);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *made_up = g_strdup_printf ("column_%u", i + 1);
      const char *label = labels != NULL ? labels[i] : made_up;

      if (i > 0)
        putchar (',');
      write_field (label, strlen (label), n == 1);
    }
  fputs ("\r\n", stdout);
}

static void
write_row (const QueristCsvRow *row)
{
  for (guint i = 0; i < row->n_cells; i++)
    {
      const QueristCsvCell *cell = &row->cells[i];

      if (i > 0)
        putchar (',');
      write_field (cell->text, cell->length, row->n_cells == 1 || cell->quoted);
    }
  fputs ("\r\n", stdout);
}

static gboolean
write_table (const char              *path,
             const QueristCsvDialect *dialect,
             GError                 **error)
{
  g_autoptr(QueristCsvReader) reader = querist_csv_reader_open (path, dialect, 0, error);
  g_autofree char *name = g_filename_display_name (path);
  const QueristCsvRow *row;
  QueristCsvStep step;

  if (reader == NULL)
    return FALSE;
  write_header (reader);
  while ((step = querist_csv_reader_next (reader, &row, NULL, error)) < QUERIST_CSV_END)
    {
      if (step == QUERIST_CSV_RECORD)
        write_row (row);
      else
        g_printerr ("%s:%" G_GUINT64_FORMAT ": %s\n", name, row->line, row->reason);
    }
  if (step == QUERIST_CSV_END && fflush (stdout) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                   "The table can’t be written: %s.", g_strerror (errno));
      return FALSE;
    }
  return step == QUERIST_CSV_END;
}

/**
 * querist_cli_csv:
 * @argc: number of words
 * @argv: the words after the program's name
 *
 * Writes a file as the loader would read it: UTF-8, commas, the header first.
 *
 * Returns: the exit status
 */
int
querist_cli_csv (int    argc,
                 char **argv)
{
  g_autoptr(QueristCsvDialect) wanted = querist_csv_dialect_new ();
  g_autoptr(QueristCsvDialect) dialect = NULL;
  g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func (
      (GDestroyNotify) querist_csv_warning_free);
  g_autoptr(GError) error = NULL;
  int status;

  if (!querist_cli_parse (&argc, &argv, "csv FILE [CSV-OPTIONS]", NULL,
                          querist_cli_csv_options (wanted), 1, 1, &status))
    return status;
  dialect = querist_csv_sniff (argv[1], wanted, NULL, warnings, &error);
  if (dialect == NULL)
    return querist_cli_fail (error);
  querist_cli_print_csv_warnings (argv[1], warnings);
  if (!write_table (argv[1], dialect, &error))
    return querist_cli_fail (error);
  return QUERIST_CLI_DONE;
}
