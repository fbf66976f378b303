/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-assistant.h"

#include "querist-json.h"

struct _FakeAssistant
{
  GObject         parent_instance;

  const FakeLine *lines;
  guint           n_lines;
  guint           position;
  gboolean        remote;
  FakeNotes       notes;
};

static void fake_assistant_iface_init (QueristAssistantInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeAssistant, fake_assistant, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (QUERIST_TYPE_ASSISTANT,
                                                      fake_assistant_iface_init))

static void
clear_notes (FakeNotes *notes)
{
  g_free (notes->question);
  g_free (notes->choice);
  g_free (notes->sql);
  g_free (notes->error);
  g_free (notes->digest);
  g_free (notes->context);
  g_free (notes->last_answer);
  *notes = (FakeNotes) { NULL };
}

static void
fake_assistant_finalize (GObject *object)
{
  clear_notes (&FAKE_ASSISTANT (object)->notes);
  G_OBJECT_CLASS (fake_assistant_parent_class)->finalize (object);
}

static void
fake_assistant_class_init (FakeAssistantClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_assistant_finalize;
}

static void
fake_assistant_init (FakeAssistant *self)
{
}

static void
take_notes (FakeNotes          *notes,
            const QueristBrief *brief)
{
  clear_notes (notes);
  notes->question = g_strdup (brief->question);
  notes->choice = g_strdup (brief->choice);
  notes->sql = g_strdup (brief->sql);
  notes->error = g_strdup (brief->error);
  notes->digest = brief->digest != NULL ? querist_json_to_string (brief->digest, FALSE) : NULL;
  notes->context = g_strdup (brief->context->text);
  notes->n_history = brief->history->len;
  notes->n_diagnostics = brief->diagnostics->len;
  if (brief->history->len > 0)
    notes->last_answer =
      g_strdup (((QueristExchange *) brief->history->pdata[brief->history->len - 1])->answer);
}

static GStrv
copy_list (const char *const *list)
{
  return list[0] != NULL ? g_strdupv ((GStrv) list) : NULL;
}

static QueristReply *
make_reply (const FakeLine *line)
{
  QueristReply *reply = querist_reply_new ();

  reply->intent = line->intent;
  reply->plan = copy_list (line->plan);
  reply->clarification = g_strdup (line->clarification);
  reply->options = copy_list (line->options);
  reply->sql = g_strdup (line->sql);
  reply->text = g_strdup (line->text);
  reply->cause = g_strdup (line->cause);
  reply->suggestions = copy_list (line->suggestions);
  reply->usage = (QueristUsage) { 1, 10, 2 };
  return reply;
}

static void
perform_async (QueristAssistant    *assistant,
               QueristTask          what,
               const QueristBrief  *brief,
               QueristChatDelta     delta,
               gpointer             delta_data,
               GCancellable        *cancellable,
               GAsyncReadyCallback  callback,
               gpointer             user_data)
{
  FakeAssistant *self = FAKE_ASSISTANT (assistant);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  const FakeLine *line = &self->lines[self->position];

  g_assert_cmpuint (self->position, <, self->n_lines);
  g_assert_cmpint (what, ==, line->task);
  self->position++;
  take_notes (&self->notes, brief);
  for (guint i = 0; line->deltas[i] != NULL; i++)
    delta (line->deltas[i], delta_data);
  if (line->cancel)
    g_cancellable_cancel (cancellable);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (line->error != NULL)
    g_task_return_new_error (task, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_SERVER, "%s",
                             line->error);
  else if (line->cannot)
    g_task_return_new_error (task, QUERIST_ASSISTANT_ERROR,
                             QUERIST_ASSISTANT_ERROR_CANNOT_ANSWER, "That is beyond me");
  else
    g_task_return_pointer (task, make_reply (line), (GDestroyNotify) querist_reply_free);
}

static QueristReply *
perform_finish (QueristAssistant  *assistant,
                GAsyncResult      *result,
                GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static const char *
get_name (QueristAssistant *assistant)
{
  return "Fake";
}

static gboolean
is_remote (QueristAssistant *assistant)
{
  return FAKE_ASSISTANT (assistant)->remote;
}

static void
fake_assistant_iface_init (QueristAssistantInterface *iface)
{
  iface->get_name = get_name;
  iface->is_remote = is_remote;
  iface->perform_async = perform_async;
  iface->perform_finish = perform_finish;
}

/* An assistant that plays @lines, which must outlive it. */
FakeAssistant *
fake_assistant_new (const FakeLine *lines,
                    guint           n_lines,
                    gboolean        remote)
{
  FakeAssistant *self = g_object_new (FAKE_TYPE_ASSISTANT, NULL);

  self->remote = remote;
  fake_assistant_play (self, lines, n_lines);
  return self;
}

/* Begins another part. */
void
fake_assistant_play (FakeAssistant  *self,
                     const FakeLine *lines,
                     guint           n_lines)
{
  self->lines = lines;
  self->n_lines = n_lines;
  self->position = 0;
}

/* What the last call was told. */
const FakeNotes *
fake_assistant_get_notes (FakeAssistant *self)
{
  return &self->notes;
}

/* Fails the test unless the whole part was played. */
void
fake_assistant_check_end (FakeAssistant *self)
{
  g_assert_cmpuint (self->position, ==, self->n_lines);
}
