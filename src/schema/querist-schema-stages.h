/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-schema-resolved.h"

G_BEGIN_DECLS

/* The stages of giving a tree its meaning, in the order they run. Each reports what it finds and
 * leaves a state the next can work on. The last, the validation, needs a schema without errors. */

void     querist_schema_resolve_names      (QueristSchemaResolved       *self,
                                            QueristSchemaProblems       *problems);
void     querist_schema_resolve_config     (QueristSchemaResolved       *self,
                                            QueristSchemaProblems       *problems);
void     querist_schema_resolve_types      (QueristSchemaResolved       *self,
                                            QueristSchemaProblems       *problems);
void     querist_schema_resolve_attributes (QueristSchemaResolved       *self,
                                            QueristSchemaProblems       *problems);
void     querist_schema_resolve_relations  (QueristSchemaResolved       *self);
void     querist_schema_validate           (const QueristSchemaResolved *self,
                                            QueristSchemaProblems       *problems);

/* Used by several stages. */

gboolean querist_schema_is_reserved_name   (const char                  *name);

G_END_DECLS
