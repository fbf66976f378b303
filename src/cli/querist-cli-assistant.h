/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-model-settings.h"
#include "querist-orchestrator.h"

G_BEGIN_DECLS

/**
 * QueristCliShowFunc:
 * @settings: who would be told
 *
 * Shows what would be sent, on standard error.
 */
typedef void (*QueristCliShowFunc) (const QueristModelSettings *settings,
                                    gpointer                    user_data);

QueristAssistant    *querist_cli_open_assistant    (const char      *wanted,
                                                    QueristCliShowFunc show,
                                                    gpointer         user_data,
                                                    GError         **error);
QueristOrchestrator *querist_cli_open_orchestrator (QueristProject  *project,
                                                    QueristStore    *store,
                                                    const char      *assistant,
                                                    const char      *question,
                                                    GError         **error);
QueristStore        *querist_cli_open_store        (QueristProject  *project,
                                                    GError         **error);

G_END_DECLS
