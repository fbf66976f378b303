/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "querist-catalog.h"
#include "querist-csv-dialect.h"
#include "querist-progress.h"

G_BEGIN_DECLS

/**
 * QueristLoadColumn:
 * @source: index of the file's column, counted from 0
 * @target: the table's column
 * @format: (nullable): the format found by the profile (see QueristColumnProfile)
 */
typedef struct {
  guint  source;
  char  *target;
  char  *format;
} QueristLoadColumn;

/**
 * QueristLoadFile:
 * @columns: (element-type QueristLoadColumn): which column goes where; columns of the file that
 *   are not named here are left out, and the ledger says so
 * @n_columns: columns of the file
 */
typedef struct {
  char              *path;
  char              *table;
  QueristCsvDialect *dialect;
  guint              n_columns;
  GPtrArray         *columns;
} QueristLoadFile;

typedef enum {
  QUERIST_LOAD_REPLACE,
  QUERIST_LOAD_APPEND,
} QueristLoadMode;

/**
 * QueristLedgerFile:
 * @n_read: records read: always @n_loaded + @n_rejected
 * @n_nulled: values set to null because of a null token
 * @nulled: per column of the load, as in QueristLoadFile.columns
 */
typedef struct {
  char    *path;
  char    *table;
  guint64  n_bytes;
  guint64  n_lines;
  guint64  n_read;
  guint64  n_loaded;
  guint64  n_rejected;
  guint64  n_nulled;
  guint64 *nulled;
} QueristLedgerFile;

/**
 * QueristLedger:
 * @files: (element-type QueristLedgerFile)
 * @seconds: the whole load
 * @index_seconds: of these, for building indexes
 */
typedef struct {
  GPtrArray *files;
  double     seconds;
  double     index_seconds;
  guint64    n_bytes;
} QueristLedger;

/* Tables of the program's own in the database: records that could not be loaded (load, file, table,
 * line, column, reason, raw), texts that a stored value can't give back (load, table, row, column,
 * text; row is the rowid), and a row for every file of every load with its totals. */
#define QUERIST_REJECTS_TABLE "_querist_rejects"
#define QUERIST_ORIGINALS_TABLE "_querist_originals"
#define QUERIST_LOADS_TABLE "_querist_loads"

QueristLoadFile *querist_load_file_new    (const char              *path,
                                           const char              *table,
                                           const QueristCsvDialect *dialect,
                                           guint                    n_columns);
void             querist_load_file_add    (QueristLoadFile         *self,
                                           guint                    source,
                                           const char              *target,
                                           const char              *format);
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
void             querist_ledger_free      (QueristLedger           *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristLoadFile, querist_load_file_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristLedger, querist_ledger_free)

G_END_DECLS
