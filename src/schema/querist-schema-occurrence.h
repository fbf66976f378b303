/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-schema-resolved.h"

G_BEGIN_DECLS

typedef enum {
  QUERIST_SCHEMA_OCCURRENCE_ENTITY,
  QUERIST_SCHEMA_OCCURRENCE_ENUM,
  QUERIST_SCHEMA_OCCURRENCE_MEMBER,
  QUERIST_SCHEMA_OCCURRENCE_VALUE,
} QueristSchemaOccurrenceKind;

/**
 * QueristSchemaOccurrence:
 * @definition: whether the name is given here, not used
 *
 * A place where the name of a model, enum, field or enum value stands.
 */
typedef struct {
  QueristSchemaOccurrenceKind  kind;
  QueristSchemaRange           range;
  gboolean                     definition;
  QueristSchemaEntity         *entity;
  QueristSchemaEnum           *enumeration;
  QueristSchemaMember         *member;
  QueristSchemaEnumValue      *value;
} QueristSchemaOccurrence;

GArray   *querist_schema_occurrences     (const QueristSchemaResolved   *schema);
gboolean  querist_schema_same_occurrence (const QueristSchemaOccurrence *a,
                                          const QueristSchemaOccurrence *b);
gboolean  querist_schema_find_occurrence (GArray                        *occurrences,
                                          guint                          offset,
                                          QueristSchemaOccurrence       *found);

G_END_DECLS
