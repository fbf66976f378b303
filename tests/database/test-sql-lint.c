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
    "CREATE TABLE stores (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, city TEXT,"
    "  zip TEXT, open TEXT, closed_on DATE);"
    "CREATE TABLE orders (id INTEGER PRIMARY KEY, store_id INTEGER REFERENCES stores (id),"
    "  ordered_at DATETIME NOT NULL, shipped_on DATE, quantity INTEGER NOT NULL, amount REAL,"
    "  status TEXT);"
    "CREATE TABLE lines (order_id INTEGER NOT NULL REFERENCES orders (id), number INTEGER NOT NULL,"
    "  product TEXT, price REAL, PRIMARY KEY (order_id, number));"
    "INSERT INTO stores VALUES (1, 'Leeds', 'Leeds', '00501', 'yes', NULL),"
    "  (2, 'Bath', 'Bath', '10115', 'no', '2024-01-02');"
    "INSERT INTO orders VALUES (1, 1, '2024-01-02 10:00:00', '2024-01-03', 2, 1.5, 'shipped'),"
    "  (2, 2, '2024-02-03 11:00:00', NULL, 3, 2.5, 'returned'),"
    "  (3, NULL, '2024-03-04 12:00:00', NULL, 4, NULL, 'shipped');"
    "INSERT INTO lines VALUES (1, 1, 'Green Tea', 0.5), (1, 2, 'Coffee', 1.0), (2, 1, 'Mug ', 2.5);",
    &error);
  g_assert_no_error (error);
}

static QueristSqlCheck *
check_sql (const char *sql)
{
  g_autoptr(GError) error = NULL;
  QueristSqlCheck *check = querist_sql_check (database, NULL, sql, NULL, &error);

  g_test_message ("%s", sql);
  g_assert_no_error (error);
  for (guint i = 0; i < check->diagnostics->len; i++)
    {
      const QueristDiagnostic *diagnostic = g_ptr_array_index (check->diagnostics, i);

      g_test_message ("  %s: %s %s", diagnostic->code, diagnostic->message,
                      diagnostic->suggestion != NULL ? diagnostic->suggestion : "");
    }
  return check;
}

/* Statements that run and mislead: the rule, the text it points at, and the mended statement. */
static void
test_misleading (void)
{
  static const struct {
    const char *sql;
    const char *code;
    const char *place;
    const char *fixed;
  } cases[] = {
    { "SELECT id FROM stores WHERE name = 'leeds'", "value-spelling", "'leeds'",
      "SELECT id FROM stores WHERE name = 'Leeds'" },
    { "SELECT number FROM lines WHERE product = 'Mug'", "value-spelling", "'Mug'",
      "SELECT number FROM lines WHERE product = 'Mug '" },
    { "SELECT id FROM stores WHERE name IN ('Leeds', 'BATH')", "value-spelling", "'BATH'",
      "SELECT id FROM stores WHERE name IN ('Leeds', 'Bath')" },
    { "SELECT id FROM orders WHERE status = 'shiped'", "value-not-found", "'shiped'", NULL },
    { "SELECT id FROM orders o WHERE 'lost' = o.status", "value-not-found", "'lost'", NULL },
    { "SELECT id FROM stores WHERE city = ''", "empty-text", "''", NULL },
    { "SELECT id FROM stores WHERE name LIKE 'Lee'", "like-without-wildcard", "'Lee'", NULL },
    { "SELECT id FROM stores WHERE zip = 501", "number-as-text", "501", NULL },
    { "SELECT id FROM stores WHERE zip > 501", "number-as-text", "zip", NULL },
    { "SELECT id FROM stores WHERE open = TRUE", "boolean-text", "TRUE", NULL },
    { "SELECT id FROM orders WHERE ordered_at = '2024-01-02'", "date-with-time", "ordered_at",
      "SELECT id FROM orders WHERE date(ordered_at) = '2024-01-02'" },
    { "SELECT id FROM orders WHERE ordered_at BETWEEN '2024-01-01' AND '2024-01-31'",
      "date-with-time", "'2024-01-31'", NULL },
    { "SELECT id FROM orders WHERE ordered_at > '01/31/2024'", "date-format", "'01/31/2024'", NULL },
    { "SELECT id FROM stores WHERE closed_on = NULL", "compare-with-null", "= NULL",
      "SELECT id FROM stores WHERE closed_on IS NULL" },
    { "SELECT id FROM stores WHERE closed_on <> NULL", "compare-with-null", "<> NULL",
      "SELECT id FROM stores WHERE closed_on IS NOT NULL" },
    { "SELECT quantity / 2 FROM orders", "whole-number-division", "quantity / 2", NULL },
    { "SELECT count(*) / sum(quantity) FROM orders", "whole-number-division", NULL, NULL },
    { "SELECT s.name FROM stores s, orders o", "join-without-condition", "orders", NULL },
    { "SELECT s.name FROM stores s JOIN orders o", "join-without-condition", "orders", NULL },
    { "SELECT s.name FROM stores s JOIN orders o ON s.id = o.id", "join-by-other-columns",
      "s.id = o.id", NULL },
    { "SELECT sum(o.amount) FROM orders o JOIN lines l ON l.order_id = o.id", "fan-out",
      "sum(o.amount)", NULL },
    { "SELECT s.name, count(o.id) FROM stores s JOIN orders o ON o.store_id = s.id "
      "JOIN lines l ON l.order_id = o.id GROUP BY s.name", "fan-out", "count(o.id)", NULL },
    { "SELECT s.name FROM stores s LEFT JOIN orders o ON o.store_id = s.id WHERE o.amount > 1",
      "left-join-filtered", "o.amount", NULL },
    { "SELECT s.name, count(*) FROM stores s LEFT JOIN orders o ON o.store_id = s.id "
      "GROUP BY s.name", "count-after-left-join", "count(*)", NULL },
    { "SELECT name, count(*) FROM stores GROUP BY city", "bare-column", "name", NULL },
    { "SELECT name, sum(id) FROM stores", "bare-column", "name", NULL },
    { "SELECT id FROM orders LIMIT 2", "limit-without-order", "LIMIT", NULL },
    { "SELECT id FROM stores ORDER BY 'name'", "name-as-text", "'name'",
      "SELECT id FROM stores ORDER BY \"name\"" },
    { "SELECT 'name' FROM stores", "name-as-text", "'name'", NULL },
    { "SELECT id FROM orders WHERE 1 < quantity < 3", "chained-comparison", NULL, NULL },
    { "SELECT id FROM orders WHERE status = 'shipped' OR 'returned'", "text-as-condition",
      "'returned'", NULL },
    { "SELECT CAST(shipped_on AS DATE) FROM orders", "cast-as-date", NULL,
      "SELECT date(shipped_on) FROM orders" },
    { "SELECT id FROM orders WHERE strftime('%Y', ordered_at) = 2024", "strftime-with-number",
      "2024", "SELECT id FROM orders WHERE strftime('%Y', ordered_at) = '2024'" },
    { "SELECT id FROM orders WHERE strftime('%m', ordered_at) = 2", "strftime-with-number",
      "2", "SELECT id FROM orders WHERE strftime('%m', ordered_at) = '02'" },
    { "SELECT name + city FROM stores", "plus-joins-no-texts", "+",
      "SELECT name || city FROM stores" },
    { "SELECT ordered_at - shipped_on FROM orders", "date-difference", NULL, NULL },
    { "SELECT id FROM orders WHERE status = 'shipped' AND status = 'returned'", "contradiction",
      NULL, NULL },
    { "SELECT id FROM orders WHERE quantity = 1 OR quantity = 2 AND amount > 1", "and-before-or",
      "OR", NULL },
    { "SELECT id FROM stores WHERE id NOT IN (SELECT store_id FROM orders)", "not-in-with-null",
      "NOT IN", NULL },
    { "SELECT id FROM orders WHERE store_id = (SELECT id FROM stores)", "subquery-of-many-rows",
      NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(QueristSqlCheck) check = check_sql (cases[i].sql);
      const QueristDiagnostic *found = NULL;

      g_assert_true (querist_sql_check_is_ok (check));
      for (guint j = 0; j < check->diagnostics->len && found == NULL; j++)
        {
          const QueristDiagnostic *diagnostic = g_ptr_array_index (check->diagnostics, j);

          if (g_strcmp0 (diagnostic->code, cases[i].code) == 0)
            found = diagnostic;
        }
      g_assert_nonnull (found);
      g_assert_cmpstr (check->fixed_sql, ==, cases[i].fixed);
      if (cases[i].place != NULL)
        {
          g_autofree char *place =
            g_strndup (cases[i].sql + found->span.start, found->span.length);

          g_assert_cmpstr (place, ==, cases[i].place);
        }
    }
}

/* Correct statements, near to those above: a false alarm teaches people not to read. */
static void
test_silent (void)
{
  static const char *const cases[] = {
    "SELECT id FROM stores WHERE name = 'Leeds'",
    "SELECT id FROM stores WHERE lower(name) = 'leeds'",
    "SELECT id FROM stores WHERE name LIKE 'Le%'",
    "SELECT id FROM stores WHERE zip = '00501'",
    "SELECT id FROM orders WHERE shipped_on = '2030-01-01'",
    "SELECT id FROM orders WHERE shipped_on BETWEEN '2024-01-01' AND '2024-01-31'",
    "SELECT id FROM orders WHERE ordered_at >= '2024-01-01' AND ordered_at < '2024-02-01'",
    "SELECT 1.0 * quantity / 2 FROM orders",
    "SELECT amount / quantity FROM orders",
    "SELECT sum(amount) / count(*) FROM orders",
    "SELECT s.name, sum(o.amount) FROM stores s JOIN orders o ON o.store_id = s.id GROUP BY s.name",
    "SELECT s.name, sum(o.amount) FROM stores s, orders o WHERE o.store_id = s.id GROUP BY s.id",
    "SELECT s.name, o.amount FROM stores s CROSS JOIN orders o",
    "SELECT o.id, sum(l.price) FROM orders o JOIN lines l ON l.order_id = o.id GROUP BY o.id",
    "SELECT count(DISTINCT o.id) FROM orders o JOIN lines l ON l.order_id = o.id",
    "SELECT o.id, max(o.amount) FROM orders o JOIN lines l ON l.order_id = o.id GROUP BY 1",
    "SELECT s.name FROM stores s LEFT JOIN orders o ON o.store_id = s.id WHERE o.id IS NULL",
    "SELECT s.name, count(o.id) FROM stores s LEFT JOIN orders o ON o.store_id = s.id GROUP BY 1",
    "SELECT city AS place, count(*) FROM stores GROUP BY place",
    "SELECT upper(city), count(*) FROM stores GROUP BY upper(city)",
    "SELECT name, max(id) FROM stores",
    "SELECT count(*) FROM orders LIMIT 1",
    "SELECT id FROM orders ORDER BY id LIMIT 2",
    "SELECT id FROM orders WHERE EXISTS (SELECT 1 FROM stores LIMIT 1) ORDER BY id",
    "SELECT id FROM orders WHERE quantity > 1 AND quantity < 3",
    "SELECT id FROM orders WHERE (quantity = 1 OR quantity = 2) AND amount > 1",
    "SELECT id FROM orders WHERE strftime('%Y', ordered_at) = '2024'",
    "SELECT id FROM stores WHERE id NOT IN (SELECT order_id FROM lines)",
    "SELECT id FROM stores WHERE id NOT IN "
    "(SELECT store_id FROM orders WHERE store_id IS NOT NULL)",
    "SELECT id FROM orders WHERE store_id = (SELECT max(id) FROM stores)",
    "SELECT id FROM orders WHERE store_id = (SELECT id FROM stores WHERE name = 'Leeds' "
    "ORDER BY id LIMIT 1)",
    "WITH big AS (SELECT store_id, sum(amount) AS total FROM orders GROUP BY store_id) "
    "SELECT s.name, big.total FROM stores s JOIN big ON big.store_id = s.id",
    "SELECT strftime('%Y-%m', ordered_at) AS month, sum(amount) FROM orders GROUP BY month "
    "ORDER BY month",
    "SELECT id, row_number() OVER (ORDER BY amount) FROM orders",
    "SELECT a.name, b.name FROM stores a JOIN stores b ON a.city = b.city AND a.id < b.id",
    "SELECT name FROM stores s WHERE (SELECT count(*) FROM orders o WHERE o.store_id = s.id) > 1",
    "SELECT id FROM orders UNION ALL SELECT id FROM stores ORDER BY id LIMIT 3",
    "SELECT product FROM lines WHERE product IN (SELECT product FROM lines)",
    "VALUES (1, 'a'), (2, 'b')",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(QueristSqlCheck) check = check_sql (cases[i]);

      g_assert_cmpuint (check->diagnostics->len, ==, 0);
      g_assert_null (check->fixed_sql);
    }
}

static void
test_explain (void)
{
  static const struct {
    const char *sql;
    const char *part;
  } cases[] = {
    { "SELECT * FROM stores", "Reads “stores” from beginning to end (2 rows)." },
    { "SELECT * FROM stores WHERE id = 1", "Looks rows up in “stores” by its key." },
    { "SELECT * FROM stores WHERE name = 'Leeds'", "Looks rows up in “stores” by an index (name=?)." },
    { "SELECT s.name FROM orders o JOIN stores s ON s.id = o.store_id",
      "For every row so far, looks rows up in “stores” by its key." },
    { "SELECT status, count(*) FROM orders GROUP BY status", "Sorts the rows to group them." },
    { "SELECT * FROM orders ORDER BY amount", "Sorts the rows for ORDER BY." },
  };
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(GStrv) lines = querist_sql_explain (database, cases[i].sql, NULL, &error);
      g_autofree char *joined = NULL;

      g_assert_no_error (error);
      joined = g_strjoinv (" ", lines);
      g_test_message ("%s", joined);
      g_assert_nonnull (strstr (joined, cases[i].part));
    }
  g_assert_null (querist_sql_explain (database, "SELECT nothing", NULL, &error));
  g_assert_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_SQL);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *dir = g_dir_make_tmp ("querist-lint-XXXXXX", NULL);
  int status;

  g_test_init (&argc, &argv, NULL);
  database = g_build_filename (dir, "test.db", NULL);
  make_database ();
  g_test_add_func ("/database/sql-lint/misleading", test_misleading);
  g_test_add_func ("/database/sql-lint/silent", test_silent);
  g_test_add_func ("/database/sql-explain", test_explain);
  status = g_test_run ();
  g_unlink (database);
  g_rmdir (dir);
  g_free (database);
  return status;
}
