/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the words that make up the grammar of a question ask for. */
typedef enum {
  QUERIST_CUE_NONE,
  QUERIST_CUE_FILLER,
  QUERIST_CUE_AND,
  QUERIST_CUE_OR,
  QUERIST_CUE_LIST,
  QUERIST_CUE_WHICH,
  QUERIST_CUE_WHO,
  QUERIST_CUE_WHEN,
  QUERIST_CUE_WHERE,
  QUERIST_CUE_OF,
  QUERIST_CUE_COUNT,
  QUERIST_CUE_SUM,
  QUERIST_CUE_AVG,
  QUERIST_CUE_MAX,
  QUERIST_CUE_MIN,
  QUERIST_CUE_MOST,
  QUERIST_CUE_FEWEST,
  QUERIST_CUE_COMMON,
  QUERIST_CUE_RARE,
  QUERIST_CUE_BEST_SELLING,
  QUERIST_CUE_TOP,
  QUERIST_CUE_BOTTOM,
  QUERIST_CUE_LATEST,
  QUERIST_CUE_EARLIEST,
  QUERIST_CUE_SUPERLATIVE,
  QUERIST_CUE_COMPARATIVE,
  QUERIST_CUE_PER,
  QUERIST_CUE_BY,
  QUERIST_CUE_SORT,
  QUERIST_CUE_ASCENDING,
  QUERIST_CUE_DESCENDING,
  QUERIST_CUE_GT,
  QUERIST_CUE_LT,
  QUERIST_CUE_GE,
  QUERIST_CUE_LE,
  QUERIST_CUE_EQ,
  QUERIST_CUE_OR_MORE,
  QUERIST_CUE_OR_LESS,
  QUERIST_CUE_BETWEEN,
  QUERIST_CUE_ABOVE_AVERAGE,
  QUERIST_CUE_BELOW_AVERAGE,
  QUERIST_CUE_NOT,
  QUERIST_CUE_WITHOUT,
  QUERIST_CUE_NULL,
  QUERIST_CUE_WITH,
  QUERIST_CUE_DISTINCT,
  QUERIST_CUE_SHARE,
  QUERIST_CUE_GROWTH,
  QUERIST_CUE_DECLINE,
  QUERIST_CUE_COMPARE,
  QUERIST_CUE_IN,
  QUERIST_CUE_FROM,
  QUERIST_CUE_TO,
  QUERIST_CUE_BEFORE,
  QUERIST_CUE_AFTER,
  QUERIST_CUE_SINCE,
  QUERIST_CUE_UNTIL,
  QUERIST_CUE_SERIES,
  QUERIST_CUE_FOLLOW,
  QUERIST_CUE_ALSO,
  QUERIST_CUE_STARTS,
  QUERIST_CUE_ENDS,
  QUERIST_CUE_CONTAINS,
} QueristCue;

/**
 * QueristAdjective:
 * @columns: words of the columns it may speak of, the likeliest first
 * @descending: whether the superlative is the greatest
 *
 * What "cheap" or "old" says about which column. For dates the direction is turned around where
 * @columns says so by a leading "-": the oldest person was born first.
 */
typedef struct {
  const char *columns;
  gboolean    descending;
} QueristAdjective;

guint                   querist_cue_read       (GArray                  *words,
                                                guint                    first,
                                                QueristCue              *cue,
                                                gboolean                *soft,
                                                const QueristAdjective **adjective);

G_END_DECLS
