/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtksourceview/gtksource.h>

#include "querist-schema-editor.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_SCHEMA_COMPLETION_PROVIDER (querist_schema_completion_provider_get_type ())

/* Completes keywords, types, models, fields and attributes by what may stand at the cursor. */
G_DECLARE_FINAL_TYPE (QueristSchemaCompletionProvider, querist_schema_completion_provider, QUERIST,
                      SCHEMA_COMPLETION_PROVIDER, GObject)

GtkSourceCompletionProvider *querist_schema_completion_provider_new (void);
const char                  *querist_schema_symbol_icon_name        (QueristSchemaSymbolKind kind);

G_END_DECLS
