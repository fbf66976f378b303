/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-csv-value.h"
#include "querist-loader.h"

G_BEGIN_DECLS

/**
 * QueristDriftPair:
 * @place: a column of the file as it is now, from 0
 * @column: the column of the recipe that it is looked at for
 * @score: how much speaks for it beside the values; 0 if that isn't asked
 * @n_values: values looked at, without those that are empty
 * @n_failed: of these that can't be converted as the recipe says
 * @example: (nullable): the first of them
 * @line: its line
 * @n_new: values of @n_values that are new in a column of few values
 * @news: (element-type utf8): the first of them, different ones
 */
typedef struct {
  guint                    place;
  const QueristLoadColumn *column;
  guint                    score;
  guint64                  n_values;
  guint64                  n_failed;
  char                    *example;
  guint64                  line;
  guint64                  n_new;
  GPtrArray               *news;

  /* private */
  QueristCsvDialect       *dialect;
  QueristConverter        *converter;
  GHashTable              *known;
} QueristDriftPair;

QueristDriftPair *querist_drift_pair_new    (guint                    place,
                                             const QueristLoadColumn *column,
                                             const QueristTable      *table,
                                             const QueristCsvDialect *dialect);
void              querist_drift_pair_free   (QueristDriftPair        *self);
double            querist_drift_pair_fits   (const QueristDriftPair  *self);
gboolean          querist_drift_sample      (const QueristLoadFile   *file,
                                             GPtrArray               *pairs,
                                             GCancellable            *cancellable,
                                             GError                 **error);

G_END_DECLS
