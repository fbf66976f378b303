/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "querist-catalog.h"

G_BEGIN_DECLS

/* The distinct texts of a database's columns, to find what a question's words mean. Reference
 * counted and never changed after it is made, so threads may share it. */
typedef struct _QueristValueIndex QueristValueIndex;

QueristValueIndex *querist_value_index_new    (const char         *database,
                                               QueristCatalog     *catalog,
                                               GPtrArray          *statistics,
                                               GCancellable       *cancellable,
                                               GError            **error);
QueristValueIndex *querist_value_index_ref    (QueristValueIndex  *self);
void               querist_value_index_unref  (QueristValueIndex  *self);
GPtrArray         *querist_value_index_search (QueristValueIndex  *self,
                                               const char         *question,
                                               guint               max_hits);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristValueIndex, querist_value_index_unref)

G_END_DECLS
