/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-relation-finder.h"

G_BEGIN_DECLS

gboolean querist_find_tuple_relations (GPtrArray     *subjects,
                                       GPtrArray     *relations,
                                       GCancellable  *cancellable,
                                       GError       **error);

G_END_DECLS
