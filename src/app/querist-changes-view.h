/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "querist-migration.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_CHANGES_VIEW (querist_changes_view_get_type ())

/* What will be done to the database: the SQL that will run, and in words what would be lost. */
G_DECLARE_FINAL_TYPE (QueristChangesView, querist_changes_view, QUERIST, CHANGES_VIEW, AdwBin)

void querist_changes_view_set_migration (QueristChangesView     *self,
                                         const QueristMigration *migration);
void querist_changes_view_set_problem   (QueristChangesView     *self,
                                         const char             *message);

G_END_DECLS
