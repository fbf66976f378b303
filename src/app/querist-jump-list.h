/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QUERIST_TYPE_JUMP_LIST (querist_jump_list_get_type ())

/* What a schema declares, to search for and to go to. Signal:
 *   "activated" (uint line, uint column): go there, both counted from 1 */
G_DECLARE_FINAL_TYPE (QueristJumpList, querist_jump_list, QUERIST, JUMP_LIST, GtkPopover)

void querist_jump_list_set_outline (QueristJumpList *self,
                                    GPtrArray       *outline);

G_END_DECLS
