/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-window.h"

G_BEGIN_DECLS

struct _QueristWindow {
  AdwApplicationWindow  parent_instance;

  QueristWorkspace     *workspace;
  GSettings            *settings;
  gboolean              ask_after_load;
  gboolean              rows_unknown;
  gboolean              narrow;
  gboolean              wide;

  AdwToastOverlay      *toasts;
  AdwHeaderBar         *header;
  GtkWidget            *sidebar_button;
  GtkWidget            *project_button;
  GtkLabel             *project_title;
  GtkLabel             *project_subtitle;
  AdwViewSwitcherTitle *switcher;
  AdwViewSwitcherBar   *switcher_bar;
  GtkMenuButton        *menu_button;
  GMenuModel           *project_menu;
  GMenuModel           *main_menu;
  GMenuModel           *narrow_menu;
  GtkWidget            *model_chip;
  GtkImage             *model_icon;
  GtkLabel             *model_label;
  GtkRevealer          *banner;
  GtkLabel             *banner_label;
  GtkButton            *banner_button;
  GtkStack             *stack;
  AdwFlap              *flap;
  AdwViewStack         *pages;
};

void querist_window_init_actions   (QueristWindow *self);
void querist_window_update_actions (QueristWindow *self);
void querist_window_init_drop      (QueristWindow *self);
void querist_window_open_project   (QueristWindow *self,
                                    const char    *path);
void querist_window_show_load_report (QueristWindow       *self,
                                      const QueristLedger *ledger,
                                      gboolean             to_rejects);
void querist_window_show_error     (QueristWindow *self,
                                    const char    *heading,
                                    const char    *text);

G_END_DECLS
