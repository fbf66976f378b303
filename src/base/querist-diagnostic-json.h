/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "querist-diagnostic.h"

G_BEGIN_DECLS

JsonArray *querist_diagnostics_to_json   (GPtrArray *diagnostics);
GPtrArray *querist_diagnostics_from_json (JsonArray *array);

G_END_DECLS
