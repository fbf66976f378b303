/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "querist-schema.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_SCHEMA_EDITOR_VIEW (querist_schema_editor_view_get_type ())

/* The editor of a schema.prisma: checks the text in a thread as it is typed, underlines and lists
 * what it finds. Signals:
 *   "edited": the text changed by a person's doing; ask for it with dup_text()
 *   "checked": the diagnostics and the catalog belong to the text as it is now
 *   "cursor-moved" (uint line, counted from 1) */
G_DECLARE_FINAL_TYPE (QueristSchemaEditorView, querist_schema_editor_view, QUERIST,
                      SCHEMA_EDITOR_VIEW, AdwBin)

char           *querist_schema_editor_view_dup_text        (QueristSchemaEditorView *self);
void            querist_schema_editor_view_set_text        (QueristSchemaEditorView *self,
                                                            const char              *text,
                                                            gboolean                 undoable);
void            querist_schema_editor_view_edit_text       (QueristSchemaEditorView *self,
                                                            const char              *text);
void            querist_schema_editor_view_format          (QueristSchemaEditorView *self);
void            querist_schema_editor_view_undo            (QueristSchemaEditorView *self);
void            querist_schema_editor_view_redo            (QueristSchemaEditorView *self);
void            querist_schema_editor_view_next_problem    (QueristSchemaEditorView *self);
void            querist_schema_editor_view_go_to           (QueristSchemaEditorView *self,
                                                            guint                    line,
                                                            guint                    column);
void            querist_schema_editor_view_go_to_field     (QueristSchemaEditorView *self,
                                                            const char              *model,
                                                            const char              *field);
gboolean        querist_schema_editor_view_can_undo        (QueristSchemaEditorView *self);
gboolean        querist_schema_editor_view_can_redo        (QueristSchemaEditorView *self);
void            querist_schema_editor_view_note_rename     (QueristSchemaEditorView *self,
                                                            const char              *model,
                                                            const char              *field,
                                                            const char              *former_name);
GPtrArray      *querist_schema_editor_view_get_diagnostics (QueristSchemaEditorView *self);
GPtrArray      *querist_schema_editor_view_get_outline     (QueristSchemaEditorView *self);
QueristCatalog *querist_schema_editor_view_get_catalog     (QueristSchemaEditorView *self);

G_END_DECLS
