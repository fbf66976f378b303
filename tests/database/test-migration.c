/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "querist-connection.h"
#include "querist-migration.h"
#include "querist-schema.h"

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("querist-migration-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "analysis.db", NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
exec (const char *path,
      const char *sql)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(sqlite3) db = querist_connection_open_write (path, &error);

  g_assert_no_error (error);
  querist_connection_exec (db, "PRAGMA foreign_keys = OFF", NULL);
  querist_connection_exec (db, sql, &error);
  g_assert_no_error (error);
}

/* All values of the first column, joined by blanks; "-" for NULL. */
static char *
query (const char *path,
       const char *sql)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(sqlite3) db = querist_connection_open_read (path, &error);
  g_autoptr(sqlite3_stmt) rows = NULL;
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  rows = querist_connection_prepare (db, sql, &error);
  g_assert_no_error (error);
  while (sqlite3_step (rows) == SQLITE_ROW)
    {
      const char *value = (const char *) sqlite3_column_text (rows, 0);

      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", value != NULL ? value : "-");
    }
  return g_string_free (text, FALSE);
}

static QueristMigration *
plan (const char *path,
      const char *models)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = g_strconcat ("datasource db {\n  provider = \"sqlite\"\n"
                                       "  url = \"file:./x.db\"\n}\n", models, NULL);
  g_autoptr(QueristCatalog) catalog = querist_schema_catalog (text, -1, "schema.prisma", &error);
  QueristMigration *migration;

  g_assert_no_error (error);
  migration = querist_migration_plan (path, catalog, &error);
  g_assert_no_error (error);
  return migration;
}

static char *
collect (const QueristMigration *migration,
         gboolean                refusals)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < migration->steps->len; i++)
    {
      const QueristMigrationStep *step = g_ptr_array_index (migration->steps, i);
      const char *line = refusals ? step->refusal : step->loss;

      if (line != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
    }
  return g_string_free (text, FALSE);
}

#define ID "  id Int @id\n"

/* Each case: a database, a schema, what is lost or refused (a part of the sentence), and a query
 * with its answer after the push. */
typedef struct {
  const char *name;
  const char *before;
  const char *models;
  const char *loss;
  const char *refusal;
  const char *sql;
  const char *answer;
} Case;

static const Case cases[] = {
  { "create", "SELECT 1",
    "model A {\n" ID "  b String?\n  @@index([b])\n}\n", NULL, NULL,
    "SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY 1", "A A_b_idx" },
  { "add-optional", "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY); INSERT INTO A VALUES (7)",
    "model A {\n" ID "  b String?\n}\n", NULL, NULL, "SELECT id || ifnull(b, '?') FROM A", "7?" },
  { "add-default", "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY); INSERT INTO A VALUES (7)",
    "model A {\n" ID "  b Int @default(3)\n}\n", NULL, NULL, "SELECT id + b FROM A", "10" },
  { "add-now", "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY); INSERT INTO A VALUES (7)",
    "model A {\n" ID "  b DateTime @default(now())\n}\n", NULL, NULL,
    "SELECT count(*) FROM A WHERE b > '2020'", "1" },
  { "add-required", "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY); INSERT INTO A VALUES (7)",
    "model A {\n" ID "  b Int\n}\n", NULL, "The new column “b” of “A” must have a value, but the 1",
    NULL, NULL },
  { "add-required-empty", "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY)",
    "model A {\n" ID "  b Int\n}\n", NULL, NULL, "SELECT count(*) FROM pragma_table_info('A')",
    "2" },
  { "add-surrogate", "CREATE TABLE A (b TEXT); INSERT INTO A VALUES ('x'), ('y')",
    "model A {\n" ID "  b String?\n}\n", NULL, NULL, "SELECT id || b FROM A ORDER BY id",
    "1x 2y" },
  { "drop-column",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b TEXT);"
    "INSERT INTO A VALUES (1, 'x'), (2, NULL), (3, 'y')",
    "model A {\n" ID "}\n", "The column “b” of “A” is dropped with its values in 2 rows", NULL,
    "SELECT id FROM A ORDER BY id", "1 2 3" },
  { "drop-empty-column",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b TEXT); INSERT INTO A VALUES (1, NULL)",
    "model A {\n" ID "}\n", NULL, NULL, "SELECT id FROM A", "1" },
  { "drop-table",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY); CREATE TABLE B (x INTEGER);"
    "INSERT INTO B VALUES (1), (2)",
    "model A {\n" ID "}\n", "The table “B” is dropped with its 2 rows", NULL,
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'", "A" },
  { "keep-own-tables",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY); CREATE TABLE _querist_rejects (x);"
    "INSERT INTO _querist_rejects VALUES (5)",
    "model A {\n" ID "}\n", NULL, NULL, "SELECT x FROM _querist_rejects", "5" },
  { "text-to-int",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b TEXT);"
    "INSERT INTO A VALUES (1, '12'), (2, 'abc'), (3, NULL), (4, '1-2'), (5, ' 7 ')",
    "model A {\n" ID "  b Int?\n}\n", "2 values of “A.b”, such as “abc”, are no Int", NULL,
    "SELECT b FROM A ORDER BY id", "12 - - - 7" },
  { "real-to-int",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b REAL);"
    "INSERT INTO A VALUES (1, 2.0), (2, 1.75)",
    "model A {\n" ID "  b Int?\n}\n", "1 values of “A.b”, such as “1.75”", NULL,
    "SELECT b FROM A ORDER BY id", "2 -" },
  { "int-to-real",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b INTEGER); INSERT INTO A VALUES (1, 3)",
    "model A {\n" ID "  b Float?\n}\n", NULL, NULL, "SELECT typeof(b) || b FROM A", "real3.0" },
  { "int-to-text",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b INTEGER); INSERT INTO A VALUES (1, 3)",
    "model A {\n" ID "  b String?\n}\n", NULL, NULL, "SELECT typeof(b) || b FROM A", "text3" },
  { "text-to-boolean",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b TEXT);"
    "INSERT INTO A VALUES (1, 'true'), (2, 'FALSE'), (3, 'maybe')",
    "model A {\n" ID "  b Boolean?\n}\n", "1 values of “A.b”, such as “maybe”, are no Boolean",
    NULL, "SELECT b FROM A ORDER BY id", "1 0 -" },
  { "text-to-date",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b TEXT);"
    "INSERT INTO A VALUES (1, '2024-02-29'), (2, 'soon')",
    "model A {\n" ID "  b DateTime?\n}\n", "1 values of “A.b”, such as “soon”, are no DateTime",
    NULL, "SELECT b FROM A ORDER BY id", "2024-02-29 -" },
  { "unfit-required",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b TEXT NOT NULL);"
    "INSERT INTO A VALUES (1, 'x')",
    "model A {\n" ID "  b Int\n}\n", "such as “x”", "“A.b” can’t be required: 1 of 1 rows", NULL,
    NULL },
  { "same-type-other-spelling",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b VARCHAR(20))",
    "model A {\n" ID "  b String?\n}\n", NULL, NULL,
    "SELECT count(*) FROM sqlite_schema WHERE sql LIKE '%VARCHAR(20)%'", "1" },
  { "required-with-null",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b INTEGER);"
    "INSERT INTO A VALUES (1, NULL), (2, 5)",
    "model A {\n" ID "  b Int\n}\n", NULL, "“A.b” can’t be required: 1 of 2 rows", NULL, NULL },
  { "required-with-default",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b INTEGER);"
    "INSERT INTO A VALUES (1, NULL), (2, 5)",
    "model A {\n" ID "  b Int @default(9)\n}\n", NULL, NULL, "SELECT b FROM A ORDER BY id",
    "9 5" },
  { "optional",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b INTEGER NOT NULL);"
    "INSERT INTO A VALUES (1, 5)",
    "model A {\n" ID "  b Int?\n}\n", NULL, NULL,
    "SELECT \"notnull\" FROM pragma_table_info('A') WHERE name = 'b'", "0" },
  { "unique",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b TEXT); INSERT INTO A VALUES (1, 'x')",
    "model A {\n" ID "  b String? @unique\n}\n", NULL, NULL,
    "SELECT name FROM sqlite_schema WHERE type = 'index'", "A_b_key" },
  { "unique-duplicates",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b TEXT);"
    "INSERT INTO A VALUES (1, 'x'), (2, 'x'), (3, NULL), (4, NULL)",
    "model A {\n" ID "  b String? @unique\n}\n", NULL,
    "“b” of “A” can’t be unique: 1 values occur more than once, such as “x”", NULL, NULL },
  { "drop-index",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b TEXT); CREATE INDEX i ON A (b)",
    "model A {\n" ID "  b String?\n}\n", NULL, NULL,
    "SELECT count(*) FROM sqlite_schema WHERE type = 'index'", "0" },
  { "drop-unique-constraint",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b TEXT UNIQUE);"
    "INSERT INTO A VALUES (1, 'x')",
    "model A {\n" ID "  b String?\n}\n", NULL, NULL,
    "SELECT b || (SELECT count(*) FROM sqlite_schema WHERE type = 'index') FROM A", "x0" },
  { "keep-unique-constraint",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b TEXT UNIQUE)",
    "model A {\n" ID "  b String? @unique\n}\n", NULL, NULL,
    "SELECT name FROM sqlite_schema WHERE type = 'index'", "sqlite_autoindex_A_1" },
  { "add-reference",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY); INSERT INTO A VALUES (1);"
    "CREATE TABLE B (id INTEGER NOT NULL PRIMARY KEY, a_id INTEGER);"
    "INSERT INTO B VALUES (10, 1), (11, NULL)",
    "model A {\n" ID "  bs B[]\n}\nmodel B {\n" ID "  a_id Int?\n"
    "  a A? @relation(fields: [a_id], references: [id])\n}\n", NULL, NULL,
    "SELECT \"table\" || \"from\" || on_delete FROM pragma_foreign_key_list('B')",
    "Aa_idSET NULL" },
  { "add-reference-orphans",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY); INSERT INTO A VALUES (1);"
    "CREATE TABLE B (id INTEGER NOT NULL PRIMARY KEY, a_id INTEGER);"
    "INSERT INTO B VALUES (10, 1), (11, 99)",
    "model A {\n" ID "  bs B[]\n}\nmodel B {\n" ID "  a_id Int?\n"
    "  a A? @relation(fields: [a_id], references: [id])\n}\n", NULL,
    "1 rows of “B” refer by “a_id” to rows that “A” does not have, such as “99”", NULL, NULL },
  { "referred-table-changes",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, old TEXT); INSERT INTO A VALUES (1, 'x');"
    "CREATE TABLE B (id INTEGER NOT NULL PRIMARY KEY, a_id INTEGER NOT NULL,"
    " CONSTRAINT B_a_id_fkey FOREIGN KEY (a_id) REFERENCES A (id) ON DELETE CASCADE"
    " ON UPDATE CASCADE);"
    "INSERT INTO B VALUES (10, 1)",
    "model A {\n" ID "  bs B[]\n}\nmodel B {\n" ID "  a_id Int\n"
    "  a A @relation(fields: [a_id], references: [id], onDelete: Cascade)\n}\n",
    "The column “old”", NULL,
    "SELECT A.id || B.id || (SELECT \"table\" FROM pragma_foreign_key_list('B')) FROM A JOIN B",
    "110A" },
  { "key-change",
    "CREATE TABLE A (x INTEGER NOT NULL, y INTEGER NOT NULL, PRIMARY KEY (x));"
    "INSERT INTO A VALUES (1, 1), (2, 1)",
    "model A {\n  x Int\n  y Int\n  @@id([x, y])\n}\n", NULL, NULL,
    "SELECT group_concat(pk) FROM pragma_table_info('A')", "1,2" },
  { "key-duplicates",
    "CREATE TABLE A (x INTEGER NOT NULL, y INTEGER NOT NULL, PRIMARY KEY (x));"
    "INSERT INTO A VALUES (1, 1), (2, 1)",
    "model A {\n  x Int\n  y Int @id\n}\n", NULL, "“y” of “A” can’t be unique: 1 values", NULL,
    NULL },
  { "enum-value-gone",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, s TEXT);"
    "INSERT INTO A VALUES (1, 'open'), (2, 'lost')",
    "enum S {\n  open\n  shut\n}\nmodel A {\n" ID "  s S?\n}\n", NULL,
    "1 rows of “A” have a value in “s” that the enum S does not have, such as “lost”", NULL, NULL },
  { "view-survives",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b TEXT, c TEXT);"
    "INSERT INTO A VALUES (1, 'x', NULL); CREATE VIEW v AS SELECT b FROM A",
    "model A {\n" ID "  b String?\n}\n", NULL, NULL, "SELECT b FROM v", "x" },
  { "view-breaks",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b TEXT); CREATE VIEW v AS SELECT b FROM A",
    "model A {\n" ID "}\n", NULL, "The view “v” needs what would be gone", NULL, NULL },
  { "broken-view-stays-broken",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b TEXT); CREATE VIEW v AS SELECT z FROM Z",
    "model A {\n" ID "}\n", NULL, NULL, "SELECT count(*) FROM sqlite_schema WHERE name = 'v'",
    "1" },
  { "trigger-survives",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b TEXT, c TEXT);"
    "CREATE TABLE L (id INTEGER NOT NULL PRIMARY KEY);"
    "CREATE TRIGGER t AFTER INSERT ON A BEGIN INSERT INTO L VALUES (new.id); END",
    "model A {\n" ID "  b String?\n}\nmodel L {\n" ID "}\n", NULL, NULL,
    "SELECT tbl_name FROM sqlite_schema WHERE name = 't'", "A" },
  { "trigger-breaks",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b TEXT);"
    "CREATE TRIGGER t AFTER INSERT ON A BEGIN UPDATE A SET b = 'x' WHERE id = new.id; END",
    "model A {\n" ID "}\n", NULL, "The trigger “t” needs what would be gone", NULL, NULL },
  { "partial-index-survives",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b TEXT, c TEXT);"
    "CREATE INDEX p ON A (b) WHERE b IS NOT NULL",
    "model A {\n" ID "  b String?\n}\n", NULL, NULL,
    "SELECT name FROM sqlite_schema WHERE type = 'index'", "p" },
  { "check-rule",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b TEXT CHECK (b <> ''), c TEXT)",
    "model A {\n" ID "  b String?\n}\n", "The CHECK rules of “A” are dropped", NULL,
    "SELECT count(*) FROM A", "0" },
  { "sequence",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, b TEXT, c TEXT);"
    "INSERT INTO A (id) VALUES (1), (50); DELETE FROM A WHERE id = 50",
    "model A {\n" ID "  b String?\n}\n", NULL, NULL,
    "SELECT seq FROM sqlite_sequence WHERE name = 'A'", "50" },
  { "odd-names",
    "CREATE TABLE \"Größe \"\"x\"\"\" (\"a b\" INTEGER NOT NULL PRIMARY KEY, \"'\" TEXT);"
    "INSERT INTO \"Größe \"\"x\"\"\" VALUES (4, 'y')",
    "model G {\n  id Int @id @map(\"a b\")\n  q Int? @map(\"'\")\n  @@map(\"Größe \\\"x\\\"\")\n}\n",
    "1 values of “Größe \"x\".'”, such as “y”", NULL,
    "SELECT \"a b\" FROM \"Größe \"\"x\"\"\"", "4" },
  { "nothing-to-do",
    "CREATE TABLE A (b TEXT DEFAULT 'x', id INTEGER PRIMARY KEY, c BOOLEAN NOT NULL DEFAULT true)",
    "model A {\n" ID "  c Boolean @default(true)\n  b String? @default(\"x\")\n}\n", NULL, NULL,
    "SELECT count(*) FROM sqlite_schema WHERE sql LIKE 'CREATE TABLE A (b TEXT%'", "1" },
  { "rename-column",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, mail TEXT COLLATE NOCASE CHECK (mail <> ''),"
    "  up TEXT AS (upper(mail)) STORED) STRICT; INSERT INTO A (id, mail) VALUES (1, 'x');"
    "CREATE INDEX part ON A (lower(mail)) WHERE mail IS NOT NULL;"
    "CREATE VIEW v AS SELECT mail FROM A;"
    "CREATE TRIGGER t AFTER UPDATE OF mail ON A BEGIN UPDATE A SET id = id; END",
    "model A {\n" ID "  /// Where to write.\n  /// @renamed from mail\n  email String?\n"
    "  up String?\n}\n",
    NULL, NULL, "SELECT (SELECT email FROM v) || up || count(*) FROM A, sqlite_schema "
    "WHERE sql LIKE '%email%'", "xX4" },
  { "rename-table",
    "CREATE TABLE Kunde (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, n TEXT);"
    "CREATE TABLE B (id INTEGER NOT NULL PRIMARY KEY, k INTEGER REFERENCES Kunde (id)"
    "  ON DELETE SET NULL ON UPDATE CASCADE);"
    "INSERT INTO Kunde VALUES (3, 'x'), (9, 'y'); DELETE FROM Kunde WHERE id = 9;"
    "INSERT INTO B VALUES (1, 3); CREATE VIEW v AS SELECT n FROM Kunde;"
    "CREATE TRIGGER t AFTER DELETE ON Kunde BEGIN DELETE FROM B WHERE k = old.id; END",
    "/// @renamed from Kunde\nmodel Customer {\n" ID "  n String?\n  bs B[]\n}\n"
    "model B {\n" ID "  k Int?\n  c Customer? @relation(fields: [k], references: [id])\n}\n",
    NULL, NULL, "SELECT n || k || seq FROM v, B, sqlite_sequence WHERE name = 'Customer'", "x39" },
  { "rename-and-redefine",
    "CREATE TABLE \"a \"\"b\" (\"von–bis\" TEXT, c TEXT);"
    "INSERT INTO \"a \"\"b\" VALUES ('1', 'x'), ('zwei', 'y');"
    "CREATE INDEX part ON \"a \"\"b\" (c) WHERE \"von–bis\" IS NOT NULL;"
    "CREATE TRIGGER t AFTER UPDATE OF c ON \"a \"\"b\" BEGIN"
    "  UPDATE \"a \"\"b\" SET \"von–bis\" = 0; END",
    "/// @renamed from a \"b\nmodel Span {\n" ID "  /// @renamed from \"von–bis\"\n  n Int?\n"
    "  c String?\n}\n",
    "1 values of “Span.n”, such as “zwei”, are no Int and are lost", NULL,
    "SELECT group_concat(id || ifnull(n, '-') || c, ' ') || (SELECT ' ' || group_concat(name, ' ')"
    " FROM sqlite_schema WHERE type <> 'table') FROM Span", "11x 2-y part t" },
  { "rename-refused-by-data",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b TEXT); INSERT INTO A VALUES (1, 'x'),"
    " (2, 'x')",
    "/// @renamed from A\nmodel B {\n" ID "  /// @renamed from b\n  c String? @unique\n}\n", NULL,
    "“c” of “B” can’t be unique: 1 values occur more than once, such as “x”", NULL, NULL },
  { "rename-orphans",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY); CREATE TABLE B (id INTEGER NOT NULL PRIMARY "
    "KEY, x INTEGER); INSERT INTO B VALUES (1, 7)",
    "/// @renamed from A\nmodel C {\n" ID "  ds D[]\n}\n/// @renamed from B\nmodel D {\n" ID
    "  /// @renamed from x\n  cId Int?\n  c C? @relation(fields: [cId], references: [id])\n}\n",
    NULL, "1 rows of “D” refer by “cId” to rows that “C” does not have, such as “7”", NULL, NULL },
  { "rename-joined",
    "CREATE TABLE Post (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT);"
    "CREATE TABLE Tag (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT);"
    "CREATE TABLE _PostToTag (A INTEGER NOT NULL REFERENCES Post (id) ON DELETE CASCADE ON UPDATE"
    " CASCADE, B INTEGER NOT NULL REFERENCES Tag (id) ON DELETE CASCADE ON UPDATE CASCADE);"
    "CREATE UNIQUE INDEX _PostToTag_AB_unique ON _PostToTag (A, B);"
    "CREATE INDEX _PostToTag_B_index ON _PostToTag (B);"
    "INSERT INTO Post VALUES (1), (2); INSERT INTO Tag VALUES (1), (2);"
    "INSERT INTO _PostToTag VALUES (1, 2)",
    "/// @renamed from Tag\nmodel Label {\n" ID "  ps Post[]\n}\n"
    "model Post {\n" ID "  ls Label[]\n}\n", NULL, NULL,
    "SELECT A || B FROM _LabelToPost", "21" },
  { "rename-joined-under-a-name",
    "CREATE TABLE Post (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT);"
    "CREATE TABLE Tag (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT);"
    "CREATE TABLE _x (A INTEGER NOT NULL REFERENCES Post (id) ON DELETE CASCADE ON UPDATE"
    " CASCADE, B INTEGER NOT NULL REFERENCES Tag (id) ON DELETE CASCADE ON UPDATE CASCADE);"
    "CREATE UNIQUE INDEX _x_AB_unique ON _x (A, B); CREATE INDEX _x_B_index ON _x (B);"
    "INSERT INTO Post VALUES (1), (2); INSERT INTO Tag VALUES (1), (2); INSERT INTO _x VALUES (1, 2)",
    "/// @renamed from Tag\nmodel Label {\n" ID "  ps Post[] @relation(\"x\")\n}\n"
    "model Post {\n" ID "  ls Label[] @relation(\"x\")\n}\n", NULL, NULL,
    "SELECT A || B FROM _x", "21" },
  { "rename-without-rowid",
    "CREATE TABLE A (a TEXT NOT NULL, b INT, PRIMARY KEY (a)) WITHOUT ROWID;"
    "INSERT INTO A VALUES ('x', 1)",
    "/// @renamed from A\nmodel B {\n  /// @renamed from a\n  k String @id\n  b Int?\n}\n", NULL,
    NULL, "SELECT k || b || (SELECT sql LIKE '%WITHOUT ROWID' FROM sqlite_schema) FROM B", "x11" },
  { "rename-in-a-cycle",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b INTEGER REFERENCES B (id) ON DELETE SET "
    "NULL ON UPDATE CASCADE); CREATE TABLE B (id INTEGER NOT NULL PRIMARY KEY, a INTEGER REFERENCES"
    " A (id) ON DELETE SET NULL ON UPDATE CASCADE); INSERT INTO A VALUES (1, 2);"
    "INSERT INTO B VALUES (2, 1)",
    "/// @renamed from A\nmodel X {\n" ID "  b Int?\n  y Y? @relation(\"1\", fields: [b], "
    "references: [id])\n  ys Y[] @relation(\"2\")\n}\n/// @renamed from B\nmodel Y {\n" ID
    "  /// @renamed from a\n  x Int?\n  xx X? @relation(\"2\", fields: [x], references: [id])\n"
    "  xs X[] @relation(\"1\")\n}\n", NULL, NULL,
    "SELECT X.id || b || Y.id || x FROM X, Y", "1221" },
  { "rename-trailing-hint", "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b INT);"
    "INSERT INTO A VALUES (1, 5)",
    "model A {\n" ID "  c Int? /// @renamed from b\n}\n", NULL, NULL, "SELECT c FROM A", "5" },
  { "rename-of-what-stays", "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b INT);"
    "INSERT INTO A VALUES (1, 5)",
    "model A {\n" ID "  b Int?\n  /// @renamed from b\n  c Int?\n}\n", NULL, NULL,
    "SELECT b || ifnull(c, '-') FROM A", "5-" },
  { "rename-by-map", "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b INT)",
    "model X {\n" ID "  c Int? @map(\"b\")\n\n  @@map(\"A\")\n}\n", NULL, NULL,
    "SELECT count(*) FROM sqlite_schema WHERE sql LIKE 'CREATE TABLE A (%b INT)'", "1" },
  { "rename-beside-broken-view",
    "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b INT); CREATE VIEW v AS SELECT * FROM gone",
    "model A {\n" ID "  /// @renamed from b\n  c Int?\n}\n", NULL,
    "SQLite would not do this: error in view v: no such table: main.gone", NULL, NULL },
  { "no-column-stays", "CREATE TABLE A (a INTEGER NOT NULL PRIMARY KEY); INSERT INTO A VALUES (7)",
    "model A {\n" ID "}\n", "All 1 rows of “A” are dropped: none of its columns stays", NULL,
    "SELECT count(*) FROM A", "0" },
};

static void
assert_part (const char *text,
             const char *part)
{
  if (part == NULL)
    g_assert_cmpstr (text, ==, "");
  else if (strstr (text, part) == NULL)
    g_error ("“%s” is not in “%s”", part, text);
}

static void
test_case (Fixture      *fixture,
           gconstpointer data)
{
  const Case *test = data;
  g_autoptr(QueristMigration) migration = NULL, again = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *loss = NULL, *refusal = NULL, *answer = NULL, *before = NULL, *after = NULL;
  gboolean done;

  exec (fixture->path, test->before);
  before = query (fixture->path, "SELECT group_concat(sql) FROM sqlite_schema");
  migration = plan (fixture->path, test->models);
  loss = collect (migration, FALSE);
  refusal = collect (migration, TRUE);
  assert_part (loss, test->loss);
  assert_part (refusal, test->refusal);
  if (test->loss != NULL && test->refusal == NULL)
    {
      g_assert_true (querist_migration_loses (migration));
      g_assert_false (querist_migration_run (migration, fixture->path, FALSE, NULL, &error));
      g_assert_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_DATA_LOSS);
      g_clear_error (&error);
    }
  done = querist_migration_run (migration, fixture->path, TRUE, NULL, &error);
  if (test->refusal != NULL)
    {
      g_assert_false (done);
      g_assert_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_FAILED);
      after = query (fixture->path, "SELECT group_concat(sql) FROM sqlite_schema");
      g_assert_cmpstr (after, ==, before);
      return;
    }
  g_assert_no_error (error);
  answer = query (fixture->path, test->sql);
  g_assert_cmpstr (answer, ==, test->answer);
  again = plan (fixture->path, test->models);
  g_assert_cmpuint (again->steps->len, ==, 0);
}

/* What looks like a rename is pointed out with the loss, the refusal and in the script. */
static void
test_suspects (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr(QueristMigration) migration = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *sql = NULL;

  exec (fixture->path,
        "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, mail TEXT, amount INT, created INT);"
        "CREATE TABLE B (id INTEGER NOT NULL PRIMARY KEY, x INT, y INT);"
        "INSERT INTO A VALUES (1, 'x', 2, 3); INSERT INTO B VALUES (1, 2, 3)");
  migration = plan (fixture->path, "model A {\n" ID "  email String\n  createdAt Int?\n  colour Int?\n}\n"
                                   "model C {\n" ID "  x Int?\n  y Int?\n}\n");
  sql = querist_migration_to_sql (migration);
  g_test_message ("%s", sql);
  g_assert_nonnull (strstr (sql, "\n-- hint: If “A.email” is “mail” under a new name, write “/// "
                                 "@renamed from mail” above the field"));
  g_assert_nonnull (strstr (sql, "If “A.createdAt” is “created” under a new name"));
  g_assert_nonnull (strstr (sql, "If “C” is “B” under a new name, write “/// @renamed from B”"));
  g_assert_null (strstr (sql, "“A.colour”"));
  g_assert_false (querist_migration_run (migration, fixture->path, TRUE, NULL, &error));
  g_assert_nonnull (strstr (error->message, "@renamed from mail"));
}

/* A hint that has done its work harms nothing. */
static void
test_old_hints (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr(QueristMigration) migration = NULL;

  exec (fixture->path, "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b INT)");
  migration = plan (fixture->path, "/// @renamed from X\nmodel A {\n" ID
                                   "  /// @renamed from y\n  b Int?\n}\n");
  g_assert_cmpuint (migration->steps->len, ==, 0);
  g_assert_cmpuint (migration->notes->len, ==, 2);
  g_assert_nonnull (strstr (g_ptr_array_index (migration->notes, 0), "“/// @renamed from X” above “A”"));
  g_assert_nonnull (strstr (g_ptr_array_index (migration->notes, 1), "above “A.b”"));
}

static void
test_new_file (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr(QueristMigration) migration = plan (fixture->path, "model A {\n" ID "}\n");
  g_autoptr(GError) error = NULL;
  g_autofree char *sql = querist_migration_to_sql (migration);

  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  g_assert_nonnull (strstr (sql, "CREATE TABLE \"A\""));
  g_assert_true (querist_migration_run (migration, fixture->path, FALSE, NULL, &error));
  g_assert_no_error (error);
}

static void
test_script (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr(QueristMigration) migration = NULL;
  g_autofree char *sql = NULL, *answer = NULL;

  exec (fixture->path, "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b TEXT);"
                       "INSERT INTO A VALUES (1, 'x')");
  migration = plan (fixture->path, "model A {\n" ID "}\n");
  sql = querist_migration_to_sql (migration);
  g_assert_nonnull (strstr (sql, "\n-- data loss: The column “b” of “A” is dropped with its values "
                                 "in 1 rows.\nCREATE TABLE"));
  exec (fixture->path, sql);
  answer = query (fixture->path, "SELECT group_concat(name) FROM pragma_table_info('A')");
  g_assert_cmpstr (answer, ==, "id");
}

static void
test_nothing (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr(QueristMigration) migration = NULL;
  g_autofree char *sql = NULL;

  exec (fixture->path, "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY)");
  migration = plan (fixture->path, "model A {\n" ID "}\n");
  sql = querist_migration_to_sql (migration);
  g_assert_cmpstr (sql, ==, "");
}

/* Two tables change; the second fails while it runs, since a row came after the plan. */
static void
test_all_or_nothing (Fixture      *fixture,
                     gconstpointer data)
{
  g_autoptr(QueristMigration) migration = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *answer = NULL;

  exec (fixture->path, "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b TEXT);"
                       "CREATE TABLE B (id INTEGER NOT NULL PRIMARY KEY, c INTEGER)");
  migration = plan (fixture->path, "model A {\n" ID "}\nmodel B {\n" ID "  c Int\n}\n");
  exec (fixture->path, "INSERT INTO B VALUES (1, NULL)");
  g_assert_false (querist_migration_run (migration, fixture->path, TRUE, NULL, &error));
  g_assert_nonnull (error);
  answer = query (fixture->path, "SELECT group_concat(name) FROM pragma_table_info('A')");
  g_assert_cmpstr (answer, ==, "id,b");
}

/* A load puts a new file in place between the look and the change, or somebody changes a table. */
static void
test_changed_meanwhile (Fixture      *fixture,
                        gconstpointer data)
{
  static const char before[] = "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b TEXT)";
  g_autoptr(QueristMigration) migration = NULL, other = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_strconcat (fixture->path, ".new", NULL);
  g_autofree char *answer = NULL;

  exec (fixture->path, before);
  migration = plan (fixture->path, "model A {\n" ID "  b String?\n  c Int?\n}\n");
  other = plan (fixture->path, "model A {\n" ID "  b String?\n}\nmodel B {\n" ID "}\n");
  exec (path, before);
  exec (path, "CREATE TABLE _querist_loads (x); INSERT INTO A VALUES (9, 'x')");
  g_assert_cmpint (g_rename (path, fixture->path), ==, 0);
  g_assert_true (querist_migration_run (migration, fixture->path, FALSE, NULL, &error));
  g_assert_no_error (error);
  answer = query (fixture->path, "SELECT id || ifnull(c, '-') FROM A");
  g_assert_cmpstr (answer, ==, "9-");
  g_assert_false (querist_migration_run (other, fixture->path, FALSE, NULL, &error));
  g_assert_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "meanwhile"));
}

static void
test_cancelled (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr(QueristMigration) migration = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *answer = NULL;

  exec (fixture->path,
        "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY, b TEXT);"
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)"
        "INSERT INTO A SELECT i, NULL FROM n");
  migration = plan (fixture->path, "model A {\n" ID "}\n");
  g_cancellable_cancel (cancellable);
  g_assert_false (querist_migration_run (migration, fixture->path, TRUE, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  answer = query (fixture->path, "SELECT group_concat(name) FROM pragma_table_info('A')");
  g_assert_cmpstr (answer, ==, "id,b");
}

/* Orphans that were there before don't stop a change elsewhere. */
static void
test_old_orphans (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr(QueristMigration) migration = NULL;
  g_autoptr(GError) error = NULL;

  exec (fixture->path,
        "CREATE TABLE A (id INTEGER NOT NULL PRIMARY KEY);"
        "CREATE TABLE B (id INTEGER NOT NULL PRIMARY KEY, a_id INTEGER,"
        " FOREIGN KEY (a_id) REFERENCES A (id) ON DELETE SET NULL ON UPDATE CASCADE);"
        "INSERT INTO B VALUES (1, 99)");
  migration = plan (fixture->path, "model A {\n" ID "  x String?\n  bs B[]\n}\nmodel B {\n" ID
                                   "  a_id Int?\n  a A? @relation(fields: [a_id], references: "
                                   "[id])\n}\n");
  g_assert_true (querist_migration_run (migration, fixture->path, FALSE, NULL, &error));
  g_assert_no_error (error);
}

static void
test_not_a_database (Fixture      *fixture,
                     gconstpointer data)
{
  g_autoptr(QueristCatalog) catalog = querist_catalog_new ();
  g_autoptr(GError) error = NULL;

  g_file_set_contents (fixture->path, "id,name\n1,x\n", -1, NULL);
  g_assert_null (querist_migration_plan (fixture->path, catalog, &error));
  g_assert_error (error, QUERIST_DATABASE_ERROR, QUERIST_DATABASE_ERROR_NOT_A_DATABASE);
}

static void
test_too_wide (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GString) models = g_string_new ("model Wide {\n" ID);
  g_autoptr(QueristMigration) migration = NULL;
  g_autofree char *refusal = NULL;

  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (models, "  c%u Int?\n", i);
  g_string_append (models, "}\n");
  migration = plan (fixture->path, models->str);
  refusal = collect (migration, TRUE);
  assert_part (refusal, "at most 2000 columns");
}

static void
add_test (const char *name,
          void      (*run) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/database/migration/", name, NULL);

  g_test_add (path, Fixture, NULL, set_up, run, tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/database/migration/case/", cases[i].name, NULL);

      g_test_add (path, Fixture, &cases[i], set_up, test_case, tear_down);
    }
  add_test ("suspects", test_suspects);
  add_test ("old-hints", test_old_hints);
  add_test ("new-file", test_new_file);
  add_test ("script", test_script);
  add_test ("nothing", test_nothing);
  add_test ("too-wide", test_too_wide);
  add_test ("all-or-nothing", test_all_or_nothing);
  add_test ("changed-meanwhile", test_changed_meanwhile);
  add_test ("cancelled", test_cancelled);
  add_test ("old-orphans", test_old_orphans);
  add_test ("not-a-database", test_not_a_database);
  return g_test_run ();
}
