/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-schema-resolved.h"

G_BEGIN_DECLS

QueristCatalog *querist_schema_build_catalog    (const QueristSchemaResolved *schema,
                                                 QueristSchemaProblems       *problems);
char           *querist_schema_constraint_name  (const char                  *table,
                                                 const char *const           *columns,
                                                 const char                  *suffix);
char           *querist_schema_join_table_name  (const QueristSchemaRelation *relation);
void            querist_schema_relation_actions (const QueristSchemaMember   *near,
                                                 QueristReferentialAction    *on_delete,
                                                 QueristReferentialAction    *on_update);
char           *querist_schema_quote_string     (const char                  *text);

G_END_DECLS
