/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-page.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_SIDEBAR (querist_sidebar_get_type ())

G_DECLARE_FINAL_TYPE (QueristSidebar, querist_sidebar, QUERIST, SIDEBAR, QueristPage)

G_END_DECLS
