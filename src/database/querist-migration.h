/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "querist-catalog.h"

G_BEGIN_DECLS

/**
 * QueristMigrationStep:
 * @statements: (element-type utf8): SQL, in order; none when there is only a refusal
 * @loss: (nullable): what the step would lose: sentences with counts, a line each
 * @refusal: (nullable): why it can't be done at all, and what to do instead, a line each
 */
typedef struct {
  GPtrArray *statements;
  char      *loss;
  char      *refusal;
} QueristMigrationStep;

/**
 * QueristMigration:
 * @steps: (element-type QueristMigrationStep): empty when the database fits the schema
 */
typedef struct {
  GPtrArray *steps;
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
void              querist_migration_step_free (QueristMigrationStep  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristMigration, querist_migration_free)

G_END_DECLS
