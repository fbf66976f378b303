/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-connection.h"

G_BEGIN_DECLS

void querist_ledger_plan_rename (sqlite3           *db,
                                 const char        *table,
                                 const char        *new_table,
                                 const char *const *columns,
                                 GPtrArray         *statements);

G_END_DECLS
