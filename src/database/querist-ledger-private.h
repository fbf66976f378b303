/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-connection.h"
#include "querist-ledger.h"

G_BEGIN_DECLS

/* The ledger as a load and a retry of rejects write it. */

gboolean           querist_ledger_has_column (sqlite3                  *db,
                                              const char               *table,
                                              const char               *column);
gboolean           querist_ledger_make_tables (sqlite3                 *db,
                                               GError                 **error);
gboolean           querist_ledger_insert_file (sqlite3                 *db,
                                               QueristLedgerFile       *file,
                                               gint64                   run,
                                               const char              *recipe,
                                               GError                 **error);
gboolean           querist_ledger_update_file (sqlite3                 *db,
                                               const QueristLedgerFile *file,
                                               GError                 **error);
QueristLedgerFile *querist_ledger_find_file   (sqlite3                 *db,
                                               gint64                   id,
                                               GError                 **error);

G_END_DECLS
