/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-schema-resolved.h"

G_BEGIN_DECLS

gboolean querist_schema_is_operator_class     (const char                *name);
void     querist_schema_check_operator_class  (const QueristSchemaKey    *key,
                                               QueristSchemaProblems     *problems);

G_END_DECLS
