/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-migration-checks.h"
#include "querist-text.h"

/* A text that is a number compares equal to its own cast, since the comparison makes a number of it
 * first; "12 apples" does not (datatype3.html, 4.2). */
#define IS_NUMBER "%1$s = CAST(%1$s AS NUMERIC)"

/**
 * querist_migration_count:
 * @db: a connection
 * @sql: a SELECT of one number
 *
 * Returns: the number; 0 when the question can't be asked of this database
 */
gint64
querist_migration_count (sqlite3    *db,
                         const char *sql)
{
  g_autoptr(sqlite3_stmt) statement = querist_connection_prepare (db, sql, NULL);

  if (statement == NULL || sqlite3_step (statement) != SQLITE_ROW)
    return 0;
  return sqlite3_column_int64 (statement, 0);
}

static void G_GNUC_PRINTF (2, 0)
append_line (char       **text,
             const char  *format,
             va_list      arguments)
{
  g_autofree char *line = g_strdup_vprintf (format, arguments);
  char *joined = *text != NULL ? g_strconcat (*text, "\n", line, NULL) : g_strdup (line);

  g_free (*text);
  *text = joined;
}

/**
 * querist_migration_add_loss:
 * @step: a step
 * @format: a sentence, in the manner of printf()
 * @...: its arguments
 *
 * Adds to what the step would lose, on a line of its own.
 */
void
querist_migration_add_loss (QueristMigrationStep *step,
                            const char           *format,
                            ...)
{
  va_list arguments;

  va_start (arguments, format);
  append_line (&step->loss, format, arguments);
  va_end (arguments);
}

/**
 * querist_migration_add_refusal:
 * @step: a step
 * @format: a sentence, in the manner of printf()
 * @...: its arguments
 *
 * Adds a reason why the step can't be done, on a line of its own.
 */
void
querist_migration_add_refusal (QueristMigrationStep *step,
                               const char           *format,
                               ...)
{
  va_list arguments;

  va_start (arguments, format);
  append_line (&step->refusal, format, arguments);
  va_end (arguments);
}

/* The text of the first value that @sql selects, cut to a readable length. */
static char *
first_value (sqlite3    *db,
             const char *sql)
{
  g_autoptr(sqlite3_stmt) statement = querist_connection_prepare (db, sql, NULL);
  const char *text = NULL;

  if (statement != NULL && sqlite3_step (statement) == SQLITE_ROW)
    text = (const char *) sqlite3_column_text (statement, 0);
  return querist_text_first_line (text != NULL ? text : "", 40);
}

/* A condition that holds for the values of @name (quoted) that a column of @type can take over. */
static char *
fits_type (QueristScalar  type,
           const char    *name)
{
  switch (type)
    {
    case QUERIST_SCALAR_INT:
    case QUERIST_SCALAR_BIG_INT:
      return g_strdup_printf (IS_NUMBER " AND CAST(%1$s AS NUMERIC) = CAST(%1$s AS INTEGER)", name);
    case QUERIST_SCALAR_FLOAT:
    case QUERIST_SCALAR_DECIMAL:
      return g_strdup_printf (IS_NUMBER, name);
    case QUERIST_SCALAR_BOOLEAN:
      return g_strdup_printf ("lower(%s) IN ('0', '1', 'true', 'false')", name);
    case QUERIST_SCALAR_DATE_TIME:
      return g_strdup_printf ("typeof(%1$s) = 'text' AND datetime(%1$s) IS NOT NULL", name);
    case QUERIST_SCALAR_JSON:
      return g_strdup_printf ("json_valid(%s)", name);
    case QUERIST_SCALAR_STRING:
    case QUERIST_SCALAR_BYTES:
    default:
      return NULL;
    }
}

static char *
cast_to_type (QueristScalar  type,
              const char    *name)
{
  switch (type)
    {
    case QUERIST_SCALAR_INT:
    case QUERIST_SCALAR_BIG_INT:
      return g_strdup_printf ("CAST(%s AS INTEGER)", name);
    case QUERIST_SCALAR_FLOAT:
      return g_strdup_printf ("CAST(%s AS REAL)", name);
    case QUERIST_SCALAR_DECIMAL:
      return g_strdup_printf ("CAST(%s AS NUMERIC)", name);
    case QUERIST_SCALAR_BOOLEAN:
      return g_strdup_printf ("lower(%s) IN ('1', 'true')", name);
    case QUERIST_SCALAR_STRING:
      return g_strdup_printf ("CAST(%s AS TEXT)", name);
    case QUERIST_SCALAR_BYTES:
      return g_strdup_printf ("CAST(%s AS BLOB)", name);
    case QUERIST_SCALAR_DATE_TIME:
    case QUERIST_SCALAR_JSON:
    default:
      return g_strdup (name);
    }
}

/**
 * querist_migration_convert:
 * @change: a column that changes
 *
 * Returns: (transfer full): an SQL expression for the new value: the old one in the new type, NULL
 *   where that is impossible, and the new default in place of NULL where NULL is not allowed
 */
char *
querist_migration_convert (const QueristColumnChange *change)
{
  g_autofree char *name = querist_sql_quote_name (change->current->name);
  g_autofree char *fits = change->type ? fits_type (change->wanted->type, name) : NULL;
  g_autofree char *cast = change->type ? cast_to_type (change->wanted->type, name)
                                       : g_strdup (name);
  g_autofree char *value = fits != NULL ? g_strdup_printf ("CASE WHEN %s THEN %s END", fits, cast)
                                        : g_strdup (cast);

  if (change->wanted->nullable || change->wanted->default_sql == NULL ||
      (!change->required && !change->type))
    return g_steal_pointer (&value);
  return g_strdup_printf ("coalesce(%s, %s)", value, change->wanted->default_sql);
}

typedef struct {
  QueristMigrationStep   *step;
  sqlite3                *db;
  const QueristCatalog   *current;
  const QueristTableDiff *diff;
  const char             *model;
  char                   *table;
  gint64                  n_rows;
} Check;

static gint64
count_where (const Check *check,
             const char  *condition)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s WHERE %s", check->table,
                                          condition);

  return querist_migration_count (check->db, sql);
}

/* Rows live on in their columns. */
static gboolean
keeps_a_column (const Check *check)
{
  return check->diff->dropped->len < check->diff->current->columns->len;
}

static void
check_dropped (const Check *check)
{
  if (!keeps_a_column (check) && check->n_rows > 0)
    querist_migration_add_loss (check->step,
                                "All %" G_GINT64_FORMAT " rows of “%s” are dropped: none of its "
                                "columns stays.",
                                check->n_rows, check->model);
  for (guint i = 0; i < check->diff->dropped->len; i++)
    {
      const QueristColumn *column = g_ptr_array_index (check->diff->dropped, i);
      g_autofree char *name = querist_sql_quote_name (column->name);
      g_autofree char *filled = g_strdup_printf ("%s IS NOT NULL", name);
      gint64 n = count_where (check, filled);

      if (n > 0)
        querist_migration_add_loss (check->step,
                                    "The column “%s” of “%s” is dropped with its values in %"
                                    G_GINT64_FORMAT " rows.",
                                    column->name, check->model, n);
    }
}

static void
check_added (const Check *check)
{
  for (guint i = 0; i < check->diff->added->len; i++)
    {
      const QueristColumn *column = g_ptr_array_index (check->diff->added, i);

      if (!column->nullable && column->default_sql == NULL && !column->autoincrement &&
          check->n_rows > 0)
        querist_migration_add_refusal (check->step,
                                       "The new column “%s” of “%s” must have a value, but the %"
                                       G_GINT64_FORMAT " rows that are there have none. Make it "
                                       "optional (“?”), or give it a @default.",
                                       column->name, check->model, check->n_rows);
    }
}

/* How many values the new type can't take over; these become NULL. */
static gint64
count_unfit (const Check               *check,
             const QueristColumnChange *change)
{
  g_autofree char *name = querist_sql_quote_name (change->current->name);
  g_autofree char *fits = fits_type (change->wanted->type, name);
  g_autofree char *condition = NULL, *sample_sql = NULL, *sample = NULL;
  gint64 n;

  if (!change->type || fits == NULL)
    return 0;
  condition = g_strdup_printf ("%s IS NOT NULL AND NOT coalesce(%s, 0)", name, fits);
  n = count_where (check, condition);
  if (n == 0)
    return 0;
  sample_sql = g_strdup_printf ("SELECT %s FROM %s WHERE %s LIMIT 1", name, check->table,
                                condition);
  sample = first_value (check->db, sample_sql);
  querist_migration_add_loss (check->step,
                              "%" G_GINT64_FORMAT " values of “%s.%s”, such as “%s”, are no %s and "
                              "are lost.",
                              n, check->model, change->current->name, sample,
                              querist_scalar_to_string (change->wanted->type));
  return n;
}

static void
check_changed (const Check *check)
{
  for (guint i = 0; i < check->diff->changed->len; i++)
    {
      const QueristColumnChange *change = g_ptr_array_index (check->diff->changed, i);
      g_autofree char *name = querist_sql_quote_name (change->current->name);
      g_autofree char *missing = g_strdup_printf ("%s IS NULL", name);
      gint64 unfit = count_unfit (check, change);
      gint64 empty = change->required ? count_where (check, missing) : 0;

      if (unfit + empty > 0 && !change->wanted->nullable && change->wanted->default_sql == NULL)
        querist_migration_add_refusal (check->step,
                                       "“%s.%s” can’t be required: %" G_GINT64_FORMAT " of %"
                                       G_GINT64_FORMAT " rows would have no value. Fill these in, "
                                       "make it optional (“?”), or give it a @default.",
                                       check->model, change->current->name, unfit + empty,
                                       check->n_rows);
    }
}

static char *
quote_list (const char *const *names,
            const char        *prefix)
{
  g_autoptr(GString) list = g_string_new (NULL);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *name = querist_sql_quote_name (names[i]);

      g_string_append_printf (list, "%s%s%s", i > 0 ? ", " : "", prefix, name);
    }
  return g_string_free (g_steal_pointer (&list), FALSE);
}

/* Whether the table has all of these columns already, so that their values can be looked at. */
static gboolean
has_columns (const QueristTable *table,
             const char *const  *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      if (querist_table_find_column (table, names[i]) == NULL)
        return FALSE;
    }
  return TRUE;
}

static char *
any_null (const char *const *names)
{
  g_autoptr(GString) condition = g_string_new (NULL);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *name = querist_sql_quote_name (names[i]);

      g_string_append_printf (condition, "%s%s IS NULL", i > 0 ? " OR " : "", name);
    }
  return g_string_free (g_steal_pointer (&condition), FALSE);
}

static void
check_unique (const Check       *check,
              const char *const *columns)
{
  g_autofree char *list = NULL, *empty = NULL, *groups = NULL, *count_sql = NULL;
  g_autofree char *first = NULL, *sample_sql = NULL, *sample = NULL, *plain = NULL;
  gint64 n;

  if (!has_columns (check->diff->current, columns))
    return;
  list = quote_list (columns, "");
  empty = any_null (columns);
  groups = g_strdup_printf ("FROM %s WHERE NOT (%s) GROUP BY %s HAVING count(*) > 1", check->table,
                            empty, list);
  count_sql = g_strdup_printf ("SELECT count(*) FROM (SELECT 1 %s)", groups);
  n = querist_migration_count (check->db, count_sql);
  if (n == 0)
    return;
  first = querist_sql_quote_name (columns[0]);
  sample_sql = g_strdup_printf ("SELECT %s %s LIMIT 1", first, groups);
  sample = first_value (check->db, sample_sql);
  plain = g_strjoinv ("”, “", (GStrv) columns);
  querist_migration_add_refusal (check->step,
                                 "“%s” of “%s” can’t be unique: %" G_GINT64_FORMAT " values occur "
                                 "more than once, such as “%s”. Remove the duplicates first.",
                                 plain, check->model, n, sample);
}

static void
check_key (const Check *check)
{
  const char *const *key = (const char *const *) check->diff->wanted->primary_key;
  g_autofree char *empty = NULL;
  gint64 n;

  if (!check->diff->key_changed || key[0] == NULL || !has_columns (check->diff->current, key))
    return;
  empty = any_null (key);
  n = count_where (check, empty);
  if (n > 0)
    querist_migration_add_refusal (check->step,
                                   "The new primary key of “%s” has no value in %" G_GINT64_FORMAT
                                   " rows. Fill these in first.",
                                   check->model, n);
  check_unique (check, key);
}

static void
check_indexes (const Check *check)
{
  for (guint i = 0; i < check->diff->added_indexes->len; i++)
    {
      const QueristIndex *index = g_ptr_array_index (check->diff->added_indexes, i);

      if (index->unique)
        check_unique (check, (const char *const *) index->columns);
    }
}

/* A condition for the rows of “child” that have no row of the other table to refer to. */
static char *
orphan_condition (const QueristForeignKey *key)
{
  g_autofree char *other = querist_sql_quote_name (key->table);
  g_autoptr(GString) condition = g_string_new (NULL);
  g_autoptr(GString) match = g_string_new (NULL);

  for (guint i = 0; key->columns[i] != NULL; i++)
    {
      g_autofree char *mine = querist_sql_quote_name (key->columns[i]);
      g_autofree char *theirs = querist_sql_quote_name (key->references[i]);

      g_string_append_printf (condition, "child.%s IS NOT NULL AND ", mine);
      g_string_append_printf (match, "%sparent.%s = child.%s", i > 0 ? " AND " : "", theirs, mine);
    }
  g_string_append_printf (condition, "NOT EXISTS (SELECT 1 FROM %s AS parent WHERE %s)", other,
                          match->str);
  return g_string_free (g_steal_pointer (&condition), FALSE);
}

static void
check_reference (const Check             *check,
                 const QueristForeignKey *key)
{
  const QueristTable *other = querist_catalog_find_table (check->current, key->table);
  g_autofree char *orphans = NULL, *first = NULL, *count_sql = NULL, *sample_sql = NULL;
  g_autofree char *sample = NULL, *columns = NULL;
  gint64 n;

  if (!has_columns (check->diff->current, (const char *const *) key->columns) ||
      (other != NULL && !has_columns (other, (const char *const *) key->references)))
    return;
  first = querist_sql_quote_name (key->columns[0]);
  orphans = other != NULL ? orphan_condition (key)
                          : g_strdup_printf ("child.%s IS NOT NULL", first);
  count_sql = g_strdup_printf ("SELECT count(*) FROM %s AS child WHERE %s", check->table, orphans);
  n = querist_migration_count (check->db, count_sql);
  if (n == 0)
    return;
  sample_sql = g_strdup_printf ("SELECT child.%s FROM %s AS child WHERE %s LIMIT 1", first,
                                check->table, orphans);
  sample = first_value (check->db, sample_sql);
  columns = g_strjoinv (", ", key->columns);
  querist_migration_add_refusal (check->step,
                                 "%" G_GINT64_FORMAT " rows of “%s” refer by “%s” to rows that "
                                 "“%s” does not have, such as “%s”. Add these, or correct the rows, "
                                 "first.",
                                 n, check->model, columns, key->table, sample);
}

/**
 * querist_migration_check_table:
 * @step: the step that brings the table to the schema
 * @db: a connection to the database as it is
 * @current: what the database holds
 * @diff: what changes
 *
 * Looks at the rows, and notes at @step what would be lost and what can't be done.
 */
void
querist_migration_check_table (QueristMigrationStep   *step,
                               sqlite3                *db,
                               const QueristCatalog   *current,
                               const QueristTableDiff *diff)
{
  g_autofree char *table = querist_sql_quote_name (diff->current->name);
  Check check = { step, db, current, diff, diff->current->name, table, 0 };

  check.n_rows = count_where (&check, "1");
  check_dropped (&check);
  check_added (&check);
  check_changed (&check);
  check_key (&check);
  check_indexes (&check);
  for (guint i = 0; i < diff->new_references->len; i++)
    check_reference (&check, g_ptr_array_index (diff->new_references, i));
}

/**
 * querist_migration_check_enums:
 * @step: the step that brings the table to the schema
 * @db: a connection to the database as it is
 * @diff: what changes
 *
 * SQLite keeps an enum as text and would let any value stand. One that the schema has no longer
 * would be found by nobody, so it is a refusal.
 */
void
querist_migration_check_enums (QueristMigrationStep   *step,
                               sqlite3                *db,
                               const QueristTableDiff *diff)
{
  g_autofree char *table = querist_sql_quote_name (diff->current->name);

  for (guint i = 0; i < diff->wanted->columns->len; i++)
    {
      const QueristColumn *column = g_ptr_array_index (diff->wanted->columns, i);
      g_autofree char *name = querist_sql_quote_name (column->name);
      g_autofree char *rest = NULL, *count_sql = NULL, *sample_sql = NULL, *sample = NULL;
      g_autoptr(GString) values = g_string_new (NULL);
      gint64 n;

      if (column->enum_values == NULL || column->type != QUERIST_SCALAR_STRING ||
          querist_table_find_column (diff->current, column->name) == NULL)
        continue;
      for (guint j = 0; column->enum_values[j] != NULL; j++)
        {
          g_autofree char *value = querist_sql_quote_text (column->enum_values[j]);

          g_string_append_printf (values, "%s%s", j > 0 ? ", " : "", value);
        }
      rest = g_strdup_printf ("FROM %s WHERE %s IS NOT NULL AND %s NOT IN (%s)", table, name, name,
                              values->str);
      count_sql = g_strdup_printf ("SELECT count(*) %s", rest);
      n = querist_migration_count (db, count_sql);
      if (n == 0)
        continue;
      sample_sql = g_strdup_printf ("SELECT %s %s LIMIT 1", name, rest);
      sample = first_value (db, sample_sql);
      querist_migration_add_refusal (step,
                                     "%" G_GINT64_FORMAT " rows of “%s” have a value in “%s” that "
                                     "the enum %s does not have, such as “%s”. Add it to the enum, "
                                     "or change these rows first.",
                                     n, diff->current->name, column->name, column->enum_name,
                                     sample);
    }
}
