/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-diagnostic.h"
#include "querist-schema-ast.h"

G_BEGIN_DECLS

/* More findings than this help nobody: the rest is counted and said in one last finding. */
#define QUERIST_SCHEMA_MAX_PROBLEMS 1000

typedef struct _QueristSchemaProblems QueristSchemaProblems;

QueristSchemaProblems *querist_schema_problems_new        (const char            *text,
                                                           guint                  length);
void                   querist_schema_problems_free       (QueristSchemaProblems *self);
QueristDiagnostic     *querist_schema_problems_error      (QueristSchemaProblems *self,
                                                           QueristSchemaRange     range,
                                                           const char            *code,
                                                           const char            *format,
                                                           ...) G_GNUC_PRINTF (4, 5);
QueristDiagnostic     *querist_schema_problems_warn       (QueristSchemaProblems *self,
                                                           QueristSchemaRange     range,
                                                           const char            *code,
                                                           const char            *format,
                                                           ...) G_GNUC_PRINTF (4, 5);
void                   querist_schema_problem_advise      (QueristDiagnostic     *problem,
                                                           const char            *format,
                                                           ...) G_GNUC_PRINTF (2, 3);
void                   querist_schema_problem_propose     (QueristDiagnostic     *problem,
                                                           const char            *replacement);
guint                  querist_schema_problems_n_errors   (QueristSchemaProblems *self);
void                   querist_schema_problems_rewind     (QueristSchemaProblems *self,
                                                           guint                  n_errors);
guint                  querist_schema_problems_line       (QueristSchemaProblems *self,
                                                           guint                  offset);
GPtrArray             *querist_schema_problems_finish     (QueristSchemaProblems *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristSchemaProblems, querist_schema_problems_free)

G_END_DECLS
