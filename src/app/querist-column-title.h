/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void querist_column_view_style_titles (GtkColumnView       *view);
void querist_column_set_numeric       (GtkColumnViewColumn *column);
void querist_column_view_clear        (GtkColumnView       *view);

G_END_DECLS
