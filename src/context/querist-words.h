/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * QueristWordKind:
 * @QUERIST_WORD_NUMBER: begins with a digit: "12", "1,000.50", "2024-03-01", "3rd", "5k"
 * @QUERIST_WORD_SIGN: one character that is neither letter nor digit, such as "," or "%"
 */
typedef enum {
  QUERIST_WORD_TEXT,
  QUERIST_WORD_NUMBER,
  QUERIST_WORD_SIGN,
} QueristWordKind;

/**
 * QueristWord:
 * @start: bytes before it in the text
 * @length: bytes of it
 * @text: as written
 * @folded: for comparing without regard to case
 * @stem: @folded as a singular
 */
typedef struct {
  QueristWordKind  kind;
  gsize            start;
  gsize            length;
  char            *text;
  char            *folded;
  char            *stem;
} QueristWord;

GArray  *querist_words_split    (const char        *text,
                                 guint              max_words);
gboolean querist_word_is_common (const char        *folded);
gboolean querist_word_is_capital (const QueristWord *word);

G_END_DECLS
