/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-explain-view.h"

#include <glib/gi18n.h>

#include "querist-sql-checker.h"

#define MAX_HEIGHT 130

struct _QueristExplainView {
  GtkWidget parent_instance;

  GtkWidget    *box;
  GtkListBox   *list;
  GCancellable *cancellable;
};

typedef struct {
  char *database;
  char *sql;
} Request;

G_DEFINE_FINAL_TYPE (QueristExplainView, querist_explain_view, GTK_TYPE_WIDGET)

static void
request_free (Request *self)
{
  g_free (self->database);
  g_free (self->sql);
  g_free (self);
}

/* ---- Rows ---- */

static void
append_row (QueristExplainView *self,
            GtkWidget          *mark,
            const char         *text)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_widget_set_valign (mark, GTK_ALIGN_START);
  gtk_widget_set_size_request (mark, 16, -1);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (line), mark);
  gtk_box_append (GTK_BOX (line), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_list_box_append (self->list, row);
}

static GtkWidget *
create_icon (gboolean error)
{
  GtkWidget *icon = gtk_image_new_from_icon_name (error ? "dialog-error-symbolic"
                                                        : "dialog-warning-symbolic");

  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  error ? _("Error") : _("Warning"), -1);
  gtk_widget_add_css_class (icon, error ? "error" : "warning");
  return icon;
}

static GtkWidget *
create_number (guint number)
{
  g_autofree char *text = g_strdup_printf ("%u", number);
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "numeric");
  return label;
}

static void
remove_rows (QueristExplainView *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
}

static void
show_steps (QueristExplainView *self,
            GStrv               steps)
{
  for (guint i = 0; steps[i] != NULL; i++)
    append_row (self, strstr (steps[i], "Warning:") != NULL ? create_icon (FALSE)
                                                            : create_number (i + 1), steps[i]);
  if (steps[0] == NULL)
    append_row (self, create_number (1), _("Reads no table: the query itself says it all."));
}

/* ---- The work ---- */

static void
explained_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  QueristExplainView *self = QUERIST_EXPLAIN_VIEW (source);
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) steps = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  remove_rows (self);
  if (steps != NULL)
    show_steps (self, steps);
  else
    append_row (self, create_icon (TRUE), error->message);
}

static void
set_error_from_check (const QueristSqlCheck *check,
                      GError               **error)
{
  for (guint i = 0; i < check->diagnostics->len; i++)
    {
      const QueristDiagnostic *diagnostic = g_ptr_array_index (check->diagnostics, i);

      if (diagnostic->severity != QUERIST_SEVERITY_ERROR)
        continue;
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   _("This SQL would not run, line %u: %s"), diagnostic->span.line,
                   diagnostic->message);
      return;
    }
}

static void
explain_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  const Request *request = task_data;
  GError *error = NULL;
  GStrv steps = NULL;
  g_autoptr(QueristSqlCheck) check =
    querist_sql_check (request->database, NULL, request->sql, cancellable, &error);

  if (check != NULL && !querist_sql_check_is_ok (check))
    set_error_from_check (check, &error);
  else if (check != NULL)
    steps = querist_sql_explain (request->database, request->sql, cancellable, &error);
  if (steps != NULL)
    g_task_return_pointer (task, steps, (GDestroyNotify) g_strfreev);
  else
    g_task_return_error (task, error);
}

static void
stop (QueristExplainView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/* ---- The widget ---- */

static void
querist_explain_view_dispose (GObject *object)
{
  QueristExplainView *self = QUERIST_EXPLAIN_VIEW (object);

  stop (self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (querist_explain_view_parent_class)->dispose (object);
}

static void
querist_explain_view_class_init (QueristExplainViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = querist_explain_view_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
create_scroller (QueristExplainView *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "explanation");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("How the query would run"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), MAX_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  return scroller;
}

static void
querist_explain_view_init (QueristExplainView *self)
{
  GtkWidget *heading = gtk_label_new (_("How the query would run"));

  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "explanation-heading");
  gtk_widget_add_css_class (heading, "caption-heading");
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->box), heading);
  gtk_box_append (GTK_BOX (self->box), create_scroller (self));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/**
 * querist_explain_view_explain:
 * @database: the database file
 * @sql: a query
 *
 * Asks the database, in a thread, how it would run the query, and shows the answer in place of
 * the last one. What is wrong with the query is shown instead if it would not run at all.
 */
void
querist_explain_view_explain (QueristExplainView *self,
                              const char         *database,
                              const char         *sql)
{
  g_autoptr(GTask) task = NULL;
  Request *request;

  g_return_if_fail (QUERIST_IS_EXPLAIN_VIEW (self));
  g_return_if_fail (database != NULL && sql != NULL);

  stop (self);
  self->cancellable = g_cancellable_new ();
  request = g_new0 (Request, 1);
  request->database = g_strdup (database);
  request->sql = g_strdup (sql);
  task = g_task_new (self, self->cancellable, explained_cb, NULL);
  g_task_set_source_tag (task, querist_explain_view_explain);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  g_task_run_in_thread (task, explain_thread);
}

/**
 * querist_explain_view_clear:
 *
 * Takes away what was said of another query.
 */
void
querist_explain_view_clear (QueristExplainView *self)
{
  g_return_if_fail (QUERIST_IS_EXPLAIN_VIEW (self));

  stop (self);
  remove_rows (self);
}
