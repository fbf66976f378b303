/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-catalog.h"
#include "querist-connection.h"

G_BEGIN_DECLS

QueristCatalog *querist_introspect_connection (sqlite3  *db,
                                               GError  **error);

G_END_DECLS
