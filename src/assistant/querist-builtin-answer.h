/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-assistant.h"
#include "querist-builtin-reader.h"

G_BEGIN_DECLS

/**
 * QueristBuiltinMind:
 * @context: what is known of the data
 * @history: (nullable) (element-type QueristExchange): earlier questions, oldest first
 * @choice: (nullable): what the person answered when something was asked back
 *
 * What the rules work with.
 */
typedef struct {
  QueristContext     *context;
  QueristKnownSchema *schema;
  QueristValueIndex  *values;
  GPtrArray          *history;
  const char         *choice;
} QueristBuiltinMind;

QueristBuiltinMind *querist_builtin_mind_new  (QueristContext      *context,
                                               GPtrArray           *history,
                                               const char          *choice,
                                               GCancellable        *cancellable,
                                               GError             **error);
void                querist_builtin_mind_free (QueristBuiltinMind  *self);
QueristReply       *querist_builtin_answer    (QueristBuiltinMind  *self,
                                               const char          *question,
                                               GError             **error);
gboolean            querist_builtin_understands (QueristBuiltinMind *self,
                                                 const char         *question);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristBuiltinMind, querist_builtin_mind_free)

G_END_DECLS
