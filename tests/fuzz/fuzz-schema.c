/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "querist-improvement.h"
#include "querist-schema-editor.h"
#include "querist-schema.h"

static void
check_format (const char *text,
              gsize       length)
{
  g_autofree char *formatted = querist_schema_format (text, length, NULL);
  g_autofree char *again = NULL;

  if (formatted == NULL)
    return;
  again = querist_schema_format (formatted, -1, NULL);
  g_assert_nonnull (again);
  g_assert_cmpstr (formatted, ==, again);
}

static void
check_fixes (const char *text,
             gsize       length,
             GPtrArray  *diagnostics)
{
  for (guint i = 0; i < MIN (diagnostics->len, 5); i++)
    {
      const QueristDiagnostic *diagnostic = g_ptr_array_index (diagnostics, i);
      g_autoptr(GPtrArray) fixes = querist_schema_fixes (text, length, diagnostic);

      g_assert_cmpuint (diagnostic->span.start + diagnostic->span.length, <=, length);
      for (guint j = 0; j < fixes->len; j++)
        {
          const QueristSchemaFix *fix = g_ptr_array_index (fixes, j);
          g_autofree char *mended = querist_schema_apply_edits (text, length, fix->edits);
        }
    }
}

static void
add_change (GPtrArray                 *changes,
            guint                      kind,
            const QueristSchemaSymbol *block,
            const QueristSchemaSymbol *part,
            const QueristSchemaSymbol *other)
{
  const char *const fields[] = { part->name, NULL };
  const char *const references[] = { other->name, NULL };
  QueristImprovement *change = querist_improvement_new (
    kind, block->name, part->depth > 0 ? part->name : NULL);

  change->name = g_strdup (kind % 2 > 0 ? other->name : "zebra");
  change->text = g_strdup ("A line");
  change->target = g_strdup (block->name);
  change->fields = g_strdupv ((GStrv) fields);
  change->references = g_strdupv ((GStrv) references);
  change->opposite = g_strdup ("opposite");
  change->cardinality = kind % 3;
  if (kind == QUERIST_IMPROVEMENT_ADD_RELATION)
    {
      g_free (change->field);
      change->field = g_strdup ("added");
    }
  if (change->field != NULL || kind <= QUERIST_IMPROVEMENT_DESCRIBE)
    g_ptr_array_add (changes, change);
  else
    querist_improvement_free (change);
}

/* Whatever is changed in a good schema, it stays one. */
static void
check_improvements (const char *data,
                    gsize       length)
{
  g_autofree char *text = g_strndup (data, length);
  g_autoptr(GPtrArray) symbols = querist_schema_outline (text, -1);
  g_autoptr(GPtrArray) changes = querist_improvements_new ();
  g_autoptr(GPtrArray) pieces = NULL;
  g_autoptr(GPtrArray) found = NULL;
  g_autofree char *improved = NULL;
  const QueristSchemaSymbol *block = NULL;

  for (guint i = 0; i < MIN (symbols->len, 40); i++)
    {
      const QueristSchemaSymbol *symbol = g_ptr_array_index (symbols, i);

      if (symbol->depth == 0)
        block = symbol;
      add_change (changes, i % (QUERIST_IMPROVEMENT_SET_REQUIRED + 1), block, symbol,
                  g_ptr_array_index (symbols, (i * 7 + 3) % symbols->len));
    }
  g_assert_true (querist_improvements_check (text, changes, NULL));
  pieces = querist_improvements_pieces (text, changes);
  g_assert_cmpuint (pieces->len, ==, changes->len);
  improved = querist_improvements_apply (text, changes, NULL, NULL);
  found = querist_schema_check (improved, -1);
  g_assert_false (querist_diagnostics_have_error (found));
}

static void
check_places (const char *text,
              gsize       length)
{
  for (gsize offset = 0; offset <= length; offset += 1 + length / 8)
    {
      gsize start;
      g_autoptr(GPtrArray) completions = querist_schema_complete (text, length, offset, &start);
      g_autoptr(GPtrArray) edits = querist_schema_rename (text, length, offset, "Zebra", NULL);
      g_autofree char *hover = querist_schema_hover (text, length, offset, NULL);
      g_autofree char *renamed = NULL;

      g_assert_cmpuint (start, <=, offset);
      if (edits != NULL)
        renamed = querist_schema_apply_edits (text, length, edits);
    }
}

/* A schema that the checker finds no error in can be made a catalog and SQL, and formatting
 * leaves it that way; formatting what is formatted changes nothing. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  const char *text = (const char *) data;
  g_autoptr(GPtrArray) diagnostics = querist_schema_check (text, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristCatalog) catalog = querist_schema_catalog (text, size, NULL, &error);

  g_assert_true ((catalog == NULL) == querist_diagnostics_have_error (diagnostics));
  if (catalog != NULL)
    {
      g_autofree char *sql = querist_schema_ddl (catalog);
      g_autofree char *formatted = querist_schema_format (text, size, NULL);
      g_autoptr(GPtrArray) still = querist_schema_check (formatted, -1);

      g_assert_false (querist_diagnostics_have_error (still));
      check_improvements (text, size);
    }
  check_format (text, size);
  check_fixes (text, size, diagnostics);
  check_places (text, size);
  return 0;
}
