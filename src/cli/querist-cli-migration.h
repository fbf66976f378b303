/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-migration.h"

G_BEGIN_DECLS

int querist_cli_migrate (const char           *database,
                         const QueristCatalog *catalog,
                         gboolean              accept_data_loss,
                         gboolean              dry_run);

G_END_DECLS
