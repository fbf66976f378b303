/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-load-batch.h"
#include "querist-load-target.h"

G_BEGIN_DECLS

/**
 * QueristLoadJob:
 * @targets: (element-type QueristLoadTarget): the files, in their order
 * @indexes: (element-type QueristLoadIndex): what was dropped, to be built after the rows
 * @has_doomed: whether rows have to be taken out again or were refused
 * @db: the database that is written: @shadow, or the original
 * @original: (nullable): the database that @shadow will replace, held by a transaction
 * @shadow: (nullable): the new file
 * @indirect: set of tables that can't be written directly
 * @again: whether the load has to begin anew, since @indirect has grown
 *
 * One load in progress, shared by the files that do it.
 */
typedef struct {
  sqlite3              *db;
  sqlite3              *original;
  char                 *shadow;
  GHashTable           *indirect;
  gboolean              again;
  const QueristCatalog *catalog;
  QueristLoadMode       mode;
  GPtrArray            *targets;
  GPtrArray            *indexes;
  QueristLedger        *ledger;
  gboolean              has_doomed;
  sqlite3_stmt         *insert_reject;
  sqlite3_stmt         *insert_original;
  GCancellable         *cancellable;
  QueristProgressFunc   progress;
  gpointer              progress_data;
  gint64                start;
  gint64                last_progress;
  guint64               n_bytes_before;
} QueristLoadJob;

/**
 * QueristLoadIndex:
 * @sql: the statement that makes it
 * @columns: its columns
 */
typedef struct {
  char                *sql;
  gboolean             unique;
  GStrv                columns;
  const QueristTable  *table;
} QueristLoadIndex;

/* querist-loader.c */
gboolean querist_load_begin_batch       (QueristLoadJob           *job,
                                         const QueristLoadTarget  *target,
                                         const QueristLoadBatch   *batch,
                                         guint64                   n_rows,
                                         GError                  **error);

/* querist-load-shadow.c: the file that is written, and how it comes to last */
gboolean querist_load_open_shadow       (QueristLoadJob           *job,
                                         const char               *database,
                                         GPtrArray                *files,
                                         GError                  **error);
gboolean querist_load_commit_shadow     (QueristLoadJob           *job,
                                         GError                  **error);
void     querist_load_close_shadow      (QueristLoadJob           *job);

/* querist-load-tables.c: tables and indexes around the rows */
gboolean querist_load_create_tables     (QueristLoadJob           *job,
                                         GError                  **error);
gboolean querist_load_empty_tables      (QueristLoadJob           *job,
                                         GError                  **error);
gboolean querist_load_drop_indexes      (QueristLoadJob           *job,
                                         GError                  **error);
gboolean querist_load_build_indexes     (QueristLoadJob           *job,
                                         gboolean                  unique,
                                         GError                  **error);
gboolean querist_load_is_first_of_table (const QueristLoadJob     *job,
                                         const QueristLoadTarget  *target);
void     querist_load_index_free        (gpointer                  index);

/* querist-load-ledger.c: the program's own tables */
gboolean querist_load_open_ledger       (QueristLoadJob           *job,
                                         GError                  **error);
gboolean querist_load_write_batch       (QueristLoadJob           *job,
                                         const QueristLoadTarget  *target,
                                         const QueristLoadBatch   *batch,
                                         GError                  **error);
gboolean querist_load_write_reject      (QueristLoadJob           *job,
                                         const QueristLoadTarget  *target,
                                         guint64                   line,
                                         const char               *column,
                                         const char               *reason,
                                         gssize                    reason_length,
                                         const char               *raw,
                                         gsize                     raw_length,
                                         GError                  **error);
gboolean querist_load_close_ledger      (QueristLoadJob           *job,
                                         GError                  **error);

/* querist-load-repair.c: rows that the tables as a whole do not allow */
gboolean querist_load_note_skipped      (QueristLoadJob           *job,
                                         const QueristLoadTarget  *target,
                                         const QueristLoadRow     *row,
                                         GError                  **error);
gboolean querist_load_prepare_repair    (QueristLoadJob           *job,
                                         GError                  **error);
gboolean querist_load_doom_duplicates   (QueristLoadJob           *job,
                                         const QueristLoadIndex   *index,
                                         GError                  **error);
gboolean querist_load_doom_orphans      (QueristLoadJob           *job,
                                         GError                  **error);
gboolean querist_load_reject_doomed     (QueristLoadJob           *job,
                                         GError                  **error);

G_END_DECLS
