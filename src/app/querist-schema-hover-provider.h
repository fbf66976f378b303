/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

#define QUERIST_TYPE_SCHEMA_HOVER_PROVIDER (querist_schema_hover_provider_get_type ())

/* Tells what is wrong with the text below the pointer, with ways to mend it, or else what it is. */
G_DECLARE_FINAL_TYPE (QueristSchemaHoverProvider, querist_schema_hover_provider, QUERIST,
                      SCHEMA_HOVER_PROVIDER, GObject)

QueristSchemaHoverProvider *
     querist_schema_hover_provider_new             (void);
void querist_schema_hover_provider_set_diagnostics (QueristSchemaHoverProvider *self,
                                                    GPtrArray                  *diagnostics);

G_END_DECLS
