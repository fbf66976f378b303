/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-data-page.h"

struct _QueristDataPage {
  QueristPage parent_instance;
};

G_DEFINE_FINAL_TYPE (QueristDataPage, querist_data_page, QUERIST_TYPE_PAGE)

static void
querist_data_page_bind_workspace (QueristPage      *page,
                          QueristWorkspace *workspace)
{
}

static void
querist_data_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), QUERIST_TYPE_DATA_PAGE);
  G_OBJECT_CLASS (querist_data_page_parent_class)->dispose (object);
}

static void
querist_data_page_class_init (QueristDataPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  QueristPageClass *page_class = QUERIST_PAGE_CLASS (klass);

  object_class->dispose = querist_data_page_dispose;
  page_class->bind_workspace = querist_data_page_bind_workspace;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/querist/Querist/querist-data-page.ui");
}

static void
querist_data_page_init (QueristDataPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
