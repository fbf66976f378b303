/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-page.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_DATA_PAGE (querist_data_page_get_type ())

G_DECLARE_FINAL_TYPE (QueristDataPage, querist_data_page, QUERIST, DATA_PAGE, QueristPage)

G_END_DECLS
