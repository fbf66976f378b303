/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-result-model.h"

#define PAGE_ROWS 256
#define MAX_PAGES 32

struct _QueristResultItem {
  GObject parent_instance;

  QueristResultModel *model;
  QueristResultRow   *row;
  guint               position;
};

struct _QueristResultModel {
  GObject parent_instance;

  QueristResult *result;
  GHashTable    *items;
  GHashTable    *pages;
  GQueue         recent;
  GQueue         wanted;
  gboolean       reading;
  guint          n_items;
};

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

enum {
  FAILED,
  N_MODEL_SIGNALS
};

static guint model_signals[N_MODEL_SIGNALS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE (QueristResultItem, querist_result_item, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE_WITH_CODE (QueristResultModel, querist_result_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
querist_result_item_finalize (GObject *object)
{
  QueristResultItem *self = QUERIST_RESULT_ITEM (object);

  g_hash_table_remove (self->model->items, GUINT_TO_POINTER (self->position));
  g_clear_pointer (&self->row, querist_result_row_unref);
  g_object_unref (self->model);
  G_OBJECT_CLASS (querist_result_item_parent_class)->finalize (object);
}

static void
querist_result_item_class_init (QueristResultItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = querist_result_item_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
querist_result_item_init (QueristResultItem *self)
{
}

/**
 * querist_result_item_get_position:
 *
 * Returns: the row's number in the list, the first is 0
 */
guint
querist_result_item_get_position (QueristResultItem *self)
{
  g_return_val_if_fail (QUERIST_IS_RESULT_ITEM (self), 0);

  return self->position;
}

/**
 * querist_result_item_get_row:
 *
 * Returns: (nullable) (transfer none): the row; %NULL while it is on its way
 */
QueristResultRow *
querist_result_item_get_row (QueristResultItem *self)
{
  g_return_val_if_fail (QUERIST_IS_RESULT_ITEM (self), NULL);

  return self->row;
}

static void read_next_page (QueristResultModel *self);

static void
fill_item (QueristResultItem *item,
           GPtrArray         *rows)
{
  guint index = item->position % PAGE_ROWS;

  if (item->row == NULL && index < rows->len)
    item->row = querist_result_row_ref (g_ptr_array_index (rows, index));
}

/* Keeps the page and drops the one that was not used for longest. */
static void
keep_page (QueristResultModel *self,
           guint               page,
           GPtrArray          *rows)
{
  g_hash_table_replace (self->pages, GUINT_TO_POINTER (page), g_ptr_array_ref (rows));
  g_queue_push_head (&self->recent, GUINT_TO_POINTER (page));
  if (self->recent.length > MAX_PAGES)
    g_hash_table_remove (self->pages, g_queue_pop_tail (&self->recent));
}

static void
deliver_page (QueristResultModel *self,
              guint               page,
              GPtrArray          *rows)
{
  keep_page (self, page, rows);
  for (guint i = 0; i < rows->len; i++)
    {
      gpointer position = GUINT_TO_POINTER (page * PAGE_ROWS + i);
      QueristResultItem *item = g_hash_table_lookup (self->items, position);

      if (item == NULL || item->row != NULL)
        continue;
      g_object_ref (item);
      fill_item (item, rows);
      g_signal_emit (item, signals[CHANGED], 0);
      g_object_unref (item);
    }
}

static void
page_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  QueristResultModel *self = QUERIST_RESULT_MODEL (source);
  guint page = GPOINTER_TO_UINT (g_task_get_task_data (G_TASK (result)));
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) rows = g_task_propagate_pointer (G_TASK (result), &error);

  self->reading = FALSE;
  if (rows != NULL)
    deliver_page (self, page, rows);
  else
    g_signal_emit (self, model_signals[FAILED], 0, error->message);
  read_next_page (self);
}

static void
read_page_thread (GTask        *task,
                  gpointer      source,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  QueristResultModel *self = QUERIST_RESULT_MODEL (source);
  guint64 offset = (guint64) GPOINTER_TO_UINT (task_data) * PAGE_ROWS;
  GError *error = NULL;
  GPtrArray *rows = querist_result_read (self->result, offset, PAGE_ROWS, &error);

  if (rows != NULL)
    g_task_return_pointer (task, rows, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static gboolean
page_is_watched (QueristResultModel *self,
                 guint               page)
{
  for (guint i = 0; i < PAGE_ROWS; i++)
    if (g_hash_table_contains (self->items, GUINT_TO_POINTER (page * PAGE_ROWS + i)))
      return TRUE;
  return FALSE;
}

/* One page at a time, the one asked for last first; pages that went out of sight are skipped. */
static void
read_next_page (QueristResultModel *self)
{
  while (!self->reading && !g_queue_is_empty (&self->wanted))
    {
      guint page = GPOINTER_TO_UINT (g_queue_pop_tail (&self->wanted));
      g_autoptr(GTask) task = NULL;

      if (!page_is_watched (self, page))
        continue;
      task = g_task_new (self, NULL, page_read_cb, NULL);
      g_task_set_source_tag (task, read_next_page);
      g_task_set_task_data (task, GUINT_TO_POINTER (page), NULL);
      self->reading = TRUE;
      g_task_run_in_thread (task, read_page_thread);
    }
}

static void
want_page (QueristResultModel *self,
           guint               page)
{
  gpointer key = GUINT_TO_POINTER (page);

  g_queue_remove (&self->wanted, key);
  g_queue_push_tail (&self->wanted, key);
  read_next_page (self);
}

static GType
querist_result_model_get_item_type (GListModel *list)
{
  return QUERIST_TYPE_RESULT_ITEM;
}

static guint
querist_result_model_get_n_items (GListModel *list)
{
  return QUERIST_RESULT_MODEL (list)->n_items;
}

static gpointer
querist_result_model_get_item (GListModel *list,
                               guint       position)
{
  QueristResultModel *self = QUERIST_RESULT_MODEL (list);
  gpointer page = GUINT_TO_POINTER (position / PAGE_ROWS);
  QueristResultItem *item;
  GPtrArray *rows;

  if (position >= self->n_items)
    return NULL;
  item = g_hash_table_lookup (self->items, GUINT_TO_POINTER (position));
  if (item != NULL)
    return g_object_ref (item);

  item = g_object_new (QUERIST_TYPE_RESULT_ITEM, NULL);
  item->model = g_object_ref (self);
  item->position = position;
  g_hash_table_insert (self->items, GUINT_TO_POINTER (position), item);

  rows = g_hash_table_lookup (self->pages, page);
  if (rows != NULL)
    {
      g_queue_remove (&self->recent, page);
      g_queue_push_head (&self->recent, page);
      fill_item (item, rows);
    }
  else
    {
      want_page (self, GPOINTER_TO_UINT (page));
    }
  return item;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = querist_result_model_get_item_type;
  iface->get_n_items = querist_result_model_get_n_items;
  iface->get_item = querist_result_model_get_item;
}

static void
querist_result_model_finalize (GObject *object)
{
  QueristResultModel *self = QUERIST_RESULT_MODEL (object);

  g_clear_object (&self->result);
  g_clear_pointer (&self->items, g_hash_table_unref);
  g_clear_pointer (&self->pages, g_hash_table_unref);
  g_queue_clear (&self->recent);
  g_queue_clear (&self->wanted);
  G_OBJECT_CLASS (querist_result_model_parent_class)->finalize (object);
}

static void
querist_result_model_class_init (QueristResultModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = querist_result_model_finalize;

  model_signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
querist_result_model_init (QueristResultModel *self)
{
  self->items = g_hash_table_new (NULL, NULL);
  self->pages = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  g_queue_init (&self->recent);
  g_queue_init (&self->wanted);
}

/**
 * querist_result_model_new:
 * @result: a result
 *
 * Returns: (transfer full): a list of #QueristResultItem, as long as the result or as a list can be
 */
QueristResultModel *
querist_result_model_new (QueristResult *result)
{
  QueristResultModel *self = g_object_new (QUERIST_TYPE_RESULT_MODEL, NULL);

  self->result = g_object_ref (result);
  self->n_items = MIN (querist_result_get_n_rows (result), QUERIST_RESULT_MODEL_MAX_ROWS);
  return self;
}

/**
 * querist_result_model_get_result:
 *
 * Returns: (transfer none): the result whose rows these are
 */
QueristResult *
querist_result_model_get_result (QueristResultModel *self)
{
  g_return_val_if_fail (QUERIST_IS_RESULT_MODEL (self), NULL);

  return self->result;
}
