/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-schema-catalog.h"
#include "querist-schema-formatter.h"
#include "querist-schema-parser.h"
#include "querist-schema.h"
#include "querist-text.h"

G_DEFINE_QUARK (querist-schema-error-quark, querist_schema_error)

/* What can't be looked at as a schema at all. */
static gboolean
check_text (const char *text,
            gsize       length,
            gsize      *valid,
            GError    **error)
{
  const char *end;

  *valid = 0;
  if (length > QUERIST_SCHEMA_MAX_BYTES)
    {
      g_set_error (error, QUERIST_SCHEMA_ERROR, QUERIST_SCHEMA_ERROR_TOO_LARGE,
                   "The schema has more than %u MiB", QUERIST_SCHEMA_MAX_BYTES >> 20);
      return FALSE;
    }
  if (g_utf8_validate_len (text, length, &end))
    return TRUE;
  *valid = end - text;
  g_set_error_literal (error, QUERIST_SCHEMA_ERROR, QUERIST_SCHEMA_ERROR_INVALID,
                       *end == '\0' ? "There is a NUL character here: the file is no text"
                                    : "The text isn't UTF-8 from here on");
  return FALSE;
}

static GPtrArray *
one_problem (const char   *text,
             gsize         at,
             const GError *error)
{
  GPtrArray *diagnostics =
    g_ptr_array_new_with_free_func ((GDestroyNotify) querist_diagnostic_free);
  QueristSpan span = querist_span_in_text (text, at, 0);

  g_ptr_array_add (diagnostics, querist_diagnostic_new (QUERIST_SEVERITY_ERROR, &span, "text",
                                                        "%s", error->message));
  return diagnostics;
}

/**
 * querist_schema_check:
 * @text: a schema.prisma, maybe anything
 * @length: its bytes, or -1 if it ends in a NUL
 *
 * Checks by Prisma's rules. Goes on after an error, and reports at most
 * QUERIST_SCHEMA_MAX_PROBLEMS findings.
 *
 * Returns: (transfer full) (element-type QueristDiagnostic): the findings by their place
 */
GPtrArray *
querist_schema_check (const char *text,
                      gssize      length)
{
  gsize bytes = length < 0 ? strlen (text) : (gsize) length, valid;
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristSchemaProblems) problems = NULL;
  g_autoptr(QueristSchemaResolved) schema = NULL;

  if (!check_text (text, bytes, &valid, &error))
    return one_problem (text, valid, error);
  problems = querist_schema_problems_new (text, bytes);
  schema = querist_schema_resolve (querist_schema_parse (text, bytes, problems), problems);
  return querist_schema_problems_finish (problems);
}

static void
set_error (GError     **error,
           const char  *file_name,
           GPtrArray   *diagnostics)
{
  const QueristDiagnostic *first = NULL;
  guint n = 0;

  for (guint i = 0; i < diagnostics->len; i++)
    {
      const QueristDiagnostic *diagnostic = g_ptr_array_index (diagnostics, i);

      if (diagnostic->severity != QUERIST_SEVERITY_ERROR)
        continue;
      if (n++ == 0)
        first = diagnostic;
    }
  g_return_if_fail (first != NULL);
  g_set_error (error, QUERIST_SCHEMA_ERROR, QUERIST_SCHEMA_ERROR_INVALID, "%s:%u:%u: %s",
               file_name != NULL ? file_name : "schema.prisma", first->span.line,
               first->span.column, first->message);
  if (n > 1 && error != NULL)
    {
      g_autofree char *count = querist_text_format_count (n - 1);
      char *message = g_strdup_printf ("%s (and %s more)", (*error)->message, count);

      g_free ((*error)->message);
      (*error)->message = message;
    }
}

/**
 * querist_schema_catalog:
 * @text: a schema.prisma
 * @length: its bytes, or -1 if it ends in a NUL
 * @file_name: (nullable): the file it is from, for the error
 * @error: return location for an error: the first of the schema's
 *
 * Returns: (transfer full): what the database of the schema holds, or NULL if the schema has
 *   errors
 */
QueristCatalog *
querist_schema_catalog (const char  *text,
                        gssize       length,
                        const char  *file_name,
                        GError     **error)
{
  gsize bytes = length < 0 ? strlen (text) : (gsize) length, valid;
  g_autoptr(QueristSchemaProblems) problems = NULL;
  g_autoptr(QueristSchemaResolved) schema = NULL;
  g_autoptr(GPtrArray) diagnostics = NULL;

  if (!check_text (text, bytes, &valid, error))
    {
      g_prefix_error (error, "%s: ", file_name != NULL ? file_name : "schema.prisma");
      return NULL;
    }
  problems = querist_schema_problems_new (text, bytes);
  schema = querist_schema_resolve (querist_schema_parse (text, bytes, problems), problems);
  if (querist_schema_problems_n_errors (problems) == 0)
    return querist_schema_build_catalog (schema, problems);
  diagnostics = querist_schema_problems_finish (problems);
  set_error (error, file_name, diagnostics);
  return NULL;
}

/**
 * querist_schema_format:
 * @text: a schema.prisma, also one with errors
 * @length: its bytes, or -1 if it ends in a NUL
 * @error: return location for an error: the text is no UTF-8 or too long
 *
 * Lays the text out as Prisma's formatter does. Nothing gets lost, and formatting the result
 * again changes nothing.
 *
 * Returns: (transfer full): the new text, or NULL on error
 */
char *
querist_schema_format (const char  *text,
                       gssize       length,
                       GError     **error)
{
  gsize bytes = length < 0 ? strlen (text) : (gsize) length, valid;
  g_autoptr(QueristSchemaProblems) problems = NULL;
  g_autoptr(QueristSchemaTree) tree = NULL;

  if (!check_text (text, bytes, &valid, error))
    return NULL;
  problems = querist_schema_problems_new (text, bytes);
  tree = querist_schema_parse (text, bytes, problems);
  return querist_schema_format_tree (tree);
}
