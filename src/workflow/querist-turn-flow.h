/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-turn.h"

G_BEGIN_DECLS

QueristState querist_turn_next_state        (QueristTurn        *turn);
gboolean     querist_turn_is_complete_reply (QueristTask         task,
                                             const QueristReply *reply);
QueristState querist_turn_follow_reply      (QueristTurn        *turn,
                                             QueristTask         task,
                                             const QueristReply *reply);

G_END_DECLS
