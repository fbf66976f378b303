/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-schema-evidence.h"
#include "querist-text.h"

static void
evidence_free (QueristEvidence *self)
{
  g_free (self->model);
  g_free (self->field);
  g_free (self->decision);
  g_free (self->text);
  g_free (self);
}

/* Takes @decision and @text. */
static void
add (GPtrArray  *evidence,
     const char *model,
     const char *field,
     char       *decision,
     char       *text,
     gboolean    warning)
{
  QueristEvidence *item = g_new0 (QueristEvidence, 1);

  item->model = g_strdup (model);
  item->field = g_strdup (field);
  item->decision = decision;
  item->text = text;
  item->warning = warning;
  g_ptr_array_add (evidence, item);
}

static const QueristColumnProfile *
profile_at (const QueristSubject *subject,
            GArray               *positions,
            guint                 index)
{
  return querist_subject_get_column (subject, g_array_index (positions, guint, index))->profile;
}

/* "order_id and product_id" */
static char *
list_columns (const QueristSubject *subject,
              GArray               *positions)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < positions->len; i++)
    {
      g_string_append (list, i == 0 ? "" : i + 1 == positions->len ? " and " : ", ");
      g_string_append (list, profile_at (subject, positions, i)->name);
    }
  return g_string_free (list, FALSE);
}

/* Whether the column takes part in a reference, to either side. */
static gboolean
is_related (GPtrArray            *relations,
            const QueristSubject *subject,
            guint                 position)
{
  for (guint i = 0; i < relations->len; i++)
    {
      const QueristRelation *relation = g_ptr_array_index (relations, i);

      if (relation->columns->len == 1 &&
          ((relation->child == subject && querist_relation_covers (relation, position)) ||
           (relation->parent == subject &&
            g_array_index (relation->references, guint, 0) == position)))
        return TRUE;
    }
  return FALSE;
}

static void
add_single_key (GPtrArray            *evidence,
                const QueristTable   *table,
                const QueristSubject *subject,
                GPtrArray            *relations)
{
  guint position = g_array_index (subject->key, guint, 0);
  const QueristSubjectColumn *key = querist_subject_get_column (subject, position);
  const QueristColumn *column = querist_table_find_column (table, key->profile->name);
  g_autofree char *rows = querist_text_format_count (subject->n_rows);
  gboolean named = key->says_key || is_related (relations, subject, position) ||
                   querist_name_match_table (key, subject) != QUERIST_NAME_MATCH_NONE;
  char *text;

  if (subject->n_rows == 0)
    text = g_strdup_printf ("The file has no rows; the name %s says that it is the key.",
                            key->profile->name);
  else if (named)
    text = g_strdup_printf ("All %s rows have a value in %s, and no two the same.", rows,
                            key->profile->name);
  else
    text = g_strdup_printf ("All %s rows have a value in %s, and no two the same, but the name "
                            "does not say that it is a key.",
                            rows, key->profile->name);
  add (evidence, table->model, column->field,
       g_strdup_printf ("%s @id", querist_scalar_to_string (column->type)), text,
       !named || subject->n_rows == 0);
  if (column->autoincrement)
    add (evidence, table->model, column->field, g_strdup ("@default(autoincrement())"),
         g_strdup_printf ("The numbers run from 1 to %s without a gap; new rows go on from there.",
                          rows),
         FALSE);
}

static void
add_composite_key (GPtrArray            *evidence,
                   const QueristTable   *table,
                   const QueristSubject *subject)
{
  g_autofree char *columns = list_columns (subject, subject->key);
  g_autofree char *rows = querist_text_format_count (subject->n_rows);
  g_autoptr(GString) decision = g_string_new ("@@id([");

  for (guint i = 0; table->primary_key[i] != NULL; i++)
    g_string_append_printf (decision, "%s%s", i > 0 ? ", " : "",
                            querist_table_find_column (table, table->primary_key[i])->field);
  g_string_append (decision, "])");
  add (evidence, table->model, NULL, g_strdup (decision->str),
       g_strdup_printf ("%s together tell all %s rows apart%s.", columns, rows,
                        subject->key_exact ? "" : ", as far as was looked"),
       !subject->key_exact);
}

static void
add_key (GPtrArray            *evidence,
         const QueristTable   *table,
         const QueristSubject *subject,
         GPtrArray            *relations)
{
  if (subject->key->len == 1)
    add_single_key (evidence, table, subject, relations);
  else if (subject->key->len > 1)
    add_composite_key (evidence, table, subject);
  else
    add (evidence, table->model,
         querist_table_find_column (table, table->primary_key[0])->field,
         g_strdup ("Int @id @default(autoincrement())"),
         g_strdup ("No column, and no group of columns with the names of keys, tells all rows "
                   "apart: a running number is added."),
         FALSE);
}

static char *
describe_values (const QueristColumnProfile *profile,
                 QueristScalar               type)
{
  g_autofree char *rows = querist_text_format_count (profile->n_rows);
  g_autofree char *filled = querist_text_format_count (profile->n_rows - profile->n_empty);
  g_autofree char *distinct = querist_text_format_count (profile->n_distinct);
  GString *text = g_string_new (NULL);

  if (querist_column_is_empty (profile))
    return g_string_free (g_string_append (text, type == profile->type
                                                   ? "The column has no values at all."
                                                   : "The column has no values at all; the type is "
                                                     "that of its name, or of what it refers to."),
                          FALSE);
  if (profile->n_empty == 0)
    g_string_append_printf (text, "All %s rows have a value", rows);
  else
    g_string_append_printf (text, "%s of %s rows have a value", filled, rows);
  g_string_append_printf (text, ", %s%s different", profile->distinct_exact ? "" : "about ",
                          distinct);
  if (profile->min != NULL && profile->max != NULL && profile->type != QUERIST_SCALAR_STRING &&
      profile->type != QUERIST_SCALAR_JSON)
    g_string_append_printf (text, ", from %s to %s", profile->min, profile->max);
  else if (profile->max_length > 0)
    g_string_append_printf (text, ", up to %u characters", profile->max_length);
  if (profile->format != NULL)
    g_string_append_printf (text, " (%s)", profile->format);
  g_string_append_c (text, '.');
  return g_string_free (text, FALSE);
}

static gboolean
is_unique_index (const QueristTable *table,
                 const char         *column)
{
  for (guint i = 0; i < table->indexes->len; i++)
    {
      const QueristIndex *index = g_ptr_array_index (table->indexes, i);

      if (index->unique && index->columns[1] == NULL && g_str_equal (index->columns[0], column))
        return TRUE;
    }
  return FALSE;
}

/* The columns of a table are those of its file, in their order, maybe behind a surrogate key. */
static const QueristColumn *
get_column (const QueristTable   *table,
            const QueristSubject *subject,
            guint                 position)
{
  const char *name = querist_subject_get_column (subject, position)->profile->name;
  guint place = position + table->columns->len - subject->columns->len;
  const QueristColumn *column =
    place < table->columns->len ? g_ptr_array_index (table->columns, place) : NULL;

  return column != NULL && g_str_equal (column->name, name)
           ? column : querist_table_find_column (table, name);
}

static void
add_field (GPtrArray                  *evidence,
           const QueristTable         *table,
           const QueristColumn        *column,
           const QueristColumnProfile *profile)
{
  const char *type = column->enum_name != NULL ? column->enum_name
                                               : querist_scalar_to_string (column->type);

  add (evidence, table->model, column->field,
       g_strdup_printf ("%s%s", type, column->nullable ? "?" : ""),
       describe_values (profile, column->type), FALSE);
  if (profile->lossy)
    add (evidence, table->model, column->field, g_strdup (type),
         g_strdup_printf ("Some values of %s are not kept letter by letter when they are read "
                          "as %s.",
                          profile->name, type),
         TRUE);
  if (is_unique_index (table, profile->name))
    add (evidence, table->model, column->field, g_strdup ("@unique"),
         g_strdup_printf ("No two rows have the same %s.", profile->name), FALSE);
  if (column->enum_values != NULL)
    add (evidence, table->model, column->field, g_strdup_printf ("enum %s", column->enum_name),
         g_strdup_printf ("Only %u short values occur, each of them often. A new value would be "
                          "rejected: make it a String where that is not wanted.",
                          g_strv_length (column->enum_values)),
         FALSE);
}

static const char *
describe_match (QueristNameMatch match)
{
  switch (match)
    {
    case QUERIST_NAME_MATCH_SAME:
      return "both have the same name";
    case QUERIST_NAME_MATCH_KEY:
      return "the name ends in that of the key";
    case QUERIST_NAME_MATCH_TABLE:
    case QUERIST_NAME_MATCH_TAIL:
      return "the name is that of the table";
    case QUERIST_NAME_MATCH_SHORT:
      return "the name shortens that of the table";
    case QUERIST_NAME_MATCH_ROLE:
      return "the name is of a role that such rows play";
    case QUERIST_NAME_MATCH_PARTIAL:
      return "the names have a word in common";
    case QUERIST_NAME_MATCH_NONE:
    default:
      return "the names do not say so";
    }
}

/* What a load does with rows without a partner. */
static char *
describe_loss (const QueristRelation *relation)
{
  g_autofree char *count = querist_text_format_count (relation->n_missing_rows);
  g_autofree char *rows = g_strdup_printf ("%s rows", count);

  return g_strdup_printf ("A load rejects the %s with %s, and keeps %s among the rejects. Remove "
                          "the relation to load %s as %s.",
                          relation->n_missing_rows == 1 ? "one row" : rows,
                          relation->n_missing == 1 ? "this value" : "these values",
                          relation->n_missing_rows == 1 ? "it" : "them",
                          relation->n_missing_rows == 1 ? "it" : "them",
                          relation->n_missing_rows == 1 ? "it is" : "they are");
}

static char *
describe_relation (const QueristRelation *relation)
{
  g_autofree char *columns = list_columns (relation->child, relation->columns);
  g_autofree char *references = list_columns (relation->parent, relation->references);
  const QueristColumnProfile *first = profile_at (relation->child, relation->columns, 0);
  g_autofree char *distinct = querist_text_format_count (first->n_distinct);
  g_autofree char *missing = querist_text_format_count (relation->n_missing);
  g_autofree char *loss = describe_loss (relation);
  const char *about = first->distinct_exact ? "" : "about ";
  const char *child = relation->child->name, *parent = relation->parent->name;
  const char *match = describe_match (relation->match);

  if (relation->empty)
    return g_strdup_printf ("%s.%s has no values, but %s: %s.%s.", child, columns, match, parent,
                            references);
  if (relation->containment < 1 && relation->columns->len > 1)
    return g_strdup_printf ("%s combinations of %s in %s do not occur in %s. %s", missing, columns,
                            child, parent, loss);
  if (relation->containment < 1)
    return g_strdup_printf ("%s of %s%s different values of %s.%s %s not occur in %s.%s; %s. %s",
                            missing, about, distinct, child, columns,
                            relation->n_missing == 1 ? "does" : "do", parent, references, match,
                            loss);
  if (relation->columns->len > 1)
    return g_strdup_printf ("All values of %s in %s occur together in %s.", columns, child, parent);
  return g_strdup_printf ("All %s%s different values of %s.%s occur in %s.%s; %s.", about, distinct,
                          child, columns, parent, references, match);
}

static void
add_relations (GPtrArray            *evidence,
               const QueristCatalog *catalog,
               const QueristTable   *table,
               const QueristSubject *subject,
               GPtrArray            *relations)
{
  guint n = 0;

  for (guint i = 0; i < relations->len; i++)
    {
      const QueristRelation *relation = g_ptr_array_index (relations, i);
      const QueristForeignKey *key;
      const QueristTable *other;

      if (relation->child != subject)
        continue;
      key = g_ptr_array_index (table->foreign_keys, n++);
      other = querist_catalog_find_table (catalog, key->table);
      add (evidence, table->model, key->field, g_strdup_printf ("relation to %s", other->model),
           describe_relation (relation),
           relation->containment < 1 || relation->match <= QUERIST_NAME_MATCH_PARTIAL);
    }
}

/**
 * querist_schema_evidence_collect:
 * @catalog: the suggested tables
 * @subjects: (element-type QueristSubject): what they were made from, in the same order
 * @relations: (element-type QueristRelation): what was found between them; those of a table in the
 *   order of its foreign keys
 *
 * Says in plain words, with counts, why the suggestion is what it is.
 *
 * Returns: (transfer full) (element-type QueristEvidence): in the order of the schema's text
 */
GPtrArray *
querist_schema_evidence_collect (const QueristCatalog *catalog,
                                 GPtrArray            *subjects,
                                 GPtrArray            *relations)
{
  GPtrArray *evidence = g_ptr_array_new_with_free_func ((GDestroyNotify) evidence_free);

  for (guint i = 0; i < subjects->len; i++)
    {
      const QueristSubject *subject = g_ptr_array_index (subjects, i);
      const QueristTable *table = g_ptr_array_index (catalog->tables, i);

      add_key (evidence, table, subject, relations);
      for (guint j = 0; j < subject->columns->len; j++)
        {
          if (!querist_subject_is_key (subject, j))
            add_field (evidence, table, get_column (table, subject, j),
                       querist_subject_get_column (subject, j)->profile);
        }
      add_relations (evidence, catalog, table, subject, relations);
    }
  return evidence;
}
