/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char     *querist_rename_hint_strip   (const char *documentation,
                                       GStrv      *former_names);
char     *querist_rename_hint_write   (const char *former_name);
gboolean  querist_rename_hint_matches (const char *line);

G_END_DECLS
