/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-connection.h"
#include "querist-migration-diff.h"
#include "querist-migration.h"

G_BEGIN_DECLS

gint64   querist_migration_count        (sqlite3                   *db,
                                         const char                *sql);
void     querist_migration_add_loss     (QueristMigrationStep      *step,
                                         const char                *format,
                                         ...) G_GNUC_PRINTF (2, 3);
void     querist_migration_add_refusal  (QueristMigrationStep      *step,
                                         const char                *format,
                                         ...) G_GNUC_PRINTF (2, 3);
char    *querist_migration_convert      (const QueristColumnChange *change);
void     querist_migration_check_table  (QueristMigrationStep      *step,
                                         sqlite3                   *db,
                                         const QueristCatalog      *current,
                                         const QueristTableDiff    *diff);
void     querist_migration_check_enums  (QueristMigrationStep      *step,
                                         sqlite3                   *db,
                                         const QueristTableDiff    *diff);

G_END_DECLS
