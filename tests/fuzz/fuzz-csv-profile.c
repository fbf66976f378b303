/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <unistd.h>

#include "fuzz-file.h"
#include "fuzz.h"
#include "querist-csv-profile.h"
#include "querist-csv-reader.h"
#include "querist-csv-value.h"

/* Whatever the file holds, what the profile found must be what a load finds: as many records and
 * rejects, and every field of every column is converted by the type and format found for it. */

static GPtrArray *
make_converters (const QueristCsvProfile *profile)
{
  GPtrArray *converters = g_ptr_array_new_with_free_func ((GDestroyNotify) querist_converter_free);

  for (guint i = 0; i < profile->columns->len; i++)
    {
      const QueristColumnProfile *column = g_ptr_array_index (profile->columns, i);

      g_ptr_array_add (converters,
                       querist_converter_new (column->type, column->format, profile->dialect));
    }
  return converters;
}

static void
check_row (const QueristCsvProfile *profile,
           GPtrArray               *converters,
           const QueristCsvRow     *row,
           guint64                 *n_empty,
           guint64                 *n_nulled)
{
  g_assert_cmpuint (row->n_cells, ==, profile->columns->len);
  for (guint i = 0; i < row->n_cells; i++)
    {
      QueristValue value;

      g_assert_cmpint (row->cells[i].text[row->cells[i].length], ==, '\0');
      if (!querist_converter_convert (g_ptr_array_index (converters, i), &row->cells[i], &value))
        g_error ("column %u does not hold “%s”", i, row->cells[i].text);
      n_empty[i] += value.kind == QUERIST_VALUE_NULL;
      n_nulled[i] += value.nulled;
    }
}

static void
read_again (const char              *path,
            const QueristCsvProfile *profile)
{
  g_autoptr(QueristCsvReader) reader = querist_csv_reader_open (path, profile->dialect,
                                                                profile->columns->len, NULL);
  g_autoptr(GPtrArray) converters = make_converters (profile);
  g_autofree guint64 *n_empty = g_new0 (guint64, profile->columns->len);
  g_autofree guint64 *n_nulled = g_new0 (guint64, profile->columns->len);
  const QueristCsvRow *row;
  guint64 n_read = 0, n_rejected = 0, line = 0;
  QueristCsvStep step;

  g_assert_nonnull (reader);
  while ((step = querist_csv_reader_next (reader, &row, NULL, NULL)) < QUERIST_CSV_END)
    {
      n_read++;
      g_assert_cmpuint (row->line, >, line);
      line = row->line;
      if (step == QUERIST_CSV_RECORD)
        check_row (profile, converters, row, n_empty, n_nulled);
      else
        n_rejected++;
    }
  g_assert_cmpint (step, ==, QUERIST_CSV_END);
  g_assert_cmpuint (n_read, ==, profile->n_read);
  g_assert_cmpuint (n_rejected, ==, profile->n_rejected);
  for (guint i = 0; i < profile->columns->len; i++)
    {
      const QueristColumnProfile *column = g_ptr_array_index (profile->columns, i);

      g_assert_cmpuint (n_empty[i], ==, column->n_empty);
      g_assert_cmpuint (n_nulled[i], ==, column->n_nulled);
      g_assert_cmpuint (column->n_distinct, <=, column->n_rows - column->n_empty);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  int file;
  g_autofree char *path = fuzz_file_new (data, size, &file);
  g_autoptr(QueristCsvProfile) profile = querist_csv_profile_file (path, NULL, NULL, NULL, NULL,
                                                                   NULL);

  if (profile != NULL)
    {
      json_node_unref (querist_csv_profile_to_json (profile));
      read_again (path, profile);
    }
  close (file);
  return 0;
}
