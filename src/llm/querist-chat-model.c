/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-chat-model.h"

G_DEFINE_QUARK (querist-chat-error-quark, querist_chat_error)

G_DEFINE_INTERFACE (QueristChatModel, querist_chat_model, G_TYPE_OBJECT)

static void
querist_chat_model_default_init (QueristChatModelInterface *iface)
{
}

/**
 * querist_chat_model_complete_async:
 * @self: a model
 * @request: what to ask, copied
 * @delta: (nullable): told every piece of the reply as it comes
 * @delta_data: for @delta, must outlive the call
 * @cancellable: (nullable): ends the call at once, also on the server
 * @callback: called on the thread-default main context when done
 * @user_data: for @callback
 *
 * Asks the model. Only one try is made once a piece of the reply has been told.
 */
void
querist_chat_model_complete_async (QueristChatModel         *self,
                                   const QueristChatRequest *request,
                                   QueristChatDelta          delta,
                                   gpointer                  delta_data,
                                   GCancellable             *cancellable,
                                   GAsyncReadyCallback       callback,
                                   gpointer                  user_data)
{
  g_return_if_fail (QUERIST_IS_CHAT_MODEL (self));

  QUERIST_CHAT_MODEL_GET_IFACE (self)->complete_async (self, request, delta, delta_data,
                                                       cancellable, callback, user_data);
}

/**
 * querist_chat_model_complete_finish:
 * @self: a model
 * @result: what the callback got
 * @error: return location, QUERIST_CHAT_ERROR or G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the whole reply; NULL on error
 */
QueristChatReply *
querist_chat_model_complete_finish (QueristChatModel *self,
                                    GAsyncResult     *result,
                                    GError          **error)
{
  g_return_val_if_fail (QUERIST_IS_CHAT_MODEL (self), NULL);

  return QUERIST_CHAT_MODEL_GET_IFACE (self)->complete_finish (self, result, error);
}

static void
message_free (gpointer data)
{
  QueristChatMessage *message = data;

  g_free (message->text);
  g_free (message);
}

/**
 * querist_chat_request_new:
 *
 * Returns: (transfer full): a request without messages, temperature 0
 */
QueristChatRequest *
querist_chat_request_new (void)
{
  QueristChatRequest *self = g_new0 (QueristChatRequest, 1);

  self->messages = g_ptr_array_new_with_free_func (message_free);
  return self;
}

/**
 * querist_chat_request_add:
 * @self: a request
 * @role: who speaks
 * @text: what, UTF-8, copied
 *
 * Adds a message at the end.
 */
void
querist_chat_request_add (QueristChatRequest *self,
                          QueristChatRole     role,
                          const char         *text)
{
  QueristChatMessage *message = g_new0 (QueristChatMessage, 1);

  message->role = role;
  message->text = g_strdup (text);
  g_ptr_array_add (self->messages, message);
}

/**
 * querist_chat_request_copy:
 * @self: a request
 *
 * Returns: (transfer full): a copy; the JSON schema is shared, since nobody changes it
 */
QueristChatRequest *
querist_chat_request_copy (const QueristChatRequest *self)
{
  QueristChatRequest *copy = querist_chat_request_new ();

  for (guint i = 0; i < self->messages->len; i++)
    {
      const QueristChatMessage *message = g_ptr_array_index (self->messages, i);

      querist_chat_request_add (copy, message->role, message->text);
    }
  copy->schema = self->schema != NULL ? json_node_ref (self->schema) : NULL;
  copy->schema_name = g_strdup (self->schema_name);
  copy->temperature = self->temperature;
  copy->max_tokens = self->max_tokens;
  return copy;
}

/**
 * querist_chat_request_free:
 * @self: (transfer full) (nullable): a request
 */
void
querist_chat_request_free (QueristChatRequest *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->messages);
  g_clear_pointer (&self->schema, json_node_unref);
  g_free (self->schema_name);
  g_free (self);
}

/**
 * querist_usage_add:
 * @self: what calls have cost so far
 * @more: what others have cost
 *
 * Adds @more to @self.
 */
void
querist_usage_add (QueristUsage       *self,
                   const QueristUsage *more)
{
  self->calls += more->calls;
  self->prompt_tokens += more->prompt_tokens;
  self->completion_tokens += more->completion_tokens;
}

/**
 * querist_chat_reply_free:
 * @self: (transfer full) (nullable): a reply
 */
void
querist_chat_reply_free (QueristChatReply *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self->model);
  g_free (self);
}
