/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void querist_column_view_dim_second_lines (GtkColumnView *view);

G_END_DECLS
