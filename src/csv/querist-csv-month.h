/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint querist_csv_month_read (const char **text,
                              const char  *end,
                              gboolean    *is_long);

G_END_DECLS
