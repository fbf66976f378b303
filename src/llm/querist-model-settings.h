/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "querist-chat-model.h"

G_BEGIN_DECLS

/**
 * QueristModelSettings:
 * @provider: (nullable): "openai" (any server that speaks its protocol), "anthropic", "gemini" or
 *   "ollama"; NULL for the built-in assistant
 * @url: (nullable): base address, such as "http://localhost:11434/v1"; NULL without a provider
 * @model: (nullable): the model's name
 * @key: (nullable): from the environment or the secret service, or typed in; never written to a
 *   file
 * @consent: whether sending to another computer is allowed, for @url only
 *
 * Which model answers.
 */
typedef struct {
  char     *provider;
  char     *url;
  char     *model;
  char     *key;
  gboolean  consent;
} QueristModelSettings;

QueristModelSettings *querist_model_settings_load        (GError                    **error);
gboolean              querist_model_settings_save        (const QueristModelSettings *self,
                                                          GError                    **error);
QueristModelSettings *querist_model_settings_copy        (const QueristModelSettings *self);
void                  querist_model_settings_free        (QueristModelSettings       *self);
gboolean              querist_model_settings_is_local    (const QueristModelSettings *self);
const char           *querist_model_settings_default_url (const char                 *provider);
QueristChatModel     *querist_model_settings_open        (const QueristModelSettings *self,
                                                          GError                    **error);
void                  querist_model_settings_list_models_async
                                                         (const QueristModelSettings *self,
                                                          GCancellable               *cancellable,
                                                          GAsyncReadyCallback         callback,
                                                          gpointer                    user_data);
GStrv                 querist_model_settings_list_models_finish
                                                         (GAsyncResult               *result,
                                                          GError                    **error);

/* The key in the secret service, found by the address it belongs to. */
char                 *querist_model_key_lookup           (const char                 *url,
                                                          GCancellable               *cancellable,
                                                          GError                    **error);
void                  querist_model_key_lookup_async     (const char                 *url,
                                                          GCancellable               *cancellable,
                                                          GAsyncReadyCallback         callback,
                                                          gpointer                    user_data);
char                 *querist_model_key_lookup_finish    (GAsyncResult               *result,
                                                          GError                    **error);
void                  querist_model_key_store_async      (const char                 *url,
                                                          const char                 *key,
                                                          GCancellable               *cancellable,
                                                          GAsyncReadyCallback         callback,
                                                          gpointer                    user_data);
gboolean              querist_model_key_store_finish     (GAsyncResult               *result,
                                                          GError                    **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristModelSettings, querist_model_settings_free)

G_END_DECLS
