/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The tree of a schema text, as it stands: every line of the text is in it, also those that are
 * no valid schema, so that the formatter loses nothing and the editor's services work while a
 * person types. What the names in it mean is worked out in querist-schema-model.h.
 *
 * All nodes and strings belong to the tree and live as long as it does. */

/**
 * QueristSchemaRange:
 * @start: bytes before the place
 * @end: bytes before what follows it
 */
typedef struct {
  guint start;
  guint end;
} QueristSchemaRange;

typedef struct {
  const char         *text;
  QueristSchemaRange  range;
} QueristSchemaName;

typedef enum {
  QUERIST_SCHEMA_NUMBER,
  QUERIST_SCHEMA_STRING,
  QUERIST_SCHEMA_CONSTANT,
  QUERIST_SCHEMA_FUNCTION,
  QUERIST_SCHEMA_ARRAY,
} QueristSchemaExpressionKind;

typedef struct _QueristSchemaArgument QueristSchemaArgument;
typedef struct _QueristSchemaExpression QueristSchemaExpression;

/**
 * QueristSchemaExpression:
 * @next: the next item of the array it is in
 * @text: a number as it stands, a string without its escapes, a constant's or function's name;
 *   NULL for an array
 * @arguments: of a function
 * @items: of an array
 */
struct _QueristSchemaExpression {
  QueristSchemaExpression     *next;
  QueristSchemaExpressionKind  kind;
  QueristSchemaRange           range;
  const char                  *text;
  QueristSchemaArgument       *arguments;
  QueristSchemaExpression     *items;
};

/**
 * QueristSchemaArgument:
 * @name: its text is NULL where the value stands alone
 * @value: (nullable): NULL for a name without a value, as in `fields:`
 */
struct _QueristSchemaArgument {
  QueristSchemaArgument   *next;
  QueristSchemaRange       range;
  QueristSchemaName        name;
  QueristSchemaExpression *value;
};

typedef struct _QueristSchemaAttribute QueristSchemaAttribute;

/**
 * QueristSchemaAttribute:
 * @range: from the name to the end of the arguments, without the `@`
 * @name: without the `@`, may have dots
 */
struct _QueristSchemaAttribute {
  QueristSchemaAttribute *next;
  QueristSchemaRange      range;
  QueristSchemaName       name;
  gboolean                has_arguments;
  QueristSchemaArgument  *arguments;
};

typedef enum {
  QUERIST_SCHEMA_REQUIRED,
  QUERIST_SCHEMA_OPTIONAL,
  QUERIST_SCHEMA_LIST,
} QueristSchemaArity;

typedef struct _QueristSchemaField QueristSchemaField;

/**
 * QueristSchemaField:
 * @range: from the name to the end of the line
 * @type: its text is NULL for an enum's value; the SQL type if @unsupported
 * @type_range: the type with its `?` or `[]`
 * @faulty: its type is missing or written in another language's way, which is reported
 * @documentation: (nullable): the `///` text, lines parted by \n
 *
 * A field of a model, or a value of an enum.
 */
struct _QueristSchemaField {
  QueristSchemaField     *next;
  QueristSchemaRange      range;
  QueristSchemaName       name;
  QueristSchemaName       type;
  QueristSchemaRange      type_range;
  gboolean                unsupported;
  gboolean                faulty;
  QueristSchemaArity      arity;
  QueristSchemaAttribute *attributes;
  const char             *documentation;
};

typedef struct _QueristSchemaProperty QueristSchemaProperty;

/**
 * QueristSchemaProperty:
 * @value: (nullable): NULL where nothing follows the `=`
 *
 * A setting of a datasource or a generator.
 */
struct _QueristSchemaProperty {
  QueristSchemaProperty   *next;
  QueristSchemaRange       range;
  QueristSchemaName        name;
  QueristSchemaExpression *value;
};

typedef enum {
  QUERIST_SCHEMA_MODEL,
  QUERIST_SCHEMA_VIEW,
  QUERIST_SCHEMA_TYPE,
  QUERIST_SCHEMA_ENUM,
  QUERIST_SCHEMA_DATASOURCE,
  QUERIST_SCHEMA_GENERATOR,
} QueristSchemaBlockKind;

typedef enum {
  QUERIST_SCHEMA_ITEM_BLANK,
  QUERIST_SCHEMA_ITEM_COMMENT,
  QUERIST_SCHEMA_ITEM_INVALID,
  QUERIST_SCHEMA_ITEM_FIELD,
  QUERIST_SCHEMA_ITEM_ATTRIBUTE,
  QUERIST_SCHEMA_ITEM_PROPERTY,
  QUERIST_SCHEMA_ITEM_BLOCK,
} QueristSchemaItemKind;

typedef struct _QueristSchemaItem QueristSchemaItem;
typedef struct _QueristSchemaBlock QueristSchemaBlock;

/**
 * QueristSchemaItem:
 * @range: the text of a comment or an invalid line, without the line end
 * @comment: a comment that follows it on its line; empty if there is none
 *
 * A line of the text, or a block of them, in the order of the text.
 */
struct _QueristSchemaItem {
  QueristSchemaItem     *next;
  QueristSchemaItemKind  kind;
  QueristSchemaRange     range;
  QueristSchemaRange     comment;
  union {
    QueristSchemaField     *field;
    QueristSchemaAttribute *attribute;
    QueristSchemaProperty  *property;
    QueristSchemaBlock     *block;
  };
};

/**
 * QueristSchemaBlock:
 * @range: from the keyword to the closing brace
 * @head_rest: what follows the opening brace on its line (a comment, if anything)
 * @body: from the line after the opening brace to the closing brace
 * @items: every line in it
 * @fields: of a model, view or type; the values of an enum
 * @attributes: the block attributes
 * @properties: of a datasource or generator
 */
struct _QueristSchemaBlock {
  QueristSchemaBlock     *next;
  QueristSchemaBlockKind  kind;
  QueristSchemaRange      range;
  QueristSchemaName       name;
  QueristSchemaRange      head_rest;
  QueristSchemaRange      body;
  QueristSchemaItem      *items;
  QueristSchemaField     *fields;
  QueristSchemaAttribute *attributes;
  QueristSchemaProperty  *properties;
  const char             *documentation;
};

/**
 * QueristSchemaTree:
 * @text: the text it was made from, not copied: it must outlive the tree
 * @items: every line and block of it
 * @blocks: the blocks alone
 */
typedef struct {
  const char         *text;
  guint               length;
  QueristSchemaItem  *items;
  QueristSchemaBlock *blocks;
  /*< private >*/
  GStringChunk       *strings;
  GPtrArray          *chunks;
  GPtrArray          *arrays;
  gsize               chunk_used;
} QueristSchemaTree;

QueristSchemaTree *querist_schema_tree_new        (const char             *text,
                                                   guint                   length);
gpointer           querist_schema_tree_alloc      (QueristSchemaTree      *self,
                                                   gsize                   size);
gpointer           querist_schema_tree_alloc_many (QueristSchemaTree      *self,
                                                   gsize                   size,
                                                   guint                   n);
const char        *querist_schema_tree_string     (QueristSchemaTree      *self,
                                                   const char             *string,
                                                   gssize                  length);
void               querist_schema_tree_free       (QueristSchemaTree      *self);
const char        *querist_schema_block_keyword   (QueristSchemaBlockKind  kind);

#define querist_schema_tree_make(tree, type) \
  ((type *) querist_schema_tree_alloc (tree, sizeof (type)))

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristSchemaTree, querist_schema_tree_free)

G_END_DECLS
