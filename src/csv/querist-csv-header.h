/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-csv-splitter.h"

G_BEGIN_DECLS

/* What the header's rows and the first records say about a table's columns. Private to csv/. */

GStrv querist_csv_header_cells  (const QueristCsvCell      *cells,
                                 guint                      n_cells);
guint querist_csv_header_width  (GPtrArray                 *rows,
                                 const QueristCsvSplitter  *splitter,
                                 const char                *comment,
                                 const char                *text,
                                 const char                *end,
                                 gboolean                   final);
GStrv querist_csv_header_labels (GPtrArray                 *rows,
                                 guint                      n_columns);
GStrv querist_csv_header_names  (const char *const         *labels,
                                 guint                      n_columns);

G_END_DECLS
