/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "querist-catalog.h"
#include "querist-progress.h"

G_BEGIN_DECLS

/**
 * QueristRejectAction:
 * @QUERIST_REJECT_SAVE: only keep the edited texts
 * @QUERIST_REJECT_RETRY: load them; what still can't be gets its new reason
 * @QUERIST_REJECT_DISMISS: do without them: they stay in the table, marked with the time
 * @QUERIST_REJECT_RESTORE: take a dismissal back
 */
typedef enum {
  QUERIST_REJECT_SAVE,
  QUERIST_REJECT_RETRY,
  QUERIST_REJECT_DISMISS,
  QUERIST_REJECT_RESTORE,
} QueristRejectAction;

/**
 * QueristRejectJob:
 * @edits: what a person has changed: id (gint64) to text; kept whatever the action is
 * @ids: (nullable) (element-type gint64): the rejects that the action is for; NULL for all that
 *   were not dismissed
 * @load: with @ids NULL, only those of this load; 0 for all
 *
 * What is to be done with records that could not be loaded.
 */
typedef struct {
  QueristRejectAction  action;
  GHashTable          *edits;
  GArray              *ids;
  gint64               load;
} QueristRejectJob;

/**
 * QueristRejectOutcome:
 * @n_tried: rejects that the action was for
 * @n_done: of these that were loaded, dismissed or restored
 */
typedef struct {
  guint64 n_tried;
  guint64 n_done;
} QueristRejectOutcome;

/* The columns of querist_rejects_sql(). */
enum {
  QUERIST_REJECT_ID,
  QUERIST_REJECT_LOAD,
  QUERIST_REJECT_FILE,
  QUERIST_REJECT_TABLE,
  QUERIST_REJECT_LINE,
  QUERIST_REJECT_COLUMN,
  QUERIST_REJECT_REASON,
  QUERIST_REJECT_RAW,
  QUERIST_REJECT_TEXT,
  QUERIST_REJECT_DISMISSED_AT,
  QUERIST_REJECT_N_COLUMNS,
};

QueristRejectJob *querist_reject_job_new   (QueristRejectAction       action);
void              querist_reject_job_edit  (QueristRejectJob         *self,
                                            gint64                    id,
                                            const char               *text);
void              querist_reject_job_add   (QueristRejectJob         *self,
                                            gint64                    id);
void              querist_reject_job_free  (QueristRejectJob         *self);

char             *querist_rejects_sql      (gint64                    load,
                                            gboolean                  dismissed);
char             *querist_rejects_query    (const char               *database,
                                            gboolean                  dismissed,
                                            GError                  **error);
gboolean          querist_rejects_run      (const char               *database,
                                            const QueristCatalog     *catalog,
                                            const QueristRejectJob   *job,
                                            QueristRejectOutcome     *outcome,
                                            GCancellable             *cancellable,
                                            GError                  **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristRejectJob, querist_reject_job_free)

G_END_DECLS
