/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libsoup/soup.h>
#include <string.h>

#include "querist-json.h"
#include "querist-openai-model.h"

/* The client against a real server on loopback, which misbehaves in every way known. */

#define CHUNK(text) "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" text "\"}}]}\n\n"
#define STOP        "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
#define USAGE                                                                                     \
  "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2}}\n\n"
#define DONE "data: [DONE]\n\n"
#define SSE  "text/event-stream"
#define JSON "application/json"

/* What the server says to one request after the other; the last one is said again. */
typedef struct
{
  guint       status;
  const char *type;
  const char *body;
  const char *header;
  const char *value;
} Answer;

typedef struct
{
  SoupServer       *server;
  QueristChatModel *model;
  char             *url;
  const Answer     *answers;
  guint             n_answers;
  guint             n_requests;
  GPtrArray        *bodies;
  char             *authorization;
  gboolean          hang;
  GString          *told;
  QueristChatReply *reply;
  GError           *error;
  gboolean          done;
} Fixture;

static void
server_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  Fixture *f = user_data;
  const Answer *answer = &f->answers[MIN (f->n_requests, f->n_answers - 1)];
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  f->n_requests++;
  g_ptr_array_add (f->bodies, g_strndup (body->data, body->length));
  g_free (f->authorization);
  f->authorization = g_strdup (soup_message_headers_get_one (
    soup_server_message_get_request_headers (message), "Authorization"));
  if (f->hang)
    {
      soup_server_message_pause (message);
      return;
    }
  soup_server_message_set_status (message, answer->status, NULL);
  if (answer->header != NULL)
    soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                  answer->header, answer->value);
  soup_server_message_set_response (message, answer->type, SOUP_MEMORY_COPY, answer->body,
                                    strlen (answer->body));
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  GSList *uris;

  f->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (f->server, "/v1/chat/completions", server_cb, f, NULL);
  soup_server_add_handler (f->server, "/v1/models", server_cb, f, NULL);
  g_assert_true (soup_server_listen_local (f->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error));
  uris = soup_server_get_uris (f->server);
  f->url = g_uri_to_string (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  f->bodies = g_ptr_array_new_with_free_func (g_free);
  f->told = g_string_new (NULL);
  f->model = querist_openai_model_new (f->url, "m", "secret-key\n", &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  soup_server_disconnect (f->server);
  g_clear_object (&f->model);
  g_clear_object (&f->server);
  g_ptr_array_unref (f->bodies);
  g_string_free (f->told, TRUE);
  g_clear_pointer (&f->reply, querist_chat_reply_free);
  g_clear_error (&f->error);
  g_free (f->authorization);
  g_free (f->url);
}

static void
told_cb (const char *text,
         gpointer    user_data)
{
  Fixture *f = user_data;

  g_string_append (f->told, text);
}

static void
replied_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Fixture *f = user_data;

  f->reply = querist_chat_model_complete_finish (QUERIST_CHAT_MODEL (source), result, &f->error);
  f->done = TRUE;
}

static void
ask (Fixture      *f,
     const Answer *answers,
     guint         n_answers,
     GCancellable *cancellable)
{
  g_autoptr(QueristChatRequest) request = querist_chat_request_new ();

  f->answers = answers;
  f->n_answers = n_answers;
  request->schema = querist_json_parse ("{\"type\":\"object\"}", -1, NULL);
  request->max_tokens = 100;
  querist_chat_request_add (request, QUERIST_ROLE_SYSTEM, "Be brief.");
  querist_chat_request_add (request, QUERIST_ROLE_USER, "Say “hello”.");
  querist_chat_model_complete_async (f->model, request, told_cb, f, cancellable, replied_cb, f);
}

static void
wait_for_reply (Fixture *f)
{
  while (!f->done)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_stream (Fixture      *f,
             gconstpointer data)
{
  static const Answer answers[] = { { 200, SSE, CHUNK ("Hel") CHUNK ("lo") STOP USAGE DONE } };

  ask (f, answers, 1, NULL);
  wait_for_reply (f);
  g_assert_no_error (f->error);
  g_assert_cmpstr (f->reply->text, ==, "Hello");
  g_assert_cmpstr (f->told->str, ==, "Hello");
  g_assert_cmpuint (f->reply->usage.prompt_tokens, ==, 9);
  g_assert_cmpuint (f->reply->usage.completion_tokens, ==, 2);
  g_assert_cmpuint (f->n_requests, ==, 1);
  g_assert_cmpstr (f->authorization, ==, "Bearer secret-key");
}

static void
test_request (Fixture      *f,
              gconstpointer data)
{
  static const Answer answers[] = { { 200, SSE, CHUNK ("x") STOP DONE } };
  g_autoptr(JsonNode) root = NULL;
  JsonObject *object;
  JsonArray *messages;

  ask (f, answers, 1, NULL);
  wait_for_reply (f);
  root = querist_json_parse (g_ptr_array_index (f->bodies, 0), -1, NULL);
  object = json_node_get_object (root);
  messages = querist_json_get_array (object, "messages");
  g_assert_cmpstr (querist_json_get_string (object, "model", NULL), ==, "m");
  g_assert_true (querist_json_get_boolean (object, "stream", FALSE));
  g_assert_cmpuint (json_array_get_length (messages), ==, 2);
  g_assert_cmpstr (querist_json_get_string (json_array_get_object_element (messages, 1),
                                            "content", NULL),
                   ==, "Say “hello”.");
  g_assert_cmpstr (querist_json_get_string (querist_json_get_object (object, "response_format"),
                                            "type", NULL),
                   ==, "json_schema");
}

/* Replies that are right, in the shapes that servers are known to use. */
static void
test_shapes (Fixture      *f,
             gconstpointer data)
{
  static const struct
  {
    Answer      answer;
    const char *text;
  } cases[] = {
    { { 200, JSON, "{\"choices\":[{\"message\":{\"content\":\"whole\"},"
                   "\"finish_reason\":\"stop\"}]}" }, "whole" },
    { { 200, "text/plain", CHUNK ("plain") STOP }, "plain" },
    { { 200, SSE, ": OPENROUTER PROCESSING\n\n" CHUNK ("a") DONE }, "a" },
    { { 200, SSE, CHUNK ("<think>hm</think> yes") STOP DONE }, "yes" },
    { { 200, JSON, "\n\n{\"choices\":[{\"message\":{\"content\":[{\"type\":\"thinking\","
                   "\"text\":\"no\"},{\"type\":\"text\",\"text\":\"part\"}]}}]}" }, "part" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      f->done = FALSE;
      g_clear_pointer (&f->reply, querist_chat_reply_free);
      ask (f, &cases[i].answer, 1, NULL);
      wait_for_reply (f);
      g_assert_no_error (f->error);
      g_assert_cmpstr (f->reply->text, ==, cases[i].text);
    }
}

/* Every failure ends as one sentence of the right kind, and shows no key. */
static void
test_failures (Fixture      *f,
               gconstpointer data)
{
  static const struct
  {
    Answer           answer;
    QueristChatError code;
    guint            n_requests;
  } cases[] = {
    { { 401, JSON, "{\"error\":{\"message\":\"bad key secret-key\"}}" }, QUERIST_CHAT_ERROR_KEY, 1 },
    { { 402, JSON, "{\"message\":\"no balance\"}" }, QUERIST_CHAT_ERROR_CREDIT, 1 },
    { { 404, JSON, "{\"error\":\"model not found\"}" }, QUERIST_CHAT_ERROR_NOT_FOUND, 1 },
    { { 200, "text/html", "<html>hello</html>" }, QUERIST_CHAT_ERROR_NOT_FOUND, 1 },
    { { 301, "text/html", "", "Location", "http://127.0.0.1:1/" }, QUERIST_CHAT_ERROR_NOT_FOUND, 1 },
    { { 400, JSON, "{\"error\":{\"message\":\"maximum context length is 10\"}}" },
      QUERIST_CHAT_ERROR_TOO_LONG, 1 },
    { { 429, JSON, "{\"error\":{\"message\":\"slow down\"}}", "Retry-After", "0" },
      QUERIST_CHAT_ERROR_RATE, 3 },
    { { 429, JSON, "{\"error\":{\"message\":\"slow down\"}}", "Retry-After", "3600" },
      QUERIST_CHAT_ERROR_RATE, 1 },
    { { 429, JSON, "{\"error\":{\"message\":\"insufficient_quota\"}}", "Retry-After", "0" },
      QUERIST_CHAT_ERROR_CREDIT, 1 },
    { { 503, "text/plain", "busy", "Retry-After", "0" }, QUERIST_CHAT_ERROR_SERVER, 3 },
    { { 200, JSON, "{\"error\":{\"message\":\"no\",\"code\":402}}" }, QUERIST_CHAT_ERROR_CREDIT, 1 },
    { { 200, SSE, CHUNK ("half") "data: {\"error\":{\"message\":\"overloaded\"}}\n\n" },
      QUERIST_CHAT_ERROR_SERVER, 1 },
    { { 200, SSE, CHUNK ("half") }, QUERIST_CHAT_ERROR_CUT_OFF, 1 },
    { { 200, SSE, CHUNK ("half") "data: {\"choices\":[{\"delta\":{},\"finish_reason\":"
                                 "\"length\"}]}\n\n" DONE }, QUERIST_CHAT_ERROR_CUT_OFF, 1 },
    { { 200, SSE, "data: {\"choices\":[{\"delta\":{\"refusal\":\"I won't\"},\"finish_reason\":"
                  "\"stop\"}]}\n\n" DONE }, QUERIST_CHAT_ERROR_REFUSED, 1 },
    { { 200, SSE, STOP DONE }, QUERIST_CHAT_ERROR_NONSENSE, 1 },
    { { 200, SSE, "data: not json\n\n", "Retry-After", "0" }, QUERIST_CHAT_ERROR_SERVER, 3 },
    { { 200, JSON, "[]", "Retry-After", "0" }, QUERIST_CHAT_ERROR_SERVER, 3 },
    { { 422, JSON, "{\"detail\":[{\"loc\":[],\"msg\":\"bad field\"}]}" },
      QUERIST_CHAT_ERROR_SERVER, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      f->done = FALSE;
      f->n_requests = 0;
      ask (f, &cases[i].answer, 1, NULL);
      wait_for_reply (f);
      g_test_message ("case %u: %s", i, f->error != NULL ? f->error->message : "no error");
      g_assert_error (f->error, QUERIST_CHAT_ERROR, (int) cases[i].code);
      g_assert_cmpuint (f->n_requests, ==, cases[i].n_requests);
      g_assert_null (strstr (f->error->message, "secret-key"));
      g_clear_error (&f->error);
    }
}

static void
test_retry (Fixture      *f,
            gconstpointer data)
{
  static const Answer answers[] = {
    { 503, "text/plain", "busy", "Retry-After", "0" },
    { 429, JSON, "{}", "retry-after-ms", "1" },
    { 200, SSE, CHUNK ("third") STOP DONE },
  };

  ask (f, answers, G_N_ELEMENTS (answers), NULL);
  wait_for_reply (f);
  g_assert_no_error (f->error);
  g_assert_cmpstr (f->reply->text, ==, "third");
  g_assert_cmpuint (f->n_requests, ==, 3);
}

/* A parameter that the server does not take is left out, now and later. */
static void
test_quirks (Fixture      *f,
             gconstpointer data)
{
  static const Answer answers[] = {
    { 400, JSON, "{\"error\":{\"message\":\"response_format: json_schema is not supported\"}}" },
    { 400, JSON, "{\"error\":{\"message\":\"Unknown field stream_options\"}}" },
    { 400, JSON, "{\"error\":{\"message\":\"Use max_completion_tokens, not max_tokens\"}}" },
    { 200, SSE, CHUNK ("ok") STOP DONE },
  };
  const char *last;

  ask (f, answers, G_N_ELEMENTS (answers), NULL);
  wait_for_reply (f);
  g_assert_no_error (f->error);
  g_assert_cmpuint (f->n_requests, ==, 4);
  last = g_ptr_array_index (f->bodies, 3);
  g_assert_nonnull (strstr (last, "json_object"));
  g_assert_null (strstr (last, "stream_options"));
  g_assert_nonnull (strstr (last, "max_completion_tokens"));

  f->done = FALSE;
  g_clear_pointer (&f->reply, querist_chat_reply_free);
  ask (f, answers + 3, 1, NULL);
  wait_for_reply (f);
  g_assert_cmpuint (f->n_requests, ==, 5);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
test_cancel (Fixture      *f,
             gconstpointer data)
{
  static const Answer answers[] = { { 503, "text/plain", "busy", "Retry-After", "50" } };
  g_autoptr(GCancellable) at_once = g_cancellable_new ();
  g_autoptr(GCancellable) while_sending = g_cancellable_new ();
  g_autoptr(GCancellable) while_waiting = g_cancellable_new ();

  g_cancellable_cancel (at_once);
  ask (f, answers, 1, at_once);
  wait_for_reply (f);
  g_assert_error (f->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (f->n_requests, ==, 0);
  g_clear_error (&f->error);

  f->hang = TRUE;
  f->done = FALSE;
  ask (f, answers, 1, while_sending);
  while (f->n_requests == 0)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (while_sending);
  wait_for_reply (f);
  g_assert_error (f->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&f->error);

  f->hang = FALSE;
  f->done = FALSE;
  ask (f, answers, 1, while_waiting);
  g_timeout_add (200, cancel_cb, while_waiting);
  wait_for_reply (f);
  g_assert_error (f->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_timeout (Fixture      *f,
              gconstpointer data)
{
  static const Answer answers[] = { { 200, SSE, "" } };

  querist_openai_model_set_timeout (QUERIST_OPENAI_MODEL (f->model), 30, 1);
  f->hang = TRUE;
  ask (f, answers, 1, NULL);
  wait_for_reply (f);
  g_assert_error (f->error, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_TIMEOUT);
}

static void
test_server_down (Fixture      *f,
                  gconstpointer data)
{
  static const Answer answers[] = { { 200, SSE, "" } };

  soup_server_disconnect (f->server);
  ask (f, answers, 1, NULL);
  wait_for_reply (f);
  g_assert_error (f->error, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_UNREACHABLE);
  g_assert_nonnull (strstr (f->error->message, "Start the model server"));
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Fixture *f = user_data;
  g_auto(GStrv) list =
    querist_openai_model_list_finish (QUERIST_OPENAI_MODEL (source), result, &f->error);
  g_autofree char *joined = list != NULL ? g_strjoinv (",", list) : NULL;

  g_string_append (f->told, joined != NULL ? joined : "");
  f->done = TRUE;
}

static void
test_list (Fixture      *f,
           gconstpointer data)
{
  static const Answer good = { 200, JSON, "{\"data\":[{\"id\":\"a\"},7,{\"id\":\"b\"}]}" };
  static const Answer bad = { 401, JSON, "{\"error\":{\"message\":\"no\"}}" };

  f->answers = &good;
  f->n_answers = 1;
  querist_openai_model_list_async (QUERIST_OPENAI_MODEL (f->model), NULL, listed_cb, f);
  wait_for_reply (f);
  g_assert_no_error (f->error);
  g_assert_cmpstr (f->told->str, ==, "a,b");

  f->answers = &bad;
  f->done = FALSE;
  querist_openai_model_list_async (QUERIST_OPENAI_MODEL (f->model), NULL, listed_cb, f);
  wait_for_reply (f);
  g_assert_error (f->error, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_KEY);
}

static void
test_addresses (void)
{
  static const char *const good[][2] = {
    { "http://localhost:11434", "http://localhost:11434/v1" },
    { "http://localhost:11434/v1/", "http://localhost:11434/v1" },
    { " https://h.example/api/v1/chat/completions ", "https://h.example/api/v1" },
  };
  static const char *const bad[] = { "", "localhost", "ftp://x/", "http://", "file:///etc" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *url = querist_openai_normalize_url (good[i][0], NULL);

      g_assert_cmpstr (url, ==, good[i][1]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (querist_openai_normalize_url (bad[i], &error));
      g_assert_error (error, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_NOT_FOUND);
    }
  g_assert_true (querist_url_is_loopback ("http://127.0.0.1:1/v1"));
  g_assert_true (querist_url_is_loopback ("http://[::1]:1/v1"));
  g_assert_false (querist_url_is_loopback ("http://localhost.example/v1"));
}

static void
test_keys (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (querist_openai_model_new ("http://far.example/v1", "m", "key", &error));
  g_assert_error (error, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_KEY);
  g_clear_error (&error);
  g_assert_null (querist_openai_model_new ("https://far.example/v1", "m", "a\nb", &error));
  g_assert_error (error, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_KEY);
}

#define ADD(name, function)                                                                       \
  g_test_add ("/llm/openai/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("stream", test_stream);
  ADD ("request", test_request);
  ADD ("shapes", test_shapes);
  ADD ("failures", test_failures);
  ADD ("retry", test_retry);
  ADD ("quirks", test_quirks);
  ADD ("cancel", test_cancel);
  ADD ("timeout", test_timeout);
  ADD ("server-down", test_server_down);
  ADD ("list", test_list);
  g_test_add_func ("/llm/openai/addresses", test_addresses);
  g_test_add_func ("/llm/openai/keys", test_keys);
  return g_test_run ();
}
