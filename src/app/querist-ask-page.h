/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-page.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_ASK_PAGE (querist_ask_page_get_type ())

G_DECLARE_FINAL_TYPE (QueristAskPage, querist_ask_page, QUERIST, ASK_PAGE, QueristPage)

G_END_DECLS
