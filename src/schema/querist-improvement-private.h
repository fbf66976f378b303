/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-improvement.h"
#include "querist-schema-session.h"

G_BEGIN_DECLS

/**
 * QueristImprover:
 * @session: the text as it is before the change
 * @edits: (element-type QueristTextEdit): what the change does to it
 * @error: (nullable): why it can't be done
 *
 * One change on its way into the text.
 */
typedef struct {
  QueristSchemaSession     *session;
  const QueristImprovement *change;
  GPtrArray                *edits;
  GError                   *error;
} QueristImprover;

gboolean             querist_improver_refuse       (QueristImprover          *self,
                                                    const char               *format,
                                                    ...) G_GNUC_PRINTF (2, 3);
void                 querist_improver_replace      (QueristImprover          *self,
                                                    guint                     start,
                                                    guint                     end,
                                                    const char               *format,
                                                    ...) G_GNUC_PRINTF (4, 5);
guint                querist_improver_line_start   (QueristImprover          *self,
                                                    guint                     offset);
guint                querist_improver_line_end     (QueristImprover          *self,
                                                    guint                     offset);
void                 querist_improver_delete_field (QueristImprover          *self,
                                                    const QueristSchemaBlock *block,
                                                    const QueristSchemaField *field);
void                 querist_improver_set_type     (QueristImprover          *self,
                                                    const QueristSchemaField *field,
                                                    const char               *type,
                                                    QueristSchemaArity        arity);
QueristSchemaEntity *querist_improver_find_model   (QueristImprover          *self,
                                                    const char               *name);
QueristSchemaMember *querist_improver_find_field   (QueristImprover          *self,
                                                    QueristSchemaEntity      *entity,
                                                    const char               *name);

GPtrArray           *querist_improver_find_edits   (const char               *text,
                                                    const QueristImprovement *change,
                                                    GError                  **error);
char                *querist_improver_apply        (const char               *text,
                                                    const QueristImprovement *change,
                                                    GError                  **error);
char                *querist_improver_find_error   (const char               *text);

gboolean             querist_improver_describe     (QueristImprover          *self);
gboolean             querist_improver_add          (QueristImprover          *self);
gboolean             querist_improver_change       (QueristImprover          *self);
gboolean             querist_improver_remove       (QueristImprover          *self);

G_END_DECLS
