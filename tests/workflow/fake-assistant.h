/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-assistant.h"

G_BEGIN_DECLS

/**
 * FakeLine:
 * @task: what must be asked now
 * @error: fails with this message instead
 * @cannot: fails with QUERIST_ASSISTANT_ERROR_CANNOT_ANSWER instead
 * @cancel: cancels the call instead of answering it
 * @deltas: streamed before the reply
 *
 * One line of the part that an assistant plays in a test: what it is asked and what it says.
 */
typedef struct {
  QueristTask   task;
  QueristIntent intent;
  const char   *plan[4];
  const char   *clarification;
  const char   *options[4];
  const char   *sql;
  const char   *text;
  const char   *cause;
  const char   *suggestions[4];
  const char   *error;
  gboolean      cannot;
  gboolean      cancel;
  const char   *deltas[4];
} FakeLine;

#define FAKE_TYPE_ASSISTANT (fake_assistant_get_type ())

G_DECLARE_FINAL_TYPE (FakeAssistant, fake_assistant, FAKE, ASSISTANT, GObject)

/* What the last call was told, as far as a test wants to know it. */
typedef struct {
  char    *question;
  char    *choice;
  char    *sql;
  char    *error;
  char    *digest;
  char    *context;
  guint    n_history;
  char    *last_answer;
  guint    n_diagnostics;
} FakeNotes;

FakeAssistant   *fake_assistant_new       (const FakeLine *lines,
                                           guint           n_lines,
                                           gboolean        remote);
void             fake_assistant_play      (FakeAssistant  *self,
                                           const FakeLine *lines,
                                           guint           n_lines);
const FakeNotes *fake_assistant_get_notes (FakeAssistant  *self);
void             fake_assistant_check_end (FakeAssistant  *self);

G_END_DECLS
