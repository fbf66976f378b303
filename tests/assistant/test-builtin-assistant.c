/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "querist-builtin-assistant.h"
#include "querist-builtin-classify.h"
#include "querist-builtin-interpret.h"
#include "querist-connection.h"
#include "querist-json.h"
#include "querist-migration.h"

static const char sales[] =
  "CREATE TABLE stores (store_id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT);"
  "CREATE TABLE orders (order_id INTEGER PRIMARY KEY, store_id INTEGER REFERENCES stores (store_id),"
  "  placed_on DATE, status TEXT, amount REAL);"
  "INSERT INTO stores VALUES (1, 'North', 'Kiel'), (2, 'South', NULL), (3, 'East', 'Kiel');"
  "INSERT INTO orders VALUES (1, 1, '2024-01-05', 'paid', 10.5), (2, 1, '2024-04-09', 'paid', 20),"
  "  (3, 2, '2024-02-01', 'refunded', 5), (4, 2, '2024-05-30', 'paid', 40);";

/* Names that SQL and sentences trip over. */
static const char hostile[] =
  "CREATE TABLE \"order\" (\"select\" INTEGER PRIMARY KEY, \"naïve \"\"name\"\"\" TEXT,"
  "  \"größe\" REAL, \"a;b\" TEXT, \"日付\" DATE);"
  "INSERT INTO \"order\" VALUES (1, 'O''Brien; DROP TABLE x--', 3.5, '100%_sure', '2024-01-01'),"
  "  (2, 'plain', 4.5, 'back\\slash', '2024-02-01');"
  "CREATE TABLE \"123\" (\"group\" TEXT, \"limit\" INTEGER);"
  "INSERT INTO \"123\" VALUES ('by', 1), ('where', 2);"
  "CREATE TABLE empty (id INTEGER PRIMARY KEY, value REAL, day DATE);";

typedef struct {
  char             *folder;
  char             *database;
  QueristContext   *context;
  QueristAssistant *assistant;
} Fixture;

static void
set_up (Fixture      *f,
        gconstpointer sql)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristCatalog) catalog = NULL;
  QueristContextRequest request = { .question = "", .disclosure = QUERIST_DISCLOSE_SCHEMA };
  sqlite3 *db;

  f->folder = g_dir_make_tmp ("querist-XXXXXX", NULL);
  f->database = g_build_filename (f->folder, "test.db", NULL);
  g_assert_cmpint (sqlite3_open (f->database, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "BEGIN", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "COMMIT", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  catalog = querist_introspect (f->database, &error);
  g_assert_no_error (error);
  request.database = f->database;
  request.catalog = catalog;
  f->context = querist_context_new (&request, NULL, &error);
  g_assert_no_error (error);
  f->assistant = querist_builtin_assistant_new ();
}

static void
tear_down (Fixture      *f,
           gconstpointer sql)
{
  g_unlink (f->database);
  g_rmdir (f->folder);
  g_free (f->folder);
  g_free (f->database);
  querist_context_unref (f->context);
  g_object_unref (f->assistant);
}

static void
result_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static QueristReply *
perform_brief (Fixture       *f,
               QueristTask    task,
               QueristBrief  *brief,
               GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  brief->context = f->context;
  querist_assistant_perform_async (f->assistant, task, brief, NULL, NULL, NULL, result_cb,
                                   &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return querist_assistant_perform_finish (f->assistant, result, error);
}

static QueristReply *
perform (Fixture      *f,
         QueristTask   task,
         const char   *question,
         GError      **error)
{
  QueristBrief brief = { .question = question };

  return perform_brief (f, task, &brief, error);
}

static void
assert_runs (Fixture    *f,
             const char *sql)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(sqlite3) db = querist_connection_open_read (f->database, &error);
  g_autoptr(sqlite3_stmt) stmt = querist_connection_prepare (db, sql, &error);

  g_assert_no_error (error);
  g_assert_cmpint (sqlite3_step (stmt), !=, SQLITE_ERROR);
}

static void
test_walk (Fixture      *f,
           gconstpointer sql)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristReply) intent =
    perform (f, QUERIST_TASK_CLASSIFY, "Which stores grew fastest last quarter?", &error);
  g_autoptr(QueristReply) plan =
    perform (f, QUERIST_TASK_PLAN, "Which stores grew fastest last quarter?", &error);

  g_assert_no_error (error);
  g_assert_cmpint (intent->intent, ==, QUERIST_INTENT_SPECIFIC);
  g_assert_cmpuint (g_strv_length (plan->plan), >=, 3);
  g_assert_cmpuint (g_strv_length (plan->assumptions), >=, 2);
  g_assert_nonnull (strstr (plan->sql, "growth_percent"));
  assert_runs (f, plan->sql);
  g_assert_false (querist_assistant_is_remote (f->assistant));
  g_assert_cmpstr (querist_assistant_get_name (f->assistant), ==, "Built-in");
}

/* Money that was given back is not earned: an answer that counts it says so. */
static void
test_tell_undone (Fixture      *f,
                  gconstpointer sql)
{
  static const struct {
    const char *question;
    gboolean    told;
  } cases[] = {
    { "total amount per store", TRUE },
    { "total amount of paid orders", FALSE },
    { "total amount by status", FALSE },
    { "how many orders are there", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(QueristReply) reply =
        perform (f, QUERIST_TASK_PLAN, cases[i].question, &error);
      g_autofree char *assumptions = NULL;

      g_assert_no_error (error);
      assumptions =
        reply->assumptions != NULL ? g_strjoinv ("\n", reply->assumptions) : g_strdup ("");
      g_test_message ("%s: %s", cases[i].question, assumptions);
      g_assert_true ((strstr (assumptions, "counted too") != NULL) == cases[i].told);
    }
}

static void
test_refuse (Fixture      *f,
             gconstpointer sql)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (perform (f, QUERIST_TASK_PLAN, "amount by salesperson", &error));
  g_assert_error (error, QUERIST_ASSISTANT_ERROR, QUERIST_ASSISTANT_ERROR_CANNOT_ANSWER);
  g_assert_nonnull (strstr (error->message, "“salesperson”"));
  g_assert_nonnull (strstr (error->message, "stores"));
}

static void
test_describe (Fixture      *f,
               gconstpointer sql)
{
  static const struct {
    const char *question;
    const char *part;
  } cases[] = {
    { "What tables are there?", "orders: 4 rows" },
    { "describe stores", "stores has 3 rows" },
    { "what does status mean", "paid (3)" },
    { "which columns does orders have", "store_id is a key that points to stores" },
    { "what does Kiel mean", "stores.city" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(QueristReply) intent =
        perform (f, QUERIST_TASK_CLASSIFY, cases[i].question, &error);
      g_autoptr(QueristReply) reply = perform (f, QUERIST_TASK_DESCRIBE, cases[i].question, &error);

      g_assert_no_error (error);
      g_test_message ("%s\n%s", cases[i].question, reply->text);
      g_assert_cmpint (intent->intent, ==, QUERIST_INTENT_DESCRIPTIVE);
      g_assert_nonnull (strstr (reply->text, cases[i].part));
    }
}

static void
test_insights (Fixture      *f,
               gconstpointer sql)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristReply) reply =
    perform (f, QUERIST_TASK_INSIGHTS, "What is interesting here?", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (reply->suggestions), >=, 4);
  g_assert_cmpuint (g_strv_length (reply->suggestions), <=, 8);
  for (guint i = 0; reply->suggestions[i] != NULL; i++)
    {
      g_autoptr(QueristReply) answer =
        perform (f, QUERIST_TASK_PLAN, reply->suggestions[i], &error);

      g_assert_no_error (error);
      g_test_message ("%s\n%s", reply->suggestions[i], answer->sql);
      assert_runs (f, answer->sql);
    }
}

static void
test_repair (Fixture      *f,
             gconstpointer sql)
{
  g_autoptr(GError) error = NULL;
  QueristBrief brief = { .sql = "SELECT amuont, 'amuont' FROM orders",
                         .error = "no such column: amuont" };
  g_autoptr(QueristReply) reply = perform_brief (f, QUERIST_TASK_DEBUG, &brief, &error);
  g_autoptr(QueristReply) other = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (reply->sql, ==, "SELECT amount, 'amuont' FROM orders");
  g_assert_nonnull (strstr (reply->cause, "amuont"));
  brief.error = "disk I/O error";
  other = perform_brief (f, QUERIST_TASK_DEBUG, &brief, &error);
  g_assert_no_error (error);
  g_assert_null (other->sql);
  g_assert_nonnull (strstr (other->cause, "disk I/O error"));
}

static void
test_hostile_questions (Fixture      *f,
                        gconstpointer sql)
{
  g_autoptr(GString) huge = g_string_new (NULL);
  const char *const questions[] = {
    "", " ", "?", "\x01\x02\x7f", "\xff\xfe\xfd", "'; DROP TABLE stores; --", "\"", "\"\"",
    "\"unclosed name", "(((((((((", "top 99999999999999999999 stores", "%s%n%d", "日本語の質問",
    "1 2 3 4 5 6 7 8 9", "between and or not by per", "orders where amount > > > 3",
    "orders in 9999-99-99", "last 99999999 years", "stores named \"'; DELETE FROM stores\"",
    "not not not orders", "average average average", "by by by", "more than", "orders between",
    "how many orders in Q9 2024", "\"North\" \"South\"", "store 18446744073709551616",
  };

  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(QueristReply) reply = perform (f, QUERIST_TASK_PLAN, questions[i], &error);
      g_autoptr(QueristReply) text = perform (f, QUERIST_TASK_DESCRIBE, questions[i], NULL);

      g_assert_nonnull (text);
      g_assert_true (g_utf8_validate (text->text, -1, NULL));
      g_assert_true (reply != NULL || error != NULL);
      if (error != NULL)
        g_assert_true (g_utf8_validate (error->message, -1, NULL));
      if (reply != NULL && reply->sql != NULL)
        assert_runs (f, reply->sql);
    }
  while (huge->len < 100000)
    g_string_append (huge, "orders by store and amount, ");
  g_assert_null (perform (f, QUERIST_TASK_PLAN, huge->str, NULL));
  querist_reply_free (perform (f, QUERIST_TASK_DESCRIBE, huge->str, NULL));
  querist_reply_free (perform (f, QUERIST_TASK_CLASSIFY, huge->str, NULL));
}

static void
test_hostile_names (Fixture      *f,
                    gconstpointer sql)
{
  static const char *const questions[] = {
    "how many orders are there", "average größe", "show all orders", "total größe per month",
    "orders named O'Brien; DROP TABLE x--", "a b is \"100%_sure\"", "orders with größe over 4",
    "how many limits per group", "average value per month", "highest value", "latest empty",
    "show empty", "orders by naïve name",
  };

  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(QueristReply) reply = perform (f, QUERIST_TASK_PLAN, questions[i], &error);

      g_test_message ("%s\n%s", questions[i],
                      reply == NULL ? error->message : reply->sql != NULL ? reply->sql : "?");
      if (reply != NULL && reply->sql != NULL)
        assert_runs (f, reply->sql);
    }
}

static void
test_many_tables (void)
{
  g_autoptr(GString) sql = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristReply) reply = NULL;
  Fixture f;

  for (guint i = 0; i < 500; i++)
    g_string_append_printf (sql,
                            "CREATE TABLE part%u (id INTEGER PRIMARY KEY, name TEXT, weight REAL, "
                            "part%u_id INTEGER REFERENCES part%u (id));",
                            i, i > 0 ? i - 1 : 0, i > 0 ? i - 1 : 0);
  set_up (&f, sql->str);
  reply = perform (&f, QUERIST_TASK_PLAN, "average weight of part42", &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (reply->sql, "FROM part42"));
  tear_down (&f, NULL);
}

static void
test_classify (void)
{
  static const struct {
    const char    *question;
    QueristIntent  intent;
  } cases[] = {
    { "What is interesting in this data?", QUERIST_INTENT_ANALYTICAL },
    { "Why did sales drop in March?", QUERIST_INTENT_ANALYTICAL },
    { "any anomalies?", QUERIST_INTENT_ANALYTICAL },
    { "Give me insights", QUERIST_INTENT_ANALYTICAL },
    { "find trends", QUERIST_INTENT_ANALYTICAL },
    { "what tables are there", QUERIST_INTENT_DESCRIPTIVE },
    { "What does status mean?", QUERIST_INTENT_DESCRIPTIVE },
    { "Describe the orders table", QUERIST_INTENT_DESCRIPTIVE },
    { "which columns are in products", QUERIST_INTENT_DESCRIPTIVE },
    { "How are orders and customers related?", QUERIST_INTENT_DESCRIPTIVE },
    { "How many orders are there?", QUERIST_INTENT_SPECIFIC },
    { "top 5 stores by revenue", QUERIST_INTENT_SPECIFIC },
    { "", QUERIST_INTENT_SPECIFIC },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].question);
      g_assert_cmpint (querist_builtin_classify (cases[i].question), ==, cases[i].intent);
    }
}

static void
test_interpret (void)
{
  static const struct {
    const char *digest;
    const char *part;
    const char *sql;
  } cases[] = {
    { "{\"columns\":[{\"name\":\"order_count\",\"values\":1,\"total\":7,\"min\":7,\"max\":7}],"
      "\"row_count\":1,\"rows\":[[7]]}", "The order count is 7." },
    { "{\"columns\":[{\"name\":\"store\"},{\"name\":\"revenue\",\"values\":2,\"total\":100,"
      "\"min\":25,\"max\":75}],\"row_count\":2,\"rows\":[[\"North\",75],[\"South\",25]]}",
      "North leads with a revenue of 75, 75 % of the total." },
    { "{\"columns\":[{\"name\":\"store\"},{\"name\":\"revenue\",\"values\":2,\"total\":1000,"
      "\"min\":1,\"max\":4}],\"row_count\":2,\"rows\":[[\"North\",4],[\"South\",1]]}",
      "North leads with a revenue of 4, 0.4 % of the total." },
    { "{\"columns\":[{\"name\":\"store\"},{\"name\":\"order_count\",\"values\":2,"
      "\"total\":100,\"min\":25,\"max\":75}],\"row_count\":2,"
      "\"rows\":[[\"North\",75],[\"South\",25]]}",
      "leads with an order count of 75. The", "SELECT 1\nLIMIT 2" },
    { "{\"columns\":[{\"name\":\"store\"},{\"name\":\"q2\",\"min\":8,\"max\":10},"
      "{\"name\":\"q3\",\"min\":6,\"max\":15},{\"name\":\"change\",\"min\":-2,\"max\":5},"
      "{\"name\":\"growth_percent\",\"min\":-25,\"max\":50}],\"row_count\":2,"
      "\"rows\":[[\"North\",10,15,5,50],[\"South\",8,6,-2,-25]]}",
      "North comes first: from 10 to 15, up 50.0 %. 1 of these 2 grew." },
    { "{\"columns\":[{\"name\":\"store\"}],\"row_count\":0,\"rows\":[]}", "no such rows" },
    { "{\"columns\":[{\"name\":\"average\"}],\"row_count\":1,\"rows\":[[null]]}",
      "nothing to reckon with" },
    { "{\"columns\":[{\"name\":\"a\"},{\"name\":\"b\",\"values\":1,\"total\":1,\"min\":1,"
      "\"max\":1}],\"row_count\":3,\"rows\":[[\"x\",1],[\"y\",null],[\"z\",null]]}",
      "In 2 rows the b is missing." },
    { "{\"columns\":[],\"rows\":[]}", "has run" },
    { "{\"columns\":[1,2],\"rows\":[3],\"row_count\":9}", "There are 9 rows" },
    { "[]", "has run" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) digest = querist_json_parse (cases[i].digest, -1, NULL);
      g_autofree char *text = querist_builtin_interpret (
        digest, cases[i].sql != NULL ? cases[i].sql : "SELECT 1");

      g_test_message ("%s", text);
      g_assert_nonnull (strstr (text, cases[i].part));
    }
}

#define ADD(name, sql, test) \
  g_test_add ("/assistant/builtin/" name, Fixture, sql, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  g_setenv ("QUERIST_NOW", "2024-07-01", TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("walk", sales, test_walk);
  ADD ("tell-undone", sales, test_tell_undone);
  ADD ("refuse", sales, test_refuse);
  ADD ("describe", sales, test_describe);
  ADD ("insights", sales, test_insights);
  ADD ("repair", sales, test_repair);
  ADD ("hostile-questions", sales, test_hostile_questions);
  ADD ("hostile-names", hostile, test_hostile_names);
  g_test_add_func ("/assistant/builtin/many-tables", test_many_tables);
  g_test_add_func ("/assistant/builtin/classify", test_classify);
  g_test_add_func ("/assistant/builtin/interpret", test_interpret);
  return g_test_run ();
}
