/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GStrv    querist_find_data_files   (const char *const *paths);
gboolean querist_is_project_folder (const char        *path);

G_END_DECLS
