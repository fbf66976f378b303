/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-project.h"

G_BEGIN_DECLS

void  querist_example_questions_async  (QueristProject       *project,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
GStrv querist_example_questions_finish (GAsyncResult         *result,
                                        GError              **error);

G_END_DECLS
