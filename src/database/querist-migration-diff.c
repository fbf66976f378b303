/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-migration-diff.h"

static gboolean
same_names (const char *const *a,
            const char *const *b)
{
  guint i = 0;

  while (a[i] != NULL && b[i] != NULL && g_ascii_strcasecmp (a[i], b[i]) == 0)
    i++;
  return a[i] == NULL && b[i] == NULL;
}

static gboolean
same_type (const QueristColumn *a,
           const QueristColumn *b)
{
  return a->type == b->type ||
         (a->database_type != NULL && b->database_type != NULL &&
          g_ascii_strcasecmp (a->database_type, b->database_type) == 0);
}

/* SQLite gives a default back as it was written: parentheses around it, and the case of a word,
 * say nothing, and "true" is 1. */
static char *
plain_default (const char *sql)
{
  char *plain = g_strstrip (g_strdup (sql != NULL ? sql : ""));
  gsize length = strlen (plain);

  while (length >= 2 && plain[0] == '(' && plain[length - 1] == ')')
    {
      memmove (plain, plain + 1, length - 2);
      plain[length - 2] = '\0';
      length -= 2;
    }
  if (strchr (plain, '\'') == NULL)
    {
      char *lower = g_ascii_strdown (plain, -1);

      g_free (plain);
      plain = lower;
    }
  if (g_str_equal (plain, "true") || g_str_equal (plain, "false"))
    {
      gboolean is_true = *plain == 't';

      g_free (plain);
      plain = g_strdup (is_true ? "1" : "0");
    }
  return plain;
}

/* SQLite numbers the rows of such a column itself and never asks for its default. */
static gboolean
same_default (const QueristColumn *a,
              const QueristColumn *b)
{
  g_autofree char *x = plain_default (a->default_sql), *y = plain_default (b->default_sql);

  if (a->autoincrement && b->autoincrement)
    return TRUE;
  return g_str_equal (x, y);
}

static void
compare_column (QueristTableDiff    *self,
                const QueristColumn *current,
                const QueristColumn *wanted)
{
  QueristColumnChange change = {
    .current = current,
    .wanted = wanted,
    .type = !same_type (current, wanted),
    .required = current->nullable && !wanted->nullable,
    .other = (!current->nullable && wanted->nullable) || !same_default (current, wanted),
  };

  if (change.type || change.required || change.other)
    g_ptr_array_add (self->changed, g_memdup2 (&change, sizeof change));
}

static void
compare_columns (QueristTableDiff *self)
{
  for (guint i = 0; i < self->wanted->columns->len; i++)
    {
      QueristColumn *wanted = g_ptr_array_index (self->wanted->columns, i);
      const QueristColumn *current = querist_table_find_column (self->current, wanted->name);

      if (current == NULL)
        g_ptr_array_add (self->added, wanted);
      else
        compare_column (self, current, wanted);
    }
  for (guint i = 0; i < self->current->columns->len; i++)
    {
      QueristColumn *current = g_ptr_array_index (self->current->columns, i);

      if (querist_table_find_column (self->wanted, current->name) == NULL)
        g_ptr_array_add (self->dropped, current);
    }
}

static gboolean
same_target (const QueristForeignKey *a,
             const QueristForeignKey *b)
{
  return same_names ((const char *const *) a->columns, (const char *const *) b->columns) &&
         g_ascii_strcasecmp (a->table, b->table) == 0 &&
         same_names ((const char *const *) a->references, (const char *const *) b->references);
}

static const QueristForeignKey *
find_target (const QueristTable      *table,
             const QueristForeignKey *key)
{
  for (guint i = 0; i < table->foreign_keys->len; i++)
    {
      const QueristForeignKey *other = g_ptr_array_index (table->foreign_keys, i);

      if (same_target (key, other))
        return other;
    }
  return NULL;
}

static void
compare_references (QueristTableDiff *self)
{
  self->references_changed =
    self->current->foreign_keys->len != self->wanted->foreign_keys->len;
  for (guint i = 0; i < self->wanted->foreign_keys->len; i++)
    {
      QueristForeignKey *wanted = g_ptr_array_index (self->wanted->foreign_keys, i);
      const QueristForeignKey *current = find_target (self->current, wanted);

      if (current == NULL)
        g_ptr_array_add (self->new_references, wanted);
      if (current == NULL || current->on_delete != wanted->on_delete ||
          current->on_update != wanted->on_update)
        self->references_changed = TRUE;
    }
}

static gboolean
same_index (const QueristIndex *a,
            const QueristIndex *b)
{
  if (a->unique != b->unique || g_strcmp0 (a->name, b->name) != 0 ||
      !same_names ((const char *const *) a->columns, (const char *const *) b->columns))
    return FALSE;
  for (guint i = 0; a->columns[i] != NULL; i++)
    {
      gboolean a_down = a->descending != NULL && a->descending[i];
      gboolean b_down = b->descending != NULL && b->descending[i];

      if (a_down != b_down)
        return FALSE;
    }
  return TRUE;
}

/* The indexes of @from that @to has not. */
static void
collect_indexes (GPtrArray          *list,
                 const QueristTable *from,
                 const QueristTable *to)
{
  for (guint i = 0; i < from->indexes->len; i++)
    {
      QueristIndex *index = g_ptr_array_index (from->indexes, i);
      gboolean found = FALSE;

      for (guint j = 0; j < to->indexes->len && !found; j++)
        found = same_index (index, g_ptr_array_index (to->indexes, j));
      if (!found)
        g_ptr_array_add (list, index);
    }
}

/**
 * querist_table_diff_new:
 * @current: a table of a database; must outlive the diff
 * @wanted: the table of that name in a schema; must outlive the diff
 *
 * Returns: (transfer full): in what they differ
 */
QueristTableDiff *
querist_table_diff_new (const QueristTable *current,
                        const QueristTable *wanted)
{
  QueristTableDiff *self = g_new0 (QueristTableDiff, 1);

  self->current = current;
  self->wanted = wanted;
  self->added = g_ptr_array_new ();
  self->dropped = g_ptr_array_new ();
  self->changed = g_ptr_array_new_with_free_func (g_free);
  self->new_references = g_ptr_array_new ();
  self->added_indexes = g_ptr_array_new ();
  self->dropped_indexes = g_ptr_array_new ();
  compare_columns (self);
  self->key_changed = !same_names ((const char *const *) current->primary_key,
                                   (const char *const *) wanted->primary_key);
  compare_references (self);
  collect_indexes (self->added_indexes, wanted, current);
  collect_indexes (self->dropped_indexes, current, wanted);
  return self;
}

/**
 * querist_table_diff_free:
 * @self: (transfer full): a diff
 */
void
querist_table_diff_free (QueristTableDiff *self)
{
  g_ptr_array_unref (self->added);
  g_ptr_array_unref (self->dropped);
  g_ptr_array_unref (self->changed);
  g_ptr_array_unref (self->new_references);
  g_ptr_array_unref (self->added_indexes);
  g_ptr_array_unref (self->dropped_indexes);
  g_free (self);
}

/**
 * querist_table_diff_is_empty:
 * @self: a diff
 *
 * Returns: whether the tables are alike
 */
gboolean
querist_table_diff_is_empty (const QueristTableDiff *self)
{
  return self->added->len == 0 && self->dropped->len == 0 && self->changed->len == 0 &&
         !self->key_changed && !self->references_changed && self->added_indexes->len == 0 &&
         self->dropped_indexes->len == 0;
}
