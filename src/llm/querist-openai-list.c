/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-openai-model-private.h"

#include "querist-json.h"

/* Bytes of a list that are read; the rest of a longer one is no list of models. */
#define MAX_LIST (1024 * 1024)

/* A question for the list of models. */
typedef struct
{
  SoupMessage *message;
  char        *body;
} ListCall;

static void
list_call_free (gpointer data)
{
  ListCall *call = data;

  g_object_unref (call->message);
  g_free (call->body);
  g_free (call);
}

static GStrv
read_list (const char *body)
{
  g_autoptr(JsonNode) root = querist_json_parse (body, -1, NULL);
  g_autoptr(GStrvBuilder) builder = NULL;
  JsonArray *data;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;
  data = querist_json_get_array (json_node_get_object (root), "data");
  if (data == NULL)
    return NULL;
  builder = g_strv_builder_new ();
  for (guint i = 0; i < json_array_get_length (data); i++)
    {
      JsonNode *node = json_array_get_element (data, i);
      JsonObject *entry = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *id = querist_json_get_string (entry, "id", NULL);

      if (id != NULL && g_utf8_validate (id, -1, NULL))
        g_strv_builder_add (builder, id);
    }
  return g_strv_builder_end (builder);
}

static void
list_failed (GTask  *task,
             GError *error)
{
  QueristOpenaiModel *self = g_task_get_source_object (task);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_return_new_error (task, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_UNREACHABLE,
                           "Nothing answers at %s (%s). Check the address, and that the server "
                           "runs.",
                           self->url, error->message);
  g_error_free (error);
}

static void
list_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  QueristOpenaiModel *self = g_task_get_source_object (task);
  ListCall *call = g_task_get_task_data (task);
  guint status = soup_message_get_status (call->message);
  g_autofree char *body = NULL;
  GError *error = NULL;
  gsize length;
  GStrv list;

  if (!g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &length, &error))
    {
      list_failed (task, error);
      return;
    }
  body = g_utf8_make_valid (call->body, length);
  list = SOUP_STATUS_IS_SUCCESSFUL (status) ? read_list (body) : NULL;
  if (list == NULL)
    {
      g_autofree char *words = querist_openai_read_error (body, NULL);
      g_autofree char *hidden = querist_openai_model_hide_key (self, words);

      g_task_return_error (task, querist_openai_make_error (
                                   SOUP_STATUS_IS_SUCCESSFUL (status) ? 404 : status, hidden,
                                   self->url, self->model));
      return;
    }
  g_task_return_pointer (task, list, (GDestroyNotify) g_strfreev);
}

static void
list_sent_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ListCall *call = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(GInputStream) stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);

  if (stream == NULL)
    list_failed (task, error);
  else
    g_input_stream_read_all_async (stream, call->body, MAX_LIST, G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), list_read_cb,
                                   g_object_ref (task));
}

/**
 * querist_openai_model_list_async:
 * @self: a model
 * @cancellable: (nullable): ends the call
 * @callback: called when done
 * @user_data: for @callback
 *
 * Asks the server which models it has. It also proves that address and key are right.
 */
void
querist_openai_model_list_async (QueristOpenaiModel  *self,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  ListCall *call = g_new0 (ListCall, 1);

  call->message = querist_openai_model_new_message (self, SOUP_METHOD_GET, "/models");
  call->body = g_malloc (MAX_LIST);
  g_task_set_source_tag (task, querist_openai_model_list_async);
  g_task_set_task_data (task, call, list_call_free);
  soup_session_send_async (self->session, call->message, G_PRIORITY_DEFAULT, cancellable,
                           list_sent_cb, g_steal_pointer (&task));
}

/**
 * querist_openai_model_list_finish:
 * @self: a model
 * @result: what the callback got
 * @error: return location, QUERIST_CHAT_ERROR or G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): names of models, in the server's order; NULL on error
 */
GStrv
querist_openai_model_list_finish (QueristOpenaiModel *self,
                                  GAsyncResult       *result,
                                  GError            **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
