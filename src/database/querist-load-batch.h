/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>
#include <string.h>

#include "querist-csv-value.h"

G_BEGIN_DECLS

/**
 * QueristLoadCell:
 * @integer: also of a NULL: 1 if a null token was read as "no value", else 0
 * @offset: of a text, where it stands in the batch's text
 *
 * A converted field. 16 bytes, because a batch holds thousands and the processor's cache few.
 */
typedef struct {
  union {
    gint64  integer;
    double  real;
    struct {
      guint32 offset;
      guint32 length;
    } text;
  } value;
  QueristValueKind kind;
} QueristLoadCell;

/**
 * QueristLoadRow:
 * @rowid: what the table will call it
 * @record: which record of the file, from 1, rejected ones counted
 * @line: where it begins in the file
 * @raw_offset: where its raw text stands, when the batch keeps it
 */
typedef struct {
  gint64  rowid;
  guint64 record;
  guint64 line;
  guint32 raw_offset;
  guint32 raw_length;
} QueristLoadRow;

/**
 * QueristLoadReject:
 * @column: index of the load's column at fault, -1 when it is the whole record
 */
typedef struct {
  guint64 line;
  int     column;
  guint32 reason_offset;
  guint32 reason_length;
  guint32 raw_offset;
  guint32 raw_length;
} QueristLoadReject;

/**
 * QueristLoadOriginal:
 *
 * The text of a field whose stored value could not give it back.
 */
typedef struct {
  gint64  rowid;
  guint   column;
  guint32 offset;
  guint32 length;
} QueristLoadOriginal;

/**
 * QueristLoadText:
 * @length: bytes in use of @capacity
 *
 * Texts one after the other, without anything between them.
 */
typedef struct {
  char  *data;
  gsize  length;
  gsize  capacity;
} QueristLoadText;

/**
 * QueristLoadBatch:
 * @cells: (element-type QueristLoadCell): row by row
 * @rows: (element-type QueristLoadRow)
 * @rejects: (element-type QueristLoadReject)
 * @originals: (element-type QueristLoadOriginal)
 * @text: all texts, one after the other
 * @offset: bytes of the file read when the batch was full
 * @last: whether no batch follows
 *
 * Some thousand records on their way from the thread that reads to the one that writes.
 */
typedef struct {
  GArray          *cells;
  GArray          *rows;
  GArray          *rejects;
  GArray          *originals;
  QueristLoadText  text;
  guint64          offset;
  gboolean         last;
} QueristLoadBatch;

QueristLoadBatch *querist_load_batch_new      (void);
void              querist_load_batch_free     (QueristLoadBatch *self);
void              querist_load_batch_clear    (QueristLoadBatch *self);
void              querist_load_batch_grow     (QueristLoadBatch *self,
                                               gsize             length);
void              querist_load_batch_add_reject (QueristLoadBatch *self,
                                               const QueristCsvRow *row,
                                               int               column,
                                               const char       *reason);
void              querist_load_batch_bind_cell (const QueristLoadBatch *self,
                                               const QueristLoadCell *cell,
                                               sqlite3_stmt     *statement,
                                               int               index);

/**
 * querist_load_batch_add_text:
 * @self: a batch
 * @text: text to copy
 * @length: its bytes
 *
 * Inline, since it is called for every field of a file.
 *
 * Returns: where it now stands in the batch's text
 */
static inline guint32
querist_load_batch_add_text (QueristLoadBatch *self,
                             const char       *text,
                             gsize             length)
{
  guint32 offset = self->text.length;

  if (G_UNLIKELY (self->text.capacity - self->text.length < length))
    querist_load_batch_grow (self, length);
  memcpy (self->text.data + offset, text, length);
  self->text.length += length;
  return offset;
}

G_END_DECLS
