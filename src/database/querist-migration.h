/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "querist-catalog.h"

G_BEGIN_DECLS

/**
 * QueristProbableRename:
 * @model: a model of the schema
 * @field: (nullable): its field; NULL for the model itself
 * @former: the name that its column or table may have in the database now
 *
 * What is dropped and what is added look like one thing under two names.
 */
typedef struct {
  char *model;
  char *field;
  char *former;
} QueristProbableRename;

/**
 * QueristMigrationStep:
 * @statements: (element-type utf8): SQL, in order; none when there is only a refusal
 * @loss: (nullable): what the step would lose: sentences with counts, a line each
 * @refusal: (nullable): why it can't be done at all, and what to do instead, a line each
 * @renames: (element-type QueristProbableRename): hints that may spare the loss or the refusal
 */
typedef struct {
  GPtrArray *statements;
  char      *loss;
  char      *refusal;
  GPtrArray *renames;
} QueristMigrationStep;

/**
 * QueristMigration:
 * @steps: (element-type QueristMigrationStep): empty when the database fits the schema
 * @notes: (element-type utf8): what is worth knowing, but asks for nothing
 * @shape: what tables, indexes, triggers and views it was planned for
 */
typedef struct {
  GPtrArray *steps;
  GPtrArray *notes;
  char      *shape;
} QueristMigration;

QueristCatalog   *querist_introspect         (const char             *database,
                                              GError                **error);
QueristMigration *querist_migration_plan     (const char             *database,
                                              const QueristCatalog   *catalog,
                                              GError                **error);
char             *querist_migration_to_sql   (const QueristMigration *self);
gboolean          querist_migration_loses    (const QueristMigration *self);
gboolean          querist_migration_run      (const QueristMigration *self,
                                              const char             *database,
                                              gboolean                accept_data_loss,
                                              GCancellable           *cancellable,
                                              GError                **error);
void              querist_migration_free     (QueristMigration       *self);
char             *querist_probable_rename_to_string
                                             (const QueristProbableRename *self);
QueristProbableRename *
                  querist_probable_rename_copy
                                             (const QueristProbableRename *self);
void              querist_probable_rename_free
                                             (QueristProbableRename  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristMigration, querist_migration_free)

G_END_DECLS
