/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-table-facts.h"

/* More of them tell nobody more. */
#define MAX_VALUES 50

static void
column_facts_free (QueristColumnFacts *self)
{
  g_free (self->column);
  g_free (self->label);
  g_free (self->format);
  g_free (self->min);
  g_free (self->max);
  g_strfreev (self->values);
  g_free (self);
}

/**
 * querist_column_facts_new:
 * @column: a column's name in the database
 *
 * Returns: (transfer full): facts to be filled and put into a table's
 */
QueristColumnFacts *
querist_column_facts_new (const char *column)
{
  QueristColumnFacts *self = g_new0 (QueristColumnFacts, 1);

  self->column = g_strdup (column);
  return self;
}

/**
 * querist_table_facts_new:
 * @table: a table's name in the database
 *
 * Returns: (transfer full): facts without columns
 */
QueristTableFacts *
querist_table_facts_new (const char *table)
{
  QueristTableFacts *self = g_new0 (QueristTableFacts, 1);

  self->table = g_strdup (table);
  self->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) column_facts_free);
  return self;
}

static QueristColumnFacts *
facts_of_column (const QueristColumnProfile *profile)
{
  QueristColumnFacts *self = querist_column_facts_new (profile->name);
  guint n = MIN (profile->top->len, MAX_VALUES);

  self->label = g_strdup (profile->label);
  self->format = g_strdup (profile->format);
  self->type = profile->type;
  self->n_rows = profile->n_rows;
  self->n_empty = profile->n_empty;
  self->n_distinct = profile->n_distinct;
  self->exact = profile->distinct_exact;
  self->unique = profile->unique;
  self->min = g_strdup (profile->min);
  self->max = g_strdup (profile->max);
  self->min_length = profile->min_length;
  self->max_length = profile->max_length;
  self->complete = profile->top->len <= MAX_VALUES && profile->top->len == profile->n_distinct;
  self->profile = profile;
  self->values = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    self->values[i] = g_strdup (((QueristValueCount *) profile->top->pdata[i])->text);
  return self;
}

/**
 * querist_table_facts_from_profile:
 * @table: the table that the file feeds
 * @profile: a file, which must outlive the facts
 *
 * Returns: (transfer full): what the file tells of the table
 */
QueristTableFacts *
querist_table_facts_from_profile (const char              *table,
                                  const QueristCsvProfile *profile)
{
  QueristTableFacts *self = querist_table_facts_new (table);

  self->file = g_path_get_basename (profile->path);
  self->profile = profile;
  for (guint i = 0; i < profile->columns->len; i++)
    g_ptr_array_add (self->columns, facts_of_column (g_ptr_array_index (profile->columns, i)));
  return self;
}

/**
 * querist_table_facts_free:
 * @self: (transfer full) (nullable): facts
 */
void
querist_table_facts_free (QueristTableFacts *self)
{
  if (self == NULL)
    return;
  g_free (self->table);
  g_free (self->file);
  g_ptr_array_unref (self->columns);
  g_free (self);
}

/**
 * querist_facts_find_table:
 * @facts: (nullable) (element-type QueristTableFacts): of some tables
 * @table: a table's name in the database
 *
 * Returns: (nullable): what is known of it
 */
const QueristTableFacts *
querist_facts_find_table (GPtrArray  *facts,
                          const char *table)
{
  for (guint i = 0; facts != NULL && i < facts->len; i++)
    {
      const QueristTableFacts *found = g_ptr_array_index (facts, i);

      if (g_str_equal (found->table, table))
        return found;
    }
  return NULL;
}

/**
 * querist_facts_find_column:
 * @facts: (nullable) (element-type QueristTableFacts): of some tables
 * @table: a table's name in the database
 * @column: a column's
 *
 * Returns: (nullable): what is known of it
 */
const QueristColumnFacts *
querist_facts_find_column (GPtrArray  *facts,
                           const char *table,
                           const char *column)
{
  const QueristTableFacts *found = querist_facts_find_table (facts, table);

  for (guint i = 0; found != NULL && i < found->columns->len; i++)
    {
      const QueristColumnFacts *facts_of = g_ptr_array_index (found->columns, i);

      if (g_str_equal (facts_of->column, column))
        return facts_of;
    }
  return NULL;
}
