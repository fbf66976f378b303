/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "querist-csv-dialect.h"

G_BEGIN_DECLS

GOptionGroup *querist_cli_csv_options (QueristCsvDialect *dialect);

G_END_DECLS
