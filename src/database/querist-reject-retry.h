/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-ledger-private.h"
#include "querist-load-batch.h"
#include "querist-load-target.h"

G_BEGIN_DECLS

/* Loads single records of a file that was loaded before, by the recipe of that load. */
typedef struct _QueristRejectRetry QueristRejectRetry;

/**
 * QueristRetryResult:
 * @QUERIST_RETRY_LOADED: it is in its table
 * @QUERIST_RETRY_REFUSED: it can't be loaded
 * @QUERIST_RETRY_ORPHAN: it refers to a row that is not there, but that may yet come
 * @QUERIST_RETRY_FAILED: the database failed
 */
typedef enum {
  QUERIST_RETRY_LOADED,
  QUERIST_RETRY_REFUSED,
  QUERIST_RETRY_ORPHAN,
  QUERIST_RETRY_FAILED,
} QueristRetryResult;

QueristRejectRetry *querist_reject_retry_new        (sqlite3               *db,
                                                     const QueristCatalog  *catalog,
                                                     gint64                 load,
                                                     GError               **error);
void                querist_reject_retry_free       (QueristRejectRetry    *self);
QueristRetryResult  querist_reject_retry_record     (QueristRejectRetry    *self,
                                                     const char            *text,
                                                     gsize                  length,
                                                     char                 **column,
                                                     char                 **reason,
                                                     GError               **error);
gboolean            querist_reject_retry_has_parents (QueristRejectRetry   *self,
                                                     const char            *text,
                                                     gsize                  length);
gint64              querist_reject_retry_get_rowid  (QueristRejectRetry    *self);
const char         *querist_reject_retry_get_table  (QueristRejectRetry    *self);
gboolean            querist_reject_retry_close      (QueristRejectRetry    *self,
                                                     GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristRejectRetry, querist_reject_retry_free)

G_END_DECLS
