/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The bytes of a CSV file, unpacked when it is compressed. Private to csv/. */
typedef struct _QueristCsvInput QueristCsvInput;

QueristCsvInput *querist_csv_input_open       (const char       *path,
                                               GError          **error);
void             querist_csv_input_free       (QueristCsvInput  *self);
gssize           querist_csv_input_read       (QueristCsvInput  *self,
                                               void             *buffer,
                                               gsize             size,
                                               GError          **error);
guint64          querist_csv_input_get_offset (QueristCsvInput  *self);
guint64          querist_csv_input_get_size   (QueristCsvInput  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristCsvInput, querist_csv_input_free)

G_END_DECLS
