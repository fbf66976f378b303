/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-load-job.h"
#include "querist-schema.h"

/**
 * querist_load_index_free:
 * @index: (transfer full): a QueristLoadIndex
 */
void
querist_load_index_free (gpointer index)
{
  QueristLoadIndex *self = index;

  g_free (self->sql);
  g_strfreev (self->columns);
  g_free (self);
}

/* Runs a statement with one text and gives the number in its first row, 0 if there is none. */
static gboolean
query_number (sqlite3    *db,
              const char *sql,
              const char *text,
              gint64     *number,
              GError    **error)
{
  g_autoptr(sqlite3_stmt) statement = querist_connection_prepare (db, sql, error);
  int code;

  *number = 0;
  if (statement == NULL)
    return FALSE;
  if (text != NULL)
    sqlite3_bind_text (statement, 1, text, -1, SQLITE_STATIC);
  code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    *number = sqlite3_column_int64 (statement, 0);
  else if (code != SQLITE_DONE)
    querist_connection_set_error (db, code, error);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

/**
 * querist_load_create_tables:
 * @job: a load
 * @error: return location
 *
 * Makes the catalog's tables if the database holds none of them yet.
 *
 * Returns: whether all went well
 */
gboolean
querist_load_create_tables (QueristLoadJob *job,
                            GError        **error)
{
  g_autoptr(GPtrArray) statements = NULL;

  for (guint i = 0; i < job->catalog->tables->len; i++)
    {
      const QueristTable *table = g_ptr_array_index (job->catalog->tables, i);
      gint64 found;

      if (!query_number (job->db, "SELECT count(*) FROM sqlite_schema WHERE name = ?", table->name,
                         &found, error))
        return FALSE;
      if (found > 0)
        return TRUE;
    }
  statements = querist_schema_ddl_statements (job->catalog, TRUE);
  for (guint i = 0; i < statements->len; i++)
    {
      if (!querist_connection_exec (job->db, g_ptr_array_index (statements, i), error))
        return FALSE;
    }
  return TRUE;
}

/**
 * querist_load_is_first_of_table:
 * @job: a load
 * @target: one of its targets
 *
 * Returns: whether no earlier file feeds the same table
 */
gboolean
querist_load_is_first_of_table (const QueristLoadJob    *job,
                                const QueristLoadTarget *target)
{
  for (guint i = 0; i < target->index; i++)
    {
      const QueristLoadTarget *other = g_ptr_array_index (job->targets, i);

      if (other->table == target->table)
        return FALSE;
    }
  return TRUE;
}

/**
 * querist_load_empty_tables:
 * @job: a load
 * @error: return location
 *
 * Empties the tables that are loaded anew.
 *
 * Returns: whether all went well
 */
gboolean
querist_load_empty_tables (QueristLoadJob *job,
                           GError        **error)
{
  for (guint i = 0; i < job->targets->len; i++)
    {
      const QueristLoadTarget *target = g_ptr_array_index (job->targets, i);
      g_autofree char *name = querist_sql_quote_name (target->table->name);
      g_autofree char *sql = g_strdup_printf ("DELETE FROM main.%s", name);

      if (querist_load_is_first_of_table (job, target) &&
          !querist_connection_exec (job->db, sql, error))
        return FALSE;
    }
  return TRUE;
}

static GStrv
index_columns (sqlite3    *db,
               const char *index)
{
  g_autoptr(sqlite3_stmt) statement =
    querist_connection_prepare (db, "SELECT name FROM pragma_index_info (?) ORDER BY seqno", NULL);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  sqlite3_bind_text (statement, 1, index, -1, SQLITE_STATIC);
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_strv_builder_add (builder, (const char *) sqlite3_column_text (statement, 0));
  return g_strv_builder_end (builder);
}

/* Plain indexes only: partial ones and those on expressions stay. */
static gboolean
collect_indexes (QueristLoadJob     *job,
                 const QueristTable *table,
                 GPtrArray          *names,
                 GError            **error)
{
  g_autoptr(sqlite3_stmt) statement =
    querist_connection_prepare (job->db,
                                "SELECT i.name, i.\"unique\", s.sql "
                                "FROM pragma_index_list (?) AS i "
                                "JOIN sqlite_schema AS s ON s.type = 'index' AND s.name = i.name "
                                "WHERE i.origin = 'c' AND i.partial = 0 AND NOT EXISTS "
                                "(SELECT 1 FROM pragma_index_info (i.name) WHERE cid < 0)",
                                error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, table->name, -1, SQLITE_STATIC);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      const char *name = (const char *) sqlite3_column_text (statement, 0);
      QueristLoadIndex *index = g_new0 (QueristLoadIndex, 1);

      index->table = table;
      index->unique = sqlite3_column_int (statement, 1);
      index->sql = g_strdup ((const char *) sqlite3_column_text (statement, 2));
      index->columns = index_columns (job->db, name);
      g_ptr_array_add (job->indexes, index);
      g_ptr_array_add (names, g_strdup (name));
    }
  return TRUE;
}

static gboolean
is_empty (QueristLoadJob     *job,
          const QueristTable *table,
          gboolean           *empty,
          GError            **error)
{
  g_autofree char *name = querist_sql_quote_name (table->name);
  g_autofree char *sql = g_strdup_printf ("SELECT EXISTS (SELECT 1 FROM main.%s)", name);
  gint64 found;

  if (!query_number (job->db, sql, NULL, &found, error))
    return FALSE;
  *empty = found == 0;
  return TRUE;
}

/**
 * querist_load_drop_indexes:
 * @job: a load
 * @error: return location
 *
 * Drops the indexes of empty tables: building them when the rows are there is far faster than
 * keeping them up to date row by row.
 *
 * Returns: whether all went well
 */
gboolean
querist_load_drop_indexes (QueristLoadJob *job,
                           GError        **error)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < job->targets->len; i++)
    {
      const QueristLoadTarget *target = g_ptr_array_index (job->targets, i);
      gboolean empty;

      if (!is_empty (job, target->table, &empty, error))
        return FALSE;
      if (empty && querist_load_is_first_of_table (job, target) &&
          !collect_indexes (job, target->table, names, error))
        return FALSE;
    }
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *name = querist_sql_quote_name (g_ptr_array_index (names, i));
      g_autofree char *sql = g_strdup_printf ("DROP INDEX main.%s", name);

      if (!querist_connection_exec (job->db, sql, error))
        return FALSE;
    }
  return TRUE;
}

/* A unique index that can't be built tells that there are duplicates; without them it can. */
static gboolean
build_index (QueristLoadJob         *job,
             const QueristLoadIndex *index,
             GError                **error)
{
  int code = sqlite3_exec (job->db, index->sql, NULL, NULL, NULL);

  if (code == SQLITE_OK)
    return TRUE;
  if (!index->unique || (code & 0xff) != SQLITE_CONSTRAINT)
    {
      querist_connection_set_error (job->db, code, error);
      return FALSE;
    }
  return querist_load_doom_duplicates (job, index, error) &&
         querist_connection_exec (job->db, index->sql, error);
}

/**
 * querist_load_build_indexes:
 * @job: a load
 * @unique: whether the unique ones, or the others
 * @error: return location
 *
 * Builds the indexes that were dropped. Rows that break a unique index are doomed first.
 *
 * Returns: whether all went well
 */
gboolean
querist_load_build_indexes (QueristLoadJob *job,
                            gboolean        unique,
                            GError        **error)
{
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < job->indexes->len; i++)
    {
      const QueristLoadIndex *index = g_ptr_array_index (job->indexes, i);

      if (index->unique == unique && !build_index (job, index, error))
        return FALSE;
    }
  job->ledger->index_seconds += (g_get_monotonic_time () - start) / 1e6;
  return TRUE;
}
