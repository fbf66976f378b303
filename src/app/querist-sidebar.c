/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-sidebar.h"

struct _QueristSidebar {
  QueristPage parent_instance;
};

G_DEFINE_FINAL_TYPE (QueristSidebar, querist_sidebar, QUERIST_TYPE_PAGE)

static void
querist_sidebar_bind_workspace (QueristPage      *page,
                          QueristWorkspace *workspace)
{
}

static void
querist_sidebar_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), QUERIST_TYPE_SIDEBAR);
  G_OBJECT_CLASS (querist_sidebar_parent_class)->dispose (object);
}

static void
querist_sidebar_class_init (QueristSidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  QueristPageClass *page_class = QUERIST_PAGE_CLASS (klass);

  object_class->dispose = querist_sidebar_dispose;
  page_class->bind_workspace = querist_sidebar_bind_workspace;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/querist/Querist/querist-sidebar.ui");
}

static void
querist_sidebar_init (QueristSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
