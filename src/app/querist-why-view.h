/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "querist-schema-suggest.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_WHY_VIEW (querist_why_view_get_type ())

/* The reasons behind a suggested schema. Emits "activated" (string model, string field or NULL)
 * when a person wants to see the line. */
G_DECLARE_FINAL_TYPE (QueristWhyView, querist_why_view, QUERIST, WHY_VIEW, AdwBin)

void                   querist_why_view_set_evidence (QueristWhyView *self,
                                                      GPtrArray      *evidence);
const QueristEvidence *querist_why_view_select       (QueristWhyView *self,
                                                      const char     *model,
                                                      const char     *field);
void                   querist_why_view_set_outline  (QueristWhyView *self,
                                                      GPtrArray      *outline);
void                   querist_why_view_show_warnings (QueristWhyView *self);

G_END_DECLS
