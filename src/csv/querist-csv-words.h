/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Words that are no text: "no value" and truth values. Private to csv/. */

#define QUERIST_N_TRUTH_PAIRS 14

gboolean    querist_csv_is_null_word      (const char *text,
                                           gsize       length);
gboolean    querist_csv_is_sure_null      (const char *text,
                                           gsize       length);
gboolean    querist_csv_is_truth_word     (const char *text,
                                           gsize       length,
                                           guint      *true_of,
                                           guint      *false_of);
char       *querist_csv_truth_pair_format (guint       pair);

G_END_DECLS
