/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-orchestrator.h"

G_BEGIN_DECLS

gboolean querist_cli_advance    (QueristOrchestrator  *orchestrator,
                                 QueristTurn          *turn,
                                 GError              **error);
int      querist_cli_print_turn (QueristProject       *project,
                                 QueristTurn          *turn,
                                 gboolean              json);

G_END_DECLS
