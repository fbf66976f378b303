/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

char *querist_builtin_interpret (JsonNode   *digest,
                                 const char *sql);

G_END_DECLS
