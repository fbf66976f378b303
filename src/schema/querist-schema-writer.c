/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-catalog-names.h"
#include "querist-schema-catalog.h"
#include "querist-schema-writer.h"

/* A field or an enum value: what the formatter aligns. */
typedef struct {
  char    *documentation;
  char    *name;
  char    *type;
  GString *attributes;
} Line;

static Line *
line_new (const char *name,
          char       *type)
{
  Line *line = g_new0 (Line, 1);

  line->name = g_strdup (name);
  line->type = type;
  line->attributes = g_string_new (NULL);
  return line;
}

static void
line_free (Line *line)
{
  g_free (line->documentation);
  g_free (line->name);
  g_free (line->type);
  g_string_free (line->attributes, TRUE);
  g_free (line);
}

static void
append_quoted (GString    *string,
               const char *text)
{
  g_string_append_c (string, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_c (string, '\\');
      if (*p == '\n')
        g_string_append (string, "\\n");
      else if (*p == '\r')
        g_string_append (string, "\\r");
      else if (*p == '\t')
        g_string_append (string, "\\t");
      else if ((guchar) *p < ' ')
        g_string_append_printf (string, "\\u%04x", *p);
      else
        g_string_append_c (string, *p);
    }
  g_string_append_c (string, '"');
}

static void
add_attribute (Line       *line,
               const char *attribute)
{
  if (line->attributes->len > 0)
    g_string_append_c (line->attributes, ' ');
  g_string_append (line->attributes, attribute);
}

static void
add_quoted_attribute (Line       *line,
                      const char *start,
                      const char *text)
{
  add_attribute (line, start);
  append_quoted (line->attributes, text);
  g_string_append_c (line->attributes, ')');
}

static void
append_documentation (GString    *text,
                      const char *indent,
                      const char *documentation)
{
  g_auto(GStrv) lines = NULL;

  if (documentation == NULL)
    return;
  lines = g_strsplit (documentation, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    g_string_append_printf (text, "%s/// %s\n", indent, lines[i]);
}

static void
append_padded (GString    *text,
               const char *word,
               gsize       width)
{
  g_string_append (text, word);
  for (gsize i = strlen (word); i < width; i++)
    g_string_append_c (text, ' ');
}

/* Three columns, as the formatter of the schema language lays them out: measured in bytes. */
static void
append_lines (GString   *text,
              GPtrArray *lines)
{
  gsize name_width = 0, type_width = 0;

  for (guint i = 0; i < lines->len; i++)
    {
      const Line *line = g_ptr_array_index (lines, i);

      name_width = MAX (name_width, strlen (line->name));
      type_width = MAX (type_width, line->type != NULL ? strlen (line->type) : 0);
    }
  for (guint i = 0; i < lines->len; i++)
    {
      const Line *line = g_ptr_array_index (lines, i);
      gboolean more = line->attributes->len > 0;

      append_documentation (text, "  ", line->documentation);
      g_string_append (text, "  ");
      append_padded (text, line->name, line->type != NULL || more ? name_width : 0);
      if (line->type != NULL)
        {
          g_string_append_c (text, ' ');
          append_padded (text, line->type, more ? type_width : 0);
        }
      if (more)
        g_string_append_printf (text, " %s", line->attributes->str);
      g_string_append_c (text, '\n');
    }
}

/* The fields' names of some columns: [a, b]. */
static char *
field_list (const QueristTable *table,
            const char *const  *columns,
            const gboolean     *descending)
{
  GString *list = g_string_new ("[");

  for (guint i = 0; columns[i] != NULL; i++)
    {
      const QueristColumn *column = querist_table_find_column (table, columns[i]);

      g_string_append_printf (list, "%s%s%s", i > 0 ? ", " : "",
                              column != NULL ? column->field : columns[i],
                              descending != NULL && descending[i] ? "(sort: Desc)" : "");
    }
  g_string_append_c (list, ']');
  return g_string_free (list, FALSE);
}

static gboolean
has_own_name (const QueristTable *table,
              const QueristIndex *index)
{
  g_autofree char *expected =
    querist_schema_constraint_name (table->name, (const char *const *) index->columns,
                                    index->unique ? "key" : "idx");

  return index->name != NULL && !g_str_equal (index->name, expected);
}

static const QueristIndex *
find_unique (const QueristTable *table,
             const char         *column)
{
  for (guint i = 0; i < table->indexes->len; i++)
    {
      const QueristIndex *index = g_ptr_array_index (table->indexes, i);

      if (index->unique && index->columns[1] == NULL && g_str_equal (index->columns[0], column))
        return index;
    }
  return NULL;
}

static void
add_unique (Line               *line,
            const QueristTable *table,
            const QueristColumn *column)
{
  const QueristIndex *index = find_unique (table, column->name);
  gboolean descending;

  if (index == NULL)
    return;
  descending = index->descending != NULL && index->descending[0];
  add_attribute (line, "@unique");
  if (has_own_name (table, index))
    {
      g_string_append (line->attributes, "(map: ");
      append_quoted (line->attributes, index->name);
      g_string_append (line->attributes, descending ? ", sort: Desc)" : ")");
    }
  else if (descending)
    g_string_append (line->attributes, "(sort: Desc)");
}

static gboolean
is_number_text (const char *text)
{
  const char *p = *text == '-' ? text + 1 : text;
  gsize digits = strspn (p, "0123456789");

  if (digits == 0)
    return FALSE;
  p += digits;
  if (*p == '.')
    {
      digits = strspn (p + 1, "0123456789");
      p += digits > 0 ? digits + 1 : 0;
    }
  return *p == '\0';
}

/* The text of 'it''s', or NULL when it is no literal. */
static char *
text_of_literal (const char *sql)
{
  gsize length = strlen (sql);
  GString *text;

  if (length < 2 || sql[0] != '\'' || sql[length - 1] != '\'')
    return NULL;
  text = g_string_new (NULL);
  for (gsize i = 1; i < length - 1; i++)
    {
      if (sql[i] == '\'' && (sql[++i] != '\'' || i == length - 1))
        {
          g_string_free (text, TRUE);
          return NULL;
        }
      g_string_append_c (text, sql[i]);
    }
  return g_string_free (text, FALSE);
}

static const char *
boolean_default (const char *sql)
{
  if (g_ascii_strcasecmp (sql, "true") == 0 || g_str_equal (sql, "1"))
    return "true";
  if (g_ascii_strcasecmp (sql, "false") == 0 || g_str_equal (sql, "0"))
    return "false";
  return NULL;
}

static char *enum_identifier (GStrv values,
                              guint index);

static char *
enum_default (const QueristColumn *column,
              const char          *text)
{
  for (guint i = 0; text != NULL && column->enum_values[i] != NULL; i++)
    {
      if (g_str_equal (column->enum_values[i], text))
        return enum_identifier (column->enum_values, i);
    }
  return NULL;
}

/* What stands in @default(...) for an SQL expression; NULL when only dbgenerated() can say it. */
static char *
default_literal (const QueristColumn *column)
{
  const char *sql = column->default_sql;
  g_autofree char *text = text_of_literal (sql);
  GString *quoted;

  if (column->enum_values != NULL)
    return enum_default (column, text);
  if (column->type == QUERIST_SCALAR_BOOLEAN)
    return g_strdup (boolean_default (sql));
  if (column->type == QUERIST_SCALAR_DATE_TIME)
    return g_strdup (g_ascii_strcasecmp (sql, "CURRENT_TIMESTAMP") == 0 ? "now()" : NULL);
  if (column->type == QUERIST_SCALAR_INT || column->type == QUERIST_SCALAR_BIG_INT)
    return is_number_text (sql) && strchr (sql, '.') == NULL ? g_strdup (sql) : NULL;
  if (querist_scalar_is_number (column->type))
    return is_number_text (sql) ? g_strdup (sql) : NULL;
  if (column->type != QUERIST_SCALAR_STRING || text == NULL)
    return NULL;
  quoted = g_string_new (NULL);
  append_quoted (quoted, text);
  return g_string_free (quoted, FALSE);
}

static void
add_default (Line                *line,
             const QueristColumn *column)
{
  g_autofree char *literal = NULL;

  if (column->autoincrement)
    add_attribute (line, "@default(autoincrement())");
  if (column->autoincrement || column->default_sql == NULL)
    return;
  literal = default_literal (column);
  add_attribute (line, "@default(");
  if (literal != NULL)
    g_string_append (line->attributes, literal);
  else
    {
      g_string_append (line->attributes, "dbgenerated(");
      append_quoted (line->attributes, column->default_sql);
      g_string_append_c (line->attributes, ')');
    }
  g_string_append_c (line->attributes, ')');
}

static Line *
scalar_line (const QueristTable  *table,
             const QueristColumn *column)
{
  const char *type = column->enum_name != NULL ? column->enum_name
                                               : querist_scalar_to_string (column->type);
  Line *line = line_new (column->field, g_strconcat (type, column->nullable ? "?" : "", NULL));

  line->documentation = g_strdup (column->documentation);
  if (column->primary_key && g_strv_length (table->primary_key) == 1)
    add_attribute (line, "@id");
  add_unique (line, table, column);
  add_default (line, column);
  if (!g_str_equal (column->field, column->name))
    add_quoted_attribute (line, "@map(", column->name);
  return line;
}

static const char *
action_name (QueristReferentialAction action)
{
  switch (action)
    {
    case QUERIST_ACTION_RESTRICT:
      return "Restrict";
    case QUERIST_ACTION_CASCADE:
      return "Cascade";
    case QUERIST_ACTION_SET_NULL:
      return "SetNull";
    case QUERIST_ACTION_SET_DEFAULT:
      return "SetDefault";
    case QUERIST_ACTION_NO_ACTION:
    default:
      return "NoAction";
    }
}

static gboolean
has_required_column (const QueristTable      *table,
                     const QueristForeignKey *key)
{
  for (guint i = 0; key->columns[i] != NULL; i++)
    {
      const QueristColumn *column = querist_table_find_column (table, key->columns[i]);

      if (column != NULL && !column->nullable)
        return TRUE;
    }
  return FALSE;
}

/* Both sides of a relation get the same name, made of the referring model and field. */
static void
append_relation_name (GString                 *string,
                      const QueristTable      *table,
                      const QueristForeignKey *key)
{
  g_autofree char *name = g_strdup_printf ("%s%c%s", table->model, g_ascii_toupper (key->field[0]),
                                           key->field + 1);

  append_quoted (string, name);
}

/* A model without a key that all rows have can be described, but a client could not address its
 * rows: such a one, and what leads to it, is marked to be ignored. */
static gboolean
is_ignored (const QueristTable *table)
{
  if (table->primary_key[0] != NULL)
    return FALSE;
  for (guint i = 0; i < table->indexes->len; i++)
    {
      const QueristIndex *index = g_ptr_array_index (table->indexes, i);
      gboolean complete = index->unique;

      for (guint j = 0; index->columns[j] != NULL && complete; j++)
        {
          const QueristColumn *column = querist_table_find_column (table, index->columns[j]);

          complete = column != NULL && !column->nullable;
        }
      if (complete)
        return FALSE;
    }
  return TRUE;
}

static Line *
reference_line (const QueristCatalog    *catalog,
                const QueristTable      *table,
                const QueristForeignKey *key)
{
  const QueristTable *other = querist_catalog_find_table (catalog, key->table);
  gboolean required = has_required_column (table, key);
  g_autofree char *fields = field_list (table, (const char *const *) key->columns, NULL);
  g_autofree char *references = field_list (other, (const char *const *) key->references, NULL);
  Line *line = line_new (key->field, g_strconcat (other->model, required ? "" : "?", NULL));

  add_attribute (line, "@relation(");
  if (querist_catalog_needs_relation_name (catalog, table, key))
    {
      append_relation_name (line->attributes, table, key);
      g_string_append (line->attributes, ", ");
    }
  g_string_append_printf (line->attributes, "fields: %s, references: %s", fields, references);
  if (key->on_delete != (required ? QUERIST_ACTION_RESTRICT : QUERIST_ACTION_SET_NULL))
    g_string_append_printf (line->attributes, ", onDelete: %s", action_name (key->on_delete));
  if (key->on_update != QUERIST_ACTION_CASCADE)
    g_string_append_printf (line->attributes, ", onUpdate: %s", action_name (key->on_update));
  g_string_append_c (line->attributes, ')');
  if (is_ignored (other) && !is_ignored (table))
    add_attribute (line, "@ignore");
  return line;
}

static Line *
opposite_line (const QueristCatalog    *catalog,
               const QueristTable      *child,
               const QueristForeignKey *key)
{
  const char *suffix = querist_foreign_key_is_one_to_one (child, key) ? "?" : "[]";
  Line *line = line_new (key->opposite, g_strconcat (child->model, suffix, NULL));

  if (querist_catalog_needs_relation_name (catalog, child, key))
    {
      add_attribute (line, "@relation(");
      append_relation_name (line->attributes, child, key);
      g_string_append_c (line->attributes, ')');
    }
  if (is_ignored (child) && !g_str_equal (child->name, key->table))
    add_attribute (line, "@ignore");
  return line;
}

static void
add_relation_lines (GPtrArray            *lines,
                    const QueristCatalog *catalog,
                    const QueristTable   *table)
{
  for (guint i = 0; i < table->foreign_keys->len; i++)
    {
      const QueristForeignKey *key = g_ptr_array_index (table->foreign_keys, i);

      if (querist_catalog_find_table (catalog, key->table) != NULL)
        g_ptr_array_add (lines, reference_line (catalog, table, key));
    }
  for (guint i = 0; i < catalog->tables->len; i++)
    {
      const QueristTable *child = g_ptr_array_index (catalog->tables, i);

      for (guint j = 0; j < child->foreign_keys->len; j++)
        {
          const QueristForeignKey *key = g_ptr_array_index (child->foreign_keys, j);

          if (g_str_equal (key->table, table->name))
            g_ptr_array_add (lines, opposite_line (catalog, child, key));
        }
    }
}

static void
append_index (GString            *text,
              const QueristTable *table,
              const QueristIndex *index)
{
  g_autofree char *fields = field_list (table, (const char *const *) index->columns,
                                        index->descending);

  g_string_append_printf (text, "  @@%s(%s", index->unique ? "unique" : "index", fields);
  if (has_own_name (table, index))
    {
      g_string_append (text, ", map: ");
      append_quoted (text, index->name);
    }
  g_string_append (text, ")\n");
}

static void
append_block_attributes (GString            *text,
                         const QueristTable *table)
{
  g_autoptr(GString) block = g_string_new (NULL);

  if (g_strv_length (table->primary_key) > 1)
    {
      g_autofree char *fields = field_list (table, (const char *const *) table->primary_key, NULL);

      g_string_append_printf (block, "  @@id(%s)\n", fields);
    }
  for (guint i = 0; i < table->indexes->len; i++)
    {
      const QueristIndex *index = g_ptr_array_index (table->indexes, i);

      if (!index->unique || find_unique (table, index->columns[0]) != index)
        append_index (block, table, index);
    }
  if (!g_str_equal (table->model, table->name))
    {
      g_string_append (block, "  @@map(");
      append_quoted (block, table->name);
      g_string_append (block, ")\n");
    }
  if (is_ignored (table))
    g_string_append (block, "  @@ignore\n");
  if (block->len > 0)
    g_string_append_printf (text, "\n%s", block->str);
}

static void
append_model (GString              *text,
              const QueristCatalog *catalog,
              const QueristTable   *table)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) line_free);

  for (guint i = 0; i < table->columns->len; i++)
    g_ptr_array_add (lines, scalar_line (table, g_ptr_array_index (table->columns, i)));
  add_relation_lines (lines, catalog, table);
  g_string_append_c (text, '\n');
  append_documentation (text, "", table->documentation);
  g_string_append_printf (text, "model %s {\n", table->model);
  append_lines (text, lines);
  append_block_attributes (text, table);
  g_string_append (text, "}\n");
}

/* A value's name: the value itself where it is an identifier, else one made from it. */
static char *
enum_identifier (GStrv values,
                 guint index)
{
  g_autofree char *name = querist_schema_identifier (values[index], "value_");
  guint same = 1;

  for (guint i = 0; i < index; i++)
    {
      g_autofree char *other = querist_schema_identifier (values[i], "value_");

      same += g_str_equal (other, name);
    }
  return same == 1 ? g_steal_pointer (&name) : g_strdup_printf ("%s_%u", name, same);
}

static void
append_enum (GString             *text,
             const QueristColumn *column)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) line_free);

  for (guint i = 0; column->enum_values[i] != NULL; i++)
    {
      g_autofree char *name = enum_identifier (column->enum_values, i);
      Line *line = line_new (name, NULL);

      if (!g_str_equal (name, column->enum_values[i]))
        add_quoted_attribute (line, "@map(", column->enum_values[i]);
      g_ptr_array_add (lines, line);
    }
  g_string_append_printf (text, "\nenum %s {\n", column->enum_name);
  append_lines (text, lines);
  g_string_append (text, "}\n");
}

static void
append_enums (GString              *text,
              const QueristCatalog *catalog)
{
  g_autoptr(GHashTable) written = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < catalog->tables->len; i++)
    {
      const QueristTable *table = g_ptr_array_index (catalog->tables, i);

      for (guint j = 0; j < table->columns->len; j++)
        {
          const QueristColumn *column = g_ptr_array_index (table->columns, j);

          if (column->enum_name != NULL && column->enum_values != NULL &&
              g_hash_table_add (written, column->enum_name))
            append_enum (text, column);
        }
    }
}

/**
 * querist_schema_write:
 * @catalog: tables with the names that they shall have in the schema
 * @database_url: (nullable): the datasource's url, such as "file:../analysis.db"
 *
 * Writes a schema.prisma as Prisma's own formatter would leave it. Names of the database that
 * differ from those of the schema are kept by `@map` and `@@map`.
 *
 * Returns: (transfer full): the text
 */
char *
querist_schema_write (const QueristCatalog *catalog,
                      const char           *database_url)
{
  GString *text = g_string_new ("datasource db {\n  provider = \"sqlite\"\n");

  if (database_url != NULL)
    {
      g_string_append (text, "  url      = ");
      append_quoted (text, database_url);
      g_string_append_c (text, '\n');
    }
  g_string_append (text, "}\n");
  for (guint i = 0; i < catalog->tables->len; i++)
    append_model (text, catalog, g_ptr_array_index (catalog->tables, i));
  append_enums (text, catalog);
  return g_string_free (text, FALSE);
}
