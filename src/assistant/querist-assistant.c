/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-assistant.h"

G_DEFINE_QUARK (querist-assistant-error-quark, querist_assistant_error)

G_DEFINE_INTERFACE (QueristAssistant, querist_assistant, G_TYPE_OBJECT)

static void
querist_assistant_default_init (QueristAssistantInterface *iface)
{
}

/**
 * querist_assistant_get_name:
 * @self: an assistant
 *
 * Returns: what to call it, such as "Built-in" or the model's name
 */
const char *
querist_assistant_get_name (QueristAssistant *self)
{
  g_return_val_if_fail (QUERIST_IS_ASSISTANT (self), NULL);
  return QUERIST_ASSISTANT_GET_IFACE (self)->get_name (self);
}

/**
 * querist_assistant_is_remote:
 * @self: an assistant
 *
 * Returns: whether what it is told leaves this computer
 */
gboolean
querist_assistant_is_remote (QueristAssistant *self)
{
  g_return_val_if_fail (QUERIST_IS_ASSISTANT (self), TRUE);
  return QUERIST_ASSISTANT_GET_IFACE (self)->is_remote (self);
}

/**
 * querist_assistant_perform_async:
 * @self: an assistant
 * @task: what to do
 * @brief: all that it gets to know; borrowed until the callback
 * @delta: (nullable) (scope notified): gets pieces of a text for people, for INTERPRET and
 *   DESCRIBE, as they come
 * @delta_data: passed to @delta
 * @cancellable: (nullable): stops it
 * @callback: called when it is done
 * @user_data: passed to @callback
 *
 * Asks the assistant for one step of an answer.
 */
void
querist_assistant_perform_async (QueristAssistant    *self,
                                 QueristTask          task,
                                 const QueristBrief  *brief,
                                 QueristChatDelta     delta,
                                 gpointer             delta_data,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (QUERIST_IS_ASSISTANT (self));
  g_return_if_fail (brief != NULL);
  QUERIST_ASSISTANT_GET_IFACE (self)->perform_async (self, task, brief, delta, delta_data,
                                                     cancellable, callback, user_data);
}

/**
 * querist_assistant_perform_finish:
 * @self: an assistant
 * @result: what the callback got
 * @error: return location: a QueristAssistantError, a QueristChatError, G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the reply
 */
QueristReply *
querist_assistant_perform_finish (QueristAssistant  *self,
                                  GAsyncResult      *result,
                                  GError           **error)
{
  g_return_val_if_fail (QUERIST_IS_ASSISTANT (self), NULL);
  return QUERIST_ASSISTANT_GET_IFACE (self)->perform_finish (self, result, error);
}

/**
 * querist_reply_new:
 *
 * Returns: (transfer full): a reply that says nothing yet
 */
QueristReply *
querist_reply_new (void)
{
  return g_new0 (QueristReply, 1);
}

/**
 * querist_reply_free:
 * @self: a reply
 *
 * Frees it.
 */
void
querist_reply_free (QueristReply *self)
{
  g_strfreev (self->plan);
  g_free (self->clarification);
  g_strfreev (self->options);
  g_free (self->sql);
  g_strfreev (self->assumptions);
  g_free (self->text);
  g_free (self->cause);
  g_strfreev (self->suggestions);
  g_clear_pointer (&self->improvements, g_ptr_array_unref);
  g_free (self);
}

static const char *const intents[] = { "unknown", "specific", "analytical", "descriptive" };

/**
 * querist_intent_to_string:
 * @intent: an intent
 *
 * Returns: its name, such as "specific"
 */
const char *
querist_intent_to_string (QueristIntent intent)
{
  g_return_val_if_fail (intent < G_N_ELEMENTS (intents), intents[0]);
  return intents[intent];
}

/**
 * querist_intent_from_string:
 * @name: (nullable): a name
 *
 * Returns: the intent of that name, QUERIST_INTENT_UNKNOWN if there is none
 */
QueristIntent
querist_intent_from_string (const char *name)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (intents); i++)
    {
      if (g_ascii_strcasecmp (intents[i], name) == 0)
        return i;
    }
  return QUERIST_INTENT_UNKNOWN;
}
