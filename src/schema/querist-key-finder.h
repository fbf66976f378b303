/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-schema-subject.h"

G_BEGIN_DECLS

gboolean querist_find_keys        (GPtrArray      *subjects,
                                   GCancellable   *cancellable,
                                   GError        **error);
gboolean querist_column_may_be_key (const QueristSubjectColumn *column);
gboolean querist_column_is_foreign (const QueristSubjectColumn *column,
                                    const QueristSubject       *subject,
                                    GPtrArray                  *subjects);

G_END_DECLS
