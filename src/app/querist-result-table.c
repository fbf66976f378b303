/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-result-table.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "querist-cell-format.h"
#include "querist-column-chooser.h"
#include "querist-column-title.h"
#include "querist-result-model.h"
#include "querist-row-selection.h"
#include "querist-template.h"
#include "querist-text.h"

#define FIRST_ROWS 256
#define MAX_COLUMNS_SHOWN 40
#define MAX_ROWS_COPIED 100000
#define CHAR_WIDTH 8
#define MIN_WIDTH 64
#define MAX_WIDTH 320

/* A column of the table. Its sorter only notes that it was asked: GTK 4.8 does not tell which
 * column's header was clicked. */
typedef struct {
  QueristResultTable *table;
  guint               index;
  QueristCellFormat   format;
} TableColumn;

struct _QueristResultTable {
  GtkWidget parent_instance;

  GtkColumnView        *view;
  GtkRevealer          *columns_bar;
  GtkLabel             *columns_label;
  QueristColumnChooser *chooser;
  GtkPopover           *cell_menu;

  QueristResult *result;
  GCancellable  *cancellable;
  TableColumn   *probed;
  int            menu_column;
  guint          menu_row;
};

G_DEFINE_FINAL_TYPE (QueristResultTable, querist_result_table, GTK_TYPE_WIDGET)

static void
toast (QueristResultTable *self,
       const char         *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

/* ---- Cells ---- */

static void
show_item (QueristResultItem *item,
           GtkListItem       *list_item)
{
  const TableColumn *column = g_object_get_data (G_OBJECT (list_item), "column");
  GtkInscription *inscription = GTK_INSCRIPTION (gtk_list_item_get_child (list_item));
  QueristResultRow *row = querist_result_item_get_row (item);
  g_autofree char *text = NULL;
  QueristCell cell;

  if (row == NULL)
    {
      gtk_inscription_set_text (inscription, "");
      return;
    }
  cell = querist_result_row_get_cell (row, column->index);
  text = querist_cell_format_text (&column->format, &cell);
  gtk_inscription_set_text (inscription, text);
  if (cell.text == NULL)
    gtk_widget_add_css_class (GTK_WIDGET (inscription), "null-cell");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (inscription), "null-cell");
}

static void
setup_cell_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *list_item,
               TableColumn              *column)
{
  GtkWidget *inscription = gtk_inscription_new (NULL);

  gtk_inscription_set_min_lines (GTK_INSCRIPTION (inscription), 1);
  gtk_inscription_set_nat_lines (GTK_INSCRIPTION (inscription), 1);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (inscription),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  if (column->format.numeric)
    {
      gtk_inscription_set_xalign (GTK_INSCRIPTION (inscription), 1);
      gtk_widget_add_css_class (inscription, "numeric");
    }
  g_object_set_data (G_OBJECT (list_item), "column", column);
  g_object_set_data (G_OBJECT (inscription), "list-item", list_item);
  gtk_list_item_set_child (list_item, inscription);
}

static void
bind_cell_cb (GtkSignalListItemFactory *factory,
              GtkListItem              *list_item,
              TableColumn              *column)
{
  QueristResultItem *item = gtk_list_item_get_item (list_item);

  g_signal_connect (item, "changed", G_CALLBACK (show_item), list_item);
  show_item (item, list_item);
}

static void
unbind_cell_cb (GtkSignalListItemFactory *factory,
                GtkListItem              *list_item,
                TableColumn              *column)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (list_item), show_item, list_item);
}

/* ---- Columns ---- */

/* Called when the view's sorter compares: the first column asked is the primary one, and the view
 * turns "smaller" round when it sorts downwards. */
static int
note_column (gconstpointer a,
             gconstpointer b,
             gpointer      user_data)
{
  TableColumn *column = user_data;

  if (column->table->probed == NULL)
    column->table->probed = column;
  return GTK_ORDERING_SMALLER;
}

static GtkListItemFactory *
create_factory (TableColumn *column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cell_cb), column);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cell_cb), column);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cell_cb), column);
  return factory;
}

static void
append_column (QueristResultTable *self,
               guint               index,
               GPtrArray          *rows)
{
  const QueristResultColumn *result_column = querist_result_get_column (self->result, index);
  TableColumn *column = g_new0 (TableColumn, 1);
  g_autoptr(GtkColumnViewColumn) view_column = NULL;
  g_autoptr(GtkSorter) sorter = NULL;
  g_autofree char *title = NULL;
  guint width;

  column->table = self;
  column->index = index;
  column->format = querist_cell_format_new (result_column, index, rows);

  title = g_strdup_printf ("%s\n%s", result_column->name,
                           querist_scalar_to_string (result_column->type));
  view_column = gtk_column_view_column_new (title, create_factory (column));
  g_object_set_data_full (G_OBJECT (view_column), "column", column, g_free);
  sorter = GTK_SORTER (gtk_custom_sorter_new (note_column, column, NULL));
  gtk_column_view_column_set_sorter (view_column, sorter);
  gtk_column_view_column_set_resizable (view_column, TRUE);
  width = MAX (column->format.width, g_utf8_strlen (result_column->name, -1) + 3) * CHAR_WIDTH + 24;
  gtk_column_view_column_set_fixed_width (view_column, CLAMP (width, MIN_WIDTH, MAX_WIDTH));
  gtk_column_view_column_set_expand (view_column, index == 0);
  gtk_column_view_column_set_visible (view_column, index < MAX_COLUMNS_SHOWN);
  if (column->format.numeric)
    querist_column_set_numeric (view_column);
  gtk_column_view_append_column (self->view, view_column);
}

static void
update_columns_label (QueristResultTable *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  guint n_columns = g_list_model_get_n_items (columns), n_visible = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; i < n_columns; i++)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      n_visible += gtk_column_view_column_get_visible (column);
    }
  text = g_strdup_printf (_("%u of %u columns are shown"), n_visible, n_columns);
  gtk_label_set_label (self->columns_label, text);
  gtk_revealer_set_reveal_child (self->columns_bar, n_columns > MAX_COLUMNS_SHOWN);
}

/* ---- Rows ---- */

static void
show_rows (QueristResultTable *self,
           QueristResult      *result)
{
  g_autoptr(QueristResultModel) model = querist_result_model_new (result);
  g_autoptr(QueristRowSelection) selection = querist_row_selection_new (G_LIST_MODEL (model));

  g_signal_connect_object (model, "failed", G_CALLBACK (toast), self, G_CONNECT_SWAPPED);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
}

static void
sorted_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(QueristResultTable) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristResult) sorted =
    querist_result_sort_finish (QUERIST_RESULT (source), result, &error);

  if (sorted != NULL)
    show_rows (self, sorted);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    toast (self, error->message);
}

static void
restart_cancellable (QueristResultTable *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
}

static void
sorter_changed_cb (GtkSorter          *sorter,
                   GtkSorterChange     change,
                   QueristResultTable *self)
{
  g_autoptr(GObject) dummy = g_object_new (G_TYPE_OBJECT, NULL);
  GtkOrdering order;

  if (self->result == NULL || gtk_column_view_get_model (self->view) == NULL)
    return;
  self->probed = NULL;
  order = gtk_sorter_compare (sorter, dummy, dummy);
  restart_cancellable (self);
  if (self->probed == NULL)
    {
      show_rows (self, self->result);
      return;
    }
  querist_result_sort_async (self->result, self->probed->index, order == GTK_ORDERING_LARGER,
                             self->cancellable, sorted_cb, g_object_ref (self));
}

static void
first_rows_thread (GTask        *task,
                   gpointer      source,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *rows = querist_result_read (task_data, 0, FIRST_ROWS, &error);

  if (rows != NULL)
    g_task_return_pointer (task, rows, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
first_rows_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  QueristResultTable *self = QUERIST_RESULT_TABLE (source);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) rows = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (rows == NULL)
    {
      toast (self, error->message);
      return;
    }
  for (guint i = 0; i < querist_result_get_n_columns (self->result); i++)
    append_column (self, i, rows);
  querist_column_view_style_titles (self->view);
  update_columns_label (self);
  querist_column_chooser_set_columns (self->chooser, gtk_column_view_get_columns (self->view));
  show_rows (self, self->result);
}

/* ---- Copying ---- */

static gboolean
append_range (QueristResult  *result,
              guint           start,
              guint           end,
              GString        *text,
              GError        **error)
{
  guint n_columns = querist_result_get_n_columns (result);

  for (guint offset = start; offset <= end; offset += FIRST_ROWS)
    {
      g_autoptr(GPtrArray) rows =
        querist_result_read (result, offset, MIN (FIRST_ROWS, end - offset + 1), error);

      if (rows == NULL)
        return FALSE;
      for (guint i = 0; i < rows->len; i++)
        for (guint j = 0; j < n_columns; j++)
          {
            QueristCell cell = querist_result_row_get_cell (g_ptr_array_index (rows, i), j);
            g_autofree char *value = querist_cell_to_tsv (&cell);

            g_string_append (text, value);
            g_string_append_c (text, j + 1 < n_columns ? '\t' : '\n');
          }
    }
  return TRUE;
}

static gboolean
append_rows (QueristResult  *result,
             GtkBitset      *selected,
             GString        *text,
             GError        **error)
{
  GtkBitsetIter iter;
  guint start, last, position;
  gboolean more = gtk_bitset_iter_init_first (&iter, selected, &start);

  while (more)
    {
      last = start;
      while ((more = gtk_bitset_iter_next (&iter, &position)) && position == last + 1)
        last = position;
      if (!append_range (result, start, last, text, error))
        return FALSE;
      start = position;
    }
  return TRUE;
}

static void
append_headers (QueristResult *result,
                GString       *text)
{
  guint n_columns = querist_result_get_n_columns (result);

  for (guint i = 0; i < n_columns; i++)
    {
      g_string_append (text, querist_result_get_column (result, i)->name);
      g_string_append_c (text, i + 1 < n_columns ? '\t' : '\n');
    }
}

static QueristResultModel *
get_model (QueristResultTable *self)
{
  GtkSelectionModel *selection = gtk_column_view_get_model (self->view);

  if (selection == NULL)
    return NULL;
  return QUERIST_RESULT_MODEL (querist_row_selection_get_model (QUERIST_ROW_SELECTION (selection)));
}

static void
copy_rows_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  QueristResultTable *self = QUERIST_RESULT_TABLE (widget);
  QueristResultModel *model = get_model (self);
  g_autoptr(GtkBitset) selected = NULL;
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  g_autofree char *count = NULL;
  g_autofree char *message = NULL;

  if (model == NULL)
    return;
  selected = gtk_selection_model_get_selection (gtk_column_view_get_model (self->view));
  if (gtk_bitset_get_size (selected) > MAX_ROWS_COPIED)
    {
      toast (self, _("These are too many rows to copy. Export writes all of them to a file."));
      return;
    }
  if (gtk_bitset_is_empty (selected))
    {
      toast (self, _("Select the rows to copy first."));
      return;
    }
  if (g_variant_get_boolean (parameter))
    append_headers (self->result, text);
  if (!append_rows (querist_result_model_get_result (model), selected, text, &error))
    {
      toast (self, error->message);
      return;
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text->str);
  count = querist_text_format_count (gtk_bitset_get_size (selected));
  message = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s row copied", "%s rows copied",
                                          gtk_bitset_get_size (selected)), count);
  toast (self, message);
}

static void
copy_cell_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  QueristResultTable *self = QUERIST_RESULT_TABLE (widget);
  QueristResultModel *model = get_model (self);
  g_autoptr(QueristResultItem) item = NULL;
  QueristResultRow *row;
  QueristCell cell;

  if (model == NULL)
    return;
  item = g_list_model_get_item (G_LIST_MODEL (model), self->menu_row);
  row = item != NULL ? querist_result_item_get_row (item) : NULL;
  if (row == NULL)
    return;
  cell = querist_result_row_get_cell (row, self->menu_column);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), cell.text != NULL ? cell.text : "");
  toast (self, _("Value copied"));
}

/* The cell below the pointer, whose row gets selected if it is not. */
static gboolean
find_cell (QueristResultTable *self,
           double              x,
           double              y)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT);
  GtkSelectionModel *selection = gtk_column_view_get_model (self->view);
  GtkListItem *list_item;

  if (widget != NULL && !GTK_IS_INSCRIPTION (widget))
    widget = gtk_widget_get_first_child (widget);
  if (!GTK_IS_INSCRIPTION (widget))
    return FALSE;
  list_item = g_object_get_data (G_OBJECT (widget), "list-item");
  self->menu_row = gtk_list_item_get_position (list_item);
  self->menu_column = ((TableColumn *) g_object_get_data (G_OBJECT (list_item), "column"))->index;
  if (!gtk_selection_model_is_selected (selection, self->menu_row))
    gtk_selection_model_select_item (selection, self->menu_row, TRUE);
  return TRUE;
}

static void
menu_pressed_cb (GtkGestureClick    *gesture,
                 int                 n_press,
                 double              x,
                 double              y,
                 QueristResultTable *self)
{
  GdkRectangle place = { 0, 0, 1, 1 };
  double menu_x, menu_y;

  if (!find_cell (self, x, y) ||
      !gtk_widget_translate_coordinates (GTK_WIDGET (self->view), GTK_WIDGET (self), x, y, &menu_x,
                                         &menu_y))
    return;
  place.x = (int) menu_x;
  place.y = (int) menu_y;
  gtk_popover_set_pointing_to (self->cell_menu, &place);
  gtk_popover_popup (self->cell_menu);
}

static void
select_all_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  GtkSelectionModel *selection =
    gtk_column_view_get_model (QUERIST_RESULT_TABLE (widget)->view);

  if (selection != NULL)
    gtk_selection_model_select_all (selection);
}

/* ---- The widget ---- */

static void
querist_result_table_dispose (GObject *object)
{
  QueristResultTable *self = QUERIST_RESULT_TABLE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->result);
  querist_template_dispose (GTK_WIDGET (object), QUERIST_TYPE_RESULT_TABLE);
  G_OBJECT_CLASS (querist_result_table_parent_class)->dispose (object);
}

static void
querist_result_table_class_init (QueristResultTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = querist_result_table_dispose;

  g_type_ensure (QUERIST_TYPE_COLUMN_CHOOSER);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/querist/Querist/querist-result-table.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristResultTable, view);
  gtk_widget_class_bind_template_child (widget_class, QueristResultTable, columns_bar);
  gtk_widget_class_bind_template_child (widget_class, QueristResultTable, columns_label);
  gtk_widget_class_bind_template_child (widget_class, QueristResultTable, chooser);
  gtk_widget_class_bind_template_child (widget_class, QueristResultTable, cell_menu);
  gtk_widget_class_bind_template_callback (widget_class, update_columns_label);
  gtk_widget_class_bind_template_callback (widget_class, menu_pressed_cb);

  gtk_widget_class_install_action (widget_class, "table.copy", "b", copy_rows_action);
  gtk_widget_class_install_action (widget_class, "table.copy-cell", NULL, copy_cell_action);
  gtk_widget_class_install_action (widget_class, "table.select-all", NULL, select_all_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "table.copy",
                                       "b", FALSE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c,
                                       GDK_CONTROL_MASK | GDK_SHIFT_MASK, "table.copy",
                                       "b", TRUE);
}

static void
querist_result_table_init (QueristResultTable *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed",
                           G_CALLBACK (sorter_changed_cb), self, 0);
}

/**
 * querist_result_table_set_result:
 * @result: (nullable): a result
 *
 * Shows the rows of a result from its first one on, in its own order.
 */
void
querist_result_table_set_result (QueristResultTable *self,
                                 QueristResult      *result)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (QUERIST_IS_RESULT_TABLE (self));

  if (!g_set_object (&self->result, result))
    return;
  restart_cancellable (self);
  querist_column_chooser_set_columns (self->chooser, NULL);
  querist_column_view_clear (self->view);
  gtk_revealer_set_reveal_child (self->columns_bar, FALSE);
  if (result == NULL)
    return;
  task = g_task_new (self, self->cancellable, first_rows_cb, NULL);
  g_task_set_source_tag (task, querist_result_table_set_result);
  g_task_set_task_data (task, g_object_ref (result), g_object_unref);
  g_task_run_in_thread (task, first_rows_thread);
}
