/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "querist-schema.h"

/* The files in valid/ have no error. Those in invalid/ begin with "// error: 3, 7": the lines on
 * which there is at least one error, and no other line has one. */

static char *
error_lines (GPtrArray *diagnostics)
{
  GString *string = g_string_new (NULL);
  guint before = 0;

  for (guint i = 0; i < diagnostics->len; i++)
    {
      const QueristDiagnostic *diagnostic = g_ptr_array_index (diagnostics, i);

      if (diagnostic->severity != QUERIST_SEVERITY_ERROR || diagnostic->span.line == before)
        continue;
      before = diagnostic->span.line;
      g_string_append_printf (string, string->len > 0 ? ", %u" : "%u", before);
    }
  return g_string_free (string, FALSE);
}

static char *
expected_lines (const char *text)
{
  static const char mark[] = "// error: ";

  if (!g_str_has_prefix (text, mark))
    return g_strdup ("");
  return g_strndup (text + strlen (mark), strcspn (text + strlen (mark), "\n"));
}

static void
check_text (const char *text,
            gsize       length)
{
  g_autoptr(GPtrArray) diagnostics = querist_schema_check (text, length);
  g_autofree char *found = error_lines (diagnostics);
  g_autofree char *expected = expected_lines (text);
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristCatalog) catalog = querist_schema_catalog (text, length, "file", &error);

  for (guint i = 0; i < diagnostics->len; i++)
    {
      const QueristDiagnostic *diagnostic = g_ptr_array_index (diagnostics, i);

      g_test_message ("%u:%u: %s", diagnostic->span.line, diagnostic->span.column,
                      diagnostic->message);
      g_assert_cmpuint (diagnostic->span.start + diagnostic->span.length, <=, length);
      g_assert_cmpuint (diagnostic->span.column, >=, 1);
      g_assert_true (g_utf8_validate (diagnostic->message, -1, NULL));
    }
  g_assert_cmpstr (found, ==, expected);
  g_assert_true ((catalog != NULL) == (*expected == '\0'));
  if (catalog == NULL)
    g_assert_error (error, QUERIST_SCHEMA_ERROR, QUERIST_SCHEMA_ERROR_INVALID);
}

static void
test_file (gconstpointer data)
{
  const char *path = data;
  g_autofree char *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  check_text (text, length);
}

static void
add_folder (const char *folder,
            GPtrArray  *paths)
{
  const char *root = g_getenv ("G_TEST_SRCDIR");
  g_autofree char *path = g_build_filename (root, "schema", folder, NULL);
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *test = g_strdup_printf ("/schema/check/%s/%s", folder, name);
      char *file = g_build_filename (path, name, NULL);

      g_ptr_array_add (paths, file);
      g_test_add_data_func (test, file, test_file);
    }
}

static const QueristDiagnostic *
only_problem (GPtrArray *diagnostics)
{
  g_assert_cmpuint (diagnostics->len, ==, 1);
  return g_ptr_array_index (diagnostics, 0);
}

static void
test_place (void)
{
  const char *text = "model Größe {\n  id Int @id\n  ä Strng /* ö */\n}\n";
  g_autoptr(GPtrArray) diagnostics = querist_schema_check (text, -1);
  const QueristDiagnostic *problem = only_problem (diagnostics);

  g_assert_cmpuint (problem->span.line, ==, 3);
  g_assert_cmpuint (problem->span.column, ==, 5);
  g_assert_cmpuint (problem->span.start, ==, strstr (text, "Strng") - text);
  g_assert_cmpuint (problem->span.length, ==, 5);
  g_assert_cmpstr (problem->code, ==, "unknown-type");
  g_assert_cmpstr (problem->replacement, ==, "String");
}

static void
test_no_text (void)
{
  static const struct
  {
    const char *text;
    gssize      length;
    gsize       start;
  } cases[] = {
    { "model A {\n  \xff\n}\n", -1, 12 },
    { "model A {\0}", 11, 9 },
    { "\xc3", 1, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) diagnostics = querist_schema_check (cases[i].text, cases[i].length);

      g_assert_cmpuint (only_problem (diagnostics)->span.start, ==, cases[i].start);
    }
}

/* Every line is an error: what is reported stays bounded, and says so. */
static void
test_many_errors (void)
{
  g_autoptr(GString) text = g_string_new ("model A {\n  id Int @id\n");
  g_autoptr(GPtrArray) diagnostics = NULL;
  const QueristDiagnostic *last;

  for (guint i = 0; i < 200000; i++)
    g_string_append (text, "  x\n");
  g_string_append (text, "}\n");
  diagnostics = querist_schema_check (text->str, text->len);
  g_assert_cmpuint (diagnostics->len, ==, 1001);
  last = g_ptr_array_index (diagnostics, 1000);
  g_assert_cmpstr (last->code, ==, "too-many-problems");
  g_assert_true (g_str_has_prefix (last->message, "199"));
}

/* Inputs that cost the square of their length, or a stack, if done naively. */
static void
test_hostile (void)
{
  static const struct
  {
    const char *before, *repeated, *after;
    guint       times;
  } cases[] = {
    { "", "model A {\n", "", 100000 },
    { "", "foo {\n", "", 100000 },
    { "", "/*", "", 200000 },
    { "", "model A {} ", "", 100000 },
    { "model A {\n id Int @default(", "f(", "\n}\n", 200000 },
    { "model A {\n id Int @default(", "[", "\n}\n", 200000 },
    { "model A {\n id Int ", "@x ", "\n}\n", 100000 },
    { "model A {\n id Int @id(", "a: 1, ", "b: 1)\n}\n", 100000 },
    { "model A {\n", " a A @relation(\"x\")\n", "}\n", 50000 },
    { "model A {\n id Int @id\n", " a Int\n", "}\n", 100000 },
    { "", "model A {\n id Int @id\n a A\n}\n", "", 30000 },
    { "enum E {\n", " A @map(\"a\")\n", "}\n", 100000 },
    { "model A {\n id Int @id\n @@index([", "id, ", "id])\n}\n", 50000 },
    { "model A {\n id Int @id @map(\"", "\\u0041", "\")\n}\n", 100000 },
    { "", "}\n", "", 200000 },
    { "", "\"", "", 200000 },
    { "model A {\n id Int @id\n @@unique([id])", "\n @@unique([id])", "\n}\n", 30000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GString) text = g_string_new (cases[i].before);
      g_autoptr(GPtrArray) diagnostics = NULL;
      g_autofree char *formatted = NULL, *again = NULL;

      for (guint j = 0; j < cases[i].times; j++)
        g_string_append (text, cases[i].repeated);
      g_string_append (text, cases[i].after);
      diagnostics = querist_schema_check (text->str, text->len);
      formatted = querist_schema_format (text->str, text->len, NULL);
      again = querist_schema_format (formatted, -1, NULL);
      g_assert_true (strcmp (formatted, again) == 0);
    }
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  g_test_init (&argc, &argv, NULL);
  add_folder ("valid", paths);
  add_folder ("invalid", paths);
  g_test_add_func ("/schema/check/place", test_place);
  g_test_add_func ("/schema/check/no-text", test_no_text);
  g_test_add_func ("/schema/check/many-errors", test_many_errors);
  g_test_add_func ("/schema/check/hostile", test_hostile);
  return g_test_run ();
}
