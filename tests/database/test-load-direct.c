/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>

#include "querist-connection.h"
#include "querist-load-record.h"
#include "querist-loader.h"
#include "querist-page-writer.h"

static char *dir;

static char *
temp_path (const char *name)
{
  return g_build_filename (dir, name, NULL);
}

static void
exec (sqlite3    *db,
      const char *sql)
{
  g_autoptr(GError) error = NULL;

  querist_connection_exec (db, sql, &error);
  g_assert_no_error (error);
}

static char *
query (sqlite3    *db,
       const char *sql)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(sqlite3_stmt) statement = querist_connection_prepare (db, sql, &error);

  g_assert_no_error (error);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  return g_strdup ((const char *) sqlite3_column_text (statement, 0));
}

static void
assert_query (sqlite3    *db,
              const char *sql,
              const char *expected)
{
  g_autofree char *found = query (db, sql);

  g_assert_cmpstr (found, ==, expected);
}

static void
put32 (int     fd,
       guint32 value,
       goffset offset)
{
  guint32 bytes = GUINT32_TO_BE (value);

  g_assert_cmpint (pwrite (fd, &bytes, sizeof bytes, offset), ==, sizeof bytes);
}

/* Makes a file of two pages one of many, by free pages, which are holes and take no room: the third
 * is the list of the others (https://www.sqlite.org/fileformat2.html, 1.5). */
static void
add_free_pages (int     fd,
                guint32 page_size,
                guint32 n_pages)
{
  goffset list = 2 * (goffset) page_size;

  g_assert_cmpint (ftruncate (fd, (goffset) n_pages * page_size), ==, 0);
  put32 (fd, n_pages, 28);
  put32 (fd, 3, 32);
  put32 (fd, n_pages - 2, 36);
  put32 (fd, n_pages - 3, list + 4);
  for (guint32 page = 4; page <= n_pages; page++)
    put32 (fd, page, list + 8 + 4 * (page - 4));
}

/* Rows of one text, of a length that depends on the row, with every step-th rowid from @first. */
static void
check_pages (const char *page_size,
             guint32     n_pages,
             guint       n_rows,
             gint64      first,
             guint       step,
             guint       max_length)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = temp_path ("pages.db");
  g_autofree char *text = g_strnfill (max_length + 1, 'x');
  g_autofree char *size =
    g_strdup_printf ("PRAGMA page_size = %s; CREATE TABLE t (a TEXT)", page_size);
  g_autofree char *expected = g_strdup_printf ("%u", n_rows);
  g_autofree char *sum = NULL;
  g_autoptr(sqlite3) db = querist_connection_open_write (path, &error);
  g_autoptr(QueristPageWriter) pages = NULL;
  g_autoptr(QueristRecordWriter) records = NULL;
  const QueristRecordField field = { 0, QUERIST_AFFINITY_TEXT };
  guint64 total = 0;
  int fd;

  g_assert_no_error (error);
  exec (db, size);
  fd = g_open (path, O_RDWR, 0);
  if (n_pages > 2)
    add_free_pages (fd, atoi (page_size), n_pages);
  pages = querist_page_writer_new (fd, 2, &error);
  g_assert_no_error (error);
  records = querist_record_writer_new (&field, 1);
  for (guint i = 0; i < n_rows; i++)
    {
      QueristLoadCell cell = { .kind = QUERIST_VALUE_TEXT };
      const guint8 *record;
      gsize length;

      cell.value.text.length = (i * 7919u) % (max_length + 1);
      total += cell.value.text.length;
      record = querist_record_writer_encode (records, &cell, text, &length);
      querist_page_writer_add (pages, first + (gint64) i * step, record, length, &error);
      g_assert_no_error (error);
    }
  querist_page_writer_finish (pages, &error);
  g_assert_no_error (error);
  g_close (fd, NULL);

  sum = g_strdup_printf ("%" G_GUINT64_FORMAT, total);
  assert_query (db, "PRAGMA integrity_check", "ok");
  assert_query (db, "SELECT count(*) FROM t", expected);
  assert_query (db, "SELECT coalesce (sum (length (a)), 0) FROM t", sum);
  /* the table goes on as any other */
  exec (db, "INSERT INTO t VALUES ('new'); DELETE FROM t WHERE rowid % 3 = 0;"
            "CREATE INDEX i ON t (a)");
  assert_query (db, "PRAGMA integrity_check", "ok");
  g_clear_pointer (&db, sqlite3_close_v2);
  g_unlink (path);
}

static void
test_pages (void)
{
  check_pages ("4096", 2, 0, 1, 1, 0);
  check_pages ("4096", 2, 1, 1, 1, 10);
  check_pages ("4096", 2, 1, -5, 1, 100000);
  check_pages ("4096", 2, 200, 1, 1, 9000);
  check_pages ("512", 2, 20000, 1, 1, 40);
  check_pages ("512", 2, 3000, -70000, 47, 1500);
  check_pages ("1024", 2, 30000, 1, 1000000007, 60);
  check_pages ("65536", 2, 5000, 1, 1, 3000);
}

/* SQLite keeps its locks in the byte at 1 GiB, and nothing in the page around it. With pages of 64
 * KiB that is page 16385, and none of those before it are on the disk here. */
static void
test_lock_page (void)
{
  for (guint32 n_pages = 16378; n_pages <= 16384; n_pages++)
    {
      check_pages ("65536", n_pages, 400, 1, 1, 3000);
      check_pages ("65536", n_pages, 10, 1, 1, 400000);
    }
}

static void
test_varint (void)
{
  static const guint64 values[] = { 0, 1, 127, 128, 16383, 16384, G_MAXUINT32, G_MAXINT64,
                                    (G_GUINT64_CONSTANT (1) << 56) - 1,
                                    G_GUINT64_CONSTANT (1) << 56, G_MAXUINT64 };
  static const guint lengths[] = { 1, 1, 1, 2, 2, 3, 5, 9, 8, 9, 9 };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      guint8 bytes[9];
      guint64 read = 0;
      guint n = querist_varint_write (bytes, values[i]);

      g_assert_cmpuint (n, ==, lengths[i]);
      for (guint j = 0; j < n; j++)
        read = j == 8 ? read << 8 | bytes[j] : read << 7 | (bytes[j] & 0x7f);
      g_assert_cmpuint (read, ==, values[i]);
    }
}

static void
test_affinity (void)
{
  static const struct {
    const char      *type;
    QueristAffinity  affinity;
  } cases[] = {
    { "INTEGER", QUERIST_AFFINITY_INTEGER }, { "bigint", QUERIST_AFFINITY_INTEGER },
    { "CHARINT", QUERIST_AFFINITY_INTEGER }, { "VARCHAR(10)", QUERIST_AFFINITY_TEXT },
    { "TEXT", QUERIST_AFFINITY_TEXT },       { "", QUERIST_AFFINITY_BLOB },
    { "BLOB", QUERIST_AFFINITY_BLOB },       { "DOUBLE", QUERIST_AFFINITY_REAL },
    { "REAL", QUERIST_AFFINITY_REAL },       { "DECIMAL", QUERIST_AFFINITY_NUMERIC },
    { "DATETIME", QUERIST_AFFINITY_NUMERIC }, { "BOOLEAN", QUERIST_AFFINITY_NUMERIC },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (querist_affinity_from_type (cases[i].type), ==, cases[i].affinity);
}

typedef struct {
  const char    *name;
  const char    *type;
  QueristScalar  scalar;
} ColumnSpec;

static QueristCatalog *
make_catalog (const ColumnSpec *columns,
              const char       *key)
{
  QueristCatalog *catalog = querist_catalog_new ();
  QueristTable *table = querist_table_new ("t");

  for (guint i = 0; columns[i].name != NULL; i++)
    {
      QueristColumn *column = querist_column_new (columns[i].name);

      column->type = columns[i].scalar;
      column->database_type = g_strdup (columns[i].type);
      column->nullable = strstr (key, columns[i].name) == NULL;
      column->primary_key = !column->nullable;
      g_ptr_array_add (table->columns, column);
    }
  g_strfreev (table->primary_key);
  table->primary_key = *key != '\0' ? g_strsplit (key, " ", -1) : g_new0 (char *, 1);
  g_ptr_array_add (catalog->tables, table);
  return catalog;
}

static void
load (const char       *database,
      const ColumnSpec *columns,
      const char       *create,
      const char       *key,
      const char       *csv,
      QueristLoadMode   mode)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristCatalog) catalog = make_catalog (columns, key);
  g_autoptr(QueristCsvDialect) dialect = querist_csv_dialect_new ();
  g_autoptr(GPtrArray) files =
    g_ptr_array_new_with_free_func ((GDestroyNotify) querist_load_file_free);
  g_autoptr(QueristLedger) ledger = NULL;
  QueristLoadFile *file;
  guint n_columns = 0;

  {
    g_autoptr(sqlite3) db = querist_connection_open_write (database, &error);

    g_assert_no_error (error);
    exec (db, create);
  }
  while (columns[n_columns].name != NULL)
    n_columns++;
  g_free (dialect->delimiter);
  dialect->delimiter = g_strdup (",");
  dialect->quote = dialect->escape = '"';
  dialect->header_rows = 1;
  file = querist_load_file_new (csv, "t", dialect, n_columns);
  for (guint i = 0; i < n_columns; i++)
    querist_load_file_add (file, i, columns[i].name, NULL);
  g_ptr_array_add (files, file);
  ledger = querist_load (database, catalog, files, mode, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* Loads a file the direct way and the ordinary one (which appending takes), and compares the tables
 * value by value. */
static void
check_same (const ColumnSpec *columns,
            const char       *create,
            const char       *key,
            const char       *text)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *csv = temp_path ("t.csv");
  g_autofree char *direct = temp_path ("direct.db");
  g_autofree char *ordinary = temp_path ("ordinary.db");
  g_autofree char *attach = g_strdup_printf ("ATTACH '%s' AS o", ordinary);
  g_autoptr(GString) list = g_string_new ("rowid");
  g_autofree char *compare = NULL;
  g_autoptr(sqlite3) db = NULL;

  g_file_set_contents (csv, text, -1, &error);
  g_assert_no_error (error);
  load (direct, columns, create, key, csv, QUERIST_LOAD_REPLACE);
  load (ordinary, columns, create, key, csv, QUERIST_LOAD_APPEND);

  for (guint i = 0; columns[i].name != NULL; i++)
    g_string_append_printf (list, ", typeof (%s), %s", columns[i].name, columns[i].name);
  compare = g_strdup_printf ("SELECT (SELECT count(*) FROM main.t) = (SELECT count(*) FROM o.t) "
                             "AND NOT EXISTS (SELECT %s FROM main.t EXCEPT SELECT %s FROM o.t) "
                             "AND (SELECT group_concat (line) FROM main._querist_rejects) IS "
                             "(SELECT group_concat (line) FROM o._querist_rejects)",
                             list->str, list->str);
  db = querist_connection_open_write (direct, &error);
  g_assert_no_error (error);
  exec (db, attach);
  assert_query (db, "PRAGMA main.integrity_check", "ok");
  assert_query (db, compare, "1");
  g_unlink (csv);
  g_unlink (direct);
  g_unlink (ordinary);
}

static void
test_values (void)
{
  static const ColumnSpec columns[] = {
    { "i", "INTEGER", QUERIST_SCALAR_BIG_INT },     { "s", "TEXT", QUERIST_SCALAR_STRING },
    { "f", "REAL", QUERIST_SCALAR_FLOAT },          { "d", "DECIMAL", QUERIST_SCALAR_DECIMAL },
    { "w", "DATETIME", QUERIST_SCALAR_DATE_TIME },  { NULL },
  };
  static const char create[] = "CREATE TABLE t (i INTEGER, s TEXT, f REAL, d DECIMAL, w DATETIME)";

  check_same (columns, create, "",
              "i,s,f,d,w\n0,,0,0,2024-01-02\n1,1,1,1.50,2024-01-02 03:04:05\n-1,x,-1.5,-0.1,\n"
              "127,\"\",2.5e300,12345678901234.5,2024-12-31\n128,a,,7,\n-129,b,1e-9,,\n"
              "32768,é,3,3.0,\n8388608,日本,4,4.25,\n2147483648,c,5,5,\n140737488355328,d,6,6,\n"
              "9223372036854775807,e,7,7,\n-9223372036854775808,f,8,8,\nnope,g,9,9,\n");
  /* nothing but a header */
  check_same (columns, create, "", "i,s,f,d,w\n");
}

static void
test_keys (void)
{
  static const ColumnSpec columns[] = {
    { "id", "INTEGER", QUERIST_SCALAR_INT }, { "name", "TEXT", QUERIST_SCALAR_STRING }, { NULL },
  };
  static const char by_id[] =
    "CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name TEXT)";
  static const char by_name[] = "CREATE TABLE t (id INTEGER, name TEXT NOT NULL PRIMARY KEY)";
  static const char by_both[] =
    "CREATE TABLE t (id INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (id, name))";

  check_same (columns, by_id, "id", "id,name\n1,a\n5,b\n1000000,c\n");
  check_same (columns, by_id, "id", "id,name\n-7,a\n0,b\n3,c\n");
  /* out of order, twice, missing: the ordinary way takes over */
  check_same (columns, by_id, "id", "id,name\n5,a\n1,b\n3,c\n");
  check_same (columns, by_id, "id", "id,name\n1,a\n1,b\n2,c\n,d\n");
  check_same (columns, by_name, "name", "id,name\n2,b\n1,a\n3,c\n");
  check_same (columns, by_name, "name", "id,name\n2,b\n1,a\n3,b\n");
  check_same (columns, by_both, "id name", "id,name\n2,b\n1,a\n2,a\n");
  check_same (columns, by_both, "id name", "id,name\n2,b\n1,a\n2,b\n");
}

static void
test_rules (void)
{
  static const ColumnSpec columns[] = {
    { "id", "INTEGER", QUERIST_SCALAR_INT }, { "name", "TEXT", QUERIST_SCALAR_STRING }, { NULL },
  };

  check_same (columns, "CREATE TABLE t (id INTEGER, name TEXT CHECK (length (name) < 3))", "",
              "id,name\n1,a\n2,abcd\n3,c\n");
  check_same (columns, "CREATE TABLE t (id INTEGER, name TEXT, more TEXT DEFAULT 'm')", "",
              "id,name\n1,a\n2,b\n");
  check_same (columns, "CREATE TABLE t (id INTEGER, name TEXT, more TEXT)", "",
              "id,name\n1,a\n2,b\n");
  /* a text in a column of numbers: what looks like a number becomes one */
  check_same (columns, "CREATE TABLE t (id INTEGER, name NUMERIC)", "",
              "id,name\n1,a\n2,007\n3, 12 \n4,1e3\n5,2024-01-02\n6,-\n");
  check_same (columns, "CREATE TABLE t (id TEXT, name TEXT)", "", "id,name\n1,a\n2,b\n");
}

static void
test_wide (void)
{
  ColumnSpec columns[301] = { 0 };
  g_autoptr(GString) create = g_string_new ("CREATE TABLE t (");
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < 300; i++)
    {
      columns[i].name = g_strdup_printf ("c%u", i);
      columns[i].type = i % 2 ? "INTEGER" : "TEXT";
      columns[i].scalar = i % 2 ? QUERIST_SCALAR_INT : QUERIST_SCALAR_STRING;
      g_string_append_printf (create, "%s%s %s", i > 0 ? ", " : "", columns[i].name,
                              columns[i].type);
      g_string_append_printf (text, "%s%s", i > 0 ? "," : "", columns[i].name);
    }
  g_string_append_c (create, ')');
  for (guint row = 0; row < 200; row++)
    {
      g_string_append_c (text, '\n');
      for (guint i = 0; i < 300; i++)
        g_string_append_printf (text, i % 2 ? ",%u" : i > 0 ? ",text %u" : "text %u",
                                row * 300 + i);
    }
  g_string_append_c (text, '\n');
  check_same (columns, create->str, "", text->str);
  for (guint i = 0; i < 300; i++)
    g_free ((char *) columns[i].name);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dir = g_dir_make_tmp ("querist-direct-XXXXXX", NULL);
  g_test_add_func ("/database/load-direct/varint", test_varint);
  g_test_add_func ("/database/load-direct/affinity", test_affinity);
  g_test_add_func ("/database/load-direct/pages", test_pages);
  g_test_add_func ("/database/load-direct/lock-page", test_lock_page);
  g_test_add_func ("/database/load-direct/values", test_values);
  g_test_add_func ("/database/load-direct/keys", test_keys);
  g_test_add_func ("/database/load-direct/rules", test_rules);
  g_test_add_func ("/database/load-direct/wide", test_wide);
  status = g_test_run ();
  g_rmdir (dir);
  g_free (dir);
  return status;
}
