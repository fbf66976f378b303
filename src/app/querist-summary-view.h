/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "querist-result.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_SUMMARY_VIEW (querist_summary_view_get_type ())

/* What is in each column of a result, over all its rows. The rows are read when it is first seen. */
G_DECLARE_FINAL_TYPE (QueristSummaryView, querist_summary_view, QUERIST, SUMMARY_VIEW, GtkWidget)

void querist_summary_view_set_result (QueristSummaryView *self,
                                      QueristResult      *result);

G_END_DECLS
