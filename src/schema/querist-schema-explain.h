/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-schema-ast.h"
#include "querist-schema-problems.h"

G_BEGIN_DECLS

/* Syntax errors in words: a line that can't be read is looked at for the slips that people make,
 * and the error says which. */

void querist_schema_explain_line          (QueristSchemaProblems       *problems,
                                           const char                  *text,
                                           QueristSchemaRange           line,
                                           QueristSchemaBlockKind       kind);
void querist_schema_explain_stray_line    (QueristSchemaProblems       *problems,
                                           const char                  *text,
                                           QueristSchemaRange           line,
                                           const char                  *unclosed,
                                           guint                        unclosed_line);
void querist_schema_explain_keyword       (QueristSchemaProblems       *problems,
                                           const QueristSchemaName     *name);
void querist_schema_explain_missing_type  (QueristSchemaProblems       *problems,
                                           const QueristSchemaField    *field);
void querist_schema_explain_missing_value (QueristSchemaProblems       *problems,
                                           const QueristSchemaProperty *property);

G_END_DECLS
