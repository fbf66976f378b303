/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-export.h"

G_BEGIN_DECLS

/**
 * QueristExportJob:
 * @out: text written so far and not yet sent to the stream
 * @n_columns: columns of @result
 * @n_done: rows written so far
 * @widths: (nullable): for the terminal's table, cells' widths in character cells
 *
 * What a text writer works on.
 */
typedef struct {
  QueristResult *result;
  GString       *out;
  guint          n_columns;
  guint64        n_done;
  guint         *widths;
} QueristExportJob;

/**
 * QueristExportWriter:
 *
 * How a text format writes its head, a row, and its foot.
 */
typedef struct {
  void (*begin) (QueristExportJob *job);
  void (*row)   (QueristExportJob *job,
                 QueristResultRow *row);
  void (*end)   (QueristExportJob *job);
} QueristExportWriter;

extern const QueristExportWriter querist_export_csv;
extern const QueristExportWriter querist_export_tsv;
extern const QueristExportWriter querist_export_json;
extern const QueristExportWriter querist_export_jsonl;
extern const QueristExportWriter querist_export_markdown;
extern const QueristExportWriter querist_export_html;
extern const QueristExportWriter querist_export_sql;
extern const QueristExportWriter querist_export_table;

gboolean querist_export_xlsx (QueristResult        *result,
                              GOutputStream        *stream,
                              QueristProgressFunc   progress,
                              gpointer              progress_data,
                              GCancellable         *cancellable,
                              GError              **error);

G_END_DECLS
