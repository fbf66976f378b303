/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-store.h"

G_BEGIN_DECLS

GPtrArray *querist_turn_collect_history  (QueristTurn  *turn,
                                          QueristStore *store,
                                          gboolean      with_answers);
GPtrArray *querist_turn_collect_findings (QueristTurn  *turn,
                                          gboolean      with_values);

G_END_DECLS
