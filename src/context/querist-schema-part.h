/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-context.h"
#include "querist-statistics.h"
#include "querist-table-facts.h"

G_BEGIN_DECLS

/**
 * QueristSchemaPart:
 * @schema: the models and enums that it is about, as they stand in the text
 * @outline: what else there is: each model with its key, a line each; "" if there is nothing else
 * @knowledge: what is told of the data, a line for each column; "" if nothing is
 * @tokens: an estimate of the size of all this
 *
 * A part of a schema that an assistant can look at in one go.
 */
typedef struct {
  char  *schema;
  char  *outline;
  char  *knowledge;
  guint  tokens;
} QueristSchemaPart;

GPtrArray         *querist_schema_parts_new             (const char                   *text,
                                                         GPtrArray                    *facts,
                                                         QueristDisclosure             disclosure,
                                                         guint                         budget);
void               querist_schema_part_free             (QueristSchemaPart            *self);
QueristTableFacts *querist_table_facts_from_statistics  (const QueristTable           *table,
                                                         const QueristTableStatistics *known);

G_END_DECLS
