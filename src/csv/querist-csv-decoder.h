/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A CSV file's text as UTF-8, whatever its encoding. Private to csv/. */
typedef struct _QueristCsvDecoder QueristCsvDecoder;

QueristCsvDecoder *querist_csv_decoder_open           (const char         *path,
                                                       const char         *encoding,
                                                       GError            **error);
void               querist_csv_decoder_free           (QueristCsvDecoder  *self);
gssize             querist_csv_decoder_read           (QueristCsvDecoder  *self,
                                                       char               *buffer,
                                                       gsize               size,
                                                       GError            **error);
gboolean           querist_csv_decoder_is_clean       (const QueristCsvDecoder *self);
guint64            querist_csv_decoder_get_offset     (QueristCsvDecoder  *self);
guint64            querist_csv_decoder_get_size       (QueristCsvDecoder  *self);
gsize              querist_csv_valid_utf8             (const char         *text,
                                                       gsize               size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristCsvDecoder, querist_csv_decoder_free)

G_END_DECLS
