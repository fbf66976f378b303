/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-statistics.h"

G_BEGIN_DECLS

char      *querist_analysis_fingerprint (const char      *database);
GPtrArray *querist_analysis_read        (const char      *database,
                                         QueristCatalog  *catalog,
                                         const char      *cache_dir,
                                         GCancellable    *cancellable,
                                         GError         **error);
QueristTableStatistics *
           querist_analysis_read_table  (const char          *database,
                                         const QueristTable  *table,
                                         const char          *fingerprint,
                                         const char          *cache_dir,
                                         GCancellable        *cancellable,
                                         GError             **error);

G_END_DECLS
