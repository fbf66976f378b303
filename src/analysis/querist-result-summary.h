/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-result.h"

G_BEGIN_DECLS

/**
 * QueristColumnSummary:
 * @n_null: rows where it is NULL
 * @n_distinct: distinct values other than NULL; a lower bound unless @distinct_exact
 * @min: (nullable): the smallest value; numbers by size, texts by their bytes
 * @max: (nullable): the greatest value
 * @mean: (only if @has_mean): mean of the values, where all of them are numbers
 */
typedef struct {
  char          *name;
  QueristScalar  type;
  guint64        n_null;
  guint64        n_distinct;
  gboolean       distinct_exact;
  char          *min;
  char          *max;
  gboolean       has_mean;
  double         mean;
} QueristColumnSummary;

GPtrArray *querist_result_summarize        (QueristResult        *result,
                                            GCancellable         *cancellable,
                                            GError              **error);
void       querist_result_summarize_async  (QueristResult        *result,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
GPtrArray *querist_result_summarize_finish (GAsyncResult         *result,
                                            GError              **error);

G_END_DECLS
