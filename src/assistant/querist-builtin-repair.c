/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-builtin-repair.h"
#include "querist-builtin-sql.h"
#include "querist-text.h"

static int
compare_starts (gconstpointer a,
                gconstpointer b)
{
  const QueristDiagnostic *x = *(const QueristDiagnostic *const *) a;
  const QueristDiagnostic *y = *(const QueristDiagnostic *const *) b;

  return x->span.start < y->span.start ? 1 : x->span.start > y->span.start ? -1 : 0;
}

/* From the end to the start, so that the places of those not yet done stay true. */
static char *
apply_replacements (const char *sql,
                    GPtrArray  *diagnostics)
{
  g_autoptr(GPtrArray) sorted = g_ptr_array_copy (diagnostics, NULL, NULL);
  GString *text = g_string_new (sql);
  gsize limit = text->len;

  g_ptr_array_set_free_func (sorted, NULL);
  g_ptr_array_sort (sorted, compare_starts);
  for (guint i = 0; i < sorted->len; i++)
    {
      const QueristDiagnostic *found = g_ptr_array_index (sorted, i);

      if (found->replacement == NULL || found->span.start + found->span.length > limit)
        continue;
      g_string_erase (text, found->span.start, found->span.length);
      g_string_insert (text, found->span.start, found->replacement);
      limit = found->span.start;
    }
  return g_string_free (text, FALSE);
}

static char *
read_missing_name (const char *message,
                   gboolean   *is_table)
{
  const char *column = strstr (message, "no such column: ");
  const char *table = strstr (message, "no such table: ");
  const char *start = column != NULL ? column + strlen ("no such column: ")
                      : table != NULL ? table + strlen ("no such table: ") : NULL;
  const char *dot;
  char *name;

  if (start == NULL)
    return NULL;
  *is_table = column == NULL;
  name = g_strndup (start, strcspn (start, " \n\"”,;"));
  dot = strrchr (name, '.');
  if (dot != NULL)
    memmove (name, dot + 1, strlen (dot));
  return name;
}

static const char *
find_nearest (QueristCatalog *catalog,
              const char     *name,
              gboolean        tables)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < catalog->tables->len; i++)
    {
      const QueristTable *table = g_ptr_array_index (catalog->tables, i);

      if (tables)
        g_ptr_array_add (names, table->name);
      for (guint j = 0; !tables && j < table->columns->len; j++)
        g_ptr_array_add (names, ((QueristColumn *) g_ptr_array_index (table->columns, j))->name);
    }
  g_ptr_array_add (names, NULL);
  return querist_text_nearest (name, (const char *const *) names->pdata);
}

/* Puts a name in place of another wherever that stands as a whole word outside of texts. */
static char *
replace_name (const char *sql,
              const char *old,
              const char *new)
{
  g_autofree char *quoted = querist_builtin_quote_name (new);
  gsize length = strlen (old);
  GString *text = g_string_new (NULL);
  gboolean in_text = FALSE;

  for (const char *p = sql; *p != '\0';)
    {
      gboolean starts = p == sql || !(g_ascii_isalnum (p[-1]) || p[-1] == '_');
      gboolean ends = !(g_ascii_isalnum (p[MIN (length, strlen (p))]) ||
                        p[MIN (length, strlen (p))] == '_');

      if (*p == '\'')
        in_text = !in_text;
      if (!in_text && starts && ends && g_ascii_strncasecmp (p, old, length) == 0)
        {
          g_string_append (text, quoted);
          p += length;
        }
      else
        g_string_append_c (text, *p++);
    }
  return g_string_free (text, FALSE);
}

static void
repair_by_message (QueristReply   *reply,
                   const char     *sql,
                   const char     *message,
                   QueristCatalog *catalog)
{
  gboolean is_table = FALSE;
  g_autofree char *name = read_missing_name (message, &is_table);
  const char *nearest = name != NULL ? find_nearest (catalog, name, is_table) : NULL;

  if (name == NULL)
    {
      reply->cause = g_strdup_printf ("The database says: %s.", message);
      return;
    }
  if (nearest == NULL)
    {
      reply->cause = g_strdup_printf ("There is no %s “%s”.", is_table ? "table" : "column", name);
      return;
    }
  reply->cause = g_strdup_printf ("There is no %s “%s”; the nearest name is “%s”.",
                                  is_table ? "table" : "column", name, nearest);
  reply->sql = replace_name (sql, name, nearest);
}

/**
 * querist_builtin_repair:
 * @sql: a statement that has an error
 * @diagnostics: (nullable) (element-type QueristDiagnostic): what the checker found
 * @message: (nullable): what the database said when it ran
 * @catalog: the tables
 * @error: return location for a QUERIST_ASSISTANT_ERROR_CANNOT_ANSWER
 *
 * Mends what can be mended without knowing what was meant: replacements that the checker is sure
 * of, and names that are nearly right.
 *
 * Returns: (transfer full): a reply with the cause and, where there is one, the corrected
 *   statement; NULL with @error set when there is nothing to say
 */
QueristReply *
querist_builtin_repair (const char      *sql,
                        GPtrArray       *diagnostics,
                        const char      *message,
                        QueristCatalog  *catalog,
                        GError         **error)
{
  g_autoptr(QueristReply) reply = querist_reply_new ();
  g_autofree char *mended =
    diagnostics != NULL ? apply_replacements (sql, diagnostics) : g_strdup (sql);

  if (diagnostics != NULL && diagnostics->len > 0)
    {
      const QueristDiagnostic *first = g_ptr_array_index (diagnostics, 0);

      reply->cause = first->suggestion != NULL
                       ? g_strdup_printf ("%s. %s", first->message, first->suggestion)
                       : g_strdup (first->message);
    }
  if (!g_str_equal (mended, sql))
    reply->sql = g_steal_pointer (&mended);
  else if (message != NULL)
    {
      g_clear_pointer (&reply->cause, g_free);
      repair_by_message (reply, sql, message, catalog);
    }
  if (reply->cause == NULL && reply->sql == NULL)
    {
      g_set_error_literal (error, QUERIST_ASSISTANT_ERROR, QUERIST_ASSISTANT_ERROR_CANNOT_ANSWER,
                           "There is nothing that could be mended without knowing more. Change the "
                           "SQL by hand");
      return NULL;
    }
  return g_steal_pointer (&reply);
}
