/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-csv-block.h"
#include "querist-csv-profile.h"
#include "querist-csv-spill.h"

G_BEGIN_DECLS

/* Gathers what a look at every field of a column tells. Private to csv/. */
typedef struct _QueristCsvColumn QueristCsvColumn;

/**
 * QueristCsvHints:
 * @decimal: the decimal sign of the file, as far as other columns tell; 0 for unknown
 * @day_first: whether other columns write the day before the month: 1 yes, 0 no, -1 unknown
 * @nulls: (element-type utf8): texts that mean "no value" in the file
 *
 * What the columns of a file tell each other.
 */
typedef struct {
  char       decimal;
  int        day_first;
  GPtrArray *nulls;
} QueristCsvHints;

QueristCsvColumn     *querist_csv_column_new     (const char              *label,
                                                  const char              *name,
                                                  const QueristCsvDialect *dialect,
                                                  gsize                    max_slots,
                                                  QueristCsvSpill         *spill);
void                  querist_csv_column_free    (QueristCsvColumn        *self);
void                  querist_csv_column_add     (QueristCsvColumn        *self,
                                                  const QueristCsvBlock   *block,
                                                  guint                    index);
void                  querist_csv_column_hint    (const QueristCsvColumn  *self,
                                                  QueristCsvHints         *hints);
QueristColumnProfile *querist_csv_column_finish  (QueristCsvColumn        *self,
                                                  const QueristCsvDialect *dialect,
                                                  const QueristCsvHints   *hints,
                                                  GPtrArray               *warnings);
void                  querist_column_profile_free (QueristColumnProfile   *self);

G_END_DECLS
