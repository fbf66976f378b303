/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-openai-model-private.h"

#include <math.h>
#include <string.h>

#include "querist-json.h"
#include "querist-sse-parser.h"

/* Seconds. The idle limit also covers loading a local model before its first word. */
#define IDLE_SECONDS       120
#define IDLE_SECONDS_LOCAL 300
#define TOTAL_SECONDS      600

#define TRIES 3
/* A longer wait than this is for the person to decide on. */
#define MAX_WAIT_SECONDS 60.0

#define MAX_ERROR_BODY (64 * 1024)
#define BLOCK_BYTES    (16 * 1024)

static void chat_model_iface_init (QueristChatModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (QueristOpenaiModel, querist_openai_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (QUERIST_TYPE_CHAT_MODEL,
                                                      chat_model_iface_init))

typedef enum {
  BODY_ERROR,
  BODY_EVENTS,
  BODY_JSON,
  BODY_UNKNOWN,
} BodyKind;

/* One question to the model, over all its tries. */
typedef struct
{
  QueristChatRequest *request;
  QueristChatDelta    delta;
  gpointer            delta_data;
  GCancellable       *cancellable;
  gulong              cancelled_id;
  guint               timer_id;
  guint               wait_id;
  gboolean            timed_out;
  guint               n_tries;
  gsize               n_told;

  /* of the current try */
  SoupMessage        *message;
  GInputStream       *stream;
  BodyKind            kind;
  GString            *body;
  QueristSseParser   *parser;
  QueristOpenaiReply *reply;
  gboolean            whole;
  guint               error_status;
  GError             *error;
} Call;

static void call_send (GTask *task);

static void
call_clear_try (Call *call)
{
  g_clear_object (&call->message);
  g_clear_object (&call->stream);
  g_clear_pointer (&call->parser, querist_sse_parser_free);
  g_clear_pointer (&call->reply, querist_openai_reply_free);
  g_clear_error (&call->error);
  g_string_truncate (call->body, 0);
  call->whole = FALSE;
  call->error_status = 502;
}

static void
call_free (gpointer data)
{
  Call *call = data;

  call_clear_try (call);
  g_clear_handle_id (&call->timer_id, g_source_remove);
  g_clear_handle_id (&call->wait_id, g_source_remove);
  g_string_free (call->body, TRUE);
  g_object_unref (call->cancellable);
  querist_chat_request_free (call->request);
  g_free (call);
}

/* Ends the call: nothing of it fires afterwards. */
static void
call_finish (GTask            *task,
             QueristChatReply *reply,
             GError           *error)
{
  Call *call = g_task_get_task_data (task);

  g_clear_handle_id (&call->timer_id, g_source_remove);
  g_clear_handle_id (&call->wait_id, g_source_remove);
  if (call->cancelled_id != 0)
    g_cancellable_disconnect (g_task_get_cancellable (task), call->cancelled_id);
  call->cancelled_id = 0;
  g_clear_object (&call->stream);
  if (reply != NULL)
    g_task_return_pointer (task, reply, (GDestroyNotify) querist_chat_reply_free);
  else
    g_task_return_error (task, error);
}

/**
 * querist_openai_model_hide_key:
 * @self: a model
 * @words: what its server says
 *
 * A server's words may repeat the key.
 *
 * Returns: (transfer full): @words without it
 */
char *
querist_openai_model_hide_key (QueristOpenaiModel *self,
                               const char         *words)
{
  g_autoptr(GString) hidden = g_string_new (words);

  if (self->key != NULL && *self->key != '\0')
    g_string_replace (hidden, self->key, "…", 0);
  return g_string_free (g_steal_pointer (&hidden), FALSE);
}

static gboolean
is_worth_another_try (guint status)
{
  static const guint statuses[] = { 408, 409, 425, 429, 498, 500, 502, 503, 504, 529 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      if (status == statuses[i])
        return TRUE;
    }
  return status >= 520 && status <= 524;
}

/* Seconds to wait before the next try: what the server tells, else doubling from half a second,
 * less up to a quarter, so that many clients don't come back at once. */
static double
wait_before_next (Call *call)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (call->message);
  const char *milliseconds = soup_message_headers_get_one (headers, "retry-after-ms");
  const char *told = soup_message_headers_get_one (headers, "retry-after");
  g_autoptr(GDateTime) date = NULL;
  char *end = NULL;
  double seconds = NAN;

  if (milliseconds != NULL)
    seconds = g_ascii_strtod (milliseconds, NULL) / 1000;
  else if (told != NULL)
    {
      seconds = g_ascii_strtod (told, &end);
      if (end == told && (date = soup_date_time_new_from_http_string (told)) != NULL)
        seconds = g_date_time_to_unix (date) - (double) g_get_real_time () / G_USEC_PER_SEC;
      else if (end == told)
        seconds = NAN;
    }
  if (!isfinite (seconds) || seconds < 0)
    seconds = ldexp (0.5, call->n_tries - 1) * g_random_double_range (0.75, 1.0);
  return seconds;
}

static gboolean
wait_over_cb (gpointer user_data)
{
  GTask *task = user_data;
  Call *call = g_task_get_task_data (task);

  call->wait_id = 0;
  call_send (task);
  return G_SOURCE_REMOVE;
}

/* Starts another try if that may help. Never after a part of the reply was told. */
static gboolean
call_try_again (GTask *task,
                guint  status,
                GError *error)
{
  Call *call = g_task_get_task_data (task);
  double seconds;

  if (call->n_told > 0 || call->n_tries >= TRIES || !is_worth_another_try (status) ||
      g_error_matches (error, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_CREDIT))
    return FALSE;
  seconds = wait_before_next (call);
  if (seconds > MAX_WAIT_SECONDS)
    return FALSE;
  call->wait_id = g_timeout_add_full (G_PRIORITY_DEFAULT, (guint) (seconds * 1000), wait_over_cb,
                                      g_object_ref (task), g_object_unref);
  return TRUE;
}

/* The server answered with an error, by status or in the body. */
static void
call_refused (GTask      *task,
              guint       status,
              const char *words)
{
  QueristOpenaiModel *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);
  g_autofree char *hidden = querist_openai_model_hide_key (self, words);
  QueristOpenaiQuirks quirks =
    querist_openai_find_quirks (call->request, self->quirks, status, words);
  GError *error;

  if (quirks != self->quirks && call->n_told == 0)
    {
      self->quirks = quirks;
      call->n_tries--;
      call_send (task);
      return;
    }
  error = querist_openai_make_error (status, hidden, self->url, self->model);
  if (call_try_again (task, status, error))
    g_error_free (error);
  else
    call_finish (task, NULL, error);
}

static void
call_broke_off (GTask  *task,
                GError *cause)
{
  QueristOpenaiModel *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);
  gboolean local = querist_url_is_loopback (self->url);
  g_autoptr(GError) owned = cause;
  GError *error = NULL;

  if (call->timed_out || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    g_set_error (&error, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_TIMEOUT,
                 "%s did not answer in time. Try again, or choose a faster model in Preferences.",
                 self->url);
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    error = g_steal_pointer (&owned);
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED) && local)
    g_set_error (&error, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_UNREACHABLE,
                 "Nothing answers at %s. Start the model server, or choose another model in "
                 "Preferences.",
                 self->url);
  else if (!call_try_again (task, 502, NULL))
    g_set_error (&error, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_UNREACHABLE,
                 "%s cannot be reached: %s. Check the address in Preferences and the network, or "
                 "go on with the built-in assistant.",
                 self->url, cause->message);
  if (error != NULL)
    call_finish (task, NULL, error);
}

static GError *
check_end (QueristOpenaiModel *self,
           Call               *call)
{
  const QueristOpenaiReply *reply = call->reply;

  if (reply->refusal->len > 0 || g_strcmp0 (reply->finish, "content_filter") == 0)
    return g_error_new (QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_REFUSED,
                        "“%s” refused to answer.%s%s Word the question differently, or choose "
                        "another model.",
                        self->model, reply->refusal->len > 0 ? " It says: " : "",
                        reply->refusal->str);
  if (g_strcmp0 (reply->finish, "length") == 0 || g_strcmp0 (reply->finish, "model_length") == 0)
    return g_error_new (QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_CUT_OFF,
                        "“%s” reached its length limit before the reply was complete. Ask for "
                        "less at once, or choose a model with a larger limit.",
                        self->model);
  if (!call->whole && reply->finish == NULL)
    return g_error_new (QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_CUT_OFF,
                        "The reply of %s ended in the middle: the server or the network broke "
                        "off. Try again.",
                        self->url);
  return NULL;
}

static void
call_complete (GTask *task)
{
  QueristOpenaiModel *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);
  g_autoptr(GError) error = check_end (self, call);
  QueristChatReply *reply;

  if (error != NULL)
    {
      if (!g_error_matches (error, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_CUT_OFF) ||
          call->reply->finish != NULL || !call_try_again (task, 502, error))
        call_finish (task, NULL, g_steal_pointer (&error));
      return;
    }
  reply = g_new0 (QueristChatReply, 1);
  reply->text = querist_openai_strip_reasoning (call->reply->text->str);
  reply->model = g_strdup (call->reply->model != NULL ? call->reply->model : self->model);
  reply->usage = call->reply->usage;
  if (*reply->text == '\0')
    {
      querist_chat_reply_free (reply);
      call_finish (task, NULL,
                   g_error_new (QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_NONSENSE,
                                "“%s” sent an empty reply. Try again, or choose another model.",
                                self->model));
      return;
    }
  call_finish (task, reply, NULL);
}

/* Takes a chunk or a whole reply, and tells what is new of its text. */
static gboolean
take_json (Call       *call,
           const char *text)
{
  g_autoptr(JsonNode) node = querist_json_parse (text, -1, &call->error);
  const char *piece;

  if (node == NULL)
    {
      g_prefix_error (&call->error, "The server sent something that is not JSON: ");
      return FALSE;
    }
  if (!querist_openai_reply_add (call->reply, node, &call->error_status, &call->error))
    return FALSE;
  if (call->delta != NULL && call->reply->text->len > call->n_told)
    {
      piece = call->reply->text->str + call->n_told;
      call->n_told = call->reply->text->len;
      call->delta (piece, call->delta_data);
    }
  return TRUE;
}

static gboolean
event_cb (const char *data,
          gpointer    user_data)
{
  Call *call = user_data;

  if (g_str_equal (data, "[DONE]"))
    {
      call->whole = TRUE;
      return FALSE;
    }
  return take_json (call, data);
}

/* The body is there, or as much of it as there will be. */
static void
call_body_ended (GTask *task)
{
  Call *call = g_task_get_task_data (task);
  guint status = soup_message_get_status (call->message);

  if (call->kind == BODY_ERROR)
    {
      g_autofree char *valid = g_utf8_make_valid (call->body->str, call->body->len);
      g_autofree char *words = querist_openai_read_error (valid, NULL);

      /* A page that was found all right is still no model server. */
      call_refused (task, SOUP_STATUS_IS_SUCCESSFUL (status) ? 404 : status, words);
      return;
    }
  if (call->kind == BODY_EVENTS)
    querist_sse_parser_end (call->parser);
  else
    {
      g_autofree char *valid = g_utf8_make_valid (call->body->str, call->body->len);

      call->whole = take_json (call, valid);
    }
  if (call->error != NULL)
    {
      g_autofree char *words = g_strdup (call->error->message);

      call_refused (task, call->error_status, words);
    }
  else
    call_complete (task);
}

static BodyKind
guess_kind (const char *bytes,
            gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isspace (bytes[i]))
        return bytes[i] == '{' || bytes[i] == '[' ? BODY_JSON : BODY_EVENTS;
    }
  return BODY_UNKNOWN;
}

/* Returns: whether more bytes are wanted. */
static gboolean
take_bytes (Call       *call,
            const char *bytes,
            gsize       length)
{
  gsize limit = call->kind == BODY_ERROR ? MAX_ERROR_BODY : QUERIST_JSON_MAX_BYTES;

  if (call->kind == BODY_UNKNOWN)
    call->kind = guess_kind (bytes, length);
  if (call->kind == BODY_EVENTS)
    return querist_sse_parser_feed (call->parser, bytes, length, &call->error);
  g_string_append_len (call->body, bytes, MIN (length, limit + 1 - call->body->len));
  return call->body->len <= limit;
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(GBytes) bytes =
    g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (bytes == NULL)
    call_broke_off (task, error);
  else if (g_bytes_get_size (bytes) == 0 ||
           !take_bytes (call, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)))
    call_body_ended (task);
  else
    g_input_stream_read_bytes_async (G_INPUT_STREAM (source), BLOCK_BYTES, G_PRIORITY_DEFAULT,
                                     call->cancellable, read_cb, g_steal_pointer (&task));
}

static BodyKind
kind_of_answer (SoupMessage *message)
{
  const char *type =
    soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL);

  if (!SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (message)) ||
      (type != NULL && strstr (type, "html") != NULL))
    return BODY_ERROR;
  if (type != NULL && strstr (type, "event-stream") != NULL)
    return BODY_EVENTS;
  if (type != NULL && strstr (type, "json") != NULL)
    return BODY_JSON;
  return BODY_UNKNOWN;
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;

  call->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (call->stream == NULL)
    {
      call_broke_off (task, error);
      return;
    }
  call->kind = kind_of_answer (call->message);
  g_input_stream_read_bytes_async (call->stream, BLOCK_BYTES, G_PRIORITY_DEFAULT,
                                   call->cancellable, read_cb, g_steal_pointer (&task));
}

/**
 * querist_openai_model_new_message:
 * @self: a model
 * @method: the HTTP method
 * @path: what follows the base address
 *
 * Returns: (transfer full): a request that carries the key
 */
SoupMessage *
querist_openai_model_new_message (QueristOpenaiModel *self,
                                  const char         *method,
                                  const char         *path)
{
  g_autofree char *url = g_strconcat (self->url, path, NULL);
  SoupMessage *message = soup_message_new (method, url);
  g_autofree char *authorization = NULL;

  if (self->key != NULL)
    {
      authorization = g_strconcat ("Bearer ", self->key, NULL);
      soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization",
                                    authorization);
    }
  /* A redirect would turn the POST into a GET and could carry the key elsewhere. */
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  return message;
}

static void
call_send (GTask *task)
{
  QueristOpenaiModel *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);
  g_autofree char *body =
    querist_openai_write_request (call->request, self->model, self->quirks);
  g_autoptr(GBytes) bytes = g_bytes_new (body, strlen (body));

  call_clear_try (call);
  call->n_tries++;
  call->reply = querist_openai_reply_new ();
  call->parser = querist_sse_parser_new (event_cb, call);
  call->message = querist_openai_model_new_message (self, SOUP_METHOD_POST, "/chat/completions");
  soup_message_set_request_body_from_bytes (call->message, "application/json", bytes);
  soup_session_send_async (self->session, call->message, G_PRIORITY_DEFAULT, call->cancellable,
                           sent_cb, g_object_ref (task));
}

static gboolean
total_time_over_cb (gpointer user_data)
{
  Call *call = user_data;

  call->timer_id = 0;
  call->timed_out = TRUE;
  g_cancellable_cancel (call->cancellable);
  return G_SOURCE_REMOVE;
}

static void
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  /* Held: the source of the wait may have the only other reference. */
  g_autoptr(GTask) task = g_object_ref (user_data);
  Call *call = g_task_get_task_data (task);

  g_cancellable_cancel (call->cancellable);
  /* While waiting for the next try nothing is under way that could notice. */
  if (call->wait_id != 0)
    {
      g_clear_handle_id (&call->wait_id, g_source_remove);
      call->wait_id = g_idle_add_full (G_PRIORITY_DEFAULT, wait_over_cb, g_object_ref (task),
                                       g_object_unref);
    }
}

static void
openai_complete_async (QueristChatModel         *model,
                       const QueristChatRequest *request,
                       QueristChatDelta          delta,
                       gpointer                  delta_data,
                       GCancellable             *cancellable,
                       GAsyncReadyCallback       callback,
                       gpointer                  user_data)
{
  QueristOpenaiModel *self = QUERIST_OPENAI_MODEL (model);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  Call *call = g_new0 (Call, 1);

  call->request = querist_chat_request_copy (request);
  call->delta = delta;
  call->delta_data = delta_data;
  call->cancellable = g_cancellable_new ();
  call->body = g_string_new (NULL);
  g_task_set_source_tag (task, openai_complete_async);
  g_task_set_task_data (task, call, call_free);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (cancellable != NULL)
    call->cancelled_id =
      g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), task, NULL);
  call->timer_id = g_timeout_add_seconds (self->total_seconds, total_time_over_cb, call);
  call_send (task);
}

static QueristChatReply *
openai_complete_finish (QueristChatModel *model,
                        GAsyncResult     *result,
                        GError          **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
chat_model_iface_init (QueristChatModelInterface *iface)
{
  iface->complete_async = openai_complete_async;
  iface->complete_finish = openai_complete_finish;
}

static void
querist_openai_model_finalize (GObject *object)
{
  QueristOpenaiModel *self = QUERIST_OPENAI_MODEL (object);

  g_clear_object (&self->session);
  g_free (self->url);
  g_free (self->model);
  g_free (self->key);

  G_OBJECT_CLASS (querist_openai_model_parent_class)->finalize (object);
}

static void
querist_openai_model_class_init (QueristOpenaiModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = querist_openai_model_finalize;
}

static void
querist_openai_model_init (QueristOpenaiModel *self)
{
  self->total_seconds = TOTAL_SECONDS;
}

static gboolean
check_key (const char *url,
           const char *key,
           GError    **error)
{
  for (const char *p = key; p != NULL && *p != '\0'; p++)
    {
      if (!g_ascii_isgraph (*p))
        {
          g_set_error_literal (error, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_KEY,
                               "The key holds blanks or characters that no key has. Copy it "
                               "again and paste it whole.");
          return FALSE;
        }
    }
  if (key != NULL && g_str_has_prefix (url, "http:") && !querist_url_is_loopback (url))
    {
      g_set_error (error, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_KEY,
                   "%s is not encrypted: anybody on the way could read the key. Use an address "
                   "that begins with https://.",
                   url);
      return FALSE;
    }
  return TRUE;
}

/**
 * querist_openai_model_new:
 * @url: the server's base address, in any of the usual spellings
 * @model: the model's name
 * @key: (nullable): the key; blanks around it are dropped
 * @error: return location, QUERIST_CHAT_ERROR
 *
 * Returns: (transfer full) (nullable): the model; NULL when @url is no address, or when @key
 *   would travel in the clear
 */
QueristChatModel *
querist_openai_model_new (const char *url,
                          const char *model,
                          const char *key,
                          GError    **error)
{
  g_autofree char *base = querist_openai_normalize_url (url, error);
  g_autofree char *trimmed = key != NULL ? g_strstrip (g_strdup (key)) : NULL;
  QueristOpenaiModel *self;

  if (trimmed != NULL && *trimmed == '\0')
    g_clear_pointer (&trimmed, g_free);
  if (base == NULL || !check_key (base, trimmed, error))
    return NULL;

  self = g_object_new (QUERIST_TYPE_OPENAI_MODEL, NULL);
  self->url = g_steal_pointer (&base);
  self->model = g_strdup (model);
  self->key = g_steal_pointer (&trimmed);
  self->session = g_object_new (
    SOUP_TYPE_SESSION, "max-conns-per-host", 8, "user-agent", "querist/" PACKAGE_VERSION, "timeout",
    querist_url_is_loopback (self->url) ? IDLE_SECONDS_LOCAL : IDLE_SECONDS, NULL);
  if (querist_url_is_loopback (self->url))
    soup_session_set_proxy_resolver (self->session, NULL);
  return QUERIST_CHAT_MODEL (self);
}

/**
 * querist_openai_model_set_timeout:
 * @self: a model
 * @idle_seconds: silence after which a call fails
 * @total_seconds: time after which a call fails, whatever comes
 *
 * Sets other limits than the defaults, for calls that begin afterwards.
 */
void
querist_openai_model_set_timeout (QueristOpenaiModel *self,
                                  guint               idle_seconds,
                                  guint               total_seconds)
{
  g_return_if_fail (QUERIST_IS_OPENAI_MODEL (self));

  soup_session_set_timeout (self->session, idle_seconds);
  self->total_seconds = total_seconds;
}
