/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "querist-project.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_ORIGINALS_VIEW (querist_originals_view_get_type ())

/* The texts that stored values can't give back, column by column, beside the values. Read from the
 * database when the view is shown for the first time. */
G_DECLARE_FINAL_TYPE (QueristOriginalsView, querist_originals_view, QUERIST, ORIGINALS_VIEW, AdwBin)

void querist_originals_view_set_project (QueristOriginalsView *self,
                                         QueristProject       *project);

G_END_DECLS
