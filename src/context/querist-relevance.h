/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-context.h"

G_BEGIN_DECLS

double *querist_relevance_of_tables   (QueristCatalog *catalog,
                                       const char     *question,
                                       GPtrArray      *values);
double  querist_relevance_of_question (const char     *question,
                                       const char     *other);

G_END_DECLS
