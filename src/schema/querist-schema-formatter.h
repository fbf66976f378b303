/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-schema-ast.h"

G_BEGIN_DECLS

char *querist_schema_format_tree (const QueristSchemaTree *tree);

G_END_DECLS
