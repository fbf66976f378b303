/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-orchestrator.h"

G_BEGIN_DECLS

QueristOrchestrator *querist_cli_open_orchestrator (QueristProject  *project,
                                                    QueristStore    *store,
                                                    const char      *assistant,
                                                    const char      *question,
                                                    GError         **error);
QueristStore        *querist_cli_open_store        (QueristProject  *project,
                                                    GError         **error);

G_END_DECLS
