/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-catalog.h"

G_BEGIN_DECLS

char *querist_plan_find_problem (const char *const    *plan,
                                 const QueristCatalog *catalog);

G_END_DECLS
