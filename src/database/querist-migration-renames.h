/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-connection.h"
#include "querist-migration-diff.h"
#include "querist-migration.h"

G_BEGIN_DECLS

/* Renames that a schema asks for by `/// @renamed from NAME`. */

GPtrArray  *querist_migration_find_renames   (const QueristCatalog *current,
                                              const QueristCatalog *wanted);
void        querist_migration_plan_renames   (GPtrArray            *renames,
                                              sqlite3              *db,
                                              QueristMigration     *migration);
gboolean    querist_migration_show_renamed   (GPtrArray            *renames,
                                              sqlite3              *db,
                                              GError              **error);
const char *querist_migration_former_table   (GPtrArray            *renames,
                                              const char           *table);
void        querist_migration_note_old_hints (const QueristCatalog *current,
                                              const QueristCatalog *wanted,
                                              QueristMigration     *migration);

/* Renames that nobody asked for, and that a loss may come from. */

void        querist_migration_suspect_columns (QueristMigrationStep   *step,
                                               const QueristTableDiff *diff);
void        querist_migration_suspect_table   (QueristMigrationStep   *step,
                                               const QueristTable     *dropped,
                                               const QueristCatalog   *current,
                                               const QueristCatalog   *wanted);

G_END_DECLS
