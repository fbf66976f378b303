/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-relation-finder.h"

G_BEGIN_DECLS

void     querist_find_clear_keys     (GPtrArray                  *subjects);
gboolean querist_find_other_keys     (GPtrArray                  *subjects,
                                      GPtrArray                  *relations,
                                      GCancellable               *cancellable,
                                      GError                    **error);
gboolean querist_column_may_be_key   (const QueristSubjectColumn *column);

G_END_DECLS
