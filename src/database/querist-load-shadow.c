/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-load-job.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* When a load replaces all that a database holds, it builds a new file beside the old one and puts
 * it in its place at the end, by one rename: others can go on reading meanwhile, nothing has to be
 * kept for an undo, and pages can be written in bulk. The old database is held by a transaction all
 * the while, so that nobody writes to it or loads too. */

#define SUFFIX "-loading"

static gint64
query_number (sqlite3    *db,
              const char *sql,
              gint64      fallback)
{
  g_autoptr(sqlite3_stmt) statement = querist_connection_prepare (db, sql, NULL);

  return statement != NULL && sqlite3_step (statement) == SQLITE_ROW
    ? sqlite3_column_int64 (statement, 0) : fallback;
}

static gboolean
uses_wal (sqlite3 *db)
{
  g_autoptr(sqlite3_stmt) statement =
    querist_connection_prepare (db, "PRAGMA journal_mode", NULL);

  return statement == NULL || sqlite3_step (statement) != SQLITE_ROW ||
         g_str_equal ((const char *) sqlite3_column_text (statement, 0), "wal");
}

static gboolean
is_loaded (GPtrArray  *files,
           const char *table)
{
  for (guint i = 0; i < files->len; i++)
    {
      const QueristLoadFile *file = g_ptr_array_index (files, i);

      if (g_ascii_strcasecmp (file->table, table) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Whether a table that no file feeds holds rows. */
static gboolean
has_other_rows (sqlite3   *db,
                GPtrArray *files)
{
  g_autoptr(sqlite3_stmt) tables =
    querist_connection_prepare (db,
                                "SELECT name FROM sqlite_schema WHERE type = 'table' "
                                "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
                                "AND name NOT LIKE '\\_querist\\_%' ESCAPE '\\'",
                                NULL);

  while (tables != NULL && sqlite3_step (tables) == SQLITE_ROW)
    {
      const char *name = (const char *) sqlite3_column_text (tables, 0);
      g_autofree char *quoted = querist_sql_quote_name (name);
      g_autofree char *sql = g_strdup_printf ("SELECT EXISTS (SELECT 1 FROM main.%s)", quoted);

      if (!is_loaded (files, name) && query_number (db, sql, 1) != 0)
        return TRUE;
    }
  return tables == NULL;
}

/* Plain databases only: anything special is loaded in place. */
static gboolean
can_be_replaced (QueristLoadJob *job,
                 GPtrArray      *files)
{
  return job->mode == QUERIST_LOAD_REPLACE && !uses_wal (job->original) &&
         query_number (job->original, "PRAGMA auto_vacuum", 1) == 0 &&
         query_number (job->original,
                       "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' "
                       "OR sql LIKE 'CREATE VIRTUAL%' OR name GLOB 'sqlite_stat*'", 1) == 0 &&
         !has_other_rows (job->original, files);
}

static gboolean
open_shadow (QueristLoadJob *job,
             GError        **error)
{
  g_autofree char *journal = g_strconcat (job->shadow, "-journal", NULL);
  g_autofree char *pragmas =
    g_strdup_printf ("PRAGMA page_size = %" G_GINT64_FORMAT ";"
                     "PRAGMA foreign_keys = OFF;"
                     "PRAGMA synchronous = OFF;"
                     "PRAGMA cache_size = -16384;"
                     "PRAGMA application_id = %" G_GINT64_FORMAT ";"
                     "PRAGMA user_version = %" G_GINT64_FORMAT,
                     query_number (job->original, "PRAGMA page_size", 4096),
                     query_number (job->original, "PRAGMA application_id", 0),
                     query_number (job->original, "PRAGMA user_version", 0));

  /* what a killed load has left; the old database's lock tells that it does not live any more */
  g_unlink (job->shadow);
  g_unlink (journal);
  job->db = querist_connection_open_write (job->shadow, error);
  return job->db != NULL && querist_connection_exec (job->db, pragmas, error);
}

static gboolean
run_each (QueristLoadJob *job,
          const char     *select,
          GError        **error)
{
  g_autoptr(sqlite3_stmt) statement = querist_connection_prepare (job->db, select, error);
  int code;

  if (statement == NULL)
    return FALSE;
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      if (!querist_connection_exec (job->db, (const char *) sqlite3_column_text (statement, 0),
                                    error))
        return FALSE;
    }
  if (code != SQLITE_DONE)
    querist_connection_set_error (job->db, code, error);
  return code == SQLITE_DONE;
}

/* The schema, and the rows of the program's own tables. */
static gboolean
copy_frame (QueristLoadJob *job,
            GError        **error)
{
  return run_each (job,
                   "SELECT sql FROM original.sqlite_schema WHERE type = 'table' "
                   "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'", error) &&
         run_each (job,
                   "SELECT 'INSERT INTO main.' || name || ' SELECT * FROM original.' || name "
                   "FROM original.sqlite_schema WHERE type = 'table' "
                   "AND (name LIKE '\\_querist\\_%' ESCAPE '\\' OR name = 'sqlite_sequence')",
                   error) &&
         run_each (job,
                   "SELECT sql FROM original.sqlite_schema "
                   "WHERE type IN ('index', 'view') AND sql IS NOT NULL", error);
}

static gboolean
fill_shadow (QueristLoadJob *job,
             const char     *path,
             GError        **error)
{
  g_autofree char *quoted = querist_sql_quote_text (path);
  g_autofree char *attach = g_strdup_printf ("ATTACH %s AS original; BEGIN", quoted);

  return querist_connection_exec (job->db, attach, error) &&
         copy_frame (job, error) &&
         querist_connection_exec (job->db, "COMMIT; DETACH original; BEGIN IMMEDIATE", error);
}

/**
 * querist_load_open_shadow:
 * @job: a load
 * @database: the database file, made if it is not there
 * @files: (element-type QueristLoadFile): what is loaded
 * @error: return location
 *
 * Opens the database that the load works on: a new file that will take the place of @database if
 * nothing but what is loaded is in there, else @database itself. A transaction has begun.
 *
 * Returns: whether all went well
 */
gboolean
querist_load_open_shadow (QueristLoadJob *job,
                          const char     *database,
                          GPtrArray      *files,
                          GError        **error)
{
  g_autofree char *path = NULL;

  job->original = querist_connection_open_locked (database, FALSE, job->cancellable, error);
  if (job->original == NULL)
    return FALSE;
  path = realpath (database, NULL);
  if (path == NULL || !can_be_replaced (job, files))
    {
      job->db = g_steal_pointer (&job->original);
      return TRUE;
    }
  job->shadow = g_strconcat (path, SUFFIX, NULL);
  return open_shadow (job, error) && fill_shadow (job, path, error);
}

static gboolean
fail_with_errno (const char *path,
                 GError    **error)
{
  int code = errno;

  g_set_error (error, QUERIST_DATABASE_ERROR,
               code == ENOSPC || code == EDQUOT ? QUERIST_DATABASE_ERROR_FULL
                                                : QUERIST_DATABASE_ERROR_FAILED,
               "“%s” can’t be put in place: %s. Nothing was changed.", path, g_strerror (code));
  return FALSE;
}

/* Waits until the file is on the disk, and gives it the rights of the old one. */
static gboolean
settle_file (const char *path,
             const char *old,
             GError    **error)
{
  struct stat status;
  int fd = g_open (path, O_RDWR | O_CLOEXEC, 0);
  gboolean settled;

  if (fd < 0)
    return fail_with_errno (path, error);
  settled = stat (old, &status) == 0 && fchmod (fd, status.st_mode & 07777) == 0 && fsync (fd) == 0;
  if (!settled)
    fail_with_errno (path, error);
  g_close (fd, NULL);
  return settled;
}

static gboolean
settle_directory (const char *path,
                  GError    **error)
{
  g_autofree char *dir = g_path_get_dirname (path);
  int fd = g_open (dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean settled = fd >= 0 && fsync (fd) == 0;

  if (!settled)
    fail_with_errno (dir, error);
  if (fd >= 0)
    g_close (fd, NULL);
  return settled;
}

/**
 * querist_load_commit_shadow:
 * @job: a load that is done
 * @error: return location
 *
 * Makes the load last: it returns when everything is on the disk.
 *
 * Returns: whether it lasts; if not, the old data do
 */
gboolean
querist_load_commit_shadow (QueristLoadJob *job,
                            GError        **error)
{
  g_autofree char *path = NULL;

  if (!querist_connection_exec (job->db, "COMMIT", error))
    return FALSE;
  if (job->shadow == NULL)
    return TRUE;
  g_clear_pointer (&job->insert_reject, sqlite3_finalize);
  g_clear_pointer (&job->insert_original, sqlite3_finalize);
  g_clear_pointer (&job->db, sqlite3_close_v2);
  path = g_strndup (job->shadow, strlen (job->shadow) - strlen (SUFFIX));
  if (!settle_file (job->shadow, path, error))
    return FALSE;
  if (g_rename (job->shadow, path) != 0)
    return fail_with_errno (path, error);
  /* from now on a file of this name is that of the next load */
  g_clear_pointer (&job->shadow, g_free);
  return settle_directory (path, error);
}

/**
 * querist_load_close_shadow:
 * @job: a load, done or not
 *
 * Closes the database. What was not committed is gone.
 */
void
querist_load_close_shadow (QueristLoadJob *job)
{
  if (job->db != NULL && !sqlite3_get_autocommit (job->db))
    sqlite3_exec (job->db, "ROLLBACK", NULL, NULL, NULL);
  g_clear_pointer (&job->db, sqlite3_close_v2);
  if (job->shadow != NULL)
    g_unlink (job->shadow);
  g_clear_pointer (&job->shadow, g_free);
  g_clear_pointer (&job->original, sqlite3_close_v2);
}
