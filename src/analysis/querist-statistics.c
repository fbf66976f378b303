/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "querist-connection.h"
#include "querist-json.h"
#include "querist-statistics.h"
#include "querist-text.h"

/* Tables up to this size are counted exactly, larger ones by SAMPLE_ROWS rows spread evenly. */
#define EXACT_ROWS 200000
#define SAMPLE_ROWS 50000
/* SQLite allows 2,000 result columns; four are needed for each column. */
#define COLUMNS_PER_SCAN 400
#define MAX_VALUE_CHARS 200
#define INTERRUPT_STEPS 10000

typedef struct {
  sqlite3                *db;
  const QueristTable     *table;
  QueristTableStatistics *statistics;
  char                   *quoted_table;
  char                   *sample;
  double                  scale;
} Scan;

static void
column_statistics_free (gpointer data)
{
  QueristColumnStatistics *self = data;

  g_free (self->name);
  g_free (self->min);
  g_free (self->max);
  g_strfreev (self->values);
  g_free (self->counts);
  g_free (self);
}

static QueristTableStatistics *
table_statistics_alloc (const char *table)
{
  QueristTableStatistics *self = g_new0 (QueristTableStatistics, 1);

  self->table = g_strdup (table);
  self->columns = g_ptr_array_new_with_free_func (column_statistics_free);
  return self;
}

static QueristColumnStatistics *
add_column (QueristTableStatistics *self,
            const char             *name)
{
  QueristColumnStatistics *column = g_new0 (QueristColumnStatistics, 1);

  column->name = g_strdup (name);
  column->mean = NAN;
  column->values = g_new0 (char *, 1);
  g_ptr_array_add (self->columns, column);
  return column;
}

/**
 * querist_table_statistics_free:
 * @self: (transfer full): statistics
 */
void
querist_table_statistics_free (QueristTableStatistics *self)
{
  g_free (self->table);
  g_ptr_array_unref (self->columns);
  g_free (self);
}

/**
 * querist_table_statistics_find:
 * @self: statistics
 * @column: a column's name in the database
 *
 * Returns: (transfer none) (nullable): what is known of the column
 */
const QueristColumnStatistics *
querist_table_statistics_find (const QueristTableStatistics *self,
                               const char                   *column)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      const QueristColumnStatistics *candidate = g_ptr_array_index (self->columns, i);

      if (g_str_equal (candidate->name, column))
        return candidate;
    }
  return NULL;
}

static int
check_cancelled (gpointer data)
{
  return g_cancellable_is_cancelled (data);
}

/* The value as text for people: valid, in one line, not too long; NULL for NULL and blobs. */
static char *
dup_cell (sqlite3_stmt *stmt,
          int           column)
{
  int type = sqlite3_column_type (stmt, column);
  const char *text;

  if (type == SQLITE_NULL || type == SQLITE_BLOB)
    return NULL;
  text = (const char *) sqlite3_column_text (stmt, column);
  if (text != NULL && g_utf8_validate (text, -1, NULL) &&
      g_utf8_strlen (text, -1) <= MAX_VALUE_CHARS)
    return g_strdup (text);
  return querist_text_first_line (text != NULL ? text : "", MAX_VALUE_CHARS);
}

static gboolean
step (sqlite3       *db,
      sqlite3_stmt  *stmt,
      gboolean      *row,
      GError       **error)
{
  int code = sqlite3_step (stmt);

  *row = code == SQLITE_ROW;
  if (code == SQLITE_ROW || code == SQLITE_DONE)
    return TRUE;
  querist_connection_set_error (db, code, error);
  return FALSE;
}

static char *
build_totals_sql (const Scan *scan,
                  guint       first,
                  guint       last)
{
  GString *sql = g_string_new ("SELECT COUNT(*)");

  for (guint i = first; i < last; i++)
    {
      const QueristColumn *column = g_ptr_array_index (scan->table->columns, i);
      g_autofree char *name = querist_sql_quote_name (column->name);

      g_string_append_printf (sql, ", COUNT(%s)", name);
      if (column->type == QUERIST_SCALAR_BYTES)
        g_string_append (sql, ", NULL, NULL, NULL");
      else
        g_string_append_printf (sql, ", MIN(%s), MAX(%s), %s%s%s", name, name,
                                querist_scalar_is_number (column->type) ? "AVG(" : "NULL",
                                querist_scalar_is_number (column->type) ? name : "",
                                querist_scalar_is_number (column->type) ? ")" : "");
    }
  g_string_append_printf (sql, " FROM %s", scan->quoted_table);
  return g_string_free (sql, FALSE);
}

/* Rows, nulls, extremes and means: exact, in one pass over the table. */
static gboolean
scan_totals (Scan    *scan,
             guint    first,
             guint    last,
             GError **error)
{
  g_autofree char *sql = build_totals_sql (scan, first, last);
  g_autoptr(sqlite3_stmt) stmt = querist_connection_prepare (scan->db, sql, error);
  gboolean row;

  if (stmt == NULL || !step (scan->db, stmt, &row, error))
    return FALSE;
  scan->statistics->n_rows = sqlite3_column_int64 (stmt, 0);
  for (guint i = first; i < last; i++)
    {
      QueristColumnStatistics *column = g_ptr_array_index (scan->statistics->columns, i);
      int cell = 1 + 4 * (i - first);

      column->n_null = scan->statistics->n_rows - sqlite3_column_int64 (stmt, cell);
      column->min = dup_cell (stmt, cell + 1);
      column->max = dup_cell (stmt, cell + 2);
      if (sqlite3_column_type (stmt, cell + 3) != SQLITE_NULL)
        column->mean = sqlite3_column_double (stmt, cell + 3);
    }
  return TRUE;
}

/* A subquery that gives the rows to look at: all, or some spread evenly over the row ids, found by
 * seeking, so that the time does not grow with the table. */
static char *
build_sample (Scan *scan)
{
  g_autofree char *range =
    g_strdup_printf ("SELECT MIN(rowid), MAX(rowid) FROM %s", scan->quoted_table);
  g_autoptr(sqlite3_stmt) stmt = NULL;
  gint64 low, high, stride;

  if (scan->statistics->n_rows <= EXACT_ROWS)
    return g_strdup (scan->quoted_table);
  stmt = querist_connection_prepare (scan->db, range, NULL);
  if (stmt == NULL || sqlite3_step (stmt) != SQLITE_ROW ||
      sqlite3_column_type (stmt, 0) != SQLITE_INTEGER)
    return g_strdup_printf ("(SELECT * FROM %s LIMIT %d)", scan->quoted_table, SAMPLE_ROWS);
  low = sqlite3_column_int64 (stmt, 0);
  high = sqlite3_column_int64 (stmt, 1);
  stride = MAX (1, (gint64) (((double) high - (double) low) / SAMPLE_ROWS));
  return g_strdup_printf ("(WITH RECURSIVE _sample (_id) AS (VALUES (%" G_GINT64_FORMAT ") "
                          "UNION ALL SELECT _id + %" G_GINT64_FORMAT " FROM _sample "
                          "WHERE _id <= %" G_GINT64_FORMAT ") "
                          "SELECT _t.* FROM _sample JOIN %s AS _t ON _t.rowid = _id)",
                          low, stride, high - stride, scan->quoted_table);
}

static gboolean
read_single (Scan        *scan,
             const char  *sql,
             guint64     *value,
             GError     **error)
{
  g_autoptr(sqlite3_stmt) stmt = querist_connection_prepare (scan->db, sql, error);
  gboolean row;

  if (stmt == NULL || !step (scan->db, stmt, &row, error))
    return FALSE;
  *value = row ? sqlite3_column_int64 (stmt, 0) : 0;
  return TRUE;
}

static gboolean
read_common_values (Scan                    *scan,
                    QueristColumnStatistics *column,
                    const char              *name,
                    GError                 **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT %s, COUNT(*) FROM %s WHERE %s IS NOT NULL GROUP BY 1 "
                     "ORDER BY 2 DESC, 1 LIMIT %d",
                     name, scan->sample, name, QUERIST_STATISTICS_MAX_VALUES);
  g_autoptr(sqlite3_stmt) stmt = querist_connection_prepare (scan->db, sql, error);
  g_autoptr(GStrvBuilder) values = g_strv_builder_new ();
  g_autoptr(GArray) counts = g_array_new (FALSE, FALSE, sizeof (guint64));
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  while (TRUE)
    {
      g_autofree char *value = NULL;
      guint64 count;

      if (!step (scan->db, stmt, &row, error))
        return FALSE;
      if (!row)
        break;
      value = dup_cell (stmt, 0);
      if (value == NULL)
        continue;
      count = sqlite3_column_int64 (stmt, 1) * scan->scale;
      g_strv_builder_add (values, value);
      g_array_append_val (counts, count);
    }
  g_strfreev (column->values);
  column->values = g_strv_builder_end (values);
  column->counts = (guint64 *) g_array_steal (counts, NULL);
  return TRUE;
}

/* On a sample, few distinct values may still hide a rare one: SELECT DISTINCT stops early and
 * needs no sort, so it is cheap to ask. */
static gboolean
confirm_complete (Scan                    *scan,
                  QueristColumnStatistics *column,
                  const char              *name,
                  GError                 **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT COUNT(*) FROM (SELECT DISTINCT %s FROM %s WHERE %s IS NOT NULL "
                     "LIMIT %d)",
                     name, scan->quoted_table, name, QUERIST_STATISTICS_MAX_VALUES + 1);

  if (!read_single (scan, sql, &column->n_distinct, error))
    return FALSE;
  column->complete = column->n_distinct == g_strv_length (column->values);
  return TRUE;
}

/* A column that is different in every row of the sample is taken to be so everywhere. */
static guint64
extrapolate_distinct (const Scan *scan,
                      guint64     seen,
                      guint64     looked_at)
{
  if (looked_at > 0 && seen >= looked_at * 0.95)
    return seen * scan->scale;
  return seen;
}

static gboolean
scan_values (Scan    *scan,
             guint    index,
             GError **error)
{
  const QueristColumn *schema = g_ptr_array_index (scan->table->columns, index);
  QueristColumnStatistics *column = g_ptr_array_index (scan->statistics->columns, index);
  g_autofree char *name = querist_sql_quote_name (schema->name);
  g_autofree char *distinct =
    g_strdup_printf ("SELECT COUNT(DISTINCT %s) FROM %s", name, scan->sample);
  g_autofree char *filled = g_strdup_printf ("SELECT COUNT(%s) FROM %s", name, scan->sample);
  guint64 looked_at;

  if (schema->type == QUERIST_SCALAR_BYTES)
    return TRUE;
  if (!read_single (scan, distinct, &column->n_distinct, error) ||
      !read_common_values (scan, column, name, error))
    return FALSE;
  column->estimated = scan->scale > 1;
  if (!column->estimated)
    {
      column->complete = column->n_distinct == g_strv_length (column->values);
      return TRUE;
    }
  if (column->n_distinct <= QUERIST_STATISTICS_MAX_VALUES)
    return confirm_complete (scan, column, name, error);
  if (!read_single (scan, filled, &looked_at, error))
    return FALSE;
  column->n_distinct = extrapolate_distinct (scan, column->n_distinct, looked_at);
  return TRUE;
}

static gboolean
scan_table (Scan    *scan,
            GError **error)
{
  guint n_columns = scan->table->columns->len;
  g_autofree char *count = NULL;
  guint64 n_sampled = 0;

  for (guint i = 0; i < n_columns; i++)
    {
      const QueristColumn *column = g_ptr_array_index (scan->table->columns, i);

      add_column (scan->statistics, column->name);
    }
  for (guint first = 0; first < n_columns; first += COLUMNS_PER_SCAN)
    {
      if (!scan_totals (scan, first, MIN (n_columns, first + COLUMNS_PER_SCAN), error))
        return FALSE;
    }
  scan->sample = build_sample (scan);
  count = g_strdup_printf ("SELECT COUNT(*) FROM %s", scan->sample);
  if (!read_single (scan, count, &n_sampled, error))
    return FALSE;
  scan->scale = n_sampled > 0 ? (double) scan->statistics->n_rows / n_sampled : 1;
  for (guint i = 0; i < n_columns; i++)
    {
      if (!scan_values (scan, i, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * querist_table_statistics_new:
 * @database: path of an SQLite database
 * @table: the table to look at
 * @cancellable: (nullable): stops it
 * @error: return location for an error of QUERIST_DATABASE_ERROR or G_IO_ERROR_CANCELLED
 *
 * Looks at a table's data. Counts of rows and nulls, minima, maxima and means are always exact;
 * distinct and common values of a table of more than 200,000 rows come from a sample of it, so
 * that the time stays bounded. Blocking: call it in a thread.
 *
 * Returns: (transfer full): the statistics, or NULL with @error set
 */
QueristTableStatistics *
querist_table_statistics_new (const char          *database,
                              const QueristTable  *table,
                              GCancellable        *cancellable,
                              GError             **error)
{
  g_autoptr(sqlite3) db = querist_connection_open_read (database, error);
  g_autoptr(QueristTableStatistics) statistics = NULL;
  g_autofree char *quoted = NULL;
  Scan scan = { .db = db, .table = table };
  gboolean done;

  if (db == NULL)
    return NULL;
  sqlite3_progress_handler (db, INTERRUPT_STEPS, check_cancelled, cancellable);
  statistics = table_statistics_alloc (table->name);
  quoted = querist_sql_quote_name (table->name);
  scan.quoted_table = quoted;
  scan.statistics = statistics;
  done = scan_table (&scan, error);
  g_free (scan.sample);
  sqlite3_progress_handler (db, 0, NULL, NULL);
  if (g_cancellable_is_cancelled (cancellable))
    {
      g_clear_error (error);
      g_cancellable_set_error_if_cancelled (cancellable, error);
      return NULL;
    }
  if (!done)
    {
      g_prefix_error (error, "Table “%s” could not be analyzed: ", table->name);
      return NULL;
    }
  return g_steal_pointer (&statistics);
}

static void
build_column_json (JsonBuilder                   *builder,
                   const QueristColumnStatistics *column)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, column->name);
  json_builder_set_member_name (builder, "nulls");
  json_builder_add_int_value (builder, column->n_null);
  json_builder_set_member_name (builder, "distinct");
  json_builder_add_int_value (builder, column->n_distinct);
  json_builder_set_member_name (builder, "estimated");
  json_builder_add_boolean_value (builder, column->estimated);
  json_builder_set_member_name (builder, "min");
  json_builder_add_string_value (builder, column->min);
  json_builder_set_member_name (builder, "max");
  json_builder_add_string_value (builder, column->max);
  json_builder_set_member_name (builder, "mean");
  if (isnan (column->mean))
    json_builder_add_null_value (builder);
  else
    json_builder_add_double_value (builder, column->mean);
  json_builder_set_member_name (builder, "complete");
  json_builder_add_boolean_value (builder, column->complete);
  json_builder_set_member_name (builder, "values");
  json_builder_begin_array (builder);
  for (guint i = 0; column->values[i] != NULL; i++)
    {
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "value");
      json_builder_add_string_value (builder, column->values[i]);
      json_builder_set_member_name (builder, "count");
      json_builder_add_int_value (builder, column->counts[i]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/**
 * querist_table_statistics_to_json:
 * @self: statistics
 *
 * Returns: (transfer full): {table, rows, columns[{name, nulls, distinct, estimated, min, max,
 *   mean, complete, values[{value, count}]}]}
 */
JsonNode *
querist_table_statistics_to_json (const QueristTableStatistics *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "table");
  json_builder_add_string_value (builder, self->table);
  json_builder_set_member_name (builder, "rows");
  json_builder_add_int_value (builder, self->n_rows);
  json_builder_set_member_name (builder, "columns");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->columns->len; i++)
    build_column_json (builder, g_ptr_array_index (self->columns, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

static void
read_values_json (QueristColumnStatistics *column,
                  JsonArray               *array)
{
  g_autoptr(GStrvBuilder) values = g_strv_builder_new ();
  g_autoptr(GArray) counts = g_array_new (FALSE, FALSE, sizeof (guint64));
  guint length = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0; i < MIN (length, QUERIST_STATISTICS_MAX_VALUES); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *value = object ? querist_json_get_string (object, "value", NULL) : NULL;
      guint64 count = object ? MAX (0, querist_json_get_int (object, "count", 0)) : 0;

      if (value == NULL)
        continue;
      g_strv_builder_add (values, value);
      g_array_append_val (counts, count);
    }
  g_strfreev (column->values);
  column->values = g_strv_builder_end (values);
  column->counts = (guint64 *) g_array_steal (counts, NULL);
}

/**
 * querist_table_statistics_from_json:
 * @node: what querist_table_statistics_to_json() gave, maybe from a file that somebody changed
 * @error: return location for a G_IO_ERROR_INVALID_DATA
 *
 * Returns: (transfer full): the statistics, or NULL with @error set
 */
QueristTableStatistics *
querist_table_statistics_from_json (JsonNode  *node,
                                    GError   **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *table = object != NULL ? querist_json_get_string (object, "table", NULL) : NULL;
  JsonArray *columns = object != NULL ? querist_json_get_array (object, "columns") : NULL;
  QueristTableStatistics *self;

  if (table == NULL || columns == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           "These are not the statistics of a table");
      return NULL;
    }
  self = table_statistics_alloc (table);
  self->n_rows = MAX (0, querist_json_get_int (object, "rows", 0));
  for (guint i = 0; i < json_array_get_length (columns); i++)
    {
      JsonNode *element = json_array_get_element (columns, i);
      JsonObject *entry = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
      const char *name = entry != NULL ? querist_json_get_string (entry, "name", NULL) : NULL;
      QueristColumnStatistics *column;

      if (name == NULL)
        continue;
      column = add_column (self, name);
      column->n_null = MAX (0, querist_json_get_int (entry, "nulls", 0));
      column->n_distinct = MAX (0, querist_json_get_int (entry, "distinct", 0));
      column->estimated = querist_json_get_boolean (entry, "estimated", FALSE);
      column->min = g_strdup (querist_json_get_string (entry, "min", NULL));
      column->max = g_strdup (querist_json_get_string (entry, "max", NULL));
      column->mean = querist_json_get_double (entry, "mean", NAN);
      column->complete = querist_json_get_boolean (entry, "complete", FALSE);
      read_values_json (column, querist_json_get_array (entry, "values"));
    }
  return self;
}
