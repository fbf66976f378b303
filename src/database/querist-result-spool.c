/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-result-spool.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#define PREFIX "querist-result-"

struct _QueristSpool {
  gatomicrefcount  ref_count;
  char            *path;
  int              fd;
};

/* Results may be far bigger than the memory, and /tmp is memory on many machines. */
static const char *
spool_dir (void)
{
  const char *chosen = g_getenv ("TMPDIR");

  if (chosen != NULL && *chosen != '\0')
    return chosen;
  return g_access ("/var/tmp", W_OK) == 0 ? "/var/tmp" : g_get_tmp_dir ();
}

/* A living spool holds a lock; a file that can be locked was left by a program that crashed. */
static void
sweep_file (const char *path)
{
  int fd = g_open (path, O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0);

  if (fd < 0)
    return;
  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    g_unlink (path);
  g_close (fd, NULL);
}

static gpointer
sweep (gpointer user_data)
{
  const char *name;
  g_autoptr(GDir) dir = g_dir_open (spool_dir (), 0, NULL);

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      if (g_str_has_prefix (name, PREFIX))
        {
          g_autofree char *path = g_build_filename (spool_dir (), name, NULL);

          sweep_file (path);
        }
    }
  return NULL;
}

/**
 * querist_spool_new:
 * @error: return location
 *
 * Makes an empty spool that only this user may read.
 *
 * Returns: (transfer full) (nullable): the spool
 */
QueristSpool *
querist_spool_new (GError **error)
{
  static GOnce swept = G_ONCE_INIT;
  g_autofree char *path = g_build_filename (spool_dir (), PREFIX "XXXXXX", NULL);
  QueristSpool *self;
  int fd;

  g_once (&swept, sweep, NULL);

  fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      g_set_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_FAILED,
                   "The result can’t be kept in “%s”: %s", spool_dir (), g_strerror (errno));
      return NULL;
    }
  flock (fd, LOCK_EX);
  self = g_new0 (QueristSpool, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->path = g_steal_pointer (&path);
  self->fd = fd;
  return self;
}

/**
 * querist_spool_ref:
 * @self: a spool
 *
 * Returns: (transfer full): @self
 */
QueristSpool *
querist_spool_ref (QueristSpool *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * querist_spool_unref:
 * @self: (transfer full): a spool
 *
 * Deletes the file with the last reference. Connections must be closed before.
 */
void
querist_spool_unref (QueristSpool *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_unlink (self->path);
  g_close (self->fd, NULL);
  g_free (self->path);
  g_free (self);
}

/**
 * querist_spool_get_path:
 * @self: a spool
 *
 * Returns: (transfer none): its file
 */
const char *
querist_spool_get_path (QueristSpool *self)
{
  return self->path;
}

/**
 * querist_spool_connect:
 * @self: a spool
 * @error: return location
 *
 * Opens the spool without journal and without waiting for the disk: after a crash it is worthless
 * anyway.
 *
 * Returns: (transfer full) (nullable): a connection
 */
sqlite3 *
querist_spool_connect (QueristSpool *self,
                       GError      **error)
{
  g_autoptr(sqlite3) db = NULL;
  int code = sqlite3_open_v2 (self->path, &db,
                              SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                              NULL);

  if (code == SQLITE_OK)
    code = sqlite3_exec (db,
                         "PRAGMA journal_mode = OFF;"
                         "PRAGMA synchronous = OFF;"
                         "PRAGMA cache_size = -8192;"
                         "PRAGMA threads = 2",
                         NULL, NULL, NULL);
  if (code == SQLITE_OK)
    return g_steal_pointer (&db);
  querist_connection_set_error (db, code, error);
  return NULL;
}

/**
 * querist_spool_attach:
 * @self: a spool
 * @db: a connection to another spool
 * @name: the schema name that @self gets there
 * @error: return location
 *
 * Returns: whether @db now sees @self
 */
gboolean
querist_spool_attach (QueristSpool *self,
                      sqlite3      *db,
                      const char   *name,
                      GError      **error)
{
  g_autofree char *quoted = querist_sql_quote_text (self->path);
  g_autofree char *sql = g_strdup_printf ("ATTACH %s AS %s", quoted, name);

  return querist_connection_exec (db, sql, error);
}
