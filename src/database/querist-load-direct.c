/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-load-direct.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>

#include "querist-load-record.h"
#include "querist-page-writer.h"

/* The fast way for an empty table in a file that nobody else sees yet: its pages are written
 * straight into the file, without the database in between. What this way can't do (keys out of
 * order or twice, a value that a column might change) makes the load begin again without it. */

static sqlite3_stmt *
prepare_for_table (QueristLoadJob           *job,
                   const QueristLoadTarget  *target,
                   const char               *sql)
{
  sqlite3_stmt *statement = querist_connection_prepare (job->db, sql, NULL);

  if (statement != NULL)
    sqlite3_bind_text (statement, 1, target->table->name, -1, SQLITE_STATIC);
  return statement;
}

static gboolean
find_root (QueristLoadJob           *job,
           const QueristLoadTarget  *target,
           guint32                  *root,
           gboolean                 *has_rules)
{
  g_autoptr(sqlite3_stmt) statement =
    prepare_for_table (job, target,
                       "SELECT rootpage, upper (sql) GLOB '*CHECK*' OR upper (sql) GLOB '*STRICT*' "
                       "FROM sqlite_schema WHERE type = 'table' AND name = ?");

  if (statement == NULL || sqlite3_step (statement) != SQLITE_ROW)
    return FALSE;
  *root = sqlite3_column_int (statement, 0);
  *has_rules = sqlite3_column_int (statement, 1);
  return TRUE;
}

static int
find_source (const QueristLoadTarget *target,
             const char              *name)
{
  for (guint i = 0; i < target->file->columns->len; i++)
    {
      if (g_ascii_strcasecmp (target->columns[i]->name, name) == 0)
        return (int) i == target->key ? -1 : (int) i;
    }
  return -1;
}

/* The table's columns, or NULL if one of them needs more than to be written down. */
static GArray *
find_fields (QueristLoadJob          *job,
             const QueristLoadTarget *target)
{
  g_autoptr(GArray) fields = g_array_new (FALSE, FALSE, sizeof (QueristRecordField));
  g_autoptr(sqlite3_stmt) statement =
    prepare_for_table (job, target,
                       "SELECT name, type, dflt_value IS NOT NULL, hidden, \"notnull\" "
                       "FROM pragma_table_xinfo (?) ORDER BY cid");

  while (statement != NULL && sqlite3_step (statement) == SQLITE_ROW)
    {
      const char *name = (const char *) sqlite3_column_text (statement, 0);
      QueristRecordField field = { .source = find_source (target, name) };

      if (sqlite3_column_int (statement, 3) != 0 ||
          (field.source < 0 && sqlite3_column_int (statement, 2) != 0) ||
          (field.source >= 0 && sqlite3_column_int (statement, 4) != 0 &&
           target->columns[field.source]->nullable))
        return NULL;
      field.affinity =
        querist_affinity_from_type ((const char *) sqlite3_column_text (statement, 1));
      g_array_append_val (fields, field);
    }
  return fields->len > 0 ? g_steal_pointer (&fields) : NULL;
}

/**
 * querist_load_direct_is_possible:
 * @job: a load
 * @target: a file
 *
 * Returns: whether its rows may be written straight into the file
 */
gboolean
querist_load_direct_is_possible (QueristLoadJob          *job,
                                 const QueristLoadTarget *target)
{
  g_autoptr(GArray) fields = NULL;
  gboolean has_rules;
  guint32 root;

  if (job->shadow == NULL || !querist_load_is_first_of_table (job, target) ||
      g_hash_table_contains (job->indirect, target->table->name) ||
      !find_root (job, target, &root, &has_rules) || has_rules)
    return FALSE;
  fields = find_fields (job, target);
  return fields != NULL;
}

/* Asks for another run of the whole load, in which this table is loaded by INSERT. */
static gboolean
begin_again (QueristLoadJob           *job,
             const QueristLoadTarget  *target,
             GError                  **error)
{
  g_hash_table_add (job->indirect, g_strdup (target->table->name));
  job->again = TRUE;
  g_set_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_FAILED,
               "“%s” can’t be written directly.", target->table->name);
  return FALSE;
}

static gboolean
write_rows (QueristLoadJob           *job,
            const QueristLoadTarget  *target,
            const QueristLoadBatch   *batch,
            QueristRecordWriter      *records,
            QueristPageWriter        *pages,
            gint64                   *last,
            GError                  **error)
{
  const QueristLoadCell *cells = (const QueristLoadCell *) batch->cells->data;
  const char *text = batch->text.data;

  for (guint i = 0; i < batch->rows->len; i++)
    {
      gint64 rowid = g_array_index (batch->rows, QueristLoadRow, i).rowid;
      gsize length;
      const guint8 *record;

      if (rowid <= *last)
        return begin_again (job, target, error);
      record = querist_record_writer_encode (records, cells, text, &length);
      if (record == NULL)
        return begin_again (job, target, error);
      if (!querist_page_writer_add (pages, rowid, record, length, error))
        return FALSE;
      *last = rowid;
      cells += target->file->columns->len;
    }
  return TRUE;
}

static gboolean
write_table (QueristLoadJob           *job,
             const QueristLoadTarget  *target,
             QueristLoadSource        *source,
             int                       fd,
             guint64                  *n_rows,
             gint64                   *last,
             GError                  **error)
{
  g_autoptr(GArray) fields = find_fields (job, target);
  g_autoptr(QueristRecordWriter) records = NULL;
  g_autoptr(QueristPageWriter) pages = NULL;
  gboolean has_rules;
  gboolean is_last = FALSE;
  guint32 root;

  if (fields == NULL || !find_root (job, target, &root, &has_rules))
    return begin_again (job, target, error);
  records = querist_record_writer_new ((const QueristRecordField *) fields->data, fields->len);
  pages = querist_page_writer_new (fd, root, error);
  if (pages == NULL)
    return FALSE;
  while (!is_last)
    {
      QueristLoadBatch *batch = querist_load_source_pop (source, error);
      gboolean written;

      if (batch == NULL)
        return FALSE;
      written = querist_load_begin_batch (job, target, batch, *n_rows, error) &&
                write_rows (job, target, batch, records, pages, last, error);
      *n_rows += batch->rows->len;
      is_last = batch->last;
      querist_load_source_give_back (source, batch);
      if (!written)
        return FALSE;
    }
  return querist_page_writer_finish (pages, error);
}

/* The indexes that belong to the table itself (PRIMARY KEY, UNIQUE) are still empty. */
static gboolean
build_own_indexes (QueristLoadJob           *job,
                   const QueristLoadTarget  *target,
                   GError                  **error)
{
  g_autofree char *table = querist_sql_quote_name (target->table->name);
  g_autofree char *sql = g_strdup_printf ("REINDEX main.%s", table);
  gint64 start = g_get_monotonic_time ();
  int code = sqlite3_exec (job->db, sql, NULL, NULL, NULL);

  job->ledger->index_seconds += (g_get_monotonic_time () - start) / 1e6;
  if (code == SQLITE_OK)
    return TRUE;
  if ((code & 0xff) == SQLITE_CONSTRAINT)
    return begin_again (job, target, error);
  querist_connection_set_error (job->db, code, error);
  return FALSE;
}

/* AUTOINCREMENT goes on after the greatest key. */
static gboolean
note_greatest_key (QueristLoadJob           *job,
                   const QueristLoadTarget  *target,
                   gint64                    last,
                   GError                  **error)
{
  g_autofree char *name = querist_sql_quote_text (target->table->name);
  g_autofree char *sql =
    g_strdup_printf ("DELETE FROM sqlite_sequence WHERE name = %s;"
                     "INSERT INTO sqlite_sequence SELECT name, %" G_GINT64_FORMAT
                     " FROM sqlite_schema WHERE type = 'table' AND name = %s "
                     "AND upper (sql) GLOB '*AUTOINCREMENT*'",
                     name, MAX (last, 0), name);
  g_autoptr(sqlite3_stmt) statement =
    querist_connection_prepare (job->db, "SELECT 1 FROM sqlite_schema "
                                         "WHERE name = 'sqlite_sequence'", error);

  if (statement == NULL)
    return FALSE;
  return sqlite3_step (statement) != SQLITE_ROW || querist_connection_exec (job->db, sql, error);
}

/**
 * querist_load_direct_run:
 * @job: a load whose database is a shadow, in a transaction
 * @target: a file for which this is possible
 * @source: its records
 * @error: return location
 *
 * Writes all rows of a source into its table.
 *
 * Returns: whether everything was written; on failure see @job->again
 */
gboolean
querist_load_direct_run (QueristLoadJob           *job,
                         const QueristLoadTarget  *target,
                         QueristLoadSource        *source,
                         GError                  **error)
{
  QueristLedgerFile *entry = g_ptr_array_index (job->ledger->files, target->index);
  gint64 last = G_MININT64;
  gboolean written;
  int fd;

  /* everything is in the file, and nobody reads it, while its pages are written */
  if (!querist_connection_exec (job->db, "COMMIT", error))
    return FALSE;
  fd = g_open (job->shadow, O_RDWR | O_CLOEXEC, 0);
  if (fd < 0)
    {
      g_set_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_FAILED,
                   "“%s” can’t be written: %s", job->shadow, g_strerror (errno));
      return FALSE;
    }
  written = write_table (job, target, source, fd, &entry->n_loaded, &last, error);
  g_close (fd, NULL);
  return written &&
         querist_connection_exec (job->db, "BEGIN IMMEDIATE", error) &&
         build_own_indexes (job, target, error) &&
         note_greatest_key (job, target, last, error);
}
