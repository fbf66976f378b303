/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-cli-assistant.h"

#include "querist-builtin-assistant.h"
#include "querist-cli-wait.h"
#include "querist-model-assistant.h"
#include "querist-model-settings.h"

/**
 * querist_cli_open_store:
 * @project: a project
 * @error: return location
 *
 * Returns: (transfer full) (nullable): its questions and answers
 */
QueristStore *
querist_cli_open_store (QueristProject  *project,
                        GError         **error)
{
  g_autofree char *path =
    g_build_filename (querist_project_get_path (project), "querist.db", NULL);

  return querist_store_open (path, error);
}

typedef struct {
  QueristProject *project;
  const char     *question;
} Question;

/* What the assistant would be told for a question, on standard error. */
static void
show_question (const QueristModelSettings *settings,
               gpointer                    user_data)
{
  const Question *asked = user_data;
  g_autofree char *database = querist_project_dup_database_path (asked->project);
  g_autofree char *cache_dir =
    g_build_filename (querist_project_get_path (asked->project), "analysis_results", NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) done = NULL;
  g_autoptr(QueristContext) context = NULL;
  const QueristContextRequest request = {
    .database = database,
    .catalog = querist_project_get_catalog (asked->project),
    .question = asked->question,
    .cache_dir = cache_dir,
    .disclosure = QUERIST_DISCLOSE_VALUES,
  };

  querist_context_new_async (&request, querist_cli_get_cancellable (), querist_cli_result_cb,
                             &result);
  done = querist_cli_wait (&result);
  context = querist_context_new_finish (done, NULL);
  g_printerr ("Model %s at %s would be told the question and this, and later the first rows of "
              "the result:\n\n%s\n\n", settings->model != NULL ? settings->model : "",
              settings->url, context != NULL ? context->text : "");
}

static QueristAssistant *
open_model (const QueristModelSettings  *settings,
            QueristCliShowFunc           show,
            gpointer                     user_data,
            GError                     **error)
{
  g_autoptr(QueristChatModel) model = NULL;
  g_autoptr(GError) local = NULL;

  model = querist_model_settings_open (settings, &local);
  if (model == NULL)
    {
      if (g_error_matches (local, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_CONSENT))
        show (settings, user_data);
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return querist_model_assistant_new (model, settings->model,
                                      !querist_model_settings_is_local (settings));
}

/**
 * querist_cli_open_assistant:
 * @wanted: (nullable): "builtin" or "model", NULL for the model if one is set up
 * @show: shows what would be sent when that is not allowed yet
 * @user_data: passed to @show
 * @error: return location: a QueristChatError …
 *
 * Returns: (transfer full) (nullable): who is asked
 */
QueristAssistant *
querist_cli_open_assistant (const char          *wanted,
                            QueristCliShowFunc   show,
                            gpointer             user_data,
                            GError             **error)
{
  g_autoptr(QueristModelSettings) settings = NULL;

  if (g_strcmp0 (wanted, "builtin") == 0)
    return querist_builtin_assistant_new ();
  settings = querist_model_settings_load (error);
  if (settings == NULL)
    return NULL;
  if (settings->provider != NULL)
    return open_model (settings, show, user_data, error);
  if (wanted == NULL)
    return querist_builtin_assistant_new ();
  g_set_error (error, QUERIST_CHAT_ERROR, QUERIST_CHAT_ERROR_NOT_FOUND,
               "No model is set up: set QUERIST_MODEL_PROVIDER or QUERIST_MODEL_URL, and "
               "QUERIST_MODEL");
  return NULL;
}

/**
 * querist_cli_open_orchestrator:
 * @project: a project
 * @store: its questions and answers
 * @assistant: (nullable): "builtin" or "model", NULL for the model if one is set up
 * @question: what is going to be asked, to show what would be sent when that is not allowed yet
 * @error: return location: a QueristChatError, a QueristDatabaseError …
 *
 * Returns: (transfer full) (nullable): what answers questions about the project
 */
QueristOrchestrator *
querist_cli_open_orchestrator (QueristProject  *project,
                               QueristStore    *store,
                               const char      *assistant,
                               const char      *question,
                               GError         **error)
{
  g_autoptr(QueristAssistant) answering = NULL;
  Question asked = { project, question };
  QueristOrchestrator *orchestrator;

  if (querist_project_require_catalog (project, error) == NULL)
    return NULL;
  answering = querist_cli_open_assistant (assistant, show_question, &asked, error);
  if (answering == NULL)
    return NULL;
  orchestrator = querist_orchestrator_new (project, store, answering);
  /* Consent, which the settings have seen to, covers the values too. */
  querist_orchestrator_set_disclosure (orchestrator, QUERIST_DISCLOSE_VALUES);
  return orchestrator;
}
