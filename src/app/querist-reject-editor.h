/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "querist-loader.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_REJECT_EDITOR (querist_reject_editor_get_type ())

/* A record that could not be loaded, to be mended field by field or as text. Signals:
 *   "edited" (string text): what the record would be in its file now
 *   "done": the person is through with it and wants it loaded */
G_DECLARE_FINAL_TYPE (QueristRejectEditor, querist_reject_editor, QUERIST, REJECT_EDITOR, AdwBin)

void querist_reject_editor_set_record (QueristRejectEditor   *self,
                                       const QueristLoadFile *file,
                                       const char            *line,
                                       const char            *column,
                                       const char            *reason,
                                       const char            *raw,
                                       const char            *text);
void querist_reject_editor_clear      (QueristRejectEditor   *self);
void querist_reject_editor_begin      (QueristRejectEditor   *self);

gboolean querist_reject_is_at_fault   (const QueristLoadFile *file,
                                       const char            *column,
                                       guint                  field);

G_END_DECLS
