/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-connection.h"
#include "querist-connection-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "querist-diagnostic.h"

#define BUSY_MILLISECONDS 5000

/* A value that a query makes up (zeroblob, replace, hex) may not fill the memory. */
#define READ_MAX_LENGTH (256 * 1024 * 1024)
#define READ_MAX_SQL_LENGTH (1024 * 1024)

G_DEFINE_QUARK (querist-database-error-quark, querist_database_error)

/* PRAGMAs that describe something, with or without an argument … */
static const char *const describing_pragmas[] = {
  "collation_list", "database_list", "foreign_key_check", "foreign_key_list", "function_list",
  "index_info", "index_list", "index_xinfo", "integrity_check", "quick_check", "table_info",
  "table_list", "table_xinfo", NULL,
};

/* … and those that tell a setting, but would change it if they had an argument. */
static const char *const readable_pragmas[] = {
  "application_id", "encoding", "freelist_count", "page_count", "page_size", "schema_version",
  "user_version", NULL,
};

static int
authorize_pragma (const char *name,
                  const char *argument)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  if (g_strv_contains (describing_pragmas, lower))
    return SQLITE_OK;
  return argument == NULL && g_strv_contains (readable_pragmas, lower) ? SQLITE_OK : SQLITE_DENY;
}

/* sqlite3_set_authorizer() callback: reading is allowed, all else is not. */
int
querist_connection_authorize_read (void       *user_data,
                                   int         action,
                                   const char *first,
                                   const char *second,
                                   const char *database,
                                   const char *trigger)
{
  switch (action)
    {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
      return SQLITE_OK;
    case SQLITE_FUNCTION:
      return g_ascii_strcasecmp (second, "load_extension") == 0 ||
             g_ascii_strcasecmp (second, "fts3_tokenizer") == 0 ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_PRAGMA:
      return authorize_pragma (first, second);
    case SQLITE_UPDATE:
      /* SQLite asks this to declare json_each() and the like; a real change of the schema table is
       * refused by SQLITE_DBCONFIG_DEFENSIVE and by the file being read-only */
      return g_strcmp0 (first, "sqlite_master") == 0 ? SQLITE_OK : SQLITE_DENY;
    default:
      return SQLITE_DENY;
    }
}

static gboolean
is_disk_full (sqlite3 *db,
              int      code)
{
  int reason = sqlite3_system_errno (db);

  return code == SQLITE_FULL || (code == SQLITE_IOERR && (reason == ENOSPC || reason == EDQUOT));
}

static int
error_code_for (sqlite3 *db,
                int      code)
{
  if (code == SQLITE_READONLY_DBMOVED)
    return QUERIST_DATABASE_ERROR_BUSY;
  if (is_disk_full (db, code & 0xff))
    return QUERIST_DATABASE_ERROR_FULL;
  switch (code & 0xff)
    {
    case SQLITE_AUTH:
    case SQLITE_READONLY:
      return QUERIST_DATABASE_ERROR_DENIED;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return QUERIST_DATABASE_ERROR_BUSY;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return QUERIST_DATABASE_ERROR_NOT_A_DATABASE;
    case SQLITE_ERROR:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
      return QUERIST_DATABASE_ERROR_SQL;
    default:
      return QUERIST_DATABASE_ERROR_FAILED;
    }
}

/* What is wrong with the file itself. */
static char *
tell_of_file (sqlite3 *db,
              int      code)
{
  const char *path = sqlite3_db_filename (db, "main");
  int reason = sqlite3_system_errno (db);

  switch (code)
    {
    case SQLITE_NOTADB:
      return g_strdup_printf ("“%s” is not an SQLite database. Put the right file in its place, or "
                              "move it away to begin with a new one.", path);
    case SQLITE_CORRUPT:
      return g_strdup_printf ("The database “%s” is damaged. Put a copy of it in its place, or "
                              "move it away to begin with a new one.", path);
    case SQLITE_READONLY:
      return g_strdup_printf ("The database “%s” may only be read. Check the rights of the file "
                              "and of its folder.", path);
    default:
      return g_strdup_printf ("The database “%s” can’t be used: %s.", path,
                              reason != 0 ? g_strerror (reason) : sqlite3_errmsg (db));
    }
}

static char *
plain_message (sqlite3 *db,
               int      code)
{
  if (code == SQLITE_READONLY_DBMOVED)
    return g_strdup ("Another program has put a new database in place meanwhile. Try again.");
  if (is_disk_full (db, code & 0xff))
    return g_strdup ("The disk is full. Nothing was changed; make room, then try again.");
  switch (code & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return g_strdup ("Another program is using the database. Close it there, then try again.");
    case SQLITE_AUTH:
      return g_strdup ("Only reading is allowed here: a query may not change data, attach a file "
                       "or set a PRAGMA.");
    case SQLITE_TOOBIG:
      return g_strdup ("A value or the statement is too long.");
    case SQLITE_INTERRUPT:
      return g_strdup ("The work was cancelled.");
    case SQLITE_NOMEM:
      return g_strdup ("There is not enough memory for this.");
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
    case SQLITE_READONLY:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return tell_of_file (db, code & 0xff);
    default:
      return g_strdup (sqlite3_errmsg (db));
    }
}

/**
 * querist_connection_set_error:
 * @db: the connection whose last call failed
 * @code: what that call returned, an extended code where there is one
 * @error: return location
 *
 * Puts SQLite's last error in plain words. An interrupted call becomes %G_IO_ERROR_CANCELLED.
 */
void
querist_connection_set_error (sqlite3 *db,
                              int      code,
                              GError **error)
{
  g_autofree char *plain = plain_message (db, code);
  g_autofree char *message = g_utf8_make_valid (plain, -1);

  if ((code & 0xff) == SQLITE_INTERRUPT)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, message);
  else
    g_set_error_literal (error, QUERIST_DATABASE_ERROR, error_code_for (db, code), message);
}

static void
configure_read (sqlite3 *db)
{
  sqlite3_db_config (db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  /* else an unknown "name" would silently become a text */
  sqlite3_db_config (db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  sqlite3_limit (db, SQLITE_LIMIT_LENGTH, READ_MAX_LENGTH);
  sqlite3_limit (db, SQLITE_LIMIT_SQL_LENGTH, READ_MAX_SQL_LENGTH);
  sqlite3_limit (db, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit (db, SQLITE_LIMIT_WORKER_THREADS, 2);
}

/* SQLite's last word on a file that it can't make is that it is not there, whatever the reason. */
static int
why_not_opened (sqlite3    *db,
                const char *path,
                int         flags)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int code = sqlite3_system_errno (db);

  if (code != 0 && code != ENOENT)
    return code;
  if ((flags & SQLITE_OPEN_CREATE) != 0 && g_access (folder, W_OK) != 0)
    return errno;
  return ENOENT;
}

static sqlite3 *
open_file (const char *path,
           int         flags,
           GError    **error)
{
  g_autoptr(sqlite3) db = NULL;
  int code = sqlite3_open_v2 (path, &db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                              NULL);

  if (code == SQLITE_OK)
    {
      sqlite3_busy_timeout (db, BUSY_MILLISECONDS);
      return g_steal_pointer (&db);
    }
  if ((code & 0xff) == SQLITE_CANTOPEN)
    g_set_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_FAILED,
                 "The database “%s” can’t be opened: %s.", path,
                 g_strerror (why_not_opened (db, path, flags)));
  else
    querist_connection_set_error (db, code, error);
  return NULL;
}

/* Reading the schema is the first real look into the file. */
static int
touch_schema (sqlite3 *db)
{
  return sqlite3_exec (db, "SELECT 1 FROM sqlite_schema LIMIT 1", NULL, NULL, NULL);
}

/* A job that was killed leaves a journal, which a connection that may only read can't play back. */
static gboolean
recover (const char *path,
         GError    **error)
{
  g_autoptr(sqlite3) db = open_file (path, SQLITE_OPEN_READWRITE, error);
  int code;

  if (db == NULL)
    return FALSE;
  code = touch_schema (db);
  if (code != SQLITE_OK)
    querist_connection_set_error (db, code, error);
  return code == SQLITE_OK;
}

static gboolean
needs_recovery (int code)
{
  return code == SQLITE_READONLY_ROLLBACK || code == SQLITE_READONLY_RECOVERY ||
         code == SQLITE_READONLY_CANTINIT;
}

static sqlite3 *
open_read_once (const char *path,
                int        *code,
                GError    **error)
{
  g_autoptr(sqlite3) db = open_file (path, SQLITE_OPEN_READONLY, error);

  *code = SQLITE_OK;
  if (db == NULL)
    return NULL;
  configure_read (db);
  *code = touch_schema (db);
  if (*code == SQLITE_OK)
    *code = sqlite3_exec (db, "PRAGMA query_only = ON; PRAGMA threads = 2", NULL, NULL, NULL);
  if (*code == SQLITE_OK)
    return g_steal_pointer (&db);
  querist_connection_set_error (db, *code, error);
  return NULL;
}

/**
 * querist_connection_open_read:
 * @path: the database file
 * @error: return location
 *
 * Opens a database for nothing but reading: the file is opened read-only, and an authorizer
 * refuses every action other than reading (also ATTACH, PRAGMAs that set something, and loading
 * extensions). Text in double quotes is always a name. If a killed job left a journal, it is
 * played back first.
 *
 * Returns: (transfer full) (nullable): the connection, to be closed with sqlite3_close_v2()
 */
sqlite3 *
querist_connection_open_read (const char *path,
                              GError    **error)
{
  g_autoptr(GError) local_error = NULL;
  int code;
  sqlite3 *db;

  g_return_val_if_fail (path != NULL, NULL);

  db = open_read_once (path, &code, &local_error);
  if (db == NULL && needs_recovery (code))
    {
      g_clear_error (&local_error);
      if (recover (path, &local_error))
        db = open_read_once (path, &code, &local_error);
    }
  if (db == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  sqlite3_set_authorizer (db, querist_connection_authorize_read, NULL);
  return db;
}

/**
 * querist_connection_open_write:
 * @path: the database file, made if it is not there
 * @error: return location
 *
 * Opens a database for changing it. Foreign keys are enforced; a commit returns only when the
 * data are on the disk.
 *
 * Returns: (transfer full) (nullable): the connection, to be closed with sqlite3_close_v2()
 */
sqlite3 *
querist_connection_open_write (const char *path,
                               GError    **error)
{
  g_autoptr(sqlite3) db = NULL;
  int code;

  g_return_val_if_fail (path != NULL, NULL);

  db = open_file (path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);
  if (db == NULL)
    return NULL;
  sqlite3_db_config (db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  sqlite3_limit (db, SQLITE_LIMIT_WORKER_THREADS, 2);
  code = touch_schema (db);
  /* Some builds overwrite what they delete with zeros, which makes replacing a table slow. */
  if (code == SQLITE_OK)
    code = sqlite3_exec (db,
                         "PRAGMA foreign_keys = ON;"
                         "PRAGMA synchronous = FULL;"
                         "PRAGMA secure_delete = OFF;"
                         "PRAGMA threads = 2",
                         NULL, NULL, NULL);
  if (code == SQLITE_OK)
    return g_steal_pointer (&db);
  querist_connection_set_error (db, code, error);
  return NULL;
}

/**
 * querist_connection_exec:
 * @db: a connection
 * @sql: one or more statements
 * @error: return location
 *
 * Runs statements whose rows nobody wants.
 *
 * Returns: whether all of them ran
 */
gboolean
querist_connection_exec (sqlite3    *db,
                         const char *sql,
                         GError    **error)
{
  int code = sqlite3_exec (db, sql, NULL, NULL, NULL);

  if (code != SQLITE_OK)
    querist_connection_set_error (db, sqlite3_extended_errcode (db), error);
  return code == SQLITE_OK;
}

/**
 * querist_connection_prepare:
 * @db: a connection
 * @sql: a statement
 * @error: return location
 *
 * Prepares a statement. The message of an error says where it is: “line 2, column 8: …”.
 *
 * Returns: (transfer full) (nullable): the statement, to be freed with sqlite3_finalize(); NULL on
 *   error, also when @sql holds no statement
 */
sqlite3_stmt *
querist_connection_prepare (sqlite3    *db,
                            const char *sql,
                            GError    **error)
{
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL);
  int offset = sqlite3_error_offset (db);

  if (code == SQLITE_OK && statement != NULL)
    return statement;
  if (code == SQLITE_OK)
    {
      g_set_error_literal (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_SQL,
                           "There is no statement.");
      return NULL;
    }
  querist_connection_set_error (db, sqlite3_extended_errcode (db), error);
  if (offset >= 0 && (gsize) offset <= strlen (sql))
    {
      QueristSpan span = querist_span_in_text (sql, offset, 0);

      g_prefix_error (error, "line %u, column %u: ", span.line, span.column);
    }
  return NULL;
}

/**
 * querist_sql_quote_name:
 * @name: a table, column or index
 *
 * Returns: (transfer full): it in double quotes
 */
char *
querist_sql_quote_name (const char *name)
{
  GString *quoted = g_string_new (name);

  g_string_replace (quoted, "\"", "\"\"", 0);
  g_string_prepend_c (quoted, '"');
  g_string_append_c (quoted, '"');
  return g_string_free (quoted, FALSE);
}

/**
 * querist_sql_quote_text:
 * @text: any text
 *
 * Returns: (transfer full): it as an SQL literal, in single quotes
 */
char *
querist_sql_quote_text (const char *text)
{
  GString *quoted = g_string_new (text);

  g_string_replace (quoted, "'", "''", 0);
  g_string_prepend_c (quoted, '\'');
  g_string_append_c (quoted, '\'');
  return g_string_free (quoted, FALSE);
}
