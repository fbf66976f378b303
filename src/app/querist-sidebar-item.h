/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "querist-catalog.h"
#include "querist-project.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_SIDEBAR_ITEM (querist_sidebar_item_get_type ())

/* A table or a column in the sidebar. Properties: name, detail, icon-name, tooltip. */
G_DECLARE_FINAL_TYPE (QueristSidebarItem, querist_sidebar_item, QUERIST, SIDEBAR_ITEM, GObject)

GListModel *querist_sidebar_item_list_tables   (QueristCatalog     *catalog,
                                                QueristProject     *project,
                                                const char         *filter);
GListModel *querist_sidebar_item_get_children  (QueristSidebarItem *self);
const char *querist_sidebar_item_get_table     (QueristSidebarItem *self);
const char *querist_sidebar_item_get_column    (QueristSidebarItem *self);
gboolean    querist_sidebar_item_renew         (QueristSidebarItem *self,
                                                QueristSidebarItem *newer);
const char *querist_scalar_icon_name           (QueristScalar       scalar);

G_END_DECLS
