/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-connection.h"

G_BEGIN_DECLS

/* A private SQLite file outside the data that is gone when nobody refers to it any more, also
 * after a crash (the next program start sweeps it). */
typedef struct _QueristSpool QueristSpool;

QueristSpool *querist_spool_new      (GError       **error);
QueristSpool *querist_spool_ref      (QueristSpool  *self);
void          querist_spool_unref    (QueristSpool  *self);
const char   *querist_spool_get_path (QueristSpool  *self);
sqlite3      *querist_spool_connect  (QueristSpool  *self,
                                      GError       **error);
gboolean      querist_spool_attach   (QueristSpool  *self,
                                      sqlite3       *db,
                                      const char    *name,
                                      GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristSpool, querist_spool_unref)

G_END_DECLS
