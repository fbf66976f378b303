/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-catalog.h"

G_BEGIN_DECLS

char *querist_schema_write (const QueristCatalog *catalog,
                            const char           *database_url);

G_END_DECLS
