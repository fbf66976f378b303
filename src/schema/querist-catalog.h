/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-scalar.h"

G_BEGIN_DECLS

/* What a database holds or shall hold, free of syntax: made from a schema.prisma or by looking at
 * a database. The diff compares two of them, the DDL is written from one, and everything that
 * comes after setup (context, assistants, loader, window) reads this and no schema text. */

typedef enum {
  QUERIST_ACTION_NO_ACTION,
  QUERIST_ACTION_RESTRICT,
  QUERIST_ACTION_CASCADE,
  QUERIST_ACTION_SET_NULL,
  QUERIST_ACTION_SET_DEFAULT,
} QueristReferentialAction;

/**
 * QueristColumn:
 * @name: in the database
 * @field: in the schema; equal to @name where nobody chose another
 * @documentation: (nullable): the `///` text
 * @former_names: (nullable): names that the database may still have for it
 * @type: the scalar type; QUERIST_SCALAR_STRING for an enum
 * @database_type: the type as the database spells it, such as "INTEGER"
 * @enum_name: (nullable): the enum, when @type is one
 * @enum_values: (nullable): its values as the database keeps them
 * @default_sql: (nullable): the expression after DEFAULT
 * @primary_key: whether it is (a part of) the primary key
 */
typedef struct {
  char          *name;
  char          *field;
  char          *documentation;
  GStrv          former_names;
  QueristScalar  type;
  char          *database_type;
  char          *enum_name;
  GStrv          enum_values;
  gboolean       nullable;
  gboolean       autoincrement;
  char          *default_sql;
  gboolean       primary_key;
} QueristColumn;

/**
 * QueristForeignKey:
 * @field: (nullable): the relation field on this side
 * @opposite: (nullable): the relation field on the other side
 */
typedef struct {
  char                     *name;
  char                     *field;
  char                     *opposite;
  GStrv                     columns;
  char                     *table;
  GStrv                     references;
  QueristReferentialAction  on_delete;
  QueristReferentialAction  on_update;
} QueristForeignKey;

typedef struct {
  char     *name;
  gboolean  unique;
  GStrv     columns;
  gboolean *descending;
} QueristIndex;

/**
 * QueristTable:
 * @name: in the database
 * @model: in the schema
 * @former_names: (nullable): names that the database may still have for it
 * @columns: (element-type QueristColumn): in schema order
 * @primary_key: column names in key order, never NULL, may be empty
 * @foreign_keys: (element-type QueristForeignKey)
 * @indexes: (element-type QueristIndex)
 * @line: line of the model in the schema text, 0 if there is none
 */
typedef struct {
  char      *name;
  char      *model;
  char      *documentation;
  GStrv      former_names;
  GPtrArray *columns;
  GStrv      primary_key;
  GPtrArray *foreign_keys;
  GPtrArray *indexes;
  guint      line;
} QueristTable;

/**
 * QueristCatalog:
 * @tables: (element-type QueristTable): in schema order
 *
 * Reference counted and never changed once it is handed out, so threads may share it.
 */
typedef struct {
  GPtrArray *tables;
} QueristCatalog;

QueristCatalog      *querist_catalog_new          (void);
QueristCatalog      *querist_catalog_ref          (QueristCatalog       *self);
void                 querist_catalog_unref        (QueristCatalog       *self);
const QueristTable  *querist_catalog_find_table   (const QueristCatalog *self,
                                                   const char           *name);
QueristTable        *querist_table_new            (const char           *name);
void                 querist_table_free           (QueristTable         *self);
const QueristColumn *querist_table_find_column    (const QueristTable   *self,
                                                   const char           *name);
const QueristForeignKey *
                     querist_table_find_reference (const QueristTable   *self,
                                                   const char           *column);
QueristColumn       *querist_column_new           (const char           *name);
void                 querist_column_free          (QueristColumn        *self);
QueristForeignKey   *querist_foreign_key_new      (void);
void                 querist_foreign_key_free     (QueristForeignKey    *self);
QueristIndex        *querist_index_new            (void);
void                 querist_index_free           (QueristIndex         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristCatalog, querist_catalog_unref)

G_END_DECLS
