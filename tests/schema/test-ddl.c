/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sqlite3.h>
#include <string.h>

#include "querist-schema.h"

#define SQLITE "datasource db {\n  provider = \"sqlite\"\n}\n"

static QueristCatalog *
catalog_of (const char *text)
{
  g_autoptr(GError) error = NULL;
  QueristCatalog *catalog = querist_schema_catalog (text, -1, NULL, &error);

  g_assert_no_error (error);
  return catalog;
}

static void
execute (sqlite3    *database,
         const char *sql)
{
  g_autofree char *message = NULL;
  char *error = NULL;

  sqlite3_exec (database, sql, NULL, NULL, &error);
  if (error != NULL)
    {
      message = g_strdup (error);
      sqlite3_free (error);
    }
  g_test_message ("%s", sql);
  g_assert_cmpstr (message, ==, NULL);
}

/* The rows of a query, columns parted by blanks and rows by semicolons. */
static char *
query (sqlite3    *database,
       const char *sql)
{
  GString *string = g_string_new (NULL);
  sqlite3_stmt *statement;

  g_assert_cmpint (sqlite3_prepare_v2 (database, sql, -1, &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      if (string->len > 0)
        g_string_append (string, "; ");
      for (int i = 0; i < sqlite3_column_count (statement); i++)
        {
          const char *text = (const char *) sqlite3_column_text (statement, i);

          g_string_append_printf (string, i > 0 ? " %s" : "%s", text != NULL ? text : "-");
        }
    }
  sqlite3_finalize (statement);
  return g_string_free (string, FALSE);
}

static sqlite3 *
database_of (const char *text)
{
  g_autoptr(QueristCatalog) catalog = catalog_of (text);
  g_autofree char *sql = querist_schema_ddl (catalog);
  sqlite3 *database;

  g_assert_cmpint (sqlite3_open (":memory:", &database), ==, SQLITE_OK);
  execute (database, sql);
  return database;
}

#define COLUMNS(table) \
  "SELECT name, type, \"notnull\", pk, dflt_value FROM pragma_table_xinfo('" table "')"
#define KEYS(table) \
  "SELECT \"from\", \"table\", \"to\", on_update, on_delete FROM pragma_foreign_key_list('" table \
  "') ORDER BY id, seq"
#define INDEXES(table) \
  "SELECT i.name, i.\"unique\", group_concat(c.name || CASE c.\"desc\" WHEN 1 THEN '-' ELSE '+' " \
  "END, '') FROM pragma_index_list('" table "') i, pragma_index_xinfo(i.name) c " \
  "WHERE c.cid >= 0 AND i.origin = 'c' GROUP BY i.name ORDER BY i.name"

static const struct
{
  const char *name;
  const char *schema;
  const char *query;
  const char *expected;
} cases[] = {
  { "types",
    SQLITE "model A {\n  id String @id\n  a Boolean\n  b Int?\n  c BigInt\n  d Float\n"
    "  e Decimal\n  f DateTime\n  g Json?\n  h Bytes\n  i Unsupported(\"point\")?\n  j E\n}\n"
    "enum E {\n  X\n}\n",
    COLUMNS ("A"),
    "id TEXT 1 1 -; a BOOLEAN 1 0 -; b INTEGER 0 0 -; c BIGINT 1 0 -; d REAL 1 0 -; "
    "e DECIMAL 1 0 -; f DATETIME 1 0 -; g JSONB 0 0 -; h BLOB 1 0 -; i point 0 0 -; "
    "j TEXT 1 0 -" },
  { "autoincrement",
    SQLITE "model A {\n  id Int @id\n}\nmodel B {\n  id Int\n  @@id([id])\n}\n"
    "model C {\n  id BigInt @id @default(autoincrement())\n}\nmodel D {\n  id String @id\n}\n"
    "model E {\n  a Int\n  b Int\n  @@id([b, a])\n}\n",
    "SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'", "A; B" },
  { "composite-key", SQLITE "model E {\n  a Int\n  b String\n  @@id([b, a])\n}\n", COLUMNS ("E"),
    "a INTEGER 1 2 -; b TEXT 1 1 -" },
  { "defaults",
    SQLITE "model A {\n  id Int @id @default(autoincrement())\n"
    "  a String @default(\"it's\\n\")\n  b Boolean @default(true)\n  c Int @default(-5)\n"
    "  d DateTime @default(now())\n  e DateTime @default(\"2020-01-02T03:04:05.678+01:00\")\n"
    "  f Json @default(\"{\\\"a\\\":1}\")\n  g Bytes @default(\"aGVsbG8=\")\n"
    "  h E @default(Y)\n  i String @default(uuid())\n  j Decimal @default(12.340)\n"
    "  k Int @default(dbgenerated(\"1 + 1\"))\n  l Int @default(dbgenerated(\"(2)\"))\n"
    "  m String @default(dbgenerated(\"'x'\"))\n  n DateTime @updatedAt\n}\n"
    "enum E {\n  X\n  Y @map(\"y's\")\n}\n",
    COLUMNS ("A"),
    "id INTEGER 1 1 -; a TEXT 1 0 'it''s\n'; b BOOLEAN 1 0 true; c INTEGER 1 0 -5; "
    "d DATETIME 1 0 CURRENT_TIMESTAMP; e DATETIME 1 0 '2020-01-02 03:04:05.678 +01:00'; "
    "f JSONB 1 0 '{\"a\":1}'; g BLOB 1 0 x'68656c6c6f'; h TEXT 1 0 'y''s'; i TEXT 1 0 -; "
    "j DECIMAL 1 0 12.340; k INTEGER 1 0 1 + 1; l INTEGER 1 0 2; m TEXT 1 0 'x'; "
    "n DATETIME 1 0 -" },
  { "names",
    SQLITE "model A {\n  id Int @id @map(\"the \\\"id\\\"\")\n  größe Int @unique\n"
    "  @@map(\"a table\")\n}\n",
    "SELECT name, sql FROM sqlite_master WHERE type = 'index'",
    "a table_größe_key CREATE UNIQUE INDEX \"a table_größe_key\" ON \"a table\" (\"größe\")" },
  { "quoted-name", SQLITE "model A {\n  id Int @id @map(\"the \\\"id\\\"\")\n}\n", COLUMNS ("A"),
    "the \"id\" INTEGER 1 1 -" },
  { "indexes",
    SQLITE "model A {\n  id Int @id\n  a Int @unique\n  b Int @unique(map: \"x\", sort: Desc)\n"
    "  c Int @map(\"sea\")\n  @@unique([a, c], name: \"client\")\n"
    "  @@index([c(sort: Desc), a])\n  @@index([c], map: \"y\")\n  @@index([c], name: \"z\")\n"
    "  @@map(\"t\")\n}\n",
    INDEXES ("t"),
    "t_a_key 1 a+; t_a_sea_key 1 a+sea+; t_sea_a_idx 0 sea-a+; x 1 b-; y 0 sea+; z 0 sea+" },
  { "foreign-key-required",
    SQLITE "model A {\n  id Int @id\n  bs B[]\n  @@map(\"aa\")\n}\nmodel B {\n  id Int @id\n"
    "  aId Int @map(\"a_id\")\n  a A @relation(fields: [aId], references: [id])\n}\n",
    KEYS ("B"), "a_id aa id CASCADE RESTRICT" },
  { "foreign-key-optional",
    SQLITE "model A {\n  id Int @id\n  bs B[]\n}\nmodel B {\n  id Int @id\n  aId Int?\n"
    "  a A? @relation(fields: [aId], references: [id])\n}\n",
    KEYS ("B"), "aId A id CASCADE SET NULL" },
  { "foreign-key-actions",
    SQLITE "model A {\n  id Int @id\n  bs B[]\n  cs C[]\n}\nmodel B {\n  id Int @id\n  aId Int\n"
    "  a A @relation(fields: [aId], references: [id], onDelete: Cascade, onUpdate: NoAction)\n}\n"
    "model C {\n  id Int @id\n  aId Int @default(1)\n"
    "  a A @relation(fields: [aId], references: [id], onDelete: SetDefault, onUpdate: Restrict)\n"
    "}\n",
    "SELECT * FROM (" KEYS ("B") ") UNION ALL SELECT * FROM (" KEYS ("C") ")",
    "aId A id NO ACTION CASCADE; aId A id RESTRICT SET DEFAULT" },
  { "foreign-key-composite",
    SQLITE "model A {\n  x Int\n  y Int\n  bs B[]\n  @@id([x, y])\n}\nmodel B {\n  id Int @id\n"
    "  ax Int?\n  ay Int\n  a A? @relation(fields: [ax, ay], references: [x, y])\n}\n",
    KEYS ("B"), "ax A x CASCADE RESTRICT; ay A y CASCADE RESTRICT" },
  { "foreign-key-name",
    SQLITE "model A {\n  id Int @id\n  bs B[]\n}\nmodel B {\n  id Int @id\n  aId Int?\n"
    "  a A? @relation(fields: [aId], references: [id])\n}\n",
    "SELECT sql LIKE '%CONSTRAINT \"B_aId_fkey\" FOREIGN KEY%' FROM sqlite_master "
    "WHERE name = 'B'", "1" },
  { "relation-mode-prisma",
    "datasource db {\n  provider = \"sqlite\"\n  relationMode = \"prisma\"\n}\n"
    "model A {\n  id Int @id\n  bs B[]\n}\nmodel B {\n  id Int @id\n  aId Int\n"
    "  a A @relation(fields: [aId], references: [id])\n  @@index([aId])\n}\n",
    KEYS ("B"), "" },
  { "many-to-many",
    SQLITE "model Post {\n  id String @id\n  tags Tag[]\n  @@map(\"posts\")\n}\n"
    "model Category {\n  key Int @id @map(\"k\")\n  x Tag[]\n}\n"
    "model Tag {\n  id Int @id\n  posts Post[]\n  cs Category[]\n}\n",
    COLUMNS ("_PostToTag"), "A TEXT 1 0 -; B INTEGER 1 0 -" },
  { "many-to-many-keys",
    SQLITE "model Post {\n  id String @id\n  tags Tag[]\n  @@map(\"posts\")\n}\n"
    "model Tag {\n  key Int @id @map(\"k\")\n  posts Post[]\n}\n",
    KEYS ("_PostToTag"), "B Tag k CASCADE CASCADE; A posts id CASCADE CASCADE" },
  { "many-to-many-indexes",
    SQLITE "model Post {\n  id String @id\n  tags Tag[]\n}\nmodel Tag {\n  id Int @id\n"
    "  posts Post[]\n}\n",
    INDEXES ("_PostToTag"), "_PostToTag_AB_unique 1 A+B+; _PostToTag_B_index 0 B+" },
  { "many-to-many-self",
    SQLITE "model P {\n  id Int @id\n  z P[] @relation(\"F\")\n  a P[] @relation(\"F\")\n}\n",
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '!_%' ESCAPE '!'", "_F" },
  { "ignored-is-created",
    SQLITE "model A {\n  id Int @id\n  x Int @ignore\n}\nmodel B {\n  x Int?\n  @@ignore\n}\n",
    "SELECT name FROM pragma_table_info('A') UNION ALL SELECT name FROM pragma_table_info('B')",
    "id; x; x" },
  { "view-is-not-created",
    "generator g {\n  provider = \"x\"\n  previewFeatures = [\"views\"]\n}\n" SQLITE
    "model A {\n  id Int @id\n}\nview V {\n  id Int @unique\n}\n",
    "SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite%'", "A" },
};

static void
test_effect (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  sqlite3 *database = database_of (cases[i].schema);
  g_autofree char *found = NULL;

  found = query (database, cases[i].query);
  g_assert_cmpstr (found, ==, cases[i].expected);
  sqlite3_close (database);
}

static void
test_catalog (void)
{
  g_autoptr(QueristCatalog) catalog = catalog_of (
    SQLITE "/// People\nmodel User {\n  id Int @id\n  /// spoken\n  name String? @map(\"n\")\n"
    "  role Role\n  posts Post[]\n  @@map(\"users\")\n}\n"
    "model Post {\n  id Int @id\n  by Int\n"
    "  author User @relation(fields: [by], references: [id])\n}\n"
    "enum Role {\n  A\n  B @map(\"b\")\n}\n");
  const QueristTable *users = querist_catalog_find_table (catalog, "USERS");
  const QueristTable *posts = querist_catalog_find_table (catalog, "Post");
  const QueristColumn *name, *role;
  const QueristForeignKey *key;

  g_assert_cmpuint (catalog->tables->len, ==, 2);
  g_assert_cmpstr (users->model, ==, "User");
  g_assert_cmpstr (users->documentation, ==, "People");
  g_assert_cmpuint (users->line, ==, 5);
  g_assert_cmpuint (users->columns->len, ==, 3);
  name = querist_table_find_column (users, "n");
  g_assert_cmpstr (name->field, ==, "name");
  g_assert_cmpstr (name->documentation, ==, "spoken");
  g_assert_true (name->nullable);
  role = querist_table_find_column (users, "role");
  g_assert_cmpint (role->type, ==, QUERIST_SCALAR_STRING);
  g_assert_cmpstr (role->enum_name, ==, "Role");
  g_assert_cmpstr (role->enum_values[1], ==, "b");
  key = querist_table_find_reference (posts, "by");
  g_assert_cmpstr (key->field, ==, "author");
  g_assert_cmpstr (key->opposite, ==, "posts");
  g_assert_cmpstr (key->table, ==, "users");
  g_assert_null (querist_table_find_reference (posts, "id"));
  g_assert_null (querist_catalog_find_table (catalog, "User"));
}

static void
test_statements (void)
{
  g_autoptr(QueristCatalog) catalog =
    catalog_of (SQLITE "model A {\n  id Int @id\n  a Int @unique\n  @@index([a])\n}\n");
  g_autoptr(GPtrArray) bare = querist_schema_ddl_statements (catalog, FALSE);
  g_autoptr(GPtrArray) all = querist_schema_ddl_statements (catalog, TRUE);

  g_assert_cmpuint (bare->len, ==, 1);
  g_assert_cmpuint (all->len, ==, 3);
}

static void
test_error (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (querist_schema_catalog ("model A {\n  id Int\n  x Foo\n  y Foo\n}\n", -1,
                                         "my.prisma", &error));
  g_assert_error (error, QUERIST_SCHEMA_ERROR, QUERIST_SCHEMA_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (error->message, "my.prisma:3:5: “Foo” is neither"));
  g_assert_true (g_str_has_suffix (error->message, "(and 1 more)"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/schema/ddl/", cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_effect);
    }
  g_test_add_func ("/schema/catalog", test_catalog);
  g_test_add_func ("/schema/ddl-statements", test_statements);
  g_test_add_func ("/schema/catalog-error", test_error);
  return g_test_run ();
}
