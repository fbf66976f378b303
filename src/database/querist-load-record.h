/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-load-batch.h"

G_BEGIN_DECLS

/**
 * QueristAffinity:
 *
 * What a column makes of a value, see https://www.sqlite.org/datatype3.html.
 */
typedef enum {
  QUERIST_AFFINITY_BLOB,
  QUERIST_AFFINITY_TEXT,
  QUERIST_AFFINITY_NUMERIC,
  QUERIST_AFFINITY_INTEGER,
  QUERIST_AFFINITY_REAL,
} QueristAffinity;

/**
 * QueristRecordField:
 * @source: the load's column that feeds it, -1 for none: the field is NULL, as it is when the
 *   column is the rowid
 */
typedef struct {
  int             source;
  QueristAffinity affinity;
} QueristRecordField;

/* Makes rows in SQLite's record format. */
typedef struct _QueristRecordWriter QueristRecordWriter;

QueristAffinity      querist_affinity_from_type   (const char                *type);
QueristRecordWriter *querist_record_writer_new    (const QueristRecordField  *fields,
                                                   guint                      n_fields);
const guint8        *querist_record_writer_encode (QueristRecordWriter       *self,
                                                   const QueristLoadCell     *cells,
                                                   const char                *text,
                                                   gsize                     *length);
void                 querist_record_writer_free   (QueristRecordWriter       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristRecordWriter, querist_record_writer_free)

G_END_DECLS
