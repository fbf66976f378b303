/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _QueristSseParser QueristSseParser;

/**
 * QueristSseFunc:
 * @data: the event's data, valid UTF-8, valid during the call
 *
 * Told of every event. Returns: whether to go on.
 */
typedef gboolean (*QueristSseFunc) (const char *data,
                                    gpointer    user_data);

QueristSseParser *querist_sse_parser_new  (QueristSseFunc    callback,
                                           gpointer          user_data);
gboolean          querist_sse_parser_feed (QueristSseParser *self,
                                           const char       *bytes,
                                           gsize             length,
                                           GError          **error);
void              querist_sse_parser_end  (QueristSseParser *self);
void              querist_sse_parser_free (QueristSseParser *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristSseParser, querist_sse_parser_free)

G_END_DECLS
