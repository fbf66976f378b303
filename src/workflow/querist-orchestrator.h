/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-assistant.h"
#include "querist-project.h"
#include "querist-store.h"
#include "querist-turn.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_ORCHESTRATOR (querist_orchestrator_get_type ())

/* Moves a turn through its states. One advance at a time per turn; several turns may be under
 * way. All callbacks come on the thread-default main context. */
G_DECLARE_FINAL_TYPE (QueristOrchestrator, querist_orchestrator, QUERIST, ORCHESTRATOR, GObject)

QueristOrchestrator *querist_orchestrator_new            (QueristProject       *project,
                                                          QueristStore         *store,
                                                          QueristAssistant     *assistant);
void                 querist_orchestrator_set_assistant  (QueristOrchestrator  *self,
                                                          QueristAssistant     *assistant);
QueristAssistant    *querist_orchestrator_get_assistant  (QueristOrchestrator  *self);
void                 querist_orchestrator_set_disclosure (QueristOrchestrator  *self,
                                                          QueristDisclosure     disclosure);

/* Runs on until the turn waits for a person or has ended. Whatever went wrong is in the turn
 * (state FAILED and its error); finish fails only when the turn could not be saved. */
void                 querist_orchestrator_advance_async  (QueristOrchestrator  *self,
                                                          QueristTurn          *turn,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
gboolean             querist_orchestrator_advance_finish (QueristOrchestrator  *self,
                                                          GAsyncResult         *result,
                                                          GError              **error);

/* What a person does to a waiting turn; advance it afterwards. */
gboolean             querist_orchestrator_approve        (QueristOrchestrator  *self,
                                                          QueristTurn          *turn,
                                                          const char           *sql,
                                                          GError              **error);
gboolean             querist_orchestrator_choose         (QueristOrchestrator  *self,
                                                          QueristTurn          *turn,
                                                          const char           *answer,
                                                          GError              **error);
gboolean             querist_orchestrator_retry          (QueristOrchestrator  *self,
                                                          QueristTurn          *turn,
                                                          GError              **error);

G_END_DECLS
