/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-sidebar.h"

#include <glib/gi18n.h>

#include "querist-schema.h"
#include "querist-session-row.h"
#include "querist-sidebar-item.h"
#include "querist-template.h"

struct _QueristSidebar {
  QueristPage     parent_instance;

  GHashTable       *expanded;
  QueristCatalog   *planned;
  char             *planned_text;
  GCancellable     *planning;
  GListStore       *items;
  GtkTreeListModel *tree;
  gboolean          searching;

  GtkSearchEntry *search;
  GtkStack       *tables_stack;
  GtkLabel       *empty_label;
  GtkListView    *tables;
  GtkListBox     *sessions;
};

G_DEFINE_FINAL_TYPE (QueristSidebar, querist_sidebar, QUERIST_TYPE_PAGE)

static GListModel *
create_children (gpointer item,
                 gpointer user_data)
{
  GListModel *children = querist_sidebar_item_get_children (item);

  return children != NULL ? g_object_ref (children) : NULL;
}

/* The table of a row, NULL when the row has just been taken off the list. */
static const char *
row_table (GtkTreeListRow *row)
{
  g_autoptr(QueristSidebarItem) item = gtk_tree_list_row_get_item (row);

  return item != NULL ? querist_sidebar_item_get_table (item) : NULL;
}

static void
expanded_cb (GtkTreeListRow *row,
             GParamSpec     *pspec,
             QueristSidebar *self)
{
  const char *table = row_table (row);

  if (table == NULL)
    return;
  if (gtk_tree_list_row_get_expanded (row))
    g_hash_table_add (self->expanded, g_strdup (table));
  else
    g_hash_table_remove (self->expanded, table);
}

/* What was open stays open when it is listed anew. */
static void
restore_expanded (QueristSidebar *self,
                  guint           first,
                  guint           n_rows)
{
  for (guint i = first; i < first + n_rows; i++)
    {
      g_autoptr(GtkTreeListRow) row = gtk_tree_list_model_get_child_row (self->tree, i);

      if (g_hash_table_contains (self->expanded, row_table (row)))
        gtk_tree_list_row_set_expanded (row, TRUE);
      g_signal_connect_object (row, "notify::expanded", G_CALLBACK (expanded_cb), self, 0);
    }
}

static gboolean
keep_item (GListModel *before,
           guint       old,
           GListModel *after,
           guint       new)
{
  g_autoptr(QueristSidebarItem) first = g_list_model_get_item (before, old);
  g_autoptr(QueristSidebarItem) second = g_list_model_get_item (after, new);

  return querist_sidebar_item_renew (first, second);
}

/* Most changes of a project touch one table, or none at all: making the rows of all others anew
 * would hold up whoever types into a schema of many models. */
static void
replace_changed (QueristSidebar *self,
                 GListModel     *tables)
{
  GListModel *before = G_LIST_MODEL (self->items);
  guint n_old = g_list_model_get_n_items (before), n_new = g_list_model_get_n_items (tables);
  guint head = 0, tail = 0, n_added;
  g_autoptr(GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);

  while (head < MIN (n_old, n_new) && keep_item (before, head, tables, head))
    head++;
  while (tail < MIN (n_old, n_new) - head &&
         keep_item (before, n_old - 1 - tail, tables, n_new - 1 - tail))
    tail++;
  n_added = n_new - head - tail;
  for (guint i = 0; i < n_added; i++)
    g_ptr_array_add (added, g_list_model_get_item (tables, head + i));
  g_list_store_splice (self->items, head, n_old - head - tail, added->pdata, n_added);
  if (!self->searching)
    restore_expanded (self, head, n_added);
}

static void
show_anew (QueristSidebar *self,
           GListModel     *tables)
{
  g_autoptr(GtkNoSelection) selection = NULL;

  g_set_object (&self->items, G_LIST_STORE (tables));
  g_clear_object (&self->tree);
  self->tree = gtk_tree_list_model_new (g_object_ref (tables), FALSE, self->searching,
                                        create_children, NULL, NULL);
  if (!self->searching)
    restore_expanded (self, 0, g_list_model_get_n_items (tables));
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->tree)));
  gtk_list_view_set_model (self->tables, GTK_SELECTION_MODEL (selection));
}

static void
stop_planning (QueristSidebar *self)
{
  g_cancellable_cancel (self->planning);
  g_clear_object (&self->planning);
}

static void
forget_tables (QueristSidebar *self)
{
  stop_planning (self);
  gtk_list_view_set_model (self->tables, NULL);
  g_clear_object (&self->tree);
  g_clear_object (&self->items);
  g_clear_pointer (&self->planned, querist_catalog_unref);
  g_clear_pointer (&self->planned_text, g_free);
}

static void
show_tables (QueristSidebar *self,
             QueristCatalog *catalog,
             QueristProject *project)
{
  const char *filter = gtk_editable_get_text (GTK_EDITABLE (self->search));
  gboolean searching = *filter != '\0', was_searching = self->searching;
  g_autoptr(GListModel) tables = querist_sidebar_item_list_tables (catalog, project, filter);

  gtk_label_set_label (self->empty_label,
                       searching ? _("No table or column of this name.")
                                 : _("Tables appear here once a schema is there."));
  gtk_stack_set_visible_child_name (self->tables_stack,
                                    g_list_model_get_n_items (tables) > 0 ? "tables" : "empty");
  self->searching = searching;
  if (self->tree != NULL && searching == was_searching)
    replace_changed (self, tables);
  else
    show_anew (self, tables);
}

static void
plan_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  g_task_return_pointer (task, querist_schema_catalog (task_data, -1, "schema.prisma", NULL),
                         (GDestroyNotify) querist_catalog_unref);
}

static void
plan_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  QueristSidebar *self = QUERIST_SIDEBAR (object);
  const char *text = g_task_get_task_data (G_TASK (result));
  g_autoptr(GError) error = NULL;
  QueristCatalog *planned = g_task_propagate_pointer (G_TASK (result), &error);

  if (error != NULL)
    return;
  g_clear_object (&self->planning);
  g_free (self->planned_text);
  self->planned_text = g_strdup (text);
  /* While a schema that is being typed has errors, what it said before is better than nothing. */
  if (planned == NULL && *text != '\0')
    return;
  g_clear_pointer (&self->planned, querist_catalog_unref);
  self->planned = planned;
  show_tables (self, self->planned, NULL);
}

/* Reads in a thread what the schema says will be loaded: it may be large. */
static void
plan (QueristSidebar *self,
      const char     *text)
{
  g_autoptr(GTask) task = NULL;

  stop_planning (self);
  self->planning = g_cancellable_new ();
  task = g_task_new (self, self->planning, plan_cb, NULL);
  g_task_set_source_tag (task, plan);
  g_task_set_task_data (task, g_strdup (text), g_free);
  g_task_run_in_thread (task, plan_thread);
}

/* Shows what is loaded; before that, what the schema says will be. */
static void
update_tables (QueristSidebar *self)
{
  QueristWorkspace *workspace = querist_page_get_workspace (QUERIST_PAGE (self));
  QueristProject *project = workspace != NULL ? querist_workspace_get_project (workspace) : NULL;
  QueristCatalog *loaded = project != NULL ? querist_project_get_catalog (project) : NULL;
  const char *text = project != NULL ? querist_project_get_schema_text (project) : NULL;

  if (project == NULL)
    {
      forget_tables (self);
      return;
    }
  if (loaded->tables->len > 0)
    {
      stop_planning (self);
      show_tables (self, loaded, project);
      return;
    }
  if (g_strcmp0 (text, self->planned_text) != 0)
    plan (self, text);
  show_tables (self, self->planned, NULL);
}

static void
update_sessions (QueristSidebar *self)
{
  QueristWorkspace *workspace = querist_page_get_workspace (QUERIST_PAGE (self));
  QueristStore *store = querist_workspace_get_store (workspace);
  g_autoptr(GPtrArray) sessions = NULL;
  g_autoptr(GError) error = NULL;
  GtkWidget *row;

  while ((row = GTK_WIDGET (gtk_list_box_get_row_at_index (self->sessions, 0))) != NULL)
    gtk_list_box_remove (self->sessions, row);
  if (store == NULL)
    return;
  sessions = querist_store_list_sessions (store, &error);
  if (sessions == NULL)
    {
      querist_page_toast (QUERIST_PAGE (self), error->message);
      return;
    }
  for (guint i = 0; i < sessions->len; i++)
    gtk_list_box_append (self->sessions,
                         querist_session_row_new (g_ptr_array_index (sessions, i)));
}

static void
activate_cb (QueristSidebar *self,
             guint           position)
{
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (self->tables));
  g_autoptr(GtkTreeListRow) row = g_list_model_get_item (model, position);

  if (gtk_tree_list_row_is_expandable (row))
    gtk_tree_list_row_set_expanded (row, !gtk_tree_list_row_get_expanded (row));
}

static void
session_activated_cb (QueristSidebar *self,
                      GtkListBoxRow  *row)
{
  QueristWorkspace *workspace = querist_page_get_workspace (QUERIST_PAGE (self));

  querist_workspace_activate_session (workspace,
                                      querist_session_row_get_id (QUERIST_SESSION_ROW (row)));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.page", "s", "ask");
}

static void
new_session_cb (QueristSidebar *self)
{
  querist_workspace_activate_session (querist_page_get_workspace (QUERIST_PAGE (self)), NULL);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.page", "s", "ask");
}

static void
delete_session_cb (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  QueristSidebar *self = QUERIST_SIDEBAR (widget);
  QueristWorkspace *workspace = querist_page_get_workspace (QUERIST_PAGE (self));
  const char *id = g_variant_get_string (parameter, NULL);
  g_autoptr(GError) error = NULL;

  if (!querist_store_delete_session (querist_workspace_get_store (workspace), id, &error))
    querist_page_toast (QUERIST_PAGE (self), error->message);
  else
    querist_page_toast (QUERIST_PAGE (self), _("Session deleted"));
  querist_workspace_sessions_changed (workspace);
}

static void
querist_sidebar_bind_workspace (QueristPage      *page,
                                QueristWorkspace *workspace)
{
  g_signal_connect_object (workspace, "notify::project", G_CALLBACK (forget_tables), page,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "project-changed", G_CALLBACK (update_tables), page,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "sessions-changed", G_CALLBACK (update_sessions), page,
                           G_CONNECT_SWAPPED);
}

static void
querist_sidebar_dispose (GObject *object)
{
  QueristSidebar *self = QUERIST_SIDEBAR (object);

  querist_template_dispose (GTK_WIDGET (object), QUERIST_TYPE_SIDEBAR);
  stop_planning (self);
  g_clear_object (&self->tree);
  g_clear_object (&self->items);
  g_clear_pointer (&self->planned, querist_catalog_unref);
  G_OBJECT_CLASS (querist_sidebar_parent_class)->dispose (object);
}

static void
querist_sidebar_finalize (GObject *object)
{
  g_hash_table_unref (QUERIST_SIDEBAR (object)->expanded);
  g_free (QUERIST_SIDEBAR (object)->planned_text);
  G_OBJECT_CLASS (querist_sidebar_parent_class)->finalize (object);
}

static void
querist_sidebar_class_init (QueristSidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  QueristPageClass *page_class = QUERIST_PAGE_CLASS (klass);

  object_class->dispose = querist_sidebar_dispose;
  object_class->finalize = querist_sidebar_finalize;
  page_class->bind_workspace = querist_sidebar_bind_workspace;

  g_type_ensure (QUERIST_TYPE_SIDEBAR_ITEM);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/querist/Querist/querist-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristSidebar, search);
  gtk_widget_class_bind_template_child (widget_class, QueristSidebar, tables_stack);
  gtk_widget_class_bind_template_child (widget_class, QueristSidebar, empty_label);
  gtk_widget_class_bind_template_child (widget_class, QueristSidebar, tables);
  gtk_widget_class_bind_template_child (widget_class, QueristSidebar, sessions);
  gtk_widget_class_bind_template_callback (widget_class, update_tables);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, session_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, new_session_cb);
  gtk_widget_class_install_action (widget_class, "sidebar.delete-session", "s",
                                   delete_session_cb);
}

static void
querist_sidebar_init (QueristSidebar *self)
{
  self->expanded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}
