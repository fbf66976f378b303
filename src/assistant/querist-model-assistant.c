/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-model-assistant.h"

#include "querist-clock.h"
#include "querist-json.h"
#include "querist-model-reply.h"
#include "querist-prompt.h"
#include "querist-text-stream.h"

/* A model that did not give what was asked for gets one more try, with its own words before it. */
#define MAX_QUOTED_CHARS 4000
#define MAX_ANSWER_CHARS 1000

struct _QueristModelAssistant
{
  GObject           parent_instance;

  QueristChatModel *model;
  char             *name;
  gboolean          remote;
  char             *project;
};

static void assistant_iface_init (QueristAssistantInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (QueristModelAssistant, querist_model_assistant, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (QUERIST_TYPE_ASSISTANT,
                                                      assistant_iface_init))

static const char *const prompt_names[] = {
  [QUERIST_TASK_CLASSIFY] = "classify",
  [QUERIST_TASK_PLAN] = "plan",
  [QUERIST_TASK_VALIDATE] = "validate",
  [QUERIST_TASK_WRITE_SQL] = "sql",
  [QUERIST_TASK_REPAIR] = "repair",
  [QUERIST_TASK_DEBUG] = "debug",
  [QUERIST_TASK_INTERPRET] = "interpret",
  [QUERIST_TASK_DESCRIBE] = "describe",
  [QUERIST_TASK_INSIGHTS] = "insights",
  [QUERIST_TASK_IMPROVE] = "improve",
};

/* One task under way.
 * @stream: (nullable): finds the text to show while it comes
 * @repaired: whether the second try is under way
 */
typedef struct {
  QueristTask         task;
  QueristChatRequest *request;
  QueristChatDelta    delta;
  gpointer            delta_data;
  QueristTextStream  *stream;
  gboolean            repaired;
  QueristUsage        usage;
} Call;

static void
call_free (Call *call)
{
  g_clear_pointer (&call->request, querist_chat_request_free);
  g_clear_pointer (&call->stream, querist_text_stream_free);
  g_free (call);
}

static void
querist_model_assistant_finalize (GObject *object)
{
  QueristModelAssistant *self = QUERIST_MODEL_ASSISTANT (object);

  g_clear_object (&self->model);
  g_free (self->name);
  g_free (self->project);
  G_OBJECT_CLASS (querist_model_assistant_parent_class)->finalize (object);
}

static void
querist_model_assistant_class_init (QueristModelAssistantClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = querist_model_assistant_finalize;
}

static void
querist_model_assistant_init (QueristModelAssistant *self)
{
}

/* What the prompts' placeholders stand for */

static char *
join_lines (GStrv lines)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; lines != NULL && lines[i] != NULL; i++)
    g_string_append_printf (out, "%u. %s\n", i + 1, lines[i]);
  return g_string_free (out, FALSE);
}

static char *
tell_history (GPtrArray *history)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; history != NULL && i < history->len; i++)
    {
      const QueristExchange *exchange = history->pdata[i];

      g_string_append_printf (out, "Question: %s\n", exchange->question);
      if (exchange->sql != NULL)
        g_string_append_printf (out, "SQL: %s\n", exchange->sql);
      if (exchange->answer != NULL)
        {
          g_autofree char *answer = g_utf8_substring (
            exchange->answer, 0, MIN (g_utf8_strlen (exchange->answer, -1), MAX_ANSWER_CHARS));

          g_string_append_printf (out, "Answer: %s\n", answer);
        }
    }
  return g_string_free (out, FALSE);
}

static char *
tell_diagnostics (GPtrArray *diagnostics)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; diagnostics != NULL && i < diagnostics->len; i++)
    {
      const QueristDiagnostic *found = diagnostics->pdata[i];

      g_string_append_printf (out, "line %u, column %u: %s: %s", found->span.line,
                              found->span.column, querist_severity_to_string (found->severity),
                              found->message);
      if (found->suggestion != NULL)
        g_string_append_printf (out, " (%s)", found->suggestion);
      g_string_append_c (out, '\n');
    }
  return g_string_free (out, FALSE);
}

static char *
fill_user_prompt (const QueristPrompt *prompt,
                  const QueristBrief  *brief)
{
  g_autoptr(GDateTime) now = querist_clock_now ();
  g_autofree char *today = g_date_time_format (now, "%A, %Y-%m-%d");
  g_autofree char *history = tell_history (brief->history);
  g_autofree char *plan = join_lines (brief->plan);
  g_autofree char *diagnostics = tell_diagnostics (brief->diagnostics);
  g_autofree char *digest =
    brief->digest != NULL ? querist_json_to_string (brief->digest, FALSE) : NULL;
  const QueristPromptValue values[] = {
    { "today", today },
    { "context", brief->context != NULL ? brief->context->text : NULL },
    { "history", history },
    { "question", brief->question },
    { "clarification", brief->clarification },
    { "choice", brief->choice },
    { "plan", plan },
    { "sql", brief->sql },
    { "findings", diagnostics },
    { "error", brief->error },
    { "result", digest },
    { "schema", brief->part != NULL ? brief->part->schema : NULL },
    { "outline", brief->part != NULL ? brief->part->outline : NULL },
    { "knowledge", brief->part != NULL ? brief->part->knowledge : NULL },
  };

  return querist_prompt_fill (prompt->user, values, G_N_ELEMENTS (values));
}

static QueristChatRequest *
make_request (QueristModelAssistant *self,
              QueristTask            task,
              const QueristBrief    *brief,
              GError               **error)
{
  g_autoptr(QueristPrompt) prompt =
    querist_prompt_load (prompt_names[task], self->project, error);
  g_autofree char *user = NULL;
  QueristChatRequest *request;

  if (prompt == NULL)
    return NULL;
  user = fill_user_prompt (prompt, brief);
  request = querist_chat_request_new ();
  querist_chat_request_add (request, QUERIST_ROLE_SYSTEM, prompt->system);
  querist_chat_request_add (request, QUERIST_ROLE_USER, user);
  request->schema = g_steal_pointer (&prompt->schema);
  request->schema_name = g_strdup (prompt->name);
  request->temperature = prompt->temperature;
  request->max_tokens = prompt->max_tokens;
  return request;
}

static void send_request (GTask *task);

static void
ask_again (GTask        *task,
           const char   *wrong,
           const GError *error)
{
  Call *call = g_task_get_task_data (task);
  g_autofree char *quoted =
    g_utf8_substring (wrong, 0, MIN (g_utf8_strlen (wrong, -1), MAX_QUOTED_CHARS));
  g_autofree char *demand =
    g_strdup_printf ("That reply can't be used: %s. Reply again with the one JSON object that was "
                     "asked for and nothing else.", error->message);

  call->repaired = TRUE;
  g_clear_pointer (&call->stream, querist_text_stream_free);
  if (quoted[0] != '\0')
    querist_chat_request_add (call->request, QUERIST_ROLE_ASSISTANT, quoted);
  querist_chat_request_add (call->request, QUERIST_ROLE_USER, demand);
  send_request (task);
}

static void
replied_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristChatReply) chat = NULL;
  g_autofree char *text = NULL;
  QueristReply *reply;

  chat = querist_chat_model_complete_finish (QUERIST_CHAT_MODEL (object), result, &error);
  if (chat == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  call->usage.calls += MAX (chat->usage.calls, 1);
  call->usage.prompt_tokens += chat->usage.prompt_tokens;
  call->usage.completion_tokens += chat->usage.completion_tokens;
  text = g_utf8_make_valid (chat->text != NULL ? chat->text : "", -1);
  reply = querist_model_reply_parse (text, call->task, &error);
  if (reply != NULL)
    {
      reply->usage = call->usage;
      g_task_return_pointer (task, reply, (GDestroyNotify) querist_reply_free);
    }
  else if (!call->repaired)
    ask_again (g_steal_pointer (&task), text, error);
  else
    g_task_return_new_error (task, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_NONSENSE,
                             "The model's reply can't be used, twice: %s. Try again, or choose "
                             "another model", error->message);
}

static void
delta_cb (const char *piece,
          gpointer    user_data)
{
  Call *call = g_task_get_task_data (user_data);
  g_autofree char *text = NULL;

  if (call->stream != NULL)
    text = querist_text_stream_feed (call->stream, piece);
  if (text != NULL)
    call->delta (text, call->delta_data);
}

/* Takes over @task. */
static void
send_request (GTask *task)
{
  QueristModelAssistant *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);

  querist_chat_model_complete_async (self->model, call->request, delta_cb, task,
                                     g_task_get_cancellable (task), replied_cb, task);
}

static const char *
querist_model_assistant_get_name (QueristAssistant *assistant)
{
  return QUERIST_MODEL_ASSISTANT (assistant)->name;
}

static gboolean
querist_model_assistant_is_remote (QueristAssistant *assistant)
{
  return QUERIST_MODEL_ASSISTANT (assistant)->remote;
}

static void
querist_model_assistant_perform_async (QueristAssistant    *assistant,
                                       QueristTask          what,
                                       const QueristBrief  *brief,
                                       QueristChatDelta     delta,
                                       gpointer             delta_data,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (assistant, cancellable, callback, user_data);
  Call *call = g_new0 (Call, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, querist_model_assistant_perform_async);
  g_task_set_task_data (task, call, (GDestroyNotify) call_free);
  call->task = what;
  call->request = make_request (QUERIST_MODEL_ASSISTANT (assistant), what, brief, &error);
  if (call->request == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (delta != NULL)
    {
      call->delta = delta;
      call->delta_data = delta_data;
      call->stream = querist_text_stream_new ();
    }
  send_request (g_steal_pointer (&task));
}

static QueristReply *
querist_model_assistant_perform_finish (QueristAssistant  *assistant,
                                        GAsyncResult      *result,
                                        GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, assistant), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
assistant_iface_init (QueristAssistantInterface *iface)
{
  iface->get_name = querist_model_assistant_get_name;
  iface->is_remote = querist_model_assistant_is_remote;
  iface->perform_async = querist_model_assistant_perform_async;
  iface->perform_finish = querist_model_assistant_perform_finish;
}

/**
 * querist_model_assistant_new:
 * @model: who is asked
 * @name: the model's name, for showing
 * @remote: whether it is on another computer
 *
 * Returns: (transfer full): an assistant that answers through the model
 */
QueristAssistant *
querist_model_assistant_new (QueristChatModel *model,
                             const char       *name,
                             gboolean          remote)
{
  QueristModelAssistant *self = g_object_new (QUERIST_TYPE_MODEL_ASSISTANT, NULL);

  self->model = g_object_ref (model);
  self->name = g_strdup (name);
  self->remote = remote;
  return QUERIST_ASSISTANT (self);
}

/**
 * querist_model_assistant_set_project:
 * @self: a model assistant
 * @path: (nullable): a project folder
 *
 * Lets the prompts in the folder's prompts/ stand in for the program's own.
 */
void
querist_model_assistant_set_project (QueristModelAssistant *self,
                                     const char            *path)
{
  g_return_if_fail (QUERIST_IS_MODEL_ASSISTANT (self));
  g_free (self->project);
  self->project = g_strdup (path);
}
