/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include "fuzz-file.h"
#include "fuzz.h"
#include "querist-csv-reader.h"

#define N_CHOICES 8

/* The first bytes choose a dialect, the rest is the file. */
static QueristCsvDialect *
choose_dialect (const uint8_t *choices)
{
  static const char *const delimiters[] = { ",", ";", "\t", "|", "||", ", ", "~|~", "",
                                            QUERIST_CSV_BLANKS, QUERIST_CSV_TWO_BLANKS, " ", "§" };
  static const char *const encodings[] = { "UTF-8", "UTF-8", "UTF-16LE", "WINDOWS-1252", "CP932" };
  static const char characters[] = { '"', '\'', '\0', '\\' };
  QueristCsvDialect *dialect = querist_csv_dialect_new ();

  g_free (dialect->delimiter);
  dialect->delimiter = g_strdup (delimiters[choices[0] % G_N_ELEMENTS (delimiters)]);
  g_free (dialect->encoding);
  dialect->encoding = g_strdup (encodings[choices[1] % G_N_ELEMENTS (encodings)]);
  dialect->quote = characters[choices[2] % 3];
  dialect->escape = characters[choices[3] % 4];
  dialect->header_rows = choices[4] % 4;
  dialect->skipped_lines = choices[5] % 3;
  dialect->line_end = choices[6] % 4;
  dialect->pad_short = (choices[7] & 1) != 0;
  dialect->comment = choices[7] & 2 ? g_strdup ("#") : NULL;
  dialect->last_line = choices[7] & 4 ? 5 : 0;
  return dialect;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(QueristCsvDialect) dialect = NULL;
  g_autoptr(QueristCsvReader) reader = NULL;
  g_autofree char *path = NULL;
  const QueristCsvRow *row;
  guint64 line = 0;
  QueristCsvStep step;
  int file;

  if (size < N_CHOICES)
    return 0;
  dialect = choose_dialect (data);
  path = fuzz_file_new (data + N_CHOICES, size - N_CHOICES, &file);
  reader = querist_csv_reader_open (path, dialect, 0, NULL);
  if (reader != NULL)
    {
      querist_csv_reader_keep_raw (reader, TRUE);
      while ((step = querist_csv_reader_next (reader, &row, NULL, NULL)) < QUERIST_CSV_END)
        {
          g_assert_cmpuint (row->line, >, line);
          line = row->line;
          g_assert_nonnull (row->raw);
          g_assert_true (step == QUERIST_CSV_REJECT ||
                         row->n_cells == querist_csv_reader_get_n_columns (reader));
          for (guint i = 0; i < row->n_cells && step == QUERIST_CSV_RECORD; i++)
            g_assert_true (g_utf8_validate_len (row->cells[i].text, row->cells[i].length, NULL) ||
                           memchr (row->cells[i].text, '\0', row->cells[i].length) != NULL);
        }
    }
  close (file);
  return 0;
}
