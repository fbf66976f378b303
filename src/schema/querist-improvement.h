/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "querist-table-facts.h"

G_BEGIN_DECLS

/* More than this nobody reads through, whatever a model replies. */
#define QUERIST_IMPROVEMENTS_MAX 500

/**
 * QueristImprovementKind:
 * @QUERIST_IMPROVEMENT_RENAME: a model, enum, field or enum value gets another name, the database
 *   keeps its own
 * @QUERIST_IMPROVEMENT_DESCRIBE: a model, enum, field or enum value gets a `///` line
 * @QUERIST_IMPROVEMENT_ADD_RELATION: fields of a model refer to fields of another
 * @QUERIST_IMPROVEMENT_CHANGE_RELATION: a relation goes by other fields, to another model, or has
 *   another cardinality or name
 * @QUERIST_IMPROVEMENT_REMOVE_RELATION: both relation fields go, the column stays
 * @QUERIST_IMPROVEMENT_SET_OPTIONAL: a field may be without a value
 * @QUERIST_IMPROVEMENT_SET_REQUIRED: a field may not
 */
typedef enum {
  QUERIST_IMPROVEMENT_RENAME,
  QUERIST_IMPROVEMENT_DESCRIBE,
  QUERIST_IMPROVEMENT_ADD_RELATION,
  QUERIST_IMPROVEMENT_CHANGE_RELATION,
  QUERIST_IMPROVEMENT_REMOVE_RELATION,
  QUERIST_IMPROVEMENT_SET_OPTIONAL,
  QUERIST_IMPROVEMENT_SET_REQUIRED,
} QueristImprovementKind;

/**
 * QueristCardinality:
 *
 * How many rows of the model that refers there may be for one row of the other.
 */
typedef enum {
  QUERIST_CARDINALITY_UNSAID,
  QUERIST_CARDINALITY_ONE,
  QUERIST_CARDINALITY_MANY,
} QueristCardinality;

/**
 * QueristImprovement:
 * @model: the block it is about, by its name in the text
 * @field: (nullable): the field or enum value; of ADD_RELATION the relation field to be made, of
 *   CHANGE_RELATION and REMOVE_RELATION the one that holds the key
 * @name: (nullable): of RENAME the new name, of a relation the name of the relation
 * @text: (nullable): of DESCRIBE the description, one line
 * @target: (nullable): the model that a relation refers to
 * @fields: (nullable): the fields that hold the key
 * @references: (nullable): the fields of @target that they refer to
 * @opposite: (nullable): the relation field of @target
 * @reason: why, in a sentence for a person
 * @problem: (nullable): why it can't be applied
 * @finding: (nullable): what the data say about it
 * @doubtful: whether @finding speaks against it
 *
 * One change that an assistant proposes for a schema. All names are those of the text that it was
 * proposed for, whatever other changes are applied beside it.
 */
typedef struct {
  QueristImprovementKind  kind;
  char                   *model;
  char                   *field;
  char                   *name;
  char                   *text;
  char                   *target;
  GStrv                   fields;
  GStrv                   references;
  char                   *opposite;
  QueristCardinality      cardinality;
  char                   *reason;
  char                   *problem;
  char                   *finding;
  gboolean                doubtful;
} QueristImprovement;

QueristImprovement *querist_improvement_new       (QueristImprovementKind     kind,
                                                   const char                *model,
                                                   const char                *field);
QueristImprovement *querist_improvement_copy      (const QueristImprovement  *self);
void                querist_improvement_free      (QueristImprovement        *self);
GPtrArray          *querist_improvements_new      (void);
char               *querist_improvement_describe  (const QueristImprovement  *self);
void                querist_improvement_follow    (QueristImprovement        *self,
                                                   GPtrArray                 *renames);
JsonNode           *querist_improvement_to_json   (const QueristImprovement  *self);
QueristImprovement *querist_improvement_from_json (JsonNode                  *node,
                                                   GError                   **error);

/* Applying them: pure functions of the text. */

char               *querist_improvements_apply    (const char                *text,
                                                   GPtrArray                 *improvements,
                                                   GPtrArray                **problems,
                                                   GError                   **error);
gboolean            querist_improvements_check    (const char                *text,
                                                   GPtrArray                 *improvements,
                                                   GError                   **error);
GPtrArray          *querist_improvements_pieces   (const char                *text,
                                                   GPtrArray                 *improvements);

/* Holding them against the data. */

/**
 * QueristMeasureFunc:
 * @table: a table
 * @column: a column of it that refers to another
 * @target: the other table
 * @reference: the column referred to
 * @n_distinct: (out): different values of @column
 * @n_missing: (out): how many of these do not occur in @reference
 *
 * Looks where no profile tells, in a database.
 *
 * Returns: whether it could find out
 */
typedef gboolean (*QueristMeasureFunc) (const char *table,
                                        const char *column,
                                        const char *target,
                                        const char *reference,
                                        guint64    *n_distinct,
                                        guint64    *n_missing,
                                        gpointer    user_data);

void                querist_improvements_weigh    (const char                *text,
                                                   GPtrArray                 *improvements,
                                                   GPtrArray                 *facts,
                                                   QueristMeasureFunc         measure,
                                                   gpointer                   user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristImprovement, querist_improvement_free)

G_END_DECLS
