/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _QueristTextStream QueristTextStream;

QueristTextStream *querist_text_stream_new  (void);
char              *querist_text_stream_feed (QueristTextStream *self,
                                             const char        *piece);
void               querist_text_stream_free (QueristTextStream *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristTextStream, querist_text_stream_free)

G_END_DECLS
