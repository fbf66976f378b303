/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "querist-chart-data.h"

G_BEGIN_DECLS

#define QUERIST_CHART_N_COLORS 8

/**
 * QueristChartStyle:
 * @text: of names and numbers
 * @grid: of the lines behind the marks
 * @background: behind all; transparent on the screen
 * @colors: of the series, in order
 */
typedef struct {
  GdkRGBA text;
  GdkRGBA grid;
  GdkRGBA background;
  GdkRGBA colors[QUERIST_CHART_N_COLORS];
} QueristChartStyle;

void querist_chart_style_init     (QueristChartStyle       *style,
                                   gboolean                 dark);
int  querist_chart_natural_height (const QueristChartData  *data);
void querist_chart_paint          (const QueristChartData  *data,
                                   const QueristChartStyle *style,
                                   PangoContext            *context,
                                   cairo_t                 *cr,
                                   double                   width,
                                   double                   height);

G_END_DECLS
