/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-schema-resolved.h"

G_BEGIN_DECLS

/* The parts of the validation; see querist_schema_validate(). */

void     querist_schema_validate_entity      (const QueristSchemaResolved *schema,
                                              const QueristSchemaEntity   *entity,
                                              QueristSchemaProblems       *problems);
void     querist_schema_validate_schema      (const QueristSchemaResolved  *schema,
                                              const QueristSchemaBlock     *block,
                                              const QueristSchemaAttribute *attribute,
                                              const char                   *name,
                                              QueristSchemaProblems        *problems);
void     querist_schema_validate_member      (const QueristSchemaResolved *schema,
                                              const QueristSchemaMember   *member,
                                              QueristSchemaProblems       *problems);
void     querist_schema_validate_native_type (const QueristSchemaResolved *schema,
                                              const QueristSchemaMember   *member,
                                              QueristSchemaProblems       *problems);
void     querist_schema_validate_key         (const QueristSchemaResolved *schema,
                                              const QueristSchemaEntity   *entity,
                                              const QueristSchemaKey      *key,
                                              QueristSchemaProblems       *problems);
gboolean querist_schema_validate_sides       (const QueristSchemaResolved *schema,
                                              QueristSchemaProblems       *problems);
void     querist_schema_validate_relation    (const QueristSchemaResolved *schema,
                                              const QueristSchemaRelation *relation,
                                              QueristSchemaProblems       *problems);
void     querist_schema_validate_names       (const QueristSchemaResolved *schema,
                                              QueristSchemaProblems       *problems);

G_END_DECLS
