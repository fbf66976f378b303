/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "querist-scalar.h"

G_BEGIN_DECLS

typedef enum {
  QUERIST_LINE_END_LF,
  QUERIST_LINE_END_CRLF,
  QUERIST_LINE_END_CR,
  QUERIST_LINE_END_MIXED,
} QueristLineEnd;

/**
 * QueristCsvField:
 *
 * Marks which fields of a dialect a person has given, so that the sniffer leaves them alone.
 */
typedef enum {
  QUERIST_CSV_ENCODING = 1 << 0,
  QUERIST_CSV_DELIMITER = 1 << 1,
  QUERIST_CSV_QUOTE = 1 << 2,
  QUERIST_CSV_ESCAPE = 1 << 3,
  QUERIST_CSV_HEADER = 1 << 4,
  QUERIST_CSV_SKIP = 1 << 5,
  QUERIST_CSV_NULLS = 1 << 6,
  QUERIST_CSV_DECIMAL = 1 << 7,
  QUERIST_CSV_DATE_FORMAT = 1 << 8,
} QueristCsvField;

/**
 * QueristCsvDialect:
 * @given: QueristCsvField flags of what a person has decided; the rest is found by sniffing
 * @encoding: an iconv name; "UTF-8" when NULL
 * @delimiter: one or more characters; "" for a file of one column; " +" for a run of one or more
 *   blanks, "  +" for a run of two or more
 * @quote: the quote character, 0 for none
 * @escape: the character that makes a quote literal: equal to @quote when quotes are doubled,
 *   0 for none
 * @skipped_lines: physical lines before the header (or the first record) that are no data
 * @header_rows: rows that name the columns, 0 for none
 * @comment: (nullable): lines that start so are no records
 * @nulls: (nullable): texts that mean "no value", beside the empty field
 * @decimal: '.' or ',', 0 when no column tells
 * @pad_short: rows with too few fields are filled up with empty ones (the file leaves out empty
 *   fields at the end of its rows) instead of being rejected
 * @trim_long: empty fields beyond the last column are dropped (rows end in delimiters) instead of
 *   the row being rejected
 * @last_line: physical line after which nothing belongs to the table (a second table follows),
 *   0 for the end of the file
 * @date_format: (nullable): the format that settles dates that could be read two ways, in the
 *   notation of strptime(3), such as "%d/%m/%Y"
 *
 * How a file's bytes become records.
 */
typedef struct {
  guint          given;
  char          *encoding;
  char          *delimiter;
  gunichar       quote;
  gunichar       escape;
  QueristLineEnd line_end;
  guint          skipped_lines;
  guint          header_rows;
  char          *comment;
  GStrv          nulls;
  char           decimal;
  gboolean       pad_short;
  gboolean       trim_long;
  guint64        last_line;
  char          *date_format;
} QueristCsvDialect;

#define QUERIST_CSV_BLANKS     " +"
#define QUERIST_CSV_TWO_BLANKS "  +"

QueristCsvDialect *querist_csv_dialect_new        (void);
QueristCsvDialect *querist_csv_dialect_copy       (const QueristCsvDialect *self);
void               querist_csv_dialect_free       (QueristCsvDialect       *self);
JsonNode          *querist_csv_dialect_to_json    (const QueristCsvDialect *self);
QueristCsvDialect *querist_csv_dialect_from_json  (JsonNode                *node,
                                                   GError                 **error);
const char        *querist_line_end_to_string     (QueristLineEnd           line_end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristCsvDialect, querist_csv_dialect_free)

G_END_DECLS
