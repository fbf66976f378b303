/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "querist-schema-editor-view.h"
#include "querist-workspace.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_IMPROVE_VIEW (querist_improve_view_get_type ())

/* What an assistant proposes to improve in the schema, to be accepted piece by piece. Signals:
 *   "activated" (string model, string field or NULL): the person wants to see it in the text
 *   "save": the project shall have the editor's text now */
G_DECLARE_FINAL_TYPE (QueristImproveView, querist_improve_view, QUERIST, IMPROVE_VIEW, AdwBin)

void querist_improve_view_bind (QueristImproveView      *self,
                                QueristWorkspace        *workspace,
                                QueristSchemaEditorView *editor);

G_END_DECLS
