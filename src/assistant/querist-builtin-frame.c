/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-builtin-frame.h"

/**
 * querist_frame_new:
 *
 * Returns: (transfer full): a frame that asks for nothing yet
 */
QueristFrame *
querist_frame_new (void)
{
  QueristFrame *self = g_new0 (QueristFrame, 1);

  self->select = g_array_new (FALSE, TRUE, sizeof (QueristField));
  self->measures = g_array_new (FALSE, TRUE, sizeof (QueristMeasure));
  self->groups = g_array_new (FALSE, TRUE, sizeof (QueristGroup));
  self->conditions = g_ptr_array_new_with_free_func (querist_condition_free);
  self->having = g_array_new (FALSE, TRUE, sizeof (QueristHaving));
  self->orders = g_array_new (FALSE, TRUE, sizeof (QueristOrder));
  self->assumptions = g_ptr_array_new_with_free_func (g_free);
  self->share_condition = -1;
  return self;
}

/**
 * querist_frame_free:
 * @self: (transfer full): a frame
 */
void
querist_frame_free (QueristFrame *self)
{
  g_array_unref (self->select);
  g_array_unref (self->measures);
  g_array_unref (self->groups);
  g_ptr_array_unref (self->conditions);
  g_array_unref (self->having);
  g_array_unref (self->orders);
  g_ptr_array_unref (self->assumptions);
  g_free (self);
}

/**
 * querist_condition_new:
 * @field: what it is about
 * @op: how it is compared
 *
 * Returns: (transfer full): a condition
 */
QueristCondition *
querist_condition_new (const QueristField *field,
                       QueristOperator     op)
{
  QueristCondition *self = g_new0 (QueristCondition, 1);

  self->field = *field;
  self->op = op;
  return self;
}

/**
 * querist_condition_copy:
 * @self: a condition
 *
 * Returns: (transfer full): its like
 */
QueristCondition *
querist_condition_copy (const QueristCondition *self)
{
  QueristCondition *copy = g_memdup2 (self, sizeof *self);

  copy->text = g_strdup (self->text);
  if (self->values != NULL)
    {
      copy->values = g_ptr_array_new_with_free_func (g_free);
      for (guint i = 0; i < self->values->len; i++)
        g_ptr_array_add (copy->values, g_strdup (g_ptr_array_index (self->values, i)));
    }
  return copy;
}

/**
 * querist_condition_free:
 * @data: (transfer full): a condition
 */
void
querist_condition_free (gpointer data)
{
  QueristCondition *self = data;

  g_clear_pointer (&self->values, g_ptr_array_unref);
  g_free (self->text);
  g_free (self);
}

/**
 * querist_field_equal:
 * @a: a field
 * @b: another
 *
 * Returns: whether both are the same column, reached the same way
 */
gboolean
querist_field_equal (const QueristField *a,
                     const QueristField *b)
{
  return a->table == b->table && a->column == b->column && a->role == b->role;
}

/**
 * querist_frame_assume:
 * @self: a frame
 * @format: a sentence
 * @...: arguments for @format
 *
 * Notes something that was taken for granted, once.
 */
void
querist_frame_assume (QueristFrame *self,
                      const char   *format,
                      ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (!g_ptr_array_find_with_equal_func (self->assumptions, text, g_str_equal, NULL))
    g_ptr_array_add (self->assumptions, g_steal_pointer (&text));
}
