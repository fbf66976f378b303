/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-catalog-names.h"
#include "querist-scalar.h"
#include "querist-text.h"

static const char *const key_words[] = {
  "id", "key", "code", "no", "nr", "number", "num", "fk", "uuid", "guid", "ref", NULL,
};

/**
 * querist_schema_identifier:
 * @text: a name in camel or Pascal case, maybe empty, maybe with a digit first
 * @fallback: what to put before a digit, or to take when nothing is left
 *
 * Returns: (transfer full): it as an identifier of the schema language: a letter, then letters,
 *   digits and underscores
 */
char *
querist_schema_identifier (const char *text,
                           const char *fallback)
{
  g_autoptr(GString) string = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isalpha (c) || (c < 128 && g_ascii_isalnum (c)) ||
          (c == '_' && string->len > 0))
        g_string_append_unichar (string, c);
    }
  if (string->len == 0 || !g_unichar_isalpha (g_utf8_get_char (string->str)))
    g_string_prepend (string, fallback);
  return g_string_free (g_steal_pointer (&string), FALSE);
}

/* Takes @name, or @name with the first number that nobody else has. Case does not tell names
 * apart: that would be hard to read. */
static char *
take_free_name (GHashTable *taken,
                const char *name)
{
  char *free_name = g_strdup (name);
  char *folded = g_utf8_casefold (name, -1);

  for (guint n = 2; g_hash_table_contains (taken, folded); n++)
    {
      g_free (free_name);
      g_free (folded);
      free_name = g_strdup_printf ("%s%u", name, n);
      folded = g_utf8_casefold (free_name, -1);
    }
  g_hash_table_add (taken, folded);
  return free_name;
}

static gboolean
is_free_name (GHashTable *taken,
              const char *name)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);

  return !g_hash_table_contains (taken, folded);
}

static GHashTable *
name_set_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static char *
model_name_for (const char *table)
{
  g_auto(GStrv) words = querist_text_words (table);
  guint n = g_strv_length (words);
  g_autofree char *joined = NULL, *pascal = NULL, *name = NULL;

  if (n > 0)
    {
      char *singular = querist_text_singular (words[n - 1]);

      g_free (words[n - 1]);
      words[n - 1] = singular;
    }
  joined = g_strjoinv ("_", words);
  pascal = querist_text_pascal_case (joined);
  name = querist_schema_identifier (pascal, "Table");
  if (querist_scalar_from_string (name, NULL) || g_str_equal (name, "Unsupported"))
    return g_strconcat (name, "Record", NULL);
  return g_steal_pointer (&name);
}

static void
name_models (QueristCatalog *self,
             GHashTable     *taken)
{
  for (guint i = 0; i < self->tables->len; i++)
    {
      QueristTable *table = g_ptr_array_index (self->tables, i);
      g_autofree char *model = model_name_for (table->name);

      g_free (table->model);
      table->model = take_free_name (taken, model);
    }
}

static void
name_fields (QueristTable *table,
             GHashTable   *taken)
{
  for (guint i = 0; i < table->columns->len; i++)
    {
      QueristColumn *column = g_ptr_array_index (table->columns, i);
      g_autofree char *camel = querist_text_camel_case (column->name);
      g_autofree char *field = querist_schema_identifier (camel, "column");

      g_free (column->field);
      column->field = take_free_name (taken, field);
    }
}

static void
name_enums (QueristCatalog *self,
            GHashTable     *taken)
{
  for (guint i = 0; i < self->tables->len; i++)
    {
      QueristTable *table = g_ptr_array_index (self->tables, i);

      for (guint j = 0; j < table->columns->len; j++)
        {
          QueristColumn *column = g_ptr_array_index (table->columns, j);
          g_autofree char *pascal = NULL, *name = NULL;

          if (column->enum_values == NULL)
            continue;
          pascal = querist_text_pascal_case (column->field);
          name = g_strconcat (table->model, pascal, NULL);
          g_free (column->enum_name);
          column->enum_name = take_free_name (taken, name);
        }
    }
}

static gboolean
same_columns (const char *const *a,
              const char *const *b)
{
  if (g_strv_length ((GStrv) a) != g_strv_length ((GStrv) b))
    return FALSE;
  for (guint i = 0; a[i] != NULL; i++)
    {
      if (!g_strv_contains (b, a[i]))
        return FALSE;
    }
  return TRUE;
}

/**
 * querist_foreign_key_is_one_to_one:
 * @table: a table
 * @key: one of its foreign keys
 *
 * Returns: whether at most one row of @table can refer to each row of the other
 */
gboolean
querist_foreign_key_is_one_to_one (const QueristTable      *table,
                                   const QueristForeignKey *key)
{
  const char *const *columns = (const char *const *) key->columns;

  if (same_columns (columns, (const char *const *) table->primary_key))
    return TRUE;
  for (guint i = 0; i < table->indexes->len; i++)
    {
      const QueristIndex *index = g_ptr_array_index (table->indexes, i);

      if (index->unique && same_columns (columns, (const char *const *) index->columns))
        return TRUE;
    }
  return FALSE;
}

static guint
count_relations (const QueristTable *table,
                 const char         *target)
{
  guint n = 0;

  for (guint i = 0; i < table->foreign_keys->len; i++)
    n += g_str_equal (((QueristForeignKey *) g_ptr_array_index (table->foreign_keys, i))->table,
                      target);
  return n;
}

/**
 * querist_catalog_needs_relation_name:
 * @self: a catalog
 * @table: one of its tables
 * @key: a foreign key of @table
 *
 * Returns: whether the relation needs a name in a schema, since another one connects the same
 *   tables, or since a table refers to itself
 */
gboolean
querist_catalog_needs_relation_name (const QueristCatalog    *self,
                                     const QueristTable      *table,
                                     const QueristForeignKey *key)
{
  const QueristTable *other = querist_catalog_find_table (self, key->table);

  if (other == NULL || other == table)
    return TRUE;
  return count_relations (table, key->table) + count_relations (other, table->name) > 1;
}

/* "customer" of customer_id and customerNumber; NULL when the name is no such compound. */
static char *
role_of_column (const char *column,
                const char *model)
{
  g_auto(GStrv) words = querist_text_words (column);
  guint n = g_strv_length (words);
  g_autofree char *joined = NULL;

  if (n == 1 && g_ascii_strncasecmp (words[0], model, strlen (model)) == 0 &&
      g_strv_contains (key_words, words[0] + strlen (model)))
    return querist_text_camel_case (model);
  if (n < 2 || !g_strv_contains (key_words, words[n - 1]))
    return NULL;
  while (n > 1 && g_strv_contains (key_words, words[n - 1]))
    g_clear_pointer (&words[--n], g_free);
  joined = g_strjoinv ("_", words);
  return querist_text_camel_case (joined);
}

static char *
with_pascal (const char *name,
             const char *joint,
             const char *suffix)
{
  g_autofree char *pascal = querist_text_pascal_case (suffix);

  return g_strconcat (name, joint, pascal, NULL);
}

static char *
camel_model (const QueristTable *table)
{
  g_autofree char *camel = querist_text_camel_case (table->model);

  return querist_schema_identifier (camel, "table");
}

static void
name_reference (const QueristTable *table,
                QueristForeignKey  *key,
                const QueristTable *other,
                GHashTable         *taken)
{
  const QueristColumn *first = querist_table_find_column (table, key->columns[0]);
  g_autofree char *model = camel_model (other);
  g_autofree char *role = key->columns[1] == NULL ? role_of_column (first->name, other->model)
                                                  : NULL;
  g_autofree char *compound = with_pascal (first->field, "", other->model);

  g_free (key->field);
  if (role != NULL && is_free_name (taken, role))
    key->field = take_free_name (taken, role);
  else if (other != table && is_free_name (taken, model))
    key->field = take_free_name (taken, model);
  else if (!g_str_equal (first->field, model))
    key->field = take_free_name (taken, compound);
  else
    {
      g_autofree char *reference = g_strconcat (model, "Ref", NULL);

      key->field = take_free_name (taken, reference);
    }
}

static char *
plural_model (const QueristTable *table)
{
  g_auto(GStrv) words = querist_text_words (table->model);
  guint n = g_strv_length (words);
  g_autofree char *joined = NULL, *camel = NULL;

  if (n > 0)
    {
      char *plural = querist_text_plural (words[n - 1]);

      g_free (words[n - 1]);
      words[n - 1] = plural;
    }
  joined = g_strjoinv ("_", words);
  camel = querist_text_camel_case (joined);
  return querist_schema_identifier (camel, "rows");
}

static void
name_opposite (const QueristTable *table,
               QueristForeignKey  *key,
               const QueristTable *other,
               GHashTable         *taken_there)
{
  g_autofree char *many = querist_foreign_key_is_one_to_one (table, key) ? camel_model (table)
                                                                         : plural_model (table);
  g_autofree char *by_role = with_pascal (many, "By", key->field);
  gboolean plain = other != table && count_relations (table, key->table) == 1 &&
                   is_free_name (taken_there, many);

  g_free (key->opposite);
  key->opposite = take_free_name (taken_there, plain ? many : by_role);
}

static GPtrArray *
name_all_fields (QueristCatalog *self)
{
  GPtrArray *taken = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);

  for (guint i = 0; i < self->tables->len; i++)
    {
      g_ptr_array_add (taken, name_set_new ());
      name_fields (g_ptr_array_index (self->tables, i), g_ptr_array_index (taken, i));
    }
  return taken;
}

/* The fields of all models come first, then the references, then what they are called from the
 * other side: each takes what the ones before have left. */
static void
name_relations (QueristCatalog *self,
                GPtrArray      *taken)
{
  for (guint pass = 0; pass < 2; pass++)
    {
      for (guint i = 0; i < self->tables->len; i++)
        {
          QueristTable *table = g_ptr_array_index (self->tables, i);

          for (guint j = 0; j < table->foreign_keys->len; j++)
            {
              QueristForeignKey *key = g_ptr_array_index (table->foreign_keys, j);
              const QueristTable *other = querist_catalog_find_table (self, key->table);
              guint there;

              if (other == NULL)
                continue;
              g_ptr_array_find (self->tables, other, &there);
              if (pass == 0)
                name_reference (table, key, other, g_ptr_array_index (taken, i));
              else
                name_opposite (table, key, other, g_ptr_array_index (taken, there));
            }
        }
    }
}

/**
 * querist_catalog_assign_names:
 * @self: a catalog under construction, with the names of the database
 *
 * Gives every table, column, enum and relation its name in the schema, in Prisma's habits: models
 * in the singular and Pascal case, fields in camel case, a relation field named after its column
 * without the "id" ("customer" beside "customerId"), lists in the plural. All names are valid and
 * unique.
 */
void
querist_catalog_assign_names (QueristCatalog *self)
{
  g_autoptr(GHashTable) taken = name_set_new ();
  g_autoptr(GPtrArray) fields = NULL;

  name_models (self, taken);
  fields = name_all_fields (self);
  name_enums (self, taken);
  name_relations (self, fields);
}
