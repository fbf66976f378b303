/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-schema-attributes.h"

/**
 * querist_schema_resolve_native_type:
 * @context: a scalar field
 * @attribute: its `@db.…`
 */
void
querist_schema_resolve_native_type (QueristSchemaAttributeContext *context,
                                    const QueristSchemaAttribute  *attribute)
{
  if (context->member->native_type != NULL)
    querist_schema_problems_error (context->problems, attribute->range, "duplicate-attribute",
                                   "A field has one native type only");
  context->member->native_type = attribute;
}
