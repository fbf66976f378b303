/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "querist-workspace.h"

G_BEGIN_DECLS

void querist_load_flow_start (GtkWindow        *parent,
                              QueristWorkspace *workspace);

G_END_DECLS
