/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-connection.h"
#include "querist-migration.h"

G_BEGIN_DECLS

/* For those who make a migration. */

QueristMigration     *querist_migration_new        (void);
QueristMigrationStep *querist_migration_add_step   (QueristMigration      *self);
char                 *querist_migration_dup_shape  (sqlite3               *db);
gboolean              querist_migration_run_steps  (const QueristMigration *self,
                                                    sqlite3               *db,
                                                    GError               **error);

G_END_DECLS
