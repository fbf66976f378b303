/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-builtin-period.h"
#include "querist-builtin-schema.h"

G_BEGIN_DECLS

typedef enum {
  QUERIST_AGGREGATE_NONE,
  QUERIST_AGGREGATE_COUNT,
  QUERIST_AGGREGATE_SUM,
  QUERIST_AGGREGATE_AVG,
  QUERIST_AGGREGATE_MAX,
  QUERIST_AGGREGATE_MIN,
} QueristAggregate;

typedef enum {
  QUERIST_OPERATOR_EQ,
  QUERIST_OPERATOR_LT,
  QUERIST_OPERATOR_LE,
  QUERIST_OPERATOR_GT,
  QUERIST_OPERATOR_GE,
  QUERIST_OPERATOR_CONTAINS,
  QUERIST_OPERATOR_STARTS,
  QUERIST_OPERATOR_ENDS,
  QUERIST_OPERATOR_NULL,
  QUERIST_OPERATOR_TRUE,
  QUERIST_OPERATOR_PERIOD,
  QUERIST_OPERATOR_EXISTS,
} QueristOperator;

/**
 * QueristField:
 * @column: (nullable): NULL for the row itself
 * @role: (nullable): the foreign key over which @table is meant …
 * @role_owner: (nullable): … of this table
 */
typedef struct {
  const QueristKnownTable  *table;
  const QueristKnownColumn *column;
  const QueristForeignKey  *role;
  const QueristKnownTable  *role_owner;
} QueristField;

/**
 * QueristMeasure:
 * @field: what is reckoned; its column is NULL for rows and for @amount
 * @amount: what a row is worth, when @is_amount
 * @per: (nullable): the average is that of the sums (or counts) per row of this table
 */
typedef struct {
  QueristAggregate         aggregate;
  QueristField             field;
  gboolean                 distinct;
  gboolean                 is_amount;
  QueristAmount            amount;
  const QueristKnownTable *per;
} QueristMeasure;

typedef struct {
  QueristField    field;
  QueristTimeUnit unit;
} QueristGroup;

/**
 * QueristCondition:
 * @values: (nullable): texts, any of which will do
 * @number: to compare with, when @values is NULL
 * @average: compare with the average of the column instead
 * @period: days, for QUERIST_OPERATOR_PERIOD; a side that is open has no valid date
 * @text: the words of the question that it comes from
 */
typedef struct {
  QueristField     field;
  QueristOperator  op;
  gboolean         negated;
  GPtrArray       *values;
  double           number;
  gboolean         average;
  QueristPeriod    period;
  char            *text;
} QueristCondition;

/**
 * QueristOrder:
 * @measure: index of the measure to order by, or -1 for @field
 */
typedef struct {
  int             measure;
  QueristField    field;
  gboolean        descending;
} QueristOrder;

/**
 * QueristHaving:
 * @measure: index of the measure
 */
typedef struct {
  guint           measure;
  QueristOperator op;
  double          number;
} QueristHaving;

/**
 * QueristFrame:
 * @subject: (nullable): what the rows of the answer are
 * @conditions: (element-type QueristCondition): all must hold
 * @limit: 0 for none
 * @share: each measure as a percentage of the whole
 * @share_condition: index of the condition whose rows are the part, or -1
 * @compare: two periods stand beside each other …
 * @growth: … and only what has changed from something is of interest
 * @before: the earlier of them
 * @after: the later
 *
 * What a question asks for, free of words and of SQL.
 */
typedef struct {
  const QueristKnownTable *subject;
  GArray                  *select;
  GArray                  *measures;
  GArray                  *groups;
  GPtrArray               *conditions;
  GArray                  *having;
  GArray                  *orders;
  guint                    limit;
  gboolean                 distinct;
  gboolean                 share;
  int                      share_condition;
  gboolean                 compare;
  gboolean                 growth;
  QueristPeriod            before;
  QueristPeriod            after;
  QueristField             compare_date;
  GPtrArray               *assumptions;
} QueristFrame;

QueristFrame     *querist_frame_new           (void);
void              querist_frame_free          (QueristFrame           *self);
QueristCondition *querist_condition_new       (const QueristField     *field,
                                               QueristOperator         op);
QueristCondition *querist_condition_copy      (const QueristCondition *self);
void              querist_condition_free      (gpointer                data);
gboolean          querist_field_equal         (const QueristField     *a,
                                               const QueristField     *b);
void              querist_frame_assume        (QueristFrame           *self,
                                               const char             *format,
                                               ...) G_GNUC_PRINTF (2, 3);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristFrame, querist_frame_free)

G_END_DECLS
