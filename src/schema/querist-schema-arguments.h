/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-schema-ast.h"
#include "querist-schema-problems.h"

G_BEGIN_DECLS

/**
 * QueristSchemaSignature:
 * @positional: (nullable): the argument that may stand without its name
 * @names: (array zero-terminated=1): all arguments that an attribute takes
 */
typedef struct {
  const char *positional;
  const char *names[8];
} QueristSchemaSignature;

const QueristSchemaExpression *
             querist_schema_find_argument      (const QueristSchemaAttribute  *attribute,
                                                const QueristSchemaSignature  *signature,
                                                const char                    *name);
void         querist_schema_check_arguments    (QueristSchemaProblems         *problems,
                                                const QueristSchemaAttribute  *attribute,
                                                const QueristSchemaSignature  *signature);
const char  *querist_schema_get_string         (QueristSchemaProblems         *problems,
                                                const QueristSchemaExpression *value);
const char  *querist_schema_get_constant       (QueristSchemaProblems         *problems,
                                                const QueristSchemaExpression *value);
const char  *querist_schema_get_map_argument   (QueristSchemaProblems         *problems,
                                                const QueristSchemaAttribute  *attribute,
                                                const char                    *name);
const char  *querist_schema_get_sort_argument  (QueristSchemaProblems         *problems,
                                                const QueristSchemaArgument   *argument);
char        *querist_schema_expression_to_text (const QueristSchemaTree       *tree,
                                                const QueristSchemaExpression *value);
void         querist_schema_report_missing     (QueristSchemaProblems         *problems,
                                                const QueristSchemaAttribute  *attribute,
                                                const char                    *name);
guint        querist_schema_count_items        (const QueristSchemaExpression *value);

G_END_DECLS
