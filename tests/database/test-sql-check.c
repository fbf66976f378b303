/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "querist-connection.h"
#include "querist-sql-checker.h"

static char *database;

static void
make_database (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(sqlite3) db = querist_connection_open_write (database, &error);

  g_assert_no_error (error);
  querist_connection_exec (
    db,
    "CREATE TABLE stores (id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT, closed_on DATE);"
    "CREATE TABLE orders (id INTEGER PRIMARY KEY,"
    "  store_id INTEGER REFERENCES stores (id), ordered_on DATE NOT NULL,"
    "  quantity INTEGER NOT NULL, amount REAL, status TEXT);"
    "INSERT INTO stores VALUES (1, 'Leeds', 'Leeds', NULL), (2, 'Bath', 'Bath', '2024-01-02');"
    "INSERT INTO orders VALUES (1, 1, '2024-01-02', 2, 1.5, 'shipped'),"
    "  (2, 2, '2024-02-03', 3, 2.5, 'returned'), (3, NULL, '2024-03-04', 4, NULL, 'shipped');",
    &error);
  g_assert_no_error (error);
}

/* The finding of a text: its code, "line:column" and length, and what it becomes. */
typedef struct {
  const char *sql;
  const char *code;
  guint       line;
  guint       column;
  gsize       length;
  const char *fixed;
} Case;

static const QueristDiagnostic *
find_code (const QueristSqlCheck *check,
           const char            *code)
{
  for (guint i = 0; i < check->diagnostics->len; i++)
    {
      const QueristDiagnostic *diagnostic = g_ptr_array_index (check->diagnostics, i);

      g_test_message ("%u:%u %s: %s %s", diagnostic->span.line, diagnostic->span.column,
                      diagnostic->code, diagnostic->message,
                      diagnostic->suggestion != NULL ? diagnostic->suggestion : "");
      if (g_strcmp0 (diagnostic->code, code) == 0)
        return diagnostic;
    }
  return NULL;
}

static void
test_errors (void)
{
  static const Case cases[] = {
    { " ", "empty", 1, 1, 0, NULL },
    { "DROP TABLE stores", "not-a-query", 1, 1, 4, NULL },
    { "WITH x AS (SELECT 1) DELETE FROM stores", "not-a-query", 1, 22, 6, NULL },
    { "EXPLAIN UPDATE stores SET city = ''", "not-a-query", 1, 9, 6, NULL },
    { "SELECT 1;\nSELECT 2", "second-statement", 2, 1, 8, NULL },
    { "SELECT name FROM storse", "unknown-table", 1, 18, 6, "SELECT name FROM stores" },
    { "SELECT *\nFROM customers", "unknown-table", 2, 6, 9, NULL },
    { "SELECT quantty FROM orders", "unknown-column", 1, 8, 7, "SELECT quantity FROM orders" },
    { "SELECT o.quantty FROM ordesr o", "unknown-table", 1, 23, 6,
      "SELECT o.quantity FROM orders o" },
    { "SELECT \"Leeds\" FROM stores", "unknown-column", 1, 8, 7, NULL },
    { "SELECT city FROM orders", "unknown-column", 1, 8, 4, NULL },
    { "SELECT id FROM\n  stores WHERE", "incomplete", 2, 15, 0, NULL },
    { "SELECT id FROM stores WHERE id = ?", "placeholder", 1, 34, 1, NULL },
    { "SELECT id FROM stores; DELETE FROM stores", "second-statement", 1, 24, 18, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(QueristSqlCheck) check =
        querist_sql_check (database, NULL, cases[i].sql, NULL, &error);
      const QueristDiagnostic *found;

      g_test_message ("%s", cases[i].sql);
      g_assert_no_error (error);
      g_assert_false (querist_sql_check_is_ok (check));
      found = find_code (check, cases[i].code);
      g_assert_nonnull (found);
      g_assert_cmpuint (found->span.line, ==, cases[i].line);
      g_assert_cmpuint (found->span.column, ==, cases[i].column);
      g_assert_cmpuint (found->span.length, ==, cases[i].length);
      g_assert_cmpstr (check->fixed_sql, ==, cases[i].fixed);
    }
}

/* What other databases understand, and what it becomes. */
static void
test_dialects (void)
{
  static const struct {
    const char *sql;
    const char *fixed;
  } cases[] = {
    { "SELECT YEAR(ordered_on) FROM orders",
      "SELECT CAST(strftime('%Y', ordered_on) AS INTEGER) FROM orders" },
    { "SELECT year(now())", "SELECT CAST(strftime('%Y', datetime('now')) AS INTEGER)" },
    { "SELECT DATE_TRUNC('month', ordered_on) FROM orders",
      "SELECT strftime('%Y-%m-01', ordered_on) FROM orders" },
    { "SELECT EXTRACT(MONTH FROM o.ordered_on) FROM orders o",
      "SELECT CAST(strftime('%m', o.ordered_on) AS INTEGER) FROM orders o" },
    { "SELECT TOP 2 id FROM orders ORDER BY id", "SELECT  id FROM orders ORDER BY id LIMIT 2" },
    { "SELECT id FROM orders ORDER BY id FETCH FIRST 2 ROWS ONLY",
      "SELECT id FROM orders ORDER BY id LIMIT 2" },
    { "SELECT name FROM stores WHERE name ILIKE 'l%'",
      "SELECT name FROM stores WHERE name LIKE 'l%'" },
    { "SELECT o.amount::int FROM orders o", "SELECT CAST(o.amount AS int) FROM orders o" },
    { "SELECT id FROM orders WHERE ordered_on >= DATE '2024-01-31'",
      "SELECT id FROM orders WHERE ordered_on >= '2024-01-31'" },
    { "SELECT CONCAT(name, ', ', city) FROM stores",
      "SELECT (name || ', ' || city) FROM stores" },
    { "SELECT NVL(amount, 0), GREATEST(amount, quantity) FROM orders",
      "SELECT coalesce(amount, 0), max(amount, quantity) FROM orders" },
    { "SELECT LEFT(name, 1) FROM stores", "SELECT substr(name, 1, 1) FROM stores" },
    { "SELECT id FROM orders MINUS SELECT id FROM stores",
      "SELECT id FROM orders EXCEPT SELECT id FROM stores" },
    { "SELECT STDDEV(amount) FROM orders", NULL },
    { "SELECT DISTINCT ON (store_id) id FROM orders", NULL },
    { "SELECT id FROM orders WHERE amount > ALL (SELECT amount FROM orders)", NULL },
    { "SELECT TO_CHAR(ordered_on, 'YYYY') FROM orders", NULL },
    { "SELECT id FROM orders WHERE ordered_on > NOW() - INTERVAL '7 days'", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(QueristSqlCheck) check =
        querist_sql_check (database, NULL, cases[i].sql, NULL, &error);
      const QueristDiagnostic *found;

      g_test_message ("%s", cases[i].sql);
      g_assert_no_error (error);
      g_assert_false (querist_sql_check_is_ok (check));
      found = find_code (check, "dialect");
      g_assert_nonnull (found);
      g_assert_cmpstr (check->fixed_sql, ==, cases[i].fixed);
      g_assert_true (cases[i].fixed != NULL || found->suggestion != NULL);
    }
}

static void
test_reads (void)
{
  static const char *const tables[] = { "orders", "stores", NULL };
  static const char *const columns[] = { "orders.amount", "orders.store_id", "stores.id",
                                         "stores.name", NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristSqlCheck) check =
    querist_sql_check (database, NULL,
                       "SELECT s.name, SUM(o.amount) FROM orders AS o "
                       "JOIN stores AS s ON s.id = o.store_id GROUP BY s.name",
                       NULL, &error);

  g_assert_no_error (error);
  g_assert_true (querist_sql_check_is_ok (check));
  g_assert_cmpuint (check->diagnostics->len, ==, 0);
  g_assert_null (check->fixed_sql);
  g_assert_cmpstrv (check->tables, tables);
  g_assert_cmpstrv (check->columns, columns);
}

static void
test_hostile (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *open = g_strnfill (50000, '(');
  g_autofree char *nested = g_strconcat ("SELECT ", open, NULL);
  g_autofree char *longer = g_strnfill (2 * 1024 * 1024, 'a');
  g_autoptr(QueristSqlCheck) check = querist_sql_check (database, NULL, nested, NULL, &error);

  g_assert_no_error (error);
  g_assert_false (querist_sql_check_is_ok (check));
  g_assert_null (querist_sql_check (database, NULL, longer, NULL, &error));
  g_assert_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_SQL);
  g_clear_error (&error);
  g_assert_null (querist_sql_check (database, NULL, "SELECT '\xc3", NULL, &error));
  g_assert_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_SQL);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *dir = g_dir_make_tmp ("querist-check-XXXXXX", NULL);
  int status;

  g_test_init (&argc, &argv, NULL);
  database = g_build_filename (dir, "test.db", NULL);
  make_database ();
  g_test_add_func ("/database/sql-check/errors", test_errors);
  g_test_add_func ("/database/sql-check/dialects", test_dialects);
  g_test_add_func ("/database/sql-check/reads", test_reads);
  g_test_add_func ("/database/sql-check/hostile", test_hostile);
  status = g_test_run ();
  g_unlink (database);
  g_rmdir (dir);
  g_free (database);
  return status;
}
