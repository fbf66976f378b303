/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GCancellable *querist_cli_get_cancellable (void);
void          querist_cli_result_cb       (GObject       *object,
                                           GAsyncResult  *result,
                                           gpointer       user_data);
GAsyncResult *querist_cli_wait            (GAsyncResult **result);

G_END_DECLS
