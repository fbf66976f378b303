/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-load-job.h"
#include "querist-load-source.h"

G_BEGIN_DECLS

gboolean querist_load_direct_is_possible (QueristLoadJob           *job,
                                          const QueristLoadTarget  *target);
gboolean querist_load_direct_run         (QueristLoadJob           *job,
                                          const QueristLoadTarget  *target,
                                          QueristLoadSource        *source,
                                          GError                  **error);

G_END_DECLS
