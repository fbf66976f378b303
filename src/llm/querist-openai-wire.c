/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-openai-wire.h"

#include <string.h>

#include "querist-json.h"
#include "querist-text.h"

/* Text of a whole reply; more is no answer to any of our questions. */
#define MAX_TEXT (4 * 1024 * 1024)

static const char *
role_name (QueristChatRole role)
{
  switch (role)
    {
    case QUERIST_ROLE_SYSTEM: return "system";
    case QUERIST_ROLE_ASSISTANT: return "assistant";
    case QUERIST_ROLE_USER:
    default: return "user";
    }
}

static void
write_messages (JsonBuilder              *builder,
                const QueristChatRequest *request)
{
  json_builder_set_member_name (builder, "messages");
  json_builder_begin_array (builder);
  for (guint i = 0; i < request->messages->len; i++)
    {
      const QueristChatMessage *message = g_ptr_array_index (request->messages, i);

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "role");
      json_builder_add_string_value (builder, role_name (message->role));
      json_builder_set_member_name (builder, "content");
      json_builder_add_string_value (builder, message->text);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
write_format (JsonBuilder              *builder,
              const QueristChatRequest *request,
              QueristOpenaiQuirks       quirks)
{
  gboolean by_schema = (quirks & QUERIST_OPENAI_NO_JSON_SCHEMA) == 0;

  if (request->schema == NULL || (!by_schema && (quirks & QUERIST_OPENAI_NO_JSON_OBJECT) != 0))
    return;
  json_builder_set_member_name (builder, "response_format");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "type");
  json_builder_add_string_value (builder, by_schema ? "json_schema" : "json_object");
  if (by_schema)
    {
      json_builder_set_member_name (builder, "json_schema");
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "name");
      json_builder_add_string_value (
        builder, request->schema_name != NULL ? request->schema_name : "reply");
      json_builder_set_member_name (builder, "strict");
      json_builder_add_boolean_value (builder, TRUE);
      json_builder_set_member_name (builder, "schema");
      json_builder_add_value (builder, json_node_copy (request->schema));
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

/**
 * querist_openai_write_request:
 * @request: what to ask
 * @model: the model's name
 * @quirks: what to leave out
 *
 * Returns: (transfer full): the body of POST …/chat/completions, for a streamed reply
 */
char *
querist_openai_write_request (const QueristChatRequest *request,
                              const char               *model,
                              QueristOpenaiQuirks       quirks)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "model");
  json_builder_add_string_value (builder, model);
  write_messages (builder, request);
  json_builder_set_member_name (builder, "stream");
  json_builder_add_boolean_value (builder, TRUE);
  if ((quirks & QUERIST_OPENAI_NO_STREAM_OPTIONS) == 0)
    {
      json_builder_set_member_name (builder, "stream_options");
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "include_usage");
      json_builder_add_boolean_value (builder, TRUE);
      json_builder_end_object (builder);
    }
  if ((quirks & QUERIST_OPENAI_NO_TEMPERATURE) == 0)
    {
      json_builder_set_member_name (builder, "temperature");
      json_builder_add_double_value (builder, request->temperature);
    }
  if (request->max_tokens > 0)
    {
      json_builder_set_member_name (builder, (quirks & QUERIST_OPENAI_NEW_LIMIT) != 0
                                               ? "max_completion_tokens"
                                               : "max_tokens");
      json_builder_add_int_value (builder, request->max_tokens);
    }
  write_format (builder, request, quirks);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return querist_json_to_string (root, FALSE);
}

static gboolean
says (const char *text,
      const char *word)
{
  return strstr (text, word) != NULL;
}

/**
 * querist_openai_find_quirks:
 * @request: what was asked
 * @known: what was left out already
 * @status: the answer's HTTP status
 * @message: the server's words
 *
 * Reads from a refusal which parameter the server does not take.
 *
 * Returns: @known and what else to leave out; equal to @known when another try would not help
 */
QueristOpenaiQuirks
querist_openai_find_quirks (const QueristChatRequest *request,
                            QueristOpenaiQuirks       known,
                            guint                     status,
                            const char               *message)
{
  g_autofree char *text = g_ascii_strdown (message, -1);
  QueristOpenaiQuirks quirks = known;

  if (status != 400 && status != 422)
    return known;
  if (says (text, "stream_options") || says (text, "include_usage"))
    quirks |= QUERIST_OPENAI_NO_STREAM_OPTIONS;
  if (says (text, "temperature"))
    quirks |= QUERIST_OPENAI_NO_TEMPERATURE;
  if (says (text, "max_tokens") && request->max_tokens > 0)
    quirks |= QUERIST_OPENAI_NEW_LIMIT;
  if (request->schema != NULL &&
      (says (text, "response_format") || says (text, "json_schema") || says (text, "json_object") ||
       says (text, "structured output") || says (text, "'strict'")))
    quirks |= (known & QUERIST_OPENAI_NO_JSON_SCHEMA) != 0 ? QUERIST_OPENAI_NO_JSON_OBJECT
                                                           : QUERIST_OPENAI_NO_JSON_SCHEMA;
  return quirks;
}

/**
 * querist_openai_reply_new:
 *
 * Returns: (transfer full): an empty reply
 */
QueristOpenaiReply *
querist_openai_reply_new (void)
{
  QueristOpenaiReply *self = g_new0 (QueristOpenaiReply, 1);

  self->text = g_string_new (NULL);
  self->refusal = g_string_new (NULL);
  self->usage.calls = 1;
  return self;
}

/**
 * querist_openai_reply_free:
 * @self: (transfer full) (nullable): a reply
 */
void
querist_openai_reply_free (QueristOpenaiReply *self)
{
  if (self == NULL)
    return;
  g_string_free (self->text, TRUE);
  g_string_free (self->refusal, TRUE);
  g_free (self->finish);
  g_free (self->model);
  g_free (self);
}

/* Text is a string, or a list of parts of which those of type "text" count. */
static void
append_content (GString    *text,
                JsonObject *object,
                const char *member)
{
  const char *string = querist_json_get_string (object, member, NULL);
  JsonArray *parts = querist_json_get_array (object, member);

  if (string != NULL)
    g_string_append (text, string);
  for (guint i = 0; parts != NULL && i < json_array_get_length (parts); i++)
    {
      JsonNode *node = json_array_get_element (parts, i);
      JsonObject *part = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

      if (g_strcmp0 (querist_json_get_string (part, "type", "text"), "text") == 0)
        g_string_append (text, querist_json_get_string (part, "text", ""));
    }
}

static void
add_choice (QueristOpenaiReply *self,
            JsonObject         *choice)
{
  JsonObject *piece = querist_json_get_object (choice, "delta");
  const char *finish = querist_json_get_string (choice, "finish_reason", NULL);

  if (piece == NULL)
    piece = querist_json_get_object (choice, "message");
  append_content (self->text, piece, "content");
  append_content (self->refusal, piece, "refusal");
  if (finish != NULL && *finish != '\0')
    {
      g_free (self->finish);
      self->finish = g_strdup (finish);
    }
}

/* Some servers tell running totals in every chunk: the last one counts. */
static void
add_usage (QueristOpenaiReply *self,
           JsonObject         *usage)
{
  if (usage == NULL)
    return;
  self->usage.prompt_tokens = MAX (0, querist_json_get_int (usage, "prompt_tokens", 0));
  self->usage.completion_tokens = MAX (0, querist_json_get_int (usage, "completion_tokens", 0));
}

/**
 * querist_openai_reply_add:
 * @self: the reply so far
 * @chunk: a chunk of a stream, or a whole reply
 * @error_status: (out): the HTTP status that an error inside @chunk stands for
 * @error: return location; its message is the server's own words
 *
 * Returns: %FALSE if @chunk is an error, or no chunk at all, or the reply grows beyond reason
 */
gboolean
querist_openai_reply_add (QueristOpenaiReply *self,
                          JsonNode           *chunk,
                          guint              *error_status,
                          GError            **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (chunk) ? json_node_get_object (chunk) : NULL;
  JsonArray *choices = querist_json_get_array (object, "choices");
  JsonNode *first = NULL;

  *error_status = 500;
  if (object == NULL || (choices == NULL && !json_object_has_member (object, "usage")) ||
      (json_object_has_member (object, "error") &&
       !json_node_is_null (json_object_get_member (object, "error"))))
    {
      g_autofree char *text = querist_json_to_string (chunk, FALSE);
      g_autofree char *message = querist_openai_read_error (text, error_status);

      g_set_error_literal (error, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_SERVER, message);
      return FALSE;
    }
  if (choices != NULL && json_array_get_length (choices) > 0)
    first = json_array_get_element (choices, 0);
  if (first != NULL && JSON_NODE_HOLDS_OBJECT (first))
    add_choice (self, json_node_get_object (first));
  add_usage (self, querist_json_get_object (object, "usage"));
  if (self->model == NULL)
    self->model = g_strdup (querist_json_get_string (object, "model", NULL));
  if (self->text->len > MAX_TEXT)
    {
      g_set_error_literal (error, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_NONSENSE,
                           "the reply is longer than 4 MB");
      return FALSE;
    }
  return TRUE;
}

static const char *
detail_message (JsonObject *object)
{
  JsonArray *detail = querist_json_get_array (object, "detail");
  JsonNode *node = detail != NULL && json_array_get_length (detail) > 0
                     ? json_array_get_element (detail, 0)
                     : NULL;

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return querist_json_get_string (json_node_get_object (node), "msg", NULL);
  return querist_json_get_string (object, "detail", NULL);
}

static const char *
find_message (JsonNode *root,
              guint    *status)
{
  JsonObject *object = NULL;
  JsonObject *inner;
  const char *message;
  gint64 code;

  if (JSON_NODE_HOLDS_ARRAY (root) && json_array_get_length (json_node_get_array (root)) > 0)
    root = json_array_get_element (json_node_get_array (root), 0);
  if (JSON_NODE_HOLDS_OBJECT (root))
    object = json_node_get_object (root);
  inner = querist_json_get_object (object, "error");

  code = querist_json_get_int (inner != NULL ? inner : object, "code", 0);
  if (code >= 400 && code < 600 && status != NULL)
    *status = code;
  message = querist_json_get_string (inner, "message", NULL);
  if (message == NULL)
    message = querist_json_get_string (object, "error", NULL);
  if (message == NULL)
    message = querist_json_get_string (object, "message", NULL);
  return message != NULL ? message : detail_message (object);
}

/**
 * querist_openai_read_error:
 * @body: an error's body: JSON of one of many shapes, a web page, or anything else
 * @status: (inout) (optional): set when the body names an HTTP status of its own
 *
 * Returns: (transfer full): the server's words, one line of at most 300 characters, maybe ""
 */
char *
querist_openai_read_error (const char *body,
                           guint      *status)
{
  g_autoptr(JsonNode) root = querist_json_parse (body, -1, NULL);
  const char *message = root != NULL ? find_message (root, status) : NULL;

  if (message != NULL)
    return querist_text_first_line (message, 300);
  if (*body == '<' || strstr (body, "<html") != NULL)
    return g_strdup ("the answer is a web page");
  return querist_text_first_line (body, 300);
}

static QueristChatError
classify (guint       status,
          const char *message)
{
  g_autofree char *text = g_ascii_strdown (message, -1);

  if ((status == 400 || status == 413 || status == 422) &&
      (says (text, "context") || says (text, "too long") || says (text, "token count") ||
       says (text, "maximum length")))
    return QUERIST_CHAT_ERROR_TOO_LONG;
  if (status == 401 || status == 403 || (status == 400 && says (text, "api key")))
    return QUERIST_CHAT_ERROR_KEY;
  if (status == 402 || (status == 429 && (says (text, "quota") || says (text, "billing") ||
                                          says (text, "credit"))))
    return QUERIST_CHAT_ERROR_CREDIT;
  if (status == 404 || (status >= 300 && status < 400) ||
      (says (text, "model") && (says (text, "not found") || says (text, "does not exist"))))
    return QUERIST_CHAT_ERROR_NOT_FOUND;
  if (status == 429)
    return QUERIST_CHAT_ERROR_RATE;
  if (status == 408 || status == 504)
    return QUERIST_CHAT_ERROR_TIMEOUT;
  return QUERIST_CHAT_ERROR_SERVER;
}

/**
 * querist_openai_make_error:
 * @status: the HTTP status
 * @message: the server's words, maybe ""
 * @address: the server's base address
 * @model: the model's name
 *
 * Returns: (transfer full): an error for a person: what happened and what to do
 */
GError *
querist_openai_make_error (guint       status,
                           const char *message,
                           const char *address,
                           const char *model)
{
  g_autofree char *words =
    *message != '\0' ? g_strdup_printf (" It says: “%s”", message) : g_strdup ("");
  QueristChatError code = classify (status, message);

  switch (code)
    {
    case QUERIST_CHAT_ERROR_KEY:
      return g_error_new (QUERIST_CHAT_ERROR, code,
                          "%s refused the key (%u).%s Check the key in Preferences, or in "
                          "QUERIST_API_KEY.",
                          address, status, words);
    case QUERIST_CHAT_ERROR_CREDIT:
      return g_error_new (QUERIST_CHAT_ERROR, code,
                          "The account at %s has no credit left (%u).%s Add credit there, or "
                          "choose another model in Preferences.",
                          address, status, words);
    case QUERIST_CHAT_ERROR_NOT_FOUND:
      return g_error_new (QUERIST_CHAT_ERROR, code,
                          "%s does not know the model “%s”, or this is not the address of a model "
                          "server (%u).%s Check address and model in Preferences; many addresses "
                          "end in /v1.",
                          address, model, status, words);
    case QUERIST_CHAT_ERROR_TOO_LONG:
      return g_error_new (QUERIST_CHAT_ERROR, code,
                          "The question with what has to be told about the data is too long for "
                          "“%s”.%s Choose a model that takes more, or ask about fewer tables.",
                          model, words);
    case QUERIST_CHAT_ERROR_RATE:
      return g_error_new (QUERIST_CHAT_ERROR, code,
                          "%s is asked too often just now (429).%s Wait a little and try again.",
                          address, words);
    case QUERIST_CHAT_ERROR_TIMEOUT:
      return g_error_new (QUERIST_CHAT_ERROR, code,
                          "%s took too long to answer (%u).%s Try again, or choose a faster model.",
                          address, status, words);
    case QUERIST_CHAT_ERROR_UNREACHABLE:
    case QUERIST_CHAT_ERROR_REFUSED:
    case QUERIST_CHAT_ERROR_CUT_OFF:
    case QUERIST_CHAT_ERROR_NONSENSE:
    case QUERIST_CHAT_ERROR_SERVER:
    case QUERIST_CHAT_ERROR_CONSENT:
    default:
      return g_error_new (QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_SERVER,
                          "%s could not answer (%u).%s Try again later, or choose another model in "
                          "Preferences.",
                          address, status, words);
    }
}

/**
 * querist_openai_strip_reasoning:
 * @text: a model's reply
 *
 * Some servers leave the model's thinking in the reply, as `<think>…</think>` at its start; the
 * first mark may be missing, and when the last is, there is no answer.
 *
 * Returns: (transfer full): the answer without blanks around it, maybe ""
 */
char *
querist_openai_strip_reasoning (const char *text)
{
  const char *end = g_strrstr (text, "</think>");

  if (end != NULL)
    return g_strstrip (g_strdup (end + strlen ("</think>")));
  if (g_str_has_prefix (text, "<think>"))
    return g_strdup ("");
  return g_strstrip (g_strdup (text));
}
