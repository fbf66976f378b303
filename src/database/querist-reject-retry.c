/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-reject-retry.h"

#include <string.h>

#include "querist-load-taker.h"

struct _QueristRejectRetry {
  sqlite3              *db;
  const QueristCatalog *catalog;
  QueristLedger        *ledger; /* of the one file */
  QueristLedgerFile    *entry;
  QueristLoadFile      *file;
  QueristLoadTarget    *target;
  QueristCsvReader     *reader;
  QueristLoadTaker     *taker;
  QueristLoadBatch     *batch;
  sqlite3_stmt         *insert;
  sqlite3_stmt         *insert_original;
  gint64                rowid;
};

/**
 * querist_reject_retry_free:
 * @self: (transfer full) (nullable): a retry
 */
void
querist_reject_retry_free (QueristRejectRetry *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->insert, sqlite3_finalize);
  g_clear_pointer (&self->insert_original, sqlite3_finalize);
  g_clear_object (&self->reader);
  g_clear_pointer (&self->taker, querist_load_taker_free);
  g_clear_pointer (&self->batch, querist_load_batch_free);
  g_clear_pointer (&self->target, querist_load_target_free);
  g_clear_pointer (&self->file, querist_load_file_free);
  g_clear_pointer (&self->ledger, querist_ledger_free);
  g_free (self);
}

static gboolean
prepare (QueristRejectRetry  *self,
         GError             **error)
{
  g_autofree char *sql = querist_load_target_values_sql (self->target, "INSERT");

  self->insert = querist_connection_prepare (self->db, sql, error);
  if (self->insert == NULL)
    return FALSE;
  self->insert_original =
    querist_connection_prepare (self->db,
                                "INSERT INTO " QUERIST_ORIGINALS_TABLE " (load, \"table\", "
                                "\"row\", \"column\", text) VALUES (?, ?, ?, ?, ?)", error);
  return self->insert_original != NULL;
}

/**
 * querist_reject_retry_new:
 * @db: the database, in a transaction, with foreign keys enforced
 * @catalog: what it holds, which must stay
 * @load: the number of the load whose rejects are to be tried
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a retry, NULL if the load's recipe does not fit the
 *   database any more
 */
QueristRejectRetry *
querist_reject_retry_new (sqlite3               *db,
                          const QueristCatalog  *catalog,
                          gint64                 load,
                          GError               **error)
{
  QueristRejectRetry *self = g_new0 (QueristRejectRetry, 1);

  self->db = db;
  self->catalog = catalog;
  self->ledger = querist_ledger_new ();
  self->entry = querist_ledger_find_file (db, load, error);
  if (self->entry != NULL)
    {
      g_ptr_array_add (self->ledger->files, self->entry);
      self->file = querist_load_file_from_json (self->entry->path, self->entry->table,
                                                self->entry->recipe, error);
    }
  if (self->file != NULL)
    self->target = querist_load_target_new (self->file, 0, catalog, db, error);
  if (self->target == NULL || !prepare (self, error))
    {
      querist_reject_retry_free (self);
      return NULL;
    }
  self->reader = querist_csv_reader_new_for_records (self->file->dialect,
                                                     (const char *const *) self->file->labels,
                                                     self->file->n_columns);
  querist_csv_reader_keep_raw (self->reader, TRUE);
  self->taker = querist_load_taker_new (self->target, FALSE);
  self->batch = querist_load_batch_new ();
  return self;
}

/* Reads the record into the batch; gives why it is none. */
static char *
read_record (QueristRejectRetry *self,
             const char         *text,
             gsize               length)
{
  const QueristCsvRow *row;
  QueristCsvStep step;

  querist_load_batch_clear (self->batch);
  querist_csv_reader_set_record (self->reader, text, length);
  step = querist_csv_reader_next (self->reader, &row, NULL, NULL);
  if (step == QUERIST_CSV_REJECT)
    return g_strdup (row->reason);
  if (step != QUERIST_CSV_RECORD)
    return g_strdup ("The record is empty. Dismiss it if it is not to be loaded.");
  querist_load_taker_take (self->taker, self->batch, row, 1);
  if (querist_csv_reader_next (self->reader, &row, NULL, NULL) != QUERIST_CSV_END)
    return g_strdup ("The text is more than one record. A field with line ends stands in quotes.");
  return NULL;
}

/* Takes the reason out of the batch's reject. */
static QueristRetryResult
refuse_values (QueristRejectRetry  *self,
               char               **column,
               char               **reason)
{
  const QueristLoadReject *reject = &g_array_index (self->batch->rejects, QueristLoadReject, 0);

  *column = g_strdup (self->target->columns[reject->column]->name);
  *reason = g_strndup (self->batch->text.data + reject->reason_offset, reject->reason_length);
  return QUERIST_RETRY_REFUSED;
}

static const QueristLoadCell *
find_cell (QueristRejectRetry *self,
           const char         *column)
{
  for (guint i = 0; i < self->file->columns->len; i++)
    {
      if (g_ascii_strcasecmp (self->target->columns[i]->name, column) == 0)
        return &g_array_index (self->batch->cells, QueristLoadCell, i);
    }
  return NULL;
}

/* Looks up what a foreign key refers to. Gives FALSE if it is not there, and a reason in words. */
static gboolean
has_parent (QueristRejectRetry      *self,
            const QueristForeignKey *key,
            char                   **reason)
{
  const QueristTable *parent = querist_catalog_find_table (self->catalog, key->table);
  GStrv references;
  g_autoptr(GString) where = g_string_new (NULL);
  g_autoptr(GString) shown = g_string_new (NULL);
  g_autoptr(sqlite3_stmt) statement = NULL;
  g_autofree char *name = querist_sql_quote_name (key->table);
  g_autofree char *sql = NULL;
  g_autofree char *columns = g_strjoinv (", ", key->columns);
  g_autofree char *parents = NULL;

  if (parent == NULL)
    return TRUE;
  references = key->references != NULL && key->references[0] != NULL ? key->references
                                                                     : parent->primary_key;
  parents = g_strjoinv (", ", references);
  for (guint i = 0; key->columns[i] != NULL && references[i] != NULL; i++)
    {
      const QueristLoadCell *cell = find_cell (self, key->columns[i]);
      g_autofree char *reference = querist_sql_quote_name (references[i]);

      if (cell == NULL || cell->kind == QUERIST_VALUE_NULL)
        return TRUE;
      g_string_append_printf (where, "%s%s = ?%u", i > 0 ? " AND " : "", reference, i + 1);
      g_string_append_printf (shown, "%squote (?%u)", i > 0 ? " || ', ' || " : "", i + 1);
    }
  sql = g_strdup_printf ("SELECT substr (%s, 1, 200), EXISTS (SELECT 1 FROM main.%s WHERE %s)",
                         shown->str, name, where->str);
  statement = querist_connection_prepare (self->db, sql, NULL);
  if (statement == NULL)
    return TRUE;
  for (guint i = 0; key->columns[i] != NULL; i++)
    querist_load_batch_bind_cell (self->batch, find_cell (self, key->columns[i]), statement,
                                  i + 1);
  if (sqlite3_step (statement) != SQLITE_ROW || sqlite3_column_int (statement, 1) != 0)
    return TRUE;
  *reason = g_strdup_printf ("“%s” is %s, which is not in “%s.%s”", columns,
                             (const char *) sqlite3_column_text (statement, 0), parent->name,
                             parents);
  return FALSE;
}

static void
explain_orphan (QueristRejectRetry  *self,
                char               **column,
                char               **reason)
{
  GPtrArray *keys = self->target->table->foreign_keys;

  for (guint i = 0; i < keys->len; i++)
    {
      const QueristForeignKey *key = g_ptr_array_index (keys, i);

      if (!has_parent (self, key, reason))
        {
          *column = g_strjoinv (", ", key->columns);
          return;
        }
    }
  *reason = g_strdup ("the row refers to another that is not there");
}

/* “UNIQUE constraint failed: table.a, table.b” names the columns. */
static void
explain_duplicate (QueristRejectRetry  *self,
                   const char          *message,
                   char               **column,
                   char               **reason)
{
  const char *list = strstr (message, ": ");
  g_auto(GStrv) names = g_strsplit (list != NULL ? list + 2 : "", ", ", -1);
  g_autofree char *prefix = g_strconcat (self->target->table->name, ".", NULL);

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (g_str_has_prefix (names[i], prefix))
        memmove (names[i], names[i] + strlen (prefix), strlen (names[i]) - strlen (prefix) + 1);
    }
  *column = g_strjoinv (", ", names);
  *reason = g_strdup_printf ("another row has the same “%s” already", *column);
}

/* Tells in words why the database refused the row. */
static QueristRetryResult
explain (QueristRejectRetry  *self,
         int                  code,
         char               **column,
         char               **reason,
         GError             **error)
{
  const char *message = sqlite3_errmsg (self->db);

  if ((code & 0xff) != SQLITE_CONSTRAINT)
    {
      querist_connection_set_error (self->db, code, error);
      return QUERIST_RETRY_FAILED;
    }
  if (code == SQLITE_CONSTRAINT_FOREIGNKEY)
    {
      explain_orphan (self, column, reason);
      return QUERIST_RETRY_ORPHAN;
    }
  if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ||
      code == SQLITE_CONSTRAINT_ROWID)
    explain_duplicate (self, message, column, reason);
  else
    *reason = g_strdup_printf ("the database refuses it: %s", message);
  return QUERIST_RETRY_REFUSED;
}

static int
insert_row (QueristRejectRetry *self)
{
  guint first = self->target->key < 0 ? 2 : 1;
  int code;

  /* without a column that is the rowid, the database chooses the next one */
  if (first == 2)
    sqlite3_bind_null (self->insert, 1);
  for (guint i = 0; i < self->file->columns->len; i++)
    querist_load_batch_bind_cell (self->batch,
                                  &g_array_index (self->batch->cells, QueristLoadCell, i),
                                  self->insert, first + i);
  code = sqlite3_step (self->insert);
  self->rowid = sqlite3_last_insert_rowid (self->db);
  if (code != SQLITE_DONE)
    code = sqlite3_extended_errcode (self->db);
  return code;
}

static gboolean
keep_originals (QueristRejectRetry  *self,
                GError             **error)
{
  for (guint i = 0; i < self->batch->originals->len; i++)
    {
      const QueristLoadOriginal *original =
        &g_array_index (self->batch->originals, QueristLoadOriginal, i);
      QueristLedgerColumn *column =
        querist_ledger_file_find_column (self->entry,
                                         self->target->columns[original->column]->name);
      int code;

      sqlite3_bind_int64 (self->insert_original, 1, self->entry->id);
      sqlite3_bind_text (self->insert_original, 2, self->target->table->name, -1, SQLITE_STATIC);
      sqlite3_bind_int64 (self->insert_original, 3, self->rowid);
      sqlite3_bind_text (self->insert_original, 4, self->target->columns[original->column]->name,
                         -1, SQLITE_STATIC);
      sqlite3_bind_text (self->insert_original, 5, self->batch->text.data + original->offset,
                         original->length, SQLITE_STATIC);
      code = sqlite3_step (self->insert_original);
      sqlite3_reset (self->insert_original);
      if (code != SQLITE_DONE)
        {
          querist_connection_set_error (self->db, code, error);
          return FALSE;
        }
      if (column != NULL)
        column->n_changed++;
    }
  return TRUE;
}

static void
count_loaded (QueristRejectRetry *self)
{
  self->entry->n_loaded++;
  self->entry->n_rejected--;
  for (guint i = 0; i < self->file->columns->len; i++)
    {
      const QueristLoadCell *cell = &g_array_index (self->batch->cells, QueristLoadCell, i);
      QueristLedgerColumn *column =
        querist_ledger_file_find_column (self->entry, self->target->columns[i]->name);

      if (cell->kind != QUERIST_VALUE_NULL || cell->value.integer == 0 || column == NULL)
        continue;
      column->n_nulled++;
      self->entry->n_nulled++;
    }
}

/**
 * querist_reject_retry_record:
 * @self: a retry
 * @text: a record as it would stand in the file, UTF-8
 * @length: its bytes
 * @column: (out) (transfer full) (nullable): the table's column at fault
 * @reason: (out) (transfer full) (nullable): why it is refused
 * @error: return location
 *
 * Reads a record, converts and checks it as the load did, and inserts it.
 *
 * Returns: what became of it
 */
QueristRetryResult
querist_reject_retry_record (QueristRejectRetry  *self,
                             const char          *text,
                             gsize                length,
                             char               **column,
                             char               **reason,
                             GError             **error)
{
  QueristRetryResult result = QUERIST_RETRY_LOADED;
  int code;

  *column = NULL;
  *reason = read_record (self, text, length);
  if (*reason != NULL)
    return QUERIST_RETRY_REFUSED;
  if (self->batch->rejects->len > 0)
    return refuse_values (self, column, reason);
  code = insert_row (self);
  if (code != SQLITE_DONE)
    result = explain (self, code, column, reason, error);
  sqlite3_reset (self->insert);
  if (result != QUERIST_RETRY_LOADED)
    return result;
  if (!keep_originals (self, error))
    return QUERIST_RETRY_FAILED;
  count_loaded (self);
  return QUERIST_RETRY_LOADED;
}

/**
 * querist_reject_retry_has_parents:
 * @self: a retry
 * @text: a record as it would stand in the file, UTF-8
 * @length: its bytes
 *
 * Returns: whether all rows are there that the record refers to
 */
gboolean
querist_reject_retry_has_parents (QueristRejectRetry *self,
                                  const char         *text,
                                  gsize               length)
{
  GPtrArray *keys = self->target->table->foreign_keys;
  g_autofree char *reason = read_record (self, text, length);

  for (guint i = 0; reason == NULL && i < keys->len; i++)
    has_parent (self, g_ptr_array_index (keys, i), &reason);
  return reason == NULL;
}

/**
 * querist_reject_retry_get_rowid:
 * @self: a retry that has just loaded a record
 *
 * Returns: the row's rowid
 */
gint64
querist_reject_retry_get_rowid (QueristRejectRetry *self)
{
  return self->rowid;
}

/**
 * querist_reject_retry_get_table:
 * @self: a retry
 *
 * Returns: (transfer none): the table that the records go to
 */
const char *
querist_reject_retry_get_table (QueristRejectRetry *self)
{
  return self->target->table->name;
}

/**
 * querist_reject_retry_close:
 * @self: a retry
 * @error: return location
 *
 * Brings the load's row in the ledger up to date.
 *
 * Returns: whether all went well
 */
gboolean
querist_reject_retry_close (QueristRejectRetry  *self,
                            GError             **error)
{
  return querist_ledger_update_file (self->db, self->entry, error);
}
