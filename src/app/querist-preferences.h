/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "querist-workspace.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_PREFERENCES (querist_preferences_get_type ())

/* Who answers, and what is told to them. Every change counts at once. */
G_DECLARE_FINAL_TYPE (QueristPreferences, querist_preferences, QUERIST, PREFERENCES,
                      AdwPreferencesWindow)

GtkWindow *querist_preferences_new (GtkWindow        *parent,
                                    QueristWorkspace *workspace);

G_END_DECLS
