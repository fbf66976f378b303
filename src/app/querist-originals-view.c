/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-originals-view.h"

#include <glib/gi18n.h>

#include "querist-connection.h"
#include "querist-executor.h"
#include "querist-result-table.h"
#include "querist-template.h"
#include "querist-text.h"

/* Columns with originals that the choice offers. */
#define MAX_CHOICES 1000

/* Originals of one column of one file; whole records have no column. */
typedef struct {
  gint64  load;
  char   *table;
  char   *column;
} Choice;

struct _QueristOriginalsView {
  AdwBin              parent_instance;

  QueristProject     *project;
  GCancellable       *cancellable;
  GPtrArray          *choices;
  gboolean            wanted;

  GtkStack           *stack;
  AdwStatusPage      *status;
  GtkDropDown        *choice;
  QueristResultTable *table;
};

G_DEFINE_FINAL_TYPE (QueristOriginalsView, querist_originals_view, ADW_TYPE_BIN)

static void
choice_free (gpointer data)
{
  Choice *self = data;

  g_free (self->table);
  g_free (self->column);
  g_free (self);
}

static void
show_status (QueristOriginalsView *self,
             const char           *title,
             const char           *description)
{
  g_autofree char *escaped = g_markup_escape_text (description, -1);

  adw_status_page_set_title (self->status, title);
  adw_status_page_set_description (self->status, escaped);
  gtk_stack_set_visible_child_name (self->stack, "status");
}

static void
execute (QueristOriginalsView *self,
         const char           *sql,
         GAsyncReadyCallback   callback)
{
  const QueristExecuteOptions options = { 0 };
  g_autofree char *database = querist_project_dup_database_path (self->project);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  querist_execute_async (database, sql, &options, self->cancellable, callback,
                         g_object_ref (self));
}

static void
rows_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(QueristOriginalsView) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristResult) rows = querist_execute_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (rows == NULL)
    {
      show_status (self, _("The Texts Can’t Be Read"), error->message);
      return;
    }
  querist_result_table_set_result (self->table, rows);
  gtk_stack_set_visible_child_name (self->stack, "rows");
}

/* The stored value stands beside the text that it was made of. */
static char *
column_sql (const Choice *choice)
{
  g_autofree char *table = querist_sql_quote_name (choice->table);
  g_autofree char *column = querist_sql_quote_name (choice->column);
  g_autofree char *column_text = querist_sql_quote_text (choice->column);

  return g_strdup_printf ("SELECT o.text AS \"in the file\", t.%s AS \"in the table\", "
                          "o.\"row\" AS \"row of the table\" FROM " QUERIST_ORIGINALS_TABLE
                          " AS o LEFT JOIN %s AS t ON t._rowid_ = o.\"row\" WHERE o.load = %"
                          G_GINT64_FORMAT " AND o.\"column\" = %s", column, table, choice->load,
                          column_text);
}

static void
chosen_cb (QueristOriginalsView *self)
{
  guint chosen = gtk_drop_down_get_selected (self->choice);
  g_autofree char *sql = NULL;
  const Choice *choice;

  if (self->choices == NULL || chosen >= self->choices->len)
    return;
  choice = g_ptr_array_index (self->choices, chosen);
  sql = *choice->column != '\0' ? column_sql (choice)
    : g_strdup_printf ("SELECT text AS \"in the file\", \"row\" AS \"row of the table\" FROM "
                       QUERIST_ORIGINALS_TABLE " WHERE load = %" G_GINT64_FORMAT
                       " AND \"column\" = ''", choice->load);
  execute (self, sql, rows_cb);
}

static void
add_choice (QueristOriginalsView *self,
            GtkStringList        *names,
            QueristResultRow     *row)
{
  Choice *choice = g_new0 (Choice, 1);
  guint64 n = querist_result_row_get_cell (row, 4).number;
  g_autofree char *count = querist_text_format_count (n);
  g_autofree char *file = g_path_get_basename (querist_result_row_get_cell (row, 1).text);
  g_autofree char *name = NULL;

  choice->load = querist_result_row_get_cell (row, 0).number;
  choice->table = g_strdup (querist_result_row_get_cell (row, 2).text);
  choice->column = g_strdup (querist_result_row_get_cell (row, 3).text);
  if (*choice->column != '\0')
    /* Translators: table, column, number of values, file */
    name = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s.%s · %s value (%s)",
                                         "%s.%s · %s values (%s)", n),
                            choice->table, choice->column, count, file);
  else
    name = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s · %s row mended by hand (%s)",
                                         "%s · %s rows mended by hand (%s)", n),
                            choice->table, count, file);
  gtk_string_list_append (names, name);
  g_ptr_array_add (self->choices, choice);
}

static void
choices_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(QueristOriginalsView) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristResult) found = querist_execute_finish (result, &error);
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (found != NULL)
    rows = querist_result_read (found, 0, MAX_CHOICES, &error);
  if (rows == NULL)
    {
      show_status (self, _("The Texts Can’t Be Read"), error->message);
      return;
    }
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  self->choices = g_ptr_array_new_with_free_func (choice_free);
  for (guint i = 0; i < rows->len; i++)
    add_choice (self, names, rows->pdata[i]);
  if (rows->len == 0)
    show_status (self, _("Nothing Was Lost"),
                 _("Every stored value gives back the text that stands in the file."));
  gtk_drop_down_set_model (self->choice, G_LIST_MODEL (names));
  chosen_cb (self);
}

static void
read_choices (QueristOriginalsView *self)
{
  if (!self->wanted || self->project == NULL)
    return;
  execute (self,
           "SELECT o.load, l.file, o.\"table\", o.\"column\", count(*) FROM "
           QUERIST_ORIGINALS_TABLE " AS o JOIN " QUERIST_LOADS_TABLE " AS l ON l.id = o.load "
           "GROUP BY 1, 2, 3, 4 ORDER BY 3, 4, 1", choices_cb);
}

static void
querist_originals_view_map (GtkWidget *widget)
{
  QueristOriginalsView *self = QUERIST_ORIGINALS_VIEW (widget);

  GTK_WIDGET_CLASS (querist_originals_view_parent_class)->map (widget);
  if (self->wanted)
    return;
  self->wanted = TRUE;
  read_choices (self);
}

static void
querist_originals_view_dispose (GObject *object)
{
  QueristOriginalsView *self = QUERIST_ORIGINALS_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->project);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  querist_template_dispose (GTK_WIDGET (object), QUERIST_TYPE_ORIGINALS_VIEW);
  G_OBJECT_CLASS (querist_originals_view_parent_class)->dispose (object);
}

static void
querist_originals_view_class_init (QueristOriginalsViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = querist_originals_view_dispose;
  widget_class->map = querist_originals_view_map;

  g_type_ensure (QUERIST_TYPE_RESULT_TABLE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/querist/Querist/querist-originals-view.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristOriginalsView, stack);
  gtk_widget_class_bind_template_child (widget_class, QueristOriginalsView, status);
  gtk_widget_class_bind_template_child (widget_class, QueristOriginalsView, choice);
  gtk_widget_class_bind_template_child (widget_class, QueristOriginalsView, table);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
}

static void
querist_originals_view_init (QueristOriginalsView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * querist_originals_view_set_project:
 * @self: a view
 * @project: the project that was loaded
 *
 * Shows the originals of a project, or reads them anew.
 */
void
querist_originals_view_set_project (QueristOriginalsView *self,
                                    QueristProject       *project)
{
  g_return_if_fail (QUERIST_IS_ORIGINALS_VIEW (self));

  g_set_object (&self->project, project);
  read_choices (self);
}
