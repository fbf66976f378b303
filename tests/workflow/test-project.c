/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "querist-connection.h"
#include "querist-csv-error.h"
#include "querist-project-private.h"
#include "test-files.h"

#define CUSTOMERS "id;name;since\n1;Ann;2020-01-31\n2;Bob;2021-02-28\n3;Cy;2022-03-31\n"
#define ORDERS    "order_no;customer_id;total\n10;1;5.50\n11;1;7.25\n12;3;1.00\n13;2;9.99\n"

/* What a schema begins with. */
#define HEAD "datasource db {\n  provider = \"sqlite\"\n  url = \"file:../analysis.db\"\n}\n"

typedef struct {
  char           *folder;
  char           *path;
  QueristProject *project;
  GPtrArray      *drift;
  gboolean        done;
  GError         *error;
} Fixture;

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  f->folder = g_dir_make_tmp ("querist-project-XXXXXX", &error);
  f->path = g_build_filename (f->folder, "sales", NULL);
  f->project = querist_project_create (f->path, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  g_clear_object (&f->project);
  g_clear_error (&f->error);
  g_clear_pointer (&f->drift, g_ptr_array_unref);
  test_files_remove (f->folder);
  g_free (f->folder);
  g_free (f->path);
}

static char *
write_file (Fixture    *f,
            const char *name,
            const char *text)
{
  g_autoptr(GError) error = NULL;
  char *path = g_build_filename (f->folder, name, NULL);

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return path;
}

static void
wait (Fixture *f)
{
  while (!f->done)
    g_main_context_iteration (NULL, TRUE);
  f->done = FALSE;
}

static void
added_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  Fixture *f = user_data;
  g_autoptr(QueristSource) source = NULL;

  source = querist_project_add_source_finish (f->project, result, &f->error);
  f->done = TRUE;
}

static void
add (Fixture    *f,
     const char *name,
     const char *text)
{
  g_autofree char *path = write_file (f, name, text);

  querist_project_add_source_async (f->project, path, NULL, NULL, NULL, NULL, added_cb, f);
  wait (f);
}

static void
suggested_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  Fixture *f = user_data;

  querist_project_suggest_finish (f->project, result, &f->error);
  f->done = TRUE;
}

static void
suggest (Fixture *f)
{
  querist_project_suggest_async (f->project, NULL, suggested_cb, f);
  wait (f);
}

static void
reopen (Fixture *f)
{
  g_clear_object (&f->project);
  f->project = querist_project_open (f->path, &f->error);
}

static QueristSource *
get_source (Fixture *f,
            guint    index)
{
  return querist_project_peek_source (f->project, index);
}

static void
test_create (Fixture      *f,
             gconstpointer data)
{
  static const char *const names[] = { "prisma", "analysis_results", "sources.json" };
  g_autoptr(GError) error = NULL;
  g_autofree char *database = querist_project_dup_database_path (f->project);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (f->path, names[i], NULL);

      g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
    }
  g_assert_cmpstr (querist_project_get_name (f->project), ==, "sales");
  g_assert_true (g_str_has_prefix (database, f->path));
  g_assert_null (querist_project_create (f->path, &error));
  g_assert_error (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_EXISTS);
}

/* What is known of a thousand files takes megabytes. */
static void
test_many_sources (Fixture      *f,
                   gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->path, "sources.json", NULL);
  g_autofree char *filler = g_strnfill (5 * 1024 * 1024, '\n');
  g_autofree char *text = NULL;
  g_autofree char *longer = NULL;

  add (f, "customers.csv", CUSTOMERS);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  longer = g_strconcat (text, filler, NULL);
  g_assert_true (g_file_set_contents (path, longer, -1, NULL));
  reopen (f);
  g_assert_no_error (f->error);
  g_assert_cmpuint (g_list_model_get_n_items (querist_project_get_sources (f->project)), ==, 1);
}

static void
test_not_a_project (Fixture      *f,
                    gconstpointer data)
{
  static const char *const broken[] = {
    "", "[]", "{\"sources\":[7]}", "{\"version\":99}", "{\"sources\":[{\"path\":", "\xff",
    "{\"sources\":[{\"path\":\"a.csv\",\"dialect\":{\"delimiter\":7,\"header_rows\":\"x\"}},{}]}",
  };
  g_autofree char *sources = g_build_filename (f->path, "sources.json", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (querist_project_open (f->folder, &error));
  g_assert_error (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_NOT_A_PROJECT);
  g_clear_error (&error);
  g_assert_null (querist_project_open ("/nowhere/at/all", &error));
  g_assert_error (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_NOT_A_PROJECT);
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_clear_error (&error);
      g_file_set_contents (sources, broken[i], -1, NULL);
      g_assert_null (querist_project_open (f->path, &error));
      g_assert_nonnull (error);
    }
}

/* All that was found and decided is there again after a restart, without reading the files. */
static void
test_reopen (Fixture      *f,
             gconstpointer data)
{
  g_autofree char *text = NULL;
  guint n_evidence;
  QueristSource *source;
  const QueristSourceColumn *column;

  add (f, "sales/customers.csv", CUSTOMERS);
  add (f, "orders.csv", ORDERS);
  g_assert_no_error (f->error);
  suggest (f);
  g_assert_no_error (f->error);
  text = g_strdup (querist_project_get_schema_text (f->project));
  n_evidence = querist_project_get_evidence (f->project)->len;
  g_assert_nonnull (strstr (text, "model Customer"));
  g_assert_cmpuint (n_evidence, >, 0);

  reopen (f);
  g_assert_no_error (f->error);
  g_assert_cmpstr (querist_project_get_schema_text (f->project), ==, text);
  g_assert_cmpuint (querist_project_get_evidence (f->project)->len, ==, n_evidence);
  g_assert_cmpuint (g_list_model_get_n_items (querist_project_get_sources (f->project)), ==, 2);
  source = get_source (f, 0);
  g_assert_true (querist_source_is_waiting (source));
  g_assert_null (querist_source_get_profile (source));
  g_assert_cmpstr (querist_source_get_table (source), ==, "customers");
  g_assert_cmpstr (querist_source_get_dialect (source)->delimiter, ==, ";");
  g_assert_cmpuint (querist_source_get_columns (source)->len, ==, 3);
  column = querist_source_get_columns (source)->pdata[2];
  g_assert_cmpstr (column->name, ==, "since");
  g_assert_cmpint (column->type, ==, QUERIST_SCALAR_DATE_TIME);
}

/* A project that is moved takes its own files along. */
static void
test_moved (Fixture      *f,
            gconstpointer data)
{
  g_autofree char *moved = g_build_filename (f->folder, "moved", NULL);
  g_autofree char *inside = g_build_filename (moved, "customers.csv", NULL);
  g_autofree char *outside = g_build_filename (f->folder, "orders.csv", NULL);
  g_autofree char *database = NULL;

  add (f, "sales/customers.csv", CUSTOMERS);
  add (f, "orders.csv", ORDERS);
  g_assert_cmpint (g_rename (f->path, moved), ==, 0);
  g_free (f->path);
  f->path = g_steal_pointer (&moved);
  reopen (f);
  g_assert_no_error (f->error);
  database = querist_project_dup_database_path (f->project);
  g_assert_true (g_str_has_prefix (database, f->path));
  g_assert_cmpstr (querist_source_get_path (get_source (f, 0)), ==, inside);
  g_assert_cmpstr (querist_source_get_path (get_source (f, 1)), ==, outside);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Fixture *f = user_data;

  querist_project_read_waiting_finish (f->project, result, &f->error);
  f->done = TRUE;
}

static void
test_read_waiting (Fixture      *f,
                   gconstpointer data)
{
  g_autofree char *gone = g_build_filename (f->folder, "orders.csv", NULL);

  add (f, "customers.csv", CUSTOMERS);
  add (f, "orders.csv", ORDERS);
  reopen (f);
  g_unlink (gone);
  querist_project_read_waiting_async (f->project, NULL, read_cb, f);
  wait (f);
  g_assert_no_error (f->error);
  g_assert_cmpuint (querist_source_get_profile (get_source (f, 0))->n_read, ==, 3);
  /* A file that went away fails by itself, and keeps what is known of it. */
  g_assert_null (querist_source_get_profile (get_source (f, 1)));
  g_assert_nonnull (querist_source_get_message (get_source (f, 1)));
  g_assert_cmpuint (querist_source_get_columns (get_source (f, 1))->len, ==, 3);
}

static void
overridden_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  Fixture *f = user_data;

  querist_project_override_finish (f->project, result, &f->error);
  f->done = TRUE;
}

static void
test_override (Fixture      *f,
               gconstpointer data)
{
  g_autoptr(QueristCsvDialect) wanted = querist_csv_dialect_new ();

  add (f, "customers.csv", CUSTOMERS);
  g_free (wanted->delimiter);
  wanted->delimiter = g_strdup ("|");
  wanted->given = QUERIST_CSV_DELIMITER;
  querist_project_override_async (f->project, get_source (f, 0), wanted, NULL, overridden_cb, f);
  g_assert_true (querist_source_is_reading (get_source (f, 0)));
  wait (f);
  g_assert_no_error (f->error);
  g_assert_cmpuint (querist_source_get_columns (get_source (f, 0))->len, ==, 1);

  reopen (f);
  g_assert_cmpstr (querist_source_get_wanted (get_source (f, 0))->delimiter, ==, "|");
  g_assert_cmpuint (querist_source_get_wanted (get_source (f, 0))->given, ==,
                    QUERIST_CSV_DELIMITER);
}

static void
test_refused_files (Fixture      *f,
                    gconstpointer data)
{
  add (f, "empty.csv", "");
  g_assert_error (f->error, QUERIST_CSV_ERROR, QUERIST_CSV_ERROR_EMPTY);
  g_clear_error (&f->error);
  g_assert_nonnull (querist_source_get_message (get_source (f, 0)));

  add (f, "good.csv", CUSTOMERS);
  g_assert_no_error (f->error);
  add (f, "good.csv", CUSTOMERS);
  g_assert_error (f->error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_SOURCE);
  g_clear_error (&f->error);
  g_assert_cmpuint (g_list_model_get_n_items (querist_project_get_sources (f->project)), ==, 2);

  querist_project_remove_source (f->project, get_source (f, 1));
  suggest (f);
  g_assert_error (f->error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_SOURCE);
}

static void
test_cancel (Fixture      *f,
             gconstpointer data)
{
  g_autofree char *path = write_file (f, "customers.csv", CUSTOMERS);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();

  querist_project_add_source_async (f->project, path, NULL, NULL, NULL, cancellable, added_cb, f);
  g_cancellable_cancel (cancellable);
  wait (f);
  g_assert_error (f->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (g_list_model_get_n_items (querist_project_get_sources (f->project)), ==, 0);
}

static void
test_schema_text (Fixture      *f,
                  gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristCatalog) catalog = NULL;

  g_assert_null (querist_project_dup_schema_catalog (f->project, &error));
  g_assert_error (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_SCHEMA);
  g_clear_error (&error);

  g_assert_true (querist_project_set_schema_text (f->project, "model A {\n  id Itn\n}\n", &error));
  g_assert_null (querist_project_dup_schema_catalog (f->project, &error));
  g_assert_error (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_SCHEMA);
  reopen (f);
  g_assert_no_error (f->error);
  g_assert_nonnull (strstr (querist_project_get_schema_text (f->project), "Itn"));
}

static char *
read_schema (Fixture *f)
{
  g_autofree char *path = querist_project_dup_schema_path (f->project);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static void
write_schema (Fixture    *f,
              const char *bytes,
              gssize      length)
{
  g_autofree char *path = querist_project_dup_schema_path (f->project);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, bytes, length, &error);
  g_assert_no_error (error);
}

/* What another program wrote is not overwritten until somebody says so. */
static void
test_schema_conflict (Fixture      *f,
                      gconstpointer data)
{
  g_autofree char *none = NULL, *conflict = NULL, *gone = NULL, *on_disk = NULL, *mine = NULL;
  g_autofree char *path = querist_project_dup_schema_path (f->project);
  g_autoptr(GError) error = NULL;

  g_assert_true (querist_project_set_schema_text (f->project, HEAD "// mine\n", &f->error));
  none = querist_project_dup_schema_conflict (f->project);
  g_assert_null (none);

  write_schema (f, HEAD "// theirs\n", -1);
  conflict = querist_project_dup_schema_conflict (f->project);
  g_assert_cmpstr (conflict, ==, "schema.prisma was changed by another program.");
  g_assert_false (querist_project_set_schema_text (f->project, HEAD "// more\n", &error));
  g_assert_error (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_CONFLICT);
  on_disk = read_schema (f);
  g_assert_cmpstr (on_disk, ==, HEAD "// theirs\n");
  g_assert_cmpstr (querist_project_get_schema_text (f->project), ==, HEAD "// mine\n");

  g_assert_true (querist_project_reload_schema (f->project, &f->error));
  g_assert_cmpstr (querist_project_get_schema_text (f->project), ==, HEAD "// theirs\n");
  g_assert_true (querist_project_set_schema_text (f->project, HEAD, &f->error));

  write_schema (f, "// theirs again\n", -1);
  g_assert_true (querist_project_overwrite_schema (f->project, HEAD, &f->error));
  mine = read_schema (f);
  g_assert_cmpstr (mine, ==, HEAD);

  g_remove (path);
  gone = querist_project_dup_schema_conflict (f->project);
  g_assert_null (gone);
  g_assert_true (querist_project_set_schema_text (f->project, HEAD, &f->error));
}

/* Bytes that are no text can be looked at, and stay in the file. */
static void
test_schema_damaged (Fixture      *f,
                     gconstpointer data)
{
  static const struct
  {
    const char *bytes;
    gsize       length;
    const char *says;
  } cases[] = {
    { "// a\n// \xe9t\xe9\n", 11, "line 2 has the byte 0xE9" },
    { "// a\n\n// \0b\n", 12, "NUL byte in line 3" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *conflict = NULL, *fixed = NULL;
      g_autoptr(GError) error = NULL;

      write_schema (f, cases[i].bytes, cases[i].length);
      g_assert_true (querist_project_reload_schema (f->project, &f->error));
      g_assert_nonnull (strstr (querist_project_get_schema_text (f->project), "\uFFFD"));
      conflict = querist_project_dup_schema_conflict (f->project);
      g_assert_nonnull (strstr (conflict, cases[i].says));
      g_assert_false (querist_project_set_schema_text (f->project, HEAD, &error));
      g_assert_error (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_CONFLICT);
      g_assert_true (querist_project_overwrite_schema (f->project, HEAD, &f->error));
      fixed = querist_project_dup_schema_conflict (f->project);
      g_assert_null (fixed);
    }
}

static void
test_use_database (Fixture      *f,
                   gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename (f->folder, "other.db", NULL);
  g_autofree char *nothing = write_file (f, "text.db", "no database at all, but a text\n");
  g_autofree char *used = NULL;
  g_autoptr(sqlite3) db = querist_connection_open_write (path, &error);

  querist_connection_exec (db, "CREATE TABLE cats (id INTEGER PRIMARY KEY, name TEXT NOT NULL)",
                           &error);
  g_assert_no_error (error);
  g_assert_false (querist_project_use_database (f->project, nothing, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_true (querist_project_use_database (f->project, path, &error));
  g_assert_no_error (error);
  reopen (f);
  g_assert_no_error (f->error);
  used = querist_project_dup_database_path (f->project);
  g_assert_cmpstr (used, ==, path);
  g_assert_nonnull (strstr (querist_project_get_schema_text (f->project), "@@map(\"cats\")"));
  g_assert_nonnull (querist_catalog_find_table (querist_project_get_catalog (f->project), "cats"));
}

/* Where the columns of a file go when the analyst has renamed things. */
static void
test_match (Fixture      *f,
            gconstpointer data)
{
  static const struct {
    const char *schema;
    const char *table, *columns;
    guint       n_notes;
    const char *error;
  } cases[] = {
    { HEAD "model Customer {\n id Int @id\n name String\n since DateTime\n"
      " @@map(\"customers\")\n}\n", "customers", "id name since", 0, NULL },
    { HEAD "model Client {\n id Int @id\n fullName String @map(\"name\")\n since DateTime\n"
      " @@map(\"customers\")\n}\n", "customers", "id name since", 0, NULL },
    { HEAD "model Customer {\n id Int @id\n name String @map(\"full_name\")\n since DateTime\n}\n",
      "Customer", "id full_name since", 0, NULL },
    { HEAD "model Client {\n id Int @id\n name String\n since DateTime\n}\n",
      "Client", "id name since", 1, NULL },
    { HEAD "model Customer {\n id Int @id\n name String\n @@map(\"customers\")\n}\n",
      "customers", "id name", 1, NULL },
    { HEAD "/// @renamed from customers\nmodel Client {\n id Int @id\n"
      " /// @renamed from name\n label String\n /// @renamed from SINCE\n from DateTime\n}\n",
      "Client", "id label from", 0, NULL },
    { HEAD "model Thing {\n key Int @id\n other String\n}\n", NULL, NULL, 0, "no table" },
    { HEAD "model Customer {\n key Int @id\n @@map(\"customers\")\n}\n", NULL, NULL, 0,
      "No column" },
  };

  add (f, "customers.csv", CUSTOMERS);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
      g_autoptr(GPtrArray) files = NULL;
      g_autoptr(QueristCatalog) catalog = NULL;
      g_autoptr(GString) columns = g_string_new (NULL);

      querist_source_set_table (get_source (f, 0), "customers");
      g_assert_true (querist_project_set_schema_text (f->project, cases[i].schema, &error));
      catalog = querist_project_dup_schema_catalog (f->project, &error);
      g_assert_no_error (error);
      files = querist_project_match_sources (f->project, catalog, notes, &error);
      if (cases[i].error != NULL)
        {
          g_assert_error (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_SOURCE);
          g_assert_nonnull (strstr (error->message, cases[i].error));
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpuint (files->len, ==, 1);
      g_assert_cmpstr (((QueristLoadFile *) files->pdata[0])->table, ==, cases[i].table);
      for (guint j = 0; j < ((QueristLoadFile *) files->pdata[0])->columns->len; j++)
        {
          QueristLoadColumn *column = ((QueristLoadFile *) files->pdata[0])->columns->pdata[j];

          g_string_append_printf (columns, "%s%s", j > 0 ? " " : "", column->target);
        }
      g_assert_cmpstr (columns->str, ==, cases[i].columns);
      g_assert_cmpuint (notes->len, ==, cases[i].n_notes);
    }
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Fixture *f = user_data;
  g_autoptr(QueristLedger) ledger = querist_project_load_finish (f->project, result, &f->error);

  f->done = TRUE;
}

static void
load (Fixture *f)
{
  querist_project_load_async (f->project, QUERIST_LOAD_REPLACE, FALSE, NULL, NULL, NULL,
                              loaded_cb, f);
  wait (f);
}

static void
pushed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Fixture *f = user_data;

  querist_project_push_finish (f->project, result, &f->error);
  f->done = TRUE;
}

/* An empty database gets the schema by itself; one that does not fit waits for a push, and what the
 * schema has no place for is told. */
static void
test_load (Fixture      *f,
           gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (querist_project_require_catalog (f->project, &error));
  g_assert_error (error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_NOTHING_LOADED);
  add (f, "customers.csv", CUSTOMERS);
  suggest (f);
  load (f);
  g_assert_no_error (f->error);
  g_assert_null (querist_project_get_load_notes (f->project)[0]);
  g_assert_cmpint (querist_project_get_n_rows (f->project, "customers"), ==, -1);
  while (querist_project_get_n_rows (f->project, "customers") < 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (querist_project_get_n_rows (f->project, "customers"), ==, 3);

  querist_project_set_schema_text (f->project, HEAD
                                   "model Customer {\n id Int @id\n name String\n"
                                   " @@map(\"customers\")\n}\n", &f->error);
  g_assert_no_error (f->error);
  load (f);
  g_assert_error (f->error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_FAILED);
  g_clear_error (&f->error);
  querist_project_push_async (f->project, FALSE, NULL, pushed_cb, f);
  wait (f);
  g_assert_error (f->error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_DATA_LOSS);
  g_clear_error (&f->error);
  querist_project_push_async (f->project, TRUE, NULL, pushed_cb, f);
  wait (f);
  g_assert_no_error (f->error);
  load (f);
  g_assert_no_error (f->error);
  g_assert_nonnull (strstr (querist_project_get_load_notes (f->project)[0], "“since”"));
}

/* A table and a column that were renamed by a hint are filled from the same file as before, also when
 * the hint has done its work and is gone. */
static void
test_renamed (Fixture      *f,
              gconstpointer data)
{
  static const char *const schemas[] = {
    HEAD "/// @renamed from customers\nmodel Client {\n id Int @id\n"
         " /// @renamed from name\n label String?\n since DateTime\n}\n",
    HEAD "model Client {\n id Int @id\n label String?\n since DateTime\n}\n",
  };
  g_autofree char *database = querist_project_dup_database_path (f->project);

  add (f, "customers.csv", CUSTOMERS);
  suggest (f);
  load (f);
  g_assert_no_error (f->error);
  for (guint i = 0; i < G_N_ELEMENTS (schemas); i++)
    {
      g_autoptr(sqlite3) db = NULL;
      g_autoptr(sqlite3_stmt) statement = NULL;

      querist_project_set_schema_text (f->project, schemas[i], &f->error);
      g_assert_no_error (f->error);
      querist_project_push_async (f->project, FALSE, NULL, pushed_cb, f);
      wait (f);
      g_assert_no_error (f->error);
      load (f);
      g_assert_no_error (f->error);
      g_assert_null (querist_project_get_load_notes (f->project)[0]);
      db = querist_connection_open_read (database, NULL);
      statement = querist_connection_prepare (db, "SELECT count (label) FROM Client", NULL);
      g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
      g_assert_cmpint (sqlite3_column_int (statement, 0), ==, 3);
      reopen (f);
    }
}

/* Next month's file may come in another shape: its header decides, not the column's number. */
static void
test_drift (Fixture      *f,
            gconstpointer data)
{
  static const struct {
    const char *text, *note, *error;
  } cases[] = {
    { "since;id;name\n2023-01-01;7;Dee\n", NULL, NULL },
    { "id;name;extra;since\n7;Dee;x;2023-01-01\n", "“extra”", NULL },
    { "id;since;extra\n7;2023-01-01;x\n", NULL, "“name”" },
  };

  add (f, "customers.csv", CUSTOMERS);
  suggest (f);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = write_file (f, "customers.csv", cases[i].text);
      g_autofree char *database = NULL;
      g_autoptr(sqlite3) db = NULL;
      g_autoptr(sqlite3_stmt) statement = NULL;
      const char *note;

      load (f);
      if (cases[i].error != NULL)
        {
          g_assert_error (f->error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_DRIFT);
          g_assert_nonnull (strstr (f->error->message, cases[i].error));
          continue;
        }
      g_assert_no_error (f->error);
      note = querist_project_get_load_notes (f->project)[0];
      g_assert_true (cases[i].note == NULL ? note == NULL : strstr (note, cases[i].note) != NULL);
      database = querist_project_dup_database_path (f->project);
      db = querist_connection_open_read (database, NULL);
      statement = querist_connection_prepare (db, "SELECT name FROM customers WHERE id = 7", NULL);
      g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
      g_assert_cmpstr ((const char *) sqlite3_column_text (statement, 0), ==, "Dee");
    }
}

/* A column that came later is loaded as soon as the schema has a field for it. */
static void
test_new_column (Fixture      *f,
                 gconstpointer data)
{
  g_autofree char *database = querist_project_dup_database_path (f->project);
  g_autofree char *path = NULL;

  add (f, "customers.csv", CUSTOMERS);
  suggest (f);
  load (f);
  g_assert_no_error (f->error);
  path = write_file (f, "customers.csv",
                     "id;name;since;Last Visit\n7;Dee;2023-01-01;05/03/2025\n"
                     "8;Eve;2023-01-02;14/03/2025\n");
  querist_project_set_schema_text (f->project,
                                   HEAD "model Customer {\n id Int @id\n name String?\n"
                                   " since DateTime\n lastVisit DateTime? @map(\"last_visit\")\n"
                                   " @@map(\"customers\")\n}\n", &f->error);
  g_assert_no_error (f->error);
  querist_project_push_async (f->project, FALSE, NULL, pushed_cb, f);
  wait (f);
  g_assert_no_error (f->error);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(sqlite3) db = NULL;
      g_autoptr(sqlite3_stmt) statement = NULL;

      load (f);
      g_assert_no_error (f->error);
      g_assert_nonnull (strstr (querist_project_get_load_notes (f->project)[0],
                                "is loaded into “last_visit”"));
      db = querist_connection_open_read (database, NULL);
      statement = querist_connection_prepare (db, "SELECT last_visit FROM customers WHERE id = 8",
                                              NULL);
      g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
      g_assert_true (g_str_has_prefix ((const char *) sqlite3_column_text (statement, 0),
                                       "2025-03-14"));
    }
}

static void
drift_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  Fixture *f = user_data;

  g_clear_pointer (&f->drift, g_ptr_array_unref);
  f->drift = querist_project_find_drift_finish (QUERIST_PROJECT (object), result, &f->error);
  f->done = TRUE;
}

#define MONTH                                                                                     \
  "id;day;state;amount\n1;05/03/2025;open;1.5\n2;14/03/2025;paid;2\n3;15/03/2025;open;3\n"          \
  "4;16/03/2025;paid;4\n5;17/03/2025;open;5\n6;18/03/2025;paid;6\n7;19/03/2025;open;7\n"            \
  "8;20/03/2025;paid;8\n9;21/03/2025;open;9\n10;22/03/2025;paid;10\n11;23/03/2025;open;11\n"        \
  "12;24/03/2025;paid;12\n"

/* What has changed in next month's file is told before anything is loaded. */
static void
test_drift_kinds (Fixture      *f,
                  gconstpointer data)
{
  static const struct {
    const char       *text;
    QueristDriftKind  kind;
    gboolean          blocks;
    const char       *message;
  } cases[] = {
    { "id;day;status;amount\n1;05/04/2025;open;1\n", QUERIST_DRIFT_RENAMED_COLUMN, TRUE,
      "“state” of month.csv seems to be called “status”" },
    { "1;05/04/2025;open;1\n2;06/04/2025;open;1\n", QUERIST_DRIFT_MISSING_HEADER, TRUE, "no header" },
    { "id;day;state;amount\n1;2025-04-05;open;1\n2;2025-04-06;open;1\n", QUERIST_DRIFT_TYPE, FALSE,
      "(%d/%m/%Y) and is DateTime (%Y-%m-%d) now; it is read so" },
    { "id;day;state;amount\n1;05/04/2025;open;one\n2;06/04/2025;open;2.5\n", QUERIST_DRIFT_TYPE,
      FALSE, "is String now: 1 of the first 2 values don’t fit, such as “one” on line 2" },
    { "id;day;state;amount\n1;05/04/2025;open;one\n2;06/04/2025;open;two\n", QUERIST_DRIFT_TYPE,
      TRUE, "2 of the first 2 values don’t fit" },
    { "id;day;state;amount\n1;05/04/2025;lost;1\n2;06/04/2025;open;2.5\n", QUERIST_DRIFT_CATEGORY,
      FALSE, "“lost”" },
    { "id;day;state;amount;x\n1;05/04/2025;open;1;y\n", QUERIST_DRIFT_NEW_COLUMN, FALSE, "“x”" },
    { "id;day;amount\n1;05/04/2025;1\n", QUERIST_DRIFT_MISSING_COLUMN, TRUE, "“state”" },
  };

  add (f, "month.csv", MONTH);
  suggest (f);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = write_file (f, "month.csv", cases[i].text);
      const QueristDrift *drift;

      g_test_message ("case %u", i);
      querist_project_find_drift_async (f->project, NULL, drift_cb, f);
      wait (f);
      g_assert_no_error (f->error);
      g_assert_cmpuint (f->drift->len, ==, 1);
      drift = f->drift->pdata[0];
      g_assert_cmpint (drift->kind, ==, cases[i].kind);
      g_assert_cmpint (drift->blocks, ==, cases[i].blocks);
      g_assert_nonnull (strstr (drift->message, cases[i].message));
    }
}

/* A header of @n names that begin with @prefix, and a row of numbers. */
static char *
wide_file (const char *prefix,
           guint       n)
{
  GString *header = g_string_new ("id");
  g_autoptr(GString) row = g_string_new ("1");

  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (header, ",%s_%u", prefix, i);
      g_string_append_printf (row, ",%u", i + 2);
    }
  g_string_append_printf (header, "\n%s\n", row->str);
  return g_string_free (header, FALSE);
}

/* Where all columns of a wide file have new names, all are known by their places. */
static void
test_wide_drift (Fixture      *f,
                 gconstpointer data)
{
  g_autofree char *before = wide_file ("before", 300);
  g_autofree char *after = wide_file ("after", 300);
  g_autofree char *fewer = wide_file ("fewer", 200);
  g_autofree char *path = NULL;
  g_autofree char *same_path = NULL;

  add (f, "wide.csv", before);
  suggest (f);
  path = write_file (f, "wide.csv", after);
  querist_project_find_drift_async (f->project, NULL, drift_cb, f);
  wait (f);
  g_assert_no_error (f->error);
  g_assert_cmpuint (f->drift->len, ==, 300);
  for (guint i = 0; i < f->drift->len; i++)
    g_assert_cmpint (((QueristDrift *) f->drift->pdata[i])->kind, ==,
                     QUERIST_DRIFT_RENAMED_COLUMN);

  same_path = write_file (f, "wide.csv", fewer);
  querist_project_find_drift_async (f->project, NULL, drift_cb, f);
  wait (f);
  g_assert_no_error (f->error);
  g_assert_cmpuint (f->drift->len, ==, 500);
  for (guint i = 0; i < f->drift->len; i++)
    g_assert_cmpuint (strlen (((QueristDrift *) f->drift->pdata[i])->message), <, 500);
}

/* What a person has accepted is loaded, and known from then on. */
static void
test_accepted_drift (Fixture      *f,
                     gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autofree char *database = NULL;
  g_autoptr(sqlite3) db = NULL;
  g_autoptr(sqlite3_stmt) statement = NULL;

  add (f, "month.csv", MONTH);
  suggest (f);
  path = write_file (f, "month.csv", "id;status;day;amount\n1;open;2025-04-05;7.5\n"
                                     "2;paid;2025-04-06;8\n");
  load (f);
  g_assert_error (f->error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_DRIFT);
  g_clear_error (&f->error);
  querist_project_load_async (f->project, QUERIST_LOAD_REPLACE, TRUE, NULL, NULL, NULL, loaded_cb,
                              f);
  wait (f);
  g_assert_no_error (f->error);
  database = querist_project_dup_database_path (f->project);
  db = querist_connection_open_read (database, NULL);
  statement = querist_connection_prepare (db, "SELECT state || date (day) FROM month WHERE id = 1",
                                          NULL);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  g_assert_cmpstr ((const char *) sqlite3_column_text (statement, 0), ==, "open2025-04-05");
  querist_project_find_drift_async (f->project, NULL, drift_cb, f);
  wait (f);
  for (guint i = 0; i < f->drift->len; i++)
    g_assert_false (((QueristDrift *) f->drift->pdata[i])->blocks);
}

static void
repointed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  Fixture *f = user_data;

  querist_project_repoint_finish (f->project, result, &f->error);
  f->done = TRUE;
}

/* Next month's file takes the place of the last one's, and adds its rows to those that are there. */
static void
test_next_month (Fixture      *f,
                 gconstpointer data)
{
  g_autofree char *april = NULL;
  g_autofree char *database = NULL;
  g_autoptr(QueristSource) source = NULL;
  g_autoptr(sqlite3) db = NULL;
  g_autoptr(sqlite3_stmt) statement = NULL;

  add (f, "customers.csv", CUSTOMERS);
  add (f, "orders.csv", ORDERS);
  suggest (f);
  load (f);
  g_assert_no_error (f->error);
  april = write_file (f, "april.csv", "order_no;customer_id;total\n14;1;2.00\n15;3;3.00\n");
  source = g_list_model_get_item (querist_project_get_sources (f->project), 1);
  querist_project_repoint_async (f->project, source, april, NULL, repointed_cb, f);
  wait (f);
  g_assert_no_error (f->error);
  g_assert_cmpstr (querist_source_get_path (source), ==, april);
  querist_project_load_async (f->project, QUERIST_LOAD_APPEND_NEW, FALSE, NULL, NULL, NULL,
                              loaded_cb, f);
  wait (f);
  g_assert_no_error (f->error);
  g_assert_nonnull (strstr (querist_project_get_load_notes (f->project)[0], "customers.csv"));
  database = querist_project_dup_database_path (f->project);
  db = querist_connection_open_read (database, NULL);
  statement = querist_connection_prepare (db, "SELECT count(*), (SELECT count(*) FROM customers), "
                                              "(SELECT count(*) FROM _querist_rejects) "
                                              "FROM orders", NULL);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  g_assert_cmpint (sqlite3_column_int (statement, 0), ==, 6);
  g_assert_cmpint (sqlite3_column_int (statement, 1), ==, 3);
  g_assert_cmpint (sqlite3_column_int (statement, 2), ==, 0);

  querist_project_load_async (f->project, QUERIST_LOAD_APPEND_NEW, FALSE, NULL, NULL, NULL,
                              loaded_cb, f);
  wait (f);
  g_assert_error (f->error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_SOURCE);
  g_clear_error (&f->error);
  querist_project_repoint_async (f->project, source, april, NULL, repointed_cb, f);
  wait (f);
  g_assert_error (f->error, QUERIST_PROJECT_ERROR, QUERIST_PROJECT_ERROR_SOURCE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                       \
  g_test_add ("/workflow/project/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("create", test_create);
  ADD ("not-a-project", test_not_a_project);
  ADD ("many-sources", test_many_sources);
  ADD ("reopen", test_reopen);
  ADD ("moved", test_moved);
  ADD ("read-waiting", test_read_waiting);
  ADD ("override", test_override);
  ADD ("refused-files", test_refused_files);
  ADD ("cancel", test_cancel);
  ADD ("schema-text", test_schema_text);
  ADD ("schema-conflict", test_schema_conflict);
  ADD ("schema-damaged", test_schema_damaged);
  ADD ("use-database", test_use_database);
  ADD ("match", test_match);
  ADD ("load", test_load);
  ADD ("renamed", test_renamed);
  ADD ("new-column", test_new_column);
  ADD ("drift", test_drift);
  ADD ("drift-kinds", test_drift_kinds);
  ADD ("wide-drift", test_wide_drift);
  ADD ("accepted-drift", test_accepted_drift);
  ADD ("next-month", test_next_month);
#undef ADD
  return g_test_run ();
}
