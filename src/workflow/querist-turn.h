/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "querist-assistant.h"
#include "querist-result.h"

G_BEGIN_DECLS

/**
 * QueristState:
 *
 * Where a question stands. CLARIFY and REVIEW wait for a person; DONE, FAILED and STOPPED are
 * ends (a FAILED or STOPPED turn can be taken up again where it was).
 */
typedef enum {
  QUERIST_STATE_CONTEXT,
  QUERIST_STATE_CLASSIFY,
  QUERIST_STATE_PLAN,
  QUERIST_STATE_VALIDATE,
  QUERIST_STATE_CLARIFY,
  QUERIST_STATE_WRITE_SQL,
  QUERIST_STATE_CHECK,
  QUERIST_STATE_REPAIR,
  QUERIST_STATE_REVIEW,
  QUERIST_STATE_EXECUTE,
  QUERIST_STATE_DEBUG,
  QUERIST_STATE_INTERPRET,
  QUERIST_STATE_DESCRIBE,
  QUERIST_STATE_INSIGHTS,
  QUERIST_STATE_DONE,
  QUERIST_STATE_FAILED,
  QUERIST_STATE_STOPPED,
} QueristState;

/**
 * QueristSqlVersion:
 * @author: "assistant", "you" or "fix"
 * @approved: when it was approved to run, ISO 8601, or NULL
 */
typedef struct {
  char *sql;
  char *author;
  char *approved;
} QueristSqlVersion;

/**
 * QueristTiming:
 * @step: the state's name
 */
typedef struct {
  const char *step;
  double      seconds;
} QueristTiming;

#define QUERIST_TYPE_TURN (querist_turn_get_type ())

/* One question and all that became of it: the record that the orchestrator moves from state to
 * state and the store saves. Emits "changed" when anything in it did, and "delta" (string) for a
 * piece of streamed text. Only the orchestrator changes it. */
G_DECLARE_FINAL_TYPE (QueristTurn, querist_turn, QUERIST, TURN, GObject)

QueristTurn             *querist_turn_new                (const char    *session,
                                                          const char    *question);
const char              *querist_turn_get_id             (QueristTurn   *self);
const char              *querist_turn_get_session        (QueristTurn   *self);
const char              *querist_turn_get_question       (QueristTurn   *self);
const char              *querist_turn_get_created        (QueristTurn   *self);
QueristState             querist_turn_get_state          (QueristTurn   *self);
gboolean                 querist_turn_is_working         (QueristTurn   *self);
QueristIntent            querist_turn_get_intent         (QueristTurn   *self);
const char *const       *querist_turn_get_plan           (QueristTurn   *self);
const char              *querist_turn_get_clarification  (QueristTurn   *self);
const char *const       *querist_turn_get_options        (QueristTurn   *self);
const char              *querist_turn_get_choice         (QueristTurn   *self);
guint                    querist_turn_get_n_versions     (QueristTurn   *self);
const QueristSqlVersion *querist_turn_get_version        (QueristTurn   *self,
                                                          guint          index);
const char              *querist_turn_get_sql            (QueristTurn   *self);
const char              *querist_turn_get_run_sql        (QueristTurn   *self);
GPtrArray               *querist_turn_get_diagnostics    (QueristTurn   *self);
const char *const       *querist_turn_get_assumptions    (QueristTurn   *self);
QueristResult           *querist_turn_get_result         (QueristTurn   *self);
gint64                   querist_turn_get_n_rows         (QueristTurn   *self);
gboolean                 querist_turn_can_retry          (QueristTurn   *self);
const char              *querist_turn_get_text           (QueristTurn   *self);
const char *const       *querist_turn_get_suggestions    (QueristTurn   *self);
const char              *querist_turn_get_error          (QueristTurn   *self);
const char              *querist_turn_get_cause          (QueristTurn   *self);
const char              *querist_turn_get_fixed_sql      (QueristTurn   *self);
const QueristUsage      *querist_turn_get_usage          (QueristTurn   *self);
GArray                  *querist_turn_get_timings        (QueristTurn   *self);
JsonNode                *querist_turn_to_json            (QueristTurn   *self);
QueristTurn             *querist_turn_from_json          (JsonNode      *node,
                                                          GError       **error);
const char              *querist_state_to_string         (QueristState   state);

G_END_DECLS
