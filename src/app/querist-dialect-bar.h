/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "querist-csv-dialect.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_DIALECT_BAR (querist_dialect_bar_get_type ())

/* How a file is read, one button for each decision. Emits "override" (pointer: a
 * QueristCsvDialect, valid during the call) when a person decides otherwise. */
G_DECLARE_FINAL_TYPE (QueristDialectBar, querist_dialect_bar, QUERIST, DIALECT_BAR, AdwBin)

void querist_dialect_bar_set_dialect (QueristDialectBar       *self,
                                      const QueristCsvDialect *dialect);
void querist_dialect_bar_set_day_first (QueristDialectBar       *self,
                                        gboolean                 day_first);

G_END_DECLS
