/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-schema-ast.h"
#include "querist-schema-problems.h"

G_BEGIN_DECLS

/* Beyond this a text is no schema that a person keeps. */
#define QUERIST_SCHEMA_MAX_BYTES (64 * 1024 * 1024)

QueristSchemaTree *querist_schema_parse (const char            *text,
                                         guint                  length,
                                         QueristSchemaProblems *problems);

G_END_DECLS
