/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-csv-dialect.h"
#include "querist-csv-reader.h"

G_BEGIN_DECLS

/* Bytes behind a text's end that querist_csv_split() may look at (but does not act upon). */
#define QUERIST_CSV_PADDING 64

/**
 * QueristCsvSplitter:
 * @delimiter: at least its first byte is looked for; empty for a file of one column
 * @min_blanks: for a delimiter that is a run of blanks, the least number of them; else 0
 * @quote: 0 for none
 * @escape: a character that makes the next one literal; 0 when it is the doubled quote or none
 * @doubled: a quote inside quotes is written twice
 * @cr: a carriage return by itself ends a line
 *
 * The part of a dialect that tells where fields and records end. Private to csv/.
 */
typedef struct {
  char     delimiter[16];
  guint    delimiter_length;
  guint    min_blanks;
  char     quote;
  char     escape;
  gboolean doubled;
  gboolean cr;
} QueristCsvSplitter;

typedef enum {
  QUERIST_CSV_SPLIT_RECORD,
  QUERIST_CSV_SPLIT_MORE,
  QUERIST_CSV_SPLIT_UNCLOSED,
} QueristCsvSplitResult;

/**
 * QueristCsvSplit:
 * @cells: (element-type QueristCsvCell): the fields as they stand, quotes around them left out,
 *   escapes still in them, no NUL behind them
 * @literal_at: (nullable): an opening quote that is to be taken as an ordinary character
 * @opening: the last quote that opened a field
 * @capacity: cells for which there is room, 0 at first
 * @next: where the next record begins
 * @length: bytes of the record without its line end
 * @n_lines: line ends in the record, the last one included
 * @escaped: whether a cell holds escapes to take out
 * @stray: whether quotes stood where they should not, and were taken literally
 */
typedef struct {
  GArray     *cells;
  const char *literal_at;
  const char *opening;
  guint       capacity;
  const char *next;
  gsize       length;
  guint       n_lines;
  gboolean    escaped;
  gboolean    stray;
} QueristCsvSplit;

void                  querist_csv_splitter_init (QueristCsvSplitter       *self,
                                                 const QueristCsvDialect  *dialect);
QueristCsvSplitResult querist_csv_split         (const QueristCsvSplitter *self,
                                                 const char               *text,
                                                 const char               *end,
                                                 gboolean                  final,
                                                 QueristCsvSplit          *split);
void                  querist_csv_split_finish  (const QueristCsvSplitter *self,
                                                 QueristCsvSplit          *split);
const char           *querist_csv_line_end      (const QueristCsvSplitter *self,
                                                 const char               *text,
                                                 const char               *end,
                                                 const char              **next);

G_END_DECLS
