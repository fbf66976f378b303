/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "querist-chart-data.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_CHART (querist_chart_get_type ())

/* Draws the numbers of a chart in the colours of the theme. */
G_DECLARE_FINAL_TYPE (QueristChart, querist_chart, QUERIST, CHART, GtkWidget)

void     querist_chart_take_data (QueristChart      *self,
                                  QueristChartData  *data);
gboolean querist_chart_write_png (QueristChart      *self,
                                  GFile             *file,
                                  GError           **error);

G_END_DECLS
