/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-context.h"
#include "querist-statistics.h"

G_BEGIN_DECLS

typedef enum {
  QUERIST_KIND_TEXT,
  QUERIST_KIND_NUMBER,
  QUERIST_KIND_DATE,
  QUERIST_KIND_BOOLEAN,
  QUERIST_KIND_KEY,
} QueristColumnKind;

typedef struct _QueristKnownTable QueristKnownTable;

/**
 * QueristKnownColumn:
 * @index: place in the table
 * @year: whole numbers that are years
 * @terms: (element-type QueristTerm): the words of its name
 * @statistics: (nullable): what is known of its data
 * @reference: (nullable): the foreign key that it is the only column of
 */
typedef struct {
  QueristKnownTable             *table;
  const QueristColumn           *column;
  guint                          index;
  QueristColumnKind              kind;
  gboolean                       year;
  GArray                        *terms;
  const QueristColumnStatistics *statistics;
  const QueristForeignKey       *reference;
} QueristKnownColumn;

/**
 * QueristAmount:
 * @total: (nullable): a column that holds the money
 * @price: (nullable): else the price of one …
 * @quantity: … times how many …
 * @discount: (nullable): … less this share
 * @discount_scale: what @discount is divided by: 1 for shares, 100 for percentages
 *
 * What a row is worth.
 */
typedef struct {
  const QueristKnownColumn *total;
  const QueristKnownColumn *price;
  const QueristKnownColumn *quantity;
  const QueristKnownColumn *discount;
  int                       discount_scale;
} QueristAmount;

/**
 * QueristKnownTable:
 * @columns: (element-type QueristKnownColumn)
 * @labels: (element-type QueristKnownColumn): what names a row to people, maybe none
 * @date: (nullable): when the thing happened
 * @bridge: it has hardly more than keys to others
 */
struct _QueristKnownTable {
  const QueristTable           *table;
  guint                         index;
  GArray                       *terms;
  GPtrArray                    *columns;
  const QueristTableStatistics *statistics;
  GPtrArray                    *labels;
  const QueristKnownColumn     *date;
  gboolean                      bridge;
};

/**
 * QueristKnownSchema:
 * @tables: (element-type QueristKnownTable)
 *
 * A catalog with its statistics, prepared for matching words.
 */
typedef struct {
  GPtrArray *tables;
} QueristKnownSchema;

QueristKnownSchema *querist_known_schema_new    (QueristCatalog            *catalog,
                                                 GPtrArray                 *statistics);
void                querist_known_schema_free   (QueristKnownSchema        *self);
QueristKnownTable  *querist_known_schema_find   (const QueristKnownSchema  *self,
                                                 const char                *table);
QueristKnownColumn *querist_known_table_find    (const QueristKnownTable   *self,
                                                 const char                *column);
gboolean            querist_known_table_amount  (const QueristKnownTable   *self,
                                                 const char *const         *totals,
                                                 QueristAmount             *amount);
const QueristKnownColumn *
                    querist_known_table_key     (const QueristKnownTable   *self);
gboolean            querist_known_column_has_word (const QueristKnownColumn *self,
                                                   const char               *root);
char               *querist_known_table_noun    (const QueristKnownTable   *self,
                                                 gboolean                   plural);
char               *querist_known_column_noun   (const QueristKnownColumn  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristKnownSchema, querist_known_schema_free)

G_END_DECLS
