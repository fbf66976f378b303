/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * QueristImproveLook:
 * @problems: (element-type utf8): for every change, why it can't be made in the text, or NULL
 * @pieces: (element-type GPtrArray): the lines that each of them changes
 * @result: (nullable): the text with the accepted ones
 *
 * A proposal seen against a text.
 */
typedef struct {
  GPtrArray *problems;
  GPtrArray *pieces;
  char      *result;
} QueristImproveLook;

void                querist_improve_look_async  (const char           *text,
                                                 GPtrArray            *changes,
                                                 GPtrArray            *accepted,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
QueristImproveLook *querist_improve_look_finish (GAsyncResult         *result,
                                                 GError              **error);
void                querist_improve_look_free   (QueristImproveLook   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristImproveLook, querist_improve_look_free)

G_END_DECLS
