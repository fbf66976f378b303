/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define QUERIST_TYPE_NEW_PROJECT_DIALOG (querist_new_project_dialog_get_type ())

/* Asks for the name and place of a new project. Emits "create" (string path) when they are
 * settled. */
G_DECLARE_FINAL_TYPE (QueristNewProjectDialog, querist_new_project_dialog, QUERIST,
                      NEW_PROJECT_DIALOG, AdwWindow)

QueristNewProjectDialog *querist_new_project_dialog_new (GtkWindow *parent);

G_END_DECLS
