/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-turn.h"

G_BEGIN_DECLS

/*
 * @resume: of a FAILED or STOPPED turn, the state to take it up again in
 * @working: somebody is advancing it right now
 * @n_rows: of the result, also when that is gone; -1 before there was one
 * @digest: what INTERPRET is told of the result
 * @context: what the assistant was told; found anew after a restart
 * @context_disclosure: what it was allowed to hold
 */
struct _QueristTurn
{
  GObject         parent_instance;

  char           *id;
  char           *session;
  char           *question;
  char           *created;
  QueristState    state;
  QueristState    resume;
  gboolean        working;

  QueristIntent   intent;
  GStrv           plan;
  char           *clarification;
  GStrv           options;
  char           *choice;

  GPtrArray      *versions;
  GPtrArray      *diagnostics;
  GStrv           assumptions;
  guint           n_repairs;

  QueristResult  *result;
  gint64          n_rows;
  JsonNode       *digest;
  char           *text;
  GStrv           suggestions;

  char           *error;
  char           *cause;
  char           *fixed_sql;

  QueristUsage    usage;
  GArray         *timings;
  QueristContext *context;
  QueristDisclosure context_disclosure;
};

void     querist_turn_changed         (QueristTurn             *self);
void     querist_turn_delta           (QueristTurn             *self,
                                       const char              *text);
void     querist_turn_take_reply      (QueristTurn             *self,
                                       const QueristReply      *reply);
gboolean querist_turn_add_version     (QueristTurn             *self,
                                       const char              *sql,
                                       const char              *author);
void     querist_turn_take_diagnostics (QueristTurn            *self,
                                       GPtrArray               *diagnostics);
void     querist_turn_clear_outcome   (QueristTurn             *self);
void     querist_turn_set_error       (QueristTurn             *self,
                                       const char              *message);
void     querist_turn_add_timing      (QueristTurn             *self,
                                       QueristState             step,
                                       double                   seconds);
gboolean querist_state_from_string    (const char              *name,
                                       QueristState            *state);
gboolean querist_state_is_resting     (QueristState             state);
char    *querist_timestamp_now        (void);

G_END_DECLS
