/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-result.h"

G_BEGIN_DECLS

/**
 * QueristExecuteOptions:
 * @timeout_seconds: 0 for none
 * @max_rows: rows after which the result is cut (and marked as such), 0 for none
 */
typedef struct {
  double  timeout_seconds;
  guint64 max_rows;
} QueristExecuteOptions;

QueristResult *querist_execute        (const char                  *database,
                                       const char                  *sql,
                                       const QueristExecuteOptions *options,
                                       GCancellable                *cancellable,
                                       GError                     **error);
void           querist_execute_async  (const char                  *database,
                                       const char                  *sql,
                                       const QueristExecuteOptions *options,
                                       GCancellable                *cancellable,
                                       GAsyncReadyCallback          callback,
                                       gpointer                     user_data);
QueristResult *querist_execute_finish (GAsyncResult                *result,
                                       GError                     **error);

G_END_DECLS
