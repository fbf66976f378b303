/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-row-selection.h"

struct _QueristRowSelection {
  GObject parent_instance;

  GListModel *model;
  GtkBitset  *selected;
};

static void list_model_iface_init (GListModelInterface *iface);
static void selection_iface_init  (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (QueristRowSelection, querist_row_selection, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL,
                                                      selection_iface_init))

static GType
querist_row_selection_get_item_type (GListModel *list)
{
  return g_list_model_get_item_type (QUERIST_ROW_SELECTION (list)->model);
}

static guint
querist_row_selection_get_n_items (GListModel *list)
{
  return g_list_model_get_n_items (QUERIST_ROW_SELECTION (list)->model);
}

static gpointer
querist_row_selection_get_item (GListModel *list,
                                guint       position)
{
  return g_list_model_get_item (QUERIST_ROW_SELECTION (list)->model, position);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = querist_row_selection_get_item_type;
  iface->get_n_items = querist_row_selection_get_n_items;
  iface->get_item = querist_row_selection_get_item;
}

static gboolean
querist_row_selection_is_selected (GtkSelectionModel *model,
                                   guint              position)
{
  return gtk_bitset_contains (QUERIST_ROW_SELECTION (model)->selected, position);
}

static GtkBitset *
querist_row_selection_get_selection_in_range (GtkSelectionModel *model,
                                              guint              position,
                                              guint              n_items)
{
  return gtk_bitset_ref (QUERIST_ROW_SELECTION (model)->selected);
}

/* The one way a selection comes about; the others of the interface are made of it by GTK. */
static gboolean
querist_row_selection_set_selection (GtkSelectionModel *model,
                                     GtkBitset         *selected,
                                     GtkBitset         *mask)
{
  QueristRowSelection *self = QUERIST_ROW_SELECTION (model);
  g_autoptr(GtkBitset) changed = gtk_bitset_copy (self->selected);

  gtk_bitset_difference (changed, selected);
  gtk_bitset_intersect (changed, mask);
  if (gtk_bitset_is_empty (changed))
    return TRUE;
  gtk_bitset_difference (self->selected, changed);
  gtk_selection_model_selection_changed (model, gtk_bitset_get_minimum (changed),
                                         gtk_bitset_get_maximum (changed) -
                                         gtk_bitset_get_minimum (changed) + 1);
  return TRUE;
}

static void
selection_iface_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = querist_row_selection_is_selected;
  iface->get_selection_in_range = querist_row_selection_get_selection_in_range;
  iface->set_selection = querist_row_selection_set_selection;
}

static void
querist_row_selection_finalize (GObject *object)
{
  QueristRowSelection *self = QUERIST_ROW_SELECTION (object);

  g_clear_object (&self->model);
  g_clear_pointer (&self->selected, gtk_bitset_unref);
  G_OBJECT_CLASS (querist_row_selection_parent_class)->finalize (object);
}

static void
querist_row_selection_class_init (QueristRowSelectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = querist_row_selection_finalize;
}

static void
querist_row_selection_init (QueristRowSelection *self)
{
  self->selected = gtk_bitset_new_empty ();
}

/**
 * querist_row_selection_new:
 * @model: a list whose length does not change
 *
 * Returns: (transfer full): a selection of it, empty at first
 */
QueristRowSelection *
querist_row_selection_new (GListModel *model)
{
  QueristRowSelection *self = g_object_new (QUERIST_TYPE_ROW_SELECTION, NULL);

  self->model = g_object_ref (model);
  return self;
}

/**
 * querist_row_selection_get_model:
 *
 * Returns: (transfer none): the list
 */
GListModel *
querist_row_selection_get_model (QueristRowSelection *self)
{
  g_return_val_if_fail (QUERIST_IS_ROW_SELECTION (self), NULL);

  return self->model;
}
