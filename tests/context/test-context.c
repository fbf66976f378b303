/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "querist-context.h"
#include "querist-migration.h"
#include "querist-value-index.h"
#include "querist-words.h"

typedef struct {
  char           *folder;
  char           *database;
  QueristCatalog *catalog;
} Fixture;

static const char data[] =
  "CREATE TABLE towns (town_id INTEGER PRIMARY KEY, name TEXT, people INTEGER DEFAULT 4711);"
  "CREATE TABLE shops (shop_id INTEGER PRIMARY KEY, town_id INTEGER REFERENCES towns (town_id),"
  "  title TEXT, opened DATE);"
  "CREATE TABLE remarks (id INTEGER PRIMARY KEY, remark TEXT);"
  "INSERT INTO towns VALUES (1, 'New Xylberg', 88123), (2, 'Quorn', 77456), (3, 'IN', 66789);"
  "INSERT INTO shops VALUES (1, 1, 'Anna Schmidt & Sons', '2019-04-03'),"
  "  (2, 2, 'Zebra Toys', '2020-11-12');"
  "INSERT INTO remarks VALUES (1, 'zzz secret');";

static void
set_up (Fixture      *f,
        gconstpointer unused)
{
  g_autoptr(GError) error = NULL;
  sqlite3 *db;

  f->folder = g_dir_make_tmp ("querist-XXXXXX", NULL);
  f->database = g_build_filename (f->folder, "test.db", NULL);
  g_assert_cmpint (sqlite3_open (f->database, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, data, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  f->catalog = querist_introspect (f->database, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *f,
           gconstpointer unused)
{
  g_unlink (f->database);
  g_rmdir (f->folder);
  g_free (f->folder);
  g_free (f->database);
  querist_catalog_unref (f->catalog);
}

static QueristContext *
build (Fixture           *f,
       const char        *question,
       QueristDisclosure  disclosure,
       guint              budget,
       GPtrArray         *examples)
{
  g_autoptr(GError) error = NULL;
  const QueristContextRequest request = {
    .database = f->database,
    .catalog = f->catalog,
    .question = question,
    .disclosure = disclosure,
    .budget = budget,
    .examples = examples,
  };
  QueristContext *context = querist_context_new (&request, NULL, &error);

  g_assert_no_error (error);
  return context;
}

static void
assert_none (const char        *text,
             const char *const *parts)
{
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_test_message ("%s", parts[i]);
      g_assert_null (strstr (text, parts[i]));
    }
}

static void
test_disclosure (Fixture      *f,
                 gconstpointer unused)
{
  static const char *const texts[] = { "Xylberg", "Quorn", "Schmidt", "Zebra", "secret", NULL };
  static const char *const figures[] = { "88123", "77456", "66789", "2019", "2020", "rows",
                                         "distinct", "4711", NULL };
  QueristExample example = { (char *) "shops in Quorn",
                             (char *) "SELECT * FROM towns WHERE name = 'Quorn'" };
  g_autoptr(GPtrArray) examples = g_ptr_array_new ();
  g_autoptr(QueristContext) schema = NULL;
  g_autoptr(QueristContext) statistics = NULL;
  g_autoptr(QueristContext) values = NULL;

  g_ptr_array_add (examples, &example);
  schema = build (f, "shops in Quorn", QUERIST_DISCLOSE_SCHEMA, 0, examples);
  statistics = build (f, "shops in Quorn", QUERIST_DISCLOSE_STATISTICS, 0, examples);
  values = build (f, "shops in Quorn", QUERIST_DISCLOSE_VALUES, 0, examples);
  assert_none (schema->text, texts);
  assert_none (schema->text, figures);
  g_assert_cmpuint (schema->values->len, ==, 0);
  g_assert_cmpuint (schema->examples->len, ==, 0);
  assert_none (statistics->text, texts);
  g_assert_nonnull (strstr (statistics->text, "from 66789 to 88123"));
  g_assert_cmpuint (statistics->values->len, ==, 0);
  g_assert_nonnull (strstr (values->text, "'Quorn' in towns.name"));
  g_assert_nonnull (strstr (values->text, "question: shops in Quorn"));
  g_assert_nonnull (strstr (values->text, "foreign key: shops.town_id = towns.town_id"));
  g_assert_cmpuint (values->values->len, ==, 1);
}

static void
test_budget (Fixture      *f,
             gconstpointer unused)
{
  g_autoptr(QueristContext) small =
    build (f, "shops in Quorn", QUERIST_DISCLOSE_VALUES, 90, NULL);
  g_autoptr(QueristContext) tiny = build (f, "shops", QUERIST_DISCLOSE_VALUES, 1, NULL);

  /* the table that has nothing to do with it gives way first */
  g_assert_null (strstr (small->text, "secret"));
  g_assert_nonnull (strstr (small->text, "town_id"));
  g_assert_cmpuint (small->tokens, <=, 120);
  g_assert_nonnull (strstr (tiny->text, "left out"));
  g_assert_null (strstr (tiny->text, "remark:"));
}

static const struct {
  const char *question;
  const char *value;
  double      least;
  double      most;
} hits[] = {
  { "shops in Quorn", "Quorn", 1, 1 },
  { "shops in quorn", "Quorn", 0.9, 0.99 },
  { "people of new xylberg", "New Xylberg", 0.9, 0.99 },
  { "what did schmidt sell", "Anna Schmidt & Sons", 0.41, 0.7 },
  { "zebra toy", "Zebra Toys", 0.85, 0.95 },
  { "shops in Quorm", "Quorn", 0.3, 0.4 },
  { "shops in town", NULL, 0, 0 },
  { "towns IN", "IN", 1, 1 },
  { "", NULL, 0, 0 },
};

static void
test_values (Fixture      *f,
             gconstpointer unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristValueIndex) index =
    querist_value_index_new (f->database, f->catalog, NULL, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (hits); i++)
    {
      g_autoptr(GPtrArray) found = querist_value_index_search (index, hits[i].question, 10);
      const QueristValueHit *hit;

      g_test_message ("%s", hits[i].question);
      if (hits[i].value == NULL)
        {
          g_assert_cmpuint (found->len, ==, 0);
          continue;
        }
      g_assert_cmpuint (found->len, >, 0);
      hit = g_ptr_array_index (found, 0);
      g_assert_cmpstr (hit->value, ==, hits[i].value);
      g_assert_cmpfloat (hit->score, >=, hits[i].least);
      g_assert_cmpfloat (hit->score, <=, hits[i].most);
    }
}

static void
built_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      done)
{
  *(GAsyncResult **) done = g_object_ref (result);
}

static void
test_async (Fixture      *f,
            gconstpointer unused)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  QueristContextRequest request = { .database = f->database, .catalog = f->catalog,
                                    .question = "shops", .disclosure = QUERIST_DISCLOSE_VALUES };

  g_cancellable_cancel (cancellable);
  querist_context_new_async (&request, cancellable, built_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (querist_context_new_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_words (void)
{
  static const struct {
    const char *text;
    const char *words;
  } cases[] = {
    { "Top-5 customers’ cities?", "top/5/customers/cities" },
    { "over 1,000.50 in 2024-03-05", "over/1,000.50/in/2024-03-05" },
    { "don't, full_time!", "don/t/,/full/time" },
    { "\"O'Brien\"", "\"/o/brien/\"" },
    { "größe 日本", "größe/日本" },
    { "12, 13", "12/,/13" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GArray) words = querist_words_split (cases[i].text, 0);
      g_autoptr(GString) joined = g_string_new (NULL);

      for (guint j = 0; j < words->len; j++)
        g_string_append_printf (joined, "%s%s", j > 0 ? "/" : "",
                                g_array_index (words, QueristWord, j).folded);
      g_assert_cmpstr (joined->str, ==, cases[i].words);
    }
}

#define ADD(name, test) \
  g_test_add ("/context/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("disclosure", test_disclosure);
  ADD ("budget", test_budget);
  ADD ("values", test_values);
  ADD ("async", test_async);
  g_test_add_func ("/context/words", test_words);
  return g_test_run ();
}
