/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-csv-splitter.h"

G_BEGIN_DECLS

/**
 * QueristCsvLook:
 * @LOOK_EMPTY: nothing, or a word for it
 * @LOOK_TYPED: a number, a date, a time, a UUID
 *
 * What a field looks like at a glance. Private to csv/.
 */
typedef enum {
  QUERIST_CSV_LOOK_EMPTY,
  QUERIST_CSV_LOOK_TYPED,
  QUERIST_CSV_LOOK_TEXT,
} QueristCsvLook;

QueristCsvLook querist_csv_look  (const QueristCsvCell *cell);
double         querist_csv_score (QueristCsvDialect    *dialect,
                                  const char           *text,
                                  const char           *end);

G_END_DECLS
