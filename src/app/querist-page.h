/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "querist-workspace.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_PAGE (querist_page_get_type ())

/* A part of the window that shows a workspace. Property: workspace (construct or set once). */
G_DECLARE_DERIVABLE_TYPE (QueristPage, querist_page, QUERIST, PAGE, AdwBin)

/**
 * QueristPageClass:
 * @bind_workspace: called once, when the workspace is there: connect to its signals (with
 *   g_signal_connect_object()) and show what it holds
 */
struct _QueristPageClass {
  AdwBinClass parent_class;

  void (*bind_workspace) (QueristPage      *self,
                          QueristWorkspace *workspace);
};

QueristWorkspace *querist_page_get_workspace (QueristPage *self);
void              querist_page_toast         (QueristPage *self,
                                              const char  *text);
void              querist_page_set_paned     (QueristPage *self,
                                              GtkPaned    *paned,
                                              const char  *settings_key);

G_END_DECLS
