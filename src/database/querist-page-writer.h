/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes a table's b-tree straight into a database file, in SQLite's documented format. */
typedef struct _QueristPageWriter QueristPageWriter;

QueristPageWriter *querist_page_writer_new    (int                 fd,
                                               guint32             root,
                                               GError            **error);
gboolean           querist_page_writer_add    (QueristPageWriter  *self,
                                               gint64              rowid,
                                               const guint8       *record,
                                               gsize               length,
                                               GError            **error);
gboolean           querist_page_writer_finish (QueristPageWriter  *self,
                                               GError            **error);
void               querist_page_writer_free   (QueristPageWriter  *self);
guint              querist_varint_write       (guint8             *bytes,
                                               guint64             value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristPageWriter, querist_page_writer_free)

G_END_DECLS
