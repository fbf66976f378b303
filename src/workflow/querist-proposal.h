/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-assistant.h"
#include "querist-improvement.h"

G_BEGIN_DECLS

/**
 * QueristProposal:
 * @improvements: (element-type QueristImprovement): checked against the schema and the data
 * @source: who proposed them
 * @note: (nullable): what could not be looked at, and why
 * @usage: what they have cost
 *
 * What an assistant proposes to improve in a schema.
 */
typedef struct {
  GPtrArray    *improvements;
  char         *source;
  char         *note;
  QueristUsage  usage;
} QueristProposal;

/**
 * QueristProposalProgress:
 * @n_done: parts of the schema that were looked at
 * @n_parts: parts that it was taken into
 */
typedef void (*QueristProposalProgress) (guint    n_done,
                                         guint    n_parts,
                                         gpointer user_data);

/**
 * QueristProposalRequest:
 * @text: a schema without errors
 * @facts: (nullable) (element-type QueristTableFacts): what is known of its data
 * @database: (nullable): path of the database that holds them
 * @disclosure: what may be told to an assistant on another computer
 * @budget: tokens that one part may take, 0 for the default
 */
typedef struct {
  const char        *text;
  GPtrArray         *facts;
  const char        *database;
  QueristAssistant  *assistant;
  QueristDisclosure  disclosure;
  guint              budget;
} QueristProposalRequest;

void             querist_proposal_make_async  (const QueristProposalRequest  *request,
                                               QueristProposalProgress        progress,
                                               gpointer                       progress_data,
                                               GCancellable                  *cancellable,
                                               GAsyncReadyCallback            callback,
                                               gpointer                       user_data);
QueristProposal *querist_proposal_make_finish (GAsyncResult                  *result,
                                               GError                       **error);
QueristProposal *querist_proposal_copy        (const QueristProposal         *self);
char            *querist_proposal_accept      (QueristProposal               *self,
                                               const char                    *text,
                                               GPtrArray                     *accepted,
                                               GError                       **error);
guint            querist_proposal_count       (const QueristProposal         *self);
JsonNode        *querist_proposal_to_json     (const QueristProposal         *self);
QueristProposal *querist_proposal_from_json   (JsonNode                      *node);
void             querist_proposal_free        (QueristProposal               *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristProposal, querist_proposal_free)

G_END_DECLS
