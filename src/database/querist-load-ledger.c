/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-load-job.h"

#include "querist-clock.h"
#include "querist-ledger-private.h"

/* What is kept on the way waits in temporary tables: the database's file may be under other hands
 * while its pages are written (querist-load-direct.c). */
static const char waiting_sql[] =
  "CREATE TEMP TABLE querist_waiting_rejects AS SELECT * FROM main." QUERIST_REJECTS_TABLE
  "  WHERE 0;"
  "CREATE TEMP TABLE querist_waiting_originals AS SELECT * FROM main." QUERIST_ORIGINALS_TABLE
  "  WHERE 0";

/* Numbers of rejects are never used again, so that a list of them that somebody edits does not come
 * to mean others. */
static const char keep_sql[] =
  "INSERT INTO main." QUERIST_REJECTS_TABLE " (id, load, file, \"table\", line, \"column\", reason, "
  "  raw) SELECT row_number () OVER (ORDER BY load, line) + last, load, file, \"table\", line,"
  "  \"column\", reason, raw FROM querist_waiting_rejects, (SELECT max (coalesce ("
  "    (SELECT max (last_reject) FROM main." QUERIST_LOADS_TABLE "), 0), coalesce ("
  "    (SELECT max (id) FROM main." QUERIST_REJECTS_TABLE "), 0)) AS last);"
  "UPDATE main." QUERIST_LOADS_TABLE " SET last_reject = (SELECT max (id) FROM main."
  QUERIST_REJECTS_TABLE ") WHERE id = (SELECT max (id) FROM main." QUERIST_LOADS_TABLE ");"
  "INSERT INTO main." QUERIST_ORIGINALS_TABLE " SELECT * FROM querist_waiting_originals";

static gboolean
run_with_text (sqlite3    *db,
               const char *sql,
               const char *text,
               GError    **error)
{
  g_autoptr(sqlite3_stmt) statement = querist_connection_prepare (db, sql, error);
  int code;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, text, -1, SQLITE_STATIC);
  code = sqlite3_step (statement);
  if (code != SQLITE_DONE)
    querist_connection_set_error (db, code, error);
  return code == SQLITE_DONE;
}

/* What is kept of rows that are replaced is replaced with them. */
static gboolean
forget_table (QueristLoadJob *job,
              const char     *table,
              GError        **error)
{
  return run_with_text (job->db, "DELETE FROM " QUERIST_REJECTS_TABLE " WHERE \"table\" = ?",
                        table, error) &&
         run_with_text (job->db, "DELETE FROM " QUERIST_ORIGINALS_TABLE " WHERE \"table\" = ?",
                        table, error);
}

static gboolean
insert_source (QueristLoadJob          *job,
               const QueristLoadTarget *target,
               GError                 **error)
{
  const QueristLedgerFile *first = g_ptr_array_index (job->ledger->files, 0);
  QueristLedgerFile *entry = g_ptr_array_index (job->ledger->files, target->index);
  g_autofree char *recipe = querist_load_file_to_json (target->file);
  g_autoptr(GDateTime) now = querist_clock_now ();

  entry->loaded_at = g_date_time_format_iso8601 (now);
  entry->appended = job->mode == QUERIST_LOAD_APPEND;
  return querist_ledger_insert_file (job->db, entry, first->id, recipe, error);
}

/**
 * querist_load_open_ledger:
 * @job: a load
 * @error: return location
 *
 * Makes the program's own tables, if need be, and the ledger's rows for the files.
 *
 * Returns: whether all went well
 */
gboolean
querist_load_open_ledger (QueristLoadJob *job,
                          GError        **error)
{
  if (!querist_ledger_make_tables (job->db, error) ||
      !querist_connection_exec (job->db, waiting_sql, error))
    return FALSE;
  for (guint i = 0; i < job->targets->len; i++)
    {
      const QueristLoadTarget *target = g_ptr_array_index (job->targets, i);

      if (job->mode == QUERIST_LOAD_REPLACE && querist_load_is_first_of_table (job, target) &&
          !forget_table (job, target->table->name, error))
        return FALSE;
      if (!insert_source (job, target, error))
        return FALSE;
    }
  job->insert_reject =
    querist_connection_prepare (job->db,
                                "INSERT INTO querist_waiting_rejects (load, file, \"table\", "
                                "line, \"column\", reason, raw) VALUES (?, ?, ?, ?, ?, ?, ?)", error);
  if (job->insert_reject == NULL)
    return FALSE;
  job->insert_original =
    querist_connection_prepare (job->db,
                                "INSERT INTO querist_waiting_originals (load, \"table\", "
                                "\"row\", \"column\", text) VALUES (?, ?, ?, ?, ?)", error);
  return job->insert_original != NULL;
}

static gboolean
step_insert (QueristLoadJob *job,
             sqlite3_stmt   *statement,
             GError        **error)
{
  int code = sqlite3_step (statement);

  sqlite3_reset (statement);
  if (code != SQLITE_DONE)
    querist_connection_set_error (job->db, code, error);
  return code == SQLITE_DONE;
}

/**
 * querist_load_write_reject:
 * @job: a load
 * @target: the file it comes from
 * @line: its line
 * @column: (nullable): the table's column at fault
 * @reason: why it is refused
 * @reason_length: bytes of @reason, -1 if it ends in a NUL
 * @raw: the record as it stands in the file
 * @raw_length: bytes of @raw
 * @error: return location
 *
 * Keeps a record that could not be loaded.
 *
 * Returns: whether all went well
 */
gboolean
querist_load_write_reject (QueristLoadJob          *job,
                           const QueristLoadTarget *target,
                           guint64                  line,
                           const char              *column,
                           const char              *reason,
                           gssize                   reason_length,
                           const char              *raw,
                           gsize                    raw_length,
                           GError                 **error)
{
  sqlite3_stmt *statement = job->insert_reject;
  QueristLedgerFile *entry = g_ptr_array_index (job->ledger->files, target->index);

  entry->n_rejected++;
  sqlite3_bind_int64 (statement, 1, entry->id);
  sqlite3_bind_text (statement, 2, target->file->path, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 3, target->table->name, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 4, line);
  sqlite3_bind_text (statement, 5, column, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 6, reason, reason_length, SQLITE_STATIC);
  sqlite3_bind_text (statement, 7, raw, raw_length, SQLITE_STATIC);
  return step_insert (job, statement, error);
}

static gboolean
write_original (QueristLoadJob            *job,
                const QueristLoadTarget   *target,
                const QueristLoadOriginal *original,
                const char                *text,
                GError                   **error)
{
  sqlite3_stmt *statement = job->insert_original;
  QueristLedgerFile *entry = g_ptr_array_index (job->ledger->files, target->index);
  QueristLedgerColumn *column = g_ptr_array_index (entry->columns, original->column);

  column->n_changed++;
  entry->n_changed++;
  sqlite3_bind_int64 (statement, 1, entry->id);
  sqlite3_bind_text (statement, 2, target->table->name, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 3, original->rowid);
  sqlite3_bind_text (statement, 4, target->columns[original->column]->name, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 5, text, original->length, SQLITE_STATIC);
  return step_insert (job, statement, error);
}

/**
 * querist_load_write_batch:
 * @job: a load
 * @target: the file it comes from
 * @batch: a batch whose rows are about to be written
 * @error: return location
 *
 * Keeps the records of a batch that could not be read, and the original texts of the others.
 *
 * Returns: whether all went well
 */
gboolean
querist_load_write_batch (QueristLoadJob          *job,
                          const QueristLoadTarget *target,
                          const QueristLoadBatch  *batch,
                          GError                 **error)
{
  const char *text = batch->text.data;

  for (guint i = 0; i < batch->rejects->len; i++)
    {
      const QueristLoadReject *reject = &g_array_index (batch->rejects, QueristLoadReject, i);
      const char *column = reject->column >= 0 ? target->columns[reject->column]->name : NULL;

      if (!querist_load_write_reject (job, target, reject->line, column,
                                      text + reject->reason_offset, reject->reason_length,
                                      text + reject->raw_offset, reject->raw_length, error))
        return FALSE;
    }
  for (guint i = 0; i < batch->originals->len; i++)
    {
      const QueristLoadOriginal *original =
        &g_array_index (batch->originals, QueristLoadOriginal, i);

      if (!write_original (job, target, original, text + original->offset, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * querist_load_close_ledger:
 * @job: a load
 * @error: return location
 *
 * Writes the totals and what was kept. If the totals do not add up, the load has lost something
 * and fails.
 *
 * Returns: whether all went well
 */
gboolean
querist_load_close_ledger (QueristLoadJob *job,
                           GError        **error)
{
  for (guint i = 0; i < job->targets->len; i++)
    {
      QueristLedgerFile *entry = g_ptr_array_index (job->ledger->files, i);

      if (entry->n_read != entry->n_loaded + entry->n_rejected)
        {
          g_set_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_FAILED,
                       "%s: %" G_GUINT64_FORMAT " records were read, but %" G_GUINT64_FORMAT
                       " loaded and %" G_GUINT64_FORMAT " rejected. Nothing was changed.",
                       entry->path, entry->n_read, entry->n_loaded, entry->n_rejected);
          return FALSE;
        }
      entry->n_waiting = entry->n_rejected;
      if (!querist_ledger_update_file (job->db, entry, error))
        return FALSE;
    }
  return querist_connection_exec (job->db, keep_sql, error);
}
