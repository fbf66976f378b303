/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char       *querist_text_pascal_case   (const char        *text);
char       *querist_text_camel_case    (const char        *text);
char       *querist_text_snake_case    (const char        *text);
char       *querist_text_singular      (const char        *word);
char       *querist_text_plural        (const char        *word);
GStrv       querist_text_words         (const char        *text);
guint       querist_text_edit_distance (const char        *a,
                                        const char        *b);
const char *querist_text_nearest       (const char        *word,
                                        const char *const *candidates);
char       *querist_text_format_count  (guint64            count);
char       *querist_text_first_line    (const char        *text,
                                        gsize              max_chars);

G_END_DECLS
