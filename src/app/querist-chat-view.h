/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "querist-question-entry.h"
#include "querist-turn.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_CHAT_VIEW (querist_chat_view_get_type ())

/* The conversation of a session, above the entry for the next question; a welcome with questions
 * that fit the data while there is none. Property: narrow, whether only one of the conversation and
 * its SQL can be seen at a time. */
G_DECLARE_FINAL_TYPE (QueristChatView, querist_chat_view, QUERIST, CHAT_VIEW, GtkWidget)

void                  querist_chat_view_set_turns       (QueristChatView   *self,
                                                         GListModel        *turns);
void                  querist_chat_view_set_shown_turn  (QueristChatView   *self,
                                                         QueristTurn       *turn);
void                  querist_chat_view_set_destination (QueristChatView   *self,
                                                         QueristTurn       *turn,
                                                         const char        *destination);
void                  querist_chat_view_set_ready       (QueristChatView   *self,
                                                         gboolean           ready);
void                  querist_chat_view_set_examples    (QueristChatView   *self,
                                                         const char *const *examples);
QueristQuestionEntry *querist_chat_view_get_entry       (QueristChatView   *self);

G_END_DECLS
