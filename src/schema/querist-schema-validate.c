/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-schema-stages.h"

/**
 * querist_schema_validate:
 * @self: a schema without errors so far
 * @problems: gets what is wrong
 *
 * Checks what only shows when everything is resolved.
 */
void
querist_schema_validate (const QueristSchemaResolved *self,
                         QueristSchemaProblems       *problems)
{
}
