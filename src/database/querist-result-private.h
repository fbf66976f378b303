/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-connection.h"
#include "querist-result.h"

G_BEGIN_DECLS

QueristResult *querist_result_new_from_statement (sqlite3_stmt  *statement,
                                                  guint64        max_rows,
                                                  GError       **error);

G_END_DECLS
