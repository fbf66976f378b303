/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  QUERIST_SCHEMA_PLACE_NOWHERE,
  QUERIST_SCHEMA_PLACE_TOP,
  QUERIST_SCHEMA_PLACE_SETTING,
  QUERIST_SCHEMA_PLACE_SETTING_VALUE,
  QUERIST_SCHEMA_PLACE_FIELD,
  QUERIST_SCHEMA_PLACE_TYPE,
  QUERIST_SCHEMA_PLACE_ATTRIBUTE,
  QUERIST_SCHEMA_PLACE_BLOCK_ATTRIBUTE,
  QUERIST_SCHEMA_PLACE_ARGUMENT,
  QUERIST_SCHEMA_PLACE_LIST,
} QueristSchemaPlace;

/**
 * QueristSchemaContext:
 * @start: where the word being typed begins, in bytes from the start of the text
 * @keyword: (nullable): the keyword of the block around
 * @block: (nullable): its name
 * @field: (nullable): the first word of the line
 * @type: (nullable): the second, without `?` and `[]`
 * @attribute: (nullable): the attribute whose parentheses are open, without `@`
 * @argument: (nullable): the named argument that is being written
 * @in_string: whether a string is open
 *
 * What is known of the place where somebody types, from the text before it alone: the rest of
 * the line is usually missing or broken.
 */
typedef struct {
  QueristSchemaPlace  place;
  gsize               start;
  char               *keyword;
  char               *block;
  char               *field;
  char               *type;
  char               *attribute;
  char               *argument;
  gboolean            in_string;
} QueristSchemaContext;

void querist_schema_context_find  (QueristSchemaContext *self,
                                   const char           *text,
                                   gsize                 offset);
void querist_schema_context_clear (QueristSchemaContext *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (QueristSchemaContext, querist_schema_context_clear)

G_END_DECLS
