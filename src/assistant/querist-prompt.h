/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * QueristPrompt:
 * @system: what the model is and the rules it keeps
 * @user: what it is asked, with {{placeholders}}
 * @temperature: how freely it may answer
 * @max_tokens: the longest reply, 0 for the model's own limit
 * @schema: (nullable): the JSON schema of its reply
 *
 * One agent's prompt: a file of prompts/, or a person's own in its place.
 */
typedef struct {
  char     *name;
  char     *system;
  char     *user;
  double    temperature;
  guint     max_tokens;
  JsonNode *schema;
} QueristPrompt;

/**
 * QueristPromptValue:
 * @name: of the placeholder
 * @text: (nullable): what to put there; with NULL or "" the line with the placeholder goes
 */
typedef struct {
  const char *name;
  const char *text;
} QueristPromptValue;

QueristPrompt *querist_prompt_load  (const char               *name,
                                     const char               *project,
                                     GError                  **error);
QueristPrompt *querist_prompt_parse (const char               *name,
                                     const char               *text,
                                     GError                  **error);
void           querist_prompt_free  (QueristPrompt            *self);
char          *querist_prompt_fill  (const char               *text,
                                     const QueristPromptValue *values,
                                     guint                     n_values);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristPrompt, querist_prompt_free)

G_END_DECLS
