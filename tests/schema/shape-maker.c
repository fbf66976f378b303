/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "shape-maker.h"

typedef struct {
  char    *name;
  char    *kind;
  char    *argument;
  gboolean key;
  gboolean optional;
  gboolean dirty;
  gboolean broken;
} Column;

typedef struct {
  const ShapeTable *shape;
  GPtrArray        *columns;
  GPtrArray        *cells;
  GHashTable       *counts;
  gboolean          made;
} Table;

typedef struct {
  GPtrArray *tables;
  GRand     *random;
} Maker;

static const char *const syllables[] = { "ka", "ro", "mi", "ten", "sol", "var", "be", "lin", "dor",
                                         "pa", "ges", "tu", "nor", "wi", "ha", "zel" };

static void
column_free (Column *column)
{
  g_free (column->name);
  g_free (column->kind);
  g_free (column->argument);
  g_free (column);
}

static Column *
column_parse (const char *text)
{
  Column *column = g_new0 (Column, 1);
  g_auto(GStrv) halves = g_strsplit (text, ":", 2);
  char *equals;
  gsize end;

  column->key = halves[0][0] == '*';
  column->name = g_strdup (halves[0] + column->key);
  end = strlen (halves[1]) - 1;
  column->optional = halves[1][end] == '?';
  column->dirty = halves[1][end] == '!';
  column->broken = halves[1][end] == '%';
  if (column->optional || column->dirty || column->broken)
    halves[1][end] = '\0';
  equals = strchr (halves[1], '=');
  column->argument = g_strdup (equals != NULL ? equals + 1 : "");
  column->kind = equals != NULL ? g_strndup (halves[1], equals - halves[1]) : g_strdup (halves[1]);
  return column;
}

static GPtrArray *
parse_columns (const ShapeTable *shape)
{
  GPtrArray *columns = g_ptr_array_new_with_free_func ((GDestroyNotify) column_free);
  g_auto(GStrv) words = g_strsplit (shape->columns, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (*words[i] != '\0')
        g_ptr_array_add (columns, column_parse (words[i]));
    }
  return columns;
}

static void
table_free (Table *table)
{
  g_ptr_array_unref (table->columns);
  g_ptr_array_unref (table->cells);
  g_hash_table_unref (table->counts);
  g_free (table);
}

static Table *
find_table (Maker      *maker,
            const char *name)
{
  for (guint i = 0; i < maker->tables->len; i++)
    {
      Table *table = g_ptr_array_index (maker->tables, i);

      if (g_str_equal (table->shape->name, name))
        return table;
    }
  g_error ("no table %s", name);
}

static guint
find_column (Table      *table,
             const char *name)
{
  for (guint i = 0; i < table->columns->len; i++)
    {
      if (g_str_equal (((Column *) g_ptr_array_index (table->columns, i))->name, name))
        return i;
    }
  g_error ("no column %s.%s", table->shape->name, name);
}

static gboolean
refers (const Column *column)
{
  return g_str_equal (column->kind, "ref") || g_str_equal (column->kind, "few") ||
         g_str_equal (column->kind, "sub") || g_str_equal (column->kind, "tuple") ||
         g_str_equal (column->kind, "void");
}

static char *
make_word (Maker *maker,
           guint  n)
{
  GString *word = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (word, syllables[g_rand_int_range (maker->random, 0, G_N_ELEMENTS (syllables))]);
  word->str[0] = g_ascii_toupper (word->str[0]);
  return g_string_free (word, FALSE);
}

static char *
make_hex (Maker *maker)
{
  return g_strdup_printf ("%08x%08x%08x", g_rand_int (maker->random), g_rand_int (maker->random),
                          g_rand_int (maker->random));
}

/* Different for every row: the row's number in letters, after a scrambling that keeps it so. */
static char *
make_code (const Column *column,
           guint         row,
           guint         letters)
{
  GString *code = g_string_new (NULL);
  guint64 number = (guint64) row * 7919 + g_str_hash (column->name) % 100000;

  for (guint i = 0; i < letters; i++)
    {
      g_string_append_c (code, 'A' + number % 26);
      number /= 26;
    }
  return g_string_free (code, FALSE);
}

static char *
cell_at (Table *table,
         guint  row,
         guint  column)
{
  return ((char **) g_ptr_array_index (table->cells, row))[column];
}

static void make_table (Maker *maker,
                        Table *table);

static Table *
target_of (Maker        *maker,
           const Column *column,
           guint        *position)
{
  const char *dot = strrchr (column->argument, '.');
  g_autofree char *name = g_strndup (column->argument, dot - column->argument);
  Table *target = find_table (maker, name);

  make_table (maker, target);
  *position = find_column (target, dot + 1);
  return target;
}

static char *
make_reference (Maker  *maker,
                Column *column,
                guint   row,
                gint   *shared_row)
{
  guint position;
  Table *target = target_of (maker, column, &position);
  const Column *reference = g_ptr_array_index (target->columns, position);
  guint n = target->cells->len;
  guint chosen = g_rand_int_range (maker->random, 0, MAX (n, 1));

  /* Two tables that refer to each other: the rows to come are numbered. */
  if (n == 0 && g_str_equal (reference->kind, "serial"))
    return g_strdup_printf ("%lu", MAX (strtoul (reference->argument, NULL, 10), 1) +
                                     g_rand_int_range (maker->random, 0, target->shape->rows));
  if (n == 0 || g_str_equal (column->kind, "void"))
    return g_strdup ("");
  if (g_str_equal (column->kind, "few"))
    chosen = row % MIN (3, n);
  else if (g_str_equal (column->kind, "sub"))
    chosen = (row * 7 + 1) % n;
  else if (g_str_equal (column->kind, "tuple"))
    {
      *shared_row = *shared_row < 0 ? (gint) chosen : *shared_row;
      chosen = *shared_row;
    }
  if (column->broken && row % 200 == 199)
    return g_strdup_printf ("%u", 900000 + row);
  if (column->dirty && row % 50 == 49)
    return g_strdup_printf ("%u", 900000 + row % 4);
  return g_strdup (cell_at (target, chosen, position));
}

static char *
make_uuid (Maker *maker)
{
  guint32 a = g_rand_int (maker->random), b = g_rand_int (maker->random);

  return g_strdup_printf ("%08x-%04x-4%03x-8%03x-%04x%08x", a, b >> 16, b & 0xfff, a & 0xfff,
                          b & 0xffff, g_rand_int (maker->random));
}

static char *
make_sequence (Table      *table,
               char      **cells,
               const char *by)
{
  const char *value = cells[find_column (table, by)];
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (table->counts, value)) + 1;

  g_hash_table_insert (table->counts, g_strdup (value), GUINT_TO_POINTER (n));
  return g_strdup_printf ("%u", n);
}

static char *
make_cell (Maker  *maker,
           Table  *table,
           Column *column,
           char  **cells,
           guint   row,
           gint   *shared_row)
{
  GRand *random = maker->random;
  const char *kind = column->kind;
  guint number = strtoul (column->argument, NULL, 10);

  if (column->optional && g_rand_int_range (random, 0, 5) == 0)
    return g_strdup ("");
  if (refers (column) || g_str_equal (kind, "copy"))
    return make_reference (maker, column, row, shared_row);
  if (g_str_equal (kind, "serial"))
    return g_strdup_printf ("%u", MAX (number, 1) + row);
  if (g_str_equal (kind, "sparse"))
    return g_strdup_printf ("%u", number + row * 5 + row % 4);
  if (g_str_equal (kind, "code"))
    return make_code (column, row, number);
  if (g_str_equal (kind, "hex"))
    return make_hex (maker);
  if (g_str_equal (kind, "uuid"))
    return make_uuid (maker);
  if (g_str_equal (kind, "seq"))
    return make_sequence (table, cells, column->argument);
  if (g_str_equal (kind, "int"))
    return g_strdup_printf ("%u", g_rand_int_range (random, 1, number + 1));
  if (g_str_equal (kind, "year"))
    return g_strdup_printf ("%d", g_rand_int_range (random, 1995, 2025));
  if (g_str_equal (kind, "money"))
    return g_strdup_printf ("%.2f", g_rand_int_range (random, 50, 90000) / 100.0);
  if (g_str_equal (kind, "date"))
    return g_strdup_printf ("%d-%02d-%02d", g_rand_int_range (random, 2001, 2025),
                            g_rand_int_range (random, 1, 13), g_rand_int_range (random, 1, 29));
  if (g_str_equal (kind, "moment"))
    return g_strdup_printf ("2013-%02u-%02u %02u:00:00", row / 600 % 12 + 1, row / 24 % 25 + 1,
                            row % 24);
  if (g_str_equal (kind, "word"))
    return make_code (column, g_rand_int_range (random, 0, number), 6);
  if (g_str_equal (kind, "flag"))
    return g_strdup (g_rand_boolean (random) ? "true" : "false");
  if (g_str_equal (kind, "name"))
    return make_word (maker, 4);
  if (g_str_equal (kind, "text"))
    {
      g_autofree char *a = make_word (maker, 3), *b = make_word (maker, 3);

      return g_strdup_printf ("%s %s %s", a, b, a);
    }
  g_assert_cmpstr (kind, ==, "empty");
  return g_strdup ("");
}

static char *
key_of_row (Table *table,
            char **cells)
{
  GString *key = g_string_new (NULL);

  for (guint i = 0; i < table->columns->len; i++)
    {
      if (((Column *) g_ptr_array_index (table->columns, i))->key)
        g_string_append_printf (key, "%s\n", cells[i]);
    }
  return g_string_free (key, FALSE);
}

static GStrv
make_row (Maker *maker,
          Table *table,
          guint  row)
{
  GStrv cells = g_new0 (char *, table->columns->len + 1);
  gint shared_row = -1;

  for (guint i = 0; i < table->columns->len; i++)
    cells[i] = make_cell (maker, table, g_ptr_array_index (table->columns, i), cells, row,
                          &shared_row);
  return cells;
}

static void
make_table (Maker *maker,
            Table *table)
{
  g_autoptr(GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (table->made)
    return;
  table->made = TRUE;
  for (guint row = 0; row < table->shape->rows; row++)
    {
      g_auto(GStrv) cells = NULL;
      char *key = NULL;
      guint tries = 0;

      do
        {
          g_free (key);
          g_strfreev (cells);
          cells = make_row (maker, table, row);
          key = key_of_row (table, cells);
        }
      while (*key != '\0' && g_hash_table_contains (keys, key) && ++tries < 20);
      if (tries < 20)
        g_ptr_array_add (table->cells, g_steal_pointer (&cells));
      g_hash_table_add (keys, key);
    }
}

static void
append_line (GString *text,
             Table   *table,
             char   **cells)
{
  for (guint i = 0; i < table->columns->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "," : "",
                            cells != NULL ? cells[i]
                                          : ((Column *) g_ptr_array_index (table->columns, i))->name);
  g_string_append_c (text, '\n');
}

/* The path of the file, to be freed. */
static char *
write_table (Table      *table,
             const char *folder)
{
  g_autofree char *name = g_strconcat (table->shape->name, ".csv", NULL);
  char *path = g_build_filename (folder, name, NULL);
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GError) error = NULL;

  append_line (text, table, NULL);
  for (guint i = 0; i < table->cells->len; i++)
    append_line (text, table, g_ptr_array_index (table->cells, i));
  g_file_set_contents (path, text->str, text->len, &error);
  g_assert_no_error (error);
  return path;
}

/* (element-type utf8): the paths, in the order of the tables */
GPtrArray *
shape_write_files (const ShapeTable *tables,
                   guint             n_tables,
                   const char       *folder,
                   guint32           seed)
{
  Maker maker = { g_ptr_array_new_with_free_func ((GDestroyNotify) table_free),
                  g_rand_new_with_seed (seed) };
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n_tables; i++)
    {
      Table *table = g_new0 (Table, 1);

      table->shape = &tables[i];
      table->columns = parse_columns (&tables[i]);
      table->cells = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
      table->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_ptr_array_add (maker.tables, table);
    }
  for (guint i = 0; i < n_tables; i++)
    {
      make_table (&maker, g_ptr_array_index (maker.tables, i));
      g_ptr_array_add (paths, write_table (g_ptr_array_index (maker.tables, i), folder));
    }
  g_ptr_array_unref (maker.tables);
  g_rand_free (maker.random);
  return paths;
}

static void
add_tuple (GPtrArray        *references,
           const ShapeTable *table,
           GPtrArray        *columns)
{
  g_autoptr(GString) from = g_string_new (table->name), to = g_string_new (NULL);
  gboolean first = TRUE;

  for (guint i = 0; i < columns->len; i++)
    {
      const Column *column = g_ptr_array_index (columns, i);

      if (!g_str_equal (column->kind, "tuple"))
        continue;
      g_string_append_printf (from, "%c%s", first ? '.' : '+', column->name);
      g_string_append_printf (to, "%s%s", first ? "" : "+",
                              first ? column->argument : strchr (column->argument, '.') + 1);
      first = FALSE;
    }
  if (!first)
    g_ptr_array_add (references, g_strdup_printf ("%s>%s", from->str, to->str));
}

/* (element-type utf8): all references of the tables */
GPtrArray *
shape_references (const ShapeTable *tables,
                  guint             n_tables)
{
  GPtrArray *references = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n_tables; i++)
    {
      g_autoptr(GPtrArray) columns = parse_columns (&tables[i]);

      for (guint j = 0; j < columns->len; j++)
        {
          const Column *column = g_ptr_array_index (columns, j);

          if (refers (column) && !g_str_equal (column->kind, "tuple"))
            g_ptr_array_add (references, g_strdup_printf ("%s.%s>%s", tables[i].name, column->name,
                                                          column->argument));
        }
      add_tuple (references, &tables[i], columns);
    }
  return references;
}

/* The names of the primary key's columns. */
GStrv
shape_key (const ShapeTable *table)
{
  g_autoptr(GPtrArray) columns = parse_columns (table);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < columns->len; i++)
    {
      const Column *column = g_ptr_array_index (columns, i);

      if (column->key)
        g_strv_builder_add (builder, column->name);
    }
  return g_strv_builder_end (builder);
}
