/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-rejects-view.h"

#include <glib/gi18n.h>
#include <string.h>

#include "querist-column-title.h"
#include "querist-csv-record.h"
#include "querist-executor.h"
#include "querist-export.h"
#include "querist-reject-editor.h"
#include "querist-result-model.h"
#include "querist-row-selection.h"
#include "querist-template.h"
#include "querist-text.h"

/* A column view makes a widget for every visible cell of some 200 rows, seen or not. */
#define MAX_FIELDS 40
#define PAGE_ROWS 256

/* Columns of the list before those of the file. */
enum { COLUMN_LINE, COLUMN_REASON, N_FIRST_COLUMNS };

/*
 * @files: (element-type QueristLoadFile): how the files with rejects were loaded, as in the choice
 * @loads: (element-type gint64): their numbers
 * @edits: id to text: what is not saved yet
 * @position: which row is to be selected when the list has come
 */
struct _QueristRejectsView {
  AdwBin               parent_instance;

  QueristProject      *project;
  GPtrArray           *files;
  GArray              *loads;
  gint64               load;
  QueristLoadFile     *file;
  GHashTable          *edits;
  QueristResult       *result;
  QueristRowSelection *selection;
  QueristResultItem   *current;
  guint                position;
  gboolean             busy;
  gboolean             filling;
  GCancellable        *reading;

  GtkStack            *stack;
  GtkDropDown         *choice;
  GtkCheckButton      *dismissed;
  GtkRevealer         *outcome_revealer;
  GtkLabel            *outcome;
  GtkColumnView       *table;
  QueristRejectEditor *editor;
  GtkLabel            *hint;
  GtkWidget           *retry_all;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (QueristRejectsView, querist_rejects_view, ADW_TYPE_BIN)

/* ---- One row ---- */

static const char *
get_text (QueristResultRow *row,
          guint             column)
{
  const char *text = querist_result_row_get_cell (row, column).text;

  return text != NULL ? text : "";
}

static gint64
get_id (QueristResultRow *row)
{
  return g_ascii_strtoll (get_text (row, QUERIST_REJECT_ID), NULL, 10);
}

/* The record as it would be tried now. */
static const char *
get_record (QueristRejectsView *self,
            QueristResultRow   *row)
{
  gint64 id = get_id (row);
  const char *edited = g_hash_table_lookup (self->edits, &id);

  return edited != NULL ? edited : get_text (row, QUERIST_REJECT_TEXT);
}

/* The record's fields, kept with the item until its text changes. */
static GPtrArray *
get_fields (QueristRejectsView *self,
            QueristResultItem  *item)
{
  GPtrArray *fields = g_object_get_data (G_OBJECT (item), "fields");
  const char *text;

  if (fields != NULL)
    return fields;
  text = get_record (self, querist_result_item_get_row (item));
  fields = querist_csv_record_split (self->file->dialect, text, strlen (text));
  g_object_set_data_full (G_OBJECT (item), "fields", fields, (GDestroyNotify) g_ptr_array_unref);
  return fields;
}

/* ---- Cells ---- */

static void
set_class (GtkWidget  *widget,
           const char *name,
           gboolean    set)
{
  if (set)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
show_field (QueristRejectsView *self,
            QueristResultItem  *item,
            GtkWidget          *cell,
            guint               field)
{
  QueristResultRow *row = querist_result_item_get_row (item);
  GPtrArray *fields = get_fields (self, item);
  const QueristCsvText *text = field < fields->len ? fields->pdata[field] : NULL;
  const char *column = querist_result_row_get_cell (row, QUERIST_REJECT_COLUMN).text;
  gboolean at_fault = field >= self->file->n_columns ||
                      querist_reject_is_at_fault (self->file, column, field);
  gboolean missing = text == NULL && field < self->file->n_columns;
  gboolean empty = text != NULL && *text->text == '\0';

  gtk_inscription_set_text (GTK_INSCRIPTION (cell), missing ? _("missing")
                                                  : empty ? _("empty")
                                                  : text != NULL ? text->text : "");
  set_class (cell, "problem-cell", at_fault || missing);
  set_class (cell, "no-value", empty && !at_fault);
  gtk_widget_set_tooltip_text (cell, at_fault ? get_text (row, QUERIST_REJECT_REASON) : NULL);
}

static void
show_item (QueristResultItem *item,
           GtkListItem       *list_item)
{
  QueristRejectsView *self = g_object_get_data (G_OBJECT (list_item), "view");
  guint column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (list_item), "column"));
  GtkWidget *cell = gtk_list_item_get_child (list_item);
  QueristResultRow *row = querist_result_item_get_row (item);
  gint64 id;

  if (row == NULL)
    {
      gtk_inscription_set_text (GTK_INSCRIPTION (cell), "");
      return;
    }
  id = get_id (row);
  if (column == COLUMN_LINE)
    gtk_inscription_set_text (GTK_INSCRIPTION (cell), get_text (row, QUERIST_REJECT_LINE));
  else if (column == COLUMN_REASON)
    {
      gtk_inscription_set_text (GTK_INSCRIPTION (cell), get_text (row, QUERIST_REJECT_REASON));
      gtk_widget_set_tooltip_text (cell, get_text (row, QUERIST_REJECT_REASON));
    }
  else
    show_field (self, item, cell, column - N_FIRST_COLUMNS);
  set_class (cell, "edited-cell", g_hash_table_contains (self->edits, &id) ||
                                  g_strcmp0 (get_text (row, QUERIST_REJECT_TEXT),
                                             get_text (row, QUERIST_REJECT_RAW)) != 0);
  set_class (cell, "dim-label",
             querist_result_row_get_cell (row, QUERIST_REJECT_DISMISSED_AT).text != NULL);
}

static void
setup_cell_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *list_item,
               gpointer                  column)
{
  GtkWidget *cell = gtk_inscription_new (NULL);

  gtk_inscription_set_min_lines (GTK_INSCRIPTION (cell), 1);
  gtk_inscription_set_nat_lines (GTK_INSCRIPTION (cell), 1);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (cell),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  if (GPOINTER_TO_UINT (column) == COLUMN_LINE)
    gtk_inscription_set_xalign (GTK_INSCRIPTION (cell), 1);
  g_object_set_data (G_OBJECT (list_item), "column", column);
  g_object_set_data (G_OBJECT (list_item), "view",
                     g_object_get_data (G_OBJECT (factory), "view"));
  gtk_list_item_set_child (list_item, cell);
}

static void
bind_cell_cb (GtkSignalListItemFactory *factory,
              GtkListItem              *list_item,
              gpointer                  column)
{
  QueristResultItem *item = gtk_list_item_get_item (list_item);

  g_signal_connect (item, "changed", G_CALLBACK (show_item), list_item);
  show_item (item, list_item);
}

static void
unbind_cell_cb (GtkSignalListItemFactory *factory,
                GtkListItem              *list_item,
                gpointer                  column)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (list_item), show_item, list_item);
}

static void
append_column (QueristRejectsView *self,
               guint               index,
               const char         *title,
               int                 width)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr(GtkColumnViewColumn) column = NULL;

  g_object_set_data (G_OBJECT (factory), "view", self);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cell_cb), GUINT_TO_POINTER (index));
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cell_cb), GUINT_TO_POINTER (index));
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cell_cb), GUINT_TO_POINTER (index));
  column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_fixed_width (column, width);
  gtk_column_view_column_set_expand (column, index == COLUMN_REASON);
  if (index == COLUMN_LINE)
    querist_column_set_numeric (column);
  gtk_column_view_append_column (self->table, column);
}

static void
append_columns (QueristRejectsView *self)
{
  guint n = MIN (self->file->n_columns, MAX_FIELDS);

  append_column (self, COLUMN_LINE, _("Line"), 76);
  append_column (self, COLUMN_REASON, _("Reason"), 300);
  for (guint i = 0; i < n; i++)
    {
      const char *label = self->file->labels != NULL ? self->file->labels[i] : "";
      g_autofree char *title = *label != '\0' ? querist_text_first_line (label, 60)
                                              : g_strdup_printf (_("Column %u"), i + 1);

      append_column (self, N_FIRST_COLUMNS + i, title,
                     CLAMP (g_utf8_strlen (title, -1) * 9 + 24, 116, 240));
    }
  /* what a row has beyond its last column */
  if (n == self->file->n_columns)
    append_column (self, N_FIRST_COLUMNS + n, _("Beyond"), 90);
  querist_column_view_style_titles (self->table);
}

/* ---- Selection ---- */

static GtkBitset *
get_selected (QueristRejectsView *self)
{
  return self->selection != NULL
    ? gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection))
    : gtk_bitset_new_empty ();
}

static gboolean
is_dismissed (QueristResultItem *item)
{
  QueristResultRow *row = item != NULL ? querist_result_item_get_row (item) : NULL;

  return row != NULL &&
         querist_result_row_get_cell (row, QUERIST_REJECT_DISMISSED_AT).text != NULL;
}

static void
update_actions (QueristRejectsView *self)
{
  g_autoptr(GtkBitset) selected = get_selected (self);
  guint n = gtk_bitset_get_size (selected);
  guint n_rows = self->selection != NULL
    ? g_list_model_get_n_items (G_LIST_MODEL (self->selection)) : 0;
  g_autofree char *count = querist_text_format_count (n);
  g_autofree char *text = n > 1 ? g_strdup_printf (_("%s rows selected"), count) : NULL;

  gtk_label_set_label (self->hint, self->busy ? _("Working…") : text != NULL ? text : "");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "rejects.retry", n > 0 && !self->busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "rejects.retry-all", n_rows > 0 && !self->busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "rejects.dismiss",
                                 n > 0 && !self->busy && !is_dismissed (self->current));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "rejects.restore",
                                 n > 0 && !self->busy && is_dismissed (self->current));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "rejects.export", n_rows > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->editor), !self->busy);
}

/* The selected row's record; called again when a row that was on its way has come. */
static void
show_current (QueristRejectsView *self)
{
  QueristResultRow *row =
    self->current != NULL ? querist_result_item_get_row (self->current) : NULL;

  if (row == NULL)
    querist_reject_editor_clear (self->editor);
  else
    querist_reject_editor_set_record (self->editor, self->file,
                                      get_text (row, QUERIST_REJECT_LINE),
                                      querist_result_row_get_cell (row,
                                                                   QUERIST_REJECT_COLUMN).text,
                                      get_text (row, QUERIST_REJECT_REASON),
                                      get_text (row, QUERIST_REJECT_RAW), get_record (self, row));
  update_actions (self);
}

static void
current_changed_cb (QueristRejectsView *self)
{
  /* an edit changes the row too, and the person is in the midst of it */
  if (!gtk_widget_get_visible (GTK_WIDGET (self->editor)))
    show_current (self);
}

static void
set_current (QueristRejectsView *self,
             QueristResultItem  *item)
{
  if (self->current == item)
    {
      update_actions (self);
      return;
    }
  if (self->current != NULL)
    g_signal_handlers_disconnect_by_func (self->current, current_changed_cb, self);
  g_set_object (&self->current, item);
  if (item != NULL)
    g_signal_connect_object (item, "changed", G_CALLBACK (current_changed_cb), self,
                             G_CONNECT_SWAPPED);
  show_current (self);
}

static void
selection_changed_cb (QueristRejectsView *self)
{
  g_autoptr(GtkBitset) selected = get_selected (self);
  g_autoptr(QueristResultItem) item = NULL;

  if (gtk_bitset_get_size (selected) == 1)
    {
      self->position = gtk_bitset_get_minimum (selected);
      item = g_list_model_get_item (G_LIST_MODEL (self->selection), self->position);
      set_current (self, item);
    }
  else
    {
      set_current (self, NULL);
      update_actions (self);
    }
}

static void
activate_row_cb (QueristRejectsView *self,
                 guint               position)
{
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  querist_reject_editor_begin (self->editor);
}

static void
edited_cb (QueristRejectsView *self,
           const char         *text)
{
  QueristResultRow *row = querist_result_item_get_row (self->current);
  gint64 id = get_id (row);

  g_hash_table_replace (self->edits, g_memdup2 (&id, sizeof id), g_strdup (text));
  g_object_set_data (G_OBJECT (self->current), "fields", NULL);
  g_signal_emit_by_name (self->current, "changed");
}

/* ---- Reading ---- */

static void
show_result (QueristRejectsView *self,
             QueristResult      *result)
{
  g_autoptr(QueristResultModel) model = querist_result_model_new (result);
  guint n_rows = g_list_model_get_n_items (G_LIST_MODEL (model));

  set_current (self, NULL);
  g_set_object (&self->result, result);
  querist_column_view_clear (self->table);
  g_clear_object (&self->selection);
  self->selection = querist_row_selection_new (G_LIST_MODEL (model));
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (selection_changed_cb),
                           self, G_CONNECT_SWAPPED);
  append_columns (self);
  gtk_column_view_set_model (self->table, GTK_SELECTION_MODEL (self->selection));
  gtk_stack_set_visible_child_name (self->stack, n_rows > 0 ? "rows" : "none");
  if (n_rows > 0)
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection),
                                     MIN (self->position, n_rows - 1), TRUE);
  update_actions (self);
}

static void
show_outcome (QueristRejectsView *self,
              const char         *text)
{
  gtk_label_set_label (self->outcome, text != NULL ? text : "");
  gtk_revealer_set_reveal_child (self->outcome_revealer, text != NULL);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(QueristRejectsView) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristResult) rows = querist_execute_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (rows != NULL)
    show_result (self, rows);
  else
    show_outcome (self, error->message);
}

/* Shows the rejects of the file that is chosen. */
static void
read_rows (QueristRejectsView *self)
{
  const QueristExecuteOptions options = { 0 };
  guint chosen = gtk_drop_down_get_selected (self->choice);
  g_autofree char *database = NULL;
  g_autofree char *sql = NULL;

  if (self->filling || chosen >= self->files->len)
    return;
  if (self->load != g_array_index (self->loads, gint64, chosen))
    self->position = 0;
  self->load = g_array_index (self->loads, gint64, chosen);
  set_current (self, NULL);
  self->file = g_ptr_array_index (self->files, chosen);
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  database = querist_project_dup_database_path (self->project);
  sql = querist_rejects_sql (self->load, gtk_check_button_get_active (self->dismissed));
  querist_execute_async (database, sql, &options, self->reading, read_cb, g_object_ref (self));
}

/* ---- Jobs ---- */

static char *
describe_outcome (QueristRejectAction         action,
                  const QueristRejectOutcome *outcome)
{
  guint64 n_left = outcome->n_tried - outcome->n_done;
  g_autofree char *done = querist_text_format_count (outcome->n_done);
  g_autofree char *left = querist_text_format_count (n_left);
  g_autofree char *loaded =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s row loaded.", "%s rows loaded.",
                                  outcome->n_done), done);
  g_autofree char *failed =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                  "%s row still can’t be loaded; its reason stands beside it.",
                                  "%s rows still can’t be loaded; the reasons stand beside them.",
                                  n_left), left);

  if (action == QUERIST_REJECT_DISMISS)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s row dismissed. It is kept, and “Show "
                                         "dismissed” lists it.", "%s rows dismissed. They are "
                                         "kept, and “Show dismissed” lists them.",
                                         outcome->n_done), done);
  if (action == QUERIST_REJECT_RESTORE)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s row restored.", "%s rows restored.",
                                         outcome->n_done), done);
  if (outcome->n_done == 0)
    return g_steal_pointer (&failed);
  if (n_left == 0)
    return g_steal_pointer (&loaded);
  return g_strdup_printf ("%s %s", loaded, failed);
}

typedef struct {
  QueristRejectsView  *view;
  QueristRejectAction  action;
  GHashTable          *edits;
} Job;

static void
job_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  Job *job = user_data;
  g_autoptr(QueristRejectsView) self = job->view;
  g_autoptr(GHashTable) edits = job->edits;
  g_autoptr(GError) error = NULL;
  QueristRejectOutcome outcome;
  g_autofree char *text = NULL;

  self->busy = FALSE;
  if (querist_project_run_rejects_finish (QUERIST_PROJECT (object), result, &outcome, &error))
    {
      text = describe_outcome (job->action, &outcome);
      show_outcome (self, text);
      g_signal_emit (self, changed_signal, 0);
    }
  else
    {
      GHashTableIter iter;
      gpointer id, edited;

      /* nothing was saved */
      g_hash_table_iter_init (&iter, edits);
      while (g_hash_table_iter_next (&iter, &id, &edited))
        g_hash_table_replace (self->edits, g_memdup2 (id, sizeof (gint64)), g_strdup (edited));
      show_outcome (self, error->message);
    }
  if (self->table != NULL)
    update_actions (self);
  g_free (job);
}

/* All edits go with a job, so that they are kept whatever comes. */
static QueristRejectJob *
new_job (QueristRejectsView  *self,
         QueristRejectAction  action)
{
  QueristRejectJob *job = querist_reject_job_new (action);
  GHashTableIter iter;
  gpointer id, text;

  g_hash_table_iter_init (&iter, self->edits);
  while (g_hash_table_iter_next (&iter, &id, &text))
    querist_reject_job_edit (job, *(gint64 *) id, text);
  return job;
}

static void
run_job (QueristRejectsView *self,
         QueristRejectJob   *reject_job)
{
  Job *job = g_new0 (Job, 1);

  job->view = g_object_ref (self);
  job->action = reject_job->action;
  job->edits = g_steal_pointer (&self->edits);
  self->edits = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->busy = TRUE;
  show_outcome (self, NULL);
  update_actions (self);
  querist_project_run_rejects_async (self->project, reject_job, NULL, job_cb, job);
}

static gboolean
add_selected (QueristRejectsView  *self,
              QueristRejectJob    *job,
              GError             **error)
{
  g_autoptr(GtkBitset) selected = get_selected (self);
  guint last = gtk_bitset_get_maximum (selected);

  for (guint i = gtk_bitset_get_minimum (selected); i <= last; i += PAGE_ROWS)
    {
      g_autoptr(GPtrArray) rows = querist_result_read (self->result, i, PAGE_ROWS, error);

      if (rows == NULL)
        return FALSE;
      for (guint j = 0; j < rows->len; j++)
        if (gtk_bitset_contains (selected, i + j))
          querist_reject_job_add (job, get_id (rows->pdata[j]));
    }
  return TRUE;
}

static void
run_selected (QueristRejectsView  *self,
              QueristRejectAction  action)
{
  g_autoptr(GtkBitset) selected = get_selected (self);
  QueristRejectJob *job;
  g_autoptr(GError) error = NULL;

  if (self->busy || gtk_bitset_is_empty (selected))
    return;
  job = new_job (self, action);
  if (add_selected (self, job, &error))
    {
      run_job (self, job);
      return;
    }
  querist_reject_job_free (job);
  show_outcome (self, error->message);
}

static void
job_action_cb (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  QueristRejectsView *self = QUERIST_REJECTS_VIEW (widget);

  if (g_str_equal (action_name, "rejects.retry"))
    run_selected (self, QUERIST_REJECT_RETRY);
  else if (g_str_equal (action_name, "rejects.dismiss"))
    run_selected (self, QUERIST_REJECT_DISMISS);
  else if (g_str_equal (action_name, "rejects.restore"))
    run_selected (self, QUERIST_REJECT_RESTORE);
  else if (!self->busy)
    run_job (self, new_job (self, QUERIST_REJECT_RETRY));
}

static void
done_cb (QueristRejectsView *self)
{
  run_selected (self, QUERIST_REJECT_RETRY);
}

/* ---- Export ---- */

static void
exported_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(QueristRejectsView) self = user_data;
  g_autoptr(GError) error = NULL;

  if (querist_export_file_finish (result, &error))
    show_outcome (self, _("Exported. “querist-cli rejects --retry” loads the rows of that file "
                          "when they are mended."));
  else
    show_outcome (self, error->message);
}

static void
export_response_cb (GtkFileChooserNative *chooser,
                    int                   response,
                    QueristRejectsView   *self)
{
  if (response == GTK_RESPONSE_ACCEPT && self->result != NULL)
    {
      g_autoptr(GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

      querist_export_file_async (self->result, QUERIST_EXPORT_CSV, file, NULL, NULL, NULL,
                                 exported_cb, g_object_ref (self));
    }
  g_object_unref (chooser);
}

static void
export_action_cb (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  GtkFileChooserNative *chooser =
    gtk_file_chooser_native_new (_("Export Rejected Rows"),
                                 GTK_WINDOW (gtk_widget_get_root (widget)),
                                 GTK_FILE_CHOOSER_ACTION_SAVE, _("_Export"), NULL);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), "rejected.csv");
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (export_response_cb), widget, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* ---- The widget ---- */

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  QueristRejectOutcome outcome;

  if (!querist_project_run_rejects_finish (QUERIST_PROJECT (object), result, &outcome, &error))
    g_warning ("The edited rows were not saved: %s", error->message);
  g_application_release (g_application_get_default ());
}

/* What was edited and not tried is there the next time, even if the program ends now. */
static void
save_edits (QueristRejectsView *self)
{
  if (self->project == NULL || g_hash_table_size (self->edits) == 0)
    return;
  g_application_hold (g_application_get_default ());
  querist_project_run_rejects_async (self->project, new_job (self, QUERIST_REJECT_SAVE), NULL,
                                     saved_cb, NULL);
  g_hash_table_remove_all (self->edits);
}

static void
querist_rejects_view_dispose (GObject *object)
{
  QueristRejectsView *self = QUERIST_REJECTS_VIEW (object);

  save_edits (self);
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  if (self->table != NULL)
    {
      set_current (self, NULL);
      querist_column_view_clear (self->table);
    }
  g_clear_object (&self->selection);
  g_clear_object (&self->result);
  g_clear_object (&self->project);
  querist_template_dispose (GTK_WIDGET (object), QUERIST_TYPE_REJECTS_VIEW);
  G_OBJECT_CLASS (querist_rejects_view_parent_class)->dispose (object);
}

static void
querist_rejects_view_finalize (GObject *object)
{
  QueristRejectsView *self = QUERIST_REJECTS_VIEW (object);

  g_ptr_array_unref (self->files);
  g_array_unref (self->loads);
  g_hash_table_unref (self->edits);
  G_OBJECT_CLASS (querist_rejects_view_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const char *const jobs[] = { "rejects.retry", "rejects.retry-all", "rejects.dismiss",
                                      "rejects.restore" };

  for (gsize i = 0; i < G_N_ELEMENTS (jobs); i++)
    gtk_widget_class_install_action (widget_class, jobs[i], NULL, job_action_cb);
  gtk_widget_class_install_action (widget_class, "rejects.export", NULL, export_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "rejects.retry", NULL);
}

static void
querist_rejects_view_class_init (QueristRejectsViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = querist_rejects_view_dispose;
  object_class->finalize = querist_rejects_view_finalize;

  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (QUERIST_TYPE_REJECT_EDITOR);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/querist/Querist/querist-rejects-view.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristRejectsView, stack);
  gtk_widget_class_bind_template_child (widget_class, QueristRejectsView, choice);
  gtk_widget_class_bind_template_child (widget_class, QueristRejectsView, dismissed);
  gtk_widget_class_bind_template_child (widget_class, QueristRejectsView, outcome_revealer);
  gtk_widget_class_bind_template_child (widget_class, QueristRejectsView, outcome);
  gtk_widget_class_bind_template_child (widget_class, QueristRejectsView, table);
  gtk_widget_class_bind_template_child (widget_class, QueristRejectsView, editor);
  gtk_widget_class_bind_template_child (widget_class, QueristRejectsView, hint);
  gtk_widget_class_bind_template_child (widget_class, QueristRejectsView, retry_all);
  gtk_widget_class_bind_template_callback (widget_class, read_rows);
  gtk_widget_class_bind_template_callback (widget_class, activate_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
  install_actions (widget_class);
}

static void
querist_rejects_view_init (QueristRejectsView *self)
{
  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) querist_load_file_free);
  self->loads = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->edits = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  update_actions (self);
}

static char *
describe_choice (const QueristLedgerFile *file)
{
  g_autofree char *name = g_path_get_basename (file->path);
  g_autofree char *count = querist_text_format_count (file->n_waiting);

  if (file->n_waiting == 0)
    return g_strdup_printf (_("%s · all dismissed"), name);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s · %s rejected row",
                                       "%s · %s rejected rows", file->n_waiting), name, count);
}

/* Takes the files with rejects; gives which of them is to be shown. */
static guint
take_files (QueristRejectsView  *self,
            const QueristLedger *ledger,
            GtkStringList       *names)
{
  int same = -1, waiting = -1;
  gboolean same_is_done = FALSE;

  g_ptr_array_set_size (self->files, 0);
  g_array_set_size (self->loads, 0);
  self->file = NULL;
  for (guint i = 0; i < ledger->files->len; i++)
    {
      const QueristLedgerFile *entry = g_ptr_array_index (ledger->files, i);
      QueristLoadFile *file = entry->n_rejected == 0 ? NULL
        : querist_load_file_from_json (entry->path, entry->table, entry->recipe, NULL);
      g_autofree char *name = describe_choice (entry);

      if (file == NULL)
        continue;
      if (entry->id == self->load)
        {
          same = self->files->len;
          same_is_done = entry->n_waiting == 0 && !gtk_check_button_get_active (self->dismissed);
        }
      if (waiting < 0 && entry->n_waiting > 0)
        waiting = self->files->len;
      g_ptr_array_add (self->files, file);
      g_array_append_val (self->loads, entry->id);
      gtk_string_list_append (names, name);
    }
  /* A file that nothing is left to do with gives way to one that waits. */
  if (same >= 0 && !(same_is_done && waiting >= 0))
    return same;
  return MAX (waiting, 0);
}

/**
 * querist_rejects_view_set_ledger:
 * @self: a view
 * @project: the project that was loaded
 * @ledger: what querist_ledger_read() gave
 *
 * Shows the rejects of the ledger's files, or reads them anew.
 */
void
querist_rejects_view_set_ledger (QueristRejectsView  *self,
                                 QueristProject      *project,
                                 const QueristLedger *ledger)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  guint chosen;

  g_return_if_fail (QUERIST_IS_REJECTS_VIEW (self));

  g_set_object (&self->project, project);
  set_current (self, NULL);
  querist_column_view_clear (self->table);
  chosen = take_files (self, ledger, names);
  self->filling = TRUE;
  gtk_drop_down_set_model (self->choice, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->choice, chosen);
  self->filling = FALSE;
  gtk_button_set_label (GTK_BUTTON (self->retry_all),
                        self->files->len > 1 ? _("Retry All Files") : _("Retry All"));
  gtk_stack_set_visible_child_name (self->stack, self->files->len > 0 ? "rows" : "none");
  read_rows (self);
}
