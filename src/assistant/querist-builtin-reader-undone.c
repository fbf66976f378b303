/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-builtin-reader-private.h"

/* Words for what was begun and came to nothing, so that its money may not be money earned. */
static const char *const undone[] = { "cancelled", "canceled", "refunded", "returned", "void",
                                      "voided",    "failed",   "rejected", "declined", NULL };

static GStrv
find_undone_values (const QueristKnownColumn *column)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) found = NULL;

  if (column->kind != QUERIST_KIND_TEXT || column->statistics == NULL ||
      !column->statistics->complete || column->statistics->values == NULL)
    return NULL;
  for (guint i = 0; column->statistics->values[i] != NULL; i++)
    {
      g_autofree char *value = g_ascii_strdown (column->statistics->values[i], -1);

      if (g_strv_contains (undone, value))
        g_strv_builder_add (builder, column->statistics->values[i]);
    }
  found = g_strv_builder_end (builder);
  return found[0] != NULL ? g_steal_pointer (&found) : NULL;
}

/* Whether the question itself sorts these rows out, or shows them apart. */
static gboolean
is_settled (const QueristFrame       *frame,
            const QueristKnownColumn *column)
{
  for (guint i = 0; i < frame->conditions->len; i++)
    {
      const QueristCondition *condition = g_ptr_array_index (frame->conditions, i);

      if (condition->field.column == column)
        return TRUE;
    }
  for (guint i = 0; i < frame->groups->len; i++)
    {
      if (g_array_index (frame->groups, QueristGroup, i).field.column == column)
        return TRUE;
    }
  return FALSE;
}

static void
tell_table (QueristReader           *self,
            const QueristKnownTable *table)
{
  for (guint i = 0; i < table->columns->len; i++)
    {
      const QueristKnownColumn *column = g_ptr_array_index (table->columns, i);
      g_auto(GStrv) values = find_undone_values (column);
      g_autofree char *list = values != NULL ? g_strjoinv ("” and “", values) : NULL;

      if (values != NULL && !is_settled (self->frame, column))
        querist_frame_assume (self->frame, "Rows with the %s.%s “%s” are counted too",
                              table->table->name, column->column->name, list);
    }
}

/**
 * querist_reader_tell_undone:
 * @self: a reader
 *
 * Where money, or anything else, is added up, says that the cancelled and the refunded is in it, if there is any and
 * the question does not speak of it.
 */
void
querist_reader_tell_undone (QueristReader *self)
{
  for (guint i = 0; i < self->frame->measures->len; i++)
    {
      const QueristMeasure *measure = &g_array_index (self->frame->measures, QueristMeasure, i);
      const QueristKnownTable *table = measure->field.table;

      if ((!measure->is_amount && measure->aggregate != QUERIST_AGGREGATE_SUM) || table == NULL)
        continue;
      tell_table (self, table);
      for (guint j = 0; j < table->columns->len; j++)
        {
          const QueristKnownColumn *column = g_ptr_array_index (table->columns, j);
          const QueristKnownTable *owner =
            column->reference != NULL
              ? querist_known_schema_find (self->schema, column->reference->table)
              : NULL;

          if (owner != NULL && owner != table)
            tell_table (self, owner);
        }
    }
}
