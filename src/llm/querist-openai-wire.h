/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-chat-model.h"

G_BEGIN_DECLS

/* OpenAI's Chat Completions as it goes over the wire, free of I/O. Dozens of servers speak it,
 * each a little differently. */

/**
 * QueristOpenaiQuirks:
 *
 * What a server or a model was seen to refuse, and so is left out of later requests.
 *
 * @QUERIST_OPENAI_NEW_LIMIT: wants max_completion_tokens instead of max_tokens
 */
typedef enum {
  QUERIST_OPENAI_NO_STREAM_OPTIONS = 1 << 0,
  QUERIST_OPENAI_NO_JSON_SCHEMA = 1 << 1,
  QUERIST_OPENAI_NO_JSON_OBJECT = 1 << 2,
  QUERIST_OPENAI_NO_TEMPERATURE = 1 << 3,
  QUERIST_OPENAI_NEW_LIMIT = 1 << 4,
} QueristOpenaiQuirks;

/**
 * QueristOpenaiReply:
 * @text: the answer so far
 * @finish: (nullable): the server's reason for the end, once it has told one
 * @refusal: (nullable): the model's own words for not answering
 *
 * A reply that is put together from chunks, or from one document.
 */
typedef struct {
  GString      *text;
  char         *finish;
  GString      *refusal;
  char         *model;
  QueristUsage  usage;
} QueristOpenaiReply;

char               *querist_openai_write_request  (const QueristChatRequest *request,
                                                   const char               *model,
                                                   QueristOpenaiQuirks       quirks);
QueristOpenaiQuirks querist_openai_find_quirks    (const QueristChatRequest *request,
                                                   QueristOpenaiQuirks       known,
                                                   guint                     status,
                                                   const char               *message);
QueristOpenaiReply *querist_openai_reply_new      (void);
void                querist_openai_reply_free     (QueristOpenaiReply       *self);
gboolean            querist_openai_reply_add      (QueristOpenaiReply       *self,
                                                   JsonNode                 *chunk,
                                                   guint                    *error_status,
                                                   GError                  **error);
char               *querist_openai_read_error     (const char               *body,
                                                   guint                    *status);
GError             *querist_openai_make_error     (guint                     status,
                                                   const char               *message,
                                                   const char               *address,
                                                   const char               *model);
char               *querist_openai_strip_reasoning (const char              *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristOpenaiReply, querist_openai_reply_free)

G_END_DECLS
