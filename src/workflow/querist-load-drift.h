/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-loader.h"

G_BEGIN_DECLS

gboolean querist_load_file_follow_header (QueristLoadFile    *self,
                                          GPtrArray          *notes,
                                          GError            **error);

G_END_DECLS
