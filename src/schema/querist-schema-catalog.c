/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-schema-catalog.h"

#include "querist-rename-hint.h"

/* The column types of Prisma's SQLite connector. */
static const char *const sqlite_types[QUERIST_N_SCALARS] = {
  [QUERIST_SCALAR_STRING] = "TEXT",        [QUERIST_SCALAR_BOOLEAN] = "BOOLEAN",
  [QUERIST_SCALAR_INT] = "INTEGER",        [QUERIST_SCALAR_BIG_INT] = "BIGINT",
  [QUERIST_SCALAR_FLOAT] = "REAL",         [QUERIST_SCALAR_DECIMAL] = "DECIMAL",
  [QUERIST_SCALAR_DATE_TIME] = "DATETIME", [QUERIST_SCALAR_JSON] = "JSONB",
  [QUERIST_SCALAR_BYTES] = "BLOB",
};

typedef struct {
  const QueristSchemaResolved *schema;
  QueristSchemaProblems       *problems;
  QueristCatalog              *catalog;
  GHashTable                  *tables;
} Builder;

static const char *
default_argument (const QueristSchemaExpression *value)
{
  return value->arguments != NULL && value->arguments->value != NULL
           ? value->arguments->value->text
           : NULL;
}

/**
 * querist_schema_quote_string:
 * @text: any text
 *
 * Returns: (transfer full): it as an SQL string
 */
char *
querist_schema_quote_string (const char *text)
{
  GString *string = g_string_new ("'");

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '\'')
        g_string_append_c (string, '\'');
      g_string_append_c (string, *p);
    }
  g_string_append_c (string, '\'');
  return g_string_free (string, FALSE);
}

static gboolean
is_sql_literal (const char *sql)
{
  gsize length = strlen (sql);
  char *end;

  if (g_ascii_strcasecmp (sql, "NULL") == 0 || g_ascii_strcasecmp (sql, "TRUE") == 0 ||
      g_ascii_strcasecmp (sql, "FALSE") == 0 || g_ascii_strncasecmp (sql, "CURRENT_", 8) == 0)
    return TRUE;
  g_ascii_strtod (sql, &end);
  if (end != sql && *end == '\0' && !g_ascii_isalpha (*sql))
    return TRUE;
  if (g_ascii_tolower (*sql) == 'x' && sql[1] == '\'')
    sql++, length--;
  return length >= 2 && *sql == '\'' && strchr (sql + 1, '\'') == sql + length - 1;
}

/* SQLite wants parentheses around anything but a literal. */
static char *
dbgenerated_sql (const char *sql)
{
  if (sql == NULL)
    return NULL;
  if (is_sql_literal (sql) || (*sql == '(' && g_str_has_suffix (sql, ")")))
    return g_strdup (sql);
  return g_strdup_printf ("(%s)", sql);
}

static char *
bytes_sql (const char *base64)
{
  gsize length;
  g_autofree guchar *bytes = g_base64_decode (base64, &length);
  GString *string = g_string_new ("x'");

  for (gsize i = 0; i < length; i++)
    g_string_append_printf (string, "%02x", bytes[i]);
  g_string_append_c (string, '\'');
  return g_string_free (string, FALSE);
}

/* As Prisma writes it: "2020-01-02 03:04:05 +00:00" for "2020-01-02T03:04:05Z". */
static char *
date_time_sql (const char *text)
{
  gsize length = strlen (text);
  g_autoptr(GString) string = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    {
      if (i == 10)
        g_string_append_c (string, ' ');
      else if (i > 10 && (text[i] == 'Z' || text[i] == 'z'))
        g_string_append (string, " +00:00");
      else if (i > 10 && (text[i] == '+' || text[i] == '-'))
        {
          g_string_append_c (string, ' ');
          g_string_append (string, text + i);
          break;
        }
      else
        g_string_append_c (string, text[i]);
    }
  return querist_schema_quote_string (string->str);
}

static char *
literal_sql (const QueristSchemaMember     *member,
             const QueristSchemaExpression *value)
{
  if (member->kind == QUERIST_SCHEMA_KIND_ENUM)
    {
      const QueristSchemaEnumValue *found =
        g_hash_table_lookup (member->enumeration->by_name, value->text);

      return querist_schema_quote_string (found->database_name);
    }
  if (member->scalar == QUERIST_SCALAR_BYTES)
    return bytes_sql (value->text);
  if (member->scalar == QUERIST_SCALAR_DATE_TIME)
    return date_time_sql (value->text);
  if (member->scalar == QUERIST_SCALAR_STRING || member->scalar == QUERIST_SCALAR_JSON)
    return querist_schema_quote_string (value->text);
  return g_strdup (value->text);
}

/* NULL where the database sets no value: the client makes uuid() and the like. */
static char *
default_sql (const Builder             *self,
             const QueristSchemaMember *member)
{
  const QueristSchemaExpression *value = member->default_value;

  if (value == NULL)
    return NULL;
  if (value->kind == QUERIST_SCHEMA_ARRAY)
    {
      g_autofree char *text = g_strndup (self->schema->tree->text + value->range.start,
                                         value->range.end - value->range.start);

      return querist_schema_quote_string (text);
    }
  if (value->kind != QUERIST_SCHEMA_FUNCTION)
    return literal_sql (member, value);
  if (g_str_equal (value->text, "now"))
    return g_strdup ("CURRENT_TIMESTAMP");
  if (g_str_equal (value->text, "dbgenerated"))
    return dbgenerated_sql (default_argument (value));
  return NULL;
}

static gboolean
is_only_id (const QueristSchemaMember *member)
{
  const QueristSchemaKey *id = member->entity->id;

  return id != NULL && id->n_parts == 1 && id->parts[0].member == member;
}

static void
set_type (QueristColumn             *column,
          const QueristSchemaMember *member)
{
  if (member->kind == QUERIST_SCHEMA_KIND_SCALAR)
    column->type = member->scalar;
  if (member->field->arity == QUERIST_SCHEMA_LIST || member->kind == QUERIST_SCHEMA_KIND_COMPOSITE)
    {
      column->type = QUERIST_SCALAR_JSON;
      column->database_type = g_strdup (sqlite_types[QUERIST_SCALAR_JSON]);
    }
  else if (member->kind == QUERIST_SCHEMA_KIND_UNSUPPORTED)
    column->database_type = g_strdup (member->field->type.text);
  else
    column->database_type = g_strdup (sqlite_types[column->type]);
}

static void
set_enum (QueristColumn           *column,
          const QueristSchemaEnum *enumeration)
{
  column->enum_name = g_strdup (enumeration->block->name.text);
  column->enum_values = g_new0 (char *, enumeration->n_values + 1);
  for (guint i = 0; i < enumeration->n_values; i++)
    column->enum_values[i] = g_strdup (enumeration->values[i].database_name);
}

static QueristColumn *
build_column (const Builder             *self,
              const QueristSchemaMember *member)
{
  QueristColumn *column = querist_column_new (member->column);

  g_free (column->field);
  column->field = g_strdup (member->field->name.text);
  column->documentation = querist_rename_hint_strip (member->field->documentation,
                                                     &column->former_names);
  set_type (column, member);
  if (member->kind == QUERIST_SCHEMA_KIND_ENUM)
    set_enum (column, member->enumeration);
  column->nullable = member->field->arity == QUERIST_SCHEMA_OPTIONAL;
  column->default_sql = default_sql (self, member);
  column->autoincrement = is_only_id (member) && member->kind == QUERIST_SCHEMA_KIND_SCALAR &&
                          member->scalar == QUERIST_SCALAR_INT;
  return column;
}

static GStrv
member_columns (QueristSchemaMember *const *members,
                guint                       n)
{
  GStrv columns = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    columns[i] = g_strdup (members[i]->column);
  return columns;
}

static GStrv
key_columns (const QueristSchemaKey *key)
{
  GStrv columns = g_new0 (char *, key->n_parts + 1);

  for (guint i = 0; i < key->n_parts; i++)
    columns[i] = g_strdup (key->parts[i].member->column);
  return columns;
}

/**
 * querist_schema_constraint_name:
 * @table: a table's name in the database
 * @columns: (array zero-terminated=1): the columns
 * @suffix: "key", "idx" or "fkey"
 *
 * Returns: (transfer full): the name that Prisma gives a key, index or foreign key
 */
char *
querist_schema_constraint_name (const char        *table,
                                const char *const *columns,
                                const char        *suffix)
{
  g_autofree char *joined = g_strjoinv ("_", (GStrv) columns);

  return g_strdup_printf ("%s_%s_%s", table, joined, suffix);
}

static void
build_index (QueristTable           *table,
             const QueristSchemaKey *key)
{
  QueristIndex *index = querist_index_new ();

  index->unique = key->kind == QUERIST_SCHEMA_KEY_UNIQUE;
  g_strfreev (index->columns);
  index->columns = key_columns (key);
  index->name = key->map != NULL
                  ? g_strdup (key->map)
                  : querist_schema_constraint_name (table->name,
                                                    (const char *const *) index->columns,
                                                    index->unique ? "key" : "idx");
  index->descending = g_new0 (gboolean, MAX (key->n_parts, 1));
  for (guint i = 0; i < key->n_parts; i++)
    index->descending[i] = g_strcmp0 (key->parts[i].sort, "Desc") == 0;
  g_ptr_array_add (table->indexes, index);
}

static void
build_primary_key (QueristTable           *table,
                   const QueristSchemaKey *id)
{
  g_strfreev (table->primary_key);
  table->primary_key = key_columns (id);
  for (guint i = 0; i < table->columns->len; i++)
    {
      QueristColumn *column = g_ptr_array_index (table->columns, i);

      column->primary_key = g_strv_contains ((const char *const *) table->primary_key,
                                             column->name);
    }
}

static void
build_table (Builder                   *self,
             const QueristSchemaEntity *entity)
{
  QueristTable *table = querist_table_new (entity->table);

  g_free (table->model);
  table->model = g_strdup (entity->block->name.text);
  table->documentation = querist_rename_hint_strip (entity->block->documentation,
                                                    &table->former_names);
  table->line = querist_schema_problems_line (self->problems, entity->block->range.start);
  for (guint i = 0; i < entity->n_members; i++)
    {
      if (entity->members[i].kind != QUERIST_SCHEMA_KIND_RELATION)
        g_ptr_array_add (table->columns, build_column (self, &entity->members[i]));
    }
  if (entity->id != NULL)
    build_primary_key (table, entity->id);
  for (const QueristSchemaKey *key = entity->keys; key != NULL; key = key->next)
    {
      if (key->kind != QUERIST_SCHEMA_KEY_FULLTEXT)
        build_index (table, key);
    }
  g_ptr_array_add (self->catalog->tables, table);
  g_hash_table_insert (self->tables, (gpointer) entity, table);
}

/**
 * querist_schema_relation_actions:
 * @near: the side of a relation that holds the key
 * @on_delete: (out): what happens to its rows when the other row goes
 * @on_update: (out): what happens to them when its key changes
 *
 * The actions that are given, or else Prisma's defaults.
 */
void
querist_schema_relation_actions (const QueristSchemaMember *near,
                                 QueristReferentialAction  *on_delete,
                                 QueristReferentialAction  *on_update)
{
  gboolean all_optional = TRUE;

  for (guint i = 0; i < near->n_fields; i++)
    all_optional &= near->fields[i]->field->arity == QUERIST_SCHEMA_OPTIONAL;
  *on_delete = near->on_delete;
  *on_update = near->on_update;
  if (!near->has_on_delete)
    *on_delete = all_optional ? QUERIST_ACTION_SET_NULL : QUERIST_ACTION_RESTRICT;
  if (!near->has_on_update)
    *on_update = QUERIST_ACTION_CASCADE;
}

static void
build_foreign_key (Builder                     *self,
                   const QueristSchemaRelation *relation)
{
  const QueristSchemaMember *near = relation->near;
  QueristTable *table = g_hash_table_lookup (self->tables, near->entity);
  QueristForeignKey *key;

  if (table == NULL || near->n_fields == 0 || !querist_schema_entity_is_model (near->target))
    return;
  key = querist_foreign_key_new ();
  g_strfreev (key->columns);
  g_strfreev (key->references);
  key->columns = member_columns (near->fields, near->n_fields);
  key->references = member_columns (near->references, near->n_references);
  key->field = g_strdup (near->field->name.text);
  key->opposite = relation->far != NULL ? g_strdup (relation->far->field->name.text) : NULL;
  key->table = g_strdup (near->target->table);
  key->name = near->relation_map != NULL
                ? g_strdup (near->relation_map)
                : querist_schema_constraint_name (table->name,
                                                  (const char *const *) key->columns, "fkey");
  querist_schema_relation_actions (near, &key->on_delete, &key->on_update);
  g_ptr_array_add (table->foreign_keys, key);
}

static GStrv
one_string (const char *text)
{
  GStrv strings = g_new0 (char *, 2);

  strings[0] = g_strdup (text);
  return strings;
}

/* One of the two columns of a join table, with its foreign key. */
static void
build_join_column (Builder                   *self,
                   QueristTable              *table,
                   const char                *name,
                   const QueristSchemaMember *member)
{
  const QueristSchemaMember *id = member->entity->id->parts[0].member;
  QueristColumn *column = build_column (self, id);
  QueristForeignKey *key = querist_foreign_key_new ();

  g_free (column->name);
  g_free (column->field);
  g_clear_pointer (&column->default_sql, g_free);
  g_clear_pointer (&column->documentation, g_free);
  g_clear_pointer (&column->former_names, g_strfreev);
  column->name = g_strdup (name);
  column->field = g_strdup (name);
  column->autoincrement = FALSE;
  g_ptr_array_add (table->columns, column);
  g_strfreev (key->columns);
  g_strfreev (key->references);
  key->columns = one_string (name);
  key->references = one_string (id->column);
  key->table = g_strdup (member->entity->table);
  key->name = querist_schema_constraint_name (table->name, (const char *const *) key->columns,
                                              "fkey");
  key->on_delete = key->on_update = QUERIST_ACTION_CASCADE;
  if (self->schema->foreign_keys)
    g_ptr_array_add (table->foreign_keys, key);
  else
    querist_foreign_key_free (key);
}

/**
 * querist_schema_join_table_name:
 * @relation: a many-to-many relation
 *
 * Returns: (transfer full): the name of the table that Prisma keeps it in
 */
char *
querist_schema_join_table_name (const QueristSchemaRelation *relation)
{
  if (relation->name != NULL)
    return g_strconcat ("_", relation->name, NULL);
  return g_strdup_printf ("_%sTo%s", relation->near->entity->block->name.text,
                          relation->far->entity->block->name.text);
}

static void
build_join_table (Builder                     *self,
                  const QueristSchemaRelation *relation)
{
  g_autofree char *name = querist_schema_join_table_name (relation);
  QueristTable *table = querist_table_new (name);
  QueristIndex *unique = querist_index_new (), *index = querist_index_new ();

  build_join_column (self, table, "A", relation->near);
  build_join_column (self, table, "B", relation->far);
  unique->unique = TRUE;
  unique->name = g_strconcat (name, "_AB_unique", NULL);
  g_strfreev (unique->columns);
  unique->columns = g_strsplit ("A B", " ", 0);
  unique->descending = g_new0 (gboolean, 2);
  index->name = g_strconcat (name, "_B_index", NULL);
  g_strfreev (index->columns);
  index->columns = one_string ("B");
  index->descending = g_new0 (gboolean, 1);
  g_ptr_array_add (table->indexes, unique);
  g_ptr_array_add (table->indexes, index);
  g_ptr_array_add (self->catalog->tables, table);
}

/**
 * querist_schema_build_catalog:
 * @schema: a schema without errors
 * @problems: the findings about it, which know the lines
 *
 * Returns: (transfer full): what the database holds for it: a table for each model, and one for
 *   each many-to-many relation
 */
QueristCatalog *
querist_schema_build_catalog (const QueristSchemaResolved *schema,
                              QueristSchemaProblems       *problems)
{
  g_autoptr(GHashTable) tables = g_hash_table_new (NULL, NULL);
  Builder self = { schema, problems, querist_catalog_new (), tables };

  for (guint i = 0; i < schema->entities->len; i++)
    {
      const QueristSchemaEntity *entity = g_ptr_array_index (schema->entities, i);

      if (querist_schema_entity_is_model (entity))
        build_table (&self, entity);
    }
  for (guint i = 0; i < schema->relations->len; i++)
    {
      const QueristSchemaRelation *relation = g_ptr_array_index (schema->relations, i);

      if (relation->cardinality == QUERIST_SCHEMA_MANY_TO_MANY)
        build_join_table (&self, relation);
      else if (schema->foreign_keys)
        build_foreign_key (&self, relation);
    }
  return self.catalog;
}
