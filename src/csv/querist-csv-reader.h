/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "querist-csv-dialect.h"

G_BEGIN_DECLS

/**
 * QueristCsvCell:
 * @text: UTF-8, valid until the next record is asked for; ends in a NUL that @length does not
 *   count, and may hold NUL bytes before it
 * @quoted: whether it stood in quotes (an empty quoted field is an empty text, not "no value")
 */
typedef struct {
  const char *text;
  gsize       length;
  gboolean    quoted;
} QueristCsvCell;

typedef enum {
  QUERIST_CSV_RECORD,
  QUERIST_CSV_REJECT,
  QUERIST_CSV_END,
  QUERIST_CSV_FAILED,
} QueristCsvStep;

/**
 * QueristCsvRow:
 * @cells: @n_cells fields; of a record exactly as many as there are columns
 * @line: the physical line of the file on which it begins, the first is 1
 * @raw: the record's text as it stands in the file, in UTF-8, without its line end; of a reject
 *   always there, of a record only when the reader was asked to keep it
 * @reason: (nullable): of a reject, why it can't be taken as it stands, a sentence
 * @note: (nullable): of a record, what was mended to take it, a sentence
 *
 * One record, borrowed from the reader until the next call.
 */
typedef struct {
  const QueristCsvCell *cells;
  guint                 n_cells;
  guint64               line;
  const char           *raw;
  gsize                 raw_length;
  const char           *reason;
  const char           *note;
} QueristCsvRow;

#define QUERIST_TYPE_CSV_READER (querist_csv_reader_get_type ())

G_DECLARE_FINAL_TYPE (QueristCsvReader, querist_csv_reader, QUERIST, CSV_READER, GObject)

QueristCsvReader *querist_csv_reader_open       (const char              *path,
                                                 const QueristCsvDialect *dialect,
                                                 guint                    n_columns,
                                                 GError                 **error);
QueristCsvReader *querist_csv_reader_new_for_records (const QueristCsvDialect *dialect,
                                                      const char *const       *labels,
                                                      guint                    n_columns);
void              querist_csv_reader_set_record (QueristCsvReader      *self,
                                                 const char              *text,
                                                 gsize                    length);
void              querist_csv_reader_keep_raw   (QueristCsvReader        *self,
                                                 gboolean                 keep);
QueristCsvStep    querist_csv_reader_next       (QueristCsvReader        *self,
                                                 const QueristCsvRow    **row,
                                                 GCancellable            *cancellable,
                                                 GError                 **error);
const char *const *querist_csv_reader_get_labels (QueristCsvReader       *self);
guint             querist_csv_reader_get_n_columns (QueristCsvReader     *self);
guint64           querist_csv_reader_get_line   (QueristCsvReader        *self);
gboolean          querist_csv_reader_is_clean   (QueristCsvReader        *self);
guint64           querist_csv_reader_get_offset (QueristCsvReader        *self);
guint64           querist_csv_reader_get_size   (QueristCsvReader        *self);

G_END_DECLS
