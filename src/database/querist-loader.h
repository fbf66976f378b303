/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "querist-catalog.h"
#include "querist-csv-dialect.h"
#include "querist-ledger.h"
#include "querist-progress.h"

G_BEGIN_DECLS

/**
 * QueristLoadColumn:
 * @source: index of the file's column, counted from 0
 * @target: the table's column
 * @format: (nullable): the format found by the profile (see QueristColumnProfile)
 * @values: (nullable): the values that were found, where they seem to be all that there are
 */
typedef struct {
  guint  source;
  char  *target;
  char  *format;
  GStrv  values;
} QueristLoadColumn;

/**
 * QueristLoadFile:
 * @seen: whether the file is the very one that was profiled, and not a later one of its name
 * @labels: (nullable): what the file calls its columns, @n_columns of them
 * @columns: (element-type QueristLoadColumn): which column goes where; columns of the file that
 *   are not named here are left out, and the ledger says so
 * @n_columns: columns of the file
 */
typedef struct {
  char              *path;
  char              *table;
  QueristCsvDialect *dialect;
  guint              n_columns;
  gboolean           seen;
  GStrv              labels;
  GPtrArray         *columns;
} QueristLoadFile;

/**
 * QueristLoadMode:
 * @QUERIST_LOAD_REPLACE: the rows take the place of those that are there
 * @QUERIST_LOAD_APPEND: they are added to them
 * @QUERIST_LOAD_APPEND_NEW: they are added, without the files that are loaded already
 */
typedef enum {
  QUERIST_LOAD_REPLACE,
  QUERIST_LOAD_APPEND,
  QUERIST_LOAD_APPEND_NEW,
} QueristLoadMode;

QueristLoadFile *querist_load_file_new    (const char              *path,
                                           const char              *table,
                                           const QueristCsvDialect *dialect,
                                           guint                    n_columns);
void             querist_load_file_add    (QueristLoadFile         *self,
                                           guint                    source,
                                           const char              *target,
                                           const char              *format);
void             querist_load_file_remove (QueristLoadFile         *self,
                                           guint                    index);
char            *querist_load_file_to_json (const QueristLoadFile   *self);
QueristLoadFile *querist_load_file_from_json (const char            *path,
                                           const char              *table,
                                           const char              *json,
                                           GError                 **error);
void             querist_load_file_free   (QueristLoadFile         *self);

QueristLedger   *querist_load             (const char              *database,
                                           QueristCatalog          *catalog,
                                           GPtrArray               *files,
                                           QueristLoadMode          mode,
                                           QueristProgressFunc      progress,
                                           gpointer                 progress_data,
                                           GCancellable            *cancellable,
                                           GError                 **error);
void             querist_load_async       (const char              *database,
                                           QueristCatalog          *catalog,
                                           GPtrArray               *files,
                                           QueristLoadMode          mode,
                                           QueristProgressFunc      progress,
                                           gpointer                 progress_data,
                                           GCancellable            *cancellable,
                                           GAsyncReadyCallback      callback,
                                           gpointer                 user_data);
QueristLedger   *querist_load_finish      (GAsyncResult            *result,
                                           GError                 **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristLoadFile, querist_load_file_free)

G_END_DECLS
