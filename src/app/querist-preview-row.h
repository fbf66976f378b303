/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "querist-csv-profile.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_PREVIEW_ROW (querist_preview_row_get_type ())

/* A row of a file's preview: its cells, and for each what is wrong with it, if anything. */
G_DECLARE_FINAL_TYPE (QueristPreviewRow, querist_preview_row, QUERIST, PREVIEW_ROW, GObject)

GListModel *querist_preview_row_list        (const QueristCsvProfile *profile);
const char *querist_preview_row_get_text    (QueristPreviewRow       *self,
                                             guint                    column);
guint64     querist_preview_row_get_line    (QueristPreviewRow *self);
const char *querist_preview_row_get_reason  (QueristPreviewRow *self);
gboolean    querist_preview_row_is_rejected (QueristPreviewRow *self);
const char *querist_preview_row_get_problem (QueristPreviewRow       *self,
                                             guint                    column);
char       *querist_column_profile_describe (const QueristColumnProfile *column);

G_END_DECLS
