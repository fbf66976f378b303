/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-catalog.h"
#include "querist-relation-finder.h"
#include "querist-schema-suggest.h"

G_BEGIN_DECLS

GPtrArray *querist_schema_evidence_collect (const QueristCatalog *catalog,
                                            GPtrArray            *subjects,
                                            GPtrArray            *relations);

G_END_DECLS
