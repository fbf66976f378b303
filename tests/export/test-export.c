/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <string.h>

#include "querist-connection.h"
#include "querist-executor.h"
#include "querist-export.h"
#include "querist-json.h"

typedef struct
{
  char *folder;
  char *database;
} Fixture;

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(sqlite3) db = NULL;

  f->folder = g_dir_make_tmp ("querist-export-XXXXXX", &error);
  g_assert_no_error (error);
  f->database = g_build_filename (f->folder, "analysis.db", NULL);
  db = querist_connection_open_write (f->database, &error);
  g_assert_no_error (error);
  g_assert_true (querist_connection_exec (
    db,
    "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, price REAL);"
    "INSERT INTO t VALUES (1, 'plain', 1.5), (2, 'a,b \"c\"' || char(10) || 'd|e', NULL),"
    " (3, '', -2.0), (4, '<b>&日本</b>', 9e999), (5, NULL, 0.1), (6, '=1+1', 3.0)",
    &error));
  g_assert_no_error (error);
}

static void
remove_all (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  remove_all (f->folder);
  g_free (f->folder);
  g_free (f->database);
}

static QueristResult *
run (Fixture    *f,
     const char *sql)
{
  g_autoptr(GError) error = NULL;
  QueristExecuteOptions options = { 0 };
  QueristResult *result = querist_execute (f->database, sql, &options, NULL, &error);

  g_assert_no_error (error);
  return result;
}

static GBytes *
export_bytes (Fixture    *f,
              const char *sql,
              const char *format_name)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristResult) result = run (f, sql);
  g_autoptr(GOutputStream) stream = g_memory_output_stream_new_resizable ();
  QueristExportFormat format;

  g_assert_true (querist_export_format_from_string (format_name, &format));
  querist_export (result, format, stream, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (stream, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
}

static char *
export_text (Fixture    *f,
             const char *sql,
             const char *format)
{
  g_autoptr(GBytes) bytes = export_bytes (f, sql, format);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

#define ROWS "SELECT * FROM t WHERE id <= 5 ORDER BY id"

static void
test_text_formats (Fixture      *f,
                   gconstpointer data)
{
  static const struct
  {
    const char *format, *text;
  } cases[] = {
    { "csv", "id,name,price\r\n1,plain,1.5\r\n2,\"a,b \"\"c\"\"\nd|e\",\r\n3,\"\",-2.0\r\n"
             "4,<b>&日本</b>,Inf\r\n5,,0.1\r\n" },
    { "tsv", "id\tname\tprice\n1\tplain\t1.5\n2\ta,b \"c\" d|e\t\n3\t\t-2.0\n"
             "4\t<b>&日本</b>\tInf\n5\t\t0.1\n" },
    { "jsonl", "{\"id\":1,\"name\":\"plain\",\"price\":1.5}\n"
               "{\"id\":2,\"name\":\"a,b \\\"c\\\"\\nd|e\",\"price\":null}\n"
               "{\"id\":3,\"name\":\"\",\"price\":-2.0}\n"
               "{\"id\":4,\"name\":\"<b>&日本</b>\",\"price\":null}\n"
               "{\"id\":5,\"name\":null,\"price\":0.1}\n" },
    { "markdown", "| id | name | price |\n| ---: | --- | ---: |\n| 1 | plain | 1.5 |\n"
                  "| 2 | a,b \"c\"<br>d\\|e |  |\n| 3 |  | -2.0 |\n"
                  "| 4 | &lt;b>&amp;日本&lt;/b> | Inf |\n| 5 |  | 0.1 |\n" },
    { "table", "id  name          price\n──  ────────────  ─────\n 1  plain           1.5\n"
               " 2  a,b \"c\"⏎d|e    NULL\n 3                 -2.0\n 4  <b>&日本</b>    Inf\n"
               " 5  NULL            0.1\n(5 rows)\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = export_text (f, ROWS, cases[i].format);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_json (Fixture      *f,
           gconstpointer data)
{
  g_autofree char *text = export_text (f, ROWS, "json");
  g_autofree char *empty = export_text (f, "SELECT id FROM t WHERE 0", "json");
  g_autoptr(JsonNode) root = querist_json_parse (text, -1, NULL);
  g_autoptr(JsonNode) none = querist_json_parse (empty, -1, NULL);

  g_assert_nonnull (root);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (root)), ==, 5);
  g_assert_nonnull (none);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (none)), ==, 0);
}

static void
test_html (Fixture      *f,
           gconstpointer data)
{
  g_autofree char *text = export_text (f, ROWS, "html");

  g_assert_nonnull (strstr (text, "<td>&lt;b&gt;&amp;日本&lt;/b&gt;</td>"));
  g_assert_nonnull (strstr (text, "<td class=\"null\">NULL</td>"));
  g_assert_null (strstr (text, "<b>"));
}

/* The script gives the same rows back. */
static void
test_sql (Fixture      *f,
          gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *script = export_text (f, ROWS, "sql");
  g_autofree char *again = NULL;
  g_autofree char *first = export_text (f, ROWS, "jsonl");
  Fixture copy = { .database = g_build_filename (f->folder, "copy.db", NULL) };
  g_autoptr(sqlite3) db = querist_connection_open_write (copy.database, &error);

  g_assert_true (querist_connection_exec (db, script, &error));
  g_assert_no_error (error);
  again = export_text (&copy, "SELECT * FROM result ORDER BY id", "jsonl");
  g_assert_cmpstr (again, ==, first);
  g_free (copy.database);
}

/* The sheet's XML: the workbook is a zip archive. */
static char *
read_sheet (GBytes *bytes)
{
  struct archive *archive = archive_read_new ();
  struct archive_entry *entry;
  GString *text = g_string_new (NULL);

  archive_read_support_format_zip (archive);
  g_assert_cmpint (archive_read_open_memory (archive, g_bytes_get_data (bytes, NULL),
                                             g_bytes_get_size (bytes)),
                   ==, ARCHIVE_OK);
  while (archive_read_next_header (archive, &entry) == ARCHIVE_OK)
    {
      const char *name = archive_entry_pathname (entry);
      char block[4096];
      gssize n;

      while (g_str_has_suffix (name, "sheet1.xml") &&
             (n = archive_read_data (archive, block, sizeof block)) > 0)
        g_string_append_len (text, block, n);
    }
  archive_read_free (archive);
  return g_string_free (text, FALSE);
}

static void
test_xlsx (Fixture      *f,
           gconstpointer data)
{
  g_autoptr(GBytes) bytes = export_bytes (f, "SELECT * FROM t", "xlsx");
  g_autofree char *sheet = read_sheet (bytes);

  g_assert_nonnull (strstr (sheet, "<v>1.5</v>"));
  g_assert_nonnull (strstr (sheet, "=1+1"));
  g_assert_null (strstr (sheet, "<f>"));
}

static void
test_xlsx_limit (Fixture      *f,
                 gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr(QueristResult) result =
    run (f, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1048576)"
            " SELECT i FROM n");

  g_assert_false (
    querist_export (result, QUERIST_EXPORT_XLSX, stream, NULL, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
}

static void
exported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static gboolean
export_file (QueristResult *result,
             GFile         *file,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr(GAsyncResult) finished = NULL;

  querist_export_file_async (result, QUERIST_EXPORT_CSV, file, NULL, NULL, cancellable,
                             exported_cb, &finished);
  while (finished == NULL)
    g_main_context_iteration (NULL, TRUE);
  return querist_export_file_finish (finished, error);
}

/* A file that is there already is replaced whole or not at all. */
static void
test_file (Fixture      *f,
           gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristResult) result = run (f, "SELECT id FROM t WHERE id < 3");
  g_autofree char *path = g_build_filename (f->folder, "out.csv", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GCancellable) cancelled = g_cancellable_new ();
  g_autofree char *text = NULL;
  g_autofree char *kept = NULL;

  g_assert_true (export_file (result, file, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "id\r\n1\r\n2\r\n");

  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
  g_cancellable_cancel (cancelled);
  g_assert_false (export_file (result, file, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (g_file_get_contents (path, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "old");
}

#define ADD(name, function)                                                                       \
  g_test_add ("/export/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("text-formats", test_text_formats);
  ADD ("json", test_json);
  ADD ("html", test_html);
  ADD ("sql", test_sql);
  ADD ("xlsx", test_xlsx);
  ADD ("xlsx-limit", test_xlsx_limit);
  ADD ("file", test_file);
  return g_test_run ();
}
