/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * QueristLedgerColumn:
 * @name: the table's column
 * @n_nulled: values set to null because of a null token
 * @n_changed: values that the stored one can't give back, and whose text is kept therefore
 */
typedef struct {
  char    *name;
  guint64  n_nulled;
  guint64  n_changed;
} QueristLedgerColumn;

/**
 * QueristLedgerFile:
 * @id: the load's number in the database, never used again
 * @loaded_at: (nullable): when, ISO 8601
 * @appended: whether its rows were added to those of earlier loads
 * @n_read: records read: always @n_loaded + @n_rejected
 * @n_waiting: of @n_rejected those that nobody has dismissed
 * @n_nulled: values set to null because of a null token
 * @n_changed: values that the stored one can't give back
 * @n_left_out: columns of the file that were not loaded
 * @seconds: for this file, without indexes and checks between tables
 * @columns: (element-type QueristLedgerColumn): of the load, as in QueristLoadFile.columns
 * @recipe: (nullable): how it was read, for querist_load_file_from_json(); only of a file that
 *   querist_ledger_read() gave
 */
typedef struct {
  gint64     id;
  char      *path;
  char      *table;
  char      *loaded_at;
  gboolean   appended;
  guint64    n_bytes;
  guint64    n_lines;
  guint64    n_read;
  guint64    n_loaded;
  guint64    n_rejected;
  guint64    n_waiting;
  guint64    n_nulled;
  guint64    n_changed;
  guint      n_left_out;
  double     seconds;
  GPtrArray *columns;
  char      *recipe;
} QueristLedgerFile;

/**
 * QueristLedger:
 * @files: (element-type QueristLedgerFile)
 * @seconds: the whole load; of loads in the past, their sum
 * @index_seconds: of these, for building indexes
 */
typedef struct {
  GPtrArray *files;
  double     seconds;
  double     index_seconds;
  guint64    n_bytes;
} QueristLedger;

/* Tables of the program's own in the database:
 * - records that could not be loaded: id, load, file, table, line, column, reason, raw (the text as
 *   it stands in the file), edited (what a person made of it, if anything), dismissed_at (when
 *   somebody decided to do without it);
 * - texts that a stored value can't give back: load, table, row (the rowid), column, text; with an
 *   empty column, the whole record before a person mended it;
 * - a row for every file of every load, with its totals and the recipe by which it was read. */
#define QUERIST_REJECTS_TABLE "_querist_rejects"
#define QUERIST_ORIGINALS_TABLE "_querist_originals"
#define QUERIST_LOADS_TABLE "_querist_loads"

QueristLedger     *querist_ledger_new             (void);
void               querist_ledger_free            (QueristLedger     *self);
QueristLedgerFile *querist_ledger_file_new        (const char        *path,
                                                   const char        *table);
void               querist_ledger_file_add_column (QueristLedgerFile *self,
                                                   const char        *name);
QueristLedgerColumn *
                   querist_ledger_file_find_column (const QueristLedgerFile *self,
                                                   const char        *name);

/* What the database tells of the loads whose rows it holds. */
QueristLedger     *querist_ledger_read            (const char        *database,
                                                   GCancellable      *cancellable,
                                                   GError           **error);
void               querist_ledger_read_async      (const char        *database,
                                                   GCancellable      *cancellable,
                                                   GAsyncReadyCallback callback,
                                                   gpointer           user_data);
QueristLedger     *querist_ledger_read_finish     (GAsyncResult      *result,
                                                   GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristLedger, querist_ledger_free)

G_END_DECLS
