/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-name-match.h"
#include "querist-schema-subject.h"

G_BEGIN_DECLS

/**
 * QueristRelation:
 * @child: (transfer none): the table that refers
 * @columns: (element-type guint): positions of its columns
 * @parent: (transfer none): the table referred to
 * @references: (element-type guint): positions of the columns referred to, as many
 * @match: how the names speak for it
 * @containment: part of the different values of @child that occur in @parent, 0 to 1
 * @n_missing: different values that do not; about, unless @measured
 * @n_missing_rows: rows with such values; known once @measured
 * @measured: querist_relation_measure() was called
 * @empty: @child has no values, so that names alone decide
 * @points: how sure it is; 4 is enough
 */
typedef struct {
  const QueristSubject *child;
  GArray               *columns;
  const QueristSubject *parent;
  GArray               *references;
  QueristNameMatch      match;
  double                containment;
  guint64               n_missing;
  guint64               n_missing_rows;
  gboolean              measured;
  gboolean              empty;
  double                points;
} QueristRelation;

GPtrArray *querist_find_relations (GPtrArray        *subjects,
                                   GCancellable     *cancellable,
                                   GError          **error);
void       querist_relation_free  (QueristRelation  *self);
gboolean   querist_relation_covers (const QueristRelation *self,
                                    guint                  position);
gboolean   querist_relation_measure (QueristRelation      *self,
                                     GCancellable         *cancellable,
                                     GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristRelation, querist_relation_free)

G_END_DECLS
