/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "querist-project.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_LOAD_REPORT (querist_load_report_get_type ())

/* What became of the files: rows loaded and rejected, values changed, the rejected rows to be mended
 * and loaded, and the texts that stored values can't give back. */
G_DECLARE_FINAL_TYPE (QueristLoadReport, querist_load_report, QUERIST, LOAD_REPORT, AdwWindow)

GtkWidget *querist_load_report_new (GtkWindow           *parent,
                                    QueristProject      *project,
                                    const QueristLedger *ledger,
                                    gboolean             to_rejects);

G_END_DECLS
