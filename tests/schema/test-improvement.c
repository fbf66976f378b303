/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-improvement.h"
#include "querist-json.h"
#include "querist-line-diff.h"
#include "querist-schema.h"

static const char shop[] =
  "// my shop\n"
  "model Customer {\n"
  "  id     Int     @id\n"
  "  cust_nm String // the person\n"
  "  orders Order[]\n"
  "}\n"
  "\n"
  "/// @renamed from orders\n"
  "/// bought\n"
  "model Order {\n"
  "  id         Int      @id\n"
  "  /// the buyer\n"
  "  /// pays\n"
  "  cust       Int      @map(\"customer\") /// who\n"
  "  payer      Int?\n"
  "  storeId    Int      @unique\n"
  "  customer   Customer @relation(fields: [cust], references: [id], onDelete: Cascade)\n"
  "\n"
  "  @@index([cust, id])\n"
  "  @@map(\"orders\")\n"
  "}\n"
  "\n"
  "model Store {\n"
  "  id   Int    @id\n"
  "  kind Kind\n"
  "}\n"
  "\n"
  "enum Kind {\n"
  "  PRIVATE\n"
  "  COMPANY\n"
  "}\n";

static QueristImprovement *
parse (const char *json)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = querist_json_parse (json, -1, &error);
  QueristImprovement *change;

  g_assert_no_error (error);
  change = querist_improvement_from_json (node, &error);
  g_assert_no_error (error);
  return change;
}

/* A list of them, each in JSON, ended by NULL. */
static GPtrArray *
parse_all (const char *const *json)
{
  GPtrArray *changes = querist_improvements_new ();

  for (guint i = 0; json[i] != NULL; i++)
    g_ptr_array_add (changes, parse (json[i]));
  return changes;
}

static void
assert_checks (const char *text)
{
  g_autoptr(GPtrArray) found = querist_schema_check (text, -1);

  if (querist_diagnostics_have_error (found))
    g_error ("%s in\n%s", ((QueristDiagnostic *) found->pdata[0])->message, text);
}

static char *
apply_text (const char  *text,
            GPtrArray   *changes,
            GPtrArray  **problems)
{
  g_autoptr(GError) error = NULL;
  char *result = querist_improvements_apply (text, changes, problems, &error);

  g_assert_no_error (error);
  assert_checks (result);
  return result;
}

/* Applies one change and gives the lines that it removes and adds, each with its sign. */
static char *
change_lines (const char *json)
{
  const char *const list[] = { json, NULL };
  g_autoptr(GPtrArray) changes = parse_all (list);
  g_autoptr(GPtrArray) problems = NULL;
  g_autoptr(GPtrArray) pieces = querist_improvements_pieces (shop, changes);
  g_autofree char *after = apply_text (shop, changes, &problems);
  g_autoptr(GPtrArray) diff = querist_line_diff (shop, after);
  GPtrArray *piece = g_ptr_array_index (pieces, 0);
  GString *lines = g_string_new (NULL);
  guint n = 0;

  if (problems->pdata[0] != NULL)
    g_error ("%s: %s", json, (char *) problems->pdata[0]);
  for (guint i = 0; i < diff->len; i++)
    {
      const QueristLine *line = g_ptr_array_index (diff, i);

      if (line->kind == QUERIST_LINE_SAME)
        continue;
      n++;
      g_string_append_printf (lines, "%c%s\n", line->kind == QUERIST_LINE_ADDED ? '+' : '-',
                              line->text);
    }
  /* the piece says the same */
  g_assert_cmpuint (piece->len, ==, n);
  return g_string_free (lines, FALSE);
}

#define RELATE "{\"kind\":\"add_relation\",\"model\":\"Order\","

static void
test_lines (void)
{
  static const struct {
    const char *change, *lines;
  } cases[] = {
    { "{\"kind\":\"rename\",\"model\":\"Customer\",\"field\":\"cust_nm\",\"name\":\"name\"}",
      "-  cust_nm String // the person\n+  name String @map(\"cust_nm\") // the person\n" },
    { "{\"kind\":\"rename\",\"model\":\"Order\",\"field\":\"payer\",\"name\":\"paidById\"}",
      "-  payer      Int?\n+  paidById   Int? @map(\"payer\")\n" },
    { "{\"kind\":\"rename\",\"model\":\"Order\",\"field\":\"storeId\",\"name\":\"shop\"}",
      "-  storeId    Int      @unique\n+  shop       Int      @unique @map(\"storeId\")\n" },
    { "{\"kind\":\"rename\",\"model\":\"Kind\",\"field\":\"PRIVATE\",\"name\":\"PERSON\"}",
      "-  PRIVATE\n+  PERSON @map(\"PRIVATE\")\n" },
    { "{\"kind\":\"describe\",\"model\":\"Customer\",\"field\":\"cust_nm\",\"text\":\"Full name\"}",
      "+  /// Full name\n" },
    { "{\"kind\":\"describe\",\"model\":\"Customer\",\"text\":\"Who buys\"}", "+/// Who buys\n" },
    { "{\"kind\":\"describe\",\"model\":\"Kind\",\"field\":\"COMPANY\",\"text\":\"Firms\"}",
      "+  /// Firms\n" },
    { "{\"kind\":\"describe\",\"model\":\"Order\",\"text\":\"One row per purchase\"}",
      "-/// bought\n+/// One row per purchase\n" },
    { "{\"kind\":\"describe\",\"model\":\"Order\",\"field\":\"cust\",\"text\":\"Who pays\"}",
      "-  /// the buyer\n-  /// pays\n-  cust       Int      @map(\"customer\") /// who\n"
      "+  /// Who pays\n+  cust       Int      @map(\"customer\")\n" },
    { RELATE "\"field\":\"paidBy\",\"target\":\"Customer\",\"fields\":[\"payer\"],"
      "\"references\":[\"id\"],\"opposite\":\"paid\",\"cardinality\":\"many\"}",
      "+  paid   Order[] @relation(\"OrderPaidBy\")\n"
      "+  paidBy     Customer? @relation(\"OrderPaidBy\", fields: [payer], references: [id])\n"
      "+  @@index([payer])\n" },
    { RELATE "\"field\":\"store\",\"target\":\"Store\",\"fields\":[\"storeId\"],"
      "\"references\":[\"id\"],\"opposite\":\"order\",\"cardinality\":\"one\"}",
      "+  store      Store    @relation(fields: [storeId], references: [id])\n"
      "+  order Order?\n" },
    { RELATE "\"field\":\"store\",\"target\":\"Store\",\"fields\":[\"storeId\"],"
      "\"references\":[\"id\"],\"opposite\":\"orders\",\"cardinality\":\"many\"}",
      "-  storeId    Int      @unique\n+  storeId    Int\n"
      "+  store      Store    @relation(fields: [storeId], references: [id])\n"
      "+  @@index([storeId])\n+  orders Order[]\n" },
    { "{\"kind\":\"change_relation\",\"model\":\"Order\",\"field\":\"customer\","
      "\"fields\":[\"payer\"]}",
      "-  customer   Customer @relation(fields: [cust], references: [id], onDelete: Cascade)\n"
      "+  customer   Customer? @relation(fields: [payer], references: [id], onDelete: Cascade)\n"
      "+  @@index([payer])\n" },
    { "{\"kind\":\"change_relation\",\"model\":\"Order\",\"field\":\"customer\","
      "\"cardinality\":\"one\",\"name\":\"Buyer\"}",
      "-  orders Order[]\n+  orders Order? @relation(\"Buyer\")\n"
      "-  cust       Int      @map(\"customer\") /// who\n"
      "+  cust       Int      @map(\"customer\") @unique /// who\n"
      "-  customer   Customer @relation(fields: [cust], references: [id], onDelete: Cascade)\n"
      "+  customer   Customer @relation(\"Buyer\", fields: [cust], references: [id], "
      "onDelete: Cascade)\n" },
    { "{\"kind\":\"change_relation\",\"model\":\"Order\",\"field\":\"customer\","
      "\"target\":\"Store\",\"fields\":[\"payer\"]}",
      "-  orders Order[]\n"
      "-  customer   Customer @relation(fields: [cust], references: [id], onDelete: Cascade)\n"
      "+  customer   Store?   @relation(fields: [payer], references: [id], onDelete: Cascade)\n"
      "+  @@index([payer])\n+  orders Order[]\n" },
    { "{\"kind\":\"remove_relation\",\"model\":\"Order\",\"field\":\"customer\"}",
      "-  orders Order[]\n"
      "-  customer   Customer @relation(fields: [cust], references: [id], onDelete: Cascade)\n" },
    { "{\"kind\":\"set_optional\",\"model\":\"Customer\",\"field\":\"cust_nm\"}",
      "-  cust_nm String // the person\n+  cust_nm String? // the person\n" },
    { "{\"kind\":\"set_required\",\"model\":\"Order\",\"field\":\"payer\"}",
      "-  payer      Int?\n+  payer      Int\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *lines = change_lines (cases[i].change);

      g_test_message ("%s", cases[i].change);
      g_assert_cmpstr (lines, ==, cases[i].lines);
    }
}

/* What can't be done is left out, and the text stays as it is. */
static void
test_refused (void)
{
  static const char *const cases[] = {
    "{\"kind\":\"rename\",\"model\":\"Nobody\",\"name\":\"Somebody\"}",
    "{\"kind\":\"rename\",\"model\":\"Customer\",\"field\":\"nothing\",\"name\":\"something\"}",
    "{\"kind\":\"rename\",\"model\":\"Customer\",\"name\":\"Order\"}",
    "{\"kind\":\"rename\",\"model\":\"Customer\",\"name\":\"String\"}",
    "{\"kind\":\"rename\",\"model\":\"Customer\",\"name\":\"Customer\"}",
    "{\"kind\":\"rename\",\"model\":\"Customer\",\"field\":\"id\",\"name\":\"orders\"}",
    "{\"kind\":\"describe\",\"model\":\"Order\",\"text\":\"bought\"}",
    RELATE "\"field\":\"customer\",\"target\":\"Store\",\"fields\":[\"storeId\"],"
      "\"references\":[\"id\"],\"opposite\":\"orders\"}",
    RELATE "\"field\":\"again\",\"target\":\"Customer\",\"fields\":[\"cust\"],"
      "\"references\":[\"id\"],\"opposite\":\"others\"}",
    RELATE "\"field\":\"store\",\"target\":\"Store\",\"fields\":[\"storeId\"],"
      "\"references\":[\"kind\"],\"opposite\":\"orders\"}",
    RELATE "\"field\":\"store\",\"target\":\"Store\",\"fields\":[\"storeId\",\"id\"],"
      "\"references\":[\"id\"],\"opposite\":\"orders\"}",
    RELATE "\"field\":\"same\",\"target\":\"Order\",\"fields\":[\"payer\"],"
      "\"references\":[\"id\"],\"opposite\":\"same\"}",
    RELATE "\"field\":\"x\",\"target\":\"Kind\",\"fields\":[\"payer\"],"
      "\"references\":[\"PRIVATE\"],\"opposite\":\"y\"}",
    "{\"kind\":\"change_relation\",\"model\":\"Customer\",\"field\":\"orders\","
      "\"cardinality\":\"one\"}",
    "{\"kind\":\"remove_relation\",\"model\":\"Customer\",\"field\":\"orders\"}",
    "{\"kind\":\"remove_relation\",\"model\":\"Customer\",\"field\":\"id\"}",
    "{\"kind\":\"set_optional\",\"model\":\"Customer\",\"field\":\"id\"}",
    "{\"kind\":\"set_optional\",\"model\":\"Order\",\"field\":\"payer\"}",
    "{\"kind\":\"set_optional\",\"model\":\"Order\",\"field\":\"customer\"}",
    "{\"kind\":\"set_required\",\"model\":\"Customer\",\"field\":\"orders\"}",
    NULL,
  };
  g_autoptr(GPtrArray) changes = parse_all (cases);
  g_autoptr(GPtrArray) problems = NULL;
  g_autofree char *after = apply_text (shop, changes, &problems);

  g_assert_cmpstr (after, ==, shop);
  for (guint i = 0; i < problems->len; i++)
    {
      g_test_message ("%s: %s", cases[i], (char *) problems->pdata[i]);
      g_assert_nonnull (problems->pdata[i]);
    }
}

/* Nothing of what a reply says gets into the text unseen. */
static void
test_hostile (void)
{
  static const char *const refused[] = {
    "[]", "\"rename\"", "{}", "{\"kind\":\"drop_table\",\"model\":\"A\"}",
    "{\"kind\":\"rename\",\"model\":\"A\"}",
    "{\"kind\":\"rename\",\"model\":\"A\",\"name\":\"x y\"}",
    "{\"kind\":\"rename\",\"model\":\"A\",\"name\":\"x\\n}\\nmodel B {\"}",
    "{\"kind\":\"rename\",\"model\":\"A\",\"name\":\"1a\"}",
    "{\"kind\":\"rename\",\"model\":\"A\",\"name\":\"\xd0\xb0\"}",
    "{\"kind\":\"rename\",\"model\":7,\"name\":\"a\"}",
    "{\"kind\":\"describe\",\"model\":\"A\",\"text\":\" \\u0007/// \"}",
    "{\"kind\":\"describe\",\"model\":null,\"text\":\"x\"}",
    "{\"kind\":\"describe\",\"model\":\"A\",\"text\":\"\\n// @renamed from B\"}",
    "{\"kind\":\"add_relation\",\"model\":\"A\",\"field\":\"b\",\"target\":\"B\"}",
    "{\"kind\":\"add_relation\",\"model\":\"A\",\"field\":\"b @ignore\",\"target\":\"B\","
      "\"fields\":[\"x\"],\"references\":[\"y\"],\"opposite\":\"as\"}",
    "{\"kind\":\"add_relation\",\"model\":\"A\",\"field\":\"b\",\"target\":\"B\",\"name\":\"\\\"\","
      "\"fields\":[\"x\"],\"references\":[\"y\"],\"opposite\":\"as\"}",
  };
  g_autoptr(QueristImprovement) text =
    parse ("{\"kind\":\"describe\",\"model\":\"Customer\",\"problem\":\"p\",\"finding\":\"sure\","
           "\"text\":\" // a\\r\\n}\\u2028model B {\\u202e\\t\\u0000 x \","
           "\"reason\":\"because\\nof\"}");
  g_autofree char *filler = g_strnfill (5000, 'x');
  g_autofree char *json =
    g_strdup_printf ("{\"kind\":\"describe\",\"model\":\"A\",\"text\":\"%s\"}", filler);
  g_autoptr(QueristImprovement) endless = parse (json);
  g_autoptr(GPtrArray) changes = querist_improvements_new ();
  g_autofree char *after = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) node = querist_json_parse (refused[i], -1, NULL);

      g_test_message ("%s", refused[i]);
      g_assert_null (querist_improvement_from_json (node, &error));
      g_assert_error (error, QUERIST_SCHEMA_ERROR, QUERIST_SCHEMA_ERROR_INVALID);
    }
  g_assert_cmpuint (strlen (endless->text), <=, 300);
  g_assert_null (text->problem);
  g_assert_null (text->finding);
  g_assert_cmpstr (text->reason, ==, "because of");
  g_ptr_array_add (changes, g_steal_pointer (&text));
  after = apply_text (shop, changes, NULL);
  g_assert_nonnull (strstr (after, "\n/// a } model B {"));
  g_assert_cmpuint (strlen (after), <, strlen (shop) + 60);
}

/* Each of these needs or disturbs another one. */
static const char *const entangled[] = {
  "{\"kind\":\"add_relation\",\"model\":\"Purchase\",\"field\":\"cust\",\"target\":\"Client\","
    "\"fields\":[\"payer\"],\"references\":[\"number\"],\"opposite\":\"paid\"}",
  "{\"kind\":\"rename\",\"model\":\"Order\",\"name\":\"Purchase\"}",
  "{\"kind\":\"rename\",\"model\":\"Customer\",\"name\":\"Client\"}",
  "{\"kind\":\"rename\",\"model\":\"Customer\",\"field\":\"id\",\"name\":\"number\"}",
  "{\"kind\":\"rename\",\"model\":\"Customer\",\"field\":\"cust_nm\",\"name\":\"id\"}",
  "{\"kind\":\"rename\",\"model\":\"Order\",\"field\":\"cust\",\"name\":\"customer\"}",
  "{\"kind\":\"remove_relation\",\"model\":\"Order\",\"field\":\"customer\"}",
  "{\"kind\":\"describe\",\"model\":\"Purchase\",\"field\":\"payer\",\"text\":\"Who pays\"}",
  "{\"kind\":\"describe\",\"model\":\"Order\",\"text\":\"One row per purchase\"}",
  "{\"kind\":\"set_required\",\"model\":\"Order\",\"field\":\"payer\"}",
  NULL,
};

static void
shuffle (GPtrArray *changes,
         GRand     *random)
{
  for (guint i = changes->len; i > 1; i--)
    {
      guint j = g_rand_int_range (random, 0, i);
      gpointer swapped = changes->pdata[i - 1];

      changes->pdata[i - 1] = changes->pdata[j];
      changes->pdata[j] = swapped;
    }
}

static void
test_orders (void)
{
  g_autoptr(GPtrArray) changes = parse_all (entangled);
  g_autoptr(GRand) random = g_rand_new_with_seed (4);
  g_autoptr(GError) error = NULL;
  g_autofree char *expected = NULL;

  querist_improvements_check (shop, changes, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < changes->len; i++)
    g_assert_cmpstr (((QueristImprovement *) changes->pdata[i])->problem, ==, NULL);
  expected = apply_text (shop, changes, NULL);
  g_assert_nonnull (strstr (expected, "  cust       Client   @relation(fields: [payer], "
                                      "references: [number])"));
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *result = NULL;

      shuffle (changes, random);
      result = apply_text (shop, changes, NULL);
      g_assert_cmpstr (result, ==, expected);
    }
}

/* Any part of a proposal can be accepted, and then any other part of what is left. */
static void
test_some_then_others (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (5);
  g_autoptr(GPtrArray) all = parse_all (entangled);

  querist_improvements_check (shop, all, NULL);
  for (guint mask = 0; mask < 1u << (G_N_ELEMENTS (entangled) - 1); mask += 3)
    {
      g_autoptr(GPtrArray) some = querist_improvements_new ();
      g_autoptr(GPtrArray) others = querist_improvements_new ();
      g_autoptr(GPtrArray) problems = NULL;
      g_autoptr(GPtrArray) done = g_ptr_array_new ();
      g_autofree char *half = NULL, *whole = NULL;

      for (guint i = 0; i < all->len; i++)
        g_ptr_array_add (mask >> i & 1 ? some : others,
                         querist_improvement_copy (g_ptr_array_index (all, i)));
      half = apply_text (shop, some, &problems);
      for (guint i = 0; i < some->len; i++)
        if (problems->pdata[i] == NULL)
          g_ptr_array_add (done, some->pdata[i]);
      for (guint i = 0; i < others->len; i++)
        querist_improvement_follow (g_ptr_array_index (others, i), done);
      whole = apply_text (half, others, NULL);
    }
}

/* Random changes of a schema, most of them nonsense: the result has no errors, and renaming and
 * describing change nothing of the database. */

static char *
pick_name (GRand *random)
{
  static const char *const names[] = {
    "id", "cust", "payer", "storeId", "customer", "orders", "kind", "cust_nm", "PRIVATE", "Order",
    "Customer", "Store", "Kind", "a", "b", "c", "Int", "model", "x1", "name",
  };

  return g_strdup (names[g_rand_int_range (random, 0, G_N_ELEMENTS (names))]);
}

static GStrv
pick_names (GRand *random)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (int n = g_rand_int_range (random, 0, 3); n >= 0; n--)
    {
      g_autofree char *name = pick_name (random);

      g_strv_builder_add (builder, name);
    }
  return g_strv_builder_end (builder);
}

static QueristImprovement *
pick_change (GRand    *random,
             gboolean  names_only)
{
  g_autofree char *model = pick_name (random);
  QueristImprovement *change =
    querist_improvement_new (g_rand_int_range (random, 0, names_only ? 2 : 7), model, NULL);

  if (g_rand_int_range (random, 0, 4) > 0)
    change->field = pick_name (random);
  change->name = pick_name (random);
  change->text = pick_name (random);
  change->target = pick_name (random);
  change->fields = pick_names (random);
  change->references = pick_names (random);
  change->opposite = pick_name (random);
  change->cardinality = g_rand_int_range (random, 0, 3);
  if (change->field == NULL && change->kind > QUERIST_IMPROVEMENT_DESCRIBE)
    change->field = pick_name (random);
  return change;
}

static char *
ddl_of (const char *text)
{
  g_autoptr(QueristCatalog) catalog = querist_schema_catalog (text, -1, NULL, NULL);

  g_assert_nonnull (catalog);
  return querist_schema_ddl (catalog);
}

static void
test_random (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (6);
  g_autofree char *before = ddl_of (shop);
  guint n_applied = 0;

  for (guint i = 0; i < 1500; i++)
    {
      gboolean names_only = i % 3 == 0;
      g_autoptr(GPtrArray) changes = querist_improvements_new ();
      g_autoptr(GPtrArray) problems = NULL;
      g_autofree char *after = NULL, *ddl = NULL;

      for (guint j = 0; j < 12; j++)
        g_ptr_array_add (changes, pick_change (random, names_only));
      if (i % 2 == 0)
        querist_improvements_check (shop, changes, NULL);
      after = apply_text (shop, changes, &problems);
      ddl = ddl_of (after);
      if (names_only)
        g_assert_cmpstr (ddl, ==, before);
      for (guint j = 0; j < problems->len; j++)
        n_applied += problems->pdata[j] == NULL;
    }
  g_assert_cmpuint (n_applied, >, 500);
}

static void
test_text_with_errors (void)
{
  g_autoptr(GPtrArray) changes = querist_improvements_new ();
  g_autoptr(GError) error = NULL;

  g_assert_null (querist_improvements_apply ("model A {\n}\n", changes, NULL, &error));
  g_assert_error (error, QUERIST_SCHEMA_ERROR, QUERIST_SCHEMA_ERROR_INVALID);
}

static void
test_json (void)
{
  for (guint i = 0; entangled[i] != NULL; i++)
    {
      g_autoptr(QueristImprovement) change = parse (entangled[i]);
      g_autoptr(JsonNode) node = querist_improvement_to_json (change);
      g_autoptr(QueristImprovement) again = querist_improvement_from_json (node, NULL);
      g_autofree char *one = querist_improvement_describe (change);
      g_autofree char *other = querist_improvement_describe (again);

      g_assert_cmpstr (one, ==, other);
      g_assert_cmpstr (change->text, ==, again->text);
      g_assert_true ((change->fields == NULL) == (again->fields == NULL));
      g_assert_cmpint (change->cardinality, ==, again->cardinality);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema/improvement/lines", test_lines);
  g_test_add_func ("/schema/improvement/refused", test_refused);
  g_test_add_func ("/schema/improvement/hostile", test_hostile);
  g_test_add_func ("/schema/improvement/orders", test_orders);
  g_test_add_func ("/schema/improvement/some-then-others", test_some_then_others);
  g_test_add_func ("/schema/improvement/random", test_random);
  g_test_add_func ("/schema/improvement/text-with-errors", test_text_with_errors);
  g_test_add_func ("/schema/improvement/json", test_json);
  return g_test_run ();
}
