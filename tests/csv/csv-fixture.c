/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "csv-fixture.h"

#include <glib/gstdio.h>

#include "querist-csv-reader.h"
#include "querist-csv-sniffer.h"

/**
 * csv_fixture_write:
 * @bytes: what a file should hold
 * @length: their number
 *
 * Returns: (transfer full): the path of such a file in a folder of its own; give it to
 *   csv_fixture_remove() afterwards
 */
char *
csv_fixture_write (const char *bytes,
                   gsize       length)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("querist-csv-XXXXXX", &error);
  char *path = g_build_filename (folder, "file.csv", NULL);

  g_assert_no_error (error);
  g_file_set_contents (path, bytes, length, &error);
  g_assert_no_error (error);
  return path;
}

/**
 * csv_fixture_remove:
 * @path: (transfer full): what csv_fixture_write() gave
 */
void
csv_fixture_remove (char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_remove (path);
  g_rmdir (folder);
  g_free (path);
}

static void
append_row (GString             *table,
            const QueristCsvRow *row)
{
  for (guint i = 0; i < row->n_cells; i++)
    {
      if (i > 0)
        g_string_append_c (table, '|');
      g_string_append_len (table, row->cells[i].text, row->cells[i].length);
    }
  g_string_append_c (table, '\n');
}

/**
 * csv_fixture_table:
 * @bytes: a file's content
 * @length: its size
 * @wanted: (nullable): what is not to be sniffed
 * @n_rejected: (out): rejected rows
 *
 * Returns: (transfer full): the table that is read: a line for the header ("-" if there is none)
 *   and each record, fields parted by "|"; or "error: " and the message
 */
char *
csv_fixture_table (const char              *bytes,
                   gsize                    length,
                   const QueristCsvDialect *wanted,
                   guint                   *n_rejected)
{
  char *path = csv_fixture_write (bytes, length);
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristCsvDialect) dialect = querist_csv_sniff (path, wanted, NULL, NULL, &error);
  g_autoptr(QueristCsvReader) reader = NULL;
  g_autoptr(GString) table = g_string_new (NULL);
  QueristCsvStep step = QUERIST_CSV_FAILED;
  const QueristCsvRow *row;

  *n_rejected = 0;
  if (dialect != NULL)
    reader = querist_csv_reader_open (path, dialect, 0, &error);
  if (reader != NULL)
    {
      const char *const *labels = querist_csv_reader_get_labels (reader);
      g_autofree char *header = labels != NULL ? g_strjoinv ("|", (char **) labels) : NULL;

      g_string_append_printf (table, "%s\n", header != NULL ? header : "-");
      while ((step = querist_csv_reader_next (reader, &row, NULL, &error)) < QUERIST_CSV_END)
        {
          if (step == QUERIST_CSV_RECORD)
            append_row (table, row);
          else
            (*n_rejected)++;
        }
    }
  csv_fixture_remove (path);
  if (error != NULL)
    g_string_printf (table, "error: %s", error->message);
  return g_string_free (g_steal_pointer (&table), FALSE);
}

/**
 * csv_fixture_profile:
 * @bytes: a file's content
 * @length: its size
 * @wanted: (nullable): what is not to be sniffed
 *
 * Returns: (transfer full): its profile; the test fails when there is none
 */
QueristCsvProfile *
csv_fixture_profile (const char              *bytes,
                     gsize                    length,
                     const QueristCsvDialect *wanted)
{
  char *path = csv_fixture_write (bytes, length);
  g_autoptr(GError) error = NULL;
  QueristCsvProfile *profile = querist_csv_profile_file (path, wanted, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  csv_fixture_remove (path);
  return profile;
}
