/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * QueristCsvEncoding:
 * @name: (transfer full): a name that iconv knows
 * @n_bad: bytes that it does not allow
 * @bad_line: the line of the first one
 * @n_nuls: NUL characters
 * @nul_line: the line of the first one
 * @presumed: only the beginning was looked at
 *
 * What the bytes of a whole file tell about its encoding. Private to csv/.
 */
typedef struct {
  char    *name;
  guint64  n_bad;
  guint64  bad_line;
  guint64  n_nuls;
  guint64  nul_line;
  gboolean presumed;
} QueristCsvEncoding;

gboolean    querist_csv_encoding_detect    (const char          *path,
                                            gboolean             presume,
                                            QueristCsvEncoding  *encoding,
                                            GError             **error);
const char *querist_csv_encoding_from_head (const guchar        *head,
                                            gsize                size);

G_END_DECLS
