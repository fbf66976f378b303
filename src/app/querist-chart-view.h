/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "querist-result.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_CHART_VIEW (querist_chart_view_get_type ())

/* A chart of a result: the kind that fits its columns, which can be changed, and saved as PNG. */
G_DECLARE_FINAL_TYPE (QueristChartView, querist_chart_view, QUERIST, CHART_VIEW, GtkWidget)

void querist_chart_view_set_result (QueristChartView *self,
                                    QueristResult    *result);

G_END_DECLS
