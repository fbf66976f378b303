/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-connection.h"
#include "querist-loader.h"

G_BEGIN_DECLS

/**
 * QueristLoadTarget:
 * @file: what is loaded
 * @index: which file of the load, from 0
 * @table: the table that it feeds
 * @columns: for each column of the load, the table's column
 * @key: index of the load's column that is the table's INTEGER PRIMARY KEY, -1 if there is none
 * @rowid_name: (nullable): the name by which the rowid is set, when no column is it
 * @first_rowid: the rowid of the file's first record, when no column is it
 *
 * A file and the table that it goes to.
 */
typedef struct {
  const QueristLoadFile *file;
  guint                  index;
  const QueristTable    *table;
  const QueristColumn  **columns;
  int                    key;
  const char            *rowid_name;
  gint64                 first_rowid;
} QueristLoadTarget;

QueristLoadTarget *querist_load_target_new        (const QueristLoadFile *file,
                                                   guint                  index,
                                                   const QueristCatalog  *catalog,
                                                   sqlite3               *db,
                                                   GError               **error);
void               querist_load_target_free       (QueristLoadTarget     *self);
char              *querist_load_target_insert_sql (const QueristLoadTarget *self,
                                                   const char            *source);
char              *querist_load_target_values_sql (const QueristLoadTarget *self,
                                                   const char            *verb);

G_END_DECLS
