/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-page.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_START_PAGE (querist_start_page_get_type ())

G_DECLARE_FINAL_TYPE (QueristStartPage, querist_start_page, QUERIST, START_PAGE, QueristPage)

G_END_DECLS
