/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QUERIST_TYPE_QUESTION_ENTRY (querist_question_entry_get_type ())

/* Where questions are typed: Enter asks, Shift+Enter begins a new line. "submitted" (string) tells
 * the question; while the page is working the button stops it instead (action ask.stop). */
G_DECLARE_FINAL_TYPE (QueristQuestionEntry, querist_question_entry, QUERIST, QUESTION_ENTRY,
                      GtkWidget)

void querist_question_entry_set_working (QueristQuestionEntry *self,
                                         gboolean              working);
void querist_question_entry_set_hint    (QueristQuestionEntry *self,
                                         const char           *hint);

G_END_DECLS
