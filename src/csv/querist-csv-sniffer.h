/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-csv-dialect.h"

G_BEGIN_DECLS

QueristCsvDialect *querist_csv_sniff (const char              *path,
                                      const QueristCsvDialect *wanted,
                                      double                  *confidence,
                                      GPtrArray               *warnings,
                                      GError                 **error);
QueristCsvDialect *querist_csv_sniff_beginning (const char              *path,
                                                const QueristCsvDialect *wanted,
                                                gboolean                *presumed,
                                                double                  *confidence,
                                                GPtrArray               *warnings,
                                                GError                 **error);

G_END_DECLS
