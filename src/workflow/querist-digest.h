/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "querist-result.h"

G_BEGIN_DECLS

void      querist_digest_new_async  (QueristResult        *result,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
JsonNode *querist_digest_new_finish (GAsyncResult         *result,
                                     GError              **error);

G_END_DECLS
