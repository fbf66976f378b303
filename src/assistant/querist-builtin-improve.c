/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-builtin-improve.h"

#include <stdarg.h>

#include "querist-assistant.h"

/**
 * querist_improve_propose:
 * @self: what the rules work with
 * @kind: what kind of change
 * @model: the block it is about
 * @field: (nullable): the field
 * @reason: why
 *
 * Returns: (transfer none): a new change in the proposal, to be filled
 */
QueristImprovement *
querist_improve_propose (QueristImproveMind     *self,
                         QueristImprovementKind  kind,
                         const char             *model,
                         const char             *field,
                         const char             *reason,
                         ...)
{
  QueristImprovement *change = querist_improvement_new (kind, model, field);
  va_list args;

  va_start (args, reason);
  change->reason = g_strdup_vprintf (reason, args);
  va_end (args);
  g_ptr_array_add (self->found, change);
  return change;
}

/**
 * querist_builtin_improve:
 * @schema: (nullable): a schema's text
 * @facts: (nullable) (element-type QueristTableFacts): what is known of its data
 * @cancellable: (nullable): stops it
 * @error: return location: G_IO_ERROR_CANCELLED …
 *
 * Proposes what can be said for sure: abbreviations that have one meaning, units from the headers,
 * codes that all are of one standard, relations that the data bear out or contradict. What would
 * only be a guess is left alone.
 *
 * Returns: (transfer full) (nullable) (element-type QueristImprovement): the proposal, maybe empty
 */
GPtrArray *
querist_builtin_improve (const char    *schema,
                         GPtrArray     *facts,
                         GCancellable  *cancellable,
                         GError       **error)
{
  g_auto(QueristSchemaSession) session = { NULL };
  g_autoptr(GPtrArray) found = querist_improvements_new ();
  QueristImproveMind self = { &session, facts, found };

  if (schema == NULL || !querist_schema_session_open (&session, schema, -1))
    {
      g_set_error_literal (error, QUERIST_ASSISTANT_ERROR, QUERIST_ASSISTANT_ERROR_CANNOT_ANSWER,
                           "There is no schema to improve yet");
      return NULL;
    }
  querist_builtin_improve_names (&self);
  querist_builtin_improve_texts (&self);
  if (!querist_builtin_improve_relations (&self, cancellable, error))
    return NULL;
  return g_steal_pointer (&found);
}
