/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-csv-profile.h"

G_BEGIN_DECLS

/**
 * QueristColumnFacts:
 * @column: its name in the database
 * @label: (nullable): what the header of the file says
 * @format: (nullable): how the file writes the values, as in #QueristColumnProfile
 * @type: what the values are
 * @n_distinct: different values; an estimate unless @exact
 * @unique: no value occurs twice; only known of a file
 * @min: (nullable): smallest value
 * @max: (nullable): greatest value
 * @min_length: characters of the shortest value, 0 where nobody counted
 * @values: the commonest values, commonest first
 * @complete: there are no other values
 * @profile: (nullable) (transfer none): the file's column, of which the values can be compared
 *
 * What is known of the data in a column.
 */
typedef struct {
  char                       *column;
  char                       *label;
  char                       *format;
  QueristScalar               type;
  guint64                     n_rows;
  guint64                     n_empty;
  guint64                     n_distinct;
  gboolean                    exact;
  gboolean                    unique;
  char                       *min;
  char                       *max;
  guint                       min_length;
  guint                       max_length;
  GStrv                       values;
  gboolean                    complete;
  const QueristColumnProfile *profile;
} QueristColumnFacts;

/**
 * QueristTableFacts:
 * @table: its name in the database
 * @file: (nullable): the base name of the file that feeds it
 * @columns: (element-type QueristColumnFacts)
 * @profile: (nullable) (transfer none): the file
 *
 * What is known of the data in a table. Whoever makes it keeps the profile alive.
 */
typedef struct {
  char                    *table;
  char                    *file;
  GPtrArray               *columns;
  const QueristCsvProfile *profile;
} QueristTableFacts;

QueristTableFacts        *querist_table_facts_new          (const char              *table);
QueristTableFacts        *querist_table_facts_from_profile (const char              *table,
                                                            const QueristCsvProfile *profile);
void                      querist_table_facts_free         (QueristTableFacts       *self);
QueristColumnFacts       *querist_column_facts_new         (const char              *column);
const QueristTableFacts  *querist_facts_find_table         (GPtrArray               *facts,
                                                            const char              *table);
const QueristColumnFacts *querist_facts_find_column        (GPtrArray               *facts,
                                                            const char              *table,
                                                            const char              *column);

G_END_DECLS
