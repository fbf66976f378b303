/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "querist-chat-model.h"
#include "querist-context.h"
#include "querist-diagnostic.h"
#include "querist-improvement.h"
#include "querist-schema-part.h"

G_BEGIN_DECLS

typedef enum {
  QUERIST_INTENT_UNKNOWN,
  QUERIST_INTENT_SPECIFIC,
  QUERIST_INTENT_ANALYTICAL,
  QUERIST_INTENT_DESCRIPTIVE,
} QueristIntent;

/**
 * QueristTask:
 *
 * What the workflow asks an assistant to do, one call each. The reply's fields that a task must
 * fill stand in brackets; an assistant may fill later ones too, and the workflow then leaves out
 * the calls that would have asked for them.
 *
 * @QUERIST_TASK_CLASSIFY: [intent] which kind of question it is
 * @QUERIST_TASK_PLAN: [plan, or clarification with options] how to answer it, step by step
 * @QUERIST_TASK_VALIDATE: [plan] does the plan fit schema and question; a better one if not
 * @QUERIST_TASK_WRITE_SQL: [sql] one SELECT that follows the plan
 * @QUERIST_TASK_REPAIR: [sql] the SQL again, without the errors that the checker found
 * @QUERIST_TASK_DEBUG: [cause, sql] why a run failed, and the corrected SQL
 * @QUERIST_TASK_INTERPRET: [text] what the rows say
 * @QUERIST_TASK_DESCRIBE: [text] answers a question about the data's shape or meaning
 * @QUERIST_TASK_INSIGHTS: [suggestions] specific questions that are worth asking
 * @QUERIST_TASK_IMPROVE: [improvements, maybe none] better names, descriptions and relations for a
 *   part of a schema
 */
typedef enum {
  QUERIST_TASK_CLASSIFY,
  QUERIST_TASK_PLAN,
  QUERIST_TASK_VALIDATE,
  QUERIST_TASK_WRITE_SQL,
  QUERIST_TASK_REPAIR,
  QUERIST_TASK_DEBUG,
  QUERIST_TASK_INTERPRET,
  QUERIST_TASK_DESCRIBE,
  QUERIST_TASK_INSIGHTS,
  QUERIST_TASK_IMPROVE,
} QueristTask;

/**
 * QueristExchange:
 *
 * An earlier question of the same conversation.
 */
typedef struct {
  char *question;
  char *sql;
  char *answer;
} QueristExchange;

/**
 * QueristBrief:
 * @history: (nullable) (element-type QueristExchange): oldest first
 * @clarification: (nullable): what was asked back before, with the person's @choice
 * @diagnostics: (nullable) (element-type QueristDiagnostic): of @sql, for REPAIR
 * @error: (nullable): the database's message, for DEBUG
 * @digest: (nullable): JSON of the result, for INTERPRET: columns, row_count, first rows, and
 *   totals, minima and maxima over all rows
 * @part: (nullable): what shall be improved and what may be told of it, for IMPROVE
 * @facts: (nullable) (element-type QueristTableFacts): what is known of the data, for an assistant
 *   on this computer that can use more than what is told
 *
 * All that an assistant gets to know for a task; borrowed for the time of the call.
 */
typedef struct {
  QueristContext          *context;
  GPtrArray               *history;
  const char              *question;
  const char              *clarification;
  const char              *choice;
  GStrv                    plan;
  const char              *sql;
  GPtrArray               *diagnostics;
  const char              *error;
  JsonNode                *digest;
  const QueristSchemaPart *part;
  GPtrArray               *facts;
} QueristBrief;

/**
 * QueristReply:
 * @assumptions: (nullable): what the assistant took for granted, shown beside the SQL
 * @suggestions: (nullable): questions, each answerable by itself
 * @improvements: (nullable) (element-type QueristImprovement): changes of a schema, not checked yet
 */
typedef struct {
  QueristIntent  intent;
  GStrv          plan;
  char          *clarification;
  GStrv          options;
  char          *sql;
  GStrv          assumptions;
  char          *text;
  char          *cause;
  GStrv          suggestions;
  GPtrArray     *improvements;
  QueristUsage   usage;
} QueristReply;

#define QUERIST_ASSISTANT_ERROR (querist_assistant_error_quark ())

/**
 * QueristAssistantError:
 * @QUERIST_ASSISTANT_ERROR_CANNOT_ANSWER: the question is beyond it; the message says what it
 *   understood, what it missed, and what to try
 */
typedef enum {
  QUERIST_ASSISTANT_ERROR_CANNOT_ANSWER,
} QueristAssistantError;

GQuark querist_assistant_error_quark (void);

#define QUERIST_TYPE_ASSISTANT (querist_assistant_get_type ())

G_DECLARE_INTERFACE (QueristAssistant, querist_assistant, QUERIST, ASSISTANT, GObject)

struct _QueristAssistantInterface {
  GTypeInterface parent;

  const char   *(*get_name)       (QueristAssistant    *self);
  gboolean      (*is_remote)      (QueristAssistant    *self);
  void          (*perform_async)  (QueristAssistant    *self,
                                   QueristTask          task,
                                   const QueristBrief  *brief,
                                   QueristChatDelta     delta,
                                   gpointer             delta_data,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
  QueristReply *(*perform_finish) (QueristAssistant    *self,
                                   GAsyncResult        *result,
                                   GError             **error);
};

const char   *querist_assistant_get_name       (QueristAssistant    *self);
gboolean      querist_assistant_is_remote      (QueristAssistant    *self);
void          querist_assistant_perform_async  (QueristAssistant    *self,
                                                QueristTask          task,
                                                const QueristBrief  *brief,
                                                QueristChatDelta     delta,
                                                gpointer             delta_data,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
QueristReply *querist_assistant_perform_finish (QueristAssistant    *self,
                                                GAsyncResult        *result,
                                                GError             **error);
QueristReply *querist_reply_new                (void);
void          querist_reply_free               (QueristReply        *self);
const char   *querist_intent_to_string         (QueristIntent        intent);
QueristIntent querist_intent_from_string       (const char          *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristReply, querist_reply_free)

G_END_DECLS
