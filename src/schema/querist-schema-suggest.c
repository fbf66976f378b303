/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-catalog-names.h"
#include "querist-enum-finder.h"
#include "querist-key-finder.h"
#include "querist-name-match.h"
#include "querist-structure-finder.h"
#include "querist-schema-evidence.h"
#include "querist-schema-suggest.h"
#include "querist-schema-writer.h"

/* Below this, values that are all different may be so by accident. */
#define LEAST_UNIQUE_ROWS 20
/* A key counts up by accident in a few rows. */
#define LEAST_RUNNING 3

/* The names of columns that stand for one thing each, beside those that say "key". */
static const char *const unique_words[] = {
  "email", "mail", "username", "login", "slug", "sku", "isbn", "ean", "upc", "barcode", "iban",
  "vin", "ssn", NULL,
};

static GStrv
one_column (const char *name)
{
  const char *const names[] = { name, NULL };

  return g_strdupv ((GStrv) names);
}

static GStrv
column_names (const QueristSubject *subject,
              GArray               *positions)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < positions->len; i++)
    g_strv_builder_add (builder,
                        querist_subject_get_column (subject, g_array_index (positions, guint, i))
                          ->profile->name);
  return g_strv_builder_end (builder);
}

static QueristColumn *
make_column (const QueristSubject       *subject,
             const QueristSubjectColumn *source)
{
  QueristColumn *column = querist_column_new (source->profile->name);

  column->type = querist_column_is_empty (source->profile) && querist_name_is_moment (source)
                   ? QUERIST_SCALAR_DATE_TIME
                   : source->profile->type;
  column->enum_values = querist_find_enum (source);
  column->primary_key = querist_positions_contain (subject->key, source->position);
  column->nullable = !column->primary_key &&
                     (source->profile->n_empty > 0 || subject->n_rows == 0);
  return column;
}

/* A running number for a table that has no key of its own. */
static void
add_surrogate (QueristTable *table)
{
  static const char *const names[] = { "id", "row_id", "row_number", "surrogate_id", NULL };
  QueristColumn *column;
  guint i = 0;

  while (names[i + 1] != NULL && querist_table_find_column (table, names[i]) != NULL)
    i++;
  column = querist_column_new (names[i]);
  column->type = QUERIST_SCALAR_INT;
  column->autoincrement = TRUE;
  column->primary_key = TRUE;
  g_ptr_array_insert (table->columns, 0, column);
  g_strfreev (table->primary_key);
  table->primary_key = one_column (column->name);
}

static QueristTable *
make_table (const QueristSubject *subject)
{
  QueristTable *table = querist_table_new (subject->name);

  for (guint i = 0; i < subject->columns->len; i++)
    g_ptr_array_add (table->columns,
                     make_column (subject, querist_subject_get_column (subject, i)));
  if (subject->key->len == 0)
    add_surrogate (table);
  else
    {
      g_strfreev (table->primary_key);
      table->primary_key = column_names (subject, subject->key);
    }
  return table;
}

static QueristTable *
find_table (QueristCatalog       *catalog,
            const QueristSubject *subject)
{
  return (QueristTable *) querist_catalog_find_table (catalog, subject->name);
}

static void
add_index (QueristTable *table,
           GStrv         columns,
           gboolean      unique)
{
  QueristIndex *index = querist_index_new ();

  g_strfreev (index->columns);
  index->columns = columns;
  index->unique = unique;
  g_ptr_array_add (table->indexes, index);
}

static gboolean
is_prefix (const char *const *prefix,
           const char *const *columns)
{
  guint i = 0;

  while (prefix[i] != NULL && columns[i] != NULL && g_str_equal (prefix[i], columns[i]))
    i++;
  return prefix[i] == NULL;
}

/* Whether the primary key or an index begins with these columns. */
static gboolean
has_index_for (const QueristTable *table,
               const char *const  *columns)
{
  if (is_prefix (columns, (const char *const *) table->primary_key))
    return TRUE;
  for (guint i = 0; i < table->indexes->len; i++)
    {
      const QueristIndex *index = g_ptr_array_index (table->indexes, i);

      if (is_prefix (columns, (const char *const *) index->columns))
        return TRUE;
    }
  return FALSE;
}

static QueristColumn *
find_column (QueristTable *table,
             const char   *name)
{
  return (QueristColumn *) querist_table_find_column (table, name);
}

static void
add_reference (QueristCatalog        *catalog,
               const QueristRelation *relation)
{
  QueristTable *table = find_table (catalog, relation->child);
  QueristTable *other = find_table (catalog, relation->parent);
  QueristForeignKey *key = querist_foreign_key_new ();
  gboolean required = FALSE;

  key->table = g_strdup (other->name);
  g_strfreev (key->columns);
  g_strfreev (key->references);
  key->columns = column_names (relation->child, relation->columns);
  key->references = column_names (relation->parent, relation->references);
  key->on_update = QUERIST_ACTION_CASCADE;
  for (guint i = 0; key->columns[i] != NULL; i++)
    {
      QueristColumn *column = find_column (table, key->columns[i]);

      /* Both sides must have one type: 32 and 64 bits, or a column without any value. */
      column->type = find_column (other, key->references[i])->type;
      g_clear_pointer (&column->enum_values, g_strfreev);
      required |= !column->nullable;
    }
  key->on_delete = required ? QUERIST_ACTION_RESTRICT : QUERIST_ACTION_SET_NULL;
  g_ptr_array_add (table->foreign_keys, key);
  if (relation->references->len == 1 &&
      !querist_subject_is_key (relation->parent, g_array_index (relation->references, guint, 0)) &&
      !has_index_for (other, (const char *const *) key->references))
    add_index (other, g_strdupv (key->references), TRUE);
}

static gboolean
is_natural_key (const QueristSubject       *subject,
                const QueristSubjectColumn *column)
{
  guint n = g_strv_length (column->words);

  return n > 0 && column->profile->unique &&
         column->profile->n_distinct >= LEAST_UNIQUE_ROWS &&
         !querist_subject_is_key (subject, column->position) &&
         querist_column_may_be_key (column) &&
         column->profile->type != QUERIST_SCALAR_DATE_TIME &&
         (column->says_key || g_strv_contains (unique_words, column->words[n - 1]));
}

static gboolean
refers (GPtrArray            *relations,
        const QueristSubject *subject,
        guint                 position)
{
  for (guint i = 0; i < relations->len; i++)
    {
      const QueristRelation *relation = g_ptr_array_index (relations, i);

      if (relation->child == subject && querist_relation_covers (relation, position))
        return TRUE;
    }
  return FALSE;
}

/* Columns that identify a row beside the primary key. One that refers to another table is not made
 * unique: that each customer has one address so far is no rule. */
static void
add_unique_columns (QueristCatalog *catalog,
                    GPtrArray      *subjects,
                    GPtrArray      *relations)
{
  for (guint i = 0; i < subjects->len; i++)
    {
      const QueristSubject *subject = g_ptr_array_index (subjects, i);
      QueristTable *table = find_table (catalog, subject);

      for (guint j = 0; j < subject->columns->len; j++)
        {
          const QueristSubjectColumn *column = querist_subject_get_column (subject, j);
          const char *const name[] = { column->profile->name, NULL };

          if (is_natural_key (subject, column) && !refers (relations, subject, j) &&
              !has_index_for (table, name))
            add_index (table, one_column (column->profile->name), TRUE);
        }
    }
}

static void
add_reference_indexes (QueristCatalog *catalog)
{
  for (guint i = 0; i < catalog->tables->len; i++)
    {
      QueristTable *table = g_ptr_array_index (catalog->tables, i);

      for (guint j = 0; j < table->foreign_keys->len; j++)
        {
          const QueristForeignKey *key = g_ptr_array_index (table->foreign_keys, j);

          if (!has_index_for (table, (const char *const *) key->columns))
            add_index (table, g_strdupv (key->columns), FALSE);
        }
    }
}

/* Numbers of a table's own without a gap were counted up, and new rows go on from there. */
static gboolean
is_running_number (const QueristSubject *subject)
{
  const QueristSubjectColumn *column;
  const QueristColumnProfile *profile;
  gint64 first, last;

  if (subject->key->len != 1 || subject->n_rows < LEAST_RUNNING)
    return FALSE;
  column = querist_subject_get_column (subject, g_array_index (subject->key, guint, 0));
  profile = column->profile;
  if (profile->type != QUERIST_SCALAR_INT || !column->says_key || profile->min == NULL)
    return FALSE;
  first = g_ascii_strtoll (profile->min, NULL, 10);
  last = g_ascii_strtoll (profile->max, NULL, 10);
  return first == 1 && (guint64) last == subject->n_rows;
}

static void
add_defaults (QueristCatalog *catalog,
              GPtrArray      *subjects)
{
  for (guint i = 0; i < subjects->len; i++)
    {
      const QueristSubject *subject = g_ptr_array_index (subjects, i);
      QueristTable *table = find_table (catalog, subject);
      QueristColumn *key;

      if (!is_running_number (subject))
        continue;
      key = find_column (table, table->primary_key[0]);
      if (querist_table_find_reference (table, key->name) == NULL)
        key->autoincrement = TRUE;
    }
}

static QueristCatalog *
make_catalog (GPtrArray *subjects,
              GPtrArray *relations)
{
  QueristCatalog *catalog = querist_catalog_new ();

  for (guint i = 0; i < subjects->len; i++)
    g_ptr_array_add (catalog->tables, make_table (g_ptr_array_index (subjects, i)));
  for (guint i = 0; i < relations->len; i++)
    add_reference (catalog, g_ptr_array_index (relations, i));
  add_defaults (catalog, subjects);
  add_unique_columns (catalog, subjects, relations);
  add_reference_indexes (catalog);
  querist_catalog_assign_names (catalog);
  return catalog;
}

static GStrv
table_names (GPtrArray *subjects)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < subjects->len; i++)
    g_strv_builder_add (builder, ((QueristSubject *) g_ptr_array_index (subjects, i))->name);
  return g_strv_builder_end (builder);
}

/**
 * querist_schema_suggest:
 * @profiles: (element-type QueristCsvProfile): of all files that belong together
 * @database_url: (nullable): for the datasource block, such as "file:../analysis.db"
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Suggests a schema for the files: types, keys, relations, enums and indexes, each with its
 * evidence. Files are read again only where keys or references of several columns are in question.
 *
 * A reference that some values of a column break is suggested all the same when the name is clear,
 * with a warning: a load rejects the rows with these values and keeps them with their reason.
 *
 * Returns: (transfer full): the suggestion, or NULL with @error set
 */
QueristSuggestion *
querist_schema_suggest (GPtrArray     *profiles,
                        const char    *database_url,
                        GCancellable  *cancellable,
                        GError       **error)
{
  g_autoptr(GPtrArray) subjects = NULL, relations = NULL;
  g_autoptr(QueristCatalog) catalog = NULL;
  QueristSuggestion *self;

  g_return_val_if_fail (profiles != NULL, NULL);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  subjects = querist_subjects_new (profiles);
  relations = querist_find_keys_and_relations (subjects, cancellable, error);
  if (relations == NULL)
    return NULL;
  catalog = make_catalog (subjects, relations);
  self = g_new0 (QueristSuggestion, 1);
  self->text = querist_schema_write (catalog, database_url);
  self->evidence = querist_schema_evidence_collect (catalog, subjects, relations);
  self->tables = table_names (subjects);
  return self;
}

static void
append_reasons (GString    *text,
                GPtrArray  *evidence,
                const char *model,
                const char *field)
{
  for (guint i = 0; i < evidence->len; i++)
    {
      const QueristEvidence *item = g_ptr_array_index (evidence, i);

      if (g_strcmp0 (item->model, model) != 0 || g_strcmp0 (item->field, field) != 0)
        continue;
      g_string_append_printf (text, "%s// %s%s: %s\n", field != NULL ? "  " : "",
                              item->warning ? "CHECK " : "", item->decision, item->text);
    }
}

static char *
first_word (const char *line)
{
  const char *start = line + strspn (line, " ");

  return g_strndup (start, strcspn (start, " "));
}

/**
 * querist_suggestion_to_text_with_why:
 * @self: a suggestion
 *
 * Returns: (transfer full): the schema with the evidence as comments over the lines that it is for
 */
char *
querist_suggestion_to_text_with_why (const QueristSuggestion *self)
{
  g_auto(GStrv) lines = g_strsplit (self->text, "\n", -1);
  GString *text = g_string_new (NULL);
  g_autofree char *model = NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (g_str_has_prefix (lines[i], "model "))
        {
          g_free (model);
          model = first_word (lines[i] + strlen ("model "));
          append_reasons (text, self->evidence, model, NULL);
        }
      else if (g_str_equal (lines[i], "}"))
        g_clear_pointer (&model, g_free);
      else if (model != NULL && *lines[i] != '\0')
        {
          g_autofree char *field = first_word (lines[i]);

          append_reasons (text, self->evidence, model, field);
        }
      g_string_append_printf (text, "%s%s", lines[i], lines[i + 1] != NULL ? "\n" : "");
    }
  return g_string_free (text, FALSE);
}

/**
 * querist_suggestion_free:
 * @self: (transfer full): a suggestion
 */
void
querist_suggestion_free (QueristSuggestion *self)
{
  g_free (self->text);
  g_ptr_array_unref (self->evidence);
  g_strfreev (self->tables);
  g_free (self);
}
