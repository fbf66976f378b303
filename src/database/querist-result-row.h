/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "querist-result.h"

G_BEGIN_DECLS

QueristResultRow *querist_result_row_new (sqlite3_stmt *statement,
                                          guint         n_cells);

G_END_DECLS
