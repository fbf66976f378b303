/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "querist-turn.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_TURN_ROW (querist_turn_row_get_type ())

/* A question and all that became of it, in the conversation. What a person can do here are actions
 * of the page around it: ask.question (string), ask.choose (string id, string answer), ask.retry
 * (string id), ask.show (string id). */
G_DECLARE_FINAL_TYPE (QueristTurnRow, querist_turn_row, QUERIST, TURN_ROW, GtkWidget)

GtkWidget   *querist_turn_row_new             (QueristTurn    *turn);
QueristTurn *querist_turn_row_get_turn        (QueristTurnRow *self);
void         querist_turn_row_set_shown       (QueristTurnRow *self,
                                               gboolean        shown,
                                               gboolean        in_sight);
void         querist_turn_row_set_destination (QueristTurnRow *self,
                                               const char     *destination);

G_END_DECLS
