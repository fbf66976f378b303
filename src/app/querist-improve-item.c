/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-improve-item.h"

#include "querist-line-diff.h"

struct _QueristImproveItem {
  GObject             parent_instance;

  QueristImprovement *change;
  gboolean            accepted;
  char               *problem;
  GPtrArray          *lines;
};

enum {
  PROP_0,
  PROP_ACCEPTED,
  PROP_PROBLEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint lines_changed_signal;

G_DEFINE_FINAL_TYPE (QueristImproveItem, querist_improve_item, G_TYPE_OBJECT)

static void
querist_improve_item_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  QueristImproveItem *self = QUERIST_IMPROVE_ITEM (object);

  switch (prop_id)
    {
    case PROP_ACCEPTED:
      g_value_set_boolean (value, self->accepted);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
querist_improve_item_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  if (prop_id == PROP_ACCEPTED)
    querist_improve_item_set_accepted (QUERIST_IMPROVE_ITEM (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
querist_improve_item_finalize (GObject *object)
{
  QueristImproveItem *self = QUERIST_IMPROVE_ITEM (object);

  querist_improvement_free (self->change);
  g_free (self->problem);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  G_OBJECT_CLASS (querist_improve_item_parent_class)->finalize (object);
}

static void
querist_improve_item_class_init (QueristImproveItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = querist_improve_item_get_property;
  object_class->set_property = querist_improve_item_set_property;
  object_class->finalize = querist_improve_item_finalize;

  properties[PROP_ACCEPTED] =
    g_param_spec_boolean ("accepted", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  lines_changed_signal =
    g_signal_new ("lines-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 0);
}

static void
querist_improve_item_init (QueristImproveItem *self)
{
}

/**
 * querist_improve_item_new:
 * @change: a change as it was checked
 *
 * Returns: (transfer full): it as an item that is not accepted
 */
QueristImproveItem *
querist_improve_item_new (const QueristImprovement *change)
{
  QueristImproveItem *self = g_object_new (QUERIST_TYPE_IMPROVE_ITEM, NULL);

  self->change = querist_improvement_copy (change);
  self->problem = g_strdup (change->problem);
  return self;
}

/**
 * querist_improve_item_get_change:
 *
 * Returns: (transfer none): the change
 */
const QueristImprovement *
querist_improve_item_get_change (QueristImproveItem *self)
{
  g_return_val_if_fail (QUERIST_IS_IMPROVE_ITEM (self), NULL);
  return self->change;
}

/**
 * querist_improve_item_get_accepted:
 *
 * Returns: whether the person wants the change, and it can be made
 */
gboolean
querist_improve_item_get_accepted (QueristImproveItem *self)
{
  g_return_val_if_fail (QUERIST_IS_IMPROVE_ITEM (self), FALSE);
  return self->accepted && self->problem == NULL;
}

/**
 * querist_improve_item_set_accepted:
 * @accepted: whether the person wants the change
 */
void
querist_improve_item_set_accepted (QueristImproveItem *self,
                                   gboolean            accepted)
{
  g_return_if_fail (QUERIST_IS_IMPROVE_ITEM (self));

  if (self->accepted == accepted)
    return;
  self->accepted = accepted;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACCEPTED]);
}

/**
 * querist_improve_item_get_problem:
 *
 * Returns: (nullable): why it can't be made in the text as it is now
 */
const char *
querist_improve_item_get_problem (QueristImproveItem *self)
{
  g_return_val_if_fail (QUERIST_IS_IMPROVE_ITEM (self), NULL);
  return self->problem;
}

/**
 * querist_improve_item_get_lines:
 *
 * Returns: (nullable) (transfer none) (element-type QueristLine): the lines that it removes and
 *   adds, NULL before anybody looked
 */
GPtrArray *
querist_improve_item_get_lines (QueristImproveItem *self)
{
  g_return_val_if_fail (QUERIST_IS_IMPROVE_ITEM (self), NULL);
  return self->lines;
}

static gboolean
same_lines (GPtrArray *a,
            GPtrArray *b)
{
  if (a == NULL || b == NULL || a->len != b->len)
    return a == b;
  for (guint i = 0; i < a->len; i++)
    {
      const QueristLine *first = g_ptr_array_index (a, i), *second = g_ptr_array_index (b, i);

      if (first->kind != second->kind || !g_str_equal (first->text, second->text))
        return FALSE;
    }
  return TRUE;
}

/**
 * querist_improve_item_update:
 * @problem: (nullable): why it can't be made in the text as it is now
 * @lines: (element-type QueristLine): what it changes there; a reference is kept
 */
void
querist_improve_item_update (QueristImproveItem *self,
                             const char         *problem,
                             GPtrArray          *lines)
{
  gboolean same;

  g_return_if_fail (QUERIST_IS_IMPROVE_ITEM (self));

  same = same_lines (self->lines, lines);
  g_ptr_array_ref (lines);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  self->lines = lines;
  if (g_strcmp0 (self->problem, problem) != 0)
    {
      g_free (self->problem);
      self->problem = g_strdup (problem);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
    }
  if (!same)
    g_signal_emit (self, lines_changed_signal, 0);
}
