/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-builtin-frame.h"

G_BEGIN_DECLS

typedef struct _QueristJoin QueristJoin;

/**
 * QueristJoin:
 * @table: the table that is joined
 * @alias: its name in the query
 * @parent: (nullable): what it is joined to, NULL for the base
 * @key: (nullable): the foreign key between the two
 * @backward: @key belongs to @table, so that a row of @parent may meet many of it
 * @role: (nullable): the role that this occurrence stands for
 */
struct _QueristJoin {
  const QueristKnownTable *table;
  char                    *alias;
  QueristJoin             *parent;
  const QueristForeignKey *key;
  const QueristForeignKey *role;
  gboolean                 backward;
};

/**
 * QueristJoins:
 * @joins: (element-type QueristJoin): the base first, parents before children
 * @qualified: columns must be written with their table, even if there is only one
 * @outer: (nullable): joins of the query around this one, whose aliases are taken
 */
typedef struct _QueristJoins {
  const QueristKnownSchema *schema;
  GPtrArray                *joins;
  gboolean                  qualified;
  const struct _QueristJoins *outer;
} QueristJoins;

QueristJoins *querist_joins_new      (const QueristKnownSchema *schema,
                                      const QueristKnownTable  *base,
                                      const QueristJoins       *outer);
void          querist_joins_free     (QueristJoins             *self);
QueristJoin  *querist_joins_add      (QueristJoins             *self,
                                      const QueristField       *field);
gboolean      querist_joins_fan_out  (const QueristJoin        *join);
int           querist_joins_distance (const QueristKnownSchema *schema,
                                      const QueristKnownTable  *from,
                                      const QueristKnownTable  *to,
                                      gboolean                 *backward);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristJoins, querist_joins_free)

G_END_DECLS
