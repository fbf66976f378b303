/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-csv-dialect.h"

G_BEGIN_DECLS

/**
 * QueristCsvText:
 * @quoted: whether it stands in quotes
 *
 * A field of a record that is looked at or edited apart from its file.
 */
typedef struct {
  char     *text;
  gboolean  quoted;
} QueristCsvText;

GPtrArray *querist_csv_record_split (const QueristCsvDialect *dialect,
                                     const char              *text,
                                     gsize                    length);
char      *querist_csv_record_join  (const QueristCsvDialect *dialect,
                                     GPtrArray               *fields);

G_END_DECLS
