/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-sidebar.h"

#include <glib/gi18n.h>

#include "querist-session-row.h"
#include "querist-sidebar-item.h"
#include "querist-template.h"

struct _QueristSidebar {
  QueristPage     parent_instance;

  GHashTable     *expanded;
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

/* What is loaded; before that, what the schema says will be loaded. */
static GListModel *
list_tables (QueristProject *project,
             const char     *filter)
{
  QueristCatalog *loaded = querist_project_get_catalog (project);
  g_autoptr(QueristCatalog) planned = NULL;

  if (loaded != NULL && loaded->tables->len > 0)
    return querist_sidebar_item_list_tables (loaded, project, filter);
  planned = querist_project_dup_schema_catalog (project, NULL);
  return querist_sidebar_item_list_tables (planned, NULL, filter);
}

static const char *
row_table (GtkTreeListRow *row)
{
  g_autoptr(QueristSidebarItem) item = gtk_tree_list_row_get_item (row);

  return querist_sidebar_item_get_table (item);
}

static void
expanded_cb (GtkTreeListRow *row,
             GParamSpec     *pspec,
             QueristSidebar *self)
{
  if (gtk_tree_list_row_get_expanded (row))
    g_hash_table_add (self->expanded, g_strdup (row_table (row)));
  else
    g_hash_table_remove (self->expanded, row_table (row));
}

/* The list is made anew whenever the project changes; what was open stays open. */
static void
restore_expanded (QueristSidebar   *self,
                  GtkTreeListModel *tree)
{
  guint position = 0;
  g_autoptr(GtkTreeListRow) row = NULL;

  while ((row = gtk_tree_list_model_get_child_row (tree, position++)) != NULL)
    {
      if (g_hash_table_contains (self->expanded, row_table (row)))
        gtk_tree_list_row_set_expanded (row, TRUE);
      g_signal_connect_object (row, "notify::expanded", G_CALLBACK (expanded_cb), self, 0);
      g_clear_object (&row);
    }
}

static void
update_tables (QueristSidebar *self)
{
  QueristWorkspace *workspace = querist_page_get_workspace (QUERIST_PAGE (self));
  QueristProject *project = workspace != NULL ? querist_workspace_get_project (workspace) : NULL;
  const char *filter = gtk_editable_get_text (GTK_EDITABLE (self->search));
  gboolean searching = *filter != '\0';
  GListModel *tables;
  GtkTreeListModel *tree;
  g_autoptr(GtkNoSelection) selection = NULL;

  if (project == NULL)
    {
      gtk_list_view_set_model (self->tables, NULL);
      return;
    }
  tables = list_tables (project, filter);
  gtk_label_set_label (self->empty_label,
                       searching ? _("No table or column of this name.")
                                 : _("Tables appear here once a schema is there."));
  gtk_stack_set_visible_child_name (self->tables_stack,
                                    g_list_model_get_n_items (tables) > 0 ? "tables" : "empty");
  tree = gtk_tree_list_model_new (tables, FALSE, searching, create_children, NULL, NULL);
  if (!searching)
    restore_expanded (self, tree);
  selection = gtk_no_selection_new (G_LIST_MODEL (tree));
  gtk_list_view_set_model (self->tables, GTK_SELECTION_MODEL (selection));
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
  g_signal_connect_object (workspace, "project-changed", G_CALLBACK (update_tables), page,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "sessions-changed", G_CALLBACK (update_sessions), page,
                           G_CONNECT_SWAPPED);
}

static void
querist_sidebar_dispose (GObject *object)
{
  querist_template_dispose (GTK_WIDGET (object), QUERIST_TYPE_SIDEBAR);
  G_OBJECT_CLASS (querist_sidebar_parent_class)->dispose (object);
}

static void
querist_sidebar_finalize (GObject *object)
{
  g_hash_table_unref (QUERIST_SIDEBAR (object)->expanded);
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
