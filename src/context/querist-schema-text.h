/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-context.h"
#include "querist-statistics.h"

G_BEGIN_DECLS

/**
 * QueristTableDetail:
 *
 * How much of a table is told, from its name alone to everything.
 */
typedef enum {
  QUERIST_DETAIL_NAME,
  QUERIST_DETAIL_KEYS,
  QUERIST_DETAIL_COLUMNS,
  QUERIST_DETAIL_FULL,
} QueristTableDetail;

char  *querist_schema_text_for_table (const QueristTable           *table,
                                      const QueristTableStatistics *statistics,
                                      QueristDisclosure             disclosure,
                                      QueristTableDetail            detail);
guint  querist_schema_text_tokens    (const char                   *text);

G_END_DECLS
