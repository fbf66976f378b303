/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-assistant.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_MODEL_ASSISTANT (querist_model_assistant_get_type ())

/* Answers by asking a chat model with the prompts of prompts/. */
G_DECLARE_FINAL_TYPE (QueristModelAssistant, querist_model_assistant, QUERIST, MODEL_ASSISTANT,
                      GObject)

QueristAssistant *querist_model_assistant_new         (QueristChatModel      *model,
                                                       const char            *name,
                                                       gboolean               remote);
void              querist_model_assistant_set_project (QueristModelAssistant *self,
                                                       const char            *path);

G_END_DECLS
