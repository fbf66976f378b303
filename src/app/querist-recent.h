/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The projects opened last, kept in the settings key "recent-projects". */

GStrv  querist_recent_list           (GSettings  *settings);
void   querist_recent_add            (GSettings  *settings,
                                      const char *path);
void   querist_recent_remove         (GSettings  *settings,
                                      const char *path);
char  *querist_recent_default_parent (void);
char  *querist_recent_free_path      (const char *parent,
                                      const char *name);

G_END_DECLS
