/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-start-page.h"

struct _QueristStartPage {
  QueristPage parent_instance;
};

G_DEFINE_FINAL_TYPE (QueristStartPage, querist_start_page, QUERIST_TYPE_PAGE)

static void
querist_start_page_bind_workspace (QueristPage      *page,
                          QueristWorkspace *workspace)
{
}

static void
querist_start_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), QUERIST_TYPE_START_PAGE);
  G_OBJECT_CLASS (querist_start_page_parent_class)->dispose (object);
}

static void
querist_start_page_class_init (QueristStartPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  QueristPageClass *page_class = QUERIST_PAGE_CLASS (klass);

  object_class->dispose = querist_start_page_dispose;
  page_class->bind_workspace = querist_start_page_bind_workspace;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/querist/Querist/querist-start-page.ui");
}

static void
querist_start_page_init (QueristStartPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
