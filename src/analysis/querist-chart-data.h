/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-result.h"

G_BEGIN_DECLS

typedef enum {
  QUERIST_CHART_NONE,
  QUERIST_CHART_BAR,
  QUERIST_CHART_LINE,
  QUERIST_CHART_SCATTER,
  QUERIST_CHART_HISTOGRAM,
} QueristChartKind;

/**
 * QueristChartSpec:
 * @x: the column along the bottom; for a histogram the column that is counted
 * @y: the column of the heights, not used by a histogram
 * @group: the column whose values are drawn as series of their own, -1 for none
 *
 * Which columns are drawn how.
 */
typedef struct {
  QueristChartKind kind;
  int              x;
  int              y;
  int              group;
} QueristChartSpec;

/**
 * QueristChartSeries:
 * @name: what the legend says
 * @x: (nullable): places along the bottom, of a scatter chart only
 * @y: heights, NAN where there is none
 */
typedef struct {
  char   *name;
  double *x;
  double *y;
  guint   n;
} QueristChartSeries;

/**
 * QueristChartData:
 * @labels: (element-type utf8): of the places along the bottom; empty for a scatter chart
 * @series: (element-type QueristChartSeries)
 * @note: (nullable): what was left out, in a sentence
 *
 * The numbers of a chart, ready to be drawn.
 */
typedef struct {
  QueristChartSpec  spec;
  char             *x_name;
  char             *y_name;
  GPtrArray        *labels;
  GPtrArray        *series;
  double            x_min;
  double            x_max;
  double            y_min;
  double            y_max;
  char             *note;
} QueristChartData;

QueristChartSpec  querist_chart_propose      (QueristResult           *result,
                                              GError                 **error);
void              querist_chart_data_async   (QueristResult           *result,
                                              const QueristChartSpec  *spec,
                                              GCancellable            *cancellable,
                                              GAsyncReadyCallback      callback,
                                              gpointer                 user_data);
QueristChartData *querist_chart_data_finish  (GAsyncResult            *result,
                                              GError                 **error);
QueristChartData *querist_chart_data_new     (QueristResult           *result,
                                              const QueristChartSpec  *spec,
                                              GCancellable            *cancellable,
                                              GError                 **error);
void              querist_chart_data_free    (QueristChartData        *self);
char             *querist_chart_data_describe (const QueristChartData *self);
double            querist_chart_tick_step    (double                   min,
                                              double                   max,
                                              guint                    n_ticks);
const char       *querist_chart_kind_to_string (QueristChartKind       kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristChartData, querist_chart_data_free)

G_END_DECLS
