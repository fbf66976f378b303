/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How the settings of a CSV file are called on the Data page. */

char *querist_delimiter_label (const char *delimiter);
char *querist_encoding_label  (const char *encoding);
char *querist_header_label    (guint       header_rows);
char *querist_quote_label     (gunichar    quote);

G_END_DECLS
