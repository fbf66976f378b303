/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-load-source.h"

G_BEGIN_DECLS

/**
 * QueristLoadFeedFuncs:
 * @batch: called with every batch before its rows are asked for
 * @skipped: called for a row that the database did not take because its key is taken
 *
 * What the feed of a table tells. FALSE stops the load; the function has set an error.
 */
typedef struct {
  gboolean (*batch)   (const QueristLoadBatch *batch,
                       gpointer                user_data,
                       GError                **error);
  gboolean (*skipped) (const QueristLoadRow   *row,
                       gpointer                user_data,
                       GError                **error);
} QueristLoadFeedFuncs;

gboolean querist_load_feed_run (sqlite3                    *db,
                                const QueristLoadTarget    *target,
                                QueristLoadSource          *source,
                                const QueristLoadFeedFuncs *funcs,
                                gpointer                    user_data,
                                guint64                    *n_rows,
                                GError                    **error);

G_END_DECLS
