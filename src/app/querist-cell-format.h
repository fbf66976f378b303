/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-result.h"

G_BEGIN_DECLS

/**
 * QueristCellFormat:
 * @numeric: shown at the right, in figures of equal width
 * @grouped: whether thousands are set apart
 * @decimals: digits after the point of every fraction, -1 for as they are
 * @width: characters that the values looked at need
 *
 * How the values of a column are shown, found from some of them.
 */
typedef struct {
  gboolean numeric;
  gboolean grouped;
  int      decimals;
  guint    width;
} QueristCellFormat;

QueristCellFormat querist_cell_format_new     (const QueristResultColumn *column,
                                               guint                      index,
                                               GPtrArray                 *rows);
char             *querist_cell_format_text    (const QueristCellFormat   *self,
                                               const QueristCell         *cell);
char             *querist_cell_format_number  (double                     number,
                                               int                        decimals);
char             *querist_cell_to_tsv         (const QueristCell         *cell);

G_END_DECLS
