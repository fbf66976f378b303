/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "querist-catalog.h"

G_BEGIN_DECLS

/* Columns with at most so many distinct values have all of them listed. */
#define QUERIST_STATISTICS_MAX_VALUES 50

/**
 * QueristColumnStatistics:
 * @n_distinct: different values; an estimate when @estimated is set
 * @min: (nullable): the least value as SQLite writes it
 * @max: (nullable): the greatest value
 * @mean: of the numbers, NAN when there are none
 * @values: (nullable): the distinct values, commonest first, of a column with few of them, else
 *   the commonest ones
 * @counts: rows of each of @values
 * @complete: @values holds all there are
 * @estimated: @n_distinct and @counts come from a sample of the rows
 */
typedef struct {
  char    *name;
  guint64  n_null;
  guint64  n_distinct;
  char    *min;
  char    *max;
  double   mean;
  GStrv    values;
  guint64 *counts;
  gboolean complete;
  gboolean estimated;
} QueristColumnStatistics;

/**
 * QueristTableStatistics:
 * @columns: (element-type QueristColumnStatistics): in the table's order
 */
typedef struct {
  char      *table;
  guint64    n_rows;
  GPtrArray *columns;
} QueristTableStatistics;

QueristTableStatistics *querist_table_statistics_new     (const char                   *database,
                                                          const QueristTable           *table,
                                                          GCancellable                 *cancellable,
                                                          GError                      **error);
void                    querist_table_statistics_free    (QueristTableStatistics       *self);
const QueristColumnStatistics *
                        querist_table_statistics_find    (const QueristTableStatistics *self,
                                                          const char                   *column);
JsonNode               *querist_table_statistics_to_json (const QueristTableStatistics *self);
QueristTableStatistics *querist_table_statistics_from_json
                                                         (JsonNode                     *node,
                                                          GError                      **error);
char                   *querist_table_statistics_to_markdown
                                                         (const QueristTableStatistics *self,
                                                          const QueristTable           *table);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristTableStatistics, querist_table_statistics_free)

G_END_DECLS
