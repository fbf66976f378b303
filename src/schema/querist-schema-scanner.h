/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-schema-ast.h"
#include "querist-schema-problems.h"

G_BEGIN_DECLS

/* A cursor over a schema text, and what the parser's files take from it. Every take function
 * either goes past what it names and tells so, or stays where it was. */

typedef struct {
  const char            *text;
  guint                  length;
  guint                  pos;
  QueristSchemaTree     *tree;
  QueristSchemaProblems *problems;
  guint                  depth;
} QueristSchemaScanner;

void     querist_schema_scanner_skip_blanks     (QueristSchemaScanner *self);
gboolean querist_schema_scanner_at_line_end     (QueristSchemaScanner *self);
gboolean querist_schema_scanner_take_line_end   (QueristSchemaScanner *self);
gboolean querist_schema_scanner_take            (QueristSchemaScanner *self,
                                                 const char           *token);
gboolean querist_schema_scanner_take_identifier (QueristSchemaScanner *self,
                                                 QueristSchemaName    *name);
gboolean querist_schema_scanner_take_path       (QueristSchemaScanner *self,
                                                 QueristSchemaName    *name);
gboolean querist_schema_scanner_take_comment    (QueristSchemaScanner *self,
                                                 QueristSchemaRange   *comment);
void     querist_schema_scanner_skip_line       (QueristSchemaScanner *self);

QueristSchemaExpression *querist_schema_parse_expression (QueristSchemaScanner   *self);
QueristSchemaAttribute  *querist_schema_parse_attribute  (QueristSchemaScanner   *self);
QueristSchemaExpression *querist_schema_parse_string     (QueristSchemaScanner   *self);

G_END_DECLS
