/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-builtin-joins.h"

G_BEGIN_DECLS

/* SQL expressions for the parts of a frame. Only a query over several tables qualifies names. */

char *querist_expression_column    (const QueristJoins       *joins,
                                    const QueristJoin        *join,
                                    const char               *column);
char *querist_expression_field     (QueristJoins             *joins,
                                    const QueristField       *field);
char *querist_expression_key       (QueristJoins             *joins,
                                    const QueristField       *field);
char *querist_expression_unit      (const char               *date,
                                    QueristTimeUnit           unit);
char *querist_expression_amount    (QueristJoins             *joins,
                                    const QueristMeasure     *measure);
char *querist_expression_period    (const char               *date,
                                    const QueristPeriod      *period);
char *querist_expression_condition (QueristJoins             *joins,
                                    const QueristCondition   *condition);

G_END_DECLS
