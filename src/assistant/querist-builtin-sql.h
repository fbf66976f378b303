/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-builtin-frame.h"
#include "querist-builtin-joins.h"

G_BEGIN_DECLS

char *querist_frame_write_sql    (QueristFrame             *frame,
                                  const QueristKnownSchema *schema,
                                  GError                  **error);
char *querist_builtin_quote_name (const char               *name);
char *querist_measure_name       (const QueristMeasure     *measure);

G_END_DECLS
