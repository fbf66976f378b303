/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "querist-analysis.h"
#include "querist-json.h"
#include "querist-project-private.h"

#define PROPOSAL_NAME "proposal.json"

/* A proposal on its way. */
typedef struct {
  QueristAssistant        *assistant;
  QueristDisclosure        disclosure;
  QueristProposalProgress  progress;
  gpointer                 progress_data;
  QueristProjectFacts     *known;
} ImproveJob;

static void
improve_job_free (ImproveJob *job)
{
  g_clear_object (&job->assistant);
  g_clear_pointer (&job->known, querist_project_facts_free);
  g_free (job);
}

/* What is looked at to know the data.
 * @tables: (element-type utf8): the table that each of the profiles feeds
 */
typedef struct {
  QueristProjectFacts *known;
  GPtrArray           *tables;
  QueristCatalog      *catalog;
  char                *database;
  char                *cache_dir;
} FactsJob;

static void
facts_job_free (FactsJob *job)
{
  g_clear_pointer (&job->known, querist_project_facts_free);
  g_ptr_array_unref (job->tables);
  querist_catalog_unref (job->catalog);
  g_free (job->database);
  g_free (job->cache_dir);
  g_free (job);
}

/* The proposal that waits for a person */

/* Reads it; without one, or with a damaged one, a project is as good. */
void
querist_project_read_proposal (QueristProject *self)
{
  g_autofree char *path = querist_project_build_path (self, "prisma", PROPOSAL_NAME);
  g_autofree char *text = NULL;
  g_autoptr(JsonNode) node = NULL;
  gsize length = 0;

  if (g_file_get_contents (path, &text, &length, NULL))
    node = querist_json_parse_file (text, length, NULL);
  if (node != NULL)
    self->proposal = querist_proposal_from_json (node);
}

static gboolean
write_proposal (QueristProject  *self,
                GError         **error)
{
  g_autofree char *path = querist_project_build_path (self, "prisma", PROPOSAL_NAME);
  g_autofree char *text = NULL;
  g_autoptr(JsonNode) node = NULL;

  if (self->proposal == NULL)
    {
      if (g_unlink (path) == 0 || errno == ENOENT)
        return TRUE;
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                   "%s can't be removed: %s", path, g_strerror (errno));
      return FALSE;
    }
  node = querist_proposal_to_json (self->proposal);
  text = querist_json_to_string (node, TRUE);
  return querist_project_write (path, text, error);
}

/**
 * querist_project_get_proposal:
 * @self: a project
 *
 * Returns: (transfer none) (nullable): what an assistant has proposed for the schema and nobody
 *   has accepted or rejected yet
 */
const QueristProposal *
querist_project_get_proposal (QueristProject *self)
{
  g_return_val_if_fail (QUERIST_IS_PROJECT (self), NULL);
  return self->proposal;
}

/**
 * querist_project_set_proposal:
 * @self: a project
 * @proposal: (transfer full) (nullable): what is left of it, or %NULL when it is done with
 * @error: return location: a GFileError
 *
 * Keeps a proposal in the project's folder, since it may have cost something.
 *
 * Returns: whether it is on the disk; it is taken over even if it is not
 */
gboolean
querist_project_set_proposal (QueristProject   *self,
                              QueristProposal  *proposal,
                              GError          **error)
{
  gboolean written;

  g_return_val_if_fail (QUERIST_IS_PROJECT (self), FALSE);

  if (proposal == NULL && self->proposal == NULL)
    return TRUE;
  querist_proposal_free (self->proposal);
  self->proposal = proposal;
  written = write_proposal (self, error);
  querist_project_changed (self);
  return written;
}

/* What is known of the data */

/**
 * querist_project_facts_free:
 * @self: (transfer full) (nullable): facts
 */
void
querist_project_facts_free (QueristProjectFacts *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->facts);
  g_ptr_array_unref (self->profiles);
  g_free (self);
}

/* Tables that no file feeds are looked at in the database. One that can't be read must not keep
 * anybody from improving the schema. */
static void
facts_thread (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  FactsJob *job = task_data;
  GPtrArray *facts = job->known->facts;
  g_autofree char *fingerprint = querist_analysis_fingerprint (job->database);

  for (guint i = 0; i < job->tables->len; i++)
    {
      const QueristProfileBox *box = g_ptr_array_index (job->known->profiles, i);

      g_ptr_array_add (facts, querist_table_facts_from_profile (
                                g_ptr_array_index (job->tables, i), box->profile));
    }
  for (guint i = 0; i < job->catalog->tables->len; i++)
    {
      const QueristTable *table = g_ptr_array_index (job->catalog->tables, i);
      g_autoptr(QueristTableStatistics) statistics = NULL;

      if (querist_facts_find_table (facts, table->name) == NULL)
        statistics = querist_analysis_read_table (job->database, table, fingerprint,
                                                  job->cache_dir, cancellable, NULL);
      if (statistics != NULL)
        g_ptr_array_add (facts, querist_table_facts_from_statistics (table, statistics));
    }
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_steal_pointer (&job->known),
                           (GDestroyNotify) querist_project_facts_free);
}

static void
collect_profiles (QueristProject *self,
                  FactsJob       *job)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->sources)); i++)
    {
      QueristSource *source = querist_project_peek_source (self, i);
      const char *table = querist_source_get_table (source);
      QueristProfileBox *box = table != NULL ? querist_source_ref_profile (source) : NULL;

      if (box == NULL)
        continue;
      g_ptr_array_add (job->known->profiles, box);
      g_ptr_array_add (job->tables, g_strdup (table));
    }
}

static void
all_read_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  QueristProject *self = QUERIST_PROJECT (object);
  GError *error = NULL;

  if (querist_project_read_waiting_finish (self, result, &error))
    {
      collect_profiles (self, g_task_get_task_data (task));
      g_task_run_in_thread (task, facts_thread);
    }
  else
    g_task_return_error (task, error);
}

/**
 * querist_project_collect_facts_async:
 * @self: a project
 * @cancellable: (nullable): stops it
 * @callback: called when the facts are there
 * @user_data: passed to @callback
 *
 * Collects what is known of the data: from the profiles of the files, which are read if they have
 * not been, and for tables without a file from the database.
 */
void
querist_project_collect_facts_async (QueristProject      *self,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  GTask *task;
  FactsJob *job;

  g_return_if_fail (QUERIST_IS_PROJECT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, querist_project_collect_facts_async);
  job = g_new0 (FactsJob, 1);
  job->known = g_new0 (QueristProjectFacts, 1);
  job->known->facts = g_ptr_array_new_with_free_func ((GDestroyNotify) querist_table_facts_free);
  job->known->profiles =
    g_ptr_array_new_with_free_func ((GDestroyNotify) querist_profile_box_unref);
  job->tables = g_ptr_array_new_with_free_func (g_free);
  job->catalog = querist_catalog_ref (self->catalog);
  job->database = g_strdup (self->database);
  job->cache_dir = querist_project_build_path (self, "analysis_results", NULL);
  g_task_set_task_data (task, job, (GDestroyNotify) facts_job_free);
  querist_project_read_waiting_async (self, cancellable, all_read_cb, task);
}

/**
 * querist_project_collect_facts_finish:
 * @self: a project
 * @result: what the callback got
 * @error: return location: G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the facts
 */
QueristProjectFacts *
querist_project_collect_facts_finish (QueristProject  *self,
                                      GAsyncResult    *result,
                                      GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Making a proposal, last step first */

static void
made_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  QueristProposal *proposal = querist_proposal_make_finish (result, &error);

  if (proposal != NULL &&
      querist_project_set_proposal (g_task_get_source_object (task), proposal, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
facts_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  QueristProject *self = QUERIST_PROJECT (object);
  ImproveJob *job = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  QueristProposalRequest request = {
    .text = self->schema_text,
    .database = self->database,
    .assistant = job->assistant,
    .disclosure = job->disclosure,
  };
  GError *error = NULL;

  job->known = querist_project_collect_facts_finish (self, result, &error);
  if (job->known == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  request.facts = job->known->facts;
  querist_proposal_make_async (&request, job->progress, job->progress_data, cancellable, made_cb,
                               g_steal_pointer (&task));
}

/**
 * querist_project_improve_async:
 * @self: a project with a schema without errors
 * @assistant: who is asked
 * @disclosure: what may be told to an assistant on another computer
 * @progress: (nullable) (scope notified): told how far it is
 * @progress_data: passed to @progress
 * @cancellable: (nullable): stops it
 * @callback: called when the proposal is there
 * @user_data: passed to @callback
 *
 * Asks how to improve names, descriptions and relations of the schema. The proposal is kept until
 * querist_project_set_proposal() replaces it; the schema stays as it is.
 */
void
querist_project_improve_async (QueristProject          *self,
                               QueristAssistant        *assistant,
                               QueristDisclosure        disclosure,
                               QueristProposalProgress  progress,
                               gpointer                 progress_data,
                               GCancellable            *cancellable,
                               GAsyncReadyCallback      callback,
                               gpointer                 user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(QueristCatalog) checked = NULL;
  GError *error = NULL;
  ImproveJob *job;

  g_return_if_fail (QUERIST_IS_PROJECT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, querist_project_improve_async);
  checked = querist_project_dup_schema_catalog (self, &error);
  if (checked == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  job = g_new0 (ImproveJob, 1);
  job->assistant = g_object_ref (assistant);
  job->disclosure = disclosure;
  job->progress = progress;
  job->progress_data = progress_data;
  g_task_set_task_data (task, job, (GDestroyNotify) improve_job_free);
  querist_project_collect_facts_async (self, cancellable, facts_cb, g_steal_pointer (&task));
}

/**
 * querist_project_improve_finish:
 * @self: a project
 * @result: what the callback got
 * @error: return location: a QueristAssistantError, a QueristChatError, a QueristProjectError …
 *
 * Returns: whether there is a new proposal, which may be empty
 */
gboolean
querist_project_improve_finish (QueristProject  *self,
                                GAsyncResult    *result,
                                GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
