/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "querist-csv-profile.h"

G_BEGIN_DECLS

/**
 * QueristEvidence:
 * @model: the model it is about
 * @field: (nullable): the field, NULL when about the model
 * @decision: what was decided, such as "Int @id" or "relation to Customer"
 * @text: why, with counts: "11 998 of 12 000 values of order.customer_id occur in customer.id"
 * @warning: whether a person should look at it (dirty references, conflicting hints)
 *
 * The reason behind one line of a suggested schema.
 */
typedef struct {
  char    *model;
  char    *field;
  char    *decision;
  char    *text;
  gboolean warning;
} QueristEvidence;

/**
 * QueristSuggestion:
 * @text: the schema.prisma, formatted, which passes the checker
 * @evidence: (element-type QueristEvidence): in the order of @text
 * @tables: for every profile, in their order, the database name of the table that it feeds
 */
typedef struct {
  char      *text;
  GPtrArray *evidence;
  GStrv      tables;
} QueristSuggestion;

QueristSuggestion *querist_schema_suggest   (GPtrArray               *profiles,
                                             const char              *database_url,
                                             GCancellable            *cancellable,
                                             GError                 **error);
char              *querist_suggestion_to_text_with_why (const QueristSuggestion *self);
void               querist_suggestion_free  (QueristSuggestion       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristSuggestion, querist_suggestion_free)

G_END_DECLS
