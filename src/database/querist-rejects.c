/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-rejects.h"

#include <string.h>

#include "querist-clock.h"
#include "querist-load-job.h"
#include "querist-reject-retry.h"

#define STEPS_PER_CHECK 10000

/* A reject that is worked on: @done when nothing more is to be tried. */
typedef struct {
  gint64   id;
  gint64   load;
  gboolean done;
} Item;

/* A job in progress: all of it happens in one transaction. */
typedef struct {
  sqlite3                *db;
  const QueristCatalog   *catalog;
  const QueristRejectJob *job;
  QueristRejectOutcome   *outcome;
  GCancellable           *cancellable;
  GArray                 *items;
  sqlite3_stmt           *select;
  sqlite3_stmt           *update;
  sqlite3_stmt           *remove;
  sqlite3_stmt           *keep_record;
} Run;

/**
 * querist_reject_job_new:
 * @action: what is to be done
 *
 * Returns: (transfer full): a job for all rejects that were not dismissed
 */
QueristRejectJob *
querist_reject_job_new (QueristRejectAction action)
{
  QueristRejectJob *self = g_new0 (QueristRejectJob, 1);

  self->action = action;
  self->edits = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  return self;
}

/**
 * querist_reject_job_edit:
 * @self: a job
 * @id: a reject
 * @text: the record as it should stand in the file
 *
 * Keeps a person's version of a record beside the original one.
 */
void
querist_reject_job_edit (QueristRejectJob *self,
                         gint64            id,
                         const char       *text)
{
  g_hash_table_replace (self->edits, g_memdup2 (&id, sizeof id), g_strdup (text));
}

/**
 * querist_reject_job_add:
 * @self: a job
 * @id: a reject
 *
 * Names a reject that the action is for, and so restricts it to those that are named.
 */
void
querist_reject_job_add (QueristRejectJob *self,
                        gint64            id)
{
  if (self->ids == NULL)
    self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_val (self->ids, id);
}

/**
 * querist_reject_job_free:
 * @self: (transfer full) (nullable): a job
 */
void
querist_reject_job_free (QueristRejectJob *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->edits);
  g_clear_pointer (&self->ids, g_array_unref);
  g_free (self);
}

static int
stop_when_cancelled (void *cancellable)
{
  return g_cancellable_is_cancelled (cancellable);
}

static gboolean
step_once (Run           *run,
           sqlite3_stmt  *statement,
           GError       **error)
{
  int code = sqlite3_step (statement);

  sqlite3_reset (statement);
  if (code != SQLITE_DONE)
    querist_connection_set_error (run->db, code, error);
  return code == SQLITE_DONE;
}

static gboolean
save_edits (Run     *run,
            GError **error)
{
  g_autoptr(sqlite3_stmt) statement =
    querist_connection_prepare (run->db,
                                "UPDATE " QUERIST_REJECTS_TABLE " SET edited = nullif (?1, raw) "
                                "WHERE id = ?2", error);
  GHashTableIter iter;
  gpointer id, text;

  if (statement == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, run->job->edits);
  while (g_hash_table_iter_next (&iter, &id, &text))
    {
      sqlite3_bind_text (statement, 1, text, -1, SQLITE_STATIC);
      sqlite3_bind_int64 (statement, 2, *(gint64 *) id);
      if (!step_once (run, statement, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
find_named (Run     *run,
            GError **error)
{
  g_autoptr(sqlite3_stmt) statement =
    querist_connection_prepare (run->db, "SELECT load FROM " QUERIST_REJECTS_TABLE " WHERE id = ?",
                                error);

  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < run->job->ids->len; i++)
    {
      Item item = { .id = g_array_index (run->job->ids, gint64, i) };

      sqlite3_bind_int64 (statement, 1, item.id);
      if (sqlite3_step (statement) != SQLITE_ROW)
        {
          g_set_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_FAILED,
                       "There is no rejected record %" G_GINT64_FORMAT " any more: it was loaded, "
                       "or its table was. List the rejected records again.", item.id);
          return FALSE;
        }
      item.load = sqlite3_column_int64 (statement, 0);
      sqlite3_reset (statement);
      g_array_append_val (run->items, item);
    }
  return TRUE;
}

static gboolean
find_all (Run     *run,
          GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT id, load FROM " QUERIST_REJECTS_TABLE
                     " WHERE dismissed_at IS %sNULL AND ?1 IN (0, load) ORDER BY load, id",
                     run->job->action == QUERIST_REJECT_RESTORE ? "NOT " : "");
  g_autoptr(sqlite3_stmt) statement = querist_connection_prepare (run->db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, run->job->load);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      Item item = { sqlite3_column_int64 (statement, 0), sqlite3_column_int64 (statement, 1),
                    FALSE };

      g_array_append_val (run->items, item);
    }
  return TRUE;
}

static int
compare_items (gconstpointer a,
               gconstpointer b)
{
  const Item *left = a, *right = b;

  if (left->load != right->load)
    return left->load < right->load ? -1 : 1;
  return left->id < right->id ? -1 : left->id > right->id;
}

/* By load, and none of them twice. */
static void
sort_items (GArray *items)
{
  guint n = 0;

  g_array_sort (items, compare_items);
  for (guint i = 0; i < items->len; i++)
    {
      const Item item = g_array_index (items, Item, i);

      if (n == 0 || g_array_index (items, Item, n - 1).id != item.id)
        g_array_index (items, Item, n++) = item;
    }
  g_array_set_size (items, n);
}

/* A mended record is not what stands in the file: that is kept beside the row. */
static gboolean
keep_record (Run                 *run,
             QueristRejectRetry  *retry,
             const Item          *item,
             GError             **error)
{
  sqlite3_bind_int64 (run->keep_record, 1, item->load);
  sqlite3_bind_text (run->keep_record, 2, querist_reject_retry_get_table (retry), -1,
                     SQLITE_STATIC);
  sqlite3_bind_int64 (run->keep_record, 3, querist_reject_retry_get_rowid (retry));
  sqlite3_bind_int64 (run->keep_record, 4, item->id);
  if (!step_once (run, run->keep_record, error))
    return FALSE;
  sqlite3_bind_int64 (run->remove, 1, item->id);
  return step_once (run, run->remove, error);
}

static gboolean
keep_reason (Run         *run,
             const Item  *item,
             const char  *column,
             const char  *reason,
             GError     **error)
{
  sqlite3_bind_text (run->update, 1, column, -1, SQLITE_STATIC);
  sqlite3_bind_text (run->update, 2, reason, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (run->update, 3, item->id);
  return step_once (run, run->update, error);
}

static gboolean
try_item (Run                 *run,
          QueristRejectRetry  *retry,
          Item                *item,
          gboolean            *loaded,
          GError             **error)
{
  g_autofree char *column = NULL;
  g_autofree char *reason = NULL;
  QueristRetryResult result = QUERIST_RETRY_FAILED;

  sqlite3_bind_int64 (run->select, 1, item->id);
  if (sqlite3_step (run->select) == SQLITE_ROW)
    result = querist_reject_retry_record (retry,
                                          (const char *) sqlite3_column_text (run->select, 0),
                                          sqlite3_column_bytes (run->select, 0), &column, &reason,
                                          error);
  else
    querist_connection_set_error (run->db, sqlite3_extended_errcode (run->db), error);
  sqlite3_reset (run->select);
  if (result == QUERIST_RETRY_FAILED)
    return FALSE;
  item->done = result != QUERIST_RETRY_ORPHAN;
  if (result != QUERIST_RETRY_LOADED)
    return keep_reason (run, item, column, reason, error);
  *loaded = TRUE;
  run->outcome->n_done++;
  return keep_record (run, retry, item, error);
}

/* The items of one load, the first of which is at @first. */
static gboolean
try_load (Run       *run,
          guint      first,
          guint      end,
          gboolean  *loaded,
          GError   **error)
{
  const Item *begin = &g_array_index (run->items, Item, first);
  g_autoptr(QueristRejectRetry) retry =
    querist_reject_retry_new (run->db, run->catalog, begin->load, error);

  if (retry == NULL)
    return FALSE;
  for (guint i = first; i < end; i++)
    {
      Item *item = &g_array_index (run->items, Item, i);

      if (g_cancellable_set_error_if_cancelled (run->cancellable, error))
        return FALSE;
      if (!item->done && !try_item (run, retry, item, loaded, error))
        return FALSE;
    }
  return querist_reject_retry_close (retry, error);
}

static gboolean
try_all (Run       *run,
         gboolean  *loaded,
         GError   **error)
{
  guint end;

  for (guint first = 0; first < run->items->len; first = end)
    {
      gint64 load = g_array_index (run->items, Item, first).load;

      end = first + 1;
      while (end < run->items->len && g_array_index (run->items, Item, end).load == load)
        end++;
      if (!try_load (run, first, end, loaded, error))
        return FALSE;
    }
  return TRUE;
}

/* A record that waits for the row that it refers to. */
typedef struct {
  Item *item;
  char *text;
} Orphan;

static void
orphan_free (gpointer data)
{
  Orphan *self = data;

  g_free (self->text);
  g_free (self);
}

static GPtrArray *
list_orphans (Run *run)
{
  GPtrArray *orphans = g_ptr_array_new_with_free_func (orphan_free);

  for (guint i = 0; i < run->items->len; i++)
    {
      Item *item = &g_array_index (run->items, Item, i);

      if (item->done)
        continue;
      sqlite3_bind_int64 (run->select, 1, item->id);
      if (sqlite3_step (run->select) == SQLITE_ROW)
        {
          Orphan *orphan = g_new0 (Orphan, 1);

          orphan->item = item;
          orphan->text = g_strdup ((const char *) sqlite3_column_text (run->select, 0));
          g_ptr_array_add (orphans, orphan);
        }
      sqlite3_reset (run->select);
    }
  return orphans;
}

/* Leaves those out whose parents are not there, although all of @orphans are. */
static gboolean
keep_children (Run        *run,
               GPtrArray  *orphans,
               GError    **error)
{
  g_autoptr(QueristRejectRetry) retry = NULL;
  gint64 load = 0;

  for (guint i = 0; i < orphans->len;)
    {
      const Orphan *orphan = g_ptr_array_index (orphans, i);

      if (retry == NULL || orphan->item->load != load)
        {
          load = orphan->item->load;
          g_clear_pointer (&retry, querist_reject_retry_free);
          retry = querist_reject_retry_new (run->db, run->catalog, load, error);
        }
      if (retry == NULL)
        return FALSE;
      if (querist_reject_retry_has_parents (retry, orphan->text, strlen (orphan->text)))
        i++;
      else
        g_ptr_array_remove_index (orphans, i);
    }
  return TRUE;
}

/* Inserts all orphans, and takes that back unless they are the parents of each other; then @orphans
 * are fewer. */
static gboolean
try_together (Run        *run,
              GPtrArray  *orphans,
              GError    **error)
{
  guint64 n_done = run->outcome->n_done;
  guint n_orphans = orphans->len;
  gboolean loaded;

  if (!querist_connection_exec (run->db, "SAVEPOINT together; PRAGMA defer_foreign_keys = ON",
                                error) ||
      !try_all (run, &loaded, error) || !keep_children (run, orphans, error))
    return FALSE;
  if (orphans->len == n_orphans)
    return querist_connection_exec (run->db, "RELEASE together; PRAGMA defer_foreign_keys = OFF",
                                    error);
  for (guint i = 0; i < orphans->len; i++)
    ((Orphan *) g_ptr_array_index (orphans, i))->item->done = FALSE;
  run->outcome->n_done = n_done;
  return querist_connection_exec (run->db, "ROLLBACK TO together; RELEASE together; "
                                  "PRAGMA defer_foreign_keys = OFF", error);
}

/* Records may refer to each other, in a circle, so that none can be the first. */
static gboolean
retry_circles (Run     *run,
               GError **error)
{
  g_autoptr(GPtrArray) orphans = list_orphans (run);
  guint n_before = orphans->len + 1;

  while (orphans->len > 1 && orphans->len < n_before)
    {
      n_before = orphans->len;
      if (!try_together (run, orphans, error))
        return FALSE;
    }
  return TRUE;
}

/* A record may refer to one that is loaded only now, so that orphans are tried again as long as
 * that helps. */
static gboolean
retry (Run     *run,
       GError **error)
{
  gboolean loaded = TRUE;

  while (loaded)
    {
      loaded = FALSE;
      if (!try_all (run, &loaded, error))
        return FALSE;
    }
  return retry_circles (run, error);
}

static gboolean
mark (Run     *run,
      GError **error)
{
  gboolean dismiss = run->job->action == QUERIST_REJECT_DISMISS;
  g_autoptr(sqlite3_stmt) statement =
    querist_connection_prepare (run->db,
                                "UPDATE " QUERIST_REJECTS_TABLE " SET dismissed_at = ?1 "
                                "WHERE id = ?2", error);
  g_autoptr(GDateTime) now = querist_clock_now ();
  g_autofree char *when = dismiss ? g_date_time_format_iso8601 (now) : NULL;

  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < run->items->len; i++)
    {
      sqlite3_bind_text (statement, 1, when, -1, SQLITE_STATIC);
      sqlite3_bind_int64 (statement, 2, g_array_index (run->items, Item, i).id);
      if (!step_once (run, statement, error))
        return FALSE;
      run->outcome->n_done++;
    }
  return TRUE;
}

static gboolean
prepare (Run     *run,
         GError **error)
{
  const struct {
    sqlite3_stmt **statement;
    const char    *sql;
  } statements[] = {
    { &run->select, "SELECT coalesce (edited, raw) FROM " QUERIST_REJECTS_TABLE " WHERE id = ?" },
    { &run->update, "UPDATE " QUERIST_REJECTS_TABLE " SET \"column\" = ?, reason = ?, "
                    "dismissed_at = NULL WHERE id = ?" },
    { &run->remove, "DELETE FROM " QUERIST_REJECTS_TABLE " WHERE id = ?" },
    { &run->keep_record,
      "INSERT INTO " QUERIST_ORIGINALS_TABLE " (load, \"table\", \"row\", \"column\", text) "
      "SELECT ?1, ?2, ?3, '', raw FROM " QUERIST_REJECTS_TABLE
      " WHERE id = ?4 AND edited IS NOT NULL" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      *statements[i].statement = querist_connection_prepare (run->db, statements[i].sql, error);
      if (*statements[i].statement == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
work (Run     *run,
      GError **error)
{
  if (!querist_ledger_make_tables (run->db, error) || !prepare (run, error) ||
      !save_edits (run, error))
    return FALSE;
  if (run->job->action == QUERIST_REJECT_SAVE)
    return TRUE;
  if (!(run->job->ids != NULL ? find_named (run, error) : find_all (run, error)))
    return FALSE;
  sort_items (run->items);
  run->outcome->n_tried = run->items->len;
  return run->job->action == QUERIST_REJECT_RETRY ? retry (run, error) : mark (run, error);
}

static void
run_clear (Run *run)
{
  g_clear_pointer (&run->select, sqlite3_finalize);
  g_clear_pointer (&run->update, sqlite3_finalize);
  g_clear_pointer (&run->remove, sqlite3_finalize);
  g_clear_pointer (&run->keep_record, sqlite3_finalize);
  g_array_unref (run->items);
  sqlite3_progress_handler (run->db, 0, NULL, NULL);
  if (!sqlite3_get_autocommit (run->db))
    sqlite3_exec (run->db, "ROLLBACK", NULL, NULL, NULL);
  g_clear_pointer (&run->db, sqlite3_close_v2);
}

/**
 * querist_rejects_run:
 * @database: the database file
 * @catalog: what it holds
 * @job: what is to be done
 * @outcome: (out caller-allocates): how it went
 * @cancellable: (nullable): to stop it
 * @error: return location
 *
 * Deals with records that a load has rejected, all or nothing. A record that is retried is read by
 * the recipe of its load and checked as the load did; it then leaves the rejects for its table, and
 * the ledger is put right. One that still can't be loaded stays, with its new reason. If somebody
 * has mended it, the record as it stands in the file goes to %QUERIST_ORIGINALS_TABLE.
 *
 * Returns: whether all went well; a record that can't be loaded is no failure
 */
gboolean
querist_rejects_run (const char              *database,
                     const QueristCatalog    *catalog,
                     const QueristRejectJob  *job,
                     QueristRejectOutcome    *outcome,
                     GCancellable            *cancellable,
                     GError                 **error)
{
  Run run = {
    .catalog = catalog,
    .job = job,
    .outcome = outcome,
    .cancellable = cancellable,
  };
  gboolean done;

  g_return_val_if_fail (database != NULL && catalog != NULL && job != NULL, FALSE);

  outcome->n_tried = outcome->n_done = 0;
  run.db = querist_connection_open_locked (database, TRUE, cancellable, error);
  if (run.db == NULL)
    return FALSE;
  run.items = g_array_new (FALSE, FALSE, sizeof (Item));
  if (cancellable != NULL)
    sqlite3_progress_handler (run.db, STEPS_PER_CHECK, stop_when_cancelled, cancellable);
  done = work (&run, error) && !g_cancellable_set_error_if_cancelled (cancellable, error) &&
         querist_connection_exec (run.db, "COMMIT", error);
  run_clear (&run);
  return done;
}

/**
 * querist_rejects_sql:
 * @load: only the rejects of this load; 0 for all
 * @dismissed: whether also those that were dismissed
 *
 * Returns: (transfer full): a query for querist_execute() that lists rejects in their order in the
 *   files: id, load, file, table, line, column, reason, raw (the text as it stands in the file),
 *   text (what would be retried), dismissed_at
 */
char *
querist_rejects_sql (gint64   load,
                     gboolean dismissed)
{
  g_autofree char *where = g_strdup_printf (load != 0 ? "load = %" G_GINT64_FORMAT : "1", load);

  return g_strdup_printf ("SELECT id, load, file, \"table\", line, \"column\", reason, raw, "
                          "coalesce (edited, raw) AS text, dismissed_at FROM "
                          QUERIST_REJECTS_TABLE " WHERE %s%s ORDER BY load, id",
                          where, dismissed ? "" : " AND dismissed_at IS NULL");
}

/**
 * querist_rejects_query:
 * @database: the database file, maybe one that an earlier version has loaded, or nobody
 * @dismissed: whether also those that were dismissed
 * @error: return location
 *
 * Returns: (transfer full) (nullable): as querist_rejects_sql(), for that database
 */
char *
querist_rejects_query (const char  *database,
                       gboolean     dismissed,
                       GError     **error)
{
  g_autoptr(sqlite3) db = querist_connection_open_read (database, error);

  if (db == NULL)
    return NULL;
  if (!querist_ledger_has_column (db, QUERIST_REJECTS_TABLE, "load"))
    return g_strdup ("SELECT 0 AS id, 0 AS load, '' AS file, '' AS \"table\", 0 AS line, "
                     "NULL AS \"column\", '' AS reason, '' AS raw, '' AS text, "
                     "NULL AS dismissed_at WHERE 0");
  if (!querist_ledger_has_column (db, QUERIST_REJECTS_TABLE, "id"))
    return g_strdup ("SELECT rowid AS id, load, file, \"table\", line, \"column\", reason, "
                     "raw, raw AS text, NULL AS dismissed_at FROM " QUERIST_REJECTS_TABLE
                     " ORDER BY load, line");
  return querist_rejects_sql (0, dismissed);
}
