/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-load-batch.h"
#include "querist-load-target.h"

G_BEGIN_DECLS

/* A file that a thread of its own reads and converts, batch by batch, while another thread writes
 * what has been read. */
typedef struct _QueristLoadSource QueristLoadSource;

QueristLoadSource *querist_load_source_new        (const QueristLoadTarget *target,
                                                   gboolean                 keep_raw,
                                                   GCancellable            *cancellable,
                                                   GError                 **error);
QueristLoadBatch  *querist_load_source_pop        (QueristLoadSource       *self,
                                                   GError                 **error);
void               querist_load_source_give_back  (QueristLoadSource       *self,
                                                   QueristLoadBatch        *batch);
void               querist_load_source_free       (QueristLoadSource       *self);
const guint64     *querist_load_source_get_nulled (QueristLoadSource       *self);
guint64            querist_load_source_get_n_read (QueristLoadSource       *self);
guint64            querist_load_source_get_n_lines (QueristLoadSource      *self);
guint64            querist_load_source_get_size   (QueristLoadSource       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristLoadSource, querist_load_source_free)

G_END_DECLS
