/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "querist-workspace.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_WINDOW (querist_window_get_type ())

/* One window shows one workspace. Pages reach it through actions, not through this header:
 *   win.page (string: "data", "schema", "ask"), win.toast (string),
 *   win.error ((ss): heading, text), win.add-files, win.new-project, win.open-project,
 *   win.suggest-schema */
G_DECLARE_FINAL_TYPE (QueristWindow, querist_window, QUERIST, WINDOW, AdwApplicationWindow)

QueristWindow    *querist_window_new           (GtkApplication    *application);
QueristWorkspace *querist_window_get_workspace (QueristWindow     *self);
void              querist_window_open_paths    (QueristWindow     *self,
                                                const char *const *paths);
void              querist_window_open_sample   (QueristWindow     *self,
                                                const char        *sample_dir);
void              querist_window_show_banner   (QueristWindow     *self,
                                                const char        *text,
                                                const char        *button_label,
                                                const char        *action_name);

G_END_DECLS
