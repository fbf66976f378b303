/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-page.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_SCHEMA_PAGE (querist_schema_page_get_type ())

G_DECLARE_FINAL_TYPE (QueristSchemaPage, querist_schema_page, QUERIST, SCHEMA_PAGE, QueristPage)

G_END_DECLS
