/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-loader.h"

G_BEGIN_DECLS

/**
 * QueristDriftKind:
 * @QUERIST_DRIFT_NEW_COLUMN: the file has a column more; it is left out
 * @QUERIST_DRIFT_MISSING_COLUMN: a column is gone; going on leaves its values empty
 * @QUERIST_DRIFT_RENAMED_COLUMN: a column has another name, it seems; going on takes it for that
 * @QUERIST_DRIFT_MISSING_HEADER: the first row is none; going on takes the columns by their place
 * @QUERIST_DRIFT_TYPE: many values of a column are not of its type or format any more
 * @QUERIST_DRIFT_CATEGORY: a column of few values has new ones
 */
typedef enum {
  QUERIST_DRIFT_NEW_COLUMN,
  QUERIST_DRIFT_MISSING_COLUMN,
  QUERIST_DRIFT_RENAMED_COLUMN,
  QUERIST_DRIFT_MISSING_HEADER,
  QUERIST_DRIFT_TYPE,
  QUERIST_DRIFT_CATEGORY,
} QueristDriftKind;

/**
 * QueristDrift:
 * @blocks: whether it is for a person to decide about before anything is loaded
 * @path: the file
 * @column: (nullable): the column, by its label when the file was read
 * @now: (nullable): its label now, if that is another
 * @message: all of it in a sentence
 *
 * How a file differs from what it was when it was read.
 */
typedef struct {
  QueristDriftKind  kind;
  gboolean          blocks;
  char             *path;
  char             *column;
  char             *now;
  char             *message;
} QueristDrift;

void       querist_drift_free           (QueristDrift         *self);
const char *querist_drift_kind_to_string (QueristDriftKind     kind);
gboolean   querist_load_file_fit        (QueristLoadFile      *self,
                                         const QueristCatalog *catalog,
                                         GPtrArray            *drift,
                                         GCancellable         *cancellable,
                                         GError              **error);

G_END_DECLS
