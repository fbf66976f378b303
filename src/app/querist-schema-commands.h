/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "querist-diagnostic.h"

G_BEGIN_DECLS

/* What can be done to the schema at the cursor of its editor. */

char     *querist_text_buffer_dup_text           (GtkTextBuffer     *buffer,
                                                  const GtkTextIter *iter,
                                                  gsize             *offset);
void      querist_text_buffer_get_iter_at_byte   (GtkTextBuffer     *buffer,
                                                  GtkTextIter       *iter,
                                                  gsize              offset);
void      querist_text_buffer_apply_edits        (GtkTextBuffer     *buffer,
                                                  GPtrArray         *edits);
gboolean  querist_schema_command_go_to_definition (GtkTextView      *view);
gboolean  querist_schema_command_rename          (GtkTextView       *view);
gboolean  querist_schema_command_show_fixes      (GtkTextView       *view,
                                                  GPtrArray         *diagnostics);
GtkWidget *querist_schema_command_new_fixes      (GtkTextView             *view,
                                                  const QueristDiagnostic *diagnostic);

G_END_DECLS
