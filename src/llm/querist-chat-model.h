/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define QUERIST_CHAT_ERROR (querist_chat_error_quark ())

/**
 * QueristChatError:
 * @QUERIST_CHAT_ERROR_UNREACHABLE: nobody answers at the address
 * @QUERIST_CHAT_ERROR_KEY: the key is missing or refused
 * @QUERIST_CHAT_ERROR_CREDIT: the account has no credit left
 * @QUERIST_CHAT_ERROR_RATE: asked too often, and waiting did not help
 * @QUERIST_CHAT_ERROR_NOT_FOUND: no such model or address
 * @QUERIST_CHAT_ERROR_TOO_LONG: the prompt does not fit the model
 * @QUERIST_CHAT_ERROR_REFUSED: the model or its filter refused to answer
 * @QUERIST_CHAT_ERROR_CUT_OFF: the reply ended too early
 * @QUERIST_CHAT_ERROR_NONSENSE: the reply is not what was asked for
 * @QUERIST_CHAT_ERROR_TIMEOUT: no answer in the time allowed
 * @QUERIST_CHAT_ERROR_SERVER: the server failed
 * @QUERIST_CHAT_ERROR_CONSENT: sending to another computer was not allowed
 */
typedef enum {
  QUERIST_CHAT_ERROR_UNREACHABLE,
  QUERIST_CHAT_ERROR_KEY,
  QUERIST_CHAT_ERROR_CREDIT,
  QUERIST_CHAT_ERROR_RATE,
  QUERIST_CHAT_ERROR_NOT_FOUND,
  QUERIST_CHAT_ERROR_TOO_LONG,
  QUERIST_CHAT_ERROR_REFUSED,
  QUERIST_CHAT_ERROR_CUT_OFF,
  QUERIST_CHAT_ERROR_NONSENSE,
  QUERIST_CHAT_ERROR_TIMEOUT,
  QUERIST_CHAT_ERROR_SERVER,
  QUERIST_CHAT_ERROR_CONSENT,
} QueristChatError;

GQuark querist_chat_error_quark (void);

typedef enum {
  QUERIST_ROLE_SYSTEM,
  QUERIST_ROLE_USER,
  QUERIST_ROLE_ASSISTANT,
} QueristChatRole;

typedef struct {
  QueristChatRole  role;
  char            *text;
} QueristChatMessage;

/**
 * QueristChatRequest:
 * @messages: (element-type QueristChatMessage)
 * @schema: (nullable): JSON schema that the reply must obey
 * @schema_name: (nullable): its name, letters, digits and "_"
 * @max_tokens: 0 for the model's own limit
 */
typedef struct {
  GPtrArray *messages;
  JsonNode  *schema;
  char      *schema_name;
  double     temperature;
  guint      max_tokens;
} QueristChatRequest;

/**
 * QueristUsage:
 *
 * What calls have cost so far.
 */
typedef struct {
  guint   calls;
  guint64 prompt_tokens;
  guint64 completion_tokens;
} QueristUsage;

typedef struct {
  char         *text;
  char         *model;
  QueristUsage  usage;
} QueristChatReply;

/**
 * QueristChatDelta:
 * @text: a piece of the reply, in order, on the main context
 */
typedef void (*QueristChatDelta) (const char *text,
                                  gpointer    user_data);

#define QUERIST_TYPE_CHAT_MODEL (querist_chat_model_get_type ())

G_DECLARE_INTERFACE (QueristChatModel, querist_chat_model, QUERIST, CHAT_MODEL, GObject)

struct _QueristChatModelInterface {
  GTypeInterface parent;

  void              (*complete_async)  (QueristChatModel         *self,
                                        const QueristChatRequest *request,
                                        QueristChatDelta          delta,
                                        gpointer                  delta_data,
                                        GCancellable             *cancellable,
                                        GAsyncReadyCallback       callback,
                                        gpointer                  user_data);
  QueristChatReply *(*complete_finish) (QueristChatModel         *self,
                                        GAsyncResult             *result,
                                        GError                  **error);
};

void                querist_chat_model_complete_async  (QueristChatModel         *self,
                                                        const QueristChatRequest *request,
                                                        QueristChatDelta          delta,
                                                        gpointer                  delta_data,
                                                        GCancellable             *cancellable,
                                                        GAsyncReadyCallback       callback,
                                                        gpointer                  user_data);
QueristChatReply   *querist_chat_model_complete_finish (QueristChatModel         *self,
                                                        GAsyncResult             *result,
                                                        GError                  **error);
QueristChatRequest *querist_chat_request_new           (void);
void                querist_chat_request_add           (QueristChatRequest       *self,
                                                        QueristChatRole           role,
                                                        const char               *text);
QueristChatRequest *querist_chat_request_copy          (const QueristChatRequest *self);
void                querist_chat_request_free          (QueristChatRequest       *self);
void                querist_usage_add                  (QueristUsage             *self,
                                                        const QueristUsage       *more);
void                querist_chat_reply_free            (QueristChatReply         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristChatRequest, querist_chat_request_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristChatReply, querist_chat_reply_free)

G_END_DECLS
