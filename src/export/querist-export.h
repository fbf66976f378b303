/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "querist-progress.h"
#include "querist-result.h"

G_BEGIN_DECLS

typedef enum {
  QUERIST_EXPORT_CSV,
  QUERIST_EXPORT_TSV,
  QUERIST_EXPORT_JSON,
  QUERIST_EXPORT_JSONL,
  QUERIST_EXPORT_MARKDOWN,
  QUERIST_EXPORT_HTML,
  QUERIST_EXPORT_XLSX,
  QUERIST_EXPORT_SQL,
  QUERIST_EXPORT_TABLE,
} QueristExportFormat;

gboolean querist_export_format_from_string (const char           *name,
                                            QueristExportFormat  *format);
gboolean querist_export                    (QueristResult        *result,
                                            QueristExportFormat   format,
                                            GOutputStream        *stream,
                                            QueristProgressFunc   progress,
                                            gpointer              progress_data,
                                            GCancellable         *cancellable,
                                            GError              **error);
gboolean querist_export_to_file            (QueristResult        *result,
                                            QueristExportFormat   format,
                                            GFile                *file,
                                            QueristProgressFunc   progress,
                                            gpointer              progress_data,
                                            GCancellable         *cancellable,
                                            GError              **error);
void     querist_export_file_async         (QueristResult        *result,
                                            QueristExportFormat   format,
                                            GFile                *file,
                                            QueristProgressFunc   progress,
                                            gpointer              progress_data,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
gboolean querist_export_file_finish        (GAsyncResult         *result,
                                            GError              **error);

G_END_DECLS
