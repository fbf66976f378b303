/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "querist-project.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_REJECTS_VIEW (querist_rejects_view_get_type ())

/* The rows that could not be loaded, file by file: to be looked at, mended, tried again, dismissed
 * and exported. Signals:
 *   "changed": rows were loaded, dismissed or restored, and the ledger is to be read anew */
G_DECLARE_FINAL_TYPE (QueristRejectsView, querist_rejects_view, QUERIST, REJECTS_VIEW, AdwBin)

void querist_rejects_view_set_ledger (QueristRejectsView  *self,
                                      QueristProject      *project,
                                      const QueristLedger *ledger);

G_END_DECLS
