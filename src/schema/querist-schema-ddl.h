/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-catalog.h"

G_BEGIN_DECLS

/* Single statements, for whoever changes a database step by step. */

char *querist_schema_create_table  (const QueristTable  *table,
                                    const char          *name);
char *querist_schema_create_index  (const QueristTable  *table,
                                    const QueristIndex  *index);
void  querist_schema_append_column (GString             *string,
                                    const QueristTable  *table,
                                    const QueristColumn *column);
void  querist_schema_append_name   (GString             *string,
                                    const char          *name);

G_END_DECLS
