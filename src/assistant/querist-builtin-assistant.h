/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-assistant.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_BUILTIN_ASSISTANT (querist_builtin_assistant_get_type ())

/* Answers by rules, from the schema and the values found: no network, no model. */
G_DECLARE_FINAL_TYPE (QueristBuiltinAssistant, querist_builtin_assistant, QUERIST,
                      BUILTIN_ASSISTANT, GObject)

QueristAssistant *querist_builtin_assistant_new (void);

G_END_DECLS
