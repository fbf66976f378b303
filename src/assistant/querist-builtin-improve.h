/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-improvement.h"
#include "querist-schema-session.h"

G_BEGIN_DECLS

/**
 * QueristImproveMind:
 * @session: the schema
 * @facts: (nullable) (element-type QueristTableFacts): what is known of its data
 * @found: (element-type QueristImprovement): what the rules propose
 *
 * What the rules of the built-in assistant work with when they improve a schema.
 */
typedef struct {
  QueristSchemaSession *session;
  GPtrArray            *facts;
  GPtrArray            *found;
} QueristImproveMind;

GPtrArray          *querist_builtin_improve           (const char              *schema,
                                                       GPtrArray               *facts,
                                                       GCancellable            *cancellable,
                                                       GError                 **error);
QueristImprovement *querist_improve_propose           (QueristImproveMind      *self,
                                                       QueristImprovementKind   kind,
                                                       const char              *model,
                                                       const char              *field,
                                                       const char              *reason,
                                                       ...) G_GNUC_PRINTF (5, 6);
char               *querist_improve_role_of           (const char              *key);
void                querist_builtin_improve_names     (QueristImproveMind      *self);
void                querist_builtin_improve_texts     (QueristImproveMind      *self);
gboolean            querist_builtin_improve_relations (QueristImproveMind      *self,
                                                       GCancellable            *cancellable,
                                                       GError                 **error);

G_END_DECLS
