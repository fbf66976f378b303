/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-csv-spill.h"

G_BEGIN_DECLS

/* Counts different values in bounded memory. Private to csv/. */
typedef struct _QueristCsvDistinct QueristCsvDistinct;

QueristCsvDistinct *querist_csv_distinct_new    (gsize                max_slots,
                                                 QueristCsvSpill     *spill);
void                querist_csv_distinct_free   (QueristCsvDistinct  *self);
const guint8       *querist_csv_distinct_find   (QueristCsvDistinct  *self,
                                                 guint64              hash);
void                querist_csv_distinct_add    (QueristCsvDistinct  *self,
                                                 guint64              hash,
                                                 const char          *text,
                                                 gsize                length,
                                                 guint8               mark);
guint64             querist_csv_distinct_finish (QueristCsvDistinct  *self,
                                                 gsize                max_hashes,
                                                 guint64            **hashes,
                                                 gsize               *n_hashes,
                                                 gboolean            *exact);
GPtrArray          *querist_csv_distinct_top    (QueristCsvDistinct  *self,
                                                 guint                max_values);
guint64             querist_csv_hash            (const char          *text,
                                                 gsize                length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristCsvDistinct, querist_csv_distinct_free)

G_END_DECLS
