/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-csv-splitter.h"

G_BEGIN_DECLS

/* Finds where in a file its table lies, and how it begins. Private to csv/. */
void querist_csv_layout_find (QueristCsvDialect *dialect,
                              const char        *text,
                              const char        *end,
                              GPtrArray         *warnings);

G_END_DECLS
