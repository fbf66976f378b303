/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-load-batch.h"
#include "querist-load-target.h"

G_BEGIN_DECLS

/* Makes rows for a table of a file's records, one by one. */
typedef struct _QueristLoadTaker QueristLoadTaker;

QueristLoadTaker *querist_load_taker_new        (const QueristLoadTarget *target,
                                                 gboolean                 keep_raw);
void              querist_load_taker_free       (QueristLoadTaker        *self);
void              querist_load_taker_take       (QueristLoadTaker        *self,
                                                 QueristLoadBatch        *batch,
                                                 const QueristCsvRow     *row,
                                                 guint64                  record);
const guint64    *querist_load_taker_get_nulled (QueristLoadTaker        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristLoadTaker, querist_load_taker_free)

G_END_DECLS
