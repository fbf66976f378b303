/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-csv-splitter.h"

G_BEGIN_DECLS

/**
 * QueristCsvBody:
 * @n_records: records looked at for the type of the first field
 * @n_typed: of these, with a number, a date or the like in the first field
 * @sparse: whether some record has at most its first field filled
 *
 * What the records of a table have in common that a footer does not have. Zeros at first. Private
 * to csv/.
 */
typedef struct {
  guint    n_records;
  guint    n_typed;
  gboolean sparse;
} QueristCsvBody;

void     querist_csv_body_add     (QueristCsvBody           *self,
                                   const QueristCsvCell     *cells,
                                   guint                     n_cells);
gboolean querist_csv_body_ends_at (const QueristCsvBody     *self,
                                   const QueristCsvSplitter *splitter,
                                   const char               *text,
                                   const char               *end,
                                   guint                     n_columns);

G_END_DECLS
