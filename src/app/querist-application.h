/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define QUERIST_TYPE_APPLICATION (querist_application_get_type ())

/* The program: one instance, a window for each project. Actions: app.new-window, app.preferences,
 * app.about, app.sample, app.quit. */
G_DECLARE_FINAL_TYPE (QueristApplication, querist_application, QUERIST, APPLICATION,
                      AdwApplication)

QueristApplication *querist_application_new (void);

G_END_DECLS
