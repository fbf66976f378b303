/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-csv-reader.h"

G_BEGIN_DECLS

/**
 * QueristCsvBlockCell:
 * @offset: where it stands in the block's text
 *
 * A field. 8 bytes, because a block holds thousands and the processor's cache few.
 */
typedef struct {
  guint32 offset;
  guint32 length : 31;
  guint32 quoted : 1;
} QueristCsvBlockCell;

/**
 * QueristCsvBlock:
 * @cells: column by column, @max_rows of each, of which @n_rows are in use
 * @lines: where each row's record begins
 * @text: all fields, each with a NUL behind it
 *
 * Some records that were copied from a reader, to be looked at column by column. Private to csv/.
 */
typedef struct {
  guint                n_columns;
  guint                n_rows;
  guint                max_rows;
  QueristCsvBlockCell *cells;
  guint64             *lines;
  char                *text;
  gsize                length;
  gsize                capacity;
} QueristCsvBlock;

QueristCsvBlock *querist_csv_block_new     (guint                n_columns);
void             querist_csv_block_free    (QueristCsvBlock     *self);
void             querist_csv_block_clear   (QueristCsvBlock     *self);
void             querist_csv_block_add     (QueristCsvBlock     *self,
                                            const QueristCsvRow *row);
gboolean         querist_csv_block_is_full (const QueristCsvBlock *self);

G_END_DECLS
