/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A temporary file without a name, which several threads share. Private to csv/. */
typedef struct _QueristCsvSpill QueristCsvSpill;

QueristCsvSpill *querist_csv_spill_new   (void);
void             querist_csv_spill_free  (QueristCsvSpill *self);
gboolean         querist_csv_spill_write (QueristCsvSpill *self,
                                          gconstpointer    data,
                                          gsize            size,
                                          guint64         *offset);
gboolean         querist_csv_spill_read  (QueristCsvSpill *self,
                                          gpointer         data,
                                          gsize            size,
                                          guint64          offset);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristCsvSpill, querist_csv_spill_free)

G_END_DECLS
