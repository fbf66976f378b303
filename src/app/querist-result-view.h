/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "querist-result.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_RESULT_VIEW (querist_result_view_get_type ())

/* The rows of an answer as table, chart and summary, and their way out into files. */
G_DECLARE_FINAL_TYPE (QueristResultView, querist_result_view, QUERIST, RESULT_VIEW, GtkWidget)

void querist_result_view_set_result  (QueristResultView *self,
                                      QueristResult     *result,
                                      const char        *title);
void querist_result_view_set_message (QueristResultView *self,
                                      const char        *text,
                                      gboolean           working);

G_END_DECLS
