/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-connection.h"

/* How long another that writes is waited for. */
#define WAIT_MILLISECONDS 5000

/* Opens the database and keeps others from writing to it. */
static sqlite3 *
try_lock (const char  *database,
          gboolean     foreign_keys,
          gboolean    *moved,
          GError     **error)
{
  g_autoptr(sqlite3) db = querist_connection_open_write (database, error);
  int has_moved = 0;

  if (db == NULL)
    return NULL;
  sqlite3_busy_timeout (db, 0);
  if (!querist_connection_exec (db, foreign_keys ? "PRAGMA foreign_keys = ON"
                                                 : "PRAGMA foreign_keys = OFF", error) ||
      !querist_connection_exec (db, "PRAGMA cache_size = -16384; BEGIN IMMEDIATE", error))
    return NULL;
  sqlite3_busy_timeout (db, WAIT_MILLISECONDS);
  sqlite3_file_control (db, "main", SQLITE_FCNTL_HAS_MOVED, &has_moved);
  *moved = has_moved;
  return g_steal_pointer (&db);
}

/**
 * querist_connection_open_locked:
 * @database: the database file, made if it is not there
 * @foreign_keys: whether they are to be enforced row by row
 * @cancellable: (nullable): to stop waiting
 * @error: return location
 *
 * Opens a database and begins a transaction that keeps others from writing. Waits while others
 * write. Another load may put a new file in place meanwhile, so that the file is opened anew each
 * time: what was written to the old one would be lost, and SQLite would take the journal of the new
 * one for its.
 *
 * Returns: (transfer full) (nullable): the connection
 */
sqlite3 *
querist_connection_open_locked (const char    *database,
                          gboolean       foreign_keys,
                          GCancellable  *cancellable,
                          GError       **error)
{
  gint64 deadline = g_get_monotonic_time () + WAIT_MILLISECONDS * 1000;

  for (;;)
    {
      g_autoptr(GError) local = NULL;
      gboolean moved = FALSE;
      g_autoptr(sqlite3) db = try_lock (database, foreign_keys, &moved, &local);

      if (db != NULL && !moved)
        return g_steal_pointer (&db);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (db == NULL &&
          (g_get_monotonic_time () > deadline ||
           !g_error_matches (local, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_BUSY)))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
      g_usleep (WAIT_MILLISECONDS * 1000 / 250);
    }
}
