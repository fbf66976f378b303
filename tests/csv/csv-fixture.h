/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-csv-profile.h"

G_BEGIN_DECLS

char              *csv_fixture_write   (const char               *bytes,
                                        gsize                     length);
void               csv_fixture_remove  (char                     *path);
char              *csv_fixture_table   (const char               *bytes,
                                        gsize                     length,
                                        const QueristCsvDialect  *wanted,
                                        guint                    *n_rejected);
QueristCsvProfile *csv_fixture_profile (const char               *bytes,
                                        gsize                     length,
                                        const QueristCsvDialect  *wanted);

G_END_DECLS
