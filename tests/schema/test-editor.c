/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-schema-editor.h"
#include "querist-schema.h"

static const char shop[] =
  "/// Who buys\n"
  "model Customer {\n"
  "  id     Int     @id\n"
  "  name   String\n"
  "  kind   Kind    @default(PRIVATE)\n"
  "  orders Order[]\n"
  "  tags   Tag[]\n"
  "}\n"
  "\n"
  "model Order {\n"
  "  id         Int      @id\n"
  "  /// the buyer\n"
  "  customerId Int      @map(\"customer\")\n"
  "  customer   Customer @relation(fields: [customerId], references: [id])\n"
  "\n"
  "  @@index([customerId, id])\n"
  "}\n"
  "\n"
  "model Tag {\n"
  "  id        Int        @id\n"
  "  customers Customer[]\n"
  "}\n"
  "\n"
  "enum Kind {\n"
  "  PRIVATE\n"
  "  COMPANY\n"
  "}\n";

/* A text with a bar where the caret is. */
static char *
take_caret (const char *marked,
            gsize      *offset)
{
  const char *bar = strchr (marked, '|');

  *offset = bar - marked;
  return g_strdup_printf ("%.*s%s", (int) *offset, marked, bar + 1);
}

static gboolean
offers (GPtrArray  *completions,
        const char *label)
{
  for (guint i = 0; i < completions->len; i++)
    {
      const QueristSchemaCompletion *completion = g_ptr_array_index (completions, i);

      if (g_str_equal (completion->label, label))
        return TRUE;
    }
  return FALSE;
}

static void
test_complete (void)
{
  static const struct
  {
    const char *text, *offered, *not_offered;
  } cases[] = {
    { "|", "model", "String" },
    { "mo|", "model", "enum" },
    { "model A {\n  |\n}\n", NULL, "String" },
    { "model A {\n  id |\n}\n", "Int", "model" },
    { "model A {\n  id Str|\n}\n", "String", "Int" },
    { "model A {\n  b |\n}\nmodel Bee {\n}\nenum Cee {\n X\n}\n", "Bee", "id" },
    { "model A {\n  b |\n}\nmodel Bee {\n}\nenum Cee {\n X\n}\n", "Cee", "id" },
    { "model A {\n  id Int @|\n}\n", "id", "relation" },
    { "model A {\n  d DateTime @up|\n}\n", "updatedAt", "unique" },
    { "model A {\n  d Int @id @de|\n}\n", "default", "unique" },
    { "model A {\n  b B @|\n}\nmodel B {\n id Int @id\n}\n", "relation", "unique" },
    { "model A {\n  id Int @id\n  @@|\n}\n", "index", "relation" },
    { "model A {\n  id Int @id\n  @@index([|\n}\n", "id", "index" },
    { "model A {\n  id Int @id\n  @@index([id], |)\n}\n", "map", "id" },
    { "model A {\n  id Int @id\n  @@index([id(sort: |\n}\n", NULL, "map" },
    { "model A {\n  id Int @default(|\n}\n", "autoincrement()", "now()" },
    { "model A {\n  id String @default(|\n}\n", "uuid()", "now()" },
    { "model A {\n  k K @default(|)\n}\nenum K {\n RED\n}\n", "RED", "uuid()" },
    { "model A {\n  bId Int\n  b B @relation(fields: [|\n}\nmodel B {\n key Int @id\n}\n", "bId",
      "key" },
    { "model A {\n  bId Int\n  b B @relation(fields: [bId], references: [|\n}\n"
      "model B {\n key Int @id\n}\n", "key", "bId" },
    { "model A {\n  b B @relation(|)\n}\nmodel B {\n}\n", "fields", "Cascade" },
    { "model A {\n  b B @relation(onDelete: |)\n}\nmodel B {\n}\n", "Cascade", "fields" },
    { "model A {\n  b B @relation(\"|\")\n}\nmodel B {\n}\n", NULL, "fields" },
    { "datasource db {\n  |\n}\n", "provider", "output" },
    { "datasource db {\n  provider = |\n}\n", "sqlite", "provider" },
    { "datasource db {\n  provider = \"s|\"\n}\n", "sqlite", "postgresql" },
    { "generator g {\n  previewFeatures = [\"|\n}\n", "views", "output" },
    { "enum E {\n  A @|\n}\n", "map", "id" },
    { "model A {\n  id Int // |\n}\n", NULL, "Int" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize offset, start;
      g_autofree char *text = take_caret (cases[i].text, &offset);
      g_autoptr(GPtrArray) completions = querist_schema_complete (text, -1, offset, &start);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpuint (start, <=, offset);
      if (cases[i].offered != NULL)
        g_assert_true (offers (completions, cases[i].offered));
      g_assert_false (offers (completions, cases[i].not_offered));
    }
}

static void
test_completion_insert (void)
{
  gsize offset, start;
  g_autofree char *text = take_caret ("datasource db {\n  provider = s|\n}\n", &offset);
  g_autoptr(GPtrArray) completions = querist_schema_complete (text, -1, offset, &start);
  const QueristSchemaCompletion *completion = g_ptr_array_index (completions, 0);
  g_autoptr(GPtrArray) blocks = querist_schema_complete ("", 0, 0, &start);
  const QueristSchemaCompletion *model = g_ptr_array_index (blocks, 0);

  g_assert_cmpstr (completion->insert, ==, "\"sqlite\"");
  g_assert_true (g_str_has_prefix (model->insert, "model  {\n"));
  g_assert_cmpuint (model->caret, ==, strlen ("model "));
}

static gsize
place_of (const char *needle)
{
  return strstr (shop, needle) - shop;
}

static void
test_definition (void)
{
  static const struct
  {
    const char *use, *definition;
  } cases[] = {
    { "Customer @relation", "Customer {" }, { "customerId]", "customerId Int" },
    { "id]", "id     Int" },                { "PRIVATE)", "PRIVATE\n" },
    { "Kind  ", "Kind {" },                 { "Order[]", "Order {" },
  };
  QueristSpan span;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (querist_schema_find_definition (shop, -1, place_of (cases[i].use) + 1,
                                                     &span));
      g_assert_cmpuint (span.start, ==, place_of (cases[i].definition));
    }
  g_assert_false (querist_schema_find_definition (shop, -1, place_of ("@default"), &span));
}

static void
test_references (void)
{
  g_autoptr(GPtrArray) customer =
    querist_schema_find_references (shop, -1, place_of ("Customer {"));
  g_autoptr(GPtrArray) key = querist_schema_find_references (shop, -1, place_of ("customerId]"));

  g_assert_cmpuint (customer->len, ==, 3);
  g_assert_cmpuint (key->len, ==, 3);
  for (guint i = 1; i < key->len; i++)
    g_assert_cmpuint (((QueristSpan *) key->pdata[i - 1])->start, <,
                      ((QueristSpan *) key->pdata[i])->start);
}

static void
test_hover (void)
{
  QueristSpan span;
  g_autofree char *model = querist_schema_hover (shop, -1, place_of ("Customer @"), &span);
  g_autofree char *list = querist_schema_hover (shop, -1, place_of ("orders"), NULL);
  g_autofree char *key = querist_schema_hover (shop, -1, place_of ("customerId Int"), NULL);
  g_autofree char *kind = querist_schema_hover (shop, -1, place_of ("Kind  "), NULL);

  g_assert_cmpstr (model, ==, "model Customer\nWho buys");
  g_assert_cmpuint (span.start, ==, place_of ("Customer @"));
  g_assert_cmpuint (span.line, ==, 14);
  g_assert_nonnull (strstr (list, "one-to-many relation"));
  g_assert_nonnull (strstr (list, "customer   Customer @relation"));
  g_assert_nonnull (strstr (key, "Column “customer”\nthe buyer"));
  g_assert_cmpstr (kind, ==, "enum Kind: PRIVATE, COMPANY");
  g_assert_null (querist_schema_hover (shop, -1, place_of ("@default"), NULL));
}

static void
test_outline (void)
{
  g_autoptr(GPtrArray) symbols = querist_schema_outline (shop, -1);
  const QueristSchemaSymbol *model = g_ptr_array_index (symbols, 0);
  const QueristSchemaSymbol *field = g_ptr_array_index (symbols, 4);

  g_assert_cmpuint (symbols->len, ==, 4 + 5 + 3 + 2 + 2);
  g_assert_cmpstr (model->name, ==, "Customer");
  g_assert_cmpuint (model->name_span.line, ==, 2);
  g_assert_cmpstr (field->name, ==, "orders");
  g_assert_cmpstr (field->detail, ==, "Order[]");
  g_assert_cmpuint (field->depth, ==, 1);
}

static char *
ddl_of (const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristCatalog) catalog = querist_schema_catalog (text, -1, NULL, &error);

  g_assert_no_error (error);
  return querist_schema_ddl (catalog);
}

/* Whatever is renamed, the database stays as it is. */
static void
test_rename (void)
{
  static const struct
  {
    const char *place, *name, *expected;
  } cases[] = {
    { "Customer {", "Client", "model Client {" },
    { "Customer {", "Client", "@@map(\"Customer\")" },
    { "Customer {", "Client", "tags   Tag[] @relation(\"CustomerToTag\")" },
    { "Order {", "Purchase", "orders Purchase[]" },
    { "id     Int", "key", "references: [key]" },
    { "customerId Int", "buyerId", "@@index([buyerId, id])" },
    { "name   String", "label", "label   String @map(\"name\")" },
    { "PRIVATE)", "PERSON", "@default(PERSON)" },
    { "PRIVATE)", "PERSON", "PERSON @map(\"PRIVATE\")" },
    { "Kind {", "Sort", "kind   Sort    @default" },
    { "orders Order", "purchases", "purchases Order[]" },
  };
  g_autofree char *before = ddl_of (shop);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) edits = querist_schema_rename (shop, -1, place_of (cases[i].place),
                                                          cases[i].name, &error);
      g_autofree char *text = NULL, *after = NULL;

      g_assert_no_error (error);
      text = querist_schema_apply_edits (shop, -1, edits);
      g_test_message ("%s", text);
      g_assert_nonnull (strstr (text, cases[i].expected));
      after = ddl_of (text);
      g_assert_cmpstr (after, ==, before);
    }
}

static void
test_rename_refused (void)
{
  static const struct
  {
    const char *place, *name;
  } cases[] = {
    { "Customer {", "Order" },  { "Customer {", "Int" },        { "Customer {", "class" },
    { "Customer {", "1a" },     { "Customer {", "" },           { "Customer {", "a b" },
    { "name   String", "id" },  { "PRIVATE\n", "COMPANY" },     { "@default", "x" },
    { "name   String", "_x" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (querist_schema_rename (shop, -1, place_of (cases[i].place), cases[i].name,
                                            &error));
      g_assert_error (error, QUERIST_SCHEMA_ERROR, QUERIST_SCHEMA_ERROR_INVALID);
    }
}

#define ID "  id Int @id\n"

/* The first fix of the first error leaves no error of that kind. */
static void
test_fixes (void)
{
  static const struct
  {
    const char *text, *title, *expected;
  } cases[] = {
    { "model A {\n  id Integer @id\n}\n", "Change to “Int”", "  id Int @id\n" },
    { "model A {\n" ID "  a Strng\n}\n", "Change to “String”", "  a String\n" },
    { "model A {\n" ID "  a Zeppelin\n}\n", "Create the model “Zeppelin”", "model Zeppelin {" },
    { "model A {\n  a Int\n}\n", "Add an id that counts up",
      "  id Int @id @default(autoincrement())\n  a Int\n" },
    { "model A {\n  id Int\n}\n", "Make “id” the primary key", "  id Int @id\n" },
    { "model A {\n" ID "  bId Int\n  b B @relation(fields: [bId], references: [id])\n}\n"
      "model B {\n" ID "}\n", "Add the field “as” to “B”", "  as A[]\n}" },
    { "model A {\n" ID "  bs B[]\n}\nmodel B {\n" ID "}\n", "Add the field “a” to “B”",
      "  a A? @relation(fields: [aId], references: [id])\n  aId Int?\n" },
    { "model A {\n" ID "  b B\n}\nmodel B {\n" ID "}\n", "Add the field “as” to “B”",
      "  b B @relation(fields: [bId], references: [id])\n  bId Int\n" },
    { "model A {\n" ID "  b B\n}\nmodel B {\n" ID "  a A\n}\n", "Keep the relation by “bId”",
      "  b B @relation(fields: [bId], references: [id])\n  bId Int @unique\n" },
    { "model A {\n" ID "  b B @relation(fields: [bId], references: [id])\n}\n"
      "model B {\n" ID "  as A[]\n}\n", "Add the field “bId”", "  bId Int\n" },
    { "enum K {\n  X\n}\nmodel A {\n" ID "  k K @default(Second)\n}\n", "Add the value “Second” to “K”",
      "  X\n  Second\n" },
    { "enum K {\n  FIRST\n}\nmodel A {\n" ID "  k K @default(frist)\n}\n", "Change to “FIRST”",
      "@default(FIRST)" },
    { "modle A {\n" ID "}\n", "Change to “model”", "model A {" },
    { "model A {\n  id Int?\n}\n", "Make “id” the primary key", "  id Int @id\n" },
    { "model A {\n" ID "  bs B[]\n}\nmodel B {\n" ID
      "  aId Int\n  a A @relation(field: [aId], references: [id])\n}\n",
      "Change to “fields”", "(fields: [aId]" },
    { "model A {\n" ID "  b B\n}\nmodel B {\n" ID "  as A[]\n}\n", "Keep the relation by “bId”",
      "  b B @relation(fields: [bId], references: [id])\n  bId Int\n" },
    { "model A {\n" ID "  b B?\n}\nmodel B {\n" ID
      "  aId Int\n  a A @relation(fields: [aId], references: [id])\n}\n", "Make “aId” unique",
      "  aId Int @unique\n" },
    { "model A {\n" ID "  n Int\n  bs B[]\n}\nmodel B {\n" ID
      "  aN Int\n  a A @relation(fields: [aN], references: [n])\n}\n", "Make “n” unique",
      "  n Int @unique\n" },
    { "model A {\n" ID "  bs B[]\n}\nmodel B {\n" ID
      "  aId Int?\n  a A @relation(fields: [aId], references: [id])\n}\n", "Make “a” optional",
      "  a A? @relation" },
    { "model A {\n" ID "  bs B[]\n}\nmodel B {\n" ID
      "  aId String\n  a A @relation(fields: [aId], references: [id])\n}\n",
      "Give “aId” the type Int", "  aId Int\n" },
    { "model A {\n  id Int? @id\n}\n", "Make “id” required", "  id Int @id\n" },
    { "model A {\n" ID "  a Int @uniqe\n}\n", "Change to “unique”", "@unique\n" },
    { "model A {\n  id: Int @id\n}\n", "Remove it", "  id Int @id\n" },
    { "datasource db {\n  provider = \"sqllite\"\n}\n", "Change to “\"sqlite\"”",
      "provider = \"sqlite\"" },
    { "model A {\n" ID "  bs B[]\n}\nmodel B {\n" ID
      "  aId Int\n  a A @relation(fields: [aId], references: [id], onDelete: Cascad)\n}\n",
      "Change to “Cascade”", "onDelete: Cascade)" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) problems = querist_schema_check (cases[i].text, -1);
      const QueristDiagnostic *problem = g_ptr_array_index (problems, 0);
      g_autoptr(GPtrArray) fixes = querist_schema_fixes (cases[i].text, -1, problem);
      const QueristSchemaFix *fix;
      g_autofree char *text = NULL;
      g_autoptr(GPtrArray) left = NULL;

      g_test_message ("%s", problem->message);
      g_assert_cmpuint (fixes->len, >, 0);
      fix = g_ptr_array_index (fixes, 0);
      g_assert_cmpstr (fix->title, ==, cases[i].title);
      text = querist_schema_apply_edits (cases[i].text, -1, fix->edits);
      g_assert_nonnull (strstr (text, cases[i].expected));
      left = querist_schema_check (text, -1);
      for (guint j = 0; j < left->len; j++)
        g_assert_cmpstr (((QueristDiagnostic *) left->pdata[j])->code, !=, problem->code);
    }
}

/* The caret may be anywhere in a text that is broken anywhere. */
static void
test_everywhere (void)
{
  for (gsize cut = 0; cut <= strlen (shop); cut++)
    {
      gsize start;
      g_autoptr(GPtrArray) completions = querist_schema_complete (shop, cut, cut, &start);
      g_autoptr(GPtrArray) spans = querist_schema_find_references (shop, cut, cut);
      g_autofree char *hover = querist_schema_hover (shop, cut, cut, NULL);
      g_autofree char *again = querist_schema_hover (shop, -1, cut, NULL);

      g_assert_cmpuint (start, <=, cut);
    }
}

/* The text is not terminated: a fix must not look behind its end. */
static void
test_fixes_at_the_end (void)
{
  const char *text = "model A {\n  id Int @id\n}\nmodle";
  gsize length = strlen (text);
  g_autofree char *exact = g_memdup2 (text, length);
  g_autoptr(GPtrArray) problems = querist_schema_check (exact, length);
  g_autoptr(GPtrArray) fixes = NULL;

  g_assert_cmpuint (problems->len, ==, 1);
  fixes = querist_schema_fixes (exact, length, g_ptr_array_index (problems, 0));
  g_assert_cmpuint (fixes->len, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema/editor/complete", test_complete);
  g_test_add_func ("/schema/editor/completion-insert", test_completion_insert);
  g_test_add_func ("/schema/editor/definition", test_definition);
  g_test_add_func ("/schema/editor/references", test_references);
  g_test_add_func ("/schema/editor/hover", test_hover);
  g_test_add_func ("/schema/editor/outline", test_outline);
  g_test_add_func ("/schema/editor/rename", test_rename);
  g_test_add_func ("/schema/editor/rename-refused", test_rename_refused);
  g_test_add_func ("/schema/editor/fixes", test_fixes);
  g_test_add_func ("/schema/editor/fixes-at-the-end", test_fixes_at_the_end);
  g_test_add_func ("/schema/editor/everywhere", test_everywhere);
  return g_test_run ();
}
