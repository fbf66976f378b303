/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-relation-finder.h"

G_BEGIN_DECLS

GPtrArray *querist_find_keys_and_relations (GPtrArray     *subjects,
                                            GCancellable  *cancellable,
                                            GError       **error);

G_END_DECLS
