/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QUERIST_TYPE_EXPLAIN_VIEW (querist_explain_view_get_type ())

/* Tells in numbered sentences how the database would go about a query. */
G_DECLARE_FINAL_TYPE (QueristExplainView, querist_explain_view, QUERIST, EXPLAIN_VIEW, GtkWidget)

void querist_explain_view_explain (QueristExplainView *self,
                                   const char         *database,
                                   const char         *sql);
void querist_explain_view_clear   (QueristExplainView *self);

G_END_DECLS
