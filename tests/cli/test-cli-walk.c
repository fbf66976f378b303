/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <string.h>

#include "querist-json.h"

/* The real querist-cli, from CSV files to an answer, and with the bad input that people have. */

/*
 * @model_url: (nullable): where QUERIST_MODEL_URL points to
 * @replies: what the server on loopback says, one to each request; NULL after them
 */
typedef struct {
  char              *folder;
  char              *project;
  const char        *model_url;
  const char *const *replies;
  guint              status;
  char              *out;
  char              *err;
  gboolean           done;
} Fixture;

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  f->folder = g_dir_make_tmp ("querist-walk-XXXXXX", &error);
  g_assert_no_error (error);
  f->project = g_build_filename (f->folder, "sales", NULL);
}

static void
remove_folder (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_folder (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  remove_folder (f->folder);
  g_free (f->folder);
  g_free (f->project);
  g_free (f->out);
  g_free (f->err);
}

static void
communicated_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  Fixture *f = user_data;
  g_autoptr(GError) error = NULL;

  g_subprocess_communicate_utf8_finish (G_SUBPROCESS (object), result, &f->out, &f->err, &error);
  g_assert_no_error (error);
  f->done = TRUE;
}

/* Runs querist-cli with @words and @input on its standard input, with neither model nor settings
 * of the person who runs the tests. Gives the exit status. */
static int
run_words (Fixture           *f,
           const char *const *words,
           const char        *input)
{
  g_autoptr(GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                               G_SUBPROCESS_FLAGS_STDERR_PIPE);
  static const char *const unset[] = {
    "QUERIST_MODEL_PROVIDER", "QUERIST_MODEL_URL", "QUERIST_MODEL", "QUERIST_API_KEY",
    "QUERIST_CONSENT", "OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "OLLAMA_HOST",
  };
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (unset); i++)
    g_subprocess_launcher_unsetenv (launcher, unset[i]);
  g_subprocess_launcher_setenv (launcher, "XDG_CONFIG_HOME", f->folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "QUERIST_NOW", "2026-07-15", TRUE);
  if (f->model_url != NULL)
    {
      g_subprocess_launcher_setenv (launcher, "QUERIST_MODEL_URL", f->model_url, TRUE);
      g_subprocess_launcher_setenv (launcher, "QUERIST_MODEL", "played", TRUE);
    }
  g_clear_pointer (&f->out, g_free);
  g_clear_pointer (&f->err, g_free);
  process = g_subprocess_launcher_spawnv (launcher, words, &error);
  g_assert_no_error (error);
  f->done = FALSE;
  g_subprocess_communicate_utf8_async (process, input, NULL, communicated_cb, f);
  while (!f->done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_subprocess_get_if_exited (process));
  return g_subprocess_get_exit_status (process);
}

/* The same with the words of @..., up to NULL. */
static int
run (Fixture *f,
     ...) G_GNUC_NULL_TERMINATED;

static int
run (Fixture *f,
     ...)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new ();
  const char *word;
  va_list list;

  g_ptr_array_add (words, (gpointer) g_getenv ("QUERIST_CLI"));
  va_start (list, f);
  while ((word = va_arg (list, const char *)) != NULL)
    g_ptr_array_add (words, (gpointer) word);
  va_end (list);
  g_ptr_array_add (words, NULL);
  return run_words (f, (const char *const *) words->pdata, NULL);
}

static void
check_status (Fixture *f,
              int      status,
              int      expected)
{
  if (status != expected)
    g_test_message ("standard output: %s\nstandard error: %s", f->out, f->err);
  g_assert_cmpint (status, ==, expected);
}

#define RUN(f, expected, ...) check_status (f, run (f, __VA_ARGS__, NULL), expected)

static char *
sample (const char *name)
{
  return g_build_filename (g_getenv ("QUERIST_SAMPLE_DIR"), name, NULL);
}

static char *
write_file (Fixture    *f,
            const char *name,
            const char *text,
            gssize      length)
{
  g_autoptr(GError) error = NULL;
  char *path = g_build_filename (f->folder, name, NULL);

  g_file_set_contents (path, text, length, &error);
  g_assert_no_error (error);
  return path;
}

static JsonNode *
read_json (Fixture *f)
{
  g_autoptr(GError) error = NULL;
  JsonNode *node = querist_json_parse (f->out, -1, &error);

  g_assert_no_error (error);
  return node;
}

static void
make_sample_project (Fixture *f)
{
  g_autofree char *customers = sample ("customers.csv");
  g_autofree char *items = sample ("order_items.csv");
  g_autofree char *orders = sample ("orders.csv");
  g_autofree char *products = sample ("products.csv");
  g_autofree char *returns = sample ("returns.csv");
  g_autofree char *stores = sample ("stores.csv");

  RUN (f, 0, "new", f->project, customers, items, orders, products, returns, stores);
  RUN (f, 0, "push", f->project);
  RUN (f, 0, "load", f->project, "--json");
}

static void
check_ledger (Fixture *f)
{
  g_autoptr(JsonNode) node = read_json (f);
  JsonArray *files = querist_json_get_array (json_node_get_object (node), "files");
  gint64 loaded = 0;

  g_assert_cmpuint (json_array_get_length (files), ==, 6);
  for (guint i = 0; i < 6; i++)
    {
      JsonObject *file = json_array_get_object_element (files, i);

      g_assert_cmpint (querist_json_get_int (file, "read", -1), ==,
                       querist_json_get_int (file, "loaded", -1) +
                         querist_json_get_int (file, "rejected", -1));
      loaded += querist_json_get_int (file, "loaded", -1);
    }
  g_assert_cmpint (loaded, ==, 640 + 8527 + 4200 + 35 + 280 + 9);
}

/* The first cell of the only row of an answer. */
static gint64
get_figure (JsonNode *answer)
{
  JsonObject *result = querist_json_get_object (json_node_get_object (answer), "result");
  JsonArray *rows = querist_json_get_array (result, "rows");

  g_assert_cmpint (querist_json_get_int (result, "row_count", -1), ==, 1);
  return json_array_get_int_element (json_array_get_array_element (rows, 0), 0);
}

static void
test_walk (Fixture      *f,
           gconstpointer data)
{
  g_autoptr(JsonNode) answer = NULL;
  g_autoptr(JsonNode) reviewed = NULL;
  g_autoptr(JsonNode) executed = NULL;
  g_autoptr(JsonNode) sessions = NULL;
  const char *session;

  make_sample_project (f);
  check_ledger (f);

  RUN (f, 0, "ask", f->project, "How many orders are there?", "--approve", "--json");
  answer = read_json (f);
  g_assert_cmpint (get_figure (answer), ==, 4200);
  g_assert_cmpstr (querist_json_get_string (json_node_get_object (answer), "intent", NULL), ==,
                   "specific");
  g_assert_nonnull (querist_json_get_string (json_node_get_object (answer), "interpretation",
                                             NULL));

  /* Without --approve nothing runs; another call runs what was reviewed, or something else. */
  RUN (f, 0, "ask", f->project, "How many customers are there?", "--json");
  reviewed = read_json (f);
  session = querist_json_get_string (json_node_get_object (reviewed), "session", NULL);
  g_assert_null (querist_json_get_object (json_node_get_object (reviewed), "result"));
  g_assert_nonnull (querist_json_get_string (json_node_get_object (reviewed), "sql", NULL));
  RUN (f, 0, "execute", f->project, session, "--json");
  executed = read_json (f);
  g_assert_cmpint (get_figure (executed), ==, 640);
  RUN (f, 0, "execute", f->project, session);
  g_assert_nonnull (strstr (f->out, "640"));

  RUN (f, 0, "query", f->project, "SELECT count(*) AS n FROM stores", "--format", "csv");
  g_assert_nonnull (strstr (f->out, "n"));
  g_assert_nonnull (strstr (f->out, "9"));

  RUN (f, 0, "sessions", f->project, "--json");
  sessions = read_json (f);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (sessions)), ==, 2);
  RUN (f, 0, "sessions", f->project);
  g_assert_nonnull (strstr (f->out, "How many orders are there?"));
}

/* A run that fails says where, why and what to do, with a status, and the session goes on. */
static void
test_failing_sql (Fixture      *f,
                  gconstpointer data)
{
  const char *words[] = {
    g_getenv ("QUERIST_CLI"), "execute", f->project, NULL, "--sql", "-", "--json", NULL,
  };
  g_autoptr(JsonNode) asked = NULL;
  g_autoptr(JsonNode) node = NULL;
  JsonObject *error;

  make_sample_project (f);
  RUN (f, 0, "ask", f->project, "How many stores are there?", "--json");
  asked = read_json (f);
  words[3] = querist_json_get_string (json_node_get_object (asked), "session", NULL);
  check_status (f, run_words (f, words, "SELECT nme FROM stores"), 1);
  node = read_json (f);
  error = querist_json_get_object (json_node_get_object (node), "error");
  g_assert_nonnull (strstr (querist_json_get_string (error, "message", ""), "nme"));
  g_assert_cmpint (querist_json_get_int (querist_json_get_object (error, "position"), "column", 0),
                   ==, 8);
  g_assert_cmpstr (querist_json_get_string (error, "fixed_sql", NULL), ==,
                   "SELECT name FROM stores");
  RUN (f, 0, "execute", f->project, words[3]);

  check_status (f, run_words (f, words, "DELETE FROM stores"), 1);
  RUN (f, 0, "query", f->project, "SELECT count(*) FROM stores", "--format", "csv");
  g_assert_nonnull (strstr (f->out, "9"));
}

/* What was there stays, and nothing half made is left. */
static void
test_bad_files (Fixture      *f,
                gconstpointer data)
{
  static const char picture[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\6\0\0\0";
  g_autofree char *empty = write_file (f, "empty.csv", "", 0);
  g_autofree char *image = write_file (f, "image.csv", picture, sizeof picture);
  g_autofree char *good = write_file (f, "good.csv", "id,name\n1,a\n2,b\n", -1);
  g_autofree char *gone = g_build_filename (f->folder, "gone.csv", NULL);
  const char *const bad[] = { empty, image, gone, f->folder };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      RUN (f, 1, "new", f->project, good, bad[i]);
      g_assert_nonnull (strstr (f->err, bad[i]));
      g_assert_false (g_file_test (f->project, G_FILE_TEST_EXISTS));
    }
  RUN (f, 0, "new", f->project, good);
  RUN (f, 1, "new", f->project, good);
  g_assert_nonnull (strstr (f->err, "there already"));
}

/* What was guessed or passed over is told with the first command that sees it. */
static void
test_warnings (Fixture      *f,
               gconstpointer data)
{
  g_autofree char *days = write_file (f, "days.csv", "Made by hand\nday,n\n05/06/2024,1\n"
                                      "04/03/2024,2\n", -1);
  g_autoptr(GString) wide = g_string_new ("a");
  g_autofree char *matrix = NULL, *other = NULL;

  RUN (f, 2, "new", f->project, days, "--delimiter", "");
  g_assert_nonnull (strstr (f->err, "none"));
  RUN (f, 0, "new", f->project, days);
  g_assert_nonnull (strstr (f->err, "days.csv:1: This line stands before the table"));
  g_assert_nonnull (strstr (f->err, "--date-format"));
  for (guint i = 0; i < 33000; i++)
    g_string_append_printf (wide, ",c%u", i);
  matrix = write_file (f, "matrix.csv", wide->str, -1);
  other = g_build_filename (f->folder, "other", NULL);
  RUN (f, 1, "new", other, matrix);
  g_assert_nonnull (strstr (f->err, "33001 columns"));
}

static void
test_database (Fixture      *f,
               gconstpointer data)
{
  g_autofree char *good = write_file (f, "good.csv", "id,name\n1,a\n2,b\n", -1);
  g_autofree char *other = g_build_filename (f->folder, "other", NULL);
  g_autofree char *database = g_build_filename (f->project, "analysis.db", NULL);

  RUN (f, 0, "new", f->project, good);
  RUN (f, 0, "load", f->project);
  RUN (f, 1, "new", other, good, database);
  g_assert_nonnull (strstr (f->err, "database alone"));
  RUN (f, 0, "new", other, database);
  RUN (f, 0, "query", other, "SELECT count(*) AS n FROM good", "--format", "csv");
  g_assert_nonnull (strstr (f->out, "2"));
}

static gint64
count_rejects (Fixture *f)
{
  g_autoptr(JsonNode) node = read_json (f);

  return json_array_get_length (querist_json_get_array (json_node_get_object (node), "rejects"));
}

/* Rows that could not be loaded are listed, mended in JSON or CSV, and loaded. */
static void
test_rejects (Fixture      *f,
              gconstpointer data)
{
  g_autofree char *good = write_file (f, "good.csv", "id,name\n1,a\n2,b\n3,c\n4,d\n", -1);
  g_autofree char *none = write_file (f, "none.json", "{\"rejects\": []}", -1);
  g_autofree char *csv = NULL;
  g_autofree char *mended = NULL;
  g_auto(GStrv) parts = NULL;

  RUN (f, 1, "rejects", f->project);
  RUN (f, 0, "new", f->project, good);
  RUN (f, 1, "rejects", f->project);
  RUN (f, 0, "load", f->project);
  RUN (f, 0, "rejects", f->project, "--json");
  g_assert_cmpint (count_rejects (f), ==, 0);

  g_free (write_file (f, "good.csv", "id,name\n1,a\nx,b\n1,c\n4,d\n5,e,e\n", -1));
  RUN (f, 0, "load", f->project);
  RUN (f, 0, "rejects", f->project);
  g_assert_nonnull (strstr (f->out, "good.csv:3: id: "));
  RUN (f, 0, "rejects", f->project, "--retry", none);
  RUN (f, 0, "rejects", f->project, "--dismiss", "3", "--json");
  g_assert_cmpint (count_rejects (f), ==, 2);
  RUN (f, 0, "rejects", f->project, "--csv");
  parts = g_strsplit (f->out, ",\"x,b\",\"x,b\"", -1);
  g_assert_cmpuint (g_strv_length (parts), ==, 2);
  csv = g_strjoinv (",\"x,b\",\"2,b\"", parts);
  mended = write_file (f, "mended.csv", csv, -1);
  RUN (f, 0, "rejects", f->project, "--retry", mended, "--all");
  g_assert_nonnull (strstr (f->err, "1 of 2 records loaded"));
  g_assert_nonnull (strstr (f->out, "another row has the same"));
  g_assert_nonnull (strstr (f->out, "id 3, dismissed"));
  RUN (f, 0, "query", f->project, "SELECT sum (id) FROM good", "--format", "csv");
  g_assert_nonnull (strstr (f->out, "7"));
  RUN (f, 1, "rejects", f->project, "--retry", mended);
  g_assert_nonnull (strstr (f->err, "no rejected record"));
  RUN (f, 1, "rejects", f->project, "--retry", good);
  RUN (f, 2, "rejects", f->project, "--retry-all", "--dismiss", "1");
}

static void
test_bad_schema (Fixture      *f,
                 gconstpointer data)
{
  g_autofree char *good = write_file (f, "good.csv", "id,name\n1,a\n2,b\n", -1);
  g_autofree char *schema = NULL;
  g_autoptr(GError) error = NULL;

  RUN (f, 0, "new", f->project, good);
  RUN (f, 0, "load", f->project);
  schema = g_build_filename (f->project, "prisma", "schema.prisma", NULL);
  g_file_set_contents (schema, "model Good {\n  id Itn @id\n}\n", -1, &error);
  RUN (f, 1, "load", f->project);
  g_assert_nonnull (strstr (f->err, "schema.prisma:2"));
  RUN (f, 0, "query", f->project, "SELECT count(*) AS n FROM good", "--format", "csv");
  g_assert_nonnull (strstr (f->out, "2"));
}

static void
server_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  Fixture *f = user_data;
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) node = NULL;
  char *body;

  soup_server_message_set_status (message, f->status, NULL);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "choices");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "finish_reason");
  json_builder_add_string_value (builder, "stop");
  json_builder_set_member_name (builder, "message");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "content");
  json_builder_add_string_value (builder, *f->replies != NULL ? *f->replies++ : "");
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  body = querist_json_to_string (node, FALSE);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE, body,
                                    strlen (body));
}

/* A model on this computer needs no consent, one elsewhere does, and what fails is told. */
static void
test_model (Fixture      *f,
            gconstpointer data)
{
  static const char *const good[] = {
    "{\"intent\":\"specific\",\"plan\":[\"Count `good`\"],"
    "\"sql\":\"SELECT count(*) AS n FROM good\"}",
    "{\"text\":\"Two of them.\",\"suggestions\":[\"Which?\"]}", NULL,
  };
  static const char *const bad[] = { "hm", "hm", NULL };
  g_autofree char *file = write_file (f, "good.csv", "id,name\n1,a\n2,b\n", -1);
  g_autoptr(SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr(GError) error = NULL;
  g_autofree char *url = NULL;
  GSList *uris;

  soup_server_add_handler (server, NULL, server_cb, f, NULL);
  g_assert_true (soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error));
  uris = soup_server_get_uris (server);
  url = g_uri_to_string (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  RUN (f, 0, "new", f->project, file);
  RUN (f, 0, "load", f->project);

  f->model_url = url;
  f->status = 200;
  f->replies = good;
  RUN (f, 0, "ask", f->project, "How many good?", "--approve");
  g_assert_nonnull (strstr (f->out, "Two of them."));
  f->replies = bad;
  RUN (f, 1, "ask", f->project, "How many good?");
  g_assert_nonnull (strstr (f->err, "reply can't be used"));
  f->replies = bad + 2;
  f->status = 401;
  RUN (f, 1, "ask", f->project, "How many good?");
  g_assert_nonnull (strstr (f->err, "key"));

  f->model_url = "http://127.0.0.1:1/v1";
  RUN (f, 1, "ask", f->project, "How many good?");
  g_assert_nonnull (strstr (f->err, "127.0.0.1"));
  f->model_url = "https://far.invalid/v1";
  RUN (f, 1, "ask", f->project, "How many good?");
  g_assert_nonnull (strstr (f->err, "QUERIST_CONSENT"));
  g_assert_nonnull (strstr (f->err, "table good"));
  RUN (f, 0, "ask", f->project, "How many good are there?", "--assistant", "builtin");
}

static void
test_bad_questions (Fixture      *f,
                    gconstpointer data)
{
  g_autofree char *good = write_file (f, "good.csv", "id,name\n1,a\n2,b\n", -1);

  RUN (f, 1, "ask", f->folder, "How many?");
  g_assert_nonnull (strstr (f->err, "no project"));
  RUN (f, 0, "new", f->project, good);
  RUN (f, 1, "ask", f->project, "How many?");
  g_assert_nonnull (strstr (f->err, "load the files first"));
  RUN (f, 0, "load", f->project);
  RUN (f, 1, "ask", f->project, "zorgle the blimfark vigorously");
  g_assert_cmpuint (strlen (f->err), >, 20);
  RUN (f, 1, "ask", f->project, "How many good?", "--session", "nosuch");
  RUN (f, 1, "execute", f->project, "nosuch");
  g_assert_nonnull (strstr (f->err, "nosuch"));
  RUN (f, 2, "ask", f->project, "  ");
  RUN (f, 2, "ask", f->project, "How many?", "--assistant", "oracle");
  RUN (f, 2, "ask", f->project);
  RUN (f, 2, "query", f->project, "SELECT 1", "--timeout", "-1");
  RUN (f, 2, "query", f->project, "SELECT 1", "--timeout", "nan");
  RUN (f, 2, "query", f->project, "SELECT 1", "--timeout", "inf");
  RUN (f, 1, "ask", f->project, "How many?", "--assistant", "model");
  g_assert_nonnull (strstr (f->err, "QUERIST_MODEL"));
}

/* A schema from files, a database from it, the way to the next schema, and back to a schema. */
static void
test_schema_commands (Fixture      *f,
                      gconstpointer data)
{
  g_autofree char *stores = write_file (f, "stores.csv", "id,name\n1,A\n2,B\n", -1);
  g_autofree char *database = g_build_filename (f->folder, "a.db", NULL);
  g_autofree char *first = NULL, *second = NULL;

  RUN (f, 0, "schema", "suggest", "--why", stores);
  g_assert_nonnull (strstr (f->out, "  // Int @id: All 2 rows have a value in id"));
  RUN (f, 0, "schema", "suggest", stores);
  first = write_file (f, "first.prisma", f->out, -1);
  RUN (f, 0, "schema", "push", first, "--db", database);
  RUN (f, 0, "schema", "diff", first, database);
  g_assert_cmpstr (f->out, ==, "-- The database fits the schema.\n");
  RUN (f, 0, "schema", "pull", database);
  g_assert_nonnull (strstr (f->out, "model Store {"));

  RUN (f, 2, "schema", "push", first);
  RUN (f, 1, "schema", "pull", "postgresql://localhost/x");
  RUN (f, 1, "schema", "suggest", f->folder);
  RUN (f, 1, "schema", "diff", stores, database);

  second = write_file (f, "second.prisma",
                       "model Store {\n  id   Int @id\n  size Int\n  @@map(\"stores\")\n}\n", -1);
  RUN (f, 0, "schema", "push", second, "--db", database);
}

/* What loses data is named, and done only when that is accepted. */
static void
test_push_loss (Fixture      *f,
                gconstpointer data)
{
  g_autofree char *schema = g_build_filename (f->project, "prisma", "schema.prisma", NULL);
  g_autofree char *stores = write_file (f, "stores.csv", "id,name\n1,A\n2,B\n", -1);

  RUN (f, 0, "new", f->project, stores);
  RUN (f, 0, "push", f->project);
  RUN (f, 0, "load", f->project);
  g_assert_true (g_file_set_contents (
    schema, "model Store {\n  id Int @id\n  @@map(\"stores\")\n}\n", -1, NULL));
  RUN (f, 1, "push", f->project);
  g_assert_nonnull (strstr (f->err, "The column “name” of “stores” is dropped with its values in 2"));
  RUN (f, 0, "push", f->project, "--dry-run");
  g_assert_nonnull (strstr (f->out, "-- data loss: The column “name”"));
  RUN (f, 0, "push", f->project, "--accept-data-loss");
  RUN (f, 0, "push", f->project);
  g_assert_cmpstr (f->out, ==, "The database fits the schema already.\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                       \
  g_test_add ("/cli/walk/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("walk", test_walk);
  ADD ("failing-sql", test_failing_sql);
  ADD ("bad-files", test_bad_files);
  ADD ("warnings", test_warnings);
  ADD ("database", test_database);
  ADD ("schema-commands", test_schema_commands);
  ADD ("push-loss", test_push_loss);
  ADD ("rejects", test_rejects);
  ADD ("bad-schema", test_bad_schema);
  ADD ("model", test_model);
  ADD ("bad-questions", test_bad_questions);
#undef ADD
  return g_test_run ();
}
