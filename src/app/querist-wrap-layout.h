/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QUERIST_TYPE_WRAP_LAYOUT (querist_wrap_layout_get_type ())

/* Places children side by side at their natural width and goes on in a new line, as words do. */
G_DECLARE_FINAL_TYPE (QueristWrapLayout, querist_wrap_layout, QUERIST, WRAP_LAYOUT,
                      GtkLayoutManager)

G_END_DECLS
