/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-load-job.h"
#include "querist-load-source.h"

/* Rows are checked against each other when all files are in: by one query over a whole table, not
 * row by row. What breaks a rule is taken out of its table and noted here ("doomed"); the files are
 * then read a second time, to keep these records with their line and their text. This happens only
 * if there are such rows, and takes no memory however many they are. */
static const char repair_sql[] =
  "CREATE TEMP TABLE querist_skipped (file INTEGER, record INTEGER, reason TEXT,"
  "  PRIMARY KEY (file, record)) WITHOUT ROWID;"
  "CREATE TEMP TABLE querist_doomed (tbl INTEGER, row INTEGER, col TEXT, reason TEXT,"
  "  PRIMARY KEY (tbl, row)) WITHOUT ROWID;"
  /* rows that were there before and broke a rule already: they are not ours to take out */
  "CREATE TEMP TABLE querist_kept (tbl INTEGER, row INTEGER, PRIMARY KEY (tbl, row)) "
  "WITHOUT ROWID";

/* The number by which the tables above call a table: that of the first file for it, or -1. */
static int
table_number (const QueristLoadJob *job,
              const QueristTable   *table)
{
  for (guint i = 0; i < job->targets->len; i++)
    {
      const QueristLoadTarget *target = g_ptr_array_index (job->targets, i);

      if (target->table == table)
        return i;
    }
  return -1;
}

static const QueristLoadTarget *
table_target (const QueristLoadJob *job,
              const QueristTable   *table)
{
  return g_ptr_array_index (job->targets, table_number (job, table));
}

static char *
join_names (const char *const *names,
            const char        *prefix,
            const char        *suffix,
            const char        *separator)
{
  g_autoptr(GString) joined = g_string_new (NULL);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *name = querist_sql_quote_name (names[i]);

      g_string_append_printf (joined, "%s%s%s%s", i > 0 ? separator : "", prefix, name, suffix);
    }
  return g_string_free (g_steal_pointer (&joined), FALSE);
}

/* The keys of a table, in words: "id" or "email". */
static char *
describe_keys (const QueristTable *table)
{
  g_autoptr(GString) keys = g_string_new (NULL);
  g_autofree char *primary = g_strjoinv (", ", table->primary_key);

  if (*primary != '\0')
    g_string_append_printf (keys, "“%s”", primary);
  for (guint i = 0; i < table->indexes->len; i++)
    {
      const QueristIndex *index = g_ptr_array_index (table->indexes, i);
      g_autofree char *columns = g_strjoinv (", ", index->columns);

      if (index->unique)
        g_string_append_printf (keys, "%s“%s”", keys->len > 0 ? " or " : "", columns);
    }
  return g_string_free (g_steal_pointer (&keys), FALSE);
}

/**
 * querist_load_note_skipped:
 * @job: a load
 * @target: the file
 * @row: a row whose key is taken
 * @error: return location
 *
 * Notes a row that the database refused, to be kept as a reject later.
 *
 * Returns: whether all went well
 */
gboolean
querist_load_note_skipped (QueristLoadJob          *job,
                           const QueristLoadTarget *target,
                           const QueristLoadRow    *row,
                           GError                 **error)
{
  g_autoptr(sqlite3_stmt) statement =
    querist_connection_prepare (job->db, "INSERT INTO querist_skipped VALUES (?, ?, ?)", error);
  g_autofree char *keys = describe_keys (target->table);
  g_autofree char *reason =
    g_strdup_printf ("another row has the same %s already", *keys != '\0' ? keys : "key");
  int code;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int (statement, 1, target->index);
  sqlite3_bind_int64 (statement, 2, row->record);
  sqlite3_bind_text (statement, 3, reason, -1, SQLITE_STATIC);
  code = sqlite3_step (statement);
  if (code != SQLITE_DONE)
    querist_connection_set_error (job->db, code, error);
  job->has_doomed = TRUE;
  return code == SQLITE_DONE;
}

/* Notes what a query finds, and takes it out of its table. */
static gboolean
doom (QueristLoadJob          *job,
      const QueristLoadTarget *target,
      int                      number,
      const char              *select,
      gboolean                *found,
      GError                 **error)
{
  g_autofree char *note = g_strdup_printf ("INSERT OR IGNORE INTO querist_doomed %s", select);
  g_autofree char *table = querist_sql_quote_name (target->table->name);
  g_autofree char *take_out =
    g_strdup_printf ("DELETE FROM main.%s WHERE %s IN "
                     "(SELECT row FROM querist_doomed WHERE tbl = %d)",
                     table, target->rowid_name, number);

  *found = FALSE;
  if (!querist_connection_exec (job->db, note, error))
    return FALSE;
  if (sqlite3_changes (job->db) == 0)
    return TRUE;
  *found = job->has_doomed = TRUE;
  return querist_connection_exec (job->db, take_out, error);
}

/**
 * querist_load_doom_duplicates:
 * @job: a load
 * @index: a unique index that can't be built
 * @error: return location
 *
 * Dooms all rows but the first of those that have the same values in the index's columns.
 *
 * Returns: whether all went well
 */
gboolean
querist_load_doom_duplicates (QueristLoadJob         *job,
                              const QueristLoadIndex *index,
                              GError                **error)
{
  const QueristLoadTarget *target = table_target (job, index->table);
  int number = target->index;
  g_autofree char *table = querist_sql_quote_name (index->table->name);
  g_autofree char *columns = join_names ((const char *const *) index->columns, "", "", ", ");
  g_autofree char *filled =
    join_names ((const char *const *) index->columns, "", " IS NOT NULL", " AND ");
  g_autofree char *values =
    join_names ((const char *const *) index->columns, "quote (", ")", " || ', ' || ");
  g_autofree char *names = g_strjoinv (", ", index->columns);
  g_autofree char *reason = g_strdup_printf ("“%s” must be unique, but another row has ", names);
  g_autofree char *name_text = querist_sql_quote_text (names);
  g_autofree char *reason_text = querist_sql_quote_text (reason);
  g_autofree char *select =
    g_strdup_printf ("SELECT %d, row, %s, substr (%s || shown, 1, 300) FROM (SELECT %s AS row, "
                     "%s AS shown, row_number () OVER (PARTITION BY %s ORDER BY %s) AS n "
                     "FROM main.%s WHERE %s) WHERE n > 1",
                     number, name_text, reason_text, target->rowid_name, values, columns,
                     target->rowid_name, table, filled);
  gboolean found;

  return doom (job, target, number, select, &found, error);
}

/* The query that finds the rows of a table whose foreign key leads nowhere. */
static char *
orphans_sql (const QueristTable      *child,
             const char              *rowid_name,
             const QueristForeignKey *key,
             const QueristTable      *parent,
             int                      number)
{
  const char *const *references =
    (const char *const *) (key->references != NULL && key->references[0] != NULL
                             ? key->references : parent->primary_key);
  g_autofree char *child_name = querist_sql_quote_name (child->name);
  g_autofree char *parent_name = querist_sql_quote_name (parent->name);
  g_autofree char *filled =
    join_names ((const char *const *) key->columns, "c.", " IS NOT NULL", " AND ");
  g_autofree char *values =
    join_names ((const char *const *) key->columns, "quote (c.", ")", " || ', ' || ");
  g_autofree char *names = g_strjoinv (", ", key->columns);
  g_autofree char *parents = g_strjoinv (", ", (GStrv) references);
  g_autofree char *before = g_strdup_printf ("“%s” is ", names);
  g_autofree char *after =
    g_strdup_printf (", which is not in “%s.%s”", parent->name, parents);
  g_autofree char *name_text = querist_sql_quote_text (names);
  g_autofree char *before_text = querist_sql_quote_text (before);
  g_autofree char *after_text = querist_sql_quote_text (after);
  g_autoptr(GString) on = g_string_new (NULL);
  g_autofree char *first = querist_sql_quote_name (references[0]);

  for (guint i = 0; key->columns[i] != NULL && references[i] != NULL; i++)
    {
      g_autofree char *from = querist_sql_quote_name (key->columns[i]);
      g_autofree char *to = querist_sql_quote_name (references[i]);

      g_string_append_printf (on, "%sp.%s = c.%s", i > 0 ? " AND " : "", to, from);
    }
  return g_strdup_printf ("SELECT %d, c.%s, %s, %s || substr (%s, 1, 200) || %s "
                          "FROM main.%s AS c LEFT JOIN main.%s AS p ON %s "
                          "WHERE %s AND p.%s IS NULL AND NOT EXISTS (SELECT 1 FROM querist_kept "
                          "WHERE tbl = %d AND row = c.%s)",
                          number, rowid_name, name_text, before_text, values, after_text,
                          child_name, parent_name, on->str, filled, first, number, rowid_name);
}

/* Rows of a table that is not loaded may not lose what they refer to. */
static gboolean
check_outsiders (QueristLoadJob          *job,
                 const QueristTable      *child,
                 const QueristForeignKey *key,
                 const QueristTable      *parent,
                 GError                 **error)
{
  g_autofree char *select = orphans_sql (child, "rowid", key, parent, -1);
  g_autoptr(sqlite3_stmt) statement = querist_connection_prepare (job->db, select, error);
  int code;

  if (statement == NULL)
    return FALSE;
  code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    g_set_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_FAILED,
                 "The table “%s”, which is not loaded now, has rows that refer to rows of “%s” "
                 "that the new file does not hold. Load both, or append.", child->name, parent->name);
  else if (code != SQLITE_DONE)
    querist_connection_set_error (job->db, code, error);
  return code == SQLITE_DONE;
}

static gboolean
check_key (QueristLoadJob          *job,
           const QueristTable      *child,
           const QueristForeignKey *key,
           gboolean                *found,
           GError                 **error)
{
  const QueristTable *parent = querist_catalog_find_table (job->catalog, key->table);
  int number = table_number (job, child);
  g_autofree char *select = NULL;

  *found = FALSE;
  if (parent == NULL || (number < 0 && table_number (job, parent) < 0))
    return TRUE;
  if (number < 0)
    return job->mode == QUERIST_LOAD_APPEND || check_outsiders (job, child, key, parent, error);
  select = orphans_sql (child, table_target (job, child)->rowid_name, key, parent, number);
  return doom (job, table_target (job, child), number, select, found, error);
}

/**
 * querist_load_doom_orphans:
 * @job: a load whose unique indexes are there
 * @error: return location
 *
 * Dooms the rows whose foreign keys lead nowhere, then those that referred to these, and so on.
 *
 * Returns: whether all went well
 */
gboolean
querist_load_doom_orphans (QueristLoadJob *job,
                           GError        **error)
{
  gboolean again = TRUE;

  while (again)
    {
      again = FALSE;
      for (guint i = 0; i < job->catalog->tables->len; i++)
        {
          const QueristTable *child = g_ptr_array_index (job->catalog->tables, i);

          for (guint j = 0; j < child->foreign_keys->len; j++)
            {
              gboolean found;

              if (!check_key (job, child, g_ptr_array_index (child->foreign_keys, j), &found,
                              error))
                return FALSE;
              again |= found;
            }
        }
    }
  return TRUE;
}

static gboolean
keep_present_orphans (QueristLoadJob          *job,
                      const QueristLoadTarget *target,
                      const QueristForeignKey *key,
                      GError                 **error)
{
  const QueristTable *parent = querist_catalog_find_table (job->catalog, key->table);
  g_autofree char *select = NULL;
  g_autofree char *sql = NULL;

  if (parent == NULL)
    return TRUE;
  select = orphans_sql (target->table, target->rowid_name, key, parent, target->index);
  sql = g_strdup_printf ("INSERT OR IGNORE INTO querist_kept SELECT * FROM "
                         "(SELECT tbl, row FROM (SELECT 0 AS tbl, 0 AS row, 0 AS a, 0 AS b "
                         "WHERE 0 UNION ALL %s))", select);
  return querist_connection_exec (job->db, sql, error);
}

/**
 * querist_load_prepare_repair:
 * @job: a load that has not written rows yet
 * @error: return location
 *
 * Makes the temporary tables of this file.
 *
 * Returns: whether all went well
 */
gboolean
querist_load_prepare_repair (QueristLoadJob *job,
                             GError        **error)
{
  if (!querist_connection_exec (job->db, repair_sql, error))
    return FALSE;
  if (job->mode == QUERIST_LOAD_REPLACE)
    return TRUE;
  for (guint i = 0; i < job->targets->len; i++)
    {
      const QueristLoadTarget *target = g_ptr_array_index (job->targets, i);

      if (!querist_load_is_first_of_table (job, target))
        continue;
      for (guint j = 0; j < target->table->foreign_keys->len; j++)
        {
          if (!keep_present_orphans (job, target,
                                     g_ptr_array_index (target->table->foreign_keys, j), error))
            return FALSE;
        }
    }
  return TRUE;
}

/* The statements that look a record up among the doomed. */
typedef struct {
  sqlite3_stmt *skipped;
  sqlite3_stmt *doomed;
  sqlite3_stmt *done;
} Lookup;

static void
lookup_clear (Lookup *self)
{
  sqlite3_finalize (self->skipped);
  sqlite3_finalize (self->doomed);
  sqlite3_finalize (self->done);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Lookup, lookup_clear)

static gboolean
lookup_init (Lookup         *self,
             QueristLoadJob *job,
             GError        **error)
{
  self->skipped =
    querist_connection_prepare (job->db,
                                "SELECT NULL, reason FROM querist_skipped "
                                "WHERE file = ? AND record = ?", error);
  if (self->skipped == NULL)
    return FALSE;
  self->doomed =
    querist_connection_prepare (job->db,
                                "SELECT col, reason FROM querist_doomed "
                                "WHERE tbl = ? AND row = ?", error);
  if (self->doomed == NULL)
    return FALSE;
  self->done =
    querist_connection_prepare (job->db, "DELETE FROM querist_doomed WHERE tbl = ? AND row = ?",
                                error);
  return self->done != NULL;
}

/* Writes the reject if a look-up by two numbers finds one. */
static gboolean
reject_if_found (QueristLoadJob          *job,
                 const QueristLoadTarget *target,
                 sqlite3_stmt            *lookup,
                 gint64                   first,
                 gint64                   second,
                 const QueristLoadRow    *row,
                 const char              *raw,
                 gboolean                *found,
                 GError                 **error)
{
  gboolean kept = TRUE;

  sqlite3_bind_int64 (lookup, 1, first);
  sqlite3_bind_int64 (lookup, 2, second);
  *found = sqlite3_step (lookup) == SQLITE_ROW;
  if (*found)
    kept = querist_load_write_reject (job, target, row->line,
                                      (const char *) sqlite3_column_text (lookup, 0),
                                      (const char *) sqlite3_column_text (lookup, 1), -1,
                                      raw, row->raw_length, error);
  sqlite3_reset (lookup);
  return kept;
}

/* What a rejected row would have held is not in the table. */
static void
uncount_nulled (QueristLedgerFile      *entry,
                const QueristLoadBatch *batch,
                guint                   row)
{
  for (guint i = 0; i < entry->columns->len; i++)
    {
      QueristLedgerColumn *column = g_ptr_array_index (entry->columns, i);
      const QueristLoadCell *cell =
        &g_array_index (batch->cells, QueristLoadCell, row * entry->columns->len + i);

      if (cell->kind == QUERIST_VALUE_NULL && cell->value.integer != 0)
        {
          column->n_nulled--;
          entry->n_nulled--;
        }
    }
}

static gboolean
reject_row (QueristLoadJob          *job,
            const QueristLoadTarget *target,
            Lookup                  *lookup,
            int                      number,
            const QueristLoadBatch  *batch,
            guint                    index,
            GError                 **error)
{
  QueristLedgerFile *entry = g_ptr_array_index (job->ledger->files, target->index);
  const QueristLoadRow *row = &g_array_index (batch->rows, QueristLoadRow, index);
  const char *raw = batch->text.data + row->raw_offset;
  gboolean found;

  if (!reject_if_found (job, target, lookup->skipped, target->index, row->record, row, raw, &found,
                        error))
    return FALSE;
  if (found)
    {
      uncount_nulled (entry, batch, index);
      return TRUE;
    }
  if (!reject_if_found (job, target, lookup->doomed, number, row->rowid, row, raw, &found, error))
    return FALSE;
  if (!found)
    return TRUE;
  entry->n_loaded--;
  uncount_nulled (entry, batch, index);
  /* a later record with the same key is not this row */
  sqlite3_bind_int64 (lookup->done, 1, number);
  sqlite3_bind_int64 (lookup->done, 2, row->rowid);
  sqlite3_step (lookup->done);
  sqlite3_reset (lookup->done);
  return TRUE;
}

static gboolean
read_again (QueristLoadJob          *job,
            const QueristLoadTarget *target,
            Lookup                  *lookup,
            GError                 **error)
{
  g_autoptr(QueristLoadSource) source =
    querist_load_source_new (target, TRUE, job->cancellable, error);
  int number = table_number (job, target->table);
  gboolean last = FALSE;

  if (source == NULL)
    return FALSE;
  while (!last)
    {
      QueristLoadBatch *batch = querist_load_source_pop (source, error);
      gboolean kept = TRUE;

      if (batch == NULL)
        return FALSE;
      for (guint i = 0; kept && i < batch->rows->len; i++)
        kept = reject_row (job, target, lookup, number, batch, i, error);
      last = batch->last;
      querist_load_source_give_back (source, batch);
      if (!kept)
        return FALSE;
    }
  return TRUE;
}

/* Counts the originals of a file anew. */
static gboolean
count_originals (QueristLoadJob     *job,
                 QueristLedgerFile  *entry,
                 GError            **error)
{
  g_autoptr(sqlite3_stmt) statement =
    querist_connection_prepare (job->db,
                                "SELECT \"column\", count(*) FROM querist_waiting_originals "
                                "WHERE load = ? GROUP BY 1", error);

  if (statement == NULL)
    return FALSE;
  entry->n_changed = 0;
  for (guint i = 0; i < entry->columns->len; i++)
    ((QueristLedgerColumn *) g_ptr_array_index (entry->columns, i))->n_changed = 0;
  sqlite3_bind_int64 (statement, 1, entry->id);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      QueristLedgerColumn *column =
        querist_ledger_file_find_column (entry,
                                         (const char *) sqlite3_column_text (statement, 0));

      if (column != NULL)
        column->n_changed = sqlite3_column_int64 (statement, 1);
      entry->n_changed += sqlite3_column_int64 (statement, 1);
    }
  return TRUE;
}

/* Originals of rows that are not there any more say nothing. */
static gboolean
forget_originals (QueristLoadJob          *job,
                  const QueristLoadTarget *target,
                  GError                 **error)
{
  QueristLedgerFile *entry = g_ptr_array_index (job->ledger->files, target->index);
  g_autofree char *table = querist_sql_quote_name (target->table->name);
  g_autofree char *sql =
    g_strdup_printf ("DELETE FROM querist_waiting_originals WHERE load = %" G_GINT64_FORMAT
                     " AND \"row\" NOT IN (SELECT %s FROM main.%s)",
                     entry->id, target->rowid_name, table);

  return querist_connection_exec (job->db, sql, error) && count_originals (job, entry, error);
}

static gboolean
target_is_affected (QueristLoadJob          *job,
                    const QueristLoadTarget *target)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT EXISTS (SELECT 1 FROM querist_skipped WHERE file = %u) OR "
                     "EXISTS (SELECT 1 FROM querist_doomed WHERE tbl = %d)",
                     target->index, table_number (job, target->table));
  g_autoptr(sqlite3_stmt) statement = querist_connection_prepare (job->db, sql, NULL);

  return statement != NULL && sqlite3_step (statement) == SQLITE_ROW &&
         sqlite3_column_int (statement, 0) != 0;
}

/**
 * querist_load_reject_doomed:
 * @job: a load whose rows are all checked
 * @error: return location
 *
 * Reads the files that doomed rows come from once more, and keeps these records as rejects.
 *
 * Returns: whether all went well
 */
gboolean
querist_load_reject_doomed (QueristLoadJob *job,
                            GError        **error)
{
  g_auto(Lookup) lookup = { NULL };

  if (!job->has_doomed)
    return TRUE;
  if (!lookup_init (&lookup, job, error))
    return FALSE;
  for (guint i = 0; i < job->targets->len; i++)
    {
      const QueristLoadTarget *target = g_ptr_array_index (job->targets, i);

      if (target_is_affected (job, target) &&
          (!read_again (job, target, &lookup, error) || !forget_originals (job, target, error)))
        return FALSE;
    }
  return TRUE;
}
