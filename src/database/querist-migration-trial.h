/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-connection.h"
#include "querist-migration.h"

G_BEGIN_DECLS

/* What is set before the transaction of a migration, since it can't be set in one: references are
 * checked at the end, and a renamed table keeps the views over it. */
#define QUERIST_MIGRATION_PREPARE "PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON"

sqlite3 *querist_migration_clone (sqlite3           *db,
                                  GError           **error);
gboolean querist_migration_try   (QueristMigration  *self,
                                  sqlite3           *db,
                                  GError           **error);

G_END_DECLS
