/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-catalog.h"
#include "querist-schema-ast.h"
#include "querist-schema-problems.h"

G_BEGIN_DECLS

/* What the names of a schema's tree mean: which type a field has, which fields a key covers, how
 * two relation fields belong together. Everything lives as long as the tree. */

typedef struct _QueristSchemaEntity QueristSchemaEntity;
typedef struct _QueristSchemaMember QueristSchemaMember;
typedef struct _QueristSchemaRelation QueristSchemaRelation;

/**
 * QueristSchemaProvider:
 *
 * The database a schema is for. @QUERIST_SCHEMA_PROVIDER_NONE: it has no datasource;
 * @QUERIST_SCHEMA_PROVIDER_OTHER: one whose own rules are not known here.
 */
typedef enum {
  QUERIST_SCHEMA_PROVIDER_NONE,
  QUERIST_SCHEMA_PROVIDER_SQLITE,
  QUERIST_SCHEMA_PROVIDER_POSTGRESQL,
  QUERIST_SCHEMA_PROVIDER_OTHER,
} QueristSchemaProvider;

typedef enum {
  QUERIST_SCHEMA_KIND_UNKNOWN,
  QUERIST_SCHEMA_KIND_SCALAR,
  QUERIST_SCHEMA_KIND_ENUM,
  QUERIST_SCHEMA_KIND_UNSUPPORTED,
  QUERIST_SCHEMA_KIND_COMPOSITE,
  QUERIST_SCHEMA_KIND_RELATION,
} QueristSchemaKind;

/**
 * QueristSchemaEnumValue:
 * @database_name: as the database keeps it
 */
typedef struct {
  const QueristSchemaField *field;
  const char               *database_name;
} QueristSchemaEnumValue;

typedef struct {
  const QueristSchemaBlock     *block;
  const char                   *database_name;
  const QueristSchemaAttribute *schema_attribute;
  const char                   *schema;
  guint                         n_values;
  QueristSchemaEnumValue       *values;
  GHashTable                   *by_name;
} QueristSchemaEnum;

typedef enum {
  QUERIST_SCHEMA_KEY_ID,
  QUERIST_SCHEMA_KEY_UNIQUE,
  QUERIST_SCHEMA_KEY_INDEX,
  QUERIST_SCHEMA_KEY_FULLTEXT,
} QueristSchemaKeyKind;

/**
 * QueristSchemaKeyPart:
 * @sort: (nullable): "Asc" or "Desc" where it is given
 * @ops: (nullable): the operator class, where a known one is given
 * @raw_ops: whether one is given as raw("…")
 */
typedef struct {
  QueristSchemaMember *member;
  const char          *sort;
  gboolean             has_length;
  const char          *ops;
  gboolean             raw_ops;
} QueristSchemaKeyPart;

typedef struct _QueristSchemaKey QueristSchemaKey;

/**
 * QueristSchemaKey:
 * @member: (nullable): the field that bears the attribute; NULL for one of the model
 * @map: (nullable): the name in the database, where it is given
 * @name: (nullable): the client's name, where it is given
 * @type: (nullable): the index method, where it is given
 *
 * A primary key, unique constraint or index.
 */
struct _QueristSchemaKey {
  QueristSchemaKey             *next;
  QueristSchemaKeyKind          kind;
  const QueristSchemaAttribute *attribute;
  QueristSchemaMember          *member;
  guint                         n_parts;
  QueristSchemaKeyPart         *parts;
  const char                   *map;
  const char                   *name;
  const char                   *type;
};

/**
 * QueristSchemaMember:
 * @column: name in the database
 * @scalar: the type, if @kind is QUERIST_SCHEMA_KIND_SCALAR
 * @enumeration: (nullable): the type, if it is an enum
 * @target: (nullable): the type, if it is a model or a composite type
 * @default_value: (nullable): the argument of `@default`
 * @relation_attribute: (nullable): its `@relation`
 * @relation_name: (nullable): the name in it
 * @fields: the fields on this side that hold the key
 * @references: the fields of @target that these refer to
 * @relation: (nullable): the relation it is one side of
 *
 * A field of a model, view or type.
 */
struct _QueristSchemaMember {
  const QueristSchemaField      *field;
  QueristSchemaEntity           *entity;
  QueristSchemaKind              kind;
  QueristScalar                  scalar;
  QueristSchemaEnum             *enumeration;
  QueristSchemaEntity           *target;
  const char                    *column;
  const QueristSchemaAttribute  *map_attribute;
  gboolean                       ignored;
  gboolean                       updated_at;
  const QueristSchemaAttribute  *default_attribute;
  const QueristSchemaExpression *default_value;
  const QueristSchemaAttribute  *native_type;
  const QueristSchemaAttribute  *relation_attribute;
  const char                    *relation_name;
  guint                          n_fields;
  QueristSchemaMember          **fields;
  guint                          n_references;
  QueristSchemaMember          **references;
  gboolean                       has_fields;
  gboolean                       has_references;
  gboolean                       has_on_delete;
  gboolean                       has_on_update;
  QueristReferentialAction       on_delete;
  QueristReferentialAction       on_update;
  const char                    *relation_map;
  QueristSchemaRelation         *relation;
};

/**
 * QueristSchemaEntity:
 * @table: name in the database
 * @members: @n_members of them in the order of the text
 * @id: (nullable): the primary key
 * @keys: unique constraints and indexes, those of fields first, up to @last_key
 *
 * A model, view or type.
 */
struct _QueristSchemaEntity {
  const QueristSchemaBlock     *block;
  const char                   *table;
  const QueristSchemaAttribute *map_attribute;
  const QueristSchemaAttribute *schema_attribute;
  const char                   *schema;
  guint                         n_members;
  QueristSchemaMember          *members;
  GHashTable                   *by_name;
  gboolean                      ignored;
  QueristSchemaKey             *id;
  QueristSchemaKey             *keys;
  QueristSchemaKey             *last_key;
};

typedef enum {
  QUERIST_SCHEMA_ONE_TO_ONE,
  QUERIST_SCHEMA_ONE_TO_MANY,
  QUERIST_SCHEMA_MANY_TO_MANY,
} QueristSchemaCardinality;

/**
 * QueristSchemaRelation:
 * @near: (nullable): the side that holds the key; of a many-to-many relation the one whose model
 *   is first by name; NULL where only the list is there
 * @far: (nullable): the other side; NULL where it is missing
 * @name: (nullable): as given in `@relation`
 */
struct _QueristSchemaRelation {
  QueristSchemaCardinality  cardinality;
  QueristSchemaMember      *near;
  QueristSchemaMember      *far;
  const char               *name;
};

/**
 * QueristSchemaResolved:
 * @entities: (element-type QueristSchemaEntity): models, views and types
 * @enums: (element-type QueristSchemaEnum)
 * @relations: (element-type QueristSchemaRelation)
 * @datasource: (nullable)
 * @foreign_keys: whether relations are FOREIGN KEY clauses (relationMode)
 * @schemas: (nullable): the database schemas that the datasource lists
 */
typedef struct {
  QueristSchemaTree        *tree;
  GPtrArray                *entities;
  GPtrArray                *enums;
  GPtrArray                *relations;
  GHashTable               *entities_by_name;
  GHashTable               *enums_by_name;
  const QueristSchemaBlock *datasource;
  QueristSchemaProvider     provider;
  const char               *url;
  gboolean                  foreign_keys;
  GHashTable               *preview_features;
  GHashTable               *schemas;
} QueristSchemaResolved;

QueristSchemaResolved *querist_schema_resolve         (QueristSchemaTree           *tree,
                                                       QueristSchemaProblems       *problems);
void                   querist_schema_resolved_free   (QueristSchemaResolved       *self);
QueristSchemaEntity   *querist_schema_find_entity     (const QueristSchemaResolved *self,
                                                       const char                  *name);
QueristSchemaEnum     *querist_schema_find_enum       (const QueristSchemaResolved *self,
                                                       const char                  *name);
QueristSchemaMember   *querist_schema_find_member     (const QueristSchemaEntity   *entity,
                                                       const char                  *name);
gboolean               querist_schema_entity_is_model (const QueristSchemaEntity   *entity);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristSchemaResolved, querist_schema_resolved_free)

G_END_DECLS
