/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

#define QUERIST_DATABASE_ERROR (querist_database_error_quark ())

/**
 * QueristDatabaseError:
 * @QUERIST_DATABASE_ERROR_FAILED: any failure with no better name
 * @QUERIST_DATABASE_ERROR_SQL: the statement is wrong
 * @QUERIST_DATABASE_ERROR_DENIED: the statement would do more than read
 * @QUERIST_DATABASE_ERROR_TIMEOUT: it ran longer than allowed
 * @QUERIST_DATABASE_ERROR_DATA_LOSS: the change would lose data, and nobody allowed that
 * @QUERIST_DATABASE_ERROR_FULL: the disk is full
 * @QUERIST_DATABASE_ERROR_BUSY: another program holds the database
 * @QUERIST_DATABASE_ERROR_NOT_A_DATABASE: the file is something else, or damaged
 */
typedef enum {
  QUERIST_DATABASE_ERROR_FAILED,
  QUERIST_DATABASE_ERROR_SQL,
  QUERIST_DATABASE_ERROR_DENIED,
  QUERIST_DATABASE_ERROR_TIMEOUT,
  QUERIST_DATABASE_ERROR_DATA_LOSS,
  QUERIST_DATABASE_ERROR_FULL,
  QUERIST_DATABASE_ERROR_BUSY,
  QUERIST_DATABASE_ERROR_NOT_A_DATABASE,
} QueristDatabaseError;

GQuark   querist_database_error_quark (void);

/* One connection per job. A connection is used by one thread at a time. */

sqlite3 *querist_connection_open_read  (const char    *path,
                                        GError       **error);
sqlite3 *querist_connection_open_write (const char    *path,
                                        GError       **error);
sqlite3 *querist_connection_open_locked (const char   *database,
                                        gboolean       foreign_keys,
                                        GCancellable  *cancellable,
                                        GError       **error);
gboolean querist_connection_exec       (sqlite3       *db,
                                        const char    *sql,
                                        GError       **error);
sqlite3_stmt *
         querist_connection_prepare    (sqlite3       *db,
                                        const char    *sql,
                                        GError       **error);
void     querist_connection_set_error  (sqlite3       *db,
                                        int            code,
                                        GError       **error);
char    *querist_sql_quote_name        (const char    *name);
char    *querist_sql_quote_text        (const char    *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3, sqlite3_close_v2)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

G_END_DECLS
