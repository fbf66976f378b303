/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-schema-arguments.h"
#include "querist-schema-resolved.h"

G_BEGIN_DECLS

/**
 * QueristSchemaAttributeContext:
 * @entity: (nullable): the model, view or type
 * @member: (nullable): the field, NULL for a block attribute
 * @enumeration: (nullable): the enum
 * @value: (nullable): its value
 *
 * What an attribute stands at.
 */
typedef struct {
  QueristSchemaResolved  *schema;
  QueristSchemaProblems  *problems;
  QueristSchemaEntity    *entity;
  QueristSchemaMember    *member;
  QueristSchemaEnum      *enumeration;
  QueristSchemaEnumValue *value;
} QueristSchemaAttributeContext;

/**
 * QueristSchemaAttributeRule:
 * @resolve: takes the attribute's meaning over
 * @repeatable: whether there may be several
 * @refused: @resolve refuses the attribute as such, so its arguments aren’t looked at
 *
 * An attribute that may stand at some place.
 */
typedef struct {
  const char             *name;
  void                  (*resolve) (QueristSchemaAttributeContext *context,
                                    const QueristSchemaAttribute  *attribute);
  QueristSchemaSignature  signature;
  gboolean                repeatable;
  gboolean                refused;
} QueristSchemaAttributeRule;

extern const QueristSchemaSignature querist_schema_map_signature;

void querist_schema_resolve_field_id      (QueristSchemaAttributeContext *context,
                                           const QueristSchemaAttribute  *attribute);
void querist_schema_resolve_field_unique  (QueristSchemaAttributeContext *context,
                                           const QueristSchemaAttribute  *attribute);
void querist_schema_resolve_block_id      (QueristSchemaAttributeContext *context,
                                           const QueristSchemaAttribute  *attribute);
void querist_schema_resolve_block_unique  (QueristSchemaAttributeContext *context,
                                           const QueristSchemaAttribute  *attribute);
void querist_schema_resolve_index         (QueristSchemaAttributeContext *context,
                                           const QueristSchemaAttribute  *attribute);
void querist_schema_resolve_fulltext      (QueristSchemaAttributeContext *context,
                                           const QueristSchemaAttribute  *attribute);
void querist_schema_check_id_arity        (QueristSchemaAttributeContext *context);
void querist_schema_resolve_default       (QueristSchemaAttributeContext *context,
                                           const QueristSchemaAttribute  *attribute);
void querist_schema_resolve_relation      (QueristSchemaAttributeContext *context,
                                           const QueristSchemaAttribute  *attribute);
void querist_schema_resolve_native_type   (QueristSchemaAttributeContext *context,
                                           const QueristSchemaAttribute  *attribute);

G_END_DECLS
