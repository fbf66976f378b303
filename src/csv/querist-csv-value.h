/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-csv-dialect.h"
#include "querist-csv-reader.h"

G_BEGIN_DECLS

typedef enum {
  QUERIST_VALUE_NULL,
  QUERIST_VALUE_INTEGER,
  QUERIST_VALUE_REAL,
  QUERIST_VALUE_TEXT,
} QueristValueKind;

/**
 * QueristValue:
 * @text: for QUERIST_VALUE_TEXT, @length bytes of UTF-8, valid until the converter's next call or
 *   the reader's next record
 * @nulled: a null token (not an empty field) was read as "no value"
 * @lossy: the stored value cannot give back the original text (leading zeros, a currency sign …)
 *
 * A field as the database keeps it.
 */
typedef struct {
  QueristValueKind kind;
  gint64           integer;
  double           real;
  const char      *text;
  gsize            length;
  gboolean         nulled;
  gboolean         lossy;
} QueristValue;

typedef struct _QueristConverter QueristConverter;

QueristConverter *querist_converter_new     (QueristScalar            type,
                                             const char              *format,
                                             const QueristCsvDialect *dialect);
void              querist_converter_free    (QueristConverter        *self);
gboolean          querist_converter_convert (QueristConverter        *self,
                                             const QueristCsvCell    *cell,
                                             QueristValue            *value);
char             *querist_converter_explain (QueristConverter        *self,
                                             const QueristCsvCell    *cell);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristConverter, querist_converter_free)

G_END_DECLS
