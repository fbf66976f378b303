/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-chat-model.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_OPENAI_MODEL (querist_openai_model_get_type ())

/* A chat model behind a server that speaks OpenAI's Chat Completions. */
G_DECLARE_FINAL_TYPE (QueristOpenaiModel, querist_openai_model, QUERIST, OPENAI_MODEL, GObject)

QueristChatModel *querist_openai_model_new         (const char          *url,
                                                    const char          *model,
                                                    const char          *key,
                                                    GError             **error);
void              querist_openai_model_set_timeout (QueristOpenaiModel  *self,
                                                    guint                idle_seconds,
                                                    guint                total_seconds);
void              querist_openai_model_list_async  (QueristOpenaiModel  *self,
                                                    GCancellable        *cancellable,
                                                    GAsyncReadyCallback  callback,
                                                    gpointer             user_data);
GStrv             querist_openai_model_list_finish (QueristOpenaiModel  *self,
                                                    GAsyncResult        *result,
                                                    GError             **error);
char             *querist_openai_normalize_url     (const char          *url,
                                                    GError             **error);
gboolean          querist_url_is_loopback          (const char          *url);

G_END_DECLS
