/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-csv-spill.h"

G_BEGIN_DECLS

/* A set of 64-bit hashes in bounded memory. Private to csv/. */
typedef struct _QueristCsvHashSet QueristCsvHashSet;

QueristCsvHashSet *querist_csv_hash_set_new    (gsize               max_slots,
                                                gboolean            twice,
                                                QueristCsvSpill    *spill);
void               querist_csv_hash_set_free   (QueristCsvHashSet  *self);
void               querist_csv_hash_set_add    (QueristCsvHashSet  *self,
                                                guint64             hash);
guint64            querist_csv_hash_set_finish (QueristCsvHashSet  *self,
                                                gsize               max_hashes,
                                                guint64           **hashes,
                                                gsize              *n_hashes,
                                                gboolean           *exact);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristCsvHashSet, querist_csv_hash_set_free)

G_END_DECLS
