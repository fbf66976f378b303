/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "querist-schema.h"

static const struct
{
  const char *name, *before, *after;
} cases[] = {
  { "empty", "", "\n" },
  { "blank", "\n\n  \n", "\n" },
  { "columns", "model A {\nid Int @id\nlonger String?   @unique\nx   Y[]\n}",
    "model A {\n  id     Int     @id\n  longer String? @unique\n  x      Y[]\n}\n" },
  { "groups", "model A {\n id Int\n\n\n longer String\n // c\n x Y\n}",
    "model A {\n  id Int\n\n  longer String\n  // c\n  x      Y\n}\n" },
  { "blank-lines", "\n\n\nmodel A {\n\n id Int\n\n}\n\n\n\nmodel B {\n}\nenum C {\n A\n}\n\n",
    "model A {\n  id Int\n}\n\nmodel B {\n}\n\nenum C {\n  A\n}\n" },
  { "arguments",
    "model A {\n a B   @relation( \"x\" ,fields:[ a,b ],references : [c ( sort : Desc )] )\n}",
    "model A {\n  a B @relation(\"x\", fields: [a, b], references: [c(sort: Desc)])\n}\n" },
  { "attribute-order", "model A {\n a Int @map(\"x\") @default( 1 ) @db.Int @unique @id @foo\n}",
    "model A {\n  a Int @id @unique @default(1) @map(\"x\") @db.Int @foo\n}\n" },
  { "block-attributes",
    "model A {\n @@map(\"t\")\n // why\n @@index([a])\n a Int\n\n @@id( [a] ) // here\n}",
    "model A {\n  a Int\n\n  @@id([a]) // here\n  // why\n  @@index([a])\n  @@map(\"t\")\n}\n" },
  { "settings",
    "datasource db {\nprovider=\"sqlite\"\n url   =   env( \"X\" ) // c\n\n x = [ 1,2 ]\n}",
    "datasource db {\n  provider = \"sqlite\"\n  url      = env(\"X\") // c\n\n  x = [1, 2]\n}\n" },
  { "enum", "enum E {\n A @map(\"a\") // c\n LONGER @map( \"l\" )\n @@map(\"e\")\n}",
    "enum E {\n  A      @map(\"a\") // c\n  LONGER @map(\"l\")\n\n  @@map(\"e\")\n}\n" },
  { "trailing-comments", "model A {\n id Int // a\n b String @unique   /// b\n}",
    "model A {\n  id Int // a\n  b  String @unique /// b\n}\n" },
  { "comments", "// top\n/// doc\nmodel A {\n// first\n id Int\n\n\n // last\n}\n// end",
    "// top\n/// doc\nmodel A {\n  // first\n  id Int\n\n  // last\n}\n\n// end\n" },
  { "block-comment", "/* one\n  * two */\nmodel A {\n /* three */\n id Int /* four */\n}",
    "/**\n * one\n * two\n */\nmodel A {\n  /**\n   * three\n   */\n  id Int /* four */\n}\n" },
  { "comment-behind-brace", "model A { // note\n id Int\n} // more\nmodel B {\n}",
    "model A { // note\n  id Int\n} // more\n\nmodel B {\n}\n" },
  { "invalid-lines", "model A {\n id Int\n   what is  this\n b String\n}\nstray  line\n",
    "model A {\n  id Int\n  what is  this\n  b  String\n}\n\nstray  line\n" },
  { "unclosed", "model A {\n   id   Int\n", "model A {\nid   Int\n" },
  { "syntax-mended", "model A {\n a: Int!\n b [String]\n c Int @default(1,)\n}",
    "model A {\n  a Int\n  b String[]\n  c Int      @default(1)\n}\n" },
  { "windows", "model A {\r\n\tid\tInt\t@id\r\n}\r\n", "model A {\n  id Int @id\n}\n" },
  { "unsupported", "model A {\n a Unsupported( \"x y\" )?\n bb Int\n}",
    "model A {\n  a  Unsupported( \"x y\" )?\n  bb Int\n}\n" },
  { "wide-names", "model A {\n größe Int\n x Int\n}", "model A {\n  größe Int\n  x       Int\n}\n" },
  { "no-relation-added", "model A {\n id Int @id\n b B\n}\nmodel B {\n id Int @id\n}",
    "model A {\n  id Int @id\n  b  B\n}\n\nmodel B {\n  id Int @id\n}\n" },
};

static void
test_case (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr(GError) error = NULL;
  g_autofree char *found = querist_schema_format (cases[i].before, -1, &error);
  g_autofree char *again = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, cases[i].after);
  again = querist_schema_format (found, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again, ==, found);
}

static int
compare_chars (gconstpointer a,
               gconstpointer b)
{
  return *(const guchar *) a - *(const guchar *) b;
}

/* Everything but blanks, and what a comment in C's manner may begin its lines with. */
static char *
essence (const char *text)
{
  GString *string = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      if (!g_ascii_isspace (*p) && *p != '*')
        g_string_append_c (string, *p);
    }
  qsort (string->str, string->len, 1, compare_chars);
  return g_string_free (string, FALSE);
}

static char *
ddl_of (const char *text)
{
  g_autoptr(QueristCatalog) catalog = querist_schema_catalog (text, -1, NULL, NULL);

  return catalog != NULL ? querist_schema_ddl (catalog) : g_strdup ("");
}

static void
check_file (const char *path,
            gboolean    valid)
{
  g_autofree char *text = NULL, *formatted = NULL, *again = NULL;
  g_autofree char *sql = NULL, *sql_after = NULL, *all = NULL, *all_after = NULL;

  g_test_message ("%s", path);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  formatted = querist_schema_format (text, -1, NULL);
  again = querist_schema_format (formatted, -1, NULL);
  g_assert_cmpstr (again, ==, formatted);
  if (!valid)
    return;
  all = essence (text);
  all_after = essence (formatted);
  g_assert_cmpstr (all_after, ==, all);
  sql = ddl_of (text);
  sql_after = ddl_of (formatted);
  g_assert_cmpstr (sql_after, ==, sql);
}

/* Formatting loses nothing, changes no meaning, and is done at once. */
static void
test_files (void)
{
  static const char *const folders[] = { "valid", "invalid" };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *path =
        g_build_filename (g_getenv ("G_TEST_SRCDIR"), "schema", folders[i], NULL);
      g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
      const char *name;

      while ((name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *file = g_build_filename (path, name, NULL);

          check_file (file, i == 0);
        }
    }
}

static void
test_error (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (querist_schema_format ("model \xff", -1, &error));
  g_assert_error (error, QUERIST_SCHEMA_ERROR, QUERIST_SCHEMA_ERROR_INVALID);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/schema/format/", cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
    }
  g_test_add_func ("/schema/format/files", test_files);
  g_test_add_func ("/schema/format/error", test_error);
  return g_test_run ();
}
