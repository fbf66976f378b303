/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-catalog.h"

G_BEGIN_DECLS

/**
 * QueristColumnChange:
 * @current: (transfer none): as it is
 * @wanted: (transfer none): as it shall be
 * @type: the type changes
 * @required: NULL is no longer allowed
 * @other: NULL is allowed now, or the default changes: no value is touched
 */
typedef struct {
  const QueristColumn *current;
  const QueristColumn *wanted;
  gboolean             type;
  gboolean             required;
  gboolean             other;
} QueristColumnChange;

/**
 * QueristTableDiff:
 * @added: (element-type QueristColumn): columns to come
 * @dropped: (element-type QueristColumn): columns to go
 * @changed: (element-type QueristColumnChange)
 * @key_changed: the primary key gets other columns
 * @references_changed: foreign keys come, go or change
 * @new_references: (element-type QueristForeignKey): those that were not there
 * @added_indexes: (element-type QueristIndex)
 * @dropped_indexes: (element-type QueristIndex)
 *
 * In what a table of a database differs from the table of that name in a schema. The order of
 * columns, AUTOINCREMENT and the names of foreign keys don't count.
 */
typedef struct {
  const QueristTable *current;
  const QueristTable *wanted;
  GPtrArray          *added;
  GPtrArray          *dropped;
  GPtrArray          *changed;
  gboolean            key_changed;
  gboolean            references_changed;
  GPtrArray          *new_references;
  GPtrArray          *added_indexes;
  GPtrArray          *dropped_indexes;
} QueristTableDiff;

QueristTableDiff *querist_table_diff_new      (const QueristTable     *current,
                                               const QueristTable     *wanted);
void              querist_table_diff_free     (QueristTableDiff       *self);
gboolean          querist_table_diff_is_empty (const QueristTableDiff *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristTableDiff, querist_table_diff_free)

G_END_DECLS
