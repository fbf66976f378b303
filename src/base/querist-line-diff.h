/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  QUERIST_LINE_SAME,
  QUERIST_LINE_REMOVED,
  QUERIST_LINE_ADDED,
} QueristLineKind;

/**
 * QueristLine:
 * @old_number: its number in the text before, 0 for an added line
 * @new_number: its number in the text after, 0 for a removed line
 */
typedef struct {
  QueristLineKind  kind;
  guint            old_number;
  guint            new_number;
  char            *text;
} QueristLine;

GPtrArray *querist_line_diff (const char *before,
                              const char *after);
void       querist_line_free (QueristLine *self);

G_END_DECLS
