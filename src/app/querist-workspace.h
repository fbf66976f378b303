/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-model-settings.h"
#include "querist-orchestrator.h"
#include "querist-project.h"
#include "querist-setup.h"
#include "querist-store.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_WORKSPACE (querist_workspace_get_type ())

/* What one window works on: a project (or none yet), its sessions, and who answers. Every page has
 * a "workspace" property and follows its signals:
 *   "project-changed": another project, or its sources, schema or database changed
 *   "sessions-changed": a session was added, went on, or was deleted
 *   "session-activated" (string id, NULL for a new one): show this session
 *   "model-changed": another model or assistant answers from now on
 * Properties: project, model-label, model-local. */
G_DECLARE_FINAL_TYPE (QueristWorkspace, querist_workspace, QUERIST, WORKSPACE, GObject)

QueristWorkspace    *querist_workspace_new                (void);
void                 querist_workspace_open_async         (QueristWorkspace            *self,
                                                           const char                  *path,
                                                           GAsyncReadyCallback          callback,
                                                           gpointer                     user_data);
gboolean             querist_workspace_open_finish        (QueristWorkspace            *self,
                                                           GAsyncResult                *result,
                                                           GError                     **error);
gboolean             querist_workspace_create             (QueristWorkspace            *self,
                                                           const char                  *path,
                                                           GError                     **error);
void                 querist_workspace_close              (QueristWorkspace            *self);

QueristProject      *querist_workspace_get_project        (QueristWorkspace            *self);
QueristSetup        *querist_workspace_get_setup          (QueristWorkspace            *self);
QueristStore        *querist_workspace_get_store          (QueristWorkspace            *self);
QueristOrchestrator *querist_workspace_get_orchestrator   (QueristWorkspace            *self);

const QueristModelSettings *
                     querist_workspace_get_model_settings (QueristWorkspace            *self);
gboolean             querist_workspace_set_model_settings (QueristWorkspace            *self,
                                                           const QueristModelSettings  *settings,
                                                           GError                     **error);
const char          *querist_workspace_get_model_label    (QueristWorkspace            *self);
gboolean             querist_workspace_is_model_local     (QueristWorkspace            *self);
QueristDisclosure    querist_workspace_get_disclosure     (QueristWorkspace            *self);
void                 querist_workspace_set_disclosure     (QueristWorkspace            *self,
                                                           QueristDisclosure            disclosure);

void                 querist_workspace_sessions_changed   (QueristWorkspace            *self);
void                 querist_workspace_activate_session   (QueristWorkspace            *self,
                                                           const char                  *session);

G_END_DECLS
