/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-turn.h"

G_BEGIN_DECLS

JsonNode *querist_turn_to_document (QueristTurn  *self,
                                    GError      **error);

G_END_DECLS
