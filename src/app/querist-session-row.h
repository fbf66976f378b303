/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "querist-store.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_SESSION_ROW (querist_session_row_get_type ())

/* A session in the sidebar: its first question and when it was used last. The Delete key and the
 * context menu activate "sidebar.delete-session". */
G_DECLARE_FINAL_TYPE (QueristSessionRow, querist_session_row, QUERIST, SESSION_ROW, GtkListBoxRow)

GtkWidget  *querist_session_row_new    (const QueristSessionInfo *info);
const char *querist_session_row_get_id (QueristSessionRow        *self);
char       *querist_describe_day       (const char               *iso_time,
                                        GDateTime                *now);

G_END_DECLS
